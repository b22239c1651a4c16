"""Choosing one's hours."""

from datetime import datetime

from app.core.calendar import Hours
from app.database.session import Transaction
from app.delivery.planning import reconsider, show_open_homes
from app.features.joining import usecases as joining
from app.features.letters.rules import Wish, read_hours
from app.features.people import usecases as people
from app.features.people.rules import Person
from app.features.programmes import usecases as programmes


def choose_hours(tx: Transaction, *, team_id: str, user_id: str, wish: Wish, now: datetime) -> Person:
    """Let a person choose when they may be written to.

    Raises:
        Refusals: if the hours cannot be, each at its field.
    """
    return keep_hours(tx, team_id=team_id, user_id=user_id, hours=read_hours(wish), now=now)


def keep_hours(tx: Transaction, *, team_id: str, user_id: str, hours: Hours, now: datetime) -> Person:
    """Note a person's hours; what waits for them is looked at again."""
    people.keep_hours(tx, team_id=team_id, user_id=user_id, hours=hours)
    reconsider(tx, team_id=team_id, user_id=user_id, now=now)
    show_open_homes(tx, team_id=team_id, users=[user_id], now=now)
    return people.person(tx, team_id=team_id, user_id=user_id)


def may_hear(tx: Transaction, *, team_id: str, user_id: str) -> bool:
    """Whether somebody takes part in anything, so that messages may come to them."""
    return bool(
        joining.applications_of(tx, team_id=team_id, user_id=user_id)
        or programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
    )
