"""The database goes away and comes back, the clock is set back or leaps ahead: nothing is lost, nothing comes twice."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app.clockwork import Clockwork
from app.database.session import Database
from app.tools import Board
from tests.delivery.bench import Bench
from tests.delivery.world import CHANNEL, DAY, HOUR

A_MINUTE = timedelta(minutes=1)


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
