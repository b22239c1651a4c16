"""Offers in waves: how many a day, and when the next go out."""

from datetime import datetime, time, timedelta

from app.core.calendar import local, localise
from app.core.refusal import Refusal

MOST = 200
IN_BULK = frozenset({"matching.offer", "matching.introduction", "matching.introduced", "matching.welcome"})
"""What goes out when many are accepted at once and cannot be stopped: an offer that stands must be heard of."""
MAY_STOP = frozenset({"matching.begun", "matching.formed", "matching.invite", "matching.joined", "matching.public"})
"""What goes out with it and can: news of pairs that stand, and their way into channels; people can make up for both."""
SATURDAY = 5


def size_of(said: str) -> int:
    """Return how many offers a wave has.

    Raises:
        Refusal: `matching.wave-size` at its field.
    """
    if not said.isdecimal() or not 1 <= int(said[:9]) <= MOST:
        raise Refusal("matching.wave-size", field="size")
    return int(said)


def next_wave(now: datetime, hour: int, zone: str) -> datetime:
    """Return when the next offers go out: at this hour of the next working day on the cohort's clock, UTC."""
    day = local(now, zone).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return localise(day, time(hour), zone)
