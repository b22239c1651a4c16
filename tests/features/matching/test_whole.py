"""What a run found, and what is still true of it when it is written down."""

from dataclasses import replace
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.matching import views
from app.features.matching.rules import Fit, Pool, Proposal, Proposals
from app.features.matching.rules.reading import More, closer
from app.features.matching.rules.swapping import Swap, partners
from app.features.matching.rules.waves import next_wave, size_of
from app.features.matching.rules.whole import (
    Change,
    Found,
    Placed,
    Summary,
    changes,
    still_true,
    summary_read,
    summary_said,
)
from app.handbook.signup import CONFIDED
from tests.kit.make import NOW, application, cohort, handbook

FIT = Fit(0.5, ())


def pool(**places: int) -> Pool:
    mentees = tuple(application(number, "mentee") for number in (1, 2, 3))
    mentors = tuple(application(number, "mentor") for number in (11, 12))
    return Pool(mentees, mentors, {int(name[1:]): free for name, free in places.items()}, frozenset())


def found(*placed: Placed) -> Found:
    return Found(placed, (), Summary(len(placed), 3, 1.0, 0.5, 1.2))


def proposal(number: int, mentee: int, mentor: int, **changes: Any) -> Proposal:
    return Proposal(
        id=number,
        team_id="T1",
        cohort_id=1,
        mentee=application(mentee, "mentee"),
        mentor=application(mentor, "mentor"),
        score=0.5,
        reasons=(),
        **changes,
    )


def test_what_is_still_true_is_left_as_it_is() -> None:
    same = found(Placed(1, 11, FIT), Placed(2, 12, FIT))
    assert still_true(same, pool(m11=1, m12=1), ()) is same


def test_a_place_that_has_gone_is_given_to_nobody() -> None:
    kept = still_true(found(Placed(1, 11, FIT), Placed(2, 11, FIT)), pool(m11=1), ())
    assert [one.mentee for one in kept.placed] == [1]
    assert (kept.summary.stale, kept.summary.bound) == (1, None)


def test_a_group_that_has_become_too_small_is_none() -> None:
    group = found(Placed(1, 11, FIT, group=0), Placed(9, 11, FIT, group=0), Placed(2, 12, FIT, group=1))
    kept = still_true(group, pool(m11=2, m12=2), (), least=2)
    assert kept.placed == ()
    assert kept.summary.stale == 3


def test_those_kept_apart_meanwhile_are_not_proposed() -> None:
    now = replace(pool(m11=1), apart=frozenset({(1, 11)}))
    assert still_true(found(Placed(1, 11, FIT)), now, ()).placed == ()


def test_each_change_says_why() -> None:
    here = replace(pool(m11=1), apart=frozenset({(1, 12)}))
    before = [proposal(1, 1, 12), proposal(2, 9, 11), proposal(3, 2, 12), proposal(4, 3, 11)]
    after = [proposal(5, 1, 11), proposal(4, 3, 11), proposal(6, 4, 12)]
    assert changes(before, after, here, cohort(), handbook()) == [
        Change("gone", "U1", "U12", "apart", "U11"),
        Change("gone", "U9", "U11", "mentee-gone"),
        Change("gone", "U2", "U12", "mentor-full"),
        Change("kept", "U3", "U11"),
        Change("new", "U1", "U11", "moved"),
        Change("new", "U4", "U12", "came"),
    ]


def test_a_summary_is_kept_as_it_was_and_its_gap_is_a_share_of_the_bound() -> None:
    summary = Summary(2, 3, 0.9, 0.4, 1.0, 1)
    assert summary_read(summary_said(summary)) == summary
    assert summary.gap == pytest.approx(0.1)
    assert replace(summary, bound=None).gap is None
    assert summary_read(None) is None


def test_whom_to_swap_with_stands_best_first_and_never_within_one_mentor() -> None:
    one = proposal(1, 1, 11)
    others = [proposal(2, 2, 11), proposal(3, 3, 12, bundle=3), proposal(4, 2, 12), one]
    offered = partners(one, others, cohort(), handbook(), frozenset())
    assert [other.id for other, _ in offered] == [4]
    assert isinstance(offered[0][1], Swap)
    blocked = partners(one, others, cohort(), handbook(), frozenset({(1, 12)}))
    assert [type(swap).__name__ for _, swap in blocked] == ["Blocked"]


@pytest.mark.parametrize(("days", "expected"), [(0, 12), (3, 15), (4, 18), (5, 18), (6, 18)])
def test_the_next_wave_goes_out_on_a_working_day_at_the_hour(days: int, expected: int) -> None:
    at = next_wave(NOW.replace(day=11 + days), 9, "Europe/Madrid")
    assert (at.day, at.hour) == (expected, 8)


@pytest.mark.parametrize("said", ["", "0", "201", "ten", "-3", "9" * 30])
def test_the_size_of_a_wave_is_a_number_that_makes_sense(said: str) -> None:

    with pytest.raises(Refusal, match=r"matching\.wave-size"):
        size_of(said)
    assert size_of("10") == 10


@pytest.mark.parametrize("in_groups", [True, False])
def test_a_full_page_of_proposals_leaves_room_for_the_way_to_the_next(*, in_groups: bool) -> None:
    left = [(f"U{number}", "mentor-taken") for number in range(500)]
    many = [proposal(number, number, 999, bundle=number // 6 if in_groups else None) for number in range(6, 246)]
    more = More(changed=1, forbidden=1, queued=1)
    view = views.proposals(Proposals(cohort(), 1, many, left), more=more)
    assert len(view["blocks"]) < 100
    said = str(view)
    for label in ("Next page", "Left over (500)", "Forbidden pairs (1)", "Waves (1)"):
        assert label in said


def test_side_by_side_stands_only_what_coordinators_were_said_to_read() -> None:
    asked = [
        {"key": "diary", "ask": "For yourself", "kind": "text", "read_by": "author"},
        {"key": "hello", "ask": "Say hello", "kind": "text", "read_by": "match"},
    ]
    book = handbook(signup={"questions": [*handbook().model_dump()["signup"]["questions"], *asked]})
    confided = {question.key for question in book.questions("mentee") if question.kind in CONFIDED}
    assert "avoid" in confided
    said = {**{key: ["U77"] for key in confided}, "diary": "Dear me", "hello": "Good day"}
    one = replace(proposal(1, 1, 11), mentee=application(1, "mentee", said))
    answers = closer(one, cohort(), book).answers
    assert ("Say hello", "Good day", "") in answers
    assert not any(secret in str(answers) for secret in ("U77", "Dear me", "For yourself"))
