"""The last sign of life of what ticks, in the database: whoever watches may be another process."""

from sqlalchemy import select, update

from app.database.session import Transaction, insert_or_ignore, instant
from app.delivery.records import Beat

TICK = "tick"


def beat(tx: Transaction) -> None:
    """Note that a process has just ticked."""
    at = instant(tx)
    done = tx.connection().execute(update(Beat).where(Beat.what == TICK).values(at=at))
    if done.rowcount == 0:
        insert_or_ignore(tx, Beat, [{"what": TICK, "at": at}])


def seconds_since_tick(tx: Transaction) -> float | None:
    """Return how long ago any process ticked last; None if none ever has."""
    at = tx.scalar(select(Beat.at).where(Beat.what == TICK))
    return None if at is None else max(0.0, (instant(tx) - at).total_seconds())
