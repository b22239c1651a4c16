"""Slack's Web API methods: chat, conversations, users. Each names the page it follows.

Pages stand at https://docs.slack.dev/reference/methods/<method>.
"""

import re
from collections.abc import Callable
from typing import Any

from app.sandbox.blockkit import problems
from app.sandbox.limits import BY_KIND, Limits
from app.sandbox.state import Conversation, Json, SlackError, Workspace

MOST_IN_GROUP = 8
TEXT_MOST = 40_000


class Methods:
    """Answers Web API calls. A method's arguments come decoded; an answer lacks only `ok`."""

    def __init__(self, workspace: Workspace, limits: Limits) -> None:
        self.space = workspace
        self.limits = limits

    def find(self, method: str) -> Callable[[Json], Json]:
        """Return what answers a method.

        Raises:
            SlackError: `unknown_method`.
        """
        name = re.sub(r"[A-Z]", lambda m: "_" + m.group().lower(), method.replace(".", "_"))
        found: Callable[[Json], Json] | None = getattr(self, f"do_{name}", None)
        if found is None:
            raise SlackError("unknown_method", req_method=method)
        return found

    # -- auth and people ----------------------------------------------------------------------------

    def do_api_test(self, args: Json) -> Json:
        """api.test."""
        return {"args": args}

    def do_auth_test(self, _args: Json) -> Json:
        """auth.test."""
        space = self.space
        return {
            "url": "https://sandbox.example/",
            "team": space.name,
            "team_id": space.team_id,
            "user": space.bot.name,
            "user_id": space.bot.id,
            "bot_id": "BSANDBOX",
        }

    def do_team_info(self, _args: Json) -> Json:
        """team.info."""
        return {"team": {"id": self.space.team_id, "name": self.space.name, "domain": "sandbox"}}

    def do_users_info(self, args: Json) -> Json:
        """users.info."""
        user = self.space.users.get(str(args.get("user")))
        if user is None:
            raise SlackError("user_not_found")
        return {"user": {**user.profile(), "team_id": self.space.team_id}}

    def do_users_list(self, _args: Json) -> Json:
        """users.list, on one page."""
        members = [one.profile() for one in self.space.users.values()]
        return {"members": members, "response_metadata": {"next_cursor": ""}}

    # -- conversations --------------------------------------------------------------------------------

    def conversation(self, any_id: str, *, reading: bool = False) -> Conversation:
        """Return a conversation that the bot can see.

        Raises:
            SlackError: `channel_not_found` (also for a private one without the bot).
        """
        found = self.space.conversations.get(any_id)
        bot_in = found is not None and self.space.bot.id in found.members
        if found is None or (not bot_in and (found.kind != "public" or reading)):
            raise SlackError("channel_not_found" if found is None or not reading else "not_in_channel")
        return found

    def do_conversations_open(self, args: Json) -> Json:
        """conversations.open: 1 to 8 people; the same people always share one conversation."""
        users = [one.strip() for one in str(args.get("users") or "").split(",") if one.strip()]
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > MOST_IN_GROUP:
            raise SlackError("too_many_users")
        for one in users:
            user = self.space.users.get(one)
            if user is None:
                raise SlackError("user_not_found")
            if user.deleted:
                raise SlackError("user_disabled")
        kind = "im" if len(set(users)) == 1 else "mpim"
        self.limits.check_scope(BY_KIND["conversations.open"][kind])
        found = self.space.direct(set(users))
        return {"channel": found.facts() if args.get("return_im") else {"id": found.id}}

    def do_conversations_join(self, args: Json) -> Json:
        """conversations.join: public channels only."""
        found = self.conversation(str(args.get("channel")))
        if found.kind != "public":
            raise SlackError("method_not_supported_for_channel_type")
        if found.archived:
            raise SlackError("is_archived")
        found.members.add(self.space.bot.id)
        return {"channel": found.facts()}

    def do_conversations_invite(self, args: Json) -> Json:
        """conversations.invite: the bot must be a member; people who are in already are an error."""
        found = self.conversation(str(args.get("channel")))
        self.limits.check_scope(BY_KIND["conversations.invite"].get(found.kind, "groups:write.invites"))
        if found.archived:
            raise SlackError("is_archived")
        if self.space.bot.id not in found.members:
            raise SlackError("not_in_channel")
        users = [one for one in str(args.get("users") or "").split(",") if one]
        errors = []
        for one in users:
            if one == self.space.bot.id:
                errors.append({"user": one, "error": "cant_invite_self"})
            elif one not in self.space.users or self.space.users[one].deleted:
                errors.append({"user": one, "error": "user_not_found"})
            elif one in found.members:
                errors.append({"user": one, "error": "already_in_channel"})
        if errors and not args.get("force"):
            raise SlackError(errors[0]["error"], errors=errors)
        found.members.update(one for one in users if one not in {bad["user"] for bad in errors})
        return {"channel": found.facts()}

    def do_conversations_create(self, args: Json) -> Json:
        """conversations.create: lowercase names of up to 80 letters, digits, - and _."""
        name = str(args.get("name") or "")
        if not re.fullmatch(r"[a-z0-9_-]{1,80}", name):
            raise SlackError("invalid_name_specials")
        if any(one.name == name for one in self.space.conversations.values()):
            raise SlackError("name_taken")
        made = self.space.add_channel(name, private=bool(args.get("is_private")), members={self.space.bot.id})
        return {"channel": made.facts()}

    def do_conversations_info(self, args: Json) -> Json:
        """conversations.info."""
        return {"channel": self.conversation(str(args.get("channel"))).facts()}

    def do_conversations_list(self, _args: Json) -> Json:
        """conversations.list: public ones, and private ones with the bot in them."""
        seen = [c for c in self.space.conversations.values() if c.kind == "public" or self.space.bot.id in c.members]
        return {"channels": [one.facts() for one in seen], "response_metadata": {"next_cursor": ""}}

    def do_conversations_members(self, args: Json) -> Json:
        """conversations.members."""
        members = sorted(self.conversation(str(args.get("channel"))).members)
        return {"members": members, "response_metadata": {"next_cursor": ""}}

    def do_conversations_history(self, args: Json) -> Json:
        """conversations.history, newest first; metadata only where asked for."""
        found = self.conversation(str(args.get("channel")), reading=True)
        self.limits.check_scope(BY_KIND["conversations.history"][found.kind])
        oldest = float(args.get("oldest") or 0)
        seen = [one for one in found.messages if float(one["ts"]) > oldest and "ephemeral_to" not in one]
        hide = () if args.get("include_all_metadata") else ("metadata",)
        shown = [{k: v for k, v in one.items() if k not in hide} for one in reversed(seen)]
        return {"messages": shown[: int(args.get("limit") or 100)], "has_more": False}

    # -- chat -------------------------------------------------------------------------------------------

    def do_chat_post_message(self, args: Json) -> Json:
        """chat.postMessage: to a channel, or to a person (the DM opens by itself)."""
        channel = self._posting_place(str(args.get("channel")))
        self.limits.check_post(channel.id)
        message = self._content(args)
        if isinstance(args.get("metadata"), dict):
            message["metadata"] = args["metadata"]
        if args.get("thread_ts"):
            message["thread_ts"] = args["thread_ts"]
        posted = self.space.post(channel, {"user": self.space.bot.id, "bot_id": "BSANDBOX", **message})
        return {"channel": channel.id, "ts": posted["ts"], "message": posted}

    def do_chat_post_ephemeral(self, args: Json) -> Json:
        """chat.postEphemeral: seen by one person in a conversation."""
        channel = self._posting_place(str(args.get("channel")))
        user = str(args.get("user"))
        if user not in channel.members:
            raise SlackError("user_not_in_channel")
        posted = self.space.post(channel, {"user": self.space.bot.id, "ephemeral_to": user, **self._content(args)})
        return {"message_ts": posted["ts"]}

    def do_chat_update(self, args: Json) -> Json:
        """chat.update: one's own messages only."""
        channel = self._posting_place(str(args.get("channel")))
        message = self.space.message(channel.id, str(args.get("ts")))
        if message.get("user") != self.space.bot.id:
            raise SlackError("cant_update_message")
        fresh = self._content(args)
        with self.space.change():
            message.pop("blocks", None)
            message.update(fresh, edited={"user": self.space.bot.id, "ts": self.space.next_ts()})
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}

    def do_chat_delete(self, args: Json) -> Json:
        """chat.delete."""
        channel = self._posting_place(str(args.get("channel")))
        with self.space.change():
            channel.messages.remove(self.space.message(channel.id, str(args.get("ts"))))
        return {"channel": channel.id, "ts": args.get("ts")}

    def do_chat_get_permalink(self, args: Json) -> Json:
        """chat.getPermalink."""
        found = self.conversation(str(args.get("channel")))
        self.space.message(found.id, str(args.get("message_ts")))
        return {"channel": found.id, "permalink": f"https://sandbox.example/{found.id}/p{args['message_ts']}"}

    def _posting_place(self, any_id: str) -> Conversation:
        if any_id in self.space.users:
            if self.space.users[any_id].deleted:
                raise SlackError("user_disabled")
            return self.space.direct({any_id})
        found = self.conversation(any_id)
        if found.archived:
            raise SlackError("is_archived")
        if self.space.bot.id not in found.members and "chat:write.public" not in self.limits.granted:
            raise SlackError("not_in_channel")
        others = found.members - {self.space.bot.id}
        if found.kind == "im" and all(self.space.users[one].deleted for one in others):
            raise SlackError("user_disabled")
        return found

    def _content(self, args: Json) -> dict[str, Any]:
        text, blocks = str(args.get("text") or ""), args.get("blocks") or []
        if not text and not blocks:
            raise SlackError("no_text")
        if len(text) > TEXT_MOST:
            raise SlackError("msg_too_long")
        found = problems("message", {"text": text, "blocks": blocks})
        if found:
            raise SlackError("invalid_blocks", response_metadata={"messages": found})
        return {"text": text, **({"blocks": blocks} if blocks else {})}
