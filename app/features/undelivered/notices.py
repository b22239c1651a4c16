"""How the message about an unreachable channel is rendered, and the desk's entry."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.delivery import looking
from app.features.programmes import usecases as programmes
from app.features.undelivered import usecases, views, words


def _told(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=due.about["cohort"])
    channel = str(due.about["channel"])
    if cohort.closed_at is not None or cohort.coordinators_channel != channel:
        return NotNeeded(reason="the coordinators read elsewhere")
    if looking.last_to(tx, team_id=due.team_id, to=channel) != due.about["after"]:
        return NotNeeded(reason="the channel takes messages again")
    text, shown = views.told(cohort, channel, str(due.about["reason"]))
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="undelivered.told",
        render=_told,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        why=words.WHY_TOLD,
    ),
)


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: how many messages did not arrive."""
    return views.desk_card(usecases.how_many(tx, team_id=team_id, user_id=user_id, now=now))
