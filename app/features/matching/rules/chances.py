"""Where somebody stands who is not in a pairing: what may come, what is in its way, and who shares something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from app.core.calendar import local, localise
from app.features.joining.rules import Application
from app.features.matching.rules import Offer, Proposal
from app.features.matching.rules.hours import common_time
from app.features.matching.rules.ranking import Rank, Ranking, Turn
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

NEAR_HOURS = 3
FOR_MENTEES = ("no-mentor", "no-group")


@dataclass(frozen=True)
class Chances:
    """How many of the other side share something with somebody.

    It is told to people, so it looks at topics and hours only: a limit that somebody set in confidence must
    not show in a number.

    Attributes:
        others: how many of the other side take part.
        topic: how many of them share a topic; all of them where the handbook asks for none.
        hour: how many of those also share a free hour, or live within `NEAR_HOURS` hours if `by_zone`.
        by_topic: whether the handbook compares topics, and this person named some.
        by_zone: whether hours are guessed from the zone because this person filled in none.
    """

    others: int
    topic: int
    hour: int
    by_topic: bool
    by_zone: bool


def chances(one: Application, others: Sequence[Application], cohort: Cohort, handbook: Handbook) -> Chances:
    """Count who of the other side shares a topic and an hour with somebody.

    Args:
        one: a mentee's or a mentor's application.
        others: the applications of the other side of the same cohort.
        cohort: gives the dates on which slots fall.
        handbook: gives the topics.
    """
    others = [other for other in others if other.user_id != one.user_id and other.role != one.role]
    mine, theirs = ("wants", "offers") if one.role == "mentee" else ("offers", "wants")
    topics = [(one.chosen(getattr(pair, mine)), getattr(pair, theirs)) for pair in handbook.matching.topics]
    by_topic = any(chosen for chosen, _ in topics)
    sharing = [other for other in others if any(chosen & other.chosen(key) for chosen, key in topics) or not by_topic]
    noon = localise(cohort.starts_on, time(12), "UTC")

    def meets(other: Application) -> bool:
        if one.slots:
            mentee, mentor = (one, other) if one.role == "mentee" else (other, one)
            return bool(common_time(mentee, mentor, cohort, handbook))
        here, there = (local(noon, zone).utcoffset() for zone in (one.zone, other.zone))
        return here is not None and there is not None and abs((here - there).total_seconds()) <= NEAR_HOURS * 3600

    return Chances(len(others), len(sharing), sum(map(meets, sharing)), by_topic, not one.slots)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Where an applicant stands who waits.

    Attributes:
        application: theirs.
        offers: the open offers in which they are asked, or somebody is asked about them and they may know.
        consent: the handbook's order in which people are asked.
        rests: why no match is looked for: `graduated`, `place-given`, `no-more` or `full`; empty if one is.
        left: the code of why they were left over the last time; empty if they were not.
        first: whether they come before others who wait the next time.
        over: whether their cohort has ended.
        chances: who shares something with them; None if it does not matter now.
        soon: whether somebody is found whom nobody has asked yet.
        ranking: their part in the ranking that goes on: it, a mentee's part with whom they ranked, a mentor's turn.
    """

    application: Application
    offers: Sequence[tuple[Offer, Proposal]] = ()
    consent: Sequence[str] = ()
    rests: str = ""
    left: str = ""
    first: bool = False
    over: bool = False
    chances: Chances | None = None
    soon: bool = False
    ranking: tuple[Ranking, Rank | None, tuple[Application, ...], Turn | None] | None = None


def rests_as_mentee(one: Application, pairings: Iterable[Pairing]) -> str:
    """Return why a mentee waits for no other match until they edit their answers; empty if they do wait.

    Args:
        one: their application.
        pairings: those of the cohort that they are or were in.
    """
    since: dict[str, datetime] = {}
    for pairing in pairings:
        if pairing.graduated_at is not None and one.user_id in pairing.mentees:
            since["graduated"] = pairing.graduated_at
        if one.user_id in pairing.stayed_away:
            since["place-given"] = pairing.left[one.user_id]
    told = one.edited_at or one.submitted_at
    return next((why for why in ("place-given", "graduated") if why in since and told <= since[why]), "")


def looks_for_mentor(code: str) -> bool:
    """Whether the code of somebody left over speaks of a mentee."""
    return code.startswith("mentor-") or code in FOR_MENTEES
