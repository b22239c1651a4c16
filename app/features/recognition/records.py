"""Nominations, sealed until they are posted."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction
from app.database.types import SealedText


class RecommendationRow(Base):
    """A mentor's own words for the nomination of their mentee."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("team_id", "pairing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    text: Mapped[str] = mapped_column(SealedText)
    edited_at: Mapped[datetime]
    edited_by: Mapped[str]


def nomination(tx: Transaction, team_id: str, pairing_id: int) -> RecommendationRow | None:
    """Return the mentor's own words for a pairing."""
    return tx.scalar(
        select(RecommendationRow).where(
            RecommendationRow.team_id == team_id, RecommendationRow.pairing_id == pairing_id
        )
    )
