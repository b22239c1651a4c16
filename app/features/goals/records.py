"""Goals, activities and lookouts; what people wrote is sealed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked, seen
from app.database.types import SealedText


class GoalRow(Base):
    """One goal, and what became of it."""

    __tablename__ = "goals"
    __table_args__ = (
        UniqueConstraint("team_id", "set_id", "position"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_by IS NULL)", name="dropped_by"),
        CheckConstraint("done_at IS NULL OR dropped_at IS NULL", name="one_end"),
        Index("ix_goals_set", "set_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    set_id: Mapped[int] = mapped_column(ForeignKey("goal_sets.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(SealedText)
    said: Mapped[str] = mapped_column(SealedText)
    horizon_days: Mapped[int | None]
    due_on: Mapped[date | None]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None]


class GoalSetRow(Base):
    """The goals of one kind that stand together, from the day they can be asked for."""

    __tablename__ = "goal_sets"
    __table_args__ = (
        UniqueConstraint("team_id", "pairing_id", "kind", "owner", "number", name="uq_goal_sets_one"),
        CheckConstraint("(set_at IS NULL) = (set_by IS NULL)", name="set_by"),
        CheckConstraint("(refined_at IS NULL) = (refined_by IS NULL)", name="refined_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    kind: Mapped[str]
    owner: Mapped[str]
    number: Mapped[int]
    set_at: Mapped[datetime | None]
    set_by: Mapped[str | None]
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str | None]
    refined_at: Mapped[datetime | None]
    refined_by: Mapped[str | None]
    goals: Mapped[list[GoalRow]] = relationship(order_by=GoalRow.position, lazy="selectin")


class TickRow(Base):
    """One activity of a pairing; `ticked_at` is empty again if the tick was taken back."""

    __tablename__ = "activity_ticks"
    __table_args__ = (
        UniqueConstraint("team_id", "pairing_id", "activity", name="uq_activity_ticks_one"),
        CheckConstraint("(ticked_at IS NULL) = (ticked_by IS NULL)", name="ticked_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    activity: Mapped[str]
    ticked_at: Mapped[datetime | None]
    ticked_by: Mapped[str | None]


class LookoutRow(Base):
    """What somebody noted for the other, and what came of it."""

    __tablename__ = "lookouts"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR dropped_at IS NULL", name="one_end"),
        Index("ix_lookouts_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(SealedText)
    link: Mapped[str] = mapped_column(SealedText)
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]
    championed_at: Mapped[datetime | None]
    championed_by: Mapped[str | None]
    followed_up_at: Mapped[datetime | None]
    followed_up_by: Mapped[str | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None]


_GOAL_SET = locked(
    select(GoalSetRow).where(GoalSetRow.team_id == bindparam("team_id"), GoalSetRow.id == bindparam("set_id"))
)


@asked_once
def goal_set(tx: Transaction, team_id: str, set_id: int, *, lock: bool = False) -> GoalSetRow | None:
    """Return a set of this workspace with its goals; locked for whoever changes it or them."""
    if not lock:
        return seen(tx, GoalSetRow, set_id, team_id)
    return tx.scalar(_GOAL_SET, {"team_id": team_id, "set_id": set_id})


def set_of_goal(tx: Transaction, team_id: str, goal_id: int) -> int | None:
    """Return the id of the set that a goal belongs to."""
    return tx.scalar(select(GoalRow.set_id).where(GoalRow.team_id == team_id, GoalRow.id == goal_id))


_SETS_OF = (
    select(GoalSetRow)
    .where(GoalSetRow.team_id == bindparam("team_id"), GoalSetRow.pairing_id == bindparam("pairing_id"))
    .order_by(GoalSetRow.kind, GoalSetRow.owner, GoalSetRow.number)
    .options(joinedload(GoalSetRow.goals))
)


@asked_once
def sets_of(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[GoalSetRow]:
    """Return the sets of a pairing, older ones first."""
    return tx.scalars(_SETS_OF, {"team_id": team_id, "pairing_id": pairing_id}).unique().all()


def lookout(tx: Transaction, team_id: str, lookout_id: int, *, lock: bool = False) -> LookoutRow | None:
    """Return something noted in this workspace; locked for whoever changes it."""
    question = select(LookoutRow).where(LookoutRow.team_id == team_id, LookoutRow.id == lookout_id)
    return tx.scalar(locked(question) if lock else question)


_LOOKOUTS_OF = (
    select(LookoutRow)
    .where(LookoutRow.team_id == bindparam("team_id"), LookoutRow.pairing_id == bindparam("pairing_id"))
    .order_by(LookoutRow.id)
)


@asked_once
def lookouts_of(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[LookoutRow]:
    """Return what was noted in a pairing, oldest first."""
    return tx.scalars(_LOOKOUTS_OF, {"team_id": team_id, "pairing_id": pairing_id}).all()


def ticks_of(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[TickRow]:
    """Return the activities of a pairing that were touched."""
    return tx.scalars(select(TickRow).where(TickRow.team_id == team_id, TickRow.pairing_id == pairing_id)).all()


def tick(tx: Transaction, team_id: str, tick_id: int, *, lock: bool = False) -> TickRow | None:
    """Return an activity of a pairing in this workspace; locked for whoever changes it."""
    question = select(TickRow).where(TickRow.team_id == team_id, TickRow.id == tick_id)
    return tx.scalar(locked(question) if lock else question)
