"""What people are asked, and what coordinators read, when a pairing does not meet."""

from collections.abc import Sequence
from datetime import datetime

from app.core.notice import Block
from app.features.meetings.rules.ladder import BY_COORDINATORS, Said, Standing
from app.features.meetings.rules.times import Time
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.features.trouble import words
from app.features.trouble.rules import LONGEST, Call, Note
from app.handbook.meetings import EVERY_DAYS
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, day, fill, join, mention, mentions, moment, quote

Shown = tuple[Mrkdwn, list[Block]]


def nag(pairing: Pairing, reader: str, topic: str, suggestion: Time | None) -> Shown:
    """One person's question, with every way out.

    Args:
        pairing: which.
        reader: who is asked.
        topic: `first_meeting` or `next_meeting`.
        suggestion: a time at which all are free.
    """
    partner = mentions(pairing.partners_of(reader))
    parts = [fill(words.FIRST if topic == "first_meeting" else words.NEXT, partner=partner)]
    buttons: list[Block] = []
    if suggestion is not None:
        template = words.SUGGEST_GROUP if pairing.is_group else words.SUGGEST
        parts.append(fill(template, when=moment(suggestion.starts_at, suggestion.zone)))
        value = f"{pairing.id}-{int(suggestion.starts_at.timestamp())}"
        buttons.append(blocks.button(words.PROPOSE_THIS, "trouble.propose", value, style="primary"))
    buttons.append(blocks.button(words.PROPOSE, "meetings.propose", pairing.id))
    buttons.append(blocks.button(words.AWAY, "breaks.begin"))
    if topic == "next_meeting":
        buttons.append(blocks.button(words.PACE, "trouble.pace", pairing.id))
    buttons.append(blocks.button(words.HELP, "checkins.support"))
    buttons.append(blocks.button(words.FINE, "trouble.fine", pairing.id))
    buttons.append(blocks.button(words.STOP, "trouble.stop", f"{pairing.id}-{topic}"))
    text = join(parts)
    return text, [blocks.section(text), blocks.actions(*buttons), blocks.context(Mrkdwn(words.FOOT))]


def answered(pairing: Pairing, reader: str, *, stopped: bool) -> Shown:
    """The same message once there is an answer."""
    text = Mrkdwn(words.STOPPED) if stopped else fill(words.DONE, partner=mentions(pairing.partners_of(reader)))
    return text, [blocks.section(text)]


def pace_form(pairing: Pairing, reader: str, every_days: int) -> Block:
    """The modal in which one chooses another pace."""
    choices = [Choice(words.PACES[one], one) for one in EVERY_DAYS]
    slower = next((one for one, days in EVERY_DAYS.items() if days > every_days), "month")
    intro = fill(words.PACE_INTRO, partner=mentions(pairing.partners_of(reader)))
    return blocks.modal(
        words.PACE_TITLE,
        [blocks.section(intro), blocks.select("pace", words.PACE_LABEL, choices, initial=slower)],
        callback="trouble.pace",
        submit=words.PACE_SUBMIT,
        about={"pairing": pairing.id},
    )


def fine_form(pairing: Pairing) -> Block:
    """The modal in which one says when they last met."""
    return blocks.modal(
        words.FINE_TITLE,
        [
            blocks.section(Mrkdwn(words.FINE_INTRO)),
            blocks.date_input("day", words.FINE_LABEL, hint=words.FINE_HINT, optional=True),
        ],
        callback="trouble.fine",
        submit=words.FINE_SUBMIT,
        about={"pairing": pairing.id},
    )


def unreachable(pairing: Pairing, cohort: Cohort, here: Standing, said: Sequence[Said], now: datetime) -> Shown:
    """What the coordinators hear: who, for how long, what was tried."""
    first = here.topic == "first_meeting"
    template = words.UNREACHABLE_FIRST if first else words.UNREACHABLE_NEXT
    parts = [_about(template, pairing, cohort, here, now)]
    parts.append(fill(words.TRIED, asked=day(here.ask_at, cohort.zone)))
    parts.append(fill(words.SILENT, people=mentions(here.silent)))
    buttons = [
        blocks.button(words.WRITE, "trouble.write", pairing.id, style="primary"),
        blocks.button(words.CO_MENTOR, "trouble.co_mentor", pairing.id),
        blocks.button(words.GOODBYE, "trouble.goodbye", pairing.id),
        blocks.button(words.WAIT, "trouble.wait", pairing.id),
        blocks.button(words.TIMELINE, "undelivered.timeline", pairing.id),
    ]
    return _desk([*parts, *_deeds(here, said, cohort)], buttons)


def closing(pairing: Pairing, cohort: Cohort, here: Standing, said: Sequence[Said], now: datetime) -> Shown:
    """The proposal to end a pairing; nothing ends without a press."""
    sure = blocks.confirm(words.END_TITLE, words.END_TEXT, words.END_YES)
    buttons = [
        blocks.button(words.END, "care.end", pairing.id, confirm=sure),
        blocks.button(words.WRITE, "trouble.write", pairing.id),
        blocks.button(words.WAIT, "trouble.wait", pairing.id),
        blocks.button(words.TIMELINE, "undelivered.timeline", pairing.id),
    ]
    return _desk([_about(words.CLOSING, pairing, cohort, here, now), *_deeds(here, said, cohort)], buttons)


def in_touch(pairing: Pairing, cohort: Cohort) -> Shown:
    """The coordinators' message once it is settled."""
    mentor, mentee = mentions(pairing.mentors), mentions(pairing.mentees)
    template = words.UNREACHABLE_DONE if pairing.is_live else words.UNREACHABLE_OVER
    text = fill(template, mentor=mentor, mentee=mentee, cohort=cohort.name)
    return text, [blocks.section(text)]


def _about(template: str, pairing: Pairing, cohort: Cohort, here: Standing, now: datetime) -> Mrkdwn:
    mentor, mentee = mentions(pairing.mentors), mentions(pairing.mentees)
    days = max(0, (now - here.since).days)
    return fill(template, mentor=mentor, mentee=mentee, cohort=cohort.name, days=days)


def _deeds(here: Standing, said: Sequence[Said], cohort: Cohort) -> list[Mrkdwn]:
    return [
        fill(words.DEEDS[one.said], by=mention(one.user_id), day=day(one.at, cohort.zone))
        for one in said
        if one.said in BY_COORDINATORS and one.at >= here.since
    ]


def _desk(parts: list[Mrkdwn], buttons: list[Block]) -> Shown:
    text = join(parts)
    return text, [blocks.section(text), blocks.actions(*buttons), blocks.context(Mrkdwn(words.UNREACHABLE_FOOT))]


def writing_form(pairing: Pairing) -> Block:
    """The modal in which a coordinator writes to a pairing."""
    return blocks.modal(
        words.WRITE_TITLE,
        [
            blocks.section(fill(words.WRITE_INTRO, people=mentions(pairing.people))),
            blocks.text_input(
                "text",
                words.WRITE_LABEL,
                initial=words.WRITE_START,
                lines=True,
                most=LONGEST,
                hint=words.WRITE_HINT,
            ),
        ],
        callback="trouble.write",
        submit=words.WRITE_SUBMIT,
        about={"pairing": pairing.id},
    )


def note(one: Note, pairing: Pairing, cohort: Cohort, reader: str) -> Shown:
    """A coordinator's note, as each reads it."""
    partner = mentions(pairing.partners_of(reader))
    text = fill(words.NOTE, by=mention(one.by), cohort=cohort.name, partner=partner, text=quote(one.text))
    buttons = (
        blocks.button(words.PROPOSE, "meetings.propose", pairing.id),
        blocks.button(words.HELP, "checkins.support"),
    )
    return text, [blocks.section(text), blocks.actions(*buttons)]


def calling_form(pairing: Pairing) -> Block:
    """The modal in which a coordinator asks a further mentor."""
    return blocks.modal(
        words.CALL_TITLE,
        [
            blocks.section(fill(words.CALL_INTRO, people=mentions(pairing.people))),
            blocks.person_input("person", words.CALL_LABEL, hint=words.CALL_HINT),
        ],
        callback="trouble.co_mentor",
        submit=words.CALL_SUBMIT,
        about={"pairing": pairing.id},
    )


def called(call: Call, pairing: Pairing, cohort: Cohort) -> Shown:
    """The question to a further mentor; it follows the answer."""
    mentor = mentions([one for one in pairing.mentors if one != call.user_id])
    mentee = mentions(pairing.mentees)
    if call.answered_at is not None:
        text = fill(words.CALLED_YES, mentor=mentor, mentee=mentee) if call.accepted else Mrkdwn(words.CALLED_NO)
        return text, [blocks.section(text)]
    text = fill(words.CALLED, by=mention(call.by), mentor=mentor, mentee=mentee, cohort=cohort.name)
    buttons = (
        blocks.button(words.YES, "trouble.join", call.id, style="primary"),
        blocks.button(words.NO, "trouble.not_join", call.id),
    )
    return text, [blocks.section(text), blocks.actions(*buttons)]


def told(call: Call, pairing: Pairing) -> Mrkdwn:
    """What the coordinator reads of the answer, and the pairing of a yes."""
    others = mentions([one for one in pairing.people if one != call.user_id])
    return fill(words.TOLD_YES if call.accepted else words.TOLD_NO, who=mention(call.user_id), others=others)


def goodbye(pairing: Pairing, reader: str) -> Shown:
    """The question whether to part, to each."""
    text = fill(words.GOODBYE_ASK, partner=mentions(pairing.partners_of(reader)))
    sure = blocks.confirm(words.END_TITLE, words.END_TEXT, words.END_YES)
    buttons = (
        blocks.button(words.GO_ON, "trouble.fine", pairing.id),
        blocks.button(words.SAY_GOODBYE, "care.end", pairing.id, confirm=sure),
    )
    return text, [blocks.section(text), blocks.actions(*buttons)]
