"""Which step a meeting has, who may change the pace, and which plan is suggested."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.refusal import Refusal
from app.features.plans.rules import Plan, Step, check_mentor, shift_to, step_of, suggested
from app.handbook.calendar import Outline
from tests.kit.make import NOW, pairing

TEACHING = Outline(key="teaching", name="Teaching", steps=("Meet", "Read", "Teach", "Show"))
LESSONS = Outline(key="lessons", name="Lessons", steps=("Meet",))


def plan(**changes: Any) -> Plan:
    usual = {"id": 1, "team_id": "T1", "pairing_id": 1, "outline": "teaching", "held_before": 0, "shift": 0}
    return Plan(**{**usual, "chosen_at": NOW, "chosen_by": "UMENTEE", **changes})


def test_each_held_meeting_leads_to_the_next_step_and_the_last_one_stays() -> None:
    assert [step_of(plan(), TEACHING, held).text for held in range(6)] == [
        "Meet", "Read", "Teach", "Show", "Show", "Show",
    ]  # fmt: skip
    assert step_of(plan(), TEACHING, 1) == Step(2, 4, "Read")


def test_a_plan_begins_with_its_first_step_whenever_it_is_chosen() -> None:
    assert step_of(plan(held_before=3), TEACHING, 3).number == 1
    assert step_of(plan(held_before=3), TEACHING, 4).number == 2


def test_a_step_is_repeated_or_skipped_and_the_rest_follows() -> None:
    back = plan(shift=shift_to(plan(), TEACHING, 2, -1))
    assert [step_of(back, TEACHING, held).text for held in (2, 3)] == ["Read", "Teach"]
    on = plan(shift=shift_to(plan(), TEACHING, 0, 1))
    assert [step_of(on, TEACHING, held).text for held in (0, 1)] == ["Read", "Teach"]
    late = plan(shift=shift_to(plan(), TEACHING, 9, -1))
    assert step_of(late, TEACHING, 9).text == "Teach"


def test_there_is_nothing_before_the_first_step_or_after_the_last() -> None:
    with pytest.raises(Refusal, match=r"plans\.at-start"):
        shift_to(plan(), TEACHING, 0, -1)
    with pytest.raises(Refusal, match=r"plans\.at-end"):
        shift_to(plan(), TEACHING, 7, 1)


@given(held=st.integers(0, 40), before=st.integers(0, 40), shift=st.integers(-40, 40))
def test_a_step_is_always_one_of_the_outline(held: int, before: int, shift: int) -> None:
    found = step_of(plan(held_before=before, shift=shift), TEACHING, held)
    assert TEACHING.steps[found.number - 1] == found.text


def test_what_somebody_chose_at_sign_up_comes_first() -> None:
    assert suggested([LESSONS, TEACHING], [{"type": ["teaching"], "goals": "x"}]) == [TEACHING, LESSONS]
    assert suggested([LESSONS, TEACHING], [{"type": []}]) == [LESSONS, TEACHING]


def test_only_a_mentor_sets_the_pace() -> None:
    check_mentor(pairing(co_mentors=("UCO",)), "UCO")
    with pytest.raises(Refusal, match=r"plans\.mentor-only"):
        check_mentor(pairing(), "UMENTEE")
    with pytest.raises(Refusal, match=r"pairings\.not-yours"):
        check_mentor(pairing(), "USAM")
