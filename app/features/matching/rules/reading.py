"""How a coordinator reads a run: in which order, page by page, and one pair side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.core.calendar import Span
from app.features.joining.rules import in_words
from app.features.matching.rules import Proposal
from app.features.matching.rules.groups import by_bundle
from app.features.matching.rules.hours import common_time
from app.features.matching.rules.whole import Summary
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.handbook.signup import CONFIDED

SORTS = ("best", "weakest", "name")
PAIRS = 15  # on a page: Slack takes a hundred blocks
GROUPS = 8  # the same, of six people each
PEOPLE = 30  # on a page of people or pairs of one line
READ_BY_COORDINATORS = ("coordinators", "match", "everyone")
UNSAID = ("agree", "switch", "slots")  # what a profile does not show, or shows elsewhere

Item = TypeVar("Item")


@dataclass(frozen=True)
class Place:
    """Where somebody is in a list: the page, and in which order it is."""

    page: int = 1
    sort: str = "best"


@dataclass(frozen=True)
class More:
    """What the list of proposals says besides them.

    Attributes:
        summary: how good the whole is; None before the first run.
        changed: how many proposals are new or gone since the run before.
        forbidden: how many pairs are never proposed.
        queued: how many accepted ones wait for their wave.
        names: of the people, where they are sorted by.
        looking: whether the clock works on a new run.
    """

    summary: Summary | None = None
    changed: int = 0
    forbidden: int = 0
    queued: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    looking: bool = False


def in_order(proposals: Sequence[Proposal], sort: str, names: Mapping[str, str]) -> list[list[Proposal]]:
    """Return proposals, those of one group together, in one of the orders of `SORTS`."""
    together = by_bundle(proposals)
    if sort == "weakest":
        return sorted(together, key=lambda one: (min(two.score for two in one), one[0].id))
    if sort == "name":
        return sorted(together, key=lambda one: (names.get(one[0].mentee.user_id, "").casefold(), one[0].id))
    return together


def page_of(items: Sequence[Item], number: int, size: int) -> tuple[list[Item], int, int]:
    """Return one page, its number (the nearest that there is) and how many there are."""
    of = max(1, -(-len(items) // size))
    number = min(max(1, number), of)
    return list(items[(number - 1) * size : number * size]), number, of


@dataclass(frozen=True)
class Closer:
    """One pair, read closely.

    Attributes:
        proposal: the pair.
        cohort: whose.
        answers: of what was asked: the question, the mentee's answer, the mentor's.
        common: when both are free in the cohort's first week, UTC.
        before, after: the proposals beside it in the list.
    """

    proposal: Proposal
    cohort: Cohort
    answers: tuple[tuple[str, str, str], ...]
    common: tuple[Span, ...]
    before: int | None = None
    after: int | None = None


def closer(proposal: Proposal, cohort: Cohort, handbook: Handbook, order: Sequence[Sequence[Proposal]] = ()) -> Closer:
    """Return what a coordinator may read of a pair, side by side.

    Only what the form said that coordinators read; what is for matching alone is not among it.
    """
    ids = [one[0].id for one in order]
    at = ids.index(proposal.id) if proposal.id in ids else None
    return Closer(
        proposal,
        cohort,
        _side_by_side(proposal, handbook),
        tuple(common_time(proposal.mentee, proposal.mentor, cohort, handbook)),
        ids[at - 1] if at else None,
        ids[at + 1] if at is not None and at + 1 < len(ids) else None,
    )


def _side_by_side(proposal: Proposal, handbook: Handbook) -> tuple[tuple[str, str, str], ...]:
    asked: dict[str, str] = {}
    said: dict[str, dict[str, str]] = {}
    for role, one in (("mentee", proposal.mentee), ("mentor", proposal.mentor)):
        for question in handbook.questions(role):
            if question.kind in (*UNSAID, *CONFIDED) or question.read_by not in READ_BY_COORDINATORS:
                continue
            answer = in_words(question, one)
            if answer:
                asked.setdefault(question.key, question.ask)
                said.setdefault(question.key, {})[role] = answer
    return tuple((asked[key], both.get("mentee", ""), both.get("mentor", "")) for key, both in said.items())
