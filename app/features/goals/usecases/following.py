"""What is asked of a pairing follows what it is, and what it has written."""

from collections.abc import Sequence
from datetime import datetime

from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import reconcile, show_open_homes
from app.features.goals import records
from app.features.goals.rules import kind_of, owners
from app.features.goals.rules.deadlines import set_over
from app.features.goals.rules.lookouts import lookout_messages, lookout_of
from app.features.goals.rules.messages import set_messages
from app.features.goals.usecases.facts import Around, around_of, goal_set_of, noted_of
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting, anchors
from app.features.pairings.rules import Pairing
from app.handbook.goals import GoalKind


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring what this room asks of a pairing in line with what it is now."""
    around = around_of(tx, pairing)
    handbook = around.handbook
    if not (handbook.goals or handbook.activities or handbook.lookouts):
        return
    if pairing.is_live:
        _make_rows(tx, around)
    rows = records.sets_of(tx, pairing.team_id, pairing.id)
    # What was set follows nothing but itself, as long as the same people are in it.
    due = [row for row in rows if row.set_at is None or pairing.is_group or not pairing.is_live]
    held = [one for one in _meetings(tx, pairing) if one.held_at is not None] if due else []
    for row in due:
        plan_set(tx, around, row, rows, held, now)
    if pairing.is_group or not pairing.is_live:
        for lookout in records.lookouts_of(tx, pairing.team_id, pairing.id):
            plan_lookout(tx, around, lookout, now)


def _meetings(tx: Transaction, pairing: Pairing) -> list[Meeting]:
    return meetings.meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)


def _make_rows(tx: Transaction, around: Around) -> None:
    """Make what buttons need an id for: the first set of each kind, and a line for each activity."""
    team_id, pairing_id = around.pairing.team_id, around.pairing.id
    sets = [
        {"team_id": team_id, "pairing_id": pairing_id, "kind": kind.key, "owner": owner, "number": 1}
        for kind in around.handbook.goals
        for owner in owners(kind, around.pairing)
    ]
    ticks = [{"team_id": team_id, "pairing_id": pairing_id, "activity": one.key} for one in around.handbook.activities]
    insert_or_ignore(tx, records.GoalSetRow, sets)
    insert_or_ignore(tx, records.TickRow, ticks)


def plan_set(
    tx: Transaction,
    around: Around,
    row: records.GoalSetRow,
    rows: Sequence[records.GoalSetRow],
    held: Sequence[Meeting],
    now: datetime,
) -> None:
    """Bring the messages about a set in line with it.

    Args:
        tx: the transaction.
        around: its pairing.
        row: which set.
        rows: all sets of the pairing, whose order says which one is the newest.
        held: the meetings that were held, if the set may still have to be asked for.
        now: the present instant, UTC.
    """
    kind = kind_of(around.handbook, row.kind)
    if kind is None:
        return
    line = [one for one in rows if (one.kind, one.owner) == (row.kind, row.owner)]
    messages = set_messages(
        goal_set_of(row),
        kind,
        around.pairing,
        ask_at=_ask_at(around, kind, row, line, held),
        ends=around.cohort.ends,
        is_newest=not any(one.set_at is not None and one.number > row.number for one in line),
    )
    reconcile(tx, team_id=row.team_id, subject=f"goals:{row.id}", wanted=messages, now=now)


def _ask_at(
    around: Around,
    kind: GoalKind,
    row: records.GoalSetRow,
    line: Sequence[records.GoalSetRow],
    held: Sequence[Meeting],
) -> datetime | None:
    if row.number > 1:
        before = next((one for one in line if one.number == row.number - 1), None)
        return set_over(goal_set_of(before), around.cohort.zone) if before is not None else None
    found = anchors(kind.set_when, around.cohort, around.pairing, held)
    joined = around.pairing.joined_at(row.owner)
    return max(found[0], joined) if found else None


def plan_lookout(tx: Transaction, around: Around, row: records.LookoutRow, now: datetime) -> None:
    """Bring the messages about something noted in line with it."""
    kind = lookout_of(around.handbook, row.kind)
    if kind is None:
        return
    told = row.meeting_id is not None
    messages = lookout_messages(noted_of(row), kind, around.pairing, ends=around.cohort.ends, is_told=told)
    reconcile(tx, team_id=row.team_id, subject=f"lookout:{row.id}", wanted=messages, now=now)


def set_changed(tx: Transaction, around: Around, row: records.GoalSetRow, now: datetime) -> None:
    """Let everything follow a set that somebody wrote: the next one, the messages, open Homes."""
    kind = kind_of(around.handbook, row.kind)
    tx.flush()
    if kind is not None and kind.again and row.set_at is not None:
        following = {
            "team_id": row.team_id, "pairing_id": row.pairing_id, "kind": row.kind,
            "owner": row.owner, "number": row.number + 1,
        }  # fmt: skip
        insert_or_ignore(tx, records.GoalSetRow, [following])
    rows = records.sets_of(tx, row.team_id, row.pairing_id)
    for one in rows:
        if (one.kind, one.owner) == (row.kind, row.owner) and one.number >= row.number - 1:
            plan_set(tx, around, one, rows, [], now)
    show_open_homes(tx, team_id=row.team_id, users=around.pairing.people, now=now)
