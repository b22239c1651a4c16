"""An event for people's own calendars."""

from datetime import datetime

from icalendar import Calendar
from icalendar import Event as Entry

from app.features.events import words
from app.features.events.rules import Event
from app.features.events.views import at
from app.slack.text import Mrkdwn, fill


def calendar_comment(event: Event, session: int) -> Mrkdwn:
    """What stands above the calendar file."""
    place = fill(words.PLACE, link=event.link) if event.link else Mrkdwn("")
    return fill(words.CALENDAR, name=event.name, when=at(event, session), minutes=event.minutes, place=place)


def calendar_file(event: Event, session: int, now: datetime) -> bytes:
    """The session as an iCalendar file (RFC 5545). Times are in UTC, so no clock change can shift them."""
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.version)
    entry.add("dtstamp", now)
    entry.add("dtstart", event.starts[session])
    entry.add("dtend", event.ends_of(session))
    entry.add("summary", event.name)
    if event.link:
        entry.add("location", event.link)
    made = Calendar()
    made.add("prodid", "-//Trellis//mentoring//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add_component(entry)
    return bytes(made.to_ical())
