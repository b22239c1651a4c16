"""The only place that reads a clock. Everybody else is handed `now`.

All instants are timezone-aware and in UTC.
"""

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""


def steady() -> float:
    """Return seconds of a clock that nobody can set, and that goes on while the machine or the process sleeps.

    For leases and fences only: it has no date, and means nothing to another machine.
    """
    # Linux's usual monotonic clock stops while a laptop or a virtual machine is suspended; a lease does not.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class SystemClock:
    """The machine's clock: what production uses."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock for tests, tours and the sandbox: it can be moved forward, never back.

    A frozen one stands still between moves, so that a test sees the same minute all along; a
    running one goes on at the pace of real time, so that a person in the sandbox feels at home.
    """

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        self._lock = threading.Lock()
        self._base = start.astimezone(UTC)
        self._running = running
        self._since = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the present instant of this clock, in UTC."""
        with self._lock:
            return self._now()

    def _now(self) -> datetime:
        return self._base + (datetime.now(UTC) - self._since) if self._running else self._base

    def advance(self, by: timedelta) -> datetime:
        """Move forward by a duration and return the new instant.

        Raises:
            ValueError: if the duration is negative.
        """
        if by < timedelta(0):
            raise ValueError("a clock cannot be moved back")
        with self._lock:
            self._base = self._now() + by
            self._since = datetime.now(UTC)
            return self._base

    def move_to(self, instant: datetime) -> datetime:
        """Move forward to an instant (an earlier one changes nothing) and return the new instant."""
        with self._lock:
            self._base = max(self._now(), instant.astimezone(UTC))
            self._since = datetime.now(UTC)
            return self._base


class FileClock:
    """A clock that lives in a file, so that a bot in its own process follows the sandbox's clock.

    The file holds `{"frozen_at": "<ISO instant>"}` or `{"ahead_seconds": <float>}` and is replaced
    as a whole (`write`), so a reader never sees half of it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Return the instant that the file says, in UTC; the machine's time if there is no file."""
        try:
            said = json.loads(self._path.read_text())
        except FileNotFoundError:
            return datetime.now(UTC)
        if "frozen_at" in said:
            return datetime.fromisoformat(said["frozen_at"]).astimezone(UTC)
        return datetime.now(UTC) + timedelta(seconds=float(said["ahead_seconds"]))

    def write(self, frozen_at: datetime) -> None:
        """Let every reader of the file see this instant from now on."""
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({"frozen_at": frozen_at.astimezone(UTC).isoformat()}))
        new.replace(self._path)
