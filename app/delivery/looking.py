"""Questions of those who look after delivery: what went out, what is planned, what is late, what Slack holds back.

Each is cheap among millions of rows, but for `counts`, which says so. Nothing here reads what a message says.
"""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select, text

from app.database.session import Database, Transaction, instant
from app.delivery.belonging import ids_of
from app.delivery.records import IS_TROUBLE, Notice, Pace
from app.delivery.states import State, state_of

AT_ONCE = 500
PACED = timedelta(seconds=3)
"""A turn is reserved for less than this ahead; only Slack itself makes anything wait for longer."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One notice as somebody sees it who looks after delivery; never what it says.

    Attributes:
        id: of its row.
        kind: which kind of message.
        subject: what it is about, as `family:id`.
        to: a person, a channel, or a group of people.
        state: where it stands.
        reason: why it waits, was skipped, or did not arrive; empty otherwise.
        wanted_at: when its subject wanted it, UTC.
        due_at: when delivery takes it up, UTC; later than `wanted_at` if it was put off.
        expires_at: from when it would be stale, UTC; None for never.
        settled_at: when delivery was done with it, UTC.
        attempts: how often it was taken up.
    """

    id: int
    kind: str
    subject: str
    to: str
    state: State
    reason: str
    wanted_at: datetime
    due_at: datetime
    expires_at: datetime | None
    settled_at: datetime | None
    attempts: int

    @property
    def at(self) -> datetime:
        """Where it stands in a timeline: when it was settled, or will be taken up."""
        return self.settled_at or self.due_at


def seen(row: Notice, at: datetime) -> Seen:
    """Return a row as it is looked at; `at` is the database's present instant, by which leases run."""
    state = state_of(row, at)
    return Seen(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        to=row.to,
        state=state,
        # A row that is planned anew may still say why it waited before.
        reason="" if state in (State.PLANNED, State.SENT) else row.reason or "",
        wanted_at=row.wanted_at,
        due_at=row.due_at,
        expires_at=row.expires_at,
        settled_at=row.settled_at,
        attempts=row.attempts,
    )


# -- a timeline ------------------------------------------------------------------------------------


def timeline_of(tx: Transaction, *, team_id: str, subjects: Collection[str], most: int) -> list[Seen]:
    """Return the notices of some subjects, and of those that begin with them, in the order of time.

    Args:
        tx: the transaction.
        team_id: the workspace.
        subjects: as `family:id`; `pairing:1` stands for `pairing:1:ladder` too.
        most: how many at most; the newest are kept.
    """
    ids = ids_of(tx, team_id=team_id, subjects=subjects)
    found: list[Seen] = []
    for start in range(0, len(ids), AT_ONCE):
        found += _timeline(tx, team_id, Notice.id.in_(ids[start : start + AT_ONCE]), most)
    return sorted(found, key=lambda one: (one.at, one.id))[-most:]


def timeline_to(tx: Transaction, *, team_id: str, to: Collection[str], most: int) -> list[Seen]:
    """Return the notices to some addresses, in the order of time; see `timeline_of`."""
    return _timeline(tx, team_id, Notice.to.in_(sorted(to)), most)


def _timeline(tx: Transaction, team_id: str, which: ColumnElement[bool], most: int) -> list[Seen]:
    at = func.coalesce(Notice.settled_at, Notice.due_at)
    question = select(Notice).where(Notice.team_id == team_id, which)
    rows = tx.scalars(question.order_by(at.desc(), Notice.id.desc()).limit(most)).all()
    now = instant(tx)
    return [seen(row, now) for row in reversed(rows)]


def last_to(tx: Transaction, *, team_id: str, to: str) -> int:
    """Return the last notice that reached an address, 0 if none has."""
    found = tx.scalar(
        select(Notice.id)
        .where(Notice.team_id == team_id, Notice.to == to, Notice.outcome == "sent")
        .order_by(Notice.settled_at.desc(), Notice.id.desc())
        .limit(1)
    )
    return found or 0


@dataclass(frozen=True)
class Standing:
    """A message that stands in a conversation.

    Attributes:
        channel: the conversation's id.
        ts: the message's.
        mark: the opaque id that travels with it.
    """

    channel: str
    ts: str
    mark: str


def last_standing(tx: Transaction, *, team_id: str) -> Standing | None:
    """Return the message to one person that arrived last; None if none has, or nobody knows where it stands."""
    row = tx.scalar(
        select(Notice)
        .where(Notice.team_id == team_id, Notice.outcome == "sent", Notice.channel.like("D%"), Notice.ts.is_not(None))
        .order_by(Notice.settled_at.desc(), Notice.id.desc())
        .limit(1)
    )
    return None if row is None or not row.channel or not row.ts else Standing(row.channel, row.ts, row.mark)


# -- the whole outbox ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Late:
    """What is due and has not been settled.

    Attributes:
        due: how many are due now.
        oldest: since when the oldest of them has been due, UTC; None if none is.
    """

    due: int
    oldest: datetime | None

    def seconds(self, now: datetime) -> float:
        """Return for how long the oldest has been due."""
        return 0.0 if self.oldest is None else max(0.0, (now - self.oldest).total_seconds())


def late(tx: Transaction, *, now: datetime) -> Late:
    """Return how far delivery is behind. What was put off is not due, so it does not count.

    Args:
        tx: the transaction.
        now: the app's present instant, UTC.
    """
    due, oldest = tx.execute(
        select(func.count(), func.min(Notice.due_at)).where(Notice.settled_at.is_(None), Notice.due_at <= now)
    ).one()
    return Late(due=due, oldest=oldest)


def open_counts(tx: Transaction) -> dict[State, int]:
    """Return how many notices stand in each state in which delivery still has to do something."""
    now = instant(tx)
    held = Notice.lease_until.is_not(None) & (Notice.lease_until > now)
    begun = Notice.sending_at.is_not(None)
    state = case(
        (begun & held, State.ON_ITS_WAY.value),
        (begun, State.IN_DOUBT.value),
        (held, State.CLAIMED.value),
        ((Notice.due_at > Notice.wanted_at) & (Notice.reason != ""), State.PUT_OFF.value),
        else_=State.PLANNED.value,
    )
    # Grouped by its name: the expression would bind its values a second time, and PostgreSQL would see two.
    rows = tx.execute(
        select(state.label("stands"), func.count()).where(Notice.settled_at.is_(None)).group_by(text("stands"))
    )
    return {State(name): number for name, number in rows}


def counts(tx: Transaction) -> dict[State, int]:
    """Return how many notices stand in each state, also the settled ones.

    Not cheap: it reads the whole history, which among a million rows takes a moment.
    """
    rows = tx.execute(select(Notice.outcome, func.count()).where(Notice.outcome.is_not(None)).group_by(Notice.outcome))
    return {**open_counts(tx), **{State(name): number for name, number in rows if name}}


def settled_counts(database: Database) -> dict[State, int]:
    """Return how many notices were settled in which way, beside all transactions: it reads the whole history.

    On SQLite a transaction would keep everybody from writing meanwhile.
    """
    with closing(database.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("SELECT outcome, count(*) FROM notices WHERE outcome IS NOT NULL GROUP BY outcome")
        rows = cursor.fetchall()
        connection.rollback()
    return {State(name): number for name, number in rows}


def throttled(tx: Transaction) -> dict[str, int]:
    """Return how often Slack has answered "not now" so far, by method."""
    rows = tx.execute(select(Pace.what, func.sum(Pace.throttled)).where(Pace.throttled > 0).group_by(Pace.what))
    return {what: int(number) for what, number in rows}


def troubled_counts(tx: Transaction, *, since: datetime) -> dict[State, int]:
    """Return how many did not arrive, or perhaps did not, since an instant."""
    rows = tx.execute(
        select(Notice.outcome, func.count())
        .where(text(IS_TROUBLE), Notice.settled_at >= since)
        .group_by(Notice.outcome)
    )
    found = {State(name): number for name, number in rows if name}
    return {state: found.get(state, 0) for state in (State.FAILED, State.UNCERTAIN)}


def troubled(tx: Transaction, *, since: datetime, most: int) -> list[Seen]:
    """Return what did not arrive, or perhaps did not, since an instant, newest first."""
    rows = tx.scalars(
        select(Notice)
        .where(text(IS_TROUBLE), Notice.settled_at >= since)
        .order_by(Notice.settled_at.desc(), Notice.id.desc())
        .limit(most)
    )
    return [seen(row, since) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Held:
    """Something that Slack wants left alone for now.

    Attributes:
        team_id: the workspace.
        what: a method, a place (`post:C1`), or `*` for everything.
        seconds: for how long.
        strikes: how often in a row Slack said no.
        why: Slack's word for it, or empty.
    """

    team_id: str
    what: str
    seconds: float
    strikes: int
    why: str


def held_back(tx: Transaction) -> list[Held]:
    """Return what must wait because of Slack's limits, or because a workspace let nobody in, longest first.

    What only keeps its pace (a message a second) is not held back.
    """
    now = instant(tx)
    told = or_(Pace.strikes > 0, Pace.why.is_not(None) & (Pace.free_at > now + PACED))
    rows = tx.scalars(select(Pace).where(Pace.free_at > now, told).order_by(Pace.free_at.desc()))
    return [
        Held(
            team_id=row.team_id,
            what=row.what,
            seconds=(row.free_at - now).total_seconds(),
            strikes=row.strikes,
            why=row.why or "",
        )
        for row in rows
    ]
