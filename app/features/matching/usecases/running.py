"""Running matching, and how it stands."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.matching import records
from app.features.matching.rules import Proposals, Standing
from app.features.matching.rules.groups import by_bundle
from app.features.matching.rules.pairs import best_pairs
from app.features.matching.usecases import groups
from app.features.matching.usecases.common import new_row, of_cohort, pool_of, show, to_decide_on
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def run(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Proposals:
    """Propose the best whole for everybody who waits; proposals that nobody decided on are replaced.

    Raises:
        Refusal: if `by` does not coordinate this cohort, or it is closed.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    row = records.lock_run(tx, team_id, cohort_id)
    for old in records.proposals(tx, team_id, cohort_id):
        if old.accepted_at is None and old.forbidden_at is None and old.superseded_at is None:
            old.superseded_at = now
    tx.flush()
    in_groups = programmes.handbook_of(tx, cohort).matching.group is not None
    left = groups.propose(tx, cohort, now) if in_groups else _propose_pairs(tx, cohort, now)
    row.number += 1
    row.left_over = [list(one) for one in left]
    row.ran_at = now
    people.audit(tx, team_id=team_id, by=by, deed="ran matching", subject=f"cohort:{cohort_id}", now=now)
    tx.flush()
    show(tx, cohort, [], now)
    return to_decide_on(tx, cohort)


def _propose_pairs(tx: Transaction, cohort: Cohort, now: datetime) -> list[tuple[str, str]]:
    found = best_pairs(pool_of(tx, cohort), cohort, programmes.handbook_of(tx, cohort))
    for one in found.matches:
        tx.add(new_row(cohort, one.mentee, one.mentor, one.fit, now))
    return [(one.user_id, one.code) for one in found.left]


def to_read(tx: Transaction, *, team_id: str, by: str, cohort_id: int) -> Proposals:
    """Return the proposals of the last run that wait for a decision.

    Raises:
        Refusal: if `by` does not coordinate this cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    return to_decide_on(tx, programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id))


def standing(tx: Transaction, *, cohort: Cohort, now: datetime) -> Standing:
    """Return how matching stands in a cohort; the caller has checked who asks."""
    free = pool_of(tx, cohort)
    found = of_cohort(tx, cohort)
    return Standing(
        waiting=len(free.mentees),
        places=sum(free.places.values()) + _open_places(tx, cohort, now),
        undecided=len(by_bundle(one for one in found if one.is_undecided)),
        asked=len(by_bundle(one for one in found if one.is_underway)),
    )


def _open_places(tx: Transaction, cohort: Cohort, now: datetime) -> int:
    if programmes.handbook_of(tx, cohort).matching.group is None:
        return 0
    return sum(one.free for one in groups.openings(tx, cohort, now))
