"""Suggestions."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked
from app.database.types import SealedText


class NominationRow(Base):
    """Somebody was suggested for a role in a cohort; each person once for each role."""

    __tablename__ = "nominations"
    __table_args__ = (UniqueConstraint("team_id", "cohort_id", "user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    by: Mapped[str]
    user_id: Mapped[str]
    role: Mapped[str]
    why: Mapped[str] = mapped_column(SealedText)
    made_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]


def by_id(tx: Transaction, team_id: str, nomination_id: int, *, lock: bool = False) -> NominationRow | None:
    """Return a suggestion of this workspace; locked for whoever changes it."""
    question = select(NominationRow).where(NominationRow.team_id == team_id, NominationRow.id == nomination_id)
    return tx.scalar(locked(question) if lock else question)


def of_person(tx: Transaction, team_id: str, cohort_id: int, user_id: str, role: str) -> NominationRow | None:
    """Return the suggestion of a person for a role."""
    return tx.scalar(
        select(NominationRow).where(
            NominationRow.team_id == team_id,
            NominationRow.cohort_id == cohort_id,
            NominationRow.user_id == user_id,
            NominationRow.role == role,
        )
    )
