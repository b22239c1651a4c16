from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import (
    Slot,
    Span,
    later,
    local,
    localise,
    merged,
    passed,
    read_day,
    read_time,
    shared,
    similar_zone,
    spans,
    zone,
)
from app.core.clock import FileClock, MovableClock, SystemClock
from app.core.refusal import Refusal, Refusals, refuse_all

ZONES = ["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "US/Pacific"]


def test_a_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    at = localise(date(2027, 3, 28), time(2, 30), "Europe/Madrid")
    assert local(at, "Europe/Madrid").time() == time(3, 30)


def test_a_time_that_comes_twice_is_the_first() -> None:
    at = localise(date(2026, 10, 25), time(2, 30), "Europe/Madrid")
    assert at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_weekly_meeting_keeps_its_hour_when_the_clocks_change() -> None:
    hours = {
        local(at, "America/New_York").time()
        for at in (localise(date(2026, 10, 6) + timedelta(weeks=n), time(9), "America/New_York") for n in range(8))
    }
    assert hours == {time(9)}


@given(
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    st.times(timezones=st.none()),
    st.sampled_from(ZONES),
)
def test_an_occurrence_is_the_wall_time_or_just_after_a_gap(day: date, at: time, name: str) -> None:
    wall = local(localise(day, at, name), name).replace(tzinfo=None)
    asked = datetime.combine(day, at)
    assert timedelta(0) <= wall - asked <= timedelta(hours=1)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Refusal, match="no-such-zone"):
        zone("Europe/Atlantis")


def test_slots_fall_on_actual_dates_in_their_own_zone() -> None:
    found = list(spans([Slot(1, 18 * 60, 20 * 60)], "America/New_York", date(2027, 3, 8), 14))
    # The clocks of New York go forward on 14 March: the second Tuesday is an hour earlier in UTC.
    assert [span.start.hour for span in found] == [23, 22]


def test_midnight_ends_a_slot() -> None:
    found = list(spans([Slot(0, 0, 24 * 60)], "UTC", date(2027, 1, 11), 7))
    assert found == [Span(datetime(2027, 1, 11, tzinfo=UTC), datetime(2027, 1, 12, tzinfo=UTC))]


def test_shared_time_is_long_enough_or_not_at_all() -> None:
    ours = [Span(datetime(2027, 1, 11, 10, tzinfo=UTC), datetime(2027, 1, 11, 12, tzinfo=UTC))]
    theirs = [Span(datetime(2027, 1, 11, 11, tzinfo=UTC), datetime(2027, 1, 11, 13, tzinfo=UTC))]
    hour = timedelta(hours=1)
    assert shared(ours, theirs, hour) == [
        Span(datetime(2027, 1, 11, 11, tzinfo=UTC), datetime(2027, 1, 11, 12, tzinfo=UTC))
    ]
    assert shared(ours, theirs, 2 * hour) == []


def test_what_is_not_a_time_of_a_week_is_no_slot() -> None:
    for wrong in ((7, 0, 60), (0, 60, 60), (0, 0, 1500)):
        with pytest.raises(ValueError, match="not a weekly slot"):
            Slot(*wrong)
    assert Slot(1, 18 * 60, 20 * 60).says() == "Tuesday 18:00-20:00"


def test_a_movable_clock_only_moves_forward() -> None:
    start = datetime(2027, 1, 1, tzinfo=UTC)
    clock = MovableClock(start)
    assert clock.advance(timedelta(days=1)) == clock.now() == start + timedelta(days=1)
    assert clock.move_to(start) == start + timedelta(days=1)
    with pytest.raises(ValueError, match="moved back"):
        clock.advance(timedelta(seconds=-1))
    assert MovableClock(start, running=True).now() >= start


def test_a_clock_in_a_file_is_followed(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = FileClock(tmp_path_factory.mktemp("clock") / "now.json")
    assert abs(clock.now() - SystemClock().now()) < timedelta(minutes=1)
    clock.write(datetime(2027, 1, 1, tzinfo=UTC))
    assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


def test_several_refusals_are_said_together() -> None:
    refuse_all([])
    with pytest.raises(Refusals, match="a, b"):
        refuse_all([Refusal("a"), Refusal("b")])


def test_time_off_is_not_counted_and_counted_once() -> None:
    start = datetime(2027, 1, 1, tzinfo=UTC)

    def days(number: float) -> datetime:
        return start + timedelta(days=number)

    off = [Span(days(2), days(5)), Span(days(4), days(6)), Span(days(20), days(21))]
    assert merged(off) == [Span(days(2), days(6)), Span(days(20), days(21))]
    assert merged([Span(days(1), days(1))]) == []
    assert later(start, timedelta(days=1), off) == days(1)
    assert later(start, timedelta(days=2), off) == days(6)  # nothing falls due while somebody is away
    assert later(start, timedelta(days=3), off) == days(7)
    assert later(days(3), timedelta(days=3), off) == days(9)
    assert passed(start, days(10), off) == timedelta(days=6)
    assert passed(days(3), days(5), off) == timedelta(0)
    assert passed(days(7), days(10), off) == timedelta(days=3)


@pytest.mark.parametrize("text", ["", "soon", "2027-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_no_clock_can_show_everywhere_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_day_and_a_time_are_read_as_slack_gives_them() -> None:
    assert read_day("2027-01-31") == date(2027, 1, 31)
    assert (read_time("15:30"), read_time("25:00"), read_time("")) == (time(15, 30), None, None)


def test_a_zone_that_is_none_comes_with_an_example() -> None:
    assert similar_zone("Asia/Tokio") == "Asia/Tokyo"
    assert similar_zone("???") == "Europe/Madrid"
