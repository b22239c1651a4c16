"""`/readyz` says line by line what a process needs, and `/metrics` what it did."""

import pytest
from sqlalchemy import text

from app.database.session import Database
from app.database.types import Keyring
from app.migrating import head
from app.web.readiness import Heard, Readiness, Said, look_at_line
from app.web.server import Watched, make_web
from tests.kit import databases
from tests.kit.rooms import Rooms
from tests.kit.town import Town


def asked(look: Readiness, kept: float = 0) -> tuple[int, list[str]]:
    answer = make_web(None, Watched(look=look.look, kept=kept)).test_client().get("/readyz")
    return answer.status_code, answer.text.splitlines()


def test_a_process_that_has_all_it_needs_is_ready_and_says_what_it_has(rooms: Rooms) -> None:
    status, lines = asked(Readiness(rooms.database, look_at_line(lambda: True)))
    assert (status, lines) == (
        200,
        ["ready", "database: answers", f"migrations: at {head()}, as this version wants", "Slack: connected"],
    )


def test_a_database_of_an_older_version_is_not_ready_until_it_is_migrated(rooms: Rooms) -> None:
    look = Readiness(rooms.database, look_at_line(lambda: True))
    with rooms.tx() as tx:
        tx.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    status, lines = asked(look)
    assert status == 503
    wanted = f"migrations: the database is at 0001, this version wants {head()}; run `trellis migrate`"
    assert lines[:3] == ["not ready", "database: answers", wanted]
    with rooms.tx() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})
    assert asked(look)[0] == 200


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite", "postgresql://u:secret@127.0.0.1:1/none"])
def test_a_database_that_does_not_answer_is_named_without_its_address(url: str) -> None:
    status, lines = asked(Readiness(Database(url, Keyring([databases.KEY])), Heard().look))
    assert (status, lines[:2]) == (503, ["not ready", "database: does not answer"])
    assert "secret" not in "".join(lines)


def test_a_lost_line_to_slack_is_not_ready_but_a_quiet_slack_is(rooms: Rooms) -> None:
    status, lines = asked(Readiness(rooms.database, look_at_line(lambda: False)))
    assert (status, lines[-1]) == (503, "Slack: not connected over Socket Mode")
    heard = Heard()
    assert asked(Readiness(rooms.database, heard.look))[1][-1] == "Slack: not heard since the start"
    heard.note()
    assert asked(Readiness(rooms.database, heard.look)) == (200, [*lines_of(rooms), "Slack: last heard 0 s ago"])


def lines_of(rooms: Rooms) -> list[str]:
    return asked(Readiness(rooms.database, list))[1]


def test_whoever_asks_all_the_time_costs_no_more() -> None:
    looks = []

    def look() -> list[Said]:
        looks.append(1)
        return []

    client = make_web(None, Watched(look=look, kept=60)).test_client()
    assert {client.get("/readyz").status_code for _ in range(50)} == {200}
    assert len(looks) == 1


def test_what_people_did_is_counted_with_how_it_ended_and_how_long_it_took(town: Town) -> None:
    town.cora.types("/mentoring help")
    town.cora.opens_home()
    town.sam.types("/mentoring certificate")
    trellis = town.stage.trellis
    assert trellis is not None
    client = make_web(None, trellis.watched(list)).test_client()
    said = client.get("/metrics").text
    assert 'trellis_interactions_total{kind="command",outcome="answered"} 1.0' in said
    assert 'trellis_interactions_total{kind="command",outcome="refused"} 1.0' in said
    assert 'trellis_interactions_total{kind="event",outcome="answered"}' in said
    assert 'trellis_interaction_seconds_count{kind="command"} 2.0' in said
    assert "process_resident_memory_bytes" in said
    assert "process_start_time_seconds" in said
    assert "UCORA" not in said


def test_figures_may_ask_for_a_token(town: Town) -> None:
    trellis = town.stage.trellis
    assert trellis is not None
    watched = trellis.watched(list)
    client = make_web(None, Watched(look=list, watch=watched.watch, token="t0ken")).test_client()
    for borne in ({}, {"Authorization": "Bearer t0ke"}, {"Authorization": "t0ken"}, {"Authorization": "Bearer \xe9"}):
        answer = client.get("/metrics", headers=borne)
        assert (answer.status_code, answer.data) == (401, b"")
    assert client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).status_code == 200
    assert client.get("/readyz").status_code == 200
