"""What a person reads on their screen, as plain text."""

from typing import Any

import pytest

from app.sandbox.plain import plain

NAMES = {"U1": "Ada Okafor", "U2": "Bo Lindqvist", "C1": "mentorship"}
NOON = 1_796_040_000  # 30 November 2026, 12:00 UTC


def read(payload: dict[str, Any], zone: str = "Europe/Madrid") -> str:
    return plain(payload, lambda one: NAMES.get(one, one), zone)


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def field(kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "value", **more}
    return {"type": "home", "blocks": [{"type": "input", "block_id": "b", "label": words("Field"), "element": element}]}


OPTIONS = [{"text": words("One"), "value": "1"}, {"text": words("Two"), "value": "2"}]


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("<@U1> and <@U2|bo>", "@Ada Okafor and @Bo Lindqvist"),
        ("in <#C1>", "in #mentorship"),
        ("<!here> and <!subteam^S1|@mentors>", "@here and @mentors"),
        ("see <https://a.example|the guide>", "see the guide (https://a.example)"),
        ("<https://a.example>", "https://a.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("&lt;@U1&gt; is what was typed", "<@U1> is what was typed"),
    ],
)
def test_tokens_are_resolved_and_entities_are_characters(said: str, read_as: str) -> None:
    assert read({"text": said}) == read_as


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Madrid", "Nov 30, 2026 at 13:00"), ("Pacific/Auckland", "Dec 1, 2026 at 01:00")],
)
def test_a_date_is_shown_in_the_readers_own_zone(zone: str, shown: str) -> None:
    assert read({"text": f"<!date^{NOON}^{{date_short_pretty}} at {{time}}|fallback>"}, zone) == shown


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{date_long}", "Monday, November 30th, 2026"),
        ("{date_num} {time_secs}", "2026-11-30 13:00:00"),
        ("{date_slash}", "30/11/2026"),
        ("{date}", "November 30th, 2026"),
        ("{tomorrow}", "fallback"),
        ("no words", "fallback"),
    ],
)
def test_a_date_follows_its_template_or_falls_back(template: str, shown: str) -> None:
    assert read({"text": f"<!date^{NOON}^{template}|fallback>"}) == shown


def test_a_date_may_carry_a_link() -> None:
    assert read({"text": f"<!date^{NOON}^{{time}}^https://a.example|f>"}) == "13:00 (https://a.example)"


def test_a_message_shows_its_blocks_and_not_the_text_that_stands_for_them() -> None:
    blocks = [
        {"type": "header", "text": words("A match")},
        {
            "type": "section",
            "text": mrkdwn("*Ada* asks"),
            "fields": [mrkdwn("<@U1>")],
            "accessory": {"type": "button", "text": words("Why?")},
        },
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("small"), {"type": "image", "alt_text": "a leaf"}]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": words("Accept")},
                {"type": "overflow", "options": OPTIONS},
                {"type": "static_select", "options": OPTIONS},
            ],
        },
    ]
    assert read({"text": "fallback", "blocks": blocks}).splitlines() == [
        "# A match",
        "*Ada* asks",
        "@Ada Okafor",
        "[Why?]",
        "────────",
        "small [image: a leaf]",
        "[Accept] [… One / Two] ____",
    ]


def test_plain_text_is_shown_as_it_is() -> None:
    assert read({"blocks": [{"type": "section", "text": words("<@U1> &amp; co")}]}) == "<@U1> &amp; co"


def test_files_are_named() -> None:
    assert read({"text": "Here", "files": [{"title": "Certificate", "name": "c.pdf"}, {"name": "d.ics"}]}) == (
        "Here\n[file: Certificate]\n[file: d.ics]"
    )


def test_a_modal_shows_title_fields_hint_and_its_buttons() -> None:
    view = {
        "type": "modal",
        "title": words("Join"),
        "submit": words("Send"),
        "close": words("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "goal",
                "label": words("Your goal"),
                "hint": words("One sentence"),
                "optional": True,
                "element": {"type": "plain_text_input", "action_id": "value"},
            }
        ],
    }
    assert read(view) == "== Join ==\nYour goal (optional): ____ (One sentence)\n[Send] [Cancel]"


@pytest.mark.parametrize(
    ("kind", "more", "shown"),
    [
        ("plain_text_input", {"initial_value": "hello"}, "hello"),
        ("number_input", {"initial_value": "3"}, "3"),
        ("datepicker", {"initial_date": "2026-11-30"}, "2026-11-30"),
        ("timepicker", {"initial_time": "18:00"}, "18:00"),
        ("datetimepicker", {"initial_date_time": NOON}, "2026-11-30 13:00"),
        ("users_select", {"initial_user": "U1"}, "@Ada Okafor"),
        ("multi_users_select", {"initial_users": ["U1", "U2"]}, "@Ada Okafor, @Bo Lindqvist"),
        ("conversations_select", {"initial_conversation": "C1"}, "#mentorship"),
        ("static_select", {"options": OPTIONS, "initial_option": OPTIONS[1]}, "Two"),
        ("multi_static_select", {"options": OPTIONS, "initial_options": OPTIONS}, "One, Two"),
        ("static_select", {"option_groups": [{"label": words("G"), "options": OPTIONS}]}, "____"),
        ("radio_buttons", {"options": OPTIONS, "initial_option": OPTIONS[0]}, "(x) One ( ) Two"),
        ("checkboxes", {"options": OPTIONS, "initial_options": [OPTIONS[1]]}, "[ ] One [x] Two"),
    ],
)
def test_a_field_shows_what_it_holds_at_first(kind: str, more: dict[str, Any], shown: str) -> None:
    assert read(field(kind, **more)) == f"Field: {shown}"


def test_what_a_person_filled_in_replaces_the_initial_value() -> None:
    view = field("static_select", options=OPTIONS, initial_option=OPTIONS[0])
    view["state"] = {"values": {"b": {"value": {"type": "static_select", "selected_option": OPTIONS[1]}}}}
    assert read(view) == "Field: Two"


def test_an_emptied_field_is_empty() -> None:
    view = field("plain_text_input", initial_value="hello")
    view["state"] = {"values": {"b": {"value": {"type": "plain_text_input", "value": None}}}}
    assert read(view) == "Field: ____"


def test_rich_text_reads_as_it_was_written() -> None:
    part = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Hello "},
                    {"type": "user", "user_id": "U1"},
                    {"type": "text", "text": " "},
                    {"type": "emoji", "name": "wave"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "listen"}]},
                    {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.example"}]},
                ],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "well\nsaid"}]},
        ],
    }
    assert read({"blocks": [part]}).splitlines() == [
        "Hello @Ada Okafor :wave:",
        "1. listen",
        "2. https://a.example",
        "> well",
        "> said",
    ]


def test_a_table_is_read_row_by_row() -> None:
    rows = [[{"type": "raw_text", "text": one} for one in row] for row in (("Pair", "Met"), ("Ada", "2"))]
    assert read({"blocks": [{"type": "table", "rows": rows}]}) == "Pair | Met\nAda | 2"
