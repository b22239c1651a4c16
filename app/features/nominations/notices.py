"""How the messages of a suggestion are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.joining import usecases as joining
from app.features.nominations import usecases, views, words
from app.features.nominations.rules import Nomination, offer_of
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.slack import blocks


def _facts(tx: Transaction, due: Due) -> tuple[Nomination, Cohort]:
    found = usecases.nomination(tx, team_id=due.team_id, nomination_id=due.about["nomination"])
    return found, programmes.cohort(tx, team_id=due.team_id, cohort_id=found.cohort_id)


def _invitation(tx: Transaction, due: Due, now: datetime) -> Errand:
    nomination, cohort = _facts(tx, due)
    offer = offer_of(programmes.handbook_of(tx, cohort), nomination.role)
    if offer is None:
        return NotNeeded(reason="the handbook takes no suggestions any more")
    mine = joining.applications_of(tx, team_id=due.team_id, user_id=due.to)
    if not due.sent and any(one.cohort_id == cohort.id for one in mine):
        return NotNeeded(reason="they have applied already")
    text, shown = views.invitation(nomination, cohort, offer, is_open=cohort.takes_applications(now))
    return Post(text=text, blocks=shown)


def _receipt(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.receipt(*_facts(tx, due)))


def _line(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.line(*_facts(tx, due)))


KINDS = (
    NoticeKind(
        name="nominations.invitation",
        render=_invitation,
        manner=Manner.NEWS,
        doubt=Doubt.FIND,
        keeps=timedelta(days=30),
        live=True,
        why=words.WHY_INVITATION,
    ),
    NoticeKind(
        name="nominations.receipt",
        render=_receipt,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_RECEIPT,
    ),
    NoticeKind(
        name="nominations.line",
        render=_line,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_LINE,
    ),
)
