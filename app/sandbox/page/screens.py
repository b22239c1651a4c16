"""What one person has on their screen: regions, each with a mark of what it shows, and the messages in pieces.

A browser says which marks it has; it is sent what differs, and nothing else.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup

from app.sandbox.page import clock
from app.sandbox.page.drawing import drawn, key
from app.sandbox.page.sight import Sight
from app.sandbox.page.stream import Stream, Wanted, face, unread
from app.sandbox.people import Person
from app.sandbox.plain_text import Reader
from app.sandbox.state import Conversation, Json

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

HOME, MESSAGES = "home", "messages"
BOOT = secrets.token_hex(4)  # a browser that knows another one begins anew
_MARKS = {"public": "#", "private": "⊘", "mpim": "", "im": ""}


@dataclass(frozen=True)
class Asked:
    """What a browser shows and has, as it says itself.

    Attributes:
        place: `home`, or the id of a conversation; "" for a page without anybody.
        seen: whether somebody is looking at it.
        revision: of the workspace, when it last was told something.
        have: the marks of its regions and pieces.
        main: which part of the conversation it shows.
        thread: which thread, if any.
    """

    place: str = ""
    seen: bool = False
    revision: int = -1
    have: Mapping[str, str] = field(default_factory=dict)
    main: Wanted = field(default_factory=Wanted)
    thread: Wanted | None = None

    @classmethod
    def of(cls, said: Json) -> Self:
        """Return what a browser sent.

        Raises:
            ValueError: if it is not what our page sends.
        """
        line, thread = str(said.get("line") or ""), str(said.get("thread") or "")
        since = str(said.get("since") or "")
        for one in (line, thread, since):
            float(one or 0)
        return cls(
            place=str(said.get("place") or ""),
            seen=bool(said.get("seen")),
            revision=int(said.get("revision", -1)),
            have={str(name): str(mark) for name, mark in (said.get("have") or {}).items()},
            main=Wanted(since, bool(said.get("older")), line),
            thread=Wanted(thread=thread) if thread else None,
        )


class Screens:
    """Draws screens."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._space = sandbox.workspace
        self.stream = Stream(self._space)

    def read_until(self, person: Person, place: Conversation) -> str:
        """Return the `ts` up to which somebody has read a conversation; "" if they were never there."""
        return self._space.read.get((person.id, place.id), "")

    def update(self, person: Person | None, place: Conversation | None, asked: Asked) -> Json:
        """Return what a browser lacks."""
        with self._space.lock:
            if person and place and asked.seen and place.messages:
                self._space.read[person.id, place.id] = place.messages[-1]["ts"]
            revision = self._space.revision
            facts = self.regions(person, place, asked.place)
        regions = {
            name: [mark, self.region(name, one)]
            for name, one in facts.items()
            if (mark := key(one)) != asked.have.get(name)
        }
        streams = {}
        if person and place:
            streams["main"] = self._stream(person, place, asked.main, asked.have)
            if asked.thread:
                streams["thread"] = self._stream(person, place, asked.thread, asked.have)
        return {"boot": BOOT, "revision": revision, "regions": regions, "streams": streams}

    def _stream(self, person: Person, place: Conversation, wanted: Wanted, have: Mapping[str, str]) -> Json:
        pieces, since, more = self.stream.pieces(person, place, wanted)
        mark = "thread-" if wanted.thread else ""
        items = [
            [mark + one.id, one.key]
            if have.get(mark + one.id) == one.key
            else [mark + one.id, one.key, self.stream.draw(one)]
            for one in pieces
        ]
        return {"items": items, "since": since, "more": more}

    # -- regions --------------------------------------------------------------------------------------

    def regions(self, person: Person | None, place: Conversation | None, name: str) -> dict[str, str]:
        """Return the facts of every region of a screen."""
        zone = person.user.zone if person else "UTC"
        found: dict[str, Any] = {"clock": clock.facts(self._sandbox, zone) | {"here": here(person)}}
        found["happened"] = clock.mark(self._sandbox, person)
        if person:
            found["local"] = {"name": person.user.real_name, "now": found["clock"]["now"], "zone": zone}
            found["sidebar"] = self._sidebar(person, place, name)
            found["modal"] = self._modal(person)
            found["notice"] = {"said": "" if person.modal else person.trouble}
            if place:
                found["title"] = self._title(person, place)
            if name == HOME:
                found["home"] = {"view": self._space.homes.get(person.id), "me": person.id, "zone": zone}
        return {region: json.dumps(one, default=str) for region, one in found.items()}

    def region(self, name: str, facts: str) -> Markup:
        """Return a region as HTML."""
        said = json.loads(facts)
        if name in ("modal", "home") and said["view"]:
            said["see"] = self._sight(name, said)
        if name == "happened":
            said = clock.happened(self._sandbox, said)
        return drawn(f"{name}.html", **said)

    def _sight(self, surface: str, said: Json) -> Sight:
        view, reader = said["view"], Reader(self._space.name_of, said["zone"])
        where = {"surface": surface, "view": view["id"]}
        return Sight(self._space, reader, said["me"], where, view["state"]["values"], said.get("errors") or {})

    def _sidebar(self, person: Person, place: Conversation | None, name: str) -> Json:
        base, places = here(person), person.conversations()
        direct = next((one for one in places if one.kind == "im"), None)
        groups: dict[str, list[Json]] = {"channels": [], "groups": []}
        for one in sorted(places, key=lambda one: one.name):
            if one.kind != "im":
                row = self._row(person, one, place)
                groups["groups" if one.kind == "mpim" else "channels"].append(row)
        app = [
            {"href": f"{base}/{HOME}", "mark": "", "name": "Home", "here": name == HOME, "unread": 0},
            {
                "href": f"{base}/{MESSAGES}",
                "mark": "",
                "name": "Messages",
                "here": direct is not None and place is direct,
                "unread": self._unread(person, direct) if direct else 0,
            },
        ]
        return {"app": self._space.bot.real_name, "apps": app, **groups}

    def _row(self, person: Person, one: Conversation, place: Conversation | None) -> Json:
        return {
            "href": f"{here(person)}/{one.id}",
            "mark": _MARKS[one.kind],
            "name": self.name(person, one),
            "here": one is place,
            "unread": self._unread(person, one),
        }

    def _unread(self, person: Person, place: Conversation) -> int:
        return unread(place, person.id, self.read_until(person, place))

    def name(self, person: Person, place: Conversation) -> str:
        """Return what somebody calls a conversation that they are in."""
        if place.kind == "im":
            return self._space.bot.real_name
        others = place.members - {person.id, self._space.bot.id}
        return ", ".join(sorted(map(self._space.name_of, others))) if place.kind == "mpim" else place.name

    def _title(self, person: Person, place: Conversation) -> Json:
        about = {
            "im": "Messages from the app, for you alone",
            "mpim": f"Group message with {self._space.bot.real_name}",
            "private": "Private channel",
            "public": "Channel",
        }[place.kind]
        return {
            "name": _MARKS[place.kind] + self.name(person, place),
            "about": about,
            "members": [] if place.kind == "im" else sorted(map(self._space.name_of, place.members)),
            "bookmarks": place.bookmarks,
            "archived": place.archived,
        }

    def _modal(self, person: Person) -> Json:
        stack = self._space.modals.get(person.id) or []
        return {
            "view": person.modal,
            "below": [one["title"]["text"] for one in stack[:-1]],
            "errors": person.errors if person.modal and person.errors_in == person.modal["id"] else {},
            "trouble": person.trouble if stack else "",
            "me": person.id,
            "zone": person.user.zone,
        }

    # -- people ---------------------------------------------------------------------------------------

    def cast(self) -> list[Json]:
        """Return everybody one can be, with their own local time."""
        with self._space.lock:
            people = [one.user for one in self._sandbox.people.values()]
        return [
            {
                **face(one),
                "about": one.about,
                "gone": one.deleted,
                "zone": one.zone.replace("_", " "),
                "time": clock.facts(self._sandbox, one.zone)["now"].rpartition(" ")[2],
            }
            for one in people
        ]


def here(person: Person | None) -> str:
    """Return the address that a person's own pages begin with; "" for nobody."""
    return f"/people/{person.id}" if person else ""
