"""Conversations: who sees what, what changes while one looks, what is new."""

from typing import Any

from playwright.sync_api import Route, expect

from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation, Json
from tests.browser.conftest import Opens, Windows
from tests.browser.visitor import Visitor
from tests.sandbox.smallbot import SmallBot, button, row, section, wait_until


def talk(sandbox: Sandbox) -> Conversation:
    """A channel with everybody and the bot in it."""
    made = sandbox.channel("talk", members=list(sandbox.people.values()))
    made.members.add(sandbox.workspace.bot.id)
    return made


def test_what_is_for_one_pair_of_eyes_is_seen_by_no_other(bot: SmallBot, opens: Opens) -> None:
    channel = talk(bot.sandbox)
    ada, bo = opens("Ada", channel.id), opens("Bo", channel.id)
    bot.api.chat_postEphemeral(channel=channel.id, user=ada.person.id, text="Between us")
    bot.api.chat_postMessage(channel=channel.id, text="For all")
    ada.sees("Between us").sees("Only visible to you").sees("For all")
    bo.sees("For all").does_not_see("Between us")


def test_a_thread_is_opened_read_and_answered(bot: SmallBot, opens: Opens) -> None:
    channel = talk(bot.sandbox)
    root = bot.api.chat_postMessage(channel=channel.id, text="A question")
    bot.api.chat_postMessage(channel=channel.id, text="In the thread", thread_ts=root["ts"])
    ada = opens("Ada", channel.id).sees("A question").does_not_see("In the thread")
    ada.screen.get_by_role("link", name="1 reply").click()
    thread = ada.screen.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("In the thread")
    thread.get_by_role("textbox", name="Reply in thread").fill("Mine")
    thread.get_by_role("textbox", name="Reply in thread").press("Enter")
    expect(thread.get_by_role("article")).to_have_count(3)
    thread.get_by_role("link", name="Close the thread").click()
    expect(ada.screen.get_by_role("link", name="2 replies")).to_be_visible()


def test_whoever_writes_before_the_page_is_ready_loses_nothing(sandbox: Sandbox, opens: Opens) -> None:
    channel = talk(sandbox)
    ada = opens("Ada", channel.id)
    field, is_ready = ada.screen.get_by_role("textbox", name="Message"), ada.screen.locator("html[data-ready]")
    held: list[Route] = []
    ada.page.route("**/page/main.js", lambda one: held.append(one))  # noqa: PLW0108 - a built-in cannot be marked

    def comes_back() -> None:
        with ada.page.expect_request("**/page/main.js"):
            ada.page.reload(wait_until="commit")

    comes_back()
    field.fill("Half a")
    held.pop().continue_()
    expect(is_ready).to_have_count(1)
    expect(field).to_have_value("Half a")
    field.fill("Half a draft")
    comes_back()
    field.press("Enter")  # the draft is not there yet, and not meant
    held.pop().continue_()
    expect(is_ready).to_have_count(1)
    expect(field).to_have_value("Half a draft")
    assert not channel.messages
    for number, by in enumerate(("Enter", "Send")):
        comes_back()
        field.fill(f"Too early {number}")
        if by == "Enter":
            field.press("Enter")
        else:
            ada.presses("Send")
        expect(is_ready).to_have_count(0)
        assert len(channel.messages) == number
        held.pop().continue_()
        ada.sees(f"Too early {number}")
        expect(field).to_have_value("")


def test_what_changes_under_the_finger_hears_the_press(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    said = bot.api.chat_postMessage(channel=ada.person.id, text="x", blocks=[section("Before"), row(button("Go"))])
    box = ada.sees("Before").button("Go").bounding_box()
    assert box
    ada.page.mouse.move(box["x"] + 9, box["y"] + 9)
    ada.page.mouse.down()
    bot.api.chat_update(channel=said["channel"], ts=said["ts"], text="x", blocks=[section("After"), row(button("Go"))])
    ada.page.wait_for_timeout(300)  # time enough to be drawn anew
    ada.page.mouse.up()
    ada.sees("After")
    wait_until(lambda: [one["type"] for one in bot.heard] == ["block_actions"])
    ada.button("Go").focus()
    ada.page.keyboard.down(" ")
    bot.api.chat_update(
        channel=said["channel"], ts=said["ts"], text="x", blocks=[section("At last"), row(button("Go"))]
    )
    ada.page.wait_for_timeout(300)
    ada.page.keyboard.up(" ")
    ada.sees("At last")
    wait_until(lambda: [one["type"] for one in bot.heard] == ["block_actions", "block_actions"])


def test_a_message_changes_in_place_and_a_half_written_one_stays(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    said = bot.api.chat_postMessage(channel=ada.person.id, text="x", blocks=[section("First"), row(button("Go"))])
    ada.sees("First")
    field = ada.screen.get_by_role("textbox", name="Message")
    field.fill("I am half way thro")
    bot.api.chat_update(channel=said["channel"], ts=said["ts"], text="Second")
    bot.api.chat_postMessage(channel=ada.person.id, text="Third")
    ada.sees("Second").sees("(edited)").sees("Third").does_not_see("First")
    expect(field).to_have_value("I am half way thro")
    expect(field).to_be_focused()
    field.press_sequentially("ugh")
    expect(field).to_have_value("I am half way through")
    ada.page.reload()
    expect(ada.screen.get_by_role("textbox", name="Message")).to_have_value("I am half way through")


def test_a_message_that_is_taken_back_goes(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    said = bot.api.chat_postMessage(channel=ada.person.id, text="Never mind")
    ada.sees("Never mind")
    bot.api.chat_delete(channel=said["channel"], ts=said["ts"])
    ada.does_not_see("Never mind").sees("Nothing here yet.")


def test_what_is_new_is_marked_until_one_looks(bot: SmallBot, opens: Opens) -> None:
    channel = talk(bot.sandbox)
    ada = opens("Ada", "home")
    row_ = ada.screen.locator("#sidebar").get_by_role("link", name="talk")
    bot.api.chat_postMessage(channel=channel.id, text="One")
    bot.api.chat_postMessage(channel=channel.id, text="Two")
    expect(row_).to_contain_text("2 unread")
    ada.looks_at("talk").sees("Two")
    ada.looks_at("Home")
    expect(row_).not_to_contain_text("unread")


def test_a_command_is_offered_while_one_types(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    field = ada.screen.get_by_role("textbox", name="Message")
    field.press_sequentially("/me")
    expect(ada.screen.get_by_role("option", name="/mentoring")).to_be_visible()
    field.press("Tab")
    expect(field).to_have_value("/mentoring ")
    bot.answers(text="Here is what you can do")
    field.press_sequentially("help")
    field.press("Enter")
    ada.sees("Here is what you can do").sees("Only visible to you")
    assert bot.heard[-1]["text"] == "help"


def test_home_is_opened_and_drawn(bot: SmallBot, opens: Opens) -> None:
    ada = opens("Ada", "home")
    bot.api.views_publish(user_id=ada.person.id, view={"type": "home", "blocks": [section("Your programme")]})
    ada.sees("Your programme")


def test_two_people_side_by_side_see_what_the_other_does(bot: SmallBot, sandbox: Sandbox, windows: Windows) -> None:
    page = windows.open(sandbox, viewport={"width": 1600, "height": 860})
    ids = [one.id for one in sandbox.people.values()]
    page.goto(f"{sandbox.address}side/{ids[0]}/{ids[1]}")
    frames = [page.frame_locator(f"section[aria-label={side}] iframe") for side in ("Left", "Right")]
    ada, bo = (Visitor(page, sandbox, name, frame) for name, frame in zip(("Ada", "Bo"), frames, strict=True))
    group = sandbox.workspace.direct(set(ids))

    def does(ack: Any, body: Json) -> None:
        ack()
        bot.api.chat_update(channel=group.id, ts=body["message"]["ts"], text=f"{body['user']['name']} said yes.")

    bot.does = does
    bot.api.chat_postMessage(
        channel=group.id, text="?", blocks=[section("Tuesday at five?"), row(button("Works for me"))]
    )
    ada.looks_at("Bo Lindqvist").sees("Tuesday at five?")
    bo.looks_at("Ada Okafor").sees("Tuesday at five?")
    bo.presses("Works for me")
    ada.sees("bo said yes.")
    bo.sees("bo said yes.")
