"""Files that the bot shared: shown to those who are in the conversation, and to nobody else."""

from flask import Response

from app.sandbox.page import calendars
from app.sandbox.people import Person
from app.sandbox.state import Json, Workspace

_SAFE = (("png", b"\x89PNG\r\n\x1a\n", "image/png"), ("pdf", b"%PDF-", "application/pdf"))
_CALENDAR = "ics"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def shared_with(space: Workspace, person: Person, file_id: str) -> Json | None:
    """Return a file if it was shared in a conversation that this person is in."""
    with space.lock:
        found = space.files.get(file_id)
        places = [space.conversations[one] for one in (found or {}).get("channels", [])]
        return found if any(person.id in place.members for place in places) else None


def kind_of(file: Json) -> str:
    """Return `png`, `pdf` or `ics` if a file is what its name says, else ""."""
    ending, content = str(file["name"]).rpartition(".")[2].lower(), file["content"]
    for kind, begin, _ in _SAFE:
        if ending == kind and content.startswith(begin):
            return kind
    return _CALENDAR if ending == _CALENDAR and content.lstrip().startswith(b"BEGIN:VCALENDAR") else ""


def preview(space: Workspace, shared: Json, zone: str) -> Json:
    """Return what a message shows of a file that it carries."""
    with space.lock:
        file = space.files.get(shared["id"])
    shown = {"id": shared["id"], "name": shared["name"], "title": shared.get("title") or shared["name"], "kind": ""}
    if file is None:
        return shown
    kind = kind_of(file)
    events = calendars.events(file["content"], zone) if kind == _CALENDAR else []
    return {**shown, "kind": kind, "size": _size(len(file["content"])), "events": events}


def _size(number: int) -> str:
    return f"{number / 1024:.0f} kB" if number >= 1024 else f"{number} bytes"  # noqa: PLR2004 - a kilobyte


def serve(file: Json) -> Response:
    """Return a file's content. Only pictures and papers that are what they say open in the browser."""
    kind = kind_of(file)
    mime = next((mime for one, _, mime in _SAFE if one == kind), "application/octet-stream")
    answer = Response(file["content"], mimetype="text/calendar" if kind == _CALENDAR else mime)
    how = "inline" if mime != "application/octet-stream" else "attachment"
    answer.headers.set("Content-Disposition", how, filename=str(file["name"]))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer
