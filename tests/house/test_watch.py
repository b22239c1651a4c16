"""`/metrics` and `/readyz`: how delivery is doing, told alike by every process."""

from datetime import timedelta
from typing import Any

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from app.core.carrier import EVERYTHING, Later
from app.core.notice import Wanted
from app.database.session import instant
from app.delivery.beats import beat
from app.delivery.pace import hold_back
from app.delivery.planning import plan
from app.delivery.records import Beat, Notice
from app.sandbox.faults import Fault
from app.web.server import Watched, make_web
from app.web.watch import Watch
from tests.kit.rooms import TEAM, Rooms
from tests.kit.town import Town

HOUR = timedelta(hours=1)


def watching(watch: Watch) -> Flask:
    return make_web(None, Watched(look=list, watch=watch, kept=0))


def scraped(rooms: Rooms, watch: Watch | None = None) -> dict[tuple[str, str], float]:
    """Return every figure by its name and its label, as Prometheus reads them."""
    web = watching(watch or Watch(rooms.database, rooms.clock))
    answer = web.test_client().get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    return {
        (one.name, next(iter(one.labels.values()), "")): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def planned(rooms: Rooms, number: int, **is_: Any) -> None:
    with rooms.tx() as tx:
        wanted = Wanted(key=f"k{number}", kind="a.b", to="UA", due=rooms.now - HOUR * number)
        plan(tx, team_id=TEAM, subject="pairing:1", wanted=wanted, now=rooms.now)
        row = tx.query(Notice).filter_by(key=f"k{number}").one()
        for name, value in is_.items():
            setattr(row, name, value)


def test_an_empty_outbox_has_every_figure(rooms: Rooms) -> None:
    found = scraped(rooms)
    assert found["trellis_notices_open", "planned"] == 0
    assert found["trellis_notices_settled", "sent"] == 0
    assert found["trellis_notices_undelivered", "failed"] == 0
    assert found["trellis_overdue_seconds", ""] == 0
    assert found["trellis_slack_held_back", "workspace"] == 0
    assert not any(name == "trellis_seconds_since_tick" for name, _ in found)


def test_the_figures_are_those_of_the_database(rooms: Rooms) -> None:
    planned(rooms, 1)
    planned(rooms, 2, due_at=rooms.now + HOUR, reason="not at this hour")
    planned(rooms, 3)
    planned(rooms, 4, outcome="sent", settled_at=rooms.now)
    planned(rooms, 5, outcome="failed", settled_at=rooms.now - HOUR)
    planned(rooms, 6, outcome="uncertain", settled_at=rooms.now - 24 * HOUR * 8)
    with rooms.tx() as tx:
        at = instant(tx)
        for what in ("chat.postMessage", "post:C1", "views.publish"):
            hold_back(tx, team_id=TEAM, no=Later(60, "ratelimited", what), at=at)
        hold_back(tx, team_id=TEAM, no=Later(60, "account_inactive", EVERYTHING), at=at)
        beat(tx)
    found = scraped(rooms)
    assert found["trellis_notices_open", "planned"] == 2
    assert found["trellis_notices_open", "put_off"] == 1
    assert (found["trellis_notices_overdue", ""], found["trellis_overdue_seconds", ""]) == (2, 3 * 3600)
    assert (found["trellis_notices_settled", "sent"], found["trellis_notices_settled", "uncertain"]) == (1, 1)
    undelivered = [found["trellis_notices_undelivered", one] for one in ("failed", "uncertain")]
    assert undelivered == [1, 0]
    assert found["trellis_slack_throttled_total", "chat.postMessage"] == 2
    assert found["trellis_slack_throttled_total", "views.publish"] == 1
    held = [found["trellis_slack_held_back", one] for one in ("method", "place", "workspace")]
    assert held == [2, 1, 1]
    assert 0 <= found["trellis_seconds_since_tick", ""] < 60


def test_what_is_costly_to_count_is_counted_now_and_then_only(rooms: Rooms) -> None:
    watch = Watch(rooms.database, rooms.clock)
    assert scraped(rooms, watch)["trellis_notices_settled", "sent"] == 0
    planned(rooms, 1, outcome="sent", settled_at=rooms.now)
    assert scraped(rooms, watch)["trellis_notices_settled", "sent"] == 0
    assert scraped(rooms)["trellis_notices_settled", "sent"] == 1


def test_every_beat_moves_the_last_one(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        beat(tx)
        tx.query(Beat).one().at -= HOUR
        tx.flush()
        beat(tx)
        assert instant(tx) - tx.query(Beat).populate_existing().one().at < HOUR


def test_a_bot_that_ticks_says_so_and_what_is_overdue(town: Town) -> None:
    town.opens_cohort()
    client = watching(Watch(town.stage.database, town.stage.clock)).test_client()
    lines = client.get("/readyz").text.splitlines()
    assert lines[0] == "ready"
    assert lines[1].startswith("last tick: ")
    assert lines[1].endswith(" s ago")
    assert lines[2] == "overdue: nothing"
    with town.stage.database.transaction() as tx:
        row = tx.query(Notice).filter(Notice.settled_at.is_(None)).first()
        assert row is not None
        row.due_at = town.stage.clock.now() - timedelta(seconds=90)
    assert client.get("/readyz").text.splitlines()[2] == "overdue: 1, the oldest for 90 s"


def test_a_not_now_of_slacks_is_counted(town: Town) -> None:
    town.opens_cohort()
    town.stage.sandbox.faults.next("chat.postMessage", Fault("429", times=2, seconds=1))
    town.joins(town.ada, "mentee")
    town.passes(minutes=5)
    watch = Watch(town.stage.database, town.stage.clock)
    text = watching(watch).test_client().get("/metrics").text
    assert 'trellis_slack_throttled_total{method="chat.postMessage"} 2.0' in text


def test_a_database_that_does_not_answer_is_no_traceback(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        tx.connection().exec_driver_sql("DROP TABLE beats")
    client = watching(Watch(rooms.database, rooms.clock)).test_client()
    assert client.get("/metrics").status_code == 503
    assert client.get("/readyz").text == "ready\n"
