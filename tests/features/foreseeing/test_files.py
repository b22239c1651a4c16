"""The page, the calendar and the picture, each read by something that did not write it."""

import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream

from app import lobby
from app.features.foreseeing import words
from app.features.foreseeing.rules import Almanac, almanac
from app.features.foreseeing.rules.imagining import imagine_in
from app.features.foreseeing.views import calendar, page, picture
from app.handbook import reading
from tests.kit.make import NOW, cohort

BOOKS = reading.read_handbooks([reading.SHIPPED])
EVIL = '<script>alert(1)</script> & "Winter"\r\nEND:VEVENT'


def foreseen(name: str = "Winter", programme: str = "wealljs") -> Almanac:
    of = cohort(name=name, programme=programme, starts_on=date(2027, 3, 1), ends_on=date(2027, 5, 31))
    return almanac(imagine_in(BOOKS[programme], of, NOW), lobby.PREVIEWS, lobby.board().notices)


def test_a_calendar_has_an_entry_for_each_message_at_its_time_on_both_sides_of_a_clock_change() -> None:
    found = foreseen()
    content = calendar.file(found, "", NOW)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    entries = IcsCalendarStream.calendar_from_ics(content.decode()).events
    assert [one.dtstart for one in entries] == [one.at for one in found.messages]
    assert len({one.uid for one in entries}) == len(entries)
    soon = [one for one in entries if (one.summary or "").startswith("mentee: In 15 minutes")]
    there = [one.dtstart.astimezone(ZoneInfo("Europe/Madrid")) for one in soon if isinstance(one.dtstart, datetime)]
    assert {f"{at:%H:%M}" for at in there} == {"16:45"}
    assert {at.utcoffset() for at in there} == {timedelta(hours=1), timedelta(hours=2)}
    assert soon[0].description == (
        "To: mentee\n\nIn 15 minutes you meet @Mentor, at 17:00.\n\nWhy: You accepted this meeting."
    )


def test_a_calendar_of_one_role_has_what_that_role_reads_and_the_same_names_for_it() -> None:
    found = foreseen()
    (whole, one) = (
        {line.uid: line.summary for line in IcsCalendarStream.calendar_from_ics(made.decode()).events}
        for made in (calendar.file(found, "", NOW), calendar.file(found, "mentor", NOW + timedelta(days=1)))
    )
    assert len(one) == len(found.for_role("mentor").messages) < len(whole)
    assert one.items() <= whole.items()


def test_what_a_cohort_is_called_breaks_neither_a_calendar_nor_a_page() -> None:
    found = foreseen(EVIL)
    read = IcsCalendarStream.calendar_from_ics(calendar.file(found, "", NOW).decode())
    assert len(read.events) == len(found.messages)
    made = page.page(found, "", "about", NOW)
    assert "<script>alert" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in made


class Reading(HTMLParser):
    """Notes what a page shows and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("key", sorted(BOOKS))
def test_a_page_shows_every_message_and_fetches_nothing(key: str) -> None:
    found = foreseen(programme=key)
    made = page.page(found, "", words.PLAN, NOW + timedelta(days=60))
    read = Reading()
    read.feed(made)
    assert read.open == []
    assert sum(tag == "details" and "m " in str(said.get("class")) for tag, said in read.seen) == len(found.messages)
    # Addresses stand in what messages link to only.
    fetched = {
        name: said for tag, said in read.seen for name in ("src", "href", "action") if tag != "a" and said.get(name)
    }
    assert fetched == {}
    assert "@import" not in made
    assert not re.search(r"url\((?!#)", made)
    for raw in ("UMENT", "CDESK", "&lt;!date", "&lt;@"):
        assert raw not in made
    assert read.text.count("Why it is sent: ") == len(found.messages)
    assert read.text.count(words.PAST) == sum(
        one.last < date(2027, 3, 12) and bool(one.messages) for one in found.weeks
    )


def test_a_page_of_one_role_has_no_choice_of_roles() -> None:
    found = foreseen()
    made = page.page(found, "coordinators", words.PLAN)
    assert made.count('<details class="m ') == len(found.for_role("coordinators").messages)
    assert 'type="radio"' not in made
    assert 'type="radio"' in page.page(found, "", words.PLAN)


def test_a_picture_of_the_load_has_a_line_at_what_is_allowed_and_says_so() -> None:
    found = foreseen()
    both = picture.loads(found, "")
    assert both.png.startswith(b"\x89PNG")
    assert both.alt.count("The limit of “not asked for”, 3 a week, is never passed.") == 2
    assert picture.loads(found, "coordinators").head == ("Week", "in a channel or their conversation")
    assert [row[0] for row in both.rows][:2] == ["Mentee, -8", "Mentee, -7"]
