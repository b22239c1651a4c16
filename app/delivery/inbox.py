"""The inbox: a delivery that Slack repeats is worked on once."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, insert_or_ignore

KEEP = timedelta(days=2)  # Slack repeats an event for at most 24 hours ("delayed events")


class Delivery(Base):
    """One delivery from Slack that was worked on."""

    __tablename__ = "deliveries"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


def first_time(tx: Transaction, *, team_id: str, delivery_id: str, now: datetime) -> bool:
    """Remember a delivery; return whether it is new. Undone with the transaction if the work fails."""
    row = {"team_id": team_id, "delivery_id": delivery_id, "seen_at": now}
    return insert_or_ignore(tx, Delivery, [row]) == 1


def forget_old(tx: Transaction, *, now: datetime) -> None:
    """Drop what can no longer be repeated."""
    tx.execute(delete(Delivery).where(Delivery.seen_at < now - KEEP))
