"""How the messages about an application are rendered when they are due."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.joining import usecases, views, words
from app.features.joining.rules import Application, State
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.text import Mrkdwn
from app.tools import HomeCard


def _facts(tx: Transaction, due: Due) -> tuple[Application, Cohort]:
    application = usecases.application(tx, team_id=due.team_id, application_id=due.about["application"])
    return application, programmes.cohort(tx, team_id=due.team_id, cohort_id=application.cohort_id)


def _received(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    application, cohort = _facts(tx, due)
    text, shown = views.received(application, cohort, programmes.handbook_of(tx, cohort))
    return Post(text=text, blocks=shown)


def _card(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    application, cohort = _facts(tx, due)
    text, shown = views.card(application, cohort, due.about["round"])
    return Post(text=text, blocks=shown)


def _mention(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    application, cohort = _facts(tx, due)
    if not application.may_be_mentioned or application.state is State.WITHDRAWN:
        return NotNeeded(reason="the applicant does not want it mentioned")
    text = views.mentioned(application, cohort)
    return blocks.say(text)


def _answered(state: State, tx: Transaction, due: Due) -> Errand:
    application, cohort = _facts(tx, due)
    if application.state is not state:
        # Matched before the morning came: the match itself is the better news.
        return NotNeeded(reason=f"the application is {application.state.value} by now")
    text = views.answered(application, cohort)
    return blocks.say(text)


def _approved(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _answered(State.APPROVED, tx, due)


def _declined(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _answered(State.DECLINED, tx, due)


def _withdrawn(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _answered(State.WITHDRAWN, tx, due)


KINDS = (
    NoticeKind(
        name="joining.received",
        render=_received,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_RECEIVED,
    ),
    NoticeKind(
        name="joining.card",
        render=_card,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        live=True,
        why=words.WHY_CARD,
    ),
    NoticeKind(
        name="joining.mention",
        render=_mention,
        manner=Manner.CHANNEL,
        doubt=Doubt.FIND,
        keeps=timedelta(days=4),
        why=words.WHY_MENTION,
    ),
    NoticeKind(
        name="joining.approved",
        render=_approved,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_ANSWER,
    ),
    NoticeKind(
        name="joining.declined",
        render=_declined,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_ANSWER,
    ),
    NoticeKind(
        name="joining.withdrawn",
        render=_withdrawn,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_WITHDRAWN,
    ),
)


Waits = Callable[[Transaction, Application], list[Mrkdwn]]
"""What a higher room says of somebody who waits; nothing where the application says it all."""


def own_card(waits: Waits) -> HomeCard:
    """Return the card with what an applicant's Home shows: where they stand."""

    def card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
        del now
        shown: list[Block] = []
        for application in usecases.applications_of(tx, team_id=team_id, user_id=user_id):
            cohort = programmes.cohort(tx, team_id=team_id, cohort_id=application.cohort_id)
            handbook = programmes.handbook_of(tx, cohort)
            shown += views.status(application, cohort, handbook, waits(tx, application))[1]
        return [blocks.header(words.STATUS_TITLE), *shown] if shown else []

    return card


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: the applications that wait, longest first."""
    del now
    lines = [
        views.waiting(application, cohort)
        for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        for application in usecases.applications_in(tx, team_id=team_id, cohort_id=cohort.id)
        if application.state is State.RECEIVED
    ]
    return [blocks.header(words.WAITING_HEADER), *lines[:20]] if lines else []
