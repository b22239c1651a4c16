"""Every background job, on one page.

APScheduler is only the metronome: in memory, with no data in its jobs. Whatever must not be lost is
a row in the database, so any process may tick and a stopped one loses nothing.
"""

import threading
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from app.core.clock import Clock, steady
from app.database.session import Database
from app.database.trouble import trouble_of
from app.delivery.beats import beat
from app.delivery.inbox import forget_old
from app.delivery.sending import Sender
from app.tools import Board

log = structlog.get_logger()

BEAT_EVERY = 10.0  # seconds: each costs a commit
CHORES_EVERY = timedelta(seconds=20)
LABOURS_EVERY = 2.0  # seconds: somebody has just asked for it


class Clockwork:
    """Lets time pass: chores first (an offer lapses), then messages (whoever waits hears of it).

    Args:
        database: where everything is.
        sender: sends what is due.
        board: has the rooms' chores.
        clock: the time.
        every: seconds between two ticks.
    """

    def __init__(self, *, database: Database, sender: Sender, board: Board, clock: Clock, every: float) -> None:
        self._database = database
        self._sender = sender
        self._board = board
        self._clock = clock
        self._every = every
        self.chores_every = CHORES_EVERY
        """How long chores rest, by the clock; a rehearsal, in which days pass in a moment, lets them rest longer."""
        self._scheduler: BackgroundScheduler | None = None
        self._over = threading.Event()
        self._chores_at: datetime | None = None
        self._beat_at: float | None = None

    def start(self) -> None:
        """Start ticking in a thread of its own.

        | job     | what it does                                               | when                     |
        |---------|------------------------------------------------------------|--------------------------|
        | tick    | chores that are due, then sends what is due                | every few seconds        |
        | labours | long work, one piece after the other, beside the messages  | every two seconds        |
        | sweep   | forgets deliveries that Slack can no longer repeat         | every hour               |
        """
        # misfire_grace_time: the default drops a job that is a second late, as after a sleep.
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._safely, "interval", seconds=self._every, id="tick")
        self._over.clear()
        self._sender.go_on()
        self._scheduler.add_job(self._labours_safely, "interval", seconds=LABOURS_EVERY, id="labours")
        self._scheduler.add_job(self._sweep_safely, "interval", hours=1, id="sweep")
        self._scheduler.start()
        self.wake()

    def begin_nothing_more(self) -> None:
        """Claim nothing more and give back what is not on its way; returns at once."""
        self._over.set()
        self._sender.stop()

    def stop(self) -> None:
        """Stop ticking; the message on its way is finished first, long work is left to whoever starts next."""
        self.begin_nothing_more()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None

    def wake(self) -> None:
        """Tick at once instead of at the next beat."""
        scheduler = self._scheduler
        if scheduler is not None and not self._over.is_set():
            scheduler.add_job(self._safely, id="now", replace_existing=True)

    def _safely(self) -> None:
        try:
            # A flood is worked on in several ticks, so that chores have their turn and a stop is never far.
            while self.tick() and not self._over.is_set():
                pass
        except Exception as error:
            # The next tick finds everything as it was; that the database is away is told once, by itself.
            if trouble_of(error) is None:
                log.exception("tick-failed")

    def tick(self) -> int:
        """Do what is due now; return how many notices were worked on."""
        failed = self._chores_tried()
        if failed is not None and trouble_of(failed) is not None:
            raise failed
        done = self._sender.tick()
        self._beat()
        if failed is not None:
            raise failed
        return done

    def _beat(self) -> None:
        """Let whoever watches see that somebody ticks."""
        if self._beat_at is None or steady() - self._beat_at >= BEAT_EVERY:
            self._beat_at = steady()
            with self._database.transaction() as tx:
                beat(tx)

    def _chores_tried(self) -> Exception | None:
        """Do the chores; messages go out all the same if one of them fails, and it is told afterwards."""
        try:
            self.chores()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep others' messages back
            return error
        return None

    def chores(self, *, all_now: bool = False) -> None:
        """Let time pass for the rooms.

        Mostly none has anything to do, so they share a transaction; if one fails, each does its own in one of
        its own, so that the others are not kept back.

        Raises:
            ExceptionGroup: what the chores failed with that failed alone, too.
        """
        now = self._clock.now()
        # A clock that was set back must not keep the chores waiting until it has caught up.
        if self._chores_at is not None and abs(now - self._chores_at) < self.chores_every and not all_now:
            return
        self._chores_at = now
        try:
            with self._database.transaction() as tx:
                for chore in self._board.chores:
                    chore(tx, now)
        except Exception as error:
            if trouble_of(error) is not None:
                self._chores_at = None  # each would only wait for it, too
                raise
            self._one_by_one(now)  # tells it if it comes again

    def _one_by_one(self, now: datetime) -> None:
        failed: list[Exception] = []
        for chore in self._board.chores:
            try:
                with self._database.transaction() as tx:
                    chore(tx, now)
            except Exception as error:  # noqa: BLE001 - the others have their turn first
                failed.append(error)
        if failed:
            raise ExceptionGroup("chores failed", failed)

    def _labours_safely(self) -> None:
        try:
            self.labours()
        except Exception as error:
            if trouble_of(error) is None:
                log.exception("labour-failed")  # its lease runs out, and then it is tried again

    def _sweep_safely(self) -> None:
        try:
            self.sweep()
        except Exception as error:
            if trouble_of(error) is None:
                log.exception("sweep-failed")  # the next one forgets more

    def labours(self) -> bool:
        """Do the long work that waits; return whether there was any."""
        done = [labour(self._database, self._clock, self._over.is_set) for labour in self._board.labours]
        return any(done)

    def sweep(self) -> None:
        """Forget old deliveries."""
        with self._database.transaction() as tx:
            forget_old(tx, now=self._clock.now())
