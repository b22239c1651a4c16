"""Whose what did not arrive is, sending it again, letting it be; the timeline of a pairing."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select, text

from app.core.notice import Due, NoticeKind, NotNeeded
from app.core.refusal import Refusal
from app.database.session import Transaction, locked, reading
from app.delivery import looking
from app.delivery.belonging import PAIRING, Owner, Tree, below, owner_of
from app.delivery.deciding import stale_at
from app.delivery.planning import plan, show_open_homes
from app.delivery.records import IS_NEW_TROUBLE, IS_TROUBLE, Notice
from app.delivery.rules import address
from app.features.joining import usecases as joining
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.undelivered.rules import (
    LISTED_FOR,
    PER_PAGE,
    TROUBLES,
    Message,
    check_fresh,
    for_coordinators,
    pages_of,
    unreachable,
)

MOST_AT_ONCE = 50
MOST_LINES = 300
NOT_A_MESSAGE = ("home.",)


def _message(one: looking.Seen) -> Message:
    return Message(
        id=one.id,
        kind=one.kind,
        to=one.to,
        state=str(one.state),
        reason=one.reason,
        at=one.at,
        expires_at=one.expires_at,
    )


def _keep_out(pairing: Pairing, by: str) -> None:
    if by in (*pairing.people, *pairing.former):
        raise Refusal("undelivered.own")


# -- the timeline ----------------------------------------------------------------------------------


def timeline(tx: Transaction, tree: Tree, *, team_id: str, by: str, pairing_id: int) -> tuple[Pairing, list[Message]]:
    """Return what went out to a pairing and what is planned, to a coordinator who is not in it.

    Raises:
        Refusal: if `by` does not coordinate its cohort, or is or was in it.
    """
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=pairing.cohort_id)
    _keep_out(pairing, by)
    subjects = below(tx, tree, team_id=team_id, family=PAIRING, number=str(pairing_id))
    found = looking.timeline_of(tx, team_id=team_id, subjects=subjects, most=MOST_LINES)
    return pairing, for_coordinators([_message(one) for one in found])


# -- what did not arrive ---------------------------------------------------------------------------


def _listed(team_id: str, cohort_id: int, now: datetime) -> tuple[object, ...]:
    return (
        Notice.team_id == team_id,
        Notice.cohort_id == cohort_id,
        Notice.attention == "open",
        Notice.settled_at > now - LISTED_FOR,
        text(IS_TROUBLE),
    )


def how_many(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Cohort, int]]:
    """Return how many messages did not arrive, for each cohort that a person coordinates and that has some."""
    found = []
    for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id):
        number = tx.scalar(select(func.count()).where(*_listed(team_id, cohort.id, now)))  # type: ignore[arg-type]  # conditions, one of them as text
        if number:
            found.append((cohort, number))
    return found


def missing(
    tx: Transaction, tree: Tree, *, team_id: str, by: str, cohort_id: int, number: int, now: datetime
) -> tuple[Cohort, list[Message], int, int, int]:
    """Return a page of what did not arrive: the cohort, the messages, which page of how many, how many are not shown.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    listed = _listed(team_id, cohort_id, now)
    pages = pages_of(tx.scalar(select(func.count()).where(*listed)) or 0, PER_PAGE)  # type: ignore[arg-type]  # see above
    number = min(max(number, 1), pages)
    rows = tx.scalars(
        select(Notice)
        .where(*listed)  # type: ignore[arg-type]  # see above
        .order_by(Notice.settled_at.desc(), Notice.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    shown = [one for one in rows if not _is_own(tx, tree, one, by)]
    return cohort, [_message(looking.seen(one, now)) for one in shown], number, pages, len(rows) - len(shown)


def _is_own(tx: Transaction, tree: Tree, row: Notice, by: str) -> bool:
    owner = owner_of(tx, tree, team_id=row.team_id, subject=row.subject)
    if owner.pairing_id is None:
        return False
    pairing = pairings.pairing(tx, team_id=row.team_id, pairing_id=owner.pairing_id)
    return by in (*pairing.people, *pairing.former)


def _to_decide(tx: Transaction, tree: Tree, team_id: str, by: str, notice_id: int) -> tuple[Notice, int]:
    """Return a notice, held, and its cohort, to a coordinator who may decide what becomes of it."""
    row = tx.scalar(locked(select(Notice).where(Notice.team_id == team_id, Notice.id == notice_id)))
    if row is None or row.cohort_id is None:
        raise Refusal("undelivered.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    if _is_own(tx, tree, row, by):
        raise Refusal("undelivered.own")
    return row, row.cohort_id


def send_again(
    tx: Transaction,
    tree: Tree,
    *,
    team_id: str,
    by: str,
    notice_id: int,
    kinds: Mapping[str, NoticeKind],
    now: datetime,
) -> tuple[int, bool]:
    """Let a message go out again as it would be now; return its cohort, and whether there was anything left to do.

    Raises:
        Refusal: if `by` may not, it is too late, or its subject needs it no longer.
    """
    row, cohort_id = _to_decide(tx, tree, team_id, by, notice_id)
    if row.outcome not in TROUBLES:
        return cohort_id, False
    kind = kinds.get(row.kind)
    if kind is not None:
        check_fresh(stale_at(kind, row), now)
    if kind is None or not _is_needed(tx, kind, row, now):
        raise Refusal("undelivered.not-needed")
    row.settled_at = row.outcome = row.reason = row.sending_at = row.carried_by = row.attention = None
    row.claimed_by = row.lease_until = None
    # A mark of its own, so that the history tells this copy from one that arrived after all. Attempts go on being
    # counted: whoever still holds an earlier one must not take this for it.
    row.due_at, row.mark = now, uuid4().hex
    _note(tx, row, "sent again", by, cohort_id, now)
    return cohort_id, True


def _is_needed(tx: Transaction, kind: NoticeKind, row: Notice, now: datetime) -> bool:
    due = Due(team_id=row.team_id, key=row.key, to=row.to, about=row.about)
    with reading(tx):
        try:
            return not isinstance(kind.render(tx, due, now), NotNeeded)
        except Refusal:
            return False  # what it is about is gone


def leave(tx: Transaction, tree: Tree, *, team_id: str, by: str, notice_id: int, now: datetime) -> tuple[int, bool]:
    """Take a message off the list; return its cohort, and whether there was anything left to do.

    Raises:
        Refusal: if `by` may not.
    """
    row, cohort_id = _to_decide(tx, tree, team_id, by, notice_id)
    if row.outcome not in TROUBLES or row.attention != "open":
        return cohort_id, False
    row.attention = "left"
    _note(tx, row, "left undelivered", by, cohort_id, now)
    return cohort_id, True


def _note(tx: Transaction, row: Notice, deed: str, by: str, cohort_id: int, now: datetime) -> None:
    tx.flush()
    people.audit(tx, team_id=row.team_id, by=by, deed=deed, subject=row.subject, now=now, notice=row.id, kind=row.kind)
    _show_desks(tx, row.team_id, cohort_id, now)


def _show_desks(tx: Transaction, team_id: str, cohort_id: int, now: datetime) -> None:
    readers = people.coordinators_of(tx, team_id=team_id, cohort_id=cohort_id)
    show_open_homes(tx, team_id=team_id, users=readers, now=now)


# -- a chore ---------------------------------------------------------------------------------------


_NEW_TROUBLE = (
    select(Notice).where(text(IS_NEW_TROUBLE)).order_by(Notice.id).limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
)


def put_on_desks(tx: Transaction, tree: Tree, now: datetime) -> None:
    """Bring what newly did not arrive to the coordinators whom it concerns (a chore; reads only what is new)."""
    rows = tx.scalars(_NEW_TROUBLE).all()
    desks = set()
    for row in rows:
        cohort_id = _cohort_of(tx, tree, row)
        row.cohort_id = cohort_id
        row.attention = "none" if cohort_id is None else "open"
        if cohort_id is not None:
            desks.add((row.team_id, cohort_id))
    tx.flush()
    for row in rows:
        if row.outcome == "failed" and row.cohort_id is not None:
            _tell(tx, row, row.cohort_id, now)
    for team_id, cohort_id in sorted(desks):
        _show_desks(tx, team_id, cohort_id, now)


def _cohort_of(tx: Transaction, tree: Tree, row: Notice) -> int | None:
    if row.kind.startswith(NOT_A_MESSAGE):
        return None
    owner = owner_of(tx, tree, team_id=row.team_id, subject=row.subject)
    found = owner.cohort_id if owner.cohort_id is not None else _cohort_of_person(tx, row, owner)
    is_there = found is not None and programmes.has_cohort(tx, team_id=row.team_id, cohort_id=found)
    return found if is_there else None


def _cohort_of_person(tx: Transaction, row: Notice, owner: Owner) -> int | None:
    """Return the cohort in which somebody takes part who wants a message for themselves, the newest of several."""
    person = owner.person or next(iter(address(row.to)), None)
    if person is None:
        return None
    sent = joining.applications_of(tx, team_id=row.team_id, user_id=person)
    return max((one.cohort_id for one in sent), default=None)


def _tell(tx: Transaction, row: Notice, cohort_id: int, now: datetime) -> None:
    """Tell coordinators in private, once, that their own channel takes no messages: nothing else can."""
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=cohort_id)
    if row.to != cohort.coordinators_channel or cohort.closed_at is not None:
        return
    readers = people.coordinators_of(tx, team_id=row.team_id, cohort_id=cohort_id)
    after = looking.last_to(tx, team_id=row.team_id, to=row.to)
    subject = f"cohort:{cohort_id}:unreachable"
    for want in unreachable(cohort, readers, row.to, row.reason or "", after, now):
        plan(tx, team_id=row.team_id, subject=subject, wanted=want, now=now)
