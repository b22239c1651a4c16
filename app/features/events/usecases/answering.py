"""Guests say whether they come, whom their group sends, and whether they were there."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import refresh, show_open_homes
from app.features.events import records
from app.features.events.rules import Event
from app.features.events.rules.invitations import check_coming
from app.features.events.usecases.facts import event_of
from app.features.events.usecases.planning import let_go, new_guest, plan_guest, plan_seat
from app.features.pairings import usecases as pairings


def come(tx: Transaction, *, team_id: str, by: str, event_id: int, session: int, version: int, now: datetime) -> Event:
    """Say yes to one session; another session later replaces it. Where the community is welcome, anybody may.

    Raises:
        Refusal: if they are not invited, or the session was moved, cancelled or has begun.
    """
    row, guest = _invited(tx, team_id, by, event_id)
    check_coming(event_of(row), session, version, now)
    guest = guest or new_guest(tx, row, by, now, alone=True)
    if (guest.said, guest.session) != ("yes", session):
        guest.said, guest.session, guest.said_at, guest.gone_at = "yes", session, now, None
    _answered(tx, row, guest, now)
    return event_of(row)


def stay_away(tx: Transaction, *, team_id: str, by: str, event_id: int, now: datetime) -> Event:
    """Say no; said twice, it changes nothing. Whoever stands for a group gives the place back to it.

    Raises:
        Refusal: if they are not invited, or it was cancelled or is over.
    """
    row, guest = _invited(tx, team_id, by, event_id)
    facts = event_of(row)
    if facts.cancelled_at is not None:
        raise Refusal("events.cancelled", name=facts.name)
    if facts.last_begins <= now:
        raise Refusal("events.begun", name=facts.name)
    guest = guest or new_guest(tx, row, by, now, alone=True)
    if guest.said != "no":
        guest.said, guest.session, guest.said_at = "no", None, now
    for seat in records.seats(tx, team_id, event_id) if row.who == "one_per_group" else ():
        if seat.user_id == by:
            seat.user_id, seat.named_at = None, None
            pairing = pairings.pairing(tx, team_id=team_id, pairing_id=seat.pairing_id)
            plan_seat(tx, row, seat, pairing, now)
    _answered(tx, row, guest, now)
    return facts


def represent(
    tx: Transaction, *, team_id: str, by: str, seat_id: int, session: int, version: int, now: datetime
) -> Event:
    """Go to an event for one's group; whoever was to go before need not.

    Raises:
        Refusal: if they are not in that living pairing, or the session was moved, cancelled or has begun.
    """
    seat = records.seat(tx, team_id, seat_id, lock=True)
    row = records.by_id(tx, team_id, seat.event_id, lock=True) if seat is not None else None
    if seat is None or row is None:
        raise Refusal("events.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=seat.pairing_id)
    check_coming(event_of(row), session, version, now)
    if seat.user_id is not None and seat.user_id != by:
        others = [one for one in records.seats(tx, team_id, row.id) if one.id != seat.id]
        if seat.user_id not in {one.user_id for one in others}:
            let_go(tx, row, seat.user_id, now)
    seat.user_id, seat.named_at = by, now
    guest = records.guest(tx, team_id, row.id, by, lock=True) or new_guest(tx, row, by, now, alone=True)
    if (guest.said, guest.session, guest.gone_at) != ("yes", session, None):
        guest.said, guest.session, guest.said_at, guest.gone_at = "yes", session, now, None
    tx.flush()
    plan_seat(tx, row, seat, pairing, now)
    _answered(tx, row, guest, now)
    return event_of(row)


def tell(tx: Transaction, *, team_id: str, by: str, event_id: int, there: bool, now: datetime) -> Event:
    """Say whether one was there, where no coordinator has recorded it; a later answer replaces it.

    Raises:
        Refusal: if they are not invited, it is not over, or the coordinators have recorded it.
    """
    row, guest = _invited(tx, team_id, by, event_id)
    facts = event_of(row)
    if guest is None or facts.cancelled_at is not None:
        raise Refusal("events.not-invited")
    if facts.begins > now:
        raise Refusal("events.too-early", name=facts.name)
    if facts.recorded_at is not None:
        raise Refusal("events.recorded", name=facts.name)
    guest.attended_at, guest.attended_by = (now, by) if there else (None, None)
    guest.absent_at = None if there else now
    _answered(tx, row, guest, now)
    return facts


def _invited(tx: Transaction, team_id: str, by: str, event_id: int) -> tuple[records.EventRow, records.GuestRow | None]:
    row = records.by_id(tx, team_id, event_id)
    if row is None:
        raise Refusal("events.gone")
    guest = records.guest(tx, team_id, event_id, by, lock=True)
    if (guest is None or guest.gone_at is not None) and not event_of(row).is_public:
        raise Refusal("events.not-invited")
    return row, guest


def _answered(tx: Transaction, row: records.EventRow, guest: records.GuestRow, now: datetime) -> None:
    tx.flush()
    plan_guest(tx, row, guest, now)
    refresh(tx, team_id=row.team_id, subject=f"event:{row.id}", now=now)
    show_open_homes(tx, team_id=row.team_id, users=[guest.user_id], now=now)
