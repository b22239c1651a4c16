"""Slack's texts as HTML for one reader. Everything a person or the bot wrote is escaped here.

docs.slack.dev/messaging/formatting-message-text
"""

import re

from markupsafe import Markup, escape

from app.sandbox.page.emoji import pictured
from app.sandbox.plain_text import Reader, unescape

_TOKEN = re.compile(r"<([^<>\n]+)>")
_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
_STYLES = [
    (re.compile(rf"(?<![\w{re.escape(mark)}]){re.escape(mark)}(\S(?:[^\n]*?\S)?){re.escape(mark)}(?!\w)"), tag)
    for mark, tag in (("*", "b"), ("_", "i"), ("~", "s"))
]
_QUOTE = re.compile(r"(?m)(?:^&gt; ?.*\n?)+")
# Finished pieces of HTML are set aside behind characters that nobody types, so that a star or an
# underscore inside an address is never taken for bold or italics.
_FIRST, _LAST = 0xE000, 0xF8FF


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Return mrkdwn as HTML: bold, italics, code, quotations, links, mentions, times."""
    kept: list[Markup] = []

    def keep(piece: Markup) -> str:
        if len(kept) > _LAST - _FIRST:
            return ""
        kept.append(piece)
        return chr(_FIRST + len(kept) - 1)

    safe = "".join("�" if _FIRST <= ord(one) <= _LAST else one for one in text)
    safe = _CODE.sub(lambda found: keep(_code(found[1], found[2])), safe)
    safe = _TOKEN.sub(lambda found: keep(_token(found[1], reader)), safe)
    out = str(escape(unescape(safe)))
    for pattern, tag in _STYLES:
        out = pattern.sub(rf"<{tag}>\1</{tag}>", out)
    out = pictured(out)
    out = _QUOTE.sub(_quote, out)
    out = out.replace("\n", "<br>")
    restored = "".join(str(kept[ord(one) - _FIRST]) if _FIRST <= ord(one) <= _LAST else one for one in out)
    return Markup(restored)  # noqa: S704 - every piece was escaped above


def _code(block: str | None, inline: str | None) -> Markup:
    if block is not None:
        return Markup("<pre>{}</pre>").format(unescape(block.strip("\n")))
    return Markup("<code>{}</code>").format(unescape(inline or ""))


def _quote(found: re.Match[str]) -> str:
    lines = [re.sub(r"^&gt; ?", "", line) for line in found[0].splitlines()]
    return f"<blockquote>{'<br>'.join(lines)}</blockquote>"


def _token(token: str, reader: Reader) -> Markup:
    target, _, label = token.partition("|")
    if target.startswith(("http://", "https://", "mailto:")):
        shown = unescape(label or target.removeprefix("mailto:"))
        return Markup('<a href="{}" rel="noreferrer" target="_blank">{}</a>').format(unescape(target), shown)
    shown = reader.mrkdwn(f"<{token}>")
    if target.startswith("!date^"):
        return Markup("<time>{}</time>").format(shown)
    return Markup('<span class="mention">{}</span>').format(shown)


def web_address(address: str) -> str:
    """Return an address that a browser may follow; anything that is not on the web leads nowhere."""
    return address if address.startswith(("http://", "https://", "mailto:")) else "#"


def lines(text: str) -> Markup:
    """Return plain text as HTML, with its line breaks and its emoji."""
    return Markup("<br>").join(pictured(one) for one in text.split("\n"))
