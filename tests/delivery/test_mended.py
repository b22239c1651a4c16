"""What the state machine found once, told so that a person can follow it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.notice import Due, Errand, Wanted
from app.database.session import Database, Transaction
from app.delivery.planning import bring_again, plan
from app.delivery.records import Notice
from tests.delivery.bench import Bench
from tests.delivery.world import DAY, HOUR
from tests.kit.rooms import TEAM

A_MINUTE = timedelta(minutes=1)
MORNING = timedelta(hours=2)  # the world begins at nine in London


@pytest.fixture
def bench(database: Database, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(database, monkeypatch)
    made.house.people["U1"] = replace(made.house.people["U1"], zone="Europe/London")
    made.lives(MORNING)  # the beginning of the pairing has been told
    made.slack.visible.clear()
    return made


def news(bench: Bench, *keys: str, kind: str = "news") -> None:
    for key in keys:
        one = Wanted(key=f"thing:1:{kind}:{key}", kind=kind, to="U1", due=bench.clocks.now(), about={"thing": 1})
        bench.house.wanted[f"news:{one.key}"] = one
        with bench.database.transaction() as tx:
            plan(tx, team_id=TEAM, subject=f"news:{key}", wanted=one, now=bench.clocks.now())


def row(bench: Bench, key: str) -> Notice:
    return next(one for one in bench.rows() if one.key == key)


def came(bench: Bench) -> list[str]:
    return [line.split("]")[0][1:] for one in bench.slack.visible for line in one.text.splitlines() if line]


def test_what_was_looked_for_and_not_found_comes_once_whoever_it_comes_with(bench: Bench) -> None:
    news(bench, "a")
    bench.slack.fates = ["lost"]
    bench.lives(timedelta(0))
    news(bench, "b")
    bench.lives(A_MINUTE, A_MINUTE)
    assert sorted(came(bench)) == ["thing:1:news:a", "thing:1:news:b"]


def test_a_nudge_does_not_ride_with_news_into_a_pause(bench: Bench) -> None:
    bench.house.people["U1"] = replace(bench.house.people["U1"], paused_until=bench.clocks.now() + 5 * DAY)
    news(bench, "a")
    news(bench, "b", kind="told")
    bench.lives(timedelta(0), A_MINUTE)
    assert came(bench) == ["thing:1:news:a"]
    assert bench.slack.faults == []


def test_what_was_asked_for_again_takes_nobody_along_past_the_budget(bench: Bench) -> None:
    for key in ("a", "b", "c"):
        news(bench, key)
        bench.lives(A_MINUTE)
    first, now = row(bench, "thing:1:news:a").id, bench.clocks.now()
    with bench.database.transaction() as tx:
        bring_again(tx, notice_id=first, due=now + A_MINUTE, expires=None, now=now)
    news(bench, "d")
    bench.lives(A_MINUTE)
    assert came(bench)[3:] == ["thing:1:news:a"]
    assert bench.slack.faults == []


def test_what_is_moved_after_it_was_claimed_waits_for_its_new_time(bench: Bench) -> None:
    thing = bench.house.things[1]
    thing.starts, thing.version = bench.clocks.now() + HOUR, 2
    bench.house.follows(bench.database, thing)

    def moves() -> None:
        thing.starts = bench.clocks.now() + 3 * HOUR
        bench.house.follows(bench.database, thing)

    bench.slack.once = moves
    bench.lives(timedelta(0))
    soon = [key for key in came(bench) if ":soon:" in key]
    assert len(soon) == 1  # the other one was in hand already
    assert bench.slack.faults == []
    bench.lives(2 * HOUR)
    assert sorted(key for key in came(bench) if ":soon:" in key) == ["thing:1:2:soon:U1", "thing:1:2:soon:U2"]


def test_nobody_calls_skipped_what_may_have_arrived(bench: Bench) -> None:
    bench.slack.readable = False
    bench.slack.fates = ["forgotten"]
    news(bench, "a", kind="stage")
    bench.lives(timedelta(0))
    bench.house.things[1].live = False
    bench.lives(A_MINUTE)
    found = row(bench, "thing:1:stage:a")
    assert (found.outcome, found.reason) == ("uncertain", "it has ended; it may have arrived before")


def test_a_fault_in_one_message_forgets_nothing_of_the_others(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    news(bench, "a")
    bench.slack.fates = ["lost"]
    bench.lives(timedelta(0))
    render = bench.house.render

    def fails(tx: Transaction, due: Due, now: object) -> Errand:
        if due.key == "thing:1:news:a" and looked:
            raise LookupError("this one cannot be put into words")
        return render(tx, due, now)  # type: ignore[arg-type]  # handed on as it came

    looked: list[bool] = []
    find = bench.slack.find

    def looks(*asked: object) -> object:
        looked.append(True)
        return find(*asked)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(bench.slack, "find", looks)
    for name, kind in bench.house.kinds.items():
        monkeypatch.setitem(bench.house.kinds, name, replace(kind, render=fails))
    news(bench, "b", kind="told")
    bench.lives(A_MINUTE)
    assert row(bench, "thing:1:told:b").outcome == "sent"
    assert row(bench, "thing:1:news:a").outcome is None
