"""Several workers on one database, very many due messages, and everything that can happen to them."""

import signal
import time
from dataclasses import dataclass

from tests.chaos.world import World
from tests.kit.mortal import POSTING, Life

CARRIERS = 8


@dataclass
class Havoc:
    """What happened to the workers: how often one was killed, and frozen past its lease."""

    kills: int = 0
    freezes: int = 0
    seconds: float = 0.0


@dataclass
class _Worker:
    life: Life
    wakes: float | None = None


def bad_weather(world: World, *, storms: float, seconds: float) -> None:
    """Let 5 % of the posts lose their answer, 5 % meet a server error (half of them worked on), and storms come."""
    seed = world.dice.randrange(10**6)
    world.slack.weather(POSTING, kind="storm", share=storms, seed=seed, seconds=seconds)
    world.slack.weather(POSTING, kind="drop_after", share=0.05, seed=seed + 1)
    world.slack.weather(POSTING, kind="500", share=0.025, seed=seed + 2)
    world.slack.weather(POSTING, kind="500_after", share=0.025, seed=seed + 3)


def flood(world: World, *, workers: int, every: float, most: int, patience: float) -> Havoc:
    """Let workers send all that is due while every so many seconds one is killed or frozen past its lease.

    Args:
        world: where.
        workers: how many.
        every: seconds between two blows, more or less.
        most: how many blows there are in all.
        patience: seconds that it may take.

    Raises:
        AssertionError: if they are not done after `patience` seconds, or one ends by itself.
    """
    havoc, begun = Havoc(), time.monotonic()
    crew = [_Worker(world.nursery.bear(world.settings(CARRIERS))) for _ in range(workers)]
    strikes_at = begun + every
    while world.open():
        now = time.monotonic()
        assert now - begun < patience, f"{world.open()} messages are left; see {world.log}"
        for one in crew:
            if one.wakes is not None and now >= one.wakes:
                one.life.gets(signal.SIGCONT)
                one.wakes = None
            code = one.life.ended()
            assert code is None, f"a worker ended with {code}; see {world.log}"
        if now >= strikes_at and havoc.kills + havoc.freezes < most:
            _strike(world, world.dice.choice(crew), havoc)
            strikes_at = now + every * world.dice.uniform(0.5, 1.5)
        time.sleep(0.05)
    havoc.seconds = time.monotonic() - begun
    for one in crew:
        one.life.gets(signal.SIGCONT)  # what it was about to do when it froze, it does now
        one.life.gets(signal.SIGTERM)
    for one in crew:
        code = one.life.ended(30)
        if code is None:
            one.life.says_where()
        # One that was only just born does not know yet how to stop.
        assert code in (0, -signal.SIGTERM), f"a worker ended with {code}; see {world.log}"
    return havoc


def _strike(world: World, one: _Worker, havoc: Havoc) -> None:
    if one.wakes is None and world.dice.random() < 0.5:
        one.life.gets(signal.SIGSTOP)
        one.wakes = time.monotonic() + world.lease * world.dice.uniform(1.1, 1.6)
        havoc.freezes += 1
        return
    one.life.dies()
    one.life, one.wakes = world.nursery.bear(world.settings(CARRIERS)), None
    havoc.kills += 1
