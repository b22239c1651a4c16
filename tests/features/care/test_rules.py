"""Who leaves alone, and who hears of it."""

from app.features.care.rules import goes_on_without, goodbyes, left
from tests.kit.make import NOW, cohort, pairing

GROUP = pairing(mentees=("U1", "U2"), co_mentors=("UCO",))


def test_each_of_an_ended_pairing_and_the_coordinators_hear_of_it() -> None:
    assert [one.to for one in goodbyes(pairing(ended_at=NOW), cohort())] == ["UMENTOR", "UMENTEE", "CDESK"]


def test_a_group_goes_on_without_any_but_its_first_mentor_and_its_last_mentee() -> None:
    assert [one for one in (*GROUP.people, "USTRANGER") if goes_on_without(GROUP, one)] == ["UCO", "U1", "U2"]
    assert not any(goes_on_without(pairing(), one) for one in pairing().people)


def test_only_the_mentors_and_the_coordinators_hear_who_left_a_group() -> None:
    told = left(pairing(mentees=("U2",), co_mentors=("UCO",)), "U1", cohort(), NOW)
    assert [(one.to, one.kind) for one in told] == [
        ("U1", "care.left"),
        ("UMENTOR", "care.left_you"),
        ("UCO", "care.left_you"),
        ("CDESK", "care.left_group"),
    ]
