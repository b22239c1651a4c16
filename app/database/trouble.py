"""When the database is away or full: what means that, and a line of the log when it begins and when it is over."""

import sqlite3
import threading
from typing import Literal

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoTurn

from app.core.clock import steady

Trouble = Literal["away", "full"]
AGAIN_EVERY = 600.0  # seconds: how often the log repeats that it is still so
GONE = ("08", "57P", "53300")  # connection failures, shutting down or starting, too many connections
DISK_FULL = "53100"
# https://www.sqlite.org/rescode.html: busy, locked, read-only, I/O error, full, cannot open
SQLITE_AWAY, SQLITE_FULL = {5, 6, 8, 10, 14}, 13

log = structlog.get_logger()


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what is wrong with the database itself; None if it only minds what it was asked, or is not concerned."""
    if isinstance(error, BaseExceptionGroup):
        found = {trouble_of(one) for one in error.exceptions}
        return found.pop() if len(found) == 1 else None
    if isinstance(error, NoTurn):
        return "away"
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        return "full" if code == SQLITE_FULL else "away" if code in SQLITE_AWAY else None
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state == DISK_FULL:
        return "full"
    without_state = not state and type(error.orig).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
        "InterfaceError",
    )
    return "away" if error.connection_invalidated or state.startswith(GONE) or without_state else None


class Outages:
    """Tells of trouble with one database: when it begins, now and then while it lasts, and when it is over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: float | None = None
        self._told = 0.0

    def note(self, error: BaseException) -> None:
        """Note what a transaction failed with."""
        trouble = trouble_of(error)
        if trouble is None:
            return
        now = steady()
        with self._lock:
            begins = self._since is None
            if not begins and now - self._told < AGAIN_EVERY:
                return
            self._since, self._told = (now if self._since is None else self._since), now
            seconds = round(now - self._since)
        event = "disk-full" if trouble == "full" else "database-away"
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        log.error(event, reason=reason, for_seconds=seconds)

    def over(self) -> None:
        """Note that a transaction went well."""
        if self._since is None:
            return
        with self._lock:
            since, self._since = self._since, None
        if since is not None:
            log.warning("database-back", after_seconds=round(steady() - since))
