"""The page for whoever does not use a mouse, does not see it, or has a small or a dark screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.demo.stage import Stage
from tests.browser.conftest import PHONE, Windows
from tests.browser.visitor import Visitor

NAMELESS = """() => {
  const seen = (one) => one.checkVisibility();
  const said = (ids) => (ids ?? "").split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const name = (one) => one.getAttribute("aria-label") || said(one.getAttribute("aria-labelledby")).trim()
    || [...(one.labels ?? [])].map((label) => label.textContent).join(" ").trim()
    || (one.matches("a, button, summary, [role]") ? one.textContent.trim() : "") || one.title || "";
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, dialog[open], [role=button], [tabindex='0']")];
  return controls.filter((one) => seen(one) && !name(one)).map((one) => one.outerHTML.slice(0, 120));
}"""
UNTOLD = """() => [...document.querySelectorAll("img")].filter((one) => !one.hasAttribute("alt")).length
  + [...document.querySelectorAll("[aria-controls], [aria-describedby], [aria-labelledby]")].filter((one) => one.checkVisibility() &&
    ["aria-controls", "aria-describedby", "aria-labelledby"].some((name) =>
      (one.getAttribute(name) ?? "").split(/\\s+/).filter(Boolean).some((id) => !document.getElementById(id)))).length
  + (document.documentElement.lang ? 0 : 1) + (document.querySelectorAll("h1").length === 1 ? 0 : 1)
  + (document.querySelectorAll("main").length === 1 ? 0 : 1)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"
CONTRAST = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const ground = (one) => { for (let at = one; at; at = at.parentElement) { const found = rgb(getComputedStyle(at).backgroundColor); if (found[3] > 250) return found; } return [255, 255, 255, 255]; };
  const texts = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility({ opacityProperty: true }) && !one.closest("[aria-disabled=true], .unseen, .skip")
    && [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  return texts.map((one) => {
    const [ink, paper] = [light(rgb(getComputedStyle(one).color)), light(ground(one))];
    return [(Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05), one.textContent.trim().slice(0, 40), one.className];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.fixture(scope="module")
def stage(stories: Callable[[str], Stage]) -> Stage:
    return stories("sign-up")


def place_of(stage: Stage, name: str) -> str:
    return next(one.id for one in stage.sandbox.workspace.conversations.values() if one.name == name)


def everywhere(stage: Stage, page: Page) -> list[str]:
    """Return every kind of page that there is, as addresses."""
    cora = "people/UCORA"
    other = next(one for one in stage.sandbox.people if one != "UCORA")
    places = ("home", "messages", place_of(stage, "mentoring-desk"))
    del page
    return ["", *(f"{cora}/{one}" for one in places), f"side/UCORA/{other}", "inspector", "inspector?as=UCORA"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_a_name_can_be_told_and_can_be_read(stage: Stage, windows: Windows, scheme: str) -> None:
    page = windows.open(stage.sandbox, color_scheme=scheme)
    for address in everywhere(stage, page):
        page.goto(stage.sandbox.address + address)
        assert page.evaluate(NAMELESS) == [], address
        assert page.evaluate(UNTOLD) == 0, address
        assert page.evaluate(CONTRAST) == [], address


def test_a_phone_needs_no_scrolling_to_the_side(
    stage: Stage, windows: Windows, picture: Callable[[Page, str], None]
) -> None:
    page = windows.open(stage.sandbox, viewport=PHONE, has_touch=True, is_mobile=True)
    for address in everywhere(stage, page):
        page.goto(stage.sandbox.address + address)
        assert page.evaluate(TOO_WIDE) <= 0, address
    cora = Visitor(page, stage.sandbox, "Cora").goes("home")
    expect(page.locator("#sidebar")).not_to_be_in_viewport()
    page.get_by_role("button", name="Conversations").click()
    cora.looks_at("mentoring-desk").sees("would like to join")
    expect(page.locator("#sidebar")).not_to_be_in_viewport()
    picture(page, "phone")
    cora.presses("Read")
    expect(cora.modal).to_be_visible()
    assert page.evaluate(TOO_WIDE) <= 0
    cora.closes_form()


def test_light_and_dark_as_the_machine_says_or_as_one_likes(
    stage: Stage, windows: Windows, picture: Callable[[Page, str], None]
) -> None:
    page = windows.open(stage.sandbox, color_scheme="dark")
    paper = "getComputedStyle(document.querySelector('main')).backgroundColor"
    cora = Visitor(page, stage.sandbox, "Cora").goes(place_of(stage, "mentoring-desk"))
    dark = page.evaluate(paper)
    picture(page, "dark")
    page.get_by_role("button", name="Light or dark").click()
    light = page.evaluate(paper)
    assert light != dark
    cora.goes("home").sees("Applications that wait")
    assert page.evaluate(paper) == light


READY = "html[data-ready]"


def tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until something of this name has the focus."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(one => (one.labels?.[0] ?? one).textContent.trim().replace(/\\s+/g, ' ')"
            " + ' ' + (one.getAttribute('aria-label') ?? ''))(document.activeElement ?? document.body)"
        )
        if said.startswith(name) or said.endswith(f" {name}"):
            return
        reached.append(said)
    raise AssertionError(f"nothing called {name!r} can be reached, but {reached}")


def test_one_can_sign_up_with_the_keyboard_alone(stage: Stage, windows: Windows) -> None:
    page = windows.open(stage.sandbox)
    page.goto(stage.sandbox.address)
    keys = page.keyboard
    tab_to(page, "ZK Zuri")
    keys.press("Enter")
    expect(page).to_have_title("Home · Zuri Kowal · Sandbox")
    expect(page.locator(READY)).to_have_count(1)
    tab_to(page, "#mentorship")
    keys.press("Enter")
    zuri = Visitor(page, stage.sandbox, "Zuri").sees("Winter is open")
    expect(page.locator(READY)).to_have_count(1)
    page.locator(".stream").focus()
    tab_to(page, "Find a mentor")
    keys.press("Enter")
    expect(zuri.modal).to_be_visible()
    page.wait_for_function("document.querySelector('#modal').contains(document.activeElement)")
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(UNTOLD) == 0
    assert page.evaluate(CONTRAST) == []
    for label, deed in (
        ("Backend", "Space"),
        ("Where would you like to be in three months?", "I want to ship something"),
        ("Years of experience in the field", "2"),
        ("English", "Space"),
        ("Hours a week you can give", "2"),
        ("Tuesday 16:00-18:00", "Space"),
        ("Yes", "Space"),
    ):
        if not page.evaluate(
            "label => document.activeElement?.labels?.[0]?.textContent.trim().startsWith(label)", label
        ):
            tab_to(page, label)
        keys.press(deed) if deed == "Space" else keys.type(deed)
    tab_to(page, "Send")
    keys.press("Enter")
    expect(zuri.modal).to_have_count(0)
    keys.press("Alt+ArrowUp")
    zuri.sees("You applied to Winter as a mentee.")
