"""What `trellis preview` tells a team before anything is sent."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from ical.calendar_stream import IcsCalendarStream

from app import preview
from app.__main__ import main
from app.core.calendar import humane
from app.delivery.rules import UNASKED
from app.handbook import reading

BOOKS = reading.read_handbooks([reading.SHIPPED])
START = ["--start", "2027-02-01", "--zone", "Europe/Madrid"]


def told(*args: str) -> str:
    done = CliRunner().invoke(main, ["preview", *args, *START])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_mentee_s_messages_come_in_order_with_day_reason_text_and_buttons() -> None:
    whole = told("wealljs", "--role", "mentee")
    _, _, text = whole.partition("WHAT A MENTEE READS")
    marks = [
        "3 weeks before the match",
        "Monday 18 January, 10:00 · in #announcements",
        "[Find a mentor] [Become a mentor]",
        "Week 1",
        "Wednesday 3 February, 10:00 · in their conversation",
        "Why: You both said yes.",
        "│ @Mentor, meet @Mentee!",
        "Tuesday 9 February, 16:45 · direct message",
        "│ In 15 minutes you meet @Mentor, at 17:00.",
        "[Going well] [Could be better] [I need help]",
        "this programme allows 3 a week.",
    ]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "<" not in whole
    assert "WHAT A MENTOR READS" not in whole


def test_a_preview_begins_with_a_calendar_that_has_a_line_for_each_message_by_week_and_role() -> None:
    short = told("wealljs", "--calendar")
    assert told("wealljs").startswith(short.rstrip("\n"))
    week = short.partition("── Week 1 · 3 to 9 February\n")[2].partition("\n\n")[0].splitlines()
    assert (
        week[0]
        == "   everybody  Wed  3, 10:00  @Mentor and @Mentee found each other in WeAllJS Mentorship 2027. Enjoy!"
    )
    assert [line[:12].strip() for line in week if line[:12].strip()] == [
        "everybody",
        "together",
        "mentee",
        "mentor",
        "coordinators",
    ]
    assert "              Tue  9, 16:45  In 15 minutes you meet @Mentor, at 17:00." in week
    mine = told("wealljs", "--calendar", "--role", "mentor", "--markdown")
    assert "- mentor, Mon 8, 17:00: Tomorrow you meet @Mentee" in mine
    assert "- mentee" not in mine
    assert "- coordinators" not in mine


def test_a_preview_is_written_as_a_page_a_calendar_and_a_picture(tmp_path: Path) -> None:
    page, ics, png = (tmp_path / name for name in ("w.html", "w.ics", "w.png"))
    said = told("wealljs", "--role", "mentor", "--page", str(page), "--ics", str(ics), "--picture", str(png))
    assert said == f"Wrote {page}.\nWrote {ics}.\nWrote {png}.\n"
    found = preview.foreseen(preview.imagine(BOOKS["wealljs"], date(2027, 2, 1), "Europe/Madrid")).for_role("mentor")
    entries = IcsCalendarStream.calendar_from_ics(ics.read_text(encoding="utf-8")).events
    assert [one.dtstart for one in entries] == [one.at for one in found.messages]
    assert page.read_text(encoding="utf-8").count('<details class="m ') == len(found.messages)
    assert png.read_bytes().startswith(b"\x89PNG")
    again = CliRunner().invoke(main, ["preview", "wealljs", *START, "--ics", str(tmp_path / "no" / "w.ics")])
    assert (again.exit_code, again.output) == (
        1,
        f"Error: I cannot write {tmp_path / 'no' / 'w.ics'}: No such file or directory.\n",
    )


def test_a_programme_without_an_end_is_shown_until_the_mentee_is_ready() -> None:
    text = told("astropy", "--role", "mentor")
    assert "the mentee is found ready on Wednesday 5 May." in text
    text = text.partition("WHAT A MENTOR READS")[2]
    marks = ["[Ready to graduate]", "You found @Mentee ready for the role. With", "ready to post", "7 meetings, 5 h"]
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)
    assert "has come to its end" not in text
    for role in ("mentee", "coordinators"):
        assert "Sign-up ends on" not in told("astropy", "--role", role)


def test_what_differs_by_its_hour_only_is_told_once() -> None:
    short, full = told("wealljs", "--role", "mentor"), told("wealljs", "--role", "mentor", "--full")
    assert "(as on Tuesday 9 February)" in short
    assert "(as on" not in full
    assert len(full.splitlines()) > len(short.splitlines())


def test_each_agenda_shows_the_step_of_a_session_plan() -> None:
    text = told("carpentries", "--role", "mentee")
    assert "They follow the session plan “Lesson maintenance”." in text
    steps = [f"│ *Step {number} of 8 of your session plan*: " for number in range(2, 9)]
    assert [text.count(step) for step in steps] == [1] * 7
    assert "Step 1 of" not in text  # they choose it at the first meeting
    assert "session plan" not in told("wealljs", "--role", "mentee")


def test_a_project_says_in_its_announcement_what_it_is_and_how_one_takes_part() -> None:
    text = told("os-mentors", "--role", "mentee")
    marks = [
        "*Example Project* says of itself:",
        "(what the project says of itself)",
        "*Example Project* takes part",
        "(how the project says that one takes part)",
    ]
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)
    assert "says of itself" not in told("data-course", "--role", "mentee")


@pytest.mark.parametrize("key", sorted(BOOKS))
def test_every_programme_has_a_preview_for_everybody(key: str) -> None:
    text = told(key)
    for title in ("WHAT A MENTEE READS", "WHAT A MENTOR READS", "WHAT THE COORDINATORS READ"):
        assert title in text
    for raw in ("UMENT", "CDESK", "<!date", "<@", "{"):
        assert raw not in text


@pytest.mark.parametrize("key", sorted(BOOKS))
def test_what_nobody_asked_for_is_shown_in_humane_hours_and_stays_within_the_budget(key: str) -> None:
    imagined = preview.imagine(BOOKS[key], date(2027, 2, 1), "Europe/Madrid")
    found = preview.messages(imagined)
    assert found == sorted(found, key=lambda one: one.at)
    assert all(humane(one.at, "Europe/Madrid") == one.at for one in found if one.kind.manner in UNASKED)
    assert all(one.foreseen.text.strip() and one.kind.why for one in found)


def test_the_busiest_week_is_counted_from_the_match() -> None:
    imagined = preview.imagine(BOOKS["wealljs"], date(2027, 2, 1))
    assert imagined.matched_at == datetime(2027, 2, 3, 10, tzinfo=UTC)
    _week, most = preview.busiest(preview.for_role(preview.messages(imagined), "mentee"), imagined)
    assert most == 1


def test_a_document_is_markdown() -> None:
    text = told("wealljs", "--role", "coordinators", "--markdown")
    assert text.startswith("# WeAllJS Mentorship: what Trellis would send\n")
    assert "\n### Week 1\n" in text
    assert "\n> **Pairs**: 1" in text
    assert "•" not in text


def test_a_file_of_one_s_own_is_previewed_and_a_wrong_name_is_told(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    text = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
    mine.write_text(text.replace("You two are a pair now.", "Hello **you two**."), encoding="utf-8")
    assert "Hello *you two*." in told("--file", str(mine), "--role", "mentee")
    wrong = CliRunner().invoke(main, ["preview", "nobody"])
    assert wrong.exit_code == 2
    assert "there is no programme “nobody”; there are astropy, " in wrong.output
    neither = CliRunner().invoke(main, ["preview"])
    assert "name a programme" in neither.output
    assert "there is no time zone “Mars”" in CliRunner().invoke(main, ["preview", "wealljs", "--zone", "Mars"]).output
