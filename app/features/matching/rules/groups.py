"""The model of a group: an hour that all share, the best whole of groups, and who may join a running one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.core.calendar import Span, local, spans
from app.features.joining.rules import Application
from app.features.matching.rules import Blocked, Fit, Pool, Proposal
from app.features.matching.rules.hours import WEEK_DAYS
from app.features.matching.rules.terms import meeting_kinds
from app.features.matching.rules.waiting import places_of
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.matching import Group
from app.handbook.model import Handbook

THOUSANDTHS = 1000
MOST_HOURS = 24  # of one mentor's, those that suit most mentees
EFFORT = 30.0  # of the solver, in its own deterministic seconds: the same input ends at the same place


@dataclass(frozen=True)
class Opening:
    """A running group with free places.

    Attributes:
        pairing: the group.
        mentor: its first mentor's application.
        free: how many more mentees it takes.
        hour: when it meets next by its rhythm, UTC; None while it has none.
    """

    pairing: Pairing
    mentor: Application
    free: int
    hour: Span | None


@dataclass(frozen=True)
class Option:
    """One group that could be: a mentor at an hour, or a running group, with whoever is free then.

    Attributes:
        mentor: the mentor's application.
        least, most: how many mentees it needs and takes.
        scores: of each mentee's application who could be in it.
        starts_at: the hour that all share, UTC.
        pairing: the running group that they would join.
    """

    mentor: int
    least: int
    most: int
    scores: Mapping[int, float]
    starts_at: datetime | None = None
    pairing: int | None = None


@dataclass(frozen=True)
class Chosen:
    """A group of the best whole: an option, and the mentees who are in it, in order of their ids."""

    option: Option
    mentees: tuple[int, ...]


def places_for_groups(
    mentors: Iterable[Application],
    pairings: Sequence[Pairing],
    proposals: Sequence[Proposal],
    resting: Mapping[str, datetime],
    handbook: Handbook,
) -> dict[int, int]:
    """Return how many mentees each mentor without enough groups would take into a new one."""
    group = handbook.matching.group or Group()
    found = {}
    for one in mentors:
        running = sum(pairing.is_live and one.user_id in pairing.mentors for pairing in pairings)
        asked = {two.bundle for two in proposals if two.is_underway and two.mentor.id == one.id and two.joins is None}
        if running + len(asked) < handbook.matching.most_pairings:
            most = places_of(one, resting.get(one.user_id), group.most_mentees, otherwise=group.most_mentees)
            if most >= group.least_mentees:
                found[one.id] = most
    return found


def free_places(pairing: Pairing, mentor: Application, proposals: Iterable[Proposal], handbook: Handbook) -> int:
    """Return how many more mentees a running group takes; whoever is being asked has a place already."""
    group = handbook.matching.group or Group()
    most = places_of(mentor, None, group.most_mentees, otherwise=group.most_mentees)
    asked = sum(one.is_underway and one.joins == pairing.id for one in proposals)
    return max(0, most - len(pairing.mentees) - asked)


def options(
    free: Pool,
    openings: Sequence[Opening],
    verdicts: Mapping[tuple[int, int], Fit | Blocked],
    cohort: Cohort,
    handbook: Handbook,
    now: datetime,
) -> list[Option]:
    """List the groups that could be.

    Args:
        free: who waits, and the mentors who could have a new group.
        openings: running groups with free places.
        verdicts: how every mentee fits every mentor, those of the openings too.
        cohort: gives the dates of its first week.
        handbook: gives the sizes and the length of a meeting.
        now: the present instant, UTC.
    """
    group = handbook.matching.group or Group()
    length = timedelta(minutes=max(handbook.rhythm.minutes, handbook.first_meeting.minutes))
    spare = {one.id: list(spans(one.slots, one.zone, cohort.starts_on, WEEK_DAYS)) for one in free.mentees}
    found = []
    for mentor in free.mentors:
        own = list(spans(mentor.slots, mentor.zone, cohort.starts_on, WEEK_DAYS))
        fitting = {
            one.id: fit.score for one in free.mentees if isinstance(fit := verdicts.get((one.id, mentor.id)), Fit)
        }
        most = free.places[mentor.id]
        for members in _kinds(mentor, free.mentees, fitting, handbook):
            hours = _hours(own, {one: spare[one] for one in members}, length)
            found += [
                Option(mentor.id, group.least_mentees, most, {one: fitting[one] for one in sorted(who)}, at)
                for at, who in hours
                if len(who) >= group.least_mentees
            ]
    for opening in openings:
        scores = {
            one.id: fit.score
            for one in free.mentees
            if isinstance(fit := verdicts.get((one.id, opening.mentor.id)), Fit) and _is_free(one, opening, now)
        }
        if scores:
            at = opening.hour.start if opening.hour is not None else None
            found.append(Option(opening.mentor.id, 0, opening.free, scores, at, opening.pairing.id))
    return found


def _kinds(
    mentor: Application, mentees: Sequence[Application], fitting: Mapping[int, float], handbook: Handbook
) -> list[list[int]]:
    """Return who could meet this mentor in one way: all online, or all in the mentor's town."""
    ways: list[list[int]] = []
    for kind in ("virtual", "in_person"):
        if kind in meeting_kinds(mentor, mentor, handbook):
            who = [one.id for one in mentees if one.id in fitting and kind in meeting_kinds(one, mentor, handbook)]
            if who and who not in ways:
                ways.append(who)
    return ways


def _hours(
    own: Sequence[Span], spare: Mapping[int, Sequence[Span]], length: timedelta
) -> list[tuple[datetime, frozenset[int]]]:
    """Return the hours that suit most, earliest first; an hour that suits fewer of the same people is left out."""
    starts = sorted({span.start for span in (*own, *(one for several in spare.values() for one in several))})
    best: dict[frozenset[int], datetime] = {}
    for at in starts:
        if any(span.start <= at and at + length <= span.end for span in own):
            who = frozenset(
                one
                for one, several in spare.items()
                if any(span.start <= at and at + length <= span.end for span in several)
            )
            best.setdefault(who, at)
    largest = [(at, who) for who, at in best.items() if not any(who < other for other in best)]
    return sorted(sorted(largest, key=lambda one: (-len(one[1]), one[0]))[:MOST_HOURS])


def _is_free(one: Application, opening: Opening, now: datetime) -> bool:
    """Whether somebody is free when a running group meets; True while it has no hour."""
    hour = opening.hour
    if hour is None:
        return True
    around = local(max(hour.start, now), one.zone).date() - timedelta(days=1)
    return any(span.start <= hour.start and hour.end <= span.end for span in spans(one.slots, one.zone, around, 3))


def solve_groups(options: Sequence[Option]) -> list[Chosen]:
    """Return the best whole: most people placed, then the best total, then the worst as good as it can be.

    A mentor gets one new group at most. The same options in any order give the same result.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and only matching needs it

    ordered = sorted(
        options,
        key=lambda one: (
            one.pairing or 0,
            one.mentor,
            str(one.starts_at),
            sorted(one.scores.items()),
            one.least,
            one.most,
        ),
    )
    model: Any = cp_model.CpModel()
    members = _membership(model, ordered)
    if not members:
        return []
    score = {pair: round(ordered[pair[0]].scores[pair[1]] * THOUSANDTHS) for pair in members}
    worst = model.new_int_var(0, THOUSANDTHS, "worst")
    for pair, var in members.items():
        model.add(worst <= score[pair]).only_enforce_if(var)
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    for goal in (sum(members.values()), sum(score[pair] * var for pair, var in members.items()), worst):
        model.maximize(goal)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise ArithmeticError(f"the solver ended with status {solver.status_name(status)}")
        model.add(goal >= round(solver.objective_value))
        model.clear_hints()
        for var in members.values():
            model.add_hint(var, solver.value(var))
    chosen = [
        Chosen(one, tuple(mentee for mentee in sorted(one.scores) if solver.value(members[number, mentee])))
        for number, one in enumerate(ordered)
    ]
    return [one for one in chosen if one.mentees]


def read_solver_in() -> None:
    """Read the solver in, which takes a second or more, before somebody waits for it."""
    from ortools.sat.python import cp_model  # noqa: F401, PLC0415 - what is read in stays in memory


def _membership(model: Any, ordered: Sequence[Option]) -> dict[tuple[int, int], Any]:
    """Say who can be in which group, each in one at most; return the variable of each (option, mentee)."""
    members: dict[tuple[int, int], Any] = {}
    new: dict[int, list[Any]] = {}
    for number, one in enumerate(ordered):
        used = model.new_bool_var(f"group{number}")
        for mentee in sorted(one.scores):
            members[number, mentee] = model.new_bool_var(f"in{number}-{mentee}")
        size = sum(members[number, mentee] for mentee in one.scores)
        model.add(size >= one.least * used)
        model.add(size <= one.most * used)
        if one.pairing is None:
            new.setdefault(one.mentor, []).append(used)
    for several in new.values():
        model.add(sum(several) <= 1)
    for mentee in sorted({mentee for _, mentee in members}):
        model.add(sum(var for pair, var in members.items() if pair[1] == mentee) <= 1)
    return members


def by_bundle(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """Return proposals with those of one group together, in the order of the first of each."""
    found: dict[tuple[str, int], list[Proposal]] = {}
    for one in proposals:
        found.setdefault(("group", one.bundle) if one.bundle is not None else ("one", one.id), []).append(one)
    return list(found.values())
