"""How a pairing ends: with thanks, a last reflection, and nothing that reaches people afterwards."""

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

CLOSING = {"thanks": "Thank you, and {partner}, for {programme}.", "form": "looking_back"}
FORM = {
    "key": "looking_back",
    "name": "Looking back",
    "purpose": "closing",
    "intro": "Two minutes for those who come after you.",
    "questions": [{"key": "helped", "ask": "What helped most?"}],
}


def test_a_goodbye_says_the_programmes_thanks_and_asks_for_a_last_look_back(town: Town) -> None:
    with on_the_shelf(closing=CLOSING, forms=[FORM]):
        town.pairs()
        town.ada.types("/mentoring end")
        end = town.ada.keeps("Say goodbye")
        town.sam.presses_kept(end)
        town.sam.sees("Only a coordinator of this cohort can do that.")
        town.ada.presses_kept(end)
        town.ada.presses_kept(end)
        town.mira.sees("Thank you, and @Ada Okafor, for WeAllJS Mentorship.")
        town.passes(days=8)  # the week's messages are used up by then
        for who in (town.ada, town.mira):
            heard = [one for one in map(who.plain, who.messages()) if "Two minutes for those" in one]
            assert len(heard) == 1
        town.passes(days=40)
        assert not any("How is it going" in one for one in map(town.ada.plain, town.ada.messages()))


def test_the_end_of_a_cohort_thanks_everybody_too(town: Town) -> None:
    with on_the_shelf(closing=CLOSING, forms=[FORM]):
        town.pairs()
        town.cora.opens_home()
        town.cora.presses("Close the cohort")
        town.ada.sees("*Winter* has come to its end, and your time with @Mira Santos as a pair with it.")
        town.ada.sees("Thank you, and @Mira Santos, for WeAllJS Mentorship. Nothing keeps you from staying in touch.")
        town.passes(days=8)
        town.ada.sees("Two minutes for those who come after you.")


def test_after_a_goodbye_both_can_be_matched_anew(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring end")
    town.ada.presses("Say goodbye")
    town.mira.sees("It did not come to a first hour together; that happens, and says nothing about either of you.")
    town.passes(days=1)
    for who in (town.ada, town.mira):
        who.does_not_see("It is yours to keep")
        who.types("/mentoring status")
        who.does_not_see("matched on")
    town.cora.types("/mentoring digest")
    town.cora.sees("1 waiting for a match, free mentor places: 1")
    town.ada.types("/mentoring end")
    town.ada.sees("You have no partner to say goodbye to.")
