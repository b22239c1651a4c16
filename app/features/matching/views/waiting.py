"""Where somebody stands who waits for a match."""

from app.features.joining.rules import State
from app.features.matching import words
from app.features.matching.rules.chances import Chances, Waiting
from app.features.matching.views.offers import standing_offer
from app.features.matching.views.ranking import standing_rank
from app.features.programmes.rules import Cohort
from app.slack.text import Mrkdwn, fill

ANY = "mentor-none"
"""What is said for a reason that has no sentence for applicants: nothing about anybody else."""


def waiting(found: Waiting) -> list[Mrkdwn]:
    """Say where somebody stands, what is in the way, and what would help."""
    if found.over:
        return [_left(words.LEFT_OVER_COHORT, found.left)]
    me = found.application
    underway = [standing_offer(offer, proposal, me.user_id, found.consent) for offer, proposal in found.offers]
    if found.ranking is not None:
        underway.append(standing_rank(*found.ranking, me.zone))
    if underway:
        return underway
    if found.soon:
        return [Mrkdwn(words.STANDING_SOON)]
    if found.rests:
        return [Mrkdwn(words.RESTS[found.rests])]
    if found.chances is None:
        return []
    shared = _shared(found.chances, me.role)
    if me.state is State.RECEIVED:
        said = [fill(words.SHARED_SO_FAR, shared=shared)]
    else:
        said = [fill(words.LOOKING_SHARED, shared=shared)]
    if found.left:
        said.append(_left(words.LEFT_OVER_ROUND, found.left))
    elif found.first:
        said.append(Mrkdwn(words.COMES_FIRST))
    return said


def _left(template: str, code: str) -> Mrkdwn:
    known = code if code in words.WHY_LEFT else ANY
    return fill(template, why=words.WHY_LEFT[known], help=Mrkdwn(words.HELP_LEFT[known]))


def _shared(found: Chances, role: str) -> str:
    none, one, many = words.SHARED[role]["topic" if found.by_topic else "any"]
    if found.topic == 0:
        return none
    said = one if found.topic == 1 else many.format(number=found.topic)
    hour = words.SHARED_HOUR[found.by_zone].format(hour=found.hour)
    return f"{said}, {hour}"


def not_this_time(found: Waiting, cohort: Cohort) -> Mrkdwn:
    """What somebody reads for whom nobody was found until a cohort ended."""
    known = found.left if found.left in words.WHY_LEFT else ANY
    return fill(words.NOT_THIS_TIME, cohort=cohort.name, why=words.WHY_LEFT[known], help=Mrkdwn(words.HELP_LEFT[known]))
