"""How processes begin and end."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.clock import MovableClock
from app.demo.stage import MANIFESTS
from app.main import Trellis
from app.sandbox.server import Sandbox
from app.settings import Settings
from tests.kit import databases

ROOT = Path(__file__).parents[2]
ASKED_IN_ANOTHER_THREAD = """
import signal, threading, time
from app.leaving import wait_for_signal

def asks():
    time.sleep(0.3)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    time.sleep(30)

threading.Thread(target=asks, daemon=True).start()
wait_for_signal()
print("over")
"""

HANGS_AT_THE_END = """
import os, signal, threading, time
from app import leaving

leaving.WITHIN = 0.4
threading.Timer(0.1, os.kill, (os.getpid(), signal.{name})).start()
leaving.wait_for_signal()
leaving.hurry()
threading.Thread(target=time.sleep, args=(30,)).start()  # a database without an answer, long work in one step
time.sleep(30)
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_process_in_which_something_hangs_is_gone_all_the_same(name: str) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", HANGS_AT_THE_END.format(name=name)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 0
    assert "stopped-in-the-middle" in done.stdout
    assert time.monotonic() - begun < 10


def test_a_process_stops_whichever_thread_is_told_to() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED_IN_ANOTHER_THREAD],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "over\n")


def test_several_processes_may_start_at_once_on_an_empty_database(database_url: str) -> None:
    now = datetime(2027, 1, 11, 10, tzinfo=UTC)
    with Sandbox(clock=MovableClock(now), manifest=MANIFESTS / "production.yaml", rates="off") as slack:
        said = {
            "database_url": database_url,
            "trellis_keys": databases.KEY,
            "slack_bot_token": slack.bot_token,
            "slack_app_token": slack.app_token,
            "slack_api_url": slack.api_url,
            "coordinator_user_ids": "UCORA",
        }
        houses = [Trellis(Settings.model_validate(said)) for _ in range(6)]
        together = threading.Barrier(len(houses))
        opened: list[Trellis] = []

        def opens(one: Trellis) -> None:
            together.wait()
            one.open()
            opened.append(one)

        threads = [threading.Thread(target=opens, args=(one,)) for one in houses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for one in houses:
            one.close()
    assert len(opened) == len(houses)
