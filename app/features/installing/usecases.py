"""Letting Trellis in, finding the way back, and what happens when it is thrown out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from app.core.carrier import Standing
from app.core.notice import Wanted
from app.database.base import Base
from app.database.session import Transaction
from app.delivery.pace import close, let_go_on
from app.delivery.planning import plan
from app.features.installing.records import Workspace, all_teams, to_look_at, workspace
from app.features.installing.rules import SOON, Fate, fate, is_old_news


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What Trellis needs to speak in a workspace."""

    team_id: str
    bot_token: str
    bot_id: str
    bot_user_id: str


def install(tx: Transaction, *, installation: Installation, name: str, now: datetime, by: str | None = None) -> None:
    """Remember a workspace, or its new token.

    Args:
        tx: the transaction.
        installation: how to speak there.
        name: what the workspace is called.
        now: the present instant, UTC.
        by: who let us in just now; None if the token stands in the settings, which is read at each start.
    """
    row = workspace(tx, installation.team_id, lock=True)
    if row is None:
        row = Workspace(team_id=installation.team_id, installed_at=now, bot_token="")
        tx.add(row)
    if by is not None or row.left_at is not None:
        row.installed_at, row.installed_by = now, by
    row.left_at = row.left_why = row.look_at = None
    row.name = name
    if row.bot_token != installation.bot_token:
        row.bot_token = installation.bot_token
    row.bot_id = installation.bot_id
    row.bot_user_id = installation.bot_user_id
    let_go_on(tx, team_id=installation.team_id)  # this token has just worked


def welcome(tx: Transaction, *, team_id: str, user_id: str, is_back: bool, coordinates: bool, now: datetime) -> None:
    """Greet whoever has just let us in.

    Args:
        tx: the transaction.
        team_id: the workspace.
        user_id: who let us in.
        is_back: we were here before.
        coordinates: they coordinate everything here.
        now: the present instant, UTC.
    """
    subject = f"installer:{user_id}"
    wanted = Wanted(
        key=f"{subject}:{now:%Y%m%d%H%M%S}",
        kind="installing.welcome",
        to=user_id,
        due=now,
        about={"back": int(is_back), "coordinates": int(coordinates)},
    )
    plan(tx, team_id=team_id, subject=subject, wanted=wanted, now=now)


def was_here(tx: Transaction, *, team_id: str) -> bool:
    """Whether we were let into a workspace before, and what is of it is still there."""
    return workspace(tx, team_id) is not None


def installation_of(tx: Transaction, *, team_id: str) -> Installation | None:
    """Return how to speak in a workspace, or None if Trellis is not installed there (any more)."""
    row = workspace(tx, team_id)
    if row is None or row.left_at is not None:
        return None
    return _installation(row)


def _installation(row: Workspace) -> Installation:
    return Installation(team_id=row.team_id, bot_token=row.bot_token, bot_id=row.bot_id, bot_user_id=row.bot_user_id)


def teams(tx: Transaction) -> list[str]:
    """Return the workspaces in which Trellis is installed, for those who look after it."""
    return all_teams(tx)


def leave(tx: Transaction, *, team_id: str, why: str, happened_at: datetime, now: datetime) -> bool:
    """Note that a workspace threw us out; return whether that is news.

    Args:
        tx: the transaction.
        team_id: the workspace.
        why: the event, or the error, that says so.
        happened_at: when, by Slack's clock, UTC.
        now: the present instant, UTC.
    """
    row = workspace(tx, team_id, lock=True)
    if row is None or row.left_at is not None or is_old_news(happened_at, row.installed_at):
        return False
    row.left_at, row.left_why, row.look_at = now, why, now + SOON
    close(tx, team_id=team_id, why=why)
    return True


def owns_token(tx: Transaction, *, team_id: str, bot_user_id: str) -> bool:
    """Whether a bot of a workspace is ours."""
    row = workspace(tx, team_id)
    return row is not None and row.bot_user_id == bot_user_id


def in_question(tx: Transaction, *, now: datetime) -> Installation | None:
    """Return a workspace of which Slack should be asked whether we are really out; None if there is none."""
    return next((_installation(row) for row in to_look_at(tx, now)), None)


def judge(tx: Transaction, *, asked: Installation, standing: Standing, now: datetime, grace: timedelta) -> Fate | None:
    """Decide what becomes of a workspace; None if somebody let us in, or decided, meanwhile.

    Args:
        tx: the transaction.
        asked: the workspace, and the token that Slack was asked about.
        standing: what Slack said.
        now: the present instant, UTC.
        grace: for how long everything is kept.
    """
    row = workspace(tx, asked.team_id, lock=True)
    if row is None or row.left_at is None or row.look_at is None or row.look_at > now:
        return None
    if row.bot_token != asked.bot_token:
        return None
    found, again = fate(left_at=row.left_at, standing=standing, now=now, grace=grace)
    match found:
        case Fate.STAYS:
            row.left_at = row.left_why = row.look_at = None
            let_go_on(tx, team_id=asked.team_id)
        case Fate.WAITS:
            row.look_at = again
        case Fate.ENDS:
            purge(tx, team_id=asked.team_id)
    return found


def purge(tx: Transaction, *, team_id: str) -> None:
    """Delete everything that belongs to a workspace, in one piece: half of a community would be worse than all."""
    tx.flush()
    for table in reversed(Base.metadata.sorted_tables):
        if "team_id" in table.columns:
            tx.execute(delete(table).where(table.c.team_id == team_id))
    tx.expire_all()
