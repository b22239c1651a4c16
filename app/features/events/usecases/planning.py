"""Keeping the rows of events, guests and seats, and bringing their messages in line with them."""

from datetime import datetime

from app.database.session import Transaction
from app.delivery.planning import reconcile, show_open_homes
from app.features.events import records
from app.features.events.rules import Event
from app.features.events.rules.days import showcase_from
from app.features.events.rules.invitations import next_look
from app.features.events.rules.messages import event_messages, seat_messages, wanted
from app.features.events.usecases.facts import event_of, guest_of, seat_of, sessions_to_keep
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def new_event(tx: Transaction, facts: Event, by: str, now: datetime) -> records.EventRow:
    """Keep an event, have it looked at when people are to be invited, and plan its messages."""
    cohort = programmes.cohort(tx, team_id=facts.team_id, cohort_id=facts.cohort_id)
    row = records.EventRow(
        team_id=facts.team_id,
        cohort_id=facts.cohort_id,
        key=facts.key,
        number=facts.number,
        name=facts.name,
        about=facts.about,
        who=facts.who,
        roles=list(facts.roles),
        kind=facts.kind,
        minutes=facts.minutes,
        day=facts.day,
        sessions=sessions_to_keep(facts.sessions),
        invite_days=facts.invite_days,
        link=facts.link,
        version=1,
        made_at=now,
        made_by=by,
    )
    place_in_time(tx, row, cohort)
    row.look_at = next_look(facts, now)
    if row.look_at is not None and facts.invites_at <= now:
        row.look_at = now
    tx.add(row)
    tx.flush()
    if facts.begins > now:
        plan_event(tx, row, cohort, now)
    return row


def place_in_time(tx: Transaction, row: records.EventRow, cohort: Cohort) -> None:
    """Bring what is searched by time in line with the day and the sessions of an event."""
    facts = event_of(row)
    row.begins_at, row.ends_at = facts.begins, facts.ends
    row.showcase_at = showcase_from(programmes.handbook_of(tx, cohort), facts)


def new_guest(
    tx: Transaction, row: records.EventRow, user_id: str, now: datetime, *, alone: bool = False
) -> records.GuestRow:
    """Add somebody to the guests.

    Args:
        tx: the transaction.
        row: of which event.
        user_id: who.
        now: the present instant, UTC.
        alone: whether they came by themselves, without an invitation.
    """
    guest = records.GuestRow(
        team_id=row.team_id,
        event_id=row.id,
        user_id=user_id,
        invited_at=now,
        version=row.version,
        planned=0,
        alone=alone,
        stands_in=False,
    )
    tx.add(guest)
    return guest


def let_go(tx: Transaction, row: records.EventRow, user_id: str, now: datetime) -> None:
    """Take somebody off the list who no longer stands for any pairing."""
    guest = records.guest(tx, row.team_id, row.id, user_id, lock=True)
    if guest is not None and guest.gone_at is None:
        guest.gone_at, guest.said, guest.session, guest.said_at = now, None, None, None
        plan_guest(tx, row, guest, now)


def subject_of(event_id: int, user_id: str) -> str:
    """Return the subject of the messages about one guest's invitation."""
    return f"event:{event_id}:{user_id}"


def plan_guest(tx: Transaction, row: records.EventRow, guest: records.GuestRow, now: datetime) -> None:
    """Bring the messages to one guest in line with their invitation."""
    guest.planned = row.version
    messages = wanted(event_of(row), guest_of(guest))
    reconcile(tx, team_id=row.team_id, subject=subject_of(row.id, guest.user_id), wanted=messages, now=now)


def plan_seat(tx: Transaction, row: records.EventRow, seat: records.SeatRow, pairing: Pairing, now: datetime) -> None:
    """Bring what a pairing reads about sending somebody in line with who goes."""
    seat.planned = row.version
    messages = seat_messages(event_of(row), seat_of(seat), pairing)
    reconcile(tx, team_id=row.team_id, subject=f"event:{row.id}:seat:{seat.id}", wanted=messages, now=now)


def plan_event(tx: Transaction, row: records.EventRow, cohort: Cohort, now: datetime) -> None:
    """Bring what channels read of an event, and the coordinators' Homes, in line with what it is now."""
    tx.flush()
    messages = event_messages(event_of(row), cohort)
    reconcile(tx, team_id=row.team_id, subject=f"event:{row.id}", wanted=messages, now=now)
    watchers = people.coordinators_of(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    show_open_homes(tx, team_id=row.team_id, users=watchers, now=now)
