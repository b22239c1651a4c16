"""The form of a break, and what people read about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.notice import Block
from app.features.breaks import words
from app.features.meetings.rules import Meeting
from app.features.pairings.rules import Pairing
from app.features.people.rules import Break
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, day, fill, join, mention, mentions, moment, quote

MOST = 20  # of one list in Home
NOON = timedelta(hours=12)


def form(others: Sequence[str], longest_days: int, planned: Sequence[str], today: str) -> Block:
    """The modal in which one says when one is away.

    Args:
        others: who will hear of it.
        longest_days: what the handbook allows.
        planned: the meetings that are planned, each as a line of plain text.
        today: ISO date on the reader's clock.
    """
    several = len(others) > 1
    readers = words.FORM_READERS_SEVERAL if several else words.FORM_READERS
    shown = [
        blocks.section(fill(words.FORM_INTRO, partners=mentions(others))),
        blocks.date_input("first", words.FORM_FIRST, initial=today),
        blocks.date_input("back", words.FORM_BACK, hint=words.FORM_BACK_HINT.format(most=longest_days)),
        blocks.text_input(
            "word",
            words.FORM_WORD,
            lines=True,
            most=1000,
            hint=words.FORM_WORD_HINT.format(readers=readers),
            optional=True,
        ),
    ]
    if planned:
        choices = [Choice(words.FORM_KEEP, "keep"), Choice(words.FORM_CANCEL, "cancel")]
        hint = words.FORM_PLANNED_HINT.format(meetings="; ".join(planned[:5]))
        shown.append(blocks.select("planned", words.FORM_PLANNED, choices, initial="keep", hint=hint))
    return blocks.modal(words.FORM_TITLE, shown, callback="breaks.announce", submit=words.FORM_SUBMIT)


def noted(
    one: Break, others: Sequence[str], planned: Sequence[Meeting], zone: str, now: datetime
) -> tuple[Mrkdwn, list[Block]]:
    """The receipt; it follows the break.

    Args:
        one: the break.
        others: who knows of it.
        planned: the meetings that still stand in that time.
        zone: the reader's, for the fallback.
        now: the present instant, UTC.
    """
    days = _days(one, zone)
    if one.is_over(now):
        template = words.NOTED_OVER
        if one.ended_at is not None:
            template = words.NOTED_EARLY if one.ended_at > one.starts_at else words.NOTED_OFF
        text = fill(template, **days)
        return text, [blocks.section(text)]
    text = fill(words.NOTED, partners=mentions(others), **days)
    shown = [blocks.section(text)]
    for meeting in planned:
        line = fill(words.NOTED_PLANNED, when=moment(meeting.starts_at, meeting.zone))
        text = join([text, line])
        shown.append(blocks.section(line))
        buttons = (
            blocks.button(words.MOVE, "meetings.move", meeting.id),
            blocks.button(words.CANCEL, "meetings.cancel", meeting.id),
        )
        shown.append(blocks.actions(*buttons))
    return text, [*shown, blocks.actions(_end_button(one, now))]


def _days(one: Break, zone: str) -> dict[str, Mrkdwn]:
    # At noon it is the same day nearly everywhere; at the midnight that begins it, it is the day before to the west.
    return {"first": day(one.starts_at + NOON, zone), "back": day(one.back_at + NOON, zone)}


def _end_button(one: Break, now: datetime) -> Block:
    label = words.I_AM_BACK if one.starts_at <= now else words.CALL_OFF
    return blocks.button(label, "breaks.back", one.id, tag=one.id)


def away(one: Break, zone: str) -> tuple[Mrkdwn, list[Block]]:
    """What a partner reads at once."""
    parts = [fill(words.AWAY, who=mention(one.user_id), **_days(one, zone))]
    if one.word:
        parts.append(fill(words.AWAY_WORD, word=quote(one.word)))
    text = join(parts)
    return text, [blocks.section(text), blocks.context(Mrkdwn(words.AWAY_FOOT))]


def back(one: Break) -> Mrkdwn:
    """What a partner reads when somebody is back early."""
    began = one.ended_at is not None and one.ended_at > one.starts_at
    return fill(words.BACK if began else words.CALLED_OFF, who=mention(one.user_id))


def welcome(following: Sequence[tuple[Pairing, Meeting | None]], reader: str) -> tuple[Mrkdwn, list[Block]]:
    """What somebody reads on the day of return, with what comes next."""
    lines: list[Mrkdwn] = []
    buttons: list[Block] = []
    for pairing, meeting in following:
        partner = mentions(pairing.partners_of(reader))
        if meeting is not None and meeting.stands:
            when = moment(meeting.starts_at, meeting.zone)
            lines.append(fill(words.WELCOME_NEXT, partner=partner, when=when))
        else:
            lines.append(fill(words.WELCOME_NONE, partner=partner))
            buttons.append(blocks.button(words.PROPOSE, "meetings.propose", pairing.id, tag=pairing.id))
    text = fill(words.WELCOME, next=join(lines, by=" "))
    return text, [blocks.section(text), *([blocks.actions(*buttons)] if buttons else [])]


def home_card(mine: Sequence[Break], theirs: Sequence[Break], zone: str, now: datetime) -> list[Block]:
    """Who is away, in the Home of whoever is in a pairing."""
    shown = [
        blocks.section(fill(words.HOME_MINE, **_days(one, zone)), accessory=_end_button(one, now))
        for one in mine[:MOST]
    ]
    shown += [
        blocks.section(fill(words.HOME_THEIRS, who=mention(one.user_id), **_days(one, zone))) for one in theirs[:MOST]
    ]
    if not shown:
        shown.append(blocks.section(Mrkdwn(words.HOME_NONE)))
    button = blocks.button(words.HOME_BUTTON, "breaks.begin")
    return [blocks.header(words.HOME_HEADER), *shown, blocks.actions(button)]


def desk_card(away_: Sequence[tuple[Break, Cohort]]) -> list[Block]:
    """Who is away until when, in a coordinator's Home."""
    lines = [
        fill(words.DESK_LINE, who=mention(one.user_id), cohort=cohort.name, **_days(one, cohort.zone))
        for one, cohort in away_[:MOST]
    ]
    if len(away_) > MOST:
        lines.append(fill(words.DESK_MORE, number=len(away_) - MOST))
    return [blocks.header(words.DESK_HEADER), blocks.section(join(lines))] if lines else []
