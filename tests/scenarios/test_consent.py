"""Who is asked, in which order: the coordinators decide, mentors first, or mentees first."""

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town


def _status(town: Town, who: str) -> str:
    actor = getattr(town, who)
    actor.reads()
    actor.types("/mentoring status")
    return "\n".join(actor.reads())


def test_where_the_coordinators_decide_nobody_is_asked(town: Town) -> None:
    with on_the_shelf(matching={"consent": []}):
        town.offers()
        town.passes(hours=4)
        for who in (town.ada, town.mira):
            who.sees("# Mira Santos, meet Ada Okafor!")
            who.does_not_see("Would you like that?")


def test_where_mentees_are_asked_first_a_mentor_learns_of_nobody_who_may_say_no(town: Town) -> None:
    with on_the_shelf(matching={"consent": ["mentee", "mentor"]}):
        town.offers()
        town.passes(hours=4)
        asked = town.ada.sees("I found somebody in *Winter* who could be the right mentor for you: @Mira Santos.")
        assert "Would you like that? Then I ask them." in asked
        assert "@Ada" not in _status(town, "mira")
        assert "You have been asked about @Mira Santos" in _status(town, "ada")
        town.ada.presses("Yes, please")
        town.ada.sees("You said yes to @Mira Santos. Now I ask them, and you will hear from me.")
        town.mira.sees("@Ada Okafor in *Winter* would like to learn from you.")
        assert "@Mira Santos has been asked whether they would like to work with you." in _status(town, "ada")
        town.mira.presses("Yes, gladly")
        town.ada.sees("# Mira Santos, meet Ada Okafor!")


def test_where_mentees_are_asked_first_their_no_is_told_to_no_mentor(town: Town) -> None:
    with on_the_shelf(matching={"consent": ["mentee", "mentor"]}):
        town.offers()
        town.passes(hours=4)
        town.ada.presses("Not this one")
        town.passes(days=1)
        town.mira.does_not_see("Ada")
        town.cora.sees("@Ada Okafor in *Winter* did not take up a match")


@pytest.mark.parametrize("consent", [["mentor"], ["mentor", "mentee"]])
def test_where_mentors_are_asked_first_a_mentee_learns_no_name_before_their_yes(town: Town, consent: list[str]) -> None:
    with on_the_shelf(matching={"consent": consent}):
        town.offers()
        said = _status(town, "ada")
        assert "Somebody has been asked whether they would like to work with you." in said
        assert "Mira" not in said
        town.mira.presses("Yes, gladly")
        town.passes(hours=4)
        if "mentee" in consent:
            town.ada.sees("I found a mentor for you in *Winter*: @Mira Santos, who would be glad to.")
        else:
            town.ada.sees("# Mira Santos, meet Ada Okafor!")
