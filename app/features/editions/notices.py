"""How the messages about a move are rendered, and the card on the desk."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, Post
from app.database.session import Transaction
from app.features.editions import usecases, views, words
from app.slack import blocks


def _ready(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    text, shown = views.ready(usecases.cohort_of(tx, team_id=due.team_id, move_id=due.about["move"]))
    return Post(text=text, blocks=shown)


def _done(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.done(usecases.cohort_of(tx, team_id=due.team_id, move_id=due.about["move"])))


KINDS = (
    NoticeKind(
        name="editions.ready",
        render=_ready,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_READY,
    ),
    NoticeKind(
        name="editions.done",
        render=_done,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_DONE,
    ),
)


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: cohorts whose file has changed, until somebody decides."""
    del now
    looks = [one for one in usecases.changed(tx, team_id=team_id, user_id=user_id) if not one.kept]
    return [block for one in looks for block in views.desk_line(one)]
