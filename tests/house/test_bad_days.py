"""Days on which the database, the disk, a scope or the line is not there: what people read, what the log says, and after."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

import app.main
from app.database.session import Database
from app.sandbox import transports
from app.slack import gateway
from app.web.server import make_web
from tests.kit import databases
from tests.kit.apart import until
from tests.kit.hearing import heard
from tests.kit.town import Town
from tests.kit.town import town as build_town

NOT_SAVED = "I can't save anything at the moment, so nothing of this last step was kept."


@pytest.fixture
def log() -> Iterator[Callable[[], str]]:
    with heard("text", "INFO") as read:
        yield read


@contextmanager
def away(database: Database) -> Iterator[None]:
    """Take the database away: nobody is connected, and nobody gets in."""
    said = make_url(database.url)
    if database.is_sqlite:
        path = Path(str(said.database))
        database.close()
        path.rename(path.with_suffix(".away"))
        path.mkdir()
        yield
        path.rmdir()
        path.with_suffix(".away").rename(path)
        return
    with psycopg.connect(databases.postgres(), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {said.database} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [said.database])
        yield
        server.execute(f"ALTER DATABASE {said.database} ALLOW_CONNECTIONS true")


def readiness(town: Town) -> int:
    return make_web(None, town.stage.bot.watched(list)).test_client().get("/readyz").status_code


def test_a_database_that_goes_away_is_told_once_and_all_goes_on_when_it_is_back(
    town: Town, monkeypatch: pytest.MonkeyPatch, log: Callable[[], str]
) -> None:
    monkeypatch.setattr(app.main, "KNOWN_FOR", 0.0)
    town.pairs()
    clockwork, ada = town.stage.bot.clockwork, town.ada.person
    with away(town.stage.database):
        for _ in range(20):
            clockwork._safely()
            clockwork._labours_safely()
        ada.types("/mentoring status")
        assert NOT_SAVED in ada.reads()[-1]
        ada.presses("Works for me")
        assert NOT_SAVED in ada.modal_text
        ada.closes_all()
        monkeypatch.setattr(transports, "ACK_SECONDS", 0.5)
        ada.opens_home()
        tries = [one for one in town.stage.sandbox.log if one.get("kind") == "events_api"][-4:]
        assert [one["ok"] for one in tries] == [False] * 4
        monkeypatch.setattr(transports, "ACK_SECONDS", 3.0)
        assert readiness(town) == 503
    said = log()
    assert said.count("database-away") == 1
    assert said.count("not-saved") == 6
    assert "tick-failed" not in said
    assert len(said.splitlines()) < 100
    clockwork._safely()
    assert log().count("database-back") == 1
    town.ada.presses("Works for me")
    town.ada.opens_home()
    assert "Mira Santos" in town.ada.home_text
    assert readiness(town) == 200


def test_a_disk_that_is_full_keeps_what_is_there_and_is_told(log: Callable[[], str], sqlite_town: Town) -> None:
    town = sqlite_town
    town.opens_cohort()
    engine = town.stage.database.engine

    def fills_up(connection: sqlite3.Connection, _entry: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    town.ada.presses("Find a mentor")
    town.ada.fills(town.mentee_answers(goals="ü" * 2900))
    engine.dispose()
    event.listen(engine, "connect", fills_up)
    town.ada.person.submits()
    assert NOT_SAVED in town.ada.modal_text
    assert "disk-full" in log()
    assert "database or disk is full" in log()
    event.remove(engine, "connect", fills_up)
    engine.dispose()
    town.ada.closes()
    town.ada.submits()
    town.ada.sees("You applied to *Winter*")
    assert "database-back" in log()


@pytest.fixture
def sqlite_town() -> Iterator[Town]:
    with build_town("sqlite", "socket") as made:
        yield made


def test_a_scope_that_is_taken_away_is_named_once_in_the_log_and_in_words_on_the_desk(
    town: Town, log: Callable[[], str]
) -> None:
    gateway._tell_of_scope.cache_clear()
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    town.joins(town.mira, "mentor")
    town.passes(hours=4)
    town.stage.sandbox.limits.granted.discard("chat:write")
    town.approves(town.ada)
    town.approves(town.mira)
    town.passes(hours=20)
    assert log().count("missing-scope") == 1
    assert "needed=chat:write" in log()
    town.cora.opens_home()
    town.cora.presses("Look at them")
    assert "I lack a permission for that. An admin can grant it by installing me again." in town.cora.modal_text


def test_a_person_whom_we_may_not_look_up_is_given_a_reference(town: Town, log: Callable[[], str]) -> None:
    gateway._tell_of_scope.cache_clear()
    town.opens_cohort()
    town.stage.sandbox.limits.granted.discard("users:read")
    town.sam.presses("Find a mentor")
    assert "Something went wrong on my side" in town.sam.modal_text
    assert "needed=users:read" in log()


def test_a_line_that_is_lost_comes_anew_and_presses_work_again(sqlite_town: Town) -> None:
    town = sqlite_town
    town.opens_cohort()
    line = town.stage.sandbox.socket
    for lose in (line.disconnect, line.close):
        lose()
        until(lambda: line.connections == 1, "the line to come anew")
        town.ada.types("/mentoring status")
        assert "operation" not in town.ada.person.trouble
        town.ada.presses("Find a mentor")
        assert town.ada.modal is not None
        town.ada.closes_all()
