"""A round: one transaction that settles what has come back and begins what goes next."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from app.core.carrier import Carrier, Found, Outcome
from app.core.clock import Clock, steady
from app.database.session import Database, Transaction, reading
from app.delivery.claims import hold
from app.delivery.deciding import Manners, Parcel, begin, end, release
from app.delivery.pace import State, Turns, state
from app.delivery.records import Notice, was_refreshed
from app.delivery.settling import Ledger, Ride, SecondCopy

LEASE = 60.0
STUMBLED = timedelta(minutes=5)
MOST_STUMBLES = 6
Done = tuple[Ride, Outcome | Found]
"""A call that was made, and how it ended."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Patience:
    """How long things may take, all from one number: how long a process may hold a message.

    Attributes:
        lease: seconds after which another process may take over, by the database's time.
    """

    lease: float = LEASE

    @property
    def fence(self) -> float:
        """Within so many seconds after a decision the bytes must have left, or nothing leaves any more."""
        return self.lease / 4

    @property
    def answer(self) -> float:
        """So many seconds Slack has for its answer; then it is in doubt."""
        return self.lease / 6

    @property
    def settling(self) -> float:
        """So many seconds a message that Slack accepted may need to show in a history."""
        return self.lease / 2

    @property
    def horizon(self) -> float:
        """A turn may be reserved so many seconds ahead."""
        return min(2.0, self.fence / 2)


@dataclass(frozen=True)
class Claimed:
    """A notice in the hands of this process, not begun yet."""

    id: int
    team_id: str
    to: str


@dataclass(frozen=True)
class DatabaseTime:
    """The database's time, as it was asked a moment ago; a clock that never stops tells how long ago."""

    at: datetime
    asked: float

    def now(self) -> datetime:
        """Return the database's time now, UTC."""
        return self.at + timedelta(seconds=steady() - self.asked)


class Rounds:
    """Makes the rounds of one process.

    Args:
        database: where the notices are.
        carrier: says what each call asks of Slack, and takes back second copies.
        manners: the house's kinds of notices, its people, how its messages look.
        clock: the time by which notices are due.
        patience: how long things may take.
        me: this process.
    """

    def __init__(
        self,
        *,
        database: Database,
        carrier: Carrier,
        manners: Manners,
        clock: Clock,
        patience: Patience,
        me: str,
    ) -> None:
        self._database, self._carrier, self._manners, self._clock = database, carrier, manners, clock
        self._patience, self._me = patience, me
        self.state = State()
        """What Slack held back when something was claimed last, or said "not now"."""
        self.time = DatabaseTime(datetime.min.replace(tzinfo=UTC), 0.0)

    def do(self, done: Sequence[Done], picks: Sequence[Claimed], shows: Sequence[Claimed]) -> list[Ride]:
        """Settle what came back and begin what comes next; a fault in one message does not hold up the others.

        Args:
            done: what came back, and how it ended.
            picks: what was claimed, and may go now.
            shows: messages that stand, to be shown anew.

        Returns:
            The calls to make now, outside of any transaction.
        """
        try:
            return self._insist(lambda: self._transact(done, picks, shows))
        except DBAPIError:
            raise
        except Exception:  # noqa: BLE001 - whatever a renderer raised, what came back must be written down
            self._insist(lambda: self._transact(done, [], [], goes_on=False))
        rides: list[Ride] = []
        for is_new, one in [*((True, one) for one in picks), *((False, one) for one in shows)]:
            try:
                rides += self._transact([], [one] if is_new else [], [] if is_new else [one])
            except DBAPIError:
                raise
            except Exception:
                log.exception("notice-not-rendered", notice=one.id)
                self._stumble(one)
        return rides

    def _insist(self, work: Callable[[], list[Ride]]) -> list[Ride]:
        """Do it again while the database is away: what is known of a message must not get lost with it."""
        gives_up = steady() + 2 * self._patience.lease
        pause = 0.2
        while True:
            try:
                return work()
            except DBAPIError as error:
                away = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
                if not away or steady() > gives_up:
                    raise
            time.sleep(pause)
            pause = min(pause * 2, 5.0)

    def _transact(
        self,
        done: Sequence[Done],
        picks: Sequence[Claimed],
        shows: Sequence[Claimed],
        *,
        goes_on: bool = True,
    ) -> list[Ride]:
        until = steady() + self._patience.fence  # from before the lease is written, so that it ends before that does
        ids = {notice_id for ride, _ in done if ride.job != "show" for notice_id in ride.ids}
        with self._database.transaction() as tx:
            at, now = self.time.now(), self._clock.now()
            rows = hold(tx, [*ids, *(one.id for one in [*picks, *shows])])
            ledger = Ledger(
                tx,
                rows,
                self._manners.kinds,
                me=self._me,
                at=at,
                now=now,
                settling=timedelta(seconds=self._patience.settling),
                struck=self.state.struck,
            )
            for ride, outcome in done:
                ledger.write(ride, outcome)
            due = [rows[one.id] for one in picks if one.id in rows]
            due = [row for row in due if row.claimed_by == self._me and row.settled_at is None]
            if goes_on:
                due += ledger.again
            else:
                for row in ledger.again:
                    release(row, now, row.reason)
            self._manners.hold_budgets(tx, due)
            self._manners.get_acquainted(tx, due)
            with reading(tx):  # deciding changes notices only: what the rooms are asked is asked once for all
                parcels = self._decide(tx, due, now)
                shown = [self._manners.show(tx, rows[one.id], now) for one in shows if one.id in rows]
            if ledger.is_held_back:
                self.state = state(tx, at=at)
            rides = self._begin(tx, [*parcels, *(one for one in shown if one is not None)], at, now, until)
            ledger.close()
        self._take_back(ledger.second_copies)
        return rides

    def _decide(self, tx: Transaction, due: Iterable[Notice], now: datetime) -> list[Parcel]:
        """Return the parcels of what may go now; each notice is in one of them at most."""
        parcels: list[Parcel] = []
        taken: set[int] = set()
        for row in due:
            parcel = self._manners.decide(tx, row, self._me, now, taken) if row.id not in taken else None
            if parcel is not None:
                parcels.append(parcel)
                taken.update(one.id for one in parcel.rows)
        return parcels

    def _begin(self, tx: Transaction, parcels: list[Parcel], at: datetime, now: datetime, until: float) -> list[Ride]:
        """Reserve the turn of each; who would have to wait long waits in the table."""
        if not parcels:
            return []
        turns = Turns(tx, at, timedelta(seconds=self._patience.horizon))
        needs = [self._carrier.needs(one.job, one.rows[0].team_id, one.rows[0].to, one.errand) for one in parcels]
        turns.prepare(
            [(one.rows[0].team_id, need) for one, need in zip(parcels, needs, strict=True)], is_open=self.state.is_open
        )
        rides = []
        for parcel, need in zip(parcels, needs, strict=True):
            wait_for, reserved = turns.reserve(parcel.rows[0].team_id, need)
            if reserved:
                rides.append(self._started(parcel, wait_for, at, now, until))
            else:
                wait_for = 0 if turns.is_closed(parcel.rows[0].team_id) else wait_for
                self._put_off(tx, parcel, now + timedelta(seconds=wait_for))
        return rides

    def _started(self, parcel: Parcel, wait_for: float, at: datetime, now: datetime, until: float) -> Ride:
        lead = parcel.rows[0]
        since = lead.sending_at
        lease_until = at + timedelta(seconds=self._patience.lease)
        for row in parcel.rows:
            if parcel.job == "carry":
                begin(row, self._me, now, lease_until)
            elif parcel.job == "find":
                row.lease_until = lease_until
        return Ride(
            job=parcel.job,
            team_id=lead.team_id,
            to=lead.to,
            ids=[row.id for row in parcel.rows],
            marks=[row.mark for row in parcel.rows],
            attempts=[row.attempts for row in parcel.rows],
            looks=parcel.looks,
            errand=parcel.errand,
            wait=wait_for,
            until=until,
            since=since,
            place=(lead.channel, lead.ts) if lead.channel and lead.ts else None,
            seen=lead.refresh_at,
        )

    @staticmethod
    def _put_off(tx: Transaction, parcel: Parcel, until: datetime) -> None:
        if parcel.job == "show":
            row = parcel.rows[0]
            was_refreshed(tx, row.id, row.refresh_at, again_at=until, shown=row.shown)
            return
        for row in parcel.rows:
            row.carried_by = None
            release(row, until, "its turn comes")

    def _stumble(self, one: Claimed) -> None:
        """Put off a notice whose renderer failed; after some tries it is a failure that a coordinator sees."""
        now = self._clock.now()
        with self._database.transaction() as tx:
            row = hold(tx, [one.id]).get(one.id)
            if row is None:
                return
            if row.settled_at is not None:
                row.refresh_at = None
            elif row.claimed_by == self._me:
                row.attempts += 1
                if row.attempts >= MOST_STUMBLES:
                    outcome = "failed" if row.sending_at is None else "uncertain"
                    end(row, now, outcome, "it could not be put into words; the log says why")
                else:
                    release(row, now + STUMBLED, "it could not be put into words")

    def _take_back(self, copies: Iterable[SecondCopy]) -> None:
        for one in copies:
            self._carrier.take_back(one.team_id, one.channel, one.ts)
