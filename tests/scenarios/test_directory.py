"""The list of those who want to be found."""

from tests.features.directory.test_rules import book
from tests.kit.books import on_the_shelf
from tests.kit.town import Town

EVIL = "<!channel> *bold*"


def parts() -> dict[str, object]:
    made = book().model_dump()
    return {"signup": made["signup"], "directory": made["directory"]}


def test_everybody_finds_those_who_want_to_be_listed_until_they_do_not(town: Town) -> None:
    with on_the_shelf(**parts()):
        town.opens_cohort()
        town.joins(town.ada, "mentee", town.mentee_answers(listed=["Yes"]))
        town.joins(town.mira, "mentor", town.mentor_answers())
        town.sam.types("/mentoring directory")
        assert "Nobody is listed here yet." in town.sam.modal_text
        town.sam.closes_all()
        town.approves(town.ada)
        town.approves(town.mira)
        town.sam.types("/mentoring directory")
        assert "@Ada Okafor · mentee in *Winter*" in town.sam.modal_text
        assert "Backend, Open source" in town.sam.modal_text
        assert "@Mira" not in town.sam.modal_text
        town.sam.presses("Mentors")
        assert "Nobody is listed here yet." in town.sam.modal_text
        town.mira.types("/mentoring edit")
        town.mira.fills({"listed": ["Yes"]})
        town.mira.submits()
        town.ada.types("/mentoring withdraw")
        town.ada.presses("Withdraw")
        town.sam.presses("Everybody")
        assert "@Mira Santos · mentor in *Winter*" in town.sam.modal_text
        assert "@Ada" not in town.sam.modal_text


def test_whoever_leaves_the_workspace_is_not_listed_and_home_shows_the_way(town: Town) -> None:
    with on_the_shelf(**parts()):
        town.opens_cohort()
        town.joins(town.ada, "mentee", town.mentee_answers(listed=["Yes"]))
        town.approves(town.ada)
        town.ada.opens_home()
        town.ada.presses("Open the directory")
        assert "@Ada Okafor" in town.ada.modal_text
        town.ada.leaves_workspace()
        town.sam.types("/mentoring directory")
        assert "@Ada" not in town.sam.modal_text


def test_without_a_directory_the_command_says_so(town: Town) -> None:
    town.opens_cohort()
    town.sam.types("/mentoring directory")
    town.sam.sees("No programme here keeps a directory right now.")
    town.sam.opens_home()
    assert "directory" not in town.sam.home_text
