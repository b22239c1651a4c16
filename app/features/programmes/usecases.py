"""Which handbook a cohort runs by; opening and closing cohorts."""

from collections.abc import Mapping
from datetime import datetime

from app.core.calendar import local
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile, refresh
from app.features.people import usecases as people
from app.features.programmes import records
from app.features.programmes.rules import DIGESTS_AHEAD, Cohort, CohortWishes, announcement, check_wishes, digests
from app.handbook.model import Handbook

_shelf: dict[str, Handbook] = {}


def put_on_shelf(handbooks: Mapping[str, Handbook]) -> None:
    """Let the house read these handbooks. They are files read once at the start and never change after."""
    _shelf.clear()
    _shelf.update(handbooks)


def handbooks() -> list[Handbook]:
    """Return all handbooks, by name."""
    return sorted(_shelf.values(), key=lambda one: one.name)


def handbook(programme: str) -> Handbook:
    """Return a handbook.

    Raises:
        Refusal: `programmes.no-handbook` if its file was removed.
    """
    if programme not in _shelf:
        raise Refusal("programmes.no-handbook", programme=programme)
    return _shelf[programme]


def handbook_of(tx: Transaction, cohort: Cohort) -> Handbook:
    """Return the handbook that a cohort runs by.

    Raises:
        Refusal: `programmes.no-handbook` if its file was removed.
    """
    del tx
    return handbook(cohort.programme)


def cohort(tx: Transaction, *, team_id: str, cohort_id: int) -> Cohort:
    """Return a cohort of this workspace.

    Raises:
        Refusal: `programmes.no-cohort` if there is none (also if it belongs to another workspace).
    """
    row = records.cohort_row(tx, team_id, cohort_id)
    if row is None:
        raise Refusal("programmes.no-cohort")
    return _facts(row)


def running_cohorts(tx: Transaction, *, team_id: str) -> list[Cohort]:
    """Return the cohorts of a workspace that are not closed."""
    return [_facts(row) for row in records.running(tx, team_id)]


def cohorts_to_coordinate(tx: Transaction, *, team_id: str, user_id: str) -> list[Cohort]:
    """Return the running cohorts that a person coordinates."""
    everything = people.coordinates_everything(tx, team_id=team_id, user_id=user_id)
    seats = people.coordinated_cohorts(tx, team_id=team_id, user_id=user_id)
    return [one for one in running_cohorts(tx, team_id=team_id) if everything or one.id in seats]


def lately_closed(tx: Transaction, *, team_id: str, user_id: str, since: datetime) -> list[Cohort]:
    """Return the cohorts that a person coordinates and that were closed after an instant, oldest first."""
    everything = people.coordinates_everything(tx, team_id=team_id, user_id=user_id)
    seats = people.coordinated_cohorts(tx, team_id=team_id, user_id=user_id)
    if not everything and not seats:
        return []
    return [_facts(row) for row in records.closed_since(tx, team_id, since) if everything or row.id in seats]


def _facts(row: records.CohortRow) -> Cohort:
    return Cohort(
        id=row.id,
        team_id=row.team_id,
        programme=row.programme,
        name=row.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        signup_until=row.signup_until,
        zone=row.zone,
        announce_channel=row.announce_channel,
        mentors_channel=row.mentors_channel,
        mentees_channel=row.mentees_channel,
        coordinators_channel=row.coordinators_channel,
        opened_at=row.opened_at,
        signup_closed_at=row.signup_closed_at,
        closed_at=row.closed_at,
        late=bool(row.late),
        about=row.about or "",
        how_to_join=row.how_to_join or "",
    )


def open_cohort(tx: Transaction, *, team_id: str, by: str, zone: str, wishes: CohortWishes, now: datetime) -> Cohort:
    """Open a cohort and announce it.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: the coordinator; becomes the cohort's first coordinator.
        zone: that person's zone, in which the cohort's days begin and end.
        wishes: the form.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` does not coordinate the whole workspace.
        Refusals: if the form is wrong.
    """
    people.require_any_coordinator(tx, team_id=team_id, user_id=by)
    taken = [row.name for row in records.running(tx, team_id)]
    book = handbook(wishes.programme)
    signup, start, end = check_wishes(wishes, taken, local(now, zone).date(), rolling=book.admission == "rolling")
    row = records.CohortRow(
        team_id=team_id,
        programme=book.programme,
        name=wishes.name,
        starts_on=start,
        ends_on=end,
        signup_until=signup,
        zone=zone,
        announce_channel=wishes.announce_channel,
        mentors_channel=wishes.mentors_channel,
        mentees_channel=wishes.mentees_channel,
        coordinators_channel=wishes.coordinators_channel,
        opened_at=now,
        opened_by=by,
        late=book.signup.late == "while_running",
        about=wishes.about or None,
        how_to_join=wishes.how_to_join or None,
    )
    tx.add(row)
    tx.flush()
    facts = _facts(row)
    people.found(tx, team_id=team_id, by=by, cohort_id=row.id, now=now)
    people.audit(tx, team_id=team_id, by=by, deed="opened", subject=f"cohort:{row.id}", now=now)
    replan(tx, facts=facts, now=now)
    plan(
        tx,
        team_id=team_id,
        subject=f"cohort:{row.id}",
        wanted=Wanted(
            key=f"cohort:{row.id}:opened:{by}", kind="programmes.opened", to=by, due=now, about={"cohort": row.id}
        ),
        now=now,
    )
    return facts


def close_signup(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Cohort:
    """End sign-up before its day; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate this cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    row = records.cohort_row(tx, team_id, cohort_id)
    if row is None:
        raise Refusal("programmes.no-cohort")
    if row.signup_closed_at is None:
        row.signup_closed_at, row.signup_closed_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="closed sign-up", subject=f"cohort:{row.id}", now=now)
        replan(tx, facts=_facts(row), now=now)
    return _facts(row)


def close_cohort(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Cohort:
    """End a cohort; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate this cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    row = records.cohort_row(tx, team_id, cohort_id)
    if row is None:
        raise Refusal("programmes.no-cohort")
    if row.closed_at is None:
        row.closed_at, row.closed_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="closed", subject=f"cohort:{row.id}", now=now)
        replan(tx, facts=_facts(row), now=now)
    return _facts(row)


def replan(tx: Transaction, *, facts: Cohort, now: datetime) -> None:
    """Make the plan of a cohort's own messages equal to what it wants."""
    subject = f"cohort:{facts.id}"
    reconcile(tx, team_id=facts.team_id, subject=f"{subject}:announcement", wanted=[announcement(facts)], now=now)
    until = now + DIGESTS_AHEAD
    weeks = digests(handbook_of(tx, facts), facts, until)
    row = records.cohort_row(tx, facts.team_id, facts.id)
    if row is not None:
        row.digests_until = until
    reconcile(tx, team_id=facts.team_id, subject=f"{subject}:digests", wanted=weeks, now=now)


def let_time_pass(tx: Transaction, now: datetime) -> None:
    """Show the announcement anew when sign-up has ended, and keep digests planned ahead (a chore)."""
    for row in records.with_something_to_note(tx, now, now + DIGESTS_AHEAD / 2):
        facts = _facts(row)
        if facts.signup_ends <= now and row.signup_end_noted_at is None:
            row.signup_end_noted_at = now
            refresh(tx, team_id=row.team_id, subject=f"cohort:{row.id}:announcement", now=now)
        if row.digests_until is not None and row.digests_until < now + DIGESTS_AHEAD / 2:
            replan(tx, facts=facts, now=now)
