from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import humane, humane_for_all, local
from app.core.notice import Manner
from app.delivery.rules import Drop, Go, PutOff, Recipient, address, may_knock

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
    zones = ["Europe/Madrid", "Pacific/Auckland"]
    assert humane_for_all(NIGHT, zones) == humane(NIGHT, "Europe/Madrid")


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
