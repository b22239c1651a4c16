"""App Home and the help."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from app.core.calendar import localise
from app.core.notice import Block
from app.features.home import words
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.text import Mrkdwn, day, fill, join, markdown, moment


def home(name: str, cards: Sequence[list[Block]], open_cohorts: Sequence[tuple[Cohort, str]], now: datetime) -> Block:
    """The App Home: every room's card, then what one can join.

    Args:
        name: how Slack calls the person.
        cards: what the rooms show, empty ones too.
        open_cohorts: cohorts that this person can join, with their programme's description.
        now: the present instant, UTC.
    """
    shown = [blocks.section(fill(words.WELCOME, name=name))]
    for card in cards:
        if card:
            shown += [blocks.divider(), *card]
    if open_cohorts:
        shown += [blocks.divider(), blocks.header(words.JOIN_HEADER)]
        shown += [_joinable(cohort, about, now) for cohort, about in open_cohorts]
        shown.append(blocks.actions(blocks.button(words.JOIN_BUTTON, "joining.begin", style="primary")))
    elif not any(cards):
        shown.append(blocks.section(Mrkdwn(words.NOTHING_OPEN)))
    return blocks.home([*shown, blocks.context(Mrkdwn(words.FOOT))])


def _joinable(cohort: Cohort, about: str, now: datetime) -> Block:
    until = day(localise(cohort.signup_until, time(12), cohort.zone), cohort.zone)
    template = words.JOIN if cohort.has_end else words.JOIN_ANY_TIME
    if cohort.is_late(now):
        template = words.JOIN_LATE
    return blocks.section(fill(template, cohort=cohort.name, about=markdown(about), until=until))


def help_text(commands: Mapping[str, str], for_coordinators: Mapping[str, str]) -> Mrkdwn:
    """The help: what this person can type."""
    lines = [Mrkdwn(words.HELP_INTRO), *_lines(commands), Mrkdwn(words.HELP_TROUBLE)]
    if for_coordinators:
        lines += [Mrkdwn(words.HELP_COORDINATORS), *_lines(for_coordinators)]
    return join(lines)


def why_text(got: Sequence[tuple[datetime, str]], zone: str) -> Mrkdwn:
    """The last messages that somebody got, newest first, and why.

    Args:
        got: when, and the sentence of its kind.
        zone: the reader's, for the fallback.
    """
    if not got:
        return Mrkdwn(words.WHY_NOTHING)
    return join([Mrkdwn(words.WHY_INTRO), *(fill(words.WHY_LINE, when=moment(at, zone), why=why) for at, why in got)])


def _lines(commands: Mapping[str, str]) -> list[Mrkdwn]:
    return [fill(words.HELP_LINE, command=name, help=text) for name, text in commands.items()]
