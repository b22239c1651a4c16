"""How the messages of a cohort are rendered."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, Post
from app.database.session import Transaction
from app.features.programmes import usecases, views, words
from app.slack import blocks


def _announcement(tx: Transaction, due: Due, now: datetime) -> Errand:
    cohort = usecases.cohort(tx, team_id=due.team_id, cohort_id=due.about["cohort"])
    handbook = usecases.handbook_of(tx, cohort)
    text, shown = views.announcement(cohort, handbook, now)
    return Post(text=text, blocks=shown)


def _opened(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    cohort = usecases.cohort(tx, team_id=due.team_id, cohort_id=due.about["cohort"])
    text = views.opened(cohort)
    return blocks.say(text)


KINDS = (
    NoticeKind(
        name="programmes.announcement",
        render=_announcement,
        manner=Manner.CHANNEL,
        doubt=Doubt.FIND,
        keeps=timedelta(days=60),
        live=True,
        why=words.WHY_ANNOUNCEMENT,
    ),
    NoticeKind(
        name="programmes.opened",
        render=_opened,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_OPENED,
    ),
)
