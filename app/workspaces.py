"""Workspaces come and go: what happens when one lets Trellis in, and when it seems to have thrown it out."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from app.core.carrier import Standing
from app.core.clock import Clock
from app.database.session import Database, Transaction, one_at_a_time, take_your_time
from app.delivery.pace import locked_out
from app.features.installing import usecases as installing
from app.features.installing.usecases import Installation
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.tools import Labour

log = structlog.get_logger()

EVERY = timedelta(seconds=20)
PATIENCE = 8
"""So often one after the other may a workspace refuse our token (that is some four hours) before Slack is asked whether
we were thrown out: it tells of that once, and not to a bot that was asleep for two hours."""


class AnotherWorkspace(Exception):  # noqa: N818 - a sentence for the admin
    """The token of the settings leads into another workspace than the one that lives in this database."""


def expect(tx: Transaction, *, team_id: str, name: str) -> None:
    """See that nobody else lives here, if the settings name the only workspace.

    A token of the wrong app (a rehearsal's, mostly) would let two communities into one database by mistake.

    Raises:
        AnotherWorkspace: if somebody does.
    """
    here = installing.teams(tx)
    if here and team_id not in here:
        raise AnotherWorkspace(
            f"SLACK_BOT_TOKEN leads into the workspace “{name}” ({team_id}), but the community in this database lives "
            f"in {', '.join(here)}. Put the token of that workspace there, or give this one a database of its own "
            "(DATABASE_URL); one Trellis for several workspaces needs SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
        )


def admit(
    tx: Transaction,
    *,
    installation: Installation,
    name: str,
    now: datetime,
    by: str | None = None,
    coordinators: Iterable[str] = (),
) -> None:
    """Settle in a workspace that has just let us in, or into which the settings lead.

    Args:
        tx: the transaction.
        installation: how to speak there.
        name: what the workspace is called.
        now: the present instant, UTC.
        by: who let us in, and so coordinates everything there if nobody does yet; None if the settings did.
        coordinators: who coordinates everything there in any case.
    """
    team_id = installation.team_id
    # Several processes may start at once, also for the very first time.
    one_at_a_time(tx, [_name(team_id)])
    was_in = installing.installation_of(tx, team_id=team_id) is not None
    is_back = installing.was_here(tx, team_id=team_id)
    installing.install(tx, installation=installation, name=name, now=now, by=by)
    programmes.remember_editions(tx, team_id=team_id, now=now)
    people.seat_first_coordinators(tx, team_id=team_id, users=coordinators, now=now)
    if by is None:
        return
    coordinates = not people.has_coordinators(tx, team_id=team_id)
    if coordinates:
        # Who installs again later gets nothing by it: in many workspaces everybody may install an app.
        people.seat_first_coordinators(tx, team_id=team_id, users=[by], now=now, by=by)
    if not was_in:  # installed once more while we were there, nothing has changed for anybody
        installing.welcome(tx, team_id=team_id, user_id=by, is_back=is_back, coordinates=coordinates, now=now)


def looking_after(asks: Callable[[str], Standing], grace: timedelta) -> Labour:
    """Return the work of looking after workspaces that seem to have thrown us out.

    Args:
        asks: asks Slack what a token is worth.
        grace: for how long everything of such a workspace is kept.
    """
    looked_at: list[datetime] = []

    def look(database: Database, clock: Clock, is_over: Callable[[], bool]) -> bool:
        now = clock.now()
        if looked_at and timedelta(0) <= now - looked_at[0] < EVERY:
            return False
        with database.transaction() as tx:
            for team_id in locked_out(tx, times=PATIENCE):
                if installing.leave(tx, team_id=team_id, why="token refused", happened_at=now, now=now):
                    log.warning("workspace-left", team=team_id, why="token refused")
            asked = installing.in_question(tx, now=now)
        looked_at[:] = [now] if asked is None else []
        if asked is None or is_over():
            return False
        standing = asks(asked.bot_token)
        with database.transaction() as tx:
            one_at_a_time(tx, [_name(asked.team_id)])
            take_your_time(tx.connection())
            fate = installing.judge(tx, asked=asked, standing=standing, now=now, grace=grace)
        if fate is not None:
            log.warning("workspace-looked-at", team=asked.team_id, token=standing, fate=fate)
        return True

    return look


def _name(team_id: str) -> str:
    return f"open:{team_id}"
