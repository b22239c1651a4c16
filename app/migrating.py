"""Bringing a database to the newest shape."""

import importlib
import pkgutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import app.features
from app.database.session import Database, take_your_time

FOLDER = Path(__file__).parents[1] / "migrations"
LOCK = 7_260_713  # any number, the same in every process


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
    transaction, on SQLite by the write lock itself.
    """
    setup = config()
    with database.engine.connect() as connection, connection.begin():
        take_your_time(connection)
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        setup.attributes["connection"] = connection
        command.upgrade(setup, "head")
    return head()


def head() -> str:
    """Return the newest revision."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def revision_of(database: Database) -> str | None:
    """Return the revision that the database has; None if it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Whether the database has the newest shape."""
    return revision_of(database) == head()
