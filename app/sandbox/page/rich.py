"""Rich text and Markdown blocks as HTML for one reader.

docs.slack.dev/reference/block-kit/blocks/rich-text-block and …/markdown-block
"""

from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from app.sandbox.page.emoji import picture
from app.sandbox.page.text import lines, web_address
from app.sandbox.plain_text import Reader

_STYLES = {
    "code": Markup("<code>{}</code>"),
    "strike": Markup("<s>{}</s>"),
    "italic": Markup("<i>{}</i>"),
    "bold": Markup("<b>{}</b>"),
}
_LINK = Markup('<a href="{}" rel="noreferrer" target="_blank">{}</a>')
_MENTION = Markup('<span class="mention">{}</span>')
_AROUND = {
    "rich_text_preformatted": Markup("<pre>{}</pre>"),
    "rich_text_quote": Markup("<blockquote>{}</blockquote>"),
}
_PART = Markup("<div>{}</div>")
_markdown = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
)


def markdown(text: str) -> Markup:
    """Return Markdown as HTML: no HTML of its own, no pictures from elsewhere."""
    tokens = _markdown.parse(text)
    for one in (inner for outer in tokens for inner in outer.children or ()):
        if one.type == "link_open":
            one.attrs |= {"rel": "noreferrer", "target": "_blank"}
    return Markup(_markdown.renderer.render(tokens, _markdown.options, {}))  # noqa: S704 - it escapes what is not Markdown


def rich(part: Mapping[str, Any], reader: Reader) -> Markup:
    """Return a part of a rich text, or the whole."""
    kind, inner = str(part.get("type")), part.get("elements", [])
    if kind == "rich_text_list":
        return _list(inner, part, reader)
    if "elements" not in part:
        return _styled(_inline(kind, part, reader), part.get("style"))
    content = Markup().join(rich(one, reader) for one in inner)
    return _AROUND.get(kind, _PART).format(content)


def _list(items: list[Mapping[str, Any]], part: Mapping[str, Any], reader: Reader) -> Markup:
    shown = Markup().join(Markup("<li>{}</li>").format(rich(one, reader)) for one in items)
    inset = min(int(part.get("indent", 0)), 8)
    if part.get("style") == "ordered":
        return Markup('<ol class="inset-{}" start="{}">{}</ol>').format(inset, int(part.get("offset", 0)) + 1, shown)
    return Markup('<ul class="inset-{}">{}</ul>').format(inset, shown)


def _inline(kind: str, part: Mapping[str, Any], reader: Reader) -> Markup:
    match kind:
        case "text":
            return lines(str(part["text"]))
        case "link":
            return _LINK.format(web_address(str(part["url"])), part.get("text") or part["url"])
        case "user" | "channel":
            return _MENTION.format(("@" if kind == "user" else "#") + reader.names(part[f"{kind}_id"]))
        case "broadcast":
            return _MENTION.format(f"@{part['range']}")
        case "emoji":
            return escape(picture(str(part["name"])))
        case "date":
            shown = reader.moment(int(part["timestamp"]), part["format"], part.get("fallback", ""))
            return Markup("<time>{}</time>").format(shown)
        case _:
            return escape(str(part.get("text") or part.get("value") or ""))


def _styled(shown: Markup, style: Any) -> Markup:
    for name, around in _STYLES.items():
        if isinstance(style, dict) and style.get(name):
            shown = around.format(shown)
    return shown
