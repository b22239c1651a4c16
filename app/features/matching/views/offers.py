"""Offers for those who are asked, the introduction, and where they stand."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.joining.rules import Application
from app.features.matching import words
from app.features.matching.rules import Offer, Proposal
from app.features.matching.rules.messages import said_before
from app.features.matching.views.common import clocks, of_two, sentences
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, fill, join, markdown, mention, mentions, moment, quote

FOR_MATCH = ("match", "pair", "everyone")


def offer(
    offer: Offer, proposal: Proposal, cohort: Cohort, handbook: Handbook, group: Sequence[Proposal] = ()
) -> tuple[Mrkdwn, list[Block]]:
    """The question to one person; it follows their answer. `group` holds all proposals of theirs, if it is one."""
    if not offer.is_open:
        answered = _answered(offer, proposal)
        return answered, [blocks.section(answered)]
    me = proposal.of(offer.role)
    parts = [_asks(offer, proposal, cohort, group, handbook)]
    them = [proposal.mentor] if offer.role == "mentee" else [one.mentee for one in group or [proposal]]
    if group and proposal.shared_at is not None:
        parts.append(fill(words.OFFER_HOUR, clocks=clocks(group)))
    for one in them:
        goals = goals_of(one, handbook)
        if goals and len(them) == 1:
            parts.append(fill(words.OFFER_WANTS, goals=goals))
            parts += more_of(one, handbook)
        elif goals:
            parts.append(fill(words.INTRO_GOALS, person=mention(one.user_id), goals=goals))
    reasons = [one for one in of_two(proposal) if not one.code.startswith("no-")]
    if reasons and len(them) == 1:
        parts.append(join([Mrkdwn(words.OFFER_REASONS), bullets(sentences(reasons))]))
    until = moment(offer.expires_at, me.zone)
    parts.append(fill(words.OFFER_UNTIL if offer.talked_at is None else words.TALKING, until=until))
    talk = handbook.matching.talk_first and offer.talked_at is None and not group
    return join(parts, by="\n\n"), [*(blocks.section(one) for one in parts), _offer_buttons(offer, talk=talk)]


def _asks(offer: Offer, proposal: Proposal, cohort: Cohort, group: Sequence[Proposal], handbook: Handbook) -> Mrkdwn:
    mentor, mentee = mention(proposal.mentor.user_id), mention(proposal.mentee.user_id)
    is_mentor = offer.role == "mentor"
    if group:
        all_mentees = [one.mentee.user_id for one in group]
        others = mentions([one for one in all_mentees if one != offer.user_id])
        template = words.OFFER_GROUP_MENTOR if is_mentor else words.OFFER_GROUP_MENTEE
        return fill(template, mentor=mentor, mentees=mentions(all_mentees), others=others, cohort=cohort.name)
    if proposal.joins is not None:
        template = words.OFFER_JOIN_MENTOR if is_mentor else words.OFFER_JOIN_MENTEE
    else:
        first = words.OFFER_MENTEE if said_before("mentor", "mentee", handbook.matching.consent) else words.OFFER_FIRST
        template = words.OFFER_MENTOR if is_mentor else first
    return fill(template, mentor=mentor, mentee=mentee, cohort=cohort.name)


def talk(proposal: Proposal, cohort: Cohort) -> Mrkdwn:
    """The kind word with which two begin to talk before one of them decides."""
    mentor, mentee = mention(proposal.mentor.user_id), mention(proposal.mentee.user_id)
    return fill(words.TALK, mentor=mentor, mentee=mentee, cohort=cohort.name)


def goals_of(one: Application, handbook: Handbook) -> Mrkdwn | None:
    """Return what somebody wrote of their goals, if the form said that their match reads it."""
    asked = [question for question in handbook.questions(one.role) if question.key == "goals"]
    said = str(one.answers.get("goals") or "")
    return quote(said) if said and asked and asked[0].read_by in FOR_MATCH else None


def more_of(one: Application, handbook: Handbook) -> list[Mrkdwn]:
    """Return what else somebody wrote at length for whoever decides about them."""
    found = [
        (question.ask, str(one.answers.get(question.key) or ""))
        for question in handbook.questions(one.role)
        if question.kind == "lines" and question.key != "goals" and question.read_by in FOR_MATCH
    ]
    return [fill(words.OFFER_MORE, ask=ask, said=quote(said)) for ask, said in found if said]


def _offer_buttons(offer: Offer, *, talk: bool = False) -> Block:
    first = [blocks.button(words.TALK_FIRST, "matching.talk", offer.id)] if talk else []
    if offer.role == "mentor":
        return blocks.actions(
            blocks.button(words.YES_MENTOR, "matching.yes", offer.id, style="primary"),
            *first,
            blocks.button(words.NOT_NOW, "matching.not_now", offer.id),
            blocks.button(words.NO_MORE, "matching.no_more", offer.id),
        )
    return blocks.actions(
        blocks.button(words.YES_MENTEE, "matching.yes", offer.id, style="primary"),
        *first,
        blocks.button(words.NOT_THIS, "matching.not_now", offer.id),
    )


def _answered(offer: Offer, proposal: Proposal) -> Mrkdwn:
    partner = mention(proposal.partner_of(offer.role))
    if offer.lapsed_at is not None:
        return Mrkdwn(words.LAPSED)
    if offer.accepted_at is not None:
        if proposal.pairing_id is not None:
            return fill(words.ANSWERED_YES, partner=partner)
        return fill(words.ANSWERED_YES_NOT if proposal.is_over else words.ANSWERED_YES_WAIT, partner=partner)
    if offer.role == "mentee":
        return fill(words.ANSWERED_NOT_THIS, partner=partner)
    return fill(words.ANSWERED_NO_MORE if offer.declined_how == "no_more" else words.ANSWERED_NO, partner=partner)


def reminder(offer: Offer, proposal: Proposal) -> tuple[Mrkdwn, list[Block]]:
    """The reminder of an open offer; it follows the answer too."""
    if not offer.is_open:
        answered = _answered(offer, proposal)
        return answered, [blocks.section(answered)]
    text = fill(
        words.REMINDER,
        partner=mention(proposal.partner_of(offer.role)),
        until=moment(offer.expires_at, proposal.of(offer.role).zone),
    )
    return text, [blocks.section(text), _offer_buttons(offer)]


# -- for the pair --------------------------------------------------------------------------------------


def introduction(
    pairing: Pairing, names: tuple[str, str], matches: Sequence[Proposal], handbook: Handbook
) -> tuple[Mrkdwn, list[Block]]:
    """What the two read first in their conversation.

    Args:
        pairing: the two.
        names: the mentor's and the mentee's, for the headline.
        matches: their applications, for what they wrote of their goals.
        handbook: has the guide.
    """
    first = handbook.first_meeting
    mentor, mentee = mentions(pairing.mentors), mentions(pairing.mentees)
    parts = [fill(markdown(first.introduction), mentor=mentor, mentee=mentee)]
    for one in (*(match.mentee for match in matches), *(match.mentor for match in matches[:1])):
        goals = goals_of(one, handbook)
        if goals:
            parts.append(fill(words.INTRO_GOALS, person=mention(one.user_id), goals=goals))
    guide = fill(words.INTRO_GUIDE, minutes=first.minutes)
    parts.append(join([guide, bullets([markdown(one) for one in first.guide])]))
    parts.append(join([Mrkdwn(words.INTRO_AGREE), bullets([markdown(one.ask) for one in first.agree_on])]))
    parts.append(Mrkdwn(words.INTRO_NEXT_GROUP if pairing.is_group else words.INTRO_NEXT))
    headline = words.INTRO_HEADER.format(mentor=names[0], mentee=names[1])
    text = join([fill(words.INTRO_HEADER, mentor=mentor, mentee=mentee), *parts], by="\n\n")
    shown = [blocks.header(headline), *(blocks.section(one) for one in parts)]
    if handbook.outlines:
        shown.append(blocks.actions(blocks.button(words.INTRO_PLAN, "plans.open", pairing.id)))
    return text, shown


def welcome(pairing: Pairing, user: str) -> Mrkdwn:
    """What everybody reads first in the new conversation when somebody has joined."""
    is_mentor = user in pairing.mentors
    template = words.WELCOME_MENTOR if is_mentor else words.WELCOME
    mentors = mentions([one for one in pairing.mentors if one != user])
    others = mentions([one for one in pairing.mentees if one != user])
    return fill(template, user=mention(user), mentor=mentors, others=others, mentee=mentions(pairing.mentees))


def joined(pairing: Pairing, user: str, cohort: Cohort) -> Mrkdwn:
    """A line for the coordinators."""
    mentors = mentions([one for one in pairing.mentors if one != user])
    mentees = mentions([one for one in pairing.mentees if one != user])
    return fill(words.JOINED, user=mention(user), mentor=mentors, mentee=mentees, cohort=cohort.name)


def standing_offer(offer: Offer, proposal: Proposal, reader: str, consent: Sequence[str]) -> Mrkdwn:
    """A person's line about an offer: theirs to answer, or somebody else's about them.

    Whoever has said yes knows whom they wait for; nobody else learns of whom somebody may say no to.
    """
    until = moment(offer.expires_at, proposal.of(offer.role).zone)
    if offer.user_id == reader:
        return fill(words.STANDING_OFFER, partner=mention(proposal.partner_of(offer.role)), until=until)
    if said_before("mentor" if offer.role == "mentee" else "mentee", offer.role, consent):
        return fill(words.STANDING_ASKED, partner=mention(offer.user_id), until=until)
    return fill(words.STANDING_WAITING, until=until)
