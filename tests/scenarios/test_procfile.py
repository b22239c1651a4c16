"""The processes of the Procfile, as a platform runs them: two deploys at once, an overlap, and orders to stop."""

import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.delivery.records import Notice
from app.demo.community import Community
from app.sandbox.faults import Fault
from tests.kit import databases
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


def stops_in_order(dyno: Dyno, within: float = WITHIN) -> None:
    code, seconds = dyno.ended(within)
    assert code == 0
    assert seconds < within
    assert not dyno.knows("Traceback")


def test_deploys_overlap_and_processes_stop_in_order(tmp_path: Path) -> None:
    with databases.empty("postgres") as url:
        stage = ByProcfile(url, tmp_path)
        try:
            two_deploys(stage)
            a_worker_sends_what_is_due_later(stage)
            a_deploy_that_overlaps_loses_and_doubles_nothing(stage)
        finally:
            stage.stop()


def two_deploys(stage: ByProcfile) -> None:
    for one in (stage.dyno("release"), stage.dyno("release")):
        assert one.ended(60)[0] == 0
        assert one.knows("The database is at revision")


def a_worker_sends_what_is_due_later(stage: ByProcfile) -> None:
    both = stage.dyno("web", "worker")
    both.is_ready()
    stage.is_reached_at(both)
    town = Community(stage)
    town.cora.types("/mentoring help")
    assert "/mentoring status" in town.cora.reads()
    town.opens_cohort()
    before = posts(stage)
    stage.pass_time(timedelta(days=12))
    assert posts(stage) > before
    assert both.knows("working")


def a_deploy_that_overlaps_loses_and_doubles_nothing(stage: ByProcfile) -> None:
    old, new = stage.dynos[-1], stage.dyno("web", INLINE_WORKER="1", TICK_SECONDS="60")
    new.is_ready()
    before = posts(stage)
    stage.sandbox.faults.next("chat.postMessage", Fault("slow", seconds=1.5))
    # The old worker has one message on its way for a while and others in hand.
    who = stage.sandbox.people["UCORA"]
    who.types("/mentoring open")
    who.closes_all()
    old.gets(signal.SIGTERM)
    stops_in_order(old)
    stage.is_reached_at(new)
    assert in_hand(stage) == []
    who.types("/mentoring help")
    new.gets(signal.SIGINT, each=True)
    stops_in_order(new)
    assert posts(stage) >= before
