"""Two short rehearsals that many tests look at: one of a shipped handbook, one of a handbook with planted faults."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import structlog

from app.features.programmes import usecases as programmes
from app.handbook import reading
from app.rehearsal.command import rehearse
from app.rehearsal.mix import read_mix
from app.rehearsal.plan import Plan
from app.rehearsal.report import Report

WEALLJS = reading.SHIPPED / "wealljs.toml"
FIRST_DAY = date(2027, 2, 1)
PEOPLE, WEEKS, SEED = 8, 5, 4
PLANTED = (
    # Everybody is asked every week and chased twice, which leaves no room for what else is asked.
    ('every_days = 30\nask = "You and', 'every_days = 7\nchases = 2\nchase_after_days = 2\nask = "You and'),
    ('silence = "fine"\n\n[digest]', 'silence = "needed"\n\n[digest]'),
    ("least_months = 3", "least_months = 1"),
    # The last reminder comes ten hours before a meeting, so in the night before one by day.
    ("remind_before_minutes = [1440, 15]", "remind_before_minutes = [600]"),
)
CERTIFICATE = """
[[certificates]]
role = "mentee"
title = "Mentee"
text = "{name} took part."
rules = [{ meetings = 1 }, { meetings = 5 }]
"""


@contextmanager
def _apart() -> Iterator[None]:
    """Let a bot run in this process, and nothing of it stay."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
    programmes.put_on_shelf(reading.read_handbooks([reading.SHIPPED]))


def plan_of(file: Path, *, people: int = PEOPLE, weeks: int | None = WEEKS, mix: Path | None = None) -> Plan:
    return Plan(
        handbook=reading.read_handbook(file),
        mix=read_mix(mix),
        people=people,
        seed=SEED,
        starts_on=FIRST_DAY,
        zone="Europe/Madrid",
        weeks=weeks,
    )


@pytest.fixture(scope="session")
def usual() -> Report:
    """Six weeks of WeAllJS as it is."""
    with _apart():
        return rehearse(plan_of(WEALLJS))


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The whole of a month of WeAllJS with every fault in it that a rehearsal finds; people do all but answer check-ins."""
    folder = tmp_path_factory.mktemp("faulty")
    mix = tmp_path_factory.mktemp("mix") / "mix.toml"
    mix.write_text('[[temperament]]\nkey = "eager"\nmentees = 1\nmentors = 1\ncheck_ins = 0.0\n')
    text = WEALLJS.read_text()
    for old, new in PLANTED:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "faulty.toml").write_text(text + CERTIFICATE)
    with _apart():
        return rehearse(plan_of(folder / "faulty.toml", people=6, weeks=None, mix=mix), folder)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a mix file."""

    def make(text: str) -> Path:
        path = tmp_path / "mix.toml"
        path.write_text(text)
        return path

    return make
