"""Who waits, for what, and who comes first."""

from datetime import timedelta

import pytest

from app.core.calendar import Slot
from app.features.care import usecases as care
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records, usecases, views, words
from app.features.matching.rules.chances import Chances, chances, looks_for_mentor, rests_as_mentee
from app.features.matching.usecases import waiting
from app.features.matching.usecases.common import pool_of
from app.features.organising import usecases as organising
from app.features.pairings import usecases as pairings
from app.features.programmes.rules import Cohort
from tests.features.matching.test_usecases import approved, offer_to, run, says, together
from tests.kit.books import on_the_shelf
from tests.kit.make import NOW, application, cohort, handbook, pairing
from tests.kit.rooms import BOSS, TEAM, Rooms

MORNING = (Slot(3, 8 * 60, 10 * 60),)


def test_chances_count_topics_then_hours_of_the_other_side_only() -> None:
    others = [
        application(2, "mentor"),
        application(3, "mentor", slots=MORNING),
        application(4, "mentor", {"offers": ["data"]}),
        application(5, "mentee"),
        application(1, "mentor"),  # the same person
    ]
    assert chances(application(1, "mentee"), others, cohort(), handbook()) == Chances(3, 2, 1, True, False)


def test_whoever_filled_in_no_hours_hears_of_zones_near_theirs() -> None:
    others = [application(2, "mentor", zone="Europe/London"), application(3, "mentor", zone="Pacific/Auckland")]
    assert chances(application(1, "mentee", slots=()), others, cohort(), handbook()) == Chances(2, 2, 1, True, True)


def test_whoever_named_no_topic_hears_of_everybody() -> None:
    found = chances(application(1, "mentee", {"wants": []}), [application(2, "mentor")], cohort(), handbook())
    assert (found.topic, found.by_topic) == (1, False)


@pytest.mark.parametrize("why", ["graduated", "place-given"])
def test_a_mentee_rests_until_they_edit_their_answers(why: str) -> None:
    later = NOW + timedelta(days=30)
    over = (
        pairing(mentees=("U1",), graduated_at=later, ended_at=later)
        if why == "graduated"
        else pairing(mentees=("U9",), former=("U1",), stayed_away=("U1",), left={"U1": later})
    )
    assert rests_as_mentee(application(1, "mentee"), [over]) == why
    assert not rests_as_mentee(application(1, "mentee", edited_at=later + timedelta(hours=1)), [over])
    assert not rests_as_mentee(application(2, "mentee"), [over])


def test_every_reason_that_a_mentee_may_have_is_told_to_them_with_what_would_help() -> None:
    assert {code for code in words.LEFT_OVER if looks_for_mentor(code)} <= set(words.WHY_LEFT)
    assert set(words.WHY_LEFT) == set(words.HELP_LEFT)


def _left_one(rooms: Rooms, cohort: Cohort) -> Application:
    """Two want the one mentor; the round goes out, and one of them is left."""
    two = {user: approved(rooms, cohort, user, "mentee") for user in ("UA", "UB")}
    approved(rooms, cohort, "UM", "mentor")
    found = run(rooms, cohort).undecided[0]
    with rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=found.id, now=rooms.now)
    return two["UB" if found.mentee.user_id == "UA" else "UA"]


def _waited(rooms: Rooms, cohort: Cohort) -> dict[int, int]:
    with rooms.tx() as tx:
        return dict(pool_of(tx, cohort).waited)


def test_only_a_round_that_went_out_counts_and_only_once(rooms: Rooms) -> None:
    here = rooms.cohort()
    left = _left_one(rooms, here)
    assert _waited(rooms, here) == {left.id: 1}
    run(rooms, here)
    run(rooms, here)
    assert _waited(rooms, here) == {left.id: 1}


def test_whoever_finds_somebody_has_waited_for_nothing_any_more(rooms: Rooms) -> None:
    here = rooms.cohort()
    left = _left_one(rooms, here)
    approved(rooms, here, "UN", "mentor")
    found = run(rooms, here).undecided[0]
    with rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=found.id, now=rooms.now)
    says(rooms, "UN", offer_to(rooms, "UN"))
    says(rooms, left.user_id, offer_to(rooms, left.user_id))
    with rooms.tx() as tx:
        row = records.left(tx, TEAM, here.id, left.user_id)
        assert row is not None
        assert row.settled_at is not None


def test_the_next_cohort_of_the_programme_knows_who_waited_in_the_last(rooms: Rooms) -> None:
    here = rooms.cohort()
    left = _left_one(rooms, here)
    for _ in range(2):
        with rooms.tx() as tx:
            organising.close_cohort(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, now=rooms.now)
    # Whoever was still being asked when the cohort ended was left over too.
    assert sorted(one.to for one in rooms.notices("matching.not_this_time")) == ["UA", "UB"]
    spring = rooms.cohort("Spring")
    again = approved(rooms, spring, left.user_id, "mentee")
    approved(rooms, spring, "UC", "mentee")
    assert _waited(rooms, spring) == {again.id: 1}


def test_where_somebody_stands_is_silent_once_they_have_withdrawn(rooms: Rooms) -> None:
    here = rooms.cohort()
    mentee = approved(rooms, here, "UA", "mentee")
    with rooms.tx() as tx:
        gone = joining.withdraw(tx, team_id=TEAM, by="UA", application_id=mentee.id, now=rooms.now)
        assert waiting.where(tx, application=gone) is None


@pytest.mark.parametrize("why", ["graduated", "place-given"])
def test_whoever_graduated_or_gave_their_place_reads_so_until_they_edit_their_answers(rooms: Rooms, why: str) -> None:
    here = rooms.cohort()
    mentee = approved(rooms, here, "UA", "mentee")
    approved(rooms, here, "UM", "mentor")
    with rooms.tx() as tx:
        others = () if why == "graduated" else ("UB",)
        pair = pairings.begin(tx, team_id=TEAM, cohort_id=here.id, mentor="UM", mentees=("UA", *others), now=rooms.now)
        if why == "graduated":
            pairings.graduate(tx, team_id=TEAM, pairing_id=pair.id, now=rooms.now)
            pairings.end(tx, team_id=TEAM, by="UM", pairing_id=pair.id, now=rooms.now, why="graduated")
        else:
            care.let_go(tx, team_id=TEAM, by=BOSS, pairing_id=pair.id, user_id="UA", now=rooms.now)
    with rooms.tx() as tx:
        found = waiting.where(tx, application=mentee)
        assert found is not None
        assert found.rests == why
        assert not any("looking for a match" in line for line in views.waiting(found))
        assert mentee.id not in {one.id for one in pool_of(tx, here).mentees}
    rooms.clock.advance(timedelta(hours=1))
    again = approved(rooms, here, "UA", "mentee")
    with rooms.tx() as tx:
        found = waiting.where(tx, application=again)
        assert found is not None
        assert not found.rests
        assert mentee.id in {one.id for one in pool_of(tx, here).mentees}


def test_a_mentor_who_answers_twice_at_once_has_no_more_open_questions_than_the_handbook_says(rooms: Rooms) -> None:
    with on_the_shelf(matching={"open_offers": 1}):
        here = rooms.cohort()
        for user in ("UA", "UB"):
            approved(rooms, here, user, "mentee")
        approved(rooms, here, "UM", "mentor", capacity="2")
        with rooms.tx() as tx:
            found = usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, now=rooms.now)
            usecases.accept_all(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, number=found.number, now=rooms.now)
            assert usecases.held(tx, cohort=here, most=0) == (1, [])
        first = offer_to(rooms, "UM")
        assert together(lambda: says(rooms, "UM", first), lambda: says(rooms, "UM", first)) == [None, None]
        with rooms.tx() as tx:
            assert records.open_to_mentor(tx, TEAM, here.id, "UM") == 1
            assert usecases.held(tx, cohort=here, most=5) == (0, [])
