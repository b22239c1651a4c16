"""Reading programme files: every fault at once, each with file, line and key."""

import difflib
import re
import tomllib
from collections import Counter
from pathlib import Path

from pydantic import ValidationError

from app.handbook.model import Handbook, keys_at

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
SHIPPED = Path(__file__).parents[1] / "handbooks"


class BadHandbook(Exception):  # noqa: N818 - a sentence for whoever wrote the file
    """A programme file is wrong. The text names the file, each key, and how to mend it."""


def read_handbook(path: Path) -> Handbook:
    """Read one programme file.

    Raises:
        BadHandbook: with one line per fault.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadHandbook(f"{path.name}: cannot be read: {error}") from None
    return parse_handbook(text, path.name)


def parse_handbook(text: str, name: str) -> Handbook:
    """Read the text of a programme file; `name` is what errors call it.

    Raises:
        BadHandbook: with one line per fault.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadHandbook(f"{name}: not valid TOML: {error}") from None
    try:
        return Handbook.model_validate(said)
    except ValidationError as error:
        lines = [
            f"{name}, line {line_of(text, one['loc'])}: {_key(one['loc'])}: {_reason(one['msg'], one['loc'])}"
            for one in error.errors(include_url=False)
        ]
        raise BadHandbook("\n".join(lines)) from None


def line_of(text: str, loc: tuple[int | str, ...]) -> int:
    """Return the line of a TOML file (from 1) where a key stands, or the table in which it is missing.

    Args:
        text: the file, known to be TOML.
        loc: the way to the key, such as `("signup", "questions", 2, "kind")`.
    """
    table: tuple[int | str, ...] = ()
    seen = Counter[str]()
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header is not None:
            name = header[2].strip()
            table = tuple(name.split("."))
            if header[1] == "[[":
                table = (*table, seen[name])
                seen[name] += 1
            here = table
        elif key is not None:
            here = (*table, key[1])
        else:
            continue
        if len(here) > depth and loc[: len(here)] == here:
            best, depth = number, len(here)
    return best


def _key(loc: tuple[int | str, ...]) -> str:
    shown = ""
    for part in loc:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return shown.removeprefix(".") or "the file as a whole"


def _reason(said: str, loc: tuple[int | str, ...]) -> str:
    if said != "Extra inputs are not permitted":
        return said.removeprefix("Value error, ")
    near = difflib.get_close_matches(str(loc[-1]), keys_at(loc[:-1]), n=1)
    return f"there is no such key; did you mean {near[0]}?" if near else "there is no such key"


def read_handbooks(folders: list[Path]) -> dict[str, Handbook]:
    """Read every programme file of the folders; a later folder's programme replaces an earlier one.

    Raises:
        BadHandbook: if any file is wrong.
    """
    found: dict[str, Handbook] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            handbook = read_handbook(path)
            found[handbook.programme] = handbook
    if not found:
        raise BadHandbook("there is no programme file (*.toml) in " + ", ".join(str(folder) for folder in folders))
    return found
