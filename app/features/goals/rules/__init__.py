"""What goals are, whose they are, and who may write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.refusal import Refusal
from app.features.pairings.rules import Pairing
from app.handbook.goals import Activity, GoalKind
from app.handbook.model import Handbook

ASK_FOR = timedelta(days=14)
STANDS = ("done", "on_the_way", "dropped")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One thing to reach; private to its pairing.

    Attributes:
        id, set_id: where it belongs.
        position: its place in the set; with horizons, which horizon.
        text: what should be reached.
        said: answers to the kind's fields, by key; several options as a list.
        horizon_days: the horizon, or None.
        due_on: the day by which it should be reached, on the cohort's calendar.
        set_at, reviewed_at, done_at, dropped_at: deeds, UTC. `reviewed_at` is the last time somebody
            said that it is on the way.
    """

    id: int
    set_id: int
    position: int
    text: str
    said: Mapping[str, str | list[str]]
    set_at: datetime
    horizon_days: int | None = None
    due_on: date | None = None
    reviewed_at: datetime | None = None
    done_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither reached nor let go."""
        return self.done_at is None and self.dropped_at is None

    @property
    def state(self) -> str:
        """Return `set`, `on_the_way`, `done` or `dropped`."""
        if self.done_at is not None:
            return "done"
        if self.dropped_at is not None:
            return "dropped"
        return "on_the_way" if self.reviewed_at is not None else "set"


@dataclass(frozen=True, kw_only=True)
class GoalSet:
    """The goals of one kind that stand together; it exists from the day it can be asked for.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        kind: the handbook's key.
        owner: the mentee whose own goals they are, or empty where the pair or group shares them.
        number: 1 for the first set; each later one takes the place of the one before.
        set_at, set_by: when it was first written, UTC, and by whom.
        changed_at, changed_by: when it was last written.
        refined_at, refined_by: when the other side had sharpened it, or found it good.
        goals: by position.
    """

    id: int
    team_id: str
    pairing_id: int
    kind: str
    owner: str
    number: int
    set_at: datetime | None = None
    set_by: str | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None
    refined_at: datetime | None = None
    refined_by: str | None = None
    goals: tuple[Goal, ...] = ()

    @property
    def open_goals(self) -> list[Goal]:
        """The goals that are neither reached nor let go."""
        return [one for one in self.goals if one.is_open]

    @property
    def looked_at(self) -> datetime | None:
        """When somebody last said how they stand, or set them; None before they are set."""
        deeds = [at for one in self.goals for at in (one.reviewed_at, one.done_at, one.dropped_at) if at is not None]
        return max([*deeds, self.set_at]) if self.set_at is not None else None


def kind_of(handbook: Handbook, key: str) -> GoalKind | None:
    """Return a kind of goals, if the handbook (still) has it."""
    return next((one for one in handbook.goals if one.key == key), None)


def activity_of(handbook: Handbook, key: str) -> Activity | None:
    """Return an activity, if the handbook (still) has it."""
    return next((one for one in handbook.activities if one.key == key), None)


def owners(kind: GoalKind, pairing: Pairing) -> tuple[str, ...]:
    """Return whose sets of a kind there are: each mentee's own, or one that all share."""
    return pairing.mentees if kind.written_by == "mentee" else ("",)


def writers(kind: GoalKind, owner: str, pairing: Pairing) -> tuple[str, ...]:
    """Return who writes a set."""
    if owner:
        return (owner,) if owner in pairing.people else ()
    return pairing.mentors if kind.written_by == "mentor" else pairing.people


def refiners(kind: GoalKind, pairing: Pairing) -> tuple[str, ...]:
    """Return who is asked to sharpen goals."""
    if kind.refine_by is None:
        return ()
    return pairing.mentors if kind.refine_by == "mentor" else pairing.mentees


def readers(owner: str, pairing: Pairing) -> tuple[str, ...]:
    """Return whom a set concerns: its owner and the mentors, or everybody in the pairing."""
    return (owner, *pairing.mentors) if owner else pairing.people


def check_writer(kind: GoalKind, owner: str, pairing: Pairing, by: str, *, refining: bool) -> None:
    """Let only those pass who may write (or sharpen) these goals.

    Raises:
        Refusal: `goals.not-yours-to-write`.
    """
    allowed = refiners(kind, pairing) if refining else writers(kind, owner, pairing)
    if by not in allowed:
        raise Refusal("goals.not-yours-to-write")
