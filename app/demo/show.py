"""`trellis demo`: a workspace to walk around in, in a browser."""

from collections.abc import Callable
from datetime import UTC, datetime

from app.core.clock import MovableClock
from app.demo import cast
from app.demo.community import COORDINATOR, Community
from app.demo.stage import Stage, keep_quiet, temporary_database
from app.leaving import wait_for_signal

INVITATION = """
A Slack workspace with Trellis in it is open at

    {address}

It is noon in Madrid on {today}, and the clock stands still until you move it there. Cora Lind coordinates
the cohort *Winter*: some have applied, nobody is matched yet. Try this:

  1. As Cora: open the Home tab, read an application, press Approve here and there, then Find matches.
  2. As a mentor who was asked: press "Yes, gladly". Then as the mentee.
  3. As Zuri, who has not joined: press "Find a mentor" in #mentorship, or type /mentoring.
  4. Let days pass with the clock, and read what comes.

Nothing leaves this machine, and nothing is kept. Ctrl-C ends it."""


def serve(*, port: int, say: Callable[[str], None]) -> None:
    """Show the workspace until a signal comes.

    Args:
        port: where the page is; 0 for any free one.
        say: prints a line.
    """
    keep_quiet()
    today = datetime.now(UTC).replace(hour=11, minute=0, second=0, microsecond=0)
    with temporary_database() as (url, key):
        stage = Stage(
            database_url=url,
            key=key,
            clock=MovableClock(today),
            coordinators=COORDINATOR,
            port=port,
        )
        try:
            community = Community(stage)
            stage.start_bot()
            _fill(community)
            stage.bot.clockwork.start()  # from here on people act in the browser, and nobody settles after them
            say(INVITATION.format(address=stage.sandbox.address, today=f"{today:%A} {today.day} {today:%B %Y}"))
            wait_for_signal()
        finally:
            stage.stop()


def _fill(community: Community) -> None:
    community.opens_cohort()
    pool = cast.mentors()
    for mentor in (pool[33], pool[1], pool[32], pool[7]):
        community.brings(mentor, "mentor")
    for mentee in cast.mentees(4):
        community.brings(mentee, "mentee")
    community.welcomes(cast.mentees(12)[11])
