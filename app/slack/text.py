"""Slack's mrkdwn, and the one edge where text that a person wrote is escaped.

Sentences are templates with `{names}`; `fill` escapes every value unless it is `Mrkdwn` already.
https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from string import Formatter

from app.core.calendar import local
from app.slack.markdown import escape as escaped
from app.slack.markdown import to_mrkdwn


class Mrkdwn(str):
    """Text that Slack may interpret: made by `fill` and the functions below, never by a person."""

    __slots__ = ()


def escape(text: str) -> Mrkdwn:
    """Return text that shows as it was written: no mention, link or broadcast in it works."""
    return Mrkdwn(escaped(text))


class _Escaping(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        shown = super().format_field(value, format_spec)
        return shown if isinstance(value, Mrkdwn) else escape(shown)


def fill(template: str, **values: object) -> Mrkdwn:
    """Return the template with its values, each escaped unless it is Mrkdwn.

    Raises:
        KeyError: if the template names a value that is not given.
    """
    if _is_plain(template):  # as nearly all are, and then Python's own way is ten times as fast
        return Mrkdwn(template.format_map({name: _shown(value) for name, value in values.items()}))
    return Mrkdwn(_Escaping().format(template, **values))


def _shown(value: object) -> str:
    return value if isinstance(value, Mrkdwn) else escaped(format(value))


@cache
def _is_plain(template: str) -> bool:
    """Whether a template only names values, without attributes, conversions or formats."""
    fields = [(name, spec, way) for _, name, spec, way in Formatter().parse(template) if name is not None]
    return all(name.isidentifier() and not spec and not way for name, spec, way in fields)


def join(parts: list[Mrkdwn], by: str = "\n") -> Mrkdwn:
    """Return the parts as one text."""
    return Mrkdwn(by.join(parts))


def bullets(lines: Sequence[Mrkdwn]) -> Mrkdwn:
    """Return lines as a list."""
    return Mrkdwn("\n".join(f"• {one}" for one in lines))


def mention(user_id: str) -> Mrkdwn:
    """Return a mention of a person: Slack shows their name."""
    return Mrkdwn(f"<@{user_id}>")


def mentions(user_ids: Sequence[str]) -> Mrkdwn:
    """Return several people as a reader would list them."""
    return Mrkdwn(listed([mention(one) for one in user_ids]))


def listed(names: Sequence[str]) -> str:
    """Return names as a reader would list them: `A, B and C`."""
    if len(names) < 2:  # noqa: PLR2004 - a list needs two
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def channel(channel_id: str) -> Mrkdwn:
    """Return a link to a channel: Slack shows its name."""
    return Mrkdwn(f"<#{channel_id}>")


def moment(instant: datetime, zone: str = "UTC") -> Mrkdwn:
    """Return an instant that each reader sees in their own zone; `zone` is for the fallback only."""
    here = local(instant, zone)
    fallback = f"{here:%a} {here.day} {here:%b %Y, %H:%M} ({zone})"
    return Mrkdwn(f"<!date^{int(instant.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>")


def hour(instant: datetime, zone: str = "UTC") -> Mrkdwn:
    """Return the time of day of an instant, on each reader's own clock."""
    return Mrkdwn(f"<!date^{int(instant.timestamp())}^{{time}}|{local(instant, zone):%H:%M} ({zone})>")


def day(instant: datetime, zone: str = "UTC") -> Mrkdwn:
    """Return the day of an instant, in each reader's own zone."""
    here = local(instant, zone)
    return Mrkdwn(f"<!date^{int(instant.timestamp())}^{{date_long}}|{here:%a} {here.day} {here:%b %Y}>")


def all_clocks(instant: datetime, zones: Sequence[str]) -> str:
    """Return an instant as people's clocks show it, naming their zones; clocks that agree are named once."""
    first = local(instant, zones[0])
    shown = [f"{first:%a} {first.day} {first:%b}, {first:%H:%M} {zones[0]}"]
    seen = {first.utcoffset()}
    for zone in zones[1:]:
        here = local(instant, zone)
        if here.utcoffset() not in seen:
            seen.add(here.utcoffset())
            shown.append(f"{here:%H:%M} {zone}" if here.date() == first.date() else f"{here:%a %H:%M} {zone}")
    return " · ".join(shown)


def quote(text: str) -> Mrkdwn:
    """Return what a person wrote as a quotation, each line marked."""
    return Mrkdwn("\n".join(f"> {escape(line)}" for line in text.splitlines() or [""]))


def markdown(text: str) -> Mrkdwn:
    """Return a handbook's Markdown as Slack's mrkdwn; every text in it is escaped, `{names}` stay."""
    return Mrkdwn(to_mrkdwn(text))


def clip(text: Mrkdwn, most: int) -> Mrkdwn:
    """Return the text, cut to a length that Slack takes, without cutting a token or an entity in two."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    for opening, closing in (("<", ">"), ("&", ";")):
        last = cut.rfind(opening)
        if last != -1 and closing not in cut[last:] and len(cut) - last < 300:  # noqa: PLR2004 - the longest token
            cut = cut[:last]
    return Mrkdwn(cut.rstrip() + "…")
