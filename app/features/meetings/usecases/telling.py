"""Saying that people met, or did not, and who was there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.core.calendar import local, localise
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import show_open_homes
from app.features.meetings import records
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.presence import was_in
from app.features.meetings.rules.times import Time
from app.features.meetings.usecases import next_meeting
from app.features.meetings.usecases.arranging import accept
from app.features.meetings.usecases.facts import meeting_of
from app.features.meetings.usecases.finding import free_zone
from app.features.meetings.usecases.planning import follow, new_meeting, plan_meeting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes

NOON = time(12)


def mark_held(
    tx: Transaction, *, team_id: str, by: str, meeting_id: int, now: datetime, present: Sequence[str] | None = None
) -> Meeting:
    """Note that people met; said twice, it changes nothing. A yes outweighs an earlier no.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who says so.
        meeting_id: which meeting.
        now: the present instant, UTC.
        present: the mentees who were there, if a mentor of a group says so; otherwise whoever had not declined.
    """
    row = _told(tx, team_id, by, meeting_id)
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    if row.held_at is None:
        row.held_at, row.missed_at = now, None
    ticked = present if by in pairing.mentors and pairing.is_group else None
    _note_present(tx, row, pairing, by, ticked, now)
    return plan_meeting(tx, row, pairing, now)


def _note_present(
    tx: Transaction,
    row: records.MeetingRow,
    pairing: Pairing,
    by: str,
    ticked: Sequence[str] | None,
    now: datetime,
) -> None:
    known = {one.user_id: one for one in records.present_at(tx, row.team_id, row.id)}
    facts = meeting_of(row)
    for user in pairing.people:
        if not was_in(facts, pairing, user):
            continue
        there = user not in facts.declined
        if ticked is not None:
            there = user == by or (user in ticked if user in pairing.mentees else there)
        if user not in known:
            tx.add(_present_row(row, user, there=there, by=by, now=now))
        elif ticked is not None and known[user].said_by != user:
            known[user].attended, known[user].said_by, known[user].said_at = there, by, now
    tx.flush()


def _present_row(row: records.MeetingRow, user: str, *, there: bool, by: str, now: datetime) -> records.PresentRow:
    return records.PresentRow(
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        meeting_id=row.id,
        user_id=user,
        attended=there,
        said_by=by,
        said_at=now,
    )


def tell_presence(tx: Transaction, *, team_id: str, by: str, meeting_id: int, there: bool, now: datetime) -> Meeting:
    """Note what somebody says of themselves: whether they were at a meeting that was held.

    Raises:
        Refusal: if `by` is not in this living pairing, was not yet, or the meeting was not held.
    """
    row, pairing = _held(tx, team_id, by, meeting_id)
    known = next((one for one in records.present_at(tx, team_id, meeting_id) if one.user_id == by), None)
    if known is None:
        tx.add(_present_row(row, by, there=there, by=by, now=now))
    else:
        known.attended, known.said_by, known.said_at = there, by, now
    tx.flush()
    return plan_meeting(tx, row, pairing, now)


def will_come(tx: Transaction, *, team_id: str, by: str, meeting_id: int, now: datetime) -> Meeting:
    """Note that somebody who was missed comes next time; said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this living pairing, or was not missed.
    """
    row, pairing = _held(tx, team_id, by, meeting_id)
    known = next((one for one in records.present_at(tx, team_id, meeting_id) if one.user_id == by), None)
    if known is None:
        raise Refusal("meetings.over")
    known.answered_at = known.answered_at or now
    tx.flush()
    following = next_meeting(tx, team_id=team_id, pairing_id=pairing.id, now=now)
    if following is not None and following.starts_at > now:
        accept(tx, team_id=team_id, by=by, meeting_id=following.id, version=following.version, now=now)
    return plan_meeting(tx, row, pairing, now)


def _held(tx: Transaction, team_id: str, by: str, meeting_id: int) -> tuple[records.MeetingRow, Pairing]:
    row = _told(tx, team_id, by, meeting_id)
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    if row.held_at is None or not was_in(meeting_of(row), pairing, by):
        raise Refusal("meetings.not-held")
    return row, pairing


def mark_missed(tx: Transaction, *, team_id: str, by: str, meeting_id: int, now: datetime) -> Meeting:
    """Note that people did not meet, unless one of them said that they did."""
    row = _told(tx, team_id, by, meeting_id)
    if row.held_at is None and row.missed_at is None:
        row.missed_at = now
    return plan_meeting(tx, row, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id), now)


def _told(tx: Transaction, team_id: str, by: str, meeting_id: int) -> records.MeetingRow:
    row = records.by_id(tx, team_id, meeting_id, lock=True)
    if row is None:
        raise Refusal("meetings.gone")
    pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    if row.cancelled_at is not None:
        raise Refusal("meetings.cancelled")
    return row


def note_met(tx: Transaction, *, pairing: Pairing, by: str, day: date, now: datetime) -> Meeting:
    """Note that people met on a day without Trellis; said by both, it is one meeting.

    Raises:
        Refusal: `meetings.not-yet` if that day is still to come, or was before they were matched.
    """
    zone = free_zone(tx, pairing=pairing, user_id=by)
    if not local(pairing.began_at, zone).date() <= day <= local(now, zone).date():
        raise Refusal("meetings.not-yet", field="day")
    pairings.hold(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    for row in records.of_pairing(tx, pairing.team_id, pairing.id):
        if row.cancelled_at is None and row.starts_at <= now and local(row.starts_at, zone).date() == day:
            return mark_held(tx, team_id=pairing.team_id, by=by, meeting_id=row.id, now=now)
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    minutes = programmes.handbook_of(tx, cohort).rhythm.minutes
    starts_at = min(localise(day, NOON, zone), now - timedelta(minutes=minutes))
    here = local(starts_at, zone)
    found = Time(day=here.date(), at=here.time(), zone=zone, starts_at=starts_at, minutes=minutes)
    row = new_meeting(tx, pairing, found, by=by, now=now)
    row.agreed, row.accepted_at, row.held_at = list(pairing.people), now, now
    tx.flush()
    # Nobody is reminded of, or asked about, what is over: no messages are planned for it.
    follow(tx, pairing, now)
    show_open_homes(tx, team_id=pairing.team_id, users=pairing.people, now=now)
    return meeting_of(row)
