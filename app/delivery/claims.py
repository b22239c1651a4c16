"""What the sender asks of the table of notices: what is due, what it holds, what belongs together.

Statements that are asked at every tick are built once: putting one together costs more than asking it.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal, select, union_all, update
from sqlalchemy.sql.dml import ReturningUpdate

from app.database.session import Transaction
from app.delivery.records import Notice


@dataclass(frozen=True)
class Level:
    """Kinds of notices that are equally urgent.

    Attributes:
        kinds: which; if it is that of the others, those that it is not.
        others: whether it is of all kinds but these.
        claims: takes what is due of them.
    """

    kinds: frozenset[str]
    others: bool
    claims: ReturningUpdate[int, str, str, datetime]

    def has(self, kinds: AbstractSet[str]) -> bool:
        """Whether any of these kinds is of this level."""
        return bool(kinds - self.kinds if self.others else kinds & self.kinds)


def level(kinds: Sequence[str], *, others: bool = False) -> Level:
    """Return the level of some kinds, or of all others."""
    return Level(frozenset(kinds), others, _claiming(kinds, others=others))


def _claiming(kinds: Sequence[str], *, others: bool) -> ReturningUpdate[int, str, str, datetime]:
    """Return the statement that takes due notices of some kinds (or of all others), most urgent first.

    On PostgreSQL several processes claim side by side (`SKIP LOCKED`); on SQLite the transaction itself is the lock.
    It is built once: putting a statement together costs more than running it.
    """
    of_kind = Notice.kind.not_in(kinds) if others else Notice.kind.in_(kinds)
    due = (
        select(Notice.id)
        .where(Notice.settled_at.is_(None), Notice.due_at <= bindparam("now"), of_kind)
        .where(Notice.lease_until.is_(None) | (Notice.lease_until <= bindparam("at")))
        .where(Notice.team_id.not_in(bindparam("closed", expanding=True)))
        .order_by(Notice.due_at, Notice.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    return (
        update(Notice)
        .where(Notice.id.in_(due.scalar_subquery()))
        .values(claimed_by=bindparam("by"), lease_until=bindparam("until"))
        .returning(Notice.id, Notice.team_id, Notice.to, Notice.due_at)
        .execution_options(synchronize_session=False)
    )


_DUE = (
    select(Notice.kind.label("kind"))
    .where(Notice.settled_at.is_(None), Notice.due_at <= bindparam("now"))
    .where(Notice.lease_until.is_(None) | (Notice.lease_until <= bindparam("at")))
    .limit(bindparam("most"))
    .subquery()
)
_SHOWN_ANEW = ""  # stands where a kind would: no kind is called so
_TO_SHOW = select(Notice.id).where(Notice.refresh_at <= bindparam("now"), Notice.outcome == "sent").limit(1).subquery()
_WAITS = union_all(select(_DUE.c.kind), select(literal(_SHOWN_ANEW)).select_from(_TO_SHOW))
_GIVE_BACK = (
    update(Notice)
    .where(Notice.id.in_(bindparam("ids", expanding=True)), Notice.claimed_by == bindparam("by"))
    .where(Notice.sending_at.is_(None))
    .values(claimed_by=None, lease_until=None)
    .execution_options(synchronize_session=False)
)
_TO_REFRESH = (
    select(Notice.id)
    .where(Notice.refresh_at <= bindparam("now"), Notice.outcome == "sent")
    .where(Notice.team_id.not_in(bindparam("closed", expanding=True)))
    .order_by(Notice.refresh_at, Notice.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM_REFRESH = (
    update(Notice)
    .where(Notice.id.in_(_TO_REFRESH.scalar_subquery()))
    .values(refresh_at=bindparam("until"))
    .returning(Notice.id, Notice.team_id, Notice.to)
    .execution_options(synchronize_session=False)
)
_HOLD = (
    select(Notice)
    .where(Notice.id.in_(bindparam("ids", expanding=True)))
    .order_by(Notice.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_COMPANIONS = (
    select(Notice)
    .where(Notice.team_id == bindparam("team"), Notice.to == bindparam("to"))
    .where(Notice.kind.in_(bindparam("kinds", expanding=True)))
    .where(Notice.settled_at.is_(None), Notice.sending_at.is_(None), Notice.wanted_at <= bindparam("now"))
    .where((Notice.claimed_by == bindparam("by")) | Notice.claimed_by.is_(None))
    .order_by(Notice.wanted_at, Notice.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_PARTS = (
    select(Notice)
    .where((Notice.id == bindparam("lead")) | (Notice.carried_by == bindparam("lead")))
    .where(Notice.team_id == bindparam("team"), Notice.to == bindparam("to"))
    .order_by(Notice.carried_by.is_not(None), Notice.id)
)
_UNASKED = (
    select(func.coalesce(Notice.settled_at, Notice.sending_at))
    .where(Notice.team_id == bindparam("team"), Notice.to == bindparam("to"), Notice.carried_by.is_(None))
    .where(Notice.repeats.is_(None))
    # What may have arrived counts, too: better one message too few.
    .where(
        (Notice.outcome.in_(("sent", "uncertain")) & (Notice.settled_at > bindparam("since")))
        | (Notice.settled_at.is_(None) & (Notice.sending_at > bindparam("since")))
    )
    .where(Notice.kind.in_(bindparam("kinds", expanding=True)), Notice.id != bindparam("but"))
    .order_by(func.coalesce(Notice.settled_at, Notice.sending_at).desc())
)


@dataclass(frozen=True)
class Waiting:
    """What there is to do.

    Attributes:
        kinds: of the notices that are due; None if there are more than were looked at.
        shows: whether a message is to be shown anew.
    """

    kinds: frozenset[str] | None
    shows: bool

    def of(self, one: Level) -> bool:
        """Whether there may be anything to claim of a level."""
        return self.kinds is None or one.has(self.kinds)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.shows or self.kinds is None or bool(self.kinds)


def waiting(tx: Transaction, *, now: datetime, at: datetime, most: int) -> Waiting:
    """Return what there is to do, looking at no more than `most` due notices: one question, asked at every tick."""
    found = tx.connection().execute(_WAITS, {"now": now, "at": at, "most": most + 1}).scalars().all()
    kinds = [one for one in found if one != _SHOWN_ANEW]
    return Waiting(frozenset(kinds) if len(kinds) <= most else None, _SHOWN_ANEW in found)


def claim(
    tx: Transaction,
    statement: ReturningUpdate[int, str, str, datetime],
    *,
    by: str,
    now: datetime,
    at: datetime,
    lease: timedelta,
    closed: Iterable[str],
    most: int,
) -> list[tuple[int, str, str]]:
    """Take what is due, and what somebody took and let lie; return id, workspace and address, earliest first.

    Args:
        tx: the transaction.
        statement: that of a `Level`.
        by: this process.
        now: what is due by now, UTC, by the app's clock.
        at: the database's time, UTC: leases are by it.
        lease: for how long nobody else may take them.
        closed: the workspaces to which nothing may go now.
        most: how many at most.
    """
    said = {"by": by, "now": now, "at": at, "until": at + lease, "most": most, "closed": sorted(closed)}
    rows = tx.connection().execute(statement, said).all()
    return [(row[0], row[1], row[2]) for row in sorted(rows, key=lambda row: (row[3], row[0]))]


def give_back(tx: Transaction, ids: Sequence[int], by: str) -> None:
    """Let others take what this process claimed and has not begun."""
    tx.connection().execute(_GIVE_BACK, {"ids": list(ids), "by": by})


def claim_refresh(
    tx: Transaction, *, now: datetime, later: datetime, closed: Iterable[str], most: int
) -> list[tuple[int, str, str]]:
    """Take sent messages that should be shown anew; a crash before the end lets them come again."""
    said = {"now": now, "until": later, "most": most, "closed": sorted(closed)}
    return sorted((row[0], row[1], row[2]) for row in tx.connection().execute(_CLAIM_REFRESH, said))


def hold(tx: Transaction, ids: Iterable[int]) -> dict[int, Notice]:
    """Return notices, locked until the end; always in one order, so that two processes never wait in a ring."""
    return {row.id: row for row in tx.scalars(_HOLD, {"ids": sorted(ids)})}


def companions(tx: Transaction, lead: Notice, kinds: Sequence[str], by: str, now: datetime, most: int) -> list[Notice]:
    """Return what waits for the same person and may share the message of `lead`, earliest first; locked."""
    said = {"team": lead.team_id, "to": lead.to, "kinds": list(kinds), "by": by, "now": now, "most": most + 1}
    return [row for row in tx.scalars(_COMPANIONS, said) if row.id != lead.id][:most]


def parts(tx: Transaction, row: Notice) -> list[Notice]:
    """Return the notices whose message this one shares, in the order in which they stand in it."""
    said = {"lead": row.carried_by or row.id, "team": row.team_id, "to": row.to}
    return list(tx.scalars(_PARTS, said))


def unasked_since(tx: Transaction, row: Notice, kinds: Sequence[str], since: datetime) -> list[datetime]:
    """Return when this person got (or perhaps got) other unasked messages, newest first, since an instant."""
    said = {"team": row.team_id, "to": row.to, "kinds": list(kinds), "since": since, "but": row.id}
    return list(tx.scalars(_UNASKED, said))
