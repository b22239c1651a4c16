"""Whom one works with, and how one parts."""

from app.core.notice import Block
from app.features.care import words
from app.features.care.rules import goes_on_without
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.text import Mrkdwn, day, fill, join, mention, mentions


def standing_pair(pairing: Pairing, reader: str, zone: str) -> list[Block]:
    """A person's line about their pairing, with the way out."""
    since = day(pairing.joined_at(reader), zone)
    text = fill(words.STANDING_PAIR, partner=mentions(pairing.partners_of(reader)), since=since)
    ask = words.GOODBYE_CONFIRM
    if pairing.is_group:
        ask = words.LEAVE_CONFIRM if goes_on_without(pairing, reader) else words.END_GROUP_CONFIRM
    sure = blocks.confirm(words.GOODBYE_CONFIRM_TITLE, ask, words.GOODBYE_YES)
    return [
        blocks.section(text),
        blocks.actions(blocks.button(words.GOODBYE_BUTTON, "care.end", pairing.id, confirm=sure)),
    ]


def goodbye(pairing: Pairing, reader: str, cohort: Cohort) -> Mrkdwn:
    """What each reads when their pairing has ended, or their cohort with it."""
    partner = mentions(pairing.partners_of(reader))
    if cohort.closed_at is not None:
        template = words.GOODBYE_COHORT_GROUP if pairing.is_group else words.GOODBYE_COHORT
        return fill(template, partner=partner, cohort=cohort.name)
    more = words.GOODBYE_MENTOR if pairing.role_of(reader) == "mentor" else words.GOODBYE_MENTEE
    template = words.GOODBYE_GROUP if pairing.is_group else words.GOODBYE
    return join([fill(template, partner=partner), Mrkdwn(more)], by=" ")


def left(pairing: Pairing, cohort: Cohort) -> Mrkdwn:
    """What somebody reads who has left a group."""
    more = [Mrkdwn(words.GOODBYE_MENTEE)] if cohort.closed_at is None else []
    return join([fill(words.LEFT, mentors=mentions(pairing.mentors)), *more], by=" ")


def left_you(user_id: str) -> Mrkdwn:
    """What the mentors of a group read when somebody has left it."""
    return fill(words.LEFT_YOU, person=mention(user_id))


def parted(pairing: Pairing, cohort: Cohort) -> Mrkdwn:
    """The coordinators' line about a pairing that ended."""
    return fill(words.PARTED, mentor=mentions(pairing.mentors), mentee=mentions(pairing.mentees), cohort=cohort.name)


def left_group(pairing: Pairing, user_id: str, cohort: Cohort) -> Mrkdwn:
    """The coordinators' line about a group that somebody left."""
    mentors = mentions(pairing.mentors)
    return fill(words.LEFT_GROUP, person=mention(user_id), cohort=cohort.name, mentors=mentors)
