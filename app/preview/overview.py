"""The calendar at the top of a preview: by week and role, one line a message."""

from collections.abc import Iterator

from app.core.calendar import local
from app.features.foreseeing.rules import Almanac, Week, places
from app.features.foreseeing.views import ORDER, reader_of, span, title
from app.slack.reading import Reader

READERS = {
    "community": "everybody",
    "pair": "together",
    "mentee": "mentee",
    "mentor": "mentor",
    "coordinators": "coordinators",
}
WIDTH = 72


def overview(found: Almanac, role: str | None, *, as_markdown: bool) -> str:
    """Return on which day who reads what, week by week, each message by its first line.

    Args:
        found: of the cohort, for everybody.
        role: whose messages; None for everybody's.
        as_markdown: for a document instead of a terminal.
    """
    reader = reader_of(found, places(found.imagined))
    weeks = [one for one in found.weeks_of(found.for_role(role or "").messages) if one.messages]
    return "\n".join(line for one in weeks for line in _week(one, reader, as_markdown=as_markdown))


def _week(one: Week, reader: Reader, *, as_markdown: bool) -> Iterator[str]:
    name = f"{title(one.number)} · {span(one.first, one.last)}"
    yield f"\n### {name}\n" if as_markdown else f"\n── {name}"
    for to in ORDER:
        label = READERS[to]
        for each in one.messages:
            if each.foreseen.to != to:
                continue
            here, said = local(each.at, reader.zone), reader.title(each.foreseen.text, WIDTH)
            when = f"{here:%a} {here.day:2}, {here:%H:%M}"
            yield f"- {label}, {' '.join(when.split())}: {said}" if as_markdown else f"{label:>12}  {when}  {said}"
            label = label if as_markdown else ""
