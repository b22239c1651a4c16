"""A database with data in it, made by any earlier version, becomes one of this version and loses nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select

from app.backups.tables import tables_of
from app.database.base import Base
from app.database.session import Database
from app.database.types import Keyring
from app.migrating import NotMoved, config, head, is_current, load_all_tables, migrate, reshaping
from app.resealing import sealed_columns
from tests.kit import databases
from tests.kit.filler import ROWS, SAID, fill

RING = Keyring([databases.KEY])
EARLIER = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


@contextmanager
def lived_in(kind: str, revision: str) -> Iterator[tuple[Database, dict[str, list[dict[str, Any]]]]]:
    """Yield a database at a revision with rows in every table, and those rows."""
    make = databases.fresh if revision == head() else databases.empty
    with make(kind) as url:
        database = Database(url, RING)
        if revision != head():
            setup = config()
            with database.engine.connect() as connection, connection.begin():
                setup.attributes["connection"] = connection
                command.upgrade(setup, revision)
        with database.engine.connect() as connection, connection.begin():
            put = fill(connection, RING)
        try:
            yield database, put
        finally:
            database.close()


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.engine.connect() as connection:
        found = {}
        for one in tables_of(connection):
            asked = connection.execute(one.all_rows(connection.dialect.name))
            found[one.name] = [dict(zip(one.columns, row, strict=True)) for row in asked]
        return found


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgrade_keeps_every_row_and_the_models_read_them(database_kind: str, revision: str) -> None:
    load_all_tables()
    with lived_in(database_kind, revision) as (database, put):
        assert len(put) > 15
        migrate(database)
        assert is_current(database)
        after = rows(database)
        for table, before in put.items():
            kept = [{name: row[name] for name in row if name in after[table][0]} for row in before]
            found = [{name: row[name] for name in kept[0]} for row in after[table]]
            assert found == kept, table
        with database.transaction() as tx:
            for mapper in Base.registry.mappers:
                read = tx.scalars(select(mapper.class_)).all()
                assert len(read) == (ROWS if mapper.local_table.description in put else 0), mapper.class_
            for table_, column in sealed_columns():
                assert set(tx.scalars(select(column))) <= {SAID, None}, table_.name
        with database.engine.connect() as connection:
            differences: Any = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        assert differences == []


def test_foreign_keys_are_watched_again_after_an_upgrade(database_kind: str) -> None:
    with lived_in(database_kind, EARLIER[0]) as (database, _):
        migrate(database)
        with database.engine.connect() as connection:
            assert inspect(connection).get_foreign_keys("pairings")
            if database.is_sqlite:
                assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_an_upgrade_that_would_lose_what_others_name_is_undone(database_kind: str) -> None:
    if database_kind == "postgres":
        database_kind = "sqlite"  # PostgreSQL watches while it works
    with lived_in(database_kind, EARLIER[0]) as (database, put):
        with pytest.raises(NotMoved) as error, reshaping(database) as connection:
            connection.exec_driver_sql("DELETE FROM cohorts")
        assert "would name others that are not there; nothing was changed" in str(error.value)
        assert len(rows(database)["cohorts"]) == len(put["cohorts"])
