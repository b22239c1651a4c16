"""When a meeting may be, and what it calls for."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from app.core.calendar import Slot, Span
from app.core.refusal import Refusal, Refusals
from app.features.meetings.rules import anchors, check_open
from app.features.meetings.rules.messages import wanted
from app.features.meetings.rules.times import (
    Free,
    Wish,
    check_wish,
    clock_for,
    first_time,
    is_same_time,
    next_occurrence,
)
from app.features.programmes.rules import NO_END
from app.handbook.page import When
from tests.kit.make import NOW, cohort, handbook, meeting, pairing

ENDS = NOW + timedelta(days=100)
GOOD = {"day": "2027-01-13", "at": "18:00", "zone": "Europe/Madrid", "minutes": "60"}


def wish(**changes: str) -> Wish:
    return Wish(**{**GOOD, **changes})  # type: ignore[arg-type]  # text fields only


def test_a_good_wish_becomes_an_instant() -> None:
    found = check_wish(wish(), [], ENDS, NOW)
    assert (found.day, found.at, found.zone, found.minutes) == (date(2027, 1, 13), time(18), "Europe/Madrid", 60)
    assert found.starts_at == NOW + timedelta(days=2, hours=6)


def test_everything_wrong_is_told_at_once_at_the_forms_own_fields() -> None:
    with pytest.raises(Refusals) as many:
        check_wish(wish(day="", at="noon", zone="", minutes="x"), [], ENDS, NOW, {"day": "next_day"})
    assert [(one.code, one.field) for one in many.value.refusals] == [
        ("meetings.no-day", "next_day"),
        ("meetings.no-time", "at"),
        ("meetings.no-zone", "zone"),
        ("meetings.length", "minutes"),
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_refused_in_every_zone(day: str) -> None:
    for zone in ("Pacific/Auckland", "America/New_York"):
        with pytest.raises(Refusals) as many:
            check_wish(wish(day=day, at="23:30", zone=zone), [], ENDS, NOW)
        assert [(one.code, one.field) for one in many.value.refusals] == [("meetings.no-day", "day")]


@pytest.mark.parametrize("minutes", ["14", "241", "9999999999", "-5", "1.5"])
def test_a_length_that_is_none(minutes: str) -> None:
    with pytest.raises(Refusals):
        check_wish(wish(minutes=minutes), [], ENDS, NOW)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"day": "2027-01-10"}, "meetings.past", "day"),
        ({"day": "2027-01-11", "at": "12:00"}, "meetings.past", "at"),
        ({"day": "2027-12-01"}, "meetings.after-end", "day"),
        ({"at": "18:59"}, "meetings.overlaps", "at"),
        ({"at": "17:01"}, "meetings.overlaps", "at"),
    ],
)
def test_times_that_cannot_be(changes: dict[str, str], code: str, field: str) -> None:
    busy = [Span(NOW + timedelta(days=2, hours=6), NOW + timedelta(days=2, hours=7))]
    with pytest.raises(Refusal) as no:
        check_wish(wish(**changes), busy, ENDS, NOW)
    assert (no.value.code, no.value.field) == (code, field)


def test_meetings_may_touch() -> None:
    busy = [Span(NOW + timedelta(days=2, hours=6), NOW + timedelta(days=2, hours=7))]
    assert check_wish(wish(at="19:00"), busy, ENDS, NOW)
    assert check_wish(wish(at="17:00"), busy, ENDS, NOW)


def test_the_first_time_suits_both_and_is_two_days_ahead() -> None:
    madrid = Free((Slot(1, 16 * 60, 20 * 60), Slot(3, 16 * 60, 20 * 60)), "Europe/Madrid")
    new_york = Free((Slot(1, 11 * 60, 13 * 60), Slot(3, 11 * 60, 13 * 60)), "America/New_York")
    found = first_time([madrid, new_york], 60, [], NOW)
    assert found is not None
    assert (found.day, found.at, found.zone) == (date(2027, 1, 14), time(17), "Europe/Madrid")
    busy = [Span(found.starts_at, found.starts_at + timedelta(hours=1))]
    later = first_time([madrid, new_york], 60, busy, NOW)
    assert later is not None
    assert later.day == date(2027, 1, 19)


def test_nobody_is_asked_at_night_and_nothing_shared_is_nothing() -> None:
    night = Free((Slot(2, 0, 6 * 60),), "Europe/Madrid")
    assert first_time([night, night], 60, [], NOW) is None
    assert first_time([night, Free((Slot(3, 600, 720),), "Europe/Madrid")], 60, [], NOW) is None


def test_a_week_later_is_a_week_later_even_after_a_standstill() -> None:
    assert next_occurrence(date(2027, 1, 13), time(18), "Europe/Madrid", 7, NOW) == date(2027, 1, 20)
    assert next_occurrence(date(2026, 12, 2), time(18), "Europe/Madrid", 7, NOW) == date(2027, 1, 13)
    assert next_occurrence(date(2026, 12, 2), time(18), "Europe/Madrid", 28, NOW) == date(2027, 1, 27)


def kinds(**changes: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.to) for one in wanted(meeting(**changes), pairing(), handbook())]


def test_a_proposal_calls_for_its_card_only() -> None:
    assert kinds(accepted_at=None, agreed=("UMENTEE",)) == [("meetings.card", "UMENTEE+UMENTOR")]


def test_an_agreed_meeting_calls_for_everything_for_each() -> None:
    each = [
        "meetings.calendar",
        "reflections.agenda",
        "reflections.soon",
        "reflections.ask",
        "reflections.did_you_meet",
    ]
    assert [kind for kind, to in kinds() if to == "UMENTEE"] == each
    assert [kind for kind, to in kinds() if to == "UMENTOR"] == each


def test_a_reminder_that_would_be_due_before_the_yes_is_left_out() -> None:
    late = kinds(accepted_at=NOW + timedelta(days=2))
    assert "reflections.agenda" not in [kind for kind, _ in late]
    assert "reflections.soon" in [kind for kind, _ in late]


def test_due_times_follow_the_meeting() -> None:
    start = NOW + timedelta(days=2, hours=6)
    due = {one.kind: one.due for one in wanted(meeting(), pairing(), handbook()) if one.to == "UMENTEE"}
    assert due["reflections.agenda"] == start - timedelta(days=1)
    assert due["reflections.soon"] == start - timedelta(minutes=15)
    assert due["reflections.ask"] == start + timedelta(minutes=50)
    assert due["reflections.did_you_meet"] == start + timedelta(hours=4)


def test_a_cancelled_meeting_tells_the_other_only() -> None:
    assert kinds(cancelled_at=NOW, cancelled_by="UMENTEE") == [("meetings.cancelled", "UMENTOR")]
    assert kinds(cancelled_at=NOW, cancelled_by="trellis") == []


def test_a_rhythms_meeting_needs_no_card_unless_it_was_moved() -> None:
    assert ("meetings.card", "UMENTEE+UMENTOR") not in kinds(by_rhythm=True)
    assert ("meetings.card", "UMENTEE+UMENTOR") in kinds(by_rhythm=True, version=2)


def test_a_missed_meeting_and_an_ended_pairing() -> None:
    assert ("meetings.missed", "UMENTEE+UMENTOR") in kinds(missed_at=NOW)
    assert wanted(meeting(), pairing(ended_at=NOW), handbook()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cancelled_at": NOW}, "meetings.cancelled"),
        ({"held_at": NOW}, "meetings.over"),
        ({"missed_at": NOW}, "meetings.over"),
    ],
)
def test_a_meeting_that_is_over_cannot_be_changed(changes: dict[str, Any], code: str) -> None:
    check_open(meeting())
    with pytest.raises(Refusal, match=code):
        check_open(meeting(**changes))


def test_the_same_instant_is_the_same_time_on_any_clock() -> None:
    assert is_same_time(meeting(), wish())
    assert is_same_time(meeting(), wish(at="17:00", zone="Europe/London"))
    assert not is_same_time(meeting(), wish(zone="Europe/London"))
    for nonsense in ({"day": ""}, {"at": "noon"}, {"zone": "Mars"}):
        assert not is_same_time(meeting(), wish(**nonsense))


def test_a_form_shows_the_readers_clock_unless_the_hour_repeats() -> None:
    assert clock_for(meeting(), "Asia/Tokyo") == "Asia/Tokyo"
    assert clock_for(meeting(weekly=True), "Asia/Tokyo") == "Europe/Madrid"
    assert clock_for(meeting(by_rhythm=True), "Asia/Tokyo") == "Europe/Madrid"


def test_a_group_first_meets_when_all_are_free_on_the_first_ones_clock() -> None:
    madrid = Free((Slot(2, 18 * 60, 20 * 60), Slot(4, 18 * 60, 20 * 60)), "Europe/Madrid")
    lagos = Free((Slot(4, 18 * 60, 21 * 60),), "Africa/Lagos")
    new_york = Free((Slot(4, 12 * 60, 14 * 60),), "America/New_York")
    found = first_time([madrid, lagos, new_york], 60, [], NOW)
    assert found is not None
    assert (found.day.weekday(), found.at, found.zone) == (4, time(18), "Europe/Madrid")
    tokyo = Free((Slot(4, 12 * 60, 14 * 60),), "Asia/Tokyo")
    assert first_time([madrid, lagos, new_york, tokyo], 60, [], NOW) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"at": "signup_opens"}, [NOW - timedelta(hours=3)]),
        ({"at": "start"}, [datetime(2027, 1, 18, 8, tzinfo=UTC)]),
        ({"at": "end", "days": -7}, [datetime(2027, 4, 24, 7, tzinfo=UTC)]),
        ({"at": "match", "days": 3}, [NOW + timedelta(days=3)]),
        ({"at": "first_meeting", "days": 1}, [NOW + timedelta(days=3, hours=7)]),
        ({"at": "meetings", "numbers": (3, 1)}, [NOW + timedelta(days=2, hours=7)]),
    ],
)
def test_a_handbooks_moment_is_an_instant_once_it_is_known(said: Any, expected: list[datetime]) -> None:
    assert anchors(When(**said), cohort(), pairing(), [meeting(held_at=NOW)]) == expected


def test_a_meeting_that_was_not_held_is_no_moment() -> None:
    assert anchors(When(at="first_meeting"), cohort(), pairing(), []) == []


def test_a_cohort_without_an_end_has_no_middle() -> None:
    assert anchors(When(at="middle"), cohort(ends_on=NO_END), pairing(), []) == []
