"""Fixtures that every test may ask for."""

import gc
import logging
from collections.abc import Generator, Iterator

import pytest
import structlog
from hypothesis import settings

from app.core.clock import MovableClock
from app.database.session import Database
from app.database.types import Keyring
from app.demo.stage import Transport
from app.features.programmes import usecases as programmes
from app.handbook import reading
from tests.kit import databases
from tests.kit.rooms import MONDAY, Rooms
from tests.kit.town import Town
from tests.kit.town import town as build_town

# A shared machine has slow moments; how long an example takes is not what a test is about.
# The same examples each time: what fails on one machine fails on every other, and is no surprise to the next change.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres", "both"), default="both", help="which databases to test on")
    parser.addoption(
        "--transport",
        choices=("socket", "http", "crossed"),
        default="crossed",
        help="how Slack reaches the bot in scenarios; crossed: over Socket Mode on SQLite, by signed HTTP on PostgreSQL",
    )
    parser.addoption(
        "--screenshots", action="store_true", help="let the browser tests put their pictures into app/sandbox/pictures"
    )


LONG = ("test_kill.py", "test_crashes.py", "test_programme_", "test_sixth_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, or one process would still be at it when the others are done."""
    items.sort(key=lambda one: not one.path.name.startswith(LONG))


def pytest_collection_finish() -> None:
    """Let the collector leave alone what was imported: it took a tenth of the time to look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Let no test change how the next one logs: the demo keeps quiet, and a command sets up logs of its own.

    This is no fixture, because a fixture of a whole module would be there before it.
    """
    before, levels = structlog.get_config(), _levels()
    try:
        return (yield)
    finally:
        structlog.configure(**before)
        for one, level in _levels().items():
            if level != (was := levels.get(one, logging.NOTSET)):
                one.setLevel(was)


def _levels() -> dict[logging.Logger, int]:
    named = logging.root.manager.loggerDict.values()
    return {one: one.level for one in (logging.root, *named) if isinstance(one, logging.Logger)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("database_kind", ["sqlite", "postgres"] if said == "both" else [said])


@pytest.fixture
def database_url(database_kind: str) -> Iterator[str]:
    with databases.fresh(database_kind) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, Keyring([databases.KEY]))
    yield opened
    opened.close()


@pytest.fixture(autouse=True, scope="session")
def _shelf() -> None:
    programmes.put_on_shelf(reading.read_handbooks([reading.SHIPPED]))


@pytest.fixture
def rooms(database: Database) -> Rooms:
    return Rooms(database=database, clock=MovableClock(MONDAY))


CROSSED: dict[str, Transport] = {"sqlite": "socket", "postgres": "http"}


@pytest.fixture
def town(request: pytest.FixtureRequest, database_kind: str) -> Iterator[Town]:
    """A town whose bot is reached over Socket Mode on one database and by signed HTTP on the other."""
    said = request.config.getoption("--transport")
    with build_town(database_kind, CROSSED[database_kind] if said == "crossed" else said) as made:
        yield made


@pytest.fixture
def open_town(database_kind: str) -> Iterator[Town]:
    """A town whose bot has an address that people can reach, `https://bot.example.org`."""
    with build_town(database_kind, CROSSED[database_kind], "https://bot.example.org") as made:
        yield made


@pytest.fixture(params=["socket", "http"])
def any_town(request: pytest.FixtureRequest, database_kind: str) -> Iterator[Town]:
    """A town for what shall be told over each transport on each database."""
    with build_town(database_kind, request.param) as made:
        yield made
