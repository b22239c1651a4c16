"""Slack's mrkdwn and rich text as one person reads them: names for ids, times in their own zone.

docs.slack.dev/messaging/formatting-message-text; rich text: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"<([^<>\n]+)>")
_DATE_FORMAT = re.compile(r"\{(\w+)\}")


def _ordinal(day: int) -> str:
    teens = range(11, 14)
    return f"{day}{'th' if day in teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


# "today" and "tomorrow" of the pretty formats are left out: what a reader sees here does not depend on
# the moment of reading, so that a test can compare it.
_DATE_PARTS: Mapping[str, Callable[[datetime], str]] = {
    "date_num": lambda at: f"{at:%Y-%m-%d}",
    "date_slash": lambda at: f"{at:%d/%m/%Y}",
    "date_long": lambda at: f"{at:%A, %B} {_ordinal(at.day)}, {at.year}",
    "date_long_full": lambda at: f"{at:%B} {at.day}, {at.year}",
    "date_long_pretty": lambda at: f"{at:%A, %B} {_ordinal(at.day)}, {at.year}",
    "day_divider_pretty": lambda at: f"{at:%A, %B} {_ordinal(at.day)}",
    "date": lambda at: f"{at:%B} {_ordinal(at.day)}, {at.year}",
    "date_pretty": lambda at: f"{at:%B} {_ordinal(at.day)}, {at.year}",
    "date_short": lambda at: f"{at:%b} {at.day}, {at.year}",
    "date_short_pretty": lambda at: f"{at:%b} {at.day}, {at.year}",
    "time": lambda at: f"{at:%H:%M}",
    "time_secs": lambda at: f"{at:%H:%M:%S}",
    "ago": lambda at: f"{at:%b} {at.day}, {at.year} {at:%H:%M}",
}


@dataclass(frozen=True)
class Reader:
    """Who reads.

    Attributes:
        names: the name behind a user's or a channel's id.
        zone: the IANA zone that times are shown in.
    """

    names: Callable[[str], str]
    zone: str

    def at(self, unix: float) -> datetime:
        """Return a Unix time as the reader's wall clock shows it."""
        return datetime.fromtimestamp(unix, UTC).astimezone(ZoneInfo(self.zone))

    def moment(self, unix: int, template: str, fallback: str) -> str:
        """Return an instant in the reader's zone; the fallback if Slack does not know a word of the template."""
        words = _DATE_FORMAT.findall(template)
        if not words or any(word not in _DATE_PARTS for word in words):
            return fallback
        at = self.at(unix)
        return _DATE_FORMAT.sub(lambda found: _DATE_PARTS[found[1]](at), template)

    def mrkdwn(self, text: str) -> str:
        """Return mrkdwn with its tokens resolved and its entities as characters; *bold* stays as typed."""
        return unescape(_TOKEN.sub(lambda found: self._token(found[1]), text))

    def text(self, thing: Mapping[str, Any] | None) -> str:
        """Return a text object; plain text as it is, entities too, so that a wrong escape is seen (assumed)."""
        if not thing:
            return ""
        said = str(thing["text"])
        return self.mrkdwn(said) if thing["type"] == "mrkdwn" else said

    def _token(self, token: str) -> str:
        target, _, label = token.partition("|")
        if target.startswith("@"):
            return f"@{self.names(target[1:])}"
        if target.startswith("#"):
            return f"#{self.names(target[1:])}"
        if target.startswith("!date^"):
            return self._date_token(target, label)
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        address = target.removeprefix("mailto:")
        return f"{label} ({address})" if label and label != address else address

    def _date_token(self, target: str, fallback: str) -> str:
        _, unix, template, *link = target.split("^")
        shown = self.moment(int(unix), template, fallback) if unix.lstrip("-").isdecimal() else fallback
        return f"{shown} ({link[0]})" if link else shown

    def rich(self, part: Mapping[str, Any]) -> str:
        """Return a part of a rich text, or the whole."""
        kind, inner = part.get("type"), part.get("elements", [])
        match kind:
            case "text":
                return str(part["text"])
            case "user" | "channel":
                return ("@" if kind == "user" else "#") + self.names(part[f"{kind}_id"])
            case "link":
                return f"{part['text']} ({part['url']})" if part.get("text") else str(part["url"])
            case "emoji":
                return f":{part['name']}:"
            case "broadcast":
                return f"@{part['range']}"
            case "date":
                return self.moment(int(part["timestamp"]), part["format"], part.get("fallback", ""))
            case "rich_text_list":
                return self._list(part)
            case "rich_text_quote":
                return "\n".join(f"> {line}" for line in self._inline(inner).splitlines())
            case "rich_text":
                return "\n".join(self.rich(one).rstrip("\n") for one in inner)
            case _:
                return self._inline(inner)

    def _inline(self, parts: list[Mapping[str, Any]]) -> str:
        return "".join(self.rich(one) for one in parts)

    def _list(self, part: Mapping[str, Any]) -> str:
        numbers, inset = count(part.get("offset", 0) + 1), "  " * part.get("indent", 0)
        marks = (f"{next(numbers)}." if part.get("style") == "ordered" else "•" for _ in part["elements"])
        return "\n".join(f"{inset}{mark} {self.rich(one)}" for mark, one in zip(marks, part["elements"], strict=True))


def unescape(text: str) -> str:
    """Return text with Slack's three entities as the characters they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
