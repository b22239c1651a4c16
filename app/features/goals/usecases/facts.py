"""Rows as the rules know them, and what surrounds them."""

import json
from dataclasses import dataclass

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.goals import records
from app.features.goals.rules import Goal, GoalSet, kind_of
from app.features.goals.rules.lookouts import Noted
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.goals import GoalKind
from app.handbook.model import Handbook


@dataclass(frozen=True)
class Around:
    """What surrounds a pairing's goals: the pairing, its cohort and its handbook."""

    pairing: Pairing
    cohort: Cohort
    handbook: Handbook


def around_of(tx: Transaction, pairing: Pairing) -> Around:
    """Return a pairing with its cohort and its handbook."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return Around(pairing, cohort, programmes.handbook_of(tx, cohort))


def own_set(
    tx: Transaction, team_id: str, by: str, set_id: int, *, lock: bool = False
) -> tuple[records.GoalSetRow, Around, GoalKind]:
    """Return a set, what surrounds it and what the handbook says of it, to one of its pairing.

    Raises:
        Refusal: `goals.gone` if there is none, or whatever keeps them out of its pairing.
    """
    row = records.goal_set(tx, team_id, set_id, lock=lock)
    if row is None:
        raise Refusal("goals.gone")
    around = around_of(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id))
    kind = kind_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return row, around, kind


def goal_set_of(row: records.GoalSetRow) -> GoalSet:
    """Return a set as the rules know it, its goals by position."""
    return GoalSet(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        kind=row.kind,
        owner=row.owner,
        number=row.number,
        set_at=row.set_at,
        set_by=row.set_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        refined_at=row.refined_at,
        refined_by=row.refined_by,
        goals=tuple(goal_of(one) for one in sorted(row.goals, key=lambda one: one.position)),
    )


def goal_of(row: records.GoalRow) -> Goal:
    """Return a goal as the rules know it."""
    return Goal(
        id=row.id,
        set_id=row.set_id,
        position=row.position,
        text=row.text,
        said=json.loads(row.said),
        set_at=row.set_at,
        horizon_days=row.horizon_days,
        due_on=row.due_on,
        reviewed_at=row.reviewed_at,
        done_at=row.done_at,
        dropped_at=row.dropped_at,
    )


def noted_of(row: records.LookoutRow) -> Noted:
    """Return something noted as the rules know it."""
    return Noted(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        kind=row.kind,
        text=row.text,
        link=row.link,
        noted_by=row.noted_by,
        noted_at=row.noted_at,
        championed_at=row.championed_at,
        championed_by=row.championed_by,
        followed_up_at=row.followed_up_at,
        done_at=row.done_at,
        dropped_at=row.dropped_at,
    )
