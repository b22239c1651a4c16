"""The best whole against every whole there is, on small markets."""

from itertools import product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.features.matching.rules import flow
from app.features.matching.rules.flow import Whole, best_whole
from app.features.matching.rules.table import STOPPED

Wholes = list[tuple[int, ...]]
worlds = st.integers(0, 1_000_000).map(Random)


class Small:
    """A random market of up to five rows and four columns, with ties, gaps and people who waited."""

    def __init__(self, at: Random) -> None:
        rows, columns = at.randint(1, 5), at.randint(1, 4)
        levels = [at.randint(0, 1_000_000) for _ in range(3)] if at.random() < 0.5 else range(1_000_001)
        gaps = at.random()
        self.points = np.array(
            [[STOPPED if at.random() < gaps else at.choice(levels) for _ in range(columns)] for _ in range(rows)],
            dtype=np.int32,
        )
        self.places = np.array([at.randint(0, 2) for _ in range(columns)], dtype=np.int64)
        self.waited = np.array([at.choice([0, 0, 1, 5]) for _ in range(rows)], dtype=np.int64)

    def solved(self) -> Whole:
        return best_whole(self.points, self.places, self.waited)

    def value(self, partner: tuple[int, ...]) -> tuple[int, list[int], int, int]:
        """Placed, placed by how long they waited, total, worst: the objective, in its order."""
        placed = [row for row, column in enumerate(partner) if column >= 0]
        mine = [int(self.points[row, partner[row]]) for row in placed]
        longest = [sum(self.waited[row] == level for row in placed) for level in (5, 1, 0)]
        return len(placed), longest, sum(mine), min(mine, default=0)

    def wholes(self) -> Wholes:
        choices = [
            [-1, *(column for column in range(len(self.places)) if self.points[row, column] >= 0)]
            for row in range(len(self.waited))
        ]
        return [
            one
            for one in product(*choices)
            if all(one.count(column) <= number for column, number in enumerate(self.places))
        ]


def partner_of(whole: Whole) -> tuple[int, ...]:
    return tuple(int(one) for one in whole.partner)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(worlds)
def test_no_other_whole_is_better_and_the_bound_is_exact_on_a_small_market(at: Random) -> None:
    market = Small(at)
    found = market.solved()
    assert partner_of(found) in market.wholes()
    assert market.value(partner_of(found)) == max(market.value(one) for one in market.wholes())
    assert found.total == found.bound == market.value(partner_of(found))[2]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(worlds)
def test_a_whole_grown_from_few_candidates_is_as_good(at: Random) -> None:
    market = Small(at)
    usual = flow.FEW_PAIRS, flow.BEST_OF_ROW, flow.BEST_OF_COLUMN, flow.MORE
    flow.FEW_PAIRS, flow.BEST_OF_ROW, flow.BEST_OF_COLUMN, flow.MORE = 0, 1, 1, 1
    try:
        found = market.solved()
    finally:
        flow.FEW_PAIRS, flow.BEST_OF_ROW, flow.BEST_OF_COLUMN, flow.MORE = usual
    best = max(market.value(one) for one in market.wholes())
    assert market.value(partner_of(found))[:3] == best[:3]
    assert found.bound == found.total


@settings(max_examples=60, deadline=None, derandomize=True)
@given(worlds)
def test_a_bound_from_any_flow_is_never_below_what_there_is(at: Random) -> None:
    market = Small(at)
    facts = flow.Market(market.points, market.places, np.zeros(len(market.waited), dtype=np.int64))
    some = np.flatnonzero(market.points.ravel() >= 0)
    solved = flow._flow(facts, some[:: at.choice([1, 2, 3])])
    bound, _ = flow._priced(facts, solved, flow._prices(facts, solved))
    worth = facts.step
    assert bound >= max(worth * (placed := market.value(one))[0] + placed[2] for one in market.wholes())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(worlds)
def test_one_more_place_never_places_fewer(at: Random) -> None:
    market = Small(at)
    before = market.value(partner_of(market.solved()))
    market.places[at.randrange(len(market.places))] += 1
    after = market.value(partner_of(market.solved()))
    assert after[0] >= before[0]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(worlds)
def test_a_pair_that_is_forbidden_costs_one_place_at_most(at: Random) -> None:
    market = Small(at)
    before = market.solved()
    chosen = [(row, column) for row, column in enumerate(partner_of(before)) if column >= 0]
    if not chosen:
        return
    market.points[at.choice(chosen)] = STOPPED
    after = market.solved()
    assert (before.partner >= 0).sum() - 1 <= (after.partner >= 0).sum() <= (before.partner >= 0).sum()


def test_a_crowd_of_equals_is_placed_in_a_few_rounds() -> None:
    """Equals once all looked at the same few mentors, and every round brought in four more of the same."""
    alike = best_whole(np.full((400, 200), 500_000, np.int32), np.full(200, 2), np.zeros(400, np.int64))
    assert (bool((alike.partner >= 0).all()), alike.total, alike.bound) == (True, 400 * 500_000, 400 * 500_000)
    assert alike.rounds <= 3
    kinds = np.equal.outer(np.arange(400) % 4, np.arange(200) % 4)
    points = np.where(kinds, 700_000, STOPPED).astype(np.int32)
    by_kind = best_whole(points, np.full(200, 2), np.zeros(400, np.int64))
    assert (bool((by_kind.partner >= 0).all()), by_kind.total, by_kind.bound) == (True, 400 * 700_000, 400 * 700_000)
    assert by_kind.rounds <= 5
