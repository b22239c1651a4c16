"""What a programme would send if everything went well, as a text that a team can read and discuss. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app import lobby
from app.core.calendar import humane, local, localise
from app.core.foresight import Foreseen
from app.core.notice import NoticeKind
from app.delivery.rules import HUMANE, UNASKED
from app.features.programmes.rules import NO_END, Cohort, Imagined
from app.handbook.model import Handbook

SIGNUP = timedelta(days=14)
MONTH = 30.4
OF_DAY = time(10)
MATCH_AFTER = timedelta(days=2)
FIRST_MEETING = timedelta(days=6)
MEETS_AT = time(17)
PROJECT = "Example Project"
PROJECT_ABOUT = "(what the project says of itself)"
PROJECT_HOW = "(how the project says that one takes part)"
ROLES = ("mentee", "mentor", "coordinators")
NAMES = {
    "UMENTOR": "Mentor",
    "UMENTEE": "Mentee",
    "UMENTEE2": "Second mentee",
    "UMENTEE3": "Third mentee",
    "UCOLLEAGUE": "Colleague",
    "UCOORDINATOR": "Coordinator",
    "CANNOUNCE": "announcements",
    "CMENTORS": "mentors",
    "CMENTEES": "mentees",
    "CDESK": "coordinators",
}
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


def imagine(handbook: Handbook, first_day: date, zone: str = "UTC") -> Imagined:
    """Return a cohort of the programme's usual length that is matched in its first days and misses no meeting.

    One without an end lasts until the mentee is found ready, if its handbook says when that is asked.
    """
    days = round(handbook.least_months * MONTH)
    ready = _days_until_ready(handbook)
    if ready is not None:
        days = ready + MATCH_AFTER.days
    opened = localise(first_day - SIGNUP, OF_DAY, zone)
    is_project = handbook.projects is not None
    cohort = Cohort(
        id=1,
        team_id="T1",
        programme=handbook.programme,
        name=PROJECT if is_project else f"{handbook.name} {first_day.year}",
        starts_on=first_day,
        ends_on=first_day + timedelta(days=days),
        signup_until=first_day - timedelta(days=1) if handbook.admission == "cohorts" else NO_END,
        zone=zone,
        announce_channel="CANNOUNCE",
        mentors_channel="CMENTORS",
        mentees_channel="CMENTEES",
        coordinators_channel="CDESK",
        opened_at=opened,
        about=PROJECT_ABOUT if is_project else "",
        how_to_join=PROJECT_HOW if is_project else "",
    )
    matched = first_day + MATCH_AFTER
    meetings = range(FIRST_MEETING.days, days - MATCH_AFTER.days, handbook.rhythm.every_days)
    group = handbook.matching.group
    return Imagined(
        handbook=handbook,
        cohort=cohort,
        applied_at=opened + timedelta(days=2, hours=2),
        matched_at=localise(matched, OF_DAY, zone),
        graduates_at=localise(matched, OF_DAY, zone) + timedelta(days=ready) if ready is not None else None,
        meets_at=tuple(localise(matched + timedelta(days=one), MEETS_AT, zone) for one in meetings),
        mentees=("UMENTEE",) if group is None else ("UMENTEE", "UMENTEE2", "UMENTEE3")[: group.most_mentees],
    )


def _days_until_ready(handbook: Handbook) -> int | None:
    """Return how many days after the match a mentee of a programme without an end is found ready, at the earliest."""
    if handbook.admission != "rolling":
        return None
    asked = [
        one.when.days + (one.when.every_days or 0)
        for one in handbook.decisions
        if one.when.at == "match" and any(answer.leads_to == "graduate" for answer in one.answers)
    ]
    return min(asked, default=None)


@dataclass(frozen=True)
class Message:
    """One message on the day it goes out: in humane hours if it is of a kind that waits for them."""

    at: datetime
    foreseen: Foreseen
    kind: NoticeKind

    @property
    def is_unasked(self) -> bool:
        """Whether it counts against the weekly budget: it goes to one person who did not ask for it."""
        return self.kind.manner in UNASKED and self.foreseen.to in ("mentee", "mentor")


def messages(imagined: Imagined) -> list[Message]:
    """List everything that would be sent, in order."""
    kinds = {kind.name: kind for kind in lobby.board().notices}
    zone, found = imagined.cohort.zone, []
    for foresee in lobby.PREVIEWS:
        for one in foresee(imagined):
            kind = kinds[one.kind]
            found.append(Message(humane(one.at, zone) if kind.manner in HUMANE else one.at, one, kind))
    return sorted(found, key=lambda one: one.at)


def for_role(found: Sequence[Message], role: str) -> list[Message]:
    """Return what somebody of a role reads: what is sent to them, to their pair, and to everybody."""
    places = {role, "community"} if role == "coordinators" else {role, "pair", "community"}
    return [one for one in found if one.foreseen.to in places]


def busiest(found: Sequence[Message], imagined: Imagined) -> tuple[int, int]:
    """Return the week with the most unasked messages (from 1, at the match) and how many they are."""
    weeks = Counter(_week(one.at, imagined) for one in found if one.is_unasked)
    if not weeks:
        return 1, 0
    return max(weeks.items(), key=lambda item: (item[1], -item[0]))


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
    found = messages(imagined)
    parts = [_head(imagined, as_markdown=as_markdown)]
    for role in roles:
        page = _Page(imagined, read, as_markdown=as_markdown, in_full=in_full)
        parts += page.part(role, for_role(found, role))
    return "\n".join(parts) + "\n"


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
            if (now := _week(one.at, self._imagined)) != week:
                week = now
                name = week_name(week)
                yield self._title(name[0].upper() + name[1:], 3)
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


def _week(at: datetime, imagined: Imagined) -> int:
    zone = imagined.cohort.zone
    return (local(at, zone).date() - local(imagined.matched_at, zone).date()).days // 7 + 1


def week_name(week: int) -> str:
    """Return a week's name: `week 1` begins with the match."""
    if week >= 1:
        return f"week {week}"
    return "the week before the match" if week == 0 else f"{1 - week} weeks before the match"
