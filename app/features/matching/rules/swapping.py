"""Two proposals that exchange their mentors: how well both would fit then, or the limit that forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.features.matching.rules import Blocked, Fit, Proposal
from app.features.matching.rules.terms import judge
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook


@dataclass(frozen=True)
class Swap:
    """What two proposals would be with each other's mentors: `one`'s mentee's fit, and `other`'s."""

    one: Proposal
    other: Proposal
    fit: Fit
    other_fit: Fit

    @property
    def gain(self) -> float:
        """By how much both together would be better (or worse, below 0)."""
        return self.fit.score + self.other_fit.score - self.one.score - self.other.score


def swap(
    one: Proposal, other: Proposal, cohort: Cohort, handbook: Handbook, apart: frozenset[tuple[int, int]]
) -> Swap | Blocked:
    """Say how well two pairs would fit with each other's mentors, or which limit forbids it."""
    fits = [
        judge(mentee, mentor, cohort, handbook, apart)
        for mentee, mentor in ((one.mentee, other.mentor), (other.mentee, one.mentor))
    ]
    blocked = next((found for found in fits if isinstance(found, Blocked)), None)
    if blocked is not None:
        return blocked
    first, second = (found for found in fits if isinstance(found, Fit))
    return Swap(one, other, first, second)


def partners(
    one: Proposal,
    others: Sequence[Proposal],
    cohort: Cohort,
    handbook: Handbook,
    apart: frozenset[tuple[int, int]],
) -> list[tuple[Proposal, Swap | Blocked]]:
    """Return with whom a pair could exchange mentors, what serves both best first, what is not possible last."""
    found = [
        (other, swap(one, other, cohort, handbook, apart))
        for other in others
        if other.id != one.id and other.bundle is None and other.joins is None and other.mentor.id != one.mentor.id
    ]

    def key(pair: tuple[Proposal, Swap | Blocked]) -> tuple[float, int]:
        return (-pair[1].gain if isinstance(pair[1], Swap) else 9.0, pair[0].id)

    return sorted(found, key=key)
