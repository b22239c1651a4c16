"""One bot in the small world, with a database that may go away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from app.core.carrier import Outcome
from app.core.notice import Errand
from app.database.session import Database, Transaction
from app.delivery import rounds, sending
from app.delivery.deciding import Manners
from app.delivery.records import Notice
from app.delivery.sending import Sender
from app.slack.blocks import together
from tests.delivery.world import Clocks, House, Slack, Thing

A_MINUTE = timedelta(minutes=1)


class Outage:
    """A way to a database that is away for some time, or whose answer to a commit is lost."""

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database, self._clocks = database, clocks
        self.back_at = clocks.true
        self.commits_without_answer = 0
        self.refused = 0

    def goes_away(self, time: timedelta) -> None:
        self.back_at = self._clocks.true + time

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        if self._clocks.true < self.back_at:
            self.refused += 1
            raise OperationalError("connection refused", None, ConnectionError())
        with self._database.transaction() as tx:
            yield tx
            writes = bool(tx.dirty or tx.new)
        if writes and self.commits_without_answer:
            self.commits_without_answer -= 1
            raise OperationalError("connection lost", None, ConnectionError())


class Street(Slack):
    """Slack; something may happen once, while a message is on its way."""

    once: Callable[[], None] = staticmethod(lambda: None)

    def carry(self, team_id: str, to: str, errand: Errand, marks: object, until: float) -> Outcome:
        found = super().carry(team_id, to, errand, marks, until)  # type: ignore[arg-type]  # handed on as it came
        act, self.once = self.once, lambda: None
        act()
        return found


class Bench:
    """One bot in a world with one pairing, and a database that may go away."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clocks = Clocks()
        self.database = database
        self.house = House(self.clocks)
        self.slack = Street(self.house, self.clocks, database)
        self.outage = Outage(database, self.clocks)
        monkeypatch.setattr(sending, "instant", lambda _tx: self.clocks.true)
        for page in (sending, rounds):
            monkeypatch.setattr(page, "steady", self.clocks.steady)
            monkeypatch.setattr(page, "time", SimpleNamespace(sleep=self.sleeps))
        self.sender = Sender(
            database=self.outage,  # type: ignore[arg-type]  # all that a sender asks of a database
            carrier=self.slack,
            manners=Manners(kinds=self.house.kinds, recipient_of=self.house.recipient, together=together),
            clock=self.clocks,
        )
        self.house.things[1] = Thing(1, self.clocks.now())
        self.house.follows(database, self.house.things[1])

    def sleeps(self, seconds: float) -> None:
        self.clocks.true += timedelta(seconds=seconds)

    def lives(self, *times: timedelta) -> None:
        for time in times:
            self.clocks.true += time
            self.sender.tick()

    def rows(self) -> list[Notice]:
        with self.database.transaction() as tx:
            return tx.query(Notice).order_by(Notice.id).all()

    def all_well(self) -> bool:
        """Whether each thing that is due stands there once, and nothing came that should not."""
        standing = [mark for one in self.slack.visible for mark in one.marks]
        sent = [row.mark for row in self.rows() if row.outcome == "sent"]
        due = [row.key for row in self.rows() if row.outcome is None and row.due_at <= self.clocks.now()]
        return sorted(standing) == sorted(sent) and len(sent) > 3 and not due and not self.slack.faults
