"""What a programme would send if everything went well, as a text that a team can read and discuss. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from app import lobby
from app.core.calendar import local
from app.features.foreseeing.rules import NAMES, ROLES, Almanac, Message, almanac, busiest, for_role, week_of
from app.features.foreseeing.rules.imagining import imagine
from app.features.foreseeing.views import calendar as entries
from app.features.foreseeing.views import page as html
from app.features.foreseeing.views import picture as drawing
from app.features.foreseeing.views import title, week_name
from app.features.programmes.rules import Imagined
from app.preview.overview import overview

PLAN = (
    "An imagined cohort in which everybody answers at once and nothing goes wrong. "
    "Reminders to those for whom it goes differently come on top."
)
_PLACES = {
    "mentee": "direct message",
    "mentor": "direct message",
    "pair": "in their conversation",
    "coordinators": "in #coordinators",
    "community": "in #announcements",
}
_TIMES = re.compile(r"<!date\^[^>]*>|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* \d+ \w+|\d\d:\d\d")
_STEP = re.compile(r"^\*Step \d+ of \d+ .*$", re.MULTILINE)
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")


def foreseen(imagined: Imagined) -> Almanac:
    """Return everything that would be sent."""
    return almanac(imagined, lobby.PREVIEWS, lobby.board().notices)


def messages(imagined: Imagined) -> list[Message]:
    """List everything that would be sent, in order."""
    return list(foreseen(imagined).messages)


def tell(
    imagined: Imagined,
    roles: Sequence[str],
    read: Callable[[str], str],
    *,
    as_markdown: bool = False,
    in_full: bool = False,
) -> str:
    """Return the preview as a text.

    Args:
        imagined: the cohort.
        roles: for whom, one part each.
        read: turns mrkdwn into what a person sees.
        as_markdown: for a document instead of a terminal.
        in_full: repeat in full what differs from an earlier message by its times only.
    """
    found = foreseen(imagined)
    parts = [tell_overview(imagined, roles, as_markdown=as_markdown)]
    for role in roles:
        page = _Page(imagined, read, as_markdown=as_markdown, in_full=in_full)
        parts += page.part(role, found.for_role(role).messages)
    return "\n".join(parts) + "\n"


def tell_overview(imagined: Imagined, roles: Sequence[str], *, as_markdown: bool = False) -> str:
    """Return the calendar of a preview alone: on which day who reads what, each message by its first line."""
    shown = overview(foreseen(imagined), roles[0] if len(roles) == 1 else None, as_markdown=as_markdown)
    head = "\n## Week by week" if as_markdown else "\nWEEK BY WEEK"
    return "\n".join([_head(imagined, as_markdown=as_markdown), head, shown])


def page(found: Almanac, role: str) -> bytes:
    """Return a preview as a page for a browser; for everybody if the role is empty."""
    return html.page(found, role, PLAN).encode()


def calendar(found: Almanac, role: str, made_at: datetime) -> bytes:
    """Return a preview as a calendar, made at an instant, UTC."""
    return entries.file(found, role, made_at)


def picture(found: Almanac, role: str) -> bytes:
    """Return how much would be sent in each week, as a PNG."""
    return drawing.loads(found, role).png


def _head(imagined: Imagined, *, as_markdown: bool) -> str:
    cohort, mark = imagined.cohort, "# " if as_markdown else ""
    last = f"the last day is {cohort.ends_on.day} {cohort.ends_on:%B %Y}"
    if imagined.graduates_at is not None:
        last = f"the mentee is found ready on {_day(imagined.graduates_at, cohort.zone)}"
    outlines = imagined.handbook.outlines
    plan = f"They follow the session plan “{outlines[0].name}”. " if outlines else ""
    return (
        f"{mark}{imagined.handbook.name}: what Trellis would send\n\n"
        f"An imagined cohort: sign-up opens on {_day(cohort.opened_at, cohort.zone)}, the match is on "
        f"{_day(imagined.matched_at, cohort.zone)}, {last}. "
        f"Everybody answers at once, {len(imagined.meets_at)} meetings are held, and nothing goes wrong. "
        f"{plan}Times are of the zone {cohort.zone}."
    )


class _Page:
    """One role's part."""

    def __init__(self, imagined: Imagined, read: Callable[[str], str], *, as_markdown: bool, in_full: bool) -> None:
        self._imagined, self._read = imagined, read
        self._markdown, self._in_full = as_markdown, in_full
        self._zone = imagined.cohort.zone

    def part(self, role: str, found: Sequence[Message]) -> Iterator[str]:
        who = "the coordinators read" if role == "coordinators" else f"a {role} reads"
        yield self._title(f"What {who}", 2)
        week, seen = None, dict[tuple[str, str, str], datetime]()
        for one in found:
            if (now := week_of(one.at, self._imagined)) != week:
                week = now
                yield self._title(title(week), 3)
            key = (one.kind.name, one.foreseen.to, _STEP.sub("#", _TIMES.sub("#", one.foreseen.text)))
            earlier = None if self._in_full else seen.get(key)
            seen.setdefault(key, one.at)
            yield from self._message(one, earlier)
        yield self._title("In all", 3)
        yield self._sum(role, found)

    def _title(self, text: str, depth: int) -> str:
        if self._markdown:
            return f"\n{'#' * depth} {text}\n"
        return f"\n{text.upper() if depth == 2 else '── ' + text}\n"  # noqa: PLR2004 - the part's own title

    def _message(self, one: Message, earlier: datetime | None) -> Iterator[str]:
        when = f"{_day(one.at, self._zone)}, {local(one.at, self._zone):%H:%M}"
        place = _PLACES[one.foreseen.to]
        yield f"**{when}** · {place}  " if self._markdown else f"{when} · {place}"
        if earlier is not None:
            first, *more = self._read(one.foreseen.text).splitlines()
            again = f"(as on {_day(earlier, self._zone)})"
            said = f"{first} …" if any(more) else first
            said = "\n".join([said, *_STEP.findall(self._read(one.foreseen.text))])
            if self._markdown:
                yield "\n".join([*map(_as_markdown, said.splitlines()), f">\n> *{again}*\n"])
            else:
                yield "\n".join([*(f"  │ {line}" for line in said.splitlines()), f"  {again}\n"])
            return
        yield f"*Why: {one.kind.why}*\n" if self._markdown else f"  Why: {one.kind.why}"
        for line in self._read(one.foreseen.text).splitlines():
            yield _as_markdown(line) if self._markdown else f"  │ {line}".rstrip()
        if one.foreseen.answers:
            buttons = " ".join(f"[{label}]" for label in one.foreseen.answers)
            yield f">\n> {buttons}" if self._markdown else f"  │ {buttons}"
        yield ""

    def _sum(self, role: str, found: Sequence[Message]) -> str:
        counted = f"{len(found)} messages"
        if role == "coordinators":
            return f"{counted}, all in channels or in answer to something they did."
        unasked = sum(one.is_unasked for one in found)
        week, most = busiest(found, self._imagined)
        allowed = self._imagined.handbook.unasked_a_week
        said = f"{counted}, {unasked} of them unasked to one person."
        if not most:
            return said
        said += f" The busiest is {week_name(week)} with {most}; this programme allows {allowed} a week."
        return said if most <= allowed else f"{said} Trellis would put off what is too much."


def _as_markdown(line: str) -> str:
    shown = _BOLD.sub(r"**\1**", line)
    return f"> {shown.replace('•', '-', 1) if shown.lstrip().startswith('•') else shown}  ".rstrip(" ") + (
        "  " if shown else ""
    )


def _day(at: datetime, zone: str) -> str:
    here = local(at, zone)
    return f"{here:%A} {here.day} {here:%B}"


__all__ = [
    "NAMES",
    "ROLES",
    "Message",
    "busiest",
    "calendar",
    "for_role",
    "foreseen",
    "imagine",
    "messages",
    "page",
    "picture",
    "tell",
    "tell_overview",
    "week_name",
]
