"""Weighing what a changed handbook changes, and moving a cohort to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import plan, show_open_homes
from app.delivery.reading import planned_to
from app.features.care import usecases as care
from app.features.editions import records
from app.features.editions.rules import Look, added_up, changed_keys, changes, differences
from app.features.events.usecases import laying_out as events
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

STEP = 20  # pairings in one transaction: well under the time in which Slack wants an answer
FRESH = timedelta(minutes=10)


def changed(tx: Transaction, *, team_id: str, user_id: str) -> list[Look]:
    """Return the cohorts that somebody coordinates whose files changed, and those that are moving."""
    found = []
    for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id):
        newer = programmes.newer_edition(tx, cohort)
        row = records.latest(tx, team_id, cohort.id)
        if newer is not None:
            found.append(
                Look(
                    cohort=cohort,
                    edition=newer,
                    keys=(),
                    changes=None,
                    done=0,
                    of=0,
                    kept=programmes.is_declined(tx, cohort, newer),
                )
            )
        elif row is not None and row.moved_at is not None and row.done_at is None:
            of = pairings.how_many_live(tx, team_id=team_id, cohort_id=cohort.id)
            found.append(
                Look(cohort=cohort, edition=row.digest, keys=(), changes=None, done=row.moved, of=of, moving=True)
            )
    return found


def overview(tx: Transaction, *, team_id: str, user_id: str) -> list[Look]:
    """Return what changed, to a coordinator.

    Raises:
        Refusal: if they coordinate no running cohort.
    """
    if not programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id):
        raise Refusal("programmes.coordinates-nothing")
    return changed(tx, team_id=team_id, user_id=user_id)


def look(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Look:
    """Return what would change; for many pairings it is worked out in steps, and `by` hears when it is done.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or there is nothing new.
    """
    cohort, newer = _with_news(tx, team_id, by, cohort_id)
    # Two coordinators may look at once; then both see the same move.
    fresh = {"team_id": team_id, "cohort_id": cohort_id, "digest": newer, "asked_by": by, "asked_at": now, "found": {}}
    insert_or_ignore(tx, records.HandbookMove, [fresh])
    row = records.move_to(tx, team_id, cohort_id, newer)
    if row is None:
        raise AssertionError("it was put there above")
    if row.weighed_at is not None and row.weighed_at + FRESH < now:
        row.asked_by, row.asked_at, row.found = by, now, {}
        row.weighed_to, row.weighed, row.weighed_at, row.rests_at = 0, 0, None, None
    if row.weighed_at is None:
        _weigh(tx, row, now)
    keys = changed_keys(programmes.handbook_of(tx, cohort), programmes.handbook(cohort.programme))
    return Look(
        cohort=cohort,
        edition=newer,
        keys=keys,
        changes=changes(row.found) if row.weighed_at is not None else None,
        done=row.weighed,
        of=pairings.how_many_live(tx, team_id=team_id, cohort_id=cohort_id),
    )


def move(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Look:
    """Move a cohort to what its file says now; twice is once.

    Raises:
        Refusal: if `by` does not coordinate the cohort, there is nothing new, or nobody has looked yet.
    """
    _, newer = _with_news(tx, team_id, by, cohort_id)
    row = records.move_to(tx, team_id, cohort_id, newer)
    if row is None:
        raise Refusal("editions.changed-again")
    if row.weighed_at is None:
        raise Refusal("editions.not-weighed")
    row.moved_by, row.moved_at, row.rests_at = by, now, None
    row.moved_to, row.moved, row.done_at = 0, 0, None
    tx.flush()
    people.audit(tx, team_id=team_id, by=by, deed="moved to a changed handbook", subject=f"cohort:{cohort_id}", now=now)
    facts = programmes.adopt(tx, team_id=team_id, cohort_id=cohort_id, edition=newer, now=now)
    _bring_over(tx, row, now)
    _show(tx, team_id, cohort_id, now)
    of = pairings.how_many_live(tx, team_id=team_id, cohort_id=cohort_id)
    return Look(cohort=facts, edition=newer, keys=(), changes=None, done=row.moved, of=of, moving=True)


def keep(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Cohort:
    """Let a cohort stay with what it runs by; the desk asks no more about this change.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or there is nothing new.
    """
    cohort, newer = _with_news(tx, team_id, by, cohort_id)
    programmes.decline(tx, team_id=team_id, cohort_id=cohort_id, edition=newer)
    people.audit(tx, team_id=team_id, by=by, deed="kept the handbook", subject=f"cohort:{cohort_id}", now=now)
    _show(tx, team_id, cohort_id, now)
    return cohort


def _with_news(tx: Transaction, team_id: str, by: str, cohort_id: int) -> tuple[Cohort, str]:
    """Return a cohort to one of its coordinators, and the edition that is newer than its own."""
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    newer = programmes.newer_edition(tx, cohort)
    if newer is None:
        raise Refusal("editions.nothing-new", cohort=cohort.name)
    return cohort, newer


def go_on(tx: Transaction, now: datetime) -> None:
    """Take the next step of one move that is being weighed or made (a chore)."""
    for row in records.unfinished(tx, 1):
        if row.moved_at is not None:
            _bring_over(tx, row, now)
        else:
            cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
            if cohort.closed_at is not None or programmes.newer_edition(tx, cohort) != row.digest:
                row.rests_at = now  # the file changed once more, or the cohort is over
                continue
            _weigh(tx, row, now)
            if row.weighed_at is not None:
                _tell(tx, row, "editions.ready", row.asked_by, now)


def cohort_of(tx: Transaction, *, team_id: str, move_id: int) -> Cohort:
    """Return the cohort of a move, for messages about it.

    Raises:
        Refusal: `programmes.no-cohort` if there is none in this workspace.
    """
    row = records.by_id(tx, team_id, move_id)
    if row is None:
        raise Refusal("programmes.no-cohort")
    return programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)


def _weigh(tx: Transaction, row: records.HandbookMove, now: datetime) -> None:
    """Do what the move would do to the next pairings, see what became of the plan, and undo it."""
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    some = pairings.next_live(tx, team_id=row.team_id, cohort_id=row.cohort_id, after=row.weighed_to, most=STEP)
    places = {cohort.announce_channel, cohort.coordinators_channel}
    places |= {address for one in some for address in (*one.people, one.address)}
    trial = tx.begin_nested()
    before = planned_to(tx, team_id=row.team_id, to=places, now=now)
    programmes.adopt(tx, team_id=row.team_id, cohort_id=row.cohort_id, edition=row.digest, now=now)
    events.lay_out(tx, cohort=cohort, now=now)
    if row.weighed_to:  # what belongs to the cohort as a whole was counted in the first step
        before = planned_to(tx, team_id=row.team_id, to=places, now=now)
    _accompany(tx, some, now)
    tx.flush()
    after = planned_to(tx, team_id=row.team_id, to=places, now=now)
    trial.rollback()
    row.found = added_up(row.found, differences(before, after))
    row.weighed += len(some)
    row.weighed_to = some[-1].id if some else row.weighed_to
    if len(some) < STEP:
        row.weighed_at = row.rests_at = now
    tx.flush()


def _bring_over(tx: Transaction, row: records.HandbookMove, now: datetime) -> None:
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    if not row.moved_to:  # what belongs to the cohort as a whole, once
        events.lay_out(tx, cohort=cohort, now=now)
    some = pairings.next_live(tx, team_id=row.team_id, cohort_id=row.cohort_id, after=row.moved_to, most=STEP)
    _accompany(tx, some, now)
    row.moved += len(some)
    row.moved_to = some[-1].id if some else row.moved_to
    if len(some) < STEP:
        row.done_at = row.rests_at = now
        _tell(tx, row, "editions.done", row.moved_by or row.asked_by, now)
        _show(tx, row.team_id, row.cohort_id, now)
    tx.flush()


def _accompany(tx: Transaction, some: Sequence[Pairing], now: datetime) -> None:
    for one in some:
        care.accompany(tx, pairing=one, now=now)


def _tell(tx: Transaction, row: records.HandbookMove, kind: str, to: str, now: datetime) -> None:
    want = Wanted(key=f"{kind}:{row.id}:{int(now.timestamp())}", kind=kind, to=to, due=now, about={"move": row.id})
    plan(tx, team_id=row.team_id, subject=f"handbook-move:{row.id}", wanted=want, now=now)


def _show(tx: Transaction, team_id: str, cohort_id: int, now: datetime) -> None:
    coordinators = people.coordinators_of(tx, team_id=team_id, cohort_id=cohort_id)
    show_open_homes(tx, team_id=team_id, users=coordinators, now=now)
