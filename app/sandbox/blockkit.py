"""Whether Slack would take these blocks: every limit that its reference states, checked on raw JSON.

Pure, so that the sandbox's server and the tests of every view ask the same function. Blocks and their
limits: docs.slack.dev/reference/block-kit/blocks; views: docs.slack.dev/reference/views.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.sandbox.blockkit_elements import ACCESSORY, ID, IN_ACTIONS, IN_CONTEXT, IN_INPUT, URL
from app.sandbox.blockkit_shapes import (
    Check,
    Place,
    Surface,
    boolean,
    by_type,
    one_of,
    plain,
    several,
    shape,
    string,
    text,
    unlike,
)

BLOCKS_IN: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
VIEW_BYTES = 250_000
MARKDOWN_TOGETHER = 12_000
TABLE_CHARACTERS = 10_000

_BLOCK: Mapping[str, Check] = {"block_id": ID}


def _text_or_fields(place: Place) -> None:
    if not place.value.keys() & {"text", "fields"}:
        place.says("must provide text or fields")


def _unlike_actions(place: Place) -> None:
    ids = [one["action_id"] for one in place.value["elements"] if "action_id" in one]
    unlike(place, ids, "action_id")


def _no_dispatch_of_files(place: Place) -> None:
    if place.value.get("dispatch_action") and place.value["element"]["type"] == "file_input":
        place.says("unsupported type for dispatch_action: file_input")


def _only_on(*surfaces: Surface) -> Check:
    def check(place: Place) -> None:
        if place.surface not in surfaces:
            place.says(f"unsupported type on this surface ({place.surface}): {place.value['type']}")

    return check


def _rich(place: Place) -> None:
    """A rich text's parts, loosely: each is an object with a type, and there is something in it."""
    if not isinstance(place.value, dict) or not isinstance(place.value.get("type"), str):
        place.says("must provide an object with a type")
    elif "elements" in place.value:
        several(_rich, 1000, least=0)(place.at("elements"))


RICH_TEXT = shape({"elements": several(_rich, 1000)}, _BLOCK)
_CELL = by_type({"raw_text": shape({"text": string(TABLE_CHARACTERS, least=0)}), "rich_text": RICH_TEXT})
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

_KINDS: Mapping[str, Check] = {
    "section": shape(
        {},
        {
            **_BLOCK,
            "text": text(3000),
            "fields": several(text(2000), 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
        also=(_text_or_fields,),
    ),
    "header": shape({"text": plain(150)}, _BLOCK),
    "divider": shape({}, _BLOCK),
    "context": shape({"elements": several(IN_CONTEXT, 10)}, _BLOCK),
    "actions": shape({"elements": several(IN_ACTIONS, 25)}, _BLOCK, also=(_unlike_actions,)),
    "image": shape({"image_url": URL, "alt_text": string(2000)}, {**_BLOCK, "title": plain(2000)}),
    "rich_text": RICH_TEXT,
    # Slack's reference lists messages too; a message has no submit button, so an input there would
    # never be answered, and the house refuses it.
    "input": shape(
        {"label": plain(2000), "element": IN_INPUT},
        {**_BLOCK, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        also=(_only_on("modal", "home"), _no_dispatch_of_files),
    ),
    "table": shape(
        {"rows": several(several(_CELL, 20), 100)},
        {**_BLOCK, "column_settings": several(_COLUMN, 20)},
        also=(_only_on("message"),),
    ),
    "markdown": shape({"text": string(MARKDOWN_TOGETHER)}, _BLOCK, also=(_only_on("message"),)),
    "file": shape(
        {"external_id": ID, "source": one_of("remote")},
        _BLOCK,
        also=(_only_on("message"),),
    ),
    "alert": shape(
        {"text": text(200)},
        {**_BLOCK, "level": one_of("default", "info", "warning", "error", "success")},
        also=(_only_on("modal"),),
    ),
}
_ONE_BLOCK = by_type(_KINDS)


def _blocks(most: int) -> Check:
    each = several(_ONE_BLOCK, most, least=0)

    def check(place: Place) -> None:
        each(place)
        if isinstance(place.value, list):
            blocks = [one for one in place.value if isinstance(one, dict)]
            unlike(place, [one["block_id"] for one in blocks if "block_id" in one], "block_id")

    return check


def _elements(payload: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for block in payload["blocks"]:
        yield from block.get("elements", [])
        yield from (block[name] for name in ("accessory", "element") if name in block)


def _one_focus(place: Place) -> None:
    if sum(bool(one.get("focus_on_load")) for one in _elements(place.value)) > 1:
        place.says("only one element may have focus_on_load")


def _submit_with_inputs(place: Place) -> None:
    if "submit" not in place.value and any(one["type"] == "input" for one in place.value["blocks"]):
        place.says("submit is required when a modal has input blocks")


_VIEW: Mapping[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_VIEWS: Mapping[str, Check] = {
    "modal": shape(
        {"title": plain(24), "blocks": _blocks(BLOCKS_IN["modal"])},
        {
            **_VIEW,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        also=(_submit_with_inputs, _one_focus),
    ),
    "home": shape({"blocks": _blocks(BLOCKS_IN["home"])}, _VIEW, also=(_one_focus,)),
}


def _message(place: Place) -> None:
    """A message's blocks, and the text that stands for them in notifications and for screen readers.

    docs.slack.dev/reference/methods/chat.postMessage only advises a text beside blocks; here it is
    required, because a message without one says nothing to those who cannot see its blocks.
    """
    blocks = place.value.get("blocks") or []
    if "blocks" not in place.value:
        return
    before = len(place.found)
    _blocks(BLOCKS_IN["message"])(place.at("blocks"))
    if blocks and not str(place.value.get("text") or "").strip():
        place.says("missing text beside the blocks")
    if len(place.found) > before:
        return
    tables = [one for one in blocks if one["type"] == "table"]
    if len(tables) > 1:
        place.says("only one table allowed")
    cells = (cell.get("text", "") for table in tables for row in table["rows"] for cell in row)
    if sum(len(one) for one in cells) > TABLE_CHARACTERS:
        place.says(f"tables must be less than {TABLE_CHARACTERS + 1} characters")
    if sum(len(one["text"]) for one in blocks if one["type"] == "markdown") > MARKDOWN_TOGETHER:
        place.says(f"markdown blocks together must be less than {MARKDOWN_TOGETHER + 1} characters")


def problems(surface: Surface, payload: Mapping[str, Any]) -> list[str]:
    """Return what Slack would refuse in a message's or a view's payload; nothing if it takes it.

    Args:
        surface: what the payload is meant for.
        payload: a message (`text`, `blocks`; other arguments are not looked at) or a whole view.
    """
    found: list[str] = []
    if surface == "message":
        _message(Place(payload, "", surface, found))
        return found
    view = Place(payload, "/view", surface, found)
    by_type({surface: _VIEWS[surface]})(view)
    if len(json.dumps(payload, ensure_ascii=False).encode()) > VIEW_BYTES:
        view.says(f"view must be less than {VIEW_BYTES + 1} bytes")
    return found
