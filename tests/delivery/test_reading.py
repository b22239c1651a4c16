"""Whether a question came only just now, so that asking again would be too soon."""

from datetime import timedelta

import pytest

from app.core.notice import Wanted
from app.database.session import Transaction
from app.delivery.planning import plan
from app.delivery.reading import JUST_NOW, came_just_now, carried_just_now
from app.delivery.records import Notice
from tests.kit.rooms import TEAM, Rooms

SECOND = timedelta(seconds=1)


def planned(tx: Transaction, rooms: Rooms, key: str = "form:7", **about: int) -> Notice:
    """Plan a question to Ua that is due now."""
    wanted = Wanted(key=key, kind="surveys.ask", to="UA", due=rooms.now, about=about)
    plan(tx, team_id=TEAM, subject="pairing:1:stages", wanted=wanted, now=rooms.now)
    return tx.query(Notice).filter_by(key=key).one()


def test_a_question_that_was_never_planned_did_not_come_just_now(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        planned(tx, rooms)
        assert not came_just_now(tx, team_id=TEAM, key="form:8", now=rooms.now)
        assert not came_just_now(tx, team_id="T2", key="form:7", now=rooms.now)


def test_a_question_that_is_still_on_its_way_counts_however_late_it_is(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        planned(tx, rooms)
        assert came_just_now(tx, team_id=TEAM, key="form:7", now=rooms.now + timedelta(days=30))


def test_a_question_came_just_now_for_two_days(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        row = planned(tx, rooms)
        row.outcome, row.settled_at = "sent", rooms.now
        tx.flush()
        assert came_just_now(tx, team_id=TEAM, key="form:7", now=rooms.now + JUST_NOW - SECOND)
        assert not came_just_now(tx, team_id=TEAM, key="form:7", now=rooms.now + JUST_NOW)


@pytest.mark.parametrize("outcome", ["skipped", "failed", "cancelled", "uncertain"])
def test_a_question_that_nobody_got_did_not_come(rooms: Rooms, outcome: str) -> None:
    with rooms.tx() as tx:
        row = planned(tx, rooms)
        row.outcome, row.settled_at = outcome, rooms.now
        tx.flush()
        assert not came_just_now(tx, team_id=TEAM, key="form:7", now=rooms.now)


def test_a_question_that_another_message_carries_is_found_by_what_that_is_about(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        row = planned(tx, rooms, key="pairing:1:stages:first:UA", ask=7)

        def carried(to: str = "UA", subject: str = "pairing:1:stages", ask: int = 7, days: int = 0) -> bool:
            now = rooms.now + timedelta(days=days)
            return carried_just_now(tx, team_id=TEAM, subject=subject, to=to, about=("ask", ask), now=now)

        assert carried()
        assert carried(days=30)  # it has yet to come
        assert not carried(ask=8)
        assert not carried(to="UB")
        assert not carried(subject="pairing:2:stages")
        row.outcome, row.settled_at = "sent", rooms.now
        tx.flush()
        assert carried(days=1)
        assert not carried(days=2)
