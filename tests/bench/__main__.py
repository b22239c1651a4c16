"""`make bench`: prints a table and writes bench.json. Ratios against a floor of the same run."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from app.core.clock import MovableClock
from app.sandbox.server import Sandbox
from tests.bench.cohort import lived
from tests.bench.delivery import sending
from tests.bench.groups import groups
from tests.bench.load import Measured, fire
from tests.bench.matching import matches
from tests.bench.page import page
from tests.bench.programs import NOW, REQUESTS, Row, free_port, prepared, program, the_bodies
from tests.bench.rehearsal import rehearsals
from tests.bench.web import web
from tests.kit import databases

MANIFESTS = Path(__file__).parents[2] / "manifests"


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


def everything() -> list[Row]:
    sandbox = Sandbox(clock=MovableClock(NOW, running=True), manifest=MANIFESTS / "development.yaml", rates="off")
    rows: list[Row] = []
    floor = the_floor(sandbox.signing_secret)
    for kind in ("sqlite", "postgres"):
        with databases.empty(kind) as url:
            rows += interactions(kind, url, floor, sandbox)
    sandbox.stop()
    rows += web()
    rows += sending()
    rows += cohorts("sqlite")
    rows += groups()
    rows += page()
    rows += rehearsals()
    return rows + matches()


ALONE: dict[str, Callable[[], list[Row]]] = {
    "web": web,
    "delivery": sending,
    "groups": groups,
    "matching": matches,
    "page": page,
    "rehearsal": rehearsals,
}
"""What can be measured alone: `python -m tests.bench matching`."""


def main() -> None:
    rows = [row for name in sys.argv[1:] for row in ALONE[name]()] if sys.argv[1:] else everything()
    Path("bench.json").write_text(json.dumps(rows, indent=1) + "\n")
    for row in rows:
        mark = "ok " if row["met"] else "MISSED"
        print(f"{mark:7}{row['what']:45}{row['measured']:45}{row['floor']:25}{row['ratio'] or '':>6} {row['target']}")


if __name__ == "__main__":
    main()
