"""The report as text: Markdown for a document, the same with fewer marks for a terminal. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from app.rehearsal import showing, words
from app.rehearsal.comparing import Difference
from app.rehearsal.report import Award, Report


def markdown(report: Report, difference: Difference | None = None) -> str:
    """Return the report, and what differs from an earlier one if that is given."""
    parts = [f"# {showing.title(report)}", showing.setting(report.setting)]
    if difference is not None:
        parts += _difference(difference)
    parts += [f"## {words.FINDINGS}", _findings(report), *report.notes]
    for heading, figures in showing.grouped(report.figures):
        rows = [(one.label, showing.figure(one), showing.percent(one)) for one in figures]
        parts += [f"## {heading}", _table(("", "", ""), rows)]
    parts += [f"## {words.LEFT_OVER}", _list(f"{name}: {why}" for name, why in report.left_over) or words.NOBODY]
    troubles = [(one.pair, one.since, ", ".join(one.steps), one.ended) for one in report.troubles]
    head = ("Pair", "Since", "What Trellis did", "How it ended")
    parts += [f"## {words.TROUBLES}", _table(head, troubles) if troubles else words.NONE]
    if report.awards:
        parts += [f"## {words.AWARDS}", _table(("Who", "", ""), [_award(one) for one in report.awards])]
    if report.faults:
        parts += [f"## {words.FAULTS}", words.FAULTS_INTRO, _list(map(showing.odd, report.faults))]
    if report.refused:
        parts += [f"## {words.REFUSED}", words.REFUSED_INTRO, _list(map(showing.odd, report.refused))]
    mix = [(key, showing.number(mentees), showing.number(mentors)) for key, mentees, mentors in report.setting.mix]
    parts += [f"## {words.MIX}", _table(("Temperament", "Mentees", "Mentors"), mix)]
    people = [
        (one.name, f"{one.role}, {one.temperament}", one.outcome, str(len(one.messages)), str(sum(one.weekly)))
        for one in report.people
    ]
    parts += ["## Everybody", _table(("Who", "How", "What became of it", "Messages", "Unasked"), people)]
    return "\n\n".join([*parts, words.MORE_MESSAGES]) + "\n"


def summary(report: Report, difference: Difference | None = None) -> str:
    """Return what a terminal shows: the figures, the findings, and the difference."""
    lines = [showing.setting(report.setting)]
    for heading, figures in showing.grouped(report.figures):
        wide = max(len(one.label) for one in figures)
        lines += ["", heading]
        lines += [f"  {one.label:{wide}}  {showing.figure(one)}  {showing.percent(one)}".rstrip() for one in figures]
    lines += ["", words.FINDINGS]
    found = [f"{words.KINDS[one.kind]}: {one.says.replace('`', '')}" for one in report.findings]
    lines += [f"  {one}" for one in [*(found or [words.NO_FINDINGS]), *report.notes]]
    for heading, odd in ((words.FAULTS, report.faults), (words.REFUSED, report.refused)):
        if odd:
            lines += ["", heading, *(f"  {showing.odd(one)}" for one in odd)]
    if difference is not None:
        lines += ["", words.COMPARED.format(name=difference.name), *(f"  {one}" for one in _changed(difference))]
    return "\n".join(lines)


def _findings(report: Report) -> str:
    return (
        _list(f"**{words.KINDS[one.kind]}** (`{one.message}`). {one.says}" for one in report.findings)
        or words.NO_FINDINGS
    )


def _difference(said: Difference) -> Iterator[str]:
    yield f"## {words.COMPARED.format(name=said.name)}"
    if said.caution:
        yield said.caution
    if said.is_none:
        yield words.COMPARED_SAME
    if said.changes:
        yield _table(("", "Before", "Now", ""), [(one.label, one.before, one.after, one.by) for one in said.changes])
    for heading, found in ((words.GONE, said.gone), (words.NEW, said.new)):
        if found:
            yield f"**{heading}**"
            yield _list(one.says for one in found)


def _changed(said: Difference) -> Iterator[str]:
    if said.caution:
        yield said.caution
    if said.is_none:
        yield words.COMPARED_SAME
    for one in said.changes:
        yield f"{one.label}: {one.before} → {one.after}" + (f" ({one.by})" if one.by else "")
    yield from (f"{words.GONE}: {one.says.replace('`', '')}" for one in said.gone)
    yield from (f"{words.NEW}: {one.says.replace('`', '')}" for one in said.new)


def _award(one: Award) -> tuple[str, str, str]:
    return one.person, one.role, "earned" if one.earned else f"lacks {'; '.join(one.lacks)}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(one.replace('|', chr(92) + '|') for one in row)} |" for row in cells)
