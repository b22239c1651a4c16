"""One function per thing a person may ask for about a place in a cohort."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.calendar import Slot
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, show_open_homes
from app.features.joining import records
from app.features.joining.rules import ROLES, Application, State, Value, check_open, read_form, wanted
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook


@dataclass(frozen=True)
class BlankForm:
    """What is needed to show a sign-up form: an earlier application fills it in."""

    cohort: Cohort
    handbook: Handbook
    role: str
    zone: str
    earlier: Application | None


def begin(tx: Transaction, *, team_id: str, user_id: str, cohort_id: int, role: str, now: datetime) -> BlankForm:
    """Return the form in which a person applies, or edits what they sent.

    Raises:
        Refusal: if the cohort takes no applications and the person has none to edit.
    """
    if role not in ROLES:
        raise Refusal("joining.no-role")
    row = records.of_role(tx, team_id, cohort_id, user_id, role)
    return _blank(tx, team_id, user_id, cohort_id, role, row, now)


def _blank(
    tx: Transaction,
    team_id: str,
    user_id: str,
    cohort_id: int,
    role: str,
    row: records.ApplicationRow | None,
    now: datetime,
) -> BlankForm:
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    earlier = _facts(row) if row is not None else None
    if earlier is None or earlier.state in (State.WITHDRAWN, State.DECLINED):
        check_open(cohort, now)
    zone = earlier.zone if earlier else people.person(tx, team_id=team_id, user_id=user_id).zone
    return BlankForm(cohort, programmes.handbook_of(tx, cohort), role, zone, earlier)


def submit(
    tx: Transaction,
    *,
    team_id: str,
    user_id: str,
    cohort_id: int,
    role: str,
    values: Mapping[str, Value],
    now: datetime,
) -> Application:
    """Take an application, a change of one, or the return of somebody who had withdrawn.

    Raises:
        Refusal: if the cohort takes no applications.
        Refusals: if answers are missing or do not fit the handbook, each at its field.
    """
    if role not in ROLES:
        raise Refusal("joining.no-role")
    row = records.of_role(tx, team_id, cohort_id, user_id, role, lock=True)
    blank = _blank(tx, team_id, user_id, cohort_id, role, row, now)
    if blank.cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=blank.cohort.name)
    form = read_form(blank.handbook.questions(role), values, blank.zone, by=user_id)
    if row is None:
        row = records.ApplicationRow(
            team_id=team_id, cohort_id=cohort_id, user_id=user_id, role=role, round=1, submitted_at=now
        )
        tx.add(row)
    elif _facts(row).state in (State.WITHDRAWN, State.DECLINED):
        row.round += 1
        row.submitted_at = now
        row.withdrawn_at = row.declined_at = row.declined_by = row.declined_why = None
        row.approved_at = row.approved_by = row.edited_at = row.matched_at = None
    else:
        row.edited_at = now
    row.zone = form.zone
    row.slots = [[slot.weekday, slot.start, slot.end] for slot in form.slots]
    row.answers = dict(form.answers)
    row.confided = json.dumps(form.confided) if form.confided else None
    tx.flush()
    return _planned(tx, row, now)


def withdraw(tx: Transaction, *, team_id: str, by: str, application_id: int, now: datetime) -> Application:
    """Take back one's own application; done twice, it changes nothing.

    Raises:
        Refusal: `joining.not-yours` if it is somebody else's, `joining.matched` while they have a partner.
    """
    row = records.by_id(tx, team_id, application_id, lock=True)
    if row is None or row.user_id != by:
        raise Refusal("joining.not-yours")
    if _facts(row).state is State.MATCHED:
        raise Refusal("joining.matched")
    if row.withdrawn_at is None:
        row.withdrawn_at = now
    return _planned(tx, row, now)


def approve(tx: Transaction, *, team_id: str, by: str, application_id: int, now: datetime) -> Application:
    """Say yes to an applicant; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate this cohort, or the application does not wait any more.
    """
    row = _to_decide(tx, team_id, by, application_id)
    if row.declined_at is not None:
        raise Refusal("joining.decided", state=State.DECLINED.value)
    if row.approved_at is None:
        row.approved_at, row.approved_by = now, by
        people.audit(tx, team_id=team_id, by=by, deed="approved", subject=f"application:{row.id}", now=now)
    return _planned(tx, row, now)


def decline(tx: Transaction, *, team_id: str, by: str, application_id: int, why: str, now: datetime) -> Application:
    """Say no to an applicant, with a reason that they will read.

    Raises:
        Refusal: if `by` does not coordinate this cohort, the application does not wait any more, or
            there is no reason.
    """
    row = _to_decide(tx, team_id, by, application_id)
    if row.approved_at is not None:
        raise Refusal("joining.decided", state=State.APPROVED.value)
    if not why:
        raise Refusal("joining.no-reason", field="why")
    if row.declined_at is None:
        row.declined_at, row.declined_by, row.declined_why = now, by, why
        people.audit(tx, team_id=team_id, by=by, deed="declined", subject=f"application:{row.id}", now=now)
    return _planned(tx, row, now)


def _to_decide(tx: Transaction, team_id: str, by: str, application_id: int) -> records.ApplicationRow:
    row = records.by_id(tx, team_id, application_id, lock=True)
    if row is None:
        raise Refusal("joining.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    if row.withdrawn_at is not None:
        raise Refusal("joining.decided", state=State.WITHDRAWN.value)
    return row


def _planned(tx: Transaction, row: records.ApplicationRow, now: datetime) -> Application:
    """Bring the application's messages and the desks in line with what it is now."""
    facts = _facts(row)
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    reconcile(tx, team_id=row.team_id, subject=f"application:{row.id}", wanted=wanted(facts, cohort), now=now)
    watchers = people.coordinators_of(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    show_open_homes(tx, team_id=row.team_id, users=[*watchers, row.user_id], now=now)
    return facts


def hold(tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, role: str) -> None:
    """Keep an application from changing until the end of the transaction, if there is one."""
    records.of_role(tx, team_id, cohort_id, user_id, role, lock=True)


def mark_matched(
    tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, role: str, matched: bool, now: datetime
) -> None:
    """Note that an applicant is in a pairing now, or in none any more."""
    row = records.of_role(tx, team_id, cohort_id, user_id, role, lock=True)
    if row is not None:
        row.matched_at = now if matched else None
        _planned(tx, row, now)


def give_room(tx: Transaction, *, team_id: str, application_id: int, capacity: int) -> None:
    """Note that a mentor takes so many mentees in all, as if they had said so in their form."""
    row = records.by_id(tx, team_id, application_id, lock=True)
    if row is not None:
        row.answers = {**row.answers, "capacity": capacity}
        tx.flush()


def to_read(tx: Transaction, *, team_id: str, by: str, application_id: int) -> Application:
    """Return an application to one of its coordinators.

    Raises:
        Refusal: if it does not exist here or `by` does not coordinate its cohort.
    """
    row = records.by_id(tx, team_id, application_id)
    if row is None:
        raise Refusal("joining.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    return _facts(row)


def who_is_there(tx: Transaction, *, applications: Collection[int]) -> set[int]:
    """Return which of these applications are of people who take part and are in the workspace, for the clock."""
    if not applications:
        return set()
    gone = {(one.team_id, one.user_id) for one in people.gone(tx)}
    found = records.still_in(tx, sorted(applications))
    return {application for application, team_id, user_id in found if (team_id, user_id) not in gone}


def application(tx: Transaction, *, team_id: str, application_id: int) -> Application:
    """Return an application, for messages about it.

    Raises:
        Refusal: `joining.gone` if there is none.
    """
    row = records.by_id(tx, team_id, application_id)
    if row is None:
        raise Refusal("joining.gone")
    return _facts(row)


def application_as(tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, role: str) -> Application | None:
    """Return a person's application for a role in a cohort, or None if they never applied for it."""
    row = records.of_role(tx, team_id, cohort_id, user_id, role)
    return _facts(row) if row is not None else None


def applications_of(tx: Transaction, *, team_id: str, user_id: str) -> list[Application]:
    """Return a person's own applications in running cohorts, oldest first."""
    running = {one.id for one in programmes.running_cohorts(tx, team_id=team_id)}
    return [_facts(row) for row in records.by_person(tx, team_id, user_id) if row.cohort_id in running]


def last_over(tx: Transaction, *, team_id: str, user_id: str) -> tuple[Application, Cohort] | None:
    """Return the last cohort that a person was in and that has ended; None if there is none."""
    for row in reversed(records.by_person(tx, team_id, user_id)):
        cohort = programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
        if cohort.closed_at is not None and (found := _facts(row)).is_in:
            return found, cohort
    return None


def application_of(tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, role: str) -> Application | None:
    """Return a person's application for a role in a cohort, in whichever state it is."""
    row = records.of_role(tx, team_id, cohort_id, user_id, role)
    return _facts(row) if row is not None else None


def applications_in(tx: Transaction, *, team_id: str, cohort_id: int) -> list[Application]:
    """Return all applications of a cohort, oldest first."""
    return [_facts(row) for row in records.of_cohort(tx, team_id, cohort_id)]


def taking_part(tx: Transaction, *, team_id: str, cohort_id: int, role: str) -> list[Application]:
    """Return the applications of one role in a cohort of those who take part, oldest first."""
    return [_facts(row) for row in records.taking_part(tx, team_id, cohort_id, role)]


def open_cohorts(tx: Transaction, *, team_id: str, now: datetime) -> list[Cohort]:
    """Return the cohorts that one can join now."""
    return [one for one in programmes.running_cohorts(tx, team_id=team_id) if one.takes_applications(now)]


def _facts(row: records.ApplicationRow) -> Application:
    return Application(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        user_id=row.user_id,
        role=row.role,
        round=row.round,
        zone=row.zone,
        answers=row.answers,
        slots=tuple(Slot(*one) for one in row.slots),
        submitted_at=row.submitted_at,
        edited_at=row.edited_at,
        approved_at=row.approved_at,
        declined_at=row.declined_at,
        declined_why=row.declined_why,
        withdrawn_at=row.withdrawn_at,
        matched_at=row.matched_at,
        confided=json.loads(row.confided) if row.confided else {},
    )
