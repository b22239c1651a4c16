"""Session plans: chosen by the pair, one step per meeting, at the mentor's pace."""

from collections.abc import Iterator

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

OUTLINES = [
    {"key": "maintenance", "name": "Lesson maintenance", "steps": ["Read the issues", "Comment on one"]},
    {
        "key": "backend",
        "name": "Teaching a workshop",
        "about": "From notes to a first lesson.",
        "steps": ["Get to know each other", "Read the notes", "Teach one part", "Show it"],
    },
]


@pytest.fixture
def planned(town: Town) -> Iterator[Town]:
    """A town whose handbook has two outlines; one has the key of what Ada wants to learn."""
    with on_the_shelf(outlines=OUTLINES):
        yield town


def test_a_pair_takes_the_plan_that_fits_and_the_agenda_follows_it(planned: Town) -> None:
    planned.agrees()
    choose = planned.ada.keeps("Choose a session plan")
    planned.sam.presses_kept(choose)
    planned.sam.sees("Only the people of that pairing can do this.")
    planned.ada.presses_kept(choose)
    text = planned.ada.modal_text
    assert text.index("Teaching a workshop") < text.index("Lesson maintenance")
    planned.ada.submits()
    assert "→ 1. Get to know each other" in planned.ada.modal_text.replace("*", "")
    planned.ada.closes_all()
    planned.passes(days=1, hours=3)
    planned.mira.sees("*Step 1 of 4 of your session plan*: Get to know each other")


def test_each_held_meeting_advances_and_the_mentor_sets_the_pace(planned: Town) -> None:
    planned.agrees()
    planned.mira.types("/mentoring plan")
    planned.mira.submits()
    planned.mira.closes_all()
    planned.passes(days=2, hours=7)
    planned.ada.presses("Answer")
    planned.ada.fills({"What will the mentee do until next time?": "Read on"})
    planned.ada.submits()
    planned.ada.types("/mentoring plan")
    text = planned.ada.modal_text.replace("*", "")
    assert "✓ 1. Get to know each other" in text
    assert "→ 2. Read the notes" in text
    assert "Skip this step" not in text
    planned.ada.closes_all()
    planned.mira.types("/mentoring plan")
    planned.mira.presses("Skip this step")
    assert "→ 3. Teach one part" in planned.mira.modal_text.replace("*", "")
    planned.mira.presses("One step back")
    planned.mira.presses("One step back")
    assert "→ 1. Get to know each other" in planned.mira.modal_text.replace("*", "")
    planned.mira.presses("One step back")
    planned.mira.sees("This is the first step already.")


def test_home_shows_the_way_to_a_plan_and_then_its_step(planned: Town) -> None:
    planned.pairs()
    planned.ada.opens_home()
    assert "no plan chosen yet" in planned.ada.home_text
    planned.ada.presses("Choose a plan")
    planned.ada.fills({"outline": "Lesson maintenance"})
    planned.ada.submits()
    planned.ada.closes_all()
    planned.mira.opens_home()
    assert "next is step 1 of 2: Read the issues" in planned.mira.home_text
    planned.mira.presses("See the plan")
    planned.mira.presses("Another plan")
    planned.mira.fills({"outline": "Teaching a workshop"})
    planned.mira.submits()
    assert "Get to know each other" in planned.mira.modal_text


def test_without_outlines_there_is_nothing_to_choose(town: Town) -> None:
    town.sam.types("/mentoring plan")
    town.sam.sees("You are not in a pairing now.")
    town.pairs()
    town.ada.types("/mentoring plan")
    town.ada.sees("there is no session plan to choose")
