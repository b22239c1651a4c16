"""The summary, as a message and as a file."""

from collections.abc import Iterator
from datetime import datetime

from app.core.calendar import local
from app.core.notice import Block
from app.features.keepsakes import words
from app.features.keepsakes.rules import Summary
from app.slack import blocks
from app.slack.text import Mrkdwn, day, fill, join, mentions


def message(summary: Summary) -> Mrkdwn:
    """What the message with the file says."""
    stay = summary.stay
    did = "; ".join(_did(summary)) or words.NOTHING
    facts = {"partners": mentions(stay.partners), "cohort": summary.cohort, "did": did}
    since = day(stay.since, summary.zone)
    if stay.until is None:
        return join([fill(words.SO_FAR, **facts, since=since), Mrkdwn(words.KEEP)])
    text = fill(words.OVER, **facts, since=since, until=day(stay.until, summary.zone))
    return join([text, Mrkdwn(words.KEEP)])


def _did(summary: Summary) -> Iterator[str]:
    held, there = len(summary.met), summary.attended
    if held:
        template = words.MET_OF if there < held else words.MET if held > 1 else words.MET_ONE
        yield template.format(count=there, held=held, time=_time(summary.minutes))
    if summary.goals:
        done = sum(one.state == "done" for one in summary.goals)
        yield words.GOALS.format(done=done, all=len(summary.goals))
    if summary.tasks:
        # Where nobody said how the tasks went, “0 done” would be a wrong answer.
        template = words.TASK_SET if len(summary.tasks) == 1 else words.TASKS_SET
        if any(one.done for one in summary.tasks):
            template = words.TASKS
        done = sum(one.done == "yes" for one in summary.tasks)
        yield template.format(done=done, all=len(summary.tasks))
    if summary.events or summary.activities:
        yield words.EVENTS.format(names=", ".join([*summary.events, *summary.activities]))
    if summary.certificate:
        yield words.CERTIFICATE.format(number=summary.certificate)


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [words.HOURS.format(hours=hours)] if hours else []
    return " ".join([*parts, words.MINUTES.format(minutes=rest)] if rest or not parts else parts)


def file(summary: Summary) -> bytes:
    """The summary as a text file in Markdown."""
    return ("\n".join(_lines(summary)) + "\n").encode()


def _lines(summary: Summary) -> Iterator[str]:
    stay = summary.stay
    yield words.FILE_TITLE.format(programme=summary.programme, cohort=summary.cohort)
    role = words.FILE_ROLE[stay.role].format(partners=", ".join(summary.partners))
    since = _day(stay.since, summary.zone)
    until = _day(stay.until, summary.zone) if stay.until is not None else ""
    template = words.FILE_TIME if until else words.FILE_TIME_OPEN
    yield from ("", template.format(role=role, since=since, until=until))
    for heading, items in (
        (words.FILE_MEETINGS, _meetings(summary)),
        (words.FILE_GOALS, [words.FILE_GOAL[one.state].format(text=_item(one.text)) for one in summary.goals]),
        (words.FILE_TASKS, [words.FILE_TASK[one.done].format(text=_item(one.text)) for one in summary.tasks]),
        (words.FILE_DID, _also(summary)),
    ):
        if items:
            yield from ("", heading, "", *items)
    if summary.notes:
        yield from ("", words.FILE_NOTES)
    for note in summary.notes:
        yield from ("", words.FILE_NOTE.format(day=_day(note.at, summary.zone)))
        for text in note.texts:
            yield from ("", text)


def _meetings(summary: Summary) -> list[str]:
    return [
        (words.FILE_MEETING if one.was_there else words.FILE_MISSED).format(
            day=_day(one.starts_at, summary.zone), minutes=one.minutes
        )
        for one in summary.met
    ]


def _also(summary: Summary) -> list[str]:
    found = [words.FILE_ITEM.format(text=_item(one)) for one in (*summary.events, *summary.activities)]
    if summary.certificate:
        found.append(words.FILE_CERTIFICATE.format(number=summary.certificate))
    return found


def _item(text: str) -> str:
    """Return a text of several lines as one item of a list."""
    return "\n  ".join(text.splitlines())


def _day(instant: datetime, zone: str) -> str:
    here = local(instant, zone)
    return f"{here.day} {here:%B %Y}"


def home_card() -> list[Block]:
    """The way to one's summary, in Home."""
    return [blocks.section(Mrkdwn(words.HOME), accessory=blocks.button(words.HOME_BUTTON, "keepsakes.send"))]
