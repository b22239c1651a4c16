"""What Home shows of the directory."""

from datetime import datetime

from app.core.notice import Block
from app.database.session import Transaction
from app.features.directory import usecases, views


def card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What the Home of whoever takes part shows: the way to the directory."""
    del now
    return views.home_card() if usecases.concerns(tx, team_id=team_id, user_id=user_id) else []
