"""What Home shows of when Trellis writes."""

from datetime import datetime

from app.core.notice import Block
from app.database.session import Transaction
from app.features.letters import usecases, views
from app.features.people import usecases as people


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """The hours of whoever takes part in anything."""
    del now
    if not usecases.may_hear(tx, team_id=team_id, user_id=user_id):
        return []
    return views.hours_card(people.person(tx, team_id=team_id, user_id=user_id))
