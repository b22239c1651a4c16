"""Which stage a pairing is in, and what comes when."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from app.features.stages.rules import current, guidance, occasions, placed, wanted
from app.features.surveys import rules as surveys
from app.features.surveys.rules import carried
from app.handbook.calendar import Stage
from app.handbook.model import Handbook
from tests.kit.make import NOW, cohort, handbook, pairing

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def stage(key: str, from_day: int, to_day: int, **changes: Any) -> dict[str, Any]:
    usual = {
        "key": key,
        "name": key.title(),
        "from_day": from_day,
        "to_day": to_day,
        "about": "What it is about.",
        "guidance_mentee": ["Ask."],
        "guidance_mentor": ["Listen."],
    }
    return {**usual, **changes}


def book(*stages: dict[str, Any], **parts: Any) -> Handbook:
    form = {"intro": "x", "purpose": "stage", "read_by": "pair", "questions": [{"key": "a", "ask": "A?"}]}
    forms = (
        {**form, "key": "opening", "name": "Opening questions"},
        {**form, "key": "back", "name": "Looking back", "roles": ["mentee"]},
    )
    return handbook(stages=stages, forms=forms, **parts)


FIRST = stage("first", 0, 30, opens_with="opening", closes_with="back")
SECOND = stage("second", 30, 75)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), "first"),
        (30 * DAY - HOUR, "first"),
        (30 * DAY, "second"),
        (75 * DAY, None),
    ],
)
def test_days_count_from_the_match(after: timedelta, expected: str | None) -> None:
    present = current(book(FIRST, SECOND).stages, pairing(), cohort(), NOW + after)
    assert (present.stage.key if present is not None else None) == expected


def test_a_stage_says_its_place_and_its_end() -> None:
    stages = book(FIRST, SECOND).stages
    second = placed(stages, "second", pairing(), cohort())
    assert second is not None
    assert (second.number, second.of, second.ends) == (2, 2, NOW + 75 * DAY)
    assert placed(stages, "gone", pairing(), cohort()) is None
    assert (guidance(second.stage, "mentor"), guidance(second.stage, "mentee")) == (("Listen.",), ("Ask.",))


def test_between_two_stages_there_is_none_and_of_two_that_overlap_the_later_one_counts() -> None:
    stages = book(FIRST, stage("later", 40, 60), stage("last", 50, 80)).stages
    assert current(stages, pairing(), cohort(), NOW + 35 * DAY) is None
    last = current(stages, pairing(), cohort(), NOW + 55 * DAY)
    assert last is not None
    assert last.stage.key == "last"


def test_each_gets_every_stage_once_and_the_first_one_a_day_after_the_match() -> None:
    found = wanted(book(FIRST, SECOND), pairing(), cohort(), {("first", "UMENTEE"): 7}, has_met=True)
    assert [(one.to, one.due, one.about) for one in found] == [
        ("UMENTOR", NOW + DAY, {"pairing": 1, "stage": "first"}),
        ("UMENTOR", NOW + 30 * DAY, {"pairing": 1, "stage": "second"}),
        ("UMENTEE", NOW + DAY, {"pairing": 1, "stage": "first", "ask": 7}),
        ("UMENTEE", NOW + 30 * DAY, {"pairing": 1, "stage": "second"}),
    ]
    assert {one.expires for one in found} == {NOW + 30 * DAY, NOW + 75 * DAY}


def test_a_late_joiner_gets_the_stage_that_goes_on_and_none_that_is_over() -> None:
    late = pairing(mentees=("UMENTEE", "ULATE"), joined={"ULATE": NOW + 40 * DAY})
    found = wanted(book(FIRST, SECOND), late, cohort(), {}, has_met=True)
    assert [(one.about["stage"], one.due) for one in found if one.to == "ULATE"] == [("second", NOW + 41 * DAY)]


def test_nothing_comes_after_the_end_of_the_cohort_or_of_the_pairing() -> None:
    long = book(FIRST, stage("last", 140, 182, opens_with="opening"))
    assert {one.about["stage"] for one in wanted(long, pairing(), cohort(), {}, has_met=True)} == {"first"}
    assert {one.name for one in occasions(long, pairing(), cohort())} == {"first", "first:back"}
    ended = pairing(ended_at=NOW, ended_by="UMENTEE")
    assert wanted(long, ended, cohort(), {}, has_met=False) == []
    assert occasions(long, ended, cohort()) == []


def test_a_stage_opens_with_its_form_and_is_looked_back_on_before_its_end() -> None:
    found = occasions(book(FIRST), pairing(), cohort())
    assert [(one.form_key, one.user_id, one.at, one.announced) for one in found] == [
        ("opening", "UMENTOR", NOW + DAY, True),
        ("opening", "UMENTEE", NOW + DAY, True),
        ("back", "UMENTEE", NOW + 27 * DAY, False),
    ]


def test_whoever_has_two_pairings_looks_back_on_one_after_the_other() -> None:
    found = {}
    for older in (0, 1, 2, 9):
        said = occasions(book(FIRST), pairing(), cohort(), {}, {"UMENTEE": older})
        found[older] = [one.at for one in said if one.form_key == "back"]
    assert found == {0: [NOW + 27 * DAY], 1: [NOW + 28 * DAY], 2: [NOW + 29 * DAY], 9: [NOW + 29 * DAY]}


def test_a_very_short_stage_is_looked_back_on_halfway() -> None:
    assert Stage.model_validate(stage("short", 10, 14)).looks_back_on == 12


def test_each_prepares_alone_and_only_before_the_first_meeting() -> None:
    prepared = book(first_meeting={"prepare_mentor": ("Think of two topics.",), "questions_mentor": ("Why here?",)})
    found = wanted(prepared, pairing(), cohort(), {}, has_met=False)
    assert [(one.kind, one.to, one.due) for one in found] == [("stages.prepare", "UMENTOR", NOW + HOUR)]
    assert wanted(prepared, pairing(), cohort(), {}, has_met=True) == []


PREPARES = {
    "key": "before",
    "name": "Before you meet",
    "purpose": "preparation",
    "intro": "A few thoughts.",
    "roles": ["mentee"],
    "read_by": "pair",
    "when": {"at": "match"},
    "questions": [{"key": "why", "ask": "Why now?"}],
}


def test_a_form_for_the_day_of_the_match_comes_with_the_preparation_in_one_message() -> None:
    lists = {"prepare_mentee": ("Think of two topics.",)}
    prepared = handbook(forms=[PREPARES], first_meeting=lists)
    monday = {"UMENTEE": NOW + 2 * DAY}
    (one,) = occasions(prepared, pairing(), cohort(), monday)
    assert (one.form_key, one.user_id, one.at, one.announced) == ("before", "UMENTEE", NOW + 2 * DAY + HOUR, True)
    (message,) = wanted(prepared, pairing(), cohort(), {("", "UMENTEE"): 7}, monday, has_met=False)
    assert (message.due, message.about) == (one.at, {"pairing": 1, "ask": 7})
    assert carried(prepared) == {("before", "mentee")}
    assert surveys.occasions(prepared.forms, pairing(), cohort(), [], elsewhere=carried(prepared)) == []


def test_without_lists_or_on_another_day_a_preparation_comes_alone() -> None:
    later = {**PREPARES, "when": {"at": "match", "days": 2}}
    for book_ in (
        handbook(forms=[PREPARES]),
        handbook(forms=[later], first_meeting={"prepare_mentee": ("Think.",)}),
        handbook(forms=[PREPARES], first_meeting={"prepare_mentor": ("Think.",)}),
    ):
        assert carried(book_) == set()
        assert occasions(book_, pairing(), cohort()) == []


def test_a_stage_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends on day 5, before it begins on day 9"):
        Stage.model_validate(stage("wrong", 9, 5))


def test_a_stage_that_the_cohorts_end_cuts_short_is_looked_back_on_before_that_end() -> None:
    stages = book(stage("first", 0, 30), stage("last", 90, 150, closes_with="back"))
    short = cohort()  # it ends after 110 days
    found = [one for one in occasions(stages, pairing(), short) if one.name == "last:back"]
    assert [one.at for one in found] == [short.ends - 3 * DAY]
    present = placed(stages.stages, "last", pairing(), short)
    assert present is not None
    assert present.ends == short.ends - timedelta(minutes=1)
