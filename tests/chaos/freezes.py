"""A worker that falls asleep past its lease, each time at a place of its own choice, and wakes up while others work."""

import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.chaos.world import World
from tests.kit.mortal import Boundary, Life

A_FEW = 8  # messages for each round
PATIENCE = 150.0  # longer than a transaction may take that somebody fell asleep in


@dataclass
class Slept:
    """How often somebody fell asleep at each boundary, and how long the others were kept from working by it."""

    times: Counter[Boundary] = field(default_factory=Counter)
    kept: dict[Boundary, float] = field(default_factory=dict)


def fall_asleep(world: World, boundaries: Sequence[Boundary]) -> Slept:
    """Let a worker fall asleep at each boundary until its lease has run out, while another one works.

    Raises:
        AssertionError: if the other one is kept from its work, or not all is settled in the end.
    """
    found = Slept()
    for boundary in boundaries:
        world.plan(A_FEW)
        sleeper = world.nursery.bear(world.settings(2), (boundary, 1), "SIGSTOP")
        asleep = sleeper.is_frozen(4 * world.lease)
        found.times[boundary] += asleep
        begun = time.monotonic()
        other = world.nursery.bear(world.settings(2))
        world.plan(A_FEW)
        _works(world, boundary)
        found.kept[boundary] = time.monotonic() - begun
        time.sleep(max(0.0, 2 * world.lease - found.kept[boundary]))
        sleeper.gets(signal.SIGCONT)
        _comes_to_rest(world)
        for one in (sleeper, other):
            _stops(world, one)
    return found


def _works(world: World, boundary: Boundary) -> None:
    """Wait until all is settled but what the sleeper may hold."""
    deadline = time.monotonic() + PATIENCE
    while world.open() > A_FEW:
        assert time.monotonic() < deadline, f"who sleeps when it is {boundary} keeps all others from their work"
        time.sleep(0.05)


def _comes_to_rest(world: World) -> None:
    deadline = time.monotonic() + PATIENCE
    while world.open():
        assert time.monotonic() < deadline, f"{world.open()} messages never settled; see {world.log}"
        time.sleep(0.05)


def _stops(world: World, one: Life) -> None:
    """Stop it in good order: what it was about to do when it fell asleep, it has done by then."""
    one.gets(signal.SIGTERM)
    code = one.ended(30)
    assert code in (0, -signal.SIGTERM), f"a worker ended with {code}; see {world.log}"
