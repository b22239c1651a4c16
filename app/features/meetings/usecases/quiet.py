"""What people say about a pairing that does not meet."""

from datetime import datetime, timedelta

from app.database.session import Transaction
from app.delivery.planning import show_open_homes
from app.features.meetings import records
from app.features.meetings.usecases import ladder_answers
from app.features.meetings.usecases.planning import follow
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.handbook.meetings import EVERY_DAYS

A_MINUTE = timedelta(minutes=1)


def say(tx: Transaction, *, pairing: Pairing, by: str, said: str, topic: str, now: datetime) -> None:
    """Take an answer about a pairing that does not meet; the caller has checked who may say it.

    Said again within a minute, as by a double click, it changes nothing.
    """
    pairings.hold(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    known = ladder_answers(tx, pairing=pairing)
    if not any((one.user_id, one.said, one.topic) == (by, said, topic) and one.at > now - A_MINUTE for one in known):
        tx.add(
            records.LadderRow(
                team_id=pairing.team_id, pairing_id=pairing.id, user_id=by, said=said, topic=topic, at=now
            )
        )
        rhythm = records.rhythm(tx, pairing.team_id, pairing.id)
        if said in EVERY_DAYS and rhythm is not None:
            rhythm.every_days = EVERY_DAYS[said]
        tx.flush()
    follow(tx, pairing, now)
    show_open_homes(tx, team_id=pairing.team_id, users=pairing.people, now=now)
