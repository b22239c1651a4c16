"""The page that a match leaves: one file that needs nothing else, light or dark, to read or to print."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from app.features.matching import words as matching_words
from app.features.matching.rules.whole import Placed
from app.features.matching.views import hints as hint_views
from app.match import words
from app.match.running import NO_PLACE, Matched

BARS = 10
WIDTH, HEIGHT, FOOT = 640, 180, 24
STYLE = Path(__file__).with_name("page.css")
SORTING = Path(__file__).with_name("page.js")


def page(matched: Matched) -> str:
    """Return the page as HTML."""
    handbook, cohort = matched.handbook, matched.cohort
    title = escape(words.TITLE.format(programme=handbook.name))
    made = words.MADE.format(
        mentees=len(matched.of_role("mentee")),
        mentors=len(matched.of_role("mentor")),
        community=handbook.community,
        start=f"{cohort.starts_on:%A, %d %B %Y}",
    )
    parts = [
        f"<header><h1>{title}</h1><p>{escape(made)}</p></header>",
        _totals(matched),
        _section("scores", words.SCORES, _histogram([one.fit.score for one in matched.found.placed])),
        _groups(matched) if matched.is_in_groups else _section("pairs", words.PAIRS, _pairs(matched)),
        _left(matched),
        _recruiting(matched),
        _rejected(matched),
    ]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + f"\n</main>\n<script>\n{SORTING.read_text(encoding='utf-8')}</script>\n</body>\n</html>\n"
    )


def hours(matched: Matched, one: Placed) -> list[str]:
    """Return when both are free, each on their own clock."""
    mentee, mentor = matched.application(one.mentee), matched.application(one.mentor)
    return [
        words.HOUR.format(mentee_time=here, mentee_zone=mentee.zone, mentor_time=there, mentor_zone=mentor.zone)
        for here, there in matched.hours(one)
    ]


def certificate(matched: Matched) -> str:
    """Return how much better another whole could be at most; empty if nobody proved anything."""
    gap = matched.found.summary.gap
    if gap is None:
        return ""
    return words.GAP_NONE if gap < 1e-6 else words.GAP.format(gap=percent(gap))  # noqa: PLR2004 - one in a million


def percent(share: float) -> str:
    """Return a share in words; never less than it is."""
    return f"{max(share * 100, 0.01):.2f} %"


def _section(key: str, title: str, inside: str) -> str:
    return f'<section id="{key}"><h2>{escape(title)}</h2>\n{inside}</section>'


def _totals(matched: Matched) -> str:
    found = matched.found.summary
    left = [role for _, role, _ in matched.left()]
    numbers = {
        "placed": f"{found.placed} / {len(matched.of_role('mentee'))}",
        "left": str(left.count("mentee")),
        "free": str(left.count("mentor")),
        "groups" if matched.is_in_groups else "pairs": str(len(matched.groups())),
        "total": f"{found.total:.2f}",
        "rejected": str(len({(one.file, one.line) for one in matched.people.faults})),
    }
    cells = "".join(f"<div><dt>{words.TOTALS[key]}</dt><dd>{value}</dd></div>" for key, value in numbers.items())
    return f"<dl>{cells}</dl>\n<p>{escape(certificate(matched))}</p>"


def _histogram(scores: Sequence[float]) -> str:
    """Return how many matches have which score, as a drawing with its numbers beside the bars."""
    counts = [0] * BARS
    for one in scores:
        counts[min(BARS - 1, int(one * BARS))] += 1
    step, room = WIDTH / BARS, HEIGHT - 2 * FOOT
    drawn = []
    for number, count in enumerate(counts):
        tall = room * count / max(1, *counts)
        left, top = number * step, HEIGHT - FOOT - tall
        middle = left + step / 2
        drawn.append(f'<rect x="{left + 3:.1f}" y="{top:.1f}" width="{step - 6:.1f}" height="{tall:.1f}" rx="3"/>')
        if count:
            drawn.append(f'<text x="{middle:.1f}" y="{top - 6:.1f}">{count}</text>')
        drawn.append(f'<text x="{middle:.1f}" y="{HEIGHT - 6}">{number / BARS:.1f}</text>')
    label = escape(words.SCORES_TEXT)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(drawn)}</svg>\n<p>{label}</p>'


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(words.HEADINGS[one])}</th>' for one in headings)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _list(lines: Iterable[str]) -> str:
    inside = "".join(f"<li>{escape(one)}</li>" for one in lines)
    return f"<ul>{inside}</ul>" if inside else ""


def _pairs(matched: Matched) -> str:
    rows = [_pair(matched, one) for one in sorted(matched.found.placed, key=lambda one: (-one.fit.score, one.mentee))]
    return f'<p class="hint">{words.SORT}</p>' + _table(("mentee", "mentor", "score", "why", "hours"), rows)


def _pair(matched: Matched, one: Placed) -> tuple[str, ...]:
    return (
        escape(matched.person(one.mentee).name),
        escape(matched.person(one.mentor).name),
        f"{one.fit.score:.3f}",
        _list(matched.reasons(one)),
        _list(hours(matched, one)) or words.NO_HOURS,
    )


def _groups(matched: Matched) -> str:
    return _section(
        "groups", words.GROUPS, "\n".join(_group(matched, several) for several in matched.groups().values())
    )


def _group(matched: Matched, several: Sequence[Placed]) -> str:
    mentor, zone = matched.person(several[0].mentor).name, matched.application(several[0].mentor).zone
    times = matched.hours(several[0])
    said = (
        words.GROUP_MEETS.format(mentor=mentor, number=len(several), time=times[0][1], zone=zone)
        if several[0].shared_at is not None
        else words.GROUP_NO_HOUR.format(mentor=mentor, number=len(several))
    )
    rows = []
    for one in several:
        mentee, _, score, reasons, shared = _pair(matched, one)
        rows.append((mentee, score, reasons, shared))
    return f"<h3>{escape(said)}</h3>\n" + _table(("mentee", "score", "why", "hours"), rows)


def _left(matched: Matched) -> str:
    rows = [
        (escape(matched.person(number).name), words.ROLES[role], escape(why(code)))
        for number, role, code in matched.left()
    ]
    return _section("left", words.LEFT, _table(("name", "role", "why"), rows) if rows else _said(words.EVERYBODY))


def why(code: str) -> str:
    """Return why somebody is left over."""
    return words.NO_PLACE if code == NO_PLACE else matching_words.LEFT_OVER[code]


def _recruiting(matched: Matched) -> str:
    if not any(role == "mentee" for _, role, _ in matched.left()):
        return ""
    if not matched.hints:
        return _section("recruiting", words.RECRUIT, _said(words.RECRUIT_NONE))
    return _section("recruiting", words.RECRUIT, "\n".join(_hints(matched)))


def _hints(matched: Matched) -> Iterator[str]:
    for said, hint in zip(hint_views.sentences(matched.hints), matched.hints, strict=True):
        post = hint_views.post(hint, matched.cohort, matched.handbook)
        yield f"{_said(said)}<blockquote>{escape(post)}</blockquote>"


def _said(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _rejected(matched: Matched) -> str:
    faults = matched.people.faults
    if not faults:
        return ""
    rows = [(escape(one.file), str(one.line), escape(one.column), escape(one.says)) for one in faults]
    return _section("rejected", words.REJECTED, _table(("file", "line", "column", "what"), rows))
