"""Applications, and the questions put to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked
from app.database.types import SealedText


class ApplicationRow(Base):
    """A member asking for a role in a cohort; one row per member, role and cohort, also after a return.

    `confided` is what only matching may know, as JSON; None for most.
    """

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("team_id", "cohort_id", "user_id", "role"),
        CheckConstraint("role IN ('mentee', 'mentor')", name="role_known"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_by"),
        CheckConstraint("(declined_at IS NULL) = (declined_by IS NULL)", name="declined_by"),
        CheckConstraint("approved_at IS NULL OR declined_at IS NULL", name="one_answer"),
        Index("ix_applications_person", "team_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    user_id: Mapped[str]
    role: Mapped[str]
    round: Mapped[int]
    zone: Mapped[str]
    slots: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[str | None]
    declined_why: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    matched_at: Mapped[datetime | None]
    confided: Mapped[str | None] = mapped_column(SealedText)


# Asked at almost every visit, so built once: putting a question together costs more than asking it.
_BY_ID = select(ApplicationRow).where(
    ApplicationRow.team_id == bindparam("team"), ApplicationRow.id == bindparam("application")
)
_BY_PERSON = (
    select(ApplicationRow)
    .where(ApplicationRow.team_id == bindparam("team"), ApplicationRow.user_id == bindparam("user"))
    .order_by(ApplicationRow.id)
)
_OF_ROLE = select(ApplicationRow).where(
    ApplicationRow.team_id == bindparam("team"),
    ApplicationRow.cohort_id == bindparam("cohort"),
    ApplicationRow.user_id == bindparam("user"),
    ApplicationRow.role == bindparam("role"),
)
_BY_ID_LOCKED, _OF_ROLE_LOCKED = locked(_BY_ID), locked(_OF_ROLE)
_OF_COHORT = (
    select(ApplicationRow)
    .where(ApplicationRow.team_id == bindparam("team"), ApplicationRow.cohort_id == bindparam("cohort"))
    .order_by(ApplicationRow.submitted_at, ApplicationRow.id)
)


@asked_once
def by_id(tx: Transaction, team_id: str, application_id: int, *, lock: bool = False) -> ApplicationRow | None:
    """Return an application of this workspace; locked for whoever changes it."""
    return tx.scalar(_BY_ID_LOCKED if lock else _BY_ID, {"team": team_id, "application": application_id})


@asked_once
def by_person(tx: Transaction, team_id: str, user_id: str) -> Sequence[ApplicationRow]:
    """Return a person's applications, oldest first."""
    return tx.scalars(_BY_PERSON, {"team": team_id, "user": user_id}).all()


@asked_once
def of_role(
    tx: Transaction, team_id: str, cohort_id: int, user_id: str, role: str, *, lock: bool = False
) -> ApplicationRow | None:
    """Return a person's application for a role in a cohort; locked for whoever changes it."""
    said = {"team": team_id, "cohort": cohort_id, "user": user_id, "role": role}
    return tx.scalar(_OF_ROLE_LOCKED if lock else _OF_ROLE, said)


@asked_once
def of_cohort(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[ApplicationRow]:
    """Return all applications of a cohort, oldest first."""
    return tx.scalars(_OF_COHORT, {"team": team_id, "cohort": cohort_id}).all()


_STILL_IN = (
    select(ApplicationRow.id, ApplicationRow.team_id, ApplicationRow.user_id)
    .where(ApplicationRow.id.in_(bindparam("applications", expanding=True)))
    .where(ApplicationRow.approved_at.is_not(None), ApplicationRow.withdrawn_at.is_(None))
)


def still_in(tx: Transaction, applications: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return which of these applications stand approved, of all workspaces: id, workspace, person."""
    rows = tx.connection().execute(_STILL_IN, {"applications": applications})
    return [(row[0], row[1], row[2]) for row in rows]


def taking_part(tx: Transaction, team_id: str, cohort_id: int, role: str) -> Sequence[ApplicationRow]:
    """Return the approved applications of one role in a cohort, oldest first."""
    return tx.scalars(
        select(ApplicationRow)
        .where(ApplicationRow.team_id == team_id, ApplicationRow.cohort_id == cohort_id, ApplicationRow.role == role)
        .where(ApplicationRow.approved_at.is_not(None), ApplicationRow.withdrawn_at.is_(None))
        .order_by(ApplicationRow.submitted_at, ApplicationRow.id)
    ).all()
