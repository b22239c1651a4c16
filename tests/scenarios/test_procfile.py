"""The processes of the Procfile, as a platform runs them: two deploys at once, an overlap, and orders to stop."""

import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.delivery.records import Notice
from app.demo.community import Community
from app.sandbox.faults import Fault
from tests.kit import databases
from tests.kit.apart import until
from tests.kit.procfile import ByProcfile, Dyno

WITHIN = 5.0  # seconds: Fly.io kills then


def posts(stage: ByProcfile) -> Counter[tuple[str, str]]:
    """Return what the bot has posted in channels, by place and words."""
    space = stage.sandbox.workspace
    return Counter(
        (one.name, message["text"])
        for one in space.conversations.values()
        for message in one.messages
        if one.name and message["user"] == space.bot.id
    )


def in_hand(stage: ByProcfile) -> list[str]:
    """Return the notices that some process holds or is in doubt about."""
    with stage.database.transaction() as tx:
        rows = tx.scalars(select(Notice).where(Notice.settled_at.is_(None)))
        return [row.key for row in rows if row.claimed_by is not None or row.sending_at is not None]


def stops_in_order(dyno: Dyno, number: signal.Signals, *commands: str) -> None:
    assert dyno.stops(number, within=WITHIN) < WITHIN
    said = dyno.log()
    assert [one for one in commands if f"{one} ended with 0" not in said] == []
    assert "Traceback" not in said
    assert "stopped-in-the-middle" not in said


def test_deploys_overlap_and_processes_stop_in_order(tmp_path: Path) -> None:
    with databases.empty("postgres") as url:
        stage = ByProcfile(url, tmp_path)
        try:
            two_deploys(stage)
            town = Community(stage)
            a_worker_sends_what_is_due_later(stage, town)
            a_deploy_that_overlaps_loses_and_doubles_nothing(stage, town)
        finally:
            stage.stop()


def two_deploys(stage: ByProcfile) -> None:
    for one in (stage.dyno("release"), stage.dyno("release")):
        assert one.ended(60) == 0
        assert "The database is at revision" in one.log()


def a_worker_sends_what_is_due_later(stage: ByProcfile, town: Community) -> None:
    both = stage.dyno("web", "worker")
    both.comes_up()
    stage.is_reached_at(both)
    town.cora.types("/mentoring help")
    assert "/mentoring status" in town.cora.reads()[-1]
    town.opens_cohort()
    before = posts(stage)
    stage.pass_time(timedelta(days=12))
    assert posts(stage) > before


def a_deploy_that_overlaps_loses_and_doubles_nothing(stage: ByProcfile, town: Community) -> None:
    old, new = stage.dynos[-1], stage.dyno("web", INLINE_WORKER="1", TICK_SECONDS="60")
    new.comes_up()
    before = posts(stage)
    # The old worker has one message on its way for a while, and the next one is due meanwhile.
    stage.sandbox.faults.next("chat.postMessage", Fault("slow", seconds=2))
    cora: Any = town.cora.person  # she does not wait until the bot has said all
    town.opens_cohort("Spring", by=cora)
    until(lambda: bool(in_hand(stage)), "the worker to begin")
    town.opens_cohort("Summer", by=cora)
    stops_in_order(old, signal.SIGTERM, "run", "worker")
    assert in_hand(stage) == []
    stage.is_reached_at(new)
    cora.types("/mentoring help")
    stage.settle()
    come = posts(stage) - before
    assert sorted(come.values()) == [1, 1]
    stops_in_order(new, signal.SIGINT, "run")
