"""The hours of a person."""

from collections.abc import Sequence

from app.core.calendar import USUAL, WEEKDAYS
from app.core.notice import Block
from app.features.letters import words
from app.features.letters.rules import MIDNIGHT
from app.features.people.rules import Person
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, fill, listed

RANGE = 3  # so many days in a row are said by the first and the last


def hours_card(person: Person) -> list[Block]:
    """The line in Home that says when Trellis writes."""
    change = blocks.button(words.HOURS_BUTTON, "letters.hours")
    return [blocks.section(_hours(words.HOURS, person), accessory=change)]


def hours_form(person: Person) -> Block:
    """The modal in which a person chooses their hours."""
    hours = person.hours
    shown = [
        blocks.section(fill(words.FORM_INTRO, zone=person.zone)),
        blocks.time_input("start", words.FORM_START, initial=_clock(hours.start)),
        blocks.time_input("until", words.FORM_UNTIL, initial=_clock(hours.until), hint=words.FORM_UNTIL_HINT),
        blocks.checkboxes(
            "days",
            words.FORM_DAYS,
            [Choice(name, str(day)) for day, name in enumerate(WEEKDAYS)],
            initial=[str(day) for day in hours.days],
            optional=True,  # so that an empty week gets our sentence, not Slack's
        ),
        blocks.context(Mrkdwn(words.FORM_NOT_HELD), Mrkdwn(words.FORM_ZONE)),
    ]
    if hours != USUAL:
        shown.append(blocks.actions(blocks.button(words.FORM_USUAL, "letters.usual")))
    return blocks.modal(words.FORM_TITLE, shown, callback="letters.choose_hours", submit=words.FORM_SUBMIT)


def hours_saved(person: Person) -> Block:
    """What a person reads when they have chosen."""
    shown = [blocks.section(_hours(words.SAVED, person)), blocks.context(Mrkdwn(words.FORM_NOT_HELD))]
    return blocks.modal(words.SAVED_TITLE, shown, close="OK")


def _hours(template: str, person: Person) -> Mrkdwn:
    hours = person.hours
    until = words.MIDNIGHT if hours.until == MIDNIGHT else _clock(hours.until)
    return fill(template, days=days_said(hours.days), start=_clock(hours.start), until=until, zone=person.zone)


def days_said(days: Sequence[int]) -> str:
    """Return weekdays as people say them: `Monday to Friday`, `every day`, `Monday and Thursday`."""
    if len(days) == len(WEEKDAYS):
        return words.EVERY_DAY
    if len(days) >= RANGE and days[-1] - days[0] == len(days) - 1:
        return words.RANGE.format(first=WEEKDAYS[days[0]], last=WEEKDAYS[days[-1]])
    return listed([WEEKDAYS[one] for one in days])


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
