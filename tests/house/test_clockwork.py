"""The clock: a chore that fails keeps neither the others nor the messages back."""

from datetime import datetime

import pytest

from app.clockwork import Clockwork
from app.core.clock import MovableClock
from app.database.session import Database, Transaction
from app.delivery.sending import Sender
from app.features.people.records import Member
from app.tools import Board
from tests.kit.rooms import MONDAY


class Carrying(Sender):
    """A sender with one message left to send."""

    def __init__(self) -> None:
        self.left = 1

    def tick(self) -> int:
        self.left, sent = 0, self.left
        return sent


def notes(tx: Transaction, now: datetime) -> None:
    tx.add(Member(team_id="T1", user_id=f"U{now:%H}", name="Ada", zone="UTC", met_at=now))
    tx.flush()


def fails(_tx: Transaction, _now: datetime) -> None:
    raise LookupError("this chore fails")


def clockwork(database: Database, *chores: object) -> tuple[Clockwork, Carrying]:
    board, sender = Board(chores=chores), Carrying()  # type: ignore[arg-type]  # functions all
    return Clockwork(database=database, sender=sender, board=board, clock=MovableClock(MONDAY), every=5), sender


def people(database: Database) -> int:
    with database.transaction() as tx:
        return tx.query(Member).count()


def test_a_chore_that_fails_keeps_nothing_back_and_is_told(database: Database) -> None:
    clock, sender = clockwork(database, fails, notes)
    with pytest.raises(ExceptionGroup) as told:
        clock.tick()
    assert [str(one) for one in told.value.exceptions] == ["this chore fails"]
    assert (people(database), sender.left) == (1, 0)


def test_a_chore_that_fails_in_company_only_is_done_once(database: Database) -> None:
    troubles = [LookupError("once")]

    def fails_once(_tx: Transaction, _now: datetime) -> None:
        if troubles:
            raise troubles.pop()

    clock, sender = clockwork(database, notes, fails_once)
    assert clock.tick() == 1
    assert (people(database), sender.left) == (1, 0)
