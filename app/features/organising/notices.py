"""How the digest and the desk are rendered."""

from datetime import date, datetime, timedelta

from app.core.calendar import localise
from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.organising import usecases, views, words
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.slack import blocks


def _digest(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=due.about["cohort"])
    if cohort.closed_at is not None:
        return NotNeeded(reason="the cohort is closed")
    until = localise(date.fromisoformat(due.about["day"]), programmes.handbook_of(tx, cohort).digest.at, cohort.zone)
    text, shown = views.digest(cohort, usecases.digest(tx, cohort=cohort, until=until), until)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="organising.digest",
        render=_digest,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=6),
        why=words.WHY_DIGEST,
    ),
)


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: their cohorts at a glance."""
    cohorts = programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
    may_open = people.coordinates_everything(tx, team_id=team_id, user_id=user_id)
    if not cohorts and not may_open:
        return []
    shown = [blocks.header(words.DESK_HEADER)]
    for cohort in cohorts:
        in_groups = programmes.handbook_of(tx, cohort).matching.group is not None
        shown += views.desk_line(cohort, *usecases.glance(tx, cohort=cohort), now, in_groups=in_groups)
    return [*shown, *views.desk_foot(has_cohorts=bool(cohorts), may_open=may_open)]
