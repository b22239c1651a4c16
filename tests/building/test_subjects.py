"""Every subject that a room plans notices under is known, so that no notice is without its coordinators."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.delivery.belonging import COHORT, PERSON
from app.subjects import OF_ALL, SUBJECTS

APP = Path(__file__).parents[2] / "app"


def planned_under() -> Iterator[str]:
    """Yield the first word of every subject in the code: `meeting` of `f"meeting:{id}"`."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("plan", "reconcile"):
                yield from _families(next(one.value for one in node.keywords if one.arg == "subject"))
            elif isinstance(node, ast.Assign) and any(ast.unparse(one) == "subject" for one in node.targets):
                yield from _families(node.value)
            elif isinstance(node, ast.FunctionDef) and node.name == "subject_of":
                for one in ast.walk(node):
                    yield from _families(one) if isinstance(one, ast.expr) else ()


def _families(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        family, colon, _ = str(node.values[0].value).partition(":")
        if colon and family:
            yield family


def test_every_subject_of_a_notice_is_known() -> None:
    named = set(planned_under())
    assert {"meeting", "pairing", "cohort", "home", "event"} <= named  # the search finds what it should
    assert named - set(SUBJECTS) - {COHORT} == set()


def test_every_subject_leads_to_a_cohort_or_a_person() -> None:
    for family in SUBJECTS:
        here, steps = family, 0
        while here not in (COHORT, PERSON):
            here, steps = SUBJECTS[here].to, steps + 1
            assert steps < 9, family
    assert set(OF_ALL) <= set(SUBJECTS)
