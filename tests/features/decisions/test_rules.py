"""When it is asked whether it goes on, how often, and what silence comes to."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.decisions.rules import (
    Counted,
    Counts,
    Moment,
    Question,
    all_go_on,
    check_answer,
    count,
    is_too_late,
    moments,
    wanted,
)
from app.features.programmes.rules import NO_END
from app.handbook.model import Handbook
from tests.kit.make import NOW, cohort, handbook, meeting, pairing

DAY = timedelta(days=1)
ANSWERS = [
    {"value": "yes", "label": "Yes", "leads_to": "go_on", "thanks": "Noted."},
    {"value": "no", "label": "No", "leads_to": "part", "thanks": "Thank you."},
]


def book(when: dict[str, Any], **changes: Any) -> Handbook:
    usual = {"key": "together", "name": "Together?", "roles": ["mentee", "mentor"], "ask": "Go on?", "answers": ANSWERS}
    return handbook(decisions=[{**usual, "when": when, **changes}], fit={"after_meetings": ()})


def question(**changes: Any) -> Question:
    usual: dict[str, Any] = {"id": 3, "team_id": "T1", "pairing_id": 1, "user_id": "UMENTEE", "number": 1}
    return Question(**{**usual, "topic": "decision", "key": "together", "asked_at": NOW, **changes})


def asked(handbook: Handbook, held: int = 0, now: datetime = NOW, **changes: Any) -> list[Moment]:
    meetings = [meeting(id=n, number=n, starts_at=NOW + n * 7 * DAY, held_at=NOW) for n in range(1, held + 1)]
    return moments(handbook, cohort(), pairing(**changes), meetings, [], now)


def test_a_decision_after_the_first_meeting_waits_for_it_and_asks_each_once() -> None:
    handbook = book({"at": "first_meeting", "days": 1})
    assert asked(handbook) == []
    found = asked(handbook, held=2)
    assert {one.at for one in found} == {NOW + 8 * DAY + timedelta(hours=1)}
    assert [one.user_id for one in found] == ["UMENTOR", "UMENTEE"]


def test_a_repeated_one_begins_an_interval_after_the_match_and_ends_with_the_cohort() -> None:
    handbook = book({"at": "match", "every_days": 30}, roles=["mentor"])
    assert [(one.number, one.at) for one in asked(handbook)] == [(n, NOW + n * 30 * DAY) for n in (1, 2, 3)]


def test_a_late_joiner_is_not_asked_what_came_before_them() -> None:
    handbook = book({"at": "match", "every_days": 30})
    late = asked(handbook, mentees=("UMENTEE", "ULATE"), joined={"ULATE": NOW + 40 * DAY})
    assert [one.number for one in late if one.user_id == "ULATE"] == [2, 3]


def test_a_programme_without_an_end_is_planned_a_year_ahead() -> None:
    endless = cohort(ends_on=NO_END)
    handbook = book({"at": "match", "every_days": 91}, roles=["mentor"])
    assert len(moments(handbook, endless, pairing(), [], [], NOW)) == 4
    assert len(moments(handbook, endless, pairing(), [], [], NOW + 100 * DAY)) == 5


def test_the_fit_is_asked_after_the_first_and_third_meeting_and_once_more_of_the_unsure() -> None:
    book = handbook(decisions=[])
    assert [one.number for one in asked(book, held=4) if one.user_id == "UMENTEE"] == [1, 3]
    unsure = question(topic="fit", key="first", said="unsure", said_at=NOW)
    again = moments(book, cohort(), pairing(), [], [unsure], NOW)
    assert [(one.user_id, one.key, one.at) for one in again] == [("UMENTEE", "again", NOW + 14 * DAY)]


def test_a_chase_comes_at_most_twice_and_never_after_an_answer_or_an_end() -> None:
    handbook = book({"at": "match"}, chase_after_days=3)
    assert [one.due for one in wanted([question()], pairing(), handbook)] == [NOW, NOW + 3 * DAY, NOW + 6 * DAY]
    answered = question(said="yes", said_at=NOW)
    assert [one.kind for one in wanted([answered], pairing(), handbook)] == ["decisions.ask"]
    assert wanted([question()], pairing(ended_at=NOW), handbook) == []
    assert wanted([question(user_id="UGONE")], pairing(), handbook) == []
    fine = book({"at": "match"}, silence="fine")
    assert len(wanted([question()], pairing(), fine)) == 1


def test_one_answer_counts_and_none_before_its_time() -> None:
    assert check_answer(question(), "yes", NOW)
    assert not check_answer(question(said="yes", said_at=NOW), "yes", NOW)
    with pytest.raises(Refusal, match="answered"):
        check_answer(question(said="yes", said_at=NOW), "no", NOW)
    with pytest.raises(Refusal, match="early"):
        check_answer(question(asked_at=NOW + DAY), "yes", NOW)


def test_all_go_on_only_when_everybody_who_is_asked_has_said_so() -> None:
    decision = book({"at": "match"}).decisions[0]
    yes = [question(user_id=user, said="yes", said_at=NOW) for user in ("UMENTOR", "UMENTEE")]
    people = ("UMENTOR", "UMENTEE")
    assert all_go_on(yes, people, decision)
    assert not all_go_on(yes[:1], people, decision)
    assert not all_go_on([yes[0], question(said="no", said_at=NOW)], people, decision)
    assert not all_go_on(yes[:1], ("UMENTOR",), decision)


def test_what_was_due_long_ago_is_not_begun_any_more() -> None:
    assert not is_too_late(Moment("U1", "fit", "first", 1, NOW - 6 * DAY), NOW)
    assert is_too_late(Moment("U1", "fit", "first", 1, NOW - 8 * DAY), NOW)


def test_counts_tell_apart_every_silence() -> None:
    def put(days_ago: int, said: str | None = None, over: int | None = None) -> Counted:
        at = NOW - days_ago * DAY
        over_at = NOW - over * DAY if over is not None else None
        return Counted(asked_at=at, said=said, said_at=at + DAY if said else None, over_at=over_at)

    rows = [
        put(20, "yes"),
        put(20, "no"),
        put(20),  # overdue
        put(2),  # may still answer
        put(9, "yes"),
        put(20, over=10),  # ended before an answer
        put(20, over=30),  # never put: the pairing was over
        put(90),  # before the stretch
        put(-3),  # still to come
    ]
    span: dict[str, Any] = {"patience": 6 * DAY, "since": NOW - 60 * DAY, "until": NOW}
    found = count(rows, silence="needed", **span)
    assert found == Counts(asked=6, answered={"yes": 2, "no": 1}, waiting=1, overdue=1, over=1)
    assert count(rows, silence="fine", **span).fine == 1
    at_once = Counted(asked_at=NOW - DAY, said="yes", said_at=NOW - DAY, over_at=NOW - DAY)
    assert count([at_once], silence="needed", **span) == Counts(asked=1, answered={"yes": 1})
