"""Links to people's calendars."""

from datetime import datetime

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.database.session import Transaction


class CalendarLinkRow(Base):
    """One link that somebody made, also when it works no more; only a digest of what stands in it."""

    __tablename__ = "calendar_links"
    __table_args__ = (
        Index(
            "ix_calendar_links_living",
            "team_id",
            "user_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    user_id: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def living(tx: Transaction, team_id: str, user_id: str) -> CalendarLinkRow | None:
    """Return a person's link that works."""
    return tx.scalar(
        select(CalendarLinkRow).where(
            CalendarLinkRow.team_id == team_id, CalendarLinkRow.user_id == user_id, CalendarLinkRow.ended_at.is_(None)
        )
    )


def by_digest(tx: Transaction, digest: str) -> CalendarLinkRow | None:
    """Return the link that works and has this digest, in whichever workspace."""
    return tx.scalar(
        select(CalendarLinkRow).where(CalendarLinkRow.digest == digest, CalendarLinkRow.ended_at.is_(None))
    )
