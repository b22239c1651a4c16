"""Which hours somebody may choose, when a message comes again, and what is said of why it came."""

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


@dataclass(frozen=True, kw_only=True)
class Why:
    """What somebody is told who asks why a message came.

    Attributes:
        notice_id: of the message.
        reasons: why each part of it came, the part first about which they ask.
        zone: the reader's.
        planned_at: since when it has been planned, UTC.
        wanted_at: for when, UTC.
        came_at: when it came, UTC; None while that is uncertain.
        put_off: why it came later than it was wanted, in delivery's words; empty if nothing held it up.
        came_again: they had asked for it.
        others: who else got it.
        counted: whether it is one of the few unasked messages of a week.
        this_week: how many of those came in the last seven days.
        most: how many may come.
        to_many: whether a coordinator wrote it to many at once; that counts, but is not held back.
        is_stopped: whether they want no more such reminders; None for what is none, or not theirs alone to stop.
    """

    notice_id: int
    reasons: tuple[str, ...]
    zone: str
    planned_at: datetime
    wanted_at: datetime
    came_at: datetime | None = None
    put_off: str = ""
    came_again: bool = False
    others: tuple[str, ...] = ()
    counted: bool = True
    this_week: int = 0
    most: int = 0
    to_many: bool = False
    is_stopped: bool | None = None


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
