"""Stages with a database: planned once, with the forms that open and close them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.core.refusal import Refusal
from app.features.care import usecases as care
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.stages import usecases
from app.features.surveys import records
from tests.features.stages.test_rules import FIRST, SECOND, book
from tests.kit.books import on_the_shelf
from tests.kit.rooms import BOSS, TEAM, Rooms


@pytest.fixture(autouse=True)
def _stages() -> Iterator[None]:
    made = book(FIRST, SECOND).model_dump()
    with on_the_shelf(stages=made["stages"], forms=made["forms"]):
        yield


def begins(rooms: Rooms) -> Pairing:
    cohort = rooms.cohort()
    for one in ("UM", "UA"):
        rooms.meets(one)
    with rooms.tx() as tx:
        made = pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor="UM", mentees=("UA",), now=rooms.now)
        care.accompany(tx, pairing=made, now=rooms.now)
    return made


def test_stages_are_planned_once_however_often_the_plan_is_made(rooms: Rooms) -> None:
    pairing = begins(rooms)
    for _ in range(3):
        with rooms.tx() as tx:
            care.accompany(tx, pairing=pairing, now=rooms.now)
    planned = rooms.notices("stages.begins")
    assert [(row.to, row.about["stage"], row.outcome) for row in planned] == [
        ("UM", "first", None),
        ("UA", "first", None),
        ("UM", "second", None),
        ("UA", "second", None),
    ]
    with rooms.tx() as tx:
        rows = tx.query(records.AskRow).order_by(records.AskRow.id).all()
        assert [(row.user_id, row.form_key, row.announced) for row in rows] == [
            ("UM", "opening", True),
            ("UA", "opening", True),
            ("UA", "back", False),
        ]
        assert {row.about.get("ask") for row in planned} == {rows[0].id, rows[1].id, None}
    assert [row.to for row in rooms.notices("surveys.ask")] == ["UA"]


def test_a_second_pairing_is_looked_back_on_a_day_after_the_first(rooms: Rooms) -> None:
    first = begins(rooms)
    rooms.meets("UN")
    with rooms.tx() as tx:
        second = pairings.begin(
            tx, team_id=TEAM, cohort_id=first.cohort_id, mentor="UN", mentees=("UA",), now=rooms.now
        )
        care.accompany(tx, pairing=second, now=rooms.now)
    with rooms.tx() as tx:
        rows = tx.query(records.AskRow).filter_by(form_key="back").order_by(records.AskRow.id).all()
        assert [row.asked_at - rows[0].asked_at for row in rows] == [timedelta(), timedelta(days=1)]


def test_an_ended_pairing_is_in_no_stage_and_hears_nothing_more(rooms: Rooms) -> None:
    pairing = begins(rooms)
    with rooms.tx() as tx:
        present = usecases.current(tx, pairing=pairing, now=rooms.now + timedelta(days=31))
        assert present is not None
        assert present.number == 2
        ended = pairings.end(tx, team_id=TEAM, by="UA", pairing_id=pairing.id, now=rooms.now)
        care.accompany(tx, pairing=ended, now=rooms.now)
        assert usecases.current(tx, pairing=ended, now=rooms.now) is None
        assert {row.dropped_at for row in tx.query(records.AskRow)} == {rooms.now}
    assert {row.outcome for row in rooms.notices("stages.begins")} == {"cancelled"}


def test_only_the_people_of_a_living_pairing_read_its_stage(rooms: Rooms) -> None:
    pairing = begins(rooms)
    with rooms.tx() as tx:
        _, present = usecases.own_stage(tx, team_id=TEAM, by="UA", pairing_id=pairing.id, now=rooms.now)
        assert present.stage.key == "first"
        for by, team in (("UB", TEAM), (BOSS, TEAM), ("UA", "T2")):
            with pytest.raises(Refusal, match=r"pairings\.not-yours"):
                usecases.own_stage(tx, team_id=team, by=by, pairing_id=pairing.id, now=rooms.now)
        with pytest.raises(Refusal, match=r"stages\.none"):
            usecases.own_stage(tx, team_id=TEAM, by="UA", pairing_id=pairing.id, now=rooms.now + timedelta(days=80))
