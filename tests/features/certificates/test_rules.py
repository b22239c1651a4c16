"""What a certificate asks for, and when people hear of it."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.certificates import views
from app.features.certificates.rules import (
    LOOK_EVERY,
    TELL_AFTER,
    Award,
    Facts,
    check_reason,
    ends_at,
    made_up_until,
    new_number,
    next_look,
    read_facts,
    standing,
    wanted,
)
from app.features.pairings.rules import Stay
from app.handbook.recognition import Certificate
from tests.kit.make import NOW, cohort, handbook, pairing

DAY = timedelta(days=1)
ALL = Facts(
    held=9,
    attended=6,
    minutes=360,
    events=frozenset({"onboarding", "checkin", "showcase"}),
    forms=frozenset({"final"}),
    activities=frozenset({"pr", "talk"}),
    graduated=True,
)


def certificate(*rules: dict[str, Any], role: str = "mentor") -> Certificate:
    text = "{name} was part of {programme} in *{cohort}*, from {start} to {end}."
    return Certificate.model_validate({"role": role, "title": "Certificate", "text": text, "rules": rules})


MENTOR = certificate(
    {"event": "onboarding"},
    {"meetings_share": 0.6},
    {"event": "checkin"},
    {"event": "showcase"},
    {"form": "final"},
)
MENTEE = certificate({"meetings": 2}, {"event": "showcase"}, {"form": "final"}, role="mentee")


def award(**changes: Any) -> Award:
    usual: dict[str, Any] = {"id": 4, "team_id": "T1", "cohort_id": 1, "user_id": "UMENTOR", "role": "mentor"}
    return Award(**{**usual, "ends_at": NOW, **changes})


def lacks(one: Certificate, **facts: Any) -> list[str]:
    found = standing(one, Facts(**{**vars(ALL), **facts}), ["pr", "talk"])
    assert found.is_earned is (not found.missing)
    return [point.key or point.kind for point in found.missing]


def test_a_mentor_needs_all_five_things() -> None:
    assert lacks(MENTOR) == []
    assert lacks(MENTOR, events=frozenset({"onboarding"})) == ["checkin", "showcase"]
    assert lacks(MENTOR, forms=frozenset()) == ["final"]
    assert lacks(MENTOR, attended=5) == ["share"]
    assert lacks(MENTOR, held=0, attended=0) == ["share"]


def test_a_mentee_needs_two_meetings_the_showcase_and_the_survey() -> None:
    assert lacks(MENTEE) == []
    assert lacks(MENTEE, attended=1) == ["meetings"]
    assert lacks(MENTEE, attended=2, events=frozenset(), forms=frozenset()) == ["showcase", "final"]


def test_readiness_and_activities_can_be_asked_for_too() -> None:
    both = certificate({"graduated": True}, {"activities": True})
    assert lacks(both) == []
    assert lacks(both, graduated=False, activities=frozenset({"pr", "of_old"})) == ["graduated", "activities"]
    assert lacks(certificate({"meetings_share": 0.7}), held=10, attended=7) == []


def test_facts_are_kept_and_read_again() -> None:
    assert read_facts(ALL.kept()) == ALL
    assert read_facts({}) == Facts()


def test_ones_time_is_over_with_the_cohort_or_where_people_come_and_go_with_the_last_pairing() -> None:
    group, book = cohort(), handbook()
    rolling = handbook(admission="rolling")
    over = Stay(pairing=pairing(), user_id="U", role="mentee", since=NOW, until=NOW + DAY)
    live = Stay(pairing=pairing(), user_id="U", role="mentee", since=NOW)
    assert ends_at(group, book, [over]) == group.ends
    assert ends_at(group, rolling, [over]) == NOW + DAY
    assert ends_at(group, rolling, [over, live]) == group.ends
    assert ends_at(cohort(closed_at=NOW + 2 * DAY), book, [live]) == NOW + 2 * DAY


def test_what_is_not_earned_is_looked_at_again_until_it_is_too_late() -> None:
    assert next_look(award(), MENTOR, NOW - DAY) == NOW
    assert next_look(award(), MENTOR, NOW + DAY) == NOW + DAY + LOOK_EVERY
    assert made_up_until(award(), MENTOR) == NOW + 14 * DAY
    assert next_look(award(), MENTOR, NOW + 14 * DAY) is None


def test_people_hear_of_it_once() -> None:
    assert wanted(award(), MENTOR) == []
    (missing,) = wanted(award(told_missing_at=NOW + TELL_AFTER), MENTOR)
    assert (missing.kind, missing.to, missing.due) == ("certificates.missing", "UMENTOR", NOW + TELL_AFTER)
    (issued,) = wanted(award(told_missing_at=NOW, issued_at=NOW + DAY), MENTOR)
    assert (issued.kind, issued.due, issued.expires) == ("certificates.issued", NOW + DAY, None)


def test_a_number_is_short_and_nobody_can_guess_it() -> None:
    assert new_number(lambda alphabet: alphabet[0]) == "2222-2222"
    assert len({new_number() for _ in range(200)}) == 200


def test_an_exception_has_a_reason() -> None:
    check_reason("ill for two weeks")
    for why, code in (("", "no-reason"), ("x" * 501, "long-reason")):
        with pytest.raises(Refusal, match=rf"certificates\.{code}") as no:
            check_reason(why)
        assert no.value.field == "why"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"held": 9, "attended": 7, "minutes": 450}, ["7 of 9 meetings, 7 hours 30 minutes"]),
        ({"held": 1, "attended": 1, "minutes": 60}, ["1 meeting, 1 hour"]),
        ({"held": 2, "attended": 2, "minutes": 45}, ["2 meetings, 45 minutes"]),
        ({"graduated": True}, ["ready for the role"]),
        ({}, []),
    ],
)
def test_what_was_done_is_said_in_plain_words(facts: dict[str, Any], said: list[str]) -> None:
    assert views.done(Facts(**facts), handbook()) == said
