"""Asking how it goes, taking answers, and passing on what is private to those who may read it."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, show_open_homes
from app.features.checkins import records
from app.features.checkins.rules import (
    Call,
    CheckIn,
    Counted,
    Tally,
    call_messages,
    check_text,
    due_dates,
    patience,
    readers,
    tally,
    wanted,
)
from app.features.decisions import usecases as decisions
from app.features.decisions.rules import Counted as Put
from app.features.decisions.rules import count
from app.features.joining import usecases as joining
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing, check_live
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring the questions of a pairing in line with what it is now; an ended one is asked nothing more."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    rhythm = programmes.handbook_of(tx, cohort).check_in
    rows = list(records.of_pairings(tx, pairing.team_id, [pairing.id]))
    dates = [at for at in due_dates(rhythm, pairing.began_at, cohort.ends, now) if at > now]
    for user in pairing.people if pairing.is_live else ():
        theirs = [row for row in rows if row.user_id == user]
        coming = [row for row in theirs if row.asked_at > now and row.said is None]
        ahead = [at for at in dates if at > pairing.joined_at(user)]
        # A changed rhythm moves what is still to come; nobody is asked for a day that has passed.
        for row, at in zip(coming, ahead, strict=False):
            row.asked_at = at
        for row in coming[len(ahead) :]:
            rows.remove(row)
            tx.delete(row)
        last = max((row.number for row in theirs), default=0)
        for number, at in enumerate(ahead[len(coming) :], start=last + 1):
            row = records.CheckInRow(
                team_id=pairing.team_id, pairing_id=pairing.id, user_id=user, number=number, asked_at=at
            )
            tx.add(row)
            rows.append(row)
    tx.flush()
    messages = wanted([_checkin(row) for row in rows], pairing, rhythm)
    subject = f"pairing:{pairing.id}:checkins"
    reconcile(tx, team_id=pairing.team_id, subject=subject, wanted=messages, now=now)


def answer(tx: Transaction, *, team_id: str, by: str, checkin_id: int, said: str, now: datetime) -> CheckIn:
    """Take an answer; a later one replaces it.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who answers.
        checkin_id: which question.
        said: `well`, `better` or `help`.
        now: the present instant, UTC.

    Raises:
        Refusal: if somebody else was asked, or the pairing has ended.
    """
    row, pairing = _asked(tx, team_id, by, checkin_id)
    row.said, row.said_at = said, now
    tx.flush()
    replan(tx, pairing=pairing, now=now)
    return _checkin(row)


def to_answer(tx: Transaction, *, team_id: str, by: str, checkin_id: int) -> tuple[CheckIn, Pairing]:
    """Return a question to the person it was put to.

    Raises:
        Refusal: if somebody else was asked, or the pairing has ended.
    """
    row, pairing = _asked(tx, team_id, by, checkin_id)
    return _checkin(row), pairing


def _asked(tx: Transaction, team_id: str, by: str, checkin_id: int) -> tuple[records.CheckInRow, Pairing]:
    row = records.checkin(tx, team_id, checkin_id, lock=True)
    if row is None or row.user_id != by:
        raise Refusal("checkins.not-yours")
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    check_live(pairing)
    return row, pairing


def cohorts_of(tx: Transaction, *, team_id: str, user_id: str) -> list[Cohort]:
    """Return the running cohorts in which a person applied or takes part, for asking for help.

    Raises:
        Refusal: `checkins.not-in` if there is none.
    """
    ids = dict.fromkeys(one.cohort_id for one in joining.applications_of(tx, team_id=team_id, user_id=user_id))
    if not ids:
        raise Refusal("checkins.not-in")
    return [programmes.cohort(tx, team_id=team_id, cohort_id=one) for one in ids]


def write(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    cohort_id: int,
    kind: str,
    text: str,
    now: datetime,
    checkin_id: int | None = None,
    decision: tuple[int, str] | None = None,
) -> Call:
    """Pass on in private what somebody writes to the coordinators.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who writes.
        cohort_id: whose coordinators read it.
        kind: `help`, which reaches them at once, or `better`, which waits on their desk.
        text: what they write.
        now: the present instant, UTC.
        checkin_id: the check-in that it answers, if any.
        decision: the question of the handbook's decisions that it answers, and the answer's value, if any.

    Raises:
        Refusal: if they are in no such cohort, wrote nothing, or nobody but their partner could read it.
    """
    check_text(text)
    if cohort_id not in {one.id for one in cohorts_of(tx, team_id=team_id, user_id=by)}:
        raise Refusal("checkins.not-in")
    to = _readers(tx, team_id, cohort_id, by)
    if not to:
        raise Refusal("checkins.nobody")
    if checkin_id is not None:
        answer(tx, team_id=team_id, by=by, checkin_id=checkin_id, said=kind, now=now)
    if decision is not None:
        question, said = decision
        decisions.decide(tx, team_id=team_id, by=by, question_id=question, said=said, leads_to="help", now=now)
    row = records.CallRow(team_id=team_id, cohort_id=cohort_id, user_id=by, kind=kind, text=text, called_at=now)
    tx.add(row)
    tx.flush()
    return _planned(tx, row, now)


def read(tx: Transaction, *, team_id: str, by: str, call_id: int, now: datetime) -> Call:
    """Return what somebody wrote to a coordinator who may read it; the reading is recorded.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or is that person or their partner.
    """
    row = _to_read(tx, team_id, by, call_id)
    people.audit(tx, team_id=team_id, by=by, deed="read a private message", subject=f"call:{row.id}", now=now)
    return _call(row)


def take(tx: Transaction, *, team_id: str, by: str, call_id: int, now: datetime) -> Call:
    """Take care of what somebody wrote, and let them know; the first coordinator counts.

    Raises:
        Refusal: if `by` may not read it.
    """
    row = _to_read(tx, team_id, by, call_id)
    if row.handled_at is None:
        row.handled_at, row.handled_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="took care", subject=f"call:{row.id}", now=now)
        tx.flush()
    return _planned(tx, row, now)


def _to_read(tx: Transaction, team_id: str, by: str, call_id: int) -> records.CallRow:
    row = records.call(tx, team_id, call_id, lock=True)
    if row is None:
        raise Refusal("checkins.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    if by not in _readers(tx, team_id, row.cohort_id, row.user_id):
        raise Refusal("checkins.own")
    return row


def _readers(tx: Transaction, team_id: str, cohort_id: int, caller: str) -> list[str]:
    """Return who may read what a person writes. Former partners are kept out as well as present ones."""
    partners = [
        user
        for pairing in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id)
        if caller in (*pairing.people, *pairing.former)
        for user in (*pairing.people, *pairing.former)
    ]
    return readers(people.coordinators_of(tx, team_id=team_id, cohort_id=cohort_id), caller, partners)


def _planned(tx: Transaction, row: records.CallRow, now: datetime) -> Call:
    facts = _call(row)
    to = _readers(tx, row.team_id, row.cohort_id, row.user_id)
    reconcile(tx, team_id=row.team_id, subject=f"call:{row.id}", wanted=call_messages(facts, to), now=now)
    show_open_homes(tx, team_id=row.team_id, users=to, now=now)
    return facts


# -- questions -------------------------------------------------------------------------------------


def checkin(tx: Transaction, *, team_id: str, checkin_id: int) -> tuple[CheckIn, Pairing]:
    """Return a check-in and its pairing, for messages about it.

    Raises:
        Refusal: `checkins.not-yours` if there is none.
    """
    row = records.checkin(tx, team_id, checkin_id)
    if row is None:
        raise Refusal("checkins.not-yours")
    return _checkin(row), pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)


def call(tx: Transaction, *, team_id: str, call_id: int) -> Call:
    """Return a call, for messages about it; they never show its text.

    Raises:
        Refusal: `checkins.gone` if there is none.
    """
    row = records.call(tx, team_id, call_id)
    if row is None:
        raise Refusal("checkins.gone")
    return _call(row)


def waiting(tx: Transaction, *, team_id: str, user_id: str) -> list[Call]:
    """Return what waits for a coordinator and may be read by them, oldest first."""
    return [
        _call(row)
        for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        for row in records.calls_in(tx, team_id, cohort.id)
        if row.handled_at is None and user_id in _readers(tx, team_id, cohort.id, row.user_id)
    ]


def tally_of(tx: Transaction, *, team_id: str, cohort_id: int, since: datetime, until: datetime) -> Tally:
    """Return how the check-ins of a cohort went in a stretch of time, in numbers only."""
    ids = [one.id for one in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id)]
    checkins = [_checkin(row) for row in records.of_pairings(tx, team_id, ids)]
    calls = [_call(row) for row in records.calls_in(tx, team_id, cohort_id)]
    return tally(checkins, calls, since, until)


def counts(tx: Transaction, *, team_id: str, cohort_id: int, since: datetime, until: datetime) -> Counted:
    """Return how the check-ins, decisions and fit checks went that a cohort was asked in a stretch of time."""
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    rhythm = programmes.handbook_of(tx, cohort).check_in
    by_id = {one.id: one for one in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id)}
    asked = [
        Put(asked_at=at, said=said, said_at=said_at, over_at=by_id[pairing_id].over_at(user))
        for pairing_id, user, at, said, said_at in records.asked_in(tx, team_id, list(by_id), since, until)
    ]
    decided, fit = decisions.counts(tx, cohort=cohort, since=since, until=until)
    went = count(asked, silence=rhythm.silence, patience=patience(rhythm), since=since, until=until)
    return Counted(check_ins=went, decisions=decided, fit=fit)


def _checkin(row: records.CheckInRow) -> CheckIn:
    return CheckIn(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        user_id=row.user_id,
        number=row.number,
        asked_at=row.asked_at,
        said=row.said,
        said_at=row.said_at,
    )


def _call(row: records.CallRow) -> Call:
    return Call(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        user_id=row.user_id,
        kind=row.kind,
        text=row.text,
        called_at=row.called_at,
        handled_at=row.handled_at,
        handled_by=row.handled_by,
    )
