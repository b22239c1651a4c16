"""Meeting people, and deciding what they may coordinate."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.core.calendar import USUAL, Hours, known_zones
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.people import records
from app.features.people.rules import Break, Person, away_until, read_profile


class NotMet(Exception):  # noqa: N818 - the door answers it by asking Slack who this is
    """Trellis has not met this person yet."""

    def __init__(self, user_id: str) -> None:
        super().__init__(user_id)
        self.user_id = user_id


def visitor(tx: Transaction, *, team_id: str, user_id: str) -> Person:
    """Return who is visiting.

    Raises:
        NotMet: if Trellis does not know them yet.
    """
    row = records.member(tx, team_id, user_id)
    if row is None:
        raise NotMet(user_id)
    return _person(row)


def person(tx: Transaction, *, team_id: str, user_id: str) -> Person:
    """Return a person; somebody whom Trellis has not met lives in UTC until they visit."""
    row = records.member(tx, team_id, user_id)
    return _person(row) if row is not None else Person(team_id=team_id, user_id=user_id, name=user_id, zone="UTC")


def persons(tx: Transaction, *, team_id: str, users: Iterable[str]) -> dict[str, Person]:
    """Return several people by their ids, at one question; those whom Trellis has not met are left out."""
    return {row.user_id: _person(row) for row in records.members(tx, team_id, sorted(set(users)))}


def _person(row: records.Member) -> Person:
    return Person(
        team_id=row.team_id,
        user_id=row.user_id,
        name=row.name,
        zone=row.zone,
        gone_at=row.gone_at,
        hours=_hours(row),
    )


def _hours(row: records.Member) -> Hours:
    if row.hours_from is None or row.hours_until is None or row.hours_days is None:
        return USUAL
    return Hours(row.hours_from, row.hours_until, tuple(int(one) - 1 for one in row.hours_days))


def keep_hours(tx: Transaction, *, team_id: str, user_id: str, hours: Hours) -> None:
    """Note when a person wants to be written to; the usual hours are those of everybody who said nothing.

    Raises:
        NotMet: if Trellis does not know them yet.
    """
    records.hold_member(tx, team_id, user_id)
    row = records.member(tx, team_id, user_id)
    if row is None:
        raise NotMet(user_id)
    is_usual = hours == USUAL
    row.hours_from = None if is_usual else hours.start
    row.hours_until = None if is_usual else hours.until
    row.hours_days = None if is_usual else "".join(str(one + 1) for one in hours.days)
    tx.flush()


def meet(tx: Transaction, *, team_id: str, profile: Mapping[str, Any], now: datetime) -> None:
    """Remember what Slack says of a person (also when it changes: a move, a goodbye, a return)."""
    said = read_profile(profile, known_zones())
    row = records.member(tx, team_id, said.user_id)
    if row is None:
        row = records.Member(team_id=team_id, user_id=said.user_id, met_at=now)
        tx.add(row)
    row.name, row.zone = said.name, said.zone
    if said.gone and row.gone_at is None:
        row.gone_at = now
    elif not said.gone:
        row.gone_at = None
    tx.flush()


def gone(tx: Transaction) -> list[Person]:
    """Return everybody who left a workspace, for the clock."""
    return [_person(row) for row in records.gone(tx)]


def seat_first_coordinators(
    tx: Transaction, *, team_id: str, users: Iterable[str], now: datetime, by: str = "settings"
) -> None:
    """Give somebody the whole workspace to coordinate: those named in the settings, or whoever let us in (`by`)."""
    for user_id in sorted(set(users)):
        if not any(seat.cohort_id is None for seat in records.seats(tx, team_id, user_id)):
            tx.add(
                records.Coordinator(team_id=team_id, user_id=user_id, cohort_id=None, appointed_at=now, appointed_by=by)
            )


def has_coordinators(tx: Transaction, *, team_id: str) -> bool:
    """Whether anybody coordinates the whole of a workspace."""
    return records.has_coordinators(tx, team_id)


def appoint(tx: Transaction, *, team_id: str, by: str, user_id: str, cohort_id: int, now: datetime) -> None:
    """Let somebody coordinate a cohort too.

    Raises:
        Refusal: `people.not-a-coordinator` if `by` may not.
    """
    require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    if not coordinates(tx, team_id=team_id, user_id=user_id, cohort_id=cohort_id):
        tx.add(
            records.Coordinator(
                team_id=team_id, user_id=user_id, cohort_id=cohort_id, appointed_at=now, appointed_by=by
            )
        )
        audit(tx, team_id=team_id, by=by, deed="appointed", subject=f"cohort:{cohort_id}", now=now, user=user_id)


def found(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> None:
    """Seat whoever opens a cohort as its coordinator."""
    tx.add(records.Coordinator(team_id=team_id, user_id=by, cohort_id=cohort_id, appointed_at=now, appointed_by=by))


def coordinates(tx: Transaction, *, team_id: str, user_id: str, cohort_id: int) -> bool:
    """Whether a person coordinates this cohort, by its own seat or by one for the whole workspace."""
    return any(seat.cohort_id in (None, cohort_id) for seat in records.seats(tx, team_id, user_id))


def coordinates_everything(tx: Transaction, *, team_id: str, user_id: str) -> bool:
    """Whether a person coordinates the whole workspace."""
    return any(seat.cohort_id is None for seat in records.seats(tx, team_id, user_id))


def coordinated_cohorts(tx: Transaction, *, team_id: str, user_id: str) -> frozenset[int]:
    """Return the cohorts in which a person has a seat of their own."""
    return frozenset(s.cohort_id for s in records.seats(tx, team_id, user_id) if s.cohort_id is not None)


def coordinators_of(tx: Transaction, *, team_id: str, cohort_id: int) -> list[str]:
    """Return who coordinates a cohort; the first is whom a person is pointed to."""
    return list(records.coordinators(tx, team_id, cohort_id))


def require_coordinator(tx: Transaction, *, team_id: str, user_id: str, cohort_id: int) -> None:
    """Let only coordinators of this cohort pass.

    Raises:
        Refusal: `people.not-a-coordinator`.
    """
    if not coordinates(tx, team_id=team_id, user_id=user_id, cohort_id=cohort_id):
        raise Refusal("people.not-a-coordinator")


def require_any_coordinator(tx: Transaction, *, team_id: str, user_id: str) -> None:
    """Let only those pass who coordinate the whole workspace (they may open cohorts).

    Raises:
        Refusal: `people.not-a-coordinator`.
    """
    if not coordinates_everything(tx, team_id=team_id, user_id=user_id):
        raise Refusal("people.not-a-coordinator")


def audit(
    tx: Transaction, *, team_id: str, by: str, deed: str, subject: str, now: datetime, **facts: str | int
) -> None:
    """Write down what a coordinator did; ids and states only, never a text somebody wrote in private."""
    tx.add(records.Deed(team_id=team_id, by=by, deed=deed, subject=subject, at=now, facts=facts))


# -- breaks ----------------------------------------------------------------------------------------


def breaks_to_come(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[Break]:
    """Return what is left of a person's breaks, earliest first; whoever adds one holds the others off."""
    records.hold_member(tx, team_id, user_id)
    return [one for one in breaks_of(tx, team_id=team_id, users=[user_id]) if not one.is_over(now)]


def announce_break(
    tx: Transaction, *, team_id: str, user_id: str, starts_at: datetime, back_at: datetime, word: str, now: datetime
) -> Break:
    """Note that a person will be away; the caller has checked the days."""
    row = records.BreakRow(
        team_id=team_id, user_id=user_id, starts_at=starts_at, back_at=back_at, word=word, announced_at=now
    )
    tx.add(row)
    tx.flush()
    return _break(row)


def end_break(tx: Transaction, *, team_id: str, by: str, break_id: int, now: datetime) -> Break:
    """Come back early, or call a break off; done twice, or when it is over, it changes nothing.

    Raises:
        Refusal: `people.not-your-break` if it is somebody else's.
    """
    row = records.a_break(tx, team_id, break_id, lock=True)
    if row is None or row.user_id != by:
        raise Refusal("people.not-your-break")
    if row.ended_at is None and row.back_at > now:
        row.ended_at = now
        tx.flush()
    return _break(row)


def a_break(tx: Transaction, *, team_id: str, break_id: int) -> Break:
    """Return a break, for messages about it.

    Raises:
        Refusal: `people.not-your-break` if there is none.
    """
    row = records.a_break(tx, team_id, break_id)
    if row is None:
        raise Refusal("people.not-your-break")
    return _break(row)


def breaks_of(tx: Transaction, *, team_id: str, users: Iterable[str]) -> list[Break]:
    """Return the breaks of several people, past ones too, earliest first."""
    return [_break(row) for row in records.breaks_of(tx, team_id, sorted(set(users)))]


def breaks_in(tx: Transaction, *, team_id: str, now: datetime) -> list[Break]:
    """Return what is left of everybody's breaks, earliest first."""
    return [one for row in records.all_breaks_left(tx, team_id, now) if not (one := _break(row)).is_over(now)]


def is_away_until(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> datetime | None:
    """Return when somebody who is away now will be back, UTC; None if they are here."""
    return away_until([_break(row) for row in records.breaks_left(tx, team_id, user_id, now)], now)


def away(tx: Transaction, *, team_id: str, now: datetime) -> dict[str, datetime]:
    """Return everybody who is away now, and until when, UTC."""
    left: dict[str, list[Break]] = {}
    for one in breaks_in(tx, team_id=team_id, now=now):
        left.setdefault(one.user_id, []).append(one)
    found = {user: away_until(breaks, now) for user, breaks in left.items()}
    return {user: until for user, until in found.items() if until is not None}


def _break(row: records.BreakRow) -> Break:
    return Break(
        id=row.id,
        team_id=row.team_id,
        user_id=row.user_id,
        starts_at=row.starts_at,
        back_at=row.back_at,
        word=row.word,
        announced_at=row.announced_at,
        ended_at=row.ended_at,
    )
