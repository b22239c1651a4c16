"""What a handbook may make a limit: pairs of questions, a language, a word beforehand, and those who wait for nobody."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.joining import usecases as joining
from app.features.matching import usecases
from app.features.matching.rules import Blocked, Fit
from app.features.matching.rules.terms import judge
from app.features.pairings import usecases as pairings
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from tests.features.matching.test_usecases import ANSWERS, approved, offer_to, run, says
from tests.kit.books import on_the_shelf
from tests.kit.make import application, cohort, handbook
from tests.kit.rooms import BOSS, TEAM, Rooms

TWO = [{"wants": "wants", "offers": "offers"}, {"wants": "tools_wanted", "offers": "tools_offered"}]
NOBODY: frozenset[tuple[int, int]] = frozenset()


def verdict(book: Handbook, mentee: Mapping[str, Any], mentor: Mapping[str, Any]) -> Fit | Blocked:
    wants, offers = application(1, "mentee", dict(mentee)), application(2, "mentor", dict(mentor))
    return judge(wants, offers, cohort(), book, NOBODY)


def test_each_pair_of_questions_is_compared_with_its_own_answers() -> None:
    book = handbook(matching={"topics": TWO})
    none, both = {"wants": ["backend"], "tools_wanted": ["git"]}, {"offers": ["backend"], "tools_offered": ["git"]}
    crossed = verdict(book, none, {"offers": ["git"], "tools_offered": ["backend"]})
    half = verdict(book, none, {"offers": ["backend"], "tools_offered": []})
    whole = verdict(book, none, both)
    assert isinstance(crossed, Fit)
    assert isinstance(half, Fit)
    assert isinstance(whole, Fit)
    assert crossed.score < half.score < whole.score
    found = {one.code: one.facts for one in half.reasons}
    assert (found["topics"]["number"], found["topics"]["of"]) == (1, 2)


def test_a_pair_of_questions_that_the_mentee_left_open_does_not_count_against_anybody() -> None:
    book = handbook(matching={"topics": TWO})
    some = verdict(book, {"tools_wanted": []}, {"tools_offered": []})
    one = verdict(handbook(), {}, {})
    assert isinstance(some, Fit)
    assert isinstance(one, Fit)
    assert some.score == one.score


def test_where_a_topic_is_needed_one_of_either_pair_is_enough() -> None:
    book = handbook(matching={"topics": TWO, "shared_topic": "needed"})
    wants = {"wants": ["backend"], "tools_wanted": ["git"]}
    assert isinstance(verdict(book, wants, {"offers": [], "tools_offered": ["git"]}), Fit)
    assert verdict(book, wants, {"offers": ["git"], "tools_offered": ["backend"]}) == Blocked("topic")
    assert isinstance(verdict(book, {"wants": [], "tools_wanted": []}, {"offers": ["data"]}), Fit)


@pytest.mark.parametrize(
    ("mentee", "mentor", "fits"),
    [
        ({"needs": "es"}, {}, False),
        ({}, {"needs": "es"}, False),
        ({"needs": "es"}, {"languages": {"fluent": ["en"], "some": ["es"]}}, True),
        ({"needs": "none"}, {}, True),
        ({"needs": ""}, {}, True),
    ],
    ids=["the mentor speaks it not", "the mentee speaks it not", "the mentor speaks some", "none", "left open"],
)
def test_a_language_that_one_cannot_do_without_is_spoken_by_the_other(
    mentee: Mapping[str, Any], mentor: Mapping[str, Any], *, fits: bool
) -> None:
    found = verdict(handbook(matching={"required_language": "needs"}), mentee, mentor)
    assert isinstance(found, Fit) if fits else found == Blocked("language")
    assert isinstance(verdict(handbook(), mentee, mentor), Fit)  # another handbook asks nothing of the kind


def offered(rooms: Rooms) -> int:
    """Let Um be asked about Ua; return the offer."""
    winter = rooms.cohort()
    approved(rooms, winter, "UA", "mentee")
    approved(rooms, winter, "UM", "mentor")
    proposal = run(rooms, winter).undecided[0].id
    with rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=proposal, now=rooms.now)
    return offer_to(rooms, "UM")


def talks(rooms: Rooms, by: str, offer: int) -> timedelta:
    with rooms.tx() as tx:
        found = usecases.talk_first(tx, team_id=TEAM, by=by, offer_id=offer, now=rooms.now)
    return found.expires_at - rooms.now


def test_a_word_beforehand_gives_longer_once(rooms: Rooms) -> None:
    with on_the_shelf(matching={"talk_first": True, "offer_days": 3}):
        offer = offered(rooms)
        for who in ("UA", "UX", BOSS):
            with pytest.raises(Refusal, match=r"matching\.not-asked"):
                talks(rooms, who, offer)
        assert [talks(rooms, "UM", offer) for _ in range(3)] == [timedelta(days=6)] * 3
        rooms.clock.advance(timedelta(days=7))
        with pytest.raises(Refusal, match=r"matching\.lapsed"):
            talks(rooms, "UM", offer)


def test_there_is_no_word_beforehand_after_an_answer_or_where_the_handbook_has_none(rooms: Rooms) -> None:
    offer = offered(rooms)
    with pytest.raises(Refusal, match=r"matching\.no-talk"):
        talks(rooms, "UM", offer)
    says(rooms, "UM", offer)
    with pytest.raises(Refusal, match=r"matching\.answered"):
        talks(rooms, "UM", offer)


def test_a_mentee_who_was_found_ready_is_proposed_to_nobody_until_they_edit_their_answers(rooms: Rooms) -> None:
    winter = rooms.cohort()
    approved(rooms, winter, "UA", "mentee")
    approved(rooms, winter, "UM", "mentor")
    with rooms.tx() as tx:
        pair = pairings.begin(tx, team_id=TEAM, cohort_id=winter.id, mentor="UM", mentees=("UA",), now=rooms.now)
    rooms.clock.advance(timedelta(days=7))
    with rooms.tx() as tx:
        pairings.graduate(tx, team_id=TEAM, pairing_id=pair.id, now=rooms.now)
        pairings.end(tx, team_id=TEAM, by="UM", pairing_id=pair.id, now=rooms.now)
    assert run(rooms, winter).undecided == []
    rooms.clock.advance(timedelta(days=1))
    edits(rooms, winter, "UA")
    assert [one.mentee.user_id for one in run(rooms, winter).undecided] == ["UA"]


def edits(rooms: Rooms, winter: Cohort, user: str) -> None:
    with rooms.tx() as tx:
        joining.submit(
            tx, team_id=TEAM, user_id=user, cohort_id=winter.id, role="mentee", values=ANSWERS, now=rooms.now
        )
