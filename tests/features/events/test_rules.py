"""When events fall, who is invited, which messages follow, and what is counted."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from app.core.refusal import Refusal, Refusals
from app.features.events.rules import Count, Event, Guest, Seat, count
from app.features.events.rules.days import cohort_days, from_handbook, showcase_from
from app.features.events.rules.forms import Wish, check_wish
from app.features.events.rules.invitations import audience, check_changeable, check_coming, next_look
from app.features.events.rules.messages import event_messages, seat_messages, wanted
from app.features.programmes.rules import NO_END
from app.handbook.calendar import Event as Said
from app.handbook.page import When
from tests.kit.make import NOW, application, cohort, handbook, pairing

DAY = timedelta(days=1)
SAID = {"key": "onboarding", "name": "Onboarding", "about": "Hello", "when": {"at": "start"}}


def event(**changes: Any) -> Event:
    """An event on Thursday, 28 January 2027, at 15:00 and 23:00 UTC, invited to a week before."""
    usual: dict[str, Any] = {
        "id": 5,
        "team_id": "T1",
        "cohort_id": 1,
        "key": "showcase",
        "number": 1,
        "name": "Showcase",
        "about": "Show it",
        "who": "everyone",
        "roles": ("mentee", "mentor"),
        "kind": "showcase",
        "minutes": 60,
        "day": date(2027, 1, 28),
        "sessions": ((time(15), "UTC"), (time(23), "UTC")),
        "invite_days": 7,
    }
    return Event(**{**usual, **changes})


def guest(**changes: Any) -> Guest:
    usual = {"event_id": 5, "user_id": "UMENTEE", "invited_at": datetime(2027, 1, 21, 15, tzinfo=UTC)}
    return Guest(**{**usual, **changes})


COMING = {"said": "yes", "session": 1, "said_at": datetime(2027, 1, 22, tzinfo=UTC)}


def kinds(found: list[Any]) -> list[str]:
    return [one.kind.removeprefix("events.") for one in found]


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "days", "expected"),
    [
        ("signup_opens", 4, date(2027, 1, 15)),
        ("signup_opens", 5, date(2027, 1, 18)),  # a Saturday moves to Monday
        ("signup_closes", 0, date(2027, 1, 25)),
        ("start", -2, date(2027, 1, 15)),  # before the start it moves to Friday
        ("middle", 0, date(2027, 3, 10)),
        ("end", -1, date(2027, 4, 30)),
        ("end", 0, date(2027, 4, 30)),  # it ends on a Saturday
    ],
)
def test_an_event_falls_on_its_anchors_day(at: Any, days: int, expected: date) -> None:
    assert cohort_days(When(at=at, days=days), cohort()) == [expected]


def test_an_event_repeats_until_the_cohort_ends() -> None:
    found = cohort_days(When(at="start", every_days=30), cohort())
    assert found == [date(2027, 1, 18), date(2027, 2, 17), date(2027, 3, 19), date(2027, 4, 19)]


@pytest.mark.parametrize("at", ["middle", "end"])
def test_a_cohort_without_an_end_has_no_middle_and_no_end(at: Any) -> None:
    assert cohort_days(When(at=at), cohort(ends_on=NO_END)) == []


def test_a_wall_time_stays_when_the_clocks_change() -> None:
    said = Said(**{**SAID, "sessions": ("16:00 Europe/Madrid", "16:00 America/New_York")})
    winter = from_handbook(said, date(2027, 3, 12), 1, cohort())
    between = from_handbook(said, date(2027, 3, 15), 1, cohort())  # New York has changed, Madrid has not
    summer = from_handbook(said, date(2027, 3, 29), 1, cohort())
    assert [[one.hour for one in day.starts] for day in (winter, between, summer)] == [[15, 21], [15, 20], [14, 20]]


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    said = Said(**{**SAID, "sessions": ("02:30 Europe/Madrid",)})
    found = from_handbook(said, date(2027, 3, 28), 1, cohort())
    assert found.begins == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03:30 there


@pytest.mark.parametrize("sessions", [("25:00 UTC",), ("15:00 Moon/Base",), ()])
def test_a_handbook_names_sessions_that_can_be(sessions: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Said(**{**SAID, "sessions": sessions})


def test_an_event_is_no_event_of_one_pairing() -> None:
    with pytest.raises(ValidationError, match="use signup_opens"):
        Said(**{**SAID, "when": {"at": "match"}})


# -- people ----------------------------------------------------------------------------------------


def test_everyone_are_the_matched_people_of_these_roles() -> None:
    applications = [application(1, "mentor"), application(2, "mentee")]
    pairs = [pairing(), pairing(id=2, mentor="UOLD", ended_at=NOW), pairing(id=3, mentees=("UA", "UB"))]
    assert audience(event(), cohort(), applications, pairs) == {"UMENTOR", "UMENTEE", "UA", "UB"}
    assert audience(event(roles=("mentor",)), cohort(), applications, pairs) == {"UMENTOR"}


def test_before_the_match_whoever_was_approved_is_meant() -> None:
    onboarding = event(kind="onboarding", roles=("mentor",))
    applications = [application(1, "mentor"), application(2, "mentee"), application(3, "mentor", approved_at=None)]
    assert audience(onboarding, cohort(), applications, []) == {"U1"}
    early = event(roles=("mentor",), day=date(2027, 1, 18))
    assert audience(early, cohort(), applications, []) == {"U1"}


def test_an_information_session_is_for_all_who_applied() -> None:
    info = event(who="applicants", kind="info")
    applications = [application(1, "mentor", approved_at=None), application(2, "mentee", withdrawn_at=NOW)]
    assert audience(info, cohort(), applications, [pairing()]) == {"U1"}


def test_where_each_group_sends_one_nobody_is_invited_at_first() -> None:
    assert audience(event(who="one_per_group"), cohort(), [application(1, "mentor")], [pairing()]) == set()


def test_an_event_is_looked_after_from_its_invitations_to_its_last_session() -> None:
    one = event()
    assert next_look(one, NOW) == one.invites_at == datetime(2027, 1, 21, 15, tzinfo=UTC)
    assert next_look(one, one.invites_at) == one.invites_at + DAY
    assert next_look(one, one.begins) == one.begins + DAY
    assert next_look(one, one.last_begins) is None
    assert next_look(event(cancelled_at=NOW), NOW) is None
    sent = event(who="one_per_group")
    assert next_look(sent, sent.falls_at - DAY / 2) == sent.falls_at


# -- messages --------------------------------------------------------------------------------------


def test_whoever_is_silent_is_asked_twice_and_then_left_alone() -> None:
    found = wanted(event(), guest())
    assert kinds(found) == ["invite", "again"]
    assert found[1].due == event().begins - 3 * DAY
    late = guest(invited_at=event().begins - 4 * DAY)
    assert kinds(wanted(event(), late)) == ["invite"]


def test_whoever_comes_gets_a_file_and_two_reminders_of_their_session() -> None:
    found = {one.kind: one for one in wanted(event(), guest(**COMING))}
    assert list(found) == [
        "events.invite",
        "events.calendar",
        "events.tomorrow",
        "events.soon",
        "events.were_you_there",
    ]
    starts = datetime(2027, 1, 28, 23, tzinfo=UTC)
    assert found["events.tomorrow"].due == starts - DAY
    assert found["events.soon"].due == starts - timedelta(minutes=15)
    assert found["events.were_you_there"].due == starts + timedelta(hours=1) + 2 * DAY


def test_whoever_says_yes_at_the_last_minute_gets_no_reminder_from_before() -> None:
    late = guest(**{**COMING, "said_at": datetime(2027, 1, 28, 22, tzinfo=UTC)})
    assert kinds(wanted(event(), late)) == ["invite", "calendar", "soon", "were_you_there"]


def test_whoever_cannot_come_hears_nothing_more() -> None:
    no = guest(said="no", said_at=NOW)
    assert kinds(wanted(event(), no)) == ["invite"]
    assert wanted(event(cancelled_at=NOW), no) == []


def test_whoever_came_by_themselves_is_not_invited_as_well() -> None:
    assert "invite" not in kinds(wanted(event(), guest(alone=True, **COMING)))


def test_a_move_is_told_to_those_who_were_invited_before() -> None:
    moved = event(version=2, moved_at=datetime(2027, 1, 22, tzinfo=UTC))
    assert kinds(wanted(moved, guest())) == ["invite", "moved", "again"]
    assert kinds(wanted(moved, guest(version=2))) == ["invite", "again"]


def test_a_cancelled_event_is_told_once_and_to_nobody_who_left() -> None:
    assert kinds(wanted(event(cancelled_at=NOW), guest(**COMING))) == ["cancelled"]
    assert wanted(event(), guest(gone_at=NOW)) == []


def test_a_public_event_is_announced_and_every_one_is_recorded() -> None:
    assert kinds(event_messages(event(), cohort())) == ["record"]
    public = event(who="community", invited_at=NOW)
    found = event_messages(public, cohort())
    assert [(one.kind, one.to) for one in found] == [("events.announce", "CANNOUNCE"), ("events.record", "CDESK")]
    assert found[1].due == datetime(2027, 1, 29, 1, tzinfo=UTC)
    weekend = event(who="community", invited_at=NOW, invite_days=5)  # which is a Saturday
    assert event_messages(weekend, cohort())[0].due == datetime(2027, 1, 25, 8, tzinfo=UTC)
    hurried = event(who="community", invited_at=NOW, day=date(2027, 1, 24), invite_days=1)
    assert event_messages(hurried, cohort())[0].due == hurried.invites_at
    assert kinds(event_messages(event(cancelled_at=NOW), cohort())) == []


def test_a_group_is_reminded_once_unless_somebody_was_named() -> None:
    sent = event(who="one_per_group")
    seat = Seat(id=3, event_id=5, pairing_id=1, asked_at=sent.invites_at)
    assert kinds(seat_messages(sent, seat, pairing())) == ["representative", "representative_again"]
    named = Seat(id=3, event_id=5, pairing_id=1, asked_at=sent.invites_at, user_id="UMENTEE")
    assert kinds(seat_messages(sent, named, pairing())) == ["representative"]
    assert seat_messages(sent, seat, pairing(ended_at=NOW)) == []


# -- forms, presses, counts ------------------------------------------------------------------------


def wish(**changes: Any) -> Wish:
    usual: dict[str, Any] = {"day": "2027-02-01", "minutes": "60", "link": "", "times": [("15:00", "UTC"), ("", "")]}
    return Wish(**{**usual, **changes})


def test_a_form_is_read_with_one_session_or_several() -> None:
    found = check_wish(wish(times=[("15:00", "UTC"), ("09:00", "Asia/Tokyo"), ("", "")]), NOW, own=False)
    assert found.sessions == ((time(15), "UTC"), (time(9), "Asia/Tokyo"))


def test_every_fault_is_told_at_its_field() -> None:
    bad = wish(day="", minutes="5", link="http://x", times=[("", ""), ("25:00", "UTC"), ("10:00", "Asia/Tokio")])
    with pytest.raises(Refusals) as no:
        check_wish(bad, NOW, own=True)
    assert {one.field: one.code.removeprefix("events.") for one in no.value.refusals} == {
        "name": "no-name",
        "about": "no-about",
        "roles": "no-roles",
        "day": "no-day",
        "minutes": "length",
        "link": "no-link",
        "at_0": "no-time",
        "at_1": "no-time",
        "zone_2": "no-zone",
    }
    with pytest.raises(Refusal, match=r"events\.past"):
        check_wish(wish(day="2027-01-11", times=[("10:59", "UTC")]), NOW, own=False)


def test_a_yes_counts_for_a_session_to_come_at_the_time_that_was_shown() -> None:
    one = event()
    check_coming(one, 1, 1, one.begins)
    with pytest.raises(Refusal, match=r"events\.begun"):
        check_coming(one, 0, 1, one.begins)
    with pytest.raises(Refusal, match=r"events\.moved"):
        check_coming(one, 0, 2, NOW)
    with pytest.raises(Refusal, match=r"events\.moved"):
        check_coming(one, 2, 1, NOW)
    with pytest.raises(Refusal, match=r"events\.cancelled"):
        check_coming(event(cancelled_at=NOW), 0, 1, NOW)


def test_what_has_begun_or_was_cancelled_is_not_changed() -> None:
    check_changeable(event(), NOW)
    with pytest.raises(Refusal, match=r"events\.begun"):
        check_changeable(event(), event().begins)
    with pytest.raises(Refusal, match=r"events\.cancelled"):
        check_changeable(event(cancelled_at=NOW), NOW)


def test_the_counts_add_up_and_leave_out_whoever_is_gone() -> None:
    there = guest(attended_at=NOW, **COMING)
    found = count([there, guest(said="no", said_at=NOW), guest(), guest(gone_at=NOW, **COMING)])
    assert found == Count(invited=3, yes=1, no=1, silent=1, attended=1)


def test_groups_are_asked_for_their_slides_some_days_before_the_showcase() -> None:
    said = {**SAID, "key": "showcase"}
    book = handbook(
        events=[said], showcase={"event": "showcase", "ask": "A slide for {event}, {when}", "ask_days_before": 10}
    )
    assert showcase_from(book, event()) == event().begins - 10 * DAY
    assert showcase_from(book, event(key="onboarding")) is None
    assert showcase_from(handbook(), event()) is None
