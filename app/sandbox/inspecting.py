"""What went to and from the bot, one entry of the log at a time, as facts for whoever inspects it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.sandbox.state import Json

LATE = 3000  # milliseconds: https://docs.slack.dev/interactivity/handling-user-interaction
SLOW = 1000  # milliseconds: somebody notices
LONGEST = 60_000  # characters of a payload that are shown
KINDS = {"slash_commands": "command", "interactive": "interaction", "events_api": "event"}
_SECRET = re.compile(r"(xox[a-z]|xapp|xwfp)-[\w-]+|(?<=ticket=)\w+|(?<=/response/)\w+")
_SHORT = 6  # characters of a secret that are left to tell one from another


@dataclass(frozen=True)
class Line:
    """One payload to or from the bot.

    Attributes:
        number: later ones have higher numbers.
        at: when, by the sandbox's clock, UTC.
        to_bot: whether it went to the bot, rather than came from it.
        kind: `command`, `interaction`, `event` or `call`.
        name: the command, the event, what was pressed or sent; of a call its method.
        who: the Slack id of the person or the conversation that it is about; empty if none.
        took: milliseconds to the acknowledgement; None for calls.
        code: what Slack, or the person, reads if something was refused; empty if nothing was.
        problems: what exactly was refused, and where.
    """

    number: int
    at: datetime
    to_bot: bool
    kind: str
    name: str
    who: str
    took: int | None
    code: str
    problems: tuple[str, ...]

    @property
    def pace(self) -> str:
        """`late` if Slack would have given up on it, `slow` if somebody notices, else empty."""
        if self.took is None or self.took < SLOW:
            return ""
        return "late" if self.took >= LATE else "slow"


def line(entry: Mapping[str, Any]) -> Line:
    """Return an entry of the log as a line."""
    to_bot = entry.get("to") == "bot"
    answer = entry["answer"] if isinstance(entry["answer"], dict) else {}
    if to_bot:
        refused = entry.get("refused") or {}
        code = refused.get("error") or ("" if entry["ok"] else entry.get("problem") or "not acknowledged")
        problems = refused.get("errors") or ()
        kind, name, who = _delivered(entry["kind"], entry["payload"])
    else:
        code = "" if answer.get("ok", True) else str(answer.get("error", "unknown"))
        problems = answer.get("errors") or (answer.get("response_metadata") or {}).get("messages") or ()
        kind, name, who = "call", str(entry["method"]), _addressed(entry["args"])
    took = round(entry["took"] * 1000) if to_bot else None
    said = (problems,) if isinstance(problems, str) else tuple(map(str, problems))
    return Line(entry["number"], entry["at"], to_bot, kind, name, who, took, str(code), said if code else ())


def _delivered(kind: str, payload: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the kind, the name and the person of a delivery."""
    if kind == "slash_commands":
        return "command", f"{payload['command']} {payload['text']}".strip(), str(payload["user_id"])
    if kind == "events_api":
        event = payload["event"]
        user = event.get("user")
        return "event", str(event["type"]), str(user.get("id") if isinstance(user, dict) else user or "")
    name = str(payload["type"])
    if name == "block_actions":
        name = f"{name} {payload['actions'][0]['action_id']}"
    elif "view" in payload:
        name = f"{name} {payload['view'].get('callback_id', '')}".strip()
    return "interaction", name, str(payload["user"]["id"])


def _addressed(args: Mapping[str, Any]) -> str:
    """Return whom a call is about."""
    found = next((args[name] for name in ("user_id", "user", "channel", "channel_id", "users") if args.get(name)), "")
    return str(found)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see; what is empty does not matter.

    Attributes:
        kind: `command`, `interaction`, `event` or `call`.
        who: a person's id.
        places: the ids of that person's own conversations.
        name: part of a method, a command or an action.
        refused: only what was refused, late or slow.
    """

    kind: str = ""
    who: str = ""
    places: frozenset[str] = frozenset()
    name: str = ""
    refused: bool = False

    def wants(self, one: Line) -> bool:
        """Whether this line is wanted."""
        return (
            (not self.kind or one.kind == self.kind)
            and (not self.who or one.who == self.who or one.who in self.places)
            and self.name.lower() in one.name.lower()
            and (not self.refused or bool(one.code or one.pace))
        )


def lines(log: Iterable[Mapping[str, Any]], wish: Wish, *, after: int = 0, most: int = 200) -> list[Line]:
    """Return what somebody wants to see of a log, the newest first.

    Args:
        log: the entries, oldest first.
        wish: what they want.
        after: only what is newer than the entry of this number.
        most: how many at most, the newest.
    """
    found: list[Line] = []
    for entry in reversed(list(log)):
        if entry["number"] <= after or len(found) >= most:
            break
        one = line(entry)
        if wish.wants(one):
            found.append(one)
    return found


def counts(log: Iterable[Mapping[str, Any]]) -> Mapping[str, int]:
    """Return how many entries there are, and how many were refused, late and slow."""
    found = {"all": 0, "refused": 0, "late": 0, "slow": 0}
    for entry in log:
        one = line(entry)
        found["all"] += 1
        found["refused"] += bool(one.code)
        if one.pace:
            found[one.pace] += 1
    return found


def shortened(node: Any) -> Any:
    """Return a payload in which no secret can be read."""
    if isinstance(node, dict):
        hidden = {name: _short(str(node[name])) for name in ("token", "trigger_id") if node.get(name)}
        return {name: shortened(value) for name, value in node.items()} | hidden
    if isinstance(node, list | tuple):
        return [shortened(one) for one in node]
    if isinstance(node, str):
        return _SECRET.sub(lambda found: _short(found[0]), node)
    return node


def _short(secret: str) -> str:
    return secret if len(secret) <= _SHORT else f"{secret[:_SHORT]}…"


def pretty(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the parts of an entry as JSON to read: what was sent, and what was answered."""
    sent: Json = entry["payload"] if entry.get("to") == "bot" else entry["args"]
    parts = [("Sent", sent), ("Answered" if entry.get("to") != "bot" else "Acknowledged with", entry["answer"])]
    if entry.get("refused"):
        parts.append(("What Slack would have refused", entry["refused"]))
    if entry.get("retry"):
        parts.append(("Tried again", list(entry["retry"])))
    said = [
        (title, json.dumps(shortened(part), indent=2, ensure_ascii=False, default=str)) for title, part in parts if part
    ]
    return [(title, text if len(text) <= LONGEST else f"{text[:LONGEST]}\n…") for title, text in said]
