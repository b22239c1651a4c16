"""Keys change without a pause and without a loss."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from sqlalchemy import Text, select, type_coerce, update

from app.__main__ import main
from app.database.session import Database
from app.database.types import Keyring
from app.features.installing.records import Workspace
from app.resealing import Unreadable, reseal, sealed_columns
from tests.kit import databases

OLD, NEW, STRANGE = databases.KEY, Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def lived_in(database_kind: str) -> Iterator[str]:
    """A database in which a pair has written, met and reflected."""
    from tests.kit.town import town  # noqa: PLC0415 - only here

    with town(database_kind, "http") as made:
        made.pairs()
        yield made.stage.database.url


def at_rest(database: Database) -> dict[str, list[str]]:
    found = {}
    with database.transaction() as tx:
        for table, column in sealed_columns():
            rows = tx.scalars(select(type_coerce(column, Text)).where(column.is_not(None)))
            found[f"{table.name}.{column.name}"] = list(rows)
    return {name: texts for name, texts in found.items() if texts}


def test_everything_is_sealed_with_the_newest_key_and_means_the_same(lived_in: str) -> None:
    before = Database(lived_in, Keyring([OLD]))
    meant = {name: sorted(Keyring([OLD]).open(one) for one in texts) for name, texts in at_rest(before).items()}
    assert {"workspaces.bot_token", "applications.answers"} & set(meant)
    house = Database(lived_in, Keyring([NEW, OLD]))
    said: list[str] = []
    tally = reseal(house, [NEW, OLD], said.append)
    assert (tally.anew, tally.texts) == (sum(len(one) for one in meant.values()),) * 2
    assert len(said) == len(meant)
    now = {name: sorted(Keyring([NEW]).open(one) for one in texts) for name, texts in at_rest(house).items()}
    assert now == meant
    again = reseal(house, [NEW, OLD])
    assert (again.anew, again.texts) == (0, tally.texts)
    for one in (before, house):
        one.close()


def test_a_text_that_no_key_opens_is_named_and_not_shown(lived_in: str) -> None:
    house = Database(lived_in, Keyring([NEW, OLD]))
    with house.transaction() as tx:
        strange = Fernet(STRANGE).encrypt(b"xoxb-secret").decode()
        tx.execute(update(Workspace.__table__).values(bot_token=type_coerce(strange, Text)))  # type: ignore[arg-type]
    with pytest.raises(Unreadable) as error:
        reseal(house, [NEW, OLD])
    assert "workspaces.bot_token (TSANDBOX) opens with none of the keys" in str(error.value)
    assert "xoxb" not in str(error.value)
    assert strange not in str(error.value)
    house.close()


def test_the_command_says_what_it_did(lived_in: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent)  # no .env here
    for name, value in {
        "DATABASE_URL": lived_in,
        "TRELLIS_KEYS": f"{NEW},{OLD}",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
    }.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, ["keys", "rotate"])
    assert done.exit_code == 0, done.output
    assert "workspaces.bot_token: 1 of 1 sealed anew" in done.output
    assert "The older keys can be taken out of TRELLIS_KEYS now." in done.output
    fresh = CliRunner().invoke(main, ["keys"]).output.strip()
    Fernet(fresh)
