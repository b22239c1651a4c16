"""How guidance is rendered when it is due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.pairings import usecases as pairings
from app.features.stages import usecases, views, words
from app.features.stages.rules import placed, preparation
from app.features.surveys import usecases as surveys
from app.features.surveys.rules import Put


def _prepare(tx: Transaction, due: Due, now: datetime) -> Errand:
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    if not pairing.is_live or due.to not in pairing.people:
        return NotNeeded(reason="the pairing has ended for them")
    if not due.sent and usecases.has_met(tx, pairing=pairing, now=now):
        return NotNeeded(reason="they have met, so there is nothing left to prepare")
    here = usecases.scene(tx, pairing=pairing)
    first = here.handbook.first_meeting
    if not any(preparation(first, pairing.role_of(due.to))):
        return NotNeeded(reason="the handbook no longer says how to prepare")
    text, shown = views.prepare(first, pairing, due.to, here.cohort.zone, _carried(tx, due))
    return Post(text=text, blocks=shown)


def _begins(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    if not pairing.is_live or due.to not in pairing.people:
        return NotNeeded(reason="the pairing has ended for them")
    here = usecases.scene(tx, pairing=pairing)
    present = placed(here.handbook.stages, due.about["stage"], pairing, here.cohort)
    if present is None:
        return NotNeeded(reason="the handbook no longer has this stage")
    text, shown = views.begins(present, pairing, due.to, here.cohort.zone, _carried(tx, due))
    return Post(text=text, blocks=shown)


def _carried(tx: Transaction, due: Due) -> Put | None:
    """Return the form whose button a message carries, while it is wanted."""
    if "ask" not in due.about:
        return None
    put = surveys.as_put(tx, team_id=due.team_id, ask_id=due.about["ask"])
    return put if put.asked.dropped_at is None else None


KINDS = (
    NoticeKind(
        name="stages.prepare",
        render=_prepare,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_PREPARE,
    ),
    NoticeKind(
        name="stages.begins",
        render=_begins,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_BEGINS,
    ),
)


def own_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: the present stage of each of their pairings."""
    lines = []
    for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        present = usecases.current(tx, pairing=pairing, now=now)
        if present is not None:
            zone = usecases.scene(tx, pairing=pairing).cohort.zone
            lines.append(views.home_line(present, pairing, user_id, zone))
    return lines
