"""Answers at the end of meetings, sealed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once
from app.database.types import SealedText


class ReflectionRow(Base):
    """What one person answered at the end of one meeting."""

    __tablename__ = "reflections"
    __table_args__ = (
        UniqueConstraint("team_id", "meeting_id", "author"),
        Index("ix_reflections_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    author: Mapped[str]
    task: Mapped[str] = mapped_column(SealedText)
    opportunity: Mapped[str] = mapped_column(SealedText)
    note: Mapped[str] = mapped_column(SealedText)
    done: Mapped[str]
    went_well: Mapped[str] = mapped_column(SealedText)
    could_be_better: Mapped[str] = mapped_column(SealedText)
    written_at: Mapped[datetime]


_OF_MEETING = (
    select(ReflectionRow)
    .where(ReflectionRow.team_id == bindparam("team_id"), ReflectionRow.meeting_id == bindparam("meeting_id"))
    .order_by(ReflectionRow.written_at, ReflectionRow.id)
)


@asked_once
def of_meeting(tx: Transaction, team_id: str, meeting_id: int) -> Sequence[ReflectionRow]:
    """Return the answers to a meeting, oldest first."""
    return tx.scalars(_OF_MEETING, {"team_id": team_id, "meeting_id": meeting_id}).all()


def of_pairing(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[ReflectionRow]:
    """Return the answers to all meetings of a pairing, oldest first."""
    return tx.scalars(
        select(ReflectionRow)
        .where(ReflectionRow.team_id == team_id, ReflectionRow.pairing_id == pairing_id)
        .order_by(ReflectionRow.written_at, ReflectionRow.id)
    ).all()


_REFLECTED_MEETINGS = (
    select(ReflectionRow.meeting_id)
    .where(ReflectionRow.team_id == bindparam("team_id"), ReflectionRow.pairing_id == bindparam("pairing_id"))
    .group_by(ReflectionRow.meeting_id)
    .order_by(func.max(ReflectionRow.id))
)


@asked_once
def reflected_meetings(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[int]:
    """Return the ids of a pairing's meetings that somebody reflected on."""
    return tx.scalars(_REFLECTED_MEETINGS, {"team_id": team_id, "pairing_id": pairing_id}).all()
