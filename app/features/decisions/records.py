"""Questions about whether a pairing goes on, from the day they are planned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Row, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, insert_or_ignore, locked, seen


class QuestionRow(Base):
    """One question to one person of a pairing."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("team_id", "pairing_id", "user_id", "topic", "key", "number"),
        CheckConstraint("topic IN ('decision', 'fit')", name="topic_known"),
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", name="said_at"),
        CheckConstraint("(handled_at IS NULL) = (handled_by IS NULL)", name="handled_by"),
        Index("ix_decisions_cohort", "team_id", "cohort_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    user_id: Mapped[str]
    topic: Mapped[str]
    key: Mapped[str]
    number: Mapped[int]
    asked_at: Mapped[datetime]
    said: Mapped[str | None]
    said_at: Mapped[datetime | None]
    wishes_co_mentor: Mapped[bool | None]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]


_BY_ID = locked(
    select(QuestionRow).where(QuestionRow.team_id == bindparam("team_id"), QuestionRow.id == bindparam("question_id"))
)


@asked_once
def by_id(tx: Transaction, team_id: str, question_id: int, *, lock: bool = False) -> QuestionRow | None:
    """Return a question of this workspace; locked for whoever changes it."""
    if not lock:
        return seen(tx, QuestionRow, question_id, team_id)
    return tx.scalar(_BY_ID, {"team_id": team_id, "question_id": question_id})


_OF_PAIRING = (
    select(QuestionRow)
    .where(QuestionRow.team_id == bindparam("team_id"), QuestionRow.pairing_id == bindparam("pairing_id"))
    .order_by(QuestionRow.asked_at, QuestionRow.id)
)


@asked_once
def of_pairing(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[QuestionRow]:
    """Return the questions of a pairing, first asked first."""
    return tx.scalars(_OF_PAIRING, {"team_id": team_id, "pairing_id": pairing_id}).all()


def add(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    """Add questions; one that is there already stays as it is."""
    insert_or_ignore(tx, QuestionRow, rows)


def not_fitting(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[QuestionRow]:
    """Return the answers "does not fit" of a cohort that nobody took care of, oldest first."""
    return tx.scalars(
        select(QuestionRow)
        .where(QuestionRow.team_id == team_id, QuestionRow.cohort_id == cohort_id, QuestionRow.topic == "fit")
        .where(QuestionRow.said == "not", QuestionRow.handled_at.is_(None))
        .order_by(QuestionRow.said_at, QuestionRow.id)
    ).all()


def asked_in(
    tx: Transaction, team_id: str, cohort_id: int, since: datetime, until: datetime
) -> Sequence[Row[int, str, str, str, datetime, str | None, datetime | None]]:
    """Return what was asked in a cohort in a stretch of time: pairing, person, topic, key, when, answer, when."""
    one = QuestionRow
    return tx.execute(
        select(one.pairing_id, one.user_id, one.topic, one.key, one.asked_at, one.said, one.said_at)
        .where(one.team_id == team_id, one.cohort_id == cohort_id)
        .where(one.asked_at > since, one.asked_at <= until)
    ).all()
