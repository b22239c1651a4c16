"""The best whole of groups, and a proof of how good it is.

Which hour a mentor takes and who comes is one model for CP-SAT. A community's whole is too much for it at once:
there, linear programming says what the best could be at most and which hours look good, and CP-SAT then solves
part after part, each to its best, until the proof is close enough. Every step is measured in work, not in
seconds, so that the same people get the same groups on any machine.
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from app.features.matching.rules.pairs import Cancelled, Progress

UNIT = 1_000_000  # scores are millionths, as whole numbers
PART = 24  # mentors whose groups CP-SAT forms anew at once
EFFORT = 30.0  # for the whole, in the solver's own deterministic seconds
PART_EFFORT = 0.6
ROUNDS = 12
CLOSE = 0.002  # a gap that is not worth more work
PROVEN = 0.006  # a gap for which the stricter and dearer proof is not needed
PLACED = 10  # what one more person counts in the linear program; a person's score is 1 at the most
SWEEPS = 2
SAFE = 1e-6  # what linear programming rounds, as a share


@dataclass(frozen=True)
class Option:
    """One group that could be: a mentor at an hour, or a running group, with whoever is free then.

    Attributes:
        mentor: the mentor's application.
        least, most: how many mentees it needs and takes.
        scores: of each mentee's application who could be in it; the same at each hour of one mentor.
        starts_at: the hour that all share, UTC.
        pairing: the running group that they would join.
        outcome: the option of the handbook's question that all of them work towards; None where it asks for none.
    """

    mentor: int
    least: int
    most: int
    scores: Mapping[int, float]
    starts_at: datetime | None = None
    pairing: int | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class Chosen:
    """A group of the best whole: an option, and the mentees who are in it, in order of their ids."""

    option: Option
    mentees: tuple[int, ...]


@dataclass(frozen=True)
class Whole:
    """The best whole of groups.

    Attributes:
        groups: by running group, then by mentor.
        placed: how many mentees have a group.
        most_placed: how many could have one at the most, proven.
        total: the sum of all scores.
        bound: what the total can be at most with as many people placed, proven.
    """

    groups: tuple[Chosen, ...] = ()
    placed: int = 0
    most_placed: int = 0
    total: float = 0.0
    bound: float = 0.0

    @property
    def gap(self) -> float:
        """How far it is from the best that is not ruled out, in people or in scores, whichever is more; a share."""
        people = 1 - self.placed / self.most_placed if self.most_placed else 0.0
        return max(people, 1 - self.total / self.bound if self.bound > 0 else 0.0)


def best_groups(
    options: Sequence[Option],
    *,
    waited: Mapping[int, int] | None = None,
    pinned: Collection[int] = (),
    progress: Progress | None = None,
) -> Whole:
    """Return the best whole: most people placed, then the best total, then the worst as good as it can be.

    Of those placed, people who have waited for more rounds come first. A mentor gets one new group at most.
    The same options in any order give the same result.

    Args:
        options: what there is to choose from.
        waited: for how many rounds a mentee's application was left over.
        pinned: mentees' applications that go before all others.
        progress: hears how far it is.

    Raises:
        Cancelled: if `progress` said False.
    """
    table = _Table(sorted(options, key=_order), waited or {}, pinned)
    if not table.pairs:
        return Whole()
    everywhere = range(len(table.seats))
    plan = table.filled({})
    if len(everywhere) <= PART:
        plan, proved = _solve(table, plan, everywhere, EFFORT)
        if proved:
            plan, _ = _solve(table, plan, everywhere, EFFORT, fairest=True)
            return table.whole(plan, len(plan.members), table.total(plan))
    relaxed, hours = _relax(table)
    plan = max(plan, _climb(table, hours), key=table.worth)
    if _proved(table, plan, relaxed).gap > PROVEN:
        stricter, hours = _relax_by_hour(table, table.counts)
        relaxed, plan = min(relaxed, stricter), max(plan, _climb(table, hours), key=table.worth)
    for number, nearest in enumerate(_orders(table)):
        if progress is not None and not progress("solve", number / ROUNDS):
            raise Cancelled
        if _proved(table, plan, relaxed).gap <= CLOSE:
            break
        better, _ = _solve(table, plan, sorted(nearest[:PART]), PART_EFFORT)
        plan = max(plan, better, key=table.worth)
    found = _proved(table, plan, relaxed)
    if found.gap > PROVEN and found.placed < found.most_placed:
        people, _ = _relax_by_hour(table, lambda *_: 1.0)
        scores, _ = _relax_by_hour(table, lambda *pair: table.score[pair] / UNIT, table.worth(plan)[0])
        found = replace(found, most_placed=min(found.most_placed, int(people)), bound=min(found.bound, scores))
    return found


def _proved(table: "_Table", plan: "_Plan", relaxed: float) -> Whole:
    """Return the groups of a plan; a bound on people and scores together says what is left for the scores."""
    people, total = table.worth(plan)
    return table.whole(plan, table.most_placed, max(total / UNIT, relaxed - PLACED * people / table.base))


def _order(one: Option) -> tuple[object, ...]:
    return (
        one.pairing or 0,
        one.mentor,
        str(one.starts_at),
        one.outcome or "",
        sorted(one.scores.items()),
        one.least,
        one.most,
    )


@dataclass(frozen=True)
class _Plan:
    """Which option each seat takes, by number, and where each mentee is."""

    hours: Mapping[int, int] = field(default_factory=dict)
    members: Mapping[int, int] = field(default_factory=dict)


class _Table:
    """The options as numbers: a seat is one new group of a mentor, or one running group.

    Attributes:
        options: in order.
        seats: the numbers of the options of each.
        pairs: by seat and mentee: the numbers of the options that hold both.
        score: of each pair, in millionths.
        first: what placing a mentee counts before any score.
    """

    def __init__(self, options: Sequence[Option], waited: Mapping[int, int], pinned: Collection[int]) -> None:
        self.options = options
        by_seat: dict[tuple[int, int], list[int]] = {}
        for number, one in enumerate(options):
            by_seat.setdefault((one.pairing or 0, 0 if one.pairing is not None else one.mentor), []).append(number)
        self.seats = [several for _, several in sorted(by_seat.items())]
        self.pairs: dict[tuple[int, int], list[int]] = {}
        self.score: dict[tuple[int, int], int] = {}
        for seat, several in enumerate(self.seats):
            for number in several:
                for mentee, score in sorted(options[number].scores.items()):
                    self.pairs.setdefault((seat, mentee), []).append(number)
                    self.score[seat, mentee] = round(score * UNIT)
        self.mentees = sorted({mentee for _, mentee in self.pairs})
        self.base = 1 + sum(waited.get(one, 0) for one in self.mentees)
        self.first = {one: self.base + waited.get(one, 0) for one in self.mentees}
        for mentee in pinned:
            if mentee in self.first:
                self.first[mentee] += self.base * (len(self.mentees) + 1)
        self.one_more = UNIT * (len(self.mentees) + 1)

    def worth(self, plan: _Plan) -> tuple[int, int]:
        """Return what comes first and second: people placed, and the total in millionths."""
        return (
            sum(self.first[one] for one in plan.members),
            sum(self.score[seat, one] for one, seat in plan.members.items()),
        )

    def total(self, plan: _Plan) -> float:
        return self.worth(plan)[1] / UNIT

    def whole(self, plan: _Plan, most_placed: int, bound: float) -> Whole:
        groups = [
            Chosen(self.options[number], tuple(sorted(one for one, at in plan.members.items() if at == seat)))
            for seat, number in sorted(plan.hours.items())
        ]
        total = self.total(plan)
        return Whole(tuple(one for one in groups if one.mentees), len(plan.members), most_placed, total, bound)

    def counts(self, seat: int, mentee: int) -> float:
        """Return what a pair counts where people and scores are one number."""
        return PLACED * self.first[mentee] / self.base + self.score[seat, mentee] / UNIT

    @cached_property
    def most_placed(self) -> int:
        """How many could be placed if each mentor were free at all of their hours."""
        roomiest = {seat: max(self.options[one].most for one in several) for seat, several in enumerate(self.seats)}
        return len(_flow(self, roomiest, list(self.pairs)))

    def filled(self, hours: Mapping[int, int]) -> _Plan:
        """Place people where the hours are settled; what gets too few people does not come about."""
        hours = dict(hours)
        while True:
            pairs = [(seat, one) for seat, number in hours.items() for one in self.options[number].scores]
            members = _flow(self, {seat: self.options[number].most for seat, number in hours.items()}, pairs)
            sizes = {seat: sum(at == seat for at in members.values()) for seat in hours}
            small = [seat for seat, number in hours.items() if sizes[seat] < max(1, self.options[number].least)]
            if not small:
                return _Plan(hours, members)
            del hours[min(small, key=lambda seat: (sizes[seat], seat))]


def _flow(table: _Table, room: Mapping[int, int], pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return the seat of each mentee: most people, then by what they count, then the best total."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - heavy, and only matching needs it

    if not pairs:
        return {}
    flow, source, sink = SimpleMinCostFlow(), 0, 1
    mentees = sorted({one for _, one in pairs})
    node = {one: number for number, one in enumerate(mentees, start=2)}
    place = {seat: number for number, seat in enumerate(sorted(room), start=2 + len(mentees))}
    top = max(table.first[one] for one in mentees)
    for one in mentees:
        cost = (top - table.first[one]) * table.one_more
        flow.add_arc_with_capacity_and_unit_cost(source, node[one], 1, cost)
    for seat, most in sorted(room.items()):
        flow.add_arc_with_capacity_and_unit_cost(place[seat], sink, most, 0)
    arcs = {
        flow.add_arc_with_capacity_and_unit_cost(node[one], place[seat], 1, UNIT - table.score[seat, one]): (seat, one)
        for seat, one in sorted(pairs)
    }
    flow.set_node_supply(source, len(mentees))
    flow.set_node_supply(sink, -len(mentees))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the solver ended with status {status}")
    return {one: seat for arc, (seat, one) in arcs.items() if flow.flow(arc) > 0}


def _relax(table: _Table) -> tuple[float, dict[int, float]]:
    """Return what people and scores together can be at the most, and how much of each option that bound uses."""
    from ortools.linear_solver import pywraplp  # noqa: PLC0415 - heavy, and only matching needs it

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    least = -solver.infinity()
    used = [solver.NumVar(0, 1, "") for _ in table.options]
    once = {one: solver.Constraint(least, 1) for one in table.mentees}
    sizes = []
    for several in table.seats:
        one_hour, size = solver.Constraint(least, 1), solver.Constraint(least, 0)
        for number in several:
            one_hour.SetCoefficient(used[number], 1)
            size.SetCoefficient(used[number], -table.options[number].most)
        sizes.append(size)
    for (seat, mentee), numbers in table.pairs.items():
        member = solver.NumVar(0, 1, "")
        solver.Objective().SetCoefficient(member, table.counts(seat, mentee))
        there = solver.Constraint(least, 0)
        there.SetCoefficient(member, 1)
        for number in numbers:
            there.SetCoefficient(used[number], -1)
        sizes[seat].SetCoefficient(member, 1)
        once[mentee].SetCoefficient(member, 1)
    bound = _solved(solver)
    return bound, {number: value for number, one in enumerate(used) if (value := one.solution_value()) > SAFE}


def _relax_by_hour(
    table: _Table, counts: Callable[[int, int], float], at_least: int = 0
) -> tuple[float, dict[int, float]]:
    """Return the same, stricter: everybody says at which hour they come, and each hour has its own places.

    Args:
        table: what there is to choose from.
        counts: what each pair counts.
        at_least: what the people who are placed are worth at the least.
    """
    from ortools.linear_solver import pywraplp  # noqa: PLC0415 - heavy, and only matching needs it

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    none = -solver.infinity()
    once = {one: solver.Constraint(none, 1) for one in table.mentees}
    placed = solver.Constraint(at_least / table.base * (1 - SAFE), solver.infinity())
    used: dict[int, Any] = {}
    for seat, several in enumerate(table.seats):
        one_hour = solver.Constraint(none, 1)
        for number in several:
            option, used[number] = table.options[number], solver.NumVar(0, 1, "")
            one_hour.SetCoefficient(used[number], 1)
            size = solver.Constraint(none, 0)
            size.SetCoefficient(used[number], -option.most)
            for mentee in sorted(option.scores):
                member, there = solver.NumVar(0, 1, ""), solver.Constraint(none, 0)
                solver.Objective().SetCoefficient(member, counts(seat, mentee))
                there.SetCoefficient(member, 1)
                there.SetCoefficient(used[number], -1)
                for limit, share in ((size, 1), (once[mentee], 1), (placed, table.first[mentee] / table.base)):
                    limit.SetCoefficient(member, share)
    bound = _solved(solver)
    return bound, {number: value for number, one in used.items() if (value := one.solution_value()) > SAFE}


def _solved(solver: Any) -> float:
    solver.Objective().SetMaximization()
    status = solver.Solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the solver ended with status {status}")
    return float(solver.Objective().Value()) * (1 + SAFE)


def _climb(table: _Table, hours: Mapping[int, float]) -> _Plan:
    """Take each mentor's most used hour, then change one hour after the other while that helps."""
    best = table.filled(
        {
            seat: max(several, key=lambda number: (hours.get(number, 0.0), -number))
            for seat, several in enumerate(table.seats)
        }
    )
    for _ in range(SWEEPS):
        before = best
        for seat, several in enumerate(table.seats):
            for number in several:
                if number in hours and number != best.hours.get(seat):
                    best = max(best, table.filled({**best.hours, seat: number}), key=table.worth)
        if best is before:
            break
    return best


def _orders(table: _Table) -> Iterator[list[int]]:
    """Yield all mentors in an order in which to look at them anew: by turns any, and those whom the same people fit."""
    dice = random.Random(1)  # noqa: S311 - the same throws each time are what is wanted
    everywhere = list(range(len(table.seats)))
    who: list[set[int]] = [set() for _ in everywhere]
    for seat, mentee in table.pairs:
        who[seat].add(mentee)
    for number in range(ROUNDS):
        mixed = dice.sample(everywhere, len(everywhere))
        ours = who[mixed[0]]
        yield mixed if number % 2 else sorted(mixed, key=lambda one, ours=ours: -len(who[one] & ours))  # type: ignore[misc]


def _solve(
    table: _Table, plan: _Plan, part: Sequence[int], effort: float, *, fairest: bool = False
) -> tuple[_Plan, bool]:
    """Form the groups of some mentors anew; return the plan, and whether no better one is left.

    Args:
        table: what there is to choose from.
        plan: where to begin; whoever is with other mentors in it stays there.
        part: the mentors, as seats.
        effort: how much work it is worth.
        fairest: leave what the plan is worth as it is, and make its worst pair as good as it can be.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and only matching needs it

    anew = set(part)
    taken = {one for one, seat in plan.members.items() if seat not in anew}
    model: Any = cp_model.CpModel()
    used = {number: model.new_bool_var("") for seat in part for number in table.seats[seat]}
    members = {pair: model.new_bool_var("") for pair in table.pairs if pair[0] in anew and pair[1] not in taken}
    together: dict[int, list[Any]] = {seat: [] for seat in part}
    once: dict[int, list[Any]] = {}
    for (seat, one), var in members.items():
        model.add_bool_or([*(used[number] for number in table.pairs[seat, one]), var.negated()])
        model.add_hint(var, plan.members.get(one) == seat)
        together[seat].append(var)
        once.setdefault(one, []).append(var)
    for seat, several in together.items():
        numbers = table.seats[seat]
        model.add_at_most_one(used[number] for number in numbers)
        model.add(sum(several) <= sum(table.options[number].most * used[number] for number in numbers))
        model.add(sum(several) >= sum(table.options[number].least * used[number] for number in numbers))
    for several in once.values():
        model.add_at_most_one(several)
    chosen = set(plan.hours.values())
    for number, var in used.items():
        model.add_hint(var, number in chosen)
    goal = sum(
        (table.first[one] * table.one_more + table.score[seat, one]) * var for (seat, one), var in members.items()
    )
    if fairest:
        first, total = table.worth(plan)
        model.add(goal >= first * table.one_more + total)
        goal = model.new_int_var(0, UNIT, "worst")
        for pair, var in members.items():
            model.add(goal <= table.score[pair]).only_enforce_if(var)
    model.maximize(goal)
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False  # Ctrl-C ends the program, not only this part of it
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return plan, False
    hours = {seat: number for seat, number in plan.hours.items() if seat not in anew}
    where = {one: seat for one, seat in plan.members.items() if seat not in anew}
    where |= {one: seat for (seat, one), var in members.items() if solver.value(var)}
    hours |= {seat: n for seat in part for n in table.seats[seat] if solver.value(used[n]) and seat in where.values()}
    return _Plan(hours, where), status == cp_model.OPTIMAL
