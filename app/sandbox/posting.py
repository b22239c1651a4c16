"""Slack's Web API methods: messages. Pages stand at https://docs.slack.dev/reference/methods/<method>."""

import secrets
from typing import Any

from app.sandbox.arguments import flag
from app.sandbox.blockkit import problems
from app.sandbox.methods import Methods
from app.sandbox.state import Conversation, Json, SlackError

TEXT_MOST = 40_000
UPDATE_MOST = 4_000


class Posting(Methods):
    """Posting, changing and marking messages."""

    messages_tab = True  # of the app's home, from the manifest
    messages_read_only = False  # the same: whether people cannot write there

    def do_chat_post_message(self, args: Json) -> Json:
        """chat.postMessage: to a channel, or to a person (the DM opens by itself)."""
        channel = self.posting_place(str(args.get("channel")))
        self.limits.check_post(channel.id)
        message = {**content(args), **_metadata(args)}
        if args.get("thread_ts"):
            message["thread_ts"] = args["thread_ts"]
            if flag(args, "reply_broadcast"):
                message["subtype"] = "thread_broadcast"
        bot = {"user": self.space.bot.id, "bot_id": "B" + self.space.team_id[1:]}
        posted = self.space.post(channel, {**bot, **message})
        return {"channel": channel.id, "ts": posted["ts"], "message": posted}

    def do_chat_post_ephemeral(self, args: Json) -> Json:
        """chat.postEphemeral: seen by one person in a conversation."""
        channel = self.posting_place(str(args.get("channel")))
        user = str(args.get("user"))
        if user not in channel.members:
            raise SlackError("user_not_in_channel")
        posted = self.space.post(channel, {"user": self.space.bot.id, "ephemeral_to": user, **content(args)})
        return {"message_ts": posted["ts"]}

    def do_chat_update(self, args: Json) -> Json:
        """chat.update: one's own messages, not ephemeral ones; a text without blocks removes the blocks."""
        channel = self.conversation(str(args.get("channel")))
        message = self._own(channel, str(args.get("ts")), "cant_update_message")
        if channel.archived:
            raise SlackError("is_archived")
        if len(str(args.get("text") or "")) > UPDATE_MOST:
            raise SlackError("msg_too_long")
        fresh = {**content(args), **_metadata(args)}
        with self.space.change():
            if args.get("text"):
                message.pop("blocks", None)
            else:
                fresh.pop("text")
            message.update(fresh, edited={"user": self.space.bot.id, "ts": self.space.next_ts()})
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}

    def do_chat_delete(self, args: Json) -> Json:
        """chat.delete: one's own messages, not ephemeral ones."""
        channel = self.conversation(str(args.get("channel")))
        message = self._own(channel, str(args.get("ts")), "cant_delete_message")
        self.space.unpost(channel, message)
        return {"channel": channel.id, "ts": message["ts"]}

    def do_chat_get_permalink(self, args: Json) -> Json:
        """chat.getPermalink."""
        found = self.conversation(str(args.get("channel")))
        self._lasting(found, str(args.get("message_ts")))
        return {"channel": found.id, "permalink": f"https://sandbox.example/{found.id}/p{args['message_ts']}"}

    # -- marks ------------------------------------------------------------------------------------------

    def do_reactions_add(self, args: Json) -> Json:
        """reactions.add: once per emoji."""
        name = str(args.get("name") or "")
        if not name:
            raise SlackError("no_reaction" if not args.get("name") else "invalid_name")
        message = self._lasting(self._member_of(args), str(args.get("timestamp")))
        with self.space.change():
            found = message.setdefault("reactions", [])
            if any(one["name"] == name for one in found):
                raise SlackError("already_reacted")
            found.append({"name": name, "users": [self.space.bot.id], "count": 1})
        return {}

    def do_pins_add(self, args: Json) -> Json:
        """pins.add: once per message."""
        channel = self._member_of(args)
        message = self._lasting(channel, str(args.get("timestamp")))
        if channel.id in message.get("pinned_to", []):
            raise SlackError("already_pinned")
        with self.space.change():
            message["pinned_to"] = [channel.id]
        return {}

    def do_bookmarks_add(self, args: Json) -> Json:
        """bookmarks.add: a link on top of a channel."""
        channel = self._member_of({**args, "channel": args.get("channel_id")})
        if not args.get("title") or args.get("type") != "link" or not args.get("link"):
            raise SlackError("invalid_arguments")
        made = {"id": f"Bk{secrets.token_hex(4)}", "channel_id": channel.id}
        made |= {name: str(args[name]) for name in ("title", "link", "type")}
        with self.space.change():
            channel.bookmarks.append(made)
        return {"bookmark": made}

    # -- where and what -----------------------------------------------------------------------------------

    def posting_place(self, any_id: str) -> Conversation:
        """Return the conversation to post to; a person's id means their DM.

        Raises:
            SlackError: `channel_not_found`, `is_archived`, `not_in_channel`, `user_disabled`, `messages_tab_disabled`.
        """
        if any_id in self.space.users:
            self._person(any_id)
            found = self.space.direct({any_id})
        else:
            found = self.conversation(any_id)
        if found.archived:
            raise SlackError("is_archived")
        if self.space.bot.id not in found.members and "chat:write.public" not in self.limits.granted:
            raise SlackError("not_in_channel")
        if found.kind == "im":
            if not self.messages_tab:
                raise SlackError("messages_tab_disabled")
            if any(self.space.users[one].deleted for one in found.members):
                raise SlackError("user_disabled")
        return found

    def _member_of(self, args: Json) -> Conversation:
        channel = self.conversation(str(args.get("channel")))
        if self.space.bot.id not in channel.members:
            raise SlackError("not_in_channel")
        if channel.archived:
            raise SlackError("is_archived")
        return channel

    def _lasting(self, channel: Conversation, ts: str) -> Json:
        message = self.space.message(channel.id, ts)
        if "ephemeral_to" in message:
            raise SlackError("message_not_found")
        return message

    def _own(self, channel: Conversation, ts: str, refusal: str) -> Json:
        message = self._lasting(channel, ts)
        if message.get("user") != self.space.bot.id:
            raise SlackError(refusal)
        return message


def content(said: Json) -> dict[str, Any]:
    """Return the text and blocks of a message as Slack keeps them: every block gets an id.

    Raises:
        SlackError: `no_text`, `msg_too_long`, `invalid_blocks` with what is wrong.
    """
    text, blocks = str(said.get("text") or ""), said.get("blocks") or []
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > TEXT_MOST:
        raise SlackError("msg_too_long")
    found = problems("message", {"text": text, "blocks": blocks})
    if found:
        raise SlackError("invalid_blocks", errors=found, response_metadata={"messages": found})
    return {"text": text, **({"blocks": with_ids(blocks)} if blocks else {})}


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return the blocks with a `block_id` and `action_id` where there is none; Slack's are short and random."""
    named = []
    for one in blocks:
        whole = {**one, "block_id": one.get("block_id") or secrets.token_urlsafe(4)}
        for place in ("accessory", "element"):
            if place in whole:
                whole[place] = _with_action_id(whole[place])
        if whole["type"] == "actions":
            whole["elements"] = [_with_action_id(each) for each in whole["elements"]]
        named.append(whole)
    return named


def _with_action_id(element: Json) -> Json:
    if element["type"] == "image":
        return element
    return {**element, "action_id": element.get("action_id") or secrets.token_urlsafe(4)}


def _metadata(args: Json) -> Json:
    """Return the metadata of a message. https://docs.slack.dev/messaging/message-metadata."""
    said = args.get("metadata")
    if said is None:
        return {}
    if not isinstance(said.get("event_type"), str) or not isinstance(said.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return {"metadata": said}
