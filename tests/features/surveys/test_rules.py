"""When forms are asked, what an answer must be, and that nobody stands out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from app.core.refusal import Refusals
from app.features.surveys.rules import Asked, count, occasions, reader_of, stays, wanted
from app.features.surveys.rules.anonymity import Cell, cells, texts
from app.features.surveys.rules.answers import Value, check_answers
from app.handbook.asking import Form
from app.handbook.page import Ask
from tests.kit.make import NOW, cohort, pairing

DAY = timedelta(days=1)
AT_END = {"at": "end"}


def form(**changes: Any) -> Form:
    usual = {
        "key": "midway",
        "name": "Midway survey",
        "intro": "Some questions.",
        "when": {"at": "middle"},
        "questions": [{"key": "how", "ask": "How is it?"}],
    }
    return Form.model_validate({**usual, **changes})


def asked(number: int = 1, user: str = "UMENTEE", **changes: Any) -> Asked:
    usual = {
        "id": number,
        "team_id": "T1",
        "cohort_id": 1,
        "pairing_id": 1,
        "user_id": user,
        "role": "mentee",
        "form_key": "midway",
        "family": "when",
        "name": "",
        "asked_at": NOW,
        "closes_at": NOW + 14 * DAY,
    }
    return Asked(**{**usual, **changes})


def ask(**changes: Any) -> Ask:
    return Ask.model_validate({"key": "one", "ask": "One?", **changes})


OPTIONS = [{"value": one, "label": one.upper()} for one in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("when", "held", "expected"),
    [
        ({"at": "start", "days": 7}, [], datetime(2027, 1, 25, 8, tzinfo=UTC)),
        ({"at": "middle"}, [], datetime(2027, 3, 10, 8, tzinfo=UTC)),
        ({"at": "end", "days": -7}, [], datetime(2027, 4, 24, 7, tzinfo=UTC)),
        ({"at": "match", "days": 2}, [], NOW + 2 * DAY),
        ({"at": "match"}, [], NOW + timedelta(hours=1)),
        ({"at": "first_meeting", "days": 1}, [NOW + 3 * DAY], NOW + 4 * DAY),
        ({"at": "meetings", "numbers": [2]}, [NOW + 3 * DAY, NOW + 9 * DAY], NOW + 9 * DAY),
    ],
)
def test_a_form_is_asked_at_its_anchor(when: Mapping[str, Any], held: list[datetime], expected: datetime) -> None:
    found = occasions([form(when=when)], pairing(), cohort(), held)
    assert [(one.user_id, one.at) for one in found] == [("UMENTOR", expected), ("UMENTEE", expected)]
    assert all(one.closes == expected + 14 * DAY for one in found)


@pytest.mark.parametrize("when", [{"at": "first_meeting"}, {"at": "meetings", "numbers": [3]}])
def test_a_form_after_a_meeting_waits_for_it(when: Mapping[str, Any]) -> None:
    held = [NOW] * 2 if when["at"] == "meetings" else []
    assert occasions([form(when=when)], pairing(), cohort(), held) == []


def test_a_cohort_without_an_end_has_no_middle() -> None:
    endless = cohort(ends_on=datetime(9999, 1, 1).date())  # noqa: DTZ001 - a day has no zone
    assert occasions([form(), form(key="end", when=AT_END)], pairing(), endless, []) == []


def test_only_those_in_its_roles_are_asked_and_a_late_joiner_only_while_it_is_open() -> None:
    late = pairing(mentees=("UMENTEE", "ULATE"), joined={"ULATE": NOW + 20 * DAY})
    found = occasions([form(roles=["mentee"], when={"at": "start", "days": 3})], late, cohort(), [])
    assert [one.user_id for one in found] == ["UMENTEE", "ULATE"]
    assert found[1].at == NOW + 20 * DAY + timedelta(hours=1)
    too_late = pairing(mentees=("UMENTEE", "ULATE"), joined={"ULATE": NOW + 40 * DAY})
    found = occasions([form(roles=["mentee"], when={"at": "start", "days": 3})], too_late, cohort(), [])
    assert [one.user_id for one in found] == ["UMENTEE"]


def test_a_form_for_the_end_is_asked_when_the_cohort_closes_early() -> None:
    closed = cohort(closed_at=NOW + 30 * DAY)
    ended = pairing(ended_at=NOW + 30 * DAY, ended_by="UCORA")
    assert {one.at for one in occasions([form(when=AT_END)], ended, closed, [])} == {NOW + 30 * DAY}
    parted = occasions([form(when=AT_END)], ended, cohort(), [])
    assert {one.at for one in parted} == {datetime(2027, 5, 1, 7, tzinfo=UTC)}


def test_what_is_chased_comes_at_most_as_often_as_the_handbook_says_and_before_it_closes() -> None:
    forms = {"midway": form(chases=2, chase_after_days=3, open_days=5)}
    one = asked(closes_at=NOW + 5 * DAY)
    found = wanted([one], forms, pairing())
    assert [(want.kind, want.due) for want in found] == [("surveys.ask", NOW), ("surveys.chase", NOW + 3 * DAY)]
    assert found[1].expires == NOW + 5 * DAY
    answered = wanted([asked(answered_at=NOW)], forms, pairing())
    assert [want.kind for want in answered] == ["surveys.ask"]
    assert wanted([asked(dropped_at=NOW)], forms, pairing()) == []
    assert wanted([asked(form_key="gone")], forms, pairing()) == []
    announced = wanted([asked(announced=True)], forms, pairing())
    assert {want.kind for want in announced} == {"surveys.chase"}


def test_partners_hear_once_that_there_is_something_to_read() -> None:
    forms = {"midway": form(read_by="pair")}
    group = pairing(mentees=("UMENTEE", "UTWO"))
    both = [asked(1, answered_at=NOW + DAY), asked(2, "UTWO", answered_at=NOW)]
    news = [want for want in wanted(both, forms, group) if want.kind == "surveys.news"]
    assert [(want.to, want.due, want.about["ask"]) for want in news] == [
        ("UMENTOR", NOW, 2),
        ("UMENTEE", NOW, 2),
        ("UTWO", NOW + DAY, 1),
    ]
    for_coordinators = wanted(both, {"midway": form()}, group)
    assert [want for want in for_coordinators if want.kind == "surveys.news"] == []


def test_what_was_asked_for_a_pairing_that_ended_stays_only_if_it_outlives_it() -> None:
    ended = pairing(ended_at=NOW + DAY, ended_by="UMENTEE")
    after = NOW + 2 * DAY
    survey, stage = form(), form(purpose="stage")
    assert stays(asked(), survey, ended, after, wanted=False)
    assert not stays(asked(), stage, ended, after, wanted=True)
    assert not stays(asked(asked_at=after + DAY), survey, ended, after, wanted=True)
    assert stays(asked(answered_at=NOW), stage, ended, after, wanted=False)
    assert not stays(asked(user="UGONE"), survey, pairing(), after, wanted=True)
    assert not stays(asked(dropped_at=NOW), survey, pairing(), after, wanted=False)
    assert stays(asked(dropped_at=NOW), survey, pairing(), after, wanted=True)


def test_whoever_was_silent_before_a_pairing_ended_still_counts_as_silent() -> None:
    ended = pairing(ended_at=NOW + 20 * DAY, ended_by="UMENTEE")
    closed = asked(closes_at=NOW + 14 * DAY)
    assert stays(closed, form(purpose="stage"), ended, NOW + 20 * DAY, wanted=False)
    dropped = asked(closes_at=NOW + 14 * DAY, dropped_at=NOW + 3 * DAY)
    assert not stays(dropped, form(purpose="stage"), ended, NOW + 20 * DAY, wanted=False)


KINDS = form(
    questions=[
        {"key": "lines", "ask": "l", "kind": "lines", "required": True},
        {"key": "link", "ask": "l", "kind": "link"},
        {"key": "choice", "ask": "c", "kind": "choice", "options": OPTIONS},
        {"key": "choices", "ask": "c", "kind": "choices", "options": OPTIONS},
        {"key": "scale", "ask": "s", "kind": "scale"},
        {"key": "number", "ask": "n", "kind": "number"},
        {"key": "date", "ask": "d", "kind": "date"},
        {"key": "yes", "ask": "y", "kind": "yes"},
    ]
)
GOOD: dict[str, Value] = {
    "lines": " some words ",
    "link": "https://example.org/a?b=c#d",
    "choice": "a",
    "choices": ["a", "c", "forged"],
    "scale": "4",
    "number": "12",
    "date": "2027-02-01",
    "yes": "no",
}


def test_good_answers_are_kept_and_what_was_left_open_is_not() -> None:
    kept = check_answers(KINDS, GOOD)
    assert kept == {**GOOD, "lines": "some words", "choices": ["a", "c"]}
    assert check_answers(KINDS, {"lines": "x", "link": None, "choices": []}) == {"lines": "x"}


@pytest.mark.parametrize(
    ("field", "said", "code"),
    [
        ("lines", "   ", "surveys.needed"),
        ("lines", "x" * 3001, "surveys.too-long"),
        ("link", "http://example.org", "surveys.link"),
        ("link", "https://example", "surveys.link"),
        ("link", "https://example.org/a b", "surveys.link"),
        ("link", "https://example.org|click", "surveys.link"),
        ("link", "https://[example.org", "surveys.link"),
        ("link", "javascript:alert(1)", "surveys.link"),
        ("choice", "forged", "surveys.option"),
        ("scale", "6", "surveys.option"),
        ("yes", "maybe", "surveys.option"),
        ("number", "-1", "surveys.number"),
        ("number", "1.5", "surveys.number"),
        ("date", "tomorrow", "surveys.date"),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(field: str, said: str, code: str) -> None:
    with pytest.raises(Refusals) as no:
        check_answers(KINDS, {**GOOD, field: said})
    assert [(one.code, one.field) for one in no.value.refusals] == [(code, field)]


def test_everything_wrong_is_said_at_once_and_an_empty_form_is_no_answer() -> None:
    with pytest.raises(Refusals) as no:
        check_answers(KINDS, {**GOOD, "link": "x", "number": "x"})
    assert [one.field for one in no.value.refusals] == ["link", "number"]
    with pytest.raises(Refusals) as no:
        check_answers(form(), {"how": ""})
    assert [one.code for one in no.value.refusals] == ["surveys.empty"]


def test_silence_is_counted_as_the_handbook_means_it() -> None:
    rows = [(NOW, 10, 6), (NOW + 3 * DAY, 2, 0)]
    fine = count(form(), rows, NOW + 5 * DAY)
    assert (fine.asked, fine.answered, fine.fine, fine.overdue) == (12, 6, 6, 0)
    needed = count(form(silence="needed", chase_after_days=4), rows, NOW + 5 * DAY)
    assert (needed.asked, needed.answered, needed.fine, needed.overdue) == (12, 6, 2, 4)


def test_nobody_stands_out_in_what_is_counted() -> None:
    one_of = ask(kind="choice", options=OPTIONS)
    assert cells(one_of, ["a"] * 5 + ["b"] * 4 + ["c"] * 3) == [Cell("a", 5), Cell("b", 4), Cell("c", 3)]
    # Five of eleven and four of eleven would tell that two chose c.
    assert cells(one_of, ["a"] * 5 + ["b"] * 4 + ["c"] * 2) == [Cell("a", 5), Cell("b", None), Cell("c", None)]
    assert cells(one_of, ["a"] * 5 + ["b"] + ["c"] * 2) == [Cell("a", 5), Cell("b", None), Cell("c", None)]
    several = ask(kind="choices", options=OPTIONS)
    assert cells(several, [["a", "b"], ["a"], ["a", "c"]]) == [Cell("a", 3), Cell("b", None), Cell("c", None)]


def test_free_answers_come_without_names_in_an_order_that_stays_and_says_nothing() -> None:
    said = {number: f"answer {number}" for number in range(1, 9)}
    shown = texts(ask(key="first"), said)
    assert sorted(shown) == sorted(said.values())
    assert shown == texts(ask(key="first"), dict(reversed(said.items())))
    assert shown != list(said.values())
    assert shown != texts(ask(key="second"), said)
    assert texts(ask(), {1: "a", 2: "b"}) == []


def test_who_reads_is_said_for_each_question() -> None:
    shared, not_shared = ask(shared=True), ask()
    assert reader_of(form(), not_shared) == "coordinators"
    assert reader_of(form(), shared) == "coordinators+pair"
    assert reader_of(form(read_by="author"), shared) == "author+pair"
    assert reader_of(form(read_by="pair"), shared) == "pair"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"when": {"at": "match", "every_days": 30}}, "asked once"),
        ({"when": {"at": "meetings"}}, "needs numbers"),
        ({"when": {"at": "start", "numbers": [1]}}, "needs numbers"),
        ({"when": {"at": "first_meeting", "days": -1}}, "count from at = 'match'"),
        ({"read_by": "match"}, "coordinators, pair, author or everyone"),
        ({"questions": [{"key": "a", "ask": "a", "kind": "choice"}]}, "at least two options"),
        ({"questions": [{"key": "a", "ask": "a", "options": OPTIONS}]}, "has no options"),
    ],
)
def test_a_form_that_cannot_be_asked_is_refused_with_a_way_to_mend_it(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        form(**changes)
