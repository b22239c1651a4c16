"""The sandbox's page in Chromium with very many messages in a conversation: what a person waits for."""

import statistics
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, sync_playwright

from app.core.clock import MovableClock
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation, Json
from tests.bench.programs import Row
from tests.browser.conftest import CHROMIUM, DESK, FLAGS, MISSING
from tests.sandbox.conftest import NOON
from tests.sandbox.smallbot import MANIFEST, SmallBot, button, by_http, field, menu, modal, row, section

MESSAGES, TIMES = 5000, 25
MOST, FIRST_PAINT = 100, 1000  # milliseconds
SETTLED = """([selector, value]) => new Promise((done) => {
  const begun = performance.now();
  let last = begun, changed = false;
  const watch = new MutationObserver((all) => {
    if (all.every((one) => one.type === "attributes")) return; // that it is at work is no answer yet
    last = performance.now();
    changed = true;
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  const wait = setInterval(() => {
    const now = performance.now();
    if ((!changed || now - last < 150) && now - begun < 5000) return;
    clearInterval(wait);
    watch.disconnect();
    done(changed ? last - begun : 5000);
  }, 20);
  const found = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).at(-1);
  if (value !== null) { found.value = value; found.dispatchEvent(new Event("input", { bubbles: true })); }
  if (found.matches("select")) found.dispatchEvent(new Event("change", { bubbles: true }));
  else if (found.matches("textarea")) found.form.requestSubmit();
  else found.click();
})"""


def page() -> list[Row]:
    """Measure the page."""
    if not CHROMIUM.exists():
        raise SystemExit(MISSING)
    with Sandbox(clock=MovableClock(NOON), manifest=MANIFEST, rates="off") as sandbox, sync_playwright() as playwright:
        bot = SmallBot(sandbox)
        ada = sandbox.person("ada", tz="Europe/Madrid", real_name="Ada Okafor")
        channel = sandbox.channel("talk", members=[ada])
        channel.members.add(sandbox.workspace.bot.id)
        _fill(sandbox, channel)
        with by_http(bot):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            window = browser.new_context(viewport=DESK).new_page()  # type: ignore[arg-type]  # a plain dict will do
            address = f"{sandbox.address}people/{ada.id}/{channel.id}"
            rows = [_first_paint(window, address)]
            rows += [_row(name, act) for name, act in _actions(bot, window, channel).items()]
            browser.close()
    return rows


def _fill(sandbox: Sandbox, channel: Conversation) -> None:
    """Write very many messages, every other one with blocks."""
    space = sandbox.workspace
    for number in range(MESSAGES):
        blocks = [section(f"*Message* {number} for <@{space.bot.id}>"), row(button("Go", value=str(number)))]
        named = [{**one, "block_id": f"b{number}{place}"} for place, one in enumerate(blocks)]
        more: Json = {"blocks": named} if number % 2 else {}
        space.post(channel, {"user": space.bot.id, "text": f"Message {number}", **more})


def _first_paint(window: Page, address: str) -> Row:
    found = []
    for _ in range(5):
        window.goto(address)
        window.wait_for_selector("html[data-ready]")
        paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
        window.wait_for_function(f"{paint} !== null")
        found.append(float(window.evaluate(paint)))
    return {
        "what": f"page: first paint with {MESSAGES} messages",
        "measured": f"p50 {statistics.median(found):.0f} ms, the very first {found[0]:.0f} ms",
        "floor": "",
        "ratio": None,
        "target": f"p50 < {FIRST_PAINT} ms",
        "met": statistics.median(found) < FIRST_PAINT,
    }


def _actions(bot: SmallBot, window: Page, channel: Conversation) -> dict[str, Callable[[], float]]:
    """Return what is done, each with what does it once and returns the milliseconds until the screen stands still."""

    def settles(selector: str, value: str | None = None) -> float:
        return float(window.evaluate(SETTLED, [selector, value]))

    def updates(ack: Any, body: Json) -> None:
        ack()
        bot.api.chat_update(channel=channel.id, ts=body["message"]["ts"], text="Pressed")

    def presses() -> float:
        bot.does = updates
        bot.api.chat_postMessage(channel=channel.id, text="x", blocks=[section("Press"), row(button("Fresh"))])
        window.locator("button", has_text="Fresh").last.wait_for()
        return settles("[data-stream=main] button[data-press]")

    def chooses() -> float:
        bot.does = updates
        bot.api.chat_postMessage(channel=channel.id, text="x", blocks=[row(menu("Red", "Blue"))])
        window.locator("[data-stream=main] select").last.wait_for()
        return settles("[data-stream=main] select", "red")

    def asks() -> float:
        bot.answers(text="You see me alone")
        return settles("[data-composer] textarea", "/mentoring help")

    def opens() -> float:
        bot.opens(modal("Join", field("goal"), field("more", "plain_text_input", multiline=True)))
        took = settles("[data-composer] textarea", "/mentoring join")
        bot.answers()
        window.keyboard.press("Escape")
        window.wait_for_selector("#modal:not([open])", state="attached")
        return took

    def sends() -> float:
        bot.opens(modal("Join", field("goal")))
        settles("[data-composer] textarea", "/mentoring join")
        bot.answers(response_action="errors", errors={"goal": "A little more, please"})
        window.locator("#modal input[name='field:goal']").fill("Fly")
        took = settles("#modal footer button.primary")
        bot.answers()
        window.keyboard.press("Escape")
        window.wait_for_selector("#modal:not([open])", state="attached")
        return took

    return {
        "press a button": presses,
        "choose in a menu": chooses,
        "type a command": asks,
        "open a form": opens,
        "send a form": sends,
    }


def _row(name: str, act: Callable[[], float]) -> Row:
    act()
    found = sorted(act() for _ in range(TIMES))
    middle, high = statistics.median(found), found[int(len(found) * 0.95)]
    return {
        "what": f"page: {name} among {MESSAGES} messages",
        "measured": f"p50 {middle:.0f} ms, p95 {high:.0f} ms",
        "floor": "",
        "ratio": None,
        "target": f"p50 < {MOST} ms",
        "met": middle < MOST,
        "p50_ms": round(middle, 1),
        "p95_ms": round(high, 1),
    }
