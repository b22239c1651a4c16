"""A file to begin with: what is needed, ready to change, and everything else a file may say as comments."""

import inspect
import re
import textwrap
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.handbook.faults import classes_of, purpose
from app.handbook.model import Handbook
from app.handbook.page import Page

WIDTH = 112
_START = Path(__file__).with_name("start.toml")
_EXAMPLES = {str: '"…"', int: "1", float: "1.0", bool: "true", time: '"09:00"'}


def template(key: str) -> str:
    """Return the text of a new programme file.

    Args:
        key: the programme's short name.
    """
    lines = ["", "", "# " + "=" * (WIDTH - 2)]
    lines += _comment("Everything a file may say, part by part. What is not needed is left out until you want it.")
    return _START.read_text(encoding="utf-8").replace("KEY", key, 1) + "\n".join([*lines, *_page(Handbook, ())]) + "\n"


def _page(page: type[BaseModel], way: tuple[str, ...]) -> Iterator[str]:
    inner: list[tuple[str, type[BaseModel], bool]] = []
    for name, field in page.model_fields.items():
        pages = [one for one in classes_of(field.annotation) if issubclass(one, Page)]
        if pages:
            inner.append((name, pages[0], "tuple" in str(field.annotation)))
        else:
            yield f"# {name} = {_example(field)}"
            yield from _comment(_explanation((*way, name), field), indent="    ")
    for name, one, is_list in inner:
        here = (*way, name)
        title = f"[[{'.'.join(here)}]]" if is_list else f"[{'.'.join(here)}]"
        yield ""
        yield f"# {title}"
        yield from _comment(inspect.cleandoc(one.__doc__ or ""), indent="  ")
        yield from _page(one, here)


def _explanation(way: tuple[str, ...], field: FieldInfo) -> str:
    said = purpose(way)
    values = list(_values(field.annotation))
    if values:
        said += f" (one of {', '.join(values)})"
    return said if field.is_required() else f"{said}; may be left out"


def _values(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (f'"{one}"' if isinstance(one, str) else str(one).lower() for one in get_args(annotation))
    else:
        for one in get_args(annotation):
            yield from _values(one)


def _example(field: FieldInfo) -> str:
    if field.examples:
        return _toml(field.examples[0])
    default = field.get_default(call_default_factory=True)
    if default is not None and default is not PydanticUndefined and default != ():
        return _toml(default)
    values, classes = list(_values(field.annotation)), list(classes_of(field.annotation))
    one = values[0] if values else next((_EXAMPLES[kind] for kind in classes if kind in _EXAMPLES), '"…"')
    return f"[{one}]" if "tuple" in str(field.annotation) else one


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_name(one)} = {_toml(said)}' for one, said in value.items())} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    return str(value) if isinstance(value, int | float) else f'"{value}"'


def _name(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _comment(text: str, indent: str = "") -> Iterator[str]:
    mark = f"# {indent}"
    for paragraph in text.split("\n\n"):
        yield from textwrap.wrap(" ".join(paragraph.split()), WIDTH, initial_indent=mark, subsequent_indent=mark)
