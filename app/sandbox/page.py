"""The sandbox in a browser: be any person, see what they see, type and press what they would, move the clock.

It acts through `people.Person` only, so whatever is done here reaches the bot over the wire.
"""

import json
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.sandbox import forms
from app.sandbox.page_filters import environment
from app.sandbox.page_screen import screen, surroundings
from app.sandbox.people import Kept, NotThere, Person
from app.sandbox.state import Json, SlackError

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

HOURS = {"1", "24", "168"}
_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def install(web: Flask, sandbox: "Sandbox") -> None:
    """Add the page's routes to the sandbox's web server."""
    page = _Page(sandbox)
    web.add_url_rule("/", view_func=page.index, methods=["GET"])
    web.add_url_rule("/clock", view_func=page.clock, methods=["POST"])
    web.add_url_rule("/people/<person_id>", view_func=page.person, methods=["GET"])
    web.add_url_rule("/people/<person_id>/clock", view_func=page.clock, endpoint="clock_of", methods=["POST"])
    for name, deed in page.deeds.items():
        path = f"/people/<person_id>/{name}"
        web.add_url_rule(path, name, page.doing(deed), methods=["POST"])


class _Page:
    """The routes. A deed is something a person does; afterwards the browser sees their screen again."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._templates = environment()
        self._one_move = threading.Lock()
        self.deeds: dict[str, Callable[[Person], None]] = {
            "type": self._type,
            "home": lambda person: person.opens_home(),
            "press": self._press,
            "modal": self._modal,
        }

    def index(self) -> Response:
        return self._draw("page_index.html", surroundings(self._sandbox, "UTC"), here="")

    def person(self, person_id: str) -> Response:
        person = self._find(person_id)
        facts = surroundings(self._sandbox, person.user.zone) | screen(self._sandbox, person)
        command = f"{min(self._sandbox.commands)} " if self._sandbox.commands else ""
        return self._draw("page_person.html", facts, here=f"/people/{person.id}", command=command)

    def clock(self, person_id: str = "") -> AnyResponse:
        _from_this_page()
        hours = request.form.get("hours", "")
        move = self._sandbox.pass_time
        if hours not in HOURS or move is None:
            abort(400)
        with self._one_move:
            move(timedelta(hours=int(hours)))
        return redirect(f"/people/{person_id}" if person_id else "/", code=303)

    def doing(self, deed: Callable[[Person], None]) -> Callable[[str], AnyResponse]:
        """Return the route of a deed; what Slack itself would refuse is told to the person."""

        def route(person_id: str) -> AnyResponse:
            _from_this_page()
            person = self._find(person_id)
            person.trouble = ""
            try:
                deed(person)
            except (NotThere, SlackError) as error:
                person.trouble = str(error).partition("\n")[0]
            return redirect(f"/people/{person.id}", code=303)

        return route

    def _type(self, person: Person) -> None:
        person.types(request.form.get("command", "").strip())

    def _press(self, person: Person) -> None:
        pressed = json.loads(request.form["press"])
        where = self._where(person, pressed)
        for action, _ in forms.buttons(where.get("view") or where["message"], pressed["label"]):
            if all(action.get(name) == pressed[name] for name in ("action_id", "value") if pressed.get(name)):
                person.presses_kept(Kept(where, action, pressed["surface"]))
                return
        raise NotThere("This button is gone.")

    def _where(self, person: Person, pressed: Json) -> Json:
        space = self._sandbox.workspace
        if pressed["surface"] != "message":
            view = person.modal if pressed["surface"] == "modal" else space.homes.get(person.id)
            if view is None:
                raise NotThere("This view is gone.")
            return {"view": view}
        for place in person.conversations():
            for message in person.messages(place):
                if (place.id, message["ts"]) == (pressed["channel"], pressed["ts"]):
                    return {"channel": place.id, "message": message}
        raise NotThere("This message is gone.")

    def _modal(self, person: Person) -> None:
        if person.modal is None:
            raise NotThere("This view is gone.")
        if "close" in request.form:
            person.closes()
            return
        person.fills(_answers(person.modal, person.user.zone))
        if "press" in request.form:
            self._press(person)
        else:
            person.submits()

    def _find(self, person_id: str) -> Person:
        person = self._sandbox.people.get(person_id)
        if person is None:
            abort(404)
        return person

    def _draw(self, template: str, facts: Json, **more: str) -> Response:
        nonce = secrets.token_urlsafe(12)
        html = self._templates.get_template(template).render(**facts, **more, nonce=nonce)
        headers = {"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
        return Response(html, headers=headers, mimetype="text/html")


def _from_this_page() -> None:
    """Refuse a form that another site's page sent. Browsers say where a request comes from; tests need not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)


def _answers(view: Json, zone: str) -> dict[str, Any]:
    """Return what the browser's form holds, by block id, as `Person.fills` takes it."""
    return {
        block["block_id"]: _answer(block["element"]["type"], request.form.getlist(f"field:{block['block_id']}"), zone)
        for block in view["blocks"]
        if block["type"] == "input"
    }


def _answer(kind: str, said: list[str], zone: str) -> Any:
    if kind == "checkboxes" or kind.startswith("multi_"):
        return said
    one = said[0].replace("\r\n", "\n") if said else ""
    if kind == "datetimepicker" and one:
        return int(datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(zone)).timestamp())
    return one or None
