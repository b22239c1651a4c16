"""How the messages about an entry are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.publicity import usecases, views, words
from app.features.publicity.rules import Entry, State
from app.slack import blocks


def _facts(tx: Transaction, due: Due) -> tuple[Entry, Cohort]:
    entry = usecases.entry(tx, team_id=due.team_id, entry_id=due.about["entry"])
    return entry, programmes.cohort(tx, team_id=due.team_id, cohort_id=entry.cohort_id)


def _draft(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    text, shown = views.draft(*_facts(tx, due))
    return Post(text=text, blocks=shown)


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    entry, cohort = _facts(tx, due)
    if not due.sent and (entry.state is not State.WAITING or entry.version != due.about["version"]):
        return NotNeeded(reason="it is decided, or the words have changed")
    text, shown = views.ask(entry, cohort, due.to, int(due.about["version"]))
    return Post(text=text, blocks=shown)


def _answered(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    entry, cohort = _facts(tx, due)
    if entry.state not in (State.PUBLIC, State.DECLINED):
        return NotNeeded(reason="it was changed or withdrawn meanwhile")
    return blocks.say(views.answered(entry, cohort))


def _entry(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    entry, cohort = _facts(tx, due)
    if entry.state is not State.PUBLIC and not due.sent:
        return NotNeeded(reason="it was taken back")
    text, shown = views.public(entry, cohort)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="publicity.draft",
        render=_draft,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=30),
        live=True,
        why=words.WHY_DRAFT,
    ),
    # It may wait a week for its turn; whoever is asked has a month, so nothing is lost by that.
    NoticeKind(
        name="publicity.ask",
        render=_ask,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=30),
        live=True,
        why=words.WHY_ASK,
        merge=Together.TO_DO,
    ),
    NoticeKind(
        name="publicity.answered",
        render=_answered,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=30),
        why=words.WHY_ANSWERED,
    ),
    NoticeKind(
        name="publicity.entry",
        render=_entry,
        manner=Manner.CHANNEL,
        doubt=Doubt.FIND,
        keeps=timedelta(days=30),
        live=True,
        why=words.WHY_ENTRY,
    ),
)


def card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What Home shows to somebody whose pairing keeps a public log, or whose yes is asked for."""
    del now
    writable = usecases.writable(tx, team_id=team_id, user_id=user_id)
    drafts = [
        (one, programmes.cohort(tx, team_id=team_id, cohort_id=one.cohort_id))
        for one in usecases.drafts_of(tx, team_id=team_id, user_id=user_id)
    ]
    return views.home_card(writable, drafts, user_id) if writable or drafts else []
