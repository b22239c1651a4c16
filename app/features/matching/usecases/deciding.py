"""What a coordinator decides on proposals: accept, accept all, pin, forbid, allow again."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.matching import records
from app.features.matching.rules import Proposal, Proposals
from app.features.matching.rules.groups import by_bundle
from app.features.matching.usecases import groups, waiting
from app.features.matching.usecases.common import of_cohort, pool_of, proposal_of, show, to_decide_on
from app.features.matching.usecases.offers import ask_next
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def accept(tx: Transaction, *, team_id: str, by: str, proposal_id: int, now: datetime) -> Proposals:
    """Let a proposed pair be asked; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, the proposal was decided otherwise or
            replaced, or one of the two has found somebody else.
    """
    row, cohort = to_decide(tx, team_id, by, proposal_id)
    if row.forbidden_at is not None:
        raise Refusal("matching.decided")
    if row.accepted_at is None:
        accept_row(tx, row, cohort, by, now)
        go_on(tx, row, cohort, now)
    return to_decide_on(tx, cohort)


def accept_all(tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int, now: datetime) -> Proposals:
    """Let all proposed pairs be asked that one run of matching found.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or there was a newer run meanwhile.
    """
    cohort = of_run(tx, team_id, by, cohort_id, number)
    for together in by_bundle(to_decide_on(tx, cohort).undecided):
        accept(tx, team_id=team_id, by=by, proposal_id=together[0].id, now=now)
    return to_decide_on(tx, cohort)


def of_run(tx: Transaction, team_id: str, by: str, cohort_id: int, number: int) -> Cohort:
    """Return the cohort, for a decision on all proposals of its last run, which is held from here on.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or there was a newer run meanwhile.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    if records.lock_run(tx, team_id, cohort_id).number != number:
        raise Refusal("matching.old")
    return programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)


def accept_row(tx: Transaction, row: records.ProposalRow, cohort: Cohort, by: str, now: datetime) -> None:
    """Note that a pair, or the group that it belongs to, is accepted; nobody is asked yet.

    Raises:
        Refusal: `matching.taken`, `matching.too-few`.
    """
    waiting.note_round(tx, cohort, row)
    if row.bundle is not None:
        groups.accept(tx, row, cohort, by, now)
    else:
        _check_free(tx, row, cohort, now)
        row.accepted_at, row.accepted_by = now, by
        tx.flush()
    people.audit(tx, team_id=row.team_id, by=by, deed="accepted", subject=f"proposal:{row.id}", now=now)


def go_on(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    """Ask the next person of an accepted pair or group."""
    if row.bundle is not None:
        groups.go_on(tx, row, cohort, now)
    else:
        ask_next(tx, row, cohort, now)


def forbid(tx: Transaction, *, team_id: str, by: str, proposal_id: int, now: datetime) -> Proposals:
    """Never propose these two again; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the proposal was accepted or replaced.
    """
    row, cohort = to_decide(tx, team_id, by, proposal_id)
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


def forbidden(tx: Transaction, *, team_id: str, by: str, cohort_id: int) -> tuple[Cohort, list[Proposal]]:
    """Return the pairs of a cohort that are never proposed, newest first.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    found = [one for one in of_cohort(tx, cohort) if one.forbidden_at is not None]
    return cohort, sorted(found, key=lambda one: (one.forbidden_at or one.forbidden_at, one.id), reverse=True)


def allow(tx: Transaction, *, team_id: str, by: str, proposal_id: int, now: datetime) -> Cohort:
    """Let two be proposed again who were forbidden, from the next run on; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or there is no such proposal.
    """
    cohort_id = _cohort_of(tx, team_id, by, proposal_id)
    row = records.proposal(tx, team_id, proposal_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if row.forbidden_at is not None:
        row.forbidden_at = row.forbidden_by = None
        row.superseded_at = row.superseded_at or now  # it is no proposal; the next run may make one
        people.audit(tx, team_id=team_id, by=by, deed="allowed again", subject=f"proposal:{row.id}", now=now)
        tx.flush()
        show(tx, cohort, [], now)
    return cohort


def pin(tx: Transaction, *, team_id: str, by: str, proposal_id: int, kept: bool, now: datetime) -> Proposals:
    """Let the next runs keep a proposal (or its whole group), or not; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the proposal was decided or replaced.
    """
    row, cohort = to_decide(tx, team_id, by, proposal_id)
    if row.accepted_at is not None or row.forbidden_at is not None:
        raise Refusal("matching.decided")
    if (row.pinned_at is not None) != kept:
        for one in groups.bundle(tx, row):
            one.pinned_at = now if kept else None
        people.audit(
            tx, team_id=team_id, by=by, deed="pinned" if kept else "unpinned", subject=f"proposal:{row.id}", now=now
        )
        tx.flush()
    return to_decide_on(tx, cohort)


def to_decide(tx: Transaction, team_id: str, by: str, proposal_id: int) -> tuple[records.ProposalRow, Cohort]:
    """Return a proposal of the last run and its cohort, whose run is held from here on.

    Raises:
        Refusal: if `by` does not coordinate the cohort, it is closed, or a newer run replaced the proposal.
    """
    cohort_id = _cohort_of(tx, team_id, by, proposal_id)
    row = records.proposal(tx, team_id, proposal_id)
    if row.superseded_at is not None:
        raise Refusal("matching.old")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    return row, cohort


def to_look_at(tx: Transaction, *, team_id: str, by: str, proposal_id: int) -> tuple[Proposal, Cohort]:
    """Return a proposal that waits for a decision, to read it closely.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the proposal was decided or replaced.
    """
    row, cohort = to_decide(tx, team_id, by, proposal_id)
    if row.accepted_at is not None or row.forbidden_at is not None:
        raise Refusal("matching.decided")
    return proposal_of(tx, row), cohort


def _cohort_of(tx: Transaction, team_id: str, by: str, proposal_id: int) -> int:
    cohort_id = records.cohort_of(tx, team_id, proposal_id)
    if cohort_id is None:
        raise Refusal("matching.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    records.lock_run(tx, team_id, cohort_id)
    return cohort_id


def _check_free(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    free = pool_of(tx, cohort)
    mentees = {one.id for one in free.mentees}
    pair = (row.mentee_application_id, row.mentor_application_id)
    places = free.places.get(pair[1], 0)
    if row.joins is not None:
        places = sum(one.free for one in groups.openings(tx, cohort, now) if one.pairing.id == row.joins)
    if pair[0] not in mentees or places < 1 or pair in free.apart:
        raise Refusal("matching.taken")
