"""Rows as the rules know them."""

from collections.abc import Sequence
from datetime import time

from app.features.events import records
from app.features.events.rules import Event, Guest, Seat


def event_of(row: records.EventRow) -> Event:
    """Return an event as the rules know it."""
    return Event(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        key=row.key,
        number=row.number,
        name=row.name,
        about=row.about,
        who=row.who,
        roles=tuple(row.roles),
        kind=row.kind,
        minutes=row.minutes,
        day=row.day,
        sessions=tuple((time.fromisoformat(at), zone) for at, zone in row.sessions),
        invite_days=row.invite_days,
        link=row.link,
        version=row.version,
        moved_at=row.moved_at,
        invited_at=row.invited_at,
        cancelled_at=row.cancelled_at,
        recorded_at=row.recorded_at,
    )


def guest_of(row: records.GuestRow) -> Guest:
    """Return a guest as the rules know them."""
    return Guest(
        event_id=row.event_id,
        user_id=row.user_id,
        invited_at=row.invited_at,
        version=row.version,
        alone=row.alone,
        stands_in=row.stands_in,
        said=row.said,
        session=row.session,
        said_at=row.said_at,
        attended_at=row.attended_at,
        attended_by=row.attended_by,
        absent_at=row.absent_at,
        gone_at=row.gone_at,
    )


def seat_of(row: records.SeatRow) -> Seat:
    """Return the seat of a pairing as the rules know it."""
    return Seat(id=row.id, event_id=row.event_id, pairing_id=row.pairing_id, asked_at=row.asked_at, user_id=row.user_id)


def sessions_to_keep(sessions: Sequence[tuple[time, str]]) -> list[list[str]]:
    """Return sessions as their column keeps them."""
    return [[f"{at:%H:%M}", zone] for at, zone in sessions]
