"""Block Kit, as small functions that keep Slack's limits.

https://docs.slack.dev/reference/block-kit/blocks. Text that is a plain `str` is shown literally
(`plain_text`); only `Mrkdwn` is interpreted.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.notice import Block, Post
from app.slack.text import Mrkdwn, clip

SECTION, FIELD, HEADER, BUTTON, OPTION, HINT, TITLE = 3000, 2000, 150, 75, 75, 2000, 24
MODAL_BLOCKS, MESSAGE_BLOCKS = 100, 50


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": _short(text, most) or " ", "emoji": True}


def _mrkdwn(text: Mrkdwn, most: int) -> Block:
    return {"type": "mrkdwn", "text": clip(text, most) or " ", "verbatim": True}


def header(text: str) -> Block:
    """A large line of plain text."""
    return {"type": "header", "text": _plain(text, HEADER)}


def section(text: Mrkdwn, accessory: Block | None = None) -> Block:
    """A paragraph, with a button beside it if given."""
    block: Block = {"type": "section", "text": _mrkdwn(text, SECTION)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def say(text: Mrkdwn) -> Post:
    """A message of one paragraph."""
    return Post(text=text, blocks=[section(text)])


def fields(*texts: Mrkdwn) -> Block:
    """Up to ten short texts in two columns, row by row."""
    return {"type": "section", "fields": [_mrkdwn(one, FIELD) for one in texts[:10]]}


def context(*texts: Mrkdwn) -> Block:
    """Small grey print."""
    return {"type": "context", "elements": [_mrkdwn(one, SECTION) for one in texts[:10]]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(
    label: str,
    action: str,
    value: object = "",
    *,
    style: str | None = None,
    confirm: Block | None = None,
    tag: object = "",
) -> Block:
    """A button. `value` is an id, never a permission; `tag` tells apart equal actions in one block."""
    made: Block = {
        "type": "button",
        "text": _plain(label, BUTTON),
        "action_id": f"{action}:{tag}" if tag != "" else action,
        "value": str(value),
    }
    if style is not None:
        made["style"] = style
    if confirm is not None:
        made["confirm"] = confirm
    return made


def confirm(title: str, text: str, yes: str, no: str = "Go back") -> Block:
    """A question asked before a button works."""
    return {
        "title": _plain(title, 100),
        "text": _plain(text, 300),
        "confirm": _plain(yes, 30),
        "deny": _plain(no, 30),
    }


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons[:25])}


def labels(message: Sequence[Block]) -> tuple[str, ...]:
    """Return what stands on the buttons of a message, for a preview."""
    rows = [block for block in message if block["type"] == "actions"]
    return tuple(one["text"]["text"] for row in rows for one in row["elements"] if one["type"] == "button")


@dataclass(frozen=True)
class Choice:
    """One option: what is shown and the id behind it."""

    label: str
    value: str


def _option(choice: Choice) -> Block:
    return {"text": _plain(choice.label, OPTION), "value": choice.value[:150]}


def _input(block_id: str, label: str, element: Block, hint: str, optional: bool) -> Block:  # noqa: FBT001 - private
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label, HINT),
        "element": {**element, "action_id": "value"},
        "optional": optional,
    }
    if hint:
        block["hint"] = _plain(hint, HINT)
    return block


def text_input(
    block_id: str,
    label: str,
    *,
    initial: str | None = None,
    lines: bool = False,
    most: int = 3000,
    hint: str = "",
    optional: bool = False,
    placeholder: str = "",
) -> Block:
    """A field to write in."""
    element: Block = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    if initial:
        element["initial_value"] = initial[:most]
    if placeholder:
        element["placeholder"] = _plain(placeholder, 150)
    return _input(block_id, label, element, hint, optional)


def number_input(
    block_id: str, label: str, *, initial: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A field for a whole number; its range is checked by the rules, so that the sentence is ours."""
    element: Block = {"type": "number_input", "is_decimal_allowed": False}
    if initial:
        element["initial_value"] = initial
    return _input(block_id, label, element, hint, optional)


def select(
    block_id: str,
    label: str,
    choices: Sequence[Choice],
    *,
    initial: str | None = None,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """One of up to 100 options."""
    element: Block = {"type": "static_select", "options": [_option(one) for one in choices[:100]]}
    chosen = [one for one in choices[:100] if one.value == initial]
    if chosen:
        element["initial_option"] = _option(chosen[0])
    return _input(block_id, label, element, hint, optional)


def multi_select(
    block_id: str,
    label: str,
    choices: Sequence[Choice],
    *,
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = False,
    most: int | None = None,
) -> Block:
    """Several of up to 100 options."""
    element: Block = {"type": "multi_static_select", "options": [_option(one) for one in choices[:100]]}
    chosen = [_option(one) for one in choices[:100] if one.value in initial]
    if chosen:
        element["initial_options"] = chosen
    if most is not None:
        element["max_selected_items"] = most
    return _input(block_id, label, element, hint, optional)


def checkboxes(
    block_id: str,
    label: str,
    choices: Sequence[Choice],
    *,
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = False,
) -> Block:
    """Up to ten boxes to tick."""
    element: Block = {"type": "checkboxes", "options": [_option(one) for one in choices[:10]]}
    chosen = [_option(one) for one in choices[:10] if one.value in initial]
    if chosen:
        element["initial_options"] = chosen
    return _input(block_id, label, element, hint, optional)


def radio(block_id: str, label: str, choices: Sequence[Choice], *, initial: str | None = None, hint: str = "") -> Block:
    """One of up to ten options, all visible."""
    element: Block = {"type": "radio_buttons", "options": [_option(one) for one in choices[:10]]}
    chosen = [one for one in choices[:10] if one.value == initial]
    if chosen:
        element["initial_option"] = _option(chosen[0])
    return _input(block_id, label, element, hint, optional=False)


def date_input(
    block_id: str, label: str, *, initial: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A day, `YYYY-MM-DD`."""
    element: Block = {"type": "datepicker"}
    if initial:
        element["initial_date"] = initial
    return _input(block_id, label, element, hint, optional)


def time_input(
    block_id: str, label: str, *, initial: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A wall time, `HH:MM`."""
    element: Block = {"type": "timepicker"}
    if initial:
        element["initial_time"] = initial
    return _input(block_id, label, element, hint, optional)


def channel_input(
    block_id: str, label: str, *, initial: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A public or private channel."""
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if initial:
        element["initial_conversation"] = initial
    return _input(block_id, label, element, hint, optional)


def person_input(block_id: str, label: str, *, hint: str = "", optional: bool = False) -> Block:
    """One person of the workspace."""
    return _input(block_id, label, {"type": "users_select"}, hint, optional)


def people_input(
    block_id: str, label: str, *, most: int, initial: Iterable[str] = (), hint: str = "", optional: bool = False
) -> Block:
    """Several people of the workspace, in the order in which they are chosen."""
    element: Block = {"type": "multi_users_select", "max_selected_items": most}
    chosen = list(initial)[:most]
    if chosen:
        element["initial_users"] = chosen
    return _input(block_id, label, element, hint, optional)


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "",
    submit: str | None = None,
    close: str = "Close",
    about: Mapping[str, Any] | None = None,
) -> Block:
    """A modal. `about` holds ids only and comes back with the submission."""
    view: Block = {
        "type": "modal",
        "title": _plain(title, TITLE),
        "close": _plain(close, TITLE),
        "blocks": list(blocks[:MODAL_BLOCKS]),
        "callback_id": callback,
        "private_metadata": json.dumps(dict(about or {})),
    }
    if submit is not None:
        view["submit"] = _plain(submit, TITLE)
    return view


def home(blocks: Sequence[Block]) -> Block:
    """An App Home."""
    shown = list(blocks[: MODAL_BLOCKS - 1])
    if len(blocks) > len(shown):
        shown.append(context(Mrkdwn("There is more than fits here; handle some of it and the rest appears.")))
    return {"type": "home", "blocks": shown}


def together(posts: Sequence[Post]) -> Post | None:
    """Several messages as one, with a line between them; None if Slack would not take it as one."""
    blocks = list(posts[0].blocks)
    for post in posts[1:]:
        blocks += [divider(), *post.blocks]
    text = "\n\n".join(post.text for post in posts)
    return Post(text=text, blocks=blocks) if len(blocks) <= MESSAGE_BLOCKS and len(text) <= SECTION else None
