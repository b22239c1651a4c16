"""How decisions and the good-fit check are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.delivery.reading import came_just_now
from app.features.decisions import usecases, views, words
from app.features.decisions.rules import Question, decision_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.slack import blocks


def _obsolete(question: Question, pairing: Pairing, due: Due) -> NotNeeded | None:
    if due.sent:
        return None
    if views.over(question, pairing) is not None:
        return NotNeeded(reason="the pairing has ended")
    return NotNeeded(reason="they have answered") if question.said is not None else None


def _decision(tx: Transaction, due: Due, *, again: bool) -> Errand:
    question, pairing, handbook = usecases.question(tx, team_id=due.team_id, question_id=due.about["question"])
    decision = decision_of(question, handbook)
    if decision is None:
        return NotNeeded(reason="the handbook does not ask this any more")
    text, shown = (views.chase if again else views.ask)(question, pairing, decision)
    return _obsolete(question, pairing, due) or Post(text=text, blocks=shown)


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _decision(tx, due, again=False)


def _chase(tx: Transaction, due: Due, now: datetime) -> Errand:
    key = f"decision:{due.about['question']}"
    if not due.sent and came_just_now(tx, team_id=due.team_id, key=key, now=now):
        return NotNeeded(reason="the question itself waited for a quieter week and came only just now")
    return _decision(tx, due, again=True)


def _together(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    if not pairing.is_live:
        return NotNeeded(reason="the pairing has ended")
    return blocks.say(views.together(is_group=pairing.is_group))


def _fit(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    question, pairing, _ = usecases.question(tx, team_id=due.team_id, question_id=due.about["question"])
    text, shown = views.fit(question, pairing)
    return _obsolete(question, pairing, due) or Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="decisions.ask",
        render=_ask,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=30),
        live=True,
        why=words.WHY_DECISION,
        merge=Together.TO_DO,
    ),
    NoticeKind(
        name="decisions.chase",
        render=_chase,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_CHASE,
        merge=Together.TO_DO,
        nags="decision",
    ),
    NoticeKind(
        name="decisions.together",
        render=_together,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=30),
        why=words.WHY_TOGETHER,
    ),
    NoticeKind(
        name="decisions.fit",
        render=_fit,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_FIT,
    ),
)
