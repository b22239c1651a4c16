"""The best whole of pairs, why each was chosen, and why somebody is left over.

The scores of all pairs are a table, the best whole a flow; both pages are read in only when a match runs.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.features.joining.rules import Application
from app.features.matching.rules import Blocked, Fit, LeftOver, Match, Pool
from app.features.matching.rules.terms import WHOLE, Judge, why_nobody
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

if TYPE_CHECKING:
    from app.features.matching.rules.table import Flags, Points, Table

EXPLAINED_AT_ONCE = 256

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
    """Return the best whole for everybody in a pool: see `flow` for what is best, and what is proven.

    The same people give the same whole on any machine, in whichever order they come. Pinned pairs stay
    together as long as no limit stands between them, and take their mentor's place first.

    Args:
        pool: who can be matched.
        cohort: gives the dates on which slots fall.
        handbook: gives the weights and limits.
        progress: hears how far it is.

    Raises:
        Cancelled: if `progress` said False.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only matching needs it

    from app.features.matching.rules.flow import best_whole  # noqa: PLC0415 - the same
    from app.features.matching.rules.table import Table  # noqa: PLC0415 - the same

    def tell(step: str, share: float) -> None:
        if progress is not None and not progress(step, share):
            raise Cancelled

    tell("score", 0.0)
    table = Table(pool, cohort, handbook)
    points = table.points(lambda share: tell("score", share))
    places = np.array([pool.places.get(one.id, 0) for one in table.mentors], dtype=np.int64)
    waited = np.array([pool.waited.get(one.id, 0) for one in table.mentees], dtype=np.int64)
    partner = np.full(len(table.mentees), -1, dtype=np.intp)
    for row, column in table.places_of(pool.pinned):
        if points[row, column] >= 0 and places[column] > 0 and partner[row] < 0:
            partner[row] = column
            places[column] -= 1
    free = np.flatnonzero(partner < 0)
    kept = int(points[partner >= 0, partner[partner >= 0]].sum())
    tell("solve", 0.0)
    whole = best_whole(
        points if len(free) == len(partner) else points[free],
        places,
        waited[free],
        ([table.mentees[row].id for row in free], [one.id for one in table.mentors]),
        lambda share: tell("solve", share),
    )
    partner[free] = whole.partner
    tell("explain", 0.0)
    judge, matches = Judge(cohort, handbook), []
    for row in np.flatnonzero(partner >= 0).tolist():
        mentee, mentor = table.mentees[row], table.mentors[int(partner[row])]
        matches.append(Match(mentee.id, mentor.id, judge.explains(mentee, mentor)))
        if row % EXPLAINED_AT_ONCE == 0:
            tell("explain", row / len(partner))
    return Solution(
        matches=tuple(matches),
        left=tuple(_left(table, points, partner.tolist())),
        total=(whole.total + kept) / WHOLE,
        bound=(whole.bound + kept) / WHOLE,
        worst=min((one.fit.score for one in matches), default=1.0),
        candidates=whole.candidates,
    )


def _left(table: "Table", points: "Points", partner: list[int]) -> list[LeftOver]:
    """Say why, for everybody who was not placed."""
    import numpy as np  # noqa: PLC0415 - heavy, and only matching needs it

    fitting = points >= 0
    some_mentor: Flags = np.logical_or.reduce(fitting, axis=1)
    some_mentee: Flags = np.logical_or.reduce(fitting, axis=0)
    taken = set(partner)
    found = []
    for row, one in enumerate(table.mentees):
        if partner[row] < 0:
            stops = None if some_mentor[row] else table.stops(row)
            found.append(_why(one, "mentor", len(table.mentors), stops))
    for column, one in enumerate(table.mentors):
        if column not in taken:
            stops = None if some_mentee[column] else table.stops_for(column)
            found.append(_why(one, "mentee", len(table.mentees), stops))
    return found


def _why(one: Application, others: str, of: int, stops: "Mapping[str, Flags] | None") -> LeftOver:
    """Say why somebody was not placed; without `stops`, whoever they fit is taken."""
    if stops is None:
        return LeftOver(one.id, one.user_id, one.role, f"{others}-taken")
    counts = Counter({limit: int(some.sum()) for limit, some in stops.items()})
    return LeftOver(one.id, one.user_id, one.role, why_nobody(counts, of, others=others))


def left_over(pool: Pool, verdicts: Mapping[tuple[int, int], Fit | Blocked], placed: Collection[int]) -> list[LeftOver]:
    """Return why, for everybody of a pool whose application was not placed, from the verdicts on all pairs."""
    fitting: set[int] = set()
    stops: dict[int, Counter[str]] = {}
    for pair, said in verdicts.items():
        for one in pair:
            if isinstance(said, Fit):
                fitting.add(one)
            else:
                stops.setdefault(one, Counter())[said.code] += 1
    return [
        LeftOver(
            one.id,
            one.user_id,
            one.role,
            f"{others}-taken" if one.id in fitting else why_nobody(stops.get(one.id, Counter()), of, others=others),
        )
        for group, others, of in (
            (pool.mentees, "mentor", len(pool.mentors)),
            (pool.mentors, "mentee", len(pool.mentees)),
        )
        for one in group
        if one.id not in placed
    ]
