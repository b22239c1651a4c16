"""Fields and buttons, as the Slack client handles them before the bot hears anything."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.sandbox.blockkit_elements import options_of
from app.sandbox.state import Json

_DIRECT = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datetimepicker": "selected_date_time",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_TEXT = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
_SEVERAL = ("multi_static_select", "checkboxes")
_ONE = ("static_select", "radio_buttons")
_KEEPS_STATE = (*_TEXT, *_DIRECT, *_SEVERAL, *_ONE)
_INITIAL = {
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_date_time": "initial_date_time",
    "selected_users": "initial_users",
    "selected_conversations": "initial_conversations",
    "selected_channels": "initial_channels",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "value": "initial_value",
}
# What the client's own pickers and checks would let through.
_SHAPES = {
    "datepicker": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "timepicker": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
    "datetimepicker": re.compile(r"\d{10}"),
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


def elements(block: Mapping[str, Any]) -> list[Json]:
    """Return what one can act on in a block: in its row, beside its text, or as its field."""
    found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    return [one for one in found if isinstance(one, dict) and "action_id" in one]


def buttons(payload: Mapping[str, Any], label: str) -> Iterator[tuple[Json, int]]:
    """Yield the actions of that label, each with its block's place in the list; what … hides counts too."""
    for place, block in enumerate(payload.get("blocks") or []):
        for element in elements(block):
            base = {"action_id": element["action_id"], "block_id": block.get("block_id", ""), "type": element["type"]}
            if element["type"] == "button" and element["text"]["text"] == label:
                value = {"value": element["value"]} if "value" in element else {}
                yield {**base, **value, "text": element["text"]}, place
            for option in element["options"] if element["type"] == "overflow" else ():
                if option["text"]["text"] == label:
                    yield {**base, "selected_option": option}, place


def menus(payload: Mapping[str, Any], name: str) -> Iterator[tuple[Json, Json, int]]:
    """Yield menus, boxes and pickers outside of input blocks, each with its block and that block's place.

    Their name is a placeholder, an action id, a block id, or part of the text beside them.
    """
    for place, block in enumerate(payload.get("blocks") or []):
        for element in elements(block):
            if block["type"] == "input" or element["type"] not in _KEEPS_STATE:
                continue
            names = [(element.get("placeholder") or {}).get("text"), element["action_id"], block.get("block_id")]
            if name in names or name in (block.get("text") or {}).get("text", ""):
                yield element, block, place


def around(payload: Mapping[str, Any], place: int) -> Json:
    """Return the stretch of a view that ends with a block and begins after the actions or the line before it."""
    blocks = payload["blocks"]
    begin = next((n + 1 for n in range(place - 1, -1, -1) if blocks[n]["type"] in ("actions", "divider")), 0)
    return {"blocks": blocks[begin : place + 1]}


def field(view: Mapping[str, Any], name: str) -> Json | None:
    """Return the input block of that label or block id."""
    for block in view["blocks"]:
        if block["type"] == "input" and name in (block["block_id"], block["label"]["text"]):
            return dict(block)
    return None


def entered(element: Mapping[str, Any], value: Any) -> Json:
    """Return the state of an element after somebody entered a value.

    Raises:
        ValueError: if the element has no such option, or cannot hold the value.
    """
    kind = element["type"]
    if kind in _TEXT:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind.startswith("multi_") and kind in _DIRECT:
        return {"type": kind, _DIRECT[kind]: [getattr(one, "id", one) for one in value]}
    if kind in _DIRECT:
        said = getattr(value, "id", value) or None
        if said is not None and kind in _SHAPES and not _SHAPES[kind].fullmatch(str(said)):
            raise ValueError(f"a {kind} cannot say {said!r}")
        return {"type": kind, _DIRECT[kind]: said}
    if kind not in _KEEPS_STATE:
        raise ValueError(f"the sandbox's people cannot use a {kind}")
    if kind in _SEVERAL:
        return {"type": kind, "selected_options": [_option(element, one) for one in value]}
    return {"type": kind, "selected_option": None if value is None else _option(element, value)}


def _option(element: Mapping[str, Any], wanted: str) -> Json:
    for option in options_of(element):
        if wanted in (option["text"]["text"], option["value"]):
            return dict(option)
    raise ValueError(f"no option {wanted!r}")


def values(payload: Mapping[str, Any], state: Mapping[str, Any]) -> Json:
    """Return what every field and menu holds: what was entered, else what it began with."""
    found: Json = {}
    for block in payload.get("blocks") or []:
        for element in elements(block):
            if element["type"] in _KEEPS_STATE:
                said = state.get(block["block_id"], {}).get(element["action_id"])
                found.setdefault(block["block_id"], {})[element["action_id"]] = said or _initial(element)
    return found


def _initial(element: Mapping[str, Any]) -> Json:
    kind = element["type"]
    name = (
        "value" if kind in _TEXT else _DIRECT.get(kind, "selected_options" if kind in _SEVERAL else "selected_option")
    )
    empty: Any = [] if kind in _SEVERAL or kind.startswith("multi_") else None
    return {"type": kind, name: element.get(_INITIAL[name], empty)}


def missing(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what the Slack client itself would refuse to submit, by block id.

    The limits: https://docs.slack.dev/reference/block-kit/block-elements. The sentences are assumed.
    """
    wrong = {}
    said = values(view, view["state"]["values"])
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = next((v for k, v in said[block["block_id"]][element["action_id"]].items() if k != "type"), None)
        if not value and not block.get("optional"):
            wrong[block["block_id"]] = "Please complete this required field."
        elif value and element["type"] in _TEXT:
            problem = _text_problem(element, str(value))
            if problem:
                wrong[block["block_id"]] = problem
        elif isinstance(value, list) and len(value) > element.get("max_selected_items", 100):
            wrong[block["block_id"]] = f"Please select at most {element['max_selected_items']} options."
    return wrong


def _text_problem(element: Mapping[str, Any], value: str) -> str:
    if len(value) > element.get("max_length", 3000):
        return "This entry is too long."
    if len(value) < element.get("min_length", 0):
        return "This entry is too short."
    if element["type"] == "email_text_input" and not _EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not _URL.fullmatch(value):
        return "Please enter a valid URL."
    if element["type"] == "number_input":
        try:
            number = float(value)
        except ValueError:
            return "Please enter a valid number."
        if not element.get("is_decimal_allowed") and not number.is_integer():
            return "Please enter a whole number."
        low, high = element.get("min_value"), element.get("max_value")
        if (low is not None and number < float(low)) or (high is not None and number > float(high)):
            return "Please enter a number in range."
    return ""
