"""What will be sent, for a calendar: one entry a message (RFC 5545)."""

from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256

from icalendar import Calendar
from icalendar import Event as Line

from app.features.foreseeing import words
from app.features.foreseeing.rules import Almanac, Message, places
from app.features.foreseeing.views import reader_of
from app.slack.reading import Reader

LASTS = timedelta(minutes=15)
"""A message takes no time; a calendar shows what does."""
TITLE = 80


def file(found: Almanac, role: str, made_at: datetime) -> bytes:
    """Return the calendar.

    Times are in UTC, so no clock change can shift them. An entry has the same name in every file of a cohort, so
    that a newer file replaces what an older one brought.

    Args:
        found: of the cohort, for everybody.
        role: whose messages; empty for everybody's.
        made_at: the present instant, UTC.
    """
    whole, reader, seen = Calendar(), reader_of(found, places(found.imagined)), Counter[str]()
    name = words.PAGE_TITLE.format(cohort=found.imagined.cohort.name)
    whole.add("prodid", "-//Trellis//preview//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("name", _one_line(name))
    whole.add("x-wr-calname", _one_line(name))
    read = set(map(id, found.for_role(role).messages))
    for one in found.messages:
        what = f"{found.imagined.cohort.team_id}:{found.imagined.cohort.id}:{one.kind.name}:{one.foreseen.to}"
        seen[what] += 1
        if id(one) in read:
            whole.add_component(_entry(one, f"{what}:{seen[what]}", reader, made_at))
    return bytes(whole.to_ical())


def _entry(one: Message, name: str, reader: Reader, made_at: datetime) -> Line:
    made = Line()
    to = words.TO[one.foreseen.to]
    answers = "".join(f"\n[{label}]" for label in one.foreseen.answers)
    text = words.CALENDAR_ENTRY.format(
        to=to, text=reader.plain(one.foreseen.text), answers=f"\n{answers}" if answers else "", why=one.kind.why
    )
    made.add("uid", f"{sha256(name.encode()).hexdigest()[:32]}@preview.trellis")
    made.add("dtstamp", made_at)
    made.add("dtstart", one.at)
    made.add("dtend", one.at + LASTS)
    said = words.CALENDAR_TITLE.format(to=to, said=reader.title(one.foreseen.text, TITLE))
    made.add("summary", _one_line(said))
    made.add("description", "\n".join(_one_line(line) for line in text.splitlines()))
    made.add("categories", [to])
    made.add("transp", "TRANSPARENT")
    return made


def _one_line(text: str) -> str:
    """Return text without anything that could end its line or is not for printing."""
    return "".join(one if one.isprintable() else " " for one in text)
