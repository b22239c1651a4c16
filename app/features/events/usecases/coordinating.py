"""Coordinators add, change and cancel events, and record who was there."""

from collections.abc import Iterable
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import refresh
from app.features.events import records
from app.features.events.rules import Count, Event, Guest
from app.features.events.rules.forms import Wish, check_wish
from app.features.events.rules.invitations import check_changeable
from app.features.events.usecases import count_of
from app.features.events.usecases.facts import event_of, guest_of, sessions_to_keep
from app.features.events.usecases.planning import new_event, place_in_time, plan_event, plan_seat, subject_of
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def add(tx: Transaction, *, team_id: str, by: str, cohort_id: int, wish: Wish, now: datetime) -> Event:
    """Add an event of the coordinators' own; people are invited a week before, or at once.

    Raises:
        Refusal: if `by` does not coordinate this cohort, or it is closed.
        Refusals: if the form is wrong.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    found = check_wish(wish, now, own=True)
    facts = Event(
        id=0,
        team_id=team_id,
        cohort_id=cohort_id,
        key=None,
        number=1,
        name=wish.name,
        about=wish.about,
        who=wish.who,
        roles=tuple(wish.roles),
        kind="gathering",
        minutes=found.minutes,
        day=found.day,
        sessions=found.sessions,
        invite_days=7,
        link=found.link,
    )
    row = new_event(tx, facts, by, now)
    people.audit(tx, team_id=team_id, by=by, deed="added", subject=f"event:{row.id}", now=now)
    return event_of(row)


def change(tx: Transaction, *, team_id: str, by: str, event_id: int, wish: Wish, now: datetime) -> Event:
    """Change an event's time or link. Another time clears all answers, and everybody invited hears of it.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or it has begun or is cancelled.
        Refusals: if the form is wrong.
    """
    row, cohort = _to_change(tx, team_id, by, event_id)
    before = event_of(row)
    check_changeable(before, now)
    found = check_wish(wish, now, own=row.key is None)
    if row.key is None:
        row.name, row.about, row.who, row.roles = wish.name, wish.about, wish.who, list(wish.roles)
    row.day, row.minutes, row.link, row.sessions = (
        found.day,
        found.minutes,
        found.link,
        sessions_to_keep(found.sessions),
    )
    if event_of(row).starts != before.starts:
        row.version += 1
        row.moved_at = now
        for guest in records.guests(tx, team_id, [event_id]):
            guest.said = guest.session = guest.said_at = None
    place_in_time(tx, row, cohort)
    row.look_at = now
    people.audit(tx, team_id=team_id, by=by, deed="changed", subject=f"event:{row.id}", now=now)
    tx.flush()
    for user in {one.user_id for one in records.guests(tx, team_id, [event_id])} if row.link != before.link else ():
        refresh(tx, team_id=team_id, subject=subject_of(row.id, user), now=now)
    plan_event(tx, row, cohort, now)
    return event_of(row)


def cancel(tx: Transaction, *, team_id: str, by: str, event_id: int, now: datetime) -> Event:
    """Cancel an event; everybody invited hears of it. Done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or it has begun.
    """
    row, cohort = _to_change(tx, team_id, by, event_id)
    if row.cancelled_at is None:
        check_changeable(event_of(row), now)
        row.cancelled_at, row.cancelled_by, row.look_at = now, by, now
        for guest in records.guests(tx, team_id, [event_id]):
            guest.planned = 0
        for seat in records.seats(tx, team_id, event_id):
            pairing = pairings.pairing(tx, team_id=team_id, pairing_id=seat.pairing_id)
            plan_seat(tx, row, seat, pairing, now)
        people.audit(tx, team_id=team_id, by=by, deed="cancelled", subject=f"event:{row.id}", now=now)
    plan_event(tx, row, cohort, now)
    return event_of(row)


def record(
    tx: Transaction, *, team_id: str, by: str, event_id: int, there: Iterable[str], now: datetime
) -> tuple[Event, Count]:
    """Note who was there; a later list replaces an earlier one, and outweighs what people said themselves.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or it has not begun or was cancelled.
    """
    row, cohort = _to_change(tx, team_id, by, event_id)
    facts = event_of(row)
    if facts.cancelled_at is not None:
        raise Refusal("events.cancelled", name=facts.name)
    if facts.begins > now:
        raise Refusal("events.too-early", name=facts.name)
    ticked = set(there)
    for guest in records.guests(tx, team_id, [event_id]):
        if guest.user_id in ticked:
            guest.attended_at, guest.attended_by, guest.absent_at = now, by, None
        else:
            guest.attended_at, guest.attended_by = None, None
            guest.absent_at = now if guest.said == "yes" else None
    row.recorded_at, row.recorded_by = now, by
    people.audit(tx, team_id=team_id, by=by, deed="recorded attendance", subject=f"event:{row.id}", now=now)
    tx.flush()
    plan_event(tx, row, cohort, now)
    return event_of(row), count_of(tx, team_id=team_id, event_id=row.id)


def to_coordinate(tx: Transaction, *, team_id: str, by: str, event_id: int) -> tuple[Event, list[Guest]]:
    """Return an event and its guests to one of its coordinators.

    Raises:
        Refusal: if there is none, or `by` does not coordinate its cohort.
    """
    row, _cohort = _to_change(tx, team_id, by, event_id)
    return event_of(row), [guest_of(one) for one in records.guests(tx, team_id, [event_id])]


def _to_change(tx: Transaction, team_id: str, by: str, event_id: int) -> tuple[records.EventRow, Cohort]:
    row = records.by_id(tx, team_id, event_id, lock=True)
    if row is None:
        raise Refusal("events.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    return row, programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
