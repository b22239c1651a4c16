"""Check-ins, and what people wrote in private, sealed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Row, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked, seen
from app.database.types import SealedText


class CheckInRow(Base):
    """One question to one person of a pairing, from the day it is planned."""

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("team_id", "pairing_id", "user_id", "number"),
        CheckConstraint("said IN ('well', 'better', 'help')", name="said_known"),
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", name="said_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    user_id: Mapped[str]
    number: Mapped[int]
    asked_at: Mapped[datetime]
    said: Mapped[str | None]
    said_at: Mapped[datetime | None]


class CallRow(Base):
    """What somebody wrote to the coordinators of a cohort."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("kind IN ('help', 'better')", name="kind_known"),
        CheckConstraint("(handled_at IS NULL) = (handled_by IS NULL)", name="handled_by"),
        Index("ix_calls_cohort", "team_id", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    user_id: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(SealedText)
    called_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]


_CHECKIN = locked(
    select(CheckInRow).where(CheckInRow.team_id == bindparam("team_id"), CheckInRow.id == bindparam("checkin_id"))
)


@asked_once
def checkin(tx: Transaction, team_id: str, checkin_id: int, *, lock: bool = False) -> CheckInRow | None:
    """Return a check-in of this workspace; locked for whoever changes it."""
    if not lock:
        return seen(tx, CheckInRow, checkin_id, team_id)
    return tx.scalar(_CHECKIN, {"team_id": team_id, "checkin_id": checkin_id})


_OF_PAIRINGS = (
    select(CheckInRow)
    .where(
        CheckInRow.team_id == bindparam("team_id"), CheckInRow.pairing_id.in_(bindparam("pairing_ids", expanding=True))
    )
    .order_by(CheckInRow.asked_at, CheckInRow.id)
)


def of_pairings(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[CheckInRow]:
    """Return the check-ins of pairings, first asked first."""
    return tx.scalars(_OF_PAIRINGS, {"team_id": team_id, "pairing_ids": list(pairing_ids)}).all()


def asked_in(
    tx: Transaction, team_id: str, pairing_ids: Sequence[int], since: datetime, until: datetime
) -> Sequence[Row[int, str, datetime, str | None, datetime | None]]:
    """Return what pairings were asked in a stretch of time: pairing, person, when, answer, when."""
    one = CheckInRow
    return tx.execute(
        select(one.pairing_id, one.user_id, one.asked_at, one.said, one.said_at)
        .where(one.team_id == team_id, one.pairing_id.in_(pairing_ids))
        .where(one.asked_at > since, one.asked_at <= until)
    ).all()


def call(tx: Transaction, team_id: str, call_id: int, *, lock: bool = False) -> CallRow | None:
    """Return what somebody wrote; locked for whoever changes it."""
    question = select(CallRow).where(CallRow.team_id == team_id, CallRow.id == call_id)
    return tx.scalar(locked(question) if lock else question)


def calls_in(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[CallRow]:
    """Return what people of a cohort wrote, oldest first."""
    return tx.scalars(
        select(CallRow).where(CallRow.team_id == team_id, CallRow.cohort_id == cohort_id).order_by(CallRow.id)
    ).all()
