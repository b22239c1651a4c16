"""Every message of a cohort, by week and role."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.calendar import humane, local
from app.core.foresight import Foreseen
from app.core.notice import Manner, NoticeKind
from app.features.programmes.rules import Imagined

ROLES = ("mentee", "mentor", "coordinators")
TO_ONE = ("mentee", "mentor")
NAMES = {
    "UMENTOR": "Mentor",
    "UMENTEE": "Mentee",
    "UMENTEE2": "Second mentee",
    "UMENTEE3": "Third mentee",
    "UCOLLEAGUE": "Colleague",
    "UCOORDINATOR": "Coordinator",
    "CANNOUNCE": "announcements",
    "CMENTORS": "mentors",
    "CMENTEES": "mentees",
    "CDESK": "coordinators",
}
"""What the imagined people and places are called."""
FILES = ("page", "calendar", "picture")
"""What a coordinator can have sent."""
UNASKED, ANSWERS, REMINDERS, AROUND = "unasked", "answers", "reminders", "around"
"""Of which kind a week's messages are."""
Foresee = Callable[[Imagined], list[Foreseen]]


@dataclass(frozen=True)
class Message:
    """One message on the day it goes out: in humane hours if it is of a kind that waits for them."""

    at: datetime
    foreseen: Foreseen
    kind: NoticeKind

    @property
    def is_unasked(self) -> bool:
        """Whether it counts against the weekly budget: it goes to one person who did not ask for it."""
        return self.kind.unasked and self.foreseen.to in TO_ONE


@dataclass(frozen=True)
class Week:
    """Seven days, the first one a weekday like that of the match; the messages in them, in order."""

    number: int
    first: date
    last: date
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Almanac:
    """What somebody for whom all goes well, and their coordinators, would read."""

    imagined: Imagined
    messages: tuple[Message, ...]

    def for_role(self, role: str) -> "Almanac":
        """Return what somebody of a role reads; everything for the empty role."""
        return Almanac(self.imagined, tuple(for_role(self.messages, role))) if role else self

    @property
    def weeks(self) -> list[Week]:
        """The weeks from the first message to the last, quiet ones too."""
        return [] if not self.messages else self.weeks_of(self.messages)

    def weeks_of(self, messages: Sequence[Message]) -> list[Week]:
        """Return these messages by week, from the first of the almanac to the last, quiet ones too."""
        numbers = [week_of(one.at, self.imagined) for one in self.messages]
        day = local(self.imagined.matched_at, self.imagined.cohort.zone).date()
        found: dict[int, list[Message]] = {one: [] for one in range(min(numbers), max(numbers) + 1)}
        for one in messages:
            found[week_of(one.at, self.imagined)].append(one)
        return [
            Week(number, first, first + timedelta(days=6), tuple(inside))
            for number, inside in found.items()
            for first in (day + timedelta(days=7 * (number - 1)),)
        ]

    def load(self, role: str) -> dict[str, list[int]]:
        """Return how many messages of which kind somebody of a role reads, one number a week."""
        weeks = self.weeks_of(for_role(self.messages, role)) if self.messages else []
        sorts = (UNASKED, REMINDERS, ANSWERS, AROUND) if role in TO_ONE else (AROUND,)
        return {sort: [sum(_sort(one) == sort for one in week.messages) for week in weeks] for sort in sorts}


def almanac(
    imagined: Imagined, foresees: Sequence[Foresee], kinds: Sequence[NoticeKind], since: datetime | None = None
) -> Almanac:
    """Gather what every room would send.

    Args:
        imagined: the cohort.
        foresees: one of each room.
        kinds: every kind of notice of the house.
        since: leave out what was before, UTC: a cohort without an end may have run for years.
    """
    known, zone = {kind.name: kind for kind in kinds}, imagined.cohort.zone
    found = [
        Message(humane(one.at, zone) if known[one.kind].keeps_hours else one.at, one, known[one.kind])
        for foresee in foresees
        for one in foresee(imagined)
    ]
    kept = [one for one in found if since is None or one.at >= since]
    return Almanac(imagined, tuple(sorted(kept, key=lambda one: one.at)))


def for_role(found: Sequence[Message], role: str) -> list[Message]:
    """Return what somebody of a role reads: what is sent to them, to their pair, and to everybody."""
    places = {role, "community"} if role == "coordinators" else {role, "pair", "community"}
    return [one for one in found if one.foreseen.to in places]


def busiest(found: Sequence[Message], imagined: Imagined) -> tuple[int, int]:
    """Return the week with the most unasked messages (from 1, at the match) and how many they are."""
    weeks = Counter(week_of(one.at, imagined) for one in found if one.is_unasked)
    if not weeks:
        return 1, 0
    return max(weeks.items(), key=lambda item: (item[1], -item[0]))


def week_of(at: datetime, imagined: Imagined) -> int:
    """Return the number of the week in which an instant lies: 1 begins with the day of the match."""
    zone = imagined.cohort.zone
    return (local(at, zone).date() - local(imagined.matched_at, zone).date()).days // 7 + 1


def places(imagined: Imagined) -> Mapping[str, str]:
    """Return what the imagined people are called, and the cohort's channels by what they are for."""
    of = imagined.cohort
    channels = {
        of.announce_channel: NAMES["CANNOUNCE"],
        of.mentors_channel: NAMES["CMENTORS"],
        of.mentees_channel: NAMES["CMENTEES"],
        of.coordinators_channel: NAMES["CDESK"],
    }
    return {**NAMES, **{one: name for one, name in channels.items() if one is not None}}


def _sort(one: Message) -> str:
    if one.foreseen.to not in TO_ONE:
        return AROUND
    if one.kind.unasked:
        return UNASKED
    return REMINDERS if one.kind.manner is Manner.REMINDER else ANSWERS
