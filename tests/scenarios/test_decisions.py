"""Decisions that a programme needs: asked with one click, chased, and what follows from each answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

TOGETHER = {
    "key": "together",
    "name": "Do you go on together?",
    "roles": ["mentee", "mentor"],
    "when": {"at": "first_meeting", "days": 1},
    "ask": "You have met {partner} once. Would you like to go on?",
    "chase_after_days": 3,
    "answers": [
        {"value": "yes", "label": "Yes, let us go on", "leads_to": "go_on", "thanks": "Noted: on with {partner}."},
        {"value": "no", "label": "Rather not", "leads_to": "part", "thanks": "Thank you for saying so early."},
        {"value": "talk", "label": "Let us talk", "leads_to": "help", "thanks": "The coordinators write to you."},
    ],
}
READY = {
    "key": "ready",
    "name": "Ready for the role?",
    "roles": ["mentor"],
    "when": {"at": "match", "every_days": 14},
    "ask": "How do you see {partner}?",
    "answers": [
        {
            "value": "ready",
            "label": "Ready to graduate",
            "leads_to": "graduate",
            "thanks": "You found {partner} ready.",
        },
        {"value": "on", "label": "Go on together", "leads_to": "go_on", "thanks": "On you go with {partner}."},
    ],
}
NO_FIT: dict[str, Any] = {"after_meetings": []}
NOT_YOURS = "This question was put to somebody else."


@pytest.fixture
def course(town: Town) -> Iterator[Town]:
    """A town whose programme asks after the first meeting whether it goes on; Ada and Mira have met once."""
    with on_the_shelf(decisions=[TOGETHER, READY], fit=NO_FIT):
        town.agrees()
        town.passes(days=2, hours=7)
        town.ada.presses("Answer")
        town.ada.fills({"What will the mentee do until next time?": "Read on"})
        town.ada.submits()
        town.ada.does_not_see("Do you go on together?")
        town.passes(days=1, hours=12)
        yield town


def test_when_both_go_on_both_hear_so_and_a_second_click_changes_nothing(course: Town) -> None:
    yes = course.ada.keeps("Yes, let us go on")
    for who in (course.sam, course.mira, course.otto):
        who.presses_kept(yes)
        who.sees(NOT_YOURS)
        who.closes_all()
    course.ada.presses_kept(yes)
    course.ada.presses_kept(yes)
    course.ada.sees("Noted: on with @Mira Santos.")
    course.mira.does_not_see("Noted: on with")
    course.mira.does_not_see("go on together. Good to hear!")
    course.mira.presses("Yes, let us go on")
    course.passes(days=1)
    course.mira.sees("You have both said that you would like to go on together.")
    course.passes(days=7)
    course.ada.does_not_see("I have not heard from you about")


def test_a_no_outweighs_a_yes_and_nobody_is_told_whose_it_was(course: Town) -> None:
    course.ada.presses("Yes, let us go on")
    no = course.mira.keeps("Rather not")
    course.mira.presses_kept(no)
    course.mira.presses_kept(no)
    course.mira.sees("Thank you for saying so early.")
    course.passes(days=1)  # a goodbye waits for an hour at which people are awake
    course.ada.sees("Your time as a pair with @Mira Santos has come to an end.")
    course.ada.sees("you are on the list for the next match already")
    course.mira.sees("Your time as a pair with @Ada Okafor has come to an end.")
    course.ada.does_not_see("Rather not")
    course.cora.sees("@Mira Santos and @Ada Okafor in *Winter* have said goodbye.")
    course.cora.does_not_see("Rather not")
    course.asks_for_matches()
    assert "no free mentor fits them for now" in course.cora.modal_text


def test_a_former_partner_answers_nothing_any_more(course: Town) -> None:
    yes, no = course.ada.keeps("Yes, let us go on"), course.ada.keeps("Rather not")
    course.mira.presses("Rather not")
    for one in (yes, no):
        course.ada.presses_kept(one)
        course.ada.sees("You two have said goodbye")
        course.ada.closes_all()
    course.ada.sees("Not asked any more: your time with @Mira Santos has come to an end.")


def test_silence_is_chased_twice_then_quiet_and_counted_and_a_late_answer_counts(course: Town) -> None:
    course.ada.presses("Yes, let us go on")
    late = course.mira.keeps("Yes, let us go on")
    course.passes(days=8)
    heard = " ".join(course.mira.plain(one) for one in course.mira.messages())
    assert heard.count("*Do you go on together?*: I have not heard from you about @Ada Okafor yet.") == 2
    course.passes(days=14)
    heard = " ".join(course.mira.plain(one) for one in course.mira.messages())
    assert heard.count("*Do you go on together?*: I have not heard") == 2
    course.cora.types("/mentoring digest")
    course.cora.sees("*Do you go on together?*: asked so far 2: 1 “Yes, let us go on”, 1 silent and overdue")
    course.mira.presses_kept(late)
    course.cora.types("/mentoring digest")
    course.cora.sees("*Do you go on together?*: asked so far 2: 2 “Yes, let us go on”")


def test_a_wish_to_talk_counts_when_it_is_written_and_reaches_the_coordinators(course: Town) -> None:
    course.ada.presses("Let us talk")
    course.ada.closes()
    course.ada.does_not_see("The coordinators write to you.")
    course.ada.presses("Let us talk")
    course.ada.fills({"text": "We come from different worlds"})
    course.ada.submits()
    course.ada.sees("The coordinators write to you.")
    course.cora.sees("@Ada Okafor in *Winter* asks for help.")
    course.mira.does_not_see("asks for help")


def test_a_graduation_congratulates_and_closes_the_pairing_once(course: Town) -> None:
    course.passes(days=12)
    ready = course.mira.keeps("Ready to graduate")
    for who in (course.sam, course.ada, course.otto):
        who.presses_kept(ready)
        who.sees(NOT_YOURS)
        who.closes_all()
    course.mira.presses_kept(ready)
    course.mira.presses_kept(ready)
    course.mira.sees("You found @Ada Okafor ready.")
    course.passes(days=1)
    course.ada.sees("Congratulations: @Mira Santos finds you ready for the role")
    course.asks_for_matches()
    assert "@Ada Okafor" not in course.cora.modal_text
    with course.stage.database.engine.connect() as connection:
        ended = connection.exec_driver_sql("SELECT ended_why FROM pairings").scalars().all()
        kinds = connection.exec_driver_sql("SELECT kind FROM notices").scalars().all()
    assert ended == ["graduated"]
    assert kinds.count("recognition.nomination") == 1
