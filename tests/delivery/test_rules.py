from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import USUAL, Hours, humane, humane_for_all, local
from app.core.notice import Manner
from app.delivery.rules import Drop, Go, PutOff, Recipient, address, budget_kinds, may_knock

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)  # a Tuesday
NIGHT = datetime(2027, 1, 12, 23, tzinfo=UTC)
ADA = Recipient(zone="Europe/Madrid")


def test_a_nudge_goes_out_by_day() -> None:
    assert may_knock(Manner.NUDGE, [ADA], [], None, NOON) == Go()


@pytest.mark.parametrize("manner", [Manner.NEWS, Manner.NUDGE, Manner.ANSWER])
def test_the_unasked_and_what_comes_of_it_wait_for_the_morning(manner: Manner) -> None:
    assert may_knock(manner, [ADA], [], None, NIGHT) == PutOff(datetime(2027, 1, 13, 8, tzinfo=UTC), "not at this hour")


@pytest.mark.parametrize("manner", [Manner.REPLY, Manner.REMINDER, Manner.CHANNEL])
def test_replies_and_reminders_do_not_wait(manner: Manner) -> None:
    assert may_knock(manner, [ADA], [], None, NIGHT) == Go()


def test_what_would_be_stale_in_the_morning_is_dropped() -> None:
    verdict = may_knock(Manner.NUDGE, [ADA], [], NIGHT + timedelta(hours=2), NIGHT)
    assert verdict == Drop("not at this hour, and later it would be stale")


def test_what_is_stale_is_dropped() -> None:
    assert may_knock(Manner.REPLY, [ADA], [], NOON, NOON) == Drop("too late to be of use")


def test_nobody_writes_to_somebody_who_left() -> None:
    gone = Recipient(zone="UTC", gone=True)
    assert may_knock(Manner.REPLY, [gone], [], None, NOON) == Drop("the person left the workspace")
    assert may_knock(Manner.REPLY, [gone, ADA], [], None, NOON) == Go()


def test_the_fourth_nudge_of_a_week_waits_until_the_week_is_over() -> None:
    got = [NOON - timedelta(days=1), NOON - timedelta(days=2), NOON - timedelta(days=5)]
    assert may_knock(Manner.NUDGE, [ADA], got[:2], None, NOON) == Go()
    assert may_knock(Manner.NUDGE, [ADA], got, None, NOON) == PutOff(
        got[2] + timedelta(days=7), "enough messages this week"
    )


def test_a_handbook_may_lower_the_budget_and_the_lowest_counts() -> None:
    shy = Recipient(zone="Europe/Madrid", budget=1)
    got = [NOON - timedelta(days=1)]
    assert may_knock(Manner.NUDGE, [shy], [], None, NOON) == Go()
    assert may_knock(Manner.NUDGE, [ADA, shy], got, None, NOON) == PutOff(
        got[0] + timedelta(days=7), "enough messages this week"
    )


def test_news_counts_too_but_an_answer_is_never_withheld() -> None:
    verdict = may_knock(Manner.NEWS, [ADA], [NOON] * 3, None, NOON)
    assert verdict == PutOff(NOON + timedelta(days=7), "enough messages this week")
    assert may_knock(Manner.ANSWER, [ADA], [NOON] * 5, None, NOON) == Go()


def test_what_a_coordinator_writes_counts_but_waits_for_their_readers_hours_alone() -> None:
    assert may_knock(Manner.LETTER, [ADA], [NOON] * 5, None, NOON) == Go()
    night = NOON + timedelta(hours=12)
    assert isinstance(may_knock(Manner.LETTER, [ADA], [], None, night), PutOff)
    assert budget_kinds({"a": Manner.LETTER, "b": Manner.ANSWER, "c": Manner.NUDGE}) == ["a", "c"]


def test_a_pause_does_not_keep_news_away() -> None:
    away = Recipient(zone="Europe/Madrid", paused_until=NOON + timedelta(days=2))
    assert may_knock(Manner.NEWS, [away], [], None, NOON) == Go()


def test_a_pause_is_respected() -> None:
    away = Recipient(zone="Europe/Madrid", paused_until=NOON + timedelta(days=2))
    assert may_knock(Manner.NUDGE, [away], [], None, NOON) == PutOff(
        NOON + timedelta(days=2), "the person asked for a pause"
    )


def test_a_weekend_is_quiet() -> None:
    saturday = datetime(2027, 1, 16, 12, tzinfo=UTC)
    assert humane(saturday, "Europe/Madrid") == datetime(2027, 1, 18, 8, tzinfo=UTC)


def test_zones_without_a_common_hour_follow_the_first() -> None:
    clocks = [("Europe/Madrid", USUAL), ("Pacific/Auckland", USUAL)]
    assert humane_for_all(NIGHT, clocks) == humane(NIGHT, "Europe/Madrid")


def test_a_group_is_written_to_in_the_hours_of_all_even_if_they_share_one_day_only() -> None:
    mornings = Hours(9 * 60, 11 * 60, (0, 1, 2, 3, 4))
    thursdays = Hours(10 * 60, 20 * 60, (3,))
    calm = humane_for_all(NOON, [("Europe/Madrid", mornings), ("Europe/Madrid", thursdays)])
    assert calm == datetime(2027, 1, 14, 9, tzinfo=UTC)


def test_a_person_is_written_to_in_hours_of_their_own() -> None:
    owl = Recipient(zone="Europe/Madrid", hours=Hours(18 * 60, 24 * 60, (5, 6)))
    saturday = datetime(2027, 1, 16, 17, tzinfo=UTC)
    assert may_knock(Manner.NUDGE, [owl], [], None, NOON) == PutOff(saturday, "not at this hour")
    assert may_knock(Manner.NUDGE, [owl], [], None, saturday) == Go()
    assert may_knock(Manner.REMINDER, [owl], [], None, NOON) == Go()


def test_hours_that_are_none_do_not_exist() -> None:
    for start, until, days in ((540, 540, (0,)), (600, 540, (0,)), (0, 1500, (0,)), (0, 60, ()), (0, 60, (7,))):
        with pytest.raises(ValueError, match="not hours of a week"):
            Hours(start, until, days)


DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
HOURS = st.tuples(st.integers(0, 22 * 60), st.integers(120, 24 * 60), DAYS).map(
    lambda it: Hours(it[0], min(it[0] + it[1], 24 * 60), it[2])
)
CHANGING = [
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kolkata",
]


@given(
    at=st.datetimes(datetime(2010, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive
    zone=st.sampled_from(CHANGING),
    hours=HOURS,
)
def test_the_next_hour_of_ones_own_is_in_them_and_within_a_week_or_two(at: datetime, zone: str, hours: Hours) -> None:
    calm = humane(at, zone, hours)
    assert hours.has(local(calm, zone))
    assert at <= calm < at + timedelta(days=15)
    assert humane(calm, zone, hours) == calm


@pytest.mark.parametrize(
    ("zone", "asked", "calm"),
    [
        # At two it is three in New York; at two it is half past two on Lord Howe; Ramadan ends in Casablanca at two.
        ("America/New_York", "2027-03-13T12:00-05:00", "2027-03-14T03:00-04:00"),
        ("Australia/Lord_Howe", "2026-10-03T12:00+10:30", "2026-10-04T02:30+11:00"),
        ("Africa/Casablanca", "2027-03-13T12:00+00:00", "2027-03-14T03:00+01:00"),
        # Apia had no 30 December 2011: whoever is written to on Fridays hears a week later.
        ("Pacific/Apia", "2011-12-28T12:00-10:00", "2012-01-06T02:00+14:00"),
    ],
)
def test_where_the_clocks_change_the_first_hour_that_exists_is_taken(zone: str, asked: str, calm: str) -> None:
    days = (4,) if zone == "Pacific/Apia" else (6,)
    found = humane(datetime.fromisoformat(asked), zone, Hours(2 * 60, 6 * 60, days))
    assert found == datetime.fromisoformat(calm)


def test_an_address_is_people_or_a_channel() -> None:
    assert address("U2+U1") == ["U1", "U2"]
    assert address("C1") == []


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive
    zone=st.sampled_from(["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_a_humane_hour_is_humane_and_never_earlier(at: datetime, zone: str) -> None:
    calm = humane(at, zone)
    here = local(calm, zone)
    assert calm >= at
    assert here.weekday() < 5
    assert 9 <= here.hour < 20
    assert humane(calm, zone) == calm
