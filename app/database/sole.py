"""SQLite is for one process: the second one says so and stops, before both send the same messages."""

import fcntl
import os
from pathlib import Path
from typing import IO

from sqlalchemy.engine import make_url


class InUse(Exception):  # noqa: N818 - a sentence for the admin
    """Another process works with this file already."""


def hold_alone(url: str) -> IO[str] | None:
    """Hold a SQLite file for this process and its children, until it ends; None for PostgreSQL, which many may share.

    The lock is the operating system's, on a file beside the database: it ends with the process, however that ends.
    Keep what is returned: when it is closed, the lock is gone.

    Raises:
        InUse: if another process holds it, with its number.
    """
    said = make_url(url)
    if said.get_backend_name() != "sqlite" or not said.database or said.database == ":memory:":
        return None
    path = Path(said.database + ".lock")
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        other = file.read().strip() or "unknown"
        file.close()
        raise InUse(
            f"DATABASE_URL: another Trellis (process {other}) already works with {said.database}. With SQLite one "
            "process does everything: stop that one, or use PostgreSQL to share the work."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
