"""Meetings and weekly rhythms."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked, seen
from app.database.types import SealedText


class MeetingRow(Base):
    """One conversation: what was agreed (wall time and zone) and what became of it (dated deeds)."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled_by"),
        CheckConstraint("held_at IS NULL OR missed_at IS NULL", name="held_or_missed"),
        CheckConstraint("minutes > 0", name="has_length"),
        Index("ix_meetings_pairing", "team_id", "pairing_id"),
        Index("ix_meetings_starts", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    number: Mapped[int]
    version: Mapped[int]
    day: Mapped[date]
    at: Mapped[time]
    zone: Mapped[str]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str]
    weekly: Mapped[bool]
    by_rhythm: Mapped[bool]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    agreed: Mapped[list[Any]]
    declined: Mapped[list[Any] | None]
    accepted_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_word: Mapped[str | None] = mapped_column(SealedText)
    held_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]


class RhythmRow(Base):
    """The repeated time of a pairing: a wall time in an agreed zone; how often, its handbook says."""

    __tablename__ = "rhythms"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    last_day: Mapped[date]
    at: Mapped[time]
    zone: Mapped[str]
    minutes: Mapped[int]
    place: Mapped[str]
    every_days: Mapped[int | None]
    """None for the handbook's."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class LadderRow(Base):
    """One answer of a person, or one deed of a coordinator, about a pairing that does not meet."""

    __tablename__ = "ladder_answers"
    __table_args__ = (Index("ix_ladder_answers_pairing", "team_id", "pairing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    user_id: Mapped[str]
    said: Mapped[str]
    topic: Mapped[str]
    at: Mapped[datetime]


class PresentRow(Base):
    """Whether one person was at one meeting that was held."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (
        UniqueConstraint("team_id", "meeting_id", "user_id"),
        Index("ix_meeting_attendance_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    user_id: Mapped[str]
    attended: Mapped[bool]
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    """When whoever was missed said that they come next time."""


_BY_ID = locked(
    select(MeetingRow).where(MeetingRow.team_id == bindparam("team_id"), MeetingRow.id == bindparam("meeting_id"))
)


@asked_once
def by_id(tx: Transaction, team_id: str, meeting_id: int, *, lock: bool = False) -> MeetingRow | None:
    """Return a meeting of this workspace; locked for whoever changes it."""
    if not lock:
        return seen(tx, MeetingRow, meeting_id, team_id)
    return tx.scalar(_BY_ID, {"team_id": team_id, "meeting_id": meeting_id})


_OF_PAIRING = (
    select(MeetingRow)
    .where(MeetingRow.team_id == bindparam("team_id"), MeetingRow.pairing_id == bindparam("pairing_id"))
    .order_by(MeetingRow.starts_at, MeetingRow.id)
)


@asked_once
def of_pairing(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[MeetingRow]:
    """Return the meetings of a pairing, in the order in which they start."""
    return tx.scalars(_OF_PAIRING, {"team_id": team_id, "pairing_id": pairing_id}).all()


def since(tx: Transaction, team_id: str, pairing_ids: Sequence[int], at: datetime) -> Sequence[MeetingRow]:
    """Return the meetings of several pairings that start at an instant or later, in that order."""
    return tx.scalars(
        select(MeetingRow)
        .where(MeetingRow.team_id == team_id, MeetingRow.pairing_id.in_(pairing_ids), MeetingRow.starts_at >= at)
        .order_by(MeetingRow.starts_at, MeetingRow.id)
    ).all()


def held_of(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[MeetingRow]:
    """Return the held meetings of several pairings, in the order in which they started."""
    return tx.scalars(
        select(MeetingRow)
        .where(MeetingRow.team_id == team_id, MeetingRow.pairing_id.in_(pairing_ids), MeetingRow.held_at.is_not(None))
        .order_by(MeetingRow.starts_at, MeetingRow.id)
    ).all()


def present(tx: Transaction, team_id: str, pairing_ids: Sequence[int]) -> Sequence[PresentRow]:
    """Return who was and was not at the meetings of pairings."""
    return tx.scalars(
        select(PresentRow)
        .where(PresentRow.team_id == team_id, PresentRow.pairing_id.in_(pairing_ids))
        .order_by(PresentRow.id)
    ).all()


_PRESENT_AT = (
    select(PresentRow)
    .where(PresentRow.team_id == bindparam("team_id"), PresentRow.meeting_id == bindparam("meeting_id"))
    .order_by(PresentRow.id)
)


@asked_once
def present_at(tx: Transaction, team_id: str, meeting_id: int) -> Sequence[PresentRow]:
    """Return who was and was not at one meeting."""
    return tx.scalars(_PRESENT_AT, {"team_id": team_id, "meeting_id": meeting_id}).all()


def minutes_by_pairing(
    tx: Transaction, team_id: str, pairing_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, int]:
    """Return how many minutes each pairing spent in held meetings that began in a stretch of time."""
    rows = tx.execute(
        select(MeetingRow.pairing_id, func.sum(MeetingRow.minutes))
        .where(MeetingRow.team_id == team_id, MeetingRow.pairing_id.in_(pairing_ids), MeetingRow.held_at.is_not(None))
        .where(MeetingRow.starts_at > since, MeetingRow.starts_at <= until)
        .group_by(MeetingRow.pairing_id)
    )
    return {pairing: int(minutes) for pairing, minutes in rows}


_LAST_NUMBER = select(func.max(MeetingRow.number)).where(MeetingRow.pairing_id == bindparam("pairing_id"))


def last_number(tx: Transaction, pairing_id: int) -> int:
    """Return how many meetings a pairing has had proposed."""
    return tx.scalar(_LAST_NUMBER, {"pairing_id": pairing_id}) or 0


_RHYTHM = select(RhythmRow).where(
    RhythmRow.team_id == bindparam("team_id"),
    RhythmRow.pairing_id == bindparam("pairing_id"),
    RhythmRow.ended_at.is_(None),
)


@asked_once
def rhythm(tx: Transaction, team_id: str, pairing_id: int) -> RhythmRow | None:
    """Return the living rhythm of a pairing."""
    return tx.scalar(_RHYTHM, {"team_id": team_id, "pairing_id": pairing_id})


_AHEAD = select(MeetingRow.id).where(
    MeetingRow.pairing_id == RhythmRow.pairing_id,
    MeetingRow.starts_at > bindparam("now"),
    MeetingRow.cancelled_at.is_(None),
)
_WAITING_RHYTHMS = (
    select(RhythmRow).where(RhythmRow.ended_at.is_(None), ~_AHEAD.exists()).order_by(RhythmRow.id).with_for_update()
)


def waiting_rhythms(tx: Transaction, now: datetime) -> Sequence[RhythmRow]:
    """Return the living rhythms of all workspaces whose pairing has no meeting ahead."""
    return tx.scalars(_WAITING_RHYTHMS, {"now": now}).all()


_LADDER_ANSWERS = (
    select(LadderRow)
    .where(LadderRow.team_id == bindparam("team_id"), LadderRow.pairing_id == bindparam("pairing_id"))
    .order_by(LadderRow.at, LadderRow.id)
)


@asked_once
def ladder_answers(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[LadderRow]:
    """Return what was said about a pairing that does not meet, oldest first."""
    return tx.scalars(_LADDER_ANSWERS, {"team_id": team_id, "pairing_id": pairing_id}).all()
