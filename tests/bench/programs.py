"""Programs that are measured from outside, and what is sent to them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any

import psutil

from app.database.session import Database
from app.database.types import Keyring
from app.features.joining.records import ApplicationRow
from app.features.people import usecases as people
from app.features.programmes.records import CohortRow
from app.migrating import migrate
from tests.bench.load import button_body, command_body, form_body
from tests.kit import databases

REQUESTS = 1500
NOW = datetime.now(UTC)
Row = dict[str, Any]
APPLY: dict[str, object] = {
    "wants": ["backend"],
    "goals": "to see",
    "experience": "1",
    "languages": ["en"],
    "hours": "2",
    "slots": ["1-1080-1200"],
    "slots__zone": "UTC",
    "conduct": ["yes"],
}
"""What a form of the bench says."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def program(*command: str, port: int, **environment: str) -> Iterator[tuple[psutil.Process, float]]:
    """Start a program, wait until it is ready, yield it and the seconds that took."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env={**os.environ, **environment}, start_new_session=True)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                    break
            except OSError:
                if process.poll() is not None or time.perf_counter() - begun > 30:
                    raise SystemExit(f"{command} did not come up") from None
                time.sleep(0.02)
        yield psutil.Process(process.pid), time.perf_counter() - begun
    finally:
        with suppress(ProcessLookupError):  # it may have ended already
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def prepared(url: str, team: str, users: list[str]) -> int:
    """Migrate, meet people, open a cohort with applications; return the cohort's id."""
    database = Database(url, Keyring([databases.KEY]))
    migrate(database)
    with database.transaction() as tx:
        for user in users:
            people.meet(tx, team_id=team, profile={"id": user, "real_name": user, "tz": "Europe/Madrid"}, now=NOW)
        people.seat_first_coordinators(tx, team_id=team, users=[users[0]], now=NOW)
        row = CohortRow(
            team_id=team,
            programme="wealljs",
            name="Bench",
            starts_on=date.fromordinal(NOW.toordinal() + 7),
            ends_on=date.fromordinal(NOW.toordinal() + 90),
            signup_until=date.fromordinal(NOW.toordinal() + 7),
            zone="UTC",
            announce_channel="C1",
            coordinators_channel="C2",
            opened_at=NOW,
            opened_by=users[0],
        )
        tx.add(row)
        tx.flush()
        for user in users:
            tx.add(
                ApplicationRow(
                    team_id=team,
                    cohort_id=row.id,
                    user_id=user,
                    role="mentee",
                    round=1,
                    zone="UTC",
                    slots=[],
                    answers={},
                    submitted_at=NOW,
                )
            )
        tx.flush()
        cohort_id = row.id
    database.close()
    return cohort_id


def the_bodies(team: str, users: list[str], cohort: int) -> dict[str, Callable[[int, str], str]]:
    def form(number: int, run: str) -> str:
        return form_body(
            f"{run}{number}",
            "joining.apply",
            {"cohort": cohort, "role": "mentee"},
            APPLY,
            team,
            users[number],
        )

    return {
        "slash command": lambda n, run: command_body(f"{run}{n}", "status", team, users[n]),
        "modal": form,
        "button": lambda n, run: button_body(f"{run}{n}", "joining.withdraw", str(n + 1), team, users[n]),
    }
