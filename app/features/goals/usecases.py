"""One function per thing that people may ask for about goals, activities and lookouts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.calendar import local
from app.core.refusal import Refusal, refuse_all
from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import reconcile, show_open_homes
from app.features.goals import records
from app.features.goals.rules import (
    Agenda,
    Draft,
    Goal,
    GoalLine,
    GoalSet,
    Noted,
    Place,
    ShownSet,
    Standing,
    Summary,
    Tick,
    activity_of,
    check_drafts,
    check_noted,
    check_writer,
    due_on,
    is_review_due,
    kind_of,
    lookout_messages,
    lookout_of,
    may_follow,
    owners,
    places,
    readers,
    set_messages,
    set_over,
)
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting, anchors
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.goals import GoalKind, Lookout
from app.handbook.model import Handbook


@dataclass(frozen=True)
class Around:
    """What surrounds a pairing's goals: the pairing, its cohort and its handbook."""

    pairing: Pairing
    cohort: Cohort
    handbook: Handbook


@dataclass(frozen=True)
class Opened:
    """What is needed to show a form of goals."""

    around: Around
    kind: GoalKind
    goal_set: GoalSet
    places: list[Place]


def _around(tx: Transaction, pairing: Pairing) -> Around:
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return Around(pairing, cohort, programmes.handbook_of(tx, cohort))


# -- planning --------------------------------------------------------------------------------------


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring what this room asks of a pairing in line with what it is now."""
    around = _around(tx, pairing)
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
        _plan_set(tx, around, row, rows, held, now)
    if pairing.is_group or not pairing.is_live:
        for lookout in records.lookouts_of(tx, pairing.team_id, pairing.id):
            _plan_lookout(tx, around, lookout, now)


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


def _plan_set(
    tx: Transaction,
    around: Around,
    row: records.GoalSetRow,
    rows: Sequence[records.GoalSetRow],
    held: Sequence[Meeting],
    now: datetime,
) -> None:
    kind = kind_of(around.handbook, row.kind)
    if kind is None:
        return
    line = [one for one in rows if (one.kind, one.owner) == (row.kind, row.owner)]
    messages = set_messages(
        _set(row),
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
        return set_over(_set(before), around.cohort.zone) if before is not None else None
    found = anchors(kind.set_when, around.cohort, around.pairing, held)
    joined = around.pairing.joined_at(row.owner)
    return max(found[0], joined) if found else None


def _plan_lookout(tx: Transaction, around: Around, row: records.LookoutRow, now: datetime) -> None:
    kind = lookout_of(around.handbook, row.kind)
    if kind is None:
        return
    told = row.meeting_id is not None
    messages = lookout_messages(_noted(row), kind, around.pairing, ends=around.cohort.ends, is_told=told)
    reconcile(tx, team_id=row.team_id, subject=f"lookout:{row.id}", wanted=messages, now=now)


# -- goals -----------------------------------------------------------------------------------------


def open_form(tx: Transaction, *, team_id: str, user_id: str, set_id: int, refining: bool = False) -> Opened:
    """Return what a form of goals shows to somebody who may write it.

    Raises:
        Refusal: if they are not in its living pairing, or it is not theirs to write.
    """
    row, around, kind = _own_set(tx, team_id, user_id, set_id)
    check_writer(kind, row.owner, around.pairing, user_id, refining=refining)
    facts = _set(row)
    if refining and facts.set_at is None:
        raise Refusal("goals.not-set")
    return Opened(around, kind, facts, _places(kind, facts, refining=refining))


def _places(kind: GoalKind, goal_set: GoalSet, *, refining: bool) -> list[Place]:
    found = places(kind, goal_set.goals)
    return [one for one in found if one.goal is not None] if refining else found


def open_review(tx: Transaction, *, team_id: str, user_id: str, set_id: int) -> Opened:
    """Return what a look at a set shows to somebody whom it concerns.

    Raises:
        Refusal: if they are not in its living pairing, it is another mentee's own, or nothing is set.
    """
    row, around, kind = _own_set(tx, team_id, user_id, set_id)
    if user_id not in readers(row.owner, around.pairing):
        raise Refusal("goals.not-yours-to-write")
    facts = _set(row)
    if facts.set_at is None:
        raise Refusal("goals.not-set")
    return Opened(around, kind, facts, [])


def _own_set(
    tx: Transaction, team_id: str, by: str, set_id: int, *, lock: bool = False
) -> tuple[records.GoalSetRow, Around, GoalKind]:
    row = records.goal_set(tx, team_id, set_id, lock=lock)
    if row is None:
        raise Refusal("goals.gone")
    around = _around(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id))
    kind = kind_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return row, around, kind


def write(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    set_id: int,
    drafts: Iterable[Draft],
    now: datetime,
    refining: bool = False,
) -> None:
    """Take goals as somebody wrote them: new ones, changed ones; one that was emptied is let go.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who writes.
        set_id: which set.
        drafts: every block of the form, blank ones too.
        now: the present instant, UTC.
        refining: whether the other side sharpens them.

    Raises:
        Refusal: if they are not in its living pairing, or it is not theirs to write.
        Refusals: if something is missing, too long, or was written by the other one meanwhile.
    """
    row, around, kind = _own_set(tx, team_id, by, set_id, lock=True)
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
    if row.set_at is None:
        row.set_at, row.set_by = now, by
    if refining:
        row.refined_at, row.refined_by = now, by
    else:
        row.changed_at, row.changed_by = now, by
    _set_changed(tx, around, row, now)


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
    if fresh and sum(_goal(one).is_open for one in row.goals) + fresh > kind.most:
        raise Refusal("goals.too-many", most=kind.most)


def find_good(tx: Transaction, *, team_id: str, by: str, set_id: int, now: datetime) -> None:
    """Say that goals need no sharpening; said twice, it changes nothing.

    Raises:
        Refusal: if they are not in its living pairing, or are not asked to sharpen them.
    """
    row, around, kind = _own_set(tx, team_id, by, set_id, lock=True)
    check_writer(kind, row.owner, around.pairing, by, refining=True)
    if row.set_at is None:
        raise Refusal("goals.not-set")
    if row.refined_at is None:
        row.refined_at, row.refined_by = now, by
        _set_changed(tx, around, row, now)


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
    row, around, _kind = _own_set(tx, team_id, by, set_id, lock=True)
    if by not in readers(row.owner, around.pairing):
        raise Refusal("goals.not-yours-to-write")
    if row.set_at is None:
        raise Refusal("goals.not-set")
    for goal in row.goals:
        if goal.id in said:
            _stand(goal, said[goal.id], by, now)
    _set_changed(tx, around, row, now)


def _stand(goal: records.GoalRow, how: str, by: str, now: datetime) -> None:
    state = _goal(goal).state
    if how == "done" and state != "done":
        goal.done_at, goal.done_by, goal.dropped_at, goal.dropped_by = now, by, None, None
    elif how == "dropped" and state != "dropped":
        goal.dropped_at, goal.dropped_by, goal.done_at, goal.done_by = now, by, None, None
    elif how == "on_the_way":
        goal.reviewed_at, goal.reviewed_by = now, by
        goal.done_at = goal.done_by = goal.dropped_at = goal.dropped_by = None


def _set_changed(tx: Transaction, around: Around, row: records.GoalSetRow, now: datetime) -> None:
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
            _plan_set(tx, around, one, rows, [], now)
    show_open_homes(tx, team_id=row.team_id, users=around.pairing.people, now=now)


# -- activities ------------------------------------------------------------------------------------


def tick(tx: Transaction, *, team_id: str, by: str, tick_id: int, is_done: bool, now: datetime) -> int:
    """Tick an activity off, or take the tick back; done twice, it changes nothing. Return its pairing's id.

    Raises:
        Refusal: if they are not in its living pairing.
    """
    row = records.tick(tx, team_id, tick_id, lock=True)
    if row is None:
        raise Refusal("goals.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    if is_done and row.ticked_at is None:
        row.ticked_at, row.ticked_by = now, by
    elif not is_done:
        row.ticked_at = row.ticked_by = None
    tx.flush()
    show_open_homes(tx, team_id=team_id, users=pairing.people, now=now)
    return pairing.id


# -- lookouts --------------------------------------------------------------------------------------


def to_note(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int, kind: str) -> tuple[Pairing, Lookout]:
    """Return what a form for noting something needs.

    Raises:
        Refusal: if they are not in this living pairing, or the handbook leaves it to the other side.
    """
    around = _around(tx, pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=pairing_id))
    found = lookout_of(around.handbook, kind)
    if found is None:
        raise Refusal("goals.gone")
    if around.pairing.role_of(user_id) not in found.noted_by:
        raise Refusal("goals.not-yours-to-note")
    return around.pairing, found


def note(
    tx: Transaction, *, team_id: str, by: str, pairing_id: int, kind: str, text: str, link: str, now: datetime
) -> None:
    """Note an opportunity or a pull request; one that is noted already and open is not doubled.

    Raises:
        Refusal: if they are not in this living pairing, or the handbook leaves it to the other side.
        Refusals: if something is missing or too long, each at its field.
    """
    around = _around(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id))
    found = lookout_of(around.handbook, kind)
    if found is None:
        raise Refusal("goals.gone")
    check_noted(found, around.pairing, by, text, link)
    _note(tx, around, found, by=by, text=text, link=link, meeting_id=None, now=now)


def note_from_meeting(
    tx: Transaction, *, team_id: str, by: str, pairing_id: int, meeting_id: int, text: str, now: datetime
) -> None:
    """Note what the closing questions name as an opportunity, if the handbook follows such up.

    Answered again, it takes the place of what the same person wrote after the same meeting, unless
    somebody has said what came of that.

    Raises:
        Refusal: if they are not in this living pairing.
    """
    around = _around(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id))
    kind = next((one for one in around.handbook.lookouts if one.from_reflection), None)
    if kind is None:
        return
    mine = [
        row
        for row in records.lookouts_of(tx, team_id, pairing_id)
        if row.meeting_id == meeting_id and row.noted_by == by and _noted(row).is_open
    ]
    if not mine:
        if text:
            _note(tx, around, kind, by=by, text=text, link="", meeting_id=meeting_id, now=now)
        return
    row = records.lookout(tx, team_id, mine[0].id, lock=True)
    if row is None or row.text == text:
        return
    if text:
        row.text = text
    else:
        row.dropped_at, row.dropped_by = now, by
    _lookout_changed(tx, around, row, now)


def _note(
    tx: Transaction,
    around: Around,
    kind: Lookout,
    *,
    by: str,
    text: str,
    link: str,
    meeting_id: int | None,
    now: datetime,
) -> None:
    pairing = around.pairing
    for one in records.lookouts_of(tx, pairing.team_id, pairing.id):
        same = (one.text.casefold(), one.link) == (text.casefold(), link)
        if one.kind == kind.key and same and _noted(one).is_open:
            return
    row = records.LookoutRow(
        team_id=pairing.team_id,
        pairing_id=pairing.id,
        meeting_id=meeting_id,
        kind=kind.key,
        text=text,
        link=link,
        noted_by=by,
        noted_at=now,
    )
    tx.add(row)
    _lookout_changed(tx, around, row, now)


def take_on(tx: Transaction, *, team_id: str, by: str, lookout_id: int, now: datetime) -> int:
    """Take on what the other side noted; the first one counts. Return its pairing's id.

    Raises:
        Refusal: if they are not in its living pairing, or it is not their side's to champion.
    """
    row, around, kind = _own_lookout(tx, team_id, by, lookout_id)
    if around.pairing.role_of(by) != kind.championed_by:
        raise Refusal("goals.not-yours-to-champion")
    if row.championed_at is None and _noted(row).is_open:
        row.championed_at, row.championed_by = now, by
        _lookout_changed(tx, around, row, now)
    return row.pairing_id


def say_what_came(tx: Transaction, *, team_id: str, by: str, lookout_id: int, how: str, now: datetime) -> int:
    """Say what came of something: `done`, `looking` or `dropped`; the last word counts. Return its pairing's id.

    Raises:
        Refusal: if they are not in its living pairing.
    """
    row, around, _kind = _own_lookout(tx, team_id, by, lookout_id)
    state = _noted(row).state
    if how == "done" and state != "done":
        row.done_at, row.done_by, row.dropped_at, row.dropped_by = now, by, None, None
    elif how == "dropped" and state != "dropped":
        row.dropped_at, row.dropped_by, row.done_at, row.done_by = now, by, None, None
    elif how == "looking":
        row.followed_up_at, row.followed_up_by = now, by
        row.done_at = row.done_by = row.dropped_at = row.dropped_by = None
    _lookout_changed(tx, around, row, now)
    return row.pairing_id


def _own_lookout(tx: Transaction, team_id: str, by: str, lookout_id: int) -> tuple[records.LookoutRow, Around, Lookout]:
    row = records.lookout(tx, team_id, lookout_id, lock=True)
    if row is None:
        raise Refusal("goals.gone")
    around = _around(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id))
    kind = lookout_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return row, around, kind


def _lookout_changed(tx: Transaction, around: Around, row: records.LookoutRow, now: datetime) -> None:
    tx.flush()
    _plan_lookout(tx, around, row, now)
    show_open_homes(tx, team_id=row.team_id, users=around.pairing.people, now=now)


# -- questions -------------------------------------------------------------------------------------


def goal_set(tx: Transaction, *, team_id: str, set_id: int) -> tuple[GoalSet, GoalKind, Pairing, Cohort]:
    """Return a set and what surrounds it, for messages to those whom it concerns.

    Raises:
        Refusal: `goals.gone` if there is none, or the handbook has no such kind any more.
    """
    row = records.goal_set(tx, team_id, set_id)
    if row is None:
        raise Refusal("goals.gone")
    around = _around(tx, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id))
    kind = kind_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return _set(row), kind, around.pairing, around.cohort


def set_before(tx: Transaction, *, goal_set: GoalSet) -> GoalSet | None:
    """Return the set whose place another one takes."""
    return next(
        (
            _set(row)
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
    around = _around(tx, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id))
    kind = lookout_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return _noted(row), kind, around.pairing


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
    around = _around(tx, pairing)
    rows = records.sets_of(tx, pairing.team_id, pairing.id)
    noted = [_noted(row) for row in records.lookouts_of(tx, pairing.team_id, pairing.id)]
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
            line = [_set(row) for row in rows if (row.kind, row.owner) == (kind.key, owner)]
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
    around = _around(tx, pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id))
    handbook = around.handbook
    takes = any(one.from_reflection for one in handbook.lookouts)
    if not (handbook.goals or handbook.activities or handbook.lookouts):
        return Agenda()
    sets = [
        one
        for one in _newest(around, records.sets_of(tx, team_id, pairing_id), at)
        if reader in readers(one.goal_set.owner, around.pairing)
    ]
    noted = [_noted(row) for row in records.lookouts_of(tx, team_id, pairing_id)]
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
    around = _around(tx, pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id))
    handbook = around.handbook
    ones = {one.key: one.one for one in handbook.goals} | {one.key: one.one for one in handbook.lookouts}
    ticks = records.ticks_of(tx, team_id, pairing_id)
    done = [row.activity for row in ticks if row.ticked_at is not None]
    return Summary(
        goals=tuple(
            (ones.get(row.kind, ""), goal, row.owner)
            for row in records.sets_of(tx, team_id, pairing_id)
            if reader is None or not row.owner or reader == row.owner or reader in around.pairing.mentors
            for goal in _set(row).goals
        ),
        activities_done=tuple(one.label for key in done if (one := activity_of(handbook, key)) is not None),
        activities=len(handbook.activities),
        lookouts=tuple((ones.get(row.kind, ""), _noted(row)) for row in records.lookouts_of(tx, team_id, pairing_id)),
    )


def _set(row: records.GoalSetRow) -> GoalSet:
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
        goals=tuple(_goal(one) for one in sorted(row.goals, key=lambda one: one.position)),
    )


def _goal(row: records.GoalRow) -> Goal:
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


def _noted(row: records.LookoutRow) -> Noted:
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
