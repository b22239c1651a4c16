"""Where a pairing stands in its plan, and which outline is suggested to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.refusal import Refusal
from app.features.pairings.rules import Pairing
from app.handbook.calendar import Outline


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The outline that a pairing follows.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        outline: the key of the handbook's outline.
        held_before: how many meetings the pairing had held when it chose.
        shift: how many steps its mentor has skipped, less those that are done again.
        chosen_at, chosen_by: when (UTC) and who.
    """

    id: int
    team_id: str
    pairing_id: int
    outline: str
    held_before: int
    shift: int
    chosen_at: datetime
    chosen_by: str


@dataclass(frozen=True)
class Step:
    """The step of one meeting: its number from 1, of how many, and what it is about."""

    number: int
    of: int
    text: str


def step_of(plan: Plan, outline: Outline, held: int) -> Step:
    """Return the step of the meeting that follows so many held ones; the last step is kept for the rest.

    Args:
        plan: the pairing's.
        outline: the one it names.
        held: how many meetings the pairing held before that meeting, in all its time.
    """
    last = len(outline.steps)
    number = min(max(held - plan.held_before + plan.shift, 0) + 1, last)
    return Step(number, last, outline.steps[number - 1])


def shift_to(plan: Plan, outline: Outline, held: int, by: int) -> int:
    """Return the plan's shift after its mentor went on or back by so many steps, within the outline.

    Raises:
        Refusal: `plans.at-start`, `plans.at-end` if there is no such step.
    """
    number = step_of(plan, outline, held).number + by
    if number < 1:
        raise Refusal("plans.at-start")
    if number > len(outline.steps):
        raise Refusal("plans.at-end")
    return number - 1 - (held - plan.held_before)


def suggested(outlines: Sequence[Outline], answers: Iterable[Mapping[str, Any]]) -> list[Outline]:
    """Return the outlines, those first whose key somebody chose when they signed up.

    Args:
        outlines: the handbook's, in its order.
        answers: the sign-up answers of the people in the pairing.
    """
    named = {value for one in answers for said in one.values() if isinstance(said, list) for value in said}
    return sorted(outlines, key=lambda one: one.key not in named)


def check_mentor(pairing: Pairing, user_id: str) -> None:
    """Let only a mentor of the pairing change its pace.

    Raises:
        Refusal: `plans.mentor-only`, or `pairings.not-yours` for anybody outside.
    """
    if pairing.role_of(user_id) != "mentor":
        raise Refusal("plans.mentor-only")
