"""Slack's Web API methods: views and files. Pages stand at https://docs.slack.dev/reference/methods/<method>."""

import json
import secrets
from typing import Any

from app.sandbox.blockkit import problems
from app.sandbox.forms import elements
from app.sandbox.posting import Posting, content, with_ids
from app.sandbox.state import Conversation, Json, SlackError, Ticket

STACK = 3  # https://docs.slack.dev/surfaces/modals: at most three views
VIEW_BYTES = 250_000


class AllMethods(Posting):
    """Every method that the sandbox knows."""

    base_url = ""
    home_tab = True  # from the manifest

    # -- views -----------------------------------------------------------------------------------------

    def do_views_open(self, args: Json) -> Json:
        """views.open: needs a fresh trigger; replaces whatever the person has open."""
        ticket = self.space.use_trigger(str(args.get("trigger_id")))
        view = self.new_view(_view(args), ticket.user)
        with self.space.change():
            self.space.modals[ticket.user] = [view]
        return {"view": view}

    def do_views_push(self, args: Json) -> Json:
        """views.push: the trigger must come from inside a modal; three views are the most."""
        ticket = self.space.use_trigger(str(args.get("trigger_id")))
        view = self.push(ticket, _view(args))
        return {"view": view}

    def push(self, ticket: Ticket, said: Json) -> Json:
        """Put a view on top of a person's stack.

        Raises:
            SlackError: `not_found` without an open modal, `push_limit_reached`.
        """
        stack = self.space.modals.get(ticket.user) or []
        if not any(view["id"] == ticket.view_id for view in stack):
            raise SlackError("not_found")  # which words Slack uses for this is assumed
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        view = self.new_view(said, ticket.user, below=stack[-1])
        with self.space.change():
            stack.append(view)
        return view

    def do_views_update(self, args: Json) -> Json:
        """views.update: by view_id or external_id; `hash` must be the one that stands."""
        old = self._open_view(args)
        if args.get("hash") and args["hash"] != old["hash"]:
            raise SlackError("hash_conflict")
        return {"view": self.replace(old, _view(args))}

    def do_views_publish(self, args: Json) -> Json:
        """views.publish: a person's App Home."""
        if not self.home_tab:
            raise SlackError("not_enabled")
        user = str(args.get("user_id"))
        if user not in self.space.users:
            raise SlackError("user_not_found")
        old = self.space.homes.get(user)
        if old and args.get("hash") and args["hash"] != old["hash"]:
            raise SlackError("hash_conflict")
        view = self.new_view(_view(args), user, old=old, surface="home")
        if old:
            view["id"] = view["root_view_id"] = old["id"]
        with self.space.change():
            self.space.homes[user] = view
        return {"view": view}

    def new_view(
        self, said: Json, user: str, *, below: Json | None = None, old: Json | None = None, surface: str = "modal"
    ) -> Json:
        """Return a view as Slack keeps it.

        Raises:
            SlackError: `view_too_large`, `invalid_arguments` (with what is wrong), `duplicate_external_id`.
        """
        if len(json.dumps(said).encode()) > VIEW_BYTES:
            raise SlackError("view_too_large")
        found = problems("home" if surface == "home" else "modal", said)
        if found:
            raise SlackError("invalid_arguments", response_metadata={"messages": found})
        outer = said.get("external_id")
        if outer and any(one.get("external_id") == outer and one is not old for one in self._open_views()):
            raise SlackError("duplicate_external_id")
        with self.space.lock:
            view_id = f"V{next(self.space.numbers):06d}"
        return {
            "private_metadata": "",
            "callback_id": "",
            "notify_on_close": False,
            **said,
            "blocks": with_ids(said["blocks"]),
            "id": view_id,
            "team_id": self.space.team_id,
            "bot_id": "B" + self.space.team_id[1:],
            "hash": f"{self.space.clock.now().timestamp():.0f}.{secrets.token_hex(4)}",
            "root_view_id": below["root_view_id"] if below else view_id,
            "previous_view_id": below["id"] if below else None,
            "state": {"values": {}},
            "user": user,
        }

    def replace(self, old: Json, said: Json) -> Json:
        """Put another view in the place of an open one; what was typed stays where ids are the same."""
        view = self.new_view(said, old["user"], old=old, surface=old["type"])
        kept = {k: old[k] for k in ("id", "root_view_id", "previous_view_id")}
        ids = {(block["block_id"], one.get("action_id")) for block in view["blocks"] for one in elements(block)}
        values: dict[str, Any] = {}
        for block_id, inputs in old["state"]["values"].items():
            for action_id, value in inputs.items():
                if (block_id, action_id) in ids:
                    values.setdefault(block_id, {})[action_id] = value
        with self.space.change():
            old.clear()
            old.update(view, **kept, state={"values": values})
        return old

    def _open_views(self) -> list[Json]:
        return [view for stack in self.space.modals.values() for view in stack] + list(self.space.homes.values())

    def _open_view(self, args: Json) -> Json:
        for view in self._open_views():
            if view["id"] == args.get("view_id") or (
                args.get("external_id") and view.get("external_id") == args["external_id"]
            ):
                return view
        raise SlackError("not_found")

    # -- files -----------------------------------------------------------------------------------------

    def do_files_get_upload_u_r_l_external(self, args: Json) -> Json:
        """files.getUploadURLExternal: a place for so many bytes."""
        if not args.get("filename") or not str(args.get("length") or "").isdecimal():
            raise SlackError("invalid_arguments")
        with self.space.lock:
            file_id = f"F{next(self.space.numbers):06d}"
        self.space.files[file_id] = {
            "id": file_id,
            "name": args["filename"],
            "size": int(args["length"]),
            "content": b"",
        }
        return {"file_id": file_id, "upload_url": f"{self.base_url}upload/{file_id}"}

    def do_files_complete_upload_external(self, args: Json) -> Json:
        """files.completeUploadExternal: once; shares the files as one message where the bot is a member."""
        shown = []
        for said in args.get("files") or []:
            found = self.space.files.get(str(said.get("id")))
            if found is None or found.get("done"):
                raise SlackError("file_not_found")
            if len(found["content"]) != found["size"]:
                raise SlackError("file_upload_size_restricted")  # assumed
            shown.append((found, str(said.get("title") or found["name"])))
        if not shown:
            raise SlackError("invalid_arguments")
        place = self._member_of({"channel": args["channel_id"]}) if args.get("channel_id") else None
        files = [{"id": f["id"], "name": f["name"], "title": title, "size": f["size"]} for f, title in shown]
        for found, _ in shown:
            found["done"] = True
        if place is not None:
            for found, _ in shown:
                found["channels"] = [place.id]
            self._share(self.posting_place(place.id), files, args)
        return {"files": files}

    def _share(self, place: Conversation, files: list[Json], args: Json) -> None:
        said = {"text": args.get("initial_comment") or "", "blocks": args.get("blocks")}
        words = content(said) if said["text"] or said["blocks"] else {"text": ""}
        thread = {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}
        self.space.post(place, {"user": self.space.bot.id, **words, **thread, "files": files, "upload": True})

    def do_files_info(self, args: Json) -> Json:
        """files.info."""
        found = self.space.files.get(str(args.get("file")))
        if found is None:
            raise SlackError("file_not_found")
        return {"file": {k: v for k, v in found.items() if k != "content"}}


def _view(args: Json) -> Json:
    view = args.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments")
    return view
