"""What people read when they ask why a message came, have it brought again, or stop its reminders."""

from datetime import datetime, timedelta

from app.core.notice import Block
from app.features.letters import words
from app.features.letters.rules import Why
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, day, fill, hour, mentions, moment

AT_ONCE = timedelta(minutes=1)
LATE = timedelta(minutes=10)
"""So much later than wanted may be Slack's pace; more has a reason."""


def comes_again(at: datetime, zone: str) -> Mrkdwn:
    """When a message comes again."""
    return fill(words.AGAIN_NOTED, day=day(at, zone), hour=hour(at, zone))


def stopped(notice_id: int) -> Block:
    """That there are no more reminders, with the way back."""
    back = blocks.actions(blocks.button(words.RESUME, "letters.resume", notice_id))
    return blocks.modal(words.STOP_TITLE, [blocks.section(Mrkdwn(words.STOPPED)), back], close="OK")


def resumed() -> Block:
    """That there are reminders again."""
    return blocks.modal(words.RESUME_TITLE, [blocks.section(Mrkdwn(words.RESUMED))], close="OK")


def why(said: Why) -> Block:
    """Why a message came, when it did, and how to get fewer."""
    reasons = [Mrkdwn(one) for one in said.reasons]
    shown = [
        blocks.section(reasons[0] if len(reasons) == 1 else bullets(reasons)),
        blocks.section(bullets(_facts(said))),
        blocks.section(Mrkdwn(words.WHY_FEWER)),
    ]
    buttons = [blocks.button(words.WHY_HOURS, "letters.hours")]
    if said.is_stopped is not None:
        stop = (words.RESUME, "letters.resume") if said.is_stopped else (words.STOP, "letters.stop")
        buttons.append(blocks.button(*stop, said.notice_id))
    return blocks.modal(words.WHY_TITLE, [*shown, blocks.actions(*buttons)], close="OK")


def _facts(said: Why) -> list[Mrkdwn]:
    facts = [Mrkdwn(words.WHY_AGAIN)] if said.came_again else []
    planned = moment(said.planned_at, said.zone)
    if said.wanted_at - said.planned_at < AT_ONCE:
        facts.append(fill(words.WHY_PLANNED_AT_ONCE, planned=planned))
    else:
        facts.append(fill(words.WHY_PLANNED, planned=planned, wanted=moment(said.wanted_at, said.zone)))
    if said.came_at is not None:
        facts.append(_came(said, said.came_at))
    facts += _readers_and_count(said)
    return [*facts, Mrkdwn(words.WHY_STOPPED)] if said.is_stopped else facts


def _readers_and_count(said: Why) -> list[Mrkdwn]:
    if said.to_many:
        return [Mrkdwn(words.WHY_MANY), Mrkdwn(words.WHY_COUNTED_UNHELD)]
    others = fill(words.WHY_OTHERS, people=mentions(said.others)) if said.others else Mrkdwn(words.WHY_ALONE)
    counted = words.WHY_COUNTED if said.counted else words.WHY_NOT_COUNTED
    return [others, fill(counted, most=said.most, number=said.this_week)]


def _came(said: Why, came_at: datetime) -> Mrkdwn:
    reason = words.WHY_LATER_REASONS.get(said.put_off)
    came = moment(came_at, said.zone)
    if reason is None or came_at - said.wanted_at < LATE:
        return fill(words.WHY_CAME, came=came)
    return fill(words.WHY_LATER, came=came, reason=reason)
