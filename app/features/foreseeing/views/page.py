"""What will be sent, as a page: one file that needs nothing else, light or dark, to read or to print."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from app.core.calendar import local
from app.features.foreseeing import words
from app.features.foreseeing.rules import ROLES, TO_ONE, Almanac, Message, Week, places
from app.features.foreseeing.views import reader_of, span, title
from app.features.foreseeing.views.picture import load
from app.slack.reading import Reader

STYLE = Path(__file__).with_name("page.css")
SCRIPT = Path(__file__).with_name("page.js")
ORDER = ("community", "pair", *ROLES)
TITLE = 110


def page(found: Almanac, role: str, about: str, now: datetime | None = None) -> str:
    """Return the page as HTML.

    Args:
        found: of the cohort, for everybody.
        role: whose messages; empty for everybody's.
        about: what kind of plan it is, in a sentence.
        now: the present instant, UTC, to tell what is past; None for what never begins.
    """
    of, shown = found.imagined.cohort, found.for_role(role)
    heading = escape(words.PAGE_TITLE.format(cohort=of.name))
    days = [_long(found.messages[at].at, of.zone) for at in (0, -1)] if found.messages else ["", ""]
    head = words.PAGE_HEAD.format(first=days[0], last=days[1], zone=of.zone)
    reader = reader_of(found, places(found.imagined))
    roles = (role,) if role else TO_ONE
    pictures = "".join(load(found, one).html for one in roles)
    hint = f'<p class="hint">{escape(words.PAGE_LOAD_HINT)}</p>\n' if set(roles) & set(TO_ONE) else ""
    weeks = [one for one in found.weeks_of(shown.messages) if one.messages] if found.messages else []
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{heading}</title>\n'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f'<body class="{f"only {role}" if role else "all"}">\n'
        f'<a class="skip" href="#weeks">{words.PAGE_SKIP}</a>\n<main>\n'
        f"<header><h1>{heading}</h1><p>{escape(about)}</p></header>\n"
        f'<section id="load"><h2>{words.PAGE_LOAD}</h2>\n{hint}<div class="load">{pictures}</div></section>\n'
        f'<section id="weeks"><h2>{words.PAGE_WEEKS}</h2>\n<p class="hint">{escape(head)}</p>\n'
        f"{_tools(role)}\n"
        + "\n".join(_week(one, reader, now) for one in weeks)
        + f"\n</section>\n</main>\n<script>\n{SCRIPT.read_text(encoding='utf-8')}</script>\n</body>\n</html>\n"
    )


def _tools(role: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="role" value="{value or "all"}"{"" if value else " checked"}> '
        f"{escape(label)}</label>"
        for value, label in {"": words.EVERYBODY, **words.ROLES}.items()
    )
    chosen = "" if role else f"<fieldset><legend>{words.PAGE_FILTER}</legend>{choices}</fieldset>"
    buttons = f'<p><button type="button" data-open="yes">{words.PAGE_OPEN}</button> '
    buttons += f'<button type="button" data-open="">{words.PAGE_SHUT}</button></p>'
    return f'<div class="tools">{chosen}{buttons}</div>'


def _week(one: Week, reader: Reader, now: datetime | None) -> str:
    inside = sorted(one.messages, key=lambda each: (each.at, ORDER.index(each.foreseen.to)))
    desk = [_message(each, reader) for each in inside if each.foreseen.to == "coordinators"]
    pair = [_message(each, reader) for each in inside if each.foreseen.to != "coordinators"]
    past = words.PAST if now is not None and one.last < local(now, reader.zone).date() else ""
    return (
        f'<article class="week{" past" if past else ""}"><h3>{title(one.number)} '
        f"<small>{span(one.first, one.last)}{past}</small></h3>\n"
        f'<div class="days"><div class="two">{"".join(pair)}</div>\n<div class="desk">{"".join(desk)}</div></div>\n'
        "</article>"
    )


def _message(one: Message, reader: Reader) -> str:
    to, here, first = one.foreseen.to, local(one.at, reader.zone), reader.title(one.foreseen.text, TITLE)
    lines = "\n".join(_lines(one, reader))
    return (
        f'<details class="m {to}"><summary><span class="when"><time datetime="{here.isoformat()}">{here:%a} {here.day} '
        f'{here:%b}, {here:%H:%M}</time> <span class="to">{escape(words.TO[to])}</span></span> '
        f'<span class="said-first">{escape(first)}</span></summary>\n{lines}</details>\n'
    )


def _lines(one: Message, reader: Reader) -> Iterator[str]:
    yield f'<div class="text">{reader.html(one.foreseen.text)}</div>'
    if one.foreseen.answers:
        labels = "".join(f"<li>{escape(label)}</li>" for label in one.foreseen.answers)
        yield f'<ul class="answers">{labels}</ul>'
    yield f'<p class="why">{escape(words.PAGE_WHY.format(why=one.kind.why))}</p>'


def _long(at: datetime, zone: str) -> str:
    here = local(at, zone)
    return f"{here.day} {here:%B %Y}"
