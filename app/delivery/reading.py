"""What became of messages, for people who ask: coordinators about trouble, anybody about their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, text

from app.database.session import Transaction
from app.delivery.records import IS_TROUBLE, Notice
from app.delivery.rules import address


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A message that did not arrive, or perhaps did not.

    Attributes:
        to: a person, a channel or a group.
        kind: which kind of message.
        outcome: `failed` or `uncertain`.
        reason: Slack's code, or a sentence.
        at: when delivery gave up, UTC.
    """

    to: str
    kind: str
    outcome: str
    reason: str
    at: datetime


def troubles(tx: Transaction, *, team_id: str, to: Iterable[str], since: datetime) -> list[Trouble]:
    """Return the messages that did not arrive since an instant and that nobody let be, newest first.

    Args:
        tx: the transaction.
        team_id: the workspace.
        to: the people and channels that the asker may know about; a group counts if it has one of them.
        since: UTC.
    """
    known = set(to)
    rows = tx.scalars(
        select(Notice)
        .where(Notice.team_id == team_id, text(IS_TROUBLE), Notice.settled_at >= since)
        .where(Notice.attention.is_distinct_from("left"))
        .order_by(Notice.settled_at.desc(), Notice.id.desc())
    )
    return [
        Trouble(
            to=row.to,
            kind=row.kind,
            outcome=row.outcome or "",
            reason=row.reason or "",
            at=row.settled_at or since,
        )
        for row in rows
        if row.to in known or known.intersection(address(row.to))
    ]


@dataclass(frozen=True, kw_only=True)
class Got:
    """A message that a person got."""

    kind: str
    at: datetime


def latest_for(tx: Transaction, *, team_id: str, user_id: str, most: int) -> list[Got]:
    """Return the last messages that a person got, alone or in a group, newest first."""
    rows = tx.scalars(
        select(Notice)
        .where(Notice.team_id == team_id, Notice.outcome == "sent", Notice.to.contains(user_id, autoescape=True))
        .where(Notice.ts.is_not(None))
        .order_by(Notice.settled_at.desc(), Notice.id.desc())
        .limit(most * 2)
    )
    found = [Got(kind=row.kind, at=row.settled_at) for row in rows if row.settled_at and user_id in address(row.to)]
    return found[:most]


def planned_to(
    tx: Transaction, *, team_id: str, to: Iterable[str], now: datetime
) -> dict[str, tuple[str, str, datetime]]:
    """Return what is planned for some addresses and would still be of use: kind, address and time, by key.

    The time is the one that its subject asked for, not one to which delivery has put it off.
    """
    rows = tx.execute(
        select(Notice.key, Notice.kind, Notice.to, Notice.wanted_at)
        .where(Notice.team_id == team_id, Notice.to.in_(sorted(set(to))), Notice.settled_at.is_(None))
        .where(Notice.expires_at.is_(None) | (Notice.expires_at > now))
    )
    return {row.key: (row.kind, row.to, row.wanted_at) for row in rows}


JUST_NOW = timedelta(days=2)


def came_just_now(tx: Transaction, *, team_id: str, key: str, now: datetime) -> bool:
    """Whether a question came only in these days, or is still on its way, so that asking again would be too soon.

    Args:
        tx: the transaction.
        team_id: the workspace.
        key: of the question; one that was never planned did not come just now.
        now: the present instant, UTC.
    """
    row = tx.scalar(select(Notice).where(Notice.team_id == team_id, Notice.key == key))
    return row is not None and _is_fresh(row, now)


def carried_just_now(
    tx: Transaction, *, team_id: str, subject: str, to: str, about: tuple[str, int], now: datetime
) -> bool:
    """Whether the message of another subject that carries a question came only in these days, or has yet to come.

    Args:
        tx: the transaction.
        team_id: the workspace.
        subject: the other one.
        to: who gets the question.
        about: what the message says that it is about, such as `("ask", 7)`.
        now: the present instant, UTC.
    """
    rows = tx.scalars(select(Notice).where(Notice.team_id == team_id, Notice.subject == subject, Notice.to == to))
    return any(row.about.get(about[0]) == about[1] and _is_fresh(row, now) for row in rows)


def _is_fresh(row: Notice, now: datetime) -> bool:
    if row.outcome not in (None, "sent"):
        return False
    return row.settled_at is None or row.settled_at > now - JUST_NOW
