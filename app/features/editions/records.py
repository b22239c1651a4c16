"""Moves of a cohort to a changed handbook: weighed first, then made, both in steps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked


class HandbookMove(Base):
    """One changed file and one cohort. `weighed_to` and `moved_to` are the last pairings that are done."""

    __tablename__ = "handbook_moves"
    __table_args__ = (
        UniqueConstraint("team_id", "cohort_id", "digest"),
        Index(
            "ix_handbook_moves_open",
            "asked_at",
            postgresql_where=text("rests_at IS NULL"),
            sqlite_where=text("rests_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int]
    digest: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    weighed_to: Mapped[int] = mapped_column(default=0)
    weighed: Mapped[int] = mapped_column(default=0)
    weighed_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any]]
    moved_by: Mapped[str | None]
    moved_at: Mapped[datetime | None]
    moved_to: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    rests_at: Mapped[datetime | None]
    """Set while there is nothing for the clock to do: it is weighed and waits for a decision, or it is done."""


def move_to(tx: Transaction, team_id: str, cohort_id: int, digest: str) -> HandbookMove | None:
    """Return the move of a cohort to an edition, held until the end of the transaction."""
    return tx.scalar(
        locked(
            select(HandbookMove)
            .where(HandbookMove.team_id == team_id, HandbookMove.cohort_id == cohort_id)
            .where(HandbookMove.digest == digest)
        )
    )


def latest(tx: Transaction, team_id: str, cohort_id: int) -> HandbookMove | None:
    """Return the newest move of a cohort."""
    return tx.scalar(
        select(HandbookMove)
        .where(HandbookMove.team_id == team_id, HandbookMove.cohort_id == cohort_id)
        .order_by(HandbookMove.asked_at.desc(), HandbookMove.id.desc())
        .limit(1)
    )


_UNFINISHED = (
    select(HandbookMove)
    .where(HandbookMove.rests_at.is_(None))
    .order_by(HandbookMove.asked_at, HandbookMove.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def unfinished(tx: Transaction, most: int) -> Sequence[HandbookMove]:
    """Return the moves that the clock has to go on with, oldest first; one that somebody holds is left out."""
    return tx.scalars(_UNFINISHED, {"most": most}).all()


def by_id(tx: Transaction, team_id: str, move_id: int) -> HandbookMove | None:
    """Return a move of this workspace."""
    return tx.scalar(select(HandbookMove).where(HandbookMove.team_id == team_id, HandbookMove.id == move_id))
