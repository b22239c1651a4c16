"""Proposals, offers, and the last run of matching."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, insert_or_ignore


class RunRow(Base):
    """The last run of matching in a cohort; locked while one is at work, so that two end well."""

    __tablename__ = "matching_runs"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    number: Mapped[int]
    left_over: Mapped[list[Any]]
    ran_at: Mapped[datetime | None]
    noted: Mapped[int | None]
    """The last run after which it was noted whom the round left over."""


class ProposalRow(Base):
    """A pair that matching suggested, and what a coordinator decided."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_by"),
        CheckConstraint("(forbidden_at IS NULL) = (forbidden_by IS NULL)", name="forbidden_by"),
        CheckConstraint("score >= 0 AND score <= 1", name="score_in_range"),
        Index("ix_proposals_cohort", "team_id", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    mentee_application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    mentor_application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    score: Mapped[float]
    reasons: Mapped[list[Any]]
    proposed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    forbidden_at: Mapped[datetime | None]
    forbidden_by: Mapped[str | None]
    superseded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it came to nothing before there was a pairing: declined, or lapsed."""
    pairing_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"))
    bundle: Mapped[int | None]
    """What the proposals of one group share: the id of the first."""
    joins: Mapped[int | None] = mapped_column(ForeignKey("pairings.id", name="fk_proposals_joins"))
    """The running group that the mentee would join."""
    shared_at: Mapped[datetime | None]
    """The hour of the cohort's first week that the whole group shares."""


class OfferRow(Base):
    """A proposal put to one person."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("declined_how IN ('not_now', 'no_more')", name="declined_how_known"),
        CheckConstraint("(declined_at IS NULL) = (declined_how IS NULL)", name="declined_how"),
        Index("ix_offers_proposal", "team_id", "proposal_id"),
        Index("ix_offers_person", "team_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    user_id: Mapped[str]
    role: Mapped[str]
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_how: Mapped[str | None]
    lapsed_at: Mapped[datetime | None]
    talked_at: Mapped[datetime | None]


class SecondRow(Base):
    """A mentor asked to join a running pairing."""

    __tablename__ = "second_mentors"
    __table_args__ = (
        CheckConstraint("accepted_at IS NULL OR declined_at IS NULL", name="one_answer"),
        Index("ix_second_mentors_pairing", "team_id", "pairing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    user_id: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


class LeftRow(Base):
    """A mentee whom matching left over in a cohort, until they find somebody."""

    __tablename__ = "left_over"
    __table_args__ = (Index("ix_left_over_person", "team_id", "user_id", "programme"),)

    team_id: Mapped[str] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    programme: Mapped[str]
    rounds: Mapped[int]
    """How many rounds went out without them."""
    code: Mapped[str]
    closed_at: Mapped[datetime | None]
    """When the cohort ended without them."""
    settled_at: Mapped[datetime | None]
    """When they found somebody."""


def left(tx: Transaction, team_id: str, cohort_id: int, user_id: str) -> LeftRow | None:
    """Return what is known of somebody left over in a cohort."""
    return tx.get(LeftRow, (team_id, cohort_id, user_id))


def left_in(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[LeftRow]:
    """Return everybody who was left over in a cohort, also those who found somebody since."""
    return tx.scalars(select(LeftRow).where(LeftRow.team_id == team_id, LeftRow.cohort_id == cohort_id)).all()


def rounds(tx: Transaction, team_id: str, programme: str, users: Collection[str]) -> dict[str, int]:
    """Return how many rounds of a programme, in all its cohorts, went out without each of these people."""
    counted = (
        select(LeftRow.user_id, func.sum(LeftRow.rounds))
        .where(LeftRow.team_id == team_id, LeftRow.programme == programme, LeftRow.settled_at.is_(None))
        .group_by(LeftRow.user_id)
    )
    if len(users) == 1:
        counted = counted.where(LeftRow.user_id.in_(users))
    return {user: int(many) for user, many in tx.execute(counted) if user in users}


def settle(tx: Transaction, team_id: str, programme: str, user_id: str, now: datetime) -> None:
    """Note that somebody found a partner in a programme: they have waited for no round any more."""
    tx.execute(
        update(LeftRow)
        .where(LeftRow.team_id == team_id, LeftRow.user_id == user_id, LeftRow.programme == programme)
        .where(LeftRow.settled_at.is_(None))
        .values(settled_at=now)
    )


def second(tx: Transaction, team_id: str, second_id: int) -> SecondRow | None:
    """Return a question to a second mentor."""
    return tx.scalar(select(SecondRow).where(SecondRow.team_id == team_id, SecondRow.id == second_id))


def open_second(tx: Transaction, team_id: str, pairing_id: int, user_id: str, now: datetime) -> SecondRow | None:
    """Return the open question to somebody about a pairing."""
    return tx.scalar(
        select(SecondRow)
        .where(SecondRow.team_id == team_id, SecondRow.pairing_id == pairing_id, SecondRow.user_id == user_id)
        .where(SecondRow.accepted_at.is_(None), SecondRow.declined_at.is_(None), SecondRow.expires_at > now)
    )


def lock_run(tx: Transaction, team_id: str, cohort_id: int) -> RunRow:
    """Return the cohort's run, held until the end of the transaction."""
    row = {"team_id": team_id, "cohort_id": cohort_id, "number": 0, "left_over": [], "ran_at": None, "noted": None}
    insert_or_ignore(tx, RunRow, [row])
    return tx.scalars(
        select(RunRow).where(RunRow.team_id == team_id, RunRow.cohort_id == cohort_id).with_for_update()
    ).one()


def run_of(tx: Transaction, team_id: str, cohort_id: int) -> RunRow | None:
    """Return the cohort's last run, or None if there was none."""
    return tx.get(RunRow, (team_id, cohort_id))


def cohort_of(tx: Transaction, team_id: str, proposal_id: int) -> int | None:
    """Return the cohort of a proposal, or None if there is no such proposal here."""
    return tx.scalar(select(ProposalRow.cohort_id).where(ProposalRow.team_id == team_id, ProposalRow.id == proposal_id))


def proposal(tx: Transaction, team_id: str, proposal_id: int) -> ProposalRow:
    """Return a proposal that exists, as it is now; whoever changes it holds its cohort's run."""
    return tx.scalars(
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.id == proposal_id)
        .execution_options(populate_existing=True)
    ).one()


def proposals(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[ProposalRow]:
    """Return all proposals of a cohort, best first."""
    return tx.scalars(
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id)
        .order_by(ProposalRow.score.desc(), ProposalRow.id)
    ).all()


def of_bundle(tx: Transaction, team_id: str, cohort_id: int, bundle: int) -> Sequence[ProposalRow]:
    """Return the proposals of one group, as they are now; whoever changes them holds their cohort's run."""
    return tx.scalars(
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id, ProposalRow.bundle == bundle)
        .order_by(ProposalRow.id)
        .execution_options(populate_existing=True)
    ).all()


def of_pairing(tx: Transaction, team_id: str, pairing_id: int) -> Sequence[ProposalRow]:
    """Return the proposals that became a pairing: one, or one for each mentee of a group."""
    return tx.scalars(
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.pairing_id == pairing_id)
        .order_by(ProposalRow.id)
    ).all()


def offer_place(tx: Transaction, team_id: str, offer_id: int) -> tuple[int, str] | None:
    """Return the cohort of an offer and who was asked, or None if there is no such offer here."""
    found = tx.execute(
        select(ProposalRow.cohort_id, OfferRow.user_id)
        .join(ProposalRow, OfferRow.proposal_id == ProposalRow.id)
        .where(OfferRow.team_id == team_id, OfferRow.id == offer_id)
    ).first()
    return (found[0], found[1]) if found is not None else None


def offer(tx: Transaction, team_id: str, offer_id: int) -> OfferRow:
    """Return an offer that exists, as it is now; whoever changes it holds its cohort's run."""
    return tx.scalars(
        select(OfferRow)
        .where(OfferRow.team_id == team_id, OfferRow.id == offer_id)
        .execution_options(populate_existing=True)
    ).one()


def offers_of(tx: Transaction, team_id: str, proposal_ids: Sequence[int]) -> Sequence[OfferRow]:
    """Return the offers of proposals, oldest first."""
    return tx.scalars(
        select(OfferRow)
        .where(OfferRow.team_id == team_id, OfferRow.proposal_id.in_(proposal_ids))
        .order_by(OfferRow.id)
    ).all()


def open_offers(tx: Transaction) -> Sequence[OfferRow]:
    """Return the open offers of all workspaces, for the clock."""
    return tx.scalars(
        select(OfferRow)
        .where(OfferRow.accepted_at.is_(None), OfferRow.declined_at.is_(None), OfferRow.lapsed_at.is_(None))
        .order_by(OfferRow.id)
    ).all()


def open_offers_about(tx: Transaction, team_id: str, application_ids: Sequence[int]) -> Sequence[OfferRow]:
    """Return the open offers in which one of these applications is to be matched."""
    return tx.scalars(
        select(OfferRow)
        .join(ProposalRow, OfferRow.proposal_id == ProposalRow.id)
        .where(OfferRow.team_id == team_id)
        .where(
            ProposalRow.mentee_application_id.in_(application_ids)
            | ProposalRow.mentor_application_id.in_(application_ids)
        )
        .where(OfferRow.accepted_at.is_(None), OfferRow.declined_at.is_(None), OfferRow.lapsed_at.is_(None))
        .order_by(OfferRow.id)
    ).all()


def resting(tx: Transaction, team_id: str, cohort_id: int) -> dict[str, datetime]:
    """Return when each mentor last said that they want no more mentees for now."""
    rows = tx.execute(
        select(OfferRow.user_id, OfferRow.declined_at)
        .join(ProposalRow, OfferRow.proposal_id == ProposalRow.id)
        .where(OfferRow.team_id == team_id, ProposalRow.cohort_id == cohort_id, OfferRow.declined_how == "no_more")
        .order_by(OfferRow.declined_at)
    )
    return {user: at for user, at in rows if at is not None}
