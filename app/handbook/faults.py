"""What is wrong in a programme file, in words that tell how to mend it."""

import ast
import difflib
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.handbook.model import Handbook
from app.handbook.page import Page
from app.handbook.places import Loc
from app.handbook.purposes import PURPOSES

_KINDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number without quotes",
    "int_parsing": "a whole number without quotes",
    "int_from_float": "a whole number",
    "float_type": "a number without quotes",
    "float_parsing": "a number without quotes",
    "bool_type": "true or false, without quotes",
    "bool_parsing": "true or false, without quotes",
    "tuple_type": "a list in square brackets",
    "model_type": "a table with keys of its own",
    "model_attributes_type": "a table with keys of its own",
    "time_type": 'a time of day such as "09:00"',
    "time_parsing": 'a time of day such as "09:00"',
}
_PATTERNS = {
    r"^[a-z][a-z0-9_]{0,40}$": "must be a short name of small letters, digits and _, such as `first_steps`",
    r"^[a-z][a-z0-9_-]{0,40}$": "must be a short name of small letters, digits, - and _, such as `our-mentors`",
    r"^https://": "must be an address that begins with https://",
    r"^\d\d:\d\d [A-Za-z_/+-]+\d*$": 'must be a time and a zone, such as "15:00 UTC" or "18:30 Europe/Madrid"',
}
_SAYS = {
    "missing": "is missing: {purpose}",
    "literal_error": "must be one of {expected}; it is {shown}{near}",
    "string_pattern_mismatch": "{pattern}; it is {shown}",
    "greater_than_equal": "must be {ge} or more; it is {shown}",
    "greater_than": "must be more than {gt}; it is {shown}",
    "less_than_equal": "must be {le} or less; it is {shown}",
    "string_too_long": "is too long: {length} characters, and at most {max_length} fit",
    "string_too_short": "is empty: {purpose}",
    "too_long": "holds {actual_length}, and at most {max_length} are allowed",
    "too_short": "needs {min_length} or more: {purpose}",
}


def in_words(error: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as a sentence for whoever wrote the file."""
    loc, kind, facts = error["loc"], error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(loc)
    if kind in _KINDS:
        return f"must be {_KINDS[kind]}; it is {_shown(error['input'])}"
    if kind not in _SAYS:
        return str(error["msg"]).removeprefix("Value error, ")
    more = {"expected": _listed(str(facts.get("expected", ""))), "pattern": ""}
    if "pattern" in facts:
        more["pattern"] = _PATTERNS.get(facts["pattern"], error["msg"])
    near = _near(error, more["expected"].split(", ")) if kind == "literal_error" else ""
    shown, length = _shown(error["input"]), len(str(error["input"]))
    return _SAYS[kind].format(**{**facts, **more}, shown=shown, length=length, near=near, purpose=purpose(loc))


def shown_key(loc: Loc) -> str:
    """Return the way to a key as people count: `signup.questions[2].kind` is of the second question."""
    shown = ""
    for part in loc:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return shown.removeprefix(".") or "the file as a whole"


def purpose(loc: Loc) -> str:
    """Return what the key at a place is for, in one sentence."""
    names = [part for part in loc if isinstance(part, str)]
    page, field = _find(names)
    if page is None or field is None:
        return "it must be there"
    said = _docstrings(page).get(names[-1], "")
    inner = [one for one in classes_of(field.annotation) if issubclass(one, Page)]
    if not said and inner and names[-1] not in ("when", "set_when"):
        said = inspect.getdoc(inner[0]) or ""
    known = f"{page.__name__}.{names[-1]}"
    if not said:
        said = PURPOSES.get(known) or PURPOSES.get(names[-1], "")
    if not said:
        said = f"part of “{_first_sentence(inspect.getdoc(page) or page.__name__)}”"
    return _first_sentence(said)


def _unknown(loc: Loc) -> str:
    page = _page_at([part for part in loc[:-1] if isinstance(part, str)])
    known = list(page.model_fields) if page is not None else []
    near = difflib.get_close_matches(str(loc[-1]), known, n=1)
    if near:
        return f"there is no such key; did you mean {near[0]}?"
    return f"there is no such key; here one may say {', '.join(known)}" if known else "there is no such key"


def _listed(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


def _near(error: Mapping[str, Any], choices: list[str]) -> str:
    near = difflib.get_close_matches(str(error["input"]), choices, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _shown(value: object) -> str:
    said = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return said if len(said) <= 60 else said[:59] + "…"  # noqa: PLR2004 - a line of a terminal


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).split(". ")[0].rstrip(".")


def _page_at(names: list[str]) -> type[BaseModel] | None:
    page: type[BaseModel] = Handbook
    for name in names:
        field = page.model_fields.get(name)
        found = [one for one in classes_of(field.annotation) if issubclass(one, Page)] if field is not None else []
        if not found:
            return None
        page = found[0]
    return page


def _find(names: list[str]) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    page = _page_at(names[:-1])
    return page, page.model_fields.get(names[-1]) if page is not None and names else None


def classes_of(annotation: Any) -> Iterator[type]:
    """Yield the classes that an annotation is made of."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for one in get_args(annotation):
        yield from classes_of(one)


def _docstrings(page: type[BaseModel]) -> dict[str, str]:
    """Return what is written under each key of a page."""
    body = ast.parse(textwrap.dedent(inspect.getsource(page))).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    return {
        one.target.id: after.value.value
        for one, after in pairwise(lines)
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
    }
