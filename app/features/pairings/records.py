"""Pairings and their people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, bindparam, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.database.base import Base
from app.database.session import Transaction, asked_once, locked, seen


class PairingRow(Base):
    """One mentor with one or more mentees."""

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),
        Index("ix_pairings_cohort", "team_id", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    mentor: Mapped[str]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_why: Mapped[str | None]
    graduated_at: Mapped[datetime | None]
    seats: Mapped[list["PairingSeat"]] = relationship(order_by="PairingSeat.id", lazy="selectin")


class PairingSeat(Base):
    """One person in a pairing, the mentor too; whoever left a group keeps a seat that says so."""

    __tablename__ = "pairing_seats"
    __table_args__ = (
        CheckConstraint("role IN ('mentee', 'mentor')", name="role_known"),
        Index("ix_pairing_seats_person", "team_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    user_id: Mapped[str]
    role: Mapped[str]
    joined_at: Mapped[datetime | None]
    """None for a seat that is as old as the pairing."""
    left_at: Mapped[datetime | None]
    left_why: Mapped[str | None]


_BY_ID = locked(
    select(PairingRow).where(PairingRow.team_id == bindparam("team_id"), PairingRow.id == bindparam("pairing_id"))
)


_WITH_SEATS = (joinedload(PairingRow.seats),)


@asked_once
def by_id(tx: Transaction, team_id: str, pairing_id: int, *, lock: bool = False) -> PairingRow | None:
    """Return a pairing of this workspace; locked for whoever changes it."""
    if not lock:
        return seen(tx, PairingRow, pairing_id, team_id, together=_WITH_SEATS)
    return tx.scalar(_BY_ID, {"team_id": team_id, "pairing_id": pairing_id})


_SEATS_OF = select(PairingSeat.pairing_id).where(
    PairingSeat.team_id == bindparam("team_id"), PairingSeat.user_id == bindparam("user_id")
)
_LIVE_OF_PERSON = (
    select(PairingRow)
    .where(PairingRow.team_id == bindparam("team_id"), PairingRow.ended_at.is_(None))
    .where(PairingRow.id.in_(_SEATS_OF.where(PairingSeat.left_at.is_(None))))
    .order_by(PairingRow.id)
)
_EVER_OF_PERSON = (
    select(PairingRow)
    .where(PairingRow.team_id == bindparam("team_id"), PairingRow.id.in_(_SEATS_OF))
    .order_by(PairingRow.id)
)


@asked_once
def live_of_person(tx: Transaction, team_id: str, user_id: str) -> Sequence[PairingRow]:
    """Return the living pairings of a person, oldest first."""
    return tx.scalars(_LIVE_OF_PERSON, {"team_id": team_id, "user_id": user_id}).all()


@asked_once
def ever_of_person(tx: Transaction, team_id: str, user_id: str) -> Sequence[PairingRow]:
    """Return every pairing that a person is or was in, oldest first."""
    return tx.scalars(_EVER_OF_PERSON, {"team_id": team_id, "user_id": user_id}).all()


_OF_COHORT = (
    select(PairingRow)
    .where(PairingRow.team_id == bindparam("team_id"), PairingRow.cohort_id == bindparam("cohort_id"))
    .order_by(PairingRow.id)
)


@asked_once
def of_cohort(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[PairingRow]:
    """Return all pairings of a cohort, ended ones too, oldest first."""
    return tx.scalars(_OF_COHORT, {"team_id": team_id, "cohort_id": cohort_id}).all()


def next_live(tx: Transaction, team_id: str, cohort_id: int, after: int, most: int) -> Sequence[PairingRow]:
    """Return the next living pairings of a cohort behind a number, in order."""
    return tx.scalars(
        select(PairingRow)
        .where(PairingRow.team_id == team_id, PairingRow.cohort_id == cohort_id)
        .where(PairingRow.ended_at.is_(None), PairingRow.id > after)
        .order_by(PairingRow.id)
        .limit(most)
    ).all()


def how_many_live(tx: Transaction, team_id: str, cohort_id: int) -> int:
    """Count the living pairings of a cohort."""
    counted = select(func.count()).where(PairingRow.team_id == team_id, PairingRow.cohort_id == cohort_id)
    return tx.scalar(counted.where(PairingRow.ended_at.is_(None))) or 0
