"""How the messages about a project are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, Post
from app.database.session import Transaction
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.projects import usecases, views, words
from app.slack import blocks


def _receipt(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.receipt(usecases.project(tx, team_id=due.team_id, project_id=due.about["project"])))


def _card(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = usecases.project(tx, team_id=due.team_id, project_id=due.about["project"])
    zone = people.person(tx, team_id=due.team_id, user_id=due.to).zone
    text, shown = views.card(found, programmes.handbook(found.programme).name, zone)
    return Post(text=text, blocks=shown)


def _answer(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = usecases.project(tx, team_id=due.team_id, project_id=due.about["project"])
    cohort = None
    if found.cohort_id is not None:
        cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=found.cohort_id)
    return blocks.say(views.answer(found, cohort))


KINDS = (
    NoticeKind(
        name="projects.receipt",
        render=_receipt,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_RECEIPT,
    ),
    NoticeKind(
        name="projects.card",
        render=_card,
        manner=Manner.NEWS,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        live=True,
        why=words.WHY_CARD,
    ),
    NoticeKind(
        name="projects.answer",
        render=_answer,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_ANSWER,
    ),
)
