"""Forms that are put to people, and what they answered, sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked
from app.database.types import SealedText


class AskRow(Base):
    """One form for one person, from the day it is planned. `answers` is JSON, by question key."""

    __tablename__ = "form_asks"
    __table_args__ = (
        UniqueConstraint("team_id", "pairing_id", "user_id", "form_key", "name", name="uq_form_asks_occasion"),
        CheckConstraint("(answers IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("closes_at > asked_at", name="closes_later"),
        Index("ix_form_asks_person", "team_id", "user_id", "closes_at"),
        Index("ix_form_asks_cohort", "team_id", "cohort_id", "form_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    user_id: Mapped[str]
    role: Mapped[str]
    form_key: Mapped[str]
    family: Mapped[str]
    name: Mapped[str]
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    announced: Mapped[bool]
    answers: Mapped[str | None] = mapped_column(SealedText)
    answered_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


def by_id(tx: Transaction, team_id: str, ask_id: int, *, lock: bool = False) -> AskRow | None:
    """Return a form as it was put to somebody; locked for whoever changes it."""
    question = select(AskRow).where(AskRow.team_id == team_id, AskRow.id == ask_id)
    return tx.scalar(locked(question) if lock else question)


def of_pairing(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[AskRow]:
    """Return the forms of a pairing, first asked first."""
    return tx.scalars(
        select(AskRow)
        .where(AskRow.team_id == team_id, AskRow.pairing_id == pairing_id)
        .order_by(AskRow.asked_at, AskRow.id)
    ).all()


def elsewhere(
    tx: Transaction, team_id: str, cohort_id: int, pairing_id: int, users: Collection[str], forms: Collection[str]
) -> set[tuple[str, str]]:
    """Return which people of a cohort have which forms through another pairing: `(user, form)`."""
    rows = tx.execute(
        select(AskRow.user_id, AskRow.form_key)
        .where(AskRow.team_id == team_id, AskRow.cohort_id == cohort_id, AskRow.form_key.in_(forms))
        .where(AskRow.user_id.in_(users), AskRow.pairing_id != pairing_id, AskRow.dropped_at.is_(None))
    )
    return {(user, form) for user, form in rows}


def of_person(tx: Transaction, team_id: str, user_id: str, now: datetime) -> Sequence[AskRow]:
    """Return the forms that a person may answer now, first to close first."""
    return tx.scalars(
        select(AskRow)
        .where(AskRow.team_id == team_id, AskRow.user_id == user_id, AskRow.closes_at > now)
        .where(AskRow.asked_at <= now, AskRow.dropped_at.is_(None))
        .order_by(AskRow.closes_at, AskRow.id)
    ).all()


def is_answered(tx: Transaction, team_id: str, cohort_id: int, user_id: str, form_key: str) -> bool:
    """Whether a person answered a form in a cohort."""
    found = tx.scalar(
        select(AskRow.id)
        .where(AskRow.team_id == team_id, AskRow.cohort_id == cohort_id, AskRow.form_key == form_key)
        .where(AskRow.user_id == user_id, AskRow.answered_at.is_not(None))
        .limit(1)
    )
    return found is not None


def answered(tx: Transaction, team_id: str, cohort_id: int, form_key: str) -> Sequence[AskRow]:
    """Return what people of a cohort answered to a form."""
    return tx.scalars(
        select(AskRow)
        .where(AskRow.team_id == team_id, AskRow.cohort_id == cohort_id, AskRow.form_key == form_key)
        .where(AskRow.answered_at.is_not(None))
        .order_by(AskRow.id)
    ).all()


def numbers(tx: Transaction, team_id: str, cohort_id: int, now: datetime) -> dict[str, list[tuple[datetime, int, int]]]:
    """Return by form: when it was asked, of how many, and how many of them answered."""
    rows = tx.execute(
        select(AskRow.form_key, AskRow.asked_at, func.count(), func.count(AskRow.answered_at))
        .where(AskRow.team_id == team_id, AskRow.cohort_id == cohort_id)
        .where(AskRow.asked_at <= now, AskRow.dropped_at.is_(None))
        .group_by(AskRow.form_key, AskRow.asked_at)
    )
    found: dict[str, list[tuple[datetime, int, int]]] = {}
    for form_key, asked_at, asked, replied in rows:
        found.setdefault(form_key, []).append((asked_at, asked, replied))
    return found
