"""A second mentor for a pairing or a group, with one click of theirs; and the place of whoever stays away."""

from datetime import datetime, timedelta

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile
from app.features.care import usecases as care
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules.seconds import Second, check_room, second_messages
from app.features.matching.usecases.common import mark_matched, show
from app.features.matching.usecases.groups import welcome
from app.features.meetings.usecases import attendance
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def to_strengthen(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int
) -> tuple[Cohort, list[Pairing], list[Application]]:
    """Return the pairings of a cohort with room for a second mentor, and the mentors who could be asked.

    Raises:
        Refusal: if `by` does not coordinate it, or there is nobody to ask.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    most = programmes.handbook_of(tx, cohort).matching.most_mentors
    running = pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id)
    weak = [one for one in running if one.is_live and len(one.mentors) < most]
    mentors = [
        one
        for one in joining.applications_in(tx, team_id=team_id, cohort_id=cohort_id)
        if one.role == "mentor" and one.is_in
    ]
    if not weak or not mentors:
        raise Refusal("matching.no-room")
    return cohort, weak, mentors


def ask(tx: Transaction, *, team_id: str, by: str, pairing_id: int, user_id: str, now: datetime) -> Second:
    """Ask a mentor whether they join a pairing; asked twice while it is open, it is one question.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the pairing has no room for this person.
    """
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=pairing.cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    records.lock_run(tx, team_id, cohort.id)
    matching = programmes.handbook_of(tx, cohort).matching
    mentor = joining.application_as(tx, team_id=team_id, cohort_id=cohort.id, user_id=user_id, role="mentor")
    if mentor is None or not mentor.is_in:
        raise Refusal("matching.no-room", field="mentor")
    check_room(pairing, user_id, matching.most_mentors)
    row = records.open_second(tx, team_id, pairing_id, user_id, now)
    if row is None:
        row = records.SecondRow(
            team_id=team_id,
            pairing_id=pairing_id,
            user_id=user_id,
            asked_by=by,
            asked_at=now,
            expires_at=now + timedelta(days=matching.offer_days),
        )
        tx.add(row)
        people.audit(
            tx, team_id=team_id, by=by, deed="asked for a second mentor", subject=f"pairing:{pairing_id}", now=now
        )
    tx.flush()
    return _planned(tx, row, now)


def answer(tx: Transaction, *, team_id: str, by: str, second_id: int, yes: bool, now: datetime) -> Second:
    """Take a mentor's answer; with a yes they join. The same answer twice changes nothing.

    Raises:
        Refusal: if somebody else was asked, the answer was another, or there is no room any more.
    """
    row = records.second(tx, team_id, second_id)
    if row is None or row.user_id != by:
        raise Refusal("matching.not-asked")
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    records.lock_run(tx, team_id, cohort.id)
    tx.refresh(row)
    if row.accepted_at is not None or row.declined_at is not None:
        if (row.accepted_at is not None) != yes:
            raise Refusal("matching.answered")
        return _second(row)
    if row.expires_at <= now or cohort.closed_at is not None:
        raise Refusal("matching.lapsed")
    if yes:
        check_room(pairing, by, programmes.handbook_of(tx, cohort).matching.most_mentors)
        joined = pairings.join(tx, team_id=team_id, pairing_id=pairing.id, user_id=by, role="mentor", now=now)
        row.accepted_at = now
        mentor = joining.application_as(tx, team_id=team_id, cohort_id=cohort.id, user_id=by, role="mentor")
        if mentor is not None:
            mark_matched(tx, mentor, now)
        welcome(tx, joined, by, cohort, now)
    else:
        row.declined_at = now
    tx.flush()
    show(tx, cohort, [by], now)
    return _planned(tx, row, now)


def second(tx: Transaction, *, team_id: str, second_id: int) -> tuple[Second, Pairing]:
    """Return a question to a second mentor and its pairing, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.second(tx, team_id, second_id)
    if row is None:
        raise Refusal("matching.gone")
    return _second(row), pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)


def staying_away(tx: Transaction, *, cohort: Cohort) -> list[tuple[Pairing, str, int]]:
    """Return whose place in a group could be given to somebody else: the group, the mentee, meetings missed."""
    group = programmes.handbook_of(tx, cohort).matching.group
    if group is None:
        return []
    running = pairings.pairings_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    live = [one for one in running if one.is_live and len(one.mentees) > 1]
    missed = attendance.missed_in_a_row_in(tx, team_id=cohort.team_id, several=live)
    return [
        (one, user, count)
        for one in live
        for user, count in missed[one.id].items()
        if count >= group.replace_after_missed
    ]


def give_place(tx: Transaction, *, team_id: str, by: str, pairing_id: int, user_id: str, now: datetime) -> Cohort:
    """Part kindly from a mentee who stays away, so that somebody else can join; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the mentee has not stayed away (any more).
    """
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=pairing.cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    records.lock_run(tx, team_id, cohort.id)
    if user_id not in pairing.former:
        if not any(one.id == pairing_id and user == user_id for one, user, _ in staying_away(tx, cohort=cohort)):
            raise Refusal("matching.not-away")
        care.let_go(tx, team_id=team_id, by=by, pairing_id=pairing_id, user_id=user_id, now=now)
        show(tx, cohort, [user_id], now)
    return cohort


def _planned(tx: Transaction, row: records.SecondRow, now: datetime) -> Second:
    facts = _second(row)
    reconcile(tx, team_id=row.team_id, subject=f"second:{row.id}", wanted=second_messages(facts), now=now)
    return facts


def _second(row: records.SecondRow) -> Second:
    return Second(
        id=row.id,
        pairing_id=row.pairing_id,
        user_id=row.user_id,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        declined_at=row.declined_at,
    )
