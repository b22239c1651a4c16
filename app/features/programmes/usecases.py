"""Which handbook a cohort runs by; opening and closing cohorts."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from app.core.calendar import local
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import plan, reconcile, refresh
from app.features.people import usecases as people
from app.features.programmes import records
from app.features.programmes.rules import DIGESTS_AHEAD, Cohort, CohortWishes, announcement, check_wishes, digests
from app.handbook.model import Handbook
from app.handbook.reading import BadHandbook, parse_handbook

_shelf: dict[str, Handbook] = {}
_texts: dict[str, str] = {}
# By digest of the text, so that an entry is true for ever, whichever process put it there.
_editions: dict[str, Handbook] = {}


def put_on_shelf(handbooks: Mapping[str, Handbook], texts: Mapping[str, str] | None = None) -> None:
    """Let the house read these handbooks. They are files read once at the start and never change after.

    Args:
        handbooks: by key.
        texts: the files' texts; a cohort that opens keeps the one it began with.
    """
    _shelf.clear()
    _shelf.update(handbooks)
    _texts.clear()
    _texts.update(texts or {})
    _editions.update({_digest(text): _shelf[key] for key, text in _texts.items()})


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def remember_editions(tx: Transaction, *, team_id: str, now: datetime) -> None:
    """Keep the texts of the files on the shelf, for cohorts that will run by them after they changed."""
    rows: list[dict[str, object]] = [
        {"team_id": team_id, "programme": key, "digest": _digest(text), "text": text, "seen_at": now}
        for key, text in _texts.items()
    ]
    insert_or_ignore(tx, records.EditionRow, rows)


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
    """Return the handbook that a cohort runs by: the edition that it began with or moved to.

    Raises:
        Refusal: `programmes.no-handbook` if it is not kept and its file was removed.
    """
    if cohort.edition is None:
        return handbook(cohort.programme)
    known = _editions.get(cohort.edition)
    return known if known is not None else _recall(tx, cohort, cohort.edition)


def _recall(tx: Transaction, cohort: Cohort, digest: str) -> Handbook:
    """Read an edition that this process has not seen yet."""
    text = records.edition_text(tx, cohort.team_id, cohort.programme, digest)
    try:
        found = parse_handbook(text, cohort.programme) if text is not None else handbook(cohort.programme)
    except BadHandbook:
        # A newer Trellis reads handbooks more strictly than the one that kept it; the file has been mended since.
        found = handbook(cohort.programme)
    _editions[digest] = found
    return found


def newer_edition(tx: Transaction, cohort: Cohort) -> str | None:
    """Return the digest of what a cohort's file says now, if that is something else than what it runs by."""
    text = _texts.get(cohort.programme)
    if text is None or cohort.edition is None or _digest(text) == cohort.edition:
        return None
    return _digest(text) if _shelf[cohort.programme] != handbook_of(tx, cohort) else None


def adopt(tx: Transaction, *, team_id: str, cohort_id: int, edition: str, now: datetime) -> Cohort:
    """Let a cohort run by an edition from now on; the caller has asked who may, and brings its pairings over.

    Raises:
        Refusal: `programmes.no-cohort`.
    """
    row = _row(tx, team_id, cohort_id)
    row.edition, row.edition_declined = edition, None
    tx.flush()
    facts = _facts(row)
    replan(tx, facts=facts, now=now)
    return facts


def decline(tx: Transaction, *, team_id: str, cohort_id: int, edition: str) -> None:
    """Note that a cohort stays with what it runs by, whatever this edition says."""
    row = records.cohort_row(tx, team_id, cohort_id)
    if row is not None:
        row.edition_declined = edition


def is_declined(tx: Transaction, cohort: Cohort, edition: str) -> bool:
    """Whether somebody decided that a cohort does not move to this edition."""
    row = records.cohort_row(tx, cohort.team_id, cohort.id)
    return row is not None and row.edition_declined == edition


def cohort(tx: Transaction, *, team_id: str, cohort_id: int) -> Cohort:
    """Return a cohort of this workspace.

    Raises:
        Refusal: `programmes.no-cohort` if there is none (also if it belongs to another workspace).
    """
    return _facts(_row(tx, team_id, cohort_id))


def _row(tx: Transaction, team_id: str, cohort_id: int) -> records.CohortRow:
    row = records.cohort_row(tx, team_id, cohort_id)
    if row is None:
        raise Refusal("programmes.no-cohort")
    return row


def has_cohort(tx: Transaction, *, team_id: str, cohort_id: int) -> bool:
    """Whether a workspace has a cohort of this id, running or closed."""
    return records.cohort_row(tx, team_id, cohort_id) is not None


def running_cohorts(tx: Transaction, *, team_id: str) -> list[Cohort]:
    """Return the cohorts of a workspace that are not closed."""
    return [_facts(row) for row in records.running(tx, team_id)]


def running_everywhere(tx: Transaction) -> list[Cohort]:
    """Return the cohorts of all workspaces that are not closed: a few rows, for chores that begin things."""
    return [_facts(row) for row in records.running_everywhere(tx)]


def cohorts_to_coordinate(tx: Transaction, *, team_id: str, user_id: str) -> list[Cohort]:
    """Return the running cohorts that a person coordinates."""
    everything = people.coordinates_everything(tx, team_id=team_id, user_id=user_id)
    seats = people.coordinated_cohorts(tx, team_id=team_id, user_id=user_id)
    if not everything and not seats:
        return []
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
        edition=row.edition,
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
        edition=_digest(_texts[book.programme]) if book.programme in _texts else None,
        late=book.signup.late == "while_running",
        about=wishes.about or None,
        how_to_join=wishes.how_to_join or None,
    )
    tx.add(row)
    tx.flush()
    remember_editions(tx, team_id=team_id, now=now)
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
    row = _row(tx, team_id, cohort_id)
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
    row = _row(tx, team_id, cohort_id)
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
