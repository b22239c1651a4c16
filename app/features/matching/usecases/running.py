"""Running matching, what a run leaves behind, and how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules import Pool, Proposal, Proposals, Standing
from app.features.matching.rules.groups import by_bundle
from app.features.matching.rules.whole import (
    Change,
    Found,
    Placed,
    Summary,
    Task,
    Working,
    changes,
    look,
    summary_read,
    summary_said,
)
from app.features.matching.usecases import groups
from app.features.matching.usecases.common import facts, new_row, of_cohort, pool_of, show, to_decide_on
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def start(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Proposals | Working:
    """Propose the best whole, at once for a small cohort; for a large one the clock works on it.

    Whoever asks while the clock is at it hears how far it is; there is never more than one.

    Raises:
        Refusal: if `by` does not coordinate this cohort, or it is closed.
    """
    cohort = _may_run(tx, team_id, by, cohort_id)
    row = records.lock_run(tx, team_id, cohort_id)
    begun = records.open_work(tx, team_id, cohort_id)
    if begun is not None:
        return working_of(begun, cohort)
    known = joining.applications_in(tx, team_id=team_id, cohort_id=cohort_id)
    task = task_of(tx, cohort, now, known)
    if task.is_quick:
        return _at_once(tx, row, task, known, by, now)
    made = records.WorkRow(
        team_id=team_id,
        cohort_id=cohort_id,
        number=row.number,
        asked_by=by,
        asked_at=now,
        people=task.people,
        step=None,
        share=0.0,
        attempts=0,
    )
    tx.add(made)
    people.audit(tx, team_id=team_id, by=by, deed="started matching", subject=f"cohort:{cohort_id}", now=now)
    tx.flush()
    show(tx, cohort, [], now)
    return working_of(made, cohort)


def run(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Proposals:
    """Propose the best whole at once, whatever the size; proposals that nobody decided on are replaced.

    Raises:
        Refusal: if `by` does not coordinate this cohort, or it is closed.
    """
    cohort = _may_run(tx, team_id, by, cohort_id)
    row = records.lock_run(tx, team_id, cohort_id)
    known = joining.applications_in(tx, team_id=team_id, cohort_id=cohort_id)
    return _at_once(tx, row, task_of(tx, cohort, now, known), known, by, now)


def _may_run(tx: Transaction, team_id: str, by: str, cohort_id: int) -> Cohort:
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    if records.open_ranking(tx, team_id, cohort_id) is not None:
        raise Refusal("matching.ranking-open")
    return cohort


def _at_once(
    tx: Transaction, row: records.RunRow, task: Task, known: Sequence[Application], by: str, now: datetime
) -> Proposals:
    write(tx, row, task, look(task), known, by=by, now=now)
    return to_decide_on(tx, task.cohort)


def task_of(tx: Transaction, cohort: Cohort, now: datetime, known: Sequence[Application]) -> Task:
    """Return what a run works from; `known` are the applications of the cohort."""
    handbook = programmes.handbook_of(tx, cohort)
    free, pinned = pool_of(tx, cohort, known), pinned_in(tx, cohort, known)
    if handbook.matching.group is None:
        pairs = frozenset((one.mentee.id, one.mentor.id) for one in pinned)
        return Task(cohort=cohort, handbook=handbook, pool=replace(free, pinned=pairs), openings=(), now=now)
    found = tuple(groups.openings(tx, cohort, now))
    return Task(cohort=cohort, handbook=handbook, pool=without(free, pinned), openings=found, now=now)


def pinned_in(tx: Transaction, cohort: Cohort, known: Sequence[Application]) -> list[Proposal]:
    """Return the undecided proposals of a cohort that are kept."""
    return [one for one in of_cohort(tx, cohort, known) if one.is_undecided and one.pinned_at is not None]


def without(pool: Pool, pinned: Sequence[Proposal]) -> Pool:
    """Return a pool without the people of groups that stay as they are; a group that cannot be any more does not."""
    stay = [one for several in _possible(by_bundle(pinned), pool) for one in several if one.bundle is not None]
    mentees, mentors = {one.mentee.id for one in stay}, {one.mentor.id for one in stay}
    places = {mentor: free for mentor, free in pool.places.items() if mentor not in mentors}
    return replace(
        pool,
        mentees=tuple(one for one in pool.mentees if one.id not in mentees),
        mentors=tuple(one for one in pool.mentors if one.id not in mentors),
        places=places,
    )


def write(
    tx: Transaction,
    row: records.RunRow,
    task: Task,
    found: Found,
    known: Sequence[Application],
    *,
    by: str,
    now: datetime,
    here: Pool | None = None,
) -> None:
    """Write down what a run found, in place of the proposals that nobody decided on; the caller holds the run.

    A pinned proposal keeps its row, with how well the two fit today.

    Args:
        tx: the transaction.
        row: the cohort's run.
        task: what it worked from.
        found: what it found.
        known: the applications of the cohort.
        by: who asked for it.
        now: the present instant, UTC.
        here: who can be matched now, if that was read already.
    """
    cohort, by_id = task.cohort, {one.id: one for one in known}

    def as_facts(several: Iterable[records.ProposalRow]) -> list[Proposal]:
        return [facts(one, by_id[one.mentee_application_id], by_id[one.mentor_application_id]) for one in several]

    old = [one for one in records.proposals(tx, cohort.team_id, cohort.id) if records.is_undecided(one)]
    before, fits = as_facts(old), {(one.mentee, one.mentor): one for one in found.placed}
    here = here or pool_of(tx, cohort, known)
    stays = _stay(before, here, fits)
    kept = [one for one in old if one.id in stays]
    for one in old:
        if one.id not in stays:
            one.superseded_at = now
    for one in kept:
        one.proposed_at = now
        again = fits.pop((one.mentee_application_id, one.mentor_application_id), None)
        if again is not None:
            one.score = again.fit.score
            one.reasons = [[reason.code, dict(reason.facts)] for reason in again.fit.reasons]
    made = _add(tx, cohort, fits.values(), now)
    said = [] if row.number == 0 else changes(before, as_facts([*kept, *made]), here, cohort, task.handbook)
    row.number += 1
    row.left_over = [[one.user_id, one.code, one.role] for one in found.left]
    row.ran_at = now
    row.summary = summary_said(found.summary)
    row.changes = [[one.kind, one.mentee, one.mentor, one.code, one.instead] for one in said]
    people.audit(tx, team_id=cohort.team_id, by=by, deed="ran matching", subject=f"cohort:{cohort.id}", now=now)
    tx.flush()
    show(tx, cohort, [], now)


def _add(tx: Transaction, cohort: Cohort, placed: Iterable[Placed], now: datetime) -> list[records.ProposalRow]:
    """Add the new proposals; those of one group share the id of the first."""
    made: list[tuple[Placed, records.ProposalRow]] = []
    for one in placed:
        row = new_row(cohort, one.mentee, one.mentor, one.fit, now)
        row.joins, row.shared_at = one.joins, one.shared_at
        made.append((one, row))
    tx.add_all([row for _, row in made])
    tx.flush()
    bundles: dict[int, int] = {}
    for one, row in made:
        if one.group is not None:
            row.bundle = bundles.setdefault(one.group, row.id)
    tx.flush()
    return [row for _, row in made]


def _stay(before: Sequence[Proposal], here: Pool, fits: Mapping[tuple[int, int], Placed]) -> frozenset[int]:
    """Return which proposals keep their rows: pinned pairs that the run kept, and pinned groups that still can be."""
    pinned = [one for one in before if one.pinned_at is not None]
    alone = {one.id for one in pinned if one.bundle is None and (one.mentee.id, one.mentor.id) in fits}
    groups = _possible(by_bundle(one for one in pinned if one.bundle is not None), here)
    return frozenset(alone | {one.id for several in groups for one in several})


def _possible(together: Sequence[Sequence[Proposal]], here: Pool) -> list[Sequence[Proposal]]:
    waiting = {one.id for one in here.mentees}
    return [
        several
        for several in together
        if {one.mentee.id for one in several} <= waiting and here.places.get(several[0].mentor.id, 0) >= len(several)
    ]


def working_of(row: records.WorkRow, cohort: Cohort) -> Working:
    """Return work as facts."""
    return Working(row.id, cohort, row.people, row.step, row.share, row.claimed_by is not None)


def working(tx: Transaction, *, cohort: Cohort) -> Working | None:
    """Return the run that the clock works on, or None; the caller has checked who asks."""
    row = records.open_work(tx, cohort.team_id, cohort.id)
    return working_of(row, cohort) if row is not None else None


def to_read(tx: Transaction, *, team_id: str, by: str, cohort_id: int) -> Proposals:
    """Return the proposals of the last run that wait for a decision.

    Raises:
        Refusal: if `by` does not coordinate this cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    return to_decide_on(tx, programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id))


def last(tx: Transaction, *, cohort: Cohort) -> tuple[Summary | None, list[Change]]:
    """Return how good the last run was and what it changed; the caller has checked who asks."""
    row = records.run_of(tx, cohort.team_id, cohort.id)
    if row is None:
        return None, []
    return summary_read(row.summary), [Change(*(str(part) for part in one)) for one in row.changes or []]


def beside(tx: Transaction, *, cohort: Cohort) -> tuple[int, int]:
    """Return how many accepted pairs and groups wait for a wave, and how many pairs are forbidden."""
    return records.beside(tx, cohort.team_id, cohort.id)


def undecided(tx: Transaction, *, cohort: Cohort) -> int:
    """Return how many pairs and groups wait for a decision."""
    return len(by_bundle(one for one in of_cohort(tx, cohort) if one.is_undecided))


def standing(tx: Transaction, *, cohort: Cohort, now: datetime) -> Standing:
    """Return how matching stands in a cohort; the caller has checked who asks."""
    known = joining.applications_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    free, found = pool_of(tx, cohort, known), of_cohort(tx, cohort, known)
    underway = [one for one in found if one.is_underway]
    wave = records.open_wave(tx, cohort.team_id, cohort.id)
    return Standing(
        waiting=len(free.mentees),
        places=sum(free.places.values()) + _open_places(tx, cohort, now),
        undecided=len(by_bundle(one for one in found if one.is_undecided)),
        asked=len(by_bundle(one for one in underway if one.wave is None)),
        queued=len(by_bundle(one for one in underway if one.wave is not None)),
        next_wave=wave.next_at if wave is not None else None,
    )


def _open_places(tx: Transaction, cohort: Cohort, now: datetime) -> int:
    if programmes.handbook_of(tx, cohort).matching.group is None:
        return 0
    return sum(one.free for one in groups.openings(tx, cohort, now))
