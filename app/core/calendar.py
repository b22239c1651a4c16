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


QUIET_UNTIL = time(9)
QUIET_FROM = time(20)
SATURDAY = 5


def humane(instant: datetime, in_zone: str) -> datetime:
    """Return the first instant not before this one that is in humane hours of that zone.

    Humane hours are working days from 09:00 to 20:00 on the person's own clock.
    """
    here = local(instant, in_zone)
    day = here.date()
    if here.time() >= QUIET_FROM:
        day += DAY
    elif here.weekday() < SATURDAY and here.time() >= QUIET_UNTIL:
        return instant
    while day.weekday() >= SATURDAY:
        day += DAY
    return localise(day, QUIET_UNTIL, in_zone)


def humane_for_all(instant: datetime, zones: Sequence[str]) -> datetime:
    """Return the first instant that is humane in every zone.

    Zones half a world apart share no working hour; then the first person's hours decide.
    """
    at = instant
    for _ in range(8):
        moved = at
        for zone in zones:
            moved = humane(moved, zone)
        if moved == at:
            return at
        at = moved
    return humane(instant, zones[0])
