"""What a browser can ask for: to sign in, a person's screen, what changed on it, a file; and what it can do."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.sandbox.page import clock, files, inspector
from app.sandbox.page.deeds import Deeds
from app.sandbox.page.drawing import asset, key, only_from_this_page, page
from app.sandbox.page.screens import BOOT, HOME, MESSAGES, Asked, Screens, here
from app.sandbox.page.stream import Wanted, face
from app.sandbox.people import Person
from app.sandbox.state import Conversation, Json

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

PATIENCE = 20.0  # seconds that a browser waits for something to change
GATHERED = 0.03  # seconds in which what changes is told together


def install(web: Flask, sandbox: "Sandbox") -> None:
    """Add the page's routes to the sandbox's web server."""
    routes = _Routes(sandbox)
    add = web.add_url_rule
    add("/", view_func=routes.sign_in)
    add("/page/<name>", view_func=asset)
    add("/live", view_func=routes.live_of_nobody, methods=["POST"])
    add("/side", view_func=routes.side_chosen)
    add("/side/<left>/<right>", view_func=routes.side)
    add("/people/<person_id>", view_func=routes.client)
    add("/people/<person_id>/<place>", view_func=routes.client)
    add("/people/<person_id>/files/<file_id>/<name>", view_func=routes.file)
    add("/people/<person_id>/live", view_func=routes.live, methods=["POST"])
    for name in routes.deeds.by_name:
        add(f"/people/<person_id>/{name}", f"deed_{name}", routes.doing(name), methods=["POST"])
    clock.install(web, sandbox, routes.after)
    inspector.install(web, sandbox, routes.shell)


class _Routes:
    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._space = sandbox.workspace
        self._screens = Screens(sandbox)
        self.deeds = Deeds(sandbox)

    # -- pages ----------------------------------------------------------------------------------------

    def sign_in(self) -> Response:
        return page("sign_in.html", **self.shell(None), people=self._screens.cast())

    def side_chosen(self) -> AnyResponse:
        left, right = (self._find(request.args.get(name, "")) for name in ("left", "right"))
        return redirect(f"/side/{left.id}/{right.id}")

    def side(self, left: str, right: str) -> Response:
        both = [self._find(left).id, self._find(right).id]
        return page("side.html", **self.shell(None), people=self._screens.cast(), both=both)

    def client(self, person_id: str, place: str = HOME) -> Response:
        person = self._find(person_id)
        found = self._place(person, place)
        asked = Asked(
            place=found.id if found else place,
            seen=True,
            main=Wanted(line=self._screens.read_until(person, found) if found else ""),
            thread=Wanted(thread=_ts(request.args.get("thread", ""))) if request.args.get("thread") else None,
        )
        first = self._screens.update(person, found, asked)
        return page(
            "client.html",
            **self.shell(person) | {"revision": first["revision"]},
            regions={name: {"key": mark, "html": html} for name, (mark, html) in first["regions"].items()},
            streams=first["streams"],
            place=asked.place,
            kind=found.kind if found else HOME,
            name=self._screens.name(person, found) if found else "Home",
            line=asked.main.line,
            thread=asked.thread.thread if asked.thread else "",
            people=self._screens.cast(),
            mute=found is not None and found.kind == "im" and self._sandbox.methods.messages_read_only,
            app_name=self._space.bot.real_name,
        )

    def shell(self, person: Person | None) -> Json:
        """Return what `shell.html` needs on every page."""
        facts = clock.facts(self._sandbox, person.user.zone if person else "UTC")
        listed = json.dumps(clock.mark(self._sandbox, person), default=str)
        commands = [
            {name: one.get(name, "") for name in ("command", "usage_hint", "description")}
            for one in self._sandbox.commands.values()
        ]
        return {
            **facts,
            "here": here(person),
            "person": face(person.user) | {"zone": person.user.zone} if person else None,
            "happened_list": {"key": key(listed), "html": self._screens.region("happened", listed)},
            "clock_key": key(json.dumps(facts | {"here": here(person)}, default=str)),
            "commands": commands,
            "boot": BOOT,
            "revision": self._space.revision,
            "team": self._space.name,
        }

    def file(self, person_id: str, file_id: str, name: str) -> Response:
        del name  # it is for people to read, and for the browser to save under
        found = files.shared_with(self._space, self._find(person_id), file_id)
        if found is None:
            abort(404)
        return files.serve(found)

    # -- what changed ---------------------------------------------------------------------------------

    def live(self, person_id: str) -> Response:
        only_from_this_page()
        person, asked = self._find(person_id), _asked(request.get_json(silent=True))
        self._wait(asked.revision)
        return jsonify(self._update(person, asked))

    def live_of_nobody(self) -> Response:
        only_from_this_page()
        asked = _asked(request.get_json(silent=True))
        self._wait(asked.revision)
        return jsonify(self._screens.update(None, None, asked))

    def _wait(self, revision: int) -> None:
        with self._space.changed:
            if self._space.revision != revision:
                return
            self._space.changed.wait_for(lambda: self._space.revision != revision, PATIENCE)
            self._space.changed.wait(GATHERED)

    def _update(self, person: Person, asked: Asked) -> Json:
        return self._screens.update(person, self._place(person, asked.place), asked)

    # -- deeds ----------------------------------------------------------------------------------------

    def doing(self, name: str) -> Callable[[str], AnyResponse]:
        """Return the route of a deed."""

        def route(person_id: str) -> AnyResponse:
            only_from_this_page()
            person = self._find(person_id)
            self.deeds.do(name, person, request.form)
            return self.after(person_id)

        return route

    def after(self, person_id: str) -> AnyResponse:
        """Return what changed on the screen that the form came from; without one, lead to the person's page."""
        person = self._find(person_id) if person_id else None
        said = request.form.get("screen")
        if said is None:
            return redirect(here(person) or "/", code=303)
        asked = _asked(_parsed(said))
        return jsonify(self._update(person, asked) if person else self._screens.update(None, None, asked))

    def _find(self, person_id: str) -> Person:
        person = self._sandbox.people.get(person_id)
        if person is None:
            abort(404)
        return person

    def _place(self, person: Person, place: str) -> Conversation | None:
        """Return a conversation that this person is in; None for Home, and for a page without any."""
        if place in (HOME, ""):
            return None
        found = self._space.direct({person.id}) if place == MESSAGES else self._space.conversations.get(place)
        if found is None or person.id not in found.members:
            abort(404)
        return found


def _parsed(said: str) -> object:
    try:
        return json.loads(said)
    except ValueError:
        return None


def _asked(said: object) -> Asked:
    try:
        return Asked.of(said) if isinstance(said, dict) else abort(400)
    except (ValueError, TypeError, AttributeError):
        abort(400)


def _ts(said: str) -> str:
    try:
        float(said)
    except ValueError:
        abort(404)
    return said
