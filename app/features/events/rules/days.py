"""On which days a cohort's events fall, as its handbook says."""

from datetime import date, datetime, time, timedelta

from app.core.calendar import local
from app.features.events.rules import Event
from app.features.programmes.rules import NO_END, Cohort
from app.handbook.calendar import Event as Said
from app.handbook.model import Handbook
from app.handbook.page import When

MOST_REPEATS = 24
FRIDAY = 4


def cohort_days(when: When, cohort: Cohort) -> list[date]:
    """Return the days on which something of a cohort falls, repetitions too, until the cohort ends.

    Nobody is asked to come at a weekend: such a day moves to the Monday after it, or to the Friday before
    if it should lie before its anchor, or the cohort has ended by Monday.
    """
    return [_working_day(one, cohort.ends_on, back=when.days < 0) for one in _days(when, cohort)]


def _working_day(day: date, last: date, *, back: bool) -> date:
    beyond = day.weekday() - FRIDAY
    if beyond <= 0:
        return day
    monday = day + timedelta(days=3 - beyond)
    return day - timedelta(days=beyond) if back or monday > last else monday


def _days(when: When, cohort: Cohort) -> list[date]:
    anchor = {
        "signup_opens": local(cohort.opened_at, cohort.zone).date(),
        "signup_closes": cohort.signup_until,
        "start": cohort.starts_on,
        "middle": cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2,
        "end": cohort.ends_on,
    }.get(when.at)
    if anchor is None or NO_END in (anchor, cohort.ends_on if when.at == "middle" else anchor):
        return []
    days = [anchor + timedelta(days=when.days)]
    while when.every_days and len(days) < MOST_REPEATS and days[-1] + timedelta(days=when.every_days) <= cohort.ends_on:
        days.append(days[-1] + timedelta(days=when.every_days))
    return days


def read_session(text: str) -> tuple[time, str]:
    """Return the wall time and the zone of a handbook's session."""
    at, _, zone = text.partition(" ")
    return time.fromisoformat(at), zone


def from_handbook(said: Said, day: date, number: int, cohort: Cohort) -> Event:
    """Return a handbook's event as it stands on a day, not yet kept anywhere."""
    return Event(
        id=0,
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        key=said.key,
        number=number,
        name=said.name,
        about=said.about,
        who=said.who,
        roles=tuple(said.roles),
        kind=said.kind,
        minutes=said.minutes,
        day=day,
        sessions=tuple(read_session(one) for one in said.sessions),
        invite_days=said.invite_days_before,
    )


def showcase_from(handbook: Handbook, event: Event) -> datetime | None:
    """Return from when groups are asked what they show at an event, UTC; None if they show nothing there."""
    showcase = handbook.showcase
    if showcase is None or event.key != showcase.event:
        return None
    return event.begins - timedelta(days=showcase.ask_days_before)
