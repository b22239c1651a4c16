"""Bulk work: many notices that one person starts together, follows as they go out, and may stop.

Its notices are rows like all others, so nothing of it is lost with a process and whoever sends next goes on. What is
kept of the work itself is who started it, and whether somebody stopped it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update

from app.core.notice import Wanted
from app.database.session import Transaction, locked
from app.delivery.planning import plan, plan_in_bulk, refresh
from app.delivery.records import Batch, Notice
from app.delivery.rules import NOT_NOW

STOPPED = "stopped"
"""Why a notice was not sent: somebody stopped the work that it belonged to."""


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """One piece of bulk work.

    Attributes:
        id, team_id: which.
        what: which work, as `room.what`.
        about: the ids that its room needs.
        started_by, started_at: who follows it, and since when, UTC.
        stopped_by, stopped_at: who stopped it, if somebody did.
        done_at: since when nothing of it is open, UTC; noted by the clock some seconds late.
    """

    id: int
    team_id: str
    what: str
    about: Mapping[str, Any]
    started_by: str
    started_at: datetime
    stopped_by: str | None
    stopped_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Somebody who did not get their message, or perhaps did.

    Attributes:
        to: a person, a channel or a group.
        outcome: `failed` or `uncertain`.
        reason: Slack's code, or a sentence.
    """

    to: str
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far bulk work is.

    Attributes:
        outcomes: how many notices are settled, by outcome.
        open: how many are being sent, or wait for nothing but their turn, by kind.
        later: how many wait for their readers' hours.
        last_at: when the last of those are due, UTC.
        unreached: the first of those who did not get theirs, or perhaps did.
    """

    outcomes: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, int] = field(default_factory=dict)
    later: int = 0
    last_at: datetime | None = None
    unreached: tuple[Unreached, ...] = ()

    @property
    def total(self) -> int:
        """How many notices there are in all."""
        return sum(self.outcomes.values()) + self.to_go

    @property
    def to_go(self) -> int:
        """How many are not settled."""
        return sum(self.open.values()) + self.later

    def settled(self, *outcomes: str) -> int:
        """Return how many ended in one of these ways."""
        return sum(self.outcomes.get(one, 0) for one in outcomes)


def begin(
    tx: Transaction, *, team_id: str, by: str, what: str, about: Mapping[str, int | str], told_by: str, now: datetime
) -> int:
    """Begin bulk work and plan the message in which whoever started it follows it; return its id.

    Args:
        tx: the transaction; `add` or `gather` follows in the same one.
        team_id: the workspace.
        by: who starts it.
        what: which work, as `room.what`.
        about: the ids that its room needs.
        told_by: the kind of the message; it is live and gets `about` with the work's id as `batch`.
        now: the present instant, UTC.
    """
    row = Batch(team_id=team_id, what=what, about=dict(about), started_by=by, started_at=now)
    tx.add(row)
    tx.flush()
    want = Wanted(key=f"batch:{row.id}", kind=told_by, to=by, due=now, about={"batch": row.id})
    plan(tx, team_id=team_id, subject=f"batch:{row.id}", wanted=want, now=now)
    return row.id


def add(
    tx: Transaction,
    *,
    team_id: str,
    batch_id: int,
    subject: str,
    wanted: Iterable[tuple[Wanted, datetime]],
    now: datetime,
) -> int:
    """Plan the notices of bulk work; said twice, nothing is planned twice. Return how many are new.

    Args:
        tx: the transaction.
        team_id: the workspace.
        batch_id: the work; keys are made from its id, so that they are the same each time.
        subject: of its room, such as `circular:7`; never `batch:…`, which is the message of whoever follows it.
        wanted: each with the first instant at which its reader may be written to, UTC.
        now: the present instant, UTC.
    """
    return plan_in_bulk(tx, team_id=team_id, subject=subject, batch_id=batch_id, wanted=wanted, now=now)


def gather(
    tx: Transaction, *, team_id: str, batch_id: int, subjects: Collection[str], kinds: Collection[str], now: datetime
) -> None:
    """Let notices that were planned one by one belong to bulk work: the open ones of some subjects and kinds."""
    tx.execute(
        update(Notice)
        .where(Notice.team_id == team_id, Notice.subject.in_(sorted(subjects)), Notice.kind.in_(sorted(kinds)))
        .where(Notice.settled_at.is_(None), Notice.batch_id.is_(None))
        .values(batch_id=batch_id)
        .execution_options(synchronize_session=False)
    )
    tx.execute(update(Batch).where(Batch.team_id == team_id, Batch.id == batch_id).values(done_at=None))
    refresh(tx, team_id=team_id, subject=f"batch:{batch_id}", now=now)


def stop(
    tx: Transaction,
    *,
    team_id: str,
    batch_id: int,
    by: str,
    now: datetime,
    kinds: Collection[str] | None = None,
) -> bool:
    """Stop bulk work: what has not begun is cancelled, what is on its way still goes.

    Args:
        tx: the transaction.
        team_id: the workspace.
        batch_id: the work.
        by: who stops it; the caller has asked whether they may.
        now: the present instant, UTC.
        kinds: cancel these kinds alone; None for all.

    Returns:
        Whether it was stopped now: not if it had been before, or nothing was left of it.
    """
    row = tx.scalar(locked(select(Batch).where(Batch.team_id == team_id, Batch.id == batch_id)))
    if row is None or row.stopped_at is not None or row.done_at is not None:
        return False
    row.stopped_by, row.stopped_at = by, now
    tx.flush()
    waiting = and_(Notice.batch_id == batch_id, Notice.settled_at.is_(None), Notice.sending_at.is_(None))
    if kinds is not None:
        waiting = and_(waiting, Notice.kind.in_(sorted(kinds)))
    # Held in the order in which senders hold them, so that nobody waits in a ring.
    held = list(tx.scalars(select(Notice.id).where(waiting).order_by(Notice.id).with_for_update()))
    if held:
        tx.execute(
            update(Notice)
            .where(waiting)
            .values(settled_at=now, outcome="cancelled", reason=STOPPED, claimed_by=None, lease_until=None)
            .execution_options(synchronize_session=False)
        )
    refresh(tx, team_id=team_id, subject=f"batch:{batch_id}", now=now)
    return True


_LEFT = select(Notice.id).where(Notice.batch_id == Batch.id, Notice.settled_at.is_(None)).exists()
_FINISH = (
    update(Batch)
    .where(Batch.done_at.is_(None), ~_LEFT)
    .values(done_at=bindparam("now"))
    .returning(Batch.team_id, Batch.id)
    .execution_options(synchronize_session=False)
)


def finish(tx: Transaction, now: datetime) -> None:
    """Note which bulk work is done, and show that to whoever follows it (a chore)."""
    done = tx.connection().execute(_FINISH, {"now": now}).all()
    for team_id, batch_id in done:
        refresh(tx, team_id=team_id, subject=f"batch:{batch_id}", now=now)


# -- questions -------------------------------------------------------------------------------------


def bulk(tx: Transaction, *, team_id: str, batch_id: int) -> Bulk | None:
    """Return bulk work of this workspace."""
    row = tx.scalar(select(Batch).where(Batch.team_id == team_id, Batch.id == batch_id))
    if row is None:
        return None
    return Bulk(
        id=row.id,
        team_id=row.team_id,
        what=row.what,
        about=row.about,
        started_by=row.started_by,
        started_at=row.started_at,
        stopped_by=row.stopped_by,
        stopped_at=row.stopped_at,
        done_at=row.done_at,
    )


def progress(tx: Transaction, *, batch_id: int, now: datetime, most: int) -> Progress:
    """Return how far bulk work is, with at most so many of those who did not get their message."""
    waits = and_(Notice.settled_at.is_(None), Notice.due_at > now, Notice.reason == NOT_NOW)
    rows = (
        select(Notice.outcome, Notice.kind, Notice.due_at, func.coalesce(waits, False).label("later"))
        .where(Notice.batch_id == batch_id)
        .subquery()
    )
    here = (rows.c.outcome, rows.c.kind, rows.c.later)
    counted = tx.execute(select(*here, func.count(), func.max(rows.c.due_at)).group_by(*here))
    outcomes: dict[str, int] = {}
    being_sent: dict[str, int] = {}
    later, last_at = 0, None
    for outcome, kind, is_later, number, at in counted:
        if outcome is not None:
            outcomes[outcome] = outcomes.get(outcome, 0) + number
        elif is_later:
            later, last_at = later + number, max(at, last_at or at)
        else:
            being_sent[kind] = being_sent.get(kind, 0) + number
    bad = tx.execute(
        select(Notice.to, Notice.outcome, Notice.reason)
        .where(Notice.batch_id == batch_id, Notice.outcome.in_(("failed", "uncertain")))
        .order_by(Notice.id)
        .limit(most)
    )
    return Progress(
        outcomes=outcomes,
        open=being_sent,
        later=later,
        last_at=last_at,
        unreached=tuple(Unreached(to=to, outcome=outcome or "", reason=reason or "") for to, outcome, reason in bad),
    )
