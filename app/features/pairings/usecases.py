"""Beginning and ending, and finding one's pairing."""

from datetime import datetime

from app.core.calendar import humane_for_all
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.pairings import records
from app.features.pairings.rules import STAYED_AWAY, Pairing, Stay, check_live
from app.features.people import usecases as people


def begin(
    tx: Transaction, *, team_id: str, cohort_id: int, mentor: str, mentees: tuple[str, ...], now: datetime
) -> Pairing:
    """Begin a pairing; the caller has made sure that all have agreed."""
    row = records.PairingRow(team_id=team_id, cohort_id=cohort_id, mentor=mentor, began_at=now)
    row.seats = [records.PairingSeat(team_id=team_id, user_id=mentor, role="mentor")] + [
        records.PairingSeat(team_id=team_id, user_id=one, role="mentee") for one in mentees
    ]
    tx.add(row)
    tx.flush()
    return _facts(row)


def pairing(tx: Transaction, *, team_id: str, pairing_id: int) -> Pairing:
    """Return a pairing, for messages about it.

    Raises:
        Refusal: `pairings.gone` if there is none in this workspace.
    """
    row = records.by_id(tx, team_id, pairing_id)
    if row is None:
        raise Refusal("pairings.gone")
    return _facts(row)


def require_member(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int) -> Pairing:
    """Return a living pairing to one of its people.

    Raises:
        Refusal: `pairings.not-yours` for anybody else (also where there is none), `pairings.ended`.
    """
    row = records.by_id(tx, team_id, pairing_id)
    if row is None:
        raise Refusal("pairings.not-yours")
    facts = _facts(row)
    facts.role_of(user_id)
    check_live(facts)
    return facts


def introduced(tx: Transaction, *, pairing: Pairing) -> dict[str, datetime]:
    """Return when each has read of the others, UTC: the introduction waits for an hour that is in everybody's hours."""
    found = [people.person(tx, team_id=pairing.team_id, user_id=one) for one in sorted(pairing.people)]
    clocks = [(one.zone, one.hours) for one in found]
    return {one: humane_for_all(pairing.joined_at(one), clocks) for one in pairing.people}


def pairings_of(tx: Transaction, *, team_id: str, user_id: str) -> list[Pairing]:
    """Return the living pairings of a person, oldest first."""
    return [_facts(row) for row in records.live_of_person(tx, team_id, user_id)]


def stays_of(tx: Transaction, *, team_id: str, user_id: str, cohort_id: int | None = None) -> list[Stay]:
    """Return a person's time in every pairing that they are or were in, oldest first.

    Args:
        tx: the transaction.
        team_id: the workspace.
        user_id: whose.
        cohort_id: in this cohort only.
    """
    return [
        Stay(
            pairing=_facts(row),
            user_id=user_id,
            role=seat.role,
            since=seat.joined_at or row.began_at,
            until=seat.left_at or row.ended_at,
        )
        for row in records.ever_of_person(tx, team_id, user_id)
        if cohort_id in (None, row.cohort_id)
        for seat in row.seats
        if seat.user_id == user_id
    ]


def pairings_in(tx: Transaction, *, team_id: str, cohort_id: int) -> list[Pairing]:
    """Return all pairings of a cohort, ended ones too, oldest first."""
    return [_facts(row) for row in records.of_cohort(tx, team_id, cohort_id)]


def next_live(tx: Transaction, *, team_id: str, cohort_id: int, after: int, most: int) -> list[Pairing]:
    """Return the next living pairings of a cohort behind a number, for work that goes on in steps."""
    return [_facts(row) for row in records.next_live(tx, team_id, cohort_id, after, most)]


def how_many_live(tx: Transaction, *, team_id: str, cohort_id: int) -> int:
    """Return how many living pairings a cohort has."""
    return records.how_many_live(tx, team_id, cohort_id)


def to_end(tx: Transaction, *, team_id: str, by: str, pairing_id: int) -> Pairing:
    """Return a pairing, ended or not, to somebody who may end it.

    Raises:
        Refusal: if `by` is neither in it nor a coordinator of its cohort.
    """
    row = records.by_id(tx, team_id, pairing_id, lock=True)
    if row is None:
        raise Refusal("pairings.not-yours")
    facts = _facts(row)
    if by not in facts.people:
        people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    return facts


def end(tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime, why: str | None = None) -> Pairing:
    """End a pairing; done twice, it changes nothing.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who ends it.
        pairing_id: which.
        now: the present instant, UTC.
        why: `graduated` or `cohort`; without it, whether a person or a coordinator ended it.

    Raises:
        Refusal: if `by` is neither in it nor a coordinator of its cohort.
    """
    facts = to_end(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    row = records.by_id(tx, team_id, pairing_id, lock=True)
    if row is None or row.ended_at is not None:
        return facts
    why = why or ("person" if by in facts.people else "coordinator")
    if by not in facts.people:
        people.audit(tx, team_id=team_id, by=by, deed="ended", subject=f"pairing:{pairing_id}", now=now)
    row.ended_at, row.ended_by, row.ended_why = now, by, why
    tx.flush()
    return _facts(row)


def join(tx: Transaction, *, team_id: str, pairing_id: int, user_id: str, role: str, now: datetime) -> Pairing:
    """Let somebody into a living pairing (a late joiner, a co-mentor); the caller has made sure that they may.

    Raises:
        Refusal: `pairings.gone`, `pairings.ended`.
    """
    row = records.by_id(tx, team_id, pairing_id, lock=True)
    if row is None:
        raise Refusal("pairings.gone")
    facts = _facts(row)
    check_live(facts)
    if user_id not in facts.people:
        row.seats.append(records.PairingSeat(team_id=team_id, user_id=user_id, role=role, joined_at=now))
        tx.flush()
    return _facts(row)


def leave(tx: Transaction, *, team_id: str, pairing_id: int, user_id: str, why: str, now: datetime) -> Pairing:
    """Let somebody out of a group that goes on without them; done twice, it changes nothing.

    The first mentor cannot leave: a group without one ends instead.

    Raises:
        Refusal: `pairings.gone`, `pairings.not-yours`.
    """
    row = records.by_id(tx, team_id, pairing_id, lock=True)
    if row is None:
        raise Refusal("pairings.gone")
    for seat in row.seats:
        if seat.user_id == user_id and seat.left_at is None and user_id != row.mentor:
            seat.left_at, seat.left_why = now, why
    tx.flush()
    return _facts(row)


def hold(tx: Transaction, *, team_id: str, pairing_id: int) -> None:
    """Keep a pairing from changing until the end of the transaction: what its people do now comes one by one."""
    records.by_id(tx, team_id, pairing_id, lock=True)


def graduate(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> None:
    """Note that the mentee is ready for the role; said twice, the first time counts."""
    row = records.by_id(tx, team_id, pairing_id, lock=True)
    if row is not None and row.graduated_at is None:
        row.graduated_at = now
        tx.flush()


def _facts(row: records.PairingRow) -> Pairing:
    here = [seat for seat in row.seats if seat.left_at is None]
    return Pairing(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        mentor=row.mentor,
        mentees=tuple(seat.user_id for seat in here if seat.role == "mentee"),
        co_mentors=tuple(seat.user_id for seat in here if seat.role == "mentor" and seat.user_id != row.mentor),
        former=tuple(seat.user_id for seat in row.seats if seat.left_at is not None),
        stayed_away=tuple(seat.user_id for seat in row.seats if seat.left_why == STAYED_AWAY),
        left={seat.user_id: seat.left_at for seat in row.seats if seat.left_at is not None},
        joined={seat.user_id: seat.joined_at for seat in here if seat.joined_at is not None},
        graduated_at=row.graduated_at,
        began_at=row.began_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ended_why=row.ended_why,
    )
