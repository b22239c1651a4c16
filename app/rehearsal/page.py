"""The report as a page: one file that needs nothing else, light or dark, to read or to print."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from app.rehearsal import showing, words
from app.rehearsal.comparing import Difference
from app.rehearsal.drawing import pictures
from app.rehearsal.report import Message, Person, Report

STYLE = Path(__file__).with_name("page.css")


def page(report: Report, difference: Difference | None = None) -> str:
    """Return the report as HTML, and what differs from an earlier one if that is given."""
    title = escape(showing.title(report))
    inside = [
        f"<header><h1>{title}</h1><p>{escape(showing.setting(report.setting))}</p></header>",
        *([_difference(difference)] if difference is not None else []),
        _section("findings", words.FINDINGS, _findings(report)),
        *_figures(report),
        f'<section id="charts">{"".join(one.html for one in pictures(report))}</section>',
        *_lists(report),
        _section("people", words.PEOPLE, _hint(words.PEOPLE_HINT) + "".join(map(_person, report.people))),
        _section("channels", words.CHANNELS, "".join(_channels(report))),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(inside)
        + "\n</main>\n</body>\n</html>\n"
    )


def _section(key: str, heading: str, inside: str) -> str:
    return f'<section id="{key}"><h2>{escape(heading)}</h2>\n{inside}</section>'


def _hint(text: str) -> str:
    return f'<p class="hint">{escape(text)}</p>'


def _coded(text: str) -> str:
    """Return a sentence in which what stands between back-quotes is a key."""
    parts = escape(text).split("`")
    return "".join(f"<code>{one}</code>" if number % 2 else one for number, one in enumerate(parts))


def _findings(report: Report) -> str:
    notes = "".join(map(_hint, report.notes))
    if not report.findings:
        return f'<p class="fine">{escape(words.NO_FINDINGS)}</p>{notes}'
    return notes + _list(
        f"<strong>{words.KINDS[one.kind]}.</strong> {_coded(one.says)} <small>{escape(one.message)}</small>"
        for one in report.findings
    )


def _figures(report: Report) -> Iterator[str]:
    for heading, figures in showing.grouped(report.figures):
        cards = "".join(
            f"<div><dt>{escape(one.label)}</dt><dd>{escape(head)}<small>{escape(foot)}</small></dd></div>"
            for one in figures
            for head, foot in [showing.apart(one)]
        )
        yield f"<section><h2>{escape(heading)}</h2>\n<dl>{cards}</dl></section>"


def _lists(report: Report) -> Iterator[str]:
    left = _table(("Who", "Why"), report.left_over) if report.left_over else f"<p>{words.NOBODY}</p>"
    yield _section("left-over", words.LEFT_OVER, left)
    troubles = [(one.pair, one.since, ", ".join(one.steps), one.ended) for one in report.troubles]
    head = ("Pair", "Since", "What Trellis did", "How it ended")
    yield _section("trouble", words.TROUBLES, _table(head, troubles) if troubles else f"<p>{words.NONE}</p>")
    if report.awards:
        awards = [(one.person, one.role, "earned" if one.earned else "; ".join(one.lacks)) for one in report.awards]
        yield _section("certificates", words.AWARDS, _table(("Who", "As", "Earned, or what is missing"), awards))
    for key, heading, hint, found in (
        ("faults", words.FAULTS, words.FAULTS_INTRO, report.faults),
        ("refused", words.REFUSED, words.REFUSED_INTRO, report.refused),
    ):
        if found:
            yield _section(key, heading, _hint(hint) + _list(_coded(showing.odd(one)) for one in found))
    mix = [(key, str(mentees), str(mentors)) for key, mentees, mentors in report.setting.mix]
    yield _section("mix", words.MIX, _table(("Temperament", "Mentees", "Mentors"), mix))


def _difference(said: Difference) -> str:
    parts = [_hint(said.caution)] if said.caution else []
    if said.is_none:
        parts.append(f"<p>{words.COMPARED_SAME}</p>")
    if said.changes:
        rows = [(one.label, one.before, one.after, one.by) for one in said.changes]
        parts.append(_table(("", "Before", "Now", ""), rows))
    for heading, found in ((words.GONE, said.gone), (words.NEW, said.new)):
        if found:
            parts.append(f"<h3>{heading}</h3>{_list(_coded(one.says) for one in found)}")
    return _section("difference", words.COMPARED.format(name=said.name), "".join(parts))


def _person(one: Person) -> str:
    said = f"{one.role}, {one.temperament}, {one.zone} · {one.outcome} · {len(one.messages)} messages"
    return _fold(one.name, said, one.messages)


def _channels(report: Report) -> Iterator[str]:
    for place, messages in report.channels.items():
        yield _fold(f"#{place}", f"{len(messages)} messages", messages)


def _fold(name: str, said: str, messages: Sequence[Message]) -> str:
    inside = "".join(map(_message, messages))
    return (
        f"<details><summary><strong>{escape(name)}</strong> <span>{escape(said)}</span></summary>"
        f"<ol>{inside}</ol></details>"
    )


def _message(one: Message) -> str:
    facts = " · ".join(each for each in (one.local, one.where, one.kind, "unasked" if one.unasked else "") if each)
    mark = ' class="unasked"' if one.unasked else ""
    return f"<li{mark}><p>{escape(facts)}</p><pre>{escape(one.text)}</pre></li>"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{one}</li>' for one in lines)}</ul>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
