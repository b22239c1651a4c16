"""How the messages about a pairing's end are rendered when they are due."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, Together
from app.database.session import Transaction
from app.features.care import usecases, views, words
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.slack import blocks


def _paired(tx: Transaction, due: Due) -> tuple[Pairing, Cohort]:
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    return pairing, programmes.cohort(tx, team_id=due.team_id, cohort_id=pairing.cohort_id)


def _goodbye(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing, cohort = _paired(tx, due)
    handbook = programmes.handbook_of(tx, cohort)
    have_met = meetings.last_held(tx, team_id=pairing.team_id, pairing_id=pairing.id) is not None
    return blocks.say(views.goodbye(pairing, due.to, cohort, handbook, have_met=have_met))


def _parted(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.parted(*_paired(tx, due)))


def _left(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.left(*_paired(tx, due)))


def _let_go(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.let_go(_paired(tx, due)[0]))


def _place_free(tx: Transaction, due: Due, now: datetime) -> Errand:
    del tx, now
    return blocks.say(views.place_free(str(due.about["user"])))


def _left_you(tx: Transaction, due: Due, now: datetime) -> Errand:
    del tx, now
    return blocks.say(views.left_you(str(due.about["user"])))


def _left_group(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing, cohort = _paired(tx, due)
    return blocks.say(views.left_group(pairing, str(due.about["user"]), cohort))


_GOODBYE = NoticeKind(
    name="care.goodbye",
    render=_goodbye,
    manner=Manner.REMINDER,
    doubt=Doubt.AT_LEAST_ONCE,
    keeps=None,
    why=words.WHY_GOODBYE,
)
_PARTED = NoticeKind(
    name="care.parted",
    render=_parted,
    manner=Manner.CHANNEL,
    doubt=Doubt.AT_MOST_ONCE,
    keeps=timedelta(days=7),
    why=words.WHY_COORDINATORS,
)

KINDS = (
    _GOODBYE,
    _PARTED,
    NoticeKind(
        name="care.left", render=_left, manner=Manner.REPLY, doubt=Doubt.AT_LEAST_ONCE, keeps=None, why=words.WHY_LEFT
    ),
    NoticeKind(
        name="care.let_go",
        render=_let_go,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_LET_GO,
    ),
    NoticeKind(
        name="care.place_free",
        render=_place_free,
        manner=Manner.NEWS,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=30),
        why=words.WHY_PLACE_FREE,
        merge=Together.NEWS,
    ),
    NoticeKind(
        name="care.left_you",
        render=_left_you,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_LEFT_YOU,
    ),
    NoticeKind(
        name="care.left_group",
        render=_left_group,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_COORDINATORS,
    ),
)
# Rows planned or sent by an earlier release carry these names.
FORMER_KINDS = (replace(_GOODBYE, name="matching.goodbye"), replace(_PARTED, name="matching.parted"))


def own_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: whom they work with."""
    del now
    zone = people.person(tx, team_id=team_id, user_id=user_id).zone
    shown: list[Block] = []
    for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        shown += views.standing_pair(pairing, user_id, zone)
    return [blocks.header(words.STANDING_HEADER), *shown] if shown else []


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: for whom it does not fit."""
    del now
    lines = [views.not_fitting(*one) for one in usecases.not_fitting(tx, team_id=team_id, user_id=user_id)]
    return [blocks.header(words.DESK_HEADER), *lines[:20]] if lines else []
