"""`make bench`: prints a table and writes bench.json. Ratios against a floor of the same run."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil

from app.core.clock import MovableClock
from app.database.session import Database
from app.database.types import Keyring
from app.features.joining.records import ApplicationRow
from app.features.people import usecases as people
from app.features.programmes.records import CohortRow
from app.migrating import migrate
from app.sandbox.server import Sandbox
from tests.bench.cohort import lived
from tests.bench.delivery import sending
from tests.bench.groups import groups
from tests.bench.load import Measured, button_body, command_body, fire, form_body
from tests.bench.matching import matches
from tests.kit import databases

REQUESTS = 1500
NOW = datetime.now(UTC)
MANIFESTS = Path(__file__).parents[2] / "manifests"
Row = dict[str, Any]


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


def interactions(kind: str, url: str, floor: dict[str, Measured], sandbox: Sandbox) -> list[Row]:
    team = sandbox.team_id
    users = [f"U{number:05d}" for number in range(REQUESTS + 1)]
    cohort = prepared(url, team, users)
    port = free_port()
    environment = {
        "DATABASE_URL": url,
        "TRELLIS_KEYS": databases.KEY,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "SLACK_TRANSPORT": "http",
        "SLACK_API_URL": sandbox.api_url,
        "PORT": str(port),
        # What is sent afterwards is not part of an interaction; its cost has its own row below.
        "INLINE_WORKER": "0",
        "LOG_LEVEL": "WARNING",
    }
    bodies = the_bodies(team, users, cohort)
    rows = []
    with program("-m", "app", "run", port=port, **environment):
        for name, body in bodies.items():
            fire(port, sandbox.signing_secret, lambda n, b=body: b(n, "warm"), 40)  # type: ignore[misc]
            ours = fire(port, sandbox.signing_secret, lambda n, b=body: b(n, "run"), REQUESTS)  # type: ignore[misc]
            ratio = ours.per_second / floor[name].per_second
            rows.append(
                {
                    "what": f"{name} on {kind}",
                    "measured": f"{ours.per_second:.0f}/s, p50 {ours.p50_ms:.1f} ms, p99 {ours.p99_ms:.1f} ms",
                    "floor": f"{floor[name].per_second:.0f}/s, p99 {floor[name].p99_ms:.1f} ms",
                    "ratio": round(ratio, 2),
                    "target": ">= 0.5",
                    "met": ratio >= 0.5 and ours.failures == 0,
                    "failures": ours.failures,
                }
            )
    return rows


def the_bodies(team: str, users: list[str], cohort: int) -> dict[str, Callable[[int, str], str]]:
    answers: dict[str, object] = {
        "wants": ["backend"],
        "goals": "to see",
        "experience": "1",
        "languages": ["en"],
        "hours": "2",
        "slots": ["1-1080-1200"],
        "slots__zone": "UTC",
        "conduct": ["yes"],
    }

    def form(number: int, run: str) -> str:
        return form_body(
            f"{run}{number}",
            "joining.apply",
            {"cohort": cohort, "role": "mentee"},
            answers,
            team,
            users[number],
        )

    return {
        "slash command": lambda n, run: command_body(f"{run}{n}", "status", team, users[n]),
        "modal": form,
        "button": lambda n, run: button_body(f"{run}{n}", "joining.withdraw", str(n + 1), team, users[n]),
    }


def the_floor(secret: str) -> dict[str, Measured]:
    port = free_port()
    bodies = the_bodies("T1", [f"U{n:05d}" for n in range(REQUESTS + 1)], 1)
    with program("-m", "tests.bench.floor", str(port), secret, port=port):
        found = {}
        for name, body in bodies.items():
            fire(port, secret, lambda n, b=body: b(n, "warm"), 40)  # type: ignore[misc]
            found[name] = fire(port, secret, lambda n, b=body: b(n, "run"), REQUESTS)  # type: ignore[misc]
        return found


def cohorts(kind: str) -> list[Row]:
    """A cohort of 500 pairs over six months through the sandbox, against one of 50."""
    few, many = lived(kind, 50), lived(kind, 500)
    ratio = many.ms_per_pair / few.ms_per_pair
    return [
        {
            "what": f"six months of {one.pairs} pairs on {kind}",
            "measured": f"{one.days_per_second:.2f} days/s, {one.messages_per_second:.0f} messages/s",
            "floor": f"{one.ms_per_pair:.0f} ms a pair",
            "ratio": round(ratio, 2) if one is many else None,
            "target": "<= 1.3 (500 against 50)" if one is many else "",
            "met": ratio <= 1.3,
        }
        for one in (few, many)
    ]


def size(sandbox: Sandbox) -> list[Row]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/idle.sqlite"
        prepared(url, sandbox.team_id, ["U1"])
        environment = {
            "DATABASE_URL": url,
            "TRELLIS_KEYS": databases.KEY,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_TRANSPORT": "socket",
            "SLACK_API_URL": sandbox.api_url,
            "PORT": str(port),
            "LOG_LEVEL": "WARNING",
        }
        with program("-m", "app", "run", port=port, **environment) as (process, seconds):
            time.sleep(5)
            family = [process, *process.children(recursive=True)]
            resident = max(one.memory_info().rss for one in family) / 2**20
            unshared = sum(one.memory_full_info().uss for one in family) / 2**20
    return [
        {
            "what": "resident when idle (the working process)",
            "measured": f"{resident:.0f} MB (both processes unshared: {unshared:.0f} MB)",
            "floor": "",
            "ratio": None,
            "target": "< 150 MB",
            "met": resident < 150,
        },
        {
            "what": "start to ready",
            "measured": f"{seconds:.1f} s",
            "floor": "",
            "ratio": None,
            "target": "<= 3 s",
            "met": seconds <= 3,
        },
    ]


def everything() -> list[Row]:
    sandbox = Sandbox(clock=MovableClock(NOW, running=True), manifest=MANIFESTS / "development.yaml", rates="off")
    rows: list[Row] = []
    floor = the_floor(sandbox.signing_secret)
    for kind in ("sqlite", "postgres"):
        with databases.empty(kind) as url:
            rows += interactions(kind, url, floor, sandbox)
    rows += size(sandbox)
    sandbox.stop()
    rows += sending()
    rows += cohorts("sqlite")
    rows += groups()
    return rows + matches()


ALONE: dict[str, Callable[[], list[Row]]] = {"delivery": sending, "groups": groups, "matching": matches}
"""What can be measured alone: `python -m tests.bench matching`."""


def main() -> None:
    rows = [row for name in sys.argv[1:] for row in ALONE[name]()] if sys.argv[1:] else everything()
    Path("bench.json").write_text(json.dumps(rows, indent=1) + "\n")
    for row in rows:
        mark = "ok " if row["met"] else "MISSED"
        print(f"{mark:7}{row['what']:45}{row['measured']:45}{row['floor']:25}{row['ratio'] or '':>6} {row['target']}")


if __name__ == "__main__":
    main()
