"""The house examines itself: its floors, its doors, its words."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import lobby
from app.features.care import notices as care
from app.features.programmes import usecases as programmes

APP = Path(__file__).parents[2] / "app"
ROOMS = sorted(path.parent for path in (APP / "features").glob("*/__init__.py"))
DOORS = {"__init__", "rules", "words", "records", "usecases", "views", "notices", "previews", "listeners"}


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_has_no_unknown_door(room: Path) -> None:
    assert {page.stem for page in room.glob("*") if page.name != "__pycache__"} <= DOORS


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_says_whose_story_it_is_and_imports_nothing_at_its_door(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text())
    assert "Who may do what" in (ast.get_docstring(tree) or "")
    assert len(tree.body) == 1


@pytest.mark.parametrize("room", [room for room in ROOMS if list(room.glob("rules*"))], ids=lambda room: room.name)
def test_a_rule_loads_neither_slack_nor_a_database(room: Path) -> None:
    code = (
        f"import sys, app.features.{room.name}.rules\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'slack_bolt', 'slack_sdk', 'sqlalchemy', 'flask', 'apscheduler', 'ortools'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bot_starts_without_reading_in_what_only_matching_and_pictures_need() -> None:
    code = (
        "import sys, app.main, app.lobby\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'matplotlib', 'numpy', 'ortools', 'pandas'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_room_reaches_a_neighbour_through_rules_and_usecases_only() -> None:
    wrong = []
    for room in ROOMS:
        for page in room.rglob("*.py"):
            for node in ast.walk(ast.parse(page.read_text())):
                if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("app.features."):
                    continue
                parts = (node.module or "").split(".")
                neighbour = parts[2]
                doors = [parts[3]] if len(parts) > 3 else [one.name for one in node.names]
                wrong += [
                    f"{page.relative_to(APP)} -> {neighbour}.{door}"
                    for door in doors
                    if neighbour != room.name and door not in ("rules", "usecases")
                ]
    assert wrong == []


def test_every_refusal_has_words_and_every_word_a_refusal() -> None:
    raised = {text_of(call.args[0]) for _, call in calls("Refusal") if call.args} - {None}
    said = set(lobby.board().refusals)
    assert raised - said == set()
    assert said - raised == set()


def test_every_notice_that_is_wanted_has_a_kind_and_every_kind_is_wanted() -> None:
    kinds = {kind.name for kind in lobby.board().notices}
    named = {
        node.value
        for path in sorted((APP).rglob("*.py"))
        if {"rules", "usecases", "planning"} & {*path.parts, path.stem}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    families = {one for one in named if one.endswith(".")}
    former = {kind.name for kind in care.FORMER_KINDS}
    unwanted = {kind for kind in kinds - named - former if not any(kind.startswith(family) for family in families)}
    assert unwanted == set()
    wanted = {
        text_of(keyword.value)
        for _, call in calls("Wanted")
        for keyword in call.keywords
        if keyword.arg == "kind" and text_of(keyword.value)
    }
    assert wanted - kinds == set()


def test_every_button_that_is_shown_has_a_listener() -> None:
    board = lobby.board()
    shown = {text_of(call.args[1]) for _, call in _attribute_calls("button") if len(call.args) > 1} - {None}
    assert shown - set(board.buttons) == set()
    forms = {
        text_of(keyword.value)
        for _, call in _attribute_calls("modal")
        for keyword in call.keywords
        if keyword.arg == "callback"
    } - {None}
    assert forms == set(board.forms)


def _attribute_calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted((APP / "features").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield path, node


@pytest.mark.parametrize("room", [room for room in ROOMS if (room / "words.py").exists()], ids=lambda room: room.name)
def test_every_sentence_is_said_somewhere(room: Path) -> None:
    tree = ast.parse((room / "words.py").read_text())
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    others = "".join(page.read_text() for page in room.rglob("*.py") if page.name != "words.py")
    assert {name for name in names - {"REFUSALS"} if f"words.{name}" not in others} == set()


def test_every_notice_says_why_it_came() -> None:
    assert [kind.name for kind in lobby.board().notices if not kind.why.strip()] == []


def test_the_shipped_handbooks_are_right() -> None:
    assert sorted(one.programme for one in programmes.handbooks()) == [
        "astropy",
        "carpentries",
        "data-course",
        "os-mentors",
        "wealljs",
    ]
