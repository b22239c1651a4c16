"""What a coordinator decides on proposals: accept, accept all, forbid."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.matching import records
from app.features.matching.rules import Proposals
from app.features.matching.rules.groups import by_bundle
from app.features.matching.usecases import groups
from app.features.matching.usecases.common import pool_of, show, to_decide_on
from app.features.matching.usecases.offers import (
    ask_next,
)
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


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
