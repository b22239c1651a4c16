"""Proposing a meeting, agreeing on it, moving and cancelling it."""

from collections.abc import Mapping
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.meetings import records
from app.features.meetings.rules import TRELLIS, Meeting, check_may_change, check_open, is_agreed
from app.features.meetings.rules.times import Wish, check_wish, is_same_time
from app.features.meetings.usecases.facts import meeting_of
from app.features.meetings.usecases.finding import busy_times
from app.features.meetings.usecases.planning import new_meeting, plan_meeting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes


def propose(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    pairing_id: int,
    wish: Wish,
    now: datetime,
    fields: Mapping[str, str] | None = None,
) -> Meeting:
    """Propose a meeting to one's partner.

    A proposal of a time that the partner proposed already is a yes to theirs.

    Raises:
        Refusal: if `by` is not in this living pairing.
        Refusals: if the time cannot be, at the form's fields (see `check_wish`).
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    for row in records.of_pairing(tx, team_id, pairing_id):
        one = meeting_of(row)
        if is_same_time(one, wish) and one.is_open and one.starts_at > now:
            return accept(tx, team_id=team_id, by=by, meeting_id=row.id, version=row.version, now=now)
    found = check_wish(wish, busy_times(tx, pairing, None), cohort.ends, now, fields)
    row = new_meeting(tx, pairing, found, by=by, now=now)
    row.place, row.weekly = wish.place, wish.weekly
    return plan_meeting(tx, row, pairing, now)


def accept(tx: Transaction, *, team_id: str, by: str, meeting_id: int, version: int, now: datetime) -> Meeting:
    """Say yes to a proposed time; said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this pairing, or the meeting was moved, cancelled, or has begun.
    """
    row, pairing = _to_change(tx, team_id, by, meeting_id)
    if row.version != version:
        raise Refusal("meetings.moved")
    if row.starts_at <= now:
        raise Refusal("meetings.begun")
    if by not in row.agreed:
        row.agreed = [*row.agreed, by]
    row.declined = [one for one in row.declined or [] if one != by]
    if row.accepted_at is None and is_agreed(row.agreed, pairing):
        row.accepted_at = now
        if row.weekly:
            _start_rhythm(tx, row, now)
    return plan_meeting(tx, row, pairing, now)


def decline(tx: Transaction, *, team_id: str, by: str, meeting_id: int, version: int, now: datetime) -> Meeting:
    """Say that one cannot come to a meeting of a group; said twice, it changes nothing.

    Without any mentor, or without any mentee, the meeting does not stand any more.

    Raises:
        Refusal: if `by` is not in this pairing, it is a pair, or the meeting was moved, cancelled, or has begun.
    """
    row, pairing = _to_change(tx, team_id, by, meeting_id)
    if not pairing.is_group:
        raise Refusal("meetings.pair")
    if row.version != version:
        raise Refusal("meetings.moved")
    if row.starts_at <= now:
        raise Refusal("meetings.begun")
    if by not in (row.declined or []):
        row.declined = [*(row.declined or []), by]
    row.agreed = [one for one in row.agreed if one != by]
    if not is_agreed(row.agreed, pairing):
        row.accepted_at = None
    return plan_meeting(tx, row, pairing, now)


def move(tx: Transaction, *, team_id: str, by: str, meeting_id: int, wish: Wish, now: datetime) -> Meeting:
    """Propose another time for a meeting; the others have to agree anew.

    Raises:
        Refusal: if `by` is not in this pairing, or the meeting is over or has begun.
        Refusals: if the time cannot be, at the form's fields.
    """
    row, pairing = _to_change(tx, team_id, by, meeting_id)
    if row.starts_at <= now and row.accepted_at is not None:
        raise Refusal("meetings.begun")
    check_may_change(meeting_of(row), pairing, by)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    found = check_wish(wish, busy_times(tx, pairing, row.id), cohort.ends, now)
    row.day, row.at, row.zone, row.starts_at, row.minutes = (
        found.day, found.at, found.zone, found.starts_at, found.minutes,
    )  # fmt: skip
    row.version += 1
    row.place, row.weekly = wish.place, wish.weekly
    row.proposed_at, row.proposed_by, row.agreed, row.declined, row.accepted_at = now, by, [by], [], None
    return plan_meeting(tx, row, pairing, now)


def cancel(tx: Transaction, *, team_id: str, by: str, meeting_id: int, word: str, now: datetime) -> Meeting:
    """Cancel a meeting, with a word to the other; done twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this pairing, or the meeting is over.
    """
    row = records.by_id(tx, team_id, meeting_id, lock=True)
    if row is None:
        raise Refusal("meetings.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    if row.cancelled_at is None:
        check_open(meeting_of(row))
        check_may_change(meeting_of(row), pairing, by)
        row.cancelled_at, row.cancelled_by, row.cancelled_word = now, by, word or None
    return plan_meeting(tx, row, pairing, now)


def _start_rhythm(tx: Transaction, row: records.MeetingRow, now: datetime) -> None:
    old = records.rhythm(tx, row.team_id, row.pairing_id)
    if old is not None:
        old.ended_at, old.ended_by = now, TRELLIS
    tx.add(
        records.RhythmRow(
            team_id=row.team_id,
            pairing_id=row.pairing_id,
            last_day=row.day,
            at=row.at,
            zone=row.zone,
            minutes=row.minutes,
            place=row.place,
            started_at=now,
        )
    )


def _to_change(tx: Transaction, team_id: str, by: str, meeting_id: int) -> tuple[records.MeetingRow, Pairing]:
    row = records.by_id(tx, team_id, meeting_id, lock=True)
    if row is None:
        raise Refusal("meetings.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    check_open(meeting_of(row))
    return row, pairing
