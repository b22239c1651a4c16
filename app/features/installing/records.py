"""Workspaces that Trellis is installed in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction
from app.database.types import SealedText


class Workspace(Base):
    """One Slack workspace and the token it gave us."""

    __tablename__ = "workspaces"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    bot_token: Mapped[str] = mapped_column(SealedText)
    bot_id: Mapped[str]
    bot_user_id: Mapped[str]
    installed_at: Mapped[datetime]


def workspace(tx: Transaction, team_id: str) -> Workspace | None:
    """Return a workspace, or None if Trellis is not installed there."""
    return tx.scalar(select(Workspace).where(Workspace.team_id == team_id))


def all_teams(tx: Transaction) -> list[str]:
    """Return every workspace's id."""
    return list(tx.scalars(select(Workspace.team_id).order_by(Workspace.team_id)))
