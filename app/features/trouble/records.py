"""What coordinators wrote to pairings that do not meet, and whom they asked to join one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked
from app.database.types import SealedText


class NoteRow(Base):
    """One note of a coordinator, for the people of a pairing."""

    __tablename__ = "trouble_notes"
    __table_args__ = (Index("ix_trouble_notes_pairing", "team_id", "pairing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    by: Mapped[str]
    text: Mapped[str] = mapped_column(SealedText)
    written_at: Mapped[datetime]


class CallRow(Base):
    """One mentor asked to join a pairing."""

    __tablename__ = "trouble_calls"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered"),
        Index("ix_trouble_calls_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    user_id: Mapped[str]
    by: Mapped[str]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]


def note(tx: Transaction, team_id: str, note_id: int) -> NoteRow | None:
    """Return a note of this workspace."""
    return tx.scalar(select(NoteRow).where(NoteRow.team_id == team_id, NoteRow.id == note_id))


def call(tx: Transaction, team_id: str, call_id: int, *, lock: bool = False) -> CallRow | None:
    """Return a question to a mentor; locked for whoever answers it."""
    question = select(CallRow).where(CallRow.team_id == team_id, CallRow.id == call_id)
    return tx.scalar(locked(question) if lock else question)
