"""The plans that pairings follow."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked


class PlanRow(Base):
    """Which outline a pairing follows, and how its mentor has moved it."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("team_id", "pairing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    outline: Mapped[str]
    held_before: Mapped[int]
    shift: Mapped[int]
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[str]


def of_pairing(tx: Transaction, team_id: str, pairing_id: int, *, lock: bool = False) -> PlanRow | None:
    """Return the plan of a pairing; locked for whoever changes it."""
    question = select(PlanRow).where(PlanRow.team_id == team_id, PlanRow.pairing_id == pairing_id)
    return tx.scalar(locked(question) if lock else question)


def of_pairings(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[PlanRow]:
    """Return the plans of several pairings."""
    return tx.scalars(select(PlanRow).where(PlanRow.team_id == team_id, PlanRow.pairing_id.in_(pairing_ids))).all()
