"""What stands below a message that nobody asked for: a few words back, in one light row."""

from collections.abc import Iterator, Sequence

from app.core.notice import Block, Manner, NoticeKind, Post
from app.features.letters import words
from app.slack import blocks

WHY, AGAIN, STOP = "letters.why", "letters.again", "letters.stop"


def foot(kind: NoticeKind, notice_id: int, to: str, post: Post) -> Post:
    """Put below a message why it came, and for a question or a hint a way to have it later, or no more.

    What several people read has the first alone: nobody puts it off or stops it for the others. A message that
    follows its subject and has nothing left to press was answered. A room's own way of stopping its reminders is
    a button `room.stop`; then there is no second one.

    Args:
        kind: of the notice.
        notice_id: the notice.
        to: its address, see `Wanted.to`.
        post: the message.
    """
    if not kind.unasked or to.startswith(("C", "G")) or len(post.blocks) >= blocks.MESSAGE_BLOCKS:
        return post
    pressed = {one["action_id"].partition(":")[0] for one in _buttons(post.blocks)}
    is_answered = kind.live and not pressed
    row: list[Block] = []
    if kind.manner is Manner.NUDGE and "+" not in to and not is_answered:
        row.append(blocks.button(words.AGAIN, AGAIN, notice_id))
        if kind.nags is not None and not any(one.endswith(".stop") for one in pressed):
            row.append(blocks.button(words.STOP, STOP, notice_id))
    row.append(blocks.button(words.WHY, WHY, notice_id))
    return Post(text=post.text, blocks=[*post.blocks, blocks.actions(*row)])


def together(posts: Sequence[Post]) -> Post | None:
    """Several messages as one, of which only the last part says why: it answers for all."""
    return blocks.together([*(_without_why(one) for one in posts[:-1]), posts[-1]])


def _without_why(post: Post) -> Post:
    shown = []
    for block in post.blocks:
        if block["type"] != "actions":
            shown.append(block)
            continue
        rest = [one for one in block["elements"] if one.get("action_id") != WHY]
        if rest:
            shown.append({**block, "elements": rest})
    return Post(text=post.text, blocks=shown)


def _buttons(shown: Sequence[Block]) -> Iterator[Block]:
    for block in shown:
        elements = [*block.get("elements", ()), block.get("accessory", {})]
        yield from (one for one in elements if "action_id" in one)
