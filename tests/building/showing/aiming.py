"""What people see of what they work towards."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.features.goals.rules import Goal, GoalSet
from app.features.goals.rules.forms import places as goal_places
from app.features.goals.rules.lookouts import Noted
from app.features.goals.rules.overview import ShownSet, Tick
from app.features.goals.rules.overview import Standing as GoalStanding
from app.features.goals.views import findings as goal_findings
from app.features.goals.views import forms as goal_forms
from app.features.goals.views import overview as goal_overview
from app.features.goals.views import sets as goal_sets
from app.handbook.goals import Activity, GoalKind, Lookout
from tests.building.showing import Shown
from tests.kit.make import NOW


def aims(text: str, pair: Any) -> Iterator[tuple[str, Shown]]:
    said: dict[str, str | list[str]] = {"why": text, "gap": "skill"}
    states: list[dict[str, Any]] = [{}, {"reviewed_at": NOW}, {"done_at": NOW}, {"dropped_at": NOW}]
    kept = tuple(
        Goal(id=n, set_id=1, position=n, text=text, said=said, set_at=NOW, due_on=NOW.date(), **state)
        for n, state in enumerate(states * 3, start=1)
    )
    options = [{"value": "skill", "label": "A skill"}, {"value": "habit", "label": "A habit"}]
    fields: list[dict[str, Any]] = [
        {"key": "why", "ask": "Why?"},
        {"key": "gap", "ask": "Gap?", "kind": "choice", "options": options},
    ]
    fields += [{"key": one, "ask": "?", "kind": one} for one in ("choices", "scale", "number", "date", "yes", "link")]
    fields[2]["options"] = options
    usual = {"key": "plan", "name": "Plan", "one": "goal", "intro": "x", "set_when": {"at": "match"}, "fields": fields}
    kind = GoalKind.model_validate(usual)
    blank = GoalSet(id=1, team_id="T1", pairing_id=1, kind="plan", owner="", number=1)
    one = replace(blank, owner="UMENTEE", set_at=NOW, set_by="UMENTEE", changed_at=NOW, goals=kept)
    for which in (blank, replace(blank, number=2), one):
        yield "goals.ask", goal_sets.ask(which, kind, pair, one)
        yield "goals.remind", goal_sets.remind(which, kind, pair)
        blocks_of = goal_places(kind, which.goals)
        yield "goals.form", goal_forms.form(which, kind, pair, blocks_of, kept, refining=False)
        yield "goals.refining", goal_forms.form(which, kind, pair, blocks_of, refining=True)
    yield "goals.saved", goal_sets.saved(one, kind)
    yield "goals.news", goal_sets.news(one, kind, "UMENTEE")
    for by in (None, "UMENTOR"):
        yield "goals.refine", goal_sets.refine(replace(one, refined_by=by), kind, NOW, "UTC", is_second=by is None)
    yield "goals.review", goal_sets.review(one, kind)
    yield "goals.review_form", goal_forms.review_form(one, kind)
    look = Lookout(key="pr", name="PRs", one="PR", ask="How is it, {partner}?", has_link=True)
    found = [
        Noted(id=1, team_id="T1", pairing_id=1, kind="pr", text=text, link=link, noted_by=by, noted_at=NOW, **state)
        for link, by in (("https://a.example/?a&b", "UMENTEE"), ("", "UMENTOR"))
        for state in ({}, {"done_at": NOW}, {"championed_at": NOW, "championed_by": "UMENTOR"})
    ]
    for each in found:
        yield "goals.noted", goal_findings.noted_news(each, look, pair)
        yield "goals.came_of", goal_findings.came_of(each, look, ["UMENTEE"])
        yield "goals.came_of_again", goal_findings.came_of(each, look, ["UMENTEE"], is_second=True)
    yield "goals.note", goal_findings.note_form(look, pair)
    activity = Activity(key="a", label="Documents", about="x")
    ticks = (Tick(id=1, activity=activity, ticked_at=None), Tick(id=2, activity=activity, ticked_at=NOW))
    sets = (ShownSet(kind=kind, goal_set=blank), ShownSet(kind=kind, goal_set=one, next_id=3))
    whole = GoalStanding(pairing=pair, sets=sets, ticks=ticks, lookouts=((look, tuple(found)), (look, ())))
    yield "goals.home", goal_overview.home_card([whole, whole], "UMENTEE", "UTC")
    yield "goals.overview", goal_overview.overview_form([whole], "UMENTOR", "UTC")
