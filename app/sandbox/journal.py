"""What happened, in the order in which it did: what was written to whom, and what people did themselves."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from app.sandbox.state import Conversation, Json, Workspace

MOST = 5000  # of the newest; the rest is forgotten
LONGEST = 200  # characters of a line


@dataclass(frozen=True)
class Happening:
    """One thing that happened.

    Attributes:
        number: later ones have higher numbers.
        at: when, by the sandbox's clock, UTC.
        by: the Slack id of who did it.
        is_deed: whether a person did something, rather than the app writing.
        channel: the id of the conversation; empty for a deed in a form or in the App Home.
        readers: the Slack ids of who can read it; of a channel, nobody in particular.
        text: the first line, in Slack's own notation.
    """

    number: int
    at: datetime
    by: str
    is_deed: bool
    channel: str
    readers: frozenset[str]
    text: str


class Journal:
    """Notes what happens in a workspace from now on.

    Args:
        workspace: whose.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._space = workspace
        self._kept: deque[Happening] = deque(maxlen=MOST)
        self._numbers = count(1)
        self._lock = threading.Lock()
        self.newest = 0
        workspace.on_message.append(self._hear)

    def since(self, number: int) -> list[Happening]:
        """Return what happened after the one of this number, oldest first."""
        with self._lock:
            return [one for one in self._kept if one.number > number]

    def _hear(self, channel: Conversation, message: Json) -> None:
        only = message.get("ephemeral_to")
        private = channel.kind in ("im", "mpim")
        everybody = channel.members - {self._space.bot.id} if private else set()
        readers = frozenset({only} if only else everybody)
        self._note(str(message.get("user", "")), False, channel.id, readers, _first_line(message))

    def did(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Note what a person did, from what the bot is told of it; events and closed forms are no deeds."""
        if kind == "slash_commands":
            said = f"types {payload['command']} {payload['text']}".strip()
            self._note(payload["user_id"], True, payload["channel_id"], frozenset(), said)
        elif kind == "interactive" and payload["type"] == "block_actions":
            channel = str(payload.get("channel", {}).get("id", ""))
            self._note(payload["user"]["id"], True, channel, frozenset(), _pressed(payload["actions"][0]))
        elif kind == "interactive" and payload["type"] == "view_submission":
            title = payload["view"]["title"]["text"]
            self._note(payload["user"]["id"], True, "", frozenset(), f"sends the form “{title}”")

    def _note(self, by: str, is_deed: bool, channel: str, readers: frozenset[str], text: str) -> None:  # noqa: FBT001 - of its own two callers
        now = self._space.clock.now()
        with self._lock:
            self.newest = next(self._numbers)
            self._kept.append(Happening(self.newest, now, by, is_deed, channel, readers, text[:LONGEST]))


def _first_line(message: Json) -> str:
    text = str(message.get("text") or "")
    if not text and message.get("files"):
        text = ", ".join(one.get("title") or one["name"] for one in message["files"])
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _pressed(action: Mapping[str, Any]) -> str:
    if action["type"] == "button":
        on_it = (action.get("text") or {}).get("text")
        return f"presses “{on_it}”" if on_it else "presses a button"
    chosen = action.get("selected_option") or {}
    label = (chosen.get("text") or {}).get("text")
    return f"chooses “{label}”" if label else "chooses something"
