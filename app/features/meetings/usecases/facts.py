"""Rows as the rules know them."""

from datetime import date, time

from app.features.meetings import records
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.presence import Present


def meeting_of(row: records.MeetingRow) -> Meeting:
    """Return a meeting as the rules know it."""
    at: time = row.at
    day: date = row.day
    return Meeting(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        number=row.number,
        version=row.version,
        day=day,
        at=at,
        zone=row.zone,
        starts_at=row.starts_at,
        minutes=row.minutes,
        place=row.place,
        weekly=row.weekly,
        by_rhythm=row.by_rhythm,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        agreed=tuple(row.agreed),
        declined=tuple(row.declined or ()),
        accepted_at=row.accepted_at,
        cancelled_at=row.cancelled_at,
        cancelled_by=row.cancelled_by,
        cancelled_word=row.cancelled_word,
        held_at=row.held_at,
        missed_at=row.missed_at,
    )


def present_of(row: records.PresentRow) -> Present:
    """Return what was said of somebody's presence as the rules know it."""
    return Present(
        meeting_id=row.meeting_id,
        user_id=row.user_id,
        attended=row.attended,
        by=row.said_by,
        answered_at=row.answered_at,
    )
