"""What Home shows of calendars; this room sends no messages."""

from datetime import datetime

from app.core.notice import Block
from app.database.session import Transaction
from app.features.calendars import usecases, views


def card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What Home shows to whoever has meetings: the way to their calendar link."""
    del now
    return views.home_line() if usecases.has_something(tx, team_id=team_id, user_id=user_id) else []
