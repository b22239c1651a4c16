"""Deciding on groups: a pinned one stays, waves ask about whole groups, and a full mentor may take one more."""

from collections.abc import Iterator

import pytest

from app.core.refusal import Refusal
from app.features.joining import usecases as joining
from app.features.matching import records, usecases
from app.features.matching.rules import whole
from app.features.matching.rules.whole import Working
from app.features.matching.usecases import long_runs, places, swapping, waves
from app.features.programmes.rules import Cohort
from tests.features.matching.test_groups import MATCHING
from tests.features.matching.test_usecases import approved, run
from tests.kit.books import on_the_shelf
from tests.kit.rooms import BOSS, TEAM, Rooms


@pytest.fixture(autouse=True)
def _groups() -> Iterator[None]:
    with on_the_shelf(matching={**MATCHING, "consent": ("mentor", "mentee")}):
        yield


def has_room_for_three(rooms: Rooms, cohort: Cohort) -> None:
    mentor = approved(rooms, cohort, "UM", "mentor")
    with rooms.tx() as tx:
        joining.give_room(tx, team_id=TEAM, application_id=mentor.id, capacity=3)


def pin(rooms: Rooms, proposal_id: int, *, kept: bool = True) -> None:
    with rooms.tx() as tx:
        usecases.pin(tx, team_id=TEAM, by=BOSS, proposal_id=proposal_id, kept=kept, now=rooms.now)


def test_a_pinned_group_stays_as_it_is_until_one_of_it_withdraws(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    has_room_for_three(rooms, cohort)
    for user in ("UA", "UB"):
        approved(rooms, cohort, user, "mentee")
    first = run(rooms, cohort).undecided
    pin(rooms, first[0].id)
    late = approved(rooms, cohort, "UC", "mentee")
    again = run(rooms, cohort)
    assert {one.id for one in again.undecided} == {one.id for one in first}  # UC would have fitted in
    assert [user for user, _ in again.left_over] == ["UC"]
    pin(rooms, first[1].id, kept=False)
    assert len(run(rooms, cohort).undecided) == 3
    pin(rooms, run(rooms, cohort).undecided[0].id)
    with rooms.tx() as tx:
        joining.withdraw(tx, team_id=TEAM, by="UC", application_id=late.id, now=rooms.now)
    assert {one.mentee.user_id for one in run(rooms, cohort).undecided} == {"UA", "UB"}


def test_a_wave_asks_about_a_whole_group(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    for number in range(2):
        approved(rooms, cohort, f"UM{number}", "mentor", capacity="2")
        for user in ("A", "B"):
            approved(rooms, cohort, f"U{user}{number}", "mentee")
    found = run(rooms, cohort).undecided
    assert len({one.bundle for one in found}) == 2
    with rooms.tx() as tx:
        waves.accept_in_waves(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, number=1, size=1, hour=9, now=rooms.now)
    assert len(rooms.notices("matching.offer")) == 1
    with rooms.tx() as tx:
        waiting = [one for one in found if records.proposal(tx, TEAM, one.id).wave_id is not None]
        assert len({one.bundle for one in waiting}) == 1
        waves.take_back(tx, team_id=TEAM, by=BOSS, proposal_id=waiting[0].id, now=rooms.now)
    with rooms.tx() as tx:
        assert usecases.undecided(tx, cohort=cohort) == 1
        assert records.open_wave(tx, TEAM, cohort.id) is None


def test_mentors_of_groups_are_not_swapped(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UM", "mentor", capacity="2")
    for user in ("UA", "UB"):
        approved(rooms, cohort, user, "mentee")
    found = run(rooms, cohort).undecided
    with pytest.raises(Refusal, match=r"matching\.no-swap-in-groups"), rooms.tx() as tx:
        swapping.partners_of(tx, team_id=TEAM, by=BOSS, proposal_id=found[0].id)


def test_a_mentor_of_a_full_group_may_take_one_more(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    mentor = approved(rooms, cohort, "UM", "mentor", capacity="2")
    for user in ("UA", "UB", "UC"):
        approved(rooms, cohort, user, "mentee")
    left = next(iter(run(rooms, cohort).waiting))
    with rooms.tx() as tx:
        asked = places.ask(
            tx,
            team_id=TEAM,
            by=BOSS,
            cohort_id=cohort.id,
            number=1,
            mentee=left,
            mentor_application_id=mentor.id,
            now=rooms.now,
        )
        places.answer(tx, team_id=TEAM, by="UM", place_id=asked.id, yes=True, now=rooms.now)
    assert len(run(rooms, cohort).undecided) == 3


def test_groups_are_looked_for_in_the_background_too(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "AT_ONCE_IN_GROUPS", 0)
    cohort = rooms.cohort()
    has_room_for_three(rooms, cohort)
    for user in ("UA", "UB", "UC"):
        approved(rooms, cohort, user, "mentee")
    with rooms.tx() as tx:
        assert isinstance(usecases.start(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now), Working)
    assert long_runs.work(rooms.database, rooms.clock, lambda: False)
    with rooms.tx() as tx:
        found = usecases.to_read(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id)
    assert len({one.bundle for one in found.undecided}) == 1
    assert len(found.undecided) == 3
