"""Which hours somebody may choose, and when a message comes again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.calendar import DAY, Hours, humane, local, localise, read_time
from app.core.refusal import Refusal, refuse_all

LEAST = timedelta(hours=2)
"""The shortest hours: with less, a change of the clocks or a busy morning of Slack's could leave nothing of them."""
MIDNIGHT = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody filled in; still unchecked. Times are `HH:MM` on their own clock, days are weekdays from 0."""

    start: str
    until: str
    days: Sequence[str]


def read_hours(wish: Wish) -> Hours:
    """Return the hours that somebody chose. Until midnight is said as 00:00; nothing goes on beyond it.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    start, until = _minutes(wish.start), _minutes(wish.until)
    days = tuple(sorted({int(one) for one in wish.days if one in "0123456" and len(one) == 1}))
    wrong: list[Refusal] = []
    if start is None:
        wrong.append(Refusal("letters.no-time", field="start"))
    if until is None:
        wrong.append(Refusal("letters.no-time", field="until"))
    until = until or MIDNIGHT
    if start is not None and not wrong:
        if until <= start:
            wrong.append(Refusal("letters.backwards", field="until"))
        elif timedelta(minutes=until - start) < LEAST:
            wrong.append(Refusal("letters.too-short", field="until"))
    if not days:
        wrong.append(Refusal("letters.no-day", field="days"))
    refuse_all(wrong)
    return Hours(start or 0, until, days)


def _minutes(text: str) -> int | None:
    at = read_time(text)
    return None if at is None else at.hour * 60 + at.minute


def comes_again_at(came: datetime, zone: str, hours: Hours, now: datetime) -> datetime:
    """Return when a message comes again: the next day, at the time of day at which it came, in its reader's hours.

    Args:
        came: when it came, UTC.
        zone: the reader's.
        hours: the reader's.
        now: when they ask for it, UTC.
    """
    here = local(came, zone)
    tomorrow = local(now, zone).date() + DAY
    return humane(localise(tomorrow, time(here.hour, here.minute), zone), zone, hours)
