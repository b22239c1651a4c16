"""Whom one works with, and how one parts."""

from app.core.notice import Block
from app.features.care import words
from app.features.care.rules import goes_on_without
from app.features.decisions.rules import Question
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.text import Mrkdwn, day, fill, join, markdown, mention, mentions


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


def goodbye(pairing: Pairing, reader: str, cohort: Cohort, handbook: Handbook, *, have_met: bool = True) -> Mrkdwn:
    """What each reads when their pairing has ended: by a graduation, with its cohort, or before.

    The handbook's own thanks take the place of the usual ones, which thank nobody for hours that never were.
    """
    everybody, role = mentions(pairing.partners_of(reader)), pairing.role_of(reader)
    partner = everybody
    by = pairing.ended_by if pairing.ended_by in pairing.mentors else pairing.mentor
    if pairing.ended_why == "graduated":
        template = words.GRADUATED[role] if role == "mentee" or reader == by else words.GRADUATED_BESIDE
        partner = mention(by) if role == "mentee" else partner
    elif cohort.closed_at is not None:
        template = words.GOODBYE_COHORT_GROUP if pairing.is_group else words.GOODBYE_COHORT
    else:
        template = words.GOODBYE_GROUP if pairing.is_group else words.GOODBYE
    parts = [
        fill(template, partner=partner, by=mention(by), cohort=cohort.name),
        _thanks(handbook, everybody, have_met=have_met),
    ]
    if cohort.closed_at is not None:
        parts.append(Mrkdwn(words.GOODBYE_TOUCH))
    elif pairing.ended_why == "graduated" and role == "mentee":
        parts.append(Mrkdwn(words.GRADUATED_NEXT))
    else:
        parts.append(Mrkdwn(words.GOODBYE_MENTOR if role == "mentor" else words.GOODBYE_MENTEE))
    return join(parts, by=" ")


def _thanks(handbook: Handbook, partner: Mrkdwn, *, have_met: bool) -> Mrkdwn:
    if handbook.closing is None:
        return Mrkdwn(words.THANKS if have_met else words.NEVER_MET)
    return fill(markdown(handbook.closing.thanks), partner=partner, programme=handbook.name)


def repair_form(question: Question, pairing: Pairing) -> Block:
    """The modal that offers repair first, and somebody else last, when it does not fit."""
    partner = mentions(pairing.partners_of(question.user_id))
    sure = blocks.confirm(words.REMATCH_TITLE, words.REMATCH_ASK, words.REMATCH)
    wished = words.CO_MENTOR_WISHED if question.wishes_co_mentor else words.CO_MENTOR_TEXT
    co_mentor = None if question.wishes_co_mentor else blocks.button(words.CO_MENTOR, "care.co_mentor", question.id)
    shown = [
        blocks.section(fill(words.REPAIR_INTRO, partner=partner)),
        blocks.section(Mrkdwn(words.WORD_TEXT), accessory=blocks.button(words.WORD, "checkins.support")),
        blocks.section(Mrkdwn(words.TIME_TEXT), accessory=blocks.button(words.TIME, "meetings.propose", pairing.id)),
        blocks.section(Mrkdwn(wished), accessory=co_mentor),
        blocks.divider(),
        blocks.section(
            Mrkdwn(words.REMATCH_TEXT),
            accessory=blocks.button(words.REMATCH, "care.rematch", question.id, confirm=sure),
        ),
    ]
    return blocks.modal(words.REPAIR_TITLE, [*shown, blocks.context(Mrkdwn(words.REPAIR_FOOT))])


def not_fitting(question: Question, cohort: Cohort) -> Block:
    """A line of the desk: for whom it does not fit, never why."""
    template = words.DESK_CO_MENTOR if question.wishes_co_mentor else words.DESK_NOT_FIT
    when = day(question.said_at or question.asked_at, cohort.zone)
    text = fill(template, person=mention(question.user_id), cohort=cohort.name, when=when)
    return blocks.section(text, accessory=blocks.button(words.TAKE, "care.take", question.id))


def left(pairing: Pairing, cohort: Cohort) -> Mrkdwn:
    """What somebody reads who has left a group."""
    more = [Mrkdwn(words.GOODBYE_MENTEE)] if cohort.closed_at is None else []
    return join([fill(words.LEFT, mentors=mentions(pairing.mentors)), *more], by=" ")


def let_go(pairing: Pairing) -> Mrkdwn:
    """What a mentee reads whose place in a group went to somebody else."""
    return fill(words.LET_GO, mentors=mentions(pairing.mentors))


def place_free(user_id: str) -> Mrkdwn:
    """What the mentors of that group read."""
    return fill(words.PLACE_FREE, person=mention(user_id))


def left_you(user_id: str) -> Mrkdwn:
    """What the mentors of a group read when somebody has left it."""
    return fill(words.LEFT_YOU, person=mention(user_id))


def parted(pairing: Pairing, cohort: Cohort) -> Mrkdwn:
    """The coordinators' line about a pairing that ended."""
    template = words.PARTED_GRADUATED if pairing.ended_why == "graduated" else words.PARTED
    return fill(template, mentor=mentions(pairing.mentors), mentee=mentions(pairing.mentees), cohort=cohort.name)


def left_group(pairing: Pairing, user_id: str, cohort: Cohort) -> Mrkdwn:
    """The coordinators' line about a group that somebody left."""
    mentors = mentions(pairing.mentors)
    return fill(words.LEFT_GROUP, person=mention(user_id), cohort=cohort.name, mentors=mentors)
