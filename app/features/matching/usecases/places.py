"""Asking a mentor who fits, and is full, for one more place; with a yes the next run uses it."""

from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules import Fit
from app.features.matching.rules.places import ExtraPlace, could_be_asked, most_places, place_messages
from app.features.matching.rules.waiting import places_of
from app.features.matching.usecases.common import of_cohort, pool_of, show
from app.features.matching.usecases.deciding import of_run
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def could_give(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int, mentee: str
) -> tuple[Cohort, list[tuple[Application, Fit]]]:
    """Return the mentors who fit a left-over mentee and have no free place, best first.

    Raises:
        Refusal: if `by` does not coordinate the cohort, there was a newer run, the mentee waits no more,
            or nobody can be asked.
    """
    cohort = of_run(tx, team_id, by, cohort_id, number)
    free = pool_of(tx, cohort)
    one = next((one for one in free.mentees if one.user_id == mentee), None)
    if one is None:
        raise Refusal("matching.not-waiting")
    handbook = programmes.handbook_of(tx, cohort)
    resting = records.resting(tx, team_id, cohort_id)
    asked = {row.mentor_application_id for row in records.places_asked(tx, team_id, cohort_id, number)}
    gone = {(one.team_id, one.user_id) for one in people.gone(tx)}
    mentors = [
        mentor
        for mentor in joining.applications_in(tx, team_id=team_id, cohort_id=cohort_id)
        if mentor.role == "mentor"
        and mentor.is_in
        and mentor.id not in asked
        and (team_id, mentor.user_id) not in gone
        and places_of(mentor, resting.get(mentor.user_id), 1) > 0
    ]
    undecided = [one for one in of_cohort(tx, cohort) if one.is_undecided]
    return cohort, could_be_asked(one, mentors, free, undecided, cohort, handbook)


def ask(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    cohort_id: int,
    number: int,
    mentee: str,
    mentor_application_id: int,
    now: datetime,
) -> ExtraPlace:
    """Ask a mentor for one more place; in one run nobody is asked twice.

    Raises:
        Refusal: as `could_give`; `matching.asked-before` at the field if this mentor cannot be asked.
    """
    cohort, found = could_give(tx, team_id=team_id, by=by, cohort_id=cohort_id, number=number, mentee=mentee)
    mentor = next((one for one, _ in found if one.id == mentor_application_id), None)
    if mentor is None:
        raise Refusal("matching.asked-before", field="mentor")
    waiting = joining.application_as(tx, team_id=team_id, cohort_id=cohort_id, user_id=mentee, role="mentee")
    if waiting is None:
        raise Refusal("matching.not-waiting")
    row = records.PlaceRow(
        team_id=team_id,
        cohort_id=cohort_id,
        number=number,
        mentor_application_id=mentor.id,
        mentee_application_id=waiting.id,
        user_id=mentor.user_id,
        asked_by=by,
        asked_at=now,
        expires_at=now + timedelta(days=programmes.handbook_of(tx, cohort).matching.offer_days),
    )
    tx.add(row)
    subject = f"application:{mentor.id}"
    people.audit(tx, team_id=team_id, by=by, deed="asked for one more place", subject=subject, now=now)
    tx.flush()
    return _planned(tx, row, now)


def answer(tx: Transaction, *, team_id: str, by: str, place_id: int, yes: bool, now: datetime) -> ExtraPlace:
    """Take a mentor's answer; with a yes their capacity rises by one. The same answer twice changes nothing.

    Raises:
        Refusal: if somebody else was asked, the answer was another, the time is over, or the handbook allows no more.
    """
    row = records.place(tx, team_id, place_id)
    if row is None or row.user_id != by:
        raise Refusal("matching.not-asked")
    records.lock_run(tx, team_id, row.cohort_id)
    tx.refresh(row)
    if row.accepted_at is not None or row.declined_at is not None:
        if (row.accepted_at is not None) != yes:
            raise Refusal("matching.answered")
        return _place(row)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
    if row.expires_at <= now or cohort.closed_at is not None:
        raise Refusal("matching.lapsed")
    if yes:
        most, otherwise = most_places(programmes.handbook_of(tx, cohort))
        mentor = joining.application(tx, team_id=team_id, application_id=row.mentor_application_id)
        if not mentor.is_in or mentor.number("capacity", otherwise) >= most:
            raise Refusal("matching.at-cap", most=most)
        joining.give_room(
            tx, team_id=team_id, application_id=mentor.id, capacity=mentor.number("capacity", otherwise) + 1
        )
        row.accepted_at = now
    else:
        row.declined_at = now
    tx.flush()
    kind = "matching.place_given" if yes else "matching.place_kept"
    want = Wanted(
        key=f"extra-place:{row.id}:said", kind=kind, to=cohort.coordinators_channel, due=now, about={"place": row.id}
    )
    plan(tx, team_id=team_id, subject=f"extra-place:{row.id}:said", wanted=want, now=now)
    show(tx, cohort, [by], now)
    return _planned(tx, row, now)


def place(tx: Transaction, *, team_id: str, place_id: int) -> tuple[ExtraPlace, Cohort]:
    """Return a question for one more place and its cohort, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.place(tx, team_id, place_id)
    if row is None:
        raise Refusal("matching.gone")
    return _place(row), programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)


def _planned(tx: Transaction, row: records.PlaceRow, now: datetime) -> ExtraPlace:
    facts = _place(row)
    reconcile(tx, team_id=row.team_id, subject=f"extra-place:{row.id}", wanted=place_messages(facts), now=now)
    return facts


def _place(row: records.PlaceRow) -> ExtraPlace:
    return ExtraPlace(
        id=row.id,
        cohort_id=row.cohort_id,
        user_id=row.user_id,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        declined_at=row.declined_at,
    )
