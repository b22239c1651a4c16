"""Who comes, who was there, whom the others missed: in rules, and with a database."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.care import usecases as care
from app.features.meetings import usecases
from app.features.meetings.rules import Meeting, coming, is_agreed
from app.features.meetings.rules.messages import wanted
from app.features.meetings.rules.presence import Attendance, Present, attendance, missed_in_a_row, missed_you, sessions
from app.features.meetings.rules.times import Wish
from app.features.meetings.usecases import arranging, telling
from app.features.meetings.usecases.attendance import attendance as attendance_in
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people.rules import Break
from tests.kit.make import NOW, handbook, meeting, pairing
from tests.kit.rooms import TEAM, Rooms

GROUP = pairing(mentees=("UA", "UB", "UC"))


def said(meeting_id: int, user: str, *, there: bool) -> Present:
    return Present(meeting_id=meeting_id, user_id=user, attended=there, by="UMENTOR")


def week(number: int, **changes: Any) -> Meeting:
    at = NOW + timedelta(weeks=number)
    return meeting(id=number, starts_at=at, held_at=at, agreed=GROUP.people, **changes)


def test_a_pair_needs_both_and_a_group_a_mentor_and_a_mentee() -> None:
    assert not is_agreed(["UMENTOR"], pairing())
    assert is_agreed(["UMENTOR", "UMENTEE"], pairing())
    assert not is_agreed(["UMENTOR"], GROUP)
    assert not is_agreed(["UA", "UB", "UC"], GROUP)
    assert is_agreed(["UB", "UMENTOR"], GROUP)


def test_whoever_declined_or_joined_later_is_not_reminded_and_the_mentor_tells_how_it_went() -> None:
    late = pairing(mentees=("UA", "UB", "UC"), joined={"UC": NOW + timedelta(days=30)})
    one = meeting(declined=("UA",))
    assert coming(one, late) == ("UMENTOR", "UB")
    messages = wanted(one, late, handbook())
    assert {two.to for two in messages if two.kind in ("meetings.calendar", "reflections.agenda")} == {"UMENTOR", "UB"}
    assert {two.to for two in messages if two.kind.startswith("reflections.") and "ask" in two.key} == {"UMENTOR"}


def test_whoever_joins_later_is_welcomed_before_the_calendar_file_comes() -> None:
    joined = NOW + timedelta(hours=9)  # in the evening; the welcome waits for the morning
    late = pairing(mentees=("UA", "UB"), joined={"UB": joined})
    one, morning = meeting(), NOW + timedelta(hours=21)
    found = wanted(one, late, handbook(), dict.fromkeys(late.people, morning))
    due = {two.to: two.due for two in found if two.kind == "meetings.calendar"}
    assert due == {"UMENTOR": NOW, "UA": NOW, "UB": morning + timedelta(minutes=1)}
    hurried = wanted(one, late, handbook(), dict.fromkeys(late.people, one.starts_at - timedelta(hours=2)))
    assert [two.kind for two in hurried if two.to == "UB" and "remind" in two.key] == ["reflections.soon"]


def test_attendance_counts_what_was_held_since_somebody_joined() -> None:
    group = pairing(mentees=("UA", "UB"), joined={"UB": NOW + timedelta(days=8)})
    held = [week(1), week(2, declined=("UA",)), week(3)]
    found = attendance([*held, meeting(id=9)], group, [said(3, "UB", there=False)])
    assert found == {"UMENTOR": Attendance(3, 3), "UA": Attendance(2, 3), "UB": Attendance(1, 2)}


def test_meetings_missed_in_a_row_end_with_the_last_one_attended() -> None:
    held = [week(1), week(2), week(3)]
    absent = [said(1, "UA", there=False), said(3, "UA", there=False), said(2, "UB", there=False)]
    assert missed_in_a_row(held, GROUP, absent) == {"UA": 1, "UB": 0, "UC": 0}
    assert missed_in_a_row(held, GROUP, [*absent, said(2, "UA", there=False)])["UA"] == 3


def test_whoever_was_missed_hears_so_unless_they_had_said_that_they_cannot_come() -> None:
    absent = [said(1, "UA", there=False), said(1, "UB", there=False), said(1, "UC", there=True)]
    assert [one.to for one in missed_you(week(1, declined=("UB",)), GROUP, absent)] == ["UA"]
    assert missed_you(meeting(), GROUP, absent) == []


def test_whoever_is_on_a_break_is_not_missed() -> None:
    held = [week(1), week(2), week(3)]
    absent = [said(number, "UA", there=False) for number in (1, 2, 3)]
    first, back = held[1].starts_at - timedelta(days=1), held[1].starts_at + timedelta(days=1)
    away = Break(id=1, team_id="T1", user_id="UA", starts_at=first, back_at=back, word="", announced_at=NOW)
    assert missed_in_a_row(held, GROUP, absent, [away])["UA"] == 2
    assert missed_you(week(2), GROUP, [said(2, "UA", there=False)], [away]) == []
    assert len(missed_you(week(1), GROUP, [said(1, "UA", there=False)], [away])) == 1


def test_each_session_counts_who_was_there_of_those_who_had_joined() -> None:
    group = pairing(mentees=("UA", "UB"), joined={"UB": NOW + timedelta(days=8)})
    held = [week(2, declined=("UA",)), week(1), week(3), meeting(id=9)]
    found = sessions(held, group, [said(3, "UB", there=False)])
    assert [(one.attended, one.expected) for one in found] == [(1, 1), (1, 2), (1, 2)]


def group_of(rooms: Rooms, *mentees: str) -> tuple[Pairing, Meeting]:
    """Begin a group whose mentor proposes a meeting three days ahead."""
    cohort = rooms.cohort()
    for user in ("UM", *mentees, "UX"):
        rooms.meets(user)
    wish = Wish(day="2027-01-14", at="18:00", zone="Europe/Madrid", minutes="60", weekly=True)
    with rooms.tx() as tx:
        made = pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor="UM", mentees=mentees, now=rooms.now)
        care.set_out(tx, pairing=made, now=rooms.now)
        return made, arranging.propose(tx, team_id=TEAM, by="UM", pairing_id=made.id, wish=wish, now=rooms.now)


def test_a_group_meets_without_whoever_cannot_come(rooms: Rooms) -> None:
    made, proposed = group_of(rooms, "UA", "UB", "UC")

    def does(deed: Any, by: str, **more: Any) -> Meeting:
        with rooms.tx() as tx:
            done: Meeting = deed(tx, team_id=TEAM, by=by, meeting_id=proposed.id, now=rooms.now, **more)
            return done

    assert not does(arranging.decline, "UC", version=1).stands
    assert does(arranging.accept, "UA", version=1).stands
    assert not does(arranging.decline, "UA", version=1).stands
    assert does(arranging.accept, "UB", version=1).stands
    assert does(arranging.accept, "UA", version=1).declined == ("UC",)
    for no in ("UX", "UC"):
        with pytest.raises(Refusal, match="not-yours" if no == "UX" else "mentor-decides"):
            does(arranging.cancel, no, word="")
    rooms.clock.advance(timedelta(days=4))
    assert does(telling.mark_held, "UM", present=["UA"]).held_at == rooms.now
    assert [one.to for one in rooms.notices("meetings.missed_you")] == ["UB"]
    with rooms.tx() as tx:
        found = attendance_in(tx, team_id=TEAM, pairing_id=made.id)
    assert {user: one.attended for user, one in found.items()} == {"UM": 1, "UA": 1, "UB": 0, "UC": 0}
    does(telling.tell_presence, "UB", there=True)
    does(telling.mark_held, "UM", present=["UA"])  # what people say of themselves counts most
    with rooms.tx() as tx:
        assert attendance_in(tx, team_id=TEAM, pairing_id=made.id)["UB"] == Attendance(1, 1)
    assert [one.outcome for one in rooms.notices("meetings.missed_you")] == ["cancelled"]
    with pytest.raises(Refusal, match="not-yours"):
        does(telling.tell_presence, "UX", there=True)


def test_a_late_joiner_is_reminded_of_what_is_planned_and_one_who_left_is_not(rooms: Rooms) -> None:
    made, proposed = group_of(rooms, "UA", "UB")
    with rooms.tx() as tx:
        arranging.accept(tx, team_id=TEAM, by="UA", meeting_id=proposed.id, version=1, now=rooms.now)
        joined = pairings.join(tx, team_id=TEAM, pairing_id=made.id, user_id="UX", role="mentee", now=rooms.now)
        care.accompany(tx, pairing=joined, now=rooms.now)
        left = pairings.leave(tx, team_id=TEAM, pairing_id=made.id, user_id="UB", why="missed", now=rooms.now)
        care.accompany(tx, pairing=left, now=rooms.now)
    told = [one for one in rooms.notices("reflections.agenda") if one.outcome is None]
    assert {one.to for one in told} == {"UM", "UA", "UX"}
    assert rooms.notices("meetings.card")[-1].to == "UA+UM+UX"


def test_in_a_pair_nobody_stays_away_alone(rooms: Rooms) -> None:
    _, proposed = group_of(rooms, "UA")
    with pytest.raises(Refusal, match=r"meetings\.pair"), rooms.tx() as tx:
        arranging.decline(tx, team_id=TEAM, by="UA", meeting_id=proposed.id, version=1, now=rooms.now)
    rooms.clock.advance(timedelta(days=4))
    with rooms.tx() as tx:
        telling.mark_held(tx, team_id=TEAM, by="UA", meeting_id=proposed.id, now=rooms.now, present=[])
        found = attendance_in(tx, team_id=TEAM, pairing_id=proposed.pairing_id)
        assert usecases.minutes_of(tx, team_id=TEAM, pairing_ids=[proposed.pairing_id], until=rooms.now) == {
            proposed.pairing_id: 60
        }
    assert found == {"UM": Attendance(1, 1), "UA": Attendance(1, 1)}
