"""What the views of both sides share."""

from collections.abc import Sequence

from app.features.matching import words
from app.features.matching.rules import Proposal, Reason
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.slack.text import Mrkdwn, all_clocks, fill, mention, mentions


def sentences(reasons: Sequence[Reason]) -> list[Mrkdwn]:
    """Return each reason as a sentence."""
    return [fill(words.REASONS[one.code], **one.facts, often=_often(one.facts.get("number"))) for one in reasons]


def in_plain_text(reasons: Sequence[Reason]) -> list[str]:
    """Return each reason as a sentence where nobody reads Slack's marks."""
    return [words.REASONS[one.code].format(**one.facts, often=_often(one.facts.get("number"))) for one in reasons]


def _often(number: object) -> str:
    known = words.OFTEN.get(number) if isinstance(number, int) else None
    return known or words.OFTEN_MORE.format(number=number)


def of_two(one: Proposal) -> list[Reason]:
    """Return the reasons without the hours that only two share; the group has its own."""
    return [reason for reason in one.reasons if one.shared_at is None or reason.code not in ("time", "time-same")]


def clocks(members: Sequence[Proposal]) -> str:
    """Return the hour that a group shares, on everybody's clock."""
    first = members[0]
    if first.shared_at is None:
        return ""
    return all_clocks(first.shared_at, [first.mentor.zone, *(one.mentee.zone for one in members)])


def about_mentee(template: str, proposal: Proposal, cohort: Cohort) -> Mrkdwn:
    """A line for the coordinators about a mentee who waits again."""
    mentor = mention(proposal.mentor.user_id)
    return fill(template, mentee=mention(proposal.mentee.user_id), mentor=mentor, cohort=cohort.name)


def about_pair(template: str, pairing: Pairing, cohort: Cohort) -> Mrkdwn:
    """A line about a pair."""
    return fill(template, mentor=mentions(pairing.mentors), mentee=mentions(pairing.mentees), cohort=cohort.name)
