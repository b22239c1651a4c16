"""New meetings, and the messages that follow from them, or from the lack of them."""

from datetime import datetime

from app.database.session import Transaction
from app.delivery.planning import reconcile, show_open_homes
from app.features.agreements import usecases as agreements
from app.features.meetings import records
from app.features.meetings.rules import TRELLIS, Meeting, ladder
from app.features.meetings.rules.messages import wanted
from app.features.meetings.rules.presence import missed_you
from app.features.meetings.rules.times import Time
from app.features.meetings.usecases import ladder_answers, meetings_of, rests_of
from app.features.meetings.usecases.facts import meeting_of, present_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes


def new_meeting(tx: Transaction, pairing: Pairing, found: Time, *, by: str, now: datetime) -> records.MeetingRow:
    """Add a meeting at a time that was found or proposed; nobody but whoever proposed it has agreed yet."""
    row = records.MeetingRow(
        team_id=pairing.team_id,
        pairing_id=pairing.id,
        number=records.last_number(tx, pairing.id) + 1,
        version=1,
        day=found.day,
        at=found.at,
        zone=found.zone,
        starts_at=found.starts_at,
        minutes=found.minutes,
        place="",
        weekly=False,
        by_rhythm=False,
        proposed_at=now,
        proposed_by=by,
        agreed=[] if by == TRELLIS else [by],
    )
    tx.add(row)
    tx.flush()
    return row


def plan_meeting(tx: Transaction, row: records.MeetingRow, pairing: Pairing, now: datetime) -> Meeting:
    """Bring the meeting's messages and Homes in line with what it is now."""
    tx.flush()
    facts = meeting_of(row)
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=pairing.cohort_id)
    known = pairings.introduced(tx, pairing=pairing) if _somebody_is_new(facts, pairing) else {}
    messages = wanted(facts, pairing, programmes.handbook_of(tx, cohort), known)
    if facts.held_at is not None and pairing.is_group:
        said = [present_of(one) for one in records.present_at(tx, row.team_id, row.id)]
        breaks = people.breaks_of(tx, team_id=row.team_id, users=pairing.mentees)
        messages += missed_you(facts, pairing, said, breaks)
    reconcile(tx, team_id=row.team_id, subject=f"meeting:{row.id}", wanted=messages, now=now)
    follow(tx, pairing, now)
    show_open_homes(tx, team_id=row.team_id, users=pairing.people, now=now)
    return facts


def _somebody_is_new(meeting: Meeting, pairing: Pairing) -> bool:
    """Whether somebody joined a pairing after it had agreed on a meeting."""
    agreed_at = meeting.accepted_at
    return agreed_at is not None and any(pairing.joined_at(one) > agreed_at for one in pairing.people)


def follow(tx: Transaction, pairing: Pairing, now: datetime) -> None:
    """Bring what follows from a pairing's meetings, and from the lack of them, in line with what it is now."""
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    met_at = min((one.ends_at for one in found if one.held_at is not None), default=None)
    agreements.follow(tx, pairing=pairing, met_at=met_at, now=now)
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    handbook, off = programmes.handbook_of(tx, cohort), rests_of(tx, pairing=pairing)
    rungs = ladder.wanted(pairing, cohort, handbook, found, off, ladder_answers(tx, pairing=pairing))
    reconcile(tx, team_id=pairing.team_id, subject=f"pairing:{pairing.id}:ladder", wanted=rungs, now=now)
