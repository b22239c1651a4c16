"""What is wrong with a setting, in words that say how to mend it."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

QUOTES = "\"'“”\u2018\u2019`"
NEAR_IN_FILE, NEAR_ELSEWHERE = 0.8, 0.88
"""How like a setting a name must be to be one that was misspelt. What stands in `.env` is mostly meant for us."""


@dataclass(frozen=True)
class Fault:
    """One wrong setting.

    Attributes:
        name: of the field, in small letters.
        said: what is wrong, and how to mend it.
    """

    name: str
    said: str

    def __str__(self) -> str:
        gap = " " if self.said.startswith("is ") else ": "
        return f"{self.name.upper()}{gap}{self.said}"


def worn(values: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each value that came with spaces or quotes around it, as when it was pasted."""
    faults = []
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            continue
        if value != value.strip():
            faults.append(Fault(name, "has a space or a new line around it; take it out"))
        elif len(value) > 1 and value[0] in QUOTES and value[-1] in QUOTES:
            faults.append(Fault(name, "has quotes around it; take them out"))
    return faults


def in_plain_words(error: ValidationError, *, secrets: Collection[str]) -> list[Fault]:
    """Return what pydantic found, in plain words; the value is shown unless it is a secret."""
    faults = []
    for one in error.errors(include_url=False):
        name = str(one["loc"][0])
        said, known = _plain(one["type"], one.get("ctx", {}))
        if not known:
            said = one["msg"].removeprefix("Value error, ") if one["type"] == "value_error" else "cannot be understood"
        elif name not in secrets:
            said += f"; it is “{str(one['input'])[:60]}”"
        faults.append(Fault(name, said))
    return faults


def _plain(kind: str, facts: Mapping[str, Any]) -> tuple[str, bool]:
    """Return what must be, and whether we have words for this kind of error."""
    match kind:
        case "literal_error":
            options = re.findall(r"'([^']+)'", str(facts["expected"]))
            return f"must be {' or '.join(options)}" if len(
                options
            ) < 3 else f"must be one of {', '.join(options)}", True  # noqa: PLR2004 - two read better with "or"
        case "int_parsing" | "int_type" | "int_from_float":
            return "must be a whole number", True
        case "float_parsing" | "float_type":
            return "must be a number", True
        case "bool_parsing" | "bool_type":
            return "must be 1 or 0 (true or false, yes or no)", True
        case "greater_than":
            return f"must be more than {facts['gt']:g}", True
        case "greater_than_equal":
            return f"must be {facts['ge']:g} or more", True
        case "less_than_equal":
            return f"must be {facts['le']:g} or less", True
    return "", False


def look_alikes(environ: Mapping[str, str], file: Path, *, known: Iterable[str]) -> list[str]:
    """Return a sentence for each name that is nearly that of a setting.

    Args:
        environ: the variables of the process.
        file: a `.env` file, which need not exist.
        known: the names of all settings, in capitals.
    """
    settings = list(known)
    names = dict.fromkeys(dotenv_values(file) if file.is_file() else {}, (NEAR_IN_FILE, f" in {file}"))
    names |= {name: (NEAR_ELSEWHERE, "") for name in environ if name not in names}
    said = []
    for name, (near, where) in names.items():
        if name.upper() in settings:
            continue
        found = difflib.get_close_matches(name.upper(), settings, n=1, cutoff=near)
        if found:
            said.append(f"there is no setting {name}{where}; did you mean {found[0]}?")
    return said
