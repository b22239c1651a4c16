"""Fields and buttons, as the Slack client handles them before the bot hears anything."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.sandbox.state import Json

_DIRECT = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datetimepicker": "selected_date_time",
}
_TEXT = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
_SEVERAL = ("multi_static_select", "checkboxes")
_INITIAL = {
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_date_time": "initial_date_time",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "value": "initial_value",
}


def buttons(payload: Mapping[str, Any], label: str) -> Iterator[tuple[Json, str]]:
    """Yield the actions of that label, each with the id of its block; overflow options count too."""
    for block in payload.get("blocks") or []:
        elements = [*(block.get("elements") or []), *([block["accessory"]] if "accessory" in block else [])]
        for element in elements:
            if not isinstance(element, dict):
                continue
            base = {
                "action_id": element.get("action_id"),
                "block_id": block.get("block_id", "b"),
                "type": element["type"],
            }
            if element["type"] == "button" and element["text"]["text"] == label:
                yield {**base, "value": element.get("value", ""), "text": element["text"]}, str(block)
            for option in element.get("options") or []:
                if option["text"]["text"] == label:
                    yield {**base, "selected_option": option}, str(block)


def near_text(block: str, _plain: Callable[[Mapping[str, Any]], str]) -> str:
    """Return what stands beside a button in Home."""
    return block


def field(view: Mapping[str, Any], name: str) -> Json | None:
    """Return the input block of that label or block id."""
    for block in view["blocks"]:
        if block["type"] == "input" and name in (block["block_id"], block["label"]["text"]):
            return dict(block)
    return None


def entered(element: Mapping[str, Any], value: Any) -> Json:
    """Return the state of an element after somebody entered a value.

    Raises:
        ValueError: if the element has no such option.
    """
    kind = element["type"]
    if kind in _TEXT:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in _DIRECT:
        return {"type": kind, _DIRECT[kind]: getattr(value, "id", value)}
    if kind in _SEVERAL:
        return {"type": kind, "selected_options": [_option(element, one) for one in value]}
    return {"type": kind, "selected_option": None if value is None else _option(element, value)}


def _option(element: Mapping[str, Any], wanted: str) -> Json:
    for option in element["options"]:
        if wanted in (option["text"]["text"], option["value"]):
            return dict(option)
    raise ValueError(f"no option {wanted!r}")


def values(view: Mapping[str, Any]) -> Json:
    """Return the state of every field: what was entered, else what it began with."""
    found: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            said = view["state"]["values"].get(block["block_id"], {}).get(element["action_id"])
            found[block["block_id"]] = {element["action_id"]: said or _initial(element)}
    return found


def _initial(element: Mapping[str, Any]) -> Json:
    kind = element["type"]
    name = (
        "value" if kind in _TEXT else _DIRECT.get(kind, "selected_options" if kind in _SEVERAL else "selected_option")
    )
    empty: Any = [] if name == "selected_options" else None
    return {"type": kind, name: element.get(_INITIAL[name], empty)}


def missing(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what the Slack client itself would refuse to submit, by block id."""
    wrong = {}
    said = values(view)
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
    if element["type"] == "number_input":
        try:
            number = float(value)
        except ValueError:
            return "Please enter a valid number."
        low, high = element.get("min_value"), element.get("max_value")
        if (low is not None and number < float(low)) or (high is not None and number > float(high)):
            return "Please enter a number in range."
    return ""
