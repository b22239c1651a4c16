"""How reminders, closing questions and what follows are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.features.agreements import usecases as agreements
from app.features.goals import usecases as goals
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.plans import usecases as plans
from app.features.programmes import usecases as programmes
from app.features.reflections import usecases, views, words
from app.features.reflections.rules import closes_month, without_opportunities
from app.handbook.model import Handbook
from app.slack import blocks

MINUTE = 60


def _facts(tx: Transaction, due: Due) -> tuple[Meeting, Pairing, Handbook]:
    meeting = meetings.meeting(tx, team_id=due.team_id, meeting_id=due.about["meeting"])
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=meeting.pairing_id)
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=pairing.cohort_id)
    return meeting, pairing, programmes.handbook_of(tx, cohort)


def _obsolete(meeting: Meeting, pairing: Pairing, due: Due) -> NotNeeded | None:
    """Say why a message about a planned meeting is no longer needed, if it is not."""
    if not pairing.is_live:
        return NotNeeded(reason="the pairing has ended")
    if not meeting.stands or meeting.version != due.about["version"]:
        return NotNeeded(reason="the meeting was moved or cancelled")
    return None


def _agenda(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    meeting, pairing, handbook = _facts(tx, due)
    last = usecases.carried_to(tx, team_id=due.team_id, pairing_id=pairing.id, before=meeting)
    before = meetings.held_before(tx, meeting=meeting)
    step = plans.step_for(tx, pairing=pairing, meeting=meeting)
    may_plan = step is None and plans.may_choose(tx, pairing=pairing)
    monthly = closes_month([one.starts_at for one in before], meeting.starts_at, handbook.rhythm.every_days)
    agreed = agreements.contact_lines(tx, pairing=pairing)
    agenda = goals.agenda_lines(tx, team_id=due.team_id, pairing_id=pairing.id, reader=due.to, at=meeting.starts_at)
    text, shown = views.agenda(
        meeting,
        pairing.partners_of(due.to),
        handbook,
        without_opportunities(last, agenda),
        first=not before,
        monthly=monthly,
        group=pairing.is_group,
        may_move=not pairing.is_group or due.to in pairing.mentors,
        step=step,
        may_plan=may_plan,
        agreed=agreed,
        goals=agenda,
    )
    return _obsolete(meeting, pairing, due) or Post(text=text, blocks=shown)


def _soon(tx: Transaction, due: Due, now: datetime) -> Errand:
    meeting, pairing, _handbook = _facts(tx, due)
    minutes = max(1, round((meeting.starts_at - now).total_seconds() / MINUTE))
    text = views.soon(meeting, pairing.partners_of(due.to), minutes)
    return _obsolete(meeting, pairing, due) or blocks.say(text)


def _ask(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    meeting, pairing, _handbook = _facts(tx, due)
    if meeting.missed_at is not None:
        return NotNeeded(reason="the meeting did not happen")
    answers = usecases.answers_to(tx, team_id=due.team_id, meeting_id=meeting.id)
    if not due.sent and due.to in {one.author for one in answers}:
        return NotNeeded(reason="they have answered already")
    is_first = not meetings.held_before(tx, meeting=meeting)
    may_agree = is_first and not agreements.agreed(tx, pairing=pairing).is_written
    text, shown = views.ask(meeting, due.to, pairing.partners_of(due.to), answers, may_agree=may_agree)
    return _obsolete(meeting, pairing, due) or Post(text=text, blocks=shown)


def _did_you_meet(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    meeting, pairing, _handbook = _facts(tx, due)
    obsolete = _obsolete(meeting, pairing, due)
    if obsolete is not None:
        return obsolete
    text, shown = views.did_you_meet(meeting, pairing.partners_of(due.to))
    if not due.sent and (meeting.held_at is not None or meeting.missed_at is not None):
        return NotNeeded(reason="somebody told already how the meeting went")
    return Post(text=text, blocks=shown)


def _until_next_time(template: str, tx: Transaction, due: Due, now: datetime) -> Errand:
    meeting, pairing, _handbook = _facts(tx, due)
    if not pairing.is_live:
        return NotNeeded(reason="the pairing has ended")
    answers = next(
        one
        for one in usecases.answers_to(tx, team_id=due.team_id, meeting_id=meeting.id)
        if one.author == due.about["author"]
    )
    following = meetings.next_meeting(tx, team_id=due.team_id, pairing_id=pairing.id, now=max(now, meeting.ends_at))
    text, shown = views.until_next_time(template, answers, pairing, following)
    return Post(text=text, blocks=shown)


def _receipt(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _until_next_time(words.RECEIPT, tx, due, now)


def _news(tx: Transaction, due: Due, now: datetime) -> Errand:
    both = {one.author for one in usecases.answers_to(tx, team_id=due.team_id, meeting_id=due.about["meeting"])}
    if due.to in both:
        return NotNeeded(reason="they have answered too, and read it there")
    return _until_next_time(words.NEWS, tx, due, now)


KINDS = (
    NoticeKind(
        name="reflections.agenda",
        render=_agenda,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=1),
        why=words.WHY_REMINDER,
    ),
    NoticeKind(
        name="reflections.soon",
        render=_soon,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(hours=1),
        why=words.WHY_REMINDER,
    ),
    NoticeKind(
        name="reflections.ask",
        render=_ask,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=1),
        live=True,
        why=words.WHY_ASK,
    ),
    NoticeKind(
        name="reflections.did_you_meet",
        render=_did_you_meet,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=5),
        live=True,
        why=words.WHY_DID_YOU_MEET,
        merge=Together.TO_DO,
    ),
    NoticeKind(
        name="reflections.receipt",
        render=_receipt,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=2),
        why=words.WHY_RECEIPT,
    ),
    NoticeKind(
        name="reflections.news",
        render=_news,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=14),
        why=words.WHY_NEWS,
    ),
)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: the task, or what to keep an eye out for."""
    shown: list[Block] = []
    for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        last = usecases.carried_to(tx, team_id=team_id, pairing_id=pairing.id)
        agenda = goals.agenda_lines(tx, team_id=team_id, pairing_id=pairing.id, reader=user_id, at=now)
        last = without_opportunities(last, agenda)
        shown += views.home_lines(pairing, user_id, last)
    return [blocks.header(words.HOME_HEADER), *shown] if shown else []
