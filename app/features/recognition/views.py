"""The text with which a mentor puts somebody forward."""

from app.core.notice import Block
from app.features.pairings.rules import Pairing
from app.features.publicity.rules import LONGEST
from app.features.recognition import words
from app.handbook.recognition import Graduation
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, markdown, mentions, quote


def nomination(pairing: Pairing, text: str, graduation: Graduation) -> tuple[Mrkdwn, list[Block]]:
    """The message to the mentor, with the text ready to post."""
    mentee = mentions(pairing.mentees)
    head, foot = fill(words.NOMINATION, mentee=mentee), fill(words.NOMINATION_READERS, mentee=mentee)
    how = markdown(graduation.how)
    buttons = blocks.actions(
        blocks.button(words.NOMINATION_CHANGE, "recognition.change", pairing.id),
        blocks.button(words.NOMINATION_POST, "recognition.post", pairing.id),
    )
    shown = [blocks.section(head), blocks.section(quote(text)), blocks.section(how), buttons, blocks.context(foot)]
    return join([head, quote(text), how, foot], by="\n\n"), shown


def changing_form(pairing: Pairing, text: str) -> Block:
    """The modal in which a mentor finds their own words."""
    label = words.NOMINATION_LABEL
    return blocks.modal(
        words.NOMINATION_TITLE,
        [blocks.text_input("text", label, lines=True, most=LONGEST, initial=text, hint=words.NOMINATION_HINT)],
        callback="recognition.change",
        submit=words.NOMINATION_SEND,
        about={"pairing": pairing.id},
    )
