"""When two people are both free: weekly slots on the actual dates of a cohort, across changes of the clocks.

A week is a circle of minutes in UTC. Where the clocks change while a cohort runs, a slot moves on that
circle, and two people who share an hour in March may share none in April. What counts is what two people
share in most weeks of the cohort. Nights in which a clock jumps concern one week and are not looked at.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from app.core.calendar import DAY, Slot, Span, zone
from app.features.joining.rules import Application
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

WEEK_DAYS = 7
DAY_MINUTES = 24 * 60
WEEK_MINUTES = WEEK_DAYS * DAY_MINUTES
MOST_WEEKS = 53  # a cohort without an end is judged by a year
FAR_APART = 10 * 60  # minutes between two clocks from which there is no waking hour that suits both well

Offsets = tuple[int, ...]
"""Minutes east of UTC on each day of a week, from Monday on."""


@lru_cache(maxsize=16384)
def stretches(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Return slots as ones that neither touch nor overlap, in order."""
    found: list[Slot] = []
    for one in sorted(slots):
        if found and found[-1].weekday == one.weekday and one.start <= found[-1].end:
            found[-1] = Slot(one.weekday, found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return tuple(found)


def weeks(cohort: Cohort) -> int:
    """Return for how many weeks it counts whether two people share an hour."""
    return weeks_between(cohort.starts_on, cohort.ends_on)


def weeks_between(first: date, last: date) -> int:
    """Return how many weeks begin in a stretch of days, one at least and a year's at most."""
    return max(1, min(MOST_WEEKS, (last - first).days // WEEK_DAYS + 1))


@lru_cache(maxsize=2048)
def offsets(in_zone: str, first: date, last: date) -> tuple[Offsets, ...]:
    """Return how far a zone is from UTC in each week that begins between two days."""
    where = zone(in_zone)

    def east(week: int, weekday: int) -> int:
        at = datetime.combine(day_of(first, week, weekday), time(12), tzinfo=where)
        return int((at.utcoffset() or timedelta()).total_seconds()) // 60

    return tuple(tuple(east(week, day) for day in range(WEEK_DAYS)) for week in range(weeks_between(first, last)))


def day_of(first: date, week: int, weekday: int) -> date:
    """Return the date of a weekday in a week counted from a first day."""
    return first + ((weekday - first.weekday()) % WEEK_DAYS + week * WEEK_DAYS) * DAY


@lru_cache(maxsize=16384)
def regimes(one: str, other: str, first: date, last: date) -> tuple[tuple[Offsets, Offsets, int], ...]:
    """Return the ways in which two zones stand to each other while a cohort runs, and for how many weeks each.

    In a week in which no clock changes, only how far they are from each other matters.
    """
    found: dict[tuple[Offsets, Offsets], int] = {}
    for here, there in zip(offsets(one, first, last), offsets(other, first, last), strict=True):
        still = here.count(here[0]) == there.count(there[0]) == WEEK_DAYS
        pair = ((here[0] - there[0],) * WEEK_DAYS, (0,) * WEEK_DAYS) if still else (here, there)
        found[pair] = found.get(pair, 0) + 1
    return tuple((*pair, number) for pair, number in found.items())


@lru_cache(maxsize=16384)
def deciding(one: str, other: str, first: date, last: date) -> tuple[tuple[Offsets, Offsets, int], ...]:
    """Return those regimes that decide what is shared in most weeks: one alone, if it lasts that long."""
    found = regimes(one, other, first, last)
    most = max(found, key=lambda regime: regime[-1])
    return (most,) if 2 * most[-1] > weeks_between(first, last) else found


def overlap(start: int, length: int, other_start: int, other_length: int) -> int:
    """Return how many minutes two stretches of a week share; the week is a circle."""
    ahead = (other_start - start) % WEEK_MINUTES
    behind = WEEK_MINUTES - ahead
    return max(0, min(length - ahead, other_length), min(other_length - behind, length))


def common_slots(
    mentee: Application, mentor: Application, cohort: Cohort, handbook: Handbook
) -> list[tuple[Slot, Slot]]:
    """Return the stretches of two people (each in their own zone) that overlap for a meeting in most weeks."""
    ours, theirs = stretches(mentee.slots), stretches(mentor.slots)
    needed, least = weeks(cohort), handbook.rhythm.minutes
    lasts = [[0] * len(theirs) for _ in ours]
    for here, there, number in deciding(mentee.zone, mentor.zone, cohort.starts_on, cohort.ends_on):
        other = [(begins(one, there), one.end - one.start) for one in theirs]
        for mine, counts in zip(ours, lasts, strict=True):
            start, length = begins(mine, here), mine.end - mine.start
            for column, (begun, long) in enumerate(other):
                ahead = (begun - start) % WEEK_MINUTES
                if ahead >= length and WEEK_MINUTES - ahead >= long:
                    continue  # most are far from each other
                if overlap(start, length, begun, long) >= least:
                    counts[column] += number
    return [
        (mine, yours)
        for mine, counts in zip(ours, lasts, strict=True)
        for yours, number in zip(theirs, counts, strict=True)
        if 2 * number > needed
    ]


def begins(slot: Slot, stands: Offsets) -> int:
    """Return the minute of a week in UTC (it may lie outside of it) at which a slot begins."""
    return slot.weekday * DAY_MINUTES + slot.start - stands[slot.weekday]


def common_time(mentee: Application, mentor: Application, cohort: Cohort, handbook: Handbook) -> list[Span]:
    """Return when both are free in most weeks, on the first dates of the cohort on which they are, in order."""
    pairs = common_slots(mentee, mentor, cohort, handbook)
    found = [first_time(*pair, mentee.zone, mentor.zone, cohort, handbook) for pair in pairs]
    return sorted(found, key=lambda one: one.start)


def first_time(mine: Slot, yours: Slot, here: str, there: str, cohort: Cohort, handbook: Handbook) -> Span:
    """Return when two stretches that overlap first do so, by the dates of the first person.

    Raises:
        LookupError: if they never overlap while the cohort runs.
    """
    first, last = cohort.starts_on, cohort.ends_on
    length, long = mine.end - mine.start, yours.end - yours.start
    for week, (ours, theirs) in enumerate(zip(offsets(here, first, last), offsets(there, first, last), strict=True)):
        start, other = begins(mine, ours), begins(yours, theirs)
        if overlap(start, length, other, long) >= handbook.rhythm.minutes:
            ahead = (other - start) % WEEK_MINUTES
            if ahead >= length:
                ahead -= WEEK_MINUTES  # theirs began before
            midnight = datetime.combine(day_of(first, week, mine.weekday), time(), tzinfo=UTC)
            at = midnight + timedelta(minutes=mine.start - ours[mine.weekday])
            return Span(at + timedelta(minutes=max(0, ahead)), at + timedelta(minutes=min(length, ahead + long)))
    raise LookupError("these two never overlap")


def apart(mentee: Application, mentor: Application, cohort: Cohort) -> int:
    """Return how many minutes two people's clocks are apart, summed over the weeks of a cohort."""
    stands = regimes(mentee.zone, mentor.zone, cohort.starts_on, cohort.ends_on)
    return sum(number * clocks_apart(here[0], there[0]) for here, there, number in stands)


def clocks_apart(here: int, there: int) -> int:
    """Return how many minutes two clocks are apart; the day is a circle."""
    ahead = (here - there) % DAY_MINUTES
    return min(ahead, DAY_MINUTES - ahead)
