"""What coordinators wrote to many."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked
from app.database.types import SealedText


class CircularRow(Base):
    """A message of a coordinator's to many; its text stands here alone, once."""

    __tablename__ = "circulars"
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (batch_id IS NULL)", name="sent_in_bulk"),
        Index("ix_circulars_cohort", "team_id", "cohort_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    by: Mapped[str]
    audience: Mapped[str]
    text: Mapped[str | None] = mapped_column(SealedText)
    """None for a draft that was forgotten; its row stays, so that no other gets its number and its old buttons."""
    drafted_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))


@asked_once
def circular(tx: Transaction, team_id: str, circular_id: int, *, lock: bool = False) -> CircularRow | None:
    """Return a message to many of this workspace; locked for whoever changes it."""
    question = select(CircularRow).where(CircularRow.team_id == team_id, CircularRow.id == circular_id)
    return tx.scalar(locked(question) if lock else question)


def sent_since(tx: Transaction, team_id: str, cohort_id: int, since: datetime) -> int:
    """Return how many messages to many were sent in a cohort since an instant."""
    rows = select(func.count()).where(
        CircularRow.team_id == team_id, CircularRow.cohort_id == cohort_id, CircularRow.sent_at > since
    )
    return tx.scalar(rows) or 0


def forget_drafts(tx: Transaction, team_id: str, cohort_id: int, before: datetime) -> None:
    """Forget what was begun in a cohort before an instant and never sent."""
    tx.execute(
        update(CircularRow)
        .where(CircularRow.team_id == team_id, CircularRow.cohort_id == cohort_id)
        .where(CircularRow.sent_at.is_(None), CircularRow.drafted_at < before)
        .values(text=None)
    )
