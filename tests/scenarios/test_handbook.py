"""A handbook file changes while a cohort runs by it."""

from collections.abc import Iterator

import pytest

from app.features.programmes import usecases as programmes
from app.handbook import reading
from tests.kit.town import Town

OLD = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
NEW = OLD.replace("[check_in]\nevery_days = 30", "[check_in]\nevery_days = 14").replace(
    "You and {partner} have been a pair since {since}.", "Two weeks have passed with {partner}."
)


@pytest.fixture(autouse=True)
def _shelf_again() -> Iterator[None]:
    yield
    programmes.put_on_shelf(reading.read_handbooks([reading.SHIPPED]))


def changes(text: str = NEW) -> None:
    """The file is another one when the bot starts the next time."""
    shipped = reading.read_handbooks([reading.SHIPPED])
    shipped["wealljs"] = reading.parse_handbook(text, "wealljs.toml")
    programmes.put_on_shelf(shipped, {"wealljs": text})


def test_a_cohort_goes_on_as_before_until_its_coordinator_has_seen_what_would_change(town: Town) -> None:
    town.pairs()
    changes()
    town.passes(days=15)
    town.ada.does_not_see("Two weeks have passed")
    town.cora.opens_home()
    assert "The handbook file of *Winter* has changed since the cohort took it up." in town.cora.home_text
    look = town.cora.keeps("See what would change")
    town.sam.presses_kept(look)
    town.sam.sees("Only a coordinator of this cohort can do that.")
    town.sam.closes()
    town.cora.presses_kept(look)
    shown = town.cora.modal_text
    assert "check_in.every_days" in shown
    assert "at another time" in shown
    assert "The handbook asks everybody in a pairing from time to time, in private." in shown
    assert "instead of" in shown
    town.cora.presses("Move this cohort")
    assert "*Winter* runs by the changed handbook from now on." in town.cora.modal_text
    town.cora.closes_all()
    town.cora.sees("*Winter* has moved to the changed handbook, and everybody in it with it.")
    town.cora.opens_home()
    assert "has changed since the cohort took it up" not in town.cora.home_text
    town.passes(days=14)
    town.ada.sees("Two weeks have passed")
    with town.stage.database.engine.connect() as connection:
        deeds = [row[0] for row in connection.exec_driver_sql("SELECT deed FROM audit")]
    assert "moved to a changed handbook" in deeds


def test_keeping_is_a_decision_too_and_the_command_still_shows_the_change(town: Town) -> None:
    town.pairs()
    changes()
    town.cora.types("/mentoring handbook")
    town.cora.sees("The handbook file of *Winter* has changed")
    town.cora.opens_home()
    town.cora.presses("See what would change")
    town.cora.presses("Keep it as it is")
    assert "*Winter* stays as it is." in town.cora.modal_text
    town.cora.closes_all()
    town.cora.opens_home()
    assert "handbook file of" not in town.cora.home_text
    town.passes(days=15)
    town.ada.does_not_see("Two weeks have passed")
    town.sam.types("/mentoring handbook")
    town.sam.sees("There is no running cohort that you coordinate.")


def test_a_cohort_that_runs_by_its_file_has_nothing_to_move_to(town: Town) -> None:
    town.pairs()
    changes()
    town.cora.opens_home()
    look = town.cora.keeps("See what would change")
    changes(OLD)
    town.cora.presses_kept(look)
    town.cora.sees("The handbook file says what *Winter* runs by already")
    town.cora.closes_all()
    town.cora.types("/mentoring handbook")
    town.cora.sees("All your cohorts run by what their handbook files say.")
