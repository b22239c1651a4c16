"""How forms are put to people when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.delivery.reading import came_just_now, carried_just_now
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.surveys import usecases, views, words
from app.features.surveys.rules import Put, may_read_together
from app.slack import blocks

MOST_ON_HOME = 5
MOST_ON_DESK = 12
JUST_BACK = timedelta(days=2)
READ_AFTER_CLOSING = timedelta(days=90)


TOO_SOON = NotNeeded(reason="the question itself waited for a quieter week and came only just now")


def _obsolete(put: Put, due: Due) -> NotNeeded | None:
    if put.asked.dropped_at is not None:
        return NotNeeded(reason="no longer wanted")
    return NotNeeded(reason="they have answered") if put.asked.answered_at is not None and not due.sent else None


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    put = usecases.as_put(tx, team_id=due.team_id, ask_id=due.about["ask"])
    text, shown = views.ask(put)
    return _obsolete(put, due) or Post(text=text, blocks=shown)


def _chase(tx: Transaction, due: Due, now: datetime) -> Errand:
    put = usecases.as_put(tx, team_id=due.team_id, ask_id=due.about["ask"])
    if put.form.purpose == "preparation" and not due.sent and usecases.has_met(tx, pairing=put.pairing):
        return NotNeeded(reason="they have met, so there is nothing left to prepare")
    breaks = people.breaks_of(tx, team_id=due.team_id, users=[due.to])
    if not due.sent and any(one.until <= now < one.until + JUST_BACK for one in breaks):
        return NotNeeded(reason="they are only just back, and have the question itself")
    if not due.sent and _came_just_now(tx, put, now):
        return TOO_SOON
    text, shown = views.chase(put)
    return _obsolete(put, due) or Post(text=text, blocks=shown)


def _came_just_now(tx: Transaction, put: Put, now: datetime) -> bool:
    asked = put.asked
    if not asked.announced:
        return came_just_now(tx, team_id=asked.team_id, key=f"form:{asked.id}", now=now)
    subject = f"pairing:{asked.pairing_id}:{asked.family}"
    return carried_just_now(
        tx, team_id=asked.team_id, subject=subject, to=asked.user_id, about=("ask", asked.id), now=now
    )


def _news(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    put = usecases.as_put(tx, team_id=due.team_id, ask_id=due.about["ask"])
    if not may_read_together(put.form, put.pairing, due.to):
        return NotNeeded(reason="it is no longer theirs to read")
    who = [one.user_id for one in usecases.together(tx, put=put) if one.user_id != due.to]
    text, shown = views.news(put, who)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="surveys.ask",
        render=_ask,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_ASK,
        merge=Together.TO_DO,
    ),
    NoticeKind(
        name="surveys.chase",
        render=_chase,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        live=True,
        why=words.WHY_CHASE,
        merge=Together.TO_DO,
        nags="form",
    ),
    NoticeKind(
        name="surveys.news",
        render=_news,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_NEWS,
        merge=Together.NEWS,
    ),
)


def own_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: the forms that wait for them."""
    waiting = [
        one
        for one in usecases.open_forms(tx, team_id=team_id, user_id=user_id, now=now)
        if one.asked.answered_at is None
    ]
    return views.open_list(waiting[:MOST_ON_HOME])[1]


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: how each form went, also for a while after a cohort has closed."""
    cohorts = [
        *programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id),
        *programmes.lately_closed(tx, team_id=team_id, user_id=user_id, since=now - READ_AFTER_CLOSING),
    ]
    lines = [
        line
        for cohort in cohorts
        for line in views.desk_lines(cohort, usecases.counts(tx, team_id=team_id, cohort_id=cohort.id, now=now))
    ]
    return [blocks.header(words.DESK_HEADER), *lines[:MOST_ON_DESK]] if lines else []
