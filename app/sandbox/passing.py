"""Letting time pass for somebody who watches: one move at a time, and what happened during the last one."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.sandbox.journal import Happening

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
NEXT = "next"
TOLD_EVERY = 0.2  # seconds
FARTHEST = timedelta(days=60)  # how far "to the next message" looks


@dataclass
class Move:
    """One move of the clock.

    Attributes:
        step: one of `STEPS`, or `NEXT`.
        begun_at: what the clock said before.
        until: what it is to say afterwards, at the latest.
        since: the number of the last thing in the journal before it.
        to: the number of the last thing in the journal when it ended; None while it goes on.
        ended_at: what the clock said when it ended.
        found: whether "to the next message" found one.
        failed: whether the bot broke down over it.
    """

    step: str
    begun_at: datetime
    until: datetime
    since: int
    to: int | None = None
    ended_at: datetime | None = None
    found: bool = True
    failed: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether time still passes."""
        return self.ended_at is None

    def share(self, now: datetime) -> float:
        """Return how much of the way is behind it, from 0 to 1."""
        whole = (self.until - self.begun_at).total_seconds()
        return 1.0 if not self.goes_on else min(1.0, (now - self.begun_at).total_seconds() / whole)


class Passing:
    """Moves the clock of a sandbox in a thread of its own, so that its page stays in use meanwhile.

    Args:
        sandbox: whose clock.
    """

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._lock = threading.Lock()
        self._ended = threading.Condition(self._lock)
        self.last: Move | None = None

    def can(self, step: str) -> bool:
        """Whether there is such a step, and the clock can be moved by it."""
        way = self._sandbox.to_next if step == NEXT else self._sandbox.pass_time
        return way is not None and (step == NEXT or step in STEPS)

    def begin(self, step: str, seen: datetime | None = None) -> bool:
        """Begin a move; return whether it began.

        It does not while another goes on, nor if the clock says something else by now than whoever asks has seen:
        a second click of the same hand moves nothing twice.
        """
        if not self.can(step):
            return False
        now = self._sandbox.workspace.clock.now()
        with self._lock:
            if (self.last is not None and self.last.goes_on) or (seen is not None and seen != now):
                return False
            until = now + (FARTHEST if step == NEXT else STEPS[step])
            self.last = Move(step, now, until, self._sandbox.journal.newest)
            for work in (self._go, self._tell):
                threading.Thread(target=work, args=(self.last,), daemon=True).start()
        return True

    def _tell(self, move: Move) -> None:
        """Let whoever waits for something to see, see how far it is."""
        while move.goes_on:
            with self._sandbox.workspace.change():
                pass
            with self._lock:
                self._ended.wait_for(lambda: not move.goes_on, TOLD_EVERY)
        with self._sandbox.workspace.change():
            pass

    def _go(self, move: Move) -> None:
        try:
            if move.step == NEXT:
                to_next = self._sandbox.to_next
                move.found = to_next is not None and to_next(FARTHEST)
            elif self._sandbox.pass_time is not None:
                self._sandbox.pass_time(STEPS[move.step])
        except Exception:
            move.failed = True
            raise
        finally:
            with self._lock:
                move.to = self._sandbox.journal.newest
                move.ended_at = self._sandbox.workspace.clock.now()
                self._ended.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until no move goes on; return whether none does."""
        with self._lock:
            return self._ended.wait_for(lambda: self.last is None or not self.last.goes_on, seconds)

    def happened(self) -> list[Happening]:
        """Return what happened during the last move, so far."""
        move = self.last
        if move is None:
            return []
        found = self._sandbox.journal.since(move.since)
        return [one for one in found if move.to is None or one.number <= move.to]
