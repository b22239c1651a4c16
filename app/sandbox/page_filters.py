"""What the page's templates ask of a block: its words, what a field holds, what one may choose."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.sandbox import page_text, plain
from app.sandbox.blockkit_elements import options_of
from app.sandbox.plain_text import Reader

_TYPES = {
    "number_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
}


def environment() -> Environment:
    """Return the templates' environment: everything is escaped unless a filter here made it safe."""
    made = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    made.filters |= {
        "mrkdwn": _mrkdwn,
        "cell": _cell,
        "readable": _readable,
        "filled": _filled,
        "held": _held,
        "choices": _choices,
        "pressed": _pressed,
        "input_type": lambda element: _TYPES.get(element["type"], "text"),
        "web_address": web_address,
        "key": key,
    }
    return made


def key(thing: Any) -> str:
    """Return a short mark that differs when the thing differs, so that the page draws only what changed."""
    return hashlib.sha256(json.dumps(thing, default=str, sort_keys=True).encode()).hexdigest()[:16]


def web_address(address: str) -> str:
    """Return an address that a browser may follow; anything that is not on the web leads nowhere."""
    return address if address.startswith(("http://", "https://", "mailto:")) else "#"


def _pressed(element: Mapping[str, Any], place: Mapping[str, Any], label: str) -> str:
    """Return what a button of the page sends: which button it is, and where it stands."""
    ids = {"label": label, "action_id": element.get("action_id"), "value": element.get("value")}
    return json.dumps(ids | {name: place.get(name) for name in ("surface", "channel", "ts")})


def _reader(context: Context) -> Reader:
    reader = context["reader"]
    if not isinstance(reader, Reader):
        raise TypeError("every page is drawn for a reader")
    return reader


@pass_context
def _mrkdwn(context: Context, text: str) -> Markup:
    return page_text.mrkdwn(text, _reader(context))


@pass_context
def _cell(context: Context, cell: Mapping[str, Any]) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else _reader(context).rich(cell)


@pass_context
def _readable(context: Context, block: Mapping[str, Any]) -> str:
    reader = _reader(context)
    return plain.plain({"blocks": [block]}, reader.names, reader.zone)


@pass_context
def _filled(context: Context, element: Mapping[str, Any], block: Mapping[str, Any]) -> str:
    return _readable(context, {"type": "actions", "block_id": block.get("block_id"), "elements": [element]})


@pass_context
def _held(
    context: Context, element: Mapping[str, Any], block: Mapping[str, Any], place: Mapping[str, Any]
) -> list[str]:
    now = plain.held(element, block, place.get("state"))
    if element["type"] != "datetimepicker" or not now:
        return now
    return [_reader(context).at(int(now[0])).strftime("%Y-%m-%dT%H:%M")]


@pass_context
def _choices(context: Context, element: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what a menu offers: its own options, or the people or the channels of the workspace."""
    kind, reader = element["type"], _reader(context)
    if "users" in kind:
        return [{"value": one["id"], "name": one["real_name"]} for one in context["people"]]
    if "conversations" in kind or "channels" in kind:
        return [{"value": one["id"], "name": one["name"]} for one in context["channels"]]
    return [{"value": one["value"], "name": reader.text(one["text"])} for one in options_of(element)]
