"""Declaring a project, and the answer."""

from datetime import datetime

from app.core.calendar import local
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.projects import records
from app.features.projects.rules import Declaration, Wish, check_wish, wanted, wishes_of
from app.handbook.model import Handbook
from app.handbook.signup import Projects

ANYWHERE = 0  # no cohort has this number: whoever coordinates it coordinates the whole workspace


def open_programmes() -> list[Handbook]:
    """Return the programmes that take projects.

    Raises:
        Refusal: `projects.none` if there is none.
    """
    found = [one for one in programmes.handbooks() if one.projects is not None]
    if not found:
        raise Refusal("projects.none")
    return found


def declare(
    tx: Transaction, *, team_id: str, by: str, zone: str, programme: str, wish: Wish, now: datetime
) -> Declaration:
    """Declare a project; those who coordinate the whole workspace hear of it.

    Raises:
        Refusal: if the programme takes no projects.
        Refusals: what is wrong in the form, each at its field.
    """
    if programme not in {one.programme for one in open_programmes()}:
        raise Refusal("projects.none")
    start, months = check_wish(wish, local(now, zone).date())
    row = records.ProjectRow(
        team_id=team_id,
        programme=programme,
        by=by,
        name=wish.name,
        about=wish.about,
        how_to_join=wish.how_to_join,
        starts_on=start,
        months=months,
        declared_at=now,
    )
    tx.add(row)
    tx.flush()
    return _planned(tx, row, now)


def accept(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    zone: str,
    project_id: int,
    name: str,
    channels: tuple[str, str, str | None, str | None],
    now: datetime,
) -> Cohort:
    """Let a project take part: its cohort is opened and announced, and whoever declared it coordinates it.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who coordinates the whole workspace.
        zone: theirs, in which the cohort's days begin and end.
        project_id: which project.
        name: what its cohort is called.
        channels: where it is announced, the coordinators', the mentors' and the mentees' channel.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` may not, or the project was answered already.
        Refusals: if its cohort cannot be opened (a running one has that name), at the field.
    """
    row = _to_answer(tx, team_id, by, project_id)
    facts = _facts(row)
    wishes = wishes_of(facts, name, channels, _projects(facts.programme).signup_days, local(now, zone).date())
    cohort = programmes.open_cohort(tx, team_id=team_id, by=by, zone=zone, wishes=wishes, now=now)
    people.appoint(tx, team_id=team_id, by=by, user_id=row.by, cohort_id=cohort.id, now=now)
    row.accepted_at, row.accepted_by, row.cohort_id = now, by, cohort.id
    people.audit(tx, team_id=team_id, by=by, deed="let a project take part", subject=f"project:{row.id}", now=now)
    tx.flush()
    _planned(tx, row, now)
    return cohort


def decline(tx: Transaction, *, team_id: str, by: str, project_id: int, why: str, now: datetime) -> None:
    """Say no to a project, with a reason that whoever declared it will read.

    Raises:
        Refusal: if `by` may not, the project was answered already, or there is no reason.
    """
    row = _to_answer(tx, team_id, by, project_id)
    if not why:
        raise Refusal("projects.no-reason", field="why")
    row.declined_at, row.declined_by, row.declined_why = now, by, why
    people.audit(tx, team_id=team_id, by=by, deed="declined a project", subject=f"project:{row.id}", now=now)
    tx.flush()
    _planned(tx, row, now)


def to_answer(tx: Transaction, *, team_id: str, by: str, project_id: int) -> Declaration:
    """Return a project that waits, to somebody who may answer it.

    Raises:
        Refusal: if `by` does not coordinate the whole workspace, or it was answered already.
    """
    return _facts(_to_answer(tx, team_id, by, project_id))


def project(tx: Transaction, *, team_id: str, project_id: int) -> Declaration:
    """Return a project, for messages about it.

    Raises:
        Refusal: `projects.gone` if there is none.
    """
    row = records.by_id(tx, team_id, project_id)
    if row is None:
        raise Refusal("projects.gone")
    return _facts(row)


def _to_answer(tx: Transaction, team_id: str, by: str, project_id: int) -> records.ProjectRow:
    people.require_any_coordinator(tx, team_id=team_id, user_id=by)
    row = records.by_id(tx, team_id, project_id, lock=True)
    if row is None:
        raise Refusal("projects.gone")
    if not _facts(row).waits:
        raise Refusal("projects.decided")
    return row


def _projects(programme: str) -> Projects:
    found = programmes.handbook(programme).projects
    if found is None:
        raise Refusal("projects.none")
    return found


def _planned(tx: Transaction, row: records.ProjectRow, now: datetime) -> Declaration:
    facts = _facts(row)
    readers = people.coordinators_of(tx, team_id=row.team_id, cohort_id=ANYWHERE)
    reconcile(tx, team_id=row.team_id, subject=f"project:{row.id}", wanted=wanted(facts, readers), now=now)
    return facts


def _facts(row: records.ProjectRow) -> Declaration:
    return Declaration(
        id=row.id,
        team_id=row.team_id,
        programme=row.programme,
        by=row.by,
        name=row.name,
        about=row.about,
        how_to_join=row.how_to_join,
        starts_on=row.starts_on,
        months=row.months,
        declared_at=row.declared_at,
        accepted_at=row.accepted_at,
        declined_at=row.declined_at,
        declined_why=row.declined_why,
        cohort_id=row.cohort_id,
    )
