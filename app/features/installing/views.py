"""What whoever installs Trellis reads."""

from app.core.notice import Block
from app.features.installing import words
from app.slack import blocks
from app.slack.text import Mrkdwn, fill


def welcome(*, is_back: bool, coordinates: bool) -> tuple[Mrkdwn, list[Block]]:
    """Return the first message in a workspace.

    Args:
        is_back: Trellis was here before, and everything of then is still there.
        coordinates: the reader coordinates everything here.
    """
    title = words.BACK_TITLE if is_back else words.WELCOME_TITLE
    said = fill(words.BACK if is_back else words.WELCOME)
    further = fill(words.COORDINATES if coordinates and not is_back else words.HELPS)
    return Mrkdwn(f"{said}\n{further}"), [blocks.header(title), blocks.section(said), blocks.section(further)]
