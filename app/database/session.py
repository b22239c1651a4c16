"""Transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.database.types import Keyring

Transaction = Session
"""What a use case is handed: everything in it happens together or not at all."""

BUSY_MS = 1900  # under the 3 s in which Slack wants an answer, with room for the answer itself


def psycopg_url(url: str) -> str:
    """Return a database URL that names the driver: PaaS hand out `postgres://`, which SQLAlchemy refuses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


class Database:
    """A database and the keys of its private texts.

    Args:
        url: `sqlite:///file`, or any PostgreSQL URL.
        keyring: seals and opens private texts.
    """

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.url = psycopg_url(url)
        self.engine = _engine(self.url)
        self.engine.dialect.trellis_keyring = keyring  # type: ignore[attr-defined]  # see keyring_of

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-machine database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction: committed at the end, rolled back if anything is raised."""
        with Session(self.engine, expire_on_commit=False) as tx, tx.begin():
            yield tx

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail at once when another one wrote
        # in between; taking the write lock at the start makes it wait its turn instead.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def insert_or_ignore(tx: Transaction, table: Any, rows: list[dict[str, Any]]) -> int:
    """Insert the rows that do not clash with a unique key; return how many went in."""
    if not rows:
        return 0
    if tx.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert  # noqa: PLC0415 - one dialect at a time

        done = tx.execute(sqlite_insert(table).values(rows).on_conflict_do_nothing())
    else:
        from sqlalchemy.dialects.postgresql import insert as postgres_insert  # noqa: PLC0415 - see above

        done = tx.execute(postgres_insert(table).values(rows).on_conflict_do_nothing())
    return int(done.rowcount)  # type: ignore[attr-defined]  # an insert's result is a CursorResult
