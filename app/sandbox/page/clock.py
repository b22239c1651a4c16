"""The clock in the header: what time it is for whoever is signed in, and how it is moved."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from app.sandbox.page.drawing import only_from_this_page
from app.sandbox.state import Json

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

HOURS = {"1", "24", "168"}


def facts(sandbox: "Sandbox", zone: str) -> Json:
    """Return what `clock.html` shows."""
    now = sandbox.workspace.clock.now().astimezone(ZoneInfo(zone))
    return {"now": f"{now:%a} {now.day} {now:%b %Y, %H:%M}", "zone": zone, "movable": sandbox.pass_time is not None}


def install(web: Flask, sandbox: "Sandbox", answer: Callable[[str], Response]) -> None:
    """Add the clock's route.

    Args:
        web: the server.
        sandbox: whose clock it is.
        answer: returns what the browser shows a person afterwards, by their id; "" for nobody.
    """
    one_move = threading.Lock()

    def move(person_id: str = "") -> Response:
        only_from_this_page()
        hours = request.form.get("hours", "")
        if hours not in HOURS or sandbox.pass_time is None:
            abort(400)
        with one_move:
            sandbox.pass_time(timedelta(hours=int(hours)))
        with sandbox.workspace.change():
            pass  # whoever waits for something to see sees the time
        return answer(person_id)

    web.add_url_rule("/clock", "clock", move, methods=["POST"])
    web.add_url_rule("/people/<person_id>/clock", "clock_of", move, methods=["POST"])
