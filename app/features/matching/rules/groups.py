"""The model of a group: an hour and an outcome that all share, and who may join a running one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.core.calendar import Span, local, spans
from app.features.joining.rules import Application
from app.features.matching.rules import Blocked, Fit, Pool, Proposal, Reason
from app.features.matching.rules.best_groups import Option
from app.features.matching.rules.hours import WEEK_DAYS
from app.features.matching.rules.terms import meeting_kinds
from app.features.matching.rules.waiting import places_of
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.matching import Group
from app.handbook.model import Handbook


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
    could_lead = {one.id for one in (*free.mentors, *(opening.mentor for opening in openings))}
    stays = {mentee: mentor for mentee, mentor in sorted(free.pinned) if mentor in could_lead}

    def scores(mentor: Application) -> dict[int, float]:
        return {
            one.id: fit.score
            for one in free.mentees
            if isinstance(fit := verdicts.get((one.id, mentor.id)), Fit) and stays.get(one.id, mentor.id) == mentor.id
        }

    week = _Week(free.mentees, cohort, length)
    found = []
    for mentor in free.mentors:
        fitting = scores(mentor)
        could: dict[frozenset[int], tuple[datetime, str | None]] = {}
        for outcome, members in _ways(mentor, free.mentees, fitting, handbook):
            for at, free_then in week.hours(mentor, cohort):
                could.setdefault(members & free_then, (at, outcome))
        # An hour that suits only some of those whom another suits is never the better one.
        kept = [who for who in could if len(who) >= group.least_mentees and not any(who < other for other in could)]
        found += [
            Option(
                mentor.id,
                group.least_mentees,
                free.places[mentor.id],
                {one: fitting[one] for one in sorted(who)},
                could[who][0],
                outcome=could[who][1],
            )
            for who in kept
        ]
    for opening in openings:
        fitting = scores(opening.mentor)
        wanting = frozenset[int]().union(*(who for _, who in _ways(opening.mentor, free.mentees, fitting, handbook)))
        joining = {one.id: fitting[one.id] for one in free.mentees if one.id in wanting and _is_free(one, opening, now)}
        if joining:
            meets = opening.hour.start if opening.hour is not None else None
            found.append(Option(opening.mentor.id, 0, opening.free, joining, meets, opening.pairing.id))
    return found


class _Week:
    """When each of several people is free in a cohort's first week, for long enough to meet."""

    def __init__(self, mentees: Sequence[Application], cohort: Cohort, length: timedelta) -> None:
        self.length = length
        self.free = {one.id: list(spans(one.slots, one.zone, cohort.starts_on, WEEK_DAYS)) for one in mentees}
        self.starts = {span.start for several in self.free.values() for span in several}
        self.known: dict[datetime, frozenset[int]] = {}

    def hours(self, mentor: Application, cohort: Cohort) -> Iterator[tuple[datetime, frozenset[int]]]:
        """Yield the hours at which a mentor is free, earliest first, and who else is."""
        own = list(spans(mentor.slots, mentor.zone, cohort.starts_on, WEEK_DAYS))
        for at in sorted(self.starts | {span.start for span in own}):
            if self._holds(own, at):
                if at not in self.known:
                    self.known[at] = frozenset(one for one, several in self.free.items() if self._holds(several, at))
                yield at, self.known[at]

    def _holds(self, several: Sequence[Span], at: datetime) -> bool:
        return any(span.start <= at and at + self.length <= span.end for span in several)


def _ways(
    mentor: Application, mentees: Sequence[Application], fitting: Collection[int], handbook: Handbook
) -> list[tuple[str | None, frozenset[int]]]:
    """Return who could be together with this mentor: all online or all in one town, and for the same outcome."""
    ways = []
    for kind in ("virtual", "in_person"):
        if kind in meeting_kinds(mentor, mentor, handbook):
            who = [one for one in mentees if one.id in fitting and kind in meeting_kinds(one, mentor, handbook)]
            ways += [
                (outcome, frozenset(one.id for one in who if outcome is None or outcome in outcomes_of(one, handbook)))
                for outcome in outcomes_of(mentor, handbook)
            ]
    return ways


def outcomes_of(one: Application, handbook: Handbook) -> tuple[str | None, ...]:
    """Return towards which outcomes somebody would work in a group, in the handbook's order; whoever left it open, all.

    Where the handbook has no question about it, the only outcome is None.
    """
    outcome = handbook.matching.group.outcome if handbook.matching.group is not None else None
    if outcome is None:
        return (None,)
    key = outcome.wants if one.role == "mentee" else outcome.offers
    said = one.answers.get(key)
    chosen = {said} if isinstance(said, str) and said else one.chosen(key)
    known = [
        option.value for question in handbook.questions(one.role) if question.key == key for option in question.options
    ]
    return tuple(option for option in known if option in chosen or not chosen)


def _is_free(one: Application, opening: Opening, now: datetime) -> bool:
    """Whether somebody is free when a running group meets; True while it has no hour."""
    hour = opening.hour
    if hour is None:
        return True
    around = local(max(hour.start, now), one.zone).date() - timedelta(days=1)
    return any(span.start <= hour.start and hour.end <= span.end for span in spans(one.slots, one.zone, around, 3))


def with_outcome(fit: Fit, option: Option, handbook: Handbook) -> Fit:
    """Add to the reasons of a pair what its group would work towards."""
    outcome = handbook.matching.group.outcome if handbook.matching.group is not None else None
    if outcome is None or option.outcome is None:
        return fit
    names = [
        one.label
        for question in handbook.questions("mentee")
        if question.key == outcome.wants
        for one in question.options
        if one.value == option.outcome
    ]
    return replace(fit, reasons=(*fit.reasons, Reason("outcome", {"name": (names or [option.outcome])[0]})))


def read_solver_in() -> None:
    """Read the solver in, which takes a second or more, before somebody waits for it."""
    from ortools.sat.python import cp_model  # noqa: F401, PLC0415 - what is read in stays in memory


def by_bundle(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """Return proposals with those of one group together, in the order of the first of each."""
    found: dict[tuple[str, int], list[Proposal]] = {}
    for one in proposals:
        found.setdefault(("group", one.bundle) if one.bundle is not None else ("one", one.id), []).append(one)
    return list(found.values())
