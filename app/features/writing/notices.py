"""How a message to many is rendered for each of its readers, and how far it is for whoever started it."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.writing import usecases, views, words
from app.features.writing.rules import WORTH


def _circular(tx: Transaction, due: Due, now: datetime) -> Errand:
    circular_id = due.about["circular"]
    why_not = usecases.circular_to(tx, team_id=due.team_id, circular_id=circular_id, user_id=due.to, now=now)
    if why_not is not None and not due.sent:
        return NotNeeded(reason=why_not)
    found = usecases.circular(tx, team_id=due.team_id, circular_id=circular_id)
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=found.cohort_id)
    text, shown = views.written(found, cohort)
    return Post(text=text, blocks=shown)


def _progress(tx: Transaction, due: Due, now: datetime) -> Errand:
    zone = people.person(tx, team_id=due.team_id, user_id=due.to).zone
    text, shown = views.progress(usecases.work(tx, team_id=due.team_id, batch_id=due.about["batch"], now=now), zone)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="writing.circular",
        render=_circular,
        manner=Manner.LETTER,
        # A second copy of a letter puzzles everybody; one that is in doubt is named to whoever sent it.
        doubt=Doubt.AT_MOST_ONCE,
        keeps=WORTH,
        why=words.WHY_CIRCULAR,
    ),
    NoticeKind(
        name="writing.progress",
        render=_progress,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_PROGRESS,
    ),
)
