"""The table of notices, and the questions that delivery puts to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    CompoundSelect,
    Index,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction

FIXED = "-"  # no digest looks like this
IS_TROUBLE = "outcome IN ('failed', 'uncertain')"
IS_NEW_TROUBLE = f"{IS_TROUBLE} AND attention IS NULL"
# Written out in every question too: a database cannot tell from parameters that an index of some rows is enough.
OUTCOMES = ("sent", "skipped", "failed", "cancelled", "uncertain")


class Notice(Base):
    """One message planned for one recipient at one time, and what became of it.

    Life: planned, then claimed (a lease by the database's time), then `sending_at` right before the call to Slack,
    then settled with an outcome. A lease that ran out before `sending_at` was written is harmless and is claimed
    again; one that ran out after it is in doubt. `attempts` counts the calls, so that a process that slept through
    its lease knows whether somebody else has begun another one.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_has_outcome"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome_known"),
        CheckConstraint("(claimed_by IS NULL) = (lease_until IS NULL)", name="claim_has_lease"),
        # The tick asks for what is due among the open ones; without these it would read all history.
        Index(
            "ix_notices_due",
            "due_at",
            postgresql_where=text("settled_at IS NULL"),
            sqlite_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_notices_refresh",
            "refresh_at",
            postgresql_where=text("refresh_at IS NOT NULL"),
            sqlite_where=text("refresh_at IS NOT NULL"),
        ),
        Index(
            "ix_notices_batch",
            "batch_id",
            postgresql_where=text("batch_id IS NOT NULL"),
            sqlite_where=text("batch_id IS NOT NULL"),
        ),
        # What a coordinator should look at is little, among all that ever went out.
        Index(
            "ix_notices_trouble",
            "team_id",
            "settled_at",
            postgresql_where=text(IS_TROUBLE),
            sqlite_where=text(IS_TROUBLE),
        ),
        # What a coordinator was not yet told of.
        Index(
            "ix_notices_unseen",
            "id",
            postgresql_where=text(IS_NEW_TROUBLE),
            sqlite_where=text(IS_NEW_TROUBLE),
        ),
        # With these operators PostgreSQL uses it for the beginnings of subjects too.
        Index("ix_notices_of", "team_id", "subject", postgresql_ops={"subject": "varchar_pattern_ops"}),
        Index("ix_notices_recipient", "team_id", "to", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    key: Mapped[str]
    mark: Mapped[str]
    """An opaque id that travels with the message, to find it again in a history."""
    kind: Mapped[str]
    subject: Mapped[str]
    to: Mapped[str]
    about: Mapped[dict[str, Any]]
    planned_at: Mapped[datetime]
    wanted_at: Mapped[datetime]
    """The time that the subject asked for; `due_at` starts there and may be put off (night, budget, 429)."""
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    sending_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    refresh_at: Mapped[datetime | None]
    batch_id: Mapped[int | None]
    """The bulk work that it belongs to."""
    repeats: Mapped[str | None]
    """The key of the notice that it brings again, because the person asked for that ("tomorrow")."""
    carried_by: Mapped[int | None]
    """The notice whose message this one shares (several that were due together came as one)."""
    cohort_id: Mapped[int | None]
    """Whose coordinators should look at it; known once it did not arrive, or perhaps did not."""
    attention: Mapped[str | None]
    """`open` once it is on their desk, `left` if they let it be, `none` if there is nothing to look at."""
    shown: Mapped[str | None]
    """A digest of how it was shown last, `FIXED` for what never changes; None where nobody can tell."""


class Pace(Base):
    """When something may be asked of Slack again, shared by all processes.

    `what` is a method of the Web API (`chat.postMessage`), a place to post to (`post:C1`), or `*` for everything in
    that workspace. Its time is the database's, never a process's.
    """

    __tablename__ = "paces"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]
    strikes: Mapped[int] = mapped_column(default=0)
    """How often in a row Slack said no; decides how long a locked workspace is left alone."""
    why: Mapped[str | None]
    throttled: Mapped[int] = mapped_column(default=0)
    """How often Slack answered "not now" (429) so far."""


class Beat(Base):
    """When something was last done, by whichever process did it; by the database's time."""

    __tablename__ = "beats"

    what: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Batch(Base):
    """Bulk work: many notices that one person started together, and may stop together."""

    __tablename__ = "batches"
    __table_args__ = (
        # The clock asks for those that are not done; they are few.
        Index(
            "ix_batches_open",
            "id",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    what: Mapped[str]
    """Which work, as `room.what`; the room has the sentence."""
    about: Mapped[dict[str, Any]]
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    stopped_by: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Hush(Base):
    """Somebody wants no more reminders about one thing."""

    __tablename__ = "hushes"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    hushed_at: Mapped[datetime]


# Asked at almost every visit, so built once: putting a question together costs more than asking it.
_OF_SUBJECT = select(Notice).where(Notice.team_id == bindparam("team"), Notice.subject == bindparam("subject"))
_OF_SUBJECTS = select(Notice).where(
    Notice.team_id == bindparam("team"), Notice.subject.in_(bindparam("subjects", expanding=True))
)
_REFRESH = (
    update(Notice)
    .where(Notice.team_id == bindparam("team"), Notice.subject == bindparam("of"))
    # One that is on its way right now was rendered from older facts: it is shown anew once it arrived.
    .where((Notice.outcome == "sent") | (Notice.settled_at.is_(None) & Notice.sending_at.is_not(None)))
    .where(Notice.shown.is_distinct_from(FIXED))
    .values(refresh_at=bindparam("at"))
    .execution_options(synchronize_session=False)
)


_BATCH_MOVED = (
    update(Notice)
    .where(Notice.team_id == bindparam("team"), Notice.subject == bindparam("of"))
    .where(Notice.refresh_at.is_(None), Notice.outcome == "sent")
    .values(refresh_at=bindparam("soon"))
    .execution_options(synchronize_session=False)
)


_REFRESHED = (
    update(Notice)
    .where(Notice.id == bindparam("of"), Notice.refresh_at == bindparam("seen"))
    .values(refresh_at=bindparam("again"), shown=bindparam("looks"))
    .execution_options(synchronize_session=False)
)


def mark_stale(tx: Transaction, team_id: str, subject: str, now: datetime) -> None:
    """Note that the messages of a subject are to be shown anew."""
    tx.connection().execute(_REFRESH, {"team": team_id, "of": subject, "at": now})


def open_of(tx: Transaction, team_id: str, subject: str) -> dict[str, Notice]:
    """Return the notices of a subject by key, settled or not."""
    rows = tx.scalars(_OF_SUBJECT, {"team": team_id, "subject": subject})
    return {row.key: row for row in rows}


def of_subjects(tx: Transaction, team_id: str, subjects: Sequence[str]) -> Sequence[Notice]:
    """Return the notices of several subjects."""
    return tx.scalars(_OF_SUBJECTS, {"team": team_id, "subjects": list(subjects)}).all()


def was_refreshed(
    tx: Transaction, notice_id: int, seen: datetime | None, *, again_at: datetime | None, shown: str | None
) -> None:
    """Note how a message is shown now, unless its subject changed once more meanwhile: then it comes again.

    Args:
        tx: the transaction.
        notice_id: which.
        seen: its `refresh_at` before it was rendered; another one now means that what was rendered is old.
        again_at: when to try again, UTC; None if it was shown.
        shown: the digest of what stands there, None if nobody can tell.
    """
    tx.connection().execute(_REFRESHED, {"of": notice_id, "seen": seen, "again": again_at, "looks": shown})


def batch_moved(tx: Transaction, team_id: str, batch_id: int, soon: datetime) -> None:
    """Let the message that tells how bulk work goes be shown anew soon, unless it is to be already."""
    tx.connection().execute(_BATCH_MOVED, {"team": team_id, "of": f"batch:{batch_id}", "soon": soon})


_NEXT: CompoundSelect[datetime] = union_all(
    select(func.min(Notice.due_at).label("at")).where(Notice.settled_at.is_(None)), select(func.min(Notice.refresh_at))
)


def ahead(tx: Transaction) -> list[datetime]:
    """Return when the next open notice is due, and when the next message is to be shown anew; less if there is none.

    Clocks that can jump ask this.
    """
    return [one for one in tx.scalars(_NEXT) if one is not None]
