"""Which column of a file holds which answer."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.handbook.model import Handbook
from app.handbook.signup import Question
from app.handbook.tables import IGNORED, PERSON, Csv
from app.match import words
from app.match.cells import plain
from app.match.files import Sheet, Stop

USUAL = {
    "id": ("id", "user id", "slack id", "member id"),
    "name": ("name", "full name", "your name"),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "your email"),
    "zone": ("zone", "time zone", "timezone", "your time zone"),
}


@dataclass(frozen=True)
class Columns:
    """What the columns of one file hold.

    Attributes:
        of: the column of each question, and of `id`, `name`, `email` and `zone`.
        unknown: columns that hold nothing that the handbook asks for.
    """

    of: Mapping[str, str]
    unknown: Sequence[str]


def table_of(path: Path) -> Csv:
    """Read a file that says what columns hold; it is written like the `[csv]` part of a handbook, with or without it.

    Raises:
        Stop: if it cannot be read, or says something else.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        return Csv.model_validate(said.get("csv", said))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop(words.NO_FILE.format(file=path.name, why=error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(one) for one in first["loc"])
        raise Stop(words.BAD_COLUMNS.format(file=path.name, where=where, why=first["msg"])) from None


def columns_of(sheet: Sheet, role: str, handbook: Handbook, table: Csv) -> Columns:
    """Say which column holds what: by the table, and otherwise by the question or its key.

    Raises:
        Stop: if a required question has no column, or two columns hold the same.
    """
    questions = handbook.questions(role)
    said = {plain(column): holds for column, holds in getattr(table, f"{role}s").items()}
    known = {plain(name): holds for holds, names in USUAL.items() for name in names}
    for one in questions:
        known |= {plain(one.key): one.key, plain(one.ask): one.key}
        if one.kind == "languages":
            known[plain(f"{one.key}__some")] = f"{one.key}__some"
    holding = {*(one.key for one in questions), *known.values(), *PERSON, IGNORED}
    of: dict[str, str] = {}
    unknown = []
    for column in sheet.columns:
        holds = said.get(plain(column), known.get(plain(column)))
        if holds is None:
            unknown.append(column)
        elif holds not in holding:
            raise Stop(words.HOLDS_NOTHING.format(file=sheet.name, column=column, holds=holds, role=role))
        elif holds in of:
            raise Stop(words.HELD_TWICE.format(file=sheet.name, one=of[holds], other=column, holds=holds))
        elif holds != IGNORED:
            of[holds] = column
    _check_complete(sheet, role, questions, of, unknown, table)
    return Columns(of, unknown)


def _check_complete(
    sheet: Sheet,
    role: str,
    questions: Sequence[Question],
    of: Mapping[str, str],
    unknown: Sequence[str],
    table: Csv,
) -> None:
    """Let a file through that has a column, or an answer for all, for everything that has to be answered.

    Raises:
        Stop: if something is missing, with all that is.
    """
    needed = {one.key: one.ask for one in questions if one.required and one.kind != "switch"}
    if any(one.kind == "slots" for one in questions):
        needed["zone"] = words.ZONE
    missing = {key: ask for key, ask in needed.items() if key not in of and key not in table.given}
    if not missing:
        return
    lines = []
    for key, ask in missing.items():
        by_name = {plain(one): one for one in unknown}
        near = difflib.get_close_matches(plain(ask), by_name, n=1, cutoff=0.5)
        lines.append(words.MISSING_ONE.format(key=key, ask=ask, column=by_name[near[0]] if near else words.SOME_COLUMN))
    columns = ", ".join(sheet.columns)
    raise Stop(words.MISSING.format(file=sheet.name, role=role, lines="\n".join(lines), columns=columns))
