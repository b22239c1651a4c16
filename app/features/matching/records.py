"""Proposals, offers, and the last run of matching."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.database.base import Base
from app.database.session import Transaction, insert_or_ignore

WORK_OUTCOMES = ("done", "cancelled", "overtaken", "failed")
OPEN = text("settled_at IS NULL")


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
    summary: Mapped[dict[str, Any] | None]
    """How good the whole is: `rules/whole.py: Summary`."""
    changes: Mapped[list[Any] | None]
    """What became of the proposals of the run before: the fields of `rules/whole.py: Change`."""


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
    pinned_at: Mapped[datetime | None]
    """When a coordinator decided that the next runs keep it."""
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("matching_waves.id", name="fk_proposals_wave"))
    """Accepted, and waiting for its turn in this wave of offers."""


class WorkRow(Base):
    """A run of matching that takes longer than somebody waits: the clock works on it, one in a cohort at a time."""

    __tablename__ = "matching_work"
    __table_args__ = (
        CheckConstraint(f"outcome IN {WORK_OUTCOMES}", name="outcome_known"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_has_outcome"),
        CheckConstraint("(claimed_by IS NULL) = (lease_until IS NULL)", name="claim_has_lease"),
        Index(
            "ix_matching_work_open",
            "team_id",
            "cohort_id",
            unique=True,
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    number: Mapped[int]
    """Of the last run when this one read its facts: if it has changed since, the result is of no use."""
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    people: Mapped[int]
    step: Mapped[str | None]
    share: Mapped[float]
    attempts: Mapped[int]
    claimed_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class WaveRow(Base):
    """Accepted proposals whose offers go out some at a time; one in a cohort at a time."""

    __tablename__ = "matching_waves"
    __table_args__ = (
        CheckConstraint("size >= 1", name="size_positive"),
        CheckConstraint("hour >= 0 AND hour < 24", name="hour_of_day"),
        Index(
            "ix_matching_waves_open",
            "team_id",
            "cohort_id",
            unique=True,
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    size: Mapped[int]
    hour: Mapped[int | None]
    """On the cohort's clock, once a day; None: as fast as the clock gets round to it."""
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    next_at: Mapped[datetime]
    sent: Mapped[int]
    settled_at: Mapped[datetime | None]
    batch_id: Mapped[int | None]
    """The bulk work in which whoever accepted them all follows it; None for offers that go out day by day."""


class PlaceRow(Base):
    """A mentor asked for one more place than they offered; once in a run."""

    __tablename__ = "extra_places"
    __table_args__ = (
        CheckConstraint("accepted_at IS NULL OR declined_at IS NULL", name="one_answer"),
        UniqueConstraint("team_id", "cohort_id", "number", "mentor_application_id", name="uq_extra_places_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    number: Mapped[int]
    mentor_application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    mentee_application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


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


_PROPOSAL = (
    select(ProposalRow)
    .where(ProposalRow.team_id == bindparam("team_id"), ProposalRow.id == bindparam("proposal_id"))
    .execution_options(populate_existing=True)
)


def proposal(tx: Transaction, team_id: str, proposal_id: int) -> ProposalRow:
    """Return a proposal that exists, as it is now; whoever changes it holds its cohort's run."""
    return tx.scalars(_PROPOSAL, {"team_id": team_id, "proposal_id": proposal_id}).one()


def proposals(tx: Transaction, team_id: str, cohort_id: int) -> Sequence[ProposalRow]:
    """Return the proposals of a cohort that still say something, best first.

    One that a newer run replaced, and that nobody had decided on, says nothing: there are many of them.
    """
    replaced = ProposalRow.superseded_at.is_not(None) & ProposalRow.accepted_at.is_(None)
    return tx.scalars(
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id)
        .where(~replaced | ProposalRow.forbidden_at.is_not(None))
        .order_by(ProposalRow.score.desc(), ProposalRow.id)
    ).all()


def is_undecided(row: ProposalRow) -> bool:
    """Whether no coordinator has decided on a proposal, and no newer run replaced it."""
    return row.accepted_at is None and row.forbidden_at is None and row.superseded_at is None


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


@dataclass(frozen=True)
class OpenOffer:
    """An offer that nobody has answered, with what the clock must know of it."""

    id: int
    team_id: str
    role: str
    expires_at: datetime
    cohort_id: int
    mentee: int
    mentor: int
    bundle: int | None


_OPEN_OFFERS = (
    select(
        OfferRow.id,
        OfferRow.team_id,
        OfferRow.role,
        OfferRow.expires_at,
        ProposalRow.cohort_id,
        ProposalRow.mentee_application_id,
        ProposalRow.mentor_application_id,
        ProposalRow.bundle,
    )
    .join(ProposalRow, OfferRow.proposal_id == ProposalRow.id)
    .where(OfferRow.accepted_at.is_(None), OfferRow.declined_at.is_(None), OfferRow.lapsed_at.is_(None))
    .order_by(OfferRow.id)
)


def open_offers(tx: Transaction) -> list[OpenOffer]:
    """Return the open offers of all workspaces, for the clock; `mentee` and `mentor` are their applications."""
    return [OpenOffer(*row) for row in tx.connection().execute(_OPEN_OFFERS)]


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


def open_to_mentor(tx: Transaction, team_id: str, cohort_id: int, user_id: str) -> int:
    """Count the open offers that a mentor of a cohort has to answer."""
    return (
        tx.scalar(
            select(func.count())
            .select_from(OfferRow)
            .join(ProposalRow, OfferRow.proposal_id == ProposalRow.id)
            .where(OfferRow.team_id == team_id, OfferRow.user_id == user_id, OfferRow.role == "mentor")
            .where(ProposalRow.cohort_id == cohort_id)
            .where(OfferRow.accepted_at.is_(None), OfferRow.declined_at.is_(None), OfferRow.lapsed_at.is_(None))
        )
        or 0
    )


def held(tx: Transaction, team_id: str, cohort_id: int, mentor: int | None = None) -> Sequence[ProposalRow]:
    """Return the accepted proposals about which nobody is being asked and no mentor was, oldest first.

    Of a group only the first counts. Those that wait for their wave are not among them.

    Args:
        tx: the transaction.
        team_id: the workspace.
        cohort_id: of this cohort.
        mentor: those of one mentor's application only.
    """
    together = aliased(ProposalRow)
    about = (
        select(OfferRow.id)
        .join(together, OfferRow.proposal_id == together.id)
        .where(
            (together.id == ProposalRow.id)
            | (ProposalRow.bundle.is_not(None) & (together.bundle == ProposalRow.bundle))
        )
    )
    is_open = OfferRow.accepted_at.is_(None) & OfferRow.declined_at.is_(None) & OfferRow.lapsed_at.is_(None)
    found = (
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id)
        .where(ProposalRow.accepted_at.is_not(None), ProposalRow.ended_at.is_(None))
        .where(ProposalRow.superseded_at.is_(None), ProposalRow.pairing_id.is_(None), ProposalRow.wave_id.is_(None))
        .where(ProposalRow.bundle.is_(None) | (ProposalRow.bundle == ProposalRow.id))
        .where(~about.where((OfferRow.role == "mentor") | is_open).exists())
        .order_by(ProposalRow.accepted_at, ProposalRow.id)
        .execution_options(populate_existing=True)
    )
    if mentor is not None:
        found = found.where(ProposalRow.mentor_application_id == mentor)
    return tx.scalars(found).all()


def underway_for(tx: Transaction, team_id: str, application_id: int) -> bool:
    """Whether a mentee's match is accepted and has become neither a pairing nor nothing."""
    return bool(
        tx.scalar(
            select(ProposalRow.id)
            .where(ProposalRow.team_id == team_id, ProposalRow.mentee_application_id == application_id)
            .where(ProposalRow.accepted_at.is_not(None), ProposalRow.ended_at.is_(None))
            .where(ProposalRow.superseded_at.is_(None), ProposalRow.pairing_id.is_(None))
            .limit(1)
        )
    )


def resting(tx: Transaction, team_id: str, cohort_id: int) -> dict[str, datetime]:
    """Return when each mentor last said that they want no more mentees for now."""
    rows = tx.execute(
        select(OfferRow.user_id, OfferRow.declined_at)
        .join(ProposalRow, OfferRow.proposal_id == ProposalRow.id)
        .where(OfferRow.team_id == team_id, ProposalRow.cohort_id == cohort_id, OfferRow.declined_how == "no_more")
        .order_by(OfferRow.declined_at)
    )
    return {user: at for user, at in rows if at is not None}


def open_work(tx: Transaction, team_id: str, cohort_id: int) -> WorkRow | None:
    """Return the run that the clock works on, or will; whoever changes it holds its cohort's run."""
    return tx.scalar(
        select(WorkRow)
        .where(WorkRow.team_id == team_id, WorkRow.cohort_id == cohort_id, WorkRow.settled_at.is_(None))
        .execution_options(populate_existing=True)
    )


def work(tx: Transaction, work_id: int) -> WorkRow:
    """Return a run that the clock works on, as it is now."""
    return tx.scalars(select(WorkRow).where(WorkRow.id == work_id).execution_options(populate_existing=True)).one()


# Asked every second, so put together once.
_UNCLAIMED = (
    select(WorkRow)
    .where(WorkRow.settled_at.is_(None))
    .where(WorkRow.lease_until.is_(None) | (WorkRow.lease_until <= bindparam("now")))
    .order_by(WorkRow.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def unclaimed_work(tx: Transaction, now: datetime) -> WorkRow | None:
    """Return work that nobody is at, oldest first, held until the end of the transaction."""
    return tx.scalar(_UNCLAIMED, {"now": now})


def go_on_with(tx: Transaction, work_id: int, me: str, *, step: str, share: float, lease_until: datetime) -> bool:
    """Note how far the work is; False if it was cancelled or is somebody else's by now."""
    done = tx.connection().execute(
        update(WorkRow)
        .where(WorkRow.id == work_id, WorkRow.claimed_by == me, WorkRow.settled_at.is_(None))
        .values(step=step, share=share, lease_until=lease_until)
    )
    return bool(done.rowcount)


def open_wave(tx: Transaction, team_id: str, cohort_id: int) -> WaveRow | None:
    """Return the waves that a cohort's offers go out in; whoever changes it holds its cohort's run."""
    return tx.scalar(
        select(WaveRow)
        .where(WaveRow.team_id == team_id, WaveRow.cohort_id == cohort_id, WaveRow.settled_at.is_(None))
        .execution_options(populate_existing=True)
    )


_WAVES_DUE = (
    select(WaveRow).where(WaveRow.settled_at.is_(None), WaveRow.next_at <= bindparam("now")).order_by(WaveRow.id)
)


def waves_due(tx: Transaction, now: datetime) -> Sequence[WaveRow]:
    """Return the waves whose next offers are due, of all workspaces, for the clock."""
    return tx.scalars(_WAVES_DUE, {"now": now}).all()


def in_wave(tx: Transaction, team_id: str, cohort_id: int, wave_id: int) -> Sequence[ProposalRow]:
    """Return the proposals that wait in a wave, best first."""
    return tx.scalars(
        select(ProposalRow)
        .where(ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id, ProposalRow.wave_id == wave_id)
        .order_by(ProposalRow.score.desc(), ProposalRow.id)
        .execution_options(populate_existing=True)
    ).all()


def left_in_bulk(tx: Transaction, team_id: str, cohort_id: int, batch_id: int) -> int:
    """Return how many pairs and groups wait in the open wave that belongs to bulk work."""
    together = func.coalesce(-ProposalRow.bundle, ProposalRow.id)
    rows = (
        select(func.count(together.distinct()))
        .join(WaveRow, ProposalRow.wave_id == WaveRow.id)
        .where(ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id)
        .where(WaveRow.batch_id == batch_id, WaveRow.settled_at.is_(None))
    )
    return tx.scalar(rows) or 0


def beside(tx: Transaction, team_id: str, cohort_id: int) -> tuple[int, int]:
    """Return how many pairs and groups wait in a wave, and how many pairs are forbidden."""
    here = (ProposalRow.team_id == team_id, ProposalRow.cohort_id == cohort_id)
    together = func.coalesce(ProposalRow.bundle, ProposalRow.id)
    waiting = select(func.count(together.distinct())).where(*here, ProposalRow.wave_id.is_not(None))
    never = select(func.count()).where(*here, ProposalRow.forbidden_at.is_not(None))
    return tx.scalar(waiting) or 0, tx.scalar(never) or 0


def place(tx: Transaction, team_id: str, place_id: int) -> PlaceRow | None:
    """Return a question for one more place, as it is now."""
    return tx.scalar(
        select(PlaceRow)
        .where(PlaceRow.team_id == team_id, PlaceRow.id == place_id)
        .execution_options(populate_existing=True)
    )


def places_asked(tx: Transaction, team_id: str, cohort_id: int, number: int) -> Sequence[PlaceRow]:
    """Return the questions for one more place since a run."""
    return tx.scalars(
        select(PlaceRow)
        .where(PlaceRow.team_id == team_id, PlaceRow.cohort_id == cohort_id, PlaceRow.number == number)
        .order_by(PlaceRow.id)
    ).all()


class PostRow(Base):
    """A post that looks for mentors."""

    __tablename__ = "recruiting_posts"
    __table_args__ = (Index("ix_recruiting_posts_cohort", "team_id", "cohort_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    channel: Mapped[str]
    text: Mapped[str]
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]


def post(tx: Transaction, team_id: str, post_id: int) -> PostRow | None:
    """Return a post of this workspace."""
    return tx.scalar(select(PostRow).where(PostRow.team_id == team_id, PostRow.id == post_id))


def same_post(tx: Transaction, row: PostRow, since: datetime) -> PostRow | None:
    """Return a post with the same words in the same channel, if there is one since then."""
    return tx.scalar(
        select(PostRow)
        .where(PostRow.team_id == row.team_id, PostRow.cohort_id == row.cohort_id, PostRow.channel == row.channel)
        .where(PostRow.text == row.text, PostRow.sent_at > since)
    )


# -- mentees rank, mentors choose ------------------------------------------------------------------


class RankingRow(Base):
    """One time in a cohort in which mentees rank mentors; one at a time."""

    __tablename__ = "rankings"
    __table_args__ = (
        Index(
            "ix_rankings_open",
            "team_id",
            "cohort_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    until: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RankRow(Base):
    """What one mentee could rank, and did."""

    __tablename__ = "ranking_ranks"
    __table_args__ = (
        UniqueConstraint("team_id", "ranking_id", "application_id", name="uq_ranking_ranks_once"),
        CheckConstraint("(matched_at IS NULL) = (matched_with IS NULL)", name="matched_with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    ranking_id: Mapped[int] = mapped_column(ForeignKey("rankings.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[str]
    prepared: Mapped[bool]
    """Whether their mentors were looked for already; in a large cohort the clock does it, some at a time."""
    shortlist: Mapped[list[Any]]
    ranked: Mapped[list[Any]]
    ranked_at: Mapped[datetime | None]
    matched_at: Mapped[datetime | None]
    matched_with: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))


class TurnRow(Base):
    """A mentor's turn to choose among those who ranked them."""

    __tablename__ = "ranking_turns"
    __table_args__ = (
        UniqueConstraint("team_id", "ranking_id", "application_id", "number", name="uq_ranking_turns_once"),
        CheckConstraint("answered_at IS NULL OR lapsed_at IS NULL", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    ranking_id: Mapped[int] = mapped_column(ForeignKey("rankings.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    user_id: Mapped[str]
    mentees: Mapped[list[Any]]
    places: Mapped[int]
    chosen: Mapped[list[Any]]
    lost: Mapped[list[Any]]
    """Of those chosen in this turn or before it, who went to somebody dearer, and was told of here."""
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]


def open_ranking(tx: Transaction, team_id: str, cohort_id: int) -> RankingRow | None:
    """Return the ranking that goes on in a cohort; whoever changes it holds the cohort's run."""
    return tx.scalar(
        select(RankingRow)
        .where(RankingRow.team_id == team_id, RankingRow.cohort_id == cohort_id, RankingRow.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def ranking(tx: Transaction, team_id: str, ranking_id: int) -> RankingRow | None:
    """Return a ranking of this workspace, as it is now."""
    return tx.scalar(
        select(RankingRow)
        .where(RankingRow.team_id == team_id, RankingRow.id == ranking_id)
        .execution_options(populate_existing=True)
    )


def rank(tx: Transaction, team_id: str, rank_id: int) -> RankRow | None:
    """Return one mentee's part, as it is now."""
    return tx.scalar(
        select(RankRow)
        .where(RankRow.team_id == team_id, RankRow.id == rank_id)
        .execution_options(populate_existing=True)
    )


def ranks_in(tx: Transaction, team_id: str, ranking_id: int) -> Sequence[RankRow]:
    """Return every mentee's part in a ranking, as it is now."""
    return tx.scalars(
        select(RankRow)
        .where(RankRow.team_id == team_id, RankRow.ranking_id == ranking_id)
        .order_by(RankRow.id)
        .execution_options(populate_existing=True)
    ).all()


def ranks_of(tx: Transaction, team_id: str, ranking_id: int, applications: Sequence[int]) -> Sequence[RankRow]:
    """Return the parts of some mentees in a ranking."""
    return tx.scalars(
        select(RankRow).where(
            RankRow.team_id == team_id, RankRow.ranking_id == ranking_id, RankRow.application_id.in_(applications)
        )
    ).all()


def turn(tx: Transaction, team_id: str, turn_id: int) -> TurnRow | None:
    """Return one mentor's turn, as it is now."""
    return tx.scalar(
        select(TurnRow)
        .where(TurnRow.team_id == team_id, TurnRow.id == turn_id)
        .execution_options(populate_existing=True)
    )


def turns_in(tx: Transaction, team_id: str, ranking_id: int) -> Sequence[TurnRow]:
    """Return every mentor's turns in a ranking, as they are now, oldest first."""
    return tx.scalars(
        select(TurnRow)
        .where(TurnRow.team_id == team_id, TurnRow.ranking_id == ranking_id)
        .order_by(TurnRow.id)
        .execution_options(populate_existing=True)
    ).all()


_IS_UNPREPARED = exists().where(RankRow.ranking_id == RankingRow.id, RankRow.prepared.is_(False))
_HAS_LATE_TURN = exists().where(
    TurnRow.ranking_id == RankingRow.id,
    TurnRow.answered_at.is_(None),
    TurnRow.lapsed_at.is_(None),
    TurnRow.until <= bindparam("now"),
)
_RANKINGS_DUE = (
    select(RankingRow)
    .where(RankingRow.ended_at.is_(None))
    .where(
        (RankingRow.closed_at.is_(None) & ((RankingRow.until <= bindparam("now")) | _IS_UNPREPARED)) | _HAS_LATE_TURN
    )
    .order_by(RankingRow.id)
)


def rankings_due(tx: Transaction, now: datetime) -> Sequence[RankingRow]:
    """Return the rankings for which the clock has something to do, of all workspaces."""
    return tx.scalars(_RANKINGS_DUE, {"now": now}).all()
