"""What a person does on the page. Each deed takes the browser's form, and acts as they would in Slack."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from app.sandbox import forms
from app.sandbox.page.answers import Form, answers, value
from app.sandbox.people import Kept, NotThere, Person
from app.sandbox.state import Conversation, Json, SlackError

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

Deed = Callable[[Person, Form], None]


class Deeds:
    """Everything one can do in the browser, by its name."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._space = sandbox.workspace
        self.by_name: Mapping[str, Deed] = {
            "type": self._type,
            "home": lambda person, _form: person.opens_home(),
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "close": lambda person, _form: person.closes(),
            "close-all": lambda person, _form: person.closes_all(),
            "dismiss": lambda _person, _form: None,
        }

    def do(self, name: str, person: Person, form: Form) -> None:
        """Do one of them; what Slack itself would refuse is told to the person."""
        person.trouble = ""
        try:
            self.by_name[name](person, form)
        except NotThere as error:
            person.trouble = str(error).partition("\n")[0]
        except SlackError as error:
            person.trouble = f"We had some trouble connecting. Try again? ({error.code})"
        with self._space.change():
            pass  # what only this person sees has changed too

    # -- writing --------------------------------------------------------------------------------------

    def _type(self, person: Person, form: Form) -> None:
        said, thread = form.get("text", "").strip(), form.get("thread", "")
        place = self._place(person, form.get("place", ""))
        if not said:
            return
        word = said.split()[0]
        if not word.startswith("/"):
            person.says(self._named(_escaped(said)), place, thread_ts=thread, broadcast=bool(form.get("broadcast")))
        elif thread:
            raise NotThere(f"{word} is not supported in threads.")
        else:
            escapes = self._sandbox.commands.get(word, {}).get("should_escape")
            person.types(self._named(said) if escapes else said, place)

    def _place(self, person: Person, place_id: str) -> Conversation:
        if not place_id:
            return self._space.direct({person.id})
        found = self._space.conversations.get(place_id)
        if found is None or person.id not in found.members:
            raise NotThere(f"{person.user.real_name} is not in this conversation.")
        return found

    def _named(self, said: str) -> str:
        """Return a text in which the people and channels that it names are mentioned."""
        with self._space.lock:
            names = {f"@{one.real_name}": f"<@{one.id}|{one.name}>" for one in self._space.users.values()}
            places = self._space.conversations.values()
            names |= {f"#{one.name}": f"<#{one.id}|{one.name}>" for one in places if one.kind == "public"}
        if "@" not in said and "#" not in said:
            return said
        longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        return re.sub(rf"(?<!\S)({longest_first})(?!\w)", lambda found: names[found[1]], said)

    # -- pressing and choosing ------------------------------------------------------------------------

    def _press(self, person: Person, form: Form) -> None:
        pressed = _object(form.get("press", ""))
        payload, there = self._there(person, pressed)
        self._keep_fields(person, payload, form)
        for action in _alike(pressed, (action for action, _ in forms.buttons(payload, str(pressed.get("label"))))):
            if all(action.get(name) == pressed[name] for name in ("action_id", "value") if pressed.get(name)):
                person.presses_kept(Kept(there, action, pressed["surface"]))
                return
        raise NotThere("This button is gone.")

    def _choose(self, person: Person, form: Form) -> None:
        chosen = _object(form.get("choose", ""))
        payload, there = self._there(person, chosen)
        self._keep_fields(person, payload, form)
        inside = ({**one, "block": block} for block in payload["blocks"] for one in forms.elements(block))
        for one in _alike(chosen, inside):
            if one["action_id"] == chosen.get("action_id") and one["block"]["type"] != "input":
                element, block = {name: part for name, part in one.items() if name != "block"}, one["block"]
                said = value(element["type"], form.getlist("value"), person.user.zone)
                person.picks(there, element, block, said, chosen["surface"])
                return
        raise NotThere("This menu is gone.")

    def _there(self, person: Person, acted: Json) -> tuple[Json, Json]:
        """Return the message or view that is acted on, and how `Person` is told of it."""
        surface = acted.get("surface")
        if surface != "message":
            view = person.modal if surface == "modal" else self._space.homes.get(person.id)
            if view is None or view["id"] != acted.get("view"):
                raise NotThere("This view is gone.")
            return view, {"view": view}
        place = self._place(person, str(acted.get("channel")))
        with self._space.lock:
            for message in reversed(place.messages):
                if message["ts"] == acted.get("ts") and message.get("ephemeral_to", person.id) == person.id:
                    return message, {"channel": place.id, "message": message}
        raise NotThere("This message is gone.")

    # -- modals ---------------------------------------------------------------------------------------

    def _submit(self, person: Person, form: Form) -> None:
        view, _ = self._there(person, {"surface": "modal", "view": form.get("view")})
        self._keep_fields(person, view, form)
        person.submits()

    def _keep_fields(self, person: Person, payload: Json, form: Form) -> None:
        """Keep what stands in the fields of a view, as the client does with every deed inside it."""
        said = answers(payload, form, person.user.zone)
        for block in payload.get("blocks") or []:
            if block.get("block_id") in said:
                person.enters({"view": payload}, block["element"], block, said[block["block_id"]])


def _alike(acted: Json, found: Iterator[Json]) -> list[Json]:
    """Return what may be meant, first what stands in the same block: an update gives new ids to blocks without."""
    block = acted.get("block_id")
    return sorted(found, key=lambda one: (one.get("block_id") or one.get("block", {}).get("block_id")) != block)


def _object(said: str) -> Json:
    try:
        found = json.loads(said)
    except ValueError:
        found = None
    if not isinstance(found, dict) or "surface" not in found:
        raise NotThere("This is nothing to press.")
    return found


def _escaped(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
