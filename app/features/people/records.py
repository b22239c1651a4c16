"""Members, roles, audit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked, remembered, seen
from app.database.types import SealedText


class Member(Base):
    """A person of a workspace, as Slack last described them."""

    __tablename__ = "members"
    __table_args__ = (
        # The clock asks for those who left, every few seconds; they are few.
        Index(
            "ix_members_gone",
            "gone_at",
            postgresql_where=text("gone_at IS NOT NULL"),
            sqlite_where=text("gone_at IS NOT NULL"),
        ),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    met_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    hours_from: Mapped[int | None]
    """From when they may be written to on their own clock, in minutes after midnight; None: as everybody."""
    hours_until: Mapped[int | None]
    hours_days: Mapped[str | None]
    """On which days, as ISO digits (`12345`: Monday to Friday)."""


class Coordinator(Base):
    """Somebody coordinates a cohort, or (without a cohort) everything in the workspace."""

    __tablename__ = "coordinators"
    __table_args__ = (Index("ix_coordinators_who", "team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    user_id: Mapped[str]
    cohort_id: Mapped[int | None]
    appointed_at: Mapped[datetime]
    appointed_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class BreakRow(Base):
    """A time when somebody is away."""

    __tablename__ = "breaks"
    __table_args__ = (
        CheckConstraint("starts_at < back_at", name="has_length"),
        Index("ix_breaks_person", "team_id", "user_id"),
        Index("ix_breaks_back", "team_id", "back_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    user_id: Mapped[str]
    starts_at: Mapped[datetime]
    back_at: Mapped[datetime]
    word: Mapped[str] = mapped_column(SealedText)
    announced_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Deed(Base):
    """One thing that a coordinator did."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "team_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    by: Mapped[str]
    deed: Mapped[str]
    subject: Mapped[str]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]


# Asked at every visit, so built once: putting a question together costs more than asking it.
_SEATS = (
    select(Coordinator)
    .where(Coordinator.team_id == bindparam("team"), Coordinator.user_id == bindparam("user"))
    .where(Coordinator.ended_at.is_(None))
    .order_by(Coordinator.id)
)
_COORDINATORS = (
    select(Coordinator.user_id)
    .where(Coordinator.team_id == bindparam("team"), Coordinator.ended_at.is_(None))
    .where((Coordinator.cohort_id == bindparam("cohort")) | Coordinator.cohort_id.is_(None))
    .order_by(Coordinator.id)
)
_BREAKS_LEFT = (
    select(BreakRow)
    .where(BreakRow.team_id == bindparam("team"), BreakRow.user_id == bindparam("user"))
    .where(BreakRow.back_at > bindparam("now"))
)


@asked_once
def member(tx: Transaction, team_id: str, user_id: str) -> Member | None:
    """Return a member, or None if Trellis has not met them."""
    return seen(tx, Member, (team_id, user_id), team_id)


_MEMBERS = select(Member).where(
    Member.team_id == bindparam("team_id"), Member.user_id.in_(bindparam("users", expanding=True))
)


def members(tx: Transaction, team_id: str, users: Sequence[str]) -> Sequence[Member]:
    """Return several members; those whom Trellis has not met are left out."""
    return remembered(tx, tx.scalars(_MEMBERS, {"team_id": team_id, "users": list(users)}).all())


def hold_member(tx: Transaction, team_id: str, user_id: str) -> None:
    """Lock a member's row, so that what they announce twice at once is looked at one after the other."""
    tx.scalar(locked(select(Member).where(Member.team_id == team_id, Member.user_id == user_id)))


def a_break(tx: Transaction, team_id: str, break_id: int, *, lock: bool = False) -> BreakRow | None:
    """Return a break of this workspace; locked for whoever changes it."""
    question = select(BreakRow).where(BreakRow.team_id == team_id, BreakRow.id == break_id)
    return tx.scalar(locked(question) if lock else question)


_BREAKS_OF = (
    select(BreakRow)
    .where(BreakRow.team_id == bindparam("team_id"), BreakRow.user_id.in_(bindparam("users", expanding=True)))
    .order_by(BreakRow.starts_at, BreakRow.id)
)


@asked_once
def breaks_of(tx: Transaction, team_id: str, users: Sequence[str]) -> Sequence[BreakRow]:
    """Return the breaks of several people, earliest first."""
    return tx.scalars(_BREAKS_OF, {"team_id": team_id, "users": list(users)}).all()


@asked_once
def breaks_left(tx: Transaction, team_id: str, user_id: str, now: datetime) -> Sequence[BreakRow]:
    """Return the breaks of a person that were not to be over yet."""
    return tx.scalars(_BREAKS_LEFT, {"team": team_id, "user": user_id, "now": now}).all()


_ALL_BREAKS_LEFT = (
    select(BreakRow)
    .where(BreakRow.team_id == bindparam("team_id"), BreakRow.back_at > bindparam("now"))
    .order_by(BreakRow.starts_at)
)


@asked_once
def all_breaks_left(tx: Transaction, team_id: str, now: datetime) -> Sequence[BreakRow]:
    """Return everybody's breaks that were not to be over yet, earliest first."""
    return tx.scalars(_ALL_BREAKS_LEFT, {"team_id": team_id, "now": now}).all()


_GONE = select(Member).where(Member.gone_at.is_not(None)).order_by(Member.team_id, Member.user_id)


def gone(tx: Transaction) -> Sequence[Member]:
    """Return everybody who left a workspace."""
    return tx.scalars(_GONE).all()


@asked_once
def seats(tx: Transaction, team_id: str, user_id: str) -> Sequence[Coordinator]:
    """Return what somebody coordinates now."""
    return tx.scalars(_SEATS, {"team": team_id, "user": user_id}).all()


def has_coordinators(tx: Transaction, team_id: str) -> bool:
    """Whether anybody coordinates the whole of a workspace."""
    found = select(Coordinator.id).where(
        Coordinator.team_id == team_id, Coordinator.cohort_id.is_(None), Coordinator.ended_at.is_(None)
    )
    return tx.scalar(found.limit(1)) is not None


def coordinators(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[str]:
    """Return who coordinates a cohort, by name of their seat in it or in the whole workspace."""
    rows = tx.scalars(_COORDINATORS, {"team": team_id, "cohort": cohort_id})
    return list(dict.fromkeys(rows))
