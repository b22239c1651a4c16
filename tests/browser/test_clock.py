"""The clock in the header, the list of what happened meanwhile, and the inspector."""

import threading
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Route, expect

from app.demo.stage import NOON
from app.sandbox.server import Sandbox
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor
from tests.sandbox.smallbot import SmallBot, field, modal, refused, section, wait_until


@pytest.fixture
def planned(bot: SmallBot) -> list[timedelta]:
    """What the bot has planned for Ada, from now on; it is written when its time comes."""
    plan: list[timedelta] = []
    sandbox, clock = bot.sandbox, bot.sandbox.workspace.clock
    ada = next(one for one in sandbox.people.values() if one.user.name == "ada")

    def go(until: timedelta, *, to_first: bool) -> bool:
        for due in sorted(one for one in plan if one <= until):
            clock.move_to(NOON + due)  # type: ignore[attr-defined]  # this clock can be moved
            plan.remove(due)
            bot.api.chat_postMessage(channel=ada.id, text=f"After {due}\nand more")
            if to_first:
                return True
        clock.move_to(NOON + until)  # type: ignore[attr-defined]  # see above
        return False

    sandbox.pass_time = lambda by: go(clock.now() - NOON + by, to_first=False)
    sandbox.to_next = lambda by: go(clock.now() - NOON + by, to_first=True)
    return plan


def clock(who: Visitor) -> Locator:
    return who.screen.locator("[data-clock] time")


def happened(who: Visitor) -> Locator:
    return who.screen.get_by_role("complementary", name="What happened meanwhile")


def test_each_button_moves_the_clock_and_the_list_says_what_came(opens: Opens, planned: list[timedelta]) -> None:
    planned += [timedelta(minutes=30), timedelta(hours=20), timedelta(days=3)]
    ada = opens()
    expect(clock(ada)).to_have_text("Mon 11 Jan 2027, 12:00")
    for step, now, count in (
        ("+1 hour", "Mon 11 Jan 2027, 13:00", "1 message"),
        ("+1 day", "Tue 12 Jan 2027, 13:00", "1 message"),
        ("+1 week", "Tue 19 Jan 2027, 13:00", "1 message"),
    ):
        ada.screen.get_by_role("button", name=step, exact=True).click()
        expect(clock(ada)).to_have_text(now)
        expect(happened(ada).locator(".sum")).to_have_text(count)
    expect(happened(ada).get_by_role("heading", name="Thursday 14 January 2027")).to_be_visible()
    expect(happened(ada).get_by_role("listitem")).to_contain_text("After 3 days, 0:00:00")
    expect(happened(ada)).not_to_contain_text("and more")
    expect(ada.screen.locator("[data-clock-status]")).to_contain_text("It is Tue 19 Jan 2027, 13:00. 1 message")
    happened(ada).get_by_role("button", name="Close the list").click()
    expect(happened(ada)).to_have_count(0)
    ada.screen.get_by_role("button", name="Meanwhile").click()
    happened(ada).get_by_role("link", name="Ada Okafor").click()
    ada.sees("and more")


def test_where_time_has_come_to_is_said_even_if_something_is_drawn_just_before(
    opens: Opens, planned: list[timedelta], bot: SmallBot
) -> None:
    ada, held = opens(), list[Route]()
    ada.page.route("**/clock", lambda one: held.append(one))  # noqa: PLW0108 - a built-in cannot be marked
    with ada.page.expect_request("**/clock"):
        ada.screen.get_by_role("button", name="+1 day").click()
    bot.api.chat_postMessage(channel=ada.person.id, text="Just before")
    ada.sees("Just before")
    held.pop().continue_()
    expect(clock(ada)).to_have_text("Tue 12 Jan 2027, 12:00")
    expect(ada.screen.locator("[data-clock-status]")).to_have_text("It is Tue 12 Jan 2027, 12:00. No messages")
    assert planned == []


def test_two_quick_clicks_are_one_even_if_the_first_is_done_at_once(opens: Opens, planned: list[timedelta]) -> None:
    ada = opens()
    ada.screen.get_by_role("button", name="+1 hour").dblclick()
    expect(clock(ada)).to_have_text("Mon 11 Jan 2027, 13:00")
    ada.screen.get_by_role("button", name="+1 day").click()
    expect(clock(ada)).to_have_text("Tue 12 Jan 2027, 13:00")
    expect(happened(ada).locator(".sum")).to_have_text("No messages")
    assert planned == []


def test_to_the_next_message_and_if_there_is_none_it_says_so(opens: Opens, planned: list[timedelta]) -> None:
    planned += [timedelta(days=5, hours=2)]
    ada = opens()
    ada.screen.get_by_role("button", name="Next message").click()
    expect(clock(ada)).to_have_text("Sat 16 Jan 2027, 14:00")
    expect(happened(ada)).to_contain_text("After 5 days, 2:00:00")
    ada.screen.get_by_role("button", name="Next message").click()
    expect(happened(ada)).to_contain_text("Nothing is planned for the next 60 days.")


def test_two_clicks_are_one_and_the_page_stays_in_use_meanwhile(opens: Opens, bot: SmallBot) -> None:
    steps: list[timedelta] = []
    on = threading.Event()

    def slowly(by: timedelta) -> None:
        steps.append(by)
        assert on.wait(30)
        bot.sandbox.workspace.clock.advance(by)  # type: ignore[attr-defined]  # this clock can be moved

    bot.sandbox.pass_time = slowly
    ada = opens()
    button = ada.screen.get_by_role("button", name="+1 day")
    button.dblclick()
    expect(ada.screen.get_by_role("progressbar", name="Time passes")).to_be_visible()
    expect(button).to_have_attribute("aria-disabled", "true")
    bot.answers(text="Still here")
    ada.writes("/mentoring").sees("Still here")
    button.click(force=True)
    on.set()
    expect(clock(ada)).to_have_text("Tue 12 Jan 2027, 12:00")
    expect(ada.screen.get_by_role("progressbar")).to_have_count(0)
    assert steps == [timedelta(days=1)]


def test_the_inspector_shows_payloads_live_and_keeps_ones_place(opens: Opens, bot: SmallBot, sandbox: Sandbox) -> None:
    ada = opens()
    bot.opens(modal("Join", field("goal")))
    ada.writes("/mentoring join")
    expect(ada.modal).to_be_visible()
    ada.page.keyboard.press("Escape")
    assert refused(bot.api.chat_postMessage, channel=ada.person.id, text="x", blocks=[section("x" * 3001)])
    ada.page.get_by_role("link", name="Inspector").click()
    lines = ada.page.locator(".payload")
    expect(ada.page.locator("[data-counts]")).to_contain_text("1 refused")
    expect(ada.page.locator(".payload.refused")).to_contain_text("invalid_blocks")
    line = lines.filter(has_text="/mentoring join")
    expect(line.locator(".took")).to_contain_text("ms")
    line.locator("summary").click()
    expect(line.locator("pre").first).to_contain_text('"command": "/mentoring"')
    expect(line.locator("pre").first).not_to_contain_text(sandbox.bot_token)
    before = lines.count()
    bot.api.chat_postMessage(channel=ada.person.id, text="While you look")
    expect(lines).to_have_count(before + 1)
    expect(line.locator("pre").first).to_be_visible()
    ada.page.get_by_role("combobox", name="What").select_option(label="Commands")
    expect(lines).to_have_count(1)
    ada.page.get_by_role("combobox", name="What").select_option(label="Everything")
    ada.page.get_by_label("Method or action").fill("chat.post")
    expect(lines).to_have_count(2)
    ada.page.get_by_label("Only what was refused, late or slow").check()
    expect(lines).to_have_count(1)


def test_a_choice_in_the_inspector_is_not_forgotten_when_the_answer_takes_long(opens: Opens, bot: SmallBot) -> None:
    ada = opens().writes("/mentoring join")
    wait_until(lambda: bool(bot.heard))
    ada.page.get_by_role("link", name="Inspector").click()
    lines, held = ada.page.locator(".payload"), list[Route]()
    expect(lines.filter(has_text="/mentoring join").locator(".took")).to_contain_text("ms")
    bot.api.chat_postMessage(channel=ada.person.id, text="While you look")
    expect(lines.first).to_contain_text("chat.postMessage")
    ada.page.route(
        "**/inspector/lines?*", lambda one: held.append(one) if "after=0" in one.request.url else one.continue_()
    )
    with ada.page.expect_request("**/inspector/lines?*after=0"):
        ada.page.get_by_role("combobox", name="What").select_option(label="Commands")
    ada.page.wait_for_timeout(1500)  # meanwhile it looks for what is new, once
    held.pop(0).continue_()
    expect(lines).to_have_count(1)


def test_what_is_opened_in_the_inspector_before_it_is_ready_is_shown(opens: Opens, bot: SmallBot) -> None:
    ada, held = opens(), list[Route]()
    bot.api.chat_postMessage(channel=ada.person.id, text="Hello")
    ada.page.route("**/page/inspector.js", lambda one: held.append(one))  # noqa: PLW0108 - a built-in cannot be marked
    with ada.page.expect_request("**/page/inspector.js"):
        ada.page.get_by_role("link", name="Inspector").click(no_wait_after=True)
    line = ada.page.locator(".payload").filter(has_text="chat.postMessage")
    line.locator("summary").click()
    expect(line.locator("details")).to_have_attribute("open", "")
    expect(line.locator("pre")).to_have_count(0)
    held.pop(0).continue_()
    expect(line.locator("pre").first).to_contain_text("Hello")
