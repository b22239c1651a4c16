"""What a pairing sets in motion, and how it ends."""

from datetime import datetime

from app.database.session import Transaction
from app.features.checkins import usecases as checkins
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing

FOLLOWERS = (checkins.replan,)
"""What each room does when a pairing begins, changes its people, or ends: `replan(tx, pairing=…, now=…)`.

Each can be called at any time and makes its plan equal to what the pairing is now.
"""


def accompany(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring everything that accompanies a pairing in line with what it is now."""
    for replan in FOLLOWERS:
        replan(tx, pairing=pairing, now=now)


def set_out(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Set in motion what a new pairing calls for; the caller has planned its introduction, which comes first."""
    meetings.propose_first(tx, team_id=pairing.team_id, pairing_id=pairing.id, now=now)
    accompany(tx, pairing=pairing, now=now)


def end(tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime, why: str | None = None) -> Pairing:
    """End a pairing: its meetings are off, and nothing more is asked.

    Raises:
        Refusal: if `by` is neither in it nor a coordinator of its cohort.
    """
    ended = pairings.end(tx, team_id=team_id, by=by, pairing_id=pairing_id, now=now, why=why)
    meetings.drop_future(tx, team_id=team_id, pairing_id=pairing_id, now=now)
    accompany(tx, pairing=ended, now=now)
    return ended
