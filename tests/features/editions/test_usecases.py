"""Moving a cohort: the dry run is what the move does, in steps, and nothing that was sent comes again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from app.core.refusal import Refusal
from app.delivery.records import Notice
from app.features.care import usecases as care
from app.features.editions import usecases
from app.features.editions.rules import Look, added_up, changes, differences
from app.features.pairings import usecases as pairings
from app.features.programmes import usecases as programmes
from app.features.programmes.records import CohortRow
from app.features.programmes.rules import Cohort
from app.handbook import reading
from tests.kit.rooms import BOSS, TEAM, Rooms

OLD = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
NEW = OLD.replace("[check_in]\nevery_days = 30", "[check_in]\nevery_days = 14").replace(
    "You and {partner} have been a pair since {since}.", "Two weeks have passed with {partner}."
)


def put(text: str) -> None:
    shipped = reading.read_handbooks([reading.SHIPPED])
    shipped["wealljs"] = reading.parse_handbook(text, "wealljs.toml")
    programmes.put_on_shelf(shipped, {"wealljs": text})


@pytest.fixture(autouse=True)
def _shelf_again() -> Iterator[None]:
    put(OLD)
    yield
    programmes.put_on_shelf(reading.read_handbooks([reading.SHIPPED]))


def running(rooms: Rooms, pairs: int) -> Cohort:
    cohort = rooms.cohort()
    for number in range(pairs):
        mentor, mentee = rooms.meets(f"UM{number}"), rooms.meets(f"UA{number}")
        with rooms.tx() as tx:
            pairing = pairings.begin(
                tx, team_id=TEAM, cohort_id=cohort.id, mentor=mentor, mentees=(mentee,), now=rooms.now
            )
            care.accompany(tx, pairing=pairing, now=rooms.now)
    return cohort


def planned(rooms: Rooms) -> dict[str, tuple[str, str, object]]:
    rows = [one for one in rooms.notices() if one.settled_at is None and not one.kind.startswith("editions.")]
    return {one.key: (one.kind, one.to, one.wanted_at) for one in rows}


def look(rooms: Rooms, cohort: Cohort) -> Look:
    with rooms.tx() as tx:
        return usecases.look(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)


def move(rooms: Rooms, cohort: Cohort) -> None:
    with rooms.tx() as tx:
        usecases.move(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)


def chores(rooms: Rooms, times: int) -> None:
    for _ in range(times):
        with rooms.tx() as tx:
            usecases.go_on(tx, rooms.now)


def test_a_cohort_keeps_the_text_that_it_began_with_in_another_process_too(rooms: Rooms) -> None:
    cohort = running(rooms, 1)
    put(NEW)
    programmes._editions.clear()
    with rooms.tx() as tx:
        assert programmes.handbook_of(tx, cohort).check_in.every_days == 30
        assert programmes.handbook("wealljs").check_in.every_days == 14
    with asked(rooms) as statements, rooms.tx() as tx:
        programmes.handbook_of(tx, cohort)
    assert [one for one in statements if "editions" in one] == []


@contextmanager
def asked(rooms: Rooms) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(rooms.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(rooms.database.engine, "before_cursor_execute", note)


def test_a_comment_changes_nothing_and_a_cohort_of_an_earlier_release_follows_its_file(rooms: Rooms) -> None:
    cohort = running(rooms, 1)
    put(OLD + "\n# a word to ourselves\n")
    with pytest.raises(Refusal, match="nothing-new"):
        look(rooms, cohort)
    put(NEW)
    with rooms.tx() as tx:
        tx.execute(update(CohortRow).values(edition=None))
    with rooms.tx() as tx:
        assert (
            programmes.handbook_of(tx, programmes.cohort(tx, team_id=TEAM, cohort_id=cohort.id)).check_in.every_days
            == 14
        )


@pytest.mark.parametrize("pairs", [2, 45])
def test_the_dry_run_is_exactly_what_the_move_does(rooms: Rooms, pairs: int) -> None:
    cohort = running(rooms, pairs)
    rooms.clock.advance(timedelta(days=5))
    put(NEW)
    before = planned(rooms)
    first = look(rooms, cohort)
    chores(rooms, 3)
    foretold = look(rooms, cohort)
    assert (first.changes is None) == (pairs > usecases.STEP)
    assert planned(rooms) == before
    assert foretold.keys == ["check_in.every_days", "check_in.ask"]
    move(rooms, cohort)
    chores(rooms, 3)
    with rooms.tx() as tx:
        assert usecases.changed(tx, team_id=TEAM, user_id=BOSS) == []
    truly = differences(before, planned(rooms))  # type: ignore[arg-type]  # instants
    found = {(one.how, one.kind): one.count for one in changes(added_up({}, truly))}
    assert {(one.how, one.kind): one.count for one in foretold.changes or ()} == found
    assert found[("moved", "checkins.ask")] > 0
    assert found[("new", "checkins.ask")] > 0


def test_what_was_sent_is_not_repeated_and_no_day_that_has_passed_is_asked_for(rooms: Rooms) -> None:
    cohort = running(rooms, 1)
    rooms.clock.advance(timedelta(days=31))
    with rooms.tx() as tx:
        for row in tx.query(Notice).filter(Notice.due_at <= rooms.now, Notice.settled_at.is_(None)):
            row.settled_at, row.outcome = rooms.now, "sent"
    put(NEW)
    look(rooms, cohort)
    move(rooms, cohort)
    asks = rooms.notices("checkins.ask")
    assert sum(one.outcome == "sent" for one in asks) == 2
    assert all(one.wanted_at > rooms.now for one in asks if one.settled_at is None)
    assert [one.kind for one in rooms.notices() if one.kind == "editions.done"] == ["editions.done"]


def test_only_coordinators_decide_and_keeping_is_quiet_until_the_next_change(rooms: Rooms) -> None:
    cohort = running(rooms, 1)
    put(NEW)
    for deed in (usecases.look, usecases.move, usecases.keep):
        with rooms.tx() as tx, pytest.raises(Refusal, match="people"):
            deed(tx, team_id=TEAM, by="UM0", cohort_id=cohort.id, now=rooms.now)
    with rooms.tx() as tx, pytest.raises(Refusal, match="changed-again"):
        usecases.move(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
    with rooms.tx() as tx:
        usecases.keep(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
    with rooms.tx() as tx:
        assert [one.kept for one in usecases.changed(tx, team_id=TEAM, user_id=BOSS)] == [True]
    put(NEW.replace("every_days = 14", "every_days = 21"))
    with rooms.tx() as tx:
        assert [one.kept for one in usecases.changed(tx, team_id=TEAM, user_id=BOSS)] == [False]
