"""The model of a match."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from app.core.calendar import Slot
from app.features.matching.rules import Blocked, Fit, LeftOver, Offer, Pool, Proposal
from app.features.matching.rules.messages import offer_messages, pairing_messages
from app.features.matching.rules.pairs import left_over
from app.features.matching.rules.terms import fits_in, judge, why_nobody
from app.features.matching.rules.waiting import pool
from tests.kit.make import NOW, application, cohort, handbook, pairing

NOBODY_APART: frozenset[tuple[int, int]] = frozenset()
HANDBOOK = handbook()


def verdict(
    mentee: dict[str, Any] | None = None, mentor: dict[str, Any] | None = None, **changes: Any
) -> Fit | Blocked:
    return judge(
        application(1, "mentee", mentee), application(2, "mentor", mentor, **changes), cohort(), HANDBOOK, NOBODY_APART
    )


def fit(mentee: dict[str, Any] | None = None, mentor: dict[str, Any] | None = None, **changes: Any) -> Fit:
    found = verdict(mentee, mentor, **changes)
    assert isinstance(found, Fit)
    return found


def reasons(found: Fit) -> dict[str, dict[str, Any]]:
    return {one.code: dict(one.facts) for one in found.reasons}


def test_a_pair_that_shares_everything_says_why() -> None:
    found = reasons(fit())
    assert found["topics"] == {"names": "Backend", "number": 1, "of": 1}
    assert found["languages"] == {"names": "English"}
    assert found["goals"] == {"names": "learn, testing"}
    assert found["time-same"] == {"number": 1, "here": "Tuesday 18:00", "zone": "Europe/Madrid"}
    assert found["experience"] == {"years": 3}


def test_zones_apart_are_told_with_both_clocks() -> None:
    london = fit(zone="Europe/London", slots=(Slot(1, 17 * 60, 19 * 60),))
    assert reasons(london)["time"] == {
        "number": 1,
        "here": "Tuesday 18:00",
        "zone": "Europe/Madrid",
        "there": "Tuesday 17:00",
        "other": "Europe/London",
    }


def test_what_is_not_shared_is_said_too_and_lowers_the_score() -> None:
    poor = fit({"wants": ["data"], "goals": ""}, {"experience": 1}, slots=(Slot(5, 0, 60),))
    assert {"no-topic", "no-time", "no-lead"} <= set(reasons(poor))
    assert poor.score < fit().score
    assert "topics" not in reasons(fit({"wants": []}))


def test_a_language_that_both_get_by_in_counts_less_than_one_spoken_with_ease() -> None:
    little = fit({"languages": {"fluent": ["fr"], "some": ["en"]}})
    assert little.score < fit().score
    assert "languages" not in reasons(fit({"languages": None}))


def test_a_large_lead_counts_less_than_the_right_one_but_never_nothing() -> None:
    right, large, huge = (fit(mentor={"experience": years}).score for years in (4, 15, 60))
    assert right > large > huge > fit(mentor={"experience": 1}).score


@pytest.mark.parametrize(
    ("mentee", "mentor", "code"),
    [
        ({"languages": {"fluent": ["fr"], "some": []}}, {}, "language"),
        ({}, {}, "apart"),
    ],
)
def test_hard_limits_block(mentee: dict[str, Any], mentor: dict[str, Any], code: str) -> None:
    apart = frozenset({(1, 2)}) if code == "apart" else NOBODY_APART
    found = judge(application(1, "mentee", mentee), application(2, "mentor", mentor), cohort(), HANDBOOK, apart)
    assert found == Blocked(code)


def test_nobody_is_matched_with_themselves() -> None:
    me = application(2, "mentor", user_id="U1")
    assert judge(application(1, "mentee"), me, cohort(), HANDBOOK, NOBODY_APART) == Blocked("apart")


def test_a_shared_slot_is_a_limit_where_the_handbook_says_so() -> None:
    strict = handbook(matching={"shared_slot": "needed"})
    late = application(2, "mentor", slots=(Slot(5, 0, 60),))
    assert judge(application(1, "mentee"), late, cohort(), strict, NOBODY_APART) == Blocked("time")


def test_a_mentor_who_offers_nothing_that_is_wanted_is_out_where_the_handbook_says_so() -> None:
    strict = handbook(matching={"shared_topic": "needed"})
    other = application(2, "mentor", {"offers": ["data"]})
    assert judge(application(1, "mentee"), other, cohort(), strict, NOBODY_APART) == Blocked("topic")
    assert isinstance(judge(application(1, "mentee"), other, cohort(), HANDBOOK, NOBODY_APART), Fit)
    assert isinstance(judge(application(1, "mentee"), application(2, "mentor"), cohort(), strict, NOBODY_APART), Fit)


def proposal(**changes: Any) -> Proposal:
    usual = {
        "id": 1,
        "team_id": "T1",
        "cohort_id": 1,
        "mentee": application(1, "mentee"),
        "mentor": application(2, "mentor"),
        "score": 0.5,
        "reasons": (),
    }
    return Proposal(**{**usual, **changes})


def test_the_pool_leaves_out_whoever_is_busy() -> None:
    here = [application(1, "mentee"), application(3, "mentee"), application(2, "mentor", {"capacity": 2})]
    live = pairing(mentor="U2", mentees=("U1",))
    found = pool(here, [live], [], {}, 2)
    assert [one.id for one in found.mentees] == [3]
    assert found.places == {2: 1}
    ended = pairing(mentor="U2", mentees=("U1",), ended_at=NOW, ended_by="U1", ended_why="person")
    assert len(pool(here, [ended], [], {}, 2).mentees) == 2
    asked = proposal(accepted_at=NOW)
    assert pool(here, [], [asked], {}, 2).places == {2: 1}
    assert pool(here, [], [], {}, 1).places == {2: 1}


def test_the_most_pairings_count_for_a_person_in_both_roles_together() -> None:
    both = [application(4, "mentor", {"capacity": 2}, user_id="U4"), application(5, "mentee", user_id="U4")]
    first = pairing(id=1, mentor="U4", mentees=("U1",))
    found = pool(both, [first], [], {}, 2)
    assert [one.id for one in found.mentees] == [5]
    assert found.places == {}  # the one that is left is kept for what they want to learn
    full = pool(both, [first, pairing(id=2, mentor="U4", mentees=("U3",))], [], {}, 2)
    assert (full.mentees, full.places) == ((), {})
    assert pool(both, [], [], {}, 2).places == {4: 1}


def test_a_mentor_who_wants_no_more_rests_until_an_edit() -> None:
    mentor = application(2, "mentor")
    said = {"U2": NOW + timedelta(days=1)}
    assert pool([mentor], [], [], said, 2).mentors == ()
    edited = application(2, "mentor", edited_at=NOW + timedelta(days=2))
    assert pool([edited], [], [], said, 2).mentors == (edited,)


def test_what_keeps_two_apart() -> None:
    later = NOW + timedelta(days=1)
    assert not proposal().keeps_apart()
    assert not proposal(accepted_at=NOW).keeps_apart()
    assert proposal(forbidden_at=NOW).keeps_apart()
    assert proposal(ended_at=later).keeps_apart()
    assert not proposal(
        ended_at=later, mentee=application(1, "mentee", submitted_at=later + timedelta(1))
    ).keeps_apart()
    assert proposal(pairing_id=1).keeps_apart()


def test_why_somebody_is_left_over() -> None:
    assert why_nobody(Counter(), 0, others="mentor") == "no-mentor"
    assert why_nobody(Counter(time=2, language=1), 2, others="mentee") == "mentee-time"
    everybody = Pool((application(1, "mentee"),), (application(2, "mentor"),), {2: 1}, frozenset({(1, 2)}))
    verdicts = fits_in(everybody, cohort(), HANDBOOK)
    assert left_over(everybody, verdicts, []) == [
        LeftOver(1, "U1", "mentee", "mentor-none"),
        LeftOver(2, "U2", "mentor", "mentee-none"),
    ]


def test_a_limit_is_named_only_if_it_stands_in_every_way_and_a_secret_never() -> None:
    assert why_nobody(Counter(time=1, language=1), 2, others="mentor") == "mentor-none"
    assert why_nobody(Counter(language=1), 2, others="mentor") == "mentor-none"  # the other one is kept apart


def offer(**changes: Any) -> Offer:
    usual = {
        "id": 5,
        "team_id": "T1",
        "proposal_id": 1,
        "user_id": "U2",
        "role": "mentor",
        "offered_at": NOW,
        "expires_at": NOW + timedelta(days=3),
    }
    return Offer(**{**usual, **changes})


def test_an_open_offer_reminds_a_day_before_its_end_and_an_answered_one_does_not() -> None:
    message, reminder = offer_messages(offer())
    assert (message.kind, message.due) == ("matching.offer", NOW)
    assert reminder.due == NOW + timedelta(days=2)
    for deed in ("accepted_at", "declined_at", "lapsed_at"):
        assert [one.kind for one in offer_messages(offer(**{deed: NOW}))] == ["matching.offer"]


def test_a_pairing_calls_for_an_introduction_invitations_and_news_only_if_both_agreed() -> None:
    quiet = [one.kind for one in pairing_messages(pairing(), cohort(), public=False)]
    assert quiet == ["matching.introduction", "matching.begun", "matching.invite", "matching.invite"]
    assert pairing_messages(pairing(), cohort(), public=True)[-1].to == "CANNOUNCE"
    without = cohort(mentors_channel=None, mentees_channel=None)
    assert len(pairing_messages(pairing(), without, public=False)) == 2
