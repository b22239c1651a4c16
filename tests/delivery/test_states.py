"""Every row is in exactly one of the states that the table knows, and each state can be reached and left."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.delivery.records import OUTCOMES
from app.delivery.states import HOLDS, OPEN, WAYS, State, state_of
from tests.kit.write_tables import HOUSE, states, within

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
SOON, LATE = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)


@dataclass(frozen=True)
class Row:
    due_at: datetime = NOW
    wanted_at: datetime = NOW
    lease_until: datetime | None = None
    sending_at: datetime | None = None
    outcome: str | None = None
    reason: str | None = None


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (Row(), State.PLANNED),
        (Row(due_at=SOON, reason="not at this hour"), State.PUT_OFF),
        (Row(due_at=SOON), State.PLANNED),  # an App Home that was asked for anew
        (Row(reason="not at this hour"), State.PLANNED),  # put off once, and then its subject moved it
        (Row(lease_until=SOON), State.CLAIMED),
        (Row(lease_until=LATE), State.PLANNED),
        (Row(lease_until=LATE, due_at=SOON, reason="not at this hour"), State.PUT_OFF),
        (Row(lease_until=SOON, sending_at=LATE), State.ON_ITS_WAY),
        (Row(lease_until=LATE, sending_at=LATE), State.IN_DOUBT),
        (Row(sending_at=LATE, due_at=SOON, reason="the line went dead"), State.IN_DOUBT),
        (Row(sending_at=LATE, outcome="sent"), State.SENT),
        (Row(outcome="skipped"), State.SKIPPED),
        (Row(sending_at=LATE, outcome="failed"), State.FAILED),
        (Row(outcome="cancelled"), State.CANCELLED),
        (Row(sending_at=LATE, outcome="uncertain"), State.UNCERTAIN),
    ],
)
def test_a_row_stands_where_its_columns_say(row: Row, state: State) -> None:
    assert state_of(row, NOW) is state


def test_the_table_knows_every_outcome_and_every_state() -> None:
    assert {state.value for state in State if not state.is_open} == set(OUTCOMES)
    assert set(HOLDS) == set(State)


def test_every_state_can_be_reached_and_every_open_one_can_be_left() -> None:
    assert {way.end for way in WAYS} == set(State)
    assert {way.start for way in WAYS} >= set(OPEN)


def test_nothing_that_may_have_gone_out_becomes_cancelled_or_begins_anew_by_itself() -> None:
    ways = {(way.start, way.end) for way in WAYS}
    risky = (State.ON_ITS_WAY, State.IN_DOUBT)
    assert not {(start, end) for start in risky for end in (State.PLANNED, State.CLAIMED, State.CANCELLED)} & ways


def test_each_line_of_the_table_says_something_of_its_own() -> None:
    assert len({(way.start, way.happens) for way in WAYS}) == len(WAYS)


def test_the_builders_paper_shows_the_tables_as_they_are() -> None:
    paper = HOUSE.read_text(encoding="utf-8")
    assert within(paper, states()) == paper, "run `make tables`"
