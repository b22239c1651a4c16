"""Mrkdwn of our own as it reads outside Slack, in a file: as text, as HTML, and as mrkdwn without ids."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.core.calendar import local
from app.slack.text import Mrkdwn, clip, escape

_TOKEN = re.compile(r"<([^<>\n]+)>")
_FORMAT = re.compile(r"\{(\w+)\}")
_MARKS = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w_])_([^_\n]+)_(?![\w_])"), r"<em>\1</em>"),
)
_PLAIN = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|`([^`\n]+)`")


@dataclass(frozen=True)
class Reader:
    """Who reads.

    Attributes:
        names: the name behind a person's or a channel's id; None where only Slack knows it.
        zone: the IANA zone in which times are told.
    """

    names: Callable[[str], str | None]
    zone: str

    def marked(self, text: str) -> str:
        """Return mrkdwn with its tokens as words and its entities as characters; *bold* stays as it is."""
        return _characters(_TOKEN.sub(lambda found: self._token(found[1])[0], text))

    def plain(self, text: str) -> str:
        """Return mrkdwn as plain text."""
        return _PLAIN.sub(lambda found: found[1] or found[2] or found[3], self.marked(text))

    def title(self, text: str, most: int) -> str:
        """Return the first line of a message, cut to a length."""
        first = next((line for line in self.plain(text).splitlines() if line.strip()), "").strip("• >:")
        return first if len(first) <= most else first[: most - 1].rpartition(" ")[0].rstrip(" .,:;(") + "…"

    def html(self, text: str) -> str:
        """Return mrkdwn as HTML: quotations and marks, links that can be followed, lines as they are."""
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            said, address = self._token(found[1])
            label = html.escape(_characters(found[1].partition("|")[2] or said))
            safe = address.startswith(("https://", "http://", "mailto:"))
            kept.append(f'<a href="{html.escape(_characters(address))}">{label}</a>' if safe else html.escape(said))
            return f"\0{len(kept) - 1}\0"

        parts: list[str] = []
        for line in _TOKEN.sub(keep, text.replace("\0", "")).splitlines():
            quoted = line.startswith(">")
            shown = html.escape(_characters(line[1:].lstrip() if quoted else line))
            for mark, made in _MARKS:
                shown = mark.sub(made, shown)
            parts.append(f'<span class="said">{shown}</span>' if quoted else shown)
        return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], "\n".join(parts))

    def shown(self, text: str, most: int) -> Mrkdwn:
        """Return mrkdwn for Slack in which people and times are words, and links and channels what they were."""

        def told(found: re.Match[str]) -> str:
            token = found[1]
            is_word = token.startswith(("@", "!")) or (token.startswith("#") and self.names(token[1:]) is not None)
            return escape(self._token(token)[0]) if is_word else found[0]

        return clip(Mrkdwn(_TOKEN.sub(told, text)), most)

    def _token(self, token: str) -> tuple[str, str]:
        """Return what a token says, and the address that it leads to, if any."""
        target, _, label = token.partition("|")
        if target[0] in "@#":
            return target[0] + (self.names(target[1:]) or label or target[1:]), ""
        if target.startswith("!date^"):
            return self._moment(target, label), ""
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}", ""
        shown = target.removeprefix("mailto:")
        return (f"{label} ({shown})" if label and label != shown else shown), target

    def _moment(self, target: str, fallback: str) -> str:
        _, unix, form, *_ = target.split("^")
        if not unix.lstrip("-").isdecimal():
            return fallback
        at = local(datetime.fromtimestamp(int(unix), UTC), self.zone)
        day = f"{at:%a} {at.day} {at:%b %Y}"
        return _FORMAT.sub(lambda found: f"{at:%H:%M}" if found[1] == "time" else day, form)


def _characters(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
