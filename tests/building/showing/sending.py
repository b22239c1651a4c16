"""What people see of what goes to many."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.features.programmes.rules import Cohort
from app.features.writing import views as writing
from app.features.writing import words as writing_words
from app.features.writing.rules import AUDIENCES, Circular, Reach, Work
from tests.building.showing import Shown
from tests.kit.make import NOW


def sendings(text: str, group: Cohort) -> Iterator[tuple[str, Shown]]:
    yield "writing.choosing", writing.choosing_form([replace(group, id=number) for number in range(120)])
    for audience in AUDIENCES:
        circular = Circular(id=1, team_id="T1", cohort_id=1, by="U1", audience=audience, text=text[:2000] or "a")
        yield "writing.form", writing.form(group, dict.fromkeys(AUDIENCES, 7))
        yield "writing.form", writing.form(group, dict.fromkeys(AUDIENCES, 1), circular)
        yield "writing.form", writing.form(group, dict.fromkeys(AUDIENCES, 0))
        yield "writing.written", writing.written(circular, group)
        for reach in (Reach(now=1), Reach(now=0, later=1, last_at=NOW), Reach(now=9, later=3, last_at=NOW, away=2)):
            yield "writing.last_look", writing.last_look(circular, group, reach, reach.away, "Europe/Madrid")
    names = ["U1", "C1", "U1+U2", *(f"U{number}" for number in range(8))]
    codes = itertools.cycle([*writing_words.REASONS, text[:300]])
    unreached = tuple(zip(names, codes, strict=False))
    states: tuple[dict[str, Any], ...] = (
        {},
        {"sent": 1, "to_go": 1, "calls": {"chat.postMessage": 1}},
        {"sent": 9, "failed": 20, "left_out": 2, "to_go": 500, "calls": {"conversations.invite": 500}, "queued": 5},
        {"later": 3, "last_at": NOW + timedelta(days=1)},
        {"sent": 490, "failed": 30, "left_out": 1},
        {"sent": 3, "cancelled": 4, "to_go": 1, "failed": 11, "stopped_by": "U2"},
    )
    for what, said in itertools.product(("writing.circular", "matching.accepted"), states):
        work = Work(id=1, what=what, cohort=group, unreached=unreached, **said)
        yield "writing.progress", writing.progress(work, "Europe/Madrid")
