"""Who leaves alone, and who hears of it."""

from datetime import UTC, datetime

from app.features.care.rules import goes_on_without, goodbyes, left
from tests.kit.make import NOW, cohort, pairing

ZONES = dict.fromkeys(("UMENTOR", "UCO", "UMENTEE"), "UTC")
GROUP = pairing(mentees=("U1", "U2"), co_mentors=("UCO",))


def test_each_of_an_ended_pairing_and_the_coordinators_hear_of_it() -> None:
    told = goodbyes(pairing(ended_at=NOW), cohort(), ZONES)
    assert [one.to for one in told] == ["UMENTOR", "UMENTEE", "CDESK"]
    told = goodbyes(pairing(ended_at=NOW, ended_why="cohort"), cohort(closed_at=NOW), ZONES)
    assert [one.to for one in told] == ["UMENTOR", "UMENTEE"]  # whoever closed it knows


def test_whoever_says_goodbye_reads_it_at_once_and_the_others_when_it_is_day() -> None:
    night = datetime(2027, 1, 15, 23, tzinfo=UTC)  # a Friday
    due = {one.to: one.due for one in goodbyes(pairing(ended_at=night, ended_by="UMENTEE"), cohort(), ZONES)}
    monday = datetime(2027, 1, 18, 9, tzinfo=UTC)
    assert due == {"UMENTOR": monday, "UMENTEE": night, "CDESK": night}
    told = left(pairing(mentees=("U2",)), "U1", cohort(), ZONES, night)
    assert {one.to: one.due for one in told} == {"U1": night, "UMENTOR": monday, "CDESK": night}


def test_a_group_goes_on_without_any_but_its_first_mentor_and_its_last_mentee() -> None:
    assert [one for one in (*GROUP.people, "USTRANGER") if goes_on_without(GROUP, one)] == ["UCO", "U1", "U2"]
    assert not any(goes_on_without(pairing(), one) for one in pairing().people)


def test_only_the_mentors_and_the_coordinators_hear_who_left_a_group() -> None:
    told = left(pairing(mentees=("U2",), co_mentors=("UCO",)), "U1", cohort(), ZONES, NOW)
    assert [(one.to, one.kind) for one in told] == [
        ("U1", "care.left"),
        ("UMENTOR", "care.left_you"),
        ("UCO", "care.left_you"),
        ("CDESK", "care.left_group"),
    ]
