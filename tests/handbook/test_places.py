"""Every key of a file is found on its line."""

import tomllib
from typing import Any

import pytest

from app.handbook import reading
from app.handbook.places import Loc, Places

TEXT = '''# a comment with [brackets] = 1
title = "x"

[[forms]]
key = "one"
[[forms.questions]]
key = "a" # first of one
[[forms.questions]]
key = "b"

[[forms]]
key = "two"
intro = """
several = "lines"
[not.a.header]
"""
[[forms.questions]]
key = "c"
options = [
    { value = "x", label = "a, b" },
    # not one

    { value = "y", label = "]}" },
]
[forms.when]
at = "match"

[signup]
"quoted key" = 1
closing.form = "two"
'single' = [1,
  2]
matching = { group = { most_mentees = 9 }, weights = { topics = 1 } }
[a . "b.c" . d]
last = 2027-01-01
'''

LINES = [
    (("title",), 2),
    (("forms", 0), 4),
    (("forms", 0, "questions", 0, "key"), 7),
    (("forms", 0, "questions", 1, "key"), 9),
    (("forms", 0, "questions", 1, "kind"), 8),
    (("forms", 1), 11),
    (("forms", 1, "intro"), 13),
    (("forms", 1, "questions", 0, "key"), 18),
    (("forms", 1, "questions", 0, "options"), 19),
    (("forms", 1, "questions", 0, "options", 0, "label"), 20),
    (("forms", 1, "questions", 0, "options", 1, "value"), 23),
    (("forms", 1, "when", "at"), 26),
    (("forms", 1, "when", "days"), 25),
    (("signup", "quoted key"), 29),
    (("signup", "closing", "form"), 30),
    (("signup", "single", 1), 32),
    (("signup", "matching", "group", "most_mentees"), 33),
    (("signup", "matching", "group", "least"), 33),
    (("a", "b.c", "d", "last"), 35),
    (("nowhere",), 1),
]


@pytest.mark.parametrize(("loc", "line"), LINES)
def test_a_key_is_found_where_it_stands_and_a_missing_one_where_it_belongs(loc: Loc, line: int) -> None:
    assert Places(TEXT).line_of(loc) == line


def _ways(said: Any, loc: Loc = ()) -> list[Loc]:
    inner = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    return [loc, *(way for key, value in inner for way in _ways(value, (*loc, key)))]


@pytest.mark.parametrize("path", sorted(reading.SHIPPED.glob("*.toml")), ids=lambda path: path.name)
def test_every_key_of_the_shipped_files_is_found(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    places = Places(text)
    assert [way for way in _ways(tomllib.loads(text))[1:] if way not in places.known] == []
