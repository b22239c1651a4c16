"""Two proposals exchange their mentors; what comes of it is pinned."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.matching import records, words
from app.features.matching.rules import Blocked, Fit, Proposal
from app.features.matching.rules.swapping import Swap, partners, swap
from app.features.matching.usecases.common import new_row, pool_of, proposal_of, show, to_decide_on
from app.features.matching.usecases.deciding import to_look_at
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def partners_of(
    tx: Transaction, *, team_id: str, by: str, proposal_id: int
) -> tuple[Proposal, Cohort, list[tuple[Proposal, Swap | Blocked]]]:
    """Return a proposal and those with whom it could exchange mentors, best first.

    Raises:
        Refusal: if `by` does not coordinate the cohort, the proposal was decided or replaced, it belongs
            to a group, or there is no other.
    """
    one, cohort = to_look_at(tx, team_id=team_id, by=by, proposal_id=proposal_id)
    _check_pair(one)
    handbook, apart = programmes.handbook_of(tx, cohort), pool_of(tx, cohort).apart
    found = partners(one, to_decide_on(tx, cohort).undecided, cohort, handbook, apart)
    if not found:
        raise Refusal("matching.nobody-to-swap")
    return one, cohort, found


def foreseen(tx: Transaction, *, team_id: str, by: str, proposal_id: int, other_id: int) -> Swap:
    """Return what a swap would make of both pairs; nothing is changed.

    Raises:
        Refusal: as `partners_of`, and at the field if a limit forbids it.
    """
    one, cohort = to_look_at(tx, team_id=team_id, by=by, proposal_id=proposal_id)
    other, other_cohort = to_look_at(tx, team_id=team_id, by=by, proposal_id=other_id)
    for each in (one, other):
        _check_pair(each)
    if cohort.id != other_cohort.id or one.mentor.id == other.mentor.id:
        raise Refusal("matching.gone", field="other")
    found = swap(one, other, cohort, programmes.handbook_of(tx, cohort), pool_of(tx, cohort).apart)
    if isinstance(found, Blocked):
        raise Refusal("matching.no-swap", field="other", why=words.BLOCKED.get(found.code, words.BLOCKED_OTHERWISE))
    return found


def exchange(tx: Transaction, *, team_id: str, by: str, proposal_id: int, other_id: int, now: datetime) -> Proposal:
    """Let two proposals exchange their mentors; return what became of the first. Both are pinned.

    Raises:
        Refusal: as `foreseen`; done twice, the second time finds the proposals replaced (`matching.old`).
    """
    found = foreseen(tx, team_id=team_id, by=by, proposal_id=proposal_id, other_id=other_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=found.one.cohort_id)
    for old in (found.one, found.other):
        records.proposal(tx, team_id, old.id).superseded_at = now
    first = _made(tx, cohort, found.one, found.other, found.fit, now)
    _made(tx, cohort, found.other, found.one, found.other_fit, now)
    people.audit(tx, team_id=team_id, by=by, deed="swapped", subject=f"proposals:{proposal_id}+{other_id}", now=now)
    show(tx, cohort, [], now)
    return proposal_of(tx, first)


def _made(
    tx: Transaction, cohort: Cohort, mentee: Proposal, mentor: Proposal, fit: Fit, now: datetime
) -> records.ProposalRow:
    row = new_row(cohort, mentee.mentee.id, mentor.mentor.id, fit, now)
    row.pinned_at = now
    row.proposed_at = records.proposal(tx, cohort.team_id, mentee.id).proposed_at  # it is of the same run
    tx.add(row)
    tx.flush()
    return row


def _check_pair(one: Proposal) -> None:
    if one.bundle is not None or one.joins is not None:
        raise Refusal("matching.no-swap-in-groups")
