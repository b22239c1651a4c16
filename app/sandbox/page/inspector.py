"""The inspector: each payload to and from the bot, and what Slack would have refused."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, jsonify, request

from app.sandbox import inspecting
from app.sandbox.inspecting import Line, Wish
from app.sandbox.page.drawing import drawn, page
from app.sandbox.people import Person
from app.sandbox.state import Json

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

MOST = 200  # lines that are sent at once, the newest
KINDS = {"command": "Commands", "interaction": "Presses and forms", "event": "Events", "call": "Calls of the bot"}


def install(web: Flask, sandbox: "Sandbox", shell: Callable[[Person | None], Json]) -> None:
    """Add the inspector's routes.

    Args:
        web: the server.
        sandbox: whose log it is.
        shell: returns what every page needs, for whoever is signed in.
    """
    routes = _Routes(sandbox, shell)
    web.add_url_rule("/inspector", "inspector", routes.whole)
    web.add_url_rule("/inspector/lines", "inspector_lines", routes.lines)
    web.add_url_rule("/inspector/<int:number>", "inspector_entry", routes.entry)


class _Routes:
    def __init__(self, sandbox: "Sandbox", shell: Callable[[Person | None], Json]) -> None:
        self._sandbox = sandbox
        self._space = sandbox.workspace
        self._shell = shell

    def whole(self) -> Response:
        """Return the page."""
        viewer = self._sandbox.people.get(request.args.get("as", ""))
        return page(
            "inspector.html",
            **self._shell(viewer),
            wish=self._wish(),
            kinds=KINDS,
            people=[one.user for one in self._sandbox.people.values()],
            **self._now(viewer, after=0),
        )

    def lines(self) -> Response:
        """Return what is new."""
        viewer = self._sandbox.people.get(request.args.get("as", ""))
        now = self._now(viewer, after=request.args.get("after", 0, int))
        return jsonify({"newest": now["newest"], "lines": now["lines_html"], "counts": now["counts_html"]})

    def entry(self, number: int) -> Response:
        """Return the JSON of one entry, while it is still kept."""
        with self._space.lock:
            found = next((one for one in self._space.log if one["number"] == number), None)
            if found is None:
                abort(404)
            parts = inspecting.pretty(found)
        return Response(drawn("inspector_entry.html", parts=parts), mimetype="text/html")

    def _wish(self) -> Wish:
        who = request.args.get("who", "")
        own = frozenset(
            one.id
            for one in self._space.conversations.values()
            if who and one.kind in ("im", "mpim") and who in one.members
        )
        kind, name = request.args.get("kind", ""), request.args.get("name", "").strip()
        return Wish(kind=kind, who=who, places=own, name=name, refused=bool(request.args.get("refused")))

    def _now(self, viewer: Person | None, *, after: int) -> Json:
        with self._space.lock:
            log = list(self._space.log)
        found = inspecting.lines(log, self._wish(), after=after, most=MOST)
        zone = ZoneInfo(viewer.user.zone if viewer else "UTC")
        rows = [self._row(one, zone) for one in found]
        return {
            "newest": log[-1]["number"] if log else 0,
            "lines_html": drawn("inspector_lines.html", lines=rows),
            "counts_html": drawn("inspector_counts.html", **inspecting.counts(log), kept=self._space.log.maxlen),
        }

    def _row(self, one: Line, zone: ZoneInfo) -> Json:
        at = one.at.astimezone(zone)
        return {
            "number": one.number,
            "way": "to the bot" if one.to_bot else "from the bot",
            "arrow": "→" if one.to_bot else "←",
            "at": f"{at:%a} {at.day} {at:%b} {at:%H:%M}",
            "kind": one.kind,
            "name": one.name,
            "who": self._name(one.who),
            "took": one.took,
            "pace": one.pace,
            "code": one.code,
            "problems": one.problems,
        }

    def _name(self, any_id: str) -> str:
        place = self._space.conversations.get(any_id)
        if place is None or place.kind in ("public", "private"):
            name = self._space.name_of(any_id)
            return f"#{name}" if place else name
        people = place.members - {self._space.bot.id}
        return ", ".join(sorted(map(self._space.name_of, people)))
