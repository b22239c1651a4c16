"""Somebody for whom all goes well: a cohort that only the handbook knows, or one that runs."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.core.calendar import local, localise
from app.features.programmes.rules import NO_END, Cohort, Imagined
from app.handbook.model import Handbook

SIGNUP = timedelta(days=14)
MONTH = 30.4
OF_DAY = time(10)
MATCH_AFTER = timedelta(days=2)
APPLIES_AFTER = timedelta(days=2, hours=2)
READ_IN = timedelta(days=3)
"""So long it takes at least until somebody who applied is approved, offered a match, and matched."""
FIRST_MEETING = timedelta(days=6)
MEETS_AT = time(17)
PROJECT = "Example Project"
PROJECT_ABOUT = "(what the project says of itself)"
PROJECT_HOW = "(how the project says that one takes part)"


def imagine(handbook: Handbook, first_day: date, zone: str = "UTC") -> Imagined:
    """Return a cohort of the programme's usual length that is matched in its first days and misses no meeting.

    One without an end lasts until the mentee is found ready, if its handbook says when that is asked.
    """
    opened = localise(first_day - SIGNUP, OF_DAY, zone)
    is_project = handbook.projects is not None
    cohort = Cohort(
        id=1,
        team_id="T1",
        programme=handbook.programme,
        name=PROJECT if is_project else f"{handbook.name} {first_day.year}",
        starts_on=first_day,
        ends_on=NO_END,
        signup_until=first_day - timedelta(days=1) if handbook.admission == "cohorts" else NO_END,
        zone=zone,
        announce_channel="CANNOUNCE",
        mentors_channel="CMENTORS",
        mentees_channel="CMENTEES",
        coordinators_channel="CDESK",
        opened_at=opened,
        about=PROJECT_ABOUT if is_project else "",
        how_to_join=PROJECT_HOW if is_project else "",
    )
    return imagine_in(handbook, cohort, opened)


def imagine_in(handbook: Handbook, cohort: Cohort, now: datetime) -> Imagined:
    """Return somebody for whom all goes well in a cohort.

    Args:
        handbook: what it runs by.
        cohort: with its own days. One without an end is joined now, and ends for this person as above.
        now: the present instant, UTC.
    """
    zone, ready = cohort.zone, days_until_ready(handbook)
    applies = cohort.opened_at + APPLIES_AFTER
    if not cohort.has_end:
        applies = max(applies, now)
    day = max(cohort.starts_on + MATCH_AFTER, local(applies, zone).date() + READ_IN)
    if not cohort.has_end:
        days = ready if ready is not None else round(handbook.least_months * MONTH) - MATCH_AFTER.days
        cohort = replace(cohort, ends_on=day + timedelta(days=days))
    day = max(min(day, cohort.ends_on - timedelta(days=1)), local(applies, zone).date())
    matched = max(localise(day, OF_DAY, zone), applies)
    graduates = localise(day, OF_DAY, zone) + timedelta(days=ready) if ready is not None else None
    meetings = range(FIRST_MEETING.days, (cohort.ends_on - day).days, handbook.rhythm.every_days)
    return Imagined(
        handbook=handbook,
        cohort=cohort,
        applied_at=applies,
        matched_at=matched,
        graduates_at=graduates if graduates is not None and graduates <= cohort.ends else None,
        meets_at=tuple(localise(day + timedelta(days=one), MEETS_AT, zone) for one in meetings),
        mentees=_mentees(handbook),
    )


def _mentees(handbook: Handbook) -> tuple[str, ...]:
    group = handbook.matching.group
    return ("UMENTEE",) if group is None else ("UMENTEE", "UMENTEE2", "UMENTEE3")[: group.most_mentees]


def days_until_ready(handbook: Handbook) -> int | None:
    """Return how many days after the match a mentee of a programme without an end is found ready, at the earliest."""
    if handbook.admission != "rolling":
        return None
    asked = [
        one.when.days + (one.when.every_days or 0)
        for one in handbook.decisions
        if one.when.at == "match" and any(answer.leads_to == "graduate" for answer in one.answers)
    ]
    return min(asked, default=None)
