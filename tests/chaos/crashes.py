"""One worker that is killed again and again, each time at a place of its own choice."""

import itertools
from collections import Counter
from collections.abc import Sequence

from tests.chaos.world import World
from tests.kit.mortal import Boundary

ENOUGH = 60  # messages that nobody holds: a life needs some to come to where it dies
KILLED = -9


def die(world: World, boundaries: Sequence[Boundary], kills: int) -> Counter[Boundary]:
    """Let workers die, one after the other, until there were so many kills; return how many at each boundary.

    Raises:
        AssertionError: if a worker ends otherwise, or does not come to where it was to die.
    """
    found: Counter[Boundary] = Counter()
    in_vain = 0
    for boundary in itertools.cycle(boundaries):
        if found.total() == kills:
            return found
        if world.free() < ENOUGH:
            world.plan(ENOUGH)
        settings = world.settings(world.dice.choice((1, 4, 8)))
        life = world.nursery.bear(settings, (boundary, world.dice.choice((1, 1, 2, 3, 5))))
        code = life.ended(world.lease + 3)
        if code is None:  # there was nothing in doubt to look for, say
            life.dies()
            in_vain += 1
            assert in_vain < kills, f"nobody comes to where it is {boundary}; see {world.log}"
            continue
        assert code == KILLED, f"a worker ended with {code}; see {world.log}"
        found[boundary] += 1
    raise AssertionError("a cycle has no end")
