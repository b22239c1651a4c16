"""Preparing a first meeting, the survey in the middle, and who reads what."""

from collections.abc import Iterator

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

BEFORE = {
    "key": "before",
    "name": "Before you first meet",
    "purpose": "preparation",
    "when": {"at": "match"},
    "intro": "Where do you come from, and what do you hope for?",
    "read_by": "pair",
    "questions": [
        {"key": "background", "ask": "What brought you here?", "required": True},
        {"key": "link", "ask": "Something you made", "kind": "link"},
        {"key": "often", "ask": "How do you like to talk?", "kind": "choice", "options": [
            {"value": "chat", "label": "In writing"}, {"value": "call", "label": "In calls"}]},
    ],
}  # fmt: skip
MIDWAY = {
    "key": "midway",
    "name": "Midway survey",
    "when": {"at": "middle"},
    "intro": "How is the programme doing?",
    "silence": "needed",
    "chases": 2,
    "questions": [
        {"key": "score", "ask": "How useful is it?", "kind": "scale"},
        {"key": "better", "ask": "What should we do better?"},
    ],
}
LAST = {
    "key": "last",
    "name": "Last survey",
    "when": {"at": "end", "days": -3},
    "intro": "How was it?",
    "questions": [{"key": "again", "ask": "Would you do it again?", "kind": "yes"}],
}
TO_MIDDLE = 59
EVIL = "<!channel> <https://evil.example|Approve> & 🌱"


@pytest.fixture
def town(town: Town) -> Iterator[Town]:
    with on_the_shelf(forms=(BEFORE, MIDWAY, LAST)):
        yield town


def prepares(town: Town, what: str = "I broke things and mended them") -> None:
    """Ada fills in the preparation, an hour after the match."""
    town.pairs()
    town.passes(hours=2)
    town.ada.presses("Answer", where="Before you first meet")
    town.ada.fills({"background": what, "link": "https://example.org/thing", "often": "In calls"})
    town.ada.submits()


def test_what_one_writes_before_the_first_meeting_is_read_by_the_pair_and_nobody_else(town: Town) -> None:
    prepares(town, EVIL)
    assert town.ada.modal is None
    town.ada.sees("You answered *Before you first meet*, thank you.")
    town.mira.sees("@Ada Okafor answered *Before you first meet*.")
    read = town.mira.keeps("Read what you both wrote", where="@Ada Okafor answered")
    for who in (town.sam, town.otto, town.cora):
        who.presses_kept(read)
        who.sees("Only those named at the top of that form read its answers.")
        who.closes()
    town.mira.presses_kept(read)
    assert EVIL in town.mira.modal_text
    assert "In calls" in town.mira.modal_text
    assert not [text for text in town.everything_slack_interprets() if "<!channel>" in text]


def test_a_former_partner_reads_and_answers_nothing_more(town: Town) -> None:
    prepares(town)
    read = town.mira.keeps("Read what you both wrote", where="@Ada Okafor answered")
    mine = town.mira.keeps("Answer", where="Before you first meet")
    town.ada.opens_home()
    town.ada.presses("Say goodbye")
    town.ada.closes_all()
    town.mira.presses_kept(read)
    town.mira.sees("Only those named at the top of that form read its answers.")
    town.mira.closes()
    town.mira.presses_kept(mine)
    town.mira.sees("That form is no longer needed")


def test_nobody_answers_a_form_of_somebody_else(town: Town) -> None:
    town.pairs()
    town.passes(hours=2)
    button = town.ada.keeps("Answer", where="Before you first meet")
    for who in (town.sam, town.mira, town.otto):
        who.presses_kept(button)
        who.sees("That form was put to somebody else.")
        who.closes()
    town.ada.presses_kept(button)
    assert "Who reads this" in town.ada.modal_text
    assert "The coordinators do not." in town.ada.modal_text
    assert "Read by the people of your pairing, not by the coordinators." in town.ada.modal_text


def test_a_bad_link_is_said_at_its_field_and_nothing_typed_is_lost(town: Town) -> None:
    town.pairs()
    town.passes(hours=2)
    town.ada.presses("Answer", where="Before you first meet")
    town.ada.fills({"background": "typed with care", "link": "http://example.org"})
    town.ada.submits()
    assert town.ada.errors == {"link": "Please paste a whole address that begins with https://, without spaces."}
    assert "typed with care" in town.ada.modal_text
    town.ada.fills({"link": "https://example.org"})
    town.ada.submits()
    assert town.ada.modal is None


def test_answers_can_be_changed_until_the_form_closes_and_a_late_one_is_refused_kindly(town: Town) -> None:
    prepares(town)
    town.ada.presses("Change my answers")
    assert "I broke things and mended them" in town.ada.modal_text
    town.ada.fills({"background": "written too late"})
    town.passes(days=15)
    town.ada.submits()
    town.ada.sees("*Before you first meet* closed on 25 January, so I could not save this.")
    town.ada.closes()
    assert "written too late" in town.ada.modal_text
    town.ada.closes_all()
    town.mira.presses("Read what you both wrote")
    assert "I broke things and mended them" in town.mira.modal_text


def test_open_forms_are_in_home_and_behind_a_command(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring forms")
    town.ada.sees("No form is waiting for you.")
    town.passes(hours=2)
    town.ada.opens_home()
    assert "Before you first meet* · not answered yet" in town.ada.home_text
    town.ada.types("/mentoring forms")
    town.ada.sees("Before you first meet* · not answered yet · open until")
    town.sam.types("/mentoring forms")
    town.sam.sees("No form is waiting for you.")


def test_a_survey_is_chased_twice_at_most_and_counted_honestly(town: Town) -> None:
    prepares(town)
    town.mira.presses("Answer", where="Before you first meet")
    town.mira.fills({"background": "Somebody taught me"})
    town.mira.submits()
    town.passes(days=TO_MIDDLE)
    town.ada.presses("Answer", where="Midway survey")
    assert "the coordinators, without your name" in town.ada.modal_text
    town.ada.fills({"score": "4", "better": "More time"})
    town.ada.submits()
    town.passes(days=13)
    reminders = [text for text in town.mira.reads() if "*Midway survey* is still open" in text]
    assert len(reminders) == 2
    assert not [text for text in town.ada.reads() if "*Midway survey* is still open" in text]
    town.cora.types("/mentoring digest")
    digest = town.cora.sees("*Midway survey*: 1 of 2 answered · 1 silent though an answer is needed")
    assert "More time" not in digest
    assert "*Before you first meet*: 2 of 2 answered" in digest


def test_a_coordinator_reads_no_answer_of_fewer_than_three_people_and_each_reading_is_recorded(town: Town) -> None:
    town.pairs()
    town.passes(days=TO_MIDDLE)
    town.ada.presses("Answer", where="Midway survey")
    town.ada.fills({"score": "4", "better": "More time"})
    town.ada.submits()
    town.cora.opens_home()
    assert "*Midway survey* · Winter · 1 of 2 answered" in town.cora.home_text
    assert "*Before you first meet* · Winter · 0 of 2 answered" in town.cora.home_text
    read = town.cora.keeps("Read the answers")
    for who in (town.otto, town.ada, town.mira, town.sam):
        who.presses_kept(read)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.cora.presses_kept(read)
    assert "Fewer than 3 people answered this, so I show nothing of it." in town.cora.modal_text
    assert "More time" not in town.cora.modal_text
    with town.stage.database.engine.connect() as connection:
        deeds = list(connection.exec_driver_sql("SELECT by, deed FROM audit WHERE deed = 'read survey answers'"))
    assert [tuple(deed) for deed in deeds] == [(town.cora.id, "read survey answers")]


def test_a_cohort_that_closes_early_still_asks_its_last_survey_and_its_coordinator_still_reads_it(town: Town) -> None:
    town.pairs()
    town.passes(days=10)
    town.cora.opens_home()
    town.cora.presses("Close the cohort")
    town.passes(hours=1)
    town.ada.presses("Answer", where="Last survey")
    town.ada.fills({"again": "Yes"})
    town.ada.submits()
    town.ada.sees("You answered *Last survey*, thank you.")
    town.ada.does_not_see("Midway survey")
    town.cora.opens_home()
    assert "*Last survey* · Winter · 1 of 2 answered · 1 silent, which is fine" in town.cora.home_text
    town.cora.presses("Read the answers", where="Last survey")
    assert "1 of 1 answered this." in town.cora.modal_text
    assert "Fewer than 3 people" in town.cora.modal_text
