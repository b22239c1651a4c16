"""The messages of one conversation as one person reads them: the newest ones, in pieces that are drawn one by one.

However long a conversation is, only what is shown is looked at, and a message is drawn once for as long as it stays.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from markupsafe import Markup

from app.sandbox.page import files
from app.sandbox.page.drawing import drawn, key
from app.sandbox.page.sight import Sight
from app.sandbox.people import Person
from app.sandbox.plain_text import Reader
from app.sandbox.state import Conversation, Json, User, Workspace

NEWEST = 60  # messages shown at first, and with each press of "Older messages"
MOST = 900  # messages shown together
_TOGETHER = timedelta(minutes=5)  # messages of one author this close stand under one name
_KEPT = 4000  # drawn messages


@dataclass(frozen=True)
class Wanted:
    """Which part of a conversation somebody looks at.

    Attributes:
        since: the `ts` of the oldest message that they have; "" for the newest ones.
        older: whether they ask for more above it.
        line: the `ts` up to which they had read when they came; "" if they were never here.
        thread: the `ts` of the message whose replies they look at; "" for the conversation itself.
    """

    since: str = ""
    older: bool = False
    line: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Piece:
    """A message or a line between two; `facts` are everything that its drawing depends on."""

    id: str
    facts: str

    @property
    def key(self) -> str:
        """A mark that differs when the drawing would."""
        return key(self.facts)


class Stream:
    """Cuts conversations into pieces, and draws those."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._drawn: OrderedDict[str, Markup] = OrderedDict()

    def pieces(self, person: Person, place: Conversation, wanted: Wanted) -> tuple[list[Piece], str, bool]:
        """Return what is shown, oldest first; the `ts` of the oldest message; whether there are more above it."""
        with self._space.lock:
            if wanted.thread:
                messages, more = _thread(place, person.id, wanted.thread), False
            else:
                messages, more = _newest(place, person.id, wanted)
            found = list(self._cut(person, place, messages, wanted))
        return found, messages[0]["ts"] if messages else "", more

    def draw(self, piece: Piece) -> Markup:
        """Return a piece as HTML."""
        mark = piece.key
        found = self._drawn.pop(mark, None)
        if found is None:
            found = self._fresh(json.loads(piece.facts))
        self._drawn[mark] = found
        while len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        return found

    def _fresh(self, facts: Json) -> Markup:
        if "message" not in facts:
            return drawn("line.html", **facts)
        message, zone = facts["message"], facts["zone"]
        where = {"surface": "message", "channel": facts["place"], "ts": message["ts"]}
        see = Sight(self._space, Reader(self._space.name_of, zone), facts["me"], where, facts["chosen"])
        shown = [files.preview(self._space, one, zone) for one in message.get("files") or []]
        return drawn("message.html", **facts, see=see, files=shown)

    def _cut(self, person: Person, place: Conversation, messages: list[Json], wanted: Wanted) -> Iterator[Piece]:
        here, now = ZoneInfo(person.user.zone), self._space.clock.now()
        day, before, line = None, None, bool(wanted.line) and not wanted.thread
        for one in messages:
            at = datetime.fromtimestamp(float(one["ts"]), here)
            if line and one["user"] != person.id and float(one["ts"]) > float(wanted.line):
                line, before = False, None
                yield Piece("new", json.dumps({"new": True}))
            if at.date() != day and not wanted.thread:
                day, before = at.date(), None
                yield Piece(f"day-{day}", json.dumps({"day": day_name(at, now.astimezone(here))}))
            joined = before is not None and _goes_on(before, one)
            before = one
            replies = len(messages) - 1 if one["ts"] == wanted.thread else 0
            yield Piece(f"m{one['ts']}", json.dumps(self._facts(person, place, one, at, wanted, joined=joined)))
            if replies:
                before = None
                yield Piece("replies", json.dumps({"day": f"{replies} {'reply' if replies == 1 else 'replies'}"}))

    def _facts(
        self, person: Person, place: Conversation, message: Json, at: datetime, wanted: Wanted, *, joined: bool
    ) -> Json:
        replies = [] if wanted.thread else [r for r in place.threads.get(message["ts"], []) if _seen(r, person.id)]
        return {
            "message": message,
            "who": face(self._space.users[message["user"]]),
            "at": f"{at:%H:%M}",
            "full": f"{at:%a} {at.day} {at:%b %Y, %H:%M}",
            "joined": joined,
            "place": place.id,
            "me": person.id,
            "zone": person.user.zone,
            "chosen": person.chosen(place.id, message["ts"]),
            "replies": len(replies),
            "repliers": sorted({self._space.name_of(one["user"]) for one in replies}),
            "thread": wanted.thread,
        }


def face(user: User) -> Json:
    """Return what stands for a person beside what they do."""
    initials = "".join(part[0] for part in user.real_name.split()[:2]).upper() or "?"
    tint = crc32(user.id.encode()) % 6
    return {"id": user.id, "name": user.real_name, "initials": initials, "tint": tint, "is_bot": user.is_bot}


def day_name(at: datetime, now: datetime) -> str:
    """Return what a day is called; both instants are in the reader's zone."""
    days = (now.date() - at.date()).days
    if days in (0, 1):
        return "Yesterday" if days else "Today"
    return f"{at:%A} {at.day} {at:%B}" + (f" {at.year}" if at.year != now.year else "")


def in_stream(message: Json) -> bool:
    """Whether a message stands in the conversation itself, not only in a thread."""
    in_thread = message.get("thread_ts", message["ts"]) != message["ts"]
    return not in_thread or message.get("subtype") == "thread_broadcast"


def unread(place: Conversation, person_id: str, since: str, *, most: int = 100) -> int:
    """Return how many messages in a conversation somebody has not seen, `most` at the most."""
    found = 0
    for one in reversed(place.messages):
        if found == most or float(one["ts"]) <= float(since or 0):
            break
        found += one["user"] != person_id and in_stream(one) and _seen(one, person_id)
    return found


def _seen(message: Json, person_id: str) -> bool:
    return bool(message.get("ephemeral_to", person_id) == person_id)


def _goes_on(before: Json, message: Json) -> bool:
    fleeting = "ephemeral_to" in before or "ephemeral_to" in message
    apart = float(message["ts"]) - float(before["ts"])
    return not fleeting and before["user"] == message["user"] and apart < _TOGETHER.total_seconds()


def _newest(place: Conversation, person_id: str, wanted: Wanted) -> tuple[list[Json], bool]:
    found: list[Json] = []
    beyond = 0
    for one in reversed(place.messages):
        if not in_stream(one) or not _seen(one, person_id):
            continue
        above = float(one["ts"]) < float(wanted.since) if wanted.since else len(found) >= NEWEST
        if len(found) >= MOST or (above and (not wanted.older or beyond >= NEWEST)):
            return found[::-1], True
        beyond += above
        found.append(one)
    return found[::-1], False


def _thread(place: Conversation, person_id: str, ts: str) -> list[Json]:
    root = next((one for one in reversed(place.messages) if one["ts"] == ts), None)
    replies = place.threads.get(ts, [])
    return [one for one in ([root] if root else []) + replies if _seen(one, person_id)]
