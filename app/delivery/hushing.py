"""What a reader may ask of one message: why it came, and to hear less of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app.core.notice import Manner, NoticeKind
from app.database.session import Transaction, insert_or_ignore
from app.delivery.records import Hush, Notice
from app.delivery.rules import WEEK, Drop, PutOff, address

MOST_NAGS = 2
"""So often somebody is reminded of one thing; then there is quiet."""
APART = timedelta(hours=20)
"""At least so much lies between a question and its reminder, or two of them: the same hour of the next day is fine."""
JUST_ASKED = "its question had come only just before"
HUSHED = "you asked for no more reminders about this"
ENOUGH = "you were reminded of this twice, and that is enough"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message that somebody got.

    Attributes:
        id: of its notice.
        kind: which kind of message.
        subject: what it is about.
        to: everybody who got it.
        planned_at: since when it has been planned, UTC.
        wanted_at: for when, UTC.
        came_at: when it came, UTC; None while that is uncertain.
        put_off: why it came later than it was wanted, in delivery's words; empty if nothing held it up.
        expires_at: from when it is stale, UTC; None for never.
        came_again: its reader had asked for it.
        beside: the kinds of all that came in the same message, its own too.
    """

    id: int
    kind: str
    subject: str
    to: tuple[str, ...]
    planned_at: datetime
    wanted_at: datetime
    came_at: datetime | None
    put_off: str
    expires_at: datetime | None
    came_again: bool
    beside: tuple[str, ...]


def letter_to(tx: Transaction, *, team_id: str, user_id: str, notice_id: int) -> Letter | None:
    """Return a message, if this person is one of those who got it."""
    row = tx.get(Notice, notice_id)
    if row is None or row.team_id != team_id or user_id not in address(row.to):
        return None
    lead = row.carried_by or row.id
    together = (Notice.id == lead) | (Notice.carried_by == lead)
    mine = Notice.team_id == team_id, Notice.to == row.to  # served by an index; nothing else can be beside it
    return Letter(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        to=tuple(address(row.to)),
        planned_at=row.planned_at,
        wanted_at=row.wanted_at,
        came_at=row.settled_at if row.outcome == "sent" else None,
        put_off=row.reason or "" if row.outcome == "sent" else "",
        expires_at=row.expires_at,
        came_again=row.repeats is not None,
        beside=tuple(tx.scalars(select(Notice.kind).where(*mine, together).order_by(Notice.id))),
    )


def unasked_this_week(tx: Transaction, *, team_id: str, user_id: str, kinds: Collection[str], now: datetime) -> int:
    """Return how many messages that nobody asked for came to a person alone in the last seven days.

    Several that came as one count once, and what they asked for again does not.
    """
    rows = select(func.count()).where(
        Notice.team_id == team_id,
        Notice.to == user_id,
        Notice.outcome == "sent",
        Notice.settled_at > now - WEEK,
        Notice.kind.in_(sorted(kinds)),
        Notice.carried_by.is_(None),
        Notice.repeats.is_(None),
    )
    return tx.scalar(rows) or 0


# -- no more reminders -----------------------------------------------------------------------------


def hush(tx: Transaction, *, team_id: str, user_id: str, subject: str, topic: str, now: datetime) -> None:
    """Remind a person no more of a topic of a subject; done twice, it changes nothing."""
    row = {"team_id": team_id, "user_id": user_id, "subject": subject, "topic": topic, "hushed_at": now}
    insert_or_ignore(tx, Hush, [row])


def unhush(tx: Transaction, *, team_id: str, user_id: str, subject: str, topic: str) -> None:
    """Remind them again after all."""
    tx.execute(
        delete(Hush).where(
            Hush.team_id == team_id, Hush.user_id == user_id, Hush.subject == subject, Hush.topic == topic
        )
    )


def is_hushed(tx: Transaction, *, team_id: str, user_id: str, subject: str, topic: str) -> bool:
    """Whether a person wants no more reminders of a topic of a subject."""
    return tx.get(Hush, (team_id, user_id, subject, topic)) is not None


def too_much(
    tx: Transaction, row: Notice, topic: str, kinds: Mapping[str, NoticeKind], now: datetime
) -> Drop | PutOff | None:
    """Say whether a reminder is one too many for its reader, or comes too soon; None if it may go.

    Two about one thing are enough: a subject such as `pairing:7:checkins` has many things, so those count that are
    about the same. None comes on the heels of its question, which may have waited for a week with room for it. What
    its reader asked for ("tomorrow") neither counts nor is counted. Messages to several people at once follow the
    same rule; only a single reader can stop them.

    Args:
        tx: the transaction.
        row: the reminder.
        topic: what it reminds of, as `NoticeKind.nags`.
        kinds: every kind by name.
        now: the present instant, UTC.
    """
    if is_hushed(tx, team_id=row.team_id, user_id=row.to, subject=row.subject, topic=topic):
        return Drop(HUSHED)
    if row.repeats is not None:
        return None
    before = tx.execute(
        select(Notice.kind, Notice.about, Notice.settled_at).where(
            Notice.team_id == row.team_id,
            Notice.subject == row.subject,
            Notice.to == row.to,
            Notice.outcome == "sent",
            Notice.repeats.is_(None),
            Notice.id != row.id,
        )
    )
    same = [(kinds[name], at) for name, about, at in before if about == row.about and name in kinds]
    if sum(kind.nags == topic for kind, _ in same) >= MOST_NAGS:
        return Drop(ENOUGH)
    last = max((at for kind, at in same if kind.manner is not Manner.REPLY), default=None)
    return PutOff(last + APART, JUST_ASKED) if last is not None and now < last + APART else None
