"""Making a database from a backup: as a whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, func, select, text
from sqlalchemy.exc import DBAPIError

from app.backups.archive import BadBackup, Contents, Manifest, Reader
from app.backups.tables import Portable, tables_of
from app.database.session import Database
from app.migrating import config, head, reshaping

AT_ONCE = 500  # rows of a statement
OF_PROCESSES = {"beats"}  # a process that only ticked has put nothing in
WAIT = "5s"


def rows_in(database: Database) -> int:
    """Return how many rows there are that somebody would miss."""
    with database.engine.connect() as connection:
        return sum(_count(connection, one) for one in tables_of(connection) if one.name not in OF_PROCESSES)


def _count(connection: Connection, one: Portable) -> int:
    return int(connection.execute(select(func.count()).select_from(one.table)).scalar_one())


def restore(
    database: Database, reader: Reader, *, replace: bool, tell: Callable[[str], object] = lambda _text: None
) -> None:
    """Fill a database from a file, in one transaction: what was there stays until all is well.

    Args:
        database: what is to be filled.
        reader: an open, checked file.
        replace: whether what is there may be thrown away.
        tell: called with a line for each step.

    Raises:
        BadBackup: if the file is from a newer version, or the database is not empty and may not be replaced.
    """
    manifest = reader.manifest
    known = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()]
    if manifest.revision not in known:
        raise BadBackup(
            f"the backup is at revision {manifest.revision}, which this version of Trellis does not know "
            f"(it was made by {manifest.made_by}); install that version, or a newer one"
        )
    setup = config()
    with reshaping(database) as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}'")
        setup.attributes["connection"] = connection
        try:
            tables = _room(connection, setup, manifest, replace=replace)
            for contents in manifest.tables:
                _fill(connection, tables, reader, contents)
            if manifest.revision != head():
                tell(f"The backup is at revision {manifest.revision}; bringing it to {head()}.")
                command.upgrade(setup, "head")
            _go_on_counting(connection, manifest.tables)
        except DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0]
            raise BadBackup(f"it failed and was undone as a whole; the database is as it was: {reason}") from error


def _room(connection: Connection, setup: Config, manifest: Manifest, *, replace: bool) -> dict[str, Portable]:
    """Throw away what is there, if that may be, and return the empty tables of the file's revision."""
    there = tables_of(connection)
    full = [one for one in there if one.name not in OF_PROCESSES and _count(connection, one)]
    if full and not replace:
        raise BadBackup("the database is not empty; name another one in DATABASE_URL, or say --replace")
    if not _has_shape(connection, there, manifest):
        metadata = MetaData()
        metadata.reflect(connection)
        metadata.drop_all(connection)
        command.upgrade(setup, manifest.revision)
        there = tables_of(connection)
    for one in reversed(there):  # a migration may have put something in, too
        connection.execute(one.table.delete())
    return {one.name: one for one in there}


def _has_shape(connection: Connection, there: Sequence[Portable], manifest: Manifest) -> bool:
    """Whether the tables are those of the file already."""
    revision = MigrationContext.configure(connection).get_current_revision()
    shape = {one.name: dict(one.columns) for one in there}
    return revision == manifest.revision and shape == {one.table: dict(one.columns) for one in manifest.tables}


def _fill(connection: Connection, tables: dict[str, Portable], reader: Reader, contents: Contents) -> None:
    here = tables.get(contents.table)
    if here is None or dict(here.columns) != dict(contents.columns):
        raise BadBackup(f"the file is no backup of its revision: its table {contents.table} is another one")
    # The order of the file, which may be another one than here.
    portable = Portable(here.name, dict(contents.columns), here.keys, here.table, here.numbered)
    statement = portable.filling(connection.dialect.name)
    rows = _rows(portable, reader, contents)
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(statement, some)


def _rows(portable: Portable, reader: Reader, contents: Contents) -> Iterator[dict[str, Any]]:
    for values in reader.rows(contents):
        try:
            yield portable.from_json(values)
        except (TypeError, ValueError, AttributeError):
            raise BadBackup(f"the file is damaged: a row of {contents.table} cannot be read") from None


def _go_on_counting(connection: Connection, tables: Any) -> None:
    """Let PostgreSQL number new rows after the last one that was ever there; buttons in Slack still name old ones."""
    if connection.dialect.name == "sqlite":
        return
    here = {one.name: one for one in tables_of(connection)}
    last = {one.table: one.last_id or 0 for one in tables}
    for name, one in here.items():
        sequence = one.sequence(connection)
        number = max(one.last_id(connection) or 0, last.get(name, 0))
        if sequence is not None and number > 0:
            connection.execute(_SET, {"name": sequence, "number": number})


_SET = text("SELECT setval(CAST(:name AS regclass), :number)")
