"""Showcases that were begun, and the slides of pairings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked


class ShowcaseRow(Base):
    """When the slides of an event were last looked after, and for which version of its time."""

    __tablename__ = "showcases"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    team_id: Mapped[str]
    looked_at: Mapped[datetime]
    version: Mapped[int]


class SlideRow(Base):
    """What one pairing shows at one event."""

    __tablename__ = "slides"
    __table_args__ = (
        UniqueConstraint("team_id", "event_id", "pairing_id"),
        CheckConstraint("(link IS NULL) = (given_at IS NULL)", name="given_at"),
        Index("ix_slides_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    asked_at: Mapped[datetime]
    link: Mapped[str | None]
    title: Mapped[str]
    may_show: Mapped[bool]
    given_by: Mapped[str | None]
    given_at: Mapped[datetime | None]


def showcase(tx: Transaction, event_id: int) -> ShowcaseRow | None:
    """Return the showcase of an event, if it was begun."""
    return tx.get(ShowcaseRow, event_id)


def slide(tx: Transaction, team_id: str, slide_id: int, *, lock: bool = False) -> SlideRow | None:
    """Return a slide of this workspace; locked for whoever changes it."""
    question = select(SlideRow).where(SlideRow.team_id == team_id, SlideRow.id == slide_id)
    return tx.scalar(locked(question) if lock else question)


def of_event(tx: Transaction, team_id: str, event_id: int) -> Sequence[SlideRow]:
    """Return the slides of an event, in the order in which they were asked for."""
    return tx.scalars(
        select(SlideRow).where(SlideRow.team_id == team_id, SlideRow.event_id == event_id).order_by(SlideRow.id)
    ).all()


def of_pairings(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[SlideRow]:
    """Return the slides of pairings, oldest first."""
    return tx.scalars(
        select(SlideRow).where(SlideRow.team_id == team_id, SlideRow.pairing_id.in_(pairing_ids)).order_by(SlideRow.id)
    ).all()
