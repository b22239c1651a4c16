"""What a coordinator decides on proposals: accept, accept all, pin, forbid, allow again."""

from collections import Counter
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


def accept_rows(tx: Transaction, cohort: Cohort, by: str, now: datetime) -> list[records.ProposalRow]:
    """Note that all undecided proposals are accepted, the first of each group; nobody is asked yet.

    Raises:
        Refusal: as `accept_row`; then none is.
    """
    free = Free(tx, cohort, now)
    together = by_bundle(to_decide_on(tx, cohort).undecided)
    rows = [records.proposal(tx, cohort.team_id, several[0].id) for several in together]
    for row in rows:
        accept_row(tx, row, cohort, by, now, free)
    return rows


def of_run(tx: Transaction, team_id: str, by: str, cohort_id: int, number: int) -> Cohort:
    """Return the cohort, for a decision on all proposals of its last run, which is held from here on.

    Raises:
        Refusal: if `by` does not coordinate the cohort, it is closed, or there was a newer run meanwhile.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    if records.lock_run(tx, team_id, cohort_id).number != number:
        raise Refusal("matching.old")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    return cohort


class Free:
    """Who is free for whom when several proposals are accepted: read once, and counted down."""

    def __init__(self, tx: Transaction, cohort: Cohort, now: datetime) -> None:
        self.pool = pool_of(tx, cohort)
        self._waiting = {one.id for one in self.pool.mentees}
        self._places = Counter(self.pool.places)
        in_groups = programmes.handbook_of(tx, cohort).matching.group is not None
        found = groups.openings(tx, cohort, now) if in_groups else []
        self._openings = Counter({one.pairing.id: one.free for one in found})

    def take(self, row: records.ProposalRow) -> None:
        """Give the two of a proposal to each other.

        Raises:
            Refusal: `matching.taken` if one of them is not free for it any more.
        """
        pair = (row.mentee_application_id, row.mentor_application_id)
        room, key = (self._places, pair[1]) if row.joins is None else (self._openings, row.joins)
        if pair[0] not in self._waiting or room[key] < 1 or pair in self.pool.apart:
            raise Refusal("matching.taken")
        self._waiting.discard(pair[0])
        room[key] -= 1


def accept_row(
    tx: Transaction, row: records.ProposalRow, cohort: Cohort, by: str, now: datetime, free: Free | None = None
) -> None:
    """Note that a pair, or the group that it belongs to, is accepted; nobody is asked yet.

    Raises:
        Refusal: `matching.taken`, `matching.too-few`.
    """
    free = free or Free(tx, cohort, now)
    waiting.note_round(tx, cohort, row)
    if row.bundle is not None:
        groups.accept(tx, row, cohort, by, now, free.pool)
    else:
        free.take(row)
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
