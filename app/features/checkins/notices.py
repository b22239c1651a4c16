"""How check-ins and calls for help are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.delivery.reading import came_just_now
from app.features.checkins import usecases, views, words
from app.features.checkins.rules import Call, CheckIn
from app.features.joining import usecases as joining
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.asking import CheckIn as Rhythm
from app.slack import blocks
from app.slack.text import day


def _asked(tx: Transaction, due: Due) -> tuple[CheckIn, Pairing, Cohort, Rhythm]:
    checkin, pairing = usecases.checkin(tx, team_id=due.team_id, checkin_id=due.about["checkin"])
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=pairing.cohort_id)
    return checkin, pairing, cohort, programmes.handbook_of(tx, cohort).check_in


def _obsolete(checkin: CheckIn, pairing: Pairing, due: Due) -> NotNeeded | None:
    if not pairing.is_live or due.to not in pairing.people:
        return NotNeeded(reason="the pairing has ended")
    return NotNeeded(reason="they have answered") if checkin.said is not None and not due.sent else None


def _partners(pairing: Pairing, user: str) -> tuple[str, ...]:
    return pairing.partners_of(user) if user in pairing.people else pairing.mentors


def _question(tx: Transaction, due: Due) -> Post:
    checkin, pairing, cohort, rhythm = _asked(tx, due)
    since = day(pairing.joined_at(due.to), cohort.zone)
    text, shown = views.ask(checkin, _partners(pairing, due.to), since, rhythm)
    return Post(text=text, blocks=shown)


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    checkin, pairing, _, _ = _asked(tx, due)
    return _obsolete(checkin, pairing, due) or _question(tx, due)


def _chase(tx: Transaction, due: Due, now: datetime) -> Errand:
    checkin, pairing, _, rhythm = _asked(tx, due)
    if not due.sent and came_just_now(tx, team_id=due.team_id, key=f"checkin:{checkin.id}", now=now):
        return NotNeeded(reason="the question itself waited for a quieter week and came only just now")
    obsolete = _obsolete(checkin, pairing, due)
    if obsolete is not None or checkin.said is not None:
        return obsolete or _question(tx, due)
    text, shown = views.chase(checkin, _partners(pairing, due.to), rhythm)
    return Post(text=text, blocks=shown)


def _called(tx: Transaction, due: Due) -> tuple[Call, Cohort]:
    call = usecases.call(tx, team_id=due.team_id, call_id=due.about["call"])
    return call, programmes.cohort(tx, team_id=due.team_id, cohort_id=call.cohort_id)


def _received(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.received(_called(tx, due)[0]))


def _call(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    text, shown = views.call(*_called(tx, due))
    return Post(text=text, blocks=shown)


def _taken(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(views.taken(_called(tx, due)[0]))


KINDS = (
    NoticeKind(
        name="checkins.ask",
        render=_ask,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_ASK,
        merge=Together.TO_DO,
    ),
    NoticeKind(
        name="checkins.chase",
        render=_chase,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_CHASE,
        merge=Together.TO_DO,
        nags="check-in",
    ),
    NoticeKind(
        name="checkins.received",
        render=_received,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_RECEIVED,
    ),
    # A call for help does not wait for the morning, and is better read twice than never.
    NoticeKind(
        name="checkins.call",
        render=_call,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        live=True,
        why=words.WHY_CALL,
    ),
    NoticeKind(
        name="checkins.taken",
        render=_taken,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_TAKEN,
    ),
)


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: who wrote in private and waits; never what they wrote."""
    del now
    lines = [
        views.waiting(call, programmes.cohort(tx, team_id=team_id, cohort_id=call.cohort_id))
        for call in usecases.waiting(tx, team_id=team_id, user_id=user_id)
    ]
    return [blocks.header(words.DESK_HEADER), *lines[:20]] if lines else []


def help_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What the Home of whoever takes part shows: the way to help."""
    del now
    return views.home_card() if joining.applications_of(tx, team_id=team_id, user_id=user_id) else []
