"""What asking and deciding share: rows made, read as facts, and shown."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.core.notice import Wanted
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile, show_open_homes
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules import Fit, Offer, Pool, Proposal, Proposals, Reason
from app.features.matching.rules.groups import places_for_groups
from app.features.matching.rules.messages import offer_messages, talk
from app.features.matching.rules.waiting import pool
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

TRELLIS = "trellis"


def new_row(cohort: Cohort, mentee: int, mentor: int, fit: Fit, now: datetime) -> records.ProposalRow:
    """Return a proposal that nobody has decided on."""
    return records.ProposalRow(
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        mentee_application_id=mentee,
        mentor_application_id=mentor,
        score=fit.score,
        reasons=[[one.code, dict(one.facts)] for one in fit.reasons],
        proposed_at=now,
    )


def to_decide_on(tx: Transaction, cohort: Cohort) -> Proposals:
    """Return what waits for a coordinator's decision, and who is left over."""
    row = records.run_of(tx, cohort.team_id, cohort.id)
    found = [one for one in of_cohort(tx, cohort) if one.is_undecided]
    return Proposals(
        cohort=cohort,
        number=row.number if row is not None else 0,
        undecided=found,
        left_over=[(str(one[0]), str(one[1])) for one in row.left_over] if row is not None else [],
        waiting=frozenset(str(one[0]) for one in row.left_over if one[2:] == ["mentee"])
        if row is not None
        else frozenset(),
    )


def tell_coordinators(tx: Transaction, facts: Proposal, cohort: Cohort, kind: str, now: datetime) -> None:
    """Tell the coordinators' channel what became of a proposal."""
    want = Wanted(
        key=f"proposal:{facts.id}:{kind}",
        kind=kind,
        to=cohort.coordinators_channel,
        due=now,
        about={"proposal": facts.id},
    )
    plan(tx, team_id=cohort.team_id, subject=f"proposal:{facts.id}", wanted=want, now=now)


def plan_offer(tx: Transaction, row: records.OfferRow, now: datetime) -> None:
    """Bring an offer's messages in line with what it is now."""
    made = offer_of(row)
    messages = [*offer_messages(made)]
    if made.talked_at is not None:
        messages += talk(made, proposal_of(tx, records.proposal(tx, row.team_id, row.proposal_id)))
    reconcile(tx, team_id=row.team_id, subject=f"offer:{row.id}", wanted=messages, now=now)


def pool_of(tx: Transaction, cohort: Cohort, known: Sequence[Application] | None = None) -> Pool:
    """Return everybody who can be matched now; `known` are the cohort's applications, if they were read already."""
    found = known if known is not None else joining.applications_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    gone = {(one.team_id, one.user_id) for one in people.gone(tx)}
    here = [one for one in found if one.is_in and (one.team_id, one.user_id) not in gone]
    running = pairings.pairings_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    proposals, resting = of_cohort(tx, cohort, found), records.resting(tx, cohort.team_id, cohort.id)
    handbook = programmes.handbook_of(tx, cohort)
    free = pool(here, running, proposals, resting, handbook.matching.most_pairings)
    free = replace(free, waited=rounds_waited(tx, cohort, free.mentees))
    if handbook.matching.group is None:
        return free
    mentors = [one for one in here if one.role == "mentor"]
    places = places_for_groups(mentors, running, proposals, resting, handbook)
    return replace(free, mentors=tuple(one for one in mentors if one.id in places), places=places)


def may_be_asked(tx: Transaction, cohort: Cohort, mentor: str) -> bool:
    """Whether a mentor has fewer open questions than the handbook allows at a time."""
    most = programmes.handbook_of(tx, cohort).matching.open_offers
    return records.open_to_mentor(tx, cohort.team_id, cohort.id, mentor) < most


def rounds_waited(tx: Transaction, cohort: Cohort, mentees: Sequence[Application]) -> dict[int, int]:
    """Return how many rounds of the programme left each mentee over, by their application; most have none."""
    users = {one.user_id for one in mentees}
    counted = records.rounds(tx, cohort.team_id, cohort.programme, users) if users else {}
    return {one.id: counted[one.user_id] for one in mentees if counted.get(one.user_id)}


def of_cohort(tx: Transaction, cohort: Cohort, known: Sequence[Application] | None = None) -> list[Proposal]:
    """Return all proposals of a cohort, best first; `known` are its applications, if they were read already."""
    found = known if known is not None else joining.applications_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    by_id = {one.id: one for one in found}
    return [
        facts(row, by_id[row.mentee_application_id], by_id[row.mentor_application_id])
        for row in records.proposals(tx, cohort.team_id, cohort.id)
    ]


def proposal_of(tx: Transaction, row: records.ProposalRow) -> Proposal:
    """Return a proposal with its applications as they are now."""
    mentee, mentor = (
        joining.application(tx, team_id=row.team_id, application_id=one)
        for one in (row.mentee_application_id, row.mentor_application_id)
    )
    return facts(row, mentee, mentor)


def facts(row: records.ProposalRow, mentee: Application, mentor: Application) -> Proposal:
    """Return a proposal as facts."""
    return Proposal(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        mentee=mentee,
        mentor=mentor,
        score=row.score,
        reasons=tuple(Reason(code, facts) for code, facts in row.reasons),
        accepted_at=row.accepted_at,
        forbidden_at=row.forbidden_at,
        superseded_at=row.superseded_at,
        ended_at=row.ended_at,
        pairing_id=row.pairing_id,
        bundle=row.bundle,
        joins=row.joins,
        shared_at=row.shared_at,
        pinned_at=row.pinned_at,
        wave=row.wave_id,
    )


def offer_of(row: records.OfferRow) -> Offer:
    """Return an offer as facts."""
    return Offer(
        id=row.id,
        team_id=row.team_id,
        proposal_id=row.proposal_id,
        user_id=row.user_id,
        role=row.role,
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        declined_at=row.declined_at,
        declined_how=row.declined_how,
        lapsed_at=row.lapsed_at,
        talked_at=row.talked_at,
    )


def show(tx: Transaction, cohort: Cohort, users: Iterable[str], now: datetime) -> None:
    """Show the desks of a cohort, and the Homes of some, anew."""
    watchers = people.coordinators_of(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    show_open_homes(tx, team_id=cohort.team_id, users=[*watchers, *users], now=now)


def mark_matched(tx: Transaction, one: Application, now: datetime) -> None:
    """Note that an applicant is in a pairing now, and has waited for nothing any more."""
    if one.role == "mentee":
        programme = programmes.cohort(tx, team_id=one.team_id, cohort_id=one.cohort_id).programme
        records.settle(tx, one.team_id, programme, one.user_id, now)
    joining.mark_matched(
        tx, team_id=one.team_id, cohort_id=one.cohort_id, user_id=one.user_id, role=one.role, matched=True, now=now
    )
