"""Suggesting people, and their answer."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, refresh
from app.features.joining import usecases as joining
from app.features.nominations import records
from app.features.nominations.rules import Nomination, check, roles_for, wanted
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.page import Role


def open_to(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Cohort, list[Role]]]:
    """Return the cohorts, with the roles, for which a person may suggest others now.

    Raises:
        Refusal: `nominations.none` if there is none.
    """
    mentors = {
        one.cohort_id
        for one in joining.applications_of(tx, team_id=team_id, user_id=user_id)
        if one.role == "mentor" and one.is_in
    }
    found = []
    for cohort in joining.open_cohorts(tx, team_id=team_id, now=now):
        roles = roles_for(
            programmes.handbook_of(tx, cohort),
            is_mentor=cohort.id in mentors,
            coordinates=people.coordinates(tx, team_id=team_id, user_id=user_id, cohort_id=cohort.id),
        )
        if roles:
            found.append((cohort, roles))
    if not found:
        raise Refusal("nominations.none")
    return found


def nominate(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, role: str, user_id: str, why: str, now: datetime
) -> Nomination:
    """Suggest somebody; they are asked in private.

    Raises:
        Refusal: if `by` may not, or the person was suggested before.
        Refusals: what is wrong in the form, each at its field.
        NotMet: if Trellis does not know the person yet; the door then asks Slack who they are, so that
            they are not asked in the middle of their night.
    """
    open_here = {cohort.id: (cohort, roles) for cohort, roles in open_to(tx, team_id=team_id, user_id=by, now=now)}
    if cohort_id not in open_here:
        raise Refusal("nominations.none")
    cohort, roles = open_here[cohort_id]
    check(roles, role, by, user_id, why)
    people.visitor(tx, team_id=team_id, user_id=user_id)
    if records.of_person(tx, team_id, cohort_id, user_id, role) is not None:
        raise Refusal("nominations.twice", field="person")
    row = records.NominationRow(
        team_id=team_id, cohort_id=cohort_id, by=by, user_id=user_id, role=role, why=why, made_at=now
    )
    tx.add(row)
    tx.flush()
    facts = _facts(row)
    reconcile(tx, team_id=team_id, subject=f"nomination:{row.id}", wanted=wanted(facts, cohort), now=now)
    return facts


def decline(tx: Transaction, *, team_id: str, by: str, nomination_id: int, now: datetime) -> None:
    """Say no to a suggestion; nobody is told. Said twice, it changes nothing.

    Raises:
        Refusal: `nominations.not-asked` for anybody else.
    """
    row = records.by_id(tx, team_id, nomination_id, lock=True)
    if row is None or row.user_id != by:
        raise Refusal("nominations.not-asked")
    if row.declined_at is None:
        row.declined_at = now
        refresh(tx, team_id=team_id, subject=f"nomination:{row.id}", now=now)


def nomination(tx: Transaction, *, team_id: str, nomination_id: int) -> Nomination:
    """Return a suggestion, for messages about it.

    Raises:
        Refusal: `nominations.gone` if there is none.
    """
    row = records.by_id(tx, team_id, nomination_id)
    if row is None:
        raise Refusal("nominations.gone")
    return _facts(row)


def _facts(row: records.NominationRow) -> Nomination:
    return Nomination(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        by=row.by,
        user_id=row.user_id,
        role=row.role,
        why=row.why,
        made_at=row.made_at,
        declined_at=row.declined_at,
    )
