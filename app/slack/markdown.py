"""A handbook's Markdown as Slack's mrkdwn: CommonMark without HTML, and strikethrough.

Every text is escaped, so a handbook can neither mention anybody nor call a whole channel; only addresses
that begin with `http:`, `https:` or `mailto:` become links. `{names}` come out as they went in.
"""

import re
from functools import lru_cache
from html import escape as _html

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>|]+", re.IGNORECASE)
_MARKS = {"strong": "*", "em": "_", "s": "~"}
INSET = "    "


class _Reader(MarkdownIt):
    """Takes addresses as they are written, so that `{names}` in them survive, and only harmless ones."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Whether an address may become a link."""
        return _ADDRESS.fullmatch(url) is not None

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Return the address as it is."""
        return url

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802 - the library's name
        """Return the address as it is."""
        return url


# Indented text is text: in a TOML file indentation means nothing. A reference would swallow its line.
_reader = _Reader("commonmark", {"html": False}).enable("strikethrough").disable(["code", "reference"])


@lru_cache(maxsize=4096)
def to_mrkdwn(text: str) -> str:
    """Return a handbook's text as Slack reads it.

    Bold, italics, strikethrough, links, headings (a bold line), lists (nested ones too), quotes, code and
    line breaks work. A blank line stays where the author left one.
    """
    source = text.strip()
    return _blocks(SyntaxTreeNode(_reader.parse(source)).children, source.split("\n"))


def escape(text: str) -> str:
    """Return text that shows as it was written (Slack knows three entities)."""
    return _html(text, quote=False)


def _blocks(nodes: list[SyntaxTreeNode], lines: list[str]) -> str:
    out = ""
    for node in nodes:
        shown = _block(node, lines)
        if out and shown:
            first = node.map[0] if node.map else 0
            is_apart = first > 0 and not lines[first - 1].strip("> \t")
            out += "\n\n" if is_apart else "\n"
        out += shown
    return out


def _block(node: SyntaxTreeNode, lines: list[str]) -> str:
    match node.type:
        case "paragraph":
            return _inline(node.children, "")
        case "heading":
            said = _inline(node.children, "*")
            return f"*{said}*" if said.strip() else ""
        case "bullet_list" | "ordered_list":
            return _list(node, lines)
        case "blockquote":
            return "\n".join(f"> {line}" for line in _blocks(node.children, lines).split("\n"))
        case "fence":
            return f"```\n{escape(node.content)}```"
        case _:  # a ruler
            return "———"


def _list(node: SyntaxTreeNode, lines: list[str]) -> str:
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    shown = []
    for number, item in enumerate(node.children):
        mark = "•" if first is None else f"{first + number}."
        inner = _blocks(item.children, lines).split("\n")
        shown.append("\n".join([f"{mark} {inner[0]}".rstrip(), *(f"{INSET}{line}".rstrip() for line in inner[1:])]))
    return "\n".join(shown)


def _inline(nodes: list[SyntaxTreeNode], inside: str) -> str:
    """Return a line's parts; `inside` are the marks that are open, since Slack knows no mark in itself."""
    return "".join(_part(one, inside) for one in nodes)


def _part(node: SyntaxTreeNode, inside: str) -> str:
    match node.type:
        case "inline":
            return _inline(node.children, inside)
        case "softbreak" | "hardbreak":
            return "\n"
        case "strong" | "em" | "s":
            mark = _MARKS[node.type]
            said = _inline(node.children, inside + mark)
            return said if mark in inside or not said.strip() else f"{mark}{said}{mark}"
        case "code_inline":
            said = escape(node.content)
            return said if "`" in said else f"`{said}`"
        case "link":
            return _link(str(node.attrs["href"]), _words(node))
        case "image":
            return _link(str(node.attrs["src"]), node.content)
        case _:
            return escape(node.content)


def _words(node: SyntaxTreeNode) -> str:
    return "".join(one.content if one.type != "softbreak" else " " for one in node.walk() if not one.children)


def _link(address: str, label: str) -> str:
    shown = " ".join(label.split())
    return f"<{escape(address)}|{escape(shown)}>" if shown and shown != address else f"<{escape(address)}>"
