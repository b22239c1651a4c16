"""What goals, activities and lookouts are, and who may write them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.core.calendar import localise
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.pairings.rules import Pairing
from app.handbook.goals import Activity, GoalKind, Lookout
from app.handbook.model import Handbook
from app.handbook.page import Ask

LONGEST, LONGEST_LINK = 3000, 500
MORNING = time(9)
ASK_AGAIN = timedelta(days=4)
ASK_FOR = timedelta(days=14)
REFINE_AGAIN_BEFORE = timedelta(days=3)
REVIEW_EARLY = timedelta(days=3)
"""A meeting shortly before the day is a good moment to look at them."""
STANDS = ("done", "on_the_way", "dropped")
CAME_OF = ("done", "looking", "dropped")


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


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One opportunity or pull request; private to its pairing.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        kind: the handbook's key.
        text, link: what it is; the link may be empty.
        noted_by: who noted it.
        noted_at, championed_at, followed_up_at, done_at, dropped_at: deeds, UTC.
        championed_by: who has taken it on.
    """

    id: int
    team_id: str
    pairing_id: int
    kind: str
    text: str
    link: str
    noted_by: str
    noted_at: datetime
    championed_at: datetime | None = None
    championed_by: str | None = None
    followed_up_at: datetime | None = None
    done_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said what became of it in the end."""
        return self.done_at is None and self.dropped_at is None

    @property
    def state(self) -> str:
        """Return `noted`, `championed`, `done` or `dropped`."""
        if self.done_at is not None:
            return "done"
        if self.dropped_at is not None:
            return "dropped"
        return "championed" if self.championed_at is not None else "noted"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One block of a form of goals as somebody filled it in.

    Attributes:
        place: the block's name in the form, `old<id>` or `new<position>`.
        text: the goal.
        said: answers to the kind's fields, by key.
    """

    place: str
    text: str
    said: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into it; a goal that stands is emptied by emptying its text."""
        return not self.text and (self.place.startswith("old") or not any(self.said.values()))


@dataclass(frozen=True, kw_only=True)
class Place:
    """One block of a form of goals: a goal that stands, or room for another."""

    name: str
    position: int
    horizon_days: int | None
    goal: Goal | None = None


def kind_of(handbook: Handbook, key: str) -> GoalKind | None:
    """Return a kind of goals, if the handbook (still) has it."""
    return next((one for one in handbook.goals if one.key == key), None)


def lookout_of(handbook: Handbook, key: str) -> Lookout | None:
    """Return a kind of lookouts, if the handbook (still) has it."""
    return next((one for one in handbook.lookouts if one.key == key), None)


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


def champions(kind: Lookout, noted: Noted, pairing: Pairing) -> tuple[str, ...]:
    """Return who is asked what came of something: whoever took it on, or that side of the pairing."""
    if noted.championed_by in pairing.people:
        return (noted.championed_by,) if noted.championed_by is not None else ()
    side = pairing.mentors if kind.championed_by == "mentor" else pairing.mentees
    return (noted.noted_by,) if noted.noted_by in side else side


def needs_champion(kind: Lookout, noted: Noted, pairing: Pairing) -> bool:
    """Whether the other side noted it, and nobody has taken it on."""
    side = pairing.mentors if kind.championed_by == "mentor" else pairing.mentees
    return noted.is_open and noted.championed_at is None and noted.noted_by not in side


def check_writer(kind: GoalKind, owner: str, pairing: Pairing, by: str, *, refining: bool) -> None:
    """Let only those pass who may write (or sharpen) these goals.

    Raises:
        Refusal: `goals.not-yours-to-write`.
    """
    allowed = refiners(kind, pairing) if refining else writers(kind, owner, pairing)
    if by not in allowed:
        raise Refusal("goals.not-yours-to-write")


def places(kind: GoalKind, goals: Sequence[Goal]) -> list[Place]:
    """Return the blocks of the form: what is open, and room for more; with horizons, one block for each."""
    if kind.horizons_days:
        at = {one.position: one for one in goals}
        return [
            _place(position, days, at.get(position))
            for position, days in enumerate(kind.horizons_days)
            if position not in at or at[position].is_open
        ]
    still = [one for one in goals if one.is_open]
    following = max((one.position for one in goals), default=-1) + 1
    fresh = [_place(following + number, None, None) for number in range(kind.most - len(still))]
    return [*(_place(one.position, None, one) for one in still), *fresh]


def _place(position: int, horizon: int | None, goal: Goal | None) -> Place:
    name = f"new{position}" if goal is None else f"old{goal.id}"
    return Place(name=name, position=position, horizon_days=horizon, goal=goal)


def read_drafts(kind: GoalKind, values: Mapping[str, object]) -> list[Draft]:
    """Return the blocks of a form of goals as they came back, by block id."""
    names = [name for name in values if name.startswith(("old", "new")) and "_" not in name]
    return [
        Draft(
            place=name,
            text=str(_clean(values[name])),
            said={ask.key: said for ask in kind.fields if (said := _clean(values.get(f"{name}_{ask.key}")))},
        )
        for name in names
    ]


def _clean(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return value.strip() if isinstance(value, str) else ""


def check_drafts(kind: GoalKind, drafts: Iterable[Draft]) -> list[Draft]:
    """Return what was filled in, if it is enough and nothing is too long.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    shown = list(drafts)
    written = [one for one in shown if not one.is_blank]
    wrong: list[Refusal] = []
    least = max(1, kind.least)
    if len(written) < least:
        blank = next((one.place for one in shown if one.is_blank), None)
        wrong.append(Refusal("goals.too-few", field=blank, least=least))
    for one in written:
        if not one.text:
            wrong.append(Refusal("goals.no-text", field=one.place))
        if len(one.text) > LONGEST:
            wrong.append(Refusal("goals.too-long", field=one.place, most=LONGEST))
        for ask in kind.fields:
            wrong += _check_field(ask, one)
    refuse_all(wrong)
    return written


def _check_field(ask: Ask, draft: Draft) -> list[Refusal]:
    said, at = draft.said.get(ask.key, ""), f"{draft.place}_{ask.key}"
    if ask.required and not said:
        return [Refusal("goals.needed", field=at)]
    if isinstance(said, str) and len(said) > LONGEST:
        return [Refusal("goals.too-long", field=at, most=LONGEST)]
    if said and ask.kind == "link":
        return _check_link(str(said), at)
    return []


def _check_link(link: str, at: str) -> list[Refusal]:
    if not link.startswith(("https://", "http://")) or any(one.isspace() for one in link):
        return [Refusal("goals.no-link", field=at)]
    if len(link) > LONGEST_LINK:
        return [Refusal("goals.too-long", field=at, most=LONGEST_LINK)]
    return []


def check_noted(kind: Lookout, pairing: Pairing, by: str, text: str, link: str) -> None:
    """Let through what somebody may note.

    Raises:
        Refusal: `goals.not-yours-to-note` if the handbook leaves it to the other side.
        Refusals: what is wrong with it, each at its field.
    """
    if pairing.role_of(by) not in kind.noted_by:
        raise Refusal("goals.not-yours-to-note")
    wrong: list[Refusal] = []
    if not text:
        wrong.append(Refusal("goals.no-text", field="text"))
    if len(text) > LONGEST:
        wrong.append(Refusal("goals.too-long", field="text", most=LONGEST))
    if link:
        wrong += _check_link(link, "link")
    refuse_all(wrong)


def due_on(kind: GoalKind, horizon: int | None, said: Mapping[str, str | list[str]], from_day: date) -> date | None:
    """Return the day by which a goal should be reached: by its horizon, or as its date field says."""
    if horizon is not None:
        return date.fromordinal(from_day.toordinal() + horizon)
    written = str(said.get(kind.due_field, "")) if kind.due_field else ""
    return date.fromisoformat(written) if written else None


def set_over(goal_set: GoalSet, zone: str) -> datetime | None:
    """Return when the last horizon of a set has passed, UTC; None where nothing has a day."""
    days = [one.due_on for one in goal_set.goals if one.due_on is not None]
    return localise(max(days), MORNING, zone) if days else None


def set_messages(
    goal_set: GoalSet, kind: GoalKind, pairing: Pairing, *, ask_at: datetime | None, ends: datetime, is_newest: bool
) -> list[Wanted]:
    """List what a set of goals calls for: asking for it, the news of it, sharpening it, looking at it again.

    Args:
        goal_set: which.
        kind: what the handbook says of it.
        pairing: whose.
        ask_at: from when it is asked for, UTC; None while that is not known.
        ends: when the cohort ends, UTC; nothing is asked from then on.
        is_newest: whether no later set has taken its place.
    """
    if not pairing.is_live or (goal_set.owner and goal_set.owner not in pairing.people):
        return []
    if goal_set.set_at is None:
        return _asking(goal_set, kind, pairing, ask_at, ends)
    return [
        *_news(goal_set, kind, pairing),
        *_refining(goal_set, kind, pairing),
        *(_reviewing(goal_set, kind, pairing, ends) if is_newest else []),
    ]


def _asking(
    goal_set: GoalSet, kind: GoalKind, pairing: Pairing, ask_at: datetime | None, ends: datetime
) -> list[Wanted]:
    if ask_at is None or ask_at >= ends:
        return []
    base, about = f"goals:{goal_set.id}", {"set": goal_set.id}
    to, until = _address(writers(kind, goal_set.owner, pairing)), ask_at + ASK_FOR
    first = "goals.ask" if goal_set.number == 1 else "goals.next"
    again = ask_at + ASK_AGAIN
    return [
        Wanted(key=f"{base}:ask", kind=first, to=to, due=ask_at, expires=until, about=about),
        Wanted(key=f"{base}:remind", kind="goals.remind", to=to, due=again, expires=until, about=about),
    ]


def _news(goal_set: GoalSet, kind: GoalKind, pairing: Pairing) -> list[Wanted]:
    """One receipt and one piece of news for each day on which they were written."""
    at, by = goal_set.changed_at, goal_set.changed_by
    if at is None or by is None:
        return []
    base = f"goals:{goal_set.id}"
    about: dict[str, int | str] = {"set": goal_set.id, "by": by}
    # Whoever is asked to sharpen them reads them there; what is changed after that is news.
    told_there = refiners(kind, pairing) if goal_set.refined_at is None or at <= goal_set.refined_at else ()
    others = [one for one in readers(goal_set.owner, pairing) if one != by and one not in told_there]
    # What concerns a whole group is said once, in its conversation.
    told = {one: one for one in others}
    if not goal_set.owner and pairing.is_group and others:
        told = {"all": pairing.address}
    found = [
        Wanted(key=f"{base}:news:{at:%Y%m%d}:{name}", kind="goals.news", to=to, due=at, about=about)
        for name, to in told.items()
    ]
    if by in pairing.people:
        key = f"{base}:saved:{at:%Y%m%d}:{by}"
        found.append(Wanted(key=key, kind="goals.saved", to=by, due=at, about=about))
    if goal_set.refined_at is not None and goal_set.refined_by is not None:
        about = {"set": goal_set.id, "by": goal_set.refined_by}
        found += [
            Wanted(key=f"{base}:refined:{one}", kind="goals.refined", to=one, due=goal_set.refined_at, about=about)
            for one in writers(kind, goal_set.owner, pairing)
            if one != goal_set.refined_by
        ]
    return found


def _refining(goal_set: GoalSet, kind: GoalKind, pairing: Pairing) -> list[Wanted]:
    at = goal_set.set_at
    if at is None or goal_set.refined_at is not None:
        return []
    base, about = f"goals:{goal_set.id}", {"set": goal_set.id}
    within = timedelta(days=kind.refine_within_days)
    again, until = at + max(within - REFINE_AGAIN_BEFORE, timedelta(days=1)), at + within + ASK_FOR
    return [
        Wanted(key=f"{base}:{name}:{one}", kind=name, to=one, due=due, expires=until, about=about)
        for one in refiners(kind, pairing)
        for name, due in (("goals.to_refine", at), ("goals.to_refine_again", again))
    ]


def _reviewing(goal_set: GoalSet, kind: GoalKind, pairing: Pairing, ends: datetime) -> list[Wanted]:
    """Ask when nobody has looked at them for so long; once more after as long again, then no more."""
    looked = goal_set.looked_at
    if looked is None or kind.review_every_days is None or not goal_set.open_goals:
        return []
    every = timedelta(days=kind.review_every_days)
    to = goal_set.owner or pairing.address
    return [
        Wanted(
            key=f"goals:{goal_set.id}:review:{looked:%Y%m%d}:{turn}",
            kind="goals.to_review",
            to=to,
            due=looked + turn * every,
            expires=looked + turn * every + ASK_FOR,
            about={"set": goal_set.id},
        )
        for turn in (1, 2)
        if looked + turn * every < ends
    ]


def lookout_messages(
    noted: Noted, kind: Lookout, pairing: Pairing, *, ends: datetime, is_told: bool = False
) -> list[Wanted]:
    """List what something noted calls for: the news of it, and twice the question what came of it.

    Args:
        noted: which.
        kind: what the handbook says of it.
        pairing: whose.
        ends: when the cohort ends, UTC.
        is_told: whether the others hear of it elsewhere (they answered the closing questions together).
    """
    if not pairing.is_live or not noted.is_open:
        return []
    base, about = f"lookout:{noted.id}", {"lookout": noted.id}
    found = []
    if not is_told and noted.noted_by in pairing.people:
        needed = needs_champion(kind, noted, pairing)
        hear = champions(kind, noted, pairing) if needed else pairing.partners_of(noted.noted_by)
        found = [
            Wanted(key=f"{base}:noted:{one}", kind="goals.noted", to=one, due=noted.noted_at, about=about)
            for one in hear
        ]
    since = noted.followed_up_at or noted.championed_at or noted.noted_at
    every = timedelta(days=kind.follow_up_days)
    return found + [
        Wanted(
            key=f"{base}:ask:{since:%Y%m%d}:{turn}:{one}",
            kind="goals.came_of",
            to=one,
            due=since + turn * every,
            expires=since + turn * every + ASK_FOR,
            about={**about, "since": int(since.timestamp())},
        )
        for turn in (1, 2)
        if since + turn * every < ends
        for one in champions(kind, noted, pairing)
    ]


def _address(people: Iterable[str]) -> str:
    return "+".join(sorted(people))


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


def is_review_due(goal_set: GoalSet, kind: GoalKind, at: datetime) -> bool:
    """Whether nobody has looked at a set for as long as the handbook says (or will not have by then)."""
    looked = goal_set.looked_at
    if looked is None or kind.review_every_days is None or not goal_set.open_goals:
        return False
    return at >= looked + timedelta(days=kind.review_every_days) - REVIEW_EARLY


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


def may_follow(goal_set: GoalSet, zone: str, now: datetime) -> bool:
    """Whether it is time for the next set: nothing of this one is open, or its last day has come."""
    over = set_over(goal_set, zone)
    return goal_set.set_at is not None and (not goal_set.open_goals or (over is not None and now >= over))


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
