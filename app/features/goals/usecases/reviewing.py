"""Saying how goals stand."""

from collections.abc import Mapping
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.goals import records
from app.features.goals.rules import readers
from app.features.goals.usecases.facts import goal_of, goal_set_of, own_set
from app.features.goals.usecases.following import set_changed
from app.features.goals.usecases.writing import Opened


def open_review(tx: Transaction, *, team_id: str, user_id: str, set_id: int) -> Opened:
    """Return what a look at a set shows to somebody whom it concerns.

    Raises:
        Refusal: if they are not in its living pairing, it is another mentee's own, or nothing is set.
    """
    row, around, kind = own_set(tx, team_id, user_id, set_id)
    if user_id not in readers(row.owner, around.pairing):
        raise Refusal("goals.not-yours-to-write")
    facts = goal_set_of(row)
    if facts.set_at is None:
        raise Refusal("goals.not-set")
    return Opened(around, kind, facts, [])


def stand(tx: Transaction, *, team_id: str, by: str, goal_id: int, how: str, now: datetime) -> int:
    """Say how one goal stands: `done`, `on_the_way` or `dropped`; the last word counts. Return its pairing's id.

    Raises:
        Refusal: if they are not in its living pairing, or it is another mentee's own.
    """
    set_id = records.set_of_goal(tx, team_id, goal_id)
    if set_id is None:
        raise Refusal("goals.gone")
    review(tx, team_id=team_id, by=by, set_id=set_id, said={goal_id: how}, now=now)
    row = records.goal_set(tx, team_id, set_id)
    return row.pairing_id if row is not None else 0


def review(tx: Transaction, *, team_id: str, by: str, set_id: int, said: Mapping[int, str], now: datetime) -> None:
    """Say how goals of a set stand, by their ids; others stay as they are.

    Raises:
        Refusal: if they are not in its living pairing, or it is another mentee's own.
    """
    row, around, _kind = own_set(tx, team_id, by, set_id, lock=True)
    if by not in readers(row.owner, around.pairing):
        raise Refusal("goals.not-yours-to-write")
    if row.set_at is None:
        raise Refusal("goals.not-set")
    for goal in row.goals:
        if goal.id in said:
            _stand(goal, said[goal.id], by, now)
    set_changed(tx, around, row, now)


def _stand(goal: records.GoalRow, how: str, by: str, now: datetime) -> None:
    state = goal_of(goal).state
    if how == "done" and state != "done":
        goal.done_at, goal.done_by, goal.dropped_at, goal.dropped_by = now, by, None, None
    elif how == "dropped" and state != "dropped":
        goal.dropped_at, goal.dropped_by, goal.done_at, goal.done_by = now, by, None, None
    elif how == "on_the_way":
        goal.reviewed_at, goal.reviewed_by = now, by
        goal.done_at = goal.done_by = goal.dropped_at = goal.dropped_by = None


def stand_in_meeting(
    tx: Transaction, *, team_id: str, by: str, pairing_id: int, said: Mapping[int, str], now: datetime
) -> None:
    """Take from the closing questions how goals stand, by their ids; those of other pairings are passed over.

    Raises:
        Refusal: if they are not in this living pairing.
    """
    for row in records.sets_of(tx, team_id, pairing_id) if said else ():
        mine = {one.id: said[one.id] for one in row.goals if one.id in said}
        if mine:
            review(tx, team_id=team_id, by=by, set_id=row.id, said=mine, now=now)
