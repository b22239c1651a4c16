"""Those who are asked: their answers, the next in line, and the beginning of a pairing."""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile
from app.features.care import usecases as care
from app.features.joining import usecases as joining
from app.features.matching import records
from app.features.matching.rules import Fit, Offer, Pool, Proposal
from app.features.matching.rules.messages import pairing_messages
from app.features.matching.rules.terms import fits_in
from app.features.matching.rules.waiting import places_of
from app.features.matching.usecases import groups, waiting
from app.features.matching.usecases.common import (
    TRELLIS,
    mark_matched,
    may_be_asked,
    new_row,
    of_cohort,
    offer_of,
    plan_offer,
    pool_of,
    proposal_of,
    show,
    tell_coordinators,
)
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


def answer(tx: Transaction, *, team_id: str, by: str, offer_id: int, said: str, now: datetime) -> Offer:
    """Take somebody's answer to an offer; the same answer twice changes nothing.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who answers.
        offer_id: which offer.
        said: `yes`, `not_now`, or `no_more` (a mentor wants no more mentees for now).
        now: the present instant, UTC.

    Raises:
        Refusal: if somebody else was asked, the answer was another before, or the offer has run out.
    """
    found = records.offer_place(tx, team_id, offer_id)
    if found is None or found[1] != by:
        raise Refusal("matching.not-asked")
    records.lock_run(tx, team_id, found[0])
    row = records.offer(tx, team_id, offer_id)
    before = "yes" if row.accepted_at is not None else row.declined_how
    if before is not None:
        if before != said:
            raise Refusal("matching.answered")
        return offer_of(row)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=found[0])
    proposal = records.proposal(tx, team_id, row.proposal_id)
    if row.lapsed_at is not None or row.expires_at <= now or cohort.closed_at is not None:
        raise Refusal("matching.lapsed")
    if said == "yes":
        row.accepted_at = now
        tx.flush()
        follow = groups.go_on if proposal.bundle is not None else ask_next
        follow(tx, proposal, cohort, now)
    else:
        row.declined_at, row.declined_how = now, said
        proposal.ended_at = now
        tx.flush()
        _come_to_nothing(tx, proposal, cohort, row.role, now)
    plan_offer(tx, row, now)
    if row.role == "mentor":
        _release(tx, cohort, proposal, now)
    return offer_of(row)


def ask_next(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    """Ask the next person in the handbook's order; when all have said yes, the pairing begins."""
    waiting.note_round(tx, cohort, row)
    facts = proposal_of(tx, row)
    handbook = programmes.handbook_of(tx, cohort)
    said_yes = {one.role for one in records.offers_of(tx, cohort.team_id, [row.id]) if one.accepted_at is not None}
    to_ask = [role for role in handbook.matching.consent if role not in said_yes]
    if not to_ask:
        if row.joins is not None:
            groups.join(tx, row, cohort, now)
            for offer in records.offers_of(tx, cohort.team_id, [row.id]):
                plan_offer(tx, offer, now)
        else:
            begin_pair(tx, row, cohort, now, asked=set(handbook.matching.consent) == {"mentor", "mentee"})
        return
    if to_ask[0] == "mentor" and not may_be_asked(tx, cohort, facts.mentor.user_id):
        show(tx, cohort, [facts.mentee.user_id], now)
        return
    made = records.OfferRow(
        team_id=cohort.team_id,
        proposal_id=row.id,
        user_id=facts.of(to_ask[0]).user_id,
        role=to_ask[0],
        offered_at=now,
        expires_at=now + timedelta(days=handbook.matching.offer_days),
    )
    tx.add(made)
    tx.flush()
    plan_offer(tx, made, now)
    show(tx, cohort, [facts.mentee.user_id, facts.mentor.user_id], now)


def begin_pair(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime, *, asked: bool) -> None:
    """Begin a pairing from a proposal to which nobody has anything to say any more; the caller holds the run.

    `asked` says whether its people said yes themselves; otherwise the coordinators decided.
    """
    facts = proposal_of(tx, row)
    mentor, mentee = facts.mentor, facts.mentee
    pairing = pairings.begin(
        tx, team_id=cohort.team_id, cohort_id=cohort.id, mentor=mentor.user_id, mentees=(mentee.user_id,), now=now
    )
    row.pairing_id = pairing.id
    tx.flush()
    public = mentor.may_be_mentioned and mentee.may_be_mentioned
    messages = pairing_messages(pairing, cohort, public=public, asked=asked)
    reconcile(tx, team_id=cohort.team_id, subject=f"pairing:{pairing.id}", wanted=messages, now=now)
    care.set_out(tx, pairing=pairing, now=now)
    for one in (mentor, mentee):
        mark_matched(tx, one, now)
    for offer in records.offers_of(tx, cohort.team_id, [row.id]):
        plan_offer(tx, offer, now)


def _come_to_nothing(tx: Transaction, row: records.ProposalRow, cohort: Cohort, role: str, now: datetime) -> None:
    """Tell whom it concerns that a match did not come about, and look for the next in line.

    Args:
        tx: the transaction.
        row: the proposal, ended.
        cohort: its cohort.
        role: who declined or let it run out.
        now: the present instant, UTC.
    """
    if row.bundle is not None:
        groups.come_to_nothing(tx, row, cohort, role, now)
        return
    facts = proposal_of(tx, row)
    about = {"proposal": row.id}
    for offer in records.offers_of(tx, cohort.team_id, [row.id]):
        if offer.role != role and offer.accepted_at is not None:
            want = Wanted(
                key=f"proposal:{row.id}:sorry:{offer.user_id}",
                kind="matching.sorry",
                to=offer.user_id,
                due=now,
                about=about,
            )
            plan(tx, team_id=cohort.team_id, subject=f"proposal:{row.id}", wanted=want, now=now)
        plan_offer(tx, offer, now)
    if role == "mentor" and row.joins is None:
        _pass_on(tx, facts, cohort, now)
    elif facts.mentee.is_in:
        tell_coordinators(tx, facts, cohort, "matching.mentee_declined", now)
    show(tx, cohort, [facts.mentee.user_id, facts.mentor.user_id], now)


def _pass_on(tx: Transaction, facts: Proposal, cohort: Cohort, now: datetime) -> None:
    """Ask the mentor who fits the mentee next best."""
    free = pool_of(tx, cohort)
    if facts.mentee.id not in {one.id for one in free.mentees}:
        return
    one_mentee = Pool((facts.mentee,), free.mentors, free.places, free.apart)
    verdicts = fits_in(one_mentee, cohort, programmes.handbook_of(tx, cohort))
    # Somebody whom a coordinator is about to decide on for another mentee is not taken away meanwhile.
    promised = [one.mentor.id for one in of_cohort(tx, cohort) if one.is_undecided]
    fits = {
        pair: one
        for pair, one in verdicts.items()
        if isinstance(one, Fit) and free.places[pair[1]] > promised.count(pair[1])
    }
    if not fits:
        tell_coordinators(tx, facts, cohort, "matching.nobody_left", now)
        return
    (mentee, mentor), fit = max(fits.items(), key=lambda one: (one[1].score, -one[0][1]))
    row = new_row(cohort, mentee, mentor, fit, now)
    row.accepted_at, row.accepted_by = now, TRELLIS
    tx.add(row)
    tx.flush()
    ask_next(tx, row, cohort, now)


def held(tx: Transaction, *, cohort: Cohort, most: int) -> tuple[int, list[Proposal]]:
    """Return how many accepted proposals wait until their mentor has answered others, and the first of them.

    The caller has checked who asks.
    """
    if "mentor" not in programmes.handbook_of(tx, cohort).matching.consent:
        return 0, []
    rows = records.held(tx, cohort.team_id, cohort.id)
    return len(rows), [proposal_of(tx, row) for row in rows[:most]]


def _release(tx: Transaction, cohort: Cohort, answered: records.ProposalRow, now: datetime) -> None:
    """Ask a mentor about the next proposals that waited for their answer; without them, look for the next in line."""
    gone = {one.user_id for one in people.gone(tx) if one.team_id == cohort.team_id}
    for row in records.held(tx, cohort.team_id, cohort.id, answered.mentor_application_id):
        facts = proposal_of(tx, row)
        mentor = facts.mentor.user_id
        said_no_more = records.resting(tx, cohort.team_id, cohort.id).get(mentor)
        if not facts.mentor.is_in or mentor in gone or places_of(facts.mentor, said_no_more, 1) < 1:
            row.superseded_at = now
            tx.flush()
            _come_to_nothing(tx, row, cohort, "mentor", now)
        elif row.bundle is None and (not facts.mentee.is_in or facts.mentee.user_id in gone):
            row.superseded_at = now
            tx.flush()
            show(tx, cohort, [mentor], now)
        elif may_be_asked(tx, cohort, mentor):
            follow = groups.go_on if row.bundle is not None else ask_next
            follow(tx, row, cohort, now)


def lapse(tx: Transaction, now: datetime) -> None:
    """Let offers run out whose time is over, or whose people are not there any more (a chore)."""
    open_now = records.open_offers(tx)
    there = joining.who_is_there(tx, applications={one for offer in open_now for one in (offer.mentee, offer.mentor)})
    for seen in open_now:
        cohort = programmes.cohort(tx, team_id=seen.team_id, cohort_id=seen.cohort_id)
        who = _who_lets_it_lapse(seen, there, cohort, now)
        if who is None:
            continue
        records.lock_run(tx, seen.team_id, seen.cohort_id)
        row = records.offer(tx, seen.team_id, seen.id)
        if not offer_of(row).is_open:
            continue  # answered in this very moment
        proposal = records.proposal(tx, seen.team_id, row.proposal_id)
        row.lapsed_at = proposal.ended_at = now
        tx.flush()
        plan_offer(tx, row, now)
        if cohort.closed_at is None:
            _come_to_nothing(tx, proposal, cohort, who, now)
            if row.role == "mentor":
                _release(tx, cohort, proposal, now)


def _who_lets_it_lapse(seen: records.OpenOffer, there: Collection[int], cohort: Cohort, now: datetime) -> str | None:
    """Return the role of whoever is the reason that an offer cannot stand, or None if it can."""
    if seen.mentor not in there:
        return "mentor"
    about_group = seen.role == "mentor" and seen.bundle is not None  # one mentee less is still a group
    if seen.mentee not in there and not about_group:
        return "mentee"
    return seen.role if seen.expires_at <= now or cohort.closed_at is not None else None


def talk_first(tx: Transaction, *, team_id: str, by: str, offer_id: int, now: datetime) -> Offer:
    """Open a conversation of the two before somebody decides, and give them longer, once; twice is once.

    Raises:
        Refusal: if somebody else was asked, the handbook does not foresee it, or the offer is not open.
    """
    found = records.offer_place(tx, team_id, offer_id)
    if found is None or found[1] != by:
        raise Refusal("matching.not-asked")
    records.lock_run(tx, team_id, found[0])
    row = records.offer(tx, team_id, offer_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=found[0])
    matching = programmes.handbook_of(tx, cohort).matching
    proposal = records.proposal(tx, team_id, row.proposal_id)
    if row.accepted_at is not None or row.declined_at is not None:
        raise Refusal("matching.answered")
    if row.lapsed_at is not None or row.expires_at <= now or cohort.closed_at is not None:
        raise Refusal("matching.lapsed")
    if not matching.talk_first or proposal.bundle is not None:
        raise Refusal("matching.no-talk")
    if row.talked_at is None:
        row.talked_at = now
        row.expires_at += timedelta(days=matching.offer_days)
        tx.flush()
    plan_offer(tx, row, now)
    return offer_of(row)


# -- questions -------------------------------------------------------------------------------------


def offer(tx: Transaction, *, team_id: str, offer_id: int) -> tuple[Offer, Proposal]:
    """Return an offer and its proposal, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.offer(tx, team_id, offer_id) if records.offer_place(tx, team_id, offer_id) else None
    if row is None:
        raise Refusal("matching.gone")
    return offer_of(row), proposal(tx, team_id=team_id, proposal_id=row.proposal_id)


def proposal(tx: Transaction, *, team_id: str, proposal_id: int) -> Proposal:
    """Return a proposal, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    if records.cohort_of(tx, team_id, proposal_id) is None:
        raise Refusal("matching.gone")
    return proposal_of(tx, records.proposal(tx, team_id, proposal_id))


def offers_about(tx: Transaction, *, team_id: str, user_id: str) -> list[tuple[Offer, Proposal]]:
    """Return the open offers in which a person is asked, or somebody is asked about them."""
    mine = [one.id for one in joining.applications_of(tx, team_id=team_id, user_id=user_id)]
    return [
        (offer_of(row), proposal_of(tx, records.proposal(tx, team_id, row.proposal_id)))
        for row in records.open_offers_about(tx, team_id, mine)
    ]


def group_of(tx: Transaction, *, proposal: Proposal) -> list[Proposal]:
    """Return the proposals of a group that are being asked or have become one; none for a pair."""
    if proposal.bundle is None:
        return []
    rows = records.of_bundle(tx, proposal.team_id, proposal.cohort_id, proposal.bundle)
    found = [proposal_of(tx, row) for row in rows if row.forbidden_at is None]
    return [one for one in found if one.id == proposal.id or not one.is_over]


def matches_of(tx: Transaction, *, pairing: Pairing) -> list[Proposal]:
    """Return the proposals that became a pairing: one, or one for each mentee of a group."""
    return [proposal_of(tx, row) for row in records.of_pairing(tx, pairing.team_id, pairing.id)]
