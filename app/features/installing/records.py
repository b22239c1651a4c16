"""Workspaces that Trellis is installed in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction, locked
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
    """When it let us in last."""
    installed_by: Mapped[str | None]
    """Who did; None if the token stands in the settings."""
    left_at: Mapped[datetime | None]
    """Since when we are out; None while we are in."""
    left_why: Mapped[str | None]
    look_at: Mapped[datetime | None]
    """When to ask Slack whether we are really out."""


def workspace(tx: Transaction, team_id: str, *, lock: bool = False) -> Workspace | None:
    """Return a workspace, or None if Trellis was never installed there; locked for whoever changes it."""
    question = select(Workspace).where(Workspace.team_id == team_id)
    return tx.scalar(locked(question) if lock else question)


def all_teams(tx: Transaction) -> list[str]:
    """Return the id of every workspace that we are in."""
    return list(tx.scalars(select(Workspace.team_id).where(Workspace.left_at.is_(None)).order_by(Workspace.team_id)))


_TO_LOOK_AT = (
    select(Workspace).where(Workspace.look_at <= bindparam("now")).order_by(Workspace.look_at, Workspace.team_id)
)


def to_look_at(tx: Transaction, now: datetime) -> Sequence[Workspace]:
    """Return workspaces of which Slack is to be asked whether we are really out, longest ago first."""
    return tx.scalars(_TO_LOOK_AT, {"now": now}).all()
