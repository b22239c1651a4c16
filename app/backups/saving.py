"""Writing a backup: one look at the whole database, while everybody else goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from app.backups.archive import BadBackup, Manifest, writing
from app.backups.tables import Portable, tables_of
from app.database.session import Database, take_your_time

AT_ONCE = 1000  # rows in memory


def save(database: Database, path: Path) -> Manifest:
    """Write all of a database into a file, as it was at one instant.

    Args:
        database: at whatever revision it is.
        path: of a file that is not there yet; `-` for standard output.

    Returns:
        What the file says of itself.

    Raises:
        BadBackup: if there is nothing to save, or nowhere to write.
    """
    with _at_one_instant(database) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            raise BadBackup("the database is empty; there is nothing to save")
        with writing(path) as writer:
            tables = [
                writer.write(one.name, one.columns, _rows(connection, one), one.last_id(connection))
                for one in tables_of(connection)
            ]
            made = Manifest(revision, datetime.now(UTC).isoformat(), f"trellis {version('trellis')}", tables)
            writer.close(made)
    return made


def _rows(connection: Connection, one: Portable) -> Iterator[list[object]]:
    asked = connection.execution_options(yield_per=AT_ONCE).execute(one.all_rows(connection.dialect.name))
    for row in asked:
        yield one.to_json(row)


@contextmanager
def _at_one_instant(database: Database) -> Iterator[Connection]:
    """Open a transaction that sees the database as it is now, and holds up nobody who writes."""
    if not database.is_sqlite:
        steady = database.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with steady.connect() as connection, connection.begin():
            take_your_time(connection)
            yield connection
        return
    # The house's own connections take the write lock at the start of a transaction; this one must not.
    engine = create_engine(database.url, hide_parameters=True, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None

    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection
