"""A newcomer's first half hour, with nothing but the page: from an empty workspace to a pair in its fifth week."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.demo.stage import Stage
from tests.browser.conftest import Windows
from tests.browser.visitor import Visitor


@pytest.fixture
def stage(stories: Callable[[str], Stage]) -> Stage:
    return stories("empty")


def passes(who: Visitor, step: str) -> None:
    """Move the clock, and wait until time stands still again."""
    before = who.screen.locator("[data-clock] time").inner_text()
    who.screen.get_by_role("button", name=step, exact=True).click()
    expect(who.screen.locator("[data-clock] time")).not_to_have_text(before)
    expect(who.screen.locator("[data-clock]:not([data-moves])")).to_have_count(1, timeout=30_000)


def test_a_mentee_signs_up_is_matched_meets_reflects_and_goes_on(
    stage: Stage, windows: Windows, picture: Callable[[Page, str], None]
) -> None:
    cora, ada, helmi = (
        Visitor(windows.open(stage.sandbox), stage.sandbox, name).goes("home") for name in ("Cora", "Ada", "Helmi")
    )

    cora.goes("messages").writes("/mentoring open")
    cora.fills("Programme", "WeAllJS Mentorship").fills("Name", "Winter").fills("Where to announce it", "#mentorship")
    cora.fills("Last day of sign-up", "2027-01-28").fills("First day", "2027-01-21").fills("Last day", "2027-05-04")
    cora.fills("Coordinators' channel", "#mentoring-desk").fills("Mentors' channel", "#mentors")
    cora.fills("Mentees' channel", "#mentees").submits()
    cora.sees("is open and announced in")

    ada.looks_at("mentorship").sees("Winter is open").presses("Find a mentor")
    ada.ticks("Backend", "Open source").fills("Where would you like to be", "Lead one small project")
    ada.fills("Years of experience", "1").ticks("English").fills("Hours a week", "2")
    ada.ticks("Tuesday 16:00-18:00", "Thursday 16:00-18:00", "Yes").submits()
    ada.looks_at("Messages").sees("You applied to Winter as a mentee.")

    helmi.looks_at("mentorship").presses("Become a mentor")
    helmi.ticks("Backend").fills("Whom would you most like to help", "Somebody who asks")
    helmi.fills("Years of experience", "9").ticks("English").fills("Hours a week", "2").fills("How many mentees", "1")
    helmi.ticks("Tuesday 16:00-18:00", "Thursday 16:00-18:00", "Yes").submits()

    cora.looks_at("mentoring-desk")
    for left, name in ((1, "@Ada Dvorak"), (0, "@Helmi Petrov")):
        cora.presses("Approve", near=name)
        expect(cora.screen.get_by_role("button", name="Approve")).to_have_count(left)
    cora.looks_at("Home").presses("Find matches").presses("Accept").closes_form()

    helmi.looks_at("Messages").presses("Yes, gladly")
    ada.presses("Yes, please").sees("You are a pair")
    for who, partner in ((ada, "Helmi Petrov"), (helmi, "Ada Dvorak")):
        who.looks_at(partner).presses("Works for me")
    ada.looks_at("Messages").sees("It's agreed: you meet @Helmi Petrov")
    expect(ada.newest.get_by_role("link", name="meeting-1-v1.ics")).to_be_visible()
    side_by_side(stage, windows, ada, helmi, picture)

    passes(ada, "+1 week")
    ada.presses("Answer", near="nearly over").fills("What will the mentee do until next time?", "Draw a map").submits()
    ada.sees("Saved. Until next time:").sees("Draw a map")
    for _ in range(4):
        passes(ada, "+1 week")
    ada.sees("How is it going?")
    expect(ada.screen.locator("#happened")).to_contain_text("Ada Dvorak")
    picture(ada.page, "clock")


def side_by_side(
    stage: Stage, windows: Windows, ada: Visitor, helmi: Visitor, picture: Callable[[Page, str], None]
) -> None:
    """Look at the conversation of two people from both sides."""
    page = windows.open(stage.sandbox, viewport={"width": 1560, "height": 900})
    page.goto(f"{stage.sandbox.address}side/{ada.person.id}/{helmi.person.id}")
    for side, name, partner in (("Left", "Ada", "Helmi Petrov"), ("Right", "Helmi", "Ada Dvorak")):
        frame = page.frame_locator(f"section[aria-label={side}] iframe")
        Visitor(page, stage.sandbox, name, frame).looks_at(partner).sees("It's agreed: you meet on")
    picture(page, "side-by-side")
