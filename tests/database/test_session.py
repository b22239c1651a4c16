"""Transactions and what they promise, on both databases."""

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from app.database import session
from app.database.session import (
    Database,
    Transaction,
    asked_once,
    insert_or_ignore,
    locked,
    one_at_a_time,
    psycopg_url,
    reading,
    seen,
    take_your_time,
)
from app.database.types import Keyring
from app.delivery.inbox import Delivery
from tests.kit import databases

NOW = datetime(2027, 1, 11, 11, tzinfo=UTC)


def row(delivery_id: str) -> dict[str, Any]:
    return {"team_id": "T1", "delivery_id": delivery_id, "seen_at": NOW}


def test_inserting_tells_how_many_were_new(database: Database) -> None:
    with database.transaction() as tx:
        assert insert_or_ignore(tx, Delivery, [row("a"), row("b")]) == 2
    with database.transaction() as tx:
        assert insert_or_ignore(tx, Delivery, [row("b"), row("c")]) == 1


def test_what_is_raised_undoes_everything(database: Database) -> None:
    def fails() -> None:
        with database.transaction() as tx:
            insert_or_ignore(tx, Delivery, [row("a")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with database.transaction() as tx:
        assert insert_or_ignore(tx, Delivery, [row("a")]) == 1


def test_instants_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    with database.transaction() as tx:
        insert_or_ignore(tx, Delivery, [row("a")])
        found = tx.get(Delivery, ("T1", "a"))
    assert found is not None
    assert found.seen_at == NOW
    assert found.seen_at.tzinfo is UTC
    with pytest.raises(Exception, match="naive"), database.transaction() as tx:
        insert_or_ignore(tx, Delivery, [{**row("b"), "seen_at": NOW.replace(tzinfo=None)}])


@pytest.mark.parametrize("said", [["a"], ["a", "b"]], ids=["one row", "many at once"])
def test_who_falls_asleep_in_a_transaction_does_not_keep_the_others_from_their_work(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "AWAKE", 0.3)
    monkeypatch.setattr(session, "LONGEST", 1.0)
    with databases.fresh("postgres") as url:
        sleeper, other = (Database(url, Keyring([databases.KEY])) for _ in range(2))
        asleep, awake = threading.Event(), threading.Event()
        failed: list[DBAPIError] = []

        def sleeps() -> None:
            try:
                with sleeper.transaction() as tx:
                    insert_or_ignore(tx, Delivery, [row(one) for one in said])
                    asleep.set()
                    awake.wait(30)
                    tx.execute(text("SELECT 1"))
            except DBAPIError as error:
                failed.append(error)

        thread = threading.Thread(target=sleeps)
        thread.start()
        asleep.wait(30)
        with other.transaction() as tx:
            assert insert_or_ignore(tx, Delivery, [row("a")]) == 1
        awake.set()
        thread.join()
        for one in (sleeper, other):
            one.close()
    assert [one.connection_invalidated for one in failed] == [True]


def test_a_migration_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "AWAKE", 0.2)
    monkeypatch.setattr(session, "LONGEST", 0.4)
    with databases.fresh("postgres") as url:
        one = Database(url, Keyring([databases.KEY]))
        with one.engine.connect() as connection, connection.begin():
            take_your_time(connection)
            time.sleep(0.8)
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        one.close()


def test_two_writers_take_turns(database: Database) -> None:
    order: list[str] = []

    def first() -> None:
        with database.transaction() as tx:
            insert_or_ignore(tx, Delivery, [row("a")])
            order.append("first writes")
            time.sleep(0.2)
            order.append("first ends")

    thread = threading.Thread(target=first)
    thread.start()
    while not order:
        time.sleep(0.01)
    with database.transaction() as tx:
        assert insert_or_ignore(tx, Delivery, [row("a")]) == 0
        order.append("second")
    thread.join()
    assert order == ["first writes", "first ends", "second"]


@pytest.mark.parametrize("said", ["postgres://u:p@h/d", "postgresql://u:p@h/d"])
def test_any_postgres_url_names_its_driver(said: str) -> None:
    assert psycopg_url(said) == "postgresql+psycopg://u:p@h/d"


def test_while_reading_a_question_is_asked_once(database: Database) -> None:
    asked: list[int] = []

    @asked_once
    def double(_tx: Transaction, number: int) -> int:
        asked.append(number)
        return 2 * number

    with database.transaction() as tx:
        assert [double(tx, 2), double(tx, 2)] == [4, 4]
        with reading(tx):
            assert [double(tx, 3), double(tx, 3), double(tx, 4)] == [6, 6, 8]
        assert double(tx, 3) == 6
    assert asked == [2, 2, 3, 4, 3]


def test_a_stretch_of_reading_within_another_keeps_its_answers(database: Database) -> None:
    asked: list[int] = []

    @asked_once
    def length(_tx: Transaction, names: list[str]) -> int:
        asked.append(len(names))
        return len(names)

    with database.transaction() as tx, reading(tx):
        with reading(tx):
            assert length(tx, ["a", "b"]) == 2
        assert length(tx, ["a", "b"]) == 2
    assert asked == [2]


def test_a_row_is_asked_for_once_and_anew_after_a_wait(database: Database) -> None:
    with database.transaction() as tx:
        insert_or_ignore(tx, Delivery, [row("a"), row("b")])
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _cur, said, *_: statements.append(said))

    def asks(tx: Transaction) -> int:
        before = len(statements)
        assert seen(tx, Delivery, ("T1", "a"), "T1") is not None
        return len(statements) - before

    with database.transaction() as tx:
        tx.connection()
        assert [asks(tx), asks(tx)] == [1, 0]
        tx.scalar(locked(select(Delivery).where(Delivery.delivery_id == "b")))
        assert [asks(tx), asks(tx)] == [1, 0]
        one_at_a_time(tx, ["x"])
        assert [asks(tx), asks(tx)] == [1, 0]


def test_another_workspaces_row_is_not_seen(database: Database) -> None:
    with database.transaction() as tx:
        insert_or_ignore(tx, Delivery, [row("a")])
        assert seen(tx, Delivery, ("T1", "a"), "T2") is None
        assert seen(tx, Delivery, ("T1", "z"), "T1") is None
