"""Transactions."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Insert, Select, create_engine, event, func, select, text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.clock import steady
from app.database.base import Base
from app.database.trouble import Outages
from app.database.types import Keyring

Transaction = Session
"""What a use case is handed: everything in it happens together or not at all."""


class OfWorkspace(Protocol):
    """What every table has that is a workspace's."""

    @property
    def team_id(self) -> str:
        """The workspace's id."""


Question = TypeVar("Question", bound=Select[Any])
Row = TypeVar("Row", bound=OfWorkspace)
Asked = ParamSpec("Asked")
Told = TypeVar("Told")

BUSY_MS = 1900  # under the 3 s in which Slack wants an answer, with room for the answer itself


AWAKE, LONGEST = 15.0, 60.0
"""Seconds for which a process may pause in the middle of a transaction, and that one may take in all, before PostgreSQL
ends it: a frozen container, or a machine that is gone, would otherwise keep what all others wait for."""
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""Seconds (the last one milliseconds) after which a server that is silent counts as away; it would be hours. What the
URL says goes first. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS"""
CAN_END_LONG_ONES = 170_000  # the version of PostgreSQL that learned `transaction_timeout`


def psycopg_url(url: str) -> str:
    """Return a database URL that names the driver: PaaS hand out `postgres://`, which SQLAlchemy refuses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


_begins = threading.local()
"""How the next transaction of this thread begins on SQLite."""


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
        # SQLite lets one write at a time and makes the others sleep and try again; threads of one process
        # had rather queue here, where the next one goes on at once.
        # Two statements that read need no transaction around them; on PostgreSQL that is half of the round trips.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._outages = Outages()
        self._turn: AbstractContextManager[object] = threading.Lock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-machine database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction: committed at the end, rolled back if anything is raised."""
        try:
            with self._turn, Session(self.engine, expire_on_commit=False) as tx, tx.begin():
                yield tx
        except SQLAlchemyError as error:
            self._outages.note(error)
            raise
        self._outages.over()

    @contextmanager
    def glance(self) -> Iterator[Transaction]:
        """Let somebody only read: they wait for nobody who writes, and each question is asked once."""
        _begins.only_reads = True
        try:
            with Session(self._reading) as tx, tx.begin():
                tx.connection()  # here it begins, and takes no lock
                _begins.only_reads = False
                with reading(tx):
                    yield tx
        except SQLAlchemyError as error:
            self._outages.note(error)
            raise
        finally:
            _begins.only_reads = False
        self._outages.over()

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        said = make_url(url).query
        patience = {name: value for name, value in PATIENCE.items() if name not in said}
        engine = create_engine(url, pool_size=5, max_overflow=10, hide_parameters=True, connect_args=patience)
        _ask_after_a_rest(engine)
        _stay_awake(engine)
        return engine
    # Parameters are what people wrote; without hiding them, every error of the database would log them.
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail at once when another one wrote
        # in between; taking the write lock at the start makes it wait its turn instead.
        connection.exec_driver_sql("BEGIN" if getattr(_begins, "only_reads", False) else "BEGIN IMMEDIATE")

    return engine


def _stay_awake(engine: Engine) -> None:
    """Let nobody who falls asleep in a transaction keep the others from their work.

    `AWAKE` alone is not enough: PostgreSQL does not see that a client sleeps who has just sent many rows at once.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # Not as options of the connection: some poolers in between refuse those.
        connection.execute(f"SET idle_in_transaction_session_timeout = {int(AWAKE * 1000)}")
        if connection.info.server_version >= CAN_END_LONG_ONES:
            connection.execute(f"SET transaction_timeout = {int(LONGEST * 1000)}")
        connection.commit()


def take_your_time(connection: Connection) -> None:
    """Let the transaction at hand take as long as it takes, and wait as long as it must (a migration)."""
    if connection.dialect.name == "sqlite":
        return
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
    version = connection.dialect.server_version_info
    if version is not None and version >= (CAN_END_LONG_ONES // 10_000,):
        connection.exec_driver_sql("SET LOCAL transaction_timeout = 0")


_DATABASE_TIME = select(func.clock_timestamp())


def instant(tx: Transaction) -> datetime:
    """Return the database's own time, in UTC: what several processes agree on, whatever their machines' clocks say.

    SQLite has no clock but that of the one machine that uses it.
    """
    if tx.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    found: datetime = tx.connection().execute(_DATABASE_TIME).scalar_one()
    return found.astimezone(UTC)


def one_at_a_time(tx: Transaction, names: Iterable[str]) -> None:
    """Let nobody else who asks for one of these names go on before this transaction has ended.

    SQLite lets one transaction write at a time anyway. On PostgreSQL these are advisory locks of the transaction,
    which a connection pool cannot leave behind, taken in one order so that two never wait for each other.
    """
    tx.info.pop(SEEN, None)
    wanted = sorted(set(names))
    if wanted and tx.get_bind().dialect.name != "sqlite":
        tx.connection().execute(_HOLD_NAMES, {"names": wanted})


_HOLD_NAMES = text(
    "SELECT pg_advisory_xact_lock(number) FROM (SELECT DISTINCT hashtextextended(name, 0) AS number "
    "FROM unnest(CAST(:names AS text[])) AS name ORDER BY 1) AS them"
)


RESTED = 5.0  # seconds


def _ask_after_a_rest(engine: Engine) -> None:
    """Let a connection that was not used for some seconds prove that it still works, before somebody relies on it.

    SQLAlchemy's own `pool_pre_ping` asks before each transaction, and so costs every one of them a round trip.
    """

    @event.listens_for(engine, "checkin")
    def rests(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = steady()

    @event.listens_for(engine, "checkout")
    def wakes(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        since = entry.info.get("rests_since")
        if since is not None and steady() - since > RESTED and not engine.dialect.do_ping(connection):
            raise DisconnectionError  # the pool makes a new one


ANSWERS = "answers of a reading transaction"


@contextmanager
def reading(tx: Transaction) -> Iterator[None]:
    """Let questions that are `asked_once` be answered once, while nothing is changed.

    A person's Home is made of every room's card, and most of them ask the same few things. Within another such
    stretch this one changes nothing.
    """
    if ANSWERS in tx.info:
        yield
        return
    tx.info[ANSWERS] = {}
    try:
        yield
    finally:
        del tx.info[ANSWERS]


def asked_once(
    question: Callable[Concatenate[Transaction, Asked], Told],
) -> Callable[Concatenate[Transaction, Asked], Told]:
    """Mark a question whose answer is kept while a transaction is only `reading`; nobody may change the answer."""

    @wraps(question)
    def ask(tx: Transaction, /, *args: Asked.args, **more: Asked.kwargs) -> Told:
        answers: dict[object, Told] | None = tx.info.get(ANSWERS)
        if answers is None:
            return question(tx, *args, **more)
        known = tuple(tuple(one) if isinstance(one, list) else one for one in args)
        key = (question, known, tuple(sorted(more.items())))
        if key not in answers:
            answers[key] = question(tx, *args, **more)
        return answers[key]

    return ask


SEEN = "rows that this transaction has read by their key"


def seen(
    tx: Transaction, table: type[Row], key: object, team_id: str, *, together: Sequence[ORMOption] = ()
) -> Row | None:
    """Return a row of a workspace by its key; one transaction asks for it once, unless it had to wait meanwhile.

    Use cases of several rooms ask for the same pairing, cohort and people one after the other. The session would
    know the row still, if it did not forget whatever nobody holds. After a lock was waited for, somebody else may
    have changed what was read before: then it is read anew. `together` says what
    comes with the same question.
    """
    found = tx.get(table, key, options=together)
    if found is None or found.team_id != team_id:
        return None
    tx.info.setdefault(SEEN, set()).add(found)
    return found


def remembered(tx: Transaction, rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows, which this transaction need not ask for again one by one; see `seen`."""
    tx.info.setdefault(SEEN, set()).update(rows)
    return rows


@event.listens_for(Session, "do_orm_execute")
def _forget_what_was_seen(asked: ORMExecuteState) -> None:
    if SEEN in asked.session.info and asked.execution_options.get("populate_existing"):
        del asked.session.info[SEEN]


def locked(question: Question) -> Question:
    """Return a question whose rows are held until the end of the transaction, and read as they are now.

    For changing them only. Whoever renders a message holds its notice already; if it took a lock as
    well, it and somebody who changes the subject (and then its notices) would wait for each other.
    """
    return question.with_for_update().execution_options(populate_existing=True)


def is_deadlock(error: OperationalError) -> bool:
    """Whether PostgreSQL ended a transaction only because another one had to go first."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


@cache
def _inserting(dialect: str, table: type[Base]) -> Insert:
    """Return the statement, built once: putting it together costs more than running it."""
    insert = sqlite_insert if dialect == "sqlite" else postgres_insert
    statement = insert(table.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]  # a model's table is a Table
    # On PostgreSQL SQLAlchemy forgets the count of rows (and says -1) unless it is told to keep it.
    return statement.execution_options(preserve_rowcount=True)


def insert_or_ignore(tx: Transaction, table: type[Base], rows: list[dict[str, Any]]) -> int:
    """Insert the rows that do not clash with a unique key; return how many went in."""
    if not rows:
        return 0
    connection = tx.connection()
    return int(connection.execute(_inserting(connection.dialect.name, table), rows).rowcount)
