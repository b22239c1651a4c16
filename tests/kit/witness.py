"""A witness who remembers everything that the bot said, and counts what nobody had asked for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import lobby
from app.core.calendar import humane
from app.delivery.records import Notice
from app.delivery.rules import UNASKED
from app.demo.community import Community
from app.demo.stage import Actor
from app.sandbox.plain import plain
from app.sandbox.state import Conversation

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Said:
    """One message of the bot, as it read when it came.

    Attributes:
        at: when it came, UTC.
        place: a channel's name; empty for a direct message.
        readers: the Slack ids of whom it could be read by (a channel's members at that time).
        text: all of it, with the labels of its buttons.
    """

    at: datetime
    place: str
    readers: frozenset[str]
    text: str


@dataclass(frozen=True)
class Knock:
    """One unasked direct message: to whom, of which kind, when it went out (UTC)."""

    to: str
    kind: str
    at: datetime


class Witness:
    """Hears everything that the bot says in a community from now on."""

    def __init__(self, community: Community) -> None:
        self._stage = community.stage
        self.heard: list[Said] = []
        self._stage.sandbox.workspace.on_message.append(self._hear)

    def _hear(self, channel: Conversation, message: dict[str, Any]) -> None:
        space = self._stage.sandbox.workspace
        if message.get("user") != space.bot.id or message.get("ephemeral_to"):
            return
        readers = frozenset(channel.members) - {space.bot.id}
        first = next(iter(sorted(readers)), None)
        zone = space.users[first].zone if channel.kind == "im" and first else space.bot.zone
        place = "" if channel.kind in ("im", "mpim") else channel.name
        self.heard.append(Said(self._stage.clock.now(), place, readers, plain(message, space.name_of, zone)))

    def told(self, who: Actor, words: str = "") -> list[Said]:
        """Return what somebody was told in direct messages, that which has the words."""
        return [one for one in self.heard if not one.place and who.id in one.readers and words in one.text]

    def alone(self, who: Actor, words: str = "") -> list[Said]:
        """Return what somebody was told with nobody else there."""
        return [one for one in self.told(who, words) if one.readers == {who.id}]

    def posted(self, place: str, words: str = "") -> list[Said]:
        """Return what was posted in a channel."""
        return [one for one in self.heard if one.place == place and words in one.text]

    def readers(self, words: str) -> set[str]:
        """Return everybody before whose eyes the words came."""
        return {reader for one in self.heard if words in one.text for reader in one.readers}

    def twice(self) -> list[Said]:
        """Return what the same people were told twice at the same time."""
        seen = Counter((one.at, one.place, one.readers, one.text) for one in self.heard)
        return [Said(*one) for one, number in seen.items() if number > 1]

    # -- what nobody asked for --------------------------------------------------------------------

    def knocks(self) -> list[Knock]:
        """Return the unasked direct messages to one person each, oldest first; several that came as one are one."""
        unasked = {one.name for one in lobby.board().notices if one.manner in UNASKED}
        with self._stage.database.transaction() as tx:
            sent = select(Notice).where(Notice.outcome == "sent", Notice.carried_by.is_(None))
            rows = tx.scalars(sent.where(Notice.repeats.is_(None))).all()
            found = [Knock(one.to, one.kind, one.settled_at) for one in rows if one.settled_at is not None]
        return sorted(
            (one for one in found if one.kind in unasked and one.to.startswith("U") and "+" not in one.to),
            key=lambda one: one.at,
        )

    def too_many(self, most: int = 3) -> Iterator[list[Knock]]:
        """Yield every rolling week in which somebody got more unasked messages than so many."""
        by_person: dict[str, list[Knock]] = {}
        for one in self.knocks():
            mine = by_person.setdefault(one.to, [])
            mine.append(one)
            week = [other for other in mine if one.at - other.at < WEEK]
            if len(week) > most:
                yield week

    def at_bad_hours(self) -> list[Knock]:
        """Return the unasked messages that came at night or at a weekend, on their reader's clock."""
        users = self._stage.sandbox.workspace.users
        return [one for one in self.knocks() if humane(one.at, users[one.to].zone) != one.at]
