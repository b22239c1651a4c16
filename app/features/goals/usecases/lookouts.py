"""Noting opportunities and pull requests, taking them on, and saying what came of them."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import show_open_homes
from app.features.goals import records
from app.features.goals.rules.lookouts import check_noted, lookout_of
from app.features.goals.usecases.facts import Around, around_of, noted_of
from app.features.goals.usecases.following import plan_lookout
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.handbook.goals import Lookout


def to_note(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int, kind: str) -> tuple[Pairing, Lookout]:
    """Return what a form for noting something needs.

    Raises:
        Refusal: if they are not in this living pairing, or the handbook leaves it to the other side.
    """
    around = around_of(tx, pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=pairing_id))
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
    around = around_of(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id))
    found = lookout_of(around.handbook, kind)
    if found is None:
        raise Refusal("goals.gone")
    check_noted(found, around.pairing, by, text, link)
    pairings.hold(tx, team_id=team_id, pairing_id=pairing_id)  # noted twice at once, it is noted once
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
    around = around_of(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id))
    kind = next((one for one in around.handbook.lookouts if one.from_reflection), None)
    if kind is None:
        return
    pairings.hold(tx, team_id=team_id, pairing_id=pairing_id)
    mine = [
        row
        for row in records.lookouts_of(tx, team_id, pairing_id)
        if row.meeting_id == meeting_id and row.noted_by == by and noted_of(row).is_open
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
        if one.kind == kind.key and same and noted_of(one).is_open:
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
    if row.championed_at is None and noted_of(row).is_open:
        row.championed_at, row.championed_by = now, by
        _lookout_changed(tx, around, row, now)
    return row.pairing_id


def say_what_came(tx: Transaction, *, team_id: str, by: str, lookout_id: int, how: str, now: datetime) -> int:
    """Say what came of something: `done`, `looking` or `dropped`; the last word counts. Return its pairing's id.

    Raises:
        Refusal: if they are not in its living pairing.
    """
    row, around, _kind = _own_lookout(tx, team_id, by, lookout_id)
    state = noted_of(row).state
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
    around = around_of(tx, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id))
    kind = lookout_of(around.handbook, row.kind)
    if kind is None:
        raise Refusal("goals.gone")
    return row, around, kind


def _lookout_changed(tx: Transaction, around: Around, row: records.LookoutRow, now: datetime) -> None:
    tx.flush()
    plan_lookout(tx, around, row, now)
    show_open_homes(tx, team_id=row.team_id, users=around.pairing.people, now=now)
