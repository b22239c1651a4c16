"""A group, as its people live it: formed around an hour, met with whoever can come, and missed when they do not."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.demo.stage import Actor
from tests.kit.books import on_the_shelf
from tests.kit.town import Town

MATCHING: dict[str, Any] = {
    "most_pairings": 1,
    "shared_slot": "needed",
    "consent": (),
    "offer_days": 3,
    "group": {"most_mentors": 2, "least_mentees": 2, "most_mentees": 5, "replace_after_missed": 2},
}


@pytest.fixture
def group(town: Town) -> Iterator[tuple[Town, Actor]]:
    """Ada in New York and Lea in Madrid, with Mira as their mentor, who share Wednesday 18:00 in Madrid."""
    with on_the_shelf(matching=MATCHING):
        lea = town.arrives("lea", "Lea Ruiz", "Europe/Madrid")
        town.mentorship.members.add(lea.id)
        town.opens_cohort()
        town.joins(town.ada, "mentee")
        town.joins(lea, "mentee", town.mentee_answers(slots=["Wednesday 18:00-20:00"]))
        town.joins(town.mira, "mentor", town.mentor_answers(capacity=2))
        for one in (town.ada, lea, town.mira):
            town.approves(one)
        yield town, lea


def test_a_group_is_formed_around_an_hour_and_meets_without_whoever_cannot_come(group: tuple[Town, Actor]) -> None:
    town, lea = group
    town.asks_for_matches()
    assert "A group of 2" in town.cora.modal_text
    assert "All are free on Wed 20 Jan, 18:00 Europe/Madrid · 12:00 America/New_York." in town.cora.modal_text
    town.cora.presses("Look closer")
    assert "*Mentee* · @Ada Okafor" in town.cora.modal_text
    assert "Swap mentors" not in town.cora.modal_text
    town.cora.presses("Pin")
    assert ":pushpin:" in town.cora.modal_text
    town.cora.presses("Accept")
    town.cora.closes_all()
    town.passes(hours=4)
    town.ada.sees("You are all free on")
    town.ada.sees("It would repeat every week.")
    away = lea.keeps("I can't make it")
    town.sam.presses_kept(away)
    town.sam.sees("Only the people of that pairing can do this.")
    town.ada.presses("Works for me")
    town.mira.presses("Works for me")
    town.ada.sees("Coming: @Mira Santos and @Ada Okafor.")
    town.ada.sees("Not said yet: @Lea Ruiz.")
    town.passes(days=9, hours=2, minutes=55)
    town.mira.presses("Answer")
    assert "Who was there?" in town.mira.modal_text
