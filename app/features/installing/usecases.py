"""Letting Trellis in, and finding the way back."""

from dataclasses import dataclass
from datetime import datetime

from app.database.session import Transaction
from app.features.installing.records import Workspace, all_teams, workspace


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What Trellis needs to speak in a workspace."""

    team_id: str
    bot_token: str
    bot_id: str
    bot_user_id: str


def install(tx: Transaction, *, installation: Installation, name: str, now: datetime) -> None:
    """Remember a workspace, or its new token."""
    row = workspace(tx, installation.team_id)
    if row is None:
        row = Workspace(team_id=installation.team_id, installed_at=now)
        tx.add(row)
    row.name = name
    row.bot_token = installation.bot_token
    row.bot_id = installation.bot_id
    row.bot_user_id = installation.bot_user_id


def installation_of(tx: Transaction, *, team_id: str) -> Installation | None:
    """Return how to speak in a workspace, or None if Trellis is not installed there."""
    row = workspace(tx, team_id)
    if row is None:
        return None
    return Installation(team_id=row.team_id, bot_token=row.bot_token, bot_id=row.bot_id, bot_user_id=row.bot_user_id)


def teams(tx: Transaction) -> list[str]:
    """Return the workspaces in which Trellis is installed, for those who look after it."""
    return all_teams(tx)
