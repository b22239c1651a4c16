"""Writing goals, changing them, and sharpening those of the other side."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.core.calendar import local
from app.core.refusal import Refusal, refuse_all
from app.database.session import Transaction
from app.features.goals import records
from app.features.goals.rules import Goal, GoalSet, check_writer
from app.features.goals.rules.deadlines import due_on
from app.features.goals.rules.forms import Draft, Place, check_drafts, is_carried, places
from app.features.goals.usecases.facts import Around, goal_of, goal_set_of, own_set
from app.features.goals.usecases.following import set_changed
from app.handbook.goals import GoalKind

NOTHING_SAID: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Opened:
    """What is needed to show a form of goals; `past` are those of the set before that nobody has closed."""

    around: Around
    kind: GoalKind
    goal_set: GoalSet
    places: list[Place]
    past: tuple[Goal, ...] = ()


def open_form(tx: Transaction, *, team_id: str, user_id: str, set_id: int, refining: bool = False) -> Opened:
    """Return what a form of goals shows to somebody who may write it.

    Raises:
        Refusal: if they are not in its living pairing, or it is not theirs to write.
    """
    row, around, kind = own_set(tx, team_id, user_id, set_id)
    check_writer(kind, row.owner, around.pairing, user_id, refining=refining)
    facts = goal_set_of(row)
    if refining and facts.set_at is None:
        raise Refusal("goals.not-set")
    before = _before(tx, row)
    past = () if before is None else tuple(goal_set_of(before).open_goals)
    return Opened(around, kind, facts, _places(kind, facts, refining=refining), past)


def _before(tx: Transaction, row: records.GoalSetRow) -> records.GoalSetRow | None:
    """Return the set whose place a new one is about to take."""
    if row.set_at is not None or row.number == 1:
        return None
    line = (row.kind, row.owner, row.number - 1)
    rows = records.sets_of(tx, row.team_id, row.pairing_id)
    return next((one for one in rows if (one.kind, one.owner, one.number) == line), None)


def _places(kind: GoalKind, goal_set: GoalSet, *, refining: bool) -> list[Place]:
    found = places(kind, goal_set.goals)
    return [one for one in found if one.goal is not None] if refining else found


def write(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    set_id: int,
    drafts: Iterable[Draft],
    now: datetime,
    past: Mapping[int, str] = NOTHING_SAID,
    refining: bool = False,
) -> None:
    """Take goals as somebody wrote them: new ones, changed ones; one that was emptied is let go.

    With the first writing of a set, what was still open of the one before is closed, or comes over.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who writes.
        set_id: which set.
        drafts: every block of the form, blank ones too.
        now: the present instant, UTC.
        past: what becomes of the open ones of the set before, by id: `done`, `carried` or `dropped`.
        refining: whether the other side sharpens them.

    Raises:
        Refusal: if they are not in its living pairing, or it is not theirs to write.
        Refusals: if something is missing, too long, or was written by the other one meanwhile.
    """
    row, around, kind = own_set(tx, team_id, by, set_id, lock=True)
    check_writer(kind, row.owner, around.pairing, by, refining=refining)
    shown = list(drafts)
    written = check_drafts(kind, shown)
    day = local(row.set_at or now, around.cohort.zone).date()
    known = {f"old{one.id}": one for one in row.goals}
    _check_places(kind, row, written, by)
    for draft in written:
        goal = known.get(draft.place) or _at(row, _position(draft))
        if goal is None:
            position = _position(draft)
            horizon = kind.horizons_days[position] if kind.horizons_days else None
            goal = records.GoalRow(
                team_id=team_id, position=position, horizon_days=horizon, set_at=now, set_by=by, text="", said="{}"
            )
            row.goals.append(goal)
        goal.text, goal.said = draft.text, json.dumps(dict(draft.said))
        goal.due_on = due_on(kind, goal.horizon_days, draft.said, day)
    for draft in shown:
        emptied = known.get(draft.place) if draft.is_blank else None
        if emptied is not None and emptied.done_at is None and emptied.dropped_at is None:
            emptied.dropped_at, emptied.dropped_by = now, by
    before = _before(tx, row)
    if before is not None:
        _settle(before, row, kind, past, by, now)
    if row.set_at is None:
        row.set_at, row.set_by = now, by
    if refining:
        row.refined_at, row.refined_by = now, by
    else:
        row.changed_at, row.changed_by = now, by
    set_changed(tx, around, row, now)


def _settle(
    before: records.GoalSetRow,
    row: records.GoalSetRow,
    kind: GoalKind,
    past: Mapping[int, str],
    by: str,
    now: datetime,
) -> None:
    """Close what was open of the set before, or bring it over, without a day, behind what is new."""
    for goal in list(before.goals):
        how = past.get(goal.id) if goal_of(goal).is_open else None
        if how == "done":
            goal.done_at, goal.done_by = now, by
        elif how == "dropped":
            goal.dropped_at, goal.dropped_by = now, by
        elif how == "carried":
            taken = max([len(kind.horizons_days) - 1, *(one.position for one in row.goals)])
            before.goals.remove(goal)
            row.goals.append(goal)
            goal.position, goal.horizon_days, goal.due_on = taken + 1, None, None
            goal.reviewed_at, goal.reviewed_by = now, by


def _position(draft: Draft) -> int:
    """Return the position that a block names; -1 for one that makes no room."""
    number = draft.place.removeprefix("new")
    return int(number) if number.isdecimal() and len(number) < 5 else -1  # noqa: PLR2004 - more than any set has


def _at(row: records.GoalSetRow, position: int) -> records.GoalRow | None:
    return next((one for one in row.goals if one.position == position), None)


def _check_places(kind: GoalKind, row: records.GoalSetRow, written: Sequence[Draft], by: str) -> None:
    """Make sure that what is written finds its place: the other one may have written meanwhile."""
    known = {f"old{one.id}" for one in row.goals}
    wrong: list[Refusal] = []
    fresh = 0
    for draft in written:
        if draft.place in known:
            continue
        position = _position(draft)
        there = _at(row, position)
        if position < 0 or (kind.horizons_days and position >= len(kind.horizons_days)):
            raise Refusal("core.stale-button")
        if there is None:
            fresh += 1
        elif there.text != draft.text or there.set_by != by:
            wrong.append(Refusal("goals.meanwhile", field=draft.place))
    refuse_all(wrong)
    still = [one for one in map(goal_of, row.goals) if one.is_open and not is_carried(kind, one)]
    if fresh and len(still) + fresh > kind.most:
        raise Refusal("goals.too-many", most=kind.most)


def find_good(tx: Transaction, *, team_id: str, by: str, set_id: int, now: datetime) -> None:
    """Say that goals need no sharpening; said twice, it changes nothing.

    Raises:
        Refusal: if they are not in its living pairing, or are not asked to sharpen them.
    """
    row, around, kind = own_set(tx, team_id, by, set_id, lock=True)
    check_writer(kind, row.owner, around.pairing, by, refining=True)
    if row.set_at is None:
        raise Refusal("goals.not-set")
    if row.refined_at is None:
        row.refined_at, row.refined_by = now, by
        set_changed(tx, around, row, now)
