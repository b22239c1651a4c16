"""What a pairing sets in motion, and how it ends."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile
from app.features.care.rules import goes_on_without, goodbyes, left, let_go_messages, nomination
from app.features.certificates import usecases as certificates
from app.features.checkins import usecases as checkins
from app.features.decisions import usecases as decisions
from app.features.decisions.rules import NOT, Question
from app.features.events.usecases import inviting as events
from app.features.goals.usecases import following as goals
from app.features.joining import usecases as joining
from app.features.meetings.usecases import following as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import STAYED_AWAY, Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.recognition import usecases as recognition
from app.features.stages import usecases as stages
from app.features.surveys import usecases as surveys

FOLLOWERS = (
    meetings.replan,
    checkins.replan,
    decisions.replan,
    surveys.replan,
    stages.replan,
    certificates.replan,
    recognition.replan,
    events.replan,
    goals.replan,
)
"""What each room does when a pairing begins, changes its people, or ends: `replan(tx, pairing=…, now=…)`.

Each can be called at any time and makes its plan equal to what the pairing is now.
"""


def accompany(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring everything that accompanies a pairing in line with what it is now."""
    for replan in FOLLOWERS:
        replan(tx, pairing=pairing, now=now)


def set_out(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Set in motion what a new pairing calls for; the caller has planned its introduction, which comes first."""
    meetings.propose_first(tx, team_id=pairing.team_id, pairing_id=pairing.id, now=now)
    accompany(tx, pairing=pairing, now=now)


# -- goodbyes --------------------------------------------------------------------------------------


def end_pairing(
    tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime, why: str | None = None
) -> Pairing:
    """Say goodbye: the pairing ends, its meetings are off, all may be matched anew. Twice is once.

    Whoever is one of several mentees, or not the first mentor, leaves alone, and the group goes on.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who says goodbye.
        pairing_id: to which pairing.
        now: the present instant, UTC.
        why: `graduated` or `cohort`; without it, whether a person or a coordinator ended it.

    Raises:
        Refusal: if `by` is neither in it nor a coordinator of its cohort.
    """
    facts = pairings.to_end(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    if not facts.is_live:
        return facts
    if why is None and goes_on_without(facts, by):
        return _leave(tx, facts, by, now)
    ended = pairings.end(tx, team_id=team_id, by=by, pairing_id=pairing_id, now=now, why=why)
    meetings.drop_future(tx, team_id=team_id, pairing_id=pairing_id, now=now)
    accompany(tx, pairing=ended, now=now)
    for user in ended.people:
        _make_free(tx, ended, user, ended.role_of(user), now)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=ended.cohort_id)
    subject = f"pairing:{pairing_id}:end"
    reconcile(tx, team_id=team_id, subject=subject, wanted=goodbyes(ended, cohort, _zones(tx, ended)), now=now)
    for user in ended.people:
        _ask_to_look_back(tx, ended, user, cohort, now)
    return ended


def _zones(tx: Transaction, pairing: Pairing) -> dict[str, str]:
    return {one: people.person(tx, team_id=pairing.team_id, user_id=one).zone for one in pairing.people}


def _ask_to_look_back(tx: Transaction, pairing: Pairing, user: str, cohort: Cohort, now: datetime) -> None:
    closing = programmes.handbook_of(tx, cohort).closing
    if closing is not None and closing.form is not None:
        surveys.ask(tx, pairing=pairing, user_id=user, form_key=closing.form, now=now)


def _leave(tx: Transaction, facts: Pairing, user: str, now: datetime) -> Pairing:
    cohort = programmes.cohort(tx, team_id=facts.team_id, cohort_id=facts.cohort_id)
    _ask_to_look_back(tx, facts, user, cohort, now)  # while they are one of it; the form stays with them
    after = pairings.leave(tx, team_id=facts.team_id, pairing_id=facts.id, user_id=user, why="person", now=now)
    accompany(tx, pairing=after, now=now)
    _make_free(tx, after, user, facts.role_of(user), now)
    subject = f"pairing:{facts.id}:left:{user}"
    told = left(after, user, cohort, _zones(tx, after), now)
    reconcile(tx, team_id=facts.team_id, subject=subject, wanted=told, now=now)
    return after


def let_go(tx: Transaction, *, team_id: str, by: str, pairing_id: int, user_id: str, now: datetime) -> Pairing:
    """Part kindly from somebody of a group that goes on without them; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the group does not go on without this person.
    """
    facts = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=facts.cohort_id)
    if user_id in facts.former or not facts.is_live:
        return facts
    if not goes_on_without(facts, user_id):
        raise Refusal("pairings.not-yours")
    people.audit(
        tx, team_id=team_id, by=by, deed="gave a place to somebody else", subject=f"pairing:{pairing_id}", now=now
    )
    after = pairings.leave(tx, team_id=team_id, pairing_id=pairing_id, user_id=user_id, why=STAYED_AWAY, now=now)
    accompany(tx, pairing=after, now=now)
    _make_free(tx, after, user_id, facts.role_of(user_id), now)
    subject = f"pairing:{pairing_id}:let-go:{user_id}"
    reconcile(tx, team_id=team_id, subject=subject, wanted=let_go_messages(after, user_id, now), now=now)
    return after


def _make_free(tx: Transaction, pairing: Pairing, user: str, role: str, now: datetime) -> None:
    """Note that somebody may be matched anew, unless they have another pairing in that role."""
    where = {"team_id": pairing.team_id, "cohort_id": pairing.cohort_id, "user_id": user, "role": role}
    # Held first: a pairing of theirs that begins in this very moment is seen, or marks them after us.
    joining.hold(tx, **where)  # type: ignore[arg-type]  # words and a number
    others = pairings.pairings_of(tx, team_id=pairing.team_id, user_id=user)
    if not any(one.cohort_id == pairing.cohort_id and one.role_of(user) == role for one in others):
        joining.mark_matched(tx, **where, matched=False, now=now)  # type: ignore[arg-type]  # words and a number


def part(tx: Transaction, *, team_id: str, by: str, question_id: int, said: str, now: datetime) -> None:
    """Take somebody's decision to part: a kind goodbye, and nobody is told who decided. Twice is once.

    Raises:
        Refusal: if somebody else was asked, or the answer was another before.
    """
    pairing = decisions.decide(tx, team_id=team_id, by=by, question_id=question_id, said=said, leads_to="part", now=now)
    if by in pairing.people:
        end_pairing(tx, team_id=team_id, by=by, pairing_id=pairing.id, now=now)


def graduate(tx: Transaction, *, team_id: str, by: str, question_id: int, said: str, now: datetime) -> None:
    """Take a mentor's decision that their mentee is ready: the nomination's text, and a goodbye. Twice is once.

    Raises:
        Refusal: if somebody else was asked, or the answer was another before.
    """
    pairing = decisions.decide(
        tx, team_id=team_id, by=by, question_id=question_id, said=said, leads_to="graduate", now=now
    )
    pairings.graduate(tx, team_id=team_id, pairing_id=pairing.id, now=now)
    end_pairing(tx, team_id=team_id, by=by, pairing_id=pairing.id, now=now, why="graduated")
    mentor = by if pairing.role_of(by) == "mentor" else pairing.mentor
    subject = f"pairing:{pairing.id}:graduation"
    reconcile(tx, team_id=team_id, subject=subject, wanted=[nomination(pairing, mentor, now)], now=now)


def not_fit(tx: Transaction, *, team_id: str, by: str, question_id: int, now: datetime) -> tuple[Question, Pairing]:
    """Note that it does not fit for somebody, and return what is needed to offer what can help. Twice is once.

    Raises:
        Refusal: if somebody else was asked, the answer was another before, or the pairing has ended.
    """
    decisions.say_fit(tx, team_id=team_id, by=by, question_id=question_id, said=NOT, now=now)
    return decisions.own(tx, team_id=team_id, by=by, question_id=question_id)


def rematch(tx: Transaction, *, team_id: str, by: str, question_id: int, now: datetime) -> None:
    """Part somebody from whom does not fit, kindly; nobody is told who wished for it. Twice is once.

    Raises:
        Refusal: if they did not say that it does not fit.
    """
    found, pairing, _ = decisions.question(tx, team_id=team_id, question_id=question_id)
    if found.user_id != by or found.said != NOT:
        raise Refusal("decisions.not-yours")
    if by in pairing.people:
        end_pairing(tx, team_id=team_id, by=by, pairing_id=pairing.id, now=now)


def not_fitting(tx: Transaction, *, team_id: str, user_id: str) -> list[tuple[Question, Cohort]]:
    """Return for whom it does not fit, to a coordinator who is no partner of theirs."""
    return [
        (question, cohort)
        for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        for question, pairing in decisions.not_fitting(tx, cohort=cohort)
        if user_id not in (*pairing.people, *pairing.former)
    ]


def part_from_the_gone(tx: Transaction, now: datetime) -> None:
    """End the pairings of people who left the workspace, so that those who stay can go on (a chore)."""
    for person in people.gone(tx):
        for pairing in pairings.pairings_of(tx, team_id=person.team_id, user_id=person.user_id):
            end_pairing(tx, team_id=pairing.team_id, by=person.user_id, pairing_id=pairing.id, now=now)
