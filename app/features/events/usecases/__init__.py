"""What is asked about events: by messages, Homes, coordinators, certificates and keepsakes."""

from datetime import datetime, timedelta

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.events import records
from app.features.events.rules import Count, Event, Guest, Seat, count
from app.features.events.usecases.facts import event_of, guest_of, seat_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort

SHOWN_AFTER = timedelta(days=7)


def event(tx: Transaction, *, team_id: str, event_id: int) -> Event:
    """Return an event, for messages about it.

    Raises:
        Refusal: `events.gone` if there is none.
    """
    row = records.by_id(tx, team_id, event_id)
    if row is None:
        raise Refusal("events.gone")
    return event_of(row)


def guest(tx: Transaction, *, team_id: str, event_id: int, user_id: str) -> Guest | None:
    """Return a person's invitation, for messages about it."""
    row = records.guest(tx, team_id, event_id, user_id)
    return guest_of(row) if row is not None else None


def seat(tx: Transaction, *, team_id: str, seat_id: int) -> tuple[Event, Seat, Pairing]:
    """Return the seat of a pairing, for messages about it.

    Raises:
        Refusal: `events.gone` if there is none.
    """
    row = records.seat(tx, team_id, seat_id)
    if row is None:
        raise Refusal("events.gone")
    found = event(tx, team_id=team_id, event_id=row.event_id)
    return found, seat_of(row), pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)


def mine(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Event, Guest]]:
    """Return the events ahead to which a person is invited, and what they said."""
    found = [(event_of(row), guest(tx, team_id=team_id, event_id=row.id, user_id=user_id))
             for row in records.ahead_of(tx, team_id, user_id, now)]  # fmt: skip
    return [(one, asked) for one, asked in found if asked is not None]


def said_yes(tx: Transaction, *, team_id: str, user_id: str, since: datetime) -> list[tuple[Event, Guest]]:
    """Return the events from an instant on to which a person said yes, cancelled ones too."""
    return [(event_of(row), guest_of(own)) for row, own in records.accepted_by(tx, team_id, user_id, since)]


def cycle(tx: Transaction, *, cohort: Cohort) -> list[tuple[Event, Count]]:
    """Return the events of a cohort, earliest first, with their counts; the caller has checked who asks."""
    rows = records.of_cohort(tx, cohort.team_id, cohort.id)
    guests: dict[int, list[Guest]] = {}
    for one in records.guests(tx, cohort.team_id, [row.id for row in rows]):
        guests.setdefault(one.event_id, []).append(guest_of(one))
    return [(event_of(row), count(guests.get(row.id, []))) for row in rows]


def count_of(tx: Transaction, *, team_id: str, event_id: int) -> Count:
    """Return how people answered an event, in numbers only."""
    return count(guest_of(one) for one in records.guests(tx, team_id, [event_id]))


def attended(tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, event_key: str) -> bool:
    """Whether a person was at an event of the handbook, or their group's representative was."""
    rows = [row for row in records.of_cohort(tx, team_id, cohort_id) if row.key == event_key]
    for row in rows:
        own = records.guest(tx, team_id, row.id, user_id)
        if own is not None and own.attended_at is not None:
            return True
    if not any(row.who == "one_per_group" for row in rows):
        return False
    ids = {row.id for row in rows}
    stays = pairings.stays_of(tx, team_id=team_id, user_id=user_id, cohort_id=cohort_id)
    pairs = [one.pairing.id for one in stays]
    for seat_ in records.seats_of_pairings(tx, team_id, pairs):
        went = records.guest(tx, team_id, seat_.event_id, seat_.user_id or "")
        if seat_.event_id in ids and went is not None and went.attended_at is not None:
            return True
    return False


def with_showcase(tx: Transaction, now: datetime) -> list[Event]:
    """Return the events of all workspaces for which groups are asked what they show, until a week after them."""
    return [event_of(row) for row in records.with_showcase(tx, now, now - SHOWN_AFTER) if row.cancelled_at is None]
