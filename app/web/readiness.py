"""Whether this process can do its work, line by line, for `/readyz`: what it needs, and why it is not ready."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.core.clock import steady
from app.database.session import Database
from app.migrating import head, revision_of


@dataclass(frozen=True)
class Said:
    """One line; `is_fatal` if nothing works without it."""

    text: str
    is_fatal: bool = False


Look = Callable[[], list[Said]]


class Heard:
    """Remembers when Slack reached this process last, over HTTP."""

    def __init__(self) -> None:
        self._at: float | None = None

    def note(self) -> None:
        """Note that it just did."""
        self._at = steady()

    def look(self) -> list[Said]:
        """Say how long ago; a quiet night is no fault."""
        if self._at is None:
            return [Said("Slack: not heard since the start")]
        return [Said(f"Slack: last heard {steady() - self._at:.0f} s ago")]


def look_at_line(is_connected: Callable[[], bool]) -> Look:
    """Return what looks at the connection of Socket Mode."""
    return lambda: [
        Said("Slack: connected") if is_connected() else Said("Slack: not connected over Socket Mode", is_fatal=True)
    ]


class Readiness:
    """Looks at the database, its shape, and the way to Slack.

    Args:
        database: what must answer.
        slack: looks at the way to Slack.
    """

    def __init__(self, database: Database, slack: Look) -> None:
        self._database, self._slack = database, slack
        self._lock = threading.Lock()
        self._shape: Said | None = None

    def look(self) -> list[Said]:
        """Return all lines."""
        return [*self._look_at_database(), *self._slack()]

    def _look_at_database(self) -> list[Said]:
        try:
            with self._database.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
            shape = self._look_at_shape()
        except Exception:  # noqa: BLE001 - whatever it is, we are not ready
            return [Said("database: does not answer", is_fatal=True)]
        return [Said("database: answers"), shape]

    def _look_at_shape(self) -> Said:
        with self._lock:
            # It can only be behind before it is right; a process that was right stays so.
            if self._shape is None:
                has, wants = revision_of(self._database), head()
                if has != wants:
                    mend = "run `trellis migrate`"
                    return Said(f"migrations: the database is at {has}, this version wants {wants}; {mend}", True)
                self._shape = Said(f"migrations: at {has}, as this version wants")
            return self._shape


class Kept:
    """An answer that is kept for a moment, so that a stranger who asks all the time costs no more than one who asks.

    Args:
        make: makes it anew.
        seconds: for how long it is kept.
    """

    def __init__(self, make: Callable[[], tuple[str, int]], seconds: float) -> None:
        self._make, self._seconds = make, seconds
        self._lock = threading.Lock()
        self._made: tuple[str, int] = ("", 0)
        self._at: float | None = None

    def get(self) -> tuple[str, int]:
        """Return it, and its status."""
        with self._lock:
            if self._at is None or steady() - self._at >= self._seconds:
                self._made = self._make()
                self._at = steady()
            return self._made
