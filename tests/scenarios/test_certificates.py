"""Certificates: how far one is, the file when it is earned, what is missing, an exception."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kit import pdf
from tests.kit.books import on_the_shelf
from tests.kit.town import Town

FINAL = {
    "key": "final",
    "name": "The survey at the end",
    "when": {"at": "end", "days": -3},
    "intro": "How was it?",
    "open_days": 30,
    "chases": 0,
    "questions": [{"key": "how", "ask": "How was it?", "required": True}],
}
TEXT = "{name} took part in {programme}, cohort {cohort}, from {start} to {end}."
TO_END = 111  # days after the match, which is on the first day


@pytest.fixture
def town(town: Town) -> Iterator[Town]:
    mentee = {"role": "mentee", "title": "Certificate of Participation", "text": TEXT}
    mentor = {"role": "mentor", "title": "Certificate of Mentoring", "text": TEXT, "rules": [{"meetings": 1}]}
    rules = [{"meetings": 1}, {"form": "final"}]
    with on_the_shelf(forms=(FINAL,), certificates=({**mentee, "rules": rules}, mentor)):
        yield town


def meets(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=12)
    town.ada.presses("Yes, we met")
    town.ada.closes_all()


def files(town: Town) -> list[dict[str, Any]]:
    return [one for one in town.stage.sandbox.workspace.files.values() if one["name"].endswith(".pdf")]


def test_one_sees_at_any_time_how_far_one_is(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring certificate")
    said = town.ada.sees("*Certificate of Participation* · Winter")
    assert "It asks for:\n• meetings: 0 of at least 1\n• The survey at the end: your answers" in said
    town.sam.types("/mentoring certificate")
    town.sam.sees("There is no certificate in the programmes you take part in.")
    town.ada.opens_home()
    assert "Certificate of *Winter*: 0 of 2 done" in town.ada.home_text
    town.ada.presses("See what it asks for")
    assert "You have until" in town.ada.modal_text


def test_whoever_earned_it_gets_the_file_once_and_whoever_lacks_something_hears_once(town: Town) -> None:
    meets(town)
    town.days_pass(TO_END)
    town.mira.sees("Congratulations, Mira Santos! This is your certificate for *Winter*: 1 meeting, 1 hour.")
    (one,) = files(town)
    assert pdf.pages(one["content"]) == 1
    said = pdf.words(one["content"])
    assert "Certificate of Mentoring" in said
    assert "Mira Santos" in said
    assert "from 18 January 2027 to 1 May 2027" in said.replace("\n", " ")
    town.ada.does_not_see("Congratulations")
    town.days_pass(5)
    town.ada.sees(
        "*Winter* is over, and your certificate is close. Still missing:\n• The survey at the end: your answers"
    )
    town.ada.presses("Answer it", where="your certificate is close")
    town.ada.fills({"how": "Splendid"})
    town.ada.submits()
    town.days_pass(1)
    town.ada.sees("Congratulations, Ada Okafor!")
    town.days_pass(20)
    assert len(files(town)) == 2
    assert town.ada.screen().count("your certificate is close") == 1


def test_the_file_can_be_had_again_by_its_owner_only(town: Town) -> None:
    meets(town)
    town.days_pass(TO_END)
    town.mira.types("/mentoring certificate")
    town.mira.sees("Well earned!")
    again = town.mira.keeps("Send it again")
    for who in (town.sam, town.ada, town.cora):
        who.presses_kept(again)
        who.sees("That certificate belongs to somebody else.")
        who.closes()
    town.mira.presses_kept(again)
    town.mira.presses_kept(again)
    first, second = files(town)
    assert first["content"] == second["content"]


def test_coordinators_see_facts_and_may_make_an_exception(town: Town) -> None:
    town.agrees()
    town.cora.types("/mentoring certificates")
    town.cora.sees("*Winter* · 0 of 2 issued")
    see = town.cora.keeps("Who has one")
    for who in (town.sam, town.otto, town.mira):
        who.presses_kept(see)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.cora.presses_kept(see)
    line = "@Ada Okafor · mentee · lacks meetings: 0 of at least 1; The survey at the end: your answers"
    assert line in town.cora.modal_text
    grant = town.cora.keeps("Make an exception", where="@Ada Okafor")
    town.cora.presses_kept(grant)
    town.cora.fills({"why": "  "})
    town.cora.submits()
    assert town.cora.errors == {"why": "Please give the reason in a few words; it is kept with the exception."}
    town.cora.fills({"why": "Ill for <!channel> a month"})
    town.cora.submits()
    town.passes(days=1)
    town.ada.sees("Congratulations, Ada Okafor!")
    town.cora.presses_kept(see)
    assert "as an exception by @Cora Lind: Ill for <!channel> a month" in town.cora.modal_text
    assert not [one for one in town.everything_slack_interprets() if "<!channel>" in one]
    with town.stage.database.engine.connect() as connection:
        deeds = [row[0] for row in connection.exec_driver_sql("SELECT deed FROM audit")]
    assert deeds.count("granted a certificate") == 1


def test_an_event_counts_for_whoever_was_there(town: Town) -> None:
    kickoff = {
        "key": "kickoff",
        "name": "Kick-off",
        "about": "We begin.",
        "when": {"at": "start", "days": 1},
        "sessions": ["16:00 Europe/Madrid"],
        "invite_days_before": 7,
    }
    certificate = {"role": "mentee", "title": "P", "text": TEXT, "rules": [{"event": "kickoff"}]}
    with on_the_shelf(events=(kickoff,), certificates=(certificate,)):
        town.pairs()
        town.ada.types("/mentoring certificate")
        town.ada.sees("It asks for:\n• Kick-off: taking part")
        town.passes(days=3)
        town.ada.presses("I'll come")
        town.days_pass(8)
        town.ada.presses("Yes, I was there")
        town.ada.types("/mentoring certificate")
        town.ada.sees("You have everything it asks for. It comes to you when Winter ends")
        town.days_pass(TO_END)
        town.ada.sees("This is your certificate for *Winter*: took part in Kick-off.")
