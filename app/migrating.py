"""Bringing a database to the newest shape."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

import app.features
from app.database.session import Database, take_your_time

FOLDER = Path(__file__).parents[1] / "migrations"
LOCK = 7_260_713  # any number, the same in every process


class NewerDatabase(Exception):  # noqa: N818 - a sentence for the admin
    """The database has a shape that this version of Trellis does not know."""


class NotMoved(Exception):  # noqa: N818 - a sentence for the admin
    """A migration failed, and was undone as a whole."""


def load_all_tables() -> None:
    """Import every `records` page, so that the base knows all tables."""
    importlib.import_module("app.delivery.records")
    importlib.import_module("app.delivery.inbox")
    for room in pkgutil.iter_modules(app.features.__path__):
        package = f"app.features.{room.name}"
        pages = {page.name for page in pkgutil.iter_modules(importlib.import_module(package).__path__)}
        if "records" in pages:
            importlib.import_module(f"{package}.records")


def config() -> Config:
    """Return Alembic's configuration; there is no ini file to forget."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    return made


def migrate(database: Database) -> str:
    """Bring the database to the newest shape and return its revision.

    Two deploys that overlap wait for each other: on PostgreSQL by an advisory lock held for the
    transaction, on SQLite by the write lock itself. All steps are one transaction on both.

    Raises:
        NewerDatabase: if it is newer than this version of Trellis.
        NotMoved: if a step failed; then the database is as it was.
    """
    setup = config()
    with reshaping(database) as connection:
        setup.attributes["connection"] = connection
        before = _revision(connection)
        try:
            command.upgrade(setup, "head")
        except SQLAlchemyError as error:
            reason = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()[0]
            raise NotMoved(
                f"The migration failed and was undone as a whole; the database is still at revision {before}, as the "
                f"last version left it: {reason}"
            ) from error
    return head()


@contextmanager
def reshaping(database: Database) -> Iterator[Connection]:
    """Open the one transaction in which a database gets another shape; everybody else who wants that waits.

    SQLite changes a table by making another one in its place. While it watches over foreign keys, dropping the old
    one would be losing all rows that others name, so it looks at all of them in the end instead.

    Raises:
        NotMoved: if rows would name others that are not there.
    """
    with database.engine.connect() as connection:
        _watch_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                take_your_time(connection)
                if not database.is_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
                yield connection
                if database.is_sqlite:
                    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                    if lost:
                        raise NotMoved(
                            f"Rows of {lost[0][0]} would name others that are not there; nothing was changed."
                        )
        finally:
            _watch_foreign_keys(connection, "ON")


def _watch_foreign_keys(connection: Connection, how: str) -> None:
    """Let SQLite watch, or not; it listens between two transactions only."""
    if connection.dialect.name == "sqlite" and not connection.invalidated:
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={how}")  # type: ignore[union-attr]  # it is open


def _revision(connection: Connection) -> str | None:
    """Return the revision of a database, None for an empty one.

    Raises:
        NewerDatabase: if no migration of this version leads there.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    known = {one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()}
    if found is not None and found not in known:
        raise NewerDatabase(
            f"the database is at revision {found}, which this version of Trellis does not know: a newer one has "
            "worked with it. Run that version or a later one, or restore a backup from before."
        )
    return found


def head() -> str:
    """Return the newest revision."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def revision_of(database: Database) -> str | None:
    """Return the revision that the database has; None if it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Whether the database has the newest shape.

    Raises:
        NewerDatabase: if it is newer than this version of Trellis.
    """
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        return found == head() or _revision(connection) == head()
