"""Meetings follow their pairing: the first one is proposed, a rhythm goes on, and an end takes all off the calendar."""

from datetime import datetime, time

from app.core.calendar import localise
from app.core.notice import Wanted
from app.database.session import Transaction
from app.delivery.planning import plan, show_open_homes
from app.features.meetings import records
from app.features.meetings.rules import TRELLIS, Meeting
from app.features.meetings.rules.times import FIRST_AFTER, Time, first_time, next_occurrence
from app.features.meetings.usecases import rests_of
from app.features.meetings.usecases.facts import meeting_of
from app.features.meetings.usecases.finding import busy_times, free_hours
from app.features.meetings.usecases.planning import follow, new_meeting, plan_meeting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes


def propose_first(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> Meeting | None:
    """Propose the first meeting in a slot that both have; without one, ask the pair for a time."""
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    handbook = programmes.handbook_of(tx, cohort)
    # A pair goes by the mentee's clock, a group by the mentor's.
    clock_of = pairing.people if pairing.is_group else tuple(reversed(pairing.people))
    free = [free_hours(tx, pairing, one) for one in clock_of]
    since = max(now, localise(cohort.starts_on, time(), cohort.zone) - FIRST_AFTER) if pairing.is_group else now
    found = first_time(free, handbook.first_meeting.minutes, busy_times(tx, pairing, None), since)
    if found is None:
        plan(
            tx,
            team_id=team_id,
            subject=f"pairing:{pairing_id}:times",
            wanted=Wanted(
                key=f"pairing:{pairing_id}:no-shared-slot",
                kind="meetings.no_shared",
                to=pairing.address,
                due=now,
                about={"pairing": pairing_id},
            ),
            now=now,
        )
        return None
    row = new_meeting(tx, pairing, found, by=TRELLIS, now=now)
    row.weekly = pairing.is_group  # a group was formed around this hour
    return plan_meeting(tx, row, pairing, now)


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring what is planned in line with who is in the pairing now."""
    for row in records.of_pairing(tx, pairing.team_id, pairing.id):
        if meeting_of(row).is_open and row.starts_at > now:
            plan_meeting(tx, row, pairing, now)
    follow(tx, pairing, now)


def drop_future(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> None:
    """Take everything off the calendar of a pairing that ended."""
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    rhythm = records.rhythm(tx, team_id, pairing_id)
    if rhythm is not None:
        rhythm.ended_at, rhythm.ended_by = now, TRELLIS
    for row in records.of_pairing(tx, team_id, pairing_id):
        if meeting_of(row).is_open:
            row.cancelled_at, row.cancelled_by = now, TRELLIS
            plan_meeting(tx, row, pairing, now)


def stop_rhythm(tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime) -> None:
    """Stop repeating; the meeting that is already planned stays.

    Raises:
        Refusal: if `by` is not in this living pairing.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    row = records.rhythm(tx, team_id, pairing_id)
    if row is not None:
        row.ended_at, row.ended_by = now, by
    show_open_homes(tx, team_id=team_id, users=pairing.people, now=now)


def continue_rhythms(tx: Transaction, now: datetime) -> None:
    """Plan the next meeting of a rhythm wherever the last one has begun or was cancelled (a chore)."""
    for row in records.waiting_rhythms(tx, now):
        pairing = pairings.pairing(tx, team_id=row.team_id, pairing_id=row.pairing_id)
        cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=pairing.cohort_id)
        every_days = row.every_days or programmes.handbook_of(tx, cohort).rhythm.every_days
        off = rests_of(tx, pairing=pairing)
        day = next_occurrence(row.last_day, row.at, row.zone, every_days, now, off=off)
        starts_at = localise(day, row.at, row.zone)
        if not pairing.is_live or cohort.closed_at is not None or starts_at >= cohort.ends:
            row.ended_at, row.ended_by = now, TRELLIS
            continue
        row.last_day = day
        found = Time(day=day, at=row.at, zone=row.zone, starts_at=starts_at, minutes=row.minutes)
        made = new_meeting(tx, pairing, found, by=TRELLIS, now=now)
        made.place, made.by_rhythm = row.place, True
        made.agreed, made.accepted_at = list(pairing.people), now
        plan_meeting(tx, made, pairing, now)
