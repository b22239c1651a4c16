"""Which messages a set of goals calls for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.features.goals.rules import ASK_FOR, GoalSet, readers, refiners, writers
from app.features.pairings.rules import Pairing
from app.handbook.goals import GoalKind

ASK_AGAIN = timedelta(days=4)
REFINE_AGAIN_BEFORE = timedelta(days=3)


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


def _address(people: Iterable[str]) -> str:
    return "+".join(sorted(people))
