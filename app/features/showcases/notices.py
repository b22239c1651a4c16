"""How the messages about a showcase are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.features.events import usecases as events
from app.features.programmes import usecases as programmes
from app.features.showcases import usecases, views, words
from app.slack import blocks


def _asked(tx: Transaction, due: Due, now: datetime, *, reminding: bool) -> Errand:
    found, event = usecases.slide(tx, team_id=due.team_id, slide_id=due.about["slide"])
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=event.cohort_id)
    showcase = programmes.handbook_of(tx, cohort).showcase
    if showcase is None or not found.pairing.is_live or event.cancelled_at is not None or cohort.closed_at is not None:
        return NotNeeded(reason="the showcase was cancelled, or the pairing has ended")
    if found.slide.link is not None and not due.sent:
        return NotNeeded(reason="they have given their link")
    if reminding:
        text, shown = views.again(found.slide, event, now)
    else:
        text, shown = views.ask(found.slide, event, showcase, now)
    return Post(text=text, blocks=shown)


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _asked(tx, due, now, reminding=False)


def _again(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _asked(tx, due, now, reminding=True)


def _missing(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    event = events.event(tx, team_id=due.team_id, event_id=due.about["event"])
    slides = usecases.slides_of(tx, event=event)
    if event.cancelled_at is not None or not slides:
        return NotNeeded(reason="nobody shows anything")
    text, shown = views.missing(event, slides)
    return Post(text=text, blocks=shown)


def _shown(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    event = events.event(tx, team_id=due.team_id, event_id=due.about["event"])
    agreed = [one for one in usecases.slides_of(tx, event=event) if one.slide.link and one.slide.may_show]
    if event.cancelled_at is not None or not agreed:
        return NotNeeded(reason="nobody agreed to be shown to the community")
    text, shown = views.shown(event, agreed)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="showcases.ask",
        render=_ask,
        manner=Manner.NEWS,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=60),
        live=True,
        why=words.WHY_ASK,
        merge=Together.TO_DO,
    ),
    NoticeKind(
        name="showcases.again",
        render=_again,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        live=True,
        why=words.WHY_AGAIN,
        merge=Together.TO_DO,
        nags="showcase",
    ),
    NoticeKind(
        name="showcases.missing",
        render=_missing,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        live=True,
        why=words.WHY_MISSING,
    ),
    NoticeKind(
        name="showcases.shown",
        render=_shown,
        manner=Manner.CHANNEL,
        doubt=Doubt.FIND,
        keeps=timedelta(days=6),
        why=words.WHY_SHOWN,
    ),
)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What the Home of whoever shows something says: the link, or the way to give it."""
    lines = [views.own(slide, event) for slide, event in usecases.mine(tx, team_id=team_id, user_id=user_id, now=now)]
    return [blocks.header(words.LIST_TITLE), *lines] if lines else []
