"""Every block and every control of a message, as a browser shows it, and what the bot hears of it."""

import base64
from typing import Any

import pytest
from playwright.sync_api import expect

from app.sandbox.state import Json
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor
from tests.sandbox.smallbot import SmallBot, button, menu, plain, row, section, wait_until

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj trailer<</Root 1 0 R>>"
MEETING = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20270111T110000Z
SUMMARY:Mentoring: Bo and Ada
DTSTART:20270112T160000Z
DTEND:20270112T170000Z
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def acted(bot: SmallBot) -> Json:
    """Return what the bot heard last, once it has heard something."""
    wait_until(lambda: bool(bot.heard), 20)
    found: Json = bot.heard.pop()["actions"][0]
    return found


def says(bot: SmallBot, who: Visitor, *blocks: Json) -> None:
    bot.api.chat_postMessage(channel=who.person.id, text="Look", blocks=list(blocks))


def options(*names: str) -> list[Json]:
    return [{"text": plain(one), "value": one.lower()} for one in names]


SHOWN = [
    {"type": "header", "text": plain("A heading")},
    section("*Bold*, _leaning_, ~gone~, `code` and <https://trellis.example|a link>"),
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Left*\n1"}, {"type": "mrkdwn", "text": "*Right*\n2"}]},
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Small print"}]},
    {"type": "image", "image_url": "https://pictures.example/x.png", "alt_text": "A picture from elsewhere"},
    {"type": "rich_text", "elements": [
        {"type": "rich_text_list", "style": "bullet", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "First point", "style": {"bold": True}}]},
        ]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "So it was said"}]},
    ]},
    {"type": "table", "rows": [
        [{"type": "raw_text", "text": "Pair"}, {"type": "raw_text", "text": "Met"}],
        [{"type": "raw_text", "text": "Ada and Bo"}, {"type": "raw_text", "text": "2"}],
    ]},
]  # fmt: skip


def test_every_block_can_be_read_and_nothing_comes_from_outside(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    says(bot, ada, *SHOWN)
    ada.sees("Small print")
    for name in ("A heading",):
        expect(ada.newest.get_by_role("heading", name=name)).to_be_visible()
    for tag, text in (("b", "Bold"), ("i", "leaning"), ("s", "gone"), ("code", "code")):
        expect(ada.newest.locator(tag).filter(has_text=text).first).to_be_visible()
    expect(ada.newest.get_by_role("link", name="a link")).to_have_attribute("href", "https://trellis.example")
    expect(ada.newest.locator("hr")).to_have_count(1)
    expect(ada.newest.get_by_role("img", name="A picture from elsewhere")).to_be_visible()
    expect(ada.newest.get_by_role("listitem").filter(has_text="First point")).to_be_visible()
    expect(ada.newest.locator("blockquote")).to_have_text("So it was said")
    expect(ada.newest.get_by_role("columnheader", name="Met")).to_be_visible()
    expect(ada.newest.get_by_role("cell", name="Ada and Bo")).to_be_visible()


def test_a_button_tells_the_bot_its_value(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    says(
        bot, ada, section("Which?", accessory=button("One", value="1")), row(button("Two", value="2", style="primary"))
    )
    ada.presses("One")
    assert acted(bot)["value"] == "1"
    ada.presses("Two")
    assert acted(bot)["value"] == "2"


def test_what_stands_behind_the_dots_is_pressed(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    hidden = {"type": "overflow", "action_id": "more", "options": options("Edit", "Leave")}
    says(bot, ada, section("Yours", accessory=hidden))
    ada.presses("More actions")
    ada.screen.get_by_role("menuitem", name="Leave").click()
    assert acted(bot)["selected_option"]["value"] == "leave"


def test_a_question_comes_before_what_cannot_be_undone(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    ask = {
        "title": plain("Say goodbye?"),
        "text": plain("This cannot be undone."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    says(bot, ada, row(button("Goodbye", confirm=ask)))
    question = ada.screen.get_by_role("alertdialog", name="Say goodbye?")
    ada.presses("Goodbye")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="No").click()
    expect(question).to_have_count(0)
    assert bot.heard == []
    ada.presses("Goodbye")
    question.get_by_role("button", name="Yes").click()
    assert acted(bot)["action_id"] == "goodbye"


SINGLE: list[tuple[Json, str, Json]] = [
    (menu("Red", "Blue"), "Blue", {"selected_option": "blue"}),
    ({"type": "users_select", "action_id": "x"}, "Bo Lindqvist", {"selected_user": "bo"}),
    ({"type": "conversations_select", "action_id": "x"}, "#talk", {"selected_conversation": "talk"}),
    ({"type": "channels_select", "action_id": "x"}, "#talk", {"selected_channel": "talk"}),
]


@pytest.mark.parametrize(("element", "choice", "heard"), SINGLE, ids=[one[0]["type"] for one in SINGLE])
def test_a_choice_in_a_menu_of_a_message_reaches_the_bot(
    bot: SmallBot, opens: Opens, element: Json, choice: str, heard: Json
) -> None:
    ada, bo = opens(), next(one for one in bot.sandbox.people.values() if one.user.name == "bo")
    ids = {"bo": bo.id, "talk": bot.sandbox.channel("talk", members=[ada.person]).id}
    says(bot, ada, section("Which?", accessory=element))
    ada.newest.get_by_role("combobox", name="Which?").select_option(label=choice)
    said = acted(bot)
    ((name, value),) = heard.items()
    found = said[name]["value"] if isinstance(said[name], dict) else said[name]
    assert found == ids.get(value, value)


PICKED: list[tuple[str, str, str, Any]] = [
    ("datepicker", "2027-02-01", "selected_date", "2027-02-01"),
    ("timepicker", "18:30", "selected_time", "18:30"),
    ("datetimepicker", "2027-02-01T18:30", "selected_date_time", 1801503000),
]


@pytest.mark.parametrize(("kind", "typed", "name", "value"), PICKED, ids=[one[0] for one in PICKED])
def test_a_picker_in_a_message_reaches_the_bot_in_the_readers_zone(
    bot: SmallBot, opens: Opens, kind: str, typed: str, name: str, value: Any
) -> None:
    ada = opens()
    picker = {"type": kind, "action_id": "when"}
    says(bot, ada, row(picker) if kind == "datetimepicker" else section("When?", accessory=picker))
    ada.newest.locator(".chooser input").fill(typed)
    assert acted(bot)[name] == value


def test_boxes_radio_buttons_and_a_menu_for_several(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    says(
        bot,
        ada,
        row({"type": "checkboxes", "action_id": "boxes", "options": options("Tea", "Cake")}, block_id="a"),
        row({"type": "radio_buttons", "action_id": "radio", "options": options("Yes", "No")}, block_id="b"),
        section(
            "Several", accessory={"type": "multi_static_select", "action_id": "many", "options": options("X", "Y")}
        ),
    )
    ada.newest.get_by_label("Cake").check()
    assert [one["value"] for one in acted(bot)["selected_options"]] == ["cake"]
    ada.newest.get_by_label("No", exact=True).check()
    assert acted(bot)["selected_option"]["value"] == "no"
    ada.newest.locator("details.multi summary").click()
    ada.newest.get_by_label("X", exact=True).check()
    ada.newest.get_by_label("Y", exact=True).check()
    assert bot.heard == []
    ada.newest.locator("details.multi summary").click()
    assert [one["value"] for one in acted(bot)["selected_options"]] == ["x", "y"]


def test_files_are_shown_a_calendar_in_words_a_picture_and_a_paper_as_they_are(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    place = bot.sandbox.workspace.direct({ada.person.id})
    for name, content in (("meeting.ics", MEETING.encode()), ("dot.png", DOT), ("paper.pdf", PDF)):
        bot.api.files_upload_v2(channel=place.id, content=content, filename=name, title=name)
    ada.sees("Mentoring: Bo and Ada").sees("Tuesday 12 January 2027, 17:00 to 18:00")
    shown = ada.screen.get_by_role("img", name="dot.png")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.naturalWidth") == 1
    expect(ada.screen.locator("iframe[title='paper.pdf']")).to_be_visible()
