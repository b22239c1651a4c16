"""The file of a backup: written in one go, and checked as a whole before anything is taken from it."""

import json
import os
import secrets
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
STDIO = Path("-")
MOST_MANIFEST = 10_000_000  # bytes
KEYS = (
    "The keys (TRELLIS_KEYS) are not in this file. Without them, private answers and the tokens of workspaces stay "
    "sealed."
)


class BadBackup(Exception):  # noqa: N818 - a sentence for the admin
    """A file cannot be written, or is no backup that this version can use."""


@dataclass(frozen=True)
class Contents:
    """What stands of one table in a file.

    Attributes:
        table: its name.
        columns: what kind of values each column has (see `tables.KINDS`), in the order of the values.
        rows: how many there are.
        digest: SHA-256 of the lines.
        last_id: the last number that was given to a row; None if rows are not numbered.
    """

    table: str
    columns: Mapping[str, str]
    rows: int
    digest: str
    last_id: int | None = None


@dataclass(frozen=True)
class Manifest:
    """What a file says of itself.

    Attributes:
        revision: of the database's shape.
        made_at: when, UTC, in ISO form.
        made_by: which version of Trellis.
        tables: in an order in which they can be filled.
    """

    revision: str
    made_at: str
    made_by: str
    tables: Sequence[Contents]

    @property
    def rows(self) -> int:
        """How many rows of all tables."""
        return sum(one.rows for one in self.tables)


class Writer:
    """Writes a file, table by table."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped

    def write(
        self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], last_id: int | None
    ) -> Contents:
        """Write a table's rows; return what was written."""
        digest, number = sha256(), 0
        with self._zip.open(_member(table), "w", force_zip64=True) as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                file.write(line)
                number += 1
        return Contents(table, columns, number, digest.hexdigest(), last_id)

    def close(self, manifest: Manifest) -> None:
        """Write what the file says of itself."""
        said = {"format": FORMAT, "keys": KEYS, **asdict(manifest)}
        self._zip.writestr(MANIFEST, json.dumps(said, indent=2))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a file that only its owner may read, and that is there as a whole or not at all; `-` is standard output.

    Raises:
        BadBackup: if there is a file already, or it cannot be written.
    """
    if path == STDIO:
        with zipfile.ZipFile(sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
            yield Writer(zipped)
        sys.stdout.buffer.flush()
        return
    if path.exists():
        raise BadBackup(f"{path} is there already; name another file")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadBackup(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(number, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
                yield Writer(zipped)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # not a rename: somebody may have made a file of that name meanwhile
    except FileExistsError:
        raise BadBackup(f"{path} is there already; name another file") from None
    finally:
        part.unlink(missing_ok=True)


class Reader:
    """Reads a file that was checked as a whole."""

    def __init__(self, zipped: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = zipped
        self.manifest = manifest

    def rows(self, contents: Contents) -> Iterator[list[Any]]:
        """Yield a table's rows."""
        with self._zip.open(_member(contents.table)) as file:
            for line in file:
                yield json.loads(line)

    def check(self) -> None:
        """Read everything once.

        Raises:
            BadBackup: if anything is not as it was written.
        """
        for one in self.manifest.tables:
            digest, number = sha256(), 0
            try:
                with self._zip.open(_member(one.table)) as file:
                    for line in file:
                        digest.update(line)
                        number += 1
            except KeyError:
                raise BadBackup(f"the file is damaged: {one.table} is missing in it") from None
            if digest.hexdigest() != one.digest or number != one.rows:
                raise BadBackup(f"the file is damaged: what it holds of {one.table} is not what was written")


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open a file and check all of it; `-` is standard input.

    Raises:
        BadBackup: if it is no backup, is damaged, or was made by a newer version.
    """
    with ExitStack() as opened:
        try:
            file = opened.enter_context(_seekable(path))
            zipped = opened.enter_context(zipfile.ZipFile(file))
            reader = Reader(zipped, _manifest(zipped))
            reader.check()
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BadBackup(f"{path} is no backup, or is damaged ({error})") from None
        except OSError as error:
            raise BadBackup(f"{path} cannot be read: {error.strerror or error}") from None
        yield reader


@contextmanager
def _seekable(path: Path) -> Iterator[IO[bytes]]:
    if path != STDIO:
        with path.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.seek(0)
        yield file


def _manifest(zipped: zipfile.ZipFile) -> Manifest:
    try:
        if zipped.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise BadBackup("the file is no backup: its manifest is far too long")
        said = json.loads(zipped.read(MANIFEST))
        if said["format"] > FORMAT:
            raise BadBackup("the file was made by a newer version of Trellis; restore it with that one")
        tables = [Contents(**one) for one in said["tables"]]
        return Manifest(said["revision"], said["made_at"], said["made_by"], tables)
    except (KeyError, TypeError, ValueError) as error:  # also JSON's
        raise BadBackup(f"the file is no backup of Trellis ({type(error).__name__} in its manifest)") from None


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"
