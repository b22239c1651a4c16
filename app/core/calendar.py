"""Wall-clock time for people: zones, weekly slots, occurrences that survive a change of the clocks.

What people agree on is a wall time in a zone; an occurrence is computed on local dates and only
then turned into an instant. A time that does not exist moves forward by the gap, an ambiguous one
takes its first instance.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from app.core.refusal import Refusal

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1900, 9000


@cache
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name; read once, since Python itself keeps only the last few.

    Raises:
        Refusal: `core.no-such-zone` if there is none.
    """
    if name not in known_zones():
        raise Refusal("core.no-such-zone", name=name)
    return ZoneInfo(name)


def known_zones() -> set[str]:
    """Return the names of all IANA zones, legacy ones too."""
    global _known  # noqa: PLW0603 - the list costs 20 ms to read and never changes
    if not _known:
        _known = available_timezones()
    return _known


_known: set[str] = set()


def similar_zone(name: str) -> str:
    """Return a zone whose name is like something that is none, as an example of how they are written."""
    near = difflib.get_close_matches(name, known_zones(), n=1, cutoff=0.5)
    return near[0] if near else "Europe/Madrid"


def read_day(text: str) -> date | None:
    """Return the day that somebody gave as `2027-01-31`; None if it is none.

    Neither is a day on which a clock somewhere, or a sum with some years, would leave the calendar.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def read_time(text: str) -> time | None:
    """Return the wall time that somebody gave as `15:30`; None if it is none."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def localise(day: date, at: time, in_zone: str) -> datetime:
    """Return the UTC instant of a wall time on a local date.

    A nonexistent time (clocks go forward) moves forward by the gap; an ambiguous one (clocks go
    back) is the first of the two.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone(in_zone))
    # A round trip through UTC lands on the moved wall time when the wanted one does not exist.
    return wall.astimezone(UTC)


def local(instant: datetime, in_zone: str) -> datetime:
    """Return an instant as the clocks of a zone show it."""
    return instant.astimezone(zone(in_zone))


@dataclass(frozen=True, order=True)
class Slot:
    """A weekly time when a member is free, in their own zone.

    `weekday` counts from 0 (Monday); `start` and `end` are minutes after midnight, start inclusive,
    end exclusive, on the same day.
    """

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is not a time of a week."""
        if not (0 <= self.weekday <= 6 and 0 <= self.start < self.end <= 24 * 60):  # noqa: PLR2004
            raise ValueError(f"not a weekly slot: {self}")

    def says(self) -> str:
        """Return the slot as people say it: `Tuesday 18:00-20:00`."""
        return f"{WEEKDAYS[self.weekday]} {_hhmm(self.start)}-{_hhmm(self.end)}"


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of real time in UTC, start inclusive, end exclusive."""

    start: datetime
    end: datetime


def spans(slots: Iterable[Slot], in_zone: str, first: date, days: int) -> Iterator[Span]:
    """Yield when the slots fall on actual dates, from local day `first` on, for `days` days."""
    by_day: dict[int, list[Slot]] = {}
    for slot in sorted(slots):
        by_day.setdefault(slot.weekday, []).append(slot)
    for offset in range(days):
        day = first + offset * DAY
        for slot in by_day.get(day.weekday(), ()):
            start = localise(day, time(), in_zone) if slot.start == 0 else localise(day, _time(slot.start), in_zone)
            end = (
                localise(day + DAY, time(), in_zone) if slot.end == 24 * 60 else localise(day, _time(slot.end), in_zone)
            )
            if start < end:
                yield Span(start, end)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def shared(ours: Iterable[Span], theirs: Iterable[Span], at_least: timedelta) -> list[Span]:
    """Return where two people's free time overlaps for at least that long, in order."""
    result: list[Span] = []
    others = sorted(theirs)
    for mine in sorted(ours):
        for other in others:
            start, end = max(mine.start, other.start), min(mine.end, other.end)
            if end - start >= at_least:
                result.append(Span(start, end))
    return sorted(set(result))


def merged(stretches: Iterable[Span]) -> list[Span]:
    """Return stretches of time as ones that neither touch nor overlap, in order."""
    result: list[Span] = []
    for one in sorted(stretches):
        if result and one.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, one.end))
        elif one.start < one.end:
            result.append(one)
    return result


def later(start: datetime, by: timedelta, off: Iterable[Span]) -> datetime:
    """Return the instant after `start` by which so much time has passed that does not lie in `off`."""
    at = start + by
    for one in merged(off):
        if one.end > start and one.start <= at:
            at += one.end - max(one.start, start)
    return at


def passed(start: datetime, end: datetime, off: Iterable[Span]) -> timedelta:
    """Return how much of the time from `start` to `end` does not lie in `off`."""
    lost = (min(one.end, end) - max(one.start, start) for one in merged(off) if one.end > start and one.start < end)
    return end - start - sum(lost, timedelta())


@dataclass(frozen=True)
class Hours:
    """When somebody may be written to, on their own clock.

    Attributes:
        start, until: minutes after midnight, start inclusive, end exclusive, on the same day.
        days: weekdays, from 0 (Monday).
    """

    start: int = 9 * 60
    until: int = 20 * 60
    days: tuple[int, ...] = (0, 1, 2, 3, 4)

    def __post_init__(self) -> None:
        """Refuse what is no time of a week: whoever asks for the next hour of it would look for ever."""
        if not 0 <= self.start < self.until <= 24 * 60 or not set(self.days) <= set(range(7)) or not self.days:
            raise ValueError(f"not hours of a week: {self}")

    def has(self, here: datetime) -> bool:
        """Whether a wall time is in these hours."""
        return here.weekday() in self.days and self.start <= here.hour * 60 + here.minute < self.until


USUAL = Hours()
"""The hours of everybody who chose none: working days from 09:00 to 20:00."""


def humane(instant: datetime, in_zone: str, hours: Hours = USUAL) -> datetime:
    """Return the first instant not before this one that is in somebody's hours, on the clocks of their zone."""
    here = local(instant, in_zone)
    if hours.has(here):
        return instant
    day = here.date()
    while True:
        if day.weekday() in hours.days:
            at = localise(day, _time(hours.start), in_zone)
            # Where the clocks go forward, an hour or a whole day may be missing; then the next one is theirs.
            if at >= instant and hours.has(local(at, in_zone)):
                return at
        day += DAY


def humane_for_all(instant: datetime, clocks: Sequence[tuple[str, Hours]]) -> datetime:
    """Return the first instant that is in everybody's hours.

    People half a world apart may share none; then the first person's hours decide.

    Args:
        instant: UTC.
        clocks: of each person their zone and their hours.
    """
    at = instant
    for _ in range(MOST_ROUNDS):
        moved = at
        for in_zone, hours in clocks:
            moved = humane(moved, in_zone, hours)
        if moved == at:
            return at
        at = moved
    return humane(instant, *clocks[0])


MOST_ROUNDS = 16
"""Hours repeat every week, so two people who have not met after this many days never do."""
