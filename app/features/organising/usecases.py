"""Gathering what a digest and the desk say; closing a cohort."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import show_open_homes
from app.delivery.reading import troubles
from app.features.care import usecases as care
from app.features.checkins import usecases as checkins
from app.features.events import usecases as events
from app.features.joining import usecases as joining
from app.features.joining.rules import State
from app.features.matching import usecases as matching
from app.features.meetings import usecases as meetings
from app.features.meetings.rules.presence import Attendance, Session
from app.features.meetings.usecases.attendance import attendance_book
from app.features.organising.rules import WEEK, Digest, Undelivered, below, expected, near, quiet
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.surveys import usecases as surveys

PER_PAGE = 20


def digest(tx: Transaction, *, cohort: Cohort, until: datetime) -> Digest:
    """Return the week of a cohort that ends at an instant; the caller has checked who asks."""
    team_id, since = cohort.team_id, until - WEEK
    handbook = programmes.handbook_of(tx, cohort)
    applications = joining.applications_in(tx, team_id=team_id, cohort_id=cohort.id)
    all_pairs = pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort.id)
    live = [one for one in all_pairs if one.is_live]
    held, planned = meetings.tally(tx, team_id=team_id, cohort_id=cohort.id, since=since, until=until)
    gaps = {one.id: meetings.quiet_since(tx, pairing=one, now=until) for one in live}
    rests = {one.id: meetings.rests_of(tx, pairing=one) for one in live}
    places = [
        cohort.announce_channel,
        cohort.coordinators_channel,
        cohort.mentors_channel or "",
        cohort.mentees_channel or "",
    ]
    known = [*places, *(one.user_id for one in applications)]
    return Digest(
        applications=sum(one.state is State.RECEIVED for one in applications),
        matching=matching.standing(tx, cohort=cohort, now=until),
        pairs=len(live),
        in_groups=handbook.matching.group is not None,
        held=held,
        planned=planned,
        expected=expected(
            live,
            since,
            until,
            {one.id: meetings.pace_of(tx, pairing=one, handbook=handbook) for one in live},
            rests,
            planned,
        ),
        least=handbook.rhythm.least_minutes_a_month,
        below_least=below(
            meetings.minutes_of(tx, team_id=team_id, pairing_ids=[one.id for one in live], until=until),
            live,
            rests,
            handbook.rhythm.least_minutes_a_month,
            until,
        ),
        quiet=quiet(gaps, live, handbook.trouble.quiet_after_days),
        answers=checkins.tally_of(tx, team_id=team_id, cohort_id=cohort.id, since=since, until=until),
        forms=surveys.counts(tx, team_id=team_id, cohort_id=cohort.id, now=until),
        events=near(events.cycle(tx, cohort=cohort), until),
        counted=checkins.counts(tx, team_id=team_id, cohort_id=cohort.id, since=cohort.opened_at, until=until),
        decisions=handbook.decisions,
        undelivered=[
            Undelivered(one.to, one.reason if one.outcome == "failed" else one.outcome)
            for one in troubles(tx, team_id=team_id, to=known, since=since)
        ],
    )


def glance(tx: Transaction, *, cohort: Cohort) -> tuple[int, int]:
    """Return how many applications wait and how many pairs there are; the caller has checked who asks."""
    applications = joining.applications_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    pairs = pairings.pairings_in(tx, team_id=cohort.team_id, cohort_id=cohort.id)
    return sum(one.state is State.RECEIVED for one in applications), sum(one.is_live for one in pairs)


def own_digests(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Cohort, Digest]]:
    """Return the present week of every cohort that a person coordinates.

    Raises:
        Refusal: if they coordinate none.
    """
    found = programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
    if not found:
        raise Refusal("programmes.coordinates-nothing")
    return [(one, digest(tx, cohort=one, until=now)) for one in found]


def cohort_to_read(tx: Transaction, *, team_id: str, by: str, cohort_id: int) -> Cohort:
    """Return a cohort to one of its coordinators.

    Raises:
        Refusal: if `by` does not coordinate it.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    return programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)


def attendance(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int
) -> tuple[Cohort, list[tuple[Pairing, dict[str, Attendance], list[Session]]], int, int]:
    """Return one page of a cohort's attendance to a coordinator: pair by pair, its number, of how many.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    cohort = cohort_to_read(tx, team_id=team_id, by=by, cohort_id=cohort_id)
    live = [one for one in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id) if one.is_live]
    pages = max(1, -(-len(live) // PER_PAGE))
    number = min(max(number, 1), pages)
    here = live[(number - 1) * PER_PAGE : number * PER_PAGE]
    return cohort, attendance_book(tx, team_id=team_id, several=here), number, pages


def close_cohort(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> None:
    """End a cohort: every pair hears a goodbye, open offers run out. Done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate it.
    """
    cohort = programmes.close_cohort(tx, team_id=team_id, by=by, cohort_id=cohort_id, now=now)
    matching.leave_over(tx, cohort=cohort, now=now)
    for one in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id):
        if one.is_live:
            care.end_pairing(tx, team_id=team_id, by=by, pairing_id=one.id, now=now, why="cohort")
    show_open_homes(
        tx, team_id=team_id, users=people.coordinators_of(tx, team_id=team_id, cohort_id=cohort_id), now=now
    )
