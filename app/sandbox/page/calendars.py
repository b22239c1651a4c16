"""What stands in an .ics file, in words, for one reader."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from app.sandbox.state import Json

MOST = 20  # events shown of one file


def events(content: bytes, zone: str) -> list[Json]:
    """Return the events of a calendar file: what, when in this zone, where; nothing if it is not one."""
    try:
        found = Calendar.from_ical(content)
    except ValueError:
        return []
    return [_event(one, zone) for one in found.walk("VEVENT")[:MOST]]


def _event(event: Component, zone: str) -> Json:
    begin, end = (event.get(name) for name in ("DTSTART", "DTEND"))
    return {
        "what": str(event.get("SUMMARY", "")),
        "when": _span(begin.dt if begin else None, end.dt if end else None, zone),
        "where": str(event.get("LOCATION", "")),
        "again": _again(event),
        "cancelled": str(event.get("STATUS", "")).upper() == "CANCELLED",
    }


def _again(event: Component) -> str:
    rule = event.get("RRULE")
    return f"repeats {str(rule['FREQ'][0]).lower()}" if rule and rule.get("FREQ") else ""


def _span(begin: date | None, end: date | None, zone: str) -> str:
    if not isinstance(begin, datetime):
        return f"{begin:%A} {begin.day} {begin:%B %Y}" if begin else ""
    here = ZoneInfo(zone)
    first = begin.astimezone(here) if begin.tzinfo else begin
    said = f"{first:%A} {first.day} {first:%B %Y}, {first:%H:%M}"
    if not isinstance(end, datetime):
        return said
    last = end.astimezone(here) if end.tzinfo else end
    return f"{said} to {last:%H:%M}" if last.date() == first.date() else f"{said} to {last.day} {last:%B}, {last:%H:%M}"
