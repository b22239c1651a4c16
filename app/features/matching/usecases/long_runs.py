"""A run of matching that the clock works on: facts are read, computed on without a transaction, and written down.

Whoever takes it holds it for a while (a lease) and says that they are still there with every step; if they
fall silent, somebody else begins anew. What nobody wants any more is not written down.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from app.core.clock import Clock
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Database, Transaction
from app.delivery.planning import plan
from app.features.joining import usecases as joining
from app.features.matching import records
from app.features.matching.rules.pairs import Cancelled
from app.features.matching.rules.whole import Found, Task, look, still_true
from app.features.matching.usecases import groups
from app.features.matching.usecases.common import pool_of, show
from app.features.matching.usecases.running import pinned_in, task_of, without, write
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

LEASE = timedelta(minutes=3)  # longer than the longest step without a word
EVERY = 2.0  # seconds between two signs of life, which show the desks anew
MOST_ATTEMPTS = 3  # whatever ends the process three times would do it again

Look = Callable[[Task, Callable[[str, float], bool]], Found]


def work(database: Database, clock: Clock, is_over: Callable[[], bool], look: Look = look) -> bool:
    """Take up one run that waits, and finish it; return whether there was one (a labour).

    Args:
        database: no transaction of it is open while the whole is computed.
        clock: the time.
        is_over: whether the process is about to stop; the run is then left to somebody else.
        look: computes the whole.
    """
    me = uuid4().hex
    with database.transaction() as tx:
        taken = _take(tx, me, clock.now())
    if taken is None:
        return False
    work_id, task = taken
    life = _Life(database, clock, is_over, work_id, me, task.cohort)
    try:
        found = look(task, life.goes_on)
    except Cancelled:
        with database.transaction() as tx:
            _leave(tx, work_id, me)
        return True
    with database.transaction() as tx:
        _finish(tx, work_id, me, task, found, clock.now())
    return True


class _Life:
    """Tells the others how far the work is, and hears whether it is still wanted."""

    def __init__(
        self, database: Database, clock: Clock, is_over: Callable[[], bool], work_id: int, me: str, cohort: Cohort
    ) -> None:
        self._database, self._clock, self._is_over = database, clock, is_over
        self._work_id, self._me, self._cohort = work_id, me, cohort
        self._told = 0.0

    def goes_on(self, step: str, share: float) -> bool:
        """Whether to go on; the database is asked every other second only."""
        if self._is_over():
            return False
        if time.monotonic() - self._told < EVERY:
            return True
        self._told = time.monotonic()
        with self._database.transaction() as tx:
            now = self._clock.now()
            mine = records.go_on_with(tx, self._work_id, self._me, step=step, share=share, lease_until=now + LEASE)
            if mine:
                show(tx, self._cohort, [], now)
        return mine


def _take(tx: Transaction, me: str, now: datetime) -> tuple[int, Task] | None:
    row = records.unclaimed_work(tx, now)
    if row is None:
        return None
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    if row.attempts >= MOST_ATTEMPTS or cohort.closed_at is not None:
        _settle(tx, row, cohort, "failed" if cohort.closed_at is None else "cancelled", now)
        return None
    run = records.run_of(tx, row.team_id, row.cohort_id)
    row.number = run.number if run is not None else 0
    row.claimed_by, row.lease_until = me, now + LEASE
    row.attempts += 1
    row.step, row.share = "score", 0.0
    known = joining.applications_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    task = task_of(tx, cohort, now, known)
    tx.flush()
    show(tx, cohort, [], now)
    return row.id, task


def _leave(tx: Transaction, work_id: int, me: str) -> None:
    """Let the work go, so that another process can take it up at once."""
    row = records.work(tx, work_id)
    if row.claimed_by == me and row.settled_at is None:
        row.claimed_by = row.lease_until = None
        row.attempts -= 1


def _finish(tx: Transaction, work_id: int, me: str, task: Task, found: Found, now: datetime) -> None:
    """Write down what was found, unless somebody cancelled it, took it over, or ran matching meanwhile."""
    run = records.lock_run(tx, task.cohort.team_id, task.cohort.id)
    row = records.work(tx, work_id)
    if row.settled_at is not None or row.claimed_by != me:
        return
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    if run.number != row.number or cohort.closed_at is not None:
        _settle(tx, row, cohort, "overtaken", now)
        return
    known = joining.applications_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    here = free = pool_of(tx, cohort, known)
    if task.handbook.matching.group is not None:
        free = without(here, pinned_in(tx, cohort, known))
    group = task.handbook.matching.group
    least = group.least_mentees if group is not None else 1
    kept = still_true(found, free, groups.openings(tx, cohort, now) if task.openings else (), least)
    write(tx, run, replace(task, cohort=cohort), kept, known, by=row.asked_by, now=now, here=here)
    _settle(tx, row, cohort, "done", now)


def cancel(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Cohort:
    """Stop the run that the clock works on; if there is none (any more), nothing happens.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    records.lock_run(tx, team_id, cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    row = records.open_work(tx, team_id, cohort_id)
    if row is not None:
        people.audit(tx, team_id=team_id, by=by, deed="cancelled matching", subject=f"cohort:{cohort_id}", now=now)
        _settle(tx, row, cohort, "cancelled", now, told=by != row.asked_by)
    return cohort


def _settle(
    tx: Transaction, row: records.WorkRow, cohort: Cohort, outcome: str, now: datetime, *, told: bool = True
) -> None:
    row.settled_at, row.outcome = now, outcome
    row.claimed_by = row.lease_until = None
    tx.flush()
    if told:
        want = Wanted(
            key=f"matching-work:{row.id}", kind="matching.done", to=row.asked_by, due=now, about={"work": row.id}
        )
        plan(tx, team_id=row.team_id, subject=f"matching-work:{row.id}", wanted=want, now=now)
    show(tx, cohort, [], now)


def outcome(tx: Transaction, *, team_id: str, work_id: int) -> tuple[str, Cohort]:
    """Return how a run ended that the clock worked on, for the message about it.

    Raises:
        Refusal: `matching.gone` if there is none in this workspace.
    """
    row = records.work(tx, work_id)
    if row.team_id != team_id:
        raise Refusal("matching.gone")
    return row.outcome or "done", programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
