"""Real workers that die at a place of one's choice, many of them, cheaply.

    python -m tests.kit.mortal    reads orders from its input, one JSON object a line, and answers each with one

A process start costs seconds, nearly all of it imports. So a nursery imports everything once, opens no connection and
starts no thread, and forks a life from there for each order: a process of its own that goes on into `running.work`, as
`trellis worker` does, in a tenth of a second. Where it is to die is patched in after the fork, from outside: the
house's own pages know nothing of it. It dies by SIGKILL, by its own hand, in the very thread that came to that place.
"""

import faulthandler
import gc
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, Literal, Self

from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, configure_mappers

from app import lobby, migrating, running
from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, Post
from app.handbook import reading
from app.main import Trellis
from app.settings import Settings
from app.tools import Board

ROOT = Path(__file__).parents[2]
Boundary = Literal["claimed", "begun", "leaving", "half", "left", "answered", "settling", "settled", "looked"]
BOUNDARIES: dict[Boundary, str] = {
    "claimed": "after the claim is committed",
    "begun": "after the decision to send is committed",
    "leaving": "before the first byte leaves",
    "half": "after the head of the request left, before its body",
    "left": "after the whole request left, before the answer is read",
    "answered": "after Slack's answer, before it is written down",
    "settling": "in the transaction that writes it down, before COMMIT",
    "settled": "right after that COMMIT",
    "looked": "after the history was read for a message in doubt",
}
FROZEN = 1000  # no process ends with that
POSTING, LOOKING = "chat.postMessage", "conversations.history"
USUAL = {f"chaos.{doubt.value}": doubt for doubt in Doubt}
URGENT = {f"chaos.urgent-{doubt.value}": doubt for doubt in Doubt}
KINDS = {**USUAL, **URGENT}
Json = dict[str, Any]


# -- where a life ends --------------------------------------------------------------------------------------


class Death:
    """Waits at a boundary for somebody to pass it the so-manyth time; or only puts to sleep who does."""

    def __init__(self, at: Boundary, number: int, by: signal.Signals) -> None:
        self._at, self._number, self._by = at, number, by
        self._passed = itertools.count(1)

    def passes(self, boundary: Boundary) -> None:
        """End or freeze this process if it is here that it does."""
        if boundary == self._at and next(self._passed) == self._number:
            # To this very thread, so that it does not get any further while the others fall asleep.
            signal.pthread_kill(threading.get_ident(), self._by)


def arm(death: Death) -> None:
    """Let death look at every transaction and every call to Slack."""
    _at_the_database(death)
    _at_the_wire(death)


def _at_the_database(death: Death) -> None:
    done = threading.local()

    @event.listens_for(Engine, "after_cursor_execute")
    def note(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        del parameters
        if not statement.startswith("UPDATE notices SET"):
            return
        changed = statement.partition(" WHERE ")[0]
        what = "settled" if "settled_at=" in changed else "begun" if "sending_at=" in changed else "claimed"
        done.what = {*getattr(done, "what", ()), what}

    @event.listens_for(Engine, "commit")
    def before_commit(_connection: Connection) -> None:
        if "settled" in getattr(done, "what", ()):
            death.passes("settling")

    @event.listens_for(Session, "after_commit")
    def after_commit(_session: Session) -> None:
        what: set[str] = set(getattr(done, "what", ()))
        done.what = set()
        if "settled" in what:
            death.passes("settled")
        if "begun" in what:
            death.passes("begun")
        if "claimed" in what and what == {"claimed"}:
            death.passes("claimed")

    @event.listens_for(Session, "after_rollback")
    def after_rollback(_session: Session) -> None:
        done.what = set()


def _at_the_wire(death: Death) -> None:
    wire: Any = HTTPConnection
    say, send, hear = wire.putrequest, wire.send, wire.getresponse

    def putrequest(self: Any, method: str, url: str, *args: Any, **more: Any) -> None:
        self.asked, self.pieces = url.rpartition("/")[2], 0
        say(self, method, url, *args, **more)

    def sending(self: Any, data: Any) -> None:
        if self.asked == POSTING:
            death.passes("leaving" if self.pieces == 0 else "half")
        self.pieces += 1
        send(self, data)

    def getresponse(self: Any) -> HTTPResponse:
        if self.asked == POSTING:
            death.passes("left")
        answer: HTTPResponse = hear(self)
        if self.asked == POSTING and answer.status == 200:
            death.passes("answered")
        if self.asked == LOOKING:
            death.passes("looked")
        return answer

    wire.putrequest, wire.send, wire.getresponse = putrequest, sending, getresponse


# -- a life -------------------------------------------------------------------------------------------------


def _render(_tx: object, due: Due, _now: datetime) -> Errand:
    return Post(text=f"About {due.key}", blocks=[])


def _with_kinds(board: Callable[..., Board]) -> Callable[..., Board]:
    """Return the house's board with a kind of notice for each policy in doubt, and nothing to do but to deliver."""
    mine = [
        NoticeKind(name=name, render=_render, manner=manner, doubt=doubt, keeps=None, why="x")
        for kinds, manner in ((USUAL, Manner.CHANNEL), (URGENT, Manner.REPLY))
        for name, doubt in kinds.items()
    ]

    def more(public_url: str = "") -> Board:
        known = board(public_url)
        return replace(known, notices=[*known.notices, *mine], chores=(), labours=())

    return more


def _live(settings: Json, death: Json | None, log: str) -> None:
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for one in (1, 2):
        os.dup2(said, one)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    faulthandler.register(signal.SIGUSR1)
    if death is not None:
        arm(Death(death["at"], death["number"], signal.Signals[death["by"]]))
    running.work(Settings.model_validate(settings))


def _bear(order: Json) -> Json:
    pid = os.fork()
    if pid:
        return {"pid": pid}
    try:
        _live(order["settings"], order["death"], order["log"])
    except BaseException:  # noqa: BLE001 - it is told in the log, and the end is here either way
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _wait(order: Json) -> Json:
    until = time.monotonic() + order["seconds"]
    while True:
        found, status = os.waitpid(order["pid"], os.WNOHANG | (os.WUNTRACED if order["frozen"] else 0))
        if found:
            return {"code": FROZEN if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)}
        if time.monotonic() >= until:
            return {"code": None}
        time.sleep(0.002)


def _grow_up() -> None:
    """Do once whatever every life would do at its beginning, and what is the same for all."""
    lobby.board = _with_kinds(lobby.board)
    configure_mappers()
    reading.read_handbooks([reading.SHIPPED])
    newest = migrating.head()
    migrating.head = lambda: newest
    unused = {"slack_bot_token": "xoxb-x", "slack_app_token": "xapp-x"}
    key = Fernet.generate_key().decode()
    Trellis(Settings.model_validate({"database_url": "sqlite://", "trellis_keys": key, **unused})).close()


def main() -> None:
    _grow_up()
    gc.collect()
    gc.freeze()  # what was imported stays shared
    print(json.dumps({"ready": True}), flush=True)
    alive: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        answer = _bear(order) if order["do"] == "bear" else _wait(order)
        if "pid" in answer:
            alive.add(answer["pid"])
        elif answer["code"] not in (None, FROZEN):
            alive.discard(order["pid"])
        print(json.dumps(answer), flush=True)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


# -- the near end -------------------------------------------------------------------------------------------


@dataclass
class Life:
    """A worker that lives somewhere."""

    nursery: "Nursery"
    pid: int

    def ended(self, within: float = 0.0) -> int | None:
        """Return how it ended (-9 by SIGKILL), or None if it still lives after so many seconds."""
        code: int | None = self.nursery.ask({"do": "wait", "pid": self.pid, "seconds": within, "frozen": False})["code"]
        return code

    def is_frozen(self, within: float) -> bool:
        """Whether it falls asleep within so many seconds."""
        order = {"do": "wait", "pid": self.pid, "seconds": within, "frozen": True}
        return bool(self.nursery.ask(order)["code"] == FROZEN)

    def gets(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def says_where(self) -> None:
        """Let it write into the log what each of its threads is doing."""
        self.gets(signal.SIGUSR1)
        time.sleep(0.5)

    def dies(self) -> None:
        """Kill it from outside, and wait for its end."""
        self.gets(signal.SIGKILL)
        self.ended(10)


class Nursery:
    """Where lives come from. To be used in a `with`; whoever still lives at its end is killed.

    Args:
        log: what all lives say goes here.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.mortal"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def bear(
        self,
        settings: Json,
        death: tuple[Boundary, int] | None = None,
        by: Literal["SIGKILL", "SIGSTOP"] = "SIGKILL",
    ) -> Life:
        """Let a worker live, until it dies, or falls asleep, at the so-manyth passing of a boundary."""
        order = {"do": "bear", "settings": settings, "death": None, "log": str(self._log)}
        if death is not None:
            order["death"] = {"at": death[0], "number": death[1], "by": by}
        return Life(self, self.ask(order)["pid"])

    def ask(self, order: Json) -> Json:
        """Give an order and return the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Json:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the nursery died; see {self._log}")
        said: Json = json.loads(line)
        return said


if __name__ == "__main__":
    main()
