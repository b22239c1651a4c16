"""Ways into a programme besides the announcement: at any time, late, suggested by somebody, as a project."""

from datetime import timedelta
from typing import Any

from tests.kit.town import Town

MENTEE = {
    "wants": ["Documentation maintainer"],
    "goals": "I answer questions about the docs every week",
    "conduct": ["Yes"],
}


def opens_rolling(town: Town, **changes: Any) -> None:
    town.opens_cohort(programme="astropy", changes={"Last day of sign-up": "", "Last day": "", **changes})


# -- at any time -----------------------------------------------------------------------------------


def test_a_rolling_programme_needs_no_end_and_takes_people_for_years(town: Town) -> None:
    opens_rolling(town)
    town.cora.sees("People can join at any time")
    town.cora.opens_home()
    assert "without an end" in town.cora.home_text
    assert "Sign-up always open" in town.cora.home_text
    town.stage.stride = timedelta(days=5)
    town.passes(days=400)
    town.cora.sees_new("the week until")
    town.ada.presses("Find a mentor")
    town.ada.fills(MENTEE)
    town.ada.submits()
    town.ada.sees("You applied to *Winter* as a mentee.")
    town.approves(town.ada)
    town.passes(days=1)
    town.ada.types("/mentoring status")
    town.ada.sees("I am looking for a match: no mentor shares a topic with you yet. The cohort is under way.")
    town.sam.opens_home()
    assert "You can join at any time." in town.sam.home_text


def test_any_other_programme_asks_for_its_days(town: Town) -> None:
    town.opens_cohort(changes={"Last day of sign-up": "", "Last day": ""})
    assert town.cora.errors == {"signup_until": "Please choose a day.", "ends_on": "Please choose a day."}


# -- late ------------------------------------------------------------------------------------------


def test_late_joiners_are_welcome_where_the_handbook_says_so_until_a_coordinator_closes(town: Town) -> None:
    town.opens_cohort(programme="carpentries")
    town.passes(days=16)
    town.ada.sees("is under way. You can still ask to join late")
    town.sam.opens_home()
    assert "you can ask to join late" in town.sam.home_text
    town.ada.presses("Find a mentor")
    assert "How many Carpentries workshops" in town.ada.modal_text
    town.ada.closes()
    town.cora.opens_home()
    assert "late joiners are welcome" in town.cora.home_text
    join = town.ada.keeps("Find a mentor")
    town.cora.presses("Close sign-up")
    town.ada.sees("sign-up is closed. Thank you")
    town.ada.presses_kept(join)
    town.ada.sees("Sign-up for *Winter* is closed.")


def test_elsewhere_the_announcement_loses_its_buttons_when_sign_up_ends(town: Town) -> None:
    town.opens_cohort()
    town.passes(days=16)
    town.ada.does_not_see("[Find a mentor]")


# -- suggested -------------------------------------------------------------------------------------


def suggests(who: Any, whom: Any, why: str = "They explain the docs kindly") -> None:
    who.types("/mentoring nominate")
    who.fills({"person": whom, "why": why})
    who.submits()


def test_whoever_is_suggested_is_asked_in_private_in_their_own_morning_and_decides_alone(town: Town) -> None:
    opens_rolling(town)
    town.sam.moves_to("America/Los_Angeles")
    suggests(town.mira, town.sam, "<!channel> *dares* to ask")
    town.mira.sees("I ask @Sam Stranger whether they would like to be a mentee in *Winter*.")
    town.cora.sees("@Mira Santos suggests @Sam Stranger as a mentee in *Winter*.")
    town.cora.does_not_see("dares")
    town.sam.does_not_see("would do well in a role")  # 3:00 in Los Angeles
    town.passes(hours=7)
    asked = town.sam.sees("@Mira Santos thinks that you would do well in a role")
    assert "> <!channel> *dares* to ask" in asked
    town.sam.presses("Look at the form")
    town.sam.fills(MENTEE)
    town.sam.submits()
    town.sam.sees("You applied to *Winter* as a mentee.")


def test_a_no_to_a_suggestion_is_told_to_nobody(town: Town) -> None:
    opens_rolling(town)
    suggests(town.mira, town.ada)
    town.passes(hours=4)
    no = town.ada.keeps("No, thank you")
    town.sam.presses_kept(no)
    town.sam.sees("This question was put to somebody else.")
    for one in (town.mira, town.cora, town.ada):
        one.reads()
    town.ada.presses_kept(no)
    town.ada.presses_kept(no)
    town.ada.sees("That's fine. Nobody is told")
    town.passes(days=3)
    town.mira.sees_nothing_new()
    suggests(town.otto, town.ada)
    assert town.otto.errors == {
        "person": "Somebody has suggested this person for that role already, and they have been asked."
    }
    assert "They explain the docs kindly" in town.otto.modal_text


def test_a_suggestion_needs_a_person_and_a_reason_and_a_programme_that_takes_it(town: Town) -> None:
    town.mira.types("/mentoring nominate")
    town.mira.sees("No programme that is open now takes suggestions from you.")
    opens_rolling(town)
    suggests(town.mira, town.mira, " ")
    assert town.mira.errors == {
        "person": "You can simply join yourself: `/mentoring join`.",
        "why": "Please say in a sentence why you think of them; they will read it.",
    }


# -- as a project ----------------------------------------------------------------------------------


def declares(who: Any, name: str = "Rocketry", **changes: Any) -> None:
    who.types("/mentoring declare")
    who.fills(
        {
            "name": name,
            "about": "A library for model rockets; <!here> newcomers learn C",
            "how_to_join": "Read CONTRIBUTING first, then press a button",
            "starts_on": "2027-02-01",
            **changes,
        }
    )
    who.submits()


def accepts(town: Town, where: str) -> None:
    town.cora.presses("Let it take part", where=where)
    town.cora.fills({"announce_channel": town.mentorship, "coordinators_channel": town.desk})
    town.cora.submits()


def test_projects_declare_themselves_are_announced_and_run_side_by_side(town: Town) -> None:
    declares(town.otto)
    town.otto.sees("Thank you for declaring *Rocketry*.")
    declares(town.mira, name="Telescopes", months=3)
    card = town.cora.sees("@Otto Brandt would like *Rocketry* to take part in Open Source Mentorship")
    assert "for 6 months" in card
    accept = town.cora.keeps("Let it take part", where="Rocketry")
    town.sam.presses_kept(accept)
    town.sam.sees("Only a coordinator")
    town.sam.closes()
    accepts(town, "Rocketry")
    accepts(town, "Telescopes")
    town.cora.presses_kept(accept)
    town.cora.sees("This project has been answered already.")
    town.cora.closes()
    announced = town.ada.sees("*Rocketry* says of itself:")
    assert "> A library for model rockets; <!here> newcomers learn C" in announced
    assert "> Read CONTRIBUTING first" in announced
    town.passes(hours=1)
    town.otto.sees("*Rocketry* takes part and is announced in #mentorship. You coordinate it")
    town.otto.opens_home()
    assert "*Rocketry* · Monday, February 1st, 2027 to Saturday, July 31st, 2027" in town.otto.home_text
    assert "Telescopes* ·" not in town.otto.home_text
    town.mira.opens_home()
    assert "*Telescopes* · Monday, February 1st, 2027 to Friday, April 30th, 2027" in town.mira.home_text


def test_a_projects_coordinator_nominates_its_mentors_and_selects_them(town: Town) -> None:
    declares(town.otto)
    accepts(town, "Rocketry")
    town.sam.types("/mentoring nominate")
    town.sam.sees("No programme that is open now takes suggestions from you.")
    suggests(town.otto, town.mira)
    town.passes(hours=3)
    town.mira.sees("@Otto Brandt would like to have you among the mentors of *Rocketry*.")
    town.mira.presses("Look at the form")
    town.mira.fills(
        {
            "offers": ["Reviewing"],
            "goals": "I wrote the parser",
            "languages": ["English", "Spanish"],
            "english": "Fluently",
            "needs_language": "Spanish",
            "slots": ["Tuesday 16:00-18:00"],
            "capacity": 2,
            "conduct": ["Yes"],
        }
    )
    town.mira.submits()
    town.mira.sees("finding somebody may take longer than usual")
    approve = town.cora.keeps("Approve")
    town.otto.presses_kept(approve)
    town.passes(hours=3)
    town.mira.sees("Good news: you are in *Rocketry* as a mentor.")


def test_a_project_that_is_declined_hears_why_and_may_declare_again(town: Town) -> None:
    declares(town.otto, about=" ", starts_on="2027-01-01", months=99)
    assert town.otto.errors == {
        "about": "Please write a few words here.",
        "starts_on": "Please choose a day from 2027-01-11 on.",
        "months": "A project takes part for 1 to 36 months.",
    }
    town.otto.fills({"about": "Rockets", "starts_on": "2027-02-01", "months": 6})
    town.otto.submits()
    town.cora.presses("Decline", where="Rocketry")
    town.cora.submits()
    town.cora.fills({"why": "Please find two mentors first"})
    town.cora.submits()
    town.passes(hours=1)
    town.otto.sees("> Please find two mentors first")
    declares(town.otto)
    town.cora.sees("would like *Rocketry* to take part")


def test_two_projects_of_one_name_get_different_names_as_cohorts(town: Town) -> None:
    declares(town.otto)
    accepts(town, "Rocketry")
    declares(town.mira)
    accepts(town, "would like *Rocketry*")
    assert town.cora.errors["name"].startswith("A running cohort is called “Rocketry” already")
    town.cora.fills({"name": "Rocketry, autumn"})
    town.cora.submits()
    town.passes(hours=1)
    town.ada.sees("# Rocketry, autumn is open")
