"""Groups: the best whole, who is asked in which order, who joins later, and what becomes of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.calendar import Slot
from app.core.refusal import Refusal
from app.features.joining import usecases as joining
from app.features.matching import usecases
from app.features.matching.rules import Fit, Pool, Proposals
from app.features.matching.rules.best_groups import best_groups
from app.features.matching.rules.groups import options
from app.features.matching.rules.terms import fits_in
from app.features.matching.usecases import co_mentors
from app.features.meetings import usecases as meetings
from app.features.meetings.rules.times import Wish
from app.features.meetings.usecases import arranging, telling
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from tests.features.matching.test_usecases import approved, offer_to, run, says, together
from tests.kit.books import on_the_shelf
from tests.kit.make import NOW, application, cohort, handbook
from tests.kit.rooms import BOSS, TEAM, Rooms

GROUP = {"most_mentors": 2, "least_mentees": 2, "most_mentees": 3, "replace_after_missed": 2}
MATCHING: dict[str, Any] = {"most_pairings": 1, "shared_slot": "needed", "offer_days": 3, "group": GROUP}


def test_a_group_shares_one_hour_on_actual_dates_whatever_the_zones() -> None:
    """Each of the two mentees shares an hour with the mentor, but not the same one."""
    book = handbook(matching=MATCHING)
    evening, noon = Slot(1, 18 * 60, 20 * 60), Slot(2, 12 * 60, 13 * 60)
    mentor = application(9, "mentor", {"capacity": 3}, slots=(evening, noon))
    early = application(1, "mentee", slots=(Slot(1, 12 * 60, 13 * 60),), zone="America/New_York")  # 18:00 in Madrid
    late = application(2, "mentee", slots=(noon,))
    third = application(3, "mentee", slots=(Slot(1, 17 * 60, 19 * 60),), zone="Europe/London")
    for mentees, expected in (((early, late), []), ((early, late, third), [1, 3])):
        free = Pool(mentees, (mentor,), {9: 3}, frozenset())
        verdicts = fits_in(free, cohort(), book)
        assert all(isinstance(one, Fit) for one in verdicts.values())
        found = best_groups(options(free, [], verdicts, cohort(), book, NOW)).groups
        assert [mentee for one in found for mentee in one.mentees] == expected
        if found:
            assert found[0].option.starts_at == datetime(2027, 1, 19, 17, tzinfo=UTC)


def test_people_who_meet_in_person_are_not_grouped_with_others() -> None:
    place = {"place": "meets", "town": "town", "group": {**GROUP, "most_mentees": 5}}
    asked: list[dict[str, Any]] = [
        {"key": "meets", "ask": "How?", "kind": "choice", "options": [{"value": "virtual", "label": "Online"}]},
        {"key": "town", "ask": "Where?", "kind": "text"},
    ]
    whole = handbook()
    book = handbook(
        signup={"questions": [*whole.model_dump()["signup"]["questions"], *asked]}, matching={**MATCHING, **place}
    )
    mentor = application(9, "mentor", {"capacity": 5, "meets": "either", "town": "Porto"})
    ways = (("in_person", "porto "), ("in_person", "Porto"), ("virtual", ""), ("in_person", "Lima"), ("virtual", ""))
    mentees = tuple(
        application(number, "mentee", {"meets": how, "town": town}) for number, (how, town) in enumerate(ways, start=1)
    )
    free = Pool(mentees, (mentor,), {9: 5}, frozenset())
    verdicts = fits_in(free, cohort(), book)
    assert not isinstance(verdicts[4, 9], Fit)
    found = options(free, [], verdicts, cohort(), book, NOW)
    assert sorted(tuple(one.scores) for one in found) == [(1, 2), (3, 5)]


# -- with a database -----------------------------------------------------------------------------------


def crowd(rooms: Rooms, *mentees: str) -> tuple[Cohort, Proposals]:
    made = rooms.cohort()
    approved(rooms, made, "UM", "mentor", capacity="2")
    for one in mentees:
        approved(rooms, made, one, "mentee")
    return made, run(rooms, made)


def decide(rooms: Rooms, proposal: int) -> None:
    with rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=proposal, now=rooms.now)


def group_of(rooms: Rooms, user: str) -> Pairing:
    with rooms.tx() as tx:
        return pairings.pairings_of(tx, team_id=TEAM, user_id=user)[0]


@pytest.fixture
def decided() -> Iterator[None]:
    with on_the_shelf(matching={**MATCHING, "consent": ()}):
        yield


@pytest.fixture
def asked() -> Iterator[None]:
    with on_the_shelf(matching={**MATCHING, "consent": ("mentor", "mentee"), "group": {**GROUP, "most_mentees": 3}}):
        yield


@pytest.mark.usefixtures("decided")
def test_a_committees_group_begins_at_once_with_its_weekly_hour(rooms: Rooms) -> None:
    _, found = crowd(rooms, "UA", "UB")
    assert [(one.mentee.user_id, one.mentor.user_id) for one in found.undecided] == [("UA", "UM"), ("UB", "UM")]
    assert len({one.bundle for one in found.undecided}) == 1
    decide(rooms, found.undecided[1].id)
    decide(rooms, found.undecided[0].id)
    group = group_of(rooms, "UA")
    assert group.people == ("UM", "UA", "UB")
    assert [one.to for one in rooms.notices("matching.introduced")] == ["UA+UB+UM"]
    with rooms.tx() as tx:
        first = meetings.meetings_of(tx, team_id=TEAM, pairing_id=group.id)[0]
    assert (first.weekly, first.day.weekday(), first.zone) == (True, 1, "Europe/Madrid")


@pytest.mark.usefixtures("asked")
def test_the_mentor_is_asked_about_the_whole_group_then_each_mentee_and_late_yeses_join(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UM", "mentor", capacity="2")
    approved(rooms, cohort, "UN", "mentor", capacity="2")
    for one in ("UA", "UB", "UC", "UD"):
        approved(rooms, cohort, one, "mentee")
    found = run(rooms, cohort)
    mine = [one for one in found.undecided if one.mentor.user_id == "UM"]
    decide(rooms, mine[0].id)
    assert [one.to for one in rooms.notices("matching.offer")] == ["UM"]
    says(rooms, "UM", offer_to(rooms, "UM"))
    first, second = (one.mentee.user_id for one in mine)
    assert {one.to for one in rooms.notices("matching.offer")} == {"UM", first, second}
    says(rooms, first, offer_to(rooms, first))
    with rooms.tx() as tx:
        assert pairings.pairings_of(tx, team_id=TEAM, user_id="UM") == []
    last = offer_to(rooms, second)
    together(lambda: says(rooms, second, last), lambda: says(rooms, second, last))
    assert group_of(rooms, "UM").mentees == (first, second)


def test_too_few_yeses_make_no_group_and_nobody_is_kept_apart(rooms: Rooms) -> None:
    with on_the_shelf(matching={**MATCHING, "consent": ("mentor", "mentee")}):
        cohort, found = crowd(rooms, "UA", "UB")
        decide(rooms, found.undecided[0].id)
        says(rooms, "UM", offer_to(rooms, "UM"))
        says(rooms, "UA", offer_to(rooms, "UA"))
        says(rooms, "UB", offer_to(rooms, "UB"), "not_now")
        assert {one.to for one in rooms.notices("matching.sorry")} == {"UM", "UA"}
        assert len(rooms.notices("matching.mentee_declined")) == 1
        approved(rooms, cohort, "UC", "mentee")
        assert {one.mentee.user_id for one in run(rooms, cohort).undecided} == {"UA", "UC"}


@pytest.mark.usefixtures("asked")
def test_a_mentor_who_declines_or_lets_it_run_out_sets_the_mentees_free(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, "UA", "UB", "UC")
    assert len(found.undecided) == 2  # the mentor takes two
    decide(rooms, found.undecided[0].id)
    says(rooms, "UM", offer_to(rooms, "UM"), "not_now")
    assert len(rooms.notices("matching.mentor_declined")) == 1
    approved(rooms, cohort, "UN", "mentor", capacity="2")
    again = run(rooms, cohort).undecided
    assert {one.mentor.user_id for one in again} == {"UN"}
    decide(rooms, again[0].id)
    with rooms.tx() as tx:
        usecases.lapse(tx, rooms.now + timedelta(days=3))
        assert usecases.standing(tx, cohort=cohort, now=rooms.now).waiting == 3


@pytest.mark.usefixtures("decided")
def test_whoever_is_forbidden_leaves_the_proposal_and_too_few_are_no_group(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, "UA", "UB")
    with rooms.tx() as tx:
        after = usecases.forbid(tx, team_id=TEAM, by=BOSS, proposal_id=found.undecided[0].id, now=rooms.now)
    assert after.undecided == []
    with pytest.raises(Refusal, match=r"matching\.old"):
        decide(rooms, found.undecided[1].id)
    assert dict(run(rooms, cohort).left_over) == {"UA": "mentor-none", "UB": "no-group", "UM": "no-members"}


@pytest.mark.usefixtures("decided")
def test_a_late_joiner_is_proposed_to_a_running_group_and_welcomed(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, "UA", "UB")
    decide(rooms, found.undecided[0].id)
    group = group_of(rooms, "UA")
    approved(rooms, cohort, "UC", "mentee")
    assert run(rooms, cohort).undecided == []  # the mentor takes two
    with rooms.tx() as tx:
        pairings.leave(tx, team_id=TEAM, pairing_id=group.id, user_id="UB", why="person", now=rooms.now)
        joining.mark_matched(
            tx, team_id=TEAM, cohort_id=cohort.id, user_id="UB", role="mentee", matched=False, now=rooms.now
        )
    joiner = run(rooms, cohort).undecided
    assert [(one.mentee.user_id, one.joins) for one in joiner] == [("UC", group.id)]
    decide(rooms, joiner[0].id)
    decide(rooms, joiner[0].id)
    assert group_of(rooms, "UC").mentees == ("UA", "UC")
    assert [one.to for one in rooms.notices("matching.welcome")] == ["UA+UC+UM"]
    assert len(rooms.notices("matching.joined")) == 1


@pytest.mark.usefixtures("decided")
def test_a_place_goes_to_somebody_else_after_two_missed_meetings_and_not_before(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, "UA", "UB")
    decide(rooms, found.undecided[0].id)
    group = group_of(rooms, "UA")

    def give(by: str = BOSS) -> None:
        with rooms.tx() as tx:
            co_mentors.give_place(tx, team_id=TEAM, by=by, pairing_id=group.id, user_id="UB", now=rooms.now)

    for week in (1, 2):
        with pytest.raises(Refusal, match=r"matching\.not-away"):
            give()
        day = (rooms.now + timedelta(days=2)).date().isoformat()
        wish = Wish(day=day, at="18:00", zone="Europe/Madrid", minutes="60")
        with rooms.tx() as tx:
            met = arranging.propose(tx, team_id=TEAM, by="UM", pairing_id=group.id, wish=wish, now=rooms.now)
        rooms.clock.advance(timedelta(days=7))
        with rooms.tx() as tx:
            telling.mark_held(tx, team_id=TEAM, by="UM", meeting_id=met.id, now=rooms.now, present=["UA"])
            assert [count for *_, count in co_mentors.staying_away(tx, cohort=cohort)] == [2] * (week == 2)
    with pytest.raises(Refusal, match="not-a-coordinator"):
        give("UM")
    give()
    give()
    assert group_of(rooms, "UM").mentees == ("UA",)
    assert [one.to for one in rooms.notices("care.let_go")] == ["UB"]
    approved(rooms, cohort, "UC", "mentee")
    assert [one.mentee.user_id for one in run(rooms, cohort).undecided] == ["UC"]


@pytest.mark.usefixtures("decided")
def test_a_second_mentor_joins_with_one_click_and_there_is_no_third(rooms: Rooms) -> None:
    cohort, found = crowd(rooms, "UA", "UB")
    decide(rooms, found.undecided[0].id)
    group = group_of(rooms, "UA")
    for user in ("UN", "UO"):
        approved(rooms, cohort, user, "mentor", capacity="2")

    def ask(user: str, by: str = BOSS) -> int:
        with rooms.tx() as tx:
            return co_mentors.ask(tx, team_id=TEAM, by=by, pairing_id=group.id, user_id=user, now=rooms.now).id

    def say(by: str, number: int, *, yes: bool = True) -> None:
        with rooms.tx() as tx:
            co_mentors.answer(tx, team_id=TEAM, by=by, second_id=number, yes=yes, now=rooms.now)

    first, other = ask("UN"), ask("UO")
    assert ask("UN") == first
    for who, code in (("UA", "not-asked"), ("UO", "not-asked")):
        with pytest.raises(Refusal, match=code):
            say(who, first)
    say("UN", first)
    say("UN", first)
    assert group_of(rooms, "UN").mentors == ("UM", "UN")
    assert [one.to for one in rooms.notices("matching.welcome")] == ["UA+UB+UM+UN"]
    with pytest.raises(Refusal, match="no-room"):
        say("UO", other)
    say("UO", other, yes=False)
    with pytest.raises(Refusal, match="not-a-coordinator"):
        ask("UO", by="UM")
    with pytest.raises(Refusal, match="no-room"):
        ask("UA")
