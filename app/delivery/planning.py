"""The planning door: use cases say what a subject wants now; the outbox follows.

Always called in the transaction that changed the subject, so that a change and its messages
happen together or not at all.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, update

from app.core.notice import Wanted
from app.database.session import Transaction, insert_or_ignore
from app.delivery.records import Notice, mark_stale, of_subjects, open_of
from app.delivery.rules import NOT_NOW


def reconcile(tx: Transaction, *, team_id: str, subject: str, wanted: Iterable[Wanted], now: datetime) -> None:
    """Make the plan of a subject equal to what it wants.

    New keys are planned, changed times are moved, keys that are no longer wanted are cancelled;
    what was sent stays as it is, but live messages of the subject are shown anew. What somebody asked to
    be brought again (`bring_again`) stays as long as its original is wanted.

    Args:
        tx: the transaction that changed the subject.
        team_id: the workspace.
        subject: `room:id`, such as `meeting:42`.
        wanted: everything the subject calls for, past and future.
        now: the present instant, UTC.
    """
    known = open_of(tx, team_id, subject)
    fresh: list[dict[str, object]] = []
    wants = {want.key: want for want in wanted}
    for want in wants.values():
        row = known.get(want.key)
        if row is None:
            fresh.append(_row(want, team_id, subject, now))
        elif row.settled_at is None or row.outcome == "cancelled":
            _adjust(row, want)
    for key, row in known.items():
        if row.settled_at is not None:
            continue
        original = wants.get(row.repeats or key)
        if original is not None and row.repeats is not None:
            # Where only the kind says how long it keeps, that was reckoned from the first time it came.
            row.expires_at, row.about = original.expires or row.expires_at, dict(original.about)
        elif original is None and row.sending_at is not None:
            row.expires_at = now  # it may have gone out; if it did not, it is too late for it
        elif original is None:
            row.settled_at, row.outcome, row.reason = now, "cancelled", "no longer wanted"
            row.claimed_by = row.lease_until = None
    tx.flush()
    insert_or_ignore(tx, Notice, fresh)
    if any(_stands(row) for row in known.values()):
        refresh(tx, team_id=team_id, subject=subject, now=now)


def _stands(row: Notice) -> bool:
    """Whether somebody sees it, or will in a moment; mostly nobody does yet, and then there is nothing to show anew."""
    return row.outcome == "sent" or (row.settled_at is None and row.sending_at is not None)


def plan(tx: Transaction, *, team_id: str, subject: str, wanted: Wanted, now: datetime) -> None:
    """Plan one more notice of a subject; one that was planned before under this key stays as it is."""
    insert_or_ignore(tx, Notice, [_row(wanted, team_id, subject, now)])


def bring_again(tx: Transaction, *, notice_id: int, due: datetime, expires: datetime | None, now: datetime) -> datetime:
    """Bring a message once more, because its reader asked for that; asked twice before it came, it comes once.

    Args:
        tx: the transaction.
        notice_id: the message that stands there, itself perhaps one that came again.
        due: when, UTC.
        expires: from when it would be stale, UTC; None for never.
        now: the present instant, UTC.

    Returns:
        When it comes, UTC; earlier than `due` if that was asked for before.
    """
    row = tx.get_one(Notice, notice_id)
    original = row.repeats or row.key
    before = [one for one in open_of(tx, row.team_id, row.subject).values() if one.repeats == original]
    coming = [one for one in before if one.settled_at is None]
    if coming:
        return coming[0].due_at
    want = Wanted(
        key=f"{original}:again:{len(before) + 1}", kind=row.kind, to=row.to, due=due, expires=expires, about=row.about
    )
    insert_or_ignore(tx, Notice, [{**_row(want, row.team_id, row.subject, now), "repeats": original}])
    return due


CHUNK = 500  # rows of one statement


def plan_in_bulk(
    tx: Transaction,
    *,
    team_id: str,
    subject: str,
    batch_id: int,
    wanted: Iterable[tuple[Wanted, datetime]],
    now: datetime,
) -> int:
    """Plan many notices of a subject that belong to one piece of bulk work; return how many are new.

    Args:
        tx: the transaction.
        team_id: the workspace.
        subject: as in `reconcile`.
        batch_id: the bulk work.
        wanted: each with the first instant at which its reader may be written to, UTC.
        now: the present instant, UTC.
    """
    rows = [
        {
            **_row(want, team_id, subject, now),
            "batch_id": batch_id,
            "due_at": max(at, want.due),
            "reason": NOT_NOW if at > want.due else None,
        }
        for want, at in wanted
    ]
    return sum(insert_or_ignore(tx, Notice, rows[at : at + CHUNK]) for at in range(0, len(rows), CHUNK))


def refresh(tx: Transaction, *, team_id: str, subject: str, now: datetime) -> None:
    """Show the messages of a subject anew where they stand (only kinds that are live do change)."""
    mark_stale(tx, team_id, subject, now)


def reconsider(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> None:
    """Look again at what waits for a person's hours, because they chose others."""
    tx.connection().execute(_RECONSIDER, {"team": team_id, "user": user_id, "at": now})


_RECONSIDER = (
    update(Notice)
    .where(Notice.team_id == bindparam("team"), Notice.to == bindparam("user"), Notice.settled_at.is_(None))
    .where(Notice.reason == NOT_NOW, Notice.due_at > bindparam("at"), Notice.claimed_by.is_(None))
    .values(due_at=bindparam("at"))
    .execution_options(synchronize_session=False)
)


def show_home(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> None:
    """Publish a person's App Home soon. One row per person, reopened each time."""
    subject = f"home:{user_id}"
    row = open_of(tx, team_id, subject).get(subject)
    if row is None:
        want = Wanted(key=subject, kind="home.home", to=user_id, due=now)
        insert_or_ignore(tx, Notice, [_row(want, team_id, subject, now)])
    else:
        _show_again(row, now)


def show_open_homes(tx: Transaction, *, team_id: str, users: Iterable[str], now: datetime) -> None:
    """Publish anew the App Home of those who have looked at theirs before."""
    subjects = [f"home:{user}" for user in sorted(set(users))]
    for row in of_subjects(tx, team_id, subjects):
        _show_again(row, now)


def _show_again(row: Notice, now: datetime) -> None:
    if row.settled_at is not None:
        row.due_at, row.settled_at, row.outcome, row.reason, row.sending_at = now, None, None, None, None
        row.claimed_by = row.lease_until = None
    elif row.sending_at is not None:
        row.refresh_at = now  # on its way with older facts: it is published once more when it arrived


def _row(want: Wanted, team_id: str, subject: str, now: datetime) -> dict[str, object]:
    return {
        "team_id": team_id,
        "key": want.key,
        "mark": uuid4().hex,
        "kind": want.kind,
        "subject": subject,
        "to": want.to,
        "about": dict(want.about),
        "planned_at": now,
        "due_at": want.due,
        "wanted_at": want.due,
        "expires_at": want.expires,
        "attempts": 0,
        "repeats": None,
    }


def _adjust(row: Notice, want: Wanted) -> None:
    """Move an open row to its new time; a cancelled one that is wanted again comes back to life."""
    if row.outcome == "cancelled":
        row.settled_at = row.outcome = row.reason = None
        row.due_at = row.wanted_at = want.due
    elif row.wanted_at != want.due:
        row.due_at = row.wanted_at = want.due
    row.kind, row.to, row.expires_at, row.about = want.kind, want.to, want.expires, dict(want.about)
