"""What people read and fill in about opportunities and pull requests."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.goals import words
from app.features.goals.rules.lookouts import Noted, needs_champion
from app.features.goals.views import SHORT, Message, read_by
from app.features.pairings.rules import Pairing
from app.handbook.goals import Lookout
from app.slack import blocks
from app.slack.text import Mrkdwn, clip, escape, fill, join, markdown, mention, mentions


def note_form(kind: Lookout, pairing: Pairing) -> Block:
    """The form for an opportunity or a pull request."""
    shown = [blocks.text_input("text", words.NOTE_TEXT, lines=True, hint=read_by(pairing))]
    if kind.has_link:
        shown.append(blocks.text_input("link", words.NOTE_LINK, most=500, optional=True, placeholder="https://"))
    return blocks.modal(
        words.NOTE_TITLE,
        shown,
        callback="goals.note",
        submit=words.FORM_SUBMIT,
        about={"pairing": pairing.id, "kind": kind.key},
    )


def _what(noted: Noted) -> Mrkdwn:
    text = clip(escape(noted.text), SHORT)
    if not noted.link or any(one in noted.link for one in "|<>"):
        return text
    return Mrkdwn(words.LINK.format(link=escape(noted.link), text=text.replace("\n", " ")))


def noted_news(noted: Noted, kind: Lookout, pairing: Pairing) -> Message:
    """The news of something noted; whoever can take it on may do so here."""
    needed = needs_champion(kind, noted, pairing)
    template = words.NOTED_NEEDS if needed else words.NOTED
    text = fill(template, by=mention(noted.noted_by), one=_capital(kind.one), text=_what(noted))
    if noted.championed_by is not None:
        text = join([text, fill(words.TAKEN_ON, by=mention(noted.championed_by))])
    shown = [blocks.section(text)]
    if needed:
        shown.append(blocks.actions(blocks.button(words.TAKE_ON, "goals.take_on", noted.id, style="primary")))
    return text, shown


def came_of(
    noted: Noted, kind: Lookout, partners: Sequence[str], *, still_looking: bool = False, is_second: bool = False
) -> Message:
    """The question what came of it; it follows the answer.

    Args:
        noted: which.
        kind: what the handbook says of it.
        partners: the reader's.
        still_looking: whether that was the answer to this question.
        is_second: whether nobody has answered the first time; there is no third.
    """
    text = join(
        [
            Mrkdwn(words.CAME_OF_AGAIN) if is_second else fill(markdown(kind.ask), partner=mentions(partners)),
            fill(words.CAME_OF, one=_capital(kind.one), text=_what(noted)),
        ]
    )
    answered = noted.state if not noted.is_open else ("looking" if still_looking else "")
    if answered:
        text = join([text, Mrkdwn(words.CAME_OF_DONE[answered])])
        return text, [blocks.section(text)]
    text = join([text, Mrkdwn(words.CAME_OF_QUESTION)])
    return text, [blocks.section(text), blocks.actions(*_came_buttons(noted))]


def _came_buttons(noted: Noted) -> list[Block]:
    return [
        blocks.button(words.WORKED_OUT, "goals.worked_out", noted.id, style="primary"),
        blocks.button(words.STILL_LOOKING, "goals.looking", noted.id),
        blocks.button(words.LET_GO, "goals.pass", noted.id),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
