"""The list of those who want to be found."""

from app.core.notice import Block
from app.features.directory import words
from app.features.directory.rules import SIDES, Entry, Leaf
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, mention


def directory(leaf: Leaf) -> Block:
    """The modal with one page of the list."""
    shown = [
        blocks.section(Mrkdwn(words.INTRO)),
        blocks.actions(
            *(
                blocks.button(
                    words.SIDE[one],
                    "directory.turn",
                    f"{one}-1",
                    tag=one,
                    style="primary" if one == leaf.side else None,
                )
                for one in SIDES
            )
        ),
        *(_entry(one) for one in leaf.entries),
    ]
    if not leaf.entries:
        shown.append(blocks.section(Mrkdwn(words.EMPTY)))
    if leaf.of > 1:
        shown.append(blocks.context(fill(words.PAGE, number=leaf.number, of=leaf.of)))
        turns = [(words.EARLIER, leaf.number - 1), (words.MORE, leaf.number + 1)]
        shown.append(
            blocks.actions(
                *(
                    blocks.button(label, "directory.turn", f"{leaf.side}-{number}", tag=label)
                    for label, number in turns
                    if 1 <= number <= leaf.of
                )
            )
        )
    return blocks.modal(words.TITLE, [*shown, blocks.context(Mrkdwn(words.FOOT))])


def _entry(entry: Entry) -> Block:
    head = fill(words.ENTRY, person=mention(entry.user_id), role=words.ROLE[entry.role], cohort=entry.cohort)
    return blocks.section(join([head, *(fill(words.ANSWER, ask=a, answer=b) for a, b in entry.answers)]))


def home_card() -> list[Block]:
    """The way to the directory, in Home."""
    return [blocks.section(Mrkdwn(words.HOME), accessory=blocks.button(words.HOME_BUTTON, "directory.open"))]
