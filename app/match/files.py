"""Reading a spreadsheet's file: its encoding, its delimiter, its rows, and where each stands."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.match import words

DELIMITERS = ",;\t|"
MOST_FIELD = 1_000_000


class Stop(Exception):  # noqa: N818 - a sentence for whoever typed the command
    """It makes no sense to go on. The text says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row: the line at which it begins, from 1, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """Something in a file that keeps a row out: where, and how to mend it; `line` 0 is the whole file."""

    file: str
    line: int
    column: str
    says: str

    def __str__(self) -> str:
        """Return it as one line, in the way that editors jump to."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.column}: {self.says}" if self.column else f"{where}: {self.says}"


@dataclass(frozen=True)
class Sheet:
    """A file as rows. `notes` say what was assumed, `faults` which rows are none."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    faults: Sequence[Fault] = field(default=())


def read(path: Path) -> Sheet:
    """Read a file with a line of headings.

    Raises:
        Stop: if it cannot be read, has no headings, or has no rows.
    """
    text, notes = _decoded(path)
    if not text.strip():
        raise Stop(words.EMPTY_FILE.format(file=path.name))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    csv.field_size_limit(MOST_FIELD)
    rows: list[Row] = []
    faults: list[Fault] = []
    columns: list[str] = []
    begins = 1
    try:
        for cells in lines:
            line, begins = begins, lines.line_num + 1
            if not any(one.strip() for one in cells):
                continue
            if not columns:
                columns = _headings(cells, path.name)
            elif len(cells) > len(columns) and any(one.strip() for one in cells[len(columns) :]):
                says = words.TOO_MANY_CELLS.format(cells=len(cells), columns=len(columns))
                faults.append(Fault(path.name, line, "", says))
            else:
                rows.append(Row(line, {name: one.strip() for name, one in zip(columns, cells, strict=False)}))
    except csv.Error as error:
        raise Stop(words.BROKEN_FILE.format(file=path.name, line=begins, why=error)) from None
    if not rows and not faults:
        raise Stop(words.NO_ROWS.format(file=path.name))
    return Sheet(path.name, columns, rows, notes, faults)


def _decoded(path: Path) -> tuple[str, list[str]]:
    try:
        said = path.read_bytes()
    except OSError as error:
        raise Stop(words.NO_FILE.format(file=path.name, why=error.strerror or error)) from None
    if said.startswith((b"\xff\xfe", b"\xfe\xff")):
        return said.decode("utf-16", errors="replace"), []
    try:
        return said.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return said.decode("latin-1"), [words.LATIN.format(file=path.name)]


def _delimiter(text: str) -> str:
    """Return what parts the headings: the mark that stands there most often, outside of quotes."""
    first = next(line for line in text.splitlines() if line.strip())
    bare = "".join(part for number, part in enumerate(first.split('"')) if number % 2 == 0)
    return max(DELIMITERS, key=lambda one: (bare.count(one), -DELIMITERS.index(one)))


def _headings(cells: Sequence[str], file: str) -> list[str]:
    names = [one.strip() for one in cells]
    twice = sorted({one for one in names if one and names.count(one) > 1})
    if twice:
        raise Stop(words.TWICE.format(file=file, column=twice[0]))
    return [one or f"({number})" for number, one in enumerate(names, start=1)]
