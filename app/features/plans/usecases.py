"""Choosing a plan, and moving in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import show_open_homes
from app.features.joining import usecases as joining
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.plans import records
from app.features.plans.rules import Plan, Step, check_mentor, shift_to, step_of, suggested
from app.features.programmes import usecases as programmes
from app.handbook.calendar import Outline


@dataclass(frozen=True)
class Standing:
    """Where a pairing stands: the outlines it may follow (the suggested ones first), and the one it does."""

    pairing: Pairing
    outlines: Sequence[Outline]
    outline: Outline | None = None
    step: Step | None = None


def choose(tx: Transaction, *, team_id: str, by: str, pairing_id: int, outline: str, now: datetime) -> Standing:
    """Take a plan for a pairing, or another one, which begins with its first step. The same again changes nothing.

    Raises:
        Refusal: if `by` is not in this living pairing, or the handbook has no such outline.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    if outline not in {one.key for one in _outlines(tx, pairing)}:
        raise Refusal("plans.unknown", field="outline")
    row = records.of_pairing(tx, team_id, pairing_id, lock=True)
    if row is None or row.outline != outline:
        held = _held(tx, pairing)
        row = row or records.PlanRow(team_id=team_id, pairing_id=pairing_id)
        row.outline, row.shift, row.held_before = outline, 0, held
        row.chosen_at, row.chosen_by = now, by
        tx.add(row)
        tx.flush()
        show_open_homes(tx, team_id=team_id, users=pairing.people, now=now)
    return _standing(tx, pairing, row)


def move(tx: Transaction, *, team_id: str, by: str, pairing_id: int, steps: int, now: datetime) -> Standing:
    """Repeat a step (`steps` is -1) or skip one (1).

    Raises:
        Refusal: if `by` is no mentor of this living pairing, it has no plan, or there is no such step.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    check_mentor(pairing, by)
    row = records.of_pairing(tx, team_id, pairing_id, lock=True)
    found = _named(tx, pairing, row)
    if row is None or found is None:
        raise Refusal("plans.no-plan")
    row.shift = shift_to(_facts(row), found, _held(tx, pairing), steps)
    tx.flush()
    show_open_homes(tx, team_id=team_id, users=pairing.people, now=now)
    return _standing(tx, pairing, row)


# -- questions -------------------------------------------------------------------------------------


def standing(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int) -> Standing:
    """Return where a pairing stands, to one of its people.

    Raises:
        Refusal: if they are not in this living pairing, or its handbook has no outlines.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=pairing_id)
    found = _standing(tx, pairing, records.of_pairing(tx, team_id, pairing_id))
    if not found.outlines:
        raise Refusal("plans.none-offered")
    return found


def standings_of(tx: Transaction, *, team_id: str, user_id: str) -> list[Standing]:
    """Return where a person's living pairings stand, those only whose handbook has outlines."""
    mine = [one for one in pairings.pairings_of(tx, team_id=team_id, user_id=user_id) if _outlines(tx, one)]
    rows = {row.pairing_id: row for row in records.of_pairings(tx, team_id, [one.id for one in mine])} if mine else {}
    return [_standing(tx, one, rows.get(one.id)) for one in mine]


def step_for(tx: Transaction, *, pairing: Pairing, meeting: Meeting) -> Step | None:
    """Return the step of a meeting for its agenda; None without a plan."""
    row = records.of_pairing(tx, pairing.team_id, pairing.id) if _outlines(tx, pairing) else None
    outline = _named(tx, pairing, row)
    if row is None or outline is None:
        return None
    return step_of(_facts(row), outline, len(meetings.held_before(tx, meeting=meeting)))


def may_choose(tx: Transaction, *, pairing: Pairing) -> bool:
    """Whether a pairing could take a plan and has none yet."""
    return bool(_outlines(tx, pairing)) and records.of_pairing(tx, pairing.team_id, pairing.id) is None


def _standing(tx: Transaction, pairing: Pairing, row: records.PlanRow | None) -> Standing:
    outline = _named(tx, pairing, row)
    if row is None or outline is None:
        outlines = _outlines(tx, pairing)
        answers = [
            one.answers
            for user in pairing.people
            for one in joining.applications_of(tx, team_id=pairing.team_id, user_id=user)
            if outlines and one.cohort_id == pairing.cohort_id
        ]
        return Standing(pairing, suggested(outlines, answers))
    return Standing(pairing, _outlines(tx, pairing), outline, step_of(_facts(row), outline, _held(tx, pairing)))


def _outlines(tx: Transaction, pairing: Pairing) -> tuple[Outline, ...]:
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return programmes.handbook_of(tx, cohort).outlines


def _named(tx: Transaction, pairing: Pairing, row: records.PlanRow | None) -> Outline | None:
    """Return the outline that a plan names; None if the handbook dropped it."""
    key = row.outline if row is not None else None
    return next((one for one in _outlines(tx, pairing) if one.key == key), None)


def _held(tx: Transaction, pairing: Pairing) -> int:
    found = meetings.meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    return sum(one.held_at is not None for one in found)


def _facts(row: records.PlanRow) -> Plan:
    return Plan(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        outline=row.outline,
        held_before=row.held_before,
        shift=row.shift,
        chosen_at=row.chosen_at,
        chosen_by=row.chosen_by,
    )
