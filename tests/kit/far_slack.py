"""A Slack workspace in a process of its own, so that it shares no interpreter with what is measured or killed.

    python -m tests.kit.far_slack    prints a line of JSON that says where it is, and lives as long as its input is open

Whoever started it steers it by a small door (JSON over HTTP): people come, the weather changes, the record is read.
"""

import argparse
import http.client
import json
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, Self

from app.core.clock import SystemClock
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifests" / "production.yaml"
Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A message that the bot posted: its mark, its place, when it came, and for how long it stood if it was taken back.

    `at` is real time in seconds since 1970, `stood` real seconds.
    """

    mark: str | None
    channel: str
    ts: str
    text: str
    at: float
    stood: float | None = None


@dataclass(frozen=True)
class Record:
    """What the workspace saw of the bot."""

    messages: list[Message]
    throttled: Counter[str]
    """429s because of too many calls, by method."""
    struck: Counter[str]
    """What struck because somebody wanted it to, by `method kind`."""

    def standing(self) -> dict[str, list[Message]]:
        """Return the messages that people can see, by mark."""
        return self._by_mark(lambda one: one.stood is None)

    def taken_back(self) -> dict[str, list[Message]]:
        """Return the messages that stood for a while only, by mark."""
        return self._by_mark(lambda one: one.stood is not None)

    def _by_mark(self, fits: Callable[[Message], bool]) -> dict[str, list[Message]]:
        found: dict[str, list[Message]] = defaultdict(list)
        for one in self.messages:
            if fits(one):
                found[one.mark or f"without a mark: {one.text}"].append(one)
        return found


# -- the far end --------------------------------------------------------------------------------------------


class _Steered:
    """The workspace, and what its door can do."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._scopes = set(sandbox.limits.granted)
        self._messages: list[list[Any]] = []
        self._at: dict[tuple[str, str], int] = {}
        sandbox.workspace.on_message.append(self._posted)
        sandbox.workspace.on_removal.append(self._removed)

    def _posted(self, channel: Conversation, message: Json) -> None:
        mark = ((message.get("metadata") or {}).get("event_payload") or {}).get("id")
        self._at[channel.id, message["ts"]] = len(self._messages)
        self._messages.append([mark, channel.id, message["ts"], message["text"], time.time(), None])

    def _removed(self, channel: Conversation, message: Json) -> None:
        row = self._messages[self._at[channel.id, message["ts"]]]
        row[-1] = time.time() - row[-2]

    def people(self, count: int, zone: str) -> list[str]:
        """Let people come; return their ids."""
        known = len(self._sandbox.people)
        return [self._sandbox.person(f"person{known + one}", tz=zone).id for one in range(count)]

    def rates(self, rates: Literal["slack", "off"]) -> None:
        """Throttle as Slack does, or not."""
        self._sandbox.limits.rates = rates

    def without(self, scopes: list[str]) -> None:
        """Take scopes away; all others are granted."""
        self._sandbox.limits.granted = self._scopes - set(scopes)

    def weather(self, method: str, **how: Any) -> None:
        """Let trouble strike at random."""
        self._sandbox.faults.weather(method, **how)

    def calm_down(self) -> None:
        """Let it be fine again."""
        self._sandbox.faults.calm_down()

    def record(self) -> Json:
        """Return everything that was seen."""
        with self._sandbox.workspace.lock:
            messages = [list(one) for one in self._messages]
        struck = {" ".join(key): count for key, count in self._sandbox.faults.struck.items()}
        return {"messages": messages, "throttled": dict(self._sandbox.limits.throttled), "struck": struck}

    def count(self) -> int:
        """Return how many messages came, those that were taken back included."""
        return len(self._messages)

    def forget(self) -> None:
        """Forget what was seen so far."""
        with self._sandbox.workspace.lock:
            self._messages.clear()
            self._at.clear()
            for one in self._sandbox.workspace.conversations.values():
                one.messages.clear()
        self._sandbox.limits.forget()
        self._sandbox.faults.struck.clear()


def _door(steered: _Steered) -> ThreadingHTTPServer:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(getattr(steered, self.path.strip("/"))(**said)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Door)


def main() -> None:
    said = argparse.ArgumentParser()
    said.add_argument("--rates", choices=("slack", "off"), default="off")
    sandbox = Sandbox(clock=SystemClock(), manifest=MANIFEST, rates=said.parse_args().rates)
    door = _door(_Steered(sandbox))
    threading.Thread(target=door.serve_forever, daemon=True).start()
    where = {
        "api_url": sandbox.api_url,
        "bot_token": sandbox.bot_token,
        "app_token": sandbox.app_token,
        "signing_secret": sandbox.signing_secret,
        "team_id": sandbox.team_id,
        "door": door.server_port,
    }
    print(json.dumps(where), flush=True)
    sys.stdin.read()  # ends with the process that holds the other end, however that one ends


# -- the near end -------------------------------------------------------------------------------------------


class FarSlack:
    """The workspace as whoever started it sees it. To be used in a `with`.

    Args:
        rates: whether it throttles as Slack does.
    """

    def __init__(self, rates: Literal["slack", "off"] = "off") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.far_slack", "--rates", rates],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        where = json.loads(self._process.stdout.readline())
        self.api_url: str = where["api_url"]
        self.bot_token: str = where["bot_token"]
        self.app_token: str = where["app_token"]
        self.signing_secret: str = where["signing_secret"]
        self.team_id: str = where["team_id"]
        self._door: int = where["door"]

    @property
    def pid(self) -> int:
        """The id of its process, to see what it costs."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def people(self, count: int, zone: str = "UTC") -> list[str]:
        """Let people come; return their ids."""
        found: list[str] = self._ask("people", count=count, zone=zone)
        return found

    def rates(self, rates: Literal["slack", "off"]) -> None:
        """Throttle as Slack does, or not."""
        self._ask("rates", rates=rates)

    def without(self, *scopes: str) -> None:
        """Take scopes away; all others are granted."""
        self._ask("without", scopes=list(scopes))

    def weather(self, method: str, *, kind: str, share: float, seed: int, seconds: float = 1.0) -> None:
        """Let trouble strike at random; see `app.sandbox.faults.Weather`."""
        self._ask("weather", method=method, kind=kind, share=share, seed=seed, seconds=seconds)

    def calm_down(self) -> None:
        """Let it be fine again."""
        self._ask("calm_down")

    def record(self) -> Record:
        """Return everything that was seen."""
        said = self._ask("record")
        messages = [Message(*one) for one in said["messages"]]
        return Record(messages, Counter(said["throttled"]), Counter(said["struck"]))

    def count(self) -> int:
        """Return how many messages came, those that were taken back included."""
        return int(self._ask("count"))

    def forget(self) -> None:
        """Forget what was seen so far."""
        self._ask("forget")

    def _ask(self, name: str, **said: Any) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self._door, timeout=60)
        try:
            line.request("POST", f"/{name}", json.dumps(said))
            with line.getresponse() as answer:
                return json.loads(answer.read())
        finally:
            line.close()


if __name__ == "__main__":
    main()
