"""What a pairing works towards, for its people, their agenda, their certificate and their keepsakes."""

from collections.abc import Sequence
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.goals import records
from app.features.goals.rules import Goal, GoalSet, activity_of, kind_of, owners, readers
from app.features.goals.rules.deadlines import is_review_due, may_follow
from app.features.goals.rules.lookouts import Noted, lookout_of
from app.features.goals.rules.overview import Agenda, GoalLine, ShownSet, Standing, Summary, Tick
from app.features.goals.usecases.facts import Around, around_of, goal_set_of, noted_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.goals import GoalKind, Lookout


def goal_set(tx: Transaction, *, team_id: str, set_id: int) -> tuple[GoalSet, GoalKind, Pairing, Cohort]:
    """Return a set and what surrounds it, for messages to those whom it concerns.

    Raises:
        Refusal: `goals.gone` if there is none, or the handbook has no such kind any more.
    """
    row = records.goal_set(tx, team_id, set_id)
    if row is None:
        raise Refusal("goals.gone")
    around = around_of(tx, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id))
    kind = kind_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return goal_set_of(row), kind, around.pairing, around.cohort


def set_before(tx: Transaction, *, goal_set: GoalSet) -> GoalSet | None:
    """Return the set whose place another one takes."""
    return next(
        (
            goal_set_of(row)
            for row in records.sets_of(tx, goal_set.team_id, goal_set.pairing_id)
            if (row.kind, row.owner, row.number) == (goal_set.kind, goal_set.owner, goal_set.number - 1)
        ),
        None,
    )


def lookout(tx: Transaction, *, team_id: str, lookout_id: int) -> tuple[Noted, Lookout, Pairing]:
    """Return something noted and what surrounds it, for messages about it.

    Raises:
        Refusal: `goals.gone` if there is none, or the handbook has no such kind any more.
    """
    row = records.lookout(tx, team_id, lookout_id)
    if row is None:
        raise Refusal("goals.gone")
    around = around_of(tx, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id))
    kind = lookout_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return noted_of(row), kind, around.pairing


def standings_of(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[Standing]:
    """Return what a person's living pairings have in this room, oldest pairing first; empty ones are left out."""
    found = [
        _standing(tx, pairing, user_id, now) for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id)
    ]
    return [one for one in found if one.sets or one.ticks or one.lookouts]


def standing_of(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int, now: datetime) -> Standing:
    """Return what one living pairing has in this room, to one of its people.

    Raises:
        Refusal: if they are not in it.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=pairing_id)
    return _standing(tx, pairing, user_id, now)


def _standing(tx: Transaction, pairing: Pairing, user_id: str, now: datetime) -> Standing:
    around = around_of(tx, pairing)
    rows = records.sets_of(tx, pairing.team_id, pairing.id)
    noted = [noted_of(row) for row in records.lookouts_of(tx, pairing.team_id, pairing.id)]
    return Standing(
        pairing=pairing,
        sets=tuple(one for one in _newest(around, rows, now) if user_id in readers(one.goal_set.owner, pairing)),
        ticks=tuple(_ticks(tx, around)),
        lookouts=tuple(
            (kind, tuple(one for one in noted if one.kind == kind.key)) for kind in around.handbook.lookouts
        ),
    )


def _newest(around: Around, rows: Sequence[records.GoalSetRow], now: datetime) -> list[ShownSet]:
    found = []
    for kind in around.handbook.goals:
        for owner in owners(kind, around.pairing):
            line = [goal_set_of(row) for row in rows if (row.kind, row.owner) == (kind.key, owner)]
            written = [one for one in line if one.set_at is not None]
            if not line:
                continue
            shown = written[-1] if written else line[0]
            follows = may_follow(shown, around.cohort.zone, now)
            following = next((one.id for one in line if one.number == shown.number + 1), None)
            found.append(ShownSet(kind=kind, goal_set=shown, next_id=following if follows else None))
    return found


def _ticks(tx: Transaction, around: Around) -> list[Tick]:
    if not around.handbook.activities:
        return []
    rows = {row.activity: row for row in records.ticks_of(tx, around.pairing.team_id, around.pairing.id)}
    return [
        Tick(id=rows[one.key].id, activity=one, ticked_at=rows[one.key].ticked_at)
        for one in around.handbook.activities
        if one.key in rows
    ]


def agenda_lines(tx: Transaction, *, team_id: str, pairing_id: int, reader: str, at: datetime) -> Agenda:
    """Return what this room brings to a meeting at an instant, for one of the pairing's people.

    The goals that belong to another mentee of a group are left out. The caller has made sure that the
    reader is in the pairing.
    """
    around = around_of(tx, pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id))
    handbook = around.handbook
    takes = any(one.from_reflection for one in handbook.lookouts)
    if not (handbook.goals or handbook.activities or handbook.lookouts):
        return Agenda()
    sets = [
        one
        for one in _newest(around, records.sets_of(tx, team_id, pairing_id), at)
        if reader in readers(one.goal_set.owner, around.pairing)
    ]
    noted = [noted_of(row) for row in records.lookouts_of(tx, team_id, pairing_id)]
    ones = {one.key: one.one for one in handbook.lookouts}
    return Agenda(
        goals=tuple(_line(shown, goal, around.pairing) for shown in sets for goal in shown.goal_set.open_goals),
        review=tuple(one.goal_set.id for one in sets if is_review_due(one.goal_set, one.kind, at)),
        lookouts=tuple((ones[one.kind], one.text) for one in noted if one.is_open and one.kind in ones),
        takes_opportunities=takes,
        activities=tuple(one.activity.label for one in _ticks(tx, around) if one.ticked_at is None),
    )


def _line(shown: ShownSet, goal: Goal, pairing: Pairing) -> GoalLine:
    return GoalLine(
        goal_id=goal.id,
        text=goal.text,
        one=shown.kind.one,
        owner=shown.goal_set.owner if len(pairing.mentees) > 1 else "",
        horizon_days=goal.horizon_days,
        due_on=goal.due_on,
        state=goal.state,
        asks=shown.kind.review_in_meetings,
    )


def ticked(tx: Transaction, *, team_id: str, pairing_id: int) -> frozenset[str]:
    """Return the keys of the activities that a pairing ticked off."""
    ticks = records.ticks_of(tx, team_id, pairing_id)
    return frozenset(row.activity for row in ticks if row.ticked_at is not None)


def summary_of(tx: Transaction, *, team_id: str, pairing_id: int, reader: str | None = None) -> Summary:
    """Return what a pairing (ended or not) worked towards.

    For its own people only; the caller has checked that, and shows no text to anybody else.

    Args:
        tx: the transaction.
        team_id: the workspace.
        pairing_id: which.
        reader: leaves out what belongs to another mentee of a group; without one, everything is counted.
    """
    around = around_of(tx, pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id))
    handbook = around.handbook
    ones = {one.key: one.one for one in handbook.goals} | {one.key: one.one for one in handbook.lookouts}
    ticks = records.ticks_of(tx, team_id, pairing_id)
    done = [row.activity for row in ticks if row.ticked_at is not None]
    return Summary(
        goals=tuple(
            (ones.get(row.kind, ""), goal, row.owner)
            for row in records.sets_of(tx, team_id, pairing_id)
            if reader is None or not row.owner or reader == row.owner or reader in around.pairing.mentors
            for goal in goal_set_of(row).goals
        ),
        activities_done=tuple(one.label for key in done if (one := activity_of(handbook, key)) is not None),
        activities=len(handbook.activities),
        lookouts=tuple((ones.get(row.kind, ""), noted_of(row)) for row in records.lookouts_of(tx, team_id, pairing_id)),
    )
