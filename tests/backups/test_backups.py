"""`trellis backup` and `trellis restore`: one file, either database, nothing lost, nothing half done."""

import json
import os
import re
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet
from sqlalchemy import text

from app.__main__ import main
from app.backups.archive import KEYS, BadBackup, reading
from app.backups.restoring import restore
from app.backups.saving import save
from app.database.session import Database
from app.database.sole import hold_alone
from app.database.types import Keyring
from app.delivery.beats import beat
from app.features.people import usecases as people
from app.migrating import head, is_current
from tests.building.test_upgrades import lived_in, rows
from tests.kit import databases
from tests.kit.town import Town

RING = Keyring([databases.KEY])


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "TRELLIS_KEYS"):
        monkeypatch.delenv(name, raising=False)


def opened(url: str) -> Database:
    return Database(url, RING)


def brought_back(file: Path, database: Database, *, replace: bool = False) -> list[str]:
    said: list[str] = []
    with reading(file) as reader:
        restore(database, reader, replace=replace, tell=said.append)
    return said


def there_and_back(database: Database, folder: Path) -> None:
    """Bring all rows to the other kind of database and back to this one, and compare."""
    before = rows(database)
    kind = "sqlite" if database.is_sqlite else "postgres"
    other = {"sqlite": "postgres", "postgres": "sqlite"}[kind]
    made = save(database, folder / "first.zip")
    assert made.rows == sum(len(one) for one in before.values()) > 0
    with databases.fresh(other) as far, databases.empty(kind) as home:
        there, back = opened(far), opened(home)
        assert brought_back(folder / "first.zip", there) == []
        assert rows(there) == before
        save(there, folder / "second.zip")
        brought_back(folder / "second.zip", back)
        assert rows(back) == before
        assert is_current(back)
        there.close()
        back.close()


def test_a_house_that_was_lived_in_moves_to_the_other_database_and_back(town: Town, tmp_path: Path) -> None:
    town.agrees()
    there_and_back(town.stage.database, tmp_path)


def test_every_table_and_every_kind_of_value_moves_too(database_kind: str, tmp_path: Path) -> None:
    with lived_in(database_kind, head()) as (database, _):
        with database.transaction() as tx:  # JSON's null and the database's are two things
            tx.execute(text("UPDATE notices SET about = 'null' WHERE id = 1"))
        there_and_back(database, tmp_path)


@pytest.mark.parametrize("revision", ["0001", "0004"])
def test_a_backup_of_an_earlier_version_is_brought_up(database_kind: str, revision: str, tmp_path: Path) -> None:
    with lived_in(database_kind, revision) as (database, put):
        save(database, tmp_path / "old.zip")
    with databases.fresh(database_kind) as url:
        new = opened(url)
        assert brought_back(tmp_path / "old.zip", new) == [
            f"The backup is at revision {revision}; bringing it to {head()}."
        ]
        assert is_current(new)
        found = rows(new)
        assert {table: len(found[table]) for table in put} == {table: len(there) for table, there in put.items()}
        new.close()


def test_new_rows_are_numbered_after_the_last_that_ever_was(tmp_path: Path) -> None:
    with lived_in("postgres", head()) as (database, _):
        with database.transaction() as tx:
            tx.execute(text("SELECT setval('audit_id_seq', 40)"))  # forty were written, and most are gone
        save(database, tmp_path / "a.zip")
    with databases.fresh("postgres") as url:
        new = opened(url)
        brought_back(tmp_path / "a.zip", new)
        with new.transaction() as tx:
            people.audit(tx, team_id="T1", by="U1", deed="looked", subject="x", now=datetime.now(UTC))
            tx.flush()
            assert tx.execute(text("SELECT max(id) FROM audit")).scalar_one() == 41
        new.close()


def test_the_file_is_for_its_owner_only_and_nothing_of_the_keys_is_in_it(database_kind: str, tmp_path: Path) -> None:
    file = tmp_path / "house.zip"
    with lived_in(database_kind, head()) as (database, _):
        save(database, file)
        with pytest.raises(BadBackup, match="is there already; name another file"):
            save(database, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["house.zip"]
    with zipfile.ZipFile(file) as zipped:
        said = json.loads(zipped.read("manifest.json"))
        whole = b"".join(zipped.read(one) for one in zipped.namelist())
    assert (said["revision"], said["keys"]) == (head(), KEYS)
    assert databases.KEY.encode() not in whole
    assert b"What only Ada may read" not in whole


def test_a_backup_shows_one_instant_and_holds_up_nobody(database_kind: str, tmp_path: Path) -> None:
    with lived_in(database_kind, head()) as (database, put):
        other = opened(database.url)
        from app.backups import saving  # noqa: PLC0415 - to look over its shoulder

        original: Callable[..., Iterator[Any]] = saving._rows
        written: list[str] = []

        def meanwhile(connection: Any, one: Any) -> Iterator[Any]:
            if not written:
                written.append(one.name)
                with other.transaction() as tx:
                    tx.execute(text("DELETE FROM reflections"))
                    tx.execute(text("DELETE FROM audit"))
            yield from original(connection, one)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(saving, "_rows", meanwhile)
            made = save(database, tmp_path / "a.zip")
        other.close()
    number = {one.table: one.rows for one in made.tables}
    assert number == {table: len(found) for table, found in put.items()}


# -- bad files, bad places -------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    with lived_in("sqlite", head()) as (database, _):
        save(database, tmp_path / "house.zip")
    return tmp_path / "house.zip"


def changed(file: Path, name: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Write the file anew with one member changed, as somebody might who edits it."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for one in old.namelist():
            content = change(old.read(one)) if one == name else old.read(one)
            if content is not None:
                new.writestr(one, content)
    return other


def test_a_file_that_is_damaged_or_none_of_ours_changes_nothing(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    cut, flipped, letter = tmp_path / "cut.zip", tmp_path / "flipped.zip", tmp_path / "letter.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    middle = whole.index(b"tables/notices.jsonl") + 60
    flipped.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    letter.write_text("Dear Ada")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", '{"hello": 1}')
    cases: list[tuple[Path, str]] = [
        (cut, "is no backup, or is damaged"),
        (flipped, "damaged"),
        (letter, "is no backup, or is damaged"),
        (tmp_path / "other.zip", "is no backup of Trellis"),
        (tmp_path / "nowhere.zip", "cannot be read: No such file or directory"),
        (changed(saved, "tables/cohorts.jsonl", lambda _: b""), "what it holds of cohorts is not what was written"),
    ]
    with databases.empty("sqlite") as url:
        database = opened(url)
        for file, said in cases:
            with pytest.raises(BadBackup, match=said):
                brought_back(file, database)
        assert not rows(database)
        database.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda said: re.sub(rb'"revision": "\d+"', b'"revision": "0099"', said), "revision 0099, which this version"),
        (lambda said: said.replace(b'"format": 1', b'"format": 2'), "made by a newer version of Trellis"),
        (lambda said: said.replace(b'"about": "json"', b'"about": "text"'), "its table .* is another one"),
    ],
)
def test_a_file_of_a_newer_version_is_refused(saved: Path, change: Callable[[bytes], bytes], said: str) -> None:
    file = changed(saved, "manifest.json", change)
    with databases.empty("sqlite") as url:
        database = opened(url)
        with pytest.raises(BadBackup, match=said):
            brought_back(file, database)
        assert not rows(database)
        database.close()


def test_a_database_with_something_in_it_is_kept_unless_told_otherwise(
    database_kind: str, saved: Path, town: Town
) -> None:
    del database_kind
    town.opens_cohort()
    database = town.stage.database
    before = rows(database)
    with pytest.raises(BadBackup, match="the database is not empty"):
        brought_back(saved, database)
    assert rows(database) == before
    brought_back(saved, database, replace=True)
    assert {one["name"] for one in rows(database)["cohorts"]} != {one["name"] for one in before["cohorts"]}


def test_a_restore_that_fails_in_the_middle_leaves_everything_as_it_was(
    database_kind: str, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lived_in(database_kind, "0004") as (database, _):
        before = rows(database)

        def breaks(*_args: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("app.backups.restoring._go_on_counting", breaks)
        with pytest.raises(OSError, match="No space left"):
            brought_back(saved, database, replace=True)
        assert rows(database) == before


# -- the commands ----------------------------------------------------------------------------------


def ran(*words: str, url: str, keys: str = databases.KEY, answer: str = "") -> Result:
    return CliRunner().invoke(main, [*words], env={"DATABASE_URL": url, "TRELLIS_KEYS": keys}, input=answer)


def test_the_commands_need_no_slack_and_say_that_the_keys_are_not_in_it(database_kind: str, tmp_path: Path) -> None:
    file = str(tmp_path / "house.zip")
    with lived_in(database_kind, head()) as (database, _), databases.fresh(database_kind) as url:
        done = ran("backup", file, url=database.url)
        assert done.exit_code == 0, done.output
        assert f"tables, at revision {head()}, to {file}." in done.stderr
        assert KEYS in done.stderr
        again = ran("restore", file, url=url)
        assert again.exit_code == 0, again.output
        assert "Brought back " in again.stderr
        assert "The keys: open all of " in again.stderr
        other_keys = ran("restore", file, "--replace", "--yes", url=url, keys=Fernet.generate_key().decode())
        assert "Warning: TRELLIS_KEYS do not open " in other_keys.stderr
        assert "workspaces.bot_token (2 of 2)" in other_keys.stderr
        no_keys = ran("restore", file, "--replace", "--yes", url=url, keys="")
        assert "Now set TRELLIS_KEYS to the keys that it was sealed with" in no_keys.stderr


def test_throwing_away_is_asked_for_and_a_running_bot_is_left_alone(database_kind: str, saved: Path) -> None:
    with lived_in(database_kind, head()) as (database, _):
        before = rows(database)
        refused = ran("restore", str(saved), "--replace", url=database.url, answer="n\n")
        assert isinstance(refused.exception, BadBackup)
        assert str(refused.exception) == "nothing was changed"
        number = sum(len(found) for table, found in before.items() if table != "beats")
        assert f"This throws away {number} rows in" in refused.stderr
        with database.transaction() as tx:
            beat(tx)
        busy = ran("restore", str(saved), "--replace", "--yes", url=database.url)
        assert "stop every process first" in str(busy.exception)
        assert {**rows(database), "beats": []} == {**before, "beats": []}


def test_a_file_that_another_process_works_with_is_left_alone(saved: Path) -> None:
    with databases.fresh("sqlite") as url:
        held = hold_alone(url)
        done = ran("restore", str(saved), url=url)
        assert held is not None
        held.close()
    assert "already works with" in str(done.exception)
    nowhere = ran("restore", str(saved), url=f"sqlite:///{saved.parent}/no/folder/trellis.sqlite")
    assert "is not there; make that folder" in str(nowhere.exception)


def test_what_is_saved_can_go_through_pipes(tmp_path: Path) -> None:
    with lived_in("sqlite", head()) as (database, _), databases.empty("sqlite") as url:
        done = CliRunner().invoke(main, ["backup", "-"], env={"DATABASE_URL": database.url})
        assert done.exit_code == 0
        assert "to standard output" in done.stderr
        (tmp_path / "piped.zip").write_bytes(done.stdout_bytes)
        back = CliRunner().invoke(main, ["restore", "-"], env={"DATABASE_URL": url}, input=done.stdout_bytes)
        assert back.exit_code == 0, back.output
        new = opened(url)
        assert rows(new) == rows(database)
        new.close()


def test_there_is_nothing_to_save_where_nothing_is(tmp_path: Path) -> None:
    missing = ran("backup", "a.zip", url=f"sqlite:///{tmp_path}/none.sqlite")
    assert "there is no file" in str(missing.exception)
    sqlite3.connect(tmp_path / "empty.sqlite").close()
    empty = ran("backup", "a.zip", url=f"sqlite:///{tmp_path}/empty.sqlite")
    assert str(empty.exception) == "the database is empty; there is nothing to save"
    nowhere = ran("backup", f"{tmp_path}/no/folder/a.zip", url=f"sqlite:///{tmp_path}/empty.sqlite")
    assert nowhere.exit_code == 1
    assert not os.path.exists("a.zip")  # noqa: PTH110 - as an admin would look
