"""Cohorts."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, seen


class CohortRow(Base):
    """One run of a programme. Its deeds are dated; it is open while none of them closed it."""

    __tablename__ = "cohorts"
    __table_args__ = (
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
        CheckConstraint("(signup_closed_at IS NULL) = (signup_closed_by IS NULL)", name="signup_closed_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by"),
        Index("ix_cohorts_team", "team_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    programme: Mapped[str]
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    signup_until: Mapped[date]
    zone: Mapped[str]
    announce_channel: Mapped[str]
    mentors_channel: Mapped[str | None]
    mentees_channel: Mapped[str | None]
    coordinators_channel: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    signup_closed_at: Mapped[datetime | None]
    signup_closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    edition: Mapped[str | None]
    """The digest of the handbook text it runs by; None in rows of an earlier release: whatever the file says."""
    edition_declined: Mapped[str | None]
    """The digest of a changed text that a coordinator decided not to move to."""
    late: Mapped[bool | None]
    """Whether people may still ask to join after sign-up; None in a cohort older than this question."""
    about: Mapped[str | None]
    how_to_join: Mapped[str | None]
    signup_end_noted_at: Mapped[datetime | None]
    digests_until: Mapped[datetime | None]


class EditionRow(Base):
    """One text of a handbook file, kept as long as a cohort runs by it."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("team_id", "programme", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    programme: Mapped[str]
    digest: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]


def edition_text(tx: Transaction, team_id: str, programme: str, digest: str) -> str | None:
    """Return the text of an edition."""
    return tx.scalar(
        select(EditionRow.text)
        .where(EditionRow.team_id == team_id, EditionRow.programme == programme)
        .where(EditionRow.digest == digest)
    )


# Asked at every visit, so built once: putting a question together costs more than asking it.
_RUNNING = (
    select(CohortRow)
    .where(CohortRow.team_id == bindparam("team"), CohortRow.closed_at.is_(None))
    .order_by(CohortRow.id)
)


@asked_once
def cohort_row(tx: Transaction, team_id: str, cohort_id: int) -> CohortRow | None:
    """Return a cohort of this workspace."""
    return seen(tx, CohortRow, cohort_id, team_id)


@asked_once
def running(tx: Transaction, team_id: str) -> Sequence[CohortRow]:
    """Return the cohorts of a workspace that nobody closed, oldest first."""
    return tx.scalars(_RUNNING, {"team": team_id}).all()


_SIGN_UP_IS_OVER = CohortRow.signup_end_noted_at.is_(None) & (CohortRow.signup_until <= bindparam("today"))
_TO_NOTE = (
    select(CohortRow)
    .where(CohortRow.closed_at.is_(None), _SIGN_UP_IS_OVER | (CohortRow.digests_until < bindparam("soon")))
    .order_by(CohortRow.id)
)
_RUNNING_EVERYWHERE = select(CohortRow).where(CohortRow.closed_at.is_(None)).order_by(CohortRow.id)


def with_something_to_note(tx: Transaction, now: datetime, soon: datetime) -> Sequence[CohortRow]:
    """Return the running cohorts whose sign-up is over and nobody noted it, or whose planned digests run out.

    The day is compared roughly (a day early at most): zones decide, and the caller looks again.
    """
    return tx.scalars(_TO_NOTE, {"today": now.date(), "soon": soon}).all()


def closed_since(tx: Transaction, team_id: str, since: datetime) -> Sequence[CohortRow]:
    """Return the cohorts of a workspace that were closed after an instant, oldest first."""
    return tx.scalars(
        select(CohortRow).where(CohortRow.team_id == team_id, CohortRow.closed_at > since).order_by(CohortRow.id)
    ).all()


def running_everywhere(tx: Transaction) -> Sequence[CohortRow]:
    """Return the cohorts of all workspaces that nobody closed, oldest first. For the clock."""
    return tx.scalars(_RUNNING_EVERYWHERE).all()
