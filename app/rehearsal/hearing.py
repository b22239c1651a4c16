"""What went out: every message as it came, read from the sandbox, with what the bot's outbox knows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import lobby
from app.core.notice import NoticeKind
from app.database.session import Transaction
from app.delivery.records import Notice
from app.delivery.rules import UNASKED
from app.demo.stage import Stage
from app.rehearsal.minds import moments
from app.sandbox.plain import plain
from app.sandbox.state import Conversation, Json


@dataclass(frozen=True)
class Heard:
    """One message of the bot.

    Attributes:
        at: when it came, UTC.
        channel, ts: which message of which conversation.
        place: a channel's name; empty for a conversation of people.
        readers: the Slack ids of whoever is in it.
        text: all of it, with the labels of its buttons, on the clock of the first reader.
        moments: the instants it names, in seconds since 1970.
    """

    at: datetime
    channel: str
    ts: str
    place: str
    readers: tuple[str, ...]
    text: str
    moments: tuple[int, ...]


class Ear:
    """Hears everything that the bot posts from now on, but what answers a command for one person's eyes."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.heard: list[Heard] = []
        stage.sandbox.workspace.on_message.append(self._hear)

    def _hear(self, channel: Conversation, message: Json) -> None:
        space = self._stage.sandbox.workspace
        if message.get("user") != space.bot.id or message.get("ephemeral_to"):
            return
        readers = tuple(sorted(channel.members - {space.bot.id}))
        private = channel.kind in ("im", "mpim")
        zone = space.users[readers[0]].zone if private and readers else space.bot.zone
        text = plain(message, space.name_of, zone)
        at = tuple(moments(message.get("blocks") or []))
        place = "" if private else channel.name
        self.heard.append(Heard(self._stage.clock.now(), channel.id, message["ts"], place, readers, text, at))


@dataclass(frozen=True)
class Sent:
    """One notice that was settled.

    Attributes:
        kind: what it is.
        to: to whom, as planned.
        about: the ids it is about.
        subject: of which subject.
        wanted_at, settled_at: for when it was planned, and when it was done, UTC.
        sent: whether it went out; else it was dropped for `reason`.
        alone: whether it was a message of its own, not a part of another one.
        again: whether the person asked to see it once more.
    """

    kind: NoticeKind
    to: str
    about: Mapping[str, Any]
    subject: str
    wanted_at: datetime
    settled_at: datetime
    sent: bool
    reason: str
    alone: bool
    again: bool
    channel: str
    ts: str

    @property
    def is_knock(self) -> bool:
        """Whether it is a message to one person that counts against their weekly budget."""
        return self.sent and self.alone and not self.again and self.is_unasked

    @property
    def is_unasked(self) -> bool:
        """Whether it is to one person who had not asked for it."""
        return self.kind.manner in UNASKED and self.to.startswith("U") and "+" not in self.to


def outbox(tx: Transaction) -> Sequence[Sent]:
    """Return every notice that was sent or dropped, in the order in which they were settled."""
    kinds = {one.name: one for one in lobby.board().notices}
    rows = tx.scalars(select(Notice).where(Notice.settled_at.is_not(None), Notice.outcome.in_(("sent", "skipped"))))
    found = [
        Sent(
            kind=kinds[row.kind],
            to=row.to,
            about=row.about,
            subject=row.subject,
            wanted_at=row.wanted_at,
            settled_at=row.settled_at,
            sent=row.outcome == "sent",
            reason=row.reason or "",
            alone=row.carried_by is None,
            again=row.repeats is not None,
            channel=row.channel or "",
            ts=row.ts or "",
        )
        for row in rows
        if row.settled_at is not None and row.kind in kinds
    ]
    return sorted(found, key=lambda one: (one.settled_at, one.kind.name, one.to, one.subject, one.wanted_at))
