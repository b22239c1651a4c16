"""`trellis demo`: a workspace to walk around in, in a browser."""

from collections.abc import Callable
from datetime import UTC, datetime

from app.core.calendar import local
from app.demo.stage import keep_quiet, temporary_database
from app.demo.stories.shelf import STORIES, told
from app.leaving import wait_for_signal

OPEN = """
A Slack workspace with Trellis in it is open at

    {address}

It is {time} in Madrid on {today}, and the clock stands still until you move it there.
"""
END = """
Nothing leaves this machine, and nothing is kept. Ctrl-C ends it."""


def serve(*, port: int, say: Callable[[str], None], story: str = "sign-up") -> None:
    """Tell a story, and show the workspace in which it was told until a signal comes.

    Args:
        port: where the page is; 0 for any free one.
        say: prints a line.
        story: the name of the story, one of `STORIES`.
    """
    keep_quiet()
    chosen = STORIES[story]
    with temporary_database() as (url, key):
        stage = told(
            chosen, url=url, key=key, today=datetime.now(UTC).date(), port=port, chapter=lambda title: say(f"… {title}")
        )
        try:
            stage.live()
            now = local(stage.clock.now(), "Europe/Madrid")
            say(
                OPEN.format(address=stage.sandbox.address, time=f"{now:%H:%M}", today=f"{now:%A} {now.day} {now:%B %Y}")
            )
            say(chosen.invitation)
            say(END)
            wait_for_signal()
        finally:
            stage.stop()
