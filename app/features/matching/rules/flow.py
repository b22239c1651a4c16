"""The best whole of pairs out of all scores, with a proof: a flow over the promising pairs, priced against all.

The flow is solved over a graph of candidates only. Its dual prices say what each mentor's place is worth;
with them every pair left out is looked at once, and the prices give a bound that no whole of *all* pairs
can pass (weak duality; it holds for any prices, and is computed in whole numbers). A pair that would beat
the prices joins the graph, and the flow is solved again, until no pair does or the gap is small enough.

What is best, in this order:

1. Most mentees placed. Among as many, those who waited longer: no other whole places one more of those who
   waited longest, nor, with as many of them, one more of those who waited next longest, and so on.
2. The best total, exactly where the pool has at most `ALL_PAIRS` pairs, else within `GAP` of the bound.
3. The best worst pair: among the wholes of candidates with the same total to the millionth, none has a
   lowest score that is higher. (A lower total is never traded for it.)
4. Whatever is still as good: by a number that each pair gets from its two ids, so that neither the order in
   which people came nor somebody else's coming or going decides between two wholes.

The first is proven for all pairs by the same prices: a place is worth more than all scores together, so that
a whole with one more person would lie above the bound.

Only a running match reads this page in, and the solver with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from app.features.matching.rules.table import Places, Points, blocks
from app.features.matching.rules.terms import WHOLE

Numbers = npt.NDArray[np.int64]
Ids = npt.NDArray[np.uint64]
Luck = Callable[[Places, Places], Numbers]

FEW_PAIRS = 1 << 15
"""Pairs that are all candidates from the beginning."""
ALL_PAIRS = 1 << 20
"""Pairs up to which the total is exactly the best."""
GAP = 0.001
"""How far the total may be from the bound where there are more pairs, as a share of it."""
BEST_OF_ROW, BEST_OF_COLUMN, MORE = 10, 6, 4
"""How many candidates each mentee and each mentor brings, and how many may join per mentee each time."""
MANY = 3
"""How many times as many candidates are taken as were looked for, where they are as good as each other."""
NEAR = 1 << 27
"""How far apart prices may be to be counted in 32 bits; what a limit takes from the points is more."""
BARRED = -(1 << 62)
LUCK_BITS = 20
SPREAD_BITS = 10
SPREAD = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77))
MIX = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93))


@dataclass(frozen=True)
class Whole:
    """The best whole.

    Attributes:
        partner: the column of each row, -1 for whoever is not placed.
        total: the sum of points.
        bound: what the total can be at most, with as many placed who waited as long, among all pairs.
        candidates: how many pairs the flow was solved over.
        rounds: how often it was solved.
    """

    partner: Places
    total: int
    bound: int
    candidates: int
    rounds: int


@dataclass(frozen=True)
class Market:
    """Who can be matched.

    Attributes:
        points: of each pair, far below 0 (`table.STOPPED`, or near it) where it cannot be.
        places: of each column.
        waited: of each row, 0 for those who waited least, with no number left out.
    """

    points: Points
    places: Numbers
    waited: Numbers

    @property
    def step(self) -> int:
        """More than all scores of a whole together."""
        return WHOLE * (min(len(self.waited), int(self.places.sum())) + 1)

    @property
    def worth(self) -> Numbers:
        """What it is worth to place each row, whatever the score."""
        return self.step * (1 + self.waited)


@dataclass(frozen=True)
class Solved:
    """A flow over some pairs: the pairs by row, and the partner of each row."""

    rows: Places
    columns: Places
    points: Numbers
    partner: Places
    total: int

    def mine(self) -> Numbers:
        """Return the points of each row with its partner; 0 for whoever is not placed."""
        found = np.zeros(len(self.partner), dtype=np.int64)
        chosen = self.partner[self.rows] == self.columns
        found[self.rows[chosen]] = self.points[chosen]
        return found


def best_whole(
    points: Points,
    places: Numbers,
    waited: Numbers,
    ids: tuple[Sequence[int], Sequence[int]] | None = None,
    told: Callable[[float], None] = lambda _: None,
) -> Whole:
    """Return the best whole.

    Args:
        points: of each pair, in millionths; far below 0 (`table.STOPPED`, or near it) where it cannot be.
        places: how many rows each column takes.
        waited: how often each row was left over before.
        ids: of rows and columns, which stay the same when others come and go; their places if there are none.
        told: hears how much of the work is done, about.

    Raises:
        ArithmeticError: if the solver does not find a flow, which always exists.
    """
    if not points.size:
        return Whole(np.full(len(waited), -1, dtype=np.intp), 0, 0, 0, 0)
    ranks = np.unique(waited, return_inverse=True)[1].astype(np.int64).reshape(len(waited))
    market = Market(points, places.astype(np.int64), ranks)
    candidates = _promising(market)
    rounds = 0
    while True:
        rounds += 1
        told(1 - 0.7**rounds)
        solved = _flow(market, candidates)
        prices = _prices(market, solved)
        bound, better = _priced(market, solved, prices)
        bound -= int(market.worth[solved.partner >= 0].sum())
        near = points.size > ALL_PAIRS and bound - solved.total <= GAP * bound
        if near or not len(better):
            break
        candidates = np.union1d(candidates, better)
    rows, columns = ids if ids is not None else (range(points.shape[0]), range(points.shape[1]))
    luck = _luck(np.array(rows, dtype=np.uint64), np.array(columns, dtype=np.uint64))
    return Whole(_fairest(market, solved, prices, luck), solved.total, bound, len(candidates), rounds)


def _luck(rows: Ids, columns: Ids) -> Luck:
    """Return what gives each pair its number: the same on any machine, and as good as thrown with dice."""

    def of(row: Places, column: Places) -> Numbers:
        mixed = (rows[row] * MIX[0]) ^ (columns[column] * MIX[1])
        mixed = (mixed ^ (mixed >> np.uint64(29))) * MIX[2]
        found: Numbers = (mixed >> np.uint64(64 - LUCK_BITS)).astype(np.int64)
        return found

    return of


def _promising(market: Market) -> Places:
    """Return the pairs to begin with: the best few of each row and of each column; a pair is a place in the table."""
    points = market.points
    if points.size <= FEW_PAIRS:
        return np.flatnonzero(points >= 0)
    by_row = _best_of_rows(points, BEST_OF_ROW)
    row, column = np.divmod(_best_of_rows(points.T, BEST_OF_COLUMN), points.shape[0])[::-1]
    found = np.union1d(by_row, row * points.shape[1] + column)
    allowed: Places = found[points.ravel()[found] >= 0]
    return allowed


def _best_of_rows(points: Points, number: int) -> Places:
    """Return the places of the best of each row, and of those as good, unless they are very many."""
    number = min(number, points.shape[1])
    found = []
    for some in blocks(*points.shape):
        part = np.ascontiguousarray(points[some])
        limit = np.partition(part, -number, axis=1)[:, -number, None]
        best = np.flatnonzero(part >= np.maximum(limit, 0))
        if len(best) > MANY * number * len(part):
            rows = np.arange(some.start, some.start + len(part))
            chosen = np.argpartition(_spread(part, rows), -number, axis=1)[:, -number:]
            best = (chosen + np.arange(len(part))[:, None] * part.shape[1]).ravel()
        found.append(best + some.start * part.shape[1])
    return np.concatenate(found)


def _spread(points: npt.NDArray[np.integer[Any]], rows: Places) -> Numbers:
    """Return points in which equals differ from row to row, so that a crowd of equals does not look at the same few."""
    columns = np.arange(points.shape[1], dtype=np.uint32)
    mixed = (rows.astype(np.uint32) * SPREAD[0])[:, None] ^ (columns * SPREAD[1])
    mixed = (mixed ^ (mixed >> np.uint32(15))) * SPREAD[0]
    far: Numbers = np.maximum(points.astype(np.int64), -(1 << 50))  # so that what is barred stays so when it grows
    spread: Numbers = (far << SPREAD_BITS) + (mixed >> np.uint32(32 - SPREAD_BITS))
    return spread


def _flow(market: Market, candidates: Places) -> Solved:
    rows, columns = np.divmod(candidates, market.points.shape[1])
    return _flow_over(market, rows, columns, market.points.ravel()[candidates].astype(np.int64))


def _flow_over(
    market: Market, rows: Places, columns: Places, points: Numbers, rather: tuple[Numbers, Numbers] | None = None
) -> Solved:
    """Place most rows for most points over some pairs.

    Args:
        market: whose places.
        rows: of the pairs.
        columns: of the pairs.
        points: what each pair is worth.
        rather: what it is worth to place each row, and to fill each place of a column; without it, those
            go first who waited longest.
    """
    placing, filling = rather or (market.step * market.waited, np.zeros(len(market.places), np.int64))
    many, others = market.points.shape
    partner = np.full(many, -1, dtype=np.intp)
    if not len(rows):
        return Solved(rows, columns, points, partner, 0)
    source, sink = many + others, many + others + 1
    everybody, seats = np.arange(many, dtype=np.int32), np.arange(many, many + others, dtype=np.int32)
    flow: Any = SimpleMinCostFlow()
    add: Any = flow.add_arcs_with_capacity_and_unit_cost
    add(np.full(many, source, np.int32), everybody, np.ones(many, np.int64), -placing)
    arcs = add(rows.astype(np.int32), (columns + many).astype(np.int32), np.ones(len(rows), np.int64), -points)
    add(seats, np.full(others, sink, np.int32), market.places, -filling)
    flow.set_node_supply(source, many)
    flow.set_node_supply(sink, -many)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the solver ended with status {status}")
    chosen = flow.flows(arcs) > 0
    partner[rows[chosen]] = columns[chosen]
    return Solved(rows, columns, points, partner, int(points[chosen].sum()))


def _prices(market: Market, solved: Solved) -> Numbers:
    """Return the lowest prices of the columns' places at which everybody keeps their partner.

    They are the longest ways through the graph of who would rather have whose partner, found by
    relaxing every pair at once until nothing changes; an optimal flow has no circle that would go on.
    """
    prices = np.zeros(market.points.shape[1], dtype=np.int64)
    if not len(solved.rows):
        return prices
    order = np.argsort(solved.columns, kind="stable")
    rows, columns = solved.rows[order], solved.columns[order]
    starts = np.flatnonzero(np.r_[True, columns[1:] != columns[:-1]])
    asked = columns[starts]
    worth = solved.points[order] + market.worth[rows]
    placed = solved.partner >= 0
    mine = solved.mine() + market.worth
    while True:
        gain = np.where(placed, mine - prices[solved.partner], 0)
        raised = np.maximum(prices[asked], np.maximum.reduceat(worth - gain[rows], starts))
        if np.array_equal(raised, prices[asked]):
            return prices
        prices[asked] = raised


def _priced(market: Market, solved: Solved, prices: Numbers) -> tuple[int, Places]:
    """Look at every pair once: return the bound (with the worth of placing), and the pairs that beat the prices.

    Where the prices are near each other, as they are unless some people cannot all be placed, what is left of
    the points after them fits into 32 bits, which is three times as fast.
    """
    points, worth = market.points, market.worth
    base = int(prices.min())
    small = int(prices.max()) - base < NEAR
    cost = (prices - base).astype(np.int32) if small else prices - base
    gain = np.where(solved.partner >= 0, solved.mine() - prices[solved.partner], -worth) + base
    least = np.maximum(gain, -NEAR) if small else gain
    best = np.empty(len(gain), dtype=np.int64)
    more = min(MORE, points.shape[1])
    better = [np.empty(0, dtype=np.intp)]
    for some in blocks(*points.shape):
        left = points[some] - cost
        if not small:
            left[points[some] < 0] = BARRED
        best[some] = left.max(axis=1)
        rows = np.flatnonzero(best[some] > gain[some])
        if len(rows):
            left = left[rows]
            columns = np.argpartition(_spread(left, some.start + rows), -more, axis=1)[:, -more:]
            beats = np.take_along_axis(left, columns, axis=1) > least[some][rows, None]
            better.append(((some.start + rows)[:, None] * points.shape[1] + columns)[beats])
    best = np.where(best < -NEAR if small else best == BARRED, BARRED, best - base)
    return int(np.maximum(best + worth, 0).sum()) + int((prices * market.places).sum()), np.concatenate(better)


def _fairest(market: Market, solved: Solved, prices: Numbers, luck: Luck) -> Places:
    """Return the whole with the best worst pair among the candidates' wholes with the same total.

    Those are the flows over the pairs that are worth exactly what the prices say, in which everybody who
    gains anything is placed, and every place that costs anything is filled.
    """
    if not (solved.partner >= 0).any():
        return solved.partner
    placed = solved.partner >= 0
    gain = np.where(placed, solved.mine() + market.worth - prices[solved.partner], 0)
    tight = solved.points + market.worth[solved.rows] - prices[solved.columns] == gain[solved.rows]
    rows, columns, points = solved.rows[tight], solved.columns[tight], solved.points[tight]
    best = np.full(len(placed), -1, dtype=np.int64)
    np.maximum.at(best, rows, points)
    highest = int(best[gain > 0].min(initial=WHOLE))  # whoever gains anything is placed in every best whole
    lowest = int(solved.mine()[placed].min())
    levels = np.unique(points[(points > lowest) & (points <= highest)])
    low, high = 0, len(levels)
    probe = 0  # most often nothing is better than what there is, so the smallest step is tried first
    while low < high:
        some = points >= levels[probe]
        tried = _flow_over(market, rows[some], columns[some], points[some])
        same = tried.total == solved.total and _waited(market, tried.partner) == _waited(market, solved.partner)
        if same:
            low, lowest = probe + 1, int(levels[probe])
        else:
            high = probe
        probe = (low + high) // 2
    some = points >= lowest
    step = np.int64(len(placed) + 1) << LUCK_BITS
    rather = step * (gain > 0), step * (prices > 0)
    rows, columns = rows[some], columns[some]
    return _flow_over(market, rows, columns, luck(rows, columns), rather).partner


def _waited(market: Market, partner: Places) -> int:
    return int(market.worth[partner >= 0].sum())
