"""By when goals should be reached, and when it is time for the next look or the next set."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from app.core.calendar import localise
from app.features.goals.rules import GoalSet
from app.handbook.goals import GoalKind

MORNING = time(9)
REVIEW_EARLY = timedelta(days=3)
"""A meeting shortly before the day is a good moment to look at them."""


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


def may_follow(goal_set: GoalSet, zone: str, now: datetime) -> bool:
    """Whether it is time for the next set: nothing of this one is open, or its last day has come."""
    over = set_over(goal_set, zone)
    return goal_set.set_at is not None and (not goal_set.open_goals or (over is not None and now >= over))


def is_review_due(goal_set: GoalSet, kind: GoalKind, at: datetime) -> bool:
    """Whether nobody has looked at a set for as long as the handbook says (or will not have by then)."""
    looked = goal_set.looked_at
    if looked is None or kind.review_every_days is None or not goal_set.open_goals:
        return False
    return at >= looked + timedelta(days=kind.review_every_days) - REVIEW_EARLY
