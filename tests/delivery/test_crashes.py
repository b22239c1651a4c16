"""A sample of `make chaos`: real workers killed at every boundary, asleep past their lease, and two in bad weather.

Nothing is lost, nothing stands twice; where no history may be read, each kind keeps its policy.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.crashes import die
from tests.chaos.flood import bad_weather, flood
from tests.chaos.freezes import fall_asleep
from tests.chaos.world import nursery, world
from tests.kit.mortal import BOUNDARIES, Boundary, Nursery

LEASE = 3.0
# What leaves doubt; without a history nobody can look.
IN_DOUBT: list[Boundary] = ["begun", "left", "answered", "settling"]


@pytest.fixture(scope="module")
def lives() -> Iterator[tuple[Nursery, Path]]:
    with nursery() as made:
        yield made


@pytest.mark.parametrize("readable", [True, False], ids=["with history", "without"])
def test_whoever_dies_anywhere_neither_loses_nor_doubles_a_message(
    database_kind: str, lives: tuple[Nursery, Path], *, readable: bool
) -> None:
    boundaries = list(BOUNDARIES) if readable else IN_DOUBT
    with world(database_kind, *lives, readable=readable, lease=LEASE, people=20, seed=1) as made:
        found = die(made, boundaries, len(boundaries))
        made.comes_to_rest()
        verdict = made.verdict()
    assert verdict.broken == []
    assert found == dict.fromkeys(boundaries, 1)
    assert verdict.messages >= 60
    assert verdict.lost == 0
    if readable:
        assert (verdict.doubled, verdict.uncertain) == (0, 0)
    else:
        assert verdict.doubled + verdict.uncertain > 0, "somebody died in doubt, and nothing came of it"


def test_a_late_copy_of_who_slept_past_its_lease_is_taken_back(lives: tuple[Nursery, Path]) -> None:
    with world("postgres", *lives, readable=True, lease=2.0, people=20, seed=1) as made:
        found = fall_asleep(made, ["half"])
        verdict = made.verdict()
    assert found.times == {"half": 1}
    assert verdict.broken == []
    assert (verdict.posts, verdict.taken_back) == (verdict.messages + 1, 1)


def test_two_workers_in_bad_weather_killed_and_frozen_send_everything_once(lives: tuple[Nursery, Path]) -> None:
    with world("postgres", *lives, readable=True, lease=LEASE, people=200, seed=4) as made:
        made.plan(300)
        bad_weather(made, storms=0.01, seconds=1)
        havoc = flood(made, workers=2, every=0.7, most=4, patience=90)
        verdict = made.verdict()
    assert verdict.broken == []
    assert (verdict.messages, verdict.lost, verdict.doubled, verdict.uncertain) == (300, 0, 0, 0)
    assert havoc.kills + havoc.freezes > 0
    assert len(verdict.struck) == 4, "every kind of bad weather was there"
