"""What the workspace remembers: people, conversations, messages, views, files."""

import itertools
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.core.clock import Clock

Json = dict[str, Any]
TRIGGER_SECONDS = 3.0  # https://docs.slack.dev/surfaces/modals: a trigger_id lives 3 seconds and works once
RESPONSE_SECONDS = 30 * 60  # https://docs.slack.dev/interactivity/handling-user-interaction: 30 minutes, 5 uses
RESPONSE_USES = 5


class SlackError(Exception):
    """The workspace says no, in Slack's own words."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(f"{code}: {more}" if more else code)
        self.code = code
        self.more = more


@dataclass
class User:
    """A person or a bot. `zone` is an IANA name; `about` says in a few words who they are in the story."""

    id: str
    name: str
    real_name: str
    zone: str
    is_bot: bool = False
    deleted: bool = False
    restricted: bool = False
    locale: str = "en-GB"
    about: str = ""

    @property
    def email(self) -> str:
        """Their address, which leads nowhere."""
        return f"{self.name}@sandbox.example"

    def profile(self) -> Json:
        """The user object. https://docs.slack.dev/reference/objects/user-object."""
        return {
            "id": self.id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": self.zone,
            "locale": self.locale,
            "is_bot": self.is_bot,
            "is_restricted": self.restricted,
            "is_ultra_restricted": False,
            "profile": {"real_name": self.real_name, "display_name": self.real_name},
        }


@dataclass
class Conversation:
    """A channel, a DM (`im`) or a group DM (`mpim`)."""

    id: str
    name: str
    kind: str
    members: set[str]
    archived: bool = False
    messages: list[Json] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    threads: dict[str, list[Json]] = field(default_factory=dict)
    """The replies, by the `ts` of the message that they answer."""

    def facts(self) -> Json:
        """The conversation object. https://docs.slack.dev/reference/objects/conversation-object."""
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": self.kind == "public",
            "is_private": self.kind != "public",
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_archived": self.archived,
            "num_members": len(self.members),
        }


@dataclass
class Ticket:
    """A trigger_id or a response_url: who got it, when, and how often it was used."""

    user: str
    born: float
    used: int = 0
    channel: str = ""
    message_ts: str = ""
    view_id: str = ""


class Workspace:
    """One Slack workspace. Everything that touches it holds `lock`.

    Args:
        clock: gives messages their time and ages response URLs.
        name: the workspace's name.
        team_id: its id.
    """

    def __init__(self, clock: Clock, name: str = "Sandbox", team_id: str = "TSANDBOX") -> None:
        self.clock = clock
        self.name = name
        self.team_id = team_id
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.revision = 0  # grows with every change
        self.patience: float | None = None  # how many seconds of real time a trigger_id lives; as Slack says if None
        self.numbers = itertools.count(1)
        self.users: dict[str, User] = {}
        self.conversations: dict[str, Conversation] = {}
        self.modals: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self.read: dict[
            tuple[str, str], str
        ] = {}  # the `ts` of what a person has read last, by person and conversation
        self.files: dict[str, Json] = {}
        self.triggers: dict[str, Ticket] = {}
        self.responses: dict[str, Ticket] = {}
        self.log: deque[Json] = deque(maxlen=5000)
        self.on_message: list[Callable[[Conversation, Json], None]] = []
        self.on_removal: list[Callable[[Conversation, Json], None]] = []
        self._notes = itertools.count(1)
        self._last_ts = 0.0
        self._directs: dict[frozenset[str], Conversation] = {}
        self._looked_at = 0
        self.bot = self.add_user("trellis", real_name="Trellis", zone="UTC", is_bot=True)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock, and wake whoever waits for something to see."""
        with self.lock:
            yield
            self.revision += 1
            self.changed.notify_all()

    def note(self, entry: Json) -> Json:
        """Keep a call or a delivery in the log, with a number and the time of the sandbox; return it as it is kept."""
        with self.lock:
            kept = {**entry, "number": next(self._notes), "at": self.clock.now()}
            self.log.append(kept)
            return kept

    # -- people and conversations -----------------------------------------------------------------

    def add_user(
        self,
        name: str,
        *,
        real_name: str,
        zone: str,
        is_bot: bool = False,
        user_id: str | None = None,
        about: str = "",
    ) -> User:
        """Let somebody into the workspace."""
        with self.change():
            user_id = user_id or f"U{next(self.numbers):06d}"
            user = User(user_id, name, real_name, zone, is_bot=is_bot, about=about)
            self.users[user.id] = user
            return user

    def add_channel(self, name: str, *, private: bool = False, members: set[str] | None = None) -> Conversation:
        """Create a channel."""
        with self.change():
            made = Conversation(
                f"C{next(self.numbers):06d}", name, "private" if private else "public", set(members or ())
            )
            self.conversations[made.id] = made
            return made

    def direct(self, users: set[str]) -> Conversation:
        """Return the DM or group DM of these people and the bot; the same people always share one.

        https://docs.slack.dev/reference/methods/conversations.open: 1 to 8 users.
        """
        members = users | {self.bot.id}
        with self.lock:
            return self._direct_of(frozenset(members)) or self._new_direct(users, members)

    def _new_direct(self, users: set[str], members: set[str]) -> Conversation:
        with self.change():
            kind = "im" if len(users) == 1 else "mpim"
            prefix = "D" if kind == "im" else "G"
            name = "mpdm-" + "--".join(sorted(self.users[u].name for u in users)) + "-1" if kind == "mpim" else ""
            made = Conversation(f"{prefix}{next(self.numbers):06d}", name, kind, members)
            self.conversations[made.id] = made
            return made

    def _direct_of(self, members: frozenset[str]) -> Conversation | None:
        """Return the DM or group DM of these people; who is in one never changes, so each is looked at once."""
        if self._looked_at < len(self.conversations):
            for one in itertools.islice(self.conversations.values(), self._looked_at, None):
                if one.kind in ("im", "mpim"):
                    self._directs[frozenset(one.members)] = one
            self._looked_at = len(self.conversations)
        return self._directs.get(members)

    def name_of(self, any_id: str) -> str:
        """Return how people call a user or a channel."""
        user, channel = self.users.get(any_id), self.conversations.get(any_id)
        return user.real_name if user else channel.name if channel else any_id

    # -- messages ---------------------------------------------------------------------------------

    def next_ts(self) -> str:
        """Return a timestamp that no other message has."""
        self._last_ts = max(self.clock.now().timestamp(), self._last_ts + 0.000_01)
        return f"{self._last_ts:.6f}"

    def post(self, channel: Conversation, message: Json) -> Json:
        """Put a message into a conversation."""
        with self.change():
            whole = {"type": "message", "ts": self.next_ts(), **message}
            channel.messages.append(whole)
            if whole.get("thread_ts", whole["ts"]) != whole["ts"]:
                channel.threads.setdefault(whole["thread_ts"], []).append(whole)
        for tell in self.on_message:
            tell(channel, whole)
        return whole

    def unpost(self, channel: Conversation, message: Json) -> None:
        """Take a message away."""
        with self.change():
            channel.messages[:] = [one for one in channel.messages if one is not message]
            replies = channel.threads.get(message.get("thread_ts", ""), [])
            replies[:] = [one for one in replies if one is not message]
        for tell in self.on_removal:
            tell(channel, message)

    def message(self, channel_id: str, ts: str) -> Json:
        """Return a message.

        Raises:
            SlackError: `message_not_found`.
        """
        for one in self.conversations[channel_id].messages:
            if one["ts"] == ts:
                return one
        raise SlackError("message_not_found")

    # -- tickets ----------------------------------------------------------------------------------

    def new_trigger(self, user: str, view_id: str = "") -> str:
        """Return a trigger_id for something a person just did.

        https://docs.slack.dev/interactivity/handling-user-interaction#trigger_id. It ages by real time, not by `clock`:
        the bot's slowness is real too.
        """
        with self.lock:
            trigger = f"{next(self.numbers)}.{secrets.token_hex(6)}"
            self.triggers[trigger] = Ticket(user, time.monotonic(), view_id=view_id)
            return trigger

    def use_trigger(self, trigger: str) -> Ticket:
        """Use up a trigger_id: it works once, for three seconds (page: see `new_trigger`).

        Raises:
            SlackError: `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id`.
        """
        with self.lock:
            ticket = self.triggers.get(trigger)
            if ticket is None:
                raise SlackError("invalid_trigger_id")
            if ticket.used:
                raise SlackError("exchanged_trigger_id")
            ticket.used += 1
            patience = TRIGGER_SECONDS if self.patience is None else self.patience
            if time.monotonic() - ticket.born > patience:
                raise SlackError("expired_trigger_id")
            return ticket

    def new_response(self, user: str, channel: str, message_ts: str = "") -> str:
        """Return the id of a response_url.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. It ages by `clock`.
        """
        with self.lock:
            secret = secrets.token_hex(12)
            self.responses[secret] = Ticket(user, self.clock.now().timestamp(), channel=channel, message_ts=message_ts)
            return secret

    def use_response(self, secret: str) -> Ticket:
        """Use a response_url once more: five times in thirty minutes (page: see `new_response`).

        Raises:
            SlackError: `expired_url`, `used_url` (also for one that never was).
        """
        with self.lock:
            ticket = self.responses.get(secret)
            if ticket is None or ticket.used >= RESPONSE_USES:
                raise SlackError("used_url")
            if self.clock.now().timestamp() - ticket.born > RESPONSE_SECONDS:
                raise SlackError("expired_url")
            ticket.used += 1
            return ticket
