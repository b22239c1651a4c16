"""What `trellis backup` and `trellis restore` do, and what they say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.backups.archive import KEYS, STDIO, BadBackup, reading
from app.backups.restoring import restore, rows_in
from app.backups.saving import save
from app.database.session import Database
from app.database.sole import hold_alone
from app.database.types import Keyring
from app.delivery.beats import seconds_since_tick
from app.doctor.database import look_at_keys
from app.doctor.findings import State
from app.hosting import sqlite_file
from app.settings import BadSettings, Settings, load
from app.starting import CannotStart, reaching

Say = Callable[[str], object]
STILL_RUNNING = 60.0  # seconds since a process ticked


def save_to(path: Path, say: Say) -> None:
    """Save the database of the settings.

    Raises:
        BadBackup: if there is nothing to save, or nowhere to write.
        CannotStart: if the database does not answer.
    """
    with _database(_settings()) as database:
        made = save(database, path)
    where = "standard output" if path == STDIO else str(path)
    say(f"Saved {made.rows} rows of {len(made.tables)} tables, at revision {made.revision}, to {where}.")
    say(KEYS)


def bring_back(path: Path, *, replace: bool, is_sure: Callable[[str], bool], say: Say) -> None:
    """Fill the database of the settings from a file.

    Args:
        path: the file.
        replace: whether what is there may be thrown away.
        is_sure: asks whether that is really meant; gets the question.
        say: tells what is done.

    Raises:
        BadBackup: if the file cannot be used, the database is not empty, or somebody works with it.
        CannotStart: if the database does not answer.
    """
    settings = _settings()
    with reading(path) as reader, _database(settings, is_new=True) as database:
        held = hold_alone(database.url)
        try:
            number = rows_in(database)
            if number and replace:
                _nobody_works(database)
                if not is_sure(f"This throws away {number} rows in {_name(database)}. Go on?"):
                    raise BadBackup("nothing was changed")
            restore(database, reader, replace=replace, tell=say)
            made = reader.manifest
            say(f"Brought back {made.rows} rows of {len(made.tables)} tables, saved at {made.made_at[:19]} UTC.")
            _try_keys(database, settings, say)
        finally:
            if held is not None:
                held.close()


def _settings() -> Settings:
    """Return the settings, as far as a database is concerned; a machine that only keeps backups needs no Slack."""
    try:
        return load()
    except BadSettings as error:
        wrong = [
            one for one in error.faults if one.name in ("database_url", "trellis_keys") and "is empty" not in one.said
        ]
        if wrong:
            raise CannotStart("\n".join(str(one) for one in wrong)) from None
        return error.rest


@contextmanager
def _database(settings: Settings, *, is_new: bool = False) -> Iterator[Database]:
    # Nothing is opened here that is sealed; without keys any key will do.
    database = Database(settings.database_url, Keyring(settings.keys or [Fernet.generate_key().decode()]))
    file = sqlite_file(database.url)
    if file is not None and not file.exists() and not is_new:
        raise CannotStart(f"DATABASE_URL: there is no file {file}; there is nothing to save")
    if file is not None and not file.absolute().parent.is_dir():
        raise CannotStart(
            f"DATABASE_URL: {file.absolute().parent} is not there; make that folder, or name another file"
        )
    try:
        with reaching(database):
            yield database
    finally:
        database.close()


def _nobody_works(database: Database) -> None:
    try:
        with database.transaction() as tx:
            seconds = seconds_since_tick(tx)
    except DBAPIError:
        return  # a database of an earlier version does not know
    if seconds is not None and seconds < STILL_RUNNING:
        raise BadBackup(
            f"Trellis worked with this database {seconds:.0f} s ago: stop every process first, and wait a minute"
        )


def _name(database: Database) -> str:
    url = make_url(database.url)
    return f"the database {url.database} at {url.host}" if url.host else str(url.database)


def _try_keys(database: Database, settings: Settings, say: Say) -> None:
    if not settings.keys:
        say("Now set TRELLIS_KEYS to the keys that it was sealed with, and start Trellis.")
        return
    with database.transaction() as tx:
        for one in look_at_keys(tx, settings.keys):
            if one.state is State.FAULT:
                say(f"Warning: {one.said}: {one.todo}.")
            else:
                say(f"The keys: {one.said}.")
