"""What can be wrong when a process starts: one sentence that names the setting, exit code 1, nothing half done."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from alembic import op

from app import starting
from app.core.clock import MovableClock
from app.database.session import Database
from app.database.types import Keyring
from app.demo.stage import MANIFESTS
from app.main import Trellis
from app.migrating import NewerDatabase, NotMoved, migrate, revision_of
from app.running import _Working
from app.sandbox.server import Sandbox
from app.settings import Settings
from app.starting import CannotStart, NotMigrated, check, listen, patiently
from app.workspaces import AnotherWorkspace
from tests.kit import databases
from tests.kit.apart import ROOT, free_port
from tests.kit.hearing import heard

NOW = datetime(2027, 1, 11, 10, tzinfo=UTC)
Json = dict[str, Any]


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(clock=MovableClock(NOW), manifest=MANIFESTS / "development.yaml", rates="off") as made:
        yield made


def said_to(slack: Sandbox, database_url: str, **changes: Any) -> Json:
    return {
        "database_url": database_url,
        "trellis_keys": databases.KEY,
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_url,
        **changes,
    }


def house(slack: Sandbox, database_url: str, **changes: Any) -> Trellis:
    return Trellis(Settings.model_validate(said_to(slack, database_url, **changes)))


def opened(url: str) -> Database:
    return Database(url, Keyring([databases.KEY]))


# -- Slack --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("xoxb-wrong", "SLACK_BOT_TOKEN: Slack does not know it; copy it anew; the bot token"),
        ("app", "SLACK_BOT_TOKEN: it is a token of another kind; the bot token"),
    ],
)
def test_a_wrong_bot_token_is_one_sentence(slack: Sandbox, rooms_url: str, token: str, says: str) -> None:
    trellis = house(slack, rooms_url)
    wrong = slack.app_token if token == "app" else token
    trellis.settings = trellis.settings.model_copy(
        update={"slack_bot_token": type(trellis.settings.slack_bot_token)(wrong)}
    )
    with pytest.raises(CannotStart) as told:
        patiently(trellis.open, setting="SLACK_BOT_TOKEN")
    trellis.close()
    assert str(told.value).startswith(says)
    assert wrong not in str(told.value)


def test_a_wrong_app_token_is_one_sentence(slack: Sandbox, rooms_url: str) -> None:
    trellis = house(slack, rooms_url, slack_app_token="xapp-wrong")
    with pytest.raises(CannotStart, match=r"^SLACK_APP_TOKEN: Slack does not know it; copy it anew; the app token"):
        _Working(trellis, None, 0)
    trellis.close()


def test_a_process_that_cannot_start_says_one_line_and_ends_with_1(slack: Sandbox, rooms_url: str) -> None:
    said = {name.upper(): str(value) for name, value in said_to(slack, rooms_url, slack_bot_token="xoxb-no").items()}
    done = subprocess.run(
        [sys.executable, "-m", "app", "run"],
        env={**os.environ, **said, "PORT": str(free_port())},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: SLACK_BOT_TOKEN: Slack does not know it")
    assert len(done.stderr.splitlines()) == 1


def test_a_slack_that_is_not_there_is_asked_again_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "PATIENCE", 0.3)
    monkeypatch.setattr(starting, "PAUSE", 0.05)
    asked: list[int] = []

    def nobody() -> str:
        asked.append(1)
        raise URLError("Name or service not known")

    with heard("text") as log:
        with pytest.raises(CannotStart, match="Name or service not known"):
            patiently(nobody, setting="SLACK_BOT_TOKEN")
        assert log().count("slack-does-not-answer") == len(asked) - 1 > 1


def test_a_slack_that_comes_back_meanwhile_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "PAUSE", 0.01)
    troubles: list[Exception] = [URLError("refused"), TimeoutError("timed out")]

    def in_the_end() -> str:
        if troubles:
            raise troubles.pop()
        return "here"

    assert patiently(in_the_end, setting="SLACK_BOT_TOKEN") == "here"


def test_the_token_of_another_workspace_lets_nobody_in_by_mistake(slack: Sandbox, database_url: str) -> None:
    first = house(slack, database_url)
    first.open()
    slack.workspace.team_id = "TELSEWHERE"
    second = house(slack, database_url)
    with pytest.raises(AnotherWorkspace) as told:
        second.open()
    first.close()
    second.close()
    assert "SLACK_BOT_TOKEN leads into the workspace" in str(told.value)
    assert "(TELSEWHERE), but the community in this database lives in TSANDBOX" in str(told.value)


# -- the database -------------------------------------------------------------------------------------------


@pytest.fixture
def rooms_url() -> Iterator[str]:
    with databases.fresh("sqlite") as url:
        yield url


def why_not(url: str, ask: Callable[[Database], object] = check) -> str:
    database = opened(url)
    with pytest.raises(CannotStart) as told:
        ask(database)
    database.close()
    return str(told.value)


def test_a_database_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    said = why_not(f"postgresql://ada:secret@127.0.0.1:{free_port()}/community")
    assert said.startswith("DATABASE_URL: the PostgreSQL server at 127.0.0.1, database community, does not let us in")
    assert "refused" in said
    assert "secret" not in said
    no_such = databases.postgres().replace("/postgres?", "/nowhere?")
    assert "“nowhere”" in why_not(no_such) or '"nowhere"' in why_not(no_such)
    assert why_not(f"sqlite:///{tmp_path}/none/t.sqlite").startswith(f"DATABASE_URL: {tmp_path}/none is not there;")
    assert "Trellis must be able to write it" in why_not("sqlite:////sys/t.sqlite")
    (tmp_path / "text.sqlite").write_text("This is no database. " * 100)
    assert "text.sqlite is no SQLite database" in why_not(f"sqlite:///{tmp_path}/text.sqlite")


def test_an_older_and_a_newer_database_are_told_apart(database_kind: str) -> None:
    with databases.empty(database_kind) as url:
        assert "run `trellis migrate` first" in why_not(url)
        database = opened(url)
        with pytest.raises(NotMigrated):
            check(database)
        migrate(database)
        check(database)
        with database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(NewerDatabase):
            migrate(database)
        assert revision_of(database) == "9999"
        assert "revision 9999, which this version of Trellis does not know" in why_not(url)
        database.close()


def test_a_migration_that_fails_on_its_way_leaves_the_database_as_it_was(
    database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.empty(database_kind) as url:
        database = opened(url)
        make, made = op.create_table, 0

        def breaks(*args: Any, **more: Any) -> Any:
            nonlocal made
            made += 1
            if made == 30:
                return op.execute("INSERT INTO nowhere VALUES (1)")
            return make(*args, **more)

        monkeypatch.setattr(op, "create_table", breaks)
        with pytest.raises(NotMoved, match="undone as a whole; the database is still at revision None"):
            migrate(database)
        monkeypatch.undo()
        assert made == 30
        with database.engine.connect() as connection:
            tables = (
                "sqlite_master WHERE type = 'table'" if database.is_sqlite else "pg_tables WHERE schemaname = 'public'"
            )
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {tables}").scalar() == 0  # noqa: S608 - ours
        migrate(database)
        check(database)
        database.close()


def test_a_file_that_somebody_else_writes_all_the_time_is_told(rooms_url: str) -> None:
    path = rooms_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert "database is locked" in why_not(rooms_url)


# -- the port -----------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_named_and_any_free_one_is_found() -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))  # noqa: S104 - as the bot does
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"^PORT: {port} is taken by another program"):
            listen(port)
    with listen(0) as found:
        assert found.getsockname()[1] > 0
