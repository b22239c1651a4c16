"""A message or a view as plain text: what one person reads on their screen.

    Ada Okafor asks you to be her mentor.
    [Accept] [Not now]

Buttons stand in brackets, fields with a line to fill or with what they hold.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.sandbox.blockkit_elements import options_of
from app.sandbox.plain_text import Reader

RULE, EMPTY = "────────", "____"


def plain(payload: Mapping[str, Any], names: Callable[[str], str], zone: str) -> str:
    """Return what a person sees of a message or a view.

    Args:
        payload: a message (`text`, `blocks`, `files`) or a view (`type`, `title`, `blocks`, `submit`, `state`).
            What a view's `state` holds is shown in place of the initial values.
        names: the name of a user or a channel by its id.
        zone: the IANA zone of the reader.
    """
    page = _Page(Reader(names, zone), (payload.get("state") or {}).get("values") or {})
    is_view = payload.get("type") in ("modal", "home")
    parts = page.view(payload) if is_view else page.message(payload)
    return "\n".join(part for part in parts if part)


class _Page:
    """Puts one payload into words for one reader. `state`: what fields hold, by block id and action id."""

    def __init__(self, reader: Reader, state: Mapping[str, Mapping[str, Any]]) -> None:
        self._reader = reader
        self._state = state

    def message(self, message: Mapping[str, Any]) -> list[str]:
        blocks = message.get("blocks") or []
        shown = [self.block(one) for one in blocks] if blocks else [self._reader.mrkdwn(message.get("text") or "")]
        files = [f"[file: {one.get('title') or one.get('name')}]" for one in message.get("files") or []]
        return [*shown, *files]

    def view(self, view: Mapping[str, Any]) -> list[str]:
        title, feet = self._reader.text(view.get("title")), [view.get("submit"), view.get("close")]
        shown = [self.block(one) for one in view.get("blocks") or []]
        return [f"== {title} ==" if title else "", *shown, _row(f"[{self._reader.text(one)}]" for one in feet if one)]

    def block(self, block: Mapping[str, Any]) -> str:
        write = _BLOCKS.get(block["type"])
        return write(self, block) if write else f"({block['type']})"

    def section(self, block: Mapping[str, Any]) -> str:
        fields = [self._reader.text(one) for one in block.get("fields") or []]
        accessory = self.element(block["accessory"], block) if "accessory" in block else ""
        return "\n".join(one for one in (self._reader.text(block.get("text")), *fields, accessory) if one)

    def header(self, block: Mapping[str, Any]) -> str:
        return f"# {self._reader.text(block['text'])}"

    def words(self, block: Mapping[str, Any]) -> str:
        return self._reader.text(block["text"])

    def elements(self, block: Mapping[str, Any]) -> str:
        return _row(self.element(one, block) for one in block["elements"])

    def rich_text(self, block: Mapping[str, Any]) -> str:
        return self._reader.rich(block)

    def markdown(self, block: Mapping[str, Any]) -> str:
        return str(block["text"])

    def image(self, block: Mapping[str, Any]) -> str:
        return f"[image: {block['alt_text']}]"

    def file(self, block: Mapping[str, Any]) -> str:
        return f"[file: {block['external_id']}]"

    def table(self, block: Mapping[str, Any]) -> str:
        return "\n".join(" | ".join(self._cell(cell) for cell in row) for row in block["rows"])

    def _cell(self, cell: Mapping[str, Any]) -> str:
        return str(cell["text"]) if cell["type"] == "raw_text" else self._reader.rich(cell)

    def input(self, block: Mapping[str, Any]) -> str:
        label, hint = self._reader.text(block["label"]), self._reader.text(block.get("hint"))
        line = f"{label}{' (optional)' if block.get('optional') else ''}: {self.element(block['element'], block)}"
        return f"{line} ({hint})" if hint else line

    def element(self, element: Mapping[str, Any], block: Mapping[str, Any]) -> str:
        """Return an element: a button, a text, an image, or a field with what it holds."""
        match element["type"]:
            case "button":
                return f"[{self._reader.text(element['text'])}]"
            case "plain_text" | "mrkdwn":
                return self._reader.text(element)
            case "image":
                return f"[image: {element['alt_text']}]"
            case "overflow":
                return f"[… {' / '.join(self._reader.text(one['text']) for one in element['options'])}]"
            case "checkboxes" | "radio_buttons":
                return self._boxes(element, held(element, block, self._state))
            case _:
                return self._field(element, held(element, block, self._state))

    def _boxes(self, element: Mapping[str, Any], now: Sequence[str]) -> str:
        on, off = ("[x]", "[ ]") if element["type"] == "checkboxes" else ("(x)", "( )")
        return _row(f"{on if option['value'] in now else off} {self._option(option)}" for option in options_of(element))

    def _option(self, option: Mapping[str, Any]) -> str:
        more = self._reader.text(option.get("description"))
        return f"{self._reader.text(option['text'])} ({more})" if more else self._reader.text(option["text"])

    def _field(self, element: Mapping[str, Any], now: Sequence[str]) -> str:
        kind = element["type"]
        labels = {one["value"]: self._reader.text(one["text"]) for one in options_of(element)}
        if kind == "datetimepicker":
            shown = [f"{self._reader.at(int(one)):%Y-%m-%d %H:%M}" for one in now]
        elif "users" in kind or "conversations" in kind or "channels" in kind:
            shown = [f"{'@' if 'users' in kind else '#'}{self._reader.names(one)}" for one in now]
        else:
            shown = [labels.get(one, one) for one in now]
        return ", ".join(shown) or EMPTY


def held(
    element: Mapping[str, Any], block: Mapping[str, Any], state: Mapping[str, Mapping[str, Any]] | None = None
) -> list[str]:
    """Return what a field holds, values and ids as strings: its state if there is one, else its initial value."""
    now = (state or {}).get(str(block.get("block_id")), {}).get(str(element.get("action_id")))
    if now is not None:
        return _flat(value for name, value in now.items() if name == "value" or name.startswith("selected_"))
    return _flat(value for name, value in element.items() if name.startswith("initial_"))


_Write = Callable[[_Page, Mapping[str, Any]], str]
_BLOCKS: Mapping[str, _Write] = {
    "section": _Page.section,
    "header": _Page.header,
    "divider": lambda _page, _block: RULE,
    "context": _Page.elements,
    "actions": _Page.elements,
    "input": _Page.input,
    "image": _Page.image,
    "rich_text": _Page.rich_text,
    "markdown": _Page.markdown,
    "table": _Page.table,
    "file": _Page.file,
    "alert": _Page.words,
}


def _row(parts: Any) -> str:
    return " ".join(part for part in parts if part)


def _flat(values: Any) -> list[str]:
    """Return values, lists of values and options as plain strings, without the empty ones."""
    found: list[str] = []
    for value in values:
        several = value if isinstance(value, list) else [value]
        found.extend(str(one["value"] if isinstance(one, dict) else one) for one in several if one not in (None, ""))
    return found
