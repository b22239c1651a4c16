"""Running matching, deciding on proposals, and asking people, in the handbook's order."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.matching import records
from app.features.matching.rules import Fit, Proposals, Standing, fits_in, left_over, solve
from app.features.matching.rules.groups import by_bundle
from app.features.matching.usecases import groups
from app.features.matching.usecases.common import new_row, of_cohort, pool_of, show, to_decide_on
from app.features.matching.usecases.offers import (
    answer,
    ask_next,
    group_of,
    lapse,
    matches_of,
    offer,
    offers_about,
    proposal,
    talk_first,
)
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

__all__ = [
    "accept",
    "accept_all",
    "answer",
    "forbid",
    "group_of",
    "lapse",
    "matches_of",
    "offer",
    "offers_about",
    "proposal",
    "run",
    "standing",
    "talk_first",
    "to_read",
]


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
    free = pool_of(tx, cohort)
    verdicts = fits_in(free, cohort, programmes.handbook_of(tx, cohort))
    fits = {pair: one for pair, one in verdicts.items() if isinstance(one, Fit)}
    matches = solve(fits, free.places)
    for one in matches:
        tx.add(new_row(cohort, one.mentee, one.mentor, one.fit, now))
    return left_over(free, verdicts, {one.mentee for one in matches} | {one.mentor for one in matches})


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


def accept(tx: Transaction, *, team_id: str, by: str, proposal_id: int, now: datetime) -> Proposals:
    """Let a proposed pair be asked; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, the proposal was decided otherwise or
            replaced, or one of the two has found somebody else.
    """
    row, cohort = _to_decide(tx, team_id, by, proposal_id)
    if row.forbidden_at is not None:
        raise Refusal("matching.decided")
    if row.accepted_at is None and row.bundle is not None:
        groups.accept(tx, row, cohort, by, now)
        people.audit(tx, team_id=team_id, by=by, deed="accepted", subject=f"proposal:{row.id}", now=now)
    elif row.accepted_at is None:
        _check_free(tx, row, cohort, now)
        row.accepted_at, row.accepted_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="accepted", subject=f"proposal:{row.id}", now=now)
        ask_next(tx, row, cohort, now)
    return to_decide_on(tx, cohort)


def accept_all(tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int, now: datetime) -> Proposals:
    """Let all proposed pairs be asked that one run of matching found.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or there was a newer run meanwhile.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    row = records.lock_run(tx, team_id, cohort_id)
    if row.number != number:
        raise Refusal("matching.old")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    for together in by_bundle(to_decide_on(tx, cohort).undecided):
        accept(tx, team_id=team_id, by=by, proposal_id=together[0].id, now=now)
    return to_decide_on(tx, cohort)


def forbid(tx: Transaction, *, team_id: str, by: str, proposal_id: int, now: datetime) -> Proposals:
    """Never propose these two again; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the proposal was accepted or replaced.
    """
    row, cohort = _to_decide(tx, team_id, by, proposal_id)
    if row.accepted_at is not None:
        raise Refusal("matching.decided")
    if row.forbidden_at is None:
        row.forbidden_at, row.forbidden_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="forbade", subject=f"proposal:{row.id}", now=now)
        tx.flush()
        if row.bundle is not None:
            groups.after_forbidding(tx, row, cohort, now)
        show(tx, cohort, [], now)
    return to_decide_on(tx, cohort)


def _to_decide(tx: Transaction, team_id: str, by: str, proposal_id: int) -> tuple[records.ProposalRow, Cohort]:
    cohort_id = records.cohort_of(tx, team_id, proposal_id)
    if cohort_id is None:
        raise Refusal("matching.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    records.lock_run(tx, team_id, cohort_id)
    row = records.proposal(tx, team_id, proposal_id)
    if row.superseded_at is not None:
        raise Refusal("matching.old")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    return row, cohort


def _check_free(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    free = pool_of(tx, cohort)
    mentees = {one.id for one in free.mentees}
    pair = (row.mentee_application_id, row.mentor_application_id)
    places = free.places.get(pair[1], 0)
    if row.joins is not None:
        places = sum(one.free for one in groups.openings(tx, cohort, now) if one.pairing.id == row.joins)
    if pair[0] not in mentees or places < 1 or pair in free.apart:
        raise Refusal("matching.taken")
