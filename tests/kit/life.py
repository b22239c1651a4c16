"""Lives for tests: a community that lives through a programme on a kind of database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from app.core.clock import MovableClock
from app.demo.community import COORDINATOR
from app.demo.stage import NOON, Stage
from app.rehearsal.life import EAGER, SILENT, Deed, Fill, Life, Temper, offered, parts
from tests.kit import databases

__all__ = ["EAGER", "SILENT", "Deed", "Fill", "Life", "Temper", "life", "life_of", "offered", "parts"]

Lives = TypeVar("Lives", bound=Life)


@contextmanager
def life(kind: str, *, stride: timedelta = timedelta(days=1)) -> Iterator[Life]:
    """Build a community that lives on a kind of database, reached over signed HTTP."""
    with life_of(Life, kind, stride=stride) as made:
        yield made


@contextmanager
def life_of(of: type[Lives], kind: str, *, stride: timedelta = timedelta(days=1)) -> Iterator[Lives]:
    """Build a community with people and a story of its own; see `life`."""
    with databases.fresh(kind) as url:
        stage = Stage(
            database_url=url, key=databases.KEY, clock=MovableClock(NOON), transport="http", coordinators=COORDINATOR
        )
        stage.stride, stage.abreast = stride, 8
        try:
            made = of(stage)
            stage.start_bot()
            yield made
        finally:
            stage.stop()
