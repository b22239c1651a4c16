"""Every limit of Block Kit: what is just right passes, one more is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from app.sandbox.blockkit import problems
from app.sandbox.blockkit_shapes import Surface

Block = dict[str, Any]


def plain(text: str = "text") -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "text") -> Block:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), **more}


def option(value: str = "1", text: str = "One") -> Block:
    return {"text": plain(text), "value": value}


def options(count: int) -> list[Block]:
    return [option(str(one)) for one in range(count)]


def section(**more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def field(kind: str = "plain_text_input", **element: Any) -> Block:
    return {"type": "input", "label": plain(), "element": {"type": kind, "action_id": "value", **element}}


def menu(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "m", "options": options(2), **more}


def confirm(**more: Any) -> Block:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **more}


def message(*blocks: Block, text: str = "text") -> Block:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


def home(*blocks: Block, **more: Any) -> Block:
    return {"type": "home", "blocks": list(blocks), **more}


def table(rows: int, cells: int, text: str = "x") -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}


def of(surface: Surface, block: Block) -> list[str]:
    wholes: dict[Surface, Callable[[Block], Block]] = {"message": message, "modal": modal, "home": home}
    return problems(surface, wholes[surface](block))


TOO_LONG: list[tuple[Surface, str, Any, int]] = [
    ("message", "a section's text", lambda n: section(text=mrkdwn("x" * n)), 3000),
    ("message", "a section's fields", lambda n: section(fields=[mrkdwn()] * n), 10),
    ("message", "a field", lambda n: section(fields=[mrkdwn("x" * n)]), 2000),
    ("message", "a header", lambda n: {"type": "header", "text": plain("x" * n)}, 150),
    ("message", "a row of buttons", lambda n: actions(*[button()] * n), 25),
    ("message", "a context", lambda n: {"type": "context", "elements": [mrkdwn()] * n}, 10),
    ("message", "a button's text", lambda n: actions(button(text=plain("x" * n))), 75),
    ("message", "a button's value", lambda n: actions(button(value="x" * n)), 2000),
    ("message", "a button's link", lambda n: actions(button(url="x" * n)), 3000),
    ("message", "an action id", lambda n: actions(button(action_id="x" * n)), 255),
    ("message", "a block id", lambda n: section(block_id="x" * n), 255),
    ("message", "a menu's options", lambda n: actions(menu(options=options(n))), 100),
    ("message", "an option's text", lambda n: actions(menu(options=[option(text="x" * n)])), 75),
    ("message", "an option's value", lambda n: actions(menu(options=[option("x" * n)])), 150),
    ("message", "a placeholder", lambda n: actions(menu(placeholder=plain("x" * n))), 150),
    ("message", "an overflow", lambda n: actions({"type": "overflow", "options": options(n)}), 5),
    ("message", "a question's title", lambda n: actions(button(confirm=confirm(title=plain("x" * n)))), 100),
    ("message", "a question's text", lambda n: actions(button(confirm=confirm(text=plain("x" * n)))), 300),
    ("message", "a question's answer", lambda n: actions(button(confirm=confirm(confirm=plain("x" * n)))), 30),
    ("message", "a table's rows", lambda n: table(n, 1), 100),
    ("message", "a table's cells", lambda n: table(1, n), 20),
    ("message", "a table's characters", lambda n: table(1, 1, "x" * n), 10_000),
    ("message", "a markdown text", lambda n: {"type": "markdown", "text": "x" * n}, 12_000),
    ("message", "an image's address", lambda n: {"type": "image", "alt_text": "a", "image_url": "x" * n}, 3000),
    ("modal", "a label", lambda n: {**field(), "label": plain("x" * n)}, 2000),
    ("modal", "a hint", lambda n: {**field(), "hint": plain("x" * n)}, 2000),
    ("modal", "checkboxes", lambda n: field("checkboxes", options=options(n)), 10),
    ("modal", "radio buttons", lambda n: field("radio_buttons", options=options(n)), 10),
    ("modal", "a text's greatest length", lambda n: field(max_length=n), 3000),
    ("modal", "an initial text", lambda n: field(initial_value="x" * n), 3000),
    ("modal", "an initial text within max_length", lambda n: field(initial_value="x" * n, max_length=5), 5),
    ("modal", "an alert", lambda n: {"type": "alert", "text": plain("x" * n)}, 200),
    ("home", "a section's text", lambda n: section(text=mrkdwn("x" * n)), 3000),
]


@pytest.mark.parametrize(("surface", "what", "make", "most"), TOO_LONG, ids=[f"{s}: {w}" for s, w, _, _ in TOO_LONG])
def test_as_much_as_allowed_passes_and_one_more_is_refused(surface: Surface, what: str, make: Any, most: int) -> None:
    assert of(surface, make(most)) == [], what
    assert len(of(surface, make(most + 1))) == 1, what


@pytest.mark.parametrize(
    ("surface", "make", "most"),
    [
        ("message", lambda n: message(*[section()] * n), 50),
        ("modal", lambda n: modal(*[section()] * n), 100),
        ("home", lambda n: home(*[section()] * n), 100),
        ("modal", lambda n: modal(title=plain("x" * n)), 24),
        ("modal", lambda n: modal(submit=plain("x" * n)), 24),
        ("modal", lambda n: modal(close=plain("x" * n)), 24),
        ("modal", lambda n: modal(private_metadata="x" * n), 3000),
        ("modal", lambda n: modal(callback_id="x" * n), 255),
        ("home", lambda n: home(external_id="x" * n), 255),
        ("message", lambda n: message(*[table(1, 1)] * n), 1),
        ("message", lambda n: message(*[{"type": "markdown", "text": "x" * n}] * 2), 6000),
    ],
)
def test_a_whole_message_or_view_has_limits_too(surface: Surface, make: Any, most: int) -> None:
    assert problems(surface, make(most)) == []
    assert len(problems(surface, make(most + 1))) == 1


REFUSED: list[tuple[str, Surface, Block]] = [
    ("an unknown block", "message", {"type": "banner"}),
    ("a block without a type", "message", {}),
    ("an unknown element", "message", actions({"type": "knob"})),
    ("an unknown property", "message", section(colour="red")),
    ("a section without text and fields", "message", {"type": "section"}),
    ("an empty text", "message", section(text=mrkdwn(""))),
    ("a header in mrkdwn", "message", {"type": "header", "text": mrkdwn()}),
    ("emoji in mrkdwn", "message", section(text={**mrkdwn(), "emoji": True})),
    ("a button in mrkdwn", "message", actions(button(text=mrkdwn()))),
    ("a button in an unknown style", "message", actions(button(style="secondary"))),
    ("no buttons in a row", "message", actions()),
    ("one action id twice in a row", "message", actions(button(action_id="a"), button(action_id="a"))),
    ("a number as a value", "message", actions(button(value=7))),
    ("an image without a description", "message", {"type": "image", "image_url": "https://a.example"}),
    ("a question without its answer", "message", actions(button(confirm={"title": plain(), "text": plain()}))),
    ("a field to write in beside a section", "modal", section(accessory={"type": "plain_text_input"})),
    ("an input in a message", "message", field()),
    ("a table in a modal", "modal", table(1, 1)),
    ("markdown in a Home tab", "home", {"type": "markdown", "text": "a"}),
    ("an alert in a message", "message", {"type": "alert", "text": plain()}),
    ("a date and time in a Home tab", "home", field("datetimepicker")),
    ("a file field in a Home tab", "home", field("file_input")),
    ("dispatch of a file field", "modal", {**field("file_input"), "dispatch_action": True}),
    ("a button as an input", "modal", field("button", text=plain())),
    ("a select without options", "modal", field("static_select")),
    ("options and groups at once", "modal", field("static_select", options=options(1), option_groups=[])),
    ("no option at all", "modal", field("static_select", options=[])),
    ("an initial option that is none", "modal", field("static_select", options=options(2), initial_option=option("9"))),
    (
        "an initial option in other words",
        "modal",
        field("static_select", options=options(2), initial_option=option("1", "Uno")),
    ),
    ("one value twice", "modal", field("radio_buttons", options=[option(), option()])),
    ("no initial options", "modal", field("checkboxes", options=options(2), initial_options=[])),
    (
        "more initial options than allowed",
        "modal",
        field("multi_static_select", options=options(3), initial_options=options(2), max_selected_items=1),
    ),
    ("min above max", "modal", field(min_length=9, max_length=3)),
    ("a number that is none", "modal", field("number_input", is_decimal_allowed=False, initial_value="few")),
    (
        "a number out of range",
        "modal",
        field("number_input", is_decimal_allowed=True, initial_value="9", max_value="5"),
    ),
    ("a range upside down", "modal", field("number_input", is_decimal_allowed=True, min_value="9", max_value="5")),
    ("a number field that keeps quiet on decimals", "modal", field("number_input")),
    ("a date in words", "modal", field("datepicker", initial_date="tomorrow")),
    ("a time past midnight", "modal", field("timepicker", initial_time="24:00")),
    ("an instant in milliseconds", "modal", field("datetimepicker", initial_date_time=1_796_040_000_000)),
    ("text where a boolean belongs", "modal", {**field(), "optional": "yes"}),
    ("rich text with parts that are none", "message", {"type": "rich_text", "elements": ["hello"]}),
]


@pytest.mark.parametrize(("what", "surface", "block"), REFUSED, ids=[one[0] for one in REFUSED])
def test_slack_would_refuse(what: str, surface: Surface, block: Block) -> None:
    assert of(surface, block), what


TAKEN: list[tuple[str, Surface, Block]] = [
    ("a section with fields only", "message", {"type": "section", "fields": [plain()]}),
    ("a button with everything", "message", section(accessory=button(value="", style="danger", confirm=confirm()))),
    ("a date and time beside buttons", "message", actions(button(), {"type": "datetimepicker"})),
    ("an input in a Home tab", "home", field()),
    ("a menu with groups", "modal", field("static_select", option_groups=[{"label": plain(), "options": options(2)}])),
    ("a group's initial option", "modal", field("static_select", options=options(2), initial_option=option("1"))),
    ("people", "modal", field("multi_users_select", initial_users=["U1"], max_selected_items=2)),
    ("a conversation", "modal", field("conversations_select", filter={"include": ["public"]})),
    ("a whole number", "modal", field("number_input", is_decimal_allowed=False, min_value="1", initial_value="2")),
    ("a link field", "modal", field("url_text_input")),
    ("rich boxes", "modal", field("checkboxes", options=[{"text": mrkdwn(), "value": "1", "description": mrkdwn()}])),
]


@pytest.mark.parametrize(("what", "surface", "block"), TAKEN, ids=[one[0] for one in TAKEN])
def test_slack_would_take(what: str, surface: Surface, block: Block) -> None:
    assert of(surface, block) == [], what


def test_a_problem_says_where_it_is() -> None:
    assert problems("message", message(section(), section(text=mrkdwn("x" * 3001)))) == [
        "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_every_problem_is_told_not_only_the_first() -> None:
    assert len(problems("modal", modal({"type": "banner"}, section(text=mrkdwn("")), title=plain("x" * 25)))) == 3


def test_a_modal_with_inputs_needs_a_submit_button() -> None:
    view = modal(field())
    del view["submit"]
    assert problems("modal", view) == ["submit is required when a modal has input blocks [json-pointer:/view]"]


def test_a_home_tab_has_no_title() -> None:
    assert problems("home", home(title=plain()))


def test_a_modal_is_no_home_tab() -> None:
    assert problems("home", modal())


def test_block_ids_stand_once() -> None:
    assert problems("modal", modal(section(block_id="a"), section(block_id="b"))) == []
    assert problems("modal", modal(section(block_id="a"), section(block_id="a")))


def test_only_one_field_takes_the_focus() -> None:
    assert problems("modal", modal(field(focus_on_load=True), field())) == []
    assert problems("modal", modal(field(focus_on_load=True), field(focus_on_load=True)))


def test_blocks_need_a_text_that_says_it_all() -> None:
    assert problems("message", message(section(), text=" ")) == ["missing text beside the blocks [json-pointer:/]"]


def test_a_text_alone_is_a_message() -> None:
    assert problems("message", {"channel": "C1", "text": "hello"}) == []


def test_a_view_is_at_most_250_kilobytes() -> None:
    heavy = [section(text=mrkdwn("x" * 2600)) for _ in range(96)]
    assert problems("modal", modal(*heavy, private_metadata="x" * 10)) != []
    assert problems("modal", modal(*heavy[:90])) == []


@pytest.mark.parametrize("junk", [None, 7, "blocks", [], {"type": ["modal"]}, {"blocks": None}, {"type": "modal"}])
def test_junk_is_refused_and_never_crashes(junk: Any) -> None:
    assert problems("modal", junk)
    assert problems("message", {"text": "x", "blocks": [junk]})
