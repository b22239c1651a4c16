"""The file to begin with: right as it is, and complete."""

import re
import tomllib
from typing import Any

from click.testing import CliRunner

from app.__main__ import main
from app.handbook import reading
from app.handbook.faults import classes_of
from app.handbook.model import Handbook
from app.handbook.page import Page
from app.handbook.template import template


def test_it_passes_the_check_as_it_is() -> None:
    done = CliRunner().invoke(main, ["programme", "new", "our-mentors"])
    seen = reading.examine(done.output, "new.toml")
    assert [*seen.faults, *seen.oddities] == []
    assert seen.handbook is not None
    assert seen.handbook.programme == "our-mentors"


def test_a_key_that_could_not_be_one_is_told() -> None:
    done = CliRunner().invoke(main, ["programme", "new", "Our Mentors"])
    assert done.exit_code == 2
    assert "such as our-mentors" in done.output


def _ways(page: Any, way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, field in page.model_fields.items():
        found.append((*way, name))
        for inner in [one for one in classes_of(field.annotation) if issubclass(one, Page)][:1]:
            found += _ways(inner, (*way, name))
    return found


def test_every_key_that_a_file_may_have_occurs_in_it_with_what_it_is_for() -> None:
    text = template("ours")
    part: tuple[str, ...] = ()
    seen: set[tuple[str, ...]] = set()
    explained: set[tuple[str, ...]] = set()
    lines = text[text.index("# ====") :].splitlines()
    for number, line in enumerate(lines):
        if header := re.fullmatch(r"# \[\[?([a-z_.]+)\]\]?", line):
            part = tuple(header[1].split("."))
            seen.add(part)
            explained |= {part} if lines[number + 1].startswith("#   ") else set()
        elif key := re.match(r"# ([a-z_]+) = ", line):
            seen.add((*part, key[1]))
            explained |= {(*part, key[1])} if lines[number + 1].startswith("#     ") else set()
    assert set(_ways(Handbook)) - seen == set()
    assert seen - explained == set()
    # Such a key says nothing beside it in the schema; a line in `purposes` explains it.
    assert "part of “" not in text


def test_its_comments_are_toml_once_they_are_opened() -> None:
    for line in template("ours").splitlines():
        if re.match(r"# [a-z_]+ = ", line):
            tomllib.loads(line.removeprefix("# "))
