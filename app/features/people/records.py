"""Members, roles, audit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction


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
_MEMBER = select(Member).where(Member.team_id == bindparam("team"), Member.user_id == bindparam("user"))
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


def member(tx: Transaction, team_id: str, user_id: str) -> Member | None:
    """Return a member, or None if Trellis has not met them."""
    return tx.scalar(_MEMBER, {"team": team_id, "user": user_id})


def gone(tx: Transaction) -> Sequence[Member]:
    """Return everybody who left a workspace."""
    return tx.scalars(select(Member).where(Member.gone_at.is_not(None)).order_by(Member.team_id, Member.user_id)).all()


def seats(tx: Transaction, team_id: str, user_id: str) -> Sequence[Coordinator]:
    """Return what somebody coordinates now."""
    return tx.scalars(_SEATS, {"team": team_id, "user": user_id}).all()


def coordinators(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[str]:
    """Return who coordinates a cohort, by name of their seat in it or in the whole workspace."""
    rows = tx.scalars(_COORDINATORS, {"team": team_id, "cohort": cohort_id})
    return list(dict.fromkeys(rows))
