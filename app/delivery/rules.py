"""When a due notice may knock. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.calendar import USUAL, Hours, humane_for_all
from app.core.notice import Manner

WEEKLY_BUDGET = 3
WEEK = timedelta(days=7)
NOT_NOW = "not at this hour"
"""Why something waits for its reader's hours."""
HELD = (Manner.NEWS, Manner.NUDGE)
"""What waits while its reader's weekly budget is used up."""
UNASKED = (Manner.LETTER, *HELD)
"""What counts against that budget."""
HUMANE = (Manner.ANSWER, *UNASKED)
"""What keeps to people's hours: by default off nights and weekends."""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """What delivery must know of a person.

    Attributes:
        zone: IANA name of the zone they live in.
        gone: they left the workspace.
        paused_until: they asked for quiet until this instant, UTC.
        budget: how many unasked messages they get in a week at most; their handbook may lower it.
        hours: when they may be written to on their own clock.
    """

    zone: str
    gone: bool = False
    paused_until: datetime | None = None
    budget: int = WEEKLY_BUDGET
    hours: Hours = USUAL


@dataclass(frozen=True)
class Go:
    """It may go out now."""


@dataclass(frozen=True)
class PutOff:
    """It may go out later, at this instant."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Drop:
    """It will not go out."""

    reason: str


def may_knock(
    manner: Manner,
    recipients: Sequence[Recipient],
    unasked: Sequence[datetime],
    expires: datetime | None,
    now: datetime,
) -> Go | PutOff | Drop:
    """Decide whether a due notice may go out now.

    Args:
        manner: how freely this kind may knock.
        recipients: everybody who gets it (none for a channel).
        unasked: when its one recipient got unasked messages in the last week, newest first.
        expires: when it goes stale.
        now: the present instant, UTC.
    """
    if expires is not None and now >= expires:
        return Drop("too late to be of use")
    if recipients and all(one.gone for one in recipients):
        return Drop("the person left the workspace")
    until, reason = _earliest(manner, [one for one in recipients if not one.gone], unasked, now)
    if until <= now:
        return Go()
    if expires is not None and until >= expires:
        return Drop(f"{reason}, and later it would be stale")
    return PutOff(until, reason)


def _earliest(
    manner: Manner, recipients: Sequence[Recipient], unasked: Sequence[datetime], now: datetime
) -> tuple[datetime, str]:
    if manner not in HUMANE:
        return now, ""
    at, reason = now, ""
    if manner in HELD:
        budget = min((one.budget for one in recipients), default=WEEKLY_BUDGET)
        if len(unasked) >= budget:
            at, reason = unasked[budget - 1] + WEEK, "enough messages this week"
    if manner is Manner.NUDGE:
        for one in recipients:
            if one.paused_until is not None and one.paused_until > at:
                at, reason = one.paused_until, "the person asked for a pause"
    calm = humane_for_all(at, [(one.zone, one.hours) for one in recipients])
    return (calm, reason or NOT_NOW) if calm > at else (at, reason)


def address(to: str) -> list[str]:
    """Return the people of an address; none for a channel."""
    return [] if to.startswith(("C", "G")) else sorted(to.split("+"))


def budget_kinds(kinds: Mapping[str, Manner]) -> list[str]:
    """Return the names of the kinds that count as unasked."""
    return sorted(name for name, manner in kinds.items() if manner in UNASKED)
