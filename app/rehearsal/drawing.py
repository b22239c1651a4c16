"""The charts of a report: where one would rather look than read."""

from collections.abc import Iterator

from app.plots import Picture, heat_map, histogram, line, weekly_bars
from app.rehearsal import words
from app.rehearsal.report import Report

MOST_CLASSES = 12


def pictures(report: Report) -> Iterator[Picture]:
    """Yield the charts, most telling first."""
    weeks = [str(one.number) for one in report.weeks]
    some = sorted((one for one in report.people if one.messages), key=lambda one: (one.role, one.key))
    names = [f"{one.name} ({one.role})" for one in some]
    yield heat_map(words.LOAD.format(budget=report.budget), names, weeks, [one.weekly for one in some], report.budget)
    held = {"expected": [one.expected for one in report.weeks], "held": [one.held for one in report.weeks]}
    yield line(words.MEETINGS, weeks, held)
    if report.first_meetings:
        longest = max(report.first_meetings)
        bins = max(1, min(MOST_CLASSES, round(longest)))
        yield histogram(words.FIRST_MEETINGS, report.first_meetings, what="days", bins=bins)
    replies = {"asked": [one.asked for one in report.weeks], "answered": [one.answered for one in report.weeks]}
    yield line(words.ANSWERS, weeks, replies)
    hours = [f"{hour:02d}" for hour in range(24)]
    yield weekly_bars(words.HOURS, hours, {"messages": report.hours})
