"""The sender: claims what is due, decides, carries it, settles it. Any number of processes may have one.

A round is one transaction: it settles what has ended and begins what comes next (`sending_at`), and only then
the calls to Slack are made, outside of any transaction. So a crash leaves doubt about no more messages than were
on their way, and Slack's slowness holds no lock.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from uuid import uuid4

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from app.core.carrier import Carrier, Found, Later, Outcome, Unknown
from app.core.clock import Clock, steady
from app.core.notice import Manner, Post
from app.database.session import Database, Transaction, instant
from app.delivery.deciding import Manners, Parcel, begin, end, release
from app.delivery.pace import State, Turns, state
from app.delivery.records import (
    Notice,
    claim,
    claim_refresh,
    claiming,
    give_back,
    hold,
    is_any_due,
    was_refreshed,
)
from app.delivery.settling import Ledger, Ride, SecondCopy

LEASE = 60.0
MOST = 40
GATHERING = 0.01  # seconds
GLANCE = 0.5  # seconds: so long what is in hand may keep something more urgent waiting
SHIFT = 5.0  # seconds of one tick: then the chores have their turn
POSTING = "chat.postMessage"
CHANGING = "chat.update"
SET_BACK = timedelta(hours=1)  # a clock may have been ahead when the message left, and been set right since
STUMBLED = timedelta(minutes=5)
MOST_STUMBLES = 6
URGENT = (Manner.REPLY, Manner.REMINDER)
ORDINARY = (Manner.ANSWER, Manner.CHANNEL)

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
class _Claimed:
    id: int
    team_id: str
    to: str


@dataclass(frozen=True)
class _Time:
    """The database's time, as it was asked a moment ago; a clock that never stops tells how long ago."""

    at: datetime
    asked: float

    def now(self) -> datetime:
        """Return the database's time now, UTC."""
        return self.at + timedelta(seconds=steady() - self.asked)


@dataclass
class _Shift:
    """What one tick has in hand."""

    queue: deque[_Claimed] = field(default_factory=deque)
    stale: deque[_Claimed] = field(default_factory=deque)
    riding: dict[Future[Outcome | Found], Ride] = field(default_factory=dict)
    done: list[tuple[Ride, Outcome | Found]] = field(default_factory=list)
    handled: int = 0
    looks_at: float = 0.0

    def is_busy(self, one: _Claimed) -> bool:
        """Whether something is on its way to this address: what follows must not overtake it."""
        return any(ride.team_id == one.team_id and ride.to == one.to for ride in self.riding.values())


class Sender:
    """Sends due notices, and shows anew what changed.

    Args:
        database: where the notices are.
        carrier: what takes them to people.
        manners: the house's kinds of notices, its people, how its messages look.
        clock: the time by which notices are due.
        patience: how long things may take.
        carriers: how many messages may be on their way at once; 1 works in the calling thread.
    """

    def __init__(
        self,
        *,
        database: Database,
        carrier: Carrier,
        manners: Manners,
        clock: Clock,
        patience: Patience = Patience(),
        carriers: int = 1,
    ) -> None:
        self._database, self._carrier, self._manners, self._clock = database, carrier, manners, clock
        self._patience = patience
        self._carriers = carriers
        self._me = uuid4().hex
        self._pool = ThreadPoolExecutor(carriers, thread_name_prefix="carrier") if carriers > 1 else None
        # Most urgent first: what must not wait is counted before what can. The last level also has what no kind knows.
        levels = (URGENT, ORDINARY, (Manner.NEWS,))
        self._levels = [claiming(self._of(one)) for one in levels]
        self._levels.append(claiming(self._of([*URGENT, *ORDINARY, Manner.NEWS]), others=True))
        self._one_at_a_time = Lock()
        self._again = False
        self._over = Event()
        self._state = State()
        self._time = _Time(datetime.min.replace(tzinfo=UTC), 0.0)

    def _of(self, manners: Iterable[Manner]) -> list[str]:
        return sorted(name for name, kind in self._manners.kinds.items() if kind.manner in manners)

    def stop(self) -> None:
        """Begin nothing more; what is on its way is finished."""
        self._over.set()

    def go_on(self) -> None:
        """Begin again after a stop."""
        self._over.clear()

    def tick(self) -> int:
        """Send what is due and show anew what changed, for some seconds; return how many rows were worked on.

        Called while it runs already, it lets the running one look once more.
        """
        handled = 0
        while True:
            self._again = True
            if not self._one_at_a_time.acquire(blocking=False):
                return handled
            try:
                self._again = False
                handled += self._work()
            finally:
                self._one_at_a_time.release()
            if not self._again:
                return handled

    # -- one shift -----------------------------------------------------------------------------

    def _work(self) -> int:
        shift, ends = _Shift(), steady() + SHIFT
        try:
            while True:
                at = steady()
                claimed = self._fill(shift, at) if at < ends and not self._over.is_set() else 0
                picks, shows = self._pick(shift)
                if shift.done or picks or shows:
                    self._launch(shift, self._round(shift, picks, shows))
                if not shift.riding and not shift.done and not claimed and not (shift.queue or shift.stale):
                    return shift.handled
                if self._over.is_set() and not shift.riding and not shift.done:
                    return shift.handled  # what is left in hand is given back
                self._collect(shift)
        finally:
            self._give_back(shift)

    def _fill(self, shift: _Shift, at: float) -> int:
        """Claim more when nothing is left in hand, and every moment while that waits: something may be more urgent."""
        if (shift.queue or shift.stale) and at < shift.looks_at:
            return 0
        shift.looks_at = at + GLANCE
        try:
            self._give_back(shift)
            return self._claim(shift)
        except DBAPIError:
            if not shift.riding and not shift.done:
                raise
            return 0  # what is on its way must be written down first, as soon as the database is back

    def _claim(self, shift: _Shift) -> int:
        now = self._clock.now()
        lease = timedelta(seconds=self._patience.lease)
        claimed: list[tuple[int, str, str]] = []
        with self._database.transaction() as tx:
            self._time = _Time(instant(tx), steady())
            at = self._time.at
            self._state = held = state(tx, at=at)
            # Where posting has no turn left for a while, only what is urgent is taken up and put off.
            full = held.locked | held.without_turn(POSTING, self._patience.horizon)
            # After a strike one message finds out whether the workspace lets us in again.
            most = 1 if held.struck else MOST
            levels = zip(self._levels, (held.locked, full, full, full), strict=True)
            for statement, closed in levels if is_any_due(tx, now=now, at=at) else ():
                if (left := most - len(claimed)) > 0:
                    claimed += claim(tx, statement, by=self._me, now=now, at=at, lease=lease, closed=closed, most=left)
            still = held.locked | held.without_turn(CHANGING, self._patience.horizon)
            stale = claim_refresh(tx, now=now, later=now + lease, closed=still, most=most)
        shift.queue.extend(_Claimed(*one) for one in claimed)
        shift.stale.extend(_Claimed(*one) for one in stale)
        shift.handled += len(claimed) + len(stale)
        return len(claimed) + len(stale)

    def _pick(self, shift: _Shift) -> tuple[list[_Claimed], list[_Claimed]]:
        """Take as much as can be on its way at once, and nothing to an address to which something is."""
        free = self._carriers - len(shift.riding)
        picks: list[_Claimed] = []
        if self._over.is_set():
            return [], []
        for one in list(shift.queue):
            taken = any((one.team_id, one.to) == (other.team_id, other.to) for other in picks)
            if len(picks) < free and not taken and not shift.is_busy(one):
                picks.append(one)
                shift.queue.remove(one)
        shows = [shift.stale.popleft() for _ in range(min(free - len(picks), len(shift.stale)))]
        return picks, shows

    def _launch(self, shift: _Shift, rides: list[Ride]) -> None:
        shift.done = []
        for ride in rides:
            if self._pool is None:
                shift.done.append((ride, self._ride(ride)))
            else:
                shift.riding[self._pool.submit(self._ride, ride)] = ride

    def _collect(self, shift: _Shift) -> None:
        """Wait for the next one that comes back, if there is any on its way."""
        if shift.riding:
            wait(shift.riding, return_when=FIRST_COMPLETED)
            # Those that come back in the next moment share a transaction.
            back, _ = wait(shift.riding, timeout=GATHERING)
            shift.done += [(shift.riding.pop(one), one.result()) for one in back]

    def _give_back(self, shift: _Shift) -> None:
        """Let others take at once what was claimed and not begun."""
        left = [one.id for one in shift.queue]
        shift.queue.clear()
        if left:
            # If the database is away, their lease runs out.
            with suppress(DBAPIError), self._database.transaction() as tx:
                give_back(tx, left, self._me)

    # -- one round: a transaction --------------------------------------------------------------

    def _round(self, shift: _Shift, picks: list[_Claimed], shows: list[_Claimed]) -> list[Ride]:
        """Settle what came back and begin what comes next; a fault in one message does not hold up the others."""
        try:
            return self._insist(lambda: self._transact(shift.done, picks, shows))
        except DBAPIError:
            raise
        except Exception:  # noqa: BLE001 - whatever a renderer raised, what came back must be written down
            self._insist(lambda: self._transact(shift.done, [], [], goes_on=False))
            shift.done = []
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
                log.warning("database-away", error=type(error).__name__)
            time.sleep(pause)
            pause = min(pause * 2, 5.0)

    def _transact(
        self,
        done: list[tuple[Ride, Outcome | Found]],
        picks: list[_Claimed],
        shows: list[_Claimed],
        *,
        goes_on: bool = True,
    ) -> list[Ride]:
        until = steady() + self._patience.fence  # from before the lease is written, so that it ends before that does
        ids = {notice_id for ride, _ in done if ride.job != "show" for notice_id in ride.ids}
        with self._database.transaction() as tx:
            at, now = self._time.now(), self._clock.now()
            rows = hold(tx, [*ids, *(one.id for one in [*picks, *shows])])
            ledger = Ledger(
                tx,
                rows,
                self._manners.kinds,
                me=self._me,
                at=at,
                now=now,
                settling=timedelta(seconds=self._patience.settling),
                struck=self._state.struck,
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
            parcels = self._decide(tx, due, now)
            shown = [self._manners.show(tx, rows[one.id], now) for one in shows if one.id in rows]
            if ledger.is_held_back:
                self._state = state(tx, at=at)
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
            [(one.rows[0].team_id, need) for one, need in zip(parcels, needs, strict=True)], is_open=self._state.is_open
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

    def _stumble(self, one: _Claimed) -> None:
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

    # -- outside of any transaction ------------------------------------------------------------

    def _ride(self, ride: Ride) -> Outcome | Found:
        """Make one call to Slack, in its turn; a fault in the carrier holds up none of the others on their way."""
        if ride.wait > 0:
            time.sleep(ride.wait)
        try:
            return self._call(ride)
        except Exception as error:
            log.exception("carrier-failed", notice=ride.ids[0], job=ride.job)
            name = type(error).__name__
            return Later(self._patience.settling, name) if ride.job == "find" else Unknown(name)

    def _call(self, ride: Ride) -> Outcome | Found:
        if ride.job == "find" and ride.since is not None:
            since = ride.since - SET_BACK - timedelta(seconds=self._patience.settling)
            return self._carrier.find(ride.team_id, ride.to, ride.errand, ride.marks[0], since)
        if ride.job == "show" and ride.place is not None and isinstance(ride.errand, Post):
            return self._carrier.show_anew(ride.team_id, *ride.place, ride.errand)
        if steady() >= ride.until:
            return Later(0, "held up")  # this process slept: another one may have taken over
        return self._carrier.carry(ride.team_id, ride.to, ride.errand, ride.marks, ride.until)

    def _take_back(self, copies: Iterable[SecondCopy]) -> None:
        for one in copies:
            self._carrier.take_back(one.team_id, one.channel, one.ts)
