"""What a summary holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.features.pairings.rules import Stay

MOST = 3


@dataclass(frozen=True)
class Met:
    """One meeting that was held: when it began (UTC), how long it was planned to take, whether one was there."""

    starts_at: datetime
    minutes: int
    was_there: bool


@dataclass(frozen=True)
class Task:
    """What the mentee set out to do after a meeting, and how it went (`yes`, `partly`, `no`, or empty)."""

    text: str
    done: str


@dataclass(frozen=True)
class Goal:
    """One goal: its text and whether it was reached, dropped, or is on its way (`done`, `dropped`, `open`)."""

    text: str
    state: str


@dataclass(frozen=True)
class Note:
    """What the owner wrote in private after a meeting: when it began (UTC), and their words."""

    at: datetime
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What one person did in one pairing.

    Attributes:
        stay: whose time, where, from when to when.
        partners: the names of the other side.
        programme, cohort, zone: where; the zone in which its days are counted.
        met: the meetings that were held meanwhile, first one first.
        goals, tasks: of the pairing, in order.
        events, activities: names of what they attended and ticked off.
        certificate: its number, or empty.
        notes: the owner's private words.
    """

    stay: Stay
    partners: tuple[str, ...]
    programme: str
    cohort: str
    zone: str
    met: Sequence[Met] = ()
    goals: Sequence[Goal] = ()
    tasks: Sequence[Task] = ()
    events: Sequence[str] = ()
    activities: Sequence[str] = ()
    certificate: str = ""
    notes: Sequence[Note] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep, as after a pairing that never met."""
        did = (self.met, self.goals, self.tasks, self.events, self.activities, self.certificate, self.notes)
        return not any(did)

    @property
    def attended(self) -> int:
        """How many of the meetings they were at."""
        return sum(one.was_there for one in self.met)

    @property
    def minutes(self) -> int:
        """How long the meetings took at which they were, as planned."""
        return sum(one.minutes for one in self.met if one.was_there)


def tasks(set_out: Sequence[tuple[str, str]]) -> list[Task]:
    """Return the tasks of a pairing and how each went.

    Args:
        set_out: of each meeting in order: the task for the time after it, and how the one before went.
    """
    found: list[Task] = []
    for text, done in set_out:
        if found and done and not found[-1].done:
            found[-1] = Task(found[-1].text, done)
        if text:
            found.append(Task(text, ""))
    return found


def newest(stays: Sequence[Stay]) -> list[Stay]:
    """Return the stays that a person is told of when they ask: the newest, newest first."""
    return sorted(stays, key=lambda one: (one.since, one.pairing.id), reverse=True)[:MOST]
