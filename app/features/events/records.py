"""Events, who is invited, and which pairing sends whom."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked


class CalendarRow(Base):
    """Says that a cohort's handbook events have become rows."""

    __tablename__ = "event_calendars"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    team_id: Mapped[str]
    laid_out_at: Mapped[datetime]


class EventRow(Base):
    """One event of a cohort, with its sessions (wall time and zone) on one day."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled_by"),
        CheckConstraint("(recorded_at IS NULL) = (recorded_by IS NULL)", name="recorded_by"),
        CheckConstraint("minutes > 0", name="has_length"),
        UniqueConstraint("team_id", "cohort_id", "key", "number"),
        # The clock asks every few seconds what is due, and few are.
        Index(
            "ix_events_look",
            "look_at",
            postgresql_where=text("look_at IS NOT NULL"),
            sqlite_where=text("look_at IS NOT NULL"),
        ),
        Index(
            "ix_events_showcase",
            "showcase_at",
            postgresql_where=text("showcase_at IS NOT NULL"),
            sqlite_where=text("showcase_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    key: Mapped[str | None]
    number: Mapped[int]
    name: Mapped[str]
    about: Mapped[str]
    who: Mapped[str]
    roles: Mapped[list[Any]]
    kind: Mapped[str]
    minutes: Mapped[int]
    day: Mapped[date]
    sessions: Mapped[list[Any]]
    invite_days: Mapped[int]
    link: Mapped[str]
    version: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[str | None]
    look_at: Mapped[datetime | None]
    """When time alone changes something of it; None if nothing will."""
    showcase_at: Mapped[datetime | None]
    """From when its groups are asked what they show."""


class GuestRow(Base):
    """One person and one event: invited, answered, there or not."""

    __tablename__ = "event_guests"
    __table_args__ = (
        UniqueConstraint("team_id", "event_id", "user_id"),
        CheckConstraint("said IN ('yes', 'no')", name="said_known"),
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", name="said_at"),
        CheckConstraint("attended_at IS NULL OR absent_at IS NULL", name="there_or_not"),
        Index("ix_event_guests_person", "team_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    user_id: Mapped[str]
    invited_at: Mapped[datetime]
    version: Mapped[int]
    planned: Mapped[int]
    """For which version of the event this guest's messages are planned."""
    alone: Mapped[bool]
    stands_in: Mapped[bool]
    said: Mapped[str | None]
    session: Mapped[int | None]
    said_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    attended_by: Mapped[str | None]
    absent_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class SeatRow(Base):
    """Whom one pairing sends to an event of one per group."""

    __tablename__ = "event_seats"
    __table_args__ = (
        UniqueConstraint("team_id", "event_id", "pairing_id"),
        Index("ix_event_seats_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    asked_at: Mapped[datetime]
    planned: Mapped[int]
    user_id: Mapped[str | None]
    named_at: Mapped[datetime | None]


_LAID_OUT = select(CalendarRow.cohort_id).where(CalendarRow.cohort_id.in_(bindparam("cohort_ids", expanding=True)))


def laid_out(tx: Transaction, cohort_ids: Sequence[int]) -> set[int]:
    """Return which of these cohorts have their calendar."""
    return set(tx.scalars(_LAID_OUT, {"cohort_ids": list(cohort_ids)}))


@asked_once
def by_id(tx: Transaction, team_id: str, event_id: int, *, lock: bool = False) -> EventRow | None:
    """Return an event of this workspace; locked for whoever changes it."""
    question = select(EventRow).where(EventRow.team_id == team_id, EventRow.id == event_id)
    return tx.scalar(locked(question) if lock else question)


_OF_COHORT = (
    select(EventRow)
    .where(EventRow.team_id == bindparam("team_id"), EventRow.cohort_id == bindparam("cohort_id"))
    .order_by(EventRow.begins_at, EventRow.id)
)


def of_cohort(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[EventRow]:
    """Return the events of a cohort, earliest first, cancelled ones too."""
    return tx.scalars(_OF_COHORT, {"team_id": team_id, "cohort_id": cohort_id}).all()


_TO_LOOK_AT = locked(select(EventRow).where(EventRow.look_at <= bindparam("now")).order_by(EventRow.id))


def to_look_at(tx: Transaction, now: datetime) -> Sequence[EventRow]:
    """Return the events of all workspaces of which time alone has changed something."""
    return tx.scalars(_TO_LOOK_AT, {"now": now}).all()


_WITH_SHOWCASE = (
    select(EventRow)
    .where(EventRow.showcase_at <= bindparam("now"), EventRow.ends_at > bindparam("since"))
    .order_by(EventRow.id)
)


def with_showcase(tx: Transaction, now: datetime, since: datetime) -> Sequence[EventRow]:
    """Return the events for which groups are asked what they show, and that ended not long ago."""
    return tx.scalars(_WITH_SHOWCASE, {"now": now, "since": since}).all()


def guests(tx: Transaction, team_id: str, event_ids: Sequence[int]) -> Sequence[GuestRow]:
    """Return everybody who is or was invited to events, first invited first."""
    return tx.scalars(
        select(GuestRow).where(GuestRow.team_id == team_id, GuestRow.event_id.in_(event_ids)).order_by(GuestRow.id)
    ).all()


def guest(tx: Transaction, team_id: str, event_id: int, user_id: str, *, lock: bool = False) -> GuestRow | None:
    """Return one person's invitation; locked for whoever changes it."""
    question = select(GuestRow).where(
        GuestRow.team_id == team_id, GuestRow.event_id == event_id, GuestRow.user_id == user_id
    )
    return tx.scalar(locked(question) if lock else question)


def ahead_of(tx: Transaction, team_id: str, user_id: str, now: datetime) -> Sequence[EventRow]:
    """Return the events ahead to which a person is invited, earliest first."""
    return tx.scalars(
        select(EventRow)
        .join(GuestRow, GuestRow.event_id == EventRow.id)
        .where(GuestRow.team_id == team_id, GuestRow.user_id == user_id, GuestRow.gone_at.is_(None))
        .where(EventRow.ends_at > now, EventRow.cancelled_at.is_(None))
        .order_by(EventRow.begins_at, EventRow.id)
    ).all()


def accepted_by(tx: Transaction, team_id: str, user_id: str, since: datetime) -> Sequence[tuple[EventRow, GuestRow]]:
    """Return the events from an instant on to which a person said yes, cancelled ones too, earliest first."""
    found = tx.execute(
        select(EventRow, GuestRow)
        .join(GuestRow, GuestRow.event_id == EventRow.id)
        .where(GuestRow.team_id == team_id, GuestRow.user_id == user_id, GuestRow.said == "yes")
        .where(EventRow.ends_at >= since)
        .order_by(EventRow.begins_at, EventRow.id)
    )
    return [(one[0], one[1]) for one in found]


def seat(tx: Transaction, team_id: str, seat_id: int, *, lock: bool = False) -> SeatRow | None:
    """Return the seat of a pairing; locked for whoever changes it."""
    question = select(SeatRow).where(SeatRow.team_id == team_id, SeatRow.id == seat_id)
    return tx.scalar(locked(question) if lock else question)


def seats(tx: Transaction, team_id: str, event_id: int) -> Sequence[SeatRow]:
    """Return the seats of an event."""
    return tx.scalars(
        select(SeatRow).where(SeatRow.team_id == team_id, SeatRow.event_id == event_id).order_by(SeatRow.id)
    ).all()


def seats_of_pairings(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[SeatRow]:
    """Return the seats of pairings, at all events."""
    return tx.scalars(
        select(SeatRow).where(SeatRow.team_id == team_id, SeatRow.pairing_id.in_(pairing_ids)).order_by(SeatRow.id)
    ).all()
