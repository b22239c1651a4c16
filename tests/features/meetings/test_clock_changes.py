"""Weekly meetings, their reminders and quiet hours over every change of the clocks from autumn 2026 to spring 2028.

What is expected is found by trying: every quarter of an hour is asked what the clocks of a zone show then.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from app.core.clock import MovableClock
from app.core.notice import Manner
from app.delivery.rules import Drop, Go, PutOff, Recipient, may_knock
from app.features.meetings import usecases
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.messages import wanted
from app.features.meetings.rules.times import Wish, check_wish, next_occurrence
from app.features.meetings.usecases import arranging
from app.features.meetings.usecases.following import continue_rhythms
from app.features.pairings import usecases as pairings
from app.features.programmes.records import CohortRow
from tests.kit.make import handbook, meeting, pairing
from tests.kit.rooms import TEAM, Rooms

ZONES = (
    "America/New_York",  # an hour, at two at night, on Sundays
    "Europe/London",  # an hour, at one at night, on Sundays
    "Australia/Lord_Howe",  # half an hour, in the other half of the year
    "Africa/Casablanca",  # back for the month of Ramadan, then forward
    "Asia/Kolkata",  # never, and half an hour beside everybody
    "Pacific/Apia",  # never any more, a day ahead of most
)
PAIRS = list(permutations(ZONES, 2))
RING = list(zip(ZONES, (*ZONES[2:], *ZONES[:2]), strict=True))
FIRST, LAST = date(2026, 9, 1), date(2028, 5, 1)
HOURS = (time(0, 30), time(1, 30), time(2, 15), time(2, 30), time(3), time(9), time(18), time(23, 45))
QUARTER = timedelta(minutes=15)
BOOK = handbook(rhythm={"remind_before_minutes": [1440, 15]})
REMINDED = handbook().rhythm.remind_before_minutes
A_DAY, A_QUARTER = timedelta(minutes=1440), timedelta(minutes=15)


def shows(instant: datetime, zone: str) -> datetime:
    """Return what the clocks of a zone show; read with nothing of ours."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@cache
def changes(zone: str) -> list[date]:
    """Return the local days on which the clocks of a zone change, found by looking at every noon."""
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)]
    offsets = [datetime.combine(one, time(12), ZoneInfo(zone)).utcoffset() for one in days]
    return [day for day, before, after in zip(days[1:], offsets, offsets[1:], strict=False) if before != after]


@cache
def first_showing(day: date, at: time, zone: str) -> datetime:
    """Return the first instant at which the clocks show a time, or how far behind the gap it is moved, by trying."""
    wanted_wall = datetime.combine(day, at)
    start = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    tried = [start + number * QUARTER for number in range(4 * 56)]
    for instant in tried:
        if shows(instant, zone) == wanted_wall:
            return instant
    # It is skipped: the clock stands past it as far as it lies behind the beginning of the gap.
    after = next(instant for instant in tried if shows(instant, zone) > wanted_wall)
    before_gap = shows(after - QUARTER, zone) + QUARTER
    return after + (wanted_wall - before_gap)


def weeks(zone: str, at: time, weekday: int) -> Iterator[Meeting]:
    """Yield the meetings of a weekly rhythm, one after the other, as the chore makes them: when the last has begun."""
    day = FIRST + timedelta(days=(weekday - FIRST.weekday()) % 7)
    while day < LAST:
        starts = check_wish(
            Wish(day=day.isoformat(), at=at.isoformat(), zone=zone, minutes="60"),
            [],
            datetime(2029, 1, 1, tzinfo=UTC),
            datetime(2026, 8, 1, tzinfo=UTC),
        ).starts_at
        yield meeting(
            day=day,
            at=at,
            zone=zone,
            starts_at=starts,
            weekly=True,
            proposed_at=starts - timedelta(days=7),
            accepted_at=starts - timedelta(days=7),
        )
        day = next_occurrence(day, at, zone, 7, starts)


def test_the_zones_are_worth_the_trouble() -> None:
    assert {zone: len(changes(zone)) for zone in ZONES} == {
        "America/New_York": 4,
        "Europe/London": 4,
        "Australia/Lord_Howe": 4,
        "Africa/Casablanca": 4,
        "Asia/Kolkata": 0,
        "Pacific/Apia": 0,
    }


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", HOURS)
def test_a_weekly_meeting_is_once_a_week_at_its_hour_on_the_clocks_it_was_agreed_on(zone: str, at: time) -> None:
    for weekday in (6, 1):  # Sundays, on which clocks change, and Tuesdays
        found = list(weeks(zone, at, weekday))
        assert [one.day for one in found] == [found[0].day + timedelta(weeks=number) for number in range(len(found))]
        assert len(found) in (86, 87)
        assert [one.starts_at for one in found] == [first_showing(one.day, at, zone) for one in found]
        moved = {one.day for one in found if shows(one.starts_at, zone).time() != at}
        assert moved <= set(changes(zone))


@pytest.mark.parametrize(("zone", "other"), PAIRS)
def test_reminders_come_once_and_so_many_real_minutes_before_for_both(zone: str, other: str) -> None:
    pair = pairing(mentor=f"UHERE-{zone}", mentees=(f"UTHERE-{other}",), began_at=datetime(2026, 8, 1, tzinfo=UTC))
    for at in HOURS:
        for one in weeks(zone, at, 6):
            messages = wanted(one, pair, BOOK)
            assert len({want.key for want in messages}) == len(messages)
            for person in pair.people:
                leads = [one.starts_at - want.due for want in messages if want.to == person and ":remind-" in want.key]
                assert leads == [A_DAY, A_QUARTER]
            asked = {want.kind: want for want in messages if want.to == pair.mentor}
            assert asked["reflections.ask"].due < one.ends_at < asked["reflections.did_you_meet"].due
            assert all(want.expires == one.starts_at for want in messages if ":remind-" in want.key)


def is_humane(instant: datetime, zone: str) -> bool:
    wall = shows(instant, zone)
    return wall.weekday() < 5 and time(9) <= wall.time() < time(20)


def around_changes(*zones: str) -> list[datetime]:
    """Return instants around every change of the clocks in some zones: eight a day, from three days before."""
    days = sorted({day for zone in zones for day in changes(zone)} or {date(2026, 10, 25), date(2027, 3, 14)})
    return [
        datetime.combine(day, time(1, 15), UTC) + timedelta(hours=number * 3)
        for day in days
        for number in range(-24, 32)
    ]


def goes_out(people: list[Recipient], at: datetime, expires: datetime | None = None) -> datetime:
    verdict = may_knock(Manner.NUDGE, people, [], expires, at)
    assert not isinstance(verdict, Drop)
    return verdict.until if isinstance(verdict, PutOff) else at


@pytest.mark.parametrize("zone", ZONES)
def test_a_nudge_comes_at_the_first_humane_minute_of_its_readers_clock(zone: str) -> None:
    for at in around_changes(zone):
        until = goes_out([Recipient(zone=zone)], at)
        assert is_humane(until, zone)
        if until > at:
            assert not is_humane(until - timedelta(minutes=1), zone)
            assert not any(is_humane(at + number * QUARTER, zone) for number in range((until - at) // QUARTER))
        assert isinstance(may_knock(Manner.NUDGE, [Recipient(zone=zone)], [], None, until), Go)


@pytest.mark.parametrize(("zone", "other"), PAIRS)
def test_what_two_read_together_comes_when_both_are_up_or_else_when_the_first_is(zone: str, other: str) -> None:
    people = [Recipient(zone=zone), Recipient(zone=other)]
    for at in around_changes(zone, other)[::3]:
        until = goes_out(people, at)
        both = next(
            (
                instant
                for instant in (at + number * QUARTER for number in range(6 * 24 * 4))
                if is_humane(instant, zone) and is_humane(instant, other)
            ),
            None,
        )
        assert is_humane(until, zone)
        if both is None:
            assert until == goes_out(people[:1], at)
        else:
            assert is_humane(until, other)
            assert until <= both < until + QUARTER
        assert goes_out(people, until) == until


def test_some_pairs_share_hours_and_some_never_do() -> None:
    at = datetime(2026, 12, 8, 12, tzinfo=UTC)
    alone = {
        (zone, other)
        for zone, other in PAIRS
        if not is_humane(goes_out([Recipient(zone=zone), Recipient(zone=other)], at), other)
    }
    assert ("Europe/London", "Pacific/Apia") in alone
    assert ("America/New_York", "Pacific/Apia") not in alone


@pytest.mark.parametrize("zone", ZONES)
def test_what_is_accepted_is_reminded_of_at_any_hour(zone: str) -> None:
    for at in around_changes(zone):
        assert isinstance(may_knock(Manner.REMINDER, [Recipient(zone=zone)], [], at + QUARTER, at), Go)


def test_a_winter_of_weekly_meetings_leaves_one_row_for_each_of_their_reminders(rooms: Rooms) -> None:
    """Pairs of which each zone leads one and follows in one, from before the first change until after the last."""
    begins = datetime(2026, 9, 28, 12, tzinfo=UTC)
    rooms.clock = MovableClock(begins)
    winter = rooms.cohort()
    pairs: dict[int, tuple[str, str]] = {}
    for number, (zone, other) in enumerate(RING):
        users = (rooms.meets(f"UHERE{number}", zone), rooms.meets(f"UTHERE{number}", other))
        with rooms.tx() as tx:
            tx.execute(update(CohortRow).values(ends_on=date(2027, 5, 1)))
            made = pairings.begin(
                tx, team_id=TEAM, cohort_id=winter.id, mentor=users[0], mentees=users[1:], now=rooms.now
            )
            wish = Wish(day="2026-10-04", at="02:15", zone=zone, minutes="45", weekly=True)
            asked = arranging.propose(tx, team_id=TEAM, by=users[0], pairing_id=made.id, wish=wish, now=rooms.now)
            arranging.accept(tx, team_id=TEAM, by=users[1], meeting_id=asked.id, version=1, now=rooms.now)
        pairs[made.id] = (zone, other)
    sundays = [date(2026, 10, 4) + timedelta(weeks=number) for number in range(28)]
    for day in sundays:
        for half_a_day in (0, 12, 24):
            rooms.clock.move_to(datetime.combine(day, time(), UTC) + timedelta(hours=half_a_day))
            with rooms.tx() as tx:
                continue_rhythms(tx, rooms.now)
    with rooms.tx() as tx:
        found = {one: usecases.meetings_of(tx, team_id=TEAM, pairing_id=one) for one in pairs}
    due = {row.key: row.due_at for row in rooms.notices() if ":remind-" in row.key}
    for number, meetings in found.items():
        zone = pairs[number][0]
        assert [one.day for one in meetings][: len(sundays)] == sundays
        for one in meetings:
            assert one.starts_at == first_showing(one.day, time(2, 15), zone)
        for one in meetings[1:]:  # the first was agreed on within the last days
            for user in ("UHERE", "UTHERE"):
                key = f"meeting:{one.id}:1:remind-{{}}:{user}{RING.index(pairs[number])}"
                for minutes in REMINDED:
                    assert one.starts_at - due.pop(key.format(minutes)) == timedelta(minutes=minutes)
    assert {key.split(":")[1] for key in due} <= {str(meetings[0].id) for meetings in found.values()}
