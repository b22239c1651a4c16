"""Looking at what people did, issuing certificates once, exceptions."""

from collections.abc import Sequence
from datetime import datetime

from app.core.calendar import local
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import plan, reconcile, show_open_homes
from app.features.certificates import records
from app.features.certificates.rules import (
    PER_PAGE,
    TELL_AFTER,
    Award,
    Facts,
    Genuine,
    Standing,
    certificate_for,
    check_reason,
    days_of,
    ends_at,
    is_token,
    made_up_until,
    new_number,
    new_token,
    next_look,
    read_facts,
    standing,
    wanted,
)
from app.features.events import usecases as events
from app.features.goals import usecases as goals
from app.features.meetings.usecases import attendance
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing, Stay
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.surveys import usecases as surveys
from app.handbook.model import Handbook
from app.handbook.recognition import Certificate

MOST_AT_ONCE = 50


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring the certificates of a pairing's people in line with what it is now."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    for user in (*pairing.people, *pairing.former) if book.certificates else ():
        _prepare(tx, cohort, book, user, now)


def _prepare(tx: Transaction, cohort: Cohort, book: Handbook, user_id: str, now: datetime) -> None:
    """Let the clock look at a person's certificates in a cohort when their time is over."""
    stays = pairings.stays_of(tx, team_id=cohort.team_id, user_id=user_id, cohort_id=cohort.id)
    for certificate in book.certificates:
        mine = [one for one in stays if one.role == certificate.role]
        if not mine:
            continue
        end = ends_at(cohort, book, mine)
        key = {"team_id": cohort.team_id, "cohort_id": cohort.id, "user_id": user_id, "role": certificate.role}
        insert_or_ignore(tx, records.AwardRow, [{**key, "ends_at": end, "next_look_at": end}])
        row = records.award_for(tx, cohort.team_id, cohort.id, user_id, certificate.role, lock=True)
        if row is not None and row.issued_at is None:
            moved, row.ends_at = row.ends_at != end, end
            if moved or row.next_look_at is None:
                row.next_look_at = next_look(_award(row), certificate, now)
            if now >= end:
                _look(tx, row, cohort, book, certificate, now)


def look_around(tx: Transaction, now: datetime) -> None:
    """Look at the certificates whose time has come, or for which something may have been made up (a chore)."""
    for row in records.due(tx, now, MOST_AT_ONCE):
        cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
        book = programmes.handbook_of(tx, cohort)
        certificate = certificate_for(book, row.role)
        if certificate is None or row.issued_at is not None:
            row.next_look_at = None
            continue
        _look(tx, row, cohort, book, certificate, now)


def _look(
    tx: Transaction, row: records.AwardRow, cohort: Cohort, book: Handbook, certificate: Certificate, now: datetime
) -> Standing:
    """Issue what is earned; say once what is missing; look again as long as it can be made up."""
    found = standing_of(tx, award=_award(row), cohort=cohort, book=book, certificate=certificate)
    if row.issued_at is None and now >= row.ends_at:
        if found.is_earned:
            _issue(tx, row, found, now)
        else:
            row.next_look_at = next_look(_award(row), certificate, now)
            tell_at = min(row.ends_at + TELL_AFTER, made_up_until(_award(row), certificate))
            # Whoever never came knows why they have none.
            if row.told_missing_at is None and now >= tell_at and (found.facts.attended or not found.facts.held):
                row.told_missing_at = now
        _planned(tx, row, certificate, now)
    return found


def _issue(tx: Transaction, row: records.AwardRow, found: Standing, now: datetime) -> None:
    row.number, row.issued_at, row.next_look_at = new_number(), now, None
    row.name = people.person(tx, team_id=row.team_id, user_id=row.user_id).name
    row.facts = found.facts.kept()
    row.token = new_token()


def _planned(tx: Transaction, row: records.AwardRow, certificate: Certificate, now: datetime) -> Award:
    tx.flush()
    facts = _award(row)
    reconcile(tx, team_id=row.team_id, subject=f"award:{row.id}", wanted=wanted(facts, certificate), now=now)
    show_open_homes(tx, team_id=row.team_id, users=[row.user_id], now=now)
    return facts


def grant(tx: Transaction, *, team_id: str, by: str, award_id: int, why: str, now: datetime) -> Award:
    """Issue a certificate as an exception; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or it is their own, or there is no reason.
    """
    row, cohort, book, certificate = _to_grant(tx, team_id, by, award_id)
    check_reason(why)
    if row.issued_at is None:
        row.excused_by, row.excused_why = by, why
        found = standing_of(tx, award=_award(row), cohort=cohort, book=book, certificate=certificate)
        _issue(tx, row, found, now)
        people.audit(tx, team_id=team_id, by=by, deed="granted a certificate", subject=f"award:{row.id}", now=now)
    return _planned(tx, row, certificate, now)


def to_grant(tx: Transaction, *, team_id: str, by: str, award_id: int) -> tuple[Award, Cohort, Handbook, Standing]:
    """Return an award to a coordinator who thinks of an exception.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or it is their own.
    """
    row, cohort, book, certificate = _to_grant(tx, team_id, by, award_id)
    found = standing_of(tx, award=_award(row), cohort=cohort, book=book, certificate=certificate)
    return _award(row), cohort, book, found


def _to_grant(
    tx: Transaction, team_id: str, by: str, award_id: int
) -> tuple[records.AwardRow, Cohort, Handbook, Certificate]:
    row = records.award(tx, team_id, award_id, lock=True)
    if row is None:
        raise Refusal("certificates.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    if row.user_id == by:
        raise Refusal("certificates.own")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    certificate = certificate_for(book, row.role)
    if certificate is None:
        raise Refusal("certificates.gone")
    return row, cohort, book, certificate


def send_again(tx: Transaction, *, team_id: str, by: str, award_id: int, now: datetime) -> None:
    """Send somebody their own certificate once more; twice in a minute is once.

    Raises:
        Refusal: if it is somebody else's, or not issued.
    """
    row = records.award(tx, team_id, award_id, lock=True)
    if row is None or row.user_id != by:
        raise Refusal("certificates.not-yours")
    if row.issued_at is None:
        raise Refusal("certificates.not-issued")
    row.token = row.token or new_token()
    want = Wanted(
        key=f"award:{row.id}:again:{now:%Y%m%d%H%M}",
        kind="certificates.again",
        to=by,
        due=now,
        about={"award": row.id},
    )
    plan(tx, team_id=team_id, subject=f"award:{row.id}:again", wanted=want, now=now)


# -- questions -------------------------------------------------------------------------------------


def standing_of(tx: Transaction, *, award: Award, cohort: Cohort, book: Handbook, certificate: Certificate) -> Standing:
    """Return how far a person is with their certificate."""
    stays = [
        one
        for one in pairings.stays_of(tx, team_id=award.team_id, user_id=award.user_id, cohort_id=cohort.id)
        if one.role == award.role
    ]
    facts = _facts_of(tx, award, cohort, certificate, stays)
    return standing(certificate, facts, [one.key for one in book.activities])


def _facts_of(tx: Transaction, award: Award, cohort: Cohort, certificate: Certificate, stays: Sequence[Stay]) -> Facts:
    held = [met for one in stays for met in attendance.held_during(tx, stay=one)]
    there = [one for one, was_there in held if was_there]
    forms = [one.form for one in certificate.rules if one.form is not None]
    return Facts(
        held=len(held),
        attended=len(there),
        minutes=sum(one.minutes for one in there),
        forms=frozenset(one for one in forms if _has_answered(tx, award, one)),
        events=frozenset(
            one.event for one in certificate.rules if one.event is not None and _was_at(tx, award, one.event)
        ),
        activities=frozenset(
            key for one in stays for key in goals.ticked(tx, team_id=award.team_id, pairing_id=one.pairing.id)
        ),
        graduated=any(one.pairing.graduated_at is not None for one in stays),
        since=local(min((one.since for one in stays), default=cohort.opened_at), cohort.zone).date().isoformat(),
    )


def _was_at(tx: Transaction, award: Award, event_key: str) -> bool:
    return events.attended(
        tx, team_id=award.team_id, cohort_id=award.cohort_id, user_id=award.user_id, event_key=event_key
    )


def _has_answered(tx: Transaction, award: Award, form_key: str) -> bool:
    return surveys.has_answered(
        tx, team_id=award.team_id, cohort_id=award.cohort_id, user_id=award.user_id, form_key=form_key
    )


def awards_of(
    tx: Transaction, *, team_id: str, user_id: str
) -> list[tuple[Award, Cohort, Handbook, Certificate, Standing]]:
    """Return a person's certificates and how far each is, newest first."""
    found = []
    for row in records.awards_of(tx, team_id, user_id):
        cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
        book = programmes.handbook_of(tx, cohort)
        certificate = certificate_for(book, row.role)
        if certificate is not None:
            facts = _award(row)
            of = standing_of(tx, award=facts, cohort=cohort, book=book, certificate=certificate)
            found.append((facts, cohort, book, certificate, of))
    return found


def look_at_own(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> None:
    """Issue at once what somebody has earned by now, when they ask."""
    for one in records.awards_of(tx, team_id, user_id):
        row = records.award(tx, team_id, one.id, lock=True)
        if row is None or row.issued_at is not None or row.next_look_at is None:
            continue
        cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
        book = programmes.handbook_of(tx, cohort)
        certificate = certificate_for(book, row.role)
        if certificate is not None:
            _look(tx, row, cohort, book, certificate, now)


def award(tx: Transaction, *, team_id: str, award_id: int) -> tuple[Award, Cohort, Handbook, Certificate, Standing]:
    """Return an award and how far it is, for messages about it.

    Raises:
        Refusal: `certificates.gone` if there is none, or the handbook awards none any more.
    """
    row = records.award(tx, team_id, award_id)
    if row is None:
        raise Refusal("certificates.gone")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    certificate = certificate_for(book, row.role)
    if certificate is None:
        raise Refusal("certificates.gone")
    facts = _award(row)
    return (
        facts,
        cohort,
        book,
        certificate,
        standing_of(tx, award=facts, cohort=cohort, book=book, certificate=certificate),
    )


def genuine(tx: Transaction, *, token: str) -> Genuine | None:
    """Return what a certificate's page says to whoever has its address; None if there is no such certificate."""
    typed = token.upper()
    row = records.by_token(tx, typed) if is_token(typed) else None
    if row is None or row.issued_at is None:
        return None
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    found = _award(row)
    certificate = certificate_for(book, row.role)
    starts, ends = days_of(found, cohort, book)
    return Genuine(
        title=certificate.title if certificate is not None else "",
        name=found.name,
        role=found.role,
        programme=book.name,
        community=book.community,
        starts=starts,
        ends=ends,
        number=found.number,
        issued=local(row.issued_at, cohort.zone).date(),
    )


def answerable(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> dict[str, int]:
    """Return the forms that a person can answer now, with the ids of the questions put to them."""
    return {one.form.key: one.asked.id for one in surveys.open_forms(tx, team_id=team_id, user_id=user_id, now=now)}


def number_of(tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, role: str) -> str:
    """Return the number of a person's certificate, or nothing as long as it is not issued."""
    row = records.award_for(tx, team_id, cohort_id, user_id, role)
    return row.number or "" if row is not None else ""


def glance(tx: Transaction, *, cohort: Cohort) -> tuple[int, int]:
    """Return how many certificates of a cohort are issued, of how many; the caller has checked who asks."""
    return records.count(tx, cohort.team_id, cohort.id)


def desk(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int
) -> tuple[Cohort, Handbook, list[tuple[Award, Standing]], int, int]:
    """Return one page of a cohort's certificates to a coordinator: who, how far, its number, of how many.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    book = programmes.handbook_of(tx, cohort)
    pages = max(1, -(-records.count(tx, team_id, cohort_id)[1] // PER_PAGE))
    number = min(max(number, 1), pages)
    found = []
    for row in records.awards_in(tx, team_id, cohort_id, (number - 1) * PER_PAGE, PER_PAGE):
        certificate = certificate_for(book, row.role)
        if certificate is not None:
            facts = _award(row)
            of = standing_of(tx, award=facts, cohort=cohort, book=book, certificate=certificate)
            found.append((facts, of))
    return cohort, book, found, number, pages


def _award(row: records.AwardRow) -> Award:
    return Award(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        user_id=row.user_id,
        role="mentor" if row.role == "mentor" else "mentee",
        ends_at=row.ends_at,
        told_missing_at=row.told_missing_at,
        number=row.number or "",
        token=row.token or "",
        name=row.name or "",
        facts=read_facts(row.facts or {}),
        issued_at=row.issued_at,
        excused_by=row.excused_by,
        excused_why=row.excused_why,
    )
