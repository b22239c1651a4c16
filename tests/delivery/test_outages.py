"""The database goes away and comes back, the clock is set back or leaps ahead: nothing is lost, nothing comes twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from app.clockwork import Clockwork
from app.core.carrier import Outcome
from app.core.notice import Errand
from app.database.session import Database, Transaction
from app.delivery import sending
from app.delivery.deciding import Manners
from app.delivery.records import Notice
from app.delivery.sending import Sender
from app.slack.blocks import together
from app.tools import Board
from tests.delivery.world import CHANNEL, DAY, HOUR, Clocks, House, Slack, Thing

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
        monkeypatch.setattr(sending, "steady", self.clocks.steady)
        monkeypatch.setattr(sending, "time", SimpleNamespace(sleep=self.sleeps))
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


@pytest.fixture
def bench(database: Database, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(database, monkeypatch)


def test_a_database_that_is_away_for_a_minute_is_told_what_arrived_meanwhile(bench: Bench) -> None:
    bench.slack.once = lambda: bench.outage.goes_away(A_MINUTE)
    bench.lives(timedelta(0))
    assert bench.outage.refused > 5
    assert bench.all_well()


def test_a_database_that_is_away_for_an_hour_leaves_a_doubt_that_the_history_clears(bench: Bench) -> None:
    bench.slack.once = lambda: bench.outage.goes_away(HOUR)
    with pytest.raises(OperationalError):
        bench.lives(timedelta(0))
    bench.lives(HOUR, A_MINUTE)
    assert bench.all_well()


def test_a_tick_that_finds_no_database_leaves_everything_to_the_next(bench: Bench) -> None:
    bench.outage.goes_away(A_MINUTE)
    with pytest.raises(OperationalError):
        bench.lives(timedelta(0))
    assert bench.slack.visible == []
    bench.lives(A_MINUTE, A_MINUTE)
    assert bench.all_well()


@pytest.mark.parametrize("commits", [1, 2, 3, 4])
def test_a_commit_whose_answer_was_lost_is_not_done_twice(bench: Bench, commits: int) -> None:
    bench.slack.once = lambda: setattr(bench.outage, "commits_without_answer", commits)
    bench.lives(timedelta(0), A_MINUTE, A_MINUTE, A_MINUTE)
    assert bench.outage.commits_without_answer == 0
    assert bench.all_well()


def test_a_clock_that_is_set_back_an_hour_says_nothing_twice_and_goes_on(bench: Bench) -> None:
    bench.clocks.wrong_by = HOUR
    bench.slack.fates = ["forgotten", "arrives", "forgotten", "arrives"]
    bench.lives(timedelta(0))
    bench.clocks.wrong_by = timedelta(0)
    bench.lives(A_MINUTE, HOUR, A_MINUTE)
    assert bench.all_well()


def test_after_a_week_of_standstill_what_is_stale_is_skipped_and_the_rest_comes_by_and_by(bench: Bench) -> None:
    thing = bench.house.things[1]
    thing.starts = bench.clocks.now() + 2 * DAY
    bench.house.follows(bench.database, thing)
    bench.lives(7 * DAY - HOUR, *([HOUR] * 24 * 5))
    assert bench.slack.faults == []
    found = {row.key: (row.outcome, row.reason) for row in bench.rows()}
    assert found["thing:1:1:soon:U1"] == ("skipped", "too late to be of use")
    assert found["thing:1:1:card"] == ("skipped", "too late to be of use")
    for key in ("match", "hello:U1", "hello:U2", "post", "ask:U1"):
        assert found[f"thing:1:{key}"][0] == "sent"
    first = [one.text.split("]")[0][9:] for one in bench.slack.visible if one.to != CHANNEL]
    assert first[:2] == ["hello:U1", "hello:U2"]  # what must not wait comes before what can


def test_chores_go_on_at_once_when_the_clock_is_set_back(bench: Bench) -> None:
    done: list[str] = []
    clockwork = Clockwork(
        database=bench.database,
        sender=bench.sender,
        board=Board(chores=(lambda _tx, now: done.append(f"{now:%d %H:%M}"),)),
        clock=bench.clocks,
        every=5,
    )
    for wrong_by in (timedelta(0), -HOUR, -HOUR, 7 * DAY):
        bench.clocks.wrong_by = wrong_by
        clockwork.tick()
    assert done == ["22 08:00", "22 07:00", "29 08:00"]
