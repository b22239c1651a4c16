"""The table of what the five handbooks ask for is true: its keys, rooms and tests exist, and no cell is empty."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.handbook import reading

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "app/handbooks/COVERAGE.md"
FEATURES = ROOT / "app/features"
PROGRAMMES = ("wealljs", "astropy", "os-mentors", "carpentries", "data-course")
LEAST_ROWS = 12  # a text of several pages asks for more than a handful of things


@cache
def sections() -> dict[str, list[list[str]]]:
    """Return the rows of each section, by the programme in its title (`` for the last one)."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            named = re.search(r"`([a-z-]+)`", line)
            rows = found.setdefault(named[1] if named else "", [])
        elif line.startswith("| ") and not line.startswith(("| passage", "| text")):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return found


def rows() -> list[tuple[str, list[str]]]:
    return [(programme, row) for programme in PROGRAMMES for row in sections()[programme]]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_test(name: str) -> bool:
    path, _, function = name.partition("::")
    return (ROOT / path).is_file() and function in functions_of(path)


@cache
def said(programme: str) -> dict[str, Any]:
    return reading.read_handbook(reading.SHIPPED / f"{programme}.toml").model_dump()


def stands_in(programme: str, key: str) -> bool:
    """Whether a handbook says something at a key such as `matching.group.most_mentees` or `forms.midway`."""
    here: Any = said(programme)
    for part in key.split("."):
        if isinstance(here, dict):
            here = here.get(part)
        elif isinstance(here, (list, tuple)):
            here = next((one for one in here if part in (one.get("key"), one.get("role"), one.get("kind"))), None)
        else:
            return False
        if here in (None, (), [], ""):
            return False
    return True


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_has_its_rows(programme: str) -> None:
    assert len(sections()[programme]) >= LEAST_ROWS


def test_every_row_names_what_serves_it_and_the_test_that_shows_it() -> None:
    wrong = []
    for programme, row in rows():
        if len(row) != 3 or not all(row):
            wrong.append(f"{programme}: not three full cells: {row}")
            continue
        unknown = [one for one in named(row[1]) if not (FEATURES / one).is_dir() and not stands_in(programme, one)]
        wrong += [f"{programme}: neither a room nor a key of its file: {one}" for one in unknown]
        shown = named(row[2])
        if not named(row[1]) or not shown:
            wrong.append(f"{programme}: names nothing: {row}")
        wrong += [f"{programme}: no such test: {one}" for one in shown if not is_test(one)]
    assert wrong == []


def test_what_cannot_be_served_has_its_reason() -> None:
    assert sections()[""]
    assert [row for row in sections()[""] if len(row) != 3 or not all(row)] == []
