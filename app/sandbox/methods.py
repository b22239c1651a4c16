"""Slack's Web API methods: people and conversations. `posting` and `views_and_files` add the others.

Pages stand at https://docs.slack.dev/reference/methods/<method>.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

from app.sandbox.arguments import flag, ids, page
from app.sandbox.limits import BY_KIND, Limits
from app.sandbox.state import Conversation, Json, SlackError, Workspace

MOST_IN_GROUP = 8
MOST_INVITED = 100
KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


@lru_cache(maxsize=200)
def _name_of(method: str) -> str:
    return "do_" + re.sub(r"[A-Z]", lambda m: "_" + m.group().lower(), method.replace(".", "_"))


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
        found: Callable[[Json], Json] | None = getattr(self, _name_of(method), None)
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
            "bot_id": "B" + space.team_id[1:],
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

    def do_users_list(self, args: Json) -> Json:
        """users.list: page by page where a `limit` is given."""
        members = [one.profile() for one in self.space.users.values()]
        return page("members", members, args, most=1000)

    def do_users_lookup_by_email(self, args: Json) -> Json:
        """users.lookupByEmail: nobody who was deactivated."""
        for user in self.space.users.values():
            if user.email == args.get("email") and not user.deleted:
                return {"user": {**user.profile(), "team_id": self.space.team_id}}
        raise SlackError("users_not_found")

    # -- conversations --------------------------------------------------------------------------------

    def conversation(self, any_id: str) -> Conversation:
        """Return a conversation that the bot can see: a public one, or one that it is in.

        Raises:
            SlackError: `channel_not_found`.
        """
        found = self.space.conversations.get(any_id)
        if found is None or (found.kind != "public" and self.space.bot.id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def _seen(self, args: Json, method: str) -> Conversation:
        """Return the conversation that a method is about, if the scope of its kind is granted."""
        found = self.conversation(str(args.get("channel")))
        self.limits.check_scope(*BY_KIND[method][found.kind])
        return found

    def do_conversations_open(self, args: Json) -> Json:
        """conversations.open: 1 to 8 people; the same people always share one conversation."""
        users = ids(args.get("users"))
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > MOST_IN_GROUP:
            raise SlackError("too_many_users")
        for one in users:
            self._person(one)
        kind = "im" if len(set(users)) == 1 else "mpim"
        self.limits.check_scope(*BY_KIND["conversations.open"][kind])
        found = self.space.direct(set(users))
        return {"channel": found.facts() if flag(args, "return_im") else {"id": found.id}}

    def _person(self, user_id: str) -> None:
        user = self.space.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found")
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")

    def do_conversations_join(self, args: Json) -> Json:
        """conversations.join: public channels only."""
        found = self.conversation(str(args.get("channel")))
        if found.kind != "public":
            raise SlackError("method_not_supported_for_channel_type")
        if found.archived:
            raise SlackError("is_archived")
        warning = {"warning": "already_in_channel"} if self.space.bot.id in found.members else {}
        with self.space.change():
            found.members.add(self.space.bot.id)
        return {"channel": found.facts(), **warning}

    def do_conversations_invite(self, args: Json) -> Json:
        """conversations.invite: up to 100 people, by a member; one bad id stops all, unless `force` is given.

        Somebody who left the workspace is refused while the others are invited; with which words is assumed.
        """
        found = self.conversation(str(args.get("channel")))
        if found.kind in ("im", "mpim"):
            raise SlackError("method_not_supported_for_channel_type")
        self.limits.check_scope(*BY_KIND["conversations.invite"][found.kind])
        if found.archived:
            raise SlackError("is_archived")
        if self.space.bot.id not in found.members:
            raise SlackError("not_in_channel")
        users = ids(args.get("users"))
        if not users:
            raise SlackError("no_user")
        if len(users) > MOST_INVITED:
            raise SlackError("too_many_users")
        wrong = {one: why for one in users if (why := self._why_not_invited(one, found))}
        left = {one for one in wrong if one in self.space.users and self.space.users[one].deleted}
        if set(wrong) == left or flag(args, "force"):
            with self.space.change():
                found.members.update(one for one in users if one not in wrong)
        if wrong and (not flag(args, "force") or len(wrong) == len(users)):
            errors = [{"user": one, "ok": False, "error": why} for one, why in wrong.items()]
            raise SlackError(next(iter(wrong.values())), errors=errors)
        return {"channel": found.facts()}

    def _why_not_invited(self, user_id: str, channel: Conversation) -> str:
        if user_id == self.space.bot.id:
            return "cant_invite_self"
        if user_id not in self.space.users or self.space.users[user_id].deleted:
            return "user_not_found"
        return "already_in_channel" if user_id in channel.members else ""

    def do_conversations_create(self, args: Json) -> Json:
        """conversations.create: lowercase names of up to 80 letters, digits, - and _."""
        name, private = str(args.get("name") or ""), flag(args, "is_private")
        self.limits.check_scope(*BY_KIND["conversations.create"]["private" if private else "public"])
        if not name:
            raise SlackError("invalid_name_required")
        if not re.fullmatch(r"[a-z0-9_-]{1,80}", name):
            raise SlackError("invalid_name_specials")
        if any(one.name == name for one in self.space.conversations.values()):
            raise SlackError("name_taken")
        made = self.space.add_channel(name, private=private, members={self.space.bot.id})
        return {"channel": made.facts()}

    def do_conversations_info(self, args: Json) -> Json:
        """conversations.info."""
        return {"channel": self._seen(args, "conversations.info").facts()}

    def do_conversations_list(self, args: Json) -> Json:
        """conversations.list: of the `types` asked for (public ones by default), those that the bot can see."""
        kinds = []
        for one in ids(args.get("types")) or ["public_channel"]:
            if one not in KINDS:
                raise SlackError("invalid_types")
            kinds.append(KINDS[one])
            self.limits.check_scope(*BY_KIND["conversations.info"][KINDS[one]])
        seen = [one for one in self.space.conversations.values() if one.kind in kinds]
        seen = [one for one in seen if one.kind == "public" or self.space.bot.id in one.members]
        if flag(args, "exclude_archived"):
            seen = [one for one in seen if not one.archived]
        return page("channels", [one.facts() for one in seen], args, most=1000)

    def do_conversations_members(self, args: Json) -> Json:
        """conversations.members."""
        return page("members", sorted(self._seen(args, "conversations.info").members), args, most=1000)

    def do_conversations_history(self, args: Json) -> Json:
        """conversations.history: newest first, where the bot is a member; metadata only where asked for.

        Replies in threads and what only one person can see are not part of it.
        """
        found = self._seen(args, "conversations.history")
        if self.space.bot.id not in found.members:
            raise SlackError("not_in_channel")
        oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
        edge = flag(args, "inclusive")
        seen = [
            one
            for one in takewhile(lambda one: float(one["ts"]) >= oldest, reversed(found.messages))
            if "ephemeral_to" not in one
            and one.get("thread_ts", one["ts"]) == one["ts"]
            and (oldest < float(one["ts"]) < latest or (edge and float(one["ts"]) in (oldest, latest)))
        ]
        hide = () if flag(args, "include_all_metadata") else ("metadata",)
        shown = [{k: v for k, v in one.items() if k not in hide} for one in seen]
        answer = page("messages", shown, args, most=999, usual=100)
        return {**answer, "has_more": bool(answer["response_metadata"]["next_cursor"])}
