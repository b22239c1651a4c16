"""How fast Slack may be asked, shared by all processes through the database.

One row per workspace and thing (a method, a place to post to, or everything): the instant from which it may be asked
again. Whoever is about to ask reserves its turn in the same transaction that decides to send, so that two processes
never take the same one, and a restart begins with no burst. A "not now" of Slack's moves the instant for all.
https://docs.slack.dev/apis/web-api/rate-limits
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from app.core.carrier import EVERYTHING, Later, Need
from app.database.session import Transaction, insert_or_ignore, instant
from app.delivery.records import Pace

LONGEST_LOCK = 3600.0
CLOSED_FOR = 10 * 365 * 24 * 3600.0
_ROWS = (
    select(Pace)
    .where(Pace.team_id == bindparam("team"), Pace.what.in_(bindparam("whats", expanding=True)))
    .order_by(Pace.what)
    .execution_options(populate_existing=True)
)
_HELD_ROWS = _ROWS.with_for_update()
_LOCKED_OUT = select(Pace.team_id).where(Pace.what == EVERYTHING, Pace.strikes >= bindparam("times"))
_STATE = select(Pace.team_id, Pace.what, Pace.strikes, Pace.free_at).where(
    (Pace.free_at > bindparam("at")) | (Pace.strikes > 0)
)


class Turns:
    """The turns that one transaction reserves.

    Args:
        tx: the transaction.
        at: the database's time, UTC.
        horizon: how far ahead a turn may be reserved; who would have to wait longer waits in the table.
    """

    def __init__(self, tx: Transaction, at: datetime, horizon: timedelta) -> None:
        self._tx, self._at, self._horizon = tx, at, horizon
        self._rows: dict[tuple[str, str], Pace] = {}
        self._missed: dict[tuple[str, str], int] = {}

    def prepare(self, wanted: Iterable[tuple[str, Sequence[Need]]], *, is_open: bool) -> None:
        """Hold the rows of everything that will be asked, in one order, so that two processes never wait in a ring.

        Args:
            wanted: workspaces and needs.
            is_open: nothing was held back a moment ago; then what has no pace anyway is not asked about again.
        """
        whats: dict[str, set[str]] = {}
        paced = False
        for team_id, needs in wanted:
            whats.setdefault(team_id, {EVERYTHING}).update(need.what for need in needs)
            paced = paced or any(need.seconds > 0 for need in needs)
        if is_open and not paced:
            return
        for team_id in sorted(whats):
            names = sorted(whats[team_id])
            if paced:
                fresh = [{"team_id": team_id, "what": one, "free_at": self._at, "strikes": 0} for one in names]
                self._read(team_id, names)
                insert_or_ignore(self._tx, Pace, [one for one in fresh if (team_id, one["what"]) not in self._rows])
            self._read(team_id, names, hold=paced)

    def _read(self, team_id: str, names: list[str], *, hold: bool = False) -> None:
        rows = self._tx.scalars(_HELD_ROWS if hold else _ROWS, {"team": team_id, "whats": names})
        self._rows |= {(row.team_id, row.what): row for row in rows}

    def reserve(self, team_id: str, needs: Sequence[Need]) -> tuple[float, bool]:
        """Reserve a turn; return the seconds until it comes, and whether it is reserved (else: come back then)."""
        keys = [(team_id, EVERYTHING), *((team_id, need.what) for need in needs)]
        turn = max([self._at, *(self._rows[key].free_at for key in keys if key in self._rows)])
        if turn > self._at + self._horizon:
            return (turn - self._at).total_seconds() + self._queue(team_id, needs), False
        for need in needs:
            row = self._rows.get((team_id, need.what))
            if row is not None and need.seconds > 0:
                row.free_at = turn + timedelta(seconds=need.seconds)
        return (turn - self._at).total_seconds(), True

    def is_closed(self, team_id: str) -> bool:
        """Whether the whole workspace has to wait: then nothing of it is claimed, and each keeps its place."""
        row = self._rows.get((team_id, EVERYTHING))
        return row is not None and row.free_at > self._at

    def _queue(self, team_id: str, needs: Sequence[Need]) -> float:
        """Return how much later than the first who misses their turn this one comes back."""
        late = 0.0
        for need in needs:
            before = self._missed.get((team_id, need.what), 0)
            self._missed[team_id, need.what] = before + 1
            late = max(late, before * need.seconds)
        return late


def hold_back(tx: Transaction, *, team_id: str, no: Later, at: datetime) -> None:
    """Let everybody wait as Slack asked; a workspace that locked us out is left alone ever longer, up to an hour.

    Args:
        tx: the transaction.
        team_id: the workspace.
        no: what has to wait, and how long.
        at: the database's time, UTC.
    """
    if no.what is None:
        return
    insert_or_ignore(tx, Pace, [{"team_id": team_id, "what": no.what, "free_at": at, "strikes": 0}])
    row = tx.scalar(_HELD_ROWS, {"team": team_id, "whats": [no.what]})
    if row is None:
        return
    seconds = no.seconds
    if no.what == EVERYTHING and row.free_at <= at:  # several that failed at once are one strike
        seconds = min(LONGEST_LOCK, no.seconds * 2**row.strikes)
        row.strikes = min(row.strikes + 1, 20)
    elif no.what != EVERYTHING:
        row.throttled += 1
    row.free_at, row.why = max(row.free_at, at + timedelta(seconds=seconds)), no.reason
    tx.flush()


def close(tx: Transaction, *, team_id: str, why: str) -> None:
    """Let nothing go to a workspace until somebody says that it may (`let_go_on`)."""
    row = {"team_id": team_id, "what": EVERYTHING, "free_at": instant(tx), "strikes": 0}
    insert_or_ignore(tx, Pace, [row])
    held = tx.scalar(_HELD_ROWS, {"team": team_id, "whats": [EVERYTHING]})
    if held is not None:
        held.free_at, held.why = instant(tx) + timedelta(seconds=CLOSED_FOR), why
        tx.flush()


def locked_out(tx: Transaction, *, times: int) -> list[str]:
    """Return the workspaces that refused our token at least so often, one after the other."""
    rows = tx.connection().execute(_LOCKED_OUT, {"times": times})
    return sorted(row.team_id for row in rows)


def let_go_on(tx: Transaction, *, team_id: str) -> None:
    """Forget that a workspace locked us out: it let us in again."""
    tx.execute(delete(Pace).where(Pace.team_id == team_id, Pace.what == EVERYTHING))


@dataclass(frozen=True)
class State:
    """What Slack holds back at a moment.

    Attributes:
        locked: workspaces to which nothing may go.
        waiting: workspace, thing and seconds of everything else.
        struck: workspaces that locked us out and have not let us in since.
    """

    locked: frozenset[str] = frozenset()
    waiting: tuple[tuple[str, str, float], ...] = ()
    struck: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether nothing has to wait."""
        return not (self.locked or self.waiting or self.struck)

    def without_turn(self, what: str, horizon: float) -> frozenset[str]:
        """Return the workspaces in which this has no turn for longer than so many seconds."""
        return frozenset(team for team, one, seconds in self.waiting if one == what and seconds > horizon)


def state(tx: Transaction, *, at: datetime) -> State:
    """Return what Slack holds back.

    Args:
        tx: the transaction.
        at: the database's time, UTC.
    """
    rows = tx.connection().execute(_STATE, {"at": at}).all()
    waiting = [(row.team_id, row.what, (row.free_at - at).total_seconds()) for row in rows if row.free_at > at]
    return State(
        locked=frozenset(team for team, what, _ in waiting if what == EVERYTHING),
        waiting=tuple(one for one in waiting if one[1] != EVERYTHING),
        struck=frozenset(row.team_id for row in rows if row.what == EVERYTHING and row.strikes > 0),
    )
