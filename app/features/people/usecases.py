"""Meeting people, and deciding what they may coordinate."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.core.calendar import known_zones
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.people import records
from app.features.people.rules import Person, read_profile


class NotMet(Exception):  # noqa: N818 - the door answers it by asking Slack who this is
    """Trellis has not met this person yet."""


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


def _person(row: records.Member) -> Person:
    return Person(team_id=row.team_id, user_id=row.user_id, name=row.name, zone=row.zone, gone_at=row.gone_at)


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


def seat_first_coordinators(tx: Transaction, *, team_id: str, users: Iterable[str], now: datetime) -> None:
    """Give those named in the settings the whole workspace to coordinate."""
    for user_id in sorted(set(users)):
        if not any(seat.cohort_id is None for seat in records.seats(tx, team_id, user_id)):
            tx.add(
                records.Coordinator(
                    team_id=team_id, user_id=user_id, cohort_id=None, appointed_at=now, appointed_by="settings"
                )
            )


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
