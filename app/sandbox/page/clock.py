"""The clock in the header: what time it is for whoever is signed in, how it is moved, and what happened meanwhile."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from app.sandbox.journal import Happening
from app.sandbox.page.drawing import only_from_this_page
from app.sandbox.passing import FARTHEST, NEXT
from app.sandbox.people import Person
from app.sandbox.plain import plain
from app.sandbox.state import Json

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

STEPS = {"hour": "+1 hour", "day": "+1 day", "week": "+1 week", NEXT: "Next message"}
MOST = 300  # of what happened, the newest
AT_ONCE = 0.15  # seconds: a move that takes no longer is shown together with what came of it
PATIENCE = 120.0  # seconds that a browser without our script waits for a move


def facts(sandbox: "Sandbox", zone: str) -> Json:
    """Return what `clock.html` shows."""
    utc = sandbox.workspace.clock.now()
    now, move = utc.astimezone(ZoneInfo(zone)), sandbox.passing.last
    return {
        "now": f"{now:%a} {now.day} {now:%b %Y, %H:%M}",
        "seen": utc.isoformat(),
        "zone": zone,
        "movable": sandbox.pass_time is not None,
        "steps": {step: label for step, label in STEPS.items() if sandbox.passing.can(step)},
        "moves": move is not None and move.goes_on,
        "open_end": move is not None and move.step == NEXT,
        "share": round(move.share(utc) * 100) if move else 100,
        "happened": len(sandbox.passing.happened()) if move else None,
    }


def install(web: Flask, sandbox: "Sandbox", answer: Callable[[str], Response]) -> None:
    """Add the clock's route.

    Args:
        web: the server.
        sandbox: whose clock it is.
        answer: returns what the browser shows a person afterwards, by their id; "" for nobody.
    """

    def move(person_id: str = "") -> Response:
        only_from_this_page()
        step = request.form.get("step", "")
        if not sandbox.passing.can(step):
            abort(400)
        sandbox.passing.begin(step, _instant(request.form.get("seen", "")))
        sandbox.passing.wait(AT_ONCE if "screen" in request.form else PATIENCE)
        return answer(person_id)

    web.add_url_rule("/clock", "clock", move, methods=["POST"])
    web.add_url_rule("/people/<person_id>/clock", "clock_of", move, methods=["POST"])


def _instant(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        abort(400)


# -- what happened meanwhile ------------------------------------------------------------------------------


def mark(sandbox: "Sandbox", person: Person | None) -> Json:
    """Return what `happened.html` depends on, without drawing anything."""
    move = sandbox.passing.last
    if move is None:
        return {"since": None}
    return {
        "since": move.since,
        "to": move.to or sandbox.journal.newest,
        "moves": move.goes_on,
        "ended": str(move.ended_at),
        "me": person.id if person else "",
        "zone": person.user.zone if person else "UTC",
    }


def happened(sandbox: "Sandbox", said: Json) -> Json:
    """Return what `happened.html` shows, from its `mark`."""
    move = sandbox.passing.last
    if move is None or said["since"] is None:
        return {"days": None}
    zone = ZoneInfo(said["zone"])
    found = sandbox.passing.happened()
    deeds = sum(one.is_deed for one in found)
    rows = list(_rows(sandbox, found[-MOST:], said["me"], said["zone"]))
    return {
        "begun": _short(move.begun_at.astimezone(zone)),
        "now": _short((move.ended_at or sandbox.workspace.clock.now()).astimezone(zone)),
        "moves": move.goes_on,
        "failed": move.failed,
        "none_planned": move.step == NEXT and not move.found and not move.failed,
        "farthest": FARTHEST.days,
        "messages": len(found) - deeds,
        "deeds": deeds,
        "left_out": max(0, len(found) - MOST),
        "days": [(day, list(same)) for day, same in groupby(rows, key=lambda one: one["day"])],
    }


def _short(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b, %H:%M}"


def _rows(sandbox: "Sandbox", found: list[Happening], me: str, zone: str) -> Iterator[Json]:
    space = sandbox.workspace
    for one in found:
        at = one.at.astimezone(ZoneInfo(zone))
        place = space.conversations.get(one.channel)
        mine = place is not None and me in place.members and (not one.readers or me in one.readers)
        to = ", ".join(sorted(map(space.name_of, one.readers))) or (f"#{place.name}" if place else "")
        yield {
            "day": f"{at:%A} {at.day} {at:%B %Y}",
            "time": f"{at:%H:%M}",
            "who": space.name_of(one.by),
            "is_deed": one.is_deed,
            "to": "" if one.is_deed else to,
            "text": plain({"text": one.text}, space.name_of, zone),
            "href": f"/people/{me}/{'messages' if place.kind == 'im' else place.id}" if mine and place else "",
        }
