"""How the messages about a meeting are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Upload
from app.database.session import Transaction
from app.features.meetings import usecases, views, words
from app.features.meetings.rules import Meeting
from app.features.meetings.usecases import attendance, finding
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.slack import blocks
from app.slack.text import listed

ENDED = NotNeeded(reason="the pairing has ended")


def _facts(tx: Transaction, due: Due) -> tuple[Meeting, Pairing]:
    meeting = usecases.meeting(tx, team_id=due.team_id, meeting_id=due.about["meeting"])
    return meeting, pairings.pairing(tx, team_id=due.team_id, pairing_id=meeting.pairing_id)


def _zones(tx: Transaction, pairing: Pairing) -> list[str]:
    return [finding.free_zone(tx, pairing=pairing, user_id=one) for one in pairing.people]


def _every(tx: Transaction, pairing: Pairing) -> str:
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return programmes.handbook_of(tx, cohort).rhythm.every


def _card(tx: Transaction, due: Due, now: datetime) -> Errand:
    meeting, pairing = _facts(tx, due)
    text, shown = views.card(meeting, pairing, int(due.about["version"]), _zones(tx, pairing), now, _every(tx, pairing))
    return Post(text=text, blocks=shown if pairing.is_live else [blocks.section(text)])


def _calendar(tx: Transaction, due: Due, now: datetime) -> Errand:
    meeting, pairing = _facts(tx, due)
    if not pairing.is_live:
        return ENDED
    if not meeting.stands or meeting.version != due.about["version"]:
        return NotNeeded(reason="the meeting was moved or cancelled")
    mentors, mentees = (
        listed([people.person(tx, team_id=due.team_id, user_id=one).name for one in side])
        for side in (pairing.mentors, pairing.mentees)
    )
    return Upload(
        filename=f"meeting-{meeting.id}-v{meeting.version}.ics",
        content=views.calendar_file(meeting, mentors, mentees, now),
        comment=views.calendar_comment(meeting, pairing.partners_of(due.to), _zones(tx, pairing), _every(tx, pairing)),
    )


def _cancelled(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    meeting, pairing = _facts(tx, due)
    if not pairing.is_live:
        return ENDED
    text, shown = views.cancelled(meeting, pairing)
    return Post(text=text, blocks=shown)


def _missed(tx: Transaction, due: Due, now: datetime) -> Errand:
    meeting, pairing = _facts(tx, due)
    if not pairing.is_live:
        return ENDED
    if meeting.held_at is not None:
        return NotNeeded(reason="they met after all")
    following = usecases.next_meeting(tx, team_id=due.team_id, pairing_id=pairing.id, now=now)
    if following is not None and following.stands:
        return NotNeeded(reason="the next meeting is planned already")
    text, shown = views.missed(meeting, pairing)
    return Post(text=text, blocks=shown)


def _missed_you(tx: Transaction, due: Due, now: datetime) -> Errand:
    meeting, pairing = _facts(tx, due)
    if not pairing.is_live or due.to not in pairing.people:
        return ENDED
    said = attendance.presence_at(tx, meeting=meeting, user_id=due.to)
    if not due.sent and (said is None or said.attended):
        return NotNeeded(reason="they were there")
    following = usecases.next_meeting(tx, team_id=due.team_id, pairing_id=pairing.id, now=now)
    text, shown = views.missed_you(meeting, said, following)
    return Post(text=text, blocks=shown)


def _no_shared(tx: Transaction, due: Due, now: datetime) -> Errand:
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    if not pairing.is_live:
        return ENDED
    if usecases.next_meeting(tx, team_id=due.team_id, pairing_id=pairing.id, now=now) is not None:
        return NotNeeded(reason="a meeting is proposed already")
    text, shown = views.no_shared(pairing, _zones(tx, pairing)[0])
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="meetings.card",
        render=_card,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=60),
        live=True,
        why=words.WHY_CARD,
    ),
    NoticeKind(
        name="meetings.calendar",
        render=_calendar,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=60),
        why=words.WHY_CALENDAR,
    ),
    NoticeKind(
        name="meetings.cancelled",
        render=_cancelled,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=60),
        why=words.WHY_CANCELLED,
    ),
    NoticeKind(
        name="meetings.missed",
        render=_missed,
        manner=Manner.NEWS,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=5),
        why=words.WHY_MISSED,
    ),
    NoticeKind(
        name="meetings.missed_you",
        render=_missed_you,
        manner=Manner.NEWS,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=6),
        live=True,
        why=words.WHY_MISSED_YOU,
    ),
    NoticeKind(
        name="meetings.no_shared",
        render=_no_shared,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=30),
        why=words.WHY_NO_SHARED,
    ),
)


def _lately(tx: Transaction, pairing: Pairing, user_id: str, now: datetime) -> list[Block]:
    """Return what a person's Home says of the last meetings of a pairing."""
    shown: list[Block] = []
    last = usecases.last_held(tx, team_id=pairing.team_id, pairing_id=pairing.id) if pairing.is_group else None
    said = attendance.presence_at(tx, meeting=last, user_id=user_id) if last is not None else None
    if last is not None and said is not None:
        shown += views.home_presence(last, said)
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    least = programmes.handbook_of(tx, cohort).rhythm.least_minutes_a_month
    if least is not None:
        met = usecases.minutes_of(tx, team_id=pairing.team_id, pairing_ids=[pairing.id], until=now)
        shown += views.home_least(met.get(pairing.id, 0), least)
    return shown


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: the next meeting of each pairing."""
    shown: list[Block] = []
    for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        following = usecases.next_meeting(tx, team_id=team_id, pairing_id=pairing.id, now=now)
        repeats = usecases.has_rhythm(tx, team_id=team_id, pairing_id=pairing.id)
        shown += views.home_line(pairing, pairing.partners_of(user_id), following, repeats=repeats)
        shown += _lately(tx, pairing, user_id, now)
    return [blocks.header(words.HOME_HEADER), *shown] if shown else []
