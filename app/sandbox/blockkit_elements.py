"""What Slack takes inside blocks: buttons, menus, pickers, fields.

Limits from docs.slack.dev/reference/block-kit/block-elements and …/composition-objects, one page per name.
"""

from collections.abc import Mapping
from typing import Any

from app.sandbox.blockkit_shapes import (
    Check,
    Place,
    boolean,
    by_type,
    matching,
    one_of,
    plain,
    several,
    shape,
    string,
    text,
    unlike,
    whole,
)

ID, URL, FIELD = string(255), string(3000), 3000

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
_ACTION: Mapping[str, Check] = {"action_id": ID}
_CONFIRMED: Mapping[str, Check] = {**_ACTION, "confirm": CONFIRM}
_FOCUSED: Mapping[str, Check] = {"focus_on_load": boolean}
_MENU: Mapping[str, Check] = {**_CONFIRMED, **_FOCUSED, "placeholder": plain(150)}
_FIELD: Mapping[str, Check] = {
    **_ACTION,
    **_FOCUSED,
    "placeholder": plain(150),
    "dispatch_action_config": shape(
        {"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}
_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
_RICH_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
_LINK_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
_GROUP = shape({"label": plain(75), "options": several(_OPTION, 100)})
_FILTER = shape(
    {},
    {
        "include": several(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def options_of(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return an element's options, those in groups included."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(one for group in groups for one in group["options"])]


def _initials(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    first = element.get("initial_option")
    return [*([first] if first else []), *(element.get("initial_options") or [])]


def _consistent_options(place: Place) -> None:
    """Values tell options apart, and what is chosen at first is among them, exactly as it stands there."""
    options = options_of(place.value)
    unlike(place, [one["value"] for one in options], "option values")
    for one in _initials(place.value):
        if one not in options:
            place.says(f"initial option must exactly match one of the options: {one['value']}")


def _one_source(place: Place) -> None:
    if ("options" in place.value) == ("option_groups" in place.value):
        place.says("must provide either options or option_groups")


def _few_enough(place: Place) -> None:
    most = place.value.get("max_selected_items")
    chosen = [one for name, value in place.value.items() if name.startswith("initial_") for one in value]
    if most is not None and len(chosen) > most:
        place.says("more initial items than max_selected_items")


def _lengths(place: Place) -> None:
    least, most = place.value.get("min_length", 0), place.value.get("max_length", FIELD)
    if least > most:
        place.says("min_length must not exceed max_length")
    if len(place.value.get("initial_value", "")) > most:
        place.says("initial_value is longer than max_length")


def _range(place: Place) -> None:
    numbers = {name: float(place.value[name]) for name in ("min_value", "max_value") if name in place.value}
    least, most = numbers.get("min_value", float("-inf")), numbers.get("max_value", float("inf"))
    if least > most:
        place.says("min_value must not exceed max_value")
    if "initial_value" in place.value and not least <= float(place.value["initial_value"]) <= most:
        place.says("initial_value is out of range")


def _not_at_home(check: Check) -> Check:
    def checked(place: Place) -> None:
        if place.surface == "home":
            place.says(f"unsupported type in a Home tab: {place.value['type']}")
        check(place)

    return checked


def _only_in_modals(check: Check) -> Check:
    def checked(place: Place) -> None:
        if place.surface != "modal":
            place.says(f"unsupported type outside of a modal: {place.value['type']}")
        check(place)

    return checked


_NUMBER = matching(r"-?\d+(\.\d+)?", "a number in a string")
_STATIC: Mapping[str, Check] = {"options": several(_OPTION, 100), "option_groups": several(_GROUP, 100)}
_MOST: Mapping[str, Check] = {"max_selected_items": whole(1, 10_000)}
_CONVERSATIONS: Mapping[str, Check] = {"default_to_current_conversation": boolean, "filter": _FILTER}
_RESPONSE_URL: Mapping[str, Check] = {"response_url_enabled": boolean}
_QUERY: Mapping[str, Check] = {"min_query_length": whole(0, 255)}


def _many(initial: Mapping[str, Check], *, also: tuple[Check, ...] = ()) -> Check:
    return shape({}, {**_MENU, **_MOST, **initial}, also=(*also, _few_enough))


BUTTON = shape(
    {"text": plain(75)},
    {
        **_CONFIRMED,
        "url": URL,
        "value": string(2000, least=0),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
IMAGE = shape({"image_url": URL, "alt_text": string(2000)})
OVERFLOW = shape({"options": several(_LINK_OPTION, 5)}, _CONFIRMED, also=(_consistent_options,))

CHOICES: Mapping[str, Check] = {
    "checkboxes": shape(
        {"options": several(_RICH_OPTION, 10)},
        {**_CONFIRMED, **_FOCUSED, "initial_options": several(_RICH_OPTION, 10)},
        also=(_consistent_options,),
    ),
    "radio_buttons": shape(
        {"options": several(_RICH_OPTION, 10)},
        {**_CONFIRMED, **_FOCUSED, "initial_option": _RICH_OPTION},
        also=(_consistent_options,),
    ),
    "datepicker": shape({}, {**_MENU, "initial_date": matching(r"\d{4}-\d\d-\d\d", "2026-11-30")}),
    "timepicker": shape(
        {}, {**_MENU, "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "18:00"), "timezone": string(100)}
    ),
    "static_select": shape(
        {}, {**_MENU, **_STATIC, "initial_option": _OPTION}, also=(_one_source, _consistent_options)
    ),
    "external_select": shape({}, {**_MENU, **_QUERY, "initial_option": _OPTION}),
    "users_select": shape({}, {**_MENU, "initial_user": ID}),
    "conversations_select": shape({}, {**_MENU, **_CONVERSATIONS, **_RESPONSE_URL, "initial_conversation": ID}),
    "channels_select": shape({}, {**_MENU, **_RESPONSE_URL, "initial_channel": ID}),
    "multi_static_select": _many(
        {**_STATIC, "initial_options": several(_OPTION, 100)}, also=(_one_source, _consistent_options)
    ),
    "multi_external_select": _many({**_QUERY, "initial_options": several(_OPTION, 100)}),
    "multi_users_select": _many({"initial_users": several(ID, 1000)}),
    "multi_conversations_select": _many({**_CONVERSATIONS, "initial_conversations": several(ID, 1000)}),
    "multi_channels_select": _many({"initial_channels": several(ID, 1000)}),
}
DATETIME = _not_at_home(shape({}, {**_CONFIRMED, **_FOCUSED, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}))
FIELDS: Mapping[str, Check] = {
    "plain_text_input": shape(
        {},
        {
            **_FIELD,
            "multiline": boolean,
            "initial_value": string(FIELD, least=0),
            "min_length": whole(0, FIELD),
            "max_length": whole(1, FIELD),
        },
        also=(_lengths,),
    ),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**_FIELD, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        also=(_range,),
    ),
    "email_text_input": shape({}, {**_FIELD, "initial_value": string(FIELD)}),
    "url_text_input": shape({}, {**_FIELD, "initial_value": string(FIELD)}),
    "file_input": _only_in_modals(
        shape({}, {**_ACTION, "filetypes": several(string(20), 100), "max_files": whole(1, 10)})
    ),
}

ACCESSORY = by_type({"button": BUTTON, "image": IMAGE, "overflow": OVERFLOW, **CHOICES})
IN_ACTIONS = by_type({"button": BUTTON, "overflow": OVERFLOW, "datetimepicker": DATETIME, **CHOICES})
IN_INPUT = by_type({"datetimepicker": DATETIME, **CHOICES, **FIELDS})
IN_CONTEXT = by_type(
    {
        "image": IMAGE,
        "plain_text": text(FIELD),
        "mrkdwn": text(FIELD),
    }
)
