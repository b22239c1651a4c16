"""What can be wrong when a process starts, each in one sentence that names the setting and how to mend it."""

import errno
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.core.clock import steady
from app.database.session import Database
from app.database.trouble import trouble_of
from app.hosting import sqlite_file
from app.migrating import NewerDatabase, is_current

log = structlog.get_logger()

Gained = TypeVar("Gained")
PATIENCE, PAUSE = 60.0, 5.0  # seconds: a machine that has just started may not have its network yet
NO_WAY_IN = ("28", "3D")  # a wrong password, a database that is not there
PASSING = {"ratelimited", "rate_limited", "service_unavailable", "internal_error", "fatal_error", "request_timeout"}
REFUSED = {
    "invalid_auth": "Slack does not know it; copy it anew",
    "not_authed": "Slack does not know it; copy it anew",
    "account_inactive": "Slack has switched it off: the app was removed from the workspace; install it again",
    "token_revoked": "Slack has revoked it; install the app again and copy it anew",
    "token_expired": "it has expired; install the app again and copy it anew",
    "not_allowed_token_type": "it is a token of another kind",
    "missing_scope": "it lacks a scope",
}
TO_MEND = {
    "SLACK_BOT_TOKEN": "the bot token (`xoxb-…`) is on the app's “OAuth & Permissions” page",
    "SLACK_APP_TOKEN": "the app token (`xapp-…`, with connections:write) is under “App-Level Tokens”",
}


class CannotStart(Exception):  # noqa: N818 - a sentence for the admin
    """Something that an admin can mend keeps the process from starting."""


class NotMigrated(CannotStart):
    """The database is older than this version of Trellis."""


def listen(port: int) -> socket.socket:
    """Return a socket that has the port; 0 for any free one.

    Raises:
        CannotStart: if another program has it, or this one may not.
    """
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("0.0.0.0", port))  # noqa: S104 - platforms reach a process from outside
    except OSError as error:
        made.close()
        why = {errno.EADDRINUSE: "is taken by another program", errno.EACCES: "is for the machine's administrator only"}
        said = why.get(error.errno or 0, f"cannot be had ({error.strerror})")
        raise CannotStart(f"PORT: {port} {said}; choose another one, or stop what has it.") from None
    return made


def check(database: Database) -> None:
    """See that the database answers and has the shape that this version knows.

    Raises:
        NotMigrated: if it is older.
        CannotStart: if it does not answer, or is newer.
    """
    with reaching(database):
        if not is_current(database):
            raise NotMigrated("the database is not up to date; run `trellis migrate` first")


@contextmanager
def reaching(database: Database) -> Iterator[None]:
    """Turn a database that does not answer, or is newer, into a sentence.

    Raises:
        CannotStart: with that sentence; it shows neither the password nor the user.
    """
    try:
        yield
    except NewerDatabase as error:
        raise CannotStart(str(error)) from None
    except DBAPIError as error:
        if trouble_of(error) is None and not _is_no_database(error):
            raise
        raise CannotStart(f"DATABASE_URL: {_why(database, error)}.") from None


def _is_no_database(error: DBAPIError) -> bool:
    return "not a database" in str(error.orig) or str(getattr(error.orig, "sqlstate", "")).startswith(NO_WAY_IN)


def _why(database: Database, error: DBAPIError) -> str:
    reason = str(error.orig).strip().splitlines()[0].rstrip(".")
    path = sqlite_file(database.url)
    if path is not None:
        if not path.parent.is_dir():
            return f"{path.absolute().parent} is not there; make that folder, or name another file"
        if "not a database" in reason:
            return f"{path} is no SQLite database; name another file"
        return f"{path} cannot be used ({reason}); Trellis must be able to write it, and beside it"
    url = make_url(database.url)
    return f"the PostgreSQL server at {url.host}, database {url.database}, does not let us in ({reason})"


def patiently(ask: Callable[[], Gained], *, setting: str) -> Gained:
    """Ask Slack for what a start needs; if it does not answer, again for a minute, with a line each time.

    Args:
        ask: may raise what the SDK raises.
        setting: the token that is shown.

    Raises:
        CannotStart: if Slack says no, or nothing.
    """
    until = steady() + PATIENCE
    while True:
        try:
            return ask()
        except SlackApiError as error:
            why = str(error.response.get("error", "")) or f"http {error.response.status_code}"
            if why not in PASSING and error.response.status_code < 500:  # noqa: PLR2004 - a fault of Slack's
                said = REFUSED.get(why, f"Slack says “{why}”")
                raise CannotStart(f"{setting}: {said}; {TO_MEND[setting]}.") from None
        except (OSError, HTTPException, SlackRequestError, json.JSONDecodeError) as error:
            why = str(getattr(error, "reason", "") or error) or type(error).__name__
        if steady() + PAUSE > until:
            raise CannotStart(f"Slack did not answer for {PATIENCE:.0f} seconds ({why}); is the network there?")
        log.warning("slack-does-not-answer", why=why, again_in_seconds=PAUSE)
        time.sleep(PAUSE)
