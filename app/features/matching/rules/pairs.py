"""The best whole of pairs: most people placed, then the best total; and why somebody is left over."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from app.features.matching.rules import Blocked, Fit, LeftOver, Match, Pool
from app.features.matching.rules.terms import fits_in
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

COST = 1_000_000

Progress = Callable[[str, float], bool]
"""Hears of each step (`score`, `solve`, `explain`) and how much of it is done, in [0, 1]; says False to cancel."""


class Cancelled(Exception):  # noqa: N818 - whoever asked for it does not call it an error
    """The one who follows the progress does not want the result any more."""


@dataclass(frozen=True)
class Solution:
    """The best whole of pairs.

    Attributes:
        matches: by mentee's application.
        left: everybody of the pool who was not placed, mentees first.
        total: the sum of all scores.
        bound: what the total can be at most with as many people placed, proven for all pairs.
        worst: the lowest score among the matches; 1 if there are none.
        candidates: how many pairs the solver looked at.
    """

    matches: tuple[Match, ...]
    left: tuple[LeftOver, ...]
    total: float
    bound: float
    worst: float
    candidates: int

    @property
    def gap(self) -> float:
        """How far the total is from the bound, as a share of it."""
        return (self.bound - self.total) / self.bound if self.bound > 0 else 0.0


def best_pairs(pool: Pool, cohort: Cohort, handbook: Handbook, *, progress: Progress | None = None) -> Solution:
    """Return the best whole for everybody in a pool.

    Args:
        pool: who can be matched.
        cohort: gives the dates on which slots fall.
        handbook: gives the weights and limits.
        progress: hears how far it is.

    Raises:
        Cancelled: if `progress` said False.
    """

    def tell(step: str, share: float) -> None:
        if progress is not None and not progress(step, share):
            raise Cancelled

    tell("score", 0.0)
    verdicts = fits_in(pool, cohort, handbook)
    fits = {pair: one for pair, one in verdicts.items() if isinstance(one, Fit)}
    tell("solve", 0.0)
    kept = {pair: one for pair, one in fits.items() if pair in pool.pinned}
    taken = {mentee for mentee, _ in kept}
    places = {one: free - sum(mentor == one for _, mentor in kept) for one, free in pool.places.items()}
    matches = solve({pair: one for pair, one in fits.items() if pair[0] not in taken}, places)
    matches = sorted([*matches, *(Match(*pair, fit) for pair, fit in kept.items())], key=lambda one: one.mentee)
    tell("explain", 0.0)
    placed = {one.mentee for one in matches} | {one.mentor for one in matches}
    total = sum(one.fit.score for one in matches)
    return Solution(
        matches=tuple(matches),
        left=tuple(left_over(pool, verdicts, placed)),
        total=total,
        bound=total,
        worst=min((one.fit.score for one in matches), default=1.0),
        candidates=len(fits),
    )


def solve(fits: Mapping[tuple[int, int], Fit], places: Mapping[int, int]) -> list[Match]:
    """Return the best whole: most people placed, then the best total; the same input, the same result.

    Args:
        fits: by mentee's and mentor's application.
        places: how many mentees each mentor can still take.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - heavy, and only matching needs it

    pairs = sorted(pair for pair in fits if places.get(pair[1], 0) > 0)
    mentees, mentors = sorted({one for one, _ in pairs}), sorted({one for _, one in pairs})
    node = {("mentee", one): number for number, one in enumerate(mentees, start=2)}
    node |= {("mentor", one): number for number, one in enumerate(mentors, start=2 + len(mentees))}
    flow, source, sink = SimpleMinCostFlow(), 0, 1
    for one in mentees:
        flow.add_arc_with_capacity_and_unit_cost(source, node["mentee", one], 1, 0)
    for one in mentors:
        flow.add_arc_with_capacity_and_unit_cost(node["mentor", one], sink, places[one], 0)
    arcs = {}
    for mentee, mentor in pairs:
        cost = round((1 - fits[mentee, mentor].score) * COST)
        arc = flow.add_arc_with_capacity_and_unit_cost(node["mentee", mentee], node["mentor", mentor], 1, cost)
        arcs[arc] = (mentee, mentor)
    if not arcs:
        return []
    flow.set_node_supply(source, len(mentees))
    flow.set_node_supply(sink, -len(mentees))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the solver ended with status {status}")
    return [Match(*pair, fits[pair]) for arc, pair in sorted(arcs.items()) if flow.flow(arc) > 0]


def why_left_over(verdicts: Iterable[Fit | Blocked], *, others: str) -> str:
    """Return the code of the sentence for somebody who was not placed.

    Args:
        verdicts: what was judged with each possible partner.
        others: `mentor` or `mentee`, whom they were looking for.
    """
    found = list(verdicts)
    if not found:
        return f"no-{others}"
    if any(isinstance(one, Fit) for one in found):
        return f"{others}-taken"
    codes = [one.code for one in found if isinstance(one, Blocked)]
    return f"{others}-{max(sorted(set(codes)), key=codes.count)}"


def left_over(pool: Pool, verdicts: Mapping[tuple[int, int], Fit | Blocked], placed: Collection[int]) -> list[LeftOver]:
    """Return why, for everybody of the pool whose application was not placed."""
    found = []
    for group, role, others in ((pool.mentees, "mentee", "mentor"), (pool.mentors, "mentor", "mentee")):
        for one in group:
            if one.id not in placed:
                code = why_left_over([said for pair, said in verdicts.items() if one.id in pair], others=others)
                found.append(LeftOver(one.id, one.user_id, role, code))
    return found
