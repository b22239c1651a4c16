"""Four stages, what helps in each, and getting ready for the first meeting."""

from collections.abc import Iterator

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

FORM = {"purpose": "stage", "read_by": "pair", "intro": "Take a minute."}
FORMS = (
    {**FORM, "key": "opening", "name": "Where we begin", "questions": [{"key": "hope", "ask": "What do you hope for?"}]},
    {**FORM, "key": "back", "name": "Looking back", "questions": [{"key": "link", "ask": "Your notes", "kind": "link"}]},
)  # fmt: skip
STAGES = (
    {
        "key": "knowing",
        "name": "Getting to know each other",
        "from_day": 0,
        "to_day": 20,
        "about": "Find out who you are.",
        "guidance_mentee": ["Tell your story."],
        "guidance_mentor": ["Ask more than you tell."],
        "opens_with": "opening",
        "closes_with": "back",
    },
    {
        "key": "needs",
        "name": "What would help",
        "from_day": 20,
        "to_day": 60,
        "about": "Name what is missing.",
        "guidance_mentee": ["Write a list."],
        "guidance_mentor": ["Offer what you have."],
    },
)
FIRST = {
    "prepare_mentor": ("List two or three topics.",),
    "questions_mentor": ("What do you enjoy most?",),
    "prepare_mentee": ("Think of what you expect.",),
    "questions_mentee": ("How much time can you offer?",),
}


@pytest.fixture
def town(town: Town) -> Iterator[Town]:
    with on_the_shelf(stages=STAGES, forms=FORMS, first_meeting=FIRST):
        yield town


def test_each_alone_gets_ready_for_the_first_meeting_and_only_once(town: Town) -> None:
    town.pairs()
    town.passes(hours=2)
    text = town.ada.sees("Before you meet @Mira Santos for the first time")
    assert "Think of what you expect." in text
    assert "How much time can you offer?" in text
    town.mira.sees("What do you enjoy most?")
    town.ada.does_not_see("What do you enjoy most?")
    town.passes(days=40)
    assert len([one for one in town.ada.reads() if "for the first time, a few minutes" in one]) == 1


def test_each_stage_brings_the_guidance_of_ones_role(town: Town) -> None:
    town.pairs()
    town.ada.opens_home()
    assert "Stage 1 of 2 with @Mira Santos: *Getting to know each other*, until" in town.ada.home_text
    town.passes(days=1, hours=1)
    assert "Tell your story." in town.ada.sees("Stage 1 of 2 with @Mira Santos: *Getting to know each other*")
    assert "Ask more than you tell." in town.mira.sees("Stage 1 of 2 with @Ada Okafor")
    town.ada.does_not_see("Ask more than you tell.")
    town.passes(days=20)
    assert "Write a list." in town.ada.sees("Stage 2 of 2 with @Mira Santos: *What would help*")
    town.ada.opens_home()
    assert "Stage 2 of 2" in town.ada.home_text
    town.passes(days=45)
    town.ada.opens_home()
    assert "Stage 2 of 2" not in town.ada.home_text


def test_the_questions_of_a_stage_are_behind_its_message_which_follows_the_answer(town: Town) -> None:
    town.pairs()
    town.passes(days=1, hours=1)
    stale = town.ada.keeps("Answer", where="Stage 1 of 2")
    for who in (town.sam, town.otto, town.cora, town.mira):
        who.presses_kept(stale)
        who.sees("That form was put to somebody else.")
        who.closes()
    town.ada.presses_kept(stale)
    town.ada.fills({"hope": "Courage"})
    town.ada.submits()
    assert "You answered *Where we begin*." in town.ada.sees("Stage 1 of 2 with @Mira Santos")
    town.passes(days=8)  # the first week brought enough
    town.mira.presses("Read what you both wrote", where="@Ada Okafor answered")
    assert "Courage" in town.mira.modal_text


def test_before_its_end_a_stage_is_looked_back_on(town: Town) -> None:
    town.pairs()
    town.passes(days=16)
    town.ada.does_not_see("Looking back")
    town.passes(days=2)
    town.ada.presses("Answer", where="Looking back")
    town.ada.fills({"link": "notes"})
    town.ada.submits()
    assert town.ada.errors == {"link": "Please paste a whole address that begins with https://, without spaces."}
    assert "notes" in town.ada.modal_text


def test_what_helps_now_is_for_the_people_of_the_pairing_while_it_lives(town: Town) -> None:
    town.pairs()
    town.ada.opens_home()
    button = town.ada.keeps("What helps now")
    for who in (town.sam, town.otto, town.cora):
        who.presses_kept(button)
        who.sees("Only the people of that pairing can do this.")
        who.closes()
    town.ada.presses_kept(button)
    assert "Tell your story." in town.ada.modal_text
    town.ada.closes_all()
    town.ada.opens_home()
    town.ada.presses("Say goodbye")
    town.ada.closes_all()
    town.ada.presses_kept(button)
    town.ada.sees("You two have said goodbye")
    town.passes(days=30)
    town.ada.does_not_see("Stage 1 of 2 with @Mira Santos")
