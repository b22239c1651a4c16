"""What goes wrong behind the door, and what a person hears of it."""

from collections.abc import Callable, Iterator

import pytest

from app.features.joining import usecases as joining
from app.sandbox.faults import Fault
from tests.kit.hearing import heard
from tests.kit.town import Town

SECRET = "my most private thought"


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    with heard(request.param) as read:
        yield read


def test_a_fault_gives_a_reference_that_stands_in_the_log_and_no_private_word(
    town: Town, monkeypatch: pytest.MonkeyPatch, log: Callable[[], str]
) -> None:
    town.opens_cohort()

    def breaks(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("a bug")

    town.ada.presses("Find a mentor")
    town.ada.fills(town.mentee_answers(goals=SECRET))
    monkeypatch.setattr(joining, "submit", breaks)
    town.ada.submits()
    text = town.ada.sees("Something went wrong on my side, and I saved nothing of this last step.")
    reference = text.split("reference *")[1][:6]
    logged = log()
    assert reference in logged
    assert SECRET not in logged
    town.ada.closes()
    assert SECRET in town.ada.modal_text
    monkeypatch.undo()
    town.ada.submits()
    town.ada.sees("You applied to *Winter*")


def test_nothing_private_reaches_the_log_of_a_whole_story(town: Town, log: Callable[[], str]) -> None:
    town.pairs(mentee=town.mentee_answers(goals=SECRET))
    town.ada.types("/mentoring support")
    town.ada.fills({"text": SECRET})
    town.ada.submits()
    town.ada.sees("I told the coordinators")
    logged = log()
    assert SECRET not in logged
    assert town.stage.sandbox.bot_token not in logged


def test_when_slack_takes_no_modal_the_person_is_not_left_without_a_word(town: Town) -> None:
    town.opens_cohort()
    town.stage.sandbox.faults.next("views.open", Fault("error", code="expired_trigger_id"))
    town.ada.types("/mentoring join")
    town.ada.sees("That took a moment too long for Slack. Please do it once more.")


def test_a_button_from_an_older_version_is_answered(town: Town) -> None:
    town.opens_cohort()
    kept = town.ada.keeps("Find a mentor")
    kept.action["action_id"] = "joining.forgotten"
    town.ada.presses_kept(kept)
    town.ada.sees("That button is from an older message.")
    kept.action.update(action_id="joining.as_mentee", value="not a number")
    town.ada.closes()
    town.ada.presses_kept(kept)
    town.ada.sees("That button is from an older message.")


def test_who_only_asks_waits_for_nobody_who_writes(town: Town) -> None:
    town.opens_cohort()
    town.ada.opens_home()
    with town.stage.database.transaction() as tx:
        tx.connection().exec_driver_sql("DELETE FROM deliveries")  # long work of somebody else's, not over yet
        for text, says in (
            ("", "`/mentoring status`"),
            (" help", "`/mentoring status`"),
            (" why", "I have not written to you yet."),
        ):
            town.ada.person.types(f"/mentoring{text}")
            assert town.ada.person.trouble == ""
            assert says in town.ada.reads()[-1]
