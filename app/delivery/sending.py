"""The sender: claims what is due, decides, carries it, settles it. Any number of processes may have one.

A round is one transaction: it settles what has ended and begins what comes next (`sending_at`), and only then
the calls to Slack are made, outside of any transaction. So a crash leaves doubt about no more messages than were
on their way, and Slack's slowness holds no lock.
"""

import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock
from uuid import uuid4

import structlog
from sqlalchemy.exc import DBAPIError

from app.core.carrier import Carrier, Found, Later, Outcome, Unknown
from app.core.clock import Clock, steady
from app.core.notice import Manner, Post
from app.database.session import Database, instant
from app.delivery.claims import claim, claim_refresh, give_back, level, waiting
from app.delivery.deciding import Manners
from app.delivery.pace import state
from app.delivery.rounds import Claimed, DatabaseTime, Done, Patience, Rounds
from app.delivery.settling import Ride

MOST = 40
GATHERING = 0.01  # seconds
GLIMPSE = 0.001  # seconds
GLANCE = 0.5  # seconds: so long what is in hand may keep something more urgent waiting, or a word to stop
SHIFT = 5.0  # seconds of one tick: then the chores have their turn
POSTING = "chat.postMessage"
CHANGING = "chat.update"
SET_BACK = timedelta(hours=1)  # a clock may have been ahead when the message left, and been set right since
USUAL = Patience()
URGENT = (Manner.REPLY, Manner.REMINDER)
ORDINARY = (Manner.ANSWER, Manner.CHANNEL)

log = structlog.get_logger()


@dataclass
class _Shift:
    """What one tick has in hand."""

    queue: deque[Claimed] = field(default_factory=deque)
    stale: deque[Claimed] = field(default_factory=deque)
    riding: dict[Future[Outcome | Found], Ride] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    handled: int = 0
    looks_at: float = 0.0

    def is_busy(self, one: Claimed) -> bool:
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
        abreast: how many are begun in one transaction; as many as there are carriers if it is not said. With one
            carrier they still go one after the other, so that every run tells the same story, but sooner.
    """

    def __init__(
        self,
        *,
        database: Database,
        carrier: Carrier,
        manners: Manners,
        clock: Clock,
        patience: Patience = USUAL,
        carriers: int = 1,
        abreast: int | None = None,
    ) -> None:
        self._database, self._carrier, self._manners, self._clock = database, carrier, manners, clock
        self._patience = patience
        self._abreast = abreast or carriers
        self._me = uuid4().hex
        self._pool = ThreadPoolExecutor(carriers, thread_name_prefix="carrier") if carriers > 1 else None
        # Most urgent first: what must not wait is counted before what can. The last level also has what no kind knows.
        levels = (URGENT, ORDINARY, (Manner.NEWS,))
        self._levels = [level(self._of(one)) for one in levels]
        self._levels.append(level(self._of([*URGENT, *ORDINARY, Manner.NEWS]), others=True))
        self._one_at_a_time = Lock()
        self._again = False
        self._over = Event()
        self._rounds = Rounds(
            database=database, carrier=carrier, manners=manners, clock=clock, patience=patience, me=self._me
        )

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
                if self._over.is_set():
                    self._give_back(shift)
                picks, shows = self._pick(shift)
                if shift.done or picks or shows:
                    self._launch(shift, self._rounds.do(shift.done, picks, shows))
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
        stale: list[tuple[int, str, str]] = []
        with self._database.transaction() as tx:
            at = instant(tx)
            self._rounds.time = DatabaseTime(at, steady())
            waits = waiting(tx, now=now, at=at, most=MOST)
            if not waits and not shift.riding and not shift.done:
                return 0
            self._rounds.state = held = state(tx, at=at)
            # Where posting has no turn left for a while, only what is urgent is taken up and put off.
            full = held.locked | held.without_turn(POSTING, self._patience.horizon)
            # After a strike one message finds out whether the workspace lets us in again.
            most = 1 if held.struck else MOST
            levels = zip(self._levels, (held.locked, full, full, full), strict=True)
            for one, closed in levels:
                if waits.of(one) and (left := most - len(claimed)) > 0:
                    claimed += claim(tx, one.claims, by=self._me, now=now, at=at, lease=lease, closed=closed, most=left)
            if waits.shows:
                still = held.locked | held.without_turn(CHANGING, self._patience.horizon)
                stale = claim_refresh(tx, now=now, later=now + lease, closed=still, most=most)
        shift.queue.extend(Claimed(*one) for one in claimed)
        shift.stale.extend(Claimed(*one) for one in stale)
        shift.handled += len(claimed) + len(stale)
        return len(claimed) + len(stale)

    def _pick(self, shift: _Shift) -> tuple[list[Claimed], list[Claimed]]:
        """Take as much as can be on its way at once, and nothing to an address to which something is."""
        free = self._abreast - len(shift.riding)
        picks: list[Claimed] = []
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
            back, _ = wait(shift.riding, timeout=GLANCE, return_when=FIRST_COMPLETED)
            while not back and not self._over.is_set():
                back, _ = wait(shift.riding, timeout=GLANCE, return_when=FIRST_COMPLETED)
            # Those that come back in the next moment share a transaction; the other half is on its way meanwhile.
            until = steady() + GATHERING
            while 2 * len(back) < len(shift.riding) and steady() < until:
                back, _ = wait(shift.riding, timeout=GLIMPSE)
            shift.done += [(shift.riding.pop(one), one.result()) for one in back]

    def _give_back(self, shift: _Shift) -> None:
        """Let others take at once what was claimed and not begun."""
        left = [one.id for one in shift.queue]
        shift.queue.clear()
        if left:
            # If the database is away, their lease runs out.
            with suppress(DBAPIError), self._database.transaction() as tx:
                give_back(tx, left, self._me)

    # -- outside of any transaction ------------------------------------------------------------

    def _ride(self, ride: Ride) -> Outcome | Found:
        """Make one call to Slack, in its turn; a fault in the carrier holds up none of the others on their way."""
        if ride.wait > 0:
            time.sleep(ride.wait)
        with structlog.contextvars.bound_contextvars(team=ride.team_id, notice=ride.ids[0]):
            try:
                return self._call(ride)
            except Exception as error:
                log.exception("carrier-failed", job=ride.job)
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
