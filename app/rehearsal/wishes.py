"""What people fill into the forms that a programme asks them to fill in."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.core.calendar import local
from app.rehearsal.minds import moments
from app.rehearsal.plan import Plan
from app.sandbox.state import Json

WORKING = range(8, 21)
WEEKEND = 5  # from Saturday on
SOONEST, CHOICE = timedelta(days=3), 6  # days from now; days to choose among
TASK = "The first step, in writing"
TROUBLED = "We do not find the time, and I do not dare to say so."
HELPFUL = "Talking to somebody who has been there."


def fields_of(view: Json) -> dict[str, Json]:
    """Return the fields of a form by their block."""
    return {one["block_id"]: one["element"] for one in view.get("blocks", []) if one["type"] == "input"}


def about(view: Json, what: str) -> str:
    """Return the id that a form is about."""
    return str(json.loads(view.get("private_metadata") or "{}").get(what, ""))


def closing(view: Json, plan: Plan, zone: str, now: datetime, comes: Callable[[str, str], bool]) -> dict[str, Any]:
    """The closing questions: a task, who was there, and the next meeting in the programme's rhythm.

    Args:
        view: the form.
        plan: what is rehearsed.
        zone: of whoever fills it in.
        now: the present instant, UTC.
        comes: whether somebody was at a meeting, by Slack id and the meeting's id.
    """
    fields = fields_of(view)
    said: dict[str, Any] = {
        block: TASK
        for block, element in fields.items()
        if element["type"] == "plain_text_input" and block != "next_place" and not element.get("initial_value")
    }
    if "done" in fields:
        said["done"] = fields["done"]["options"][0]["value"]
    if "present" in fields:
        meeting = about(view, "meeting")
        said["present"] = [one["value"] for one in fields["present"]["options"] if comes(one["value"], meeting)]
    if "next_day" in fields and not fields["next_day"].get("initial_date"):
        said |= _next(view, fields, plan, zone, now)
    return said


def _next(view: Json, fields: Mapping[str, Any], plan: Plan, zone: str, now: datetime) -> dict[str, Any]:
    named = moments(view["blocks"])
    following = datetime.fromtimestamp(named[0], now.tzinfo) if named else now
    following += timedelta(days=plan.handbook.rhythm.every_days)
    while following <= now:
        following += timedelta(days=7)
    here = local(following, zone)
    if not plan.is_rolling and here.date() > plan.ends_on:
        return {}
    said: dict[str, Any] = {"next_day": here.date().isoformat(), "next_at": f"{here:%H:%M}"}
    return {**said, "next_weekly": ["weekly"]} if "next_weekly" in fields else said


def meeting_time(zones: Sequence[str], now: datetime, last: date | None, at: Random) -> datetime:
    """Return a full hour within nine days at which it is a working hour for everybody, or for as many as can be.

    Args:
        zones: of everybody.
        now: the present instant, UTC.
        last: the last day on which one can meet; None if nothing ends.
        at: dice.
    """
    soonest = SOONEST if last is None or (now + SOONEST).date() < last else timedelta(hours=4)
    base = now.replace(minute=0, second=0, microsecond=0) + soonest
    best: dict[int, list[datetime]] = {0: [base]}
    for hours in range(CHOICE * 24):
        one = base + timedelta(hours=hours)
        if last is not None and local(one, zones[0]).date() > last:
            break
        heres = [local(one, zone) for zone in zones]
        fine = sum(here.hour in WORKING and here.weekday() < WEEKEND for here in heres)
        best.setdefault(fine, []).append(one)
    return at.choice(best[max(best)])


def a_form(view: Json, at: Random) -> dict[str, Any]:
    """Answers to a survey and its like: rather content than not."""
    said: dict[str, Any] = {}
    for block, element in fields_of(view).items():
        options = [one["value"] for one in element.get("options", [])]
        match element["type"]:
            case "static_select" | "radio_buttons":
                said[block] = at.choice(options[len(options) // 2 :])
            case "multi_static_select" | "checkboxes":
                said[block] = [at.choice(options)]
            case "plain_text_input":
                said[block] = HELPFUL
    return said
