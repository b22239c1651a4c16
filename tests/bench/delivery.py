"""How fast messages leave, against a plain loop, against Slack's limits, and against a job queue of PostgreSQL's.

python -m tests.bench.delivery plain | limits [SECONDS] | queue [ROWS] | growth KIND
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.core.carrier import Need, Sent
from app.core.clock import SystemClock, steady
from app.core.notice import Doubt, Manner, NoticeKind, Post, Wanted
from app.database.session import Database, insert_or_ignore
from app.database.types import Keyring
from app.delivery.deciding import Manners
from app.delivery.planning import reconcile
from app.delivery.records import Notice
from app.delivery.rules import Recipient
from app.delivery.sending import Sender
from app.slack.gateway import Gateway
from tests.kit import databases
from tests.kit.far_slack import FarSlack

TEAM = "T1"
HELLO = Post(
    text="Hello, this is a message.", blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}]
)
PACE = 0.97
Row = dict[str, Any]


class Nowhere:
    """A carrier that delivers at once: what remains is the cost of claiming and settling."""

    def needs(self, *_: object) -> list[Need]:
        return []

    def carry(self, *_: object) -> Sent:
        return Sent("D1", "1.0")

    def show_anew(self, *_: object) -> Sent:
        return Sent("D1", "1.0")

    def find(self, *_: object) -> Sent:
        return Sent("D1", "1.0")

    def take_back(self, *_: object) -> None:
        """Nothing comes twice."""


KIND = NoticeKind(name="bench", render=lambda *_: HELLO, manner=Manner.REPLY, doubt=Doubt.FIND, keeps=None, why="x")


def sender(database: Database, carrier: Any, carriers: int) -> Sender:
    manners = Manners(kinds={"bench": KIND}, recipient_of=lambda *_: Recipient(zone="UTC"))
    return Sender(database=database, carrier=carrier, manners=manners, clock=SystemClock(), carriers=carriers)


def opened(url: str) -> Database:
    return Database(url, Keyring([databases.KEY]))


def plan(database: Database, team: str, name: str, to: list[str], due: datetime, *, sent: bool = False) -> None:
    """Plan a notice for each address; `sent` ones are history."""
    for start in range(0, len(to), 2000):
        rows = [
            {
                "team_id": team,
                "key": f"{name}:{number}",
                "mark": f"{name}{number}",
                "kind": "bench",
                "subject": f"{name}:{number // 10}",
                "to": one,
                "about": {},
                "planned_at": due,
                "wanted_at": due,
                "due_at": due,
                "attempts": 0,
                **({"settled_at": due, "outcome": "sent", "channel": "D1", "ts": "1.0", "shown": "-"} if sent else {}),
            }
            for number, one in enumerate(to[start : start + 2000], start=start)
        ]
        with database.transaction() as tx:
            insert_or_ignore(tx, Notice, rows)


def drain(one: Sender) -> int:
    done = 0
    while batch := one.tick():
        done += batch
    return done


# -- against a plain loop --------------------------------------------------------------------------


def plain(kind: str, messages: int = 1500) -> Row:
    """One process of ours against a loop that posts with the same client and stores nothing; the best of two each."""
    with FarSlack() as slack, databases.fresh(kind) as url:
        people = slack.people(messages)
        gateway = Gateway(lambda _team: slack.bot_token, slack.api_url, pace=0)
        floor = ours = 0.0
        for turn in range(2):
            begun = time.perf_counter()
            for number, person in enumerate(people):
                gateway.carry(slack.team_id, person, HELLO, [f"plain{number}"], steady() + 60)
            floor = max(floor, messages / (time.perf_counter() - begun))
            slack.forget()
            database = opened(url)
            plan(database, slack.team_id, f"ours{turn}", people, datetime.now(UTC) - timedelta(minutes=1))
            working = sender(database, gateway, 8)
            begun = time.perf_counter()
            drain(working)
            ours = max(ours, messages / (time.perf_counter() - begun))
            assert slack.count() == messages
            slack.forget()
            database.close()
    return {
        "what": f"sending without limits on {kind}",
        "measured": f"{ours:.0f} messages/s",
        "floor": f"{floor:.0f} messages/s, a plain loop that stores nothing",
        "ratio": round(ours / floor, 2),
        "target": ">= 0.8",
        "met": ours / floor >= 0.8,
    }


# -- against Slack's limits ------------------------------------------------------------------------


def limits(kind: str = "postgres", seconds: float = 90.0) -> Row:
    """How much of what the sandbox allows goes out, once the first minute's credit is used up; and how many 429s."""
    allowed = 300 / 60
    with FarSlack(rates="slack") as slack, databases.fresh(kind) as url:
        people = slack.people(int(allowed * seconds) + 100)
        gateway = Gateway(lambda _team: slack.bot_token, slack.api_url, pace=PACE)
        database = opened(url)
        plan(database, slack.team_id, "limits", people, datetime.now(UTC) - timedelta(minutes=1))
        working = sender(database, gateway, 8)
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            working.tick()
            time.sleep(0.05)
        record = slack.record()
        took = time.perf_counter() - begun
        database.close()
    share = len(record.messages) / (took * allowed)
    throttled = sum(record.throttled.values())
    return {
        "what": f"sending under the sandbox's limits for {took:.0f} s on {kind}",
        "measured": f"{len(record.messages) / took:.2f} messages/s, {throttled} times 429",
        "floor": f"{allowed:.2f} messages/s allowed",
        "ratio": round(share, 3),
        "target": ">= 0.95 and no 429",
        "met": share >= 0.95 and throttled == 0,
    }


# -- against a queue -------------------------------------------------------------------------------


def queue(rows: int = 4000) -> list[Row]:
    """Claiming and settling without sending, against procrastinate's fetching and finishing of empty jobs."""
    found = []
    for workers in (1, 2, 4):
        with databases.fresh("postgres") as url:
            database = opened(url)
            to = [f"U{number}" for number in range(rows)]
            plan(database, TEAM, "queue", to, datetime.now(UTC) - timedelta(minutes=1))
            ours = rows / together("ours", url, workers)
            with database.transaction() as tx:
                assert tx.query(Notice).filter_by(outcome="sent").count() == rows
            database.close()
        with databases.empty("postgres") as url:
            subprocess.run([sys.executable, "-m", "tests.bench.delivery", "prepare", url, str(rows)], check=True)
            peer = rows / together("peer", url, workers)
        found.append(
            {
                "what": f"claiming and settling {rows} rows, {workers} worker{'s' if workers > 1 else ''}, PostgreSQL",
                "measured": f"{ours:.0f} rows/s",
                "floor": f"{peer:.0f} jobs/s, procrastinate",
                "ratio": round(ours / peer, 2),
                "target": ">= 1",
                "met": ours >= peer,
            }
        )
    return found


def together(who: str, url: str, workers: int) -> float:
    """Let some processes begin at one moment; return the seconds until the last one found nothing more to do."""
    with tempfile.TemporaryDirectory() as folder:
        go = Path(folder) / "go"
        command = [sys.executable, "-m", "tests.bench.delivery", who, url, str(go)]
        crowd = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
        for one in crowd:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        go.touch()
        spans = [json.loads(one.communicate(timeout=300)[0].splitlines()[-1]) for one in crowd]
    return float(max(span[1] for span in spans) - min(span[0] for span in spans))


@contextlib.contextmanager
def timed(go: str) -> Iterator[None]:
    print("ready", flush=True)
    while not os.path.exists(go):  # noqa: PTH110 - asked a thousand times a second
        time.sleep(0.001)
    begun = time.time()
    yield
    print(json.dumps([begun, time.time()]), flush=True)


def ours(url: str, go: str) -> None:
    database = opened(url)
    working = sender(database, Nowhere(), 8)
    with database.transaction():
        pass
    with timed(go):
        drain(working)
    database.close()


def peer(url: str, go: str | None, jobs: int = 0) -> None:
    import procrastinate  # noqa: PLC0415 - a development dependency of this one row

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url.replace("+psycopg", "")))

    @app.task(name="empty")
    async def empty() -> None:
        """Do nothing."""

    async def work() -> None:
        async with app.open_async():
            if go is None:
                await app.schema_manager.apply_schema_async()
                for _ in range(0, jobs, 1000):
                    await empty.batch_defer_async(*[{}] * min(1000, jobs))
                return
            with timed(go):
                await app.run_worker_async(
                    concurrency=10, wait=False, listen_notify=False, install_signal_handlers=False
                )

    asyncio.run(work())


# -- as the table grows ----------------------------------------------------------------------------


def growth(kind: str) -> list[Row]:
    """What a tick and a reconcile cost among a thousand rows and among a million."""
    with databases.fresh(kind) as url:
        database = opened(url)
        few = _costs(database, "few", 1_000, 0)
        many = _costs(database, "many", 1_000_000, 1_000)
        database.close()
    return [
        {
            "what": f"{name} among 1,000,000 rows on {kind}",
            "measured": f"{large * 1000:.1f} ms",
            "floor": f"{small * 1000:.1f} ms among 1,000",
            "ratio": round(large / small, 2),
            "target": "<= 1.5",
            "met": large / small <= 1.5,
        }
        for name, small, large in zip(("a tick with 100 due", "an empty tick", "a reconcile"), few, many, strict=True)
    ]


def _costs(database: Database, name: str, rows: int, known: int) -> tuple[float, float, float]:
    """Fill the table up to so many rows, nine of ten history; return what each costs, the best of several."""
    now = datetime.now(UTC)
    people = [f"U{number % 5000}" for number in range(rows - known)]
    plan(database, TEAM, f"{name}-past", people[: len(people) * 9 // 10], now - timedelta(days=30), sent=True)
    plan(database, TEAM, f"{name}-later", people[len(people) * 9 // 10 :], now + timedelta(days=30))
    # Tidied up at once, so that the database does not do it while the clock runs.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")
    working = sender(database, Nowhere(), 1)
    due, empty, planned = [], [], []
    for turn in range(6):
        plan(database, TEAM, f"{name}-due{turn}", [f"U{n}" for n in range(100)], now - timedelta(minutes=1))
        due.append(_seconds(lambda: drain(working)))
        empty.append(_seconds(lambda: [working.tick() for _ in range(20)]) / 20)
        planned.append(_seconds(lambda t=turn: _reconcile(database, f"{name}{t}", now)))
    return min(due), min(empty), min(planned)


def _reconcile(database: Database, name: str, now: datetime) -> None:
    for hours in (1, 2):
        wanted = [
            Wanted(key=f"{name}:{n}", kind="bench", to=f"U{n}", due=now + timedelta(hours=hours + n)) for n in range(20)
        ]
        with database.transaction() as tx:
            reconcile(tx, team_id=TEAM, subject=f"subject:{name}", wanted=wanted, now=now)


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def sending() -> list[Row]:
    """Return all rows about delivery."""
    found = [plain("sqlite"), plain("postgres"), limits(), *queue()]
    return [*found, *growth("sqlite"), *growth("postgres")]


def main(what: str, *more: str) -> None:
    if what == "ours":
        ours(*more)
    elif what == "peer":
        peer(more[0], more[1])
    elif what == "prepare":
        peer(more[0], None, int(more[1]))
    else:
        for row in rows(what, *more):
            print(json.dumps(row))


def rows(what: str, *more: str) -> list[Row]:
    """Return the rows of one part of the bench."""
    if what == "plain":
        return [plain("sqlite"), plain("postgres")]
    if what == "limits":
        return [limits("postgres", *map(float, more))]
    return queue(*map(int, more)) if what == "queue" else growth(*more)


if __name__ == "__main__":
    main(*sys.argv[1:])
