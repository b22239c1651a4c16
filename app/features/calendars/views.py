"""The modal about one's link, and the calendar itself."""

from collections.abc import Mapping, Sequence

from icalendar import Calendar
from icalendar import Event as Line

from app.core.notice import Block
from app.features.calendars import words
from app.features.calendars.rules import REFRESH, Entry, Link
from app.slack import blocks
from app.slack.text import Mrkdwn, day, fill, listed


def overview(link: Link | None, zone: str) -> Block:
    """The modal: what a link is, and what one can do."""
    shown = [blocks.section(Mrkdwn(words.WHAT)), blocks.section(Mrkdwn(words.WHO))]
    if link is None:
        shown.append(blocks.section(Mrkdwn(words.NONE)))
        shown.append(blocks.actions(blocks.button(words.MAKE, "calendars.make", 0, style="primary")))
    else:
        renew = blocks.confirm(words.RENEW_TITLE, words.RENEW_TEXT, words.RENEW_YES)
        off = blocks.confirm(words.OFF_TITLE, words.OFF_TEXT, words.OFF_YES)
        shown.append(blocks.section(fill(words.HAS, day=day(link.made_at, zone))))
        shown.append(
            blocks.actions(
                blocks.button(words.RENEW, "calendars.make", link.id, confirm=renew),
                blocks.button(words.OFF, "calendars.end", link.id, style="danger", confirm=off),
            )
        )
    return blocks.modal(words.TITLE, shown)


def made(address: str) -> Block:
    """The modal that shows a link, once."""
    return blocks.modal(
        words.TITLE,
        [
            blocks.section(Mrkdwn(words.MADE)),
            blocks.section(fill("```{address}```", address=address)),
            blocks.section(Mrkdwn(words.HOW)),
            blocks.context(Mrkdwn(words.KEEP)),
        ],
    )


def ended() -> Block:
    """The modal after a link was switched off."""
    again = blocks.button(words.MAKE, "calendars.make", 0)
    return blocks.modal(words.TITLE, [blocks.section(Mrkdwn(words.IS_OFF)), blocks.actions(again)])


def home_line() -> list[Block]:
    """The way to it, in Home."""
    return [blocks.section(Mrkdwn(words.HOME), accessory=blocks.button(words.HOME_BUTTON, "calendars.open"))]


def file(entries: Sequence[Entry], names: Mapping[str, str]) -> bytes:
    """A calendar (RFC 5545). Times are in UTC, so no clock change can shift them; nothing in it is private."""
    whole = Calendar()
    whole.add("prodid", "-//Trellis//mentoring//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("name", words.CALENDAR)
    whole.add("x-wr-calname", words.CALENDAR)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT1H")
    for one in entries:
        whole.add_component(_line(one, names))
    return bytes(whole.to_ical())


def _line(entry: Entry, names: Mapping[str, str]) -> Line:
    made = Line()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.at)
    made.add("last-modified", entry.at)
    made.add("dtstart", entry.starts)
    made.add("dtend", entry.ends)
    made.add("summary", _one_line(_title(entry, names)))
    if entry.place:
        made.add("location", _one_line(entry.place))
    made.add("status", entry.status)
    if entry.status == "CANCELLED":
        made.add("transp", "TRANSPARENT")
    return made


def _title(entry: Entry, names: Mapping[str, str]) -> str:
    if not entry.mentors:
        return entry.title
    mentors, mentees = (listed([names.get(one, one) for one in side]) for side in (entry.mentors, entry.mentees))
    title = words.MEETING.format(mentors=mentors, mentees=mentees)
    return words.MEETING_OPEN.format(title=title) if entry.status == "TENTATIVE" else title


def _one_line(text: str) -> str:
    """Return text without anything that could end its line or is not for printing."""
    return "".join(one if one.isprintable() else " " for one in text)
