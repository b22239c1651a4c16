"""Who ranks, who chooses, and who goes to whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app import preview
from app.core.refusal import Refusal
from app.features.joining.rules import Application
from app.features.matching import usecases
from app.features.matching.rules import Pool, whole
from app.features.matching.rules.ranking import Rank, Ranking, Turn, in_line, rank_messages, read_ranks, settled
from app.features.matching.rules.shortlists import shortlists
from app.features.matching.usecases import ranked, ranking
from app.features.organising import usecases as organising
from app.features.pairings import usecases as pairings
from app.features.programmes.rules import Cohort
from tests.features.matching.test_usecases import approved, together
from tests.kit.books import on_the_shelf
from tests.kit.make import NOW, application, cohort, handbook
from tests.kit.rooms import BOSS, TEAM, Rooms

LATER = NOW + timedelta(days=5)


def part(mentee: int, *mentors: int, **changes: Any) -> Rank:
    facts = {"id": mentee, "ranking_id": 1, "mentee": mentee, "user_id": f"U{mentee}", "shortlist": (91, 92, 93)}
    return Rank(**{**facts, "ranked": mentors, "ranked_at": NOW, **changes})


def turn(mentor: int, mentees: tuple[int, ...], chosen: tuple[int, ...] | None = None, **changes: Any) -> Turn:
    facts = {"id": mentor, "ranking_id": 1, "number": 1, "mentor": mentor, "user_id": f"U{mentor}", "places": 9}
    said = {} if chosen is None else {"chosen": chosen, "answered_at": NOW}
    return Turn(**{**facts, "mentees": mentees, "asked_at": NOW, "until": LATER, **said, **changes})


def test_a_rank_is_distinct_known_and_closes_its_gaps() -> None:
    assert read_ranks(["92", "", "91"], (91, 92, 93)) == (92, 91)
    for said, code, field in (
        (["", ""], "matching.rank-nobody", "rank1"),
        (["91", "91"], "matching.rank-twice", "rank2"),
        (["91", "7"], "matching.rank-unknown", "rank2"),
    ):
        with pytest.raises(Refusal) as no:
            read_ranks(said, (91, 92, 93))
        assert (no.value.code, no.value.field) == (code, field)


def test_the_line_of_a_mentor_follows_the_ranks_then_the_fit() -> None:
    ranks = [part(1, 92, 91), part(2, 91), part(3, 91), part(4, 92), part(5, 91, matched_at=NOW, matched_with=92)]
    assert in_line(91, ranks, {(2, 91): 0.5, (3, 91): 0.9}) == (3, 2, 1)


def test_a_mentee_goes_to_the_highest_who_chose_them_and_waits_for_whoever_is_higher() -> None:
    ranks = [part(1, 91, 92)]
    assert settled(ranks, [turn(91, (1,)), turn(92, (1,), (1,))]) == []
    assert settled(ranks, [turn(91, (1,), (1,)), turn(92, (1,), (1,))]) == [(1, 91)]
    assert settled(ranks, [turn(91, (1,), ()), turn(92, (1,), (1,))]) == [(1, 92)]
    assert settled(ranks, [turn(91, (1,), lapsed_at=NOW), turn(92, (1,), (1,))]) == [(1, 92)]
    assert settled(ranks, [turn(92, (1,), (1,))]) == [(1, 92)]  # the first had no place and was not asked
    assert settled([part(1, 91, matched_at=NOW, matched_with=91)], [turn(91, (1,), (1,))]) == []


@given(
    wishes=st.lists(st.lists(st.sampled_from((91, 92, 93)), unique=True, max_size=3), min_size=1, max_size=5),
    data=st.data(),
)
def test_nobody_is_settled_with_somebody_who_did_not_choose_them_and_nobody_twice(
    wishes: list[list[int]], data: st.DataObject
) -> None:
    ranks = [part(number, *one) for number, one in enumerate(wishes, start=1)]
    turns = []
    for mentor in (91, 92, 93):
        line = in_line(mentor, ranks, {})
        chosen = tuple(one for one in line if data.draw(st.booleans()))
        turns.append(turn(mentor, line, chosen if data.draw(st.booleans()) else None))
    found = settled(ranks, turns)
    assert len({mentee for mentee, _ in found}) == len(found)
    for mentee, mentor in found:
        assert any(one.mentor == mentor and mentee in one.chosen for one in turns)
        higher = ranks[mentee - 1].ranked[: ranks[mentee - 1].ranked.index(mentor)]
        assert not any(one.mentor in higher and mentee in one.chosen for one in turns)
    for order in permutations(turns):
        assert settled(ranks[::-1], order) == found


def test_whoever_fits_nobody_is_asked_nothing_and_whoever_ranked_is_not_reminded() -> None:
    here = Ranking(id=1, team_id=TEAM, cohort_id=1, opened_at=NOW, until=LATER)
    assert rank_messages(here, part(1, shortlist=())) == []
    assert [one.kind for one in rank_messages(here, part(1, ranked_at=None))] == [
        "matching.rank",
        "matching.rank_reminder",
    ]
    assert [one.kind for one in rank_messages(here, part(1, 91))] == ["matching.rank"]


def test_a_handbook_has_groups_or_ranks() -> None:
    with pytest.raises(ValidationError, match="take out"):
        handbook(matching={"ranking": {}, "group": {}})


def test_a_shortlist_holds_the_best_and_nobody_whom_a_limit_keeps_away() -> None:
    mentors = (
        application(91, "mentor"),
        application(92, "mentor", {"offers": ["data"]}),
        application(93, "mentor", {"languages": {"fluent": ["fr"], "some": []}}),
        application(94, "mentor"),
    )
    pool = Pool((application(1, "mentee"),), mentors, dict.fromkeys((91, 92, 93, 94), 1), frozenset({(1, 94)}))
    assert shortlists(pool, cohort(), handbook(), 8) == {1: (91, 92)}
    assert shortlists(pool, cohort(), handbook(), 1) == {1: (91,)}
    assert shortlists(pool.with_mentors(mentors[::-1]), cohort(), handbook(), 8) == {1: (91, 92)}


# -- with a database ---------------------------------------------------------------------------------


@pytest.fixture
def ranks() -> Iterator[None]:
    with on_the_shelf(matching={"ranking": {}}):
        yield


def opened(rooms: Rooms, mentees: int = 2, mentors: int = 2) -> tuple[Cohort, Ranking, dict[str, Application]]:
    here = rooms.cohort()
    found = {f"UA{one}": approved(rooms, here, f"UA{one}", "mentee") for one in range(1, mentees + 1)}
    found |= {f"UM{one}": approved(rooms, here, f"UM{one}", "mentor") for one in range(1, mentors + 1)}
    return here, opens(rooms, here), found


def opens(rooms: Rooms, here: Cohort) -> Ranking:
    with rooms.tx() as tx:
        return ranking.open_ranking(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, now=rooms.now)


def ranks_them(rooms: Rooms, who: str, *mentors: int) -> None:
    about = [one.about["rank"] for one in rooms.notices("matching.rank") if one.to == who][-1]
    values = [str(one) for one in mentors]
    with rooms.tx() as tx:
        ranking.rank(tx, team_id=TEAM, by=who, rank_id=about, values=values, now=rooms.now)


def turn_to(rooms: Rooms, who: str) -> int:
    return [int(one.about["turn"]) for one in rooms.notices("matching.choose") if one.to == who][-1]


def chooses(rooms: Rooms, who: str, turn_id: int, *mentees: int) -> None:
    with rooms.tx() as tx:
        ranking.choose(tx, team_id=TEAM, by=who, turn_id=turn_id, chosen=mentees, now=rooms.now)


def pairs_in(rooms: Rooms, here: Cohort) -> list[tuple[str, str]]:
    with rooms.tx() as tx:
        found = pairings.pairings_in(tx, team_id=TEAM, cohort_id=here.id)
        return sorted((one.mentees[0], one.mentor) for one in found)


@pytest.mark.usefixtures("ranks")
def test_two_who_open_a_ranking_at_once_open_one(rooms: Rooms) -> None:
    here = rooms.cohort()
    approved(rooms, here, "UA1", "mentee")
    approved(rooms, here, "UM1", "mentor")
    found = together(lambda: opens(rooms, here).id, lambda: opens(rooms, here).id)
    assert found[0] == found[1]
    assert len(rooms.notices("matching.rank")) == 1


@pytest.mark.usefixtures("ranks")
def test_two_mentors_who_choose_the_same_person_at_once_end_with_the_higher_one(rooms: Rooms) -> None:
    here, _, who = opened(rooms, mentees=1)
    ranks_them(rooms, "UA1", who["UM2"].id, who["UM1"].id)
    turns = {one: turn_to(rooms, one) for one in ("UM1", "UM2")}
    deeds = [lambda one=one: chooses(rooms, one, turns[one], who["UA1"].id) for one in turns]
    assert together(*deeds) == [None, None]
    assert pairs_in(rooms, here) == [("UA1", "UM2")]
    assert [one.to for one in rooms.notices("matching.elsewhere")] == ["UM1"]


@pytest.mark.usefixtures("ranks")
def test_one_answer_pressed_three_times_begins_one_pair(rooms: Rooms) -> None:
    here, _, who = opened(rooms, mentees=1, mentors=1)
    ranks_them(rooms, "UA1", who["UM1"].id)
    mine = turn_to(rooms, "UM1")
    deed = lambda: chooses(rooms, "UM1", mine, who["UA1"].id)  # noqa: E731 - thrice the same
    assert together(deed, deed, deed) == [None, None, None]
    assert pairs_in(rooms, here) == [("UA1", "UM1")]
    assert len(rooms.notices("matching.introduction")) == 1


@pytest.mark.usefixtures("ranks")
def test_nobody_chooses_more_than_they_have_places_or_somebody_who_did_not_rank_them(rooms: Rooms) -> None:
    _, _, who = opened(rooms, mentors=1)
    ranks_them(rooms, "UA1", who["UM1"].id)
    ranks_them(rooms, "UA2", who["UM1"].id)
    mine = turn_to(rooms, "UM1")
    for chosen, code in (((who["UA1"].id, who["UA2"].id), "matching.too-many"), ((4711,), "matching.rank-unknown")):
        with pytest.raises(Refusal) as no:
            chooses(rooms, "UM1", mine, *chosen)
        assert (no.value.code, no.value.field) == (code, "mentees")


@pytest.mark.usefixtures("ranks")
def test_a_place_that_went_elsewhere_meanwhile_sends_the_mentee_to_the_next(rooms: Rooms) -> None:
    here, _, who = opened(rooms, mentees=1)
    ranks_them(rooms, "UA1", who["UM1"].id, who["UM2"].id)
    with rooms.tx() as tx:
        pairings.begin(tx, team_id=TEAM, cohort_id=here.id, mentor="UM1", mentees=("UZ",), now=rooms.now)
    chooses(rooms, "UM1", turn_to(rooms, "UM1"), who["UA1"].id)
    chooses(rooms, "UM2", turn_to(rooms, "UM2"), who["UA1"].id)
    assert ("UA1", "UM2") in pairs_in(rooms, here)


@pytest.mark.usefixtures("ranks")
def test_when_the_cohort_closes_the_ranking_ends_quietly(rooms: Rooms) -> None:
    here, _, who = opened(rooms)
    ranks_them(rooms, "UA1", who["UM1"].id)
    with rooms.tx() as tx:
        organising.close_cohort(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, now=rooms.now)
    rooms.clock.advance(timedelta(days=6))
    with rooms.tx() as tx:
        ranking.let_rankings_pass(tx, rooms.now)
        assert ranked.how_it_goes(tx, cohort=here) is None
    assert rooms.notices("matching.choose") == []


@pytest.mark.usefixtures("ranks")
def test_a_large_cohort_gets_its_mentors_from_the_clock_and_cannot_close_before(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "PREPARED_AT_ONCE", 1)
    _, _, who = opened(rooms, mentees=3, mentors=2)
    assert len(rooms.notices("matching.rank")) == 1
    ranks_them(rooms, "UA1", who["UM1"].id)
    assert rooms.notices("matching.choose") == []
    for _ in range(2):
        with rooms.tx() as tx:
            ranking.let_rankings_pass(tx, rooms.now)
    assert sorted(one.to for one in rooms.notices("matching.rank")) == ["UA1", "UA2", "UA3"]


def test_without_a_ranking_in_the_handbook_there_is_none(rooms: Rooms) -> None:
    here = rooms.cohort()
    with pytest.raises(Refusal, match=r"matching\.no-ranking"):
        opens(rooms, here)


@pytest.mark.usefixtures("ranks")
def test_nobody_to_rank_is_said_and_a_search_waits_for_the_ranking(rooms: Rooms) -> None:
    here = rooms.cohort()
    with pytest.raises(Refusal, match=r"matching\.nobody-to-rank"):
        opens(rooms, here)
    approved(rooms, here, "UA1", "mentee")
    approved(rooms, here, "UM1", "mentor")
    opens(rooms, here)
    with rooms.tx() as tx, pytest.raises(Refusal, match=r"matching\.ranking-open"):
        usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, now=rooms.now)


def test_the_preview_shows_both_questions_instead_of_offers() -> None:
    found = preview.messages(preview.imagine(handbook(matching={"ranking": {}}), date(2027, 2, 1)))
    kinds = {one.kind.name for one in found}
    assert {"matching.rank", "matching.choose", "matching.ranking_over"} <= kinds
    assert "matching.offer" not in kinds


@pytest.mark.usefixtures("ranks")
def test_a_ranking_waits_until_a_long_search_is_over(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "AT_ONCE", 0)
    here = rooms.cohort()
    approved(rooms, here, "UA1", "mentee")
    approved(rooms, here, "UM1", "mentor")
    with rooms.tx() as tx:
        usecases.start(tx, team_id=TEAM, by=BOSS, cohort_id=here.id, now=rooms.now)
    with pytest.raises(Refusal, match=r"matching\.still-looking"):
        opens(rooms, here)
