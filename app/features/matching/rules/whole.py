"""A run of matching: what it works from, what it found, and what is still true of it when it is written down."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.features.matching.rules import Blocked, Fit, LeftOver, Pool, Proposal
from app.features.matching.rules.best_groups import best_groups
from app.features.matching.rules.groups import Opening, options, with_outcome
from app.features.matching.rules.pairs import Cancelled, Progress, best_pairs, left_over
from app.features.matching.rules.terms import fits_in, judge
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

AT_ONCE = 20_000  # pairs to judge while somebody waits; Slack waits three seconds
AT_ONCE_IN_GROUPS = 1_500  # a group is a harder question
STEPS = {"score": (0, 60), "solve": (60, 85), "explain": (85, 100)}  # from and to how many percents of all
IN_GROUPS = {"mentor-taken": "no-group", "mentee-taken": "no-members"}


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a run works from; nothing of it is read again while it computes.

    Attributes:
        cohort, handbook: whose, and by which rules.
        pool: who can be matched.
        openings: running groups with free places.
        now: when this was read, UTC.
    """

    cohort: Cohort
    handbook: Handbook
    pool: Pool
    openings: tuple[Opening, ...]
    now: datetime

    @property
    def people(self) -> int:
        """How many people it is about."""
        return len(self.pool.mentees) + len(self.pool.mentors)

    @property
    def is_quick(self) -> bool:
        """Whether it is answered while somebody waits."""
        pairs = len(self.pool.mentees) * (len(self.pool.mentors) + len(self.openings))
        return pairs <= (AT_ONCE if self.handbook.matching.group is None else AT_ONCE_IN_GROUPS)


@dataclass(frozen=True)
class Placed:
    """One pair of the whole. `group` is the number that those of one new group share; `joins` a running group."""

    mentee: int
    mentor: int
    fit: Fit
    group: int | None = None
    joins: int | None = None
    shared_at: datetime | None = None


@dataclass(frozen=True)
class Summary:
    """How good a whole is.

    Attributes:
        placed, waiting: how many mentees have somebody, and how many asked for it.
        total: the sum of all scores.
        worst: the lowest of them, 1 if there is none.
        bound: what the total can be at most with as many placed; None where nobody proved it.
        stale: how many pairs fell away because something changed while it was computed.
    """

    placed: int
    waiting: int
    total: float
    worst: float
    bound: float | None = None
    stale: int = 0

    @property
    def gap(self) -> float | None:
        """By what share another whole could be better at most."""
        if self.bound is None or self.bound <= 0:
            return None
        return max(0.0, (self.bound - self.total) / self.bound)


@dataclass(frozen=True)
class Found:
    """What a run found."""

    placed: tuple[Placed, ...]
    left: tuple[LeftOver, ...]
    summary: Summary


@dataclass(frozen=True)
class Working:
    """A run that the clock works on: how many people, the step and the share of it that is done."""

    id: int
    cohort: Cohort
    people: int
    step: str | None
    share: float
    is_claimed: bool

    @property
    def percent(self) -> int:
        """How much of all steps is done, in whole percents."""
        begins, ends = STEPS.get(self.step or "", (0, 0))
        return round(begins + (ends - begins) * min(1.0, max(0.0, self.share)))


def look(task: Task, progress: Progress | None = None) -> Found:
    """Return the best whole.

    Raises:
        Cancelled: if `progress` said that nobody wants it any more.
    """
    return _in_pairs(task, progress) if task.handbook.matching.group is None else _in_groups(task, progress)


def _in_pairs(task: Task, progress: Progress | None) -> Found:
    found = best_pairs(task.pool, task.cohort, task.handbook, progress=progress)
    placed = tuple(Placed(one.mentee, one.mentor, one.fit) for one in found.matches)
    summary = Summary(len(placed), len(task.pool.mentees), found.total, found.worst, found.bound)
    return Found(placed, found.left, summary)


def _in_groups(task: Task, progress: Progress | None) -> Found:
    def tell(step: str, share: float) -> None:
        if progress is not None and not progress(step, share):
            raise Cancelled

    free = task.pool
    tell("score", 0.0)
    everybody = {one.id: one for one in (*free.mentors, *(one.mentor for one in task.openings))}
    verdicts = fits_in(free.with_mentors(tuple(everybody.values())), task.cohort, task.handbook)
    tell("solve", 0.0)
    could = options(free, task.openings, verdicts, task.cohort, task.handbook, task.now)
    pinned = {mentee for mentee, _ in free.pinned}
    whole = best_groups(could, waited=free.waited, pinned=pinned, progress=progress)
    tell("explain", 0.0)
    placed: list[Placed] = []
    for number, one in enumerate(whole.groups):
        for mentee in one.mentees:
            fit = verdicts[mentee, one.option.mentor]
            if not isinstance(fit, Fit):
                raise TypeError("only people who fit are in an option")
            group = number if one.option.pairing is None else None
            fit = with_outcome(fit, one.option, task.handbook)
            placed.append(Placed(mentee, one.option.mentor, fit, group, one.option.pairing, one.option.starts_at))
    ids = {one.mentee for one in placed} | {one.mentor for one in placed}
    left = [replace(one, code=IN_GROUPS.get(one.code, one.code)) for one in left_over(free, verdicts, ids)]
    scores = [one.fit.score for one in placed]
    summary = Summary(len(placed), len(free.mentees), whole.total, min(scores, default=1.0), whole.bound)
    return Found(tuple(placed), tuple(left), summary)


def still_true(found: Found, now: Pool, openings: Sequence[Opening], least: int = 1) -> Found:
    """Leave out what is not possible any more after people came, left or were asked meanwhile.

    Args:
        found: what was computed from older facts.
        now: who can be matched when it is written down.
        openings: the running groups with free places, then.
        least: how many mentees a new group needs.
    """
    waiting = {one.id for one in now.mentees}
    places = Counter(now.places)
    free = Counter({one.pairing.id: one.free for one in openings})
    kept: list[Placed] = []
    for one in found.placed:
        room, key = (places, one.mentor) if one.joins is None else (free, one.joins)
        if one.mentee in waiting and (one.mentee, one.mentor) not in now.apart and room[key] > 0:
            room[key] -= 1
            kept.append(one)
    sizes = Counter(one.group for one in kept if one.group is not None)
    kept = [one for one in kept if one.group is None or sizes[one.group] >= least]
    scores = [one.fit.score for one in kept]
    stale = len(found.placed) - len(kept)
    if not stale:
        return found
    summary = replace(
        found.summary, placed=len(kept), total=sum(scores), worst=min(scores, default=1.0), bound=None, stale=stale
    )
    return Found(tuple(kept), found.left, summary)


@dataclass(frozen=True)
class Change:
    """What became of a proposal from one run to the next.

    Attributes:
        kind: `kept`, `new` or `gone`.
        mentee, mentor: whom it was about, as users.
        code: why, in `words.CHANGES`; empty for what was kept.
        instead: with whom the mentee is now, if with somebody else.
    """

    kind: str
    mentee: str
    mentor: str
    code: str = ""
    instead: str = ""


def changes(
    before: Sequence[Proposal], after: Sequence[Proposal], pool: Pool, cohort: Cohort, handbook: Handbook
) -> list[Change]:
    """Say what became of the undecided proposals of the run before, and why.

    Args:
        before: undecided before this run.
        after: undecided after it.
        pool: who could be matched in this run.
        cohort: whose.
        handbook: by which pairs are judged.
    """
    old = {(one.mentee.id, one.mentor.id): one for one in before}
    new = {(one.mentee.id, one.mentor.id): one for one in after}
    now_with = {one.mentee.id: one.mentor.user_id for one in after}
    known, waiting = {one.mentee.id for one in before}, {one.id for one in pool.mentees}
    found = []
    for pair, one in old.items():
        if pair in new:
            found.append(Change("kept", one.mentee.user_id, one.mentor.user_id))
            continue
        code = _why_gone(one, waiting, pool, cohort, handbook)
        found.append(Change("gone", one.mentee.user_id, one.mentor.user_id, code, now_with.get(pair[0], "")))
    for pair, one in new.items():
        if pair not in old:
            code = "moved" if pair[0] in known else "came"
            found.append(Change("new", one.mentee.user_id, one.mentor.user_id, code))
    return found


def _why_gone(one: Proposal, waiting: Collection[int], pool: Pool, cohort: Cohort, handbook: Handbook) -> str:
    if one.mentee.id not in waiting:
        return "mentee-gone"
    if (one.mentee.id, one.mentor.id) in pool.apart:
        return "apart"
    if one.mentor.id not in pool.places:
        return "mentor-full"
    verdict = judge(one.mentee, one.mentor, cohort, handbook, pool.apart)
    return "limit" if isinstance(verdict, Blocked) else "better"


def summary_said(summary: Summary) -> dict[str, Any]:
    """Return a summary as it is kept."""
    return {
        "placed": summary.placed,
        "waiting": summary.waiting,
        "total": summary.total,
        "worst": summary.worst,
        "bound": summary.bound,
        "stale": summary.stale,
    }


def summary_read(said: Mapping[str, Any] | None) -> Summary | None:
    """Return a summary that was kept; None for a run from before they were."""
    return Summary(**said) if said else None
