"""Entries of the public log; drafts are sealed like everything that is said in private."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked
from app.database.types import SealedText


class EntryRow(Base):
    """One text of a pairing that is, was, or may become public."""

    __tablename__ = "public_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('log', 'nomination')", name="kind_known"),
        CheckConstraint("(declined_at IS NULL) = (declined_by IS NULL)", name="declined_by"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by"),
        Index("ix_public_entries_pairing", "team_id", "pairing_id"),
        Index("ix_public_entries_cohort", "team_id", "cohort_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    kind: Mapped[str]
    author: Mapped[str]
    asked: Mapped[list[Any]]
    text: Mapped[str] = mapped_column(SealedText)
    version: Mapped[int]
    agreed: Mapped[list[Any]]
    drafted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    published_at: Mapped[datetime | None]


def by_id(tx: Transaction, team_id: str, entry_id: int, *, lock: bool = False) -> EntryRow | None:
    """Return an entry of this workspace; locked for whoever changes it."""
    question = select(EntryRow).where(EntryRow.team_id == team_id, EntryRow.id == entry_id)
    return tx.scalar(locked(question) if lock else question)


def of_pairings(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[EntryRow]:
    """Return what the people of pairings wrote, newest first."""
    return tx.scalars(
        select(EntryRow)
        .where(EntryRow.team_id == team_id, EntryRow.pairing_id.in_(pairing_ids))
        .order_by(EntryRow.id.desc())
    ).all()


def published(tx: Transaction, team_id: str, cohort_ids: Sequence[int], most: int) -> Sequence[EntryRow]:
    """Return the last entries of the public logs of cohorts, newest first."""
    return tx.scalars(
        select(EntryRow)
        .where(EntryRow.team_id == team_id, EntryRow.cohort_id.in_(cohort_ids), EntryRow.kind == "log")
        .where(EntryRow.published_at.is_not(None), EntryRow.withdrawn_at.is_(None))
        .order_by(EntryRow.published_at.desc(), EntryRow.id.desc())
        .limit(most)
    ).all()
