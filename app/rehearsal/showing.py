"""Numbers and lines as people read them, the same in a terminal, in Markdown, and on a page. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.rehearsal import words
from app.rehearsal.report import Figure, Odd, Report, Setting

NONE = "none"


def title(report: Report) -> str:
    """Return the report's title."""
    return words.TITLE.format(name=report.setting.name)


def setting(said: Setting) -> str:
    """Return what was rehearsed, in sentences."""
    last = words.LAST_DAY.format(last_day=_day(said.last_day)) if said.last_day else ""
    days = {"opens_on": _day(said.opens_on), "first_day": _day(said.first_day), "last_day": last}
    facts = {**said.model_dump(), **days}
    return f"{words.SETTING.format(**facts)} {words.SAME}"


def _day(said: str) -> str:
    day = date.fromisoformat(said)
    return f"{day.day} {day:%B %Y}"


def number(value: float | None) -> str:
    """Return a number without needless digits."""
    if value is None:
        return NONE
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def share(value: float | None, of: float | None) -> str:
    """Return a part of a whole in per cent; nothing if there is no whole."""
    return f"{value / of:.0%}" if value is not None and of else ""


def figure(one: Figure) -> str:
    """Return a figure with what it is a part of: `12 of 15`."""
    if one.of is None:
        return f"{number(one.value)} {one.unit}".strip() if one.value is not None else NONE
    if one.unit:
        return f"{number(one.value)} {one.unit}, {number(one.of)} are allowed"
    return f"{number(one.value)} of {number(one.of)}" if one.of else NONE


def percent(one: Figure) -> str:
    """Return a figure as a share of what it is a part of, if it is one."""
    return share(one.value, one.of) if not one.unit else ""


def apart(one: Figure) -> tuple[str, str]:
    """Return a figure as what is read first, and what stands below it."""
    if one.unit:
        return number(one.value), one.unit if one.of is None else f"{one.unit}, {number(one.of)} are allowed"
    return (percent(one), figure(one)) if percent(one) else (figure(one), "")


def grouped(figures: Sequence[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    """Yield the figures under their headings."""
    for group, heading in words.GROUPS.items():
        found = [one for one in figures if one.group == group]
        if found:
            yield heading, found


def odd(one: Odd) -> str:
    """Return what was refused, as one line."""
    times = words.ONCE if one.times == 1 else words.TIMES.format(times=one.times)
    return words.ODD.format(times=times, sentence=one.sentence, action=one.action, who=one.who)
