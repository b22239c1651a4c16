"""Ticking activities off."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import show_open_homes
from app.features.goals import records
from app.features.pairings import usecases as pairings


def tick(tx: Transaction, *, team_id: str, by: str, tick_id: int, is_done: bool, now: datetime) -> int:
    """Tick an activity off, or take the tick back; done twice, it changes nothing. Return its pairing's id.

    Raises:
        Refusal: if they are not in its living pairing.
    """
    row = records.tick(tx, team_id, tick_id, lock=True)
    if row is None:
        raise Refusal("goals.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    if is_done and row.ticked_at is None:
        row.ticked_at, row.ticked_by = now, by
    elif not is_done:
        row.ticked_at = row.ticked_by = None
    tx.flush()
    show_open_homes(tx, team_id=team_id, users=pairing.people, now=now)
    return pairing.id
