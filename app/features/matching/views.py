"""Proposals for coordinators, offers for those who are asked, the introduction."""

from collections.abc import Iterator, Sequence

from app.core.notice import Block
from app.features.joining.rules import Application
from app.features.matching import words
from app.features.matching.rules import Offer, Proposal, Proposals, Reason, Standing
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, fill, join, markdown, mention, mentions, moment, quote

MOST_PAIRS = 20
LINES = 15  # of people left over, in one block


def _reasons(reasons: Sequence[Reason]) -> list[Mrkdwn]:
    return [fill(words.REASONS[one.code], **one.facts, often=_often(one.facts.get("number"))) for one in reasons]


def _often(number: object) -> str:
    known = words.OFTEN.get(number) if isinstance(number, int) else None
    return known or words.OFTEN_MORE.format(number=number)


# -- for coordinators --------------------------------------------------------------------------------


def desk_line(cohort: Cohort, standing: Standing) -> list[Block]:
    """How matching stands in a cohort, with what can be done."""
    text = fill(
        words.DESK_LINE,
        cohort=cohort.name,
        waiting=standing.waiting,
        places=standing.places,
        proposed=standing.undecided,
        asked=standing.asked,
    )
    buttons = [blocks.button(words.RUN, "matching.run", cohort.id)]
    if standing.undecided:
        buttons.append(blocks.button(words.READ, "matching.read", cohort.id, style="primary"))
    return [blocks.section(text), blocks.actions(*buttons)]


def proposals(found: Proposals) -> Block:
    """The modal in which a coordinator decides."""
    cohort = found.cohort
    shown: list[Block] = []
    if found.undecided:
        number = len(found.undecided)
        sure = blocks.confirm(words.ACCEPT_ALL_TITLE, words.ACCEPT_ALL_ASK.format(number=number), words.ACCEPT_ALL)
        shown.append(blocks.section(fill(words.LIST_HEAD, cohort=cohort.name, number=number)))
        shown.append(
            blocks.actions(
                blocks.button(words.ACCEPT_ALL, "matching.accept_all", f"{cohort.id}-{found.number}", confirm=sure),
                blocks.button(words.RUN, "matching.run", cohort.id),
            )
        )
    else:
        shown.append(blocks.section(fill(words.LIST_NONE, cohort=cohort.name)))
        shown.append(blocks.actions(blocks.button(words.RUN, "matching.run", cohort.id)))
    for one in found.undecided[:MOST_PAIRS]:
        shown += [blocks.divider(), *_pair(one)]
    if len(found.undecided) > MOST_PAIRS:
        shown.append(blocks.context(fill(words.LIST_MORE, number=len(found.undecided) - MOST_PAIRS)))
    shown += _left_over(found.left_over)
    return blocks.modal(words.LIST_TITLE, shown)


def _pair(one: Proposal) -> Iterator[Block]:
    head = fill(
        words.LIST_PAIR,
        score=round(one.score * 100),
        mentee=mention(one.mentee.user_id),
        mentor=mention(one.mentor.user_id),
    )
    yield blocks.section(join([head, bullets(_reasons(one.reasons))]))
    yield blocks.actions(
        blocks.button(words.ACCEPT, "matching.accept", one.id, style="primary"),
        blocks.button(words.FORBID, "matching.forbid", one.id),
    )


def _left_over(people: Sequence[tuple[str, str]]) -> list[Block]:
    if not people:
        return []
    lines = [fill(words.LIST_LEFT_LINE, person=mention(user), why=words.LEFT_OVER[code]) for user, code in people]
    parts = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return [blocks.divider(), blocks.section(Mrkdwn(words.LIST_LEFT)), *(blocks.section(bullets(p)) for p in parts)]


def about_mentee(template: str, proposal: Proposal, cohort: Cohort) -> Mrkdwn:
    """A line for the coordinators about a mentee who waits again."""
    return fill(template, mentee=mention(proposal.mentee.user_id), cohort=cohort.name)


def about_pair(template: str, pairing: Pairing, cohort: Cohort) -> Mrkdwn:
    """A line about a pair."""
    return fill(template, mentor=mentions(pairing.mentors), mentee=mentions(pairing.mentees), cohort=cohort.name)


# -- for those who are asked -------------------------------------------------------------------------


def offer(offer: Offer, proposal: Proposal, cohort: Cohort, handbook: Handbook) -> tuple[Mrkdwn, list[Block]]:
    """The question to one person; it follows their answer."""
    if not offer.is_open:
        answered = _answered(offer, proposal)
        return answered, [blocks.section(answered)]
    me = proposal.of(offer.role)
    them = proposal.mentee if offer.role == "mentor" else proposal.mentor
    template = words.OFFER_MENTOR if offer.role == "mentor" else words.OFFER_MENTEE
    parts = [fill(template, mentee=mention(them.user_id), mentor=mention(them.user_id), cohort=cohort.name)]
    goals = _goals(them, handbook)
    if goals:
        parts.append(fill(words.OFFER_WANTS, goals=goals))
    reasons = [one for one in proposal.reasons if not one.code.startswith("no-")]
    if reasons:
        parts.append(join([Mrkdwn(words.OFFER_REASONS), bullets(_reasons(reasons))]))
    parts.append(fill(words.OFFER_UNTIL, until=moment(offer.expires_at, me.zone)))
    return join(parts, by="\n\n"), [*(blocks.section(one) for one in parts), _offer_buttons(offer)]


def _goals(one: Application, handbook: Handbook) -> Mrkdwn | None:
    """Return what somebody wrote of their goals, if the form said that their match reads it."""
    shared = ("match", "pair", "everyone")
    asked = [question for question in handbook.questions(one.role) if question.key == "goals"]
    said = str(one.answers.get("goals") or "")
    return quote(said) if said and asked and asked[0].read_by in shared else None


def _offer_buttons(offer: Offer) -> Block:
    if offer.role == "mentor":
        return blocks.actions(
            blocks.button(words.YES_MENTOR, "matching.yes", offer.id, style="primary"),
            blocks.button(words.NOT_NOW, "matching.not_now", offer.id),
            blocks.button(words.NO_MORE, "matching.no_more", offer.id),
        )
    return blocks.actions(
        blocks.button(words.YES_MENTEE, "matching.yes", offer.id, style="primary"),
        blocks.button(words.NOT_THIS, "matching.not_now", offer.id),
    )


def _answered(offer: Offer, proposal: Proposal) -> Mrkdwn:
    partner = mention(proposal.partner_of(offer.role))
    if offer.lapsed_at is not None:
        return Mrkdwn(words.LAPSED)
    if offer.accepted_at is not None:
        if proposal.pairing_id is not None:
            return fill(words.ANSWERED_YES, partner=partner)
        return fill(words.ANSWERED_YES_NOT if proposal.ended_at else words.ANSWERED_YES_WAIT, partner=partner)
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
    pairing: Pairing, names: tuple[str, str], match: Proposal | None, handbook: Handbook
) -> tuple[Mrkdwn, list[Block]]:
    """What the two read first in their conversation.

    Args:
        pairing: the two.
        names: the mentor's and the mentee's, for the headline.
        match: their applications, for what they wrote of their goals.
        handbook: has the guide.
    """
    first = handbook.first_meeting
    mentor, mentee = mentions(pairing.mentors), mentions(pairing.mentees)
    parts = [fill(markdown(first.introduction), mentor=mentor, mentee=mentee)]
    for one in (match.mentee, match.mentor) if match is not None else ():
        goals = _goals(one, handbook)
        if goals:
            parts.append(fill(words.INTRO_GOALS, person=mention(one.user_id), goals=goals))
    guide = fill(words.INTRO_GUIDE, minutes=first.minutes)
    parts.append(join([guide, bullets([markdown(one) for one in first.guide])]))
    parts.append(join([Mrkdwn(words.INTRO_AGREE), bullets([markdown(one.ask) for one in first.agree_on])]))
    parts.append(Mrkdwn(words.INTRO_NEXT))
    headline = words.INTRO_HEADER.format(mentor=names[0], mentee=names[1])
    text = join([fill(words.INTRO_HEADER, mentor=mentor, mentee=mentee), *parts], by="\n\n")
    shown = [blocks.header(headline), *(blocks.section(one) for one in parts)]
    if handbook.outlines:
        shown.append(blocks.actions(blocks.button(words.INTRO_PLAN, "plans.open", pairing.id)))
    return text, shown


def standing_offer(offer: Offer, proposal: Proposal, reader: str) -> Block:
    """A person's line about an offer: theirs to answer, or somebody else's about them."""
    until = moment(offer.expires_at, proposal.of(offer.role).zone)
    if offer.user_id == reader:
        return blocks.section(fill(words.STANDING_OFFER, partner=mention(proposal.partner_of(offer.role)), until=until))
    if offer.role == "mentee":  # the mentor has said yes and knows whom they wait for
        return blocks.section(fill(words.STANDING_ASKED, partner=mention(offer.user_id), until=until))
    return blocks.section(fill(words.STANDING_WAITING, until=until))
