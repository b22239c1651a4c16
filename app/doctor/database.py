"""The database: reachable, writable, there tomorrow, of this version's shape, and opened by the keys."""

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Text, inspect, select, text, type_coerce
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.database.base import Base
from app.database.session import Database, Transaction, instant, psycopg_url
from app.database.types import Keyring
from app.delivery.records import Beat
from app.doctor.findings import Finding, fault, note, ok, warning
from app.hosting import sqlite_file, why_wiped
from app.migrating import config, head, load_all_tables, revision_of
from app.resealing import sealed_columns

LITTLE, VERY_LITTLE = 500_000_000, 50_000_000  # bytes
OLDEST_SERVER = 140_000
SAMPLE = 25  # rows from either end of a table
OFF_MOST = 5.0  # seconds
HINTS = {
    "password authentication failed": "set the right user and password in DATABASE_URL",
    "role": "set the right user in DATABASE_URL",
    "does not exist": "create it, or set the right name in DATABASE_URL",
    "resolve": "look at the host in DATABASE_URL; its name cannot be found from here",
    "translate host": "look at the host in DATABASE_URL; its name cannot be found from here",
    "refused": "start PostgreSQL, and look at host and port in DATABASE_URL",
    "timeout": "let this machine through to it (firewall, private network)",
    "unable to open": "make the folder of the file, and let Trellis's user write there",
    "not a database": "it is no SQLite file, or it is damaged: bring it back from a backup",
    "malformed": "it is damaged: bring it back from a backup",
    "readonly": "let Trellis's user write to the file and its folder",
    "too many": "let fewer programs use it, or raise the server's max_connections",
}


def patient(url: str) -> str:
    """Return a URL with which nobody waits for minutes for a server that does not answer."""
    made = make_url(psycopg_url(url))
    if made.get_backend_name() != "sqlite" and "connect_timeout" not in made.query:
        made = made.update_query_dict({"connect_timeout": "10"})
    return made.render_as_string(hide_password=False)


def look_at_reach(database: Database) -> Iterator[Finding]:
    """Look whether it answers; nothing else can be looked at if not."""
    file = sqlite_file(database.url)
    if file is not None and not file.exists():
        todo = "run `trellis migrate`" if file.absolute().parent.is_dir() else f"make the folder {file.parent} first"
        yield fault("database", f"there is no file {file} yet", todo)
        return
    try:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        yield fault("database", f"does not answer: {said}", _hint(said))
        return
    yield ok("database", f"answers ({'SQLite' if database.is_sqlite else 'PostgreSQL'})")


def _hint(said: str) -> str:
    return next((todo for word, todo in HINTS.items() if word in said.lower()), "look at DATABASE_URL")


def look_at_shape(database: Database) -> Iterator[Finding]:
    """Look whether its tables are those of this version."""
    has, wants = revision_of(database), head()
    known = {one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()}
    if has is None:
        yield fault("migrations", "the database is empty", "run `trellis migrate`")
    elif has not in known:
        todo = "install the newer version again, or bring back a backup of before"
        yield fault("migrations", f"the database is at {has}, which this version does not know: it is newer", todo)
    elif has != wants:
        yield fault("migrations", f"the database is at {has}, this version wants {wants}", "run `trellis migrate`")
    elif lacks := _lacks(database):
        todo = "bring back the backup of before the upgrade, and run `trellis migrate` again"
        yield fault("migrations", f"it says that it is at {has}, and is not: {'; '.join(lacks)}", todo)
    else:
        yield ok("migrations", f"at {has}, as this version wants")


def _lacks(database: Database) -> list[str]:
    """Return which tables and columns are missing, or left over, as when a migration was cut off."""
    load_all_tables()
    said = []
    seen = inspect(database.engine)
    names = set(seen.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name not in names:
            said.append(f"there is no table {table.name}")
        elif lost := {one.name for one in table.columns} - {one["name"] for one in seen.get_columns(table.name)}:
            said.append(f"{table.name} lacks {', '.join(sorted(lost))}")
    return said[:5] + [f"{one} is left over" for one in sorted(names) if one.startswith("_alembic_tmp_")]


# -- there tomorrow --------------------------------------------------------------------------------


def look_at_durability(database: Database, environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look whether what is written stays."""
    if database.is_sqlite:
        yield from _look_at_file(database, environ)
    else:
        yield from _look_at_server(database)


def _look_at_file(database: Database, environ: Mapping[str, str]) -> Iterator[Finding]:
    file = sqlite_file(database.url)
    if file is None:
        yield fault("durability", "the database is in memory only", "set DATABASE_URL to a file, or to PostgreSQL")
        return
    wiped = why_wiped(file, environ)
    if wiped is not None:
        yield warning("durability", wiped, "do that before anybody answers anything (ALLOW_EPHEMERAL_SQLITE is set)")
    else:
        yield ok("durability", f"{file} is on a disk that stays")
    with database.engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if mode != "wal":
        todo = "put the file on a disk of this machine; network drives cannot do it"
        yield warning("durability", f"the file cannot use a write-ahead log (it uses {mode})", todo)
    if damage != "ok":
        yield fault("durability", "the file is damaged", "stop Trellis and bring back a backup (`trellis restore`)")
    yield from _look_at_space(file, shutil.disk_usage(file.absolute().parent).free)


def _look_at_space(file: Path, free: int) -> Iterator[Finding]:
    said = f"{free // 1_000_000} MB are free where {file} lies"
    if free < VERY_LITTLE:
        yield fault("disk space", said, "make room: nothing can be written soon")
    elif free < LITTLE:
        yield warning("disk space", said, "make room")
    else:
        yield ok("disk space", said)


def _look_at_server(database: Database) -> Iterator[Finding]:
    with database.engine.connect() as connection:
        names = "('server_version_num', 'server_version', 'fsync', 'synchronous_commit', 'full_page_writes')"
        rows = connection.execute(text(f"SELECT name, setting FROM pg_settings WHERE name IN {names}"))  # noqa: S608 - our own words
        said: dict[str, str] = {name: setting for name, setting in rows}  # noqa: C416 - a row is no pair to mypy
        is_replica = bool(connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar_one())
    if is_replica:
        yield fault("durability", "this is a replica, which nobody can write to", "set DATABASE_URL to the primary")
    if int(said["server_version_num"]) < OLDEST_SERVER:
        yield warning("durability", f"PostgreSQL {said['server_version']} gets no fixes any more", "upgrade the server")
    if said["fsync"] == "off":
        todo = "set fsync = on in the server's configuration"
        yield fault("durability", "fsync is off: a power cut can destroy the whole database", todo)
    if said["full_page_writes"] == "off":
        todo = "set full_page_writes = on in the server's configuration"
        yield warning("durability", "full_page_writes is off: a power cut can damage pages", todo)
    if said["synchronous_commit"] == "off":
        said_so = "synchronous_commit is off: after a crash of the server, sent messages may be sent once more"
        yield warning("durability", said_so, "set synchronous_commit = on for this database")
    if not is_replica and said["fsync"] == "on" and said["synchronous_commit"] != "off":
        yield ok("durability", f"PostgreSQL {said['server_version']}, which keeps what it confirmed")


def look_at_writing(database: Database) -> Iterator[Finding]:
    """Look whether something can be written; it is taken back."""
    try:
        with database.transaction() as tx, tx.begin_nested() as trial:
            tx.add(Beat(what="doctor", at=datetime.now(UTC)))
            tx.flush()
            trial.rollback()
        yield ok("writing", "works")
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        todo = "another program holds it for seconds: close it" if "locked" in said else _hint(said)
        yield fault("writing", f"does not work: {said}", todo)


def look_at_database_clock(tx: Transaction) -> Iterator[Finding]:
    """Look whether the database's clock agrees with this machine's."""
    off = (instant(tx) - datetime.now(UTC)).total_seconds()
    if abs(off) > OFF_MOST:
        said = f"the database's is {abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} this machine's"
        yield warning("clocks", said, "let both be set by NTP; leases and limits go by the database's")


# -- keys ------------------------------------------------------------------------------------------


def look_at_keys(tx: Transaction, keys: list[str]) -> Iterator[Finding]:
    """Look whether the keys open what is sealed: some texts of each kind, the oldest and the newest."""
    if not keys:
        return
    ring = Keyring(keys)
    opened, closed = 0, []
    for table, column in sealed_columns():
        order = list(table.primary_key.columns)
        question = select(type_coerce(column, Text)).where(column.is_not(None)).limit(SAMPLE)
        ends = (question.order_by(*order), question.order_by(*(one.desc() for one in order)))
        sealed = {one for end in ends for one in tx.scalars(end)}
        shut = sum(not _opens(ring, one) for one in sealed)
        opened += len(sealed) - shut
        if shut:
            closed.append(f"{table.name}.{column.name} ({shut} of {len(sealed)})")
    if closed:
        todo = "put the key back that they were sealed with, behind the new one: TRELLIS_KEYS=new,old"
        yield fault("keys", f"TRELLIS_KEYS do not open {', '.join(closed)}", todo)
    elif opened:
        yield ok("keys", f"open all of {opened} texts that were tried")
    else:
        yield note("keys", "nothing is sealed yet")


def _opens(ring: Keyring, sealed: str) -> bool:
    try:
        ring.open(sealed)
    except ValueError:
        return False
    return True
