"""What was agreed on, sealed; one row per pairing."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked
from app.database.types import SealedText


class AgreementRow(Base):
    """What the people of a pairing wrote down: one JSON object, texts by the handbook's keys."""

    __tablename__ = "agreements"
    __table_args__ = (
        UniqueConstraint("team_id", "pairing_id"),
        CheckConstraint("(written_at IS NULL) = (version = 0)", name="written"),
        CheckConstraint("(written_at IS NULL) = (written_by IS NULL)", name="written_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    met_at: Mapped[datetime | None]
    version: Mapped[int]
    said: Mapped[str] = mapped_column(SealedText)
    written_by: Mapped[str | None]
    written_at: Mapped[datetime | None]
    confirmed: Mapped[list[Any]]
    agreed_at: Mapped[datetime | None]
    unreminded: Mapped[list[Any] | None]  # who wants no more reminders of what was agreed on about contact


_OF_PAIRING = select(AgreementRow).where(
    AgreementRow.team_id == bindparam("team_id"), AgreementRow.pairing_id == bindparam("pairing_id")
)
_OF_PAIRING_LOCKED = locked(_OF_PAIRING)


@asked_once
def of_pairing(tx: Transaction, team_id: str, pairing_id: int, *, lock: bool = False) -> AgreementRow | None:
    """Return what a pairing wrote down; locked for whoever changes it."""
    return tx.scalar(_OF_PAIRING_LOCKED if lock else _OF_PAIRING, {"team_id": team_id, "pairing_id": pairing_id})
