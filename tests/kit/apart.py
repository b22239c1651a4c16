"""A stage whose bot is a process of its own, as an admin runs it, so that a test can kill it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.core.clock import FileClock, MovableClock
from app.database.session import Database
from app.database.types import Keyring
from app.delivery.records import Notice
from app.demo.stage import Stage, Transport
from tests.kit import databases

TICK = 0.08
CALM = 3 * TICK  # two ticks without anything to do: nothing will come at this minute
PATIENCE = 60.0
LEASE = 3.0
ROOT = Path(__file__).parents[2]


class SharedClock(MovableClock):
    """A clock that another process reads from a file."""

    def __init__(self, start: datetime, path: Path) -> None:
        super().__init__(start)
        self._file = FileClock(path)
        self._file.write(start)

    def advance(self, by: timedelta) -> datetime:
        self._file.write(at := super().advance(by))
        return at

    def move_to(self, instant: datetime) -> datetime:
        self._file.write(at := super().move_to(instant))
        return at


class Apart(Stage):
    """The bot runs as `trellis run`; whenever it is dead, it is started again before time goes on."""

    stride = timedelta(days=2)

    def __init__(self, *, database_url: str, folder: Path, start: datetime, transport: Transport = "socket") -> None:
        self._clock_file = folder / "clock.json"
        super().__init__(
            database_url=database_url,
            key=databases.KEY,
            clock=SharedClock(start, self._clock_file),
            transport=transport,
            coordinators="UCORA",
        )
        self._seen = Database(database_url, Keyring([databases.KEY]))
        self._log = (folder / "bot.log").open("w")
        self._process: subprocess.Popen[bytes] | None = None
        self.lives = 0

    @property
    def database(self) -> Database:
        return self._seen

    def start_bot(self) -> None:
        port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", "run"],
            env={**os.environ, **self.environment(port)},
            cwd=ROOT,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,  # the web server's worker is a process too, and must die with it
        )
        self.lives += 1
        until(lambda: is_ready(port), "the bot to be ready")
        if self._transport == "http":
            self.sandbox.deliver_by_http(f"http://127.0.0.1:{port}/slack/events")

    def environment(self, port: int) -> dict[str, str]:
        """Return what tells the bot where it lives."""
        said = self.settings()
        return {
            "DATABASE_URL": said.database_url,
            "TRELLIS_KEYS": databases.KEY,
            "SLACK_BOT_TOKEN": self.sandbox.bot_token,
            "SLACK_APP_TOKEN": self.sandbox.app_token,
            "SLACK_SIGNING_SECRET": self.sandbox.signing_secret,
            "SLACK_TRANSPORT": said.slack_transport,
            "SLACK_API_URL": self.sandbox.api_url,
            "COORDINATOR_USER_IDS": said.coordinator_user_ids,
            "TICK_SECONDS": str(TICK),
            "LEASE_SECONDS": str(LEASE),
            "SLACK_PACE": "0",
            "CLOCK_FILE": str(self._clock_file),
            "PORT": str(port),
        }

    @property
    def is_dead(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def kill(self) -> None:
        """Kill the bot as a machine does that loses its power."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def settle(self) -> None:
        calm_since: float | None = None
        deadline = time.monotonic() + PATIENCE
        while calm_since is None or time.monotonic() - calm_since < CALM:
            if time.monotonic() > deadline:
                raise AssertionError("the bot never came to rest")
            if self.is_dead:
                self.start_bot()
                # What it had claimed is free again when its lease has run out, by the database's time.
                time.sleep(LEASE)
                self.clock.advance(timedelta(seconds=LEASE))
                calm_since = None
            calm_since = None if self._has_work() else calm_since or time.monotonic()
            time.sleep(TICK / 2)

    def let_chores_run(self) -> None:
        """The bot's own clockwork does; `settle` waits for it."""

    def _has_work(self) -> bool:
        now = self.clock.now()
        with self._seen.transaction() as tx:
            due = tx.scalar(select(func.count()).where(Notice.settled_at.is_(None), Notice.due_at <= now))
            stale = tx.scalar(select(func.count()).where(Notice.refresh_at <= now, Notice.outcome == "sent"))
        return bool(due or stale)

    def stop(self) -> None:
        if self._process is not None and not self.is_dead:
            self._process.terminate()
            self._process.wait(timeout=20)
        self._log.close()
        self._seen.close()
        self.sandbox.stop()


def kill_at(stage: Apart, number: int, *, accepted: bool) -> None:
    """Kill the bot at its so-manyth message: right after Slack accepted it, or right before.

    Either way the bot never hears what became of it.
    """
    methods: Any = stage.sandbox.methods
    post = methods.do_chat_post_message
    count = 0

    def fatal(args: dict[str, Any]) -> Any:
        nonlocal count
        count += 1
        if count != number:
            return post(args)
        answer = post(args) if accepted else None
        stage.kill()
        return answer or {}

    methods.do_chat_post_message = fatal


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def until(come: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not come():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.05)


def free_port() -> int:
    import socket  # noqa: PLC0415 - only this function needs it

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
