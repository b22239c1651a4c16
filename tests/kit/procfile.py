"""A stage whose bot is started as a platform starts it: through the Procfile, by honcho, each process by its name."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from app.demo.stage import NOON
from tests.kit import databases
from tests.kit.apart import ROOT, TICK, Apart, _free_port, _is_ready, _until

TOOLS = Path(sys.executable).parent


class Dyno:
    """Some processes of the Procfile, started together.

    Args:
        log: what they say goes here.
        env: their settings.
        names: which ones.
    """

    def __init__(self, log: Path, env: dict[str, str], *names: str) -> None:
        self.port = _free_port()
        self._log = log
        with log.open("a") as said:
            self._process = subprocess.Popen(
                [TOOLS / "honcho", "start", "--no-colour", "--port", str(self.port), *names],
                env={**os.environ, **env, "PATH": f"{TOOLS}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                stdout=said,
                stderr=said,
            )

    def is_ready(self) -> None:
        """Wait until the web process is ready, and the worker at work if there is one."""
        _until(lambda: _is_ready(self.port) and self.knows("ready"), "the web process to be ready")

    def knows(self, word: str) -> bool:
        """Whether the log has a word."""
        return word in self._log.read_text()

    def children(self) -> list[psutil.Process]:
        """Return what it started, each of which may be a shell around the process itself."""
        return psutil.Process(self._process.pid).children()

    def gets(self, number: signal.Signals, *, each: bool = False) -> None:
        """Send a signal to honcho, which passes on SIGTERM to all; or to each group of processes itself."""
        if each:
            for one in self.children():
                os.killpg(one.pid, number)
        else:
            self._process.send_signal(number)

    def ended(self, within: float) -> tuple[int, float]:
        """Wait for the end of all; return honcho's exit code (the first other than 0) and how long it took."""
        begun = time.monotonic()
        return self._process.wait(within), time.monotonic() - begun

    def dies(self) -> None:
        """End what is still there."""
        if self._process.poll() is None:
            for one in [*psutil.Process(self._process.pid).children(recursive=True), psutil.Process(self._process.pid)]:
                one.kill()
            self._process.wait()


class ByProcfile(Apart):
    """The bot as the processes of the Procfile; how they live and end is up to the test."""

    def __init__(self, database_url: str, folder: Path) -> None:
        super().__init__(database_url=database_url, folder=folder, start=NOON, transport="http")
        self._folder = folder
        self.dynos: list[Dyno] = []

    def dyno(self, *names: str, **env: str) -> Dyno:
        """Start processes; they say what they do in a log of their own."""
        said = {**self.environment(0), "INLINE_WORKER": "0", "CARRIERS": "1", **env}
        del said["PORT"]  # honcho hands them out, as platforms do
        made = Dyno(self._folder / f"dyno-{len(self.dynos)}.log", said, *names)
        self.dynos.append(made)
        return made

    def is_reached_at(self, dyno: Dyno) -> None:
        """Let Slack send everything here from now on."""
        self.sandbox.deliver_by_http(f"http://127.0.0.1:{dyno.port}/slack/events")

    def stop(self) -> None:
        for one in self.dynos:
            one.dies()
        super().stop()


__all__ = ["TICK", "ByProcfile", "Dyno", "databases"]
