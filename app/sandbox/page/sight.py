"""How one person sees blocks: what the templates ask about a text, a field, a menu, a button.

Everything that a person or the bot wrote is escaped by the templates, or by `text` and `rich`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from app.sandbox import plain
from app.sandbox.page import rich, text
from app.sandbox.page.emoji import picture, pictured
from app.sandbox.plain_text import Reader
from app.sandbox.state import Json, Workspace

_TYPES = {"email_text_input": "email", "url_text_input": "url", "datepicker": "date", "timepicker": "time"}
_TYPES |= {"datetimepicker": "datetime-local"}
_KINDS = {"public": "#", "private": "", "mpim": "", "im": ""}


@dataclass
class Sight:
    """What one person sees at one place.

    Attributes:
        space: whose people and channels the menus offer.
        reader: who reads.
        person_id: Slack's id of them.
        where: the surface, and for a message its channel and ts; it comes back with whatever is pressed there.
        state: what fields hold, by block id and action id.
        errors: what is wrong with fields, by block id.
    """

    space: Workspace
    reader: Reader
    person_id: str
    where: Json
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def mrkdwn(self, said: str) -> Markup:
        """Return mrkdwn as HTML."""
        return text.mrkdwn(said, self.reader)

    def words(self, thing: Mapping[str, Any] | None) -> Markup:
        """Return a text object as HTML."""
        if not thing:
            return Markup()
        return self.mrkdwn(thing["text"]) if thing["type"] == "mrkdwn" else text.lines(thing["text"])

    def bare(self, thing: Mapping[str, Any] | None) -> str:
        """Return a text object without any HTML, for labels."""
        return pictured(self.reader.text(thing))

    def rich(self, block: Mapping[str, Any]) -> Markup:
        """Return a rich text block as HTML."""
        return rich.rich(block, self.reader)

    def markdown(self, said: str) -> Markup:
        """Return a Markdown block as HTML."""
        return rich.markdown(said)

    def cell(self, cell: Mapping[str, Any]) -> Markup:
        """Return a table's cell as HTML."""
        return text.lines(str(cell["text"])) if cell["type"] == "raw_text" else self.rich(cell)

    def picture(self, name: str) -> str:
        """Return an emoji."""
        return picture(name)

    def image(self, address: str) -> str:
        """Return an image's address if it comes with the page: nothing is fetched from outside."""
        return address if address.startswith(("data:image/png", "data:image/jpeg", "data:image/gif")) else ""

    def address(self, there: str) -> str:
        """Return an address that a browser may follow."""
        return text.web_address(there)

    # -- fields ---------------------------------------------------------------------------------------

    def kind_of_input(self, element: Mapping[str, Any]) -> str:
        """Return HTML's type of a field of one line."""
        return _TYPES.get(element["type"], "text")

    def held(self, element: Mapping[str, Any], block: Mapping[str, Any]) -> list[str]:
        """Return what a field holds now, as its HTML field takes it."""
        now = plain.held(element, block, self.state)
        if element["type"] != "datetimepicker":
            return now
        return [self.reader.at(int(one)).strftime("%Y-%m-%dT%H:%M") for one in now]

    def choices(self, element: Mapping[str, Any]) -> list[Json]:
        """Return what a menu offers, in groups: its own options, or the people or conversations of the workspace."""
        kind = element["type"]
        if "users" in kind:
            return [{"label": "", "options": list(self._people())}]
        if "conversations" in kind or "channels" in kind:
            return [{"label": "", "options": list(self._conversations(element))}]
        groups = element.get("option_groups") or [{"label": None, "options": element.get("options") or []}]
        return [{"label": self.bare(one["label"]), "options": [*map(self._option, one["options"])]} for one in groups]

    def _option(self, option: Mapping[str, Any]) -> Json:
        more = self.bare(option.get("description"))
        return {"value": option["value"], "name": self.bare(option["text"]), "more": more}

    def _people(self) -> Iterator[Json]:
        with self.space.lock:
            users = sorted(self.space.users.values(), key=lambda one: (one.is_bot, one.real_name))
        yield from ({"value": one.id, "name": one.real_name} for one in users if not one.deleted)

    def _conversations(self, element: Mapping[str, Any]) -> Iterator[Json]:
        wanted = (element.get("filter") or {}).get("include") or ["public", "private", "mpim", "im"]
        if "channels" in element["type"]:
            wanted = ["public"]
        with self.space.lock:
            places = sorted(self.space.conversations.values(), key=lambda one: (one.kind, one.name))
        for one in places:
            if one.kind in wanted and not one.archived and (one.kind == "public" or self.person_id in one.members):
                name = one.name or self.space.bot.real_name
                yield {"value": one.id, "name": _KINDS[one.kind] + name}

    # -- deeds ----------------------------------------------------------------------------------------

    def act(self, element: Mapping[str, Any], block: Mapping[str, Any], label: str = "") -> str:
        """Return what the page sends when this is pressed or chosen: which it is, and where it stands."""
        ids = {name: element.get(name) for name in ("action_id", "value") if element.get(name)}
        return json.dumps({**self.where, "label": label, "block_id": block.get("block_id"), **ids})

    def ask(self, element: Mapping[str, Any]) -> str:
        """Return what is asked before the deed, for the page's dialog; "" for nothing."""
        confirm = element.get("confirm")
        if not confirm:
            return ""
        said = {name: self.bare(confirm[name]) for name in ("title", "confirm", "deny")}
        return json.dumps({**said, "html": str(self.words(confirm["text"])), "style": confirm.get("style", "primary")})
