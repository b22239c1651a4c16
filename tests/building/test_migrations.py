"""Migrations and models say the same, on both databases, up and down and up again."""

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.database.base import Base
from app.database.session import Database
from app.database.types import Keyring
from app.migrating import config, head, is_current, load_all_tables, migrate
from tests.kit import databases


def opened(url: str) -> Database:
    return Database(url, Keyring([databases.KEY]))


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


def test_a_migrated_database_equals_the_models(database_kind: str) -> None:
    load_all_tables()
    with databases.empty(database_kind) as url:
        database = opened(url)
        assert migrate(database) == head()
        assert is_current(database)
        with database.engine.connect() as connection:
            differences: Any = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        assert differences == []
        database.close()


def test_migrating_twice_changes_nothing(database_kind: str) -> None:
    with databases.empty(database_kind) as url:
        database = opened(url)
        migrate(database)
        migrate(database)
        assert is_current(database)
        database.close()


def test_down_and_up_again(database_kind: str) -> None:
    with databases.empty(database_kind) as url:
        database = opened(url)
        migrate(database)
        setup = config()
        with database.engine.connect() as connection, connection.begin():
            setup.attributes["connection"] = connection
            command.downgrade(setup, "base")
        assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
        migrate(database)
        assert is_current(database)
        database.close()


def test_every_table_knows_its_workspace() -> None:
    load_all_tables()
    of_processes = {"beats"}  # when a process ticked last, for all workspaces
    without = {table.name for table in Base.metadata.sorted_tables if "team_id" not in table.columns}
    assert without == of_processes


@pytest.mark.parametrize("setting", ["postgres://u:p@h/d", "postgresql://u:p@h/d"])
def test_the_urls_that_hosts_hand_out_are_understood(setting: str) -> None:
    assert opened(setting).url == "postgresql+psycopg://u:p@h/d"
