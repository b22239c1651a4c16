"""People are invited when the time has come, also those who join late; seats fall to mentors."""

from datetime import datetime

from app.database.session import Transaction
from app.features.events import records
from app.features.events.rules.invitations import audience, next_look
from app.features.events.usecases.facts import event_of
from app.features.events.usecases.planning import let_go, new_guest, plan_event, plan_guest, plan_seat
from app.features.joining import usecases as joining
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def look(tx: Transaction, now: datetime) -> None:
    """Invite whose time has come, also those who joined late, and let seats fall to mentors (a chore)."""
    for row in records.to_look_at(tx, now):
        cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
        facts = event_of(row)
        if cohort.closed_at is None and facts.cancelled_at is None and facts.invites_at <= now < facts.last_begins:
            row.invited_at = row.invited_at or now
            if row.who == "one_per_group":
                _ask_groups(tx, row, cohort, now)
            else:
                _invite(tx, row, cohort, now)
        if facts.invited_at is not None or row.invited_at is not None:
            _replan_guests(tx, row, now)
        row.look_at = next_look(event_of(row), now) if cohort.closed_at is None else None
        plan_event(tx, row, cohort, now)


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Have another look at the open events of a cohort, if a pairing's people are not the ones invited."""
    for row in records.of_cohort(tx, pairing.team_id, pairing.cohort_id):
        facts = event_of(row)
        if facts.invited_at is None or next_look(facts, now) is None:
            continue
        if facts.who == "one_per_group":
            seated = {one.pairing_id for one in records.seats(tx, row.team_id, row.id)}
            differs = pairing.is_live != (pairing.id in seated)
        else:
            known = {user: records.guest(tx, row.team_id, row.id, user) for user in pairing.people}
            here = {user for user, one in known.items() if one is not None and one.gone_at is None}
            meant = {user for user in pairing.people if pairing.is_live and pairing.role_of(user) in facts.roles}
            differs = here != meant or bool(pairing.former)
        if differs:
            row.look_at = now
    tx.flush()


def _invite(tx: Transaction, row: records.EventRow, cohort: Cohort, now: datetime) -> None:
    facts = event_of(row)
    applications = joining.applications_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    everybody = pairings.pairings_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    meant = audience(facts, cohort, applications, everybody)
    known = {one.user_id: one for one in records.guests(tx, row.team_id, [row.id])}
    for user in sorted(meant - set(known)):
        new_guest(tx, row, user, now)
    for user, one in known.items():
        if user in meant:
            if one.gone_at is not None:
                one.gone_at, one.planned = None, 0
        elif not one.alone and one.gone_at is None:
            one.gone_at, one.planned = now, 0


def _ask_groups(tx: Transaction, row: records.EventRow, cohort: Cohort, now: datetime) -> None:
    facts = event_of(row)
    seats = {one.pairing_id: one for one in records.seats(tx, row.team_id, row.id)}
    falls = now >= facts.falls_at
    for pairing in pairings.pairings_in(tx, team_id=row.team_id, cohort_id=cohort.id):
        seat = seats.get(pairing.id)
        if seat is None and pairing.is_live:
            seat = records.SeatRow(team_id=row.team_id, event_id=row.id, pairing_id=pairing.id, asked_at=now, planned=0)
            tx.add(seat)
        if seat is None:
            continue
        if seat.user_id is not None and (not pairing.is_live or seat.user_id not in pairing.people):
            let_go(tx, row, seat.user_id, now)
            seat.user_id, seat.planned = None, 0
        if falls and pairing.is_live and seat.user_id is None:
            seat.user_id, seat.named_at, seat.planned = pairing.mentor, now, 0
            guest = records.guest(tx, row.team_id, row.id, pairing.mentor) or new_guest(tx, row, pairing.mentor, now)
            guest.stands_in, guest.gone_at, guest.planned = True, None, 0
        tx.flush()
        if seat.planned != row.version or not pairing.is_live:
            plan_seat(tx, row, seat, pairing, now)


def _replan_guests(tx: Transaction, row: records.EventRow, now: datetime) -> None:
    tx.flush()
    for one in records.guests(tx, row.team_id, [row.id]):
        if one.planned != row.version:
            plan_guest(tx, row, one, now)
