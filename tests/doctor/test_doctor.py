"""`trellis doctor` finds each planted fault, names it, and says what to do; a healthy house has none."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import psycopg
import pytest
from alembic import command
from click.testing import CliRunner
from cryptography.fernet import Fernet
from sqlalchemy import text

from app.__main__ import main
from app.core.carrier import Later
from app.database.session import instant
from app.delivery.pace import close, hold_back
from app.delivery.records import Beat
from app.doctor import database as tables
from app.doctor.findings import Finding, State, as_json, as_text, is_healthy, looked_at
from app.main import Trellis
from app.migrating import config
from app.sandbox.faults import Fault
from app.settings import Settings
from app.web.server import FromSlack, make_web
from tests.kit import databases
from tests.kit.house import House, house

SQLITE, POSTGRES = ("sqlite",), ("postgres",)
BOTH = (*SQLITE, *POSTGRES)
# The server of the tests is set up for speed: nobody will pull its plug. The doctor says so, and is right.
OF_THE_TESTS = ("fsync is off", "full_page_writes is off", "synchronous_commit is off")


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sound(database_kind: str) -> Iterator[House]:
    with house(database_kind) as made:
        yield made


def wrong(found: list[Finding]) -> list[Finding]:
    """Return what is wrong but for how the tests' server is set up."""
    bad = [one for one in found if one.state in (State.FAULT, State.WARNING)]
    return [one for one in bad if not one.said.startswith(OF_THE_TESTS)]


def test_a_healthy_house_has_nothing_wrong(sound: House) -> None:
    found = sound.examined()
    assert wrong(found) == []
    assert {one.check for one in found if one.state is State.OK} >= {
        *("settings", "handbooks", "database", "migrations", "writing", "keys", "clock", "messages", "SLACK_BOT_TOKEN"),
        *("SLACK_APP_TOKEN", "scopes", "clocks", "coordinators", "channel", "marks", "port"),
    }
    if sound.kind == "sqlite":
        assert is_healthy(found)
        assert as_text(found).endswith("Everything is as it should be.\n")


# -- planted faults --------------------------------------------------------------------------------

NOTHING: dict[str, list[Finding]] = {}
Plant = Callable[[House], dict[str, Any] | None]
"""Plants a fault; returns settings that belong to it."""


def ran(house: House, *statements: str) -> None:
    with house.database.transaction() as tx:
        for one in statements:
            tx.execute(text(one))


def revoked(house: House) -> None:
    house.slack.revoked = True


def archived(house: House) -> None:
    house.desk.archived = True


def left_the_desk(house: House) -> None:
    house.desk.members.discard(house.slack.workspace.bot.id)


def cora_left(house: House) -> None:
    house.cora.user.deleted = True


def another_workspace(house: House) -> None:
    ran(house, "UPDATE workspaces SET team_id = 'TOTHER'")


def behind(house: House) -> None:
    setup = config()
    with house.database.engine.connect() as connection, connection.begin():
        setup.attributes["connection"] = connection
        command.downgrade(setup, "0004")


def empty(house: House) -> dict[str, Any]:
    if house.kind == "sqlite":
        path = house.url.removeprefix("sqlite:///") + "-empty"
        sqlite3.connect(path).close()
        return {"database_url": f"sqlite:///{path}"}
    ran(house, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return {}


def asleep(house: House) -> None:
    with house.database.transaction() as tx:
        tx.query(Beat).one().at -= timedelta(minutes=20)


def overdue(house: House) -> None:
    for number in range(1, 4):
        house.notice(number, due_at=datetime.now(UTC) - timedelta(hours=2))


def failed(house: House, reason: str = "channel_not_found") -> None:
    for number in range(1, 12):
        house.notice(number, settled_at=datetime.now(UTC), outcome="failed", reason=reason)


def locked_out(house: House) -> None:
    with house.database.transaction() as tx:
        close(tx, team_id=house.slack.team_id, why="account_inactive")


def held(house: House) -> None:
    with house.database.transaction() as tx:
        hold_back(tx, team_id=house.slack.team_id, no=Later(60, "ratelimited", "chat.postMessage"), at=instant(tx))


def no_such_file(house: House) -> dict[str, Any]:
    return {"database_url": house.url + ".not-there"}


def no_such_server(house: House) -> dict[str, Any]:
    del house
    return {"database_url": "postgresql://u:hunter2@127.0.0.1:9/trellis"}


def no_such_host(house: House) -> dict[str, Any]:
    del house
    return {"database_url": "postgresql://u:hunter2@no-such-host.invalid/trellis"}


def no_such_database(house: House) -> dict[str, Any]:
    return {"database_url": house.url.replace("/house_", "/nobodys_house_")}


def read_only(house: House) -> dict[str, Any]:
    name = house.database.engine.url.database
    with psycopg.connect(databases.postgres(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    return {}


def no_file_at_all(house: House) -> dict[str, Any]:
    path = Path(house.url.removeprefix("sqlite:///") + "-other")
    path.write_text("This is no database, but a letter. " * 100)
    return {"database_url": f"sqlite:///{path}"}


def no_coordinators(house: House) -> dict[str, Any]:
    ran(house, "DELETE FROM roles" if "roles" in tables_of(house) else "DELETE FROM coordinators")
    return {"coordinator_user_ids": ""}


def tables_of(house: House) -> list[str]:
    with house.database.engine.connect() as connection:
        return house.database.engine.dialect.get_table_names(connection)


def proxied(house: House) -> None:
    house.slack.faults.next("auth.test", Fault("500"))


def lost_mark(house: House) -> None:
    for channel in house.slack.workspace.conversations.values():
        for message in channel.messages:
            message.pop("metadata", None)


PLANTED: list[tuple[str, tuple[str, ...], Plant, State, str, str]] = [
    ("settings", BOTH, lambda _: {"trellis_keys": ""}, State.FAULT, "TRELLIS_KEYS is empty", "trellis keys"),
    (
        "settings",
        BOTH,
        lambda _: {"slack_bot_token": "xapp-1"},
        State.FAULT,
        "this is an app token",
        "copy the bot token",
    ),
    ("settings", SQLITE, lambda _: {"inline_worker": "0"}, State.FAULT, "INLINE_WORKER is off", "PostgreSQL"),
    (
        "handbooks",
        SQLITE,
        lambda _: {"programmes_dir": "/nowhere"},
        State.FAULT,
        "there is no such folder",
        "PROGRAMMES_DIR",
    ),
    ("database", SQLITE, no_such_file, State.FAULT, "there is no file", "trellis migrate"),
    ("database", SQLITE, no_file_at_all, State.FAULT, "file is not a database", "backup"),
    ("database", POSTGRES, no_such_server, State.FAULT, "refused", "start PostgreSQL"),
    ("database", POSTGRES, no_such_host, State.FAULT, "resolve host", "its name cannot be found"),
    ("database", POSTGRES, no_such_database, State.FAULT, "does not exist", "set the right name"),
    ("writing", POSTGRES, read_only, State.FAULT, "read-only transaction", "DATABASE_URL"),
    ("durability", POSTGRES, lambda _: None, State.FAULT, "fsync is off", "fsync = on"),
    ("durability", SQLITE, lambda _: {"database_url": "sqlite://"}, State.FAULT, "in memory only", "DATABASE_URL"),
    ("migrations", BOTH, empty, State.FAULT, "the database is empty", "trellis migrate"),
    ("migrations", BOTH, behind, State.FAULT, "the database is at 0004, this version wants", "trellis migrate"),
    (
        *("migrations", BOTH, lambda house: ran(house, "UPDATE alembic_version SET version_num = '9999'"), State.FAULT),
        *("which this version does not know: it is newer", "newer version"),
    ),
    (
        "migrations",
        BOTH,
        lambda house: ran(house, "DROP TABLE beats"),
        State.FAULT,
        "there is no table beats",
        "backup",
    ),
    (
        *("keys", BOTH, lambda _: {"trellis_keys": Fernet.generate_key().decode()}, State.FAULT),
        *("TRELLIS_KEYS do not open workspaces.bot_token (1 of 1)", "TRELLIS_KEYS=new,old"),
    ),
    ("clock", BOTH, asleep, State.FAULT, "for 20 minutes", "trellis run"),
    ("messages", BOTH, overdue, State.FAULT, "3 are overdue, the oldest for 120 minutes", "trellis outbox"),
    ("messages", BOTH, failed, State.FAULT, "11 failed and 0 are uncertain", "trellis outbox"),
    (
        *("messages tab", SQLITE, lambda house: failed(house, "messages_tab_disabled"), State.FAULT),
        *("Messages tab is off", "switch on"),
    ),
    ("workspace", BOTH, locked_out, State.FAULT, "locks Trellis out", "install the app there again"),
    ("coordinators", BOTH, no_coordinators, State.FAULT, "nobody coordinates", "COORDINATOR_USER_IDS"),
    ("SLACK_BOT_TOKEN", BOTH, revoked, State.FAULT, "the app was removed", "install the app"),
    (
        "SLACK_BOT_TOKEN",
        BOTH,
        lambda _: {"slack_bot_token": "xoxb-x"},
        State.FAULT,
        "does not know it",
        "copy the token",
    ),
    (
        "SLACK_APP_TOKEN",
        SQLITE,
        lambda _: {"slack_app_token": "xapp-x"},
        State.FAULT,
        "invalid_auth",
        "connections:write",
    ),
    (
        "Slack",
        SQLITE,
        lambda _: {"slack_api_url": "http://127.0.0.1:9/api/"},
        State.FAULT,
        "nobody answers",
        "HTTPS_PROXY",
    ),
    (
        "Slack",
        SQLITE,
        lambda _: {"slack_api_url": "http://no.invalid/"},
        State.FAULT,
        "its name cannot be found",
        "DNS",
    ),
    ("SLACK_BOT_TOKEN", SQLITE, proxied, State.FAULT, "does not work", "status.slack.com"),
    ("workspace", BOTH, another_workspace, State.FAULT, "and the database of TOTHER", "DATABASE_URL"),
    ("coordinators", BOTH, cora_left, State.FAULT, "UCORA was deactivated", "somebody else"),
    (
        "coordinators",
        SQLITE,
        lambda _: {"coordinator_user_ids": "UNOBODY"},
        State.FAULT,
        "UNOBODY is not in",
        "Copy member",
    ),
    ("channel", BOTH, archived, State.FAULT, "“Winter”", "unarchive"),
    ("channel", SQLITE, left_the_desk, State.FAULT, "private and Trellis is not in it", "/invite @Trellis"),
    ("marks", BOTH, lost_mark, State.WARNING, "has lost its mark", "twice"),
    (
        *("clocks", SQLITE, lambda _: {"now": lambda: datetime.now(UTC) - timedelta(minutes=10)}, State.FAULT),
        *("behind Slack's: what Slack signs is refused", "NTP"),
    ),
    (
        *("clocks", SQLITE, lambda _: {"now": lambda: datetime.now(UTC) + timedelta(minutes=1)}, State.WARNING),
        *("ahead of Slack's", "NTP"),
    ),
    ("public address", SQLITE, lambda _: {"public_url": "http://127.0.0.1:9"}, State.FAULT, "refused", "proxy"),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Plant each fault on the databases that can have it, of those that are asked for."""
    if "plant" not in metafunc.fixturenames:
        return
    said = metafunc.config.getoption("--db")
    cases = [
        pytest.param(kind, check, *rest, id=f"{number}-{kind}")
        for number, (check, kinds, *rest) in enumerate(PLANTED, start=1)
        for kind in kinds
        if said in (kind, "both")
    ]
    metafunc.parametrize(("kind", "check", "plant", "state", "said", "todo"), cases)


def test_a_planted_fault_is_found_named_and_told_how_to_mend(
    kind: str, check: str, plant: Plant, state: State, said: str, todo: str
) -> None:
    with house(kind) as sick:
        changes = plant(sick) or {}
        found = sick.examined(**changes)
    named = [one for one in found if one.check == check and one.state is state and said in one.said]
    assert named, as_text(found)
    assert todo in named[0].todo
    told = as_text(found) + as_json(found)
    assert is_healthy(found) is (state is not State.FAULT) or kind == "postgres"
    assert "could not be looked at" not in told
    for secret in (sick.slack.bot_token, sick.slack.app_token, databases.KEY, "hunter2"):
        assert secret not in told


@pytest.mark.parametrize("scope", ["files:write", "users:read", "im:write", "groups:write.invites"])
def test_a_missing_scope_is_told_with_what_will_not_work(database_kind: str, scope: str) -> None:
    with house(database_kind, without_scopes=frozenset({scope})) as sick:
        (one,) = [one for one in wrong(sick.examined()) if one.check == "scopes"]
    assert one.state is State.FAULT
    assert one.said.startswith(f"{scope} is missing: ")
    assert "install the app anew" in one.todo


def test_an_optional_scope_is_a_note_that_says_what_degrades() -> None:
    with house("sqlite", without_scopes=frozenset({"im:history"})) as made:
        found = made.examined()
    assert is_healthy(found)
    assert [one.said for one in found if one.check in ("scopes", "marks")] == [
        "im:history (optional) is missing: after a crash or a lost answer, a private message may come twice, or not at all",
        "are not looked for: im:history is not granted",
    ]


def test_broken_settings_a_dead_database_and_a_dead_slack_are_all_told_at_once() -> None:
    with house("sqlite") as made:
        found = made.examined(
            trellis_keys="", database_url="postgresql://u:hunter2@127.0.0.1:9/d", slack_api_url="http://127.0.0.1:9/"
        )
    assert [one.check for one in found if one.state is State.FAULT] == ["settings", "database", "Slack"]


# -- what is around --------------------------------------------------------------------------------


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as it is called there
        pass


@contextmanager
def served(answer: str) -> Iterator[int]:
    """Serve one sentence at every address."""

    def web(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [answer.encode()]

    with serving(web) as port:
        yield port


@contextmanager
def serving(web: Any) -> Iterator[int]:
    """Serve a web application."""
    with make_server("127.0.0.1", 0, web, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()


def of(found: list[Finding], check: str) -> Finding:
    (one,) = [one for one in found if one.check == check]
    return one


def test_a_port_is_free_or_taken_or_trellis_itself_is_there() -> None:
    with house("sqlite") as made:
        with served("hello") as port:
            taken = of(made.examined(port=port), "port")
        with served("alive\n") as port:
            ours = of(made.examined(port=port, public_url=f"http://127.0.0.1:{port}"), "port")
        free = of(made.examined(port=port), "port")
    assert (taken.state, taken.said) == (State.FAULT, taken.said)
    assert "Address already in use" in taken.said
    assert "set PORT" in taken.todo
    assert ours.said.startswith("Trellis answers on")
    assert free.said == f"{port} is free"


def test_a_public_address_that_leads_elsewhere_is_a_fault() -> None:
    with house("sqlite") as made, served("hello") as port:
        one = of(made.examined(public_url=f"http://127.0.0.1:{port}"), "public address")
    assert one.state is State.FAULT
    assert "does not say that Trellis is alive: it answers 200" in one.said


def test_trellis_at_its_public_address_is_asked_what_slack_asks() -> None:
    with house("sqlite") as made:
        by_http = {"slack_transport": "http", "slack_signing_secret": made.slack.signing_secret}
        there = Trellis(Settings.model_validate({**made.said, **by_http}))
        web = make_web(FromSlack(there.bolt, made.slack.signing_secret), there.watched(list))
        with serving(web) as port:
            address = {"public_url": f"http://127.0.0.1:{port}", **by_http}
            well = of(made.examined(**address), "signed requests")
            other = of(made.examined(**address | {"slack_signing_secret": "another"}), "signed requests")
        with served("alive") as port:
            deaf = of(made.examined(**by_http, public_url=f"http://127.0.0.1:{port}"), "signed requests")
        silent = of(made.examined(**by_http), "public address")
        there.close()
    assert (well.state, well.said) == (State.OK, "are understood at the public address")
    assert (other.state, "refuses what is signed with SLACK_SIGNING_SECRET" in other.said) == (State.FAULT, True)
    assert (deaf.state, "answers 200 to Slack's question" in deaf.said) == (State.FAULT, True)
    assert silent.state is State.NOTE


def test_little_room_on_the_disk_is_told_before_it_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with house("sqlite") as made:
        for free, state in ((10_000_000, State.FAULT), (100_000_000, State.WARNING), (10**10, State.OK)):
            usage = type("Usage", (), {"free": free})()
            monkeypatch.setattr("app.doctor.database.shutil.disk_usage", lambda _path, usage=usage: usage)
            assert of(made.examined(), "disk space").state is state


def test_a_file_on_a_disk_that_is_wiped_is_told_even_if_it_is_allowed() -> None:
    with house("sqlite") as made:
        (first, *_) = tables.look_at_durability(made.database, {"DYNO": "web.1"})
    assert first.state is State.WARNING
    assert "Heroku wipes" in first.said


def test_a_file_that_somebody_else_keeps_locked_is_told() -> None:
    with house("sqlite") as made, closing(sqlite3.connect(made.url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        (one,) = tables.look_at_writing(made.database)
        other.rollback()
    assert (one.state, one.said) == (State.FAULT, "does not work: database is locked")


def test_what_slack_holds_back_for_a_moment_is_no_fault(sound: House) -> None:
    held(sound)
    assert wrong(sound.examined()) == []


def test_a_check_that_fails_itself_keeps_nothing_else_back() -> None:
    def breaks() -> Iterator[Finding]:
        yield from NOTHING["Umbrella"]

    (one,) = looked_at("weather", breaks)
    assert (one.state, one.said) == (State.FAULT, "could not be looked at (KeyError)")


def test_a_workspace_that_lets_a_bot_speak_to_itself_has_the_round_trip_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with house("sqlite") as made:
        space = made.slack.workspace
        monkeypatch.setattr(made.slack.methods, "_person", lambda _user: None)
        one = of(made.examined(), "marks")
        own = space.direct({space.bot.id})
    assert one.said == "a message to itself kept its mark, and was taken back"
    assert own.messages == []


def test_the_command_says_it_in_words_or_json_and_by_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with house("sqlite") as made:
        for name, value in made.said.items():
            monkeypatch.setenv(name.upper(), str(value))
        well = CliRunner().invoke(main, ["doctor", "--json"])
        archived(made)
        ill = CliRunner().invoke(main, ["doctor"])
        monkeypatch.setenv("SLACK_BOT_TOKN", "x")
        odd = CliRunner().invoke(main, ["doctor"])
    assert (well.exit_code, json.loads(well.stdout)["ok"]) == (0, True)
    assert ill.exit_code == 1
    assert "FAULT    channel" in ill.stdout
    assert "-> unarchive it in Slack" in ill.stdout
    assert "1 fault. Do what stands behind the arrows" in ill.stdout
    assert "did you mean SLACK_BOT_TOKEN?" in odd.stdout
