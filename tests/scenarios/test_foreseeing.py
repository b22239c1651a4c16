"""A coordinator reads what will be sent in a cohort, before it is, and gets it to keep."""

from ical.calendar_stream import IcsCalendarStream

from tests.kit.town import Town


def test_a_coordinator_reads_every_week_of_a_cohort_and_has_it_sent(town: Town) -> None:
    town.pairs()
    town.passes(days=8)
    town.cora.opens_home()
    opened = town.cora.keeps("What will be sent")
    for who in (town.sam, town.mira, town.otto):
        who.presses_kept(opened)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.cora.presses_kept(opened)
    text = town.cora.modal_text
    assert "*Winter*: every message from 11 January 2027 to " in text
    assert "This is the plan for a pair for whom all goes well" in text
    assert "*The week before the match*" in text
    assert " · past" in text
    town.cora.presses("Mentor")
    assert "Tomorrow you meet @Mentee" in town.cora.modal_text
    town.cora.presses("Read")
    assert "every message from" not in town.cora.modal_text
    assert "Winter, to a mentor" in town.cora.modal_text
    town.cora.presses("The week after")
    town.cora.presses("All weeks")
    assert "[✓ Mentor]" in town.cora.modal_text
    for what in ("the page", "the calendar", "the calendar"):
        town.cora.presses(f"Send me {what}")
        town.cora.sees("It comes in our conversation, in a moment.")
        town.cora.closes()
    town.passes(minutes=2)
    page, calendar = town.stage.sandbox.workspace.files.values()
    assert (page["name"], calendar["name"]) == ("Winter-mentor.html", "Winter-mentor.ics")
    assert page["content"].startswith(b"<!doctype html>")
    entries = IcsCalendarStream.calendar_from_ics(calendar["content"].decode()).events
    assert any(one.summary == "mentor: Tomorrow you meet @Mentee: Tue 26 Jan 2027 at 17:00." for one in entries)
    town.cora.sees("*What will be sent* in *Winter*, to a mentor: a page to open in any browser.")
    for who in (town.sam, town.ada, town.otto):
        who.does_not_see("What will be sent")


def test_the_command_asks_which_cohort_and_strangers_hear_that_they_coordinate_none(town: Town) -> None:
    town.sam.types("/mentoring preview")
    town.sam.sees("There is no running cohort that you coordinate.")
    town.opens_cohort()
    town.cora.types("/mentoring preview")
    assert "*Winter*: every message" in town.cora.modal_text
    town.cora.closes()
    town.opens_cohort("Community", programme="astropy", changes={"ends_on": None})
    town.cora.types("/mentoring preview")
    town.cora.sees("Of which cohort?")
