"""What one person has on their screen right now, as plain facts for the page's templates."""

import copy
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.sandbox.people import Person
from app.sandbox.plain_text import Reader
from app.sandbox.state import Conversation, Json, User

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

NEWEST = 80  # messages shown of a conversation
_ORDER = ("im", "mpim", "private", "public")


def surroundings(sandbox: "Sandbox", zone: str) -> Json:
    """Return what stands on every page: the people, the channels, the time in a zone."""
    space = sandbox.workspace
    with space.lock:
        now = space.clock.now().astimezone(ZoneInfo(zone))
        channels = [one for one in space.conversations.values() if one.kind in ("public", "private")]
        return {
            "reader": Reader(space.name_of, zone),
            "now": f"{now:%a} {now.day} {now:%b %Y, %H:%M} · {zone}",
            "movable": sandbox.pass_time is not None,
            "people": [_face(one.user) for one in sandbox.people.values()],
            "channels": [
                {
                    "id": one.id,
                    "name": one.name,
                    "is_private": one.kind == "private",
                    "members": sorted(space.name_of(member) for member in one.members),
                }
                for one in channels
            ],
        }


def screen(sandbox: "Sandbox", person: Person) -> Json:
    """Return a person's conversations, Home and modal; copies, so that they stand still while drawn."""
    space = sandbox.workspace
    with space.lock:
        places = sorted(person.conversations(), key=lambda one: (_ORDER.index(one.kind), one.name))
        rooms = [_room(sandbox, person, one) for one in places]
        if not any(room["is_app"] for room in rooms):
            rooms.insert(0, _app_room(space.bot, "none", []))
        return {
            "person": _face(person.user),
            "rooms": rooms,
            "home": copy.deepcopy(space.homes.get(person.id)),
            "modal": copy.deepcopy(person.modal),
            "errors": dict(person.errors) if person.modal else {},
            "notice": person.trouble,
        }


def _face(user: User) -> Json:
    initials = "".join(part[0] for part in user.real_name.split()[:2]).upper()
    gone = " · deactivated" if user.deleted else ""
    return {"id": user.id, "real_name": user.real_name, "zone": f"{user.zone}{gone}", "initials": initials or "?"}


def _app_room(bot: User, room_id: str, messages: list[Json]) -> Json:
    return {"id": room_id, "title": bot.real_name, "with": "direct message", "is_app": True, "messages": messages}


def _room(sandbox: "Sandbox", person: Person, place: Conversation) -> Json:
    space = sandbox.workspace
    messages = [_message(sandbox, person, one) for one in person.messages(place)[-NEWEST:]]
    if place.kind == "im":
        return _app_room(space.bot, place.id, messages)
    others = sorted(space.name_of(one) for one in place.members - {person.id})
    title = ", ".join(others) if place.kind == "mpim" else f"#{place.name}"
    note = {"mpim": "group message", "private": "private channel", "public": "channel"}[place.kind]
    return {"id": place.id, "title": title, "with": note, "is_app": False, "messages": messages}


def _message(sandbox: "Sandbox", person: Person, message: Json) -> Json:
    author = sandbox.workspace.users[message["user"]]
    at = datetime.fromtimestamp(float(message["ts"]), ZoneInfo(person.user.zone))
    return {
        "who": author.real_name,
        "initials": _face(author)["initials"],
        "is_bot": author.is_bot,
        "at": f"{at:%a} {at.day} {at:%b, %H:%M}",
        "ts": message["ts"],
        "text": message.get("text") or "",
        "blocks": copy.deepcopy(message.get("blocks") or []),
        "files": [one.get("title") or one["name"] for one in message.get("files") or []],
        "edited": bool(message.get("edited")),
        "in_thread": message.get("thread_ts", message["ts"]) != message["ts"],
        "ephemeral": "ephemeral_to" in message,
    }
