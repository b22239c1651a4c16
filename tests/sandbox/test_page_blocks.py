"""Block Kit on the page: everything is shown, and whatever can be chosen outside of forms acts at once."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.browsing import FORM, OPTIONS, Browser, offer, plain

ASK = {
    "title": plain("Sure?"),
    "text": {"type": "mrkdwn", "text": "It *ends*"},
    "confirm": plain("Yes"),
    "deny": plain("No"),
}


def menu(kind: str, **more: Any) -> list[dict[str, Any]]:
    element = {"type": kind, "action_id": "choose", **more}
    if kind == "datetimepicker":
        return [{"type": "actions", "elements": [element]}]
    return [{"type": "section", "text": plain("Which?"), "accessory": element}]


def test_a_table_and_rich_text_are_readable(browser: Browser, says: Callable[..., Any], ada: Person) -> None:
    rows = [[{"type": "raw_text", "text": one} for one in row] for row in (("Pair", "Met"), ("Ada", "2"))]
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a < b", "style": {"bold": True}}]}
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "user", "user_id": ada.id},
                    {"type": "link", "url": "javascript:alert(1)", "text": "press"},
                    {"type": "emoji", "name": "seedling"},
                    {"type": "date", "timestamp": 1799672400, "format": "{time}"},
                ],
            },
            {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [section]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "wise"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
        ],
    }
    settings = [{}, {"align": "right"}]
    table = {"type": "table", "rows": rows, "column_settings": settings}
    says(channel=ada.id, text="x", blocks=[table, rich, {"type": "divider"}])
    html = browser.html()
    assert '<th scope="col" class="left">Pair</th>' in html
    assert '<td class="right">2</td>' in html
    assert '<ol class="inset-0" start="3"><li><div><b>a &lt; b</b></div></li></ol>' in html
    assert "<blockquote>wise</blockquote><pre>x = 1</pre>" in html
    assert '<span class="mention">@Ada Okafor</span>' in html
    assert "🌱<time>14:00</time>" in html
    assert "javascript:" not in html


def test_markdown_is_shown_and_brings_no_html_or_picture_of_its_own(
    browser: Browser, says: Callable[..., Any], ada: Person
) -> None:
    said = "# Plan\n\n- **one** <b>x</b>\n\n[guide](https://a.example) ![x](https://a.example/x.png)"
    says(channel=ada.id, text="x", blocks=[{"type": "markdown", "text": said}])
    html = browser.html()
    assert "<h1>Plan</h1>" in html
    assert "<strong>one</strong> &lt;b&gt;x&lt;/b&gt;" in html
    assert '<a href="https://a.example" rel="noreferrer" target="_blank">guide</a>' in html
    assert "<img" not in html


def test_a_picture_from_elsewhere_is_told_and_not_fetched(
    browser: Browser, says: Callable[..., Any], ada: Person
) -> None:
    far = {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "A chart"}
    near = {"type": "image", "image_url": "data:image/png;base64,iVBORw0KGgo=", "alt_text": "A dot"}
    says(channel=ada.id, text="x", blocks=[far, near])
    html = browser.html()
    assert 'role="img" aria-label="A chart"' in html
    assert "a.example" not in html
    assert '<img class="picture" src="data:image/png;base64,iVBORw0KGgo=" alt="A dot">' in html


@pytest.mark.parametrize(
    ("kind", "more", "chosen", "heard_of"),
    [
        ("static_select", {"options": OPTIONS}, ["testing"], {"selected_option": OPTIONS[1]}),
        ("multi_static_select", {"options": OPTIONS}, ["reviews", "testing"], {"selected_options": OPTIONS}),
        ("multi_static_select", {"options": OPTIONS, "initial_options": OPTIONS}, [], {"selected_options": []}),
        ("checkboxes", {"options": OPTIONS}, ["reviews"], {"selected_options": OPTIONS[:1]}),
        ("radio_buttons", {"options": OPTIONS}, ["reviews"], {"selected_option": OPTIONS[0]}),
        ("datepicker", {}, ["2027-02-01"], {"selected_date": "2027-02-01"}),
        ("timepicker", {}, ["18:30"], {"selected_time": "18:30"}),
        ("datetimepicker", {}, ["2027-02-01T18:00"], {"selected_date_time": 1801501200}),
    ],
)
def test_a_menu_in_a_message_acts_at_once(
    browser: Browser,
    says: Callable[..., Any],
    ada: Person,
    heard: list[Any],
    kind: str,
    more: dict[str, Any],
    chosen: list[str],
    heard_of: dict[str, Any],
) -> None:
    says(channel=ada.id, text="x", blocks=menu(kind, **more))
    browser.does("choose", choose=browser.sends("choose"), value=chosen)
    assert heard == [heard_of]
    assert browser.html().count(" checked") == len(chosen) * (
        kind in ("multi_static_select", "checkboxes", "radio_buttons")
    )


def test_menus_offer_people_and_only_the_conversations_one_may_know_of(
    browser: Browser, sandbox: Sandbox, says: Callable[..., Any], ada: Person, heard: list[Any]
) -> None:
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    sandbox.channel("mentorship")
    sandbox.channel("secret", private=True, members=[bo])
    mine = sandbox.channel("mine", private=True, members=[ada])
    says(
        channel=ada.id,
        text="x",
        blocks=[*menu("users_select"), *menu("conversations_select"), *menu("channels_select")],
    )
    html = browser.html()
    assert f'<option value="{bo.id}">Bo Lindqvist</option>' in html
    assert html.count(">#mentorship</option>") == 2
    assert f'<option value="{mine.id}">mine</option>' in html
    assert "secret" not in html
    browser.does("choose", choose=browser.sends("choose"), value=[bo.id])
    assert heard == [{"selected_user": bo.id}]


def test_a_menu_that_has_gone_or_cannot_hold_the_choice_says_so(
    browser: Browser, says: Callable[..., Any], ada: Person, heard: list[Any], sandbox: Sandbox
) -> None:
    posted = says(channel=ada.id, text="x", blocks=menu("static_select", options=OPTIONS))
    seen = browser.sends("choose")
    browser.does("choose", choose=seen, value=["dancing"])
    assert "no option 'dancing'" in browser.text()
    sandbox.workspace.message(posted["channel"], posted["ts"])["blocks"] = []
    browser.does("choose", choose=seen, value=["testing"])
    assert "This menu is gone." in browser.text()
    assert heard == []


def test_what_a_bot_asks_before_a_deed_comes_along_for_the_dialog(
    browser: Browser, says: Callable[..., Any], ada: Person, heard: list[Any]
) -> None:
    blocks = offer()
    blocks[0]["accessory"]["confirm"] = ASK
    says(channel=ada.id, text="x", blocks=blocks)
    asked = json.loads(unescape(re.findall(r'data-ask="([^"]*)"', browser.html())[0]))
    assert asked == {"title": "Sure?", "html": "It <b>ends</b>", "confirm": "Yes", "deny": "No", "style": "primary"}
    browser.does("press", press=browser.button("Accept"))
    assert heard == ["7"]


def test_what_hides_behind_more_is_pressed_by_its_name(
    browser: Browser, says: Callable[..., Any], ada: Person, heard: list[Any]
) -> None:
    says(channel=ada.id, text="x", blocks=menu("overflow", options=OPTIONS))
    assert 'aria-haspopup="menu"' in browser.html()
    browser.does("press", press=browser.button("Testing"))
    assert heard == [{"selected_option": OPTIONS[1]}]


def test_a_press_finds_its_button_though_an_update_gave_its_block_a_new_id(
    browser: Browser, sandbox: Sandbox, says: Callable[..., Any], ada: Person, heard: list[Any]
) -> None:
    posted = says(channel=ada.id, text="x", blocks=offer())
    seen = browser.button("Accept")
    sandbox.workspace.message(posted["channel"], posted["ts"])["blocks"][0]["block_id"] = "another"
    browser.does("press", press=seen)
    assert heard == ["7"]


def test_modals_stand_in_a_stack_and_each_keeps_its_own(browser: Browser, sandbox: Sandbox, ada: Person) -> None:
    browser.does("type", text="/mentoring join")
    browser.does("submit", **browser.fills(goal="no"))
    below = ada.modal
    assert below is not None
    above = sandbox.methods.new_view({**FORM, "title": plain("Above")}, ada.id, below=below)
    sandbox.workspace.modals[ada.id].append(above)
    text = browser.text()
    assert "Above above Join" in text
    assert "Say a little more" not in text
    browser.does("close")
    assert ">no</textarea>" in browser.html()
    sandbox.workspace.modals[ada.id].append(above)
    browser.does("close-all")
    assert ada.modal is None


def test_a_bot_that_fails_leaves_the_form_as_it_was(browser: Browser, sandbox: Sandbox) -> None:
    browser.does("type", text="/mentoring join")
    sandbox.deliver_by_http("http://127.0.0.1:9/slack/events")
    browser.does("submit", **browser.fills(goal="one sentence"))
    assert "We had some trouble connecting. Try again?" in browser.text()
    assert ">one sentence</textarea>" in browser.html()
