"""The forms of a declaration, and what follows from it."""

from collections.abc import Sequence
from datetime import time

from app.core.calendar import localise
from app.core.notice import Block
from app.features.programmes.rules import Cohort
from app.features.projects import words
from app.features.projects.rules import LONGEST_ABOUT, LONGEST_HOW, LONGEST_NAME, Declaration
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, channel, day, fill, join, markdown, mention, quote


def form(handbooks: Sequence[Handbook]) -> Block:
    """The modal in which a project is declared."""
    first = handbooks[0]
    months = str(first.projects.months) if first.projects else None
    shown = [blocks.section(markdown(one.projects.declare)) for one in handbooks[:1] if one.projects]
    if len(handbooks) > 1:
        choices = [Choice(one.name, one.programme) for one in handbooks]
        shown.append(blocks.select("programme", words.PROGRAMME, choices, initial=first.programme))
    public = words.PUBLIC_HINT
    shown += [
        blocks.text_input("name", words.NAME, most=LONGEST_NAME, hint=public),
        blocks.text_input("about", words.ABOUT, lines=True, most=LONGEST_ABOUT, hint=public),
        blocks.text_input("how_to_join", words.HOW, lines=True, most=LONGEST_HOW, hint=words.HOW_HINT),
        blocks.date_input("starts_on", words.STARTS),
        blocks.number_input("months", words.MONTHS, initial=months),
    ]
    about = {"programme": first.programme} if len(handbooks) == 1 else {}
    return blocks.modal(words.TITLE, shown, callback="projects.declare", submit=words.SUBMIT, about=about)


def receipt(declaration: Declaration) -> Mrkdwn:
    """What whoever declared a project reads at once."""
    return fill(words.RECEIPT, name=declaration.name)


def card(declaration: Declaration, programme: str, zone: str) -> tuple[Mrkdwn, list[Block]]:
    """What those who may answer read; it follows the answer."""
    names = {"name": declaration.name, "programme": programme, "by": mention(declaration.by)}
    if not declaration.waits:
        template = words.CARD_ACCEPTED if declaration.accepted_at is not None else words.CARD_DECLINED
        text = fill(template, **names)
        return text, [blocks.section(text)]
    start = day(localise(declaration.starts_on, time(12), zone), zone)
    parts = [
        fill(words.CARD, **names, start=start, months=declaration.months),
        fill(words.CARD_ABOUT, about=quote(declaration.about)),
        fill(words.CARD_HOW, how=quote(declaration.how_to_join)),
    ]
    return join(parts), [
        *(blocks.section(one) for one in parts),
        blocks.actions(
            blocks.button(words.ACCEPT, "projects.accept", declaration.id, style="primary"),
            blocks.button(words.DECLINE, "projects.decline", declaration.id),
        ),
    ]


def accepting_form(declaration: Declaration) -> Block:
    """The modal in which a coordinator chooses a project's channels."""
    intro = fill(words.ACCEPT_INTRO, name=declaration.name, by=mention(declaration.by))
    return blocks.modal(
        words.ACCEPT_TITLE,
        [
            blocks.section(intro),
            blocks.text_input("name", words.ACCEPT_NAME, initial=declaration.name, most=LONGEST_NAME),
            blocks.channel_input("announce_channel", words.ANNOUNCE, hint=words.ANNOUNCE_HINT),
            blocks.channel_input("coordinators_channel", words.COORDINATORS, hint=words.COORDINATORS_HINT),
            blocks.channel_input("mentors_channel", words.MENTORS, hint=words.INVITED_HINT, optional=True),
            blocks.channel_input("mentees_channel", words.MENTEES, hint=words.INVITED_HINT, optional=True),
        ],
        callback="projects.accept",
        submit=words.ACCEPT_SUBMIT,
        about={"project": declaration.id},
    )


def declining_form(declaration: Declaration) -> Block:
    """The modal in which a coordinator says no."""
    return blocks.modal(
        words.DECLINE_TITLE,
        [blocks.text_input("why", words.DECLINE_WHY, lines=True, most=1000, hint=words.DECLINE_HINT)],
        callback="projects.decline",
        submit=words.DECLINE,
        about={"project": declaration.id},
    )


def answer(declaration: Declaration, cohort: Cohort | None) -> Mrkdwn:
    """What whoever declared a project reads when it was answered."""
    if cohort is None:
        return fill(words.DECLINED, name=declaration.name, why=quote(declaration.declined_why or ""))
    place, desk = channel(cohort.announce_channel), channel(cohort.coordinators_channel)
    return fill(words.ACCEPTED, name=declaration.name, channel=place, desk=desk)
