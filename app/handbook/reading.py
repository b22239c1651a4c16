"""Reading programme files: every fault at once, each with file, line and key."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel, ValidationError

from app.handbook.faults import classes_of, in_words, shown_key
from app.handbook.fitting import misfits
from app.handbook.model import Handbook
from app.handbook.page import Page
from app.handbook.places import Loc, Places

SHIPPED = Path(__file__).parents[1] / "handbooks"
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong (or odd) in a file: where, and how to mend it."""

    file: str
    line: int
    key: str
    says: str

    def __str__(self) -> str:
        """Return it as one line, in the way that editors jump to."""
        return f"{self.file}, line {self.line}: {self.key}: {self.says}"


class BadHandbook(Exception):  # noqa: N818 - a sentence for whoever wrote the file
    """A programme file is wrong. The text names the file, each key, and how to mend it."""


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file that was looked at from end to end; `handbook` is there if nothing is wrong."""

    handbook: Handbook | None
    faults: Sequence[Fault]
    oddities: Sequence[Fault] = ()


def read_text(path: Path) -> str:
    """Return the text of a programme file.

    Raises:
        BadHandbook: if it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadHandbook(f"{path.name}: cannot be read: {error}") from None


def read_handbook(path: Path) -> Handbook:
    """Read one programme file.

    Raises:
        BadHandbook: with one line per fault.
    """
    return parse_handbook(read_text(path), path.name)


@lru_cache(maxsize=64)
def parse_handbook(text: str, name: str) -> Handbook:
    """Read the text of a programme file, the same text once; `name` is what errors call it.

    Raises:
        BadHandbook: with one line per fault.
    """
    seen = examine(text, name)
    if seen.handbook is None:
        raise BadHandbook("\n".join(map(str, seen.faults)))
    return seen.handbook


def examine(text: str, name: str) -> Examined:
    """Look at the text of a programme file from end to end; `name` is what faults call it."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Examined(handbook=None, faults=[_not_toml(error, text, name)])
    places = Places(text)

    def fault(loc: Loc, says: str) -> Fault:
        return Fault(name, places.line_of(loc), shown_key(loc), says)

    faults: dict[Loc, Fault] = {}
    try:
        book: Any = Handbook.model_validate(said)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for one in errors:
            # A list whose elements are wrong is called too short as well; that only follows.
            follows = one["type"] == "too_short" and any(_is_inside(other["loc"], one["loc"]) for other in errors)
            if not follows:
                faults[one["loc"]] = fault(one["loc"], in_words(one))
        book = _as_far_as_it_goes(Handbook, said)
    wrong_keys = [".".join(part for part in loc if isinstance(part, str)) for loc in faults]
    schema_faults = list(faults)
    odd: list[Fault] = []
    for misfit in misfits(book):
        if any(key.startswith(misfit.rests_on) for key in wrong_keys):
            continue
        if any(_is_inside(misfit.loc, loc) for loc in schema_faults):
            continue
        if misfit.is_odd:
            odd.append(fault(misfit.loc, misfit.says))
        else:
            faults.setdefault(misfit.loc, fault(misfit.loc, misfit.says))
    found = sorted(faults.values(), key=lambda one: one.line)
    return Examined(handbook=None if found else book, faults=found, oddities=odd)


def _is_inside(loc: Loc, of: Loc) -> bool:
    return len(loc) > len(of) > 0 and loc[: len(of)] == of


def _not_toml(error: tomllib.TOMLDecodeError, text: str, name: str) -> Fault:
    where = _WHERE.search(str(error))
    line = int(where[1]) if where and where[1] else text.count("\n") + 1
    return Fault(name, line, "not valid TOML", _WHERE.sub("", str(error)))


def _as_far_as_it_goes(page: type[BaseModel], said: Any) -> Any:
    """Return a page whose parts have faults, so that what its other parts name can still be looked up."""
    if not isinstance(said, Mapping):
        return SimpleNamespace()
    made = SimpleNamespace()
    for name, field in page.model_fields.items():
        if name not in said:
            default = None if field.is_required() else field.get_default(call_default_factory=True)
            setattr(made, name, default)
            continue
        value = said[name]
        inner = [one for one in classes_of(field.annotation) if issubclass(one, Page)]
        if inner and isinstance(value, list):
            value = [_as_far_as_it_goes(inner[0], one) for one in value]
        elif inner:
            value = _as_far_as_it_goes(inner[0], value)
        setattr(made, name, value)
    for name, member in vars(page).items():
        if isinstance(member, property):
            setattr(made, name, _answer(member, made))
    return made


def _answer(member: property, of: Any) -> Any:
    try:
        return member.fget(of) if member.fget is not None else None
    except (AttributeError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Found:
    """A programme file that is right: the handbook, and its text as it was read."""

    handbook: Handbook
    text: str
    path: Path


def read_files(folders: Sequence[Path]) -> dict[str, Found]:
    """Read every programme file of the folders; a later folder's programme replaces an earlier one.

    Raises:
        BadHandbook: everything that is wrong in any file, a programme that two files of one folder
            describe, or a folder that is not there.
    """
    found: dict[str, Found] = {}
    wrong: list[str] = []
    for folder in folders:
        if not folder.is_dir():
            wrong.append(f"{folder}: there is no such folder (see PROGRAMMES_DIR)")
            continue
        here: dict[str, Path] = {}
        for path in sorted(folder.glob("*.toml")):
            try:
                text = read_text(path)
                handbook = parse_handbook(text, path.name)
            except BadHandbook as error:
                wrong.append(str(error))
                continue
            other = here.setdefault(handbook.programme, path)
            if other != path:
                line = Places(text).line_of(("programme",))
                says = f"{other.name} describes `{handbook.programme}` already; give one of them another key"
                wrong.append(str(Fault(path.name, line, "programme", says)))
            found[handbook.programme] = Found(handbook, text, path)
    if wrong:
        raise BadHandbook("\n".join(wrong))
    if not found:
        raise BadHandbook("there is no programme file (*.toml) in " + ", ".join(str(folder) for folder in folders))
    return found


def read_handbooks(folders: Sequence[Path]) -> dict[str, Handbook]:
    """Return the handbooks of the folders, by key; see `read_files`.

    Raises:
        BadHandbook: if any file is wrong.
    """
    return {key: one.handbook for key, one in read_files(folders).items()}
