"""Whether two people fit: asked in private, repaired first, and never told to the partner."""

import pytest

from tests.kit.town import Town

NOT_YOURS = "This question was put to somebody else."


@pytest.fixture
def met(town: Town) -> Town:
    """A town in which Ada and Mira met once, a week ago: the busy first week leaves no room for the question."""
    town.agrees()
    town.passes(days=2, hours=7)
    town.ada.presses("Answer")
    town.ada.fills({"What will the mentee do until next time?": "Read on"})
    town.ada.submits()
    town.passes(days=6, hours=14)
    return town


def test_a_good_fit_takes_one_click_and_silence_is_fine(met: Town) -> None:
    well = met.ada.keeps("It fits well")
    for who in (met.sam, met.mira, met.otto):
        who.presses_kept(well)
        who.sees(NOT_YOURS)
        who.closes_all()
    met.ada.presses_kept(well)
    met.ada.presses_kept(well)
    met.ada.sees("You said that it fits well with @Mira Santos.")
    met.passes(days=20)
    met.cora.types("/mentoring digest")
    met.cora.sees("*Does it fit?*: asked so far 2: 1 “fits well”, 1 silent, and that is fine")


def test_whoever_is_not_sure_is_asked_once_more(met: Town) -> None:
    met.ada.presses("Not sure yet")
    met.passes(days=13)
    met.ada.does_not_see("Some time ago you were not sure yet")
    met.passes(days=2)
    met.ada.sees("Some time ago you were not sure yet whether it fits with @Mira Santos.")
    met.ada.presses("Not sure yet")
    met.ada.sees("You are still not sure about @Mira Santos.")
    met.passes(days=20)
    met.ada.does_not_see("Some time ago you were not sure yet")


def test_repair_comes_first_and_the_desk_hears_a_name_but_no_word(met: Town) -> None:
    bad = met.ada.keeps("It does not fit")
    met.sam.presses_kept(bad)
    met.sam.sees(NOT_YOURS)
    met.ada.presses_kept(bad)
    text = met.ada.modal_text
    assert text.index("A word with the coordinators") < text.index("Another time") < text.index("Somebody else")
    met.ada.presses("I'd like that")
    assert "Noted: the coordinators look for somebody" in met.ada.modal_text
    met.ada.closes_all()
    met.mira.does_not_see("does not fit with")
    met.cora.opens_home()
    assert "@Ada Okafor · *Winter* · says that it does not fit, and wishes for a second mentor" in met.cora.home_text
    take = met.cora.keeps("I take care of it")
    for who in (met.otto, met.sam, met.mira):
        who.presses_kept(take)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes_all()
    met.cora.presses_kept(take)
    met.cora.presses_kept(take)
    met.cora.opens_home()
    assert "says that it does not fit" not in met.cora.home_text


def test_a_partner_who_coordinates_learns_nothing(met: Town) -> None:
    met.cora.types("/mentoring appoint")
    met.cora.fills({"cohort": "Winter", "person": met.mira})
    met.cora.submits()
    met.cora.closes_all()
    met.ada.presses("It does not fit")
    met.ada.closes_all()
    met.mira.opens_home()
    assert "Where it does not fit" not in met.mira.home_text
    met.cora.opens_home()
    take = met.cora.keeps("I take care of it")
    met.mira.presses_kept(take)
    met.mira.sees("This concerns a pairing of your own, so another coordinator takes care of it.")


def test_a_rematch_parts_kindly_and_says_nothing_of_who_wished_for_it(met: Town) -> None:
    met.ada.presses("It does not fit")
    again = met.ada.keeps("Somebody else")
    met.ada.presses_kept(again)
    met.ada.presses_kept(again)
    met.ada.closes_all()
    for who, other in ((met.ada, "Mira Santos"), (met.mira, "Ada Okafor")):
        who.sees(f"Your time as a pair with @{other} has come to an end.")
    met.mira.does_not_see("does not fit with")
    met.cora.opens_home()
    assert "says that it does not fit" not in met.cora.home_text
