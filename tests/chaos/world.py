"""A workspace, a database and workers that die: where chaos takes place."""

import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.core.notice import Wanted
from app.database.session import Database
from app.database.types import Keyring
from app.delivery.planning import reconcile
from app.delivery.records import Notice
from tests.chaos.verdict import Verdict, judge
from tests.kit import databases
from tests.kit.far_slack import FarSlack
from tests.kit.mortal import KINDS, URGENT, USUAL, Nursery

HISTORIES = ("im:history", "mpim:history", "channels:history", "groups:history")
A_SUBJECT = 500  # notices that are planned in one transaction
PATIENCE = 120.0


@dataclass
class World:
    """What a run of chaos needs.

    Attributes:
        readable: whether Trellis may read histories.
        lease: seconds for which a worker may hold a message.
        pace: which share of Slack's limits Trellis uses; 0 for none.
    """

    slack: FarSlack
    nursery: Nursery
    database: Database
    url: str
    log: Path
    people: list[str]
    readable: bool
    lease: float
    pace: float = 0.0
    dice: random.Random = field(default_factory=random.Random)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def settings(self, carriers: int) -> dict[str, Any]:
        """Return what a worker is told."""
        return {
            "database_url": self.url,
            "trellis_keys": databases.KEY,
            "slack_bot_token": self.slack.bot_token,
            "slack_app_token": self.slack.app_token,
            "slack_api_url": self.slack.api_url,
            "tick_seconds": 0.2,
            "lease_seconds": self.lease,
            "slack_pace": self.pace,
            "carriers": carriers,
            "log_level": "ERROR",
        }

    def plan(self, count: int) -> None:
        """Let so many messages be due now, of every kind, some of them urgent."""
        now = datetime.now(UTC)
        kinds = itertools.cycle([*list(USUAL) * 3, *URGENT])
        while count > 0:
            wanted = [
                Wanted(key=f"chaos:{next(self._numbers)}", kind=next(kinds), to=self.dice.choice(self.people), due=now)
                for _ in range(min(count, A_SUBJECT))
            ]
            with self.database.transaction() as tx:
                reconcile(tx, team_id=self.slack.team_id, subject=wanted[0].key, wanted=wanted, now=now)
            count -= len(wanted)

    def open(self) -> int:
        """Return how many messages are not settled yet."""
        with self.database.transaction() as tx:
            return tx.scalar(select(func.count()).where(Notice.settled_at.is_(None))) or 0

    def free(self) -> int:
        """Return how many of them nobody holds."""
        with self.database.transaction() as tx:
            held = (Notice.settled_at.is_(None), Notice.claimed_by.is_(None))
            return tx.scalar(select(func.count()).where(*held)) or 0

    def comes_to_rest(self) -> None:
        """Let one worker live until everything is settled.

        Raises:
            AssertionError: if that never happens.
        """
        life = self.nursery.bear(self.settings(8))
        deadline = time.monotonic() + PATIENCE
        while (left := self.open()) and time.monotonic() < deadline:
            time.sleep(0.1)
        life.dies()
        assert left == 0, f"{left} messages never settled; see {self.log}"

    def verdict(self) -> Verdict:
        """Compare the outbox with what the workspace saw."""
        with self.database.transaction() as tx:
            rows = tx.scalars(select(Notice).where(Notice.kind.in_(KINDS))).all()
        return judge(rows, self.slack.record(), readable=self.readable)


@contextmanager
def world(
    kind: str, nursery: Nursery, log: Path, *, readable: bool, lease: float, people: int, seed: int, pace: float = 0.0
) -> Iterator[World]:
    """Yield a fresh world on a kind of database."""
    with FarSlack() as slack, databases.fresh(kind) as url:
        if not readable:
            slack.without(*HISTORIES)
        database = Database(url, Keyring([databases.KEY]))
        try:
            yield World(
                slack=slack,
                nursery=nursery,
                database=database,
                url=url,
                log=log,
                people=slack.people(people),
                readable=readable,
                lease=lease,
                pace=pace,
                dice=random.Random(seed),  # noqa: S311 - it is to be the same each time
            )
        finally:
            database.close()


@contextmanager
def nursery() -> Iterator[tuple[Nursery, Path]]:
    """Yield where workers come from, and where they say what went wrong."""
    log = Path(tempfile.mkdtemp(prefix="trellis-chaos-")) / "workers.log"
    log.touch()
    with Nursery(log) as made:
        yield made, log
