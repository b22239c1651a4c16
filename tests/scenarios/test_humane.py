"""Hours of one's own, and what can be said back to a message that nobody asked for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.kit.town import Town
from tests.kit.witness import Witness

ASKED = "You and @Mira Santos have been a pair since"


def chooses(town: Town, **changes: object) -> None:
    """Ada says when she may be written to: in the evenings of weekends, unless something else is said."""
    town.ada.types("/mentoring hours")
    town.ada.fills({"start": "18:00", "until": "00:00", "days": ["Saturday", "Sunday"], **changes})
    town.ada.submits()


def test_a_question_waits_for_the_hours_that_somebody_chose_in_home(town: Town) -> None:
    town.agrees()
    town.ada.opens_home()
    assert "I write to you Monday to Friday, 09:00 to 20:00 (America/New_York)." in town.ada.home_text
    town.ada.presses("Change", where="I write to you")
    assert "answers to what you just did, and reminders of meetings you agreed on" in town.ada.modal_text
    town.ada.fills({"start": "18:00", "until": "00:00", "days": ["Saturday", "Sunday"]})
    town.ada.submits()
    town.ada.sees("From now on I write to you Saturday and Sunday, 18:00 to midnight (America/New_York).")
    town.ada.closes_all()
    assert "I write to you Saturday and Sunday, 18:00 to midnight (America/New_York)." in town.ada.home_text
    witness = Witness(town)
    town.passes(days=40)
    asked = {
        name: witness.alone(who, "have been a pair since")[0].at
        for name, who in (("ada", town.ada), ("mira", town.mira))
    }
    here = asked["ada"].astimezone(ZoneInfo("America/New_York"))
    assert (here.weekday(), here.hour) == (5, 18)
    assert asked["mira"].astimezone(ZoneInfo("Europe/Madrid")).weekday() < 5
    # The meeting was on a Wednesday at noon, and its reminder came in time all the same.
    reminded = witness.told(town.ada, "In 15 minutes")[0].at
    assert reminded.astimezone(ZoneInfo("America/New_York")) == datetime(
        2027, 1, 13, 11, 45, tzinfo=ZoneInfo("America/New_York")
    )


def test_the_usual_hours_are_one_click_away(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring hours")
    assert "Back to the usual hours" not in town.ada.modal_text
    town.ada.closes_all()
    chooses(town)
    town.ada.closes_all()
    town.ada.types("/mentoring hours")
    assert "18:00" in town.ada.modal_text
    usual = town.ada.keeps("Back to the usual hours")
    for _ in range(2):
        town.ada.presses_kept(usual)
    town.ada.sees("From now on I write to you Monday to Friday, 09:00 to 20:00 (America/New_York).")


def test_hours_that_cannot_be_are_explained_at_their_field_and_nothing_typed_is_lost(town: Town) -> None:
    town.pairs()
    for changes, field, sentence in (
        ({"until": "17:00"}, "until", "Please choose a time after the first one."),
        ({"until": "19:30"}, "until", "Please leave me at least two hours a day."),
        ({"days": []}, "days", "Please choose at least one day."),
    ):
        chooses(town, **changes)
        assert list(town.ada.errors) == [field]
        assert sentence in town.ada.errors[field]
        assert "18:00" in town.ada.modal_text
        town.ada.closes_all()


def test_whoever_takes_part_in_nothing_has_no_card_but_the_same_choice(town: Town) -> None:
    town.opens_cohort()
    town.sam.opens_home()
    assert "I write to you" not in town.sam.home_text
    town.sam.types("/mentoring hours")
    town.sam.fills({"days": ["Monday"]})
    town.sam.submits()
    town.sam.sees("From now on I write to you Monday, 09:00 to 20:00 (Europe/London).")
