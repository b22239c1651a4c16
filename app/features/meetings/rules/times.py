"""When a meeting may be: what somebody wishes for, what everybody is free for, and what a rhythm means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce

from app.core.calendar import (
    Slot,
    Span,
    known_zones,
    local,
    localise,
    merged,
    read_day,
    read_time,
    shared,
    similar_zone,
    spans,
)
from app.core.refusal import Refusal, refuse_all
from app.features.meetings.rules import Meeting
from app.features.pairings.rules import Pairing
from app.features.people.rules import Break

FIRST_AFTER = timedelta(days=2)
FIRST_WITHIN_DAYS = 21
SHORTEST, LONGEST = 15, 240
DECENT = (time(7), time(22))


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody filled in to propose or move a meeting; still unchecked."""

    day: str
    at: str
    zone: str
    minutes: str
    place: str = ""
    weekly: bool = False


@dataclass(frozen=True, kw_only=True)
class Time:
    """A checked time for a meeting."""

    day: date
    at: time
    zone: str
    starts_at: datetime
    minutes: int


def check_wish(
    wish: Wish, busy: Iterable[Span], cohort_ends: datetime, now: datetime, fields: Mapping[str, str] | None = None
) -> Time:
    """Return the time that somebody wishes for, if it can be.

    Args:
        wish: the form.
        busy: when either person has another meeting.
        cohort_ends: the instant after which there are no meetings.
        now: the present instant, UTC.
        fields: what this form calls `day`, `at`, `zone` and `minutes`, if something else.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    name = {"day": "day", "at": "at", "zone": "zone", "minutes": "minutes", **(fields or {})}
    wrong: list[Refusal] = []
    day, at = read_day(wish.day), read_time(wish.at)
    if day is None:
        wrong.append(Refusal("meetings.no-day", field=name["day"]))
    if at is None:
        wrong.append(Refusal("meetings.no-time", field=name["at"]))
    zone = wish.zone.strip()
    if zone not in known_zones():
        wrong.append(Refusal("meetings.no-zone", field=name["zone"], zone=zone, example=similar_zone(zone)))
    minutes = int(wish.minutes) if wish.minutes.isdecimal() and len(wish.minutes) < 4 else 0  # noqa: PLR2004 - no overflow
    if not SHORTEST <= minutes <= LONGEST:
        wrong.append(Refusal("meetings.length", field=name["minutes"], shortest=SHORTEST, longest=LONGEST))
    refuse_all(wrong)
    if day is None or at is None:
        raise AssertionError("refused above")
    starts_at = localise(day, at, zone)
    if starts_at <= now:
        here = local(now, zone)
        raise Refusal(
            "meetings.past", field=name["at"] if day == here.date() else name["day"], now=f"{here:%H:%M}", zone=zone
        )
    if starts_at >= cohort_ends:
        last = local(cohort_ends - timedelta(minutes=1), zone)
        raise Refusal("meetings.after-end", field=name["day"], last=f"{last.day} {last:%B %Y}")
    ends_at = starts_at + timedelta(minutes=minutes)
    if any(one.start < ends_at and starts_at < one.end for one in busy):
        raise Refusal("meetings.overlaps", field=name["at"])
    return Time(day=day, at=at, zone=zone, starts_at=starts_at, minutes=minutes)


def is_same_time(meeting: Meeting, wish: Wish) -> bool:
    """Whether somebody wishes for the very time of a meeting, on whichever clock they say it."""
    day, at = read_day(wish.day), read_time(wish.at)
    if day is None or at is None or wish.zone.strip() not in known_zones():
        return False
    return localise(day, at, wish.zone.strip()) == meeting.starts_at


def clock_for(meeting: Meeting, reader_zone: str) -> str:
    """Return the zone in which to show a meeting's time in a form.

    It is the reader's own. Only a weekly meeting keeps the zone that was agreed on, because that one
    decides what happens when the clocks change.
    """
    return meeting.zone if meeting.weekly or meeting.by_rhythm else reader_zone


@dataclass(frozen=True)
class Free:
    """When a person is free, in their own zone."""

    slots: Sequence[Slot]
    zone: str


def first_time(people: Sequence[Free], minutes: int, busy: Iterable[Span], now: datetime) -> Time | None:
    """Return the earliest time that all are free, in the first person's zone; None if there is none.

    It is at least two days ahead, so that everybody can say no, and at most three weeks; nobody is
    asked before 07:00 or after 22:00 of their own clock.
    """
    length = timedelta(minutes=minutes)
    first = local(now + FIRST_AFTER, "UTC").date()
    free = [list(spans(one.slots, one.zone, first, FIRST_WITHIN_DAYS)) for one in people]
    common = reduce(lambda so_far, theirs: shared(so_far, theirs, length), free)
    taken = list(busy)
    for span in common:
        start, end = span.start, span.start + length
        if start < now + FIRST_AFTER or any(one.start < end and start < one.end for one in taken):
            continue
        if all(DECENT[0] <= local(start, one.zone).time() <= DECENT[1] for one in people):
            here = local(start, people[0].zone)
            return Time(day=here.date(), at=here.time(), zone=people[0].zone, starts_at=start, minutes=minutes)
    return None


def next_occurrence(
    day: date, at: time, zone: str, every_days: int, now: datetime, *, off: Sequence[Span] = ()
) -> date:
    """Return the next date of a rhythm after `day` whose instant is still to come and not in a break."""
    following = day + timedelta(days=every_days)
    while (here := localise(following, at, zone)) <= now or any(one.start <= here < one.end for one in off):
        following += timedelta(days=every_days)
    return following


def rests(pairing: Pairing, breaks: Iterable[Break]) -> list[Span]:
    """Return when a pairing cannot meet: every mentor, or every mentee, is away."""
    known = list(breaks)
    found: list[Span] = []
    for side in (pairing.mentors, pairing.mentees):
        away = [merged(one.span for one in known if one.user_id == user) for user in side]
        common = away[0] if away else []
        for theirs in away[1:]:
            common = shared(common, theirs, timedelta(seconds=1))
        found += common
    return merged(found)
