"""Laying out a cohort's events, inviting, answering, moving, and who was there."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, refresh, show_open_homes
from app.features.events import records
from app.features.events.rules import (
    Count,
    Event,
    Guest,
    Seat,
    Wish,
    attended_keys,
    audience,
    check_changeable,
    check_coming,
    check_wish,
    cohort_days,
    count,
    event_messages,
    from_handbook,
    next_look,
    seat_messages,
    showcase_from,
    wanted,
)
from app.features.joining import usecases as joining
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

TRELLIS = "trellis"
SHOWN_AFTER = timedelta(days=7)


# -- the clock -------------------------------------------------------------------------------------


def lay_out_new(tx: Transaction, now: datetime) -> None:
    """Make rows of the handbook's events wherever a cohort has none yet (a chore)."""
    cohorts = programmes.running_everywhere(tx)
    done = records.laid_out(tx, [one.id for one in cohorts])
    for cohort in cohorts:
        if cohort.id not in done:
            with suppress(Refusal):  # its handbook's file is missing: the other cohorts go on
                lay_out(tx, cohort=cohort, now=now)


def lay_out(tx: Transaction, *, cohort: Cohort, now: datetime) -> None:
    """Make a row of each of the handbook's events that has none. Those that there are stay as they are."""
    handbook = programmes.handbook_of(tx, cohort)
    known = {(row.key, row.number) for row in records.of_cohort(tx, cohort.team_id, cohort.id)}
    for said in handbook.events:
        for number, day in enumerate(cohort_days(said.when, cohort), start=1):
            if (said.key, number) not in known:
                _new(tx, from_handbook(said, day, number, cohort), TRELLIS, now)
    if cohort.id not in records.laid_out(tx, [cohort.id]):
        tx.add(records.CalendarRow(cohort_id=cohort.id, team_id=cohort.team_id, laid_out_at=now))
    tx.flush()


def look(tx: Transaction, now: datetime) -> None:
    """Invite whose time has come, also those who joined late, and let seats fall to mentors (a chore)."""
    for row in records.to_look_at(tx, now):
        cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
        facts = _event(row)
        if cohort.closed_at is None and facts.cancelled_at is None and facts.invites_at <= now < facts.last_begins:
            row.invited_at = row.invited_at or now
            if row.who == "one_per_group":
                _ask_groups(tx, row, cohort, now)
            else:
                _invite(tx, row, cohort, now)
        if facts.invited_at is not None or row.invited_at is not None:
            _replan_guests(tx, row, now)
        row.look_at = next_look(_event(row), now) if cohort.closed_at is None else None
        _planned(tx, row, cohort, now)


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Have another look at the open events of a cohort, if a pairing's people are not the ones invited."""
    for row in records.of_cohort(tx, pairing.team_id, pairing.cohort_id):
        facts = _event(row)
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
    facts = _event(row)
    applications = joining.applications_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    everybody = pairings.pairings_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    meant = audience(facts, cohort, applications, everybody)
    known = {one.user_id: one for one in records.guests(tx, row.team_id, [row.id])}
    for user in sorted(meant - set(known)):
        _new_guest(tx, row, user, now)
    for user, one in known.items():
        if user in meant:
            if one.gone_at is not None:
                one.gone_at, one.planned = None, 0
        elif not one.alone and one.gone_at is None:
            one.gone_at, one.planned = now, 0


def _ask_groups(tx: Transaction, row: records.EventRow, cohort: Cohort, now: datetime) -> None:
    facts = _event(row)
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
            _let_go(tx, row, seat.user_id, now)
            seat.user_id, seat.planned = None, 0
        if falls and pairing.is_live and seat.user_id is None:
            seat.user_id, seat.named_at, seat.planned = pairing.mentor, now, 0
            guest = records.guest(tx, row.team_id, row.id, pairing.mentor) or _new_guest(tx, row, pairing.mentor, now)
            guest.stands_in, guest.gone_at, guest.planned = True, None, 0
        tx.flush()
        if seat.planned != row.version or not pairing.is_live:
            _plan_seat(tx, row, seat, pairing, now)


def _let_go(tx: Transaction, row: records.EventRow, user_id: str, now: datetime) -> None:
    """Take somebody off the list who no longer stands for any pairing."""
    guest = records.guest(tx, row.team_id, row.id, user_id, lock=True)
    if guest is not None and guest.gone_at is None:
        guest.gone_at, guest.said, guest.session, guest.said_at = now, None, None, None
        _plan_guest(tx, row, guest, now)


def _replan_guests(tx: Transaction, row: records.EventRow, now: datetime) -> None:
    tx.flush()
    for one in records.guests(tx, row.team_id, [row.id]):
        if one.planned != row.version:
            _plan_guest(tx, row, one, now)


# -- coordinators ----------------------------------------------------------------------------------


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
    row = _new(tx, facts, by, now)
    people.audit(tx, team_id=team_id, by=by, deed="added", subject=f"event:{row.id}", now=now)
    return _event(row)


def change(tx: Transaction, *, team_id: str, by: str, event_id: int, wish: Wish, now: datetime) -> Event:
    """Change an event's time or link. Another time clears all answers, and everybody invited hears of it.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or it has begun or is cancelled.
        Refusals: if the form is wrong.
    """
    row, cohort = _to_change(tx, team_id, by, event_id)
    before = _event(row)
    check_changeable(before, now)
    found = check_wish(wish, now, own=row.key is None)
    if row.key is None:
        row.name, row.about, row.who, row.roles = wish.name, wish.about, wish.who, list(wish.roles)
    row.day, row.minutes, row.link, row.sessions = found.day, found.minutes, found.link, _kept(found.sessions)
    if _event(row).starts != before.starts:
        row.version += 1
        row.moved_at = now
        for guest in records.guests(tx, team_id, [event_id]):
            guest.said = guest.session = guest.said_at = None
    _at(tx, row, cohort)
    row.look_at = now
    people.audit(tx, team_id=team_id, by=by, deed="changed", subject=f"event:{row.id}", now=now)
    tx.flush()
    for user in {one.user_id for one in records.guests(tx, team_id, [event_id])} if row.link != before.link else ():
        refresh(tx, team_id=team_id, subject=_subject(row.id, user), now=now)
    _planned(tx, row, cohort, now)
    return _event(row)


def cancel(tx: Transaction, *, team_id: str, by: str, event_id: int, now: datetime) -> Event:
    """Cancel an event; everybody invited hears of it. Done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or it has begun.
    """
    row, cohort = _to_change(tx, team_id, by, event_id)
    if row.cancelled_at is None:
        check_changeable(_event(row), now)
        row.cancelled_at, row.cancelled_by, row.look_at = now, by, now
        for guest in records.guests(tx, team_id, [event_id]):
            guest.planned = 0
        for seat in records.seats(tx, team_id, event_id):
            pairing = pairings.pairing(tx, team_id=team_id, pairing_id=seat.pairing_id)
            _plan_seat(tx, row, seat, pairing, now)
        people.audit(tx, team_id=team_id, by=by, deed="cancelled", subject=f"event:{row.id}", now=now)
    _planned(tx, row, cohort, now)
    return _event(row)


def record(
    tx: Transaction, *, team_id: str, by: str, event_id: int, there: Iterable[str], now: datetime
) -> tuple[Event, Count]:
    """Note who was there; a later list replaces an earlier one, and outweighs what people said themselves.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or it has not begun or was cancelled.
    """
    row, cohort = _to_change(tx, team_id, by, event_id)
    facts = _event(row)
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
    _planned(tx, row, cohort, now)
    return _event(row), _count(tx, row)


def to_coordinate(tx: Transaction, *, team_id: str, by: str, event_id: int) -> tuple[Event, list[Guest]]:
    """Return an event and its guests to one of its coordinators.

    Raises:
        Refusal: if there is none, or `by` does not coordinate its cohort.
    """
    row, _cohort = _to_change(tx, team_id, by, event_id)
    return _event(row), [_guest(one) for one in records.guests(tx, team_id, [event_id])]


def _to_change(tx: Transaction, team_id: str, by: str, event_id: int) -> tuple[records.EventRow, Cohort]:
    row = records.by_id(tx, team_id, event_id, lock=True)
    if row is None:
        raise Refusal("events.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    return row, programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)


# -- guests ----------------------------------------------------------------------------------------


def come(tx: Transaction, *, team_id: str, by: str, event_id: int, session: int, version: int, now: datetime) -> Event:
    """Say yes to one session; another session later replaces it. Where the community is welcome, anybody may.

    Raises:
        Refusal: if they are not invited, or the session was moved, cancelled or has begun.
    """
    row, guest = _invited(tx, team_id, by, event_id)
    check_coming(_event(row), session, version, now)
    guest = guest or _new_guest(tx, row, by, now, alone=True)
    if (guest.said, guest.session) != ("yes", session):
        guest.said, guest.session, guest.said_at, guest.gone_at = "yes", session, now, None
    _answered(tx, row, guest, now)
    return _event(row)


def stay_away(tx: Transaction, *, team_id: str, by: str, event_id: int, now: datetime) -> Event:
    """Say no; said twice, it changes nothing. Whoever stands for a group gives the place back to it.

    Raises:
        Refusal: if they are not invited, or it was cancelled or is over.
    """
    row, guest = _invited(tx, team_id, by, event_id)
    facts = _event(row)
    if facts.cancelled_at is not None:
        raise Refusal("events.cancelled", name=facts.name)
    if facts.last_begins <= now:
        raise Refusal("events.begun", name=facts.name)
    guest = guest or _new_guest(tx, row, by, now, alone=True)
    if guest.said != "no":
        guest.said, guest.session, guest.said_at = "no", None, now
    for seat in records.seats(tx, team_id, event_id) if row.who == "one_per_group" else ():
        if seat.user_id == by:
            seat.user_id, seat.named_at = None, None
            pairing = pairings.pairing(tx, team_id=team_id, pairing_id=seat.pairing_id)
            _plan_seat(tx, row, seat, pairing, now)
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
    check_coming(_event(row), session, version, now)
    if seat.user_id is not None and seat.user_id != by:
        others = [one for one in records.seats(tx, team_id, row.id) if one.id != seat.id]
        if seat.user_id not in {one.user_id for one in others}:
            _let_go(tx, row, seat.user_id, now)
    seat.user_id, seat.named_at = by, now
    guest = records.guest(tx, team_id, row.id, by, lock=True) or _new_guest(tx, row, by, now, alone=True)
    if (guest.said, guest.session, guest.gone_at) != ("yes", session, None):
        guest.said, guest.session, guest.said_at, guest.gone_at = "yes", session, now, None
    tx.flush()
    _plan_seat(tx, row, seat, pairing, now)
    _answered(tx, row, guest, now)
    return _event(row)


def tell(tx: Transaction, *, team_id: str, by: str, event_id: int, there: bool, now: datetime) -> Event:
    """Say whether one was there, where no coordinator has recorded it; a later answer replaces it.

    Raises:
        Refusal: if they are not invited, it is not over, or the coordinators have recorded it.
    """
    row, guest = _invited(tx, team_id, by, event_id)
    facts = _event(row)
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
    if (guest is None or guest.gone_at is not None) and not _event(row).is_public:
        raise Refusal("events.not-invited")
    return row, guest


def _answered(tx: Transaction, row: records.EventRow, guest: records.GuestRow, now: datetime) -> None:
    tx.flush()
    _plan_guest(tx, row, guest, now)
    refresh(tx, team_id=row.team_id, subject=f"event:{row.id}", now=now)
    show_open_homes(tx, team_id=row.team_id, users=[guest.user_id], now=now)


# -- keeping rows and plans ------------------------------------------------------------------------


def _new(tx: Transaction, facts: Event, by: str, now: datetime) -> records.EventRow:
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
        sessions=_kept(facts.sessions),
        invite_days=facts.invite_days,
        link=facts.link,
        version=1,
        made_at=now,
        made_by=by,
    )
    _at(tx, row, cohort)
    row.look_at = next_look(facts, now)
    if row.look_at is not None and facts.invites_at <= now:
        row.look_at = now
    tx.add(row)
    tx.flush()
    if facts.begins > now:
        _planned(tx, row, cohort, now)
    return row


def _at(tx: Transaction, row: records.EventRow, cohort: Cohort) -> None:
    facts = _event(row)
    row.begins_at, row.ends_at = facts.begins, facts.ends
    row.showcase_at = showcase_from(programmes.handbook_of(tx, cohort), facts)


def _new_guest(
    tx: Transaction, row: records.EventRow, user_id: str, now: datetime, *, alone: bool = False
) -> records.GuestRow:
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


def _subject(event_id: int, user_id: str) -> str:
    return f"event:{event_id}:{user_id}"


def _plan_guest(tx: Transaction, row: records.EventRow, guest: records.GuestRow, now: datetime) -> None:
    guest.planned = row.version
    messages = wanted(_event(row), _guest(guest))
    reconcile(tx, team_id=row.team_id, subject=_subject(row.id, guest.user_id), wanted=messages, now=now)


def _plan_seat(tx: Transaction, row: records.EventRow, seat: records.SeatRow, pairing: Pairing, now: datetime) -> None:
    seat.planned = row.version
    messages = seat_messages(_event(row), _seat(seat), pairing)
    reconcile(tx, team_id=row.team_id, subject=f"event:{row.id}:seat:{seat.id}", wanted=messages, now=now)


def _planned(tx: Transaction, row: records.EventRow, cohort: Cohort, now: datetime) -> None:
    """Bring what channels read of an event, and the coordinators' Homes, in line with what it is now."""
    tx.flush()
    messages = event_messages(_event(row), cohort)
    reconcile(tx, team_id=row.team_id, subject=f"event:{row.id}", wanted=messages, now=now)
    watchers = people.coordinators_of(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    show_open_homes(tx, team_id=row.team_id, users=watchers, now=now)


# -- questions -------------------------------------------------------------------------------------


def event(tx: Transaction, *, team_id: str, event_id: int) -> Event:
    """Return an event, for messages about it.

    Raises:
        Refusal: `events.gone` if there is none.
    """
    row = records.by_id(tx, team_id, event_id)
    if row is None:
        raise Refusal("events.gone")
    return _event(row)


def guest(tx: Transaction, *, team_id: str, event_id: int, user_id: str) -> Guest | None:
    """Return a person's invitation, for messages about it."""
    row = records.guest(tx, team_id, event_id, user_id)
    return _guest(row) if row is not None else None


def seat(tx: Transaction, *, team_id: str, seat_id: int) -> tuple[Event, Seat, Pairing]:
    """Return the seat of a pairing, for messages about it.

    Raises:
        Refusal: `events.gone` if there is none.
    """
    row = records.seat(tx, team_id, seat_id)
    if row is None:
        raise Refusal("events.gone")
    found = event(tx, team_id=team_id, event_id=row.event_id)
    return found, _seat(row), pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)


def mine(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Event, Guest]]:
    """Return the events ahead to which a person is invited, and what they said."""
    found = [(_event(row), guest(tx, team_id=team_id, event_id=row.id, user_id=user_id))
             for row in records.ahead_of(tx, team_id, user_id, now)]  # fmt: skip
    return [(one, asked) for one, asked in found if asked is not None]


def cycle(tx: Transaction, *, cohort: Cohort) -> list[tuple[Event, Count]]:
    """Return the events of a cohort, earliest first, with their counts; the caller has checked who asks."""
    rows = records.of_cohort(tx, cohort.team_id, cohort.id)
    guests: dict[int, list[Guest]] = {}
    for one in records.guests(tx, cohort.team_id, [row.id for row in rows]):
        guests.setdefault(one.event_id, []).append(_guest(one))
    return [(_event(row), count(guests.get(row.id, []))) for row in rows]


def count_of(tx: Transaction, *, team_id: str, event_id: int) -> Count:
    """Return how people answered an event, in numbers only."""
    return count(_guest(one) for one in records.guests(tx, team_id, [event_id]))


def attendance_of(tx: Transaction, *, cohort: Cohort) -> dict[str, set[str]]:
    """Return who was at which of the handbook's events, by its key.

    Whoever went to an event of one per group was there for all of the group.
    """
    rows = records.of_cohort(tx, cohort.team_id, cohort.id)
    there: dict[int, set[str]] = {}
    for one in records.guests(tx, cohort.team_id, [row.id for row in rows]):
        if one.attended_at is not None:
            there.setdefault(one.event_id, set()).add(one.user_id)
    shared = {row.id for row in rows if row.who == "one_per_group"}
    for pairing in pairings.pairings_in(tx, team_id=cohort.team_id, cohort_id=cohort.id) if shared else ():
        for seat_ in records.seats_of_pairings(tx, cohort.team_id, [pairing.id]):
            if seat_.user_id in there.get(seat_.event_id, set()):
                there[seat_.event_id].update(pairing.people)
    return attended_keys([_event(row) for row in rows], there)


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
    return [_event(row) for row in records.with_showcase(tx, now, now - SHOWN_AFTER) if row.cancelled_at is None]


def _count(tx: Transaction, row: records.EventRow) -> Count:
    return count_of(tx, team_id=row.team_id, event_id=row.id)


def _kept(sessions: Sequence[tuple[time, str]]) -> list[list[str]]:
    return [[f"{at:%H:%M}", zone] for at, zone in sessions]


def _event(row: records.EventRow) -> Event:
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


def _guest(row: records.GuestRow) -> Guest:
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


def _seat(row: records.SeatRow) -> Seat:
    return Seat(id=row.id, event_id=row.event_id, pairing_id=row.pairing_id, asked_at=row.asked_at, user_id=row.user_id)
