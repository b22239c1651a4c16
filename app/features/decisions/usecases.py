"""Asking whether it goes on, taking answers, and counting honestly."""

from datetime import datetime

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile, show_open_homes
from app.features.decisions import records
from app.features.decisions.rules import (
    DECISION,
    FIRST,
    FIT,
    FIT_FOR,
    NOT,
    UNSURE,
    Counted,
    Counts,
    Question,
    all_go_on,
    answer_of,
    check_answer,
    count,
    decision_of,
    is_too_late,
    moments,
    patience,
    wanted,
)
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.asking import Decision
from app.handbook.model import Handbook


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring the questions of a pairing in line with what it is now; an ended one is asked nothing more."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    handbook = programmes.handbook_of(tx, cohort)
    rows = records.of_pairing(tx, pairing.team_id, pairing.id)
    asked = []
    if pairing.is_live:
        found = meetings.meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
        held = [one for one in found if one.held_at is not None]
        unsure = [_facts(row) for row in rows if (row.topic, row.key, row.said) == (FIT, FIRST, UNSURE)]
        wishes = {
            (one.user_id, one.topic, one.key, one.number): one
            for one in moments(handbook, cohort, pairing, held, unsure, now)
        }
        known = {(row.user_id, row.topic, row.key, row.number): row for row in rows}
        fresh = [one for key, one in wishes.items() if key not in known and not is_too_late(one, now)]
        if fresh:
            place = {"team_id": pairing.team_id, "cohort_id": cohort.id, "pairing_id": pairing.id}
            records.add(
                tx,
                [
                    {
                        **place,
                        "user_id": one.user_id,
                        "topic": one.topic,
                        "key": one.key,
                        "number": one.number,
                        "asked_at": max(one.at, now),
                    }
                    for one in fresh
                ],
            )
            rows = records.of_pairing(tx, pairing.team_id, pairing.id)
        for key, row in known.items():
            if key in wishes and row.said is None and row.asked_at > now:
                row.asked_at = wishes[key].at
        # What the handbook no longer asks, and what was not put yet, is not asked any more.
        asked = [row for row in rows if row.asked_at <= now or _key(row) in wishes]
    tx.flush()
    messages = wanted([_facts(row) for row in asked], pairing, handbook)
    subject = f"pairing:{pairing.id}:decisions"
    reconcile(tx, team_id=pairing.team_id, subject=subject, wanted=messages, now=now)


def _key(row: records.QuestionRow) -> tuple[str, str, str, int]:
    return row.user_id, row.topic, row.key, row.number


def decide(
    tx: Transaction, *, team_id: str, by: str, question_id: int, said: str, leads_to: str, now: datetime
) -> Pairing:
    """Take the answer to a decision; the same one twice changes nothing.

    Whoever takes a `graduate`, `part` or `help` sees to it that the pairing ends, or that help comes.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who answers.
        question_id: which question.
        said: the value of the answer.
        leads_to: what the button was for, as the handbook said when it was shown.
        now: the present instant, UTC.

    Raises:
        Refusal: if somebody else was asked, the answer was another before, the pairing has ended, or the
            handbook has changed and the answer leads elsewhere now.
    """
    row, pairing = _to_answer(tx, team_id, by, question_id, said)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    decision = decision_of(_facts(row), programmes.handbook_of(tx, cohort))
    answer = answer_of(decision, said) if decision is not None else None
    if decision is None or answer is None or answer.leads_to != leads_to:
        raise Refusal("decisions.changed")
    if not check_answer(_facts(row), said, now):
        return pairing
    row.said, row.said_at = said, now
    tx.flush()
    if answer.leads_to == "go_on":
        _tell_if_all_go_on(tx, row, pairing, decision, now)
    replan(tx, pairing=pairing, now=now)
    return pairing


def _to_answer(
    tx: Transaction, team_id: str, by: str, question_id: int, said: str | None
) -> tuple[records.QuestionRow, Pairing]:
    """Return a question, held, to whom it was put; a repeated answer passes even where all is over."""
    seen = records.by_id(tx, team_id, question_id)
    if seen is None or seen.user_id != by:
        raise Refusal("decisions.not-yours")
    # The pairing first: two who say at once that they go on see each other's answer, one after the other.
    pairings.hold(tx, team_id=team_id, pairing_id=seen.pairing_id)
    row = records.by_id(tx, team_id, question_id, lock=True)
    if row is None:
        raise Refusal("decisions.not-yours")
    if said is not None and row.said == said:
        return row, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    return row, pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)


def _tell_if_all_go_on(
    tx: Transaction, row: records.QuestionRow, pairing: Pairing, decision: Decision, now: datetime
) -> None:
    same = [
        _facts(one)
        for one in records.of_pairing(tx, row.team_id, pairing.id)
        if (one.topic, one.key, one.number) == (DECISION, row.key, row.number)
    ]
    asked = [one for one in pairing.people if pairing.role_of(one) in decision.roles]
    if all_go_on(same, asked, decision):
        key = f"pairing:{pairing.id}:{row.key}:{row.number}:together"
        together = Wanted(
            key=key, kind="decisions.together", to=pairing.address, due=now, about={"pairing": pairing.id}
        )
        plan(tx, team_id=row.team_id, subject=f"pairing:{pairing.id}:together", wanted=together, now=now)


def say_fit(tx: Transaction, *, team_id: str, by: str, question_id: int, said: str, now: datetime) -> Question:
    """Take whether somebody finds that the two fit; the same answer twice changes nothing.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who answers.
        question_id: which question.
        said: `well`, `unsure` or `not`.
        now: the present instant, UTC.

    Raises:
        Refusal: if somebody else was asked, the answer was another before, or the pairing has ended.
    """
    row, pairing = _to_answer(tx, team_id, by, question_id, said)
    if row.topic != FIT:
        raise Refusal("decisions.not-yours")
    if check_answer(_facts(row), said, now):
        row.said, row.said_at = said, now
        tx.flush()
        replan(tx, pairing=pairing, now=now)
        if said == NOT:
            _show_desks(tx, row, now)
    return _facts(row)


def wish_co_mentor(tx: Transaction, *, team_id: str, by: str, question_id: int, now: datetime) -> Question:
    """Pass on the wish for a second mentor of somebody who said that it does not fit. Twice is once.

    Raises:
        Refusal: if they said no such thing, or the pairing has ended.
    """
    row, pairing = _to_answer(tx, team_id, by, question_id, None)
    if row.said != NOT or row.topic != FIT:
        raise Refusal("decisions.not-yours")
    row.wishes_co_mentor, row.handled_at, row.handled_by = True, None, None
    tx.flush()
    replan(tx, pairing=pairing, now=now)
    _show_desks(tx, row, now)
    return _facts(row)


def own(tx: Transaction, *, team_id: str, by: str, question_id: int) -> tuple[Question, Pairing]:
    """Return a question about a living pairing to the person it was put to.

    Raises:
        Refusal: if somebody else was asked, or the pairing has ended.
    """
    row = records.by_id(tx, team_id, question_id)
    if row is None or row.user_id != by:
        raise Refusal("decisions.not-yours")
    return _facts(row), pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)


# -- the coordinators' side ----------------------------------------------------------------------------


def not_fitting(tx: Transaction, *, cohort: Cohort) -> list[tuple[Question, Pairing]]:
    """Return who says that it does not fit, in living pairings, and waits; the caller decides who reads it."""
    found = [
        (_facts(row), pairings.pairing(tx, team_id=row.team_id, pairing_id=row.pairing_id))
        for row in records.not_fitting(tx, cohort.team_id, cohort.id)
    ]
    return [(one, pairing) for one, pairing in found if pairing.is_live and one.user_id in pairing.people]


def take(tx: Transaction, *, team_id: str, by: str, question_id: int, now: datetime) -> None:
    """Take care of somebody for whom it does not fit; the first coordinator counts.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or is one of that pairing.
    """
    row = records.by_id(tx, team_id, question_id, lock=True)
    if row is None or row.said != NOT:
        raise Refusal("decisions.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    if by in (*pairing.people, *pairing.former):
        raise Refusal("decisions.own")
    if row.handled_at is None:
        row.handled_at, row.handled_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="took care", subject=f"fit:{row.id}", now=now)
        tx.flush()
    _show_desks(tx, row, now)


def _show_desks(tx: Transaction, row: records.QuestionRow, now: datetime) -> None:
    watchers = people.coordinators_of(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    show_open_homes(tx, team_id=row.team_id, users=watchers, now=now)


def counts(tx: Transaction, *, cohort: Cohort, since: datetime, until: datetime) -> tuple[dict[str, Counts], Counts]:
    """Return how the decisions (by key) and the fit check went that were put in a stretch of time."""
    handbook = programmes.handbook_of(tx, cohort)
    asked = records.asked_in(tx, cohort.team_id, cohort.id, since, until)
    known = pairings.pairings_in(tx, team_id=cohort.team_id, cohort_id=cohort.id) if asked else []
    by_id = {one.id: one for one in known}
    rows = [
        (topic, key, Counted(asked_at=at, said=said, said_at=said_at, over_at=by_id[pairing_id].over_at(user)))
        for pairing_id, user, topic, key, at, said, said_at in asked
    ]
    decided = {
        one.key: count(
            [row for topic, key, row in rows if (topic, key) == (DECISION, one.key)],
            silence=one.silence,
            patience=patience(one),
            since=since,
            until=until,
        )
        for one in handbook.decisions
    }
    fits = [row for topic, _, row in rows if topic == FIT]
    return decided, count(fits, silence="fine", patience=FIT_FOR, since=since, until=until)


# -- questions -----------------------------------------------------------------------------------------


def question(tx: Transaction, *, team_id: str, question_id: int) -> tuple[Question, Pairing, Handbook]:
    """Return a question with its pairing and handbook, for messages about it.

    Raises:
        Refusal: `decisions.not-yours` if there is none.
    """
    row = records.by_id(tx, team_id, question_id)
    if row is None:
        raise Refusal("decisions.not-yours")
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
    return _facts(row), pairing, programmes.handbook_of(tx, cohort)


def _facts(row: records.QuestionRow) -> Question:
    return Question(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        user_id=row.user_id,
        topic=row.topic,
        key=row.key,
        number=row.number,
        asked_at=row.asked_at,
        said=row.said,
        said_at=row.said_at,
        wishes_co_mentor=bool(row.wishes_co_mentor),
        handled_at=row.handled_at,
    )
