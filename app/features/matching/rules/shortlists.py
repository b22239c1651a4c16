"""Which mentors fit each mentee best, for those who rank them."""

from app.features.matching.rules import Pool
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook


def shortlists(pool: Pool, cohort: Cohort, handbook: Handbook, most: int) -> dict[int, tuple[int, ...]]:
    """Return for each mentee of a pool the mentors between whom no limit stands, best first, by applications.

    Args:
        pool: who can be matched.
        cohort: gives the dates on which slots fall.
        handbook: gives the weights and limits.
        most: how many mentors each is shown.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only matching needs it

    from app.features.matching.rules.table import Table  # noqa: PLC0415 - the same

    table = Table(pool, cohort, handbook)
    points = table.points()
    found: dict[int, tuple[int, ...]] = {}
    for row, mentee in enumerate(table.mentees):
        best = np.argsort(-points[row], kind="stable")[:most].tolist()
        found[mentee.id] = tuple(table.mentors[column].id for column in best if points[row, column] >= 0)
    return found
