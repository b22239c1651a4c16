"""How the messages about an agreement are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.features.agreements import usecases, views, words
from app.features.agreements.rules import Agreed
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.handbook.model import Handbook
from app.slack import blocks

ENDED = NotNeeded(reason="the pairing has ended")


def _facts(tx: Transaction, due: Due) -> tuple[Agreed, Pairing]:
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    return usecases.agreed(tx, pairing=pairing), pairing


def _handbook(tx: Transaction, pairing: Pairing) -> Handbook:
    return programmes.handbook_of(tx, programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id))


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    agreed, pairing = _facts(tx, due)
    if not pairing.is_live:
        return ENDED
    if agreed.is_written and not due.sent:
        return NotNeeded(reason="it is written down")
    text, shown = views.ask(pairing, int(due.about["number"]), is_written=agreed.is_written)
    return Post(text=text, blocks=shown)


def _proposed(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    agreed, pairing = _facts(tx, due)
    to_all = "+" in due.to
    if not pairing.is_live or not (to_all or due.to in pairing.people):
        return ENDED
    waits = agreed.waits_for(pairing)
    if not due.sent and (agreed.version != due.about["version"] or not waits or not (to_all or due.to in waits)):
        return NotNeeded(reason="it was confirmed or written anew")
    version = int(due.about["version"])
    text, shown = views.proposed_to_all(agreed, version, waits) if to_all else views.proposed(agreed, version, due.to)
    return Post(text=text, blocks=shown)


def _agreed(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    agreed, pairing = _facts(tx, due)
    if not pairing.is_live or due.to not in pairing.people:
        return ENDED
    if agreed.version != due.about["version"]:
        return NotNeeded(reason="it was written anew")
    return blocks.say(views.agreed_by_all(pairing.partners_of(due.to)))


def _contact(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    agreed, pairing = _facts(tx, due)
    if not pairing.is_live or due.to not in pairing.people:
        return ENDED
    page, lines = _handbook(tx, pairing).contact, usecases.contact_lines(tx, pairing=pairing)
    if page is None or not lines:
        return NotNeeded(reason="nothing is agreed on about contact")
    is_stopped = due.to in agreed.unreminded
    if is_stopped and not due.sent:
        return NotNeeded(reason="they have enough of it")
    text, shown = views.contact(page, pairing.id, pairing.partners_of(due.to), lines, is_stopped=is_stopped)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="agreements.ask",
        render=_ask,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=6),
        live=True,
        why=words.WHY_ASK,
        merge=Together.TO_DO,
        nags="agreement",
    ),
    NoticeKind(
        name="agreements.proposed",
        render=_proposed,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=30),
        live=True,
        why=words.WHY_PROPOSED,
    ),
    NoticeKind(
        name="agreements.agreed",
        render=_agreed,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=30),
        why=words.WHY_AGREED,
    ),
    NoticeKind(
        name="agreements.contact",
        render=_contact,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        live=True,
        why=words.WHY_CONTACT,
        merge=Together.TO_DO,
    ),
)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: what they agreed on with whom, and the way to it."""
    del now
    shown: list[Block] = []
    for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        found, asked = usecases.agreed(tx, pairing=pairing), _handbook(tx, pairing).first_meeting.agree_on
        shown += views.home_line(found, pairing, user_id, asked)
    return [blocks.header(words.HOME_HEADER), *shown] if shown else []
