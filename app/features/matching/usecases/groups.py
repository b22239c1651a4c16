"""Groups: asking their people, beginning them, and letting somebody join a running one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile
from app.features.care import usecases as care
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules import Pool
from app.features.matching.rules.groups import Opening, free_places
from app.features.matching.rules.messages import joined_messages, pairing_messages
from app.features.matching.usecases import waiting
from app.features.matching.usecases.common import (
    mark_matched,
    may_be_asked,
    of_cohort,
    plan_offer,
    proposal_of,
    show,
    tell_coordinators,
)
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.matching import Group


def openings(tx: Transaction, cohort: Cohort, now: datetime) -> list[Opening]:
    """Return the running groups of a cohort that have free places."""
    handbook, proposals = programmes.handbook_of(tx, cohort), of_cohort(tx, cohort)
    found = []
    for one in pairings.pairings_in(tx, team_id=cohort.team_id, cohort_id=cohort.id):
        mentor = _mentor(tx, one) if one.is_live else None
        free = free_places(one, mentor, proposals, handbook) if mentor is not None else 0
        if mentor is not None and free > 0:
            found.append(Opening(one, mentor, free, meetings.standing_hour(tx, pairing=one, now=now)))
    return found


def _mentor(tx: Transaction, pairing: Pairing) -> Application | None:
    return joining.application_as(
        tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id, user_id=pairing.mentor, role="mentor"
    )


def accept(tx: Transaction, row: records.ProposalRow, cohort: Cohort, by: str, now: datetime, free: Pool) -> None:
    """Note that a proposed group is accepted; the caller holds the run, and goes on.

    Raises:
        Refusal: `matching.taken` if somebody of it has found another match, `matching.too-few`.
    """
    rows = [one for one in bundle(tx, row) if one.accepted_at is None and one.forbidden_at is None]
    mentees = {one.id for one in free.mentees}
    pairs = [(one.mentee_application_id, one.mentor_application_id) for one in rows]
    if any(one[0] not in mentees or one in free.apart for one in pairs):
        raise Refusal("matching.taken")
    if free.places.get(row.mentor_application_id, 0) < len(rows):
        raise Refusal("matching.taken")
    if len(rows) < _group(tx, cohort).least_mentees:
        raise Refusal("matching.too-few")
    for one in rows:
        one.accepted_at, one.accepted_by = now, by
    tx.flush()


def after_forbidding(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    """Take a group back that has too few members left after one was forbidden; its people wait for another run."""
    rows = [one for one in bundle(tx, row) if one.forbidden_at is None and one.superseded_at is None]
    if len(rows) < _group(tx, cohort).least_mentees:
        for one in rows:
            one.superseded_at = now
        tx.flush()


def go_on(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    """Ask the mentor about the whole group, then each mentee; begin once enough have said yes, others join."""
    waiting.note_round(tx, cohort, row)
    consent = programmes.handbook_of(tx, cohort).matching.consent
    rows = _underway(tx, row)
    if not rows:
        return
    offers = records.offers_of(tx, cohort.team_id, [one.id for one in bundle(tx, row)])
    asked_mentor = [one for one in offers if one.role == "mentor"]
    if "mentor" in consent and not any(one.accepted_at for one in asked_mentor):
        if not asked_mentor and may_be_asked(tx, cohort, proposal_of(tx, row).mentor.user_id):
            _ask(tx, rows[0], "mentor", cohort, now)
        return
    ready = _ready(tx, rows, cohort, now) if "mentee" in consent else rows
    running = next((one.pairing_id for one in bundle(tx, row) if one.pairing_id is not None), None)
    if running is not None:
        for one in ready:
            join(tx, one, cohort, now)
    elif len(ready) >= _group(tx, cohort).least_mentees:
        _begin(tx, ready, [one for one in rows if one not in ready], cohort, now)
    for offer in offers:
        plan_offer(tx, offer, now)


def _ready(
    tx: Transaction, rows: Sequence[records.ProposalRow], cohort: Cohort, now: datetime
) -> list[records.ProposalRow]:
    """Ask each mentee who was not asked yet; return the proposals of those who have said yes."""
    offers = records.offers_of(tx, cohort.team_id, [one.id for one in rows])
    asked = {one.proposal_id: one for one in offers if one.role == "mentee"}
    for one in rows:
        if one.id not in asked:
            _ask(tx, one, "mentee", cohort, now)
    return [one for one in rows if one.id in asked and asked[one.id].accepted_at is not None]


def come_to_nothing(tx: Transaction, row: records.ProposalRow, cohort: Cohort, role: str, now: datetime) -> None:
    """Go on without somebody who said no or nothing; without a mentor or enough mentees there is no group.

    Args:
        tx: the transaction.
        row: the proposal, ended.
        cohort: its cohort.
        role: who declined or let it run out.
        now: the present instant, UTC.
    """
    facts = proposal_of(tx, row)
    rows = _underway(tx, row)
    begun = any(one.pairing_id is not None for one in bundle(tx, row))
    kind = "matching.mentor_declined" if role == "mentor" else "matching.mentee_declined"
    tell_coordinators(tx, facts, cohort, kind, now)
    if role == "mentor" or (not begun and len(rows) < _group(tx, cohort).least_mentees):
        offers = records.offers_of(tx, cohort.team_id, [one.id for one in bundle(tx, row)])
        for one in rows:
            if role == "mentor":
                one.ended_at = now
            else:
                one.superseded_at = now  # nobody of them said no, so they may meet again
        tx.flush()
        for offer in offers:
            if offer.accepted_at is not None:
                _sorry(tx, offer, now)
            elif offer.declined_at is None and offer.lapsed_at is None:
                offer.lapsed_at = now
                tx.flush()
            plan_offer(tx, offer, now)
    show(tx, cohort, [facts.mentor.user_id, *(proposal_of(tx, one).mentee.user_id for one in rows)], now)


def join(tx: Transaction, row: records.ProposalRow, cohort: Cohort, now: datetime) -> None:
    """Let a mentee into a running group; if it is full or over by now, they keep their place in the line."""
    facts = proposal_of(tx, row)
    running = row.joins or next((one.pairing_id for one in bundle(tx, row) if one.pairing_id is not None), None)
    if running is None:
        raise Refusal("matching.gone")
    before = pairings.pairing(tx, team_id=cohort.team_id, pairing_id=running)
    if not before.is_live or len(before.mentees) >= _group(tx, cohort).most_mentees:
        row.superseded_at = now
        tell_coordinators(tx, facts, cohort, "matching.nobody_left", now)
        return
    pairing = pairings.join(
        tx, team_id=cohort.team_id, pairing_id=running, user_id=facts.mentee.user_id, role="mentee", now=now
    )
    row.pairing_id = running
    mark_matched(tx, facts.mentee, now)
    welcome(tx, pairing, facts.mentee.user_id, cohort, now)


def welcome(tx: Transaction, pairing: Pairing, user: str, cohort: Cohort, now: datetime) -> None:
    """Plan what somebody new in a running pairing calls for."""
    messages = joined_messages(pairing, cohort, user)
    reconcile(tx, team_id=cohort.team_id, subject=f"pairing:{pairing.id}:joined:{user}", wanted=messages, now=now)
    care.accompany(tx, pairing=pairing, now=now)


def _begin(
    tx: Transaction,
    ready: Sequence[records.ProposalRow],
    waiting: Sequence[records.ProposalRow],
    cohort: Cohort,
    now: datetime,
) -> None:
    facts = [proposal_of(tx, one) for one in ready]
    mentor, mentees = facts[0].mentor, [one.mentee for one in facts]
    pairing = pairings.begin(
        tx,
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        mentor=mentor.user_id,
        mentees=tuple(one.user_id for one in mentees),
        now=now,
    )
    for row in ready:
        row.pairing_id = pairing.id
    for row in waiting:
        row.joins = pairing.id
    tx.flush()
    asked = bool(programmes.handbook_of(tx, cohort).matching.consent)
    public = all(one.may_be_mentioned for one in (mentor, *mentees))
    messages = pairing_messages(pairing, cohort, public=public, asked=asked)
    reconcile(tx, team_id=cohort.team_id, subject=f"pairing:{pairing.id}", wanted=messages, now=now)
    care.set_out(tx, pairing=pairing, now=now)
    for one in (mentor, *mentees):
        mark_matched(tx, one, now)
    show(tx, cohort, pairing.people, now)


def _ask(tx: Transaction, row: records.ProposalRow, role: str, cohort: Cohort, now: datetime) -> None:
    facts = proposal_of(tx, row)
    days = programmes.handbook_of(tx, cohort).matching.offer_days
    made = records.OfferRow(
        team_id=cohort.team_id,
        proposal_id=row.id,
        user_id=facts.of(role).user_id,
        role=role,
        offered_at=now,
        expires_at=now + timedelta(days=days),
    )
    tx.add(made)
    tx.flush()
    plan_offer(tx, made, now)
    show(tx, cohort, [made.user_id], now)


def _sorry(tx: Transaction, offer: records.OfferRow, now: datetime) -> None:
    want = Wanted(
        key=f"proposal:{offer.proposal_id}:sorry:{offer.user_id}",
        kind="matching.sorry",
        to=offer.user_id,
        due=now,
        about={"proposal": offer.proposal_id},
    )
    plan(tx, team_id=offer.team_id, subject=f"proposal:{offer.proposal_id}", wanted=want, now=now)


def bundle(tx: Transaction, row: records.ProposalRow) -> list[records.ProposalRow]:
    """Return the proposals of a group, or the one of a pair."""
    if row.bundle is None:
        return [row]
    return list(records.of_bundle(tx, row.team_id, row.cohort_id, row.bundle))


def _underway(tx: Transaction, row: records.ProposalRow) -> list[records.ProposalRow]:
    """Return the proposals of a group whose people are being asked and still take part."""
    return [one for one in bundle(tx, row) if (facts := proposal_of(tx, one)).is_underway and facts.mentee.is_in]


def _group(tx: Transaction, cohort: Cohort) -> Group:
    return programmes.handbook_of(tx, cohort).matching.group or Group()
