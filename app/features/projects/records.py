"""Declared projects."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked


class ProjectRow(Base):
    """A project that was declared for a programme, and what became of it."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_by"),
        CheckConstraint("(declined_at IS NULL) = (declined_by IS NULL)", name="declined_by"),
        CheckConstraint("accepted_at IS NULL OR declined_at IS NULL", name="one_answer"),
        Index("ix_projects_team", "team_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    programme: Mapped[str]
    by: Mapped[str]
    name: Mapped[str]
    about: Mapped[str]
    how_to_join: Mapped[str]
    starts_on: Mapped[date]
    months: Mapped[int]
    declared_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[str | None]
    declined_why: Mapped[str | None]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))


def by_id(tx: Transaction, team_id: str, project_id: int, *, lock: bool = False) -> ProjectRow | None:
    """Return a project of this workspace; locked for whoever changes it."""
    question = select(ProjectRow).where(ProjectRow.team_id == team_id, ProjectRow.id == project_id)
    return tx.scalar(locked(question) if lock else question)
