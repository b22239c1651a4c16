"""A stage whose bot is started as a platform starts it: through the Procfile, by honcho, each process by its name."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from app.demo.stage import NOON
from tests.kit.apart import ROOT, Apart, free_port, is_ready, until

TOOLS = Path(sys.executable).parent


NOTING = """#!/bin/sh
trap : TERM INT  # the group gets them; what it runs ends by itself
{trellis} "$@"
echo "$1 ended with $?"
"""
"""Says how a process ended, which honcho does not see: it asks a shell, and the shell dies of what it passes on."""


class Dyno:
    """Some processes of the Procfile, started together.

    Args:
        log: what they say goes here.
        env: their settings.
        names: which ones.
    """

    def __init__(self, log: Path, env: dict[str, str], *names: str) -> None:
        self.port = free_port()
        self._log = log
        noting = log.parent / "bin" / "trellis"
        noting.parent.mkdir(exist_ok=True)
        noting.write_text(NOTING.format(trellis=TOOLS / "trellis"))
        noting.chmod(0o700)
        with log.open("a") as said:
            self._process = subprocess.Popen(
                [TOOLS / "honcho", "start", "--no-colour", "--port", str(self.port), *names],
                env={**os.environ, **env, "PATH": f"{noting.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                stdout=said,
                stderr=said,
            )

    def comes_up(self) -> None:
        """Wait until its web process is ready."""
        until(lambda: is_ready(self.port), "the web process to be ready")

    def log(self) -> str:
        """Return what all of them have said."""
        return self._log.read_text()

    def family(self) -> list[psutil.Process]:
        """Return honcho and all that came of it, shells included."""
        honcho = psutil.Process(self._process.pid)
        return [honcho, *honcho.children(recursive=True)]

    def stops(self, number: signal.Signals, *, within: float) -> float:
        """Send a signal to each group of processes; return the seconds until the last one is gone.

        Raises:
            AssertionError: if one is still there after so many seconds.
        """
        family, begun = self.family(), time.monotonic()
        for group in {os.getpgid(one.pid) for one in family[1:]} - {os.getpgid(family[0].pid)}:
            os.killpg(group, number)
        _, left = psutil.wait_procs(family[1:], within)
        took = time.monotonic() - begun
        self._process.wait(within)
        if left:
            raise AssertionError(f"{left} did not stop:\n{self.log()}")
        return took

    def ended(self, within: float) -> int:
        """Wait for the end of all; return the first exit code other than 0."""
        return self._process.wait(within)

    def dies(self) -> None:
        """End what is still there."""
        if self._process.poll() is None:
            for one in self.family():
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
        said = {**self.environment(0), "INLINE_WORKER": "0", "CARRIERS": "1", "LEASE_SECONDS": "60", **env}
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
