"""What a pairing has in this room, as its people, their agenda and their keepsakes show it."""

from dataclasses import dataclass
from datetime import date, datetime

from app.features.goals.rules import Goal, GoalSet
from app.features.goals.rules.lookouts import Noted
from app.features.pairings.rules import Pairing
from app.handbook.goals import Activity, GoalKind, Lookout


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """One open goal as an agenda and the closing questions show it.

    Attributes:
        goal_id, text: which.
        one: what the handbook calls one of them.
        owner: the mentee whose own it is, where there are several; or empty.
        horizon_days, due_on: by when, if it is known.
        state: `set` or `on_the_way`.
        asks: whether the closing questions ask how it stands.
    """

    goal_id: int
    text: str
    one: str
    owner: str
    horizon_days: int | None
    due_on: date | None
    state: str
    asks: bool


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What an agenda takes from this room, for one reader of the pairing.

    Attributes:
        goals: what is open.
        review: the ids of sets that nobody has looked at for the handbook's time.
        lookouts: what somebody keeps an eye out for, with the name of one of its kind.
        takes_opportunities: whether the handbook follows up the opportunities of the closing questions here.
        activities: labels of what is still to be ticked off.
    """

    goals: tuple[GoalLine, ...] = ()
    review: tuple[int, ...] = ()
    lookouts: tuple[tuple[str, str], ...] = ()
    takes_opportunities: bool = False
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownSet:
    """A set of goals with what the handbook says of it, and the one that may follow it now.

    Attributes:
        kind: the handbook's.
        goal_set: the newest one that was set, or the first one while none was.
        next_id: the id of the next set, once it may be written.
    """

    kind: GoalKind
    goal_set: GoalSet
    next_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One activity of a pairing, and when it was ticked off, UTC."""

    id: int
    activity: Activity
    ticked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything that a pairing has in this room, for its own people to see."""

    pairing: Pairing
    sets: tuple[ShownSet, ...]
    ticks: tuple[Tick, ...]
    lookouts: tuple[tuple[Lookout, tuple[Noted, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a pairing worked towards, for whoever takes part in it to keep.

    Attributes:
        goals: what the handbook calls one, the goal, and its owner (empty if shared), first set first.
        activities_done: labels of what was ticked off.
        activities: how many activities the programme has.
        lookouts: what the handbook calls one, and what was noted.
    """

    goals: tuple[tuple[str, Goal, str], ...] = ()
    activities_done: tuple[str, ...] = ()
    activities: int = 0
    lookouts: tuple[tuple[str, Noted], ...] = ()

    @property
    def reached(self) -> int:
        """How many goals were reached."""
        return sum(goal.state == "done" for _, goal, _ in self.goals)

    @property
    def worked_out(self) -> int:
        """How many opportunities worked out, or pull requests went in."""
        return sum(noted.state == "done" for _, noted in self.lookouts)
