"""A cohort that lives for six months through the sandbox: how fast, and whether a large one costs more per pair.

People react once a day to what the bot sends them: they agree to times, answer the closing questions,
press the first answer of whatever is asked with one click. Everything goes over the wire.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.demo.stage import NOON, Actor, keep_quiet
from tests.kit.life import EAGER, Life, Temper, life

DAYS = 182
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Lived:
    """What a cohort took: seconds of real time, and how many messages the bot sent."""

    pairs: int
    seconds: float
    messages: int

    @property
    def days_per_second(self) -> float:
        return DAYS / self.seconds

    @property
    def messages_per_second(self) -> float:
        return self.messages / self.seconds

    @property
    def ms_per_pair(self) -> float:
        return 1000 * self.seconds / self.pairs


def in_a_rhythm(world: Life, who: Actor) -> Mapping[str, Any]:
    """At the end of the first meeting: the next in four weeks, and so on."""
    if world.did("reflections.open", who=who):
        return {}
    day = (world.stage.clock.now() + timedelta(days=27)).date()
    return {"next_day": day.isoformat(), "next_at": "12:00", "next_weekly": ["weekly"]}


MENTEE = Temper(does=EAGER.does, fills={"reflections.open": in_a_rhythm})
MENTOR = EAGER.but(without=("reflections.open", "agreements.open", "goals.open"))


def begin(world: Life, pairs: int) -> None:
    """Everybody signs up for an OS-Mentors project, is approved and matched."""
    last = (NOON.date() + timedelta(days=DAYS + 14)).isoformat()
    world.opens_cohort(programme="os-mentors", changes={"Last day": last})
    for number in range(pairs):
        hour = 8 + 2 * (number // 5 % 6)
        slot = [f"{WEEKDAYS[number % 5]} {hour:02d}:00-{hour + 2:02d}:00"]
        for role, temper in (("mentor", MENTOR), ("mentee", MENTEE)):
            who = world.lives(f"{role}{number}", f"{role.title()} {number}", "UTC", temper)
            known = {"offers": ["Reviewing"], "capacity": 1} if role == "mentor" else {"wants": ["Reviewing"]}
            shared = {"goals": "Learn and teach", "languages": ["English"], "english": "Fluently", "slots": slot}
            world.joins(who, role, {**known, **shared, "needs_language": "No, English is fine"})
            world.approves(who)
    world.cora.opens_home()
    world.cora.presses("Find matches")
    if world.cora.modal is None:  # it took longer than Slack waits: the desk has the proposals
        world.cora.opens_home()
        world.cora.presses("Read proposals")
    world.cora.presses("Accept all")
    world.cora.closes_all()


def lived(kind: str, pairs: int) -> Lived:
    """Let so many pairs live through the programme; sign-up and matching are not counted."""
    keep_quiet()
    with life(kind) as world:
        begin(world, pairs)
        before, begun = world.sent, time.perf_counter()
        world.days_pass(DAYS)
        return Lived(pairs, time.perf_counter() - begun, world.sent - before)
