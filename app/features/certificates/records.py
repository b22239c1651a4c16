"""Certificates, from the first day to the day they are issued."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked


class AwardRow(Base):
    """One person's certificate for a role in a cohort; the clock looks at it until it is issued or too late."""

    __tablename__ = "awards"
    __table_args__ = (
        UniqueConstraint("team_id", "cohort_id", "user_id", "role"),
        UniqueConstraint("team_id", "number"),
        CheckConstraint("role IN ('mentee', 'mentor')", name="role_known"),
        CheckConstraint("(issued_at IS NULL) = (number IS NULL)", name="issued_number"),
        CheckConstraint("(excused_by IS NULL) = (excused_why IS NULL)", name="excused_why"),
        Index("ix_awards_person", "team_id", "user_id"),
        Index("ix_awards_look", "next_look_at"),
        Index("ix_awards_token", "token", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    user_id: Mapped[str]
    role: Mapped[str]
    ends_at: Mapped[datetime]
    next_look_at: Mapped[datetime | None]
    told_missing_at: Mapped[datetime | None]
    number: Mapped[str | None]
    name: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None]
    issued_at: Mapped[datetime | None]
    excused_by: Mapped[str | None]
    excused_why: Mapped[str | None]
    token: Mapped[str | None]
    """In the address of its page; None for one of before there were pages, until its owner asks for it again."""


def award(tx: Transaction, team_id: str, award_id: int, *, lock: bool = False) -> AwardRow | None:
    """Return an award of this workspace; locked for whoever changes it."""
    question = select(AwardRow).where(AwardRow.team_id == team_id, AwardRow.id == award_id)
    return tx.scalar(locked(question) if lock else question)


def award_for(
    tx: Transaction, team_id: str, cohort_id: int, user_id: str, role: str, *, lock: bool = False
) -> AwardRow | None:
    """Return a person's award for a role in a cohort; locked for whoever changes it."""
    question = select(AwardRow).where(
        AwardRow.team_id == team_id,
        AwardRow.cohort_id == cohort_id,
        AwardRow.user_id == user_id,
        AwardRow.role == role,
    )
    return tx.scalar(locked(question) if lock else question)


def awards_of(tx: Transaction, team_id: str, user_id: str) -> Sequence[AwardRow]:
    """Return a person's awards, newest first."""
    return tx.scalars(
        select(AwardRow).where(AwardRow.team_id == team_id, AwardRow.user_id == user_id).order_by(AwardRow.id.desc())
    ).all()


def by_token(tx: Transaction, token: str) -> AwardRow | None:
    """Return the award whose page has this token, in whichever workspace."""
    return tx.scalar(select(AwardRow).where(AwardRow.token == token))


def awards_in(tx: Transaction, team_id: str, cohort_id: int, first: int, most: int) -> Sequence[AwardRow]:
    """Return some awards of a cohort, those that are not issued first."""
    return tx.scalars(
        select(AwardRow)
        .where(AwardRow.team_id == team_id, AwardRow.cohort_id == cohort_id)
        .order_by(AwardRow.issued_at.is_not(None), AwardRow.id)
        .offset(first)
        .limit(most)
    ).all()


def count(tx: Transaction, team_id: str, cohort_id: int) -> tuple[int, int]:
    """Return how many awards of a cohort are issued, and how many there are."""
    row = tx.execute(
        select(func.count(AwardRow.issued_at), func.count()).where(
            AwardRow.team_id == team_id, AwardRow.cohort_id == cohort_id
        )
    ).one()
    return int(row[0]), int(row[1])


_DUE = (
    select(AwardRow)
    .where(AwardRow.next_look_at <= bindparam("now"))
    .order_by(AwardRow.next_look_at, AwardRow.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)


def due(tx: Transaction, now: datetime, most: int) -> Sequence[AwardRow]:
    """Return awards that are to be looked at, locked; another process looks at others meanwhile."""
    return tx.scalars(_DUE, {"now": now, "most": most}).all()
