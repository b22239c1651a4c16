"""What the tables tell of how Trellis is doing: does somebody tick, does everything arrive."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.carrier import EVERYTHING
from app.database.session import Transaction
from app.delivery import looking
from app.delivery.beats import seconds_since_tick
from app.delivery.states import State
from app.doctor.findings import Finding, fault, note, ok, warning
from app.features.installing import usecases as installing
from app.features.people import usecases as people

SILENT = 300.0  # seconds without a tick
LATE = 600.0  # seconds
RECENT = timedelta(days=7)
MANY = 10
TABS = "messages_tab_disabled"
SHOWN = 200


def look_at_ticks(tx: Transaction) -> Iterator[Finding]:
    """Look whether any process looks for what is due."""
    seconds = seconds_since_tick(tx)
    if seconds is None:
        yield note("clock", "no process has ever looked for what is due; Trellis was not started yet")
    elif seconds > SILENT:
        yield fault(
            "clock",
            f"no process has looked for what is due for {seconds / 60:.0f} minutes: nothing is sent",
            "start `trellis run` (with INLINE_WORKER=0 also `trellis worker`); do not let the platform put it to sleep",
        )
    else:
        yield ok("clock", f"somebody looked for what is due {seconds:.0f} s ago")


def look_at_messages(tx: Transaction, now: datetime) -> Iterator[Finding]:
    """Look whether messages go out, and arrive."""
    late = looking.late(tx, now=now)
    if late.seconds(now) > LATE:
        said = f"{late.due} are overdue, the oldest for {late.seconds(now) / 60:.0f} minutes"
        yield fault("messages", said, "look whether Trellis runs, and at what Slack holds back (`trellis outbox`)")
    failed = looking.troubled_counts(tx, since=now - RECENT)
    number = sum(failed.values())
    troubles = looking.troubled(tx, since=now - RECENT, most=SHOWN) if number else []
    tabs = sum(one.reason == TABS for one in troubles)
    if tabs:
        yield fault(
            "messages tab",
            f"Slack refused {tabs} messages because the app's Messages tab is off",
            "in the app's settings at Slack: “App Home”, “Show Tabs”, switch on “Messages Tab”",
        )
    if number >= MANY:
        said = f"{failed[State.FAILED]} failed and {failed[State.UNCERTAIN]} are uncertain in the last week"
        yield fault("messages", said, "`trellis outbox` tells which and why")
    elif number:
        yield note("messages", f"{number} of the last week did not arrive, or perhaps did not", "see `trellis outbox`")
    elif late.seconds(now) <= LATE:
        yield ok("messages", "all of the last week arrived, and none is overdue")
    for one in looking.held_back(tx):
        if one.what == EVERYTHING:
            said = f"Slack locks Trellis out of the workspace {one.team_id} ({one.why})"
            yield fault("workspace", said, "install the app there again, or look at its token")


def look_at_coordinators(tx: Transaction) -> Iterator[Finding]:
    """Look whether somebody coordinates each workspace."""
    teams = installing.teams(tx)
    without = [one for one in teams if not people.has_coordinators(tx, team_id=one)]
    for one in without:
        todo = "set COORDINATOR_USER_IDS to your Slack id and restart Trellis"
        yield fault("coordinators", f"nobody coordinates anything in the workspace {one}", todo)
    if len(teams) > 1:
        yield ok("workspaces", f"Trellis is installed in {len(teams)}")
    if not teams:
        yield warning(
            "workspaces", "Trellis knows no workspace yet", "start it (`trellis run`) or let a workspace install it"
        )
