"""Somebody in front of the page: what they look at, type and press, by the names that a screen reader would say."""

import re
from typing import Self

from playwright.sync_api import FrameLocator, Locator, Page, expect

from app.sandbox.people import Person
from app.sandbox.server import Sandbox


class Visitor:
    """A person at a browser's window, with nothing but the page.

    Args:
        page: the window.
        sandbox: whose page it is.
        name: the first name of who they are.
        frame: the part of the window that is theirs; all of it if None.
    """

    def __init__(self, page: Page, sandbox: Sandbox, name: str, frame: FrameLocator | None = None) -> None:
        self.page = page
        self.screen: Page | FrameLocator = frame or page
        self._sandbox = sandbox
        self.person: Person = next(one for one in sandbox.people.values() if one.user.real_name.split()[0] == name)

    @property
    def address(self) -> str:
        """Where their pages begin."""
        return f"{self._sandbox.address}people/{self.person.id}"

    def goes(self, place: str) -> Self:
        """Open a place by its address: `home`, `messages`, or a conversation's id."""
        self.page.goto(f"{self.address}/{place}")
        expect(self.screen.locator("html[data-ready]")).to_have_count(1)
        return self

    def looks_at(self, name: str) -> Self:
        """Choose a conversation in the sidebar."""
        link = self.screen.get_by_role("navigation", name="Conversations").get_by_role("link", name=name)
        link.click()
        current = "html[data-ready] #sidebar nav [aria-current=page]"
        expect(self.screen.locator(current)).to_contain_text(name)
        return self

    # -- seeing -----------------------------------------------------------------------------------------

    @property
    def modal(self) -> Locator:
        """The form that is open."""
        return self.screen.locator("#modal[open]")

    @property
    def stream(self) -> Locator:
        """The messages of the conversation."""
        return self.screen.locator("[data-stream=main]")

    @property
    def newest(self) -> Locator:
        """The last message."""
        return self.stream.get_by_role("article").last

    def sees(self, text: str) -> Self:
        """Make sure that this can be read, sooner or later."""
        expect(self.screen.locator("#main")).to_contain_text(text)
        return self

    def does_not_see(self, text: str) -> Self:
        """Make sure that this cannot be read, or soon not any more."""
        expect(self.screen.locator("#main")).not_to_contain_text(text)
        return self

    # -- doing ------------------------------------------------------------------------------------------

    def button(self, label: str, near: str = "") -> Locator:
        """Return the last button of that name: in the form if one is open, else on the screen, near a text."""
        place: Locator | Page | FrameLocator = self.screen
        if self.modal.count():
            place = self.modal
        elif near:
            place = self.screen.get_by_role("article").filter(has_text=near).last
        return place.get_by_role("button", name=label, exact=True).last

    def presses(self, label: str, near: str = "") -> Self:
        """Press a button."""
        self.button(label, near).click()
        return self

    def writes(self, text: str) -> Self:
        """Write into the conversation and send it."""
        field = self.screen.get_by_role("textbox", name="Message").first
        field.fill(text)
        field.press("Enter")
        return self

    def fills(self, label: str, value: str) -> Self:
        """Fill a field of the form that is open, or choose in it."""
        self.modal.wait_for()
        whole = self.modal.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$"))
        field = (whole if whole.count() else self.modal.get_by_label(label)).first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
        return self

    def ticks(self, *labels: str) -> Self:
        """Tick boxes of the form that is open."""
        for one in labels:
            self.modal.get_by_label(one, exact=True).first.check()
        return self

    def submits(self, label: str = "") -> Self:
        """Send the form."""
        self.modal.locator("footer button.primary" if not label else f"footer button:has-text('{label}')").click()
        return self

    def closes_form(self) -> Self:
        """Close the form that is open."""
        self.modal.locator("footer button:not(.primary)").click()
        expect(self.modal).to_have_count(0)
        return self
