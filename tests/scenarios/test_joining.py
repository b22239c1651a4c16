"""Signing up, as a person does it."""

import pytest

from tests.kit.town import Town

EVIL = "<!channel> <https://evil.example|Approve> & مرحبا 🌱 </b>"


def test_a_member_joins_hears_what_comes_next_and_finds_it_again(any_town: Town) -> None:
    town = any_town
    town.opens_cohort()
    town.cora.sees("is open and announced in #mentorship")
    town.joins(town.ada, "mentee")
    town.ada.sees("You applied to *Winter* as a mentee.")
    town.ada.sees("you will hear from me by Monday, January 18th, 2027 at the latest")
    town.ada.types("/mentoring status")
    town.ada.sees("received on Monday, January 11th, 2027")
    town.ada.opens_home()
    assert "received on" in town.ada.home_text
    town.approves(town.ada)
    town.cora.sees("@Ada Okafor joins *Winter* as a mentee: approved.")
    town.days_pass(1)
    town.ada.sees("you are in *Winter* as a mentee")


def test_an_ineligible_answer_gets_the_handbooks_sentence_and_loses_nothing(town: Town) -> None:
    town.opens_cohort()
    town.mira.presses("Become a mentor")
    town.mira.fills(town.mentor_answers(experience=2, goals="I like to pair"))
    town.mira.submits()
    assert town.mira.errors == {
        "experience": "Mentors in this programme bring five years or more. With less, you are warmly welcome as a mentee."
    }
    assert "I like to pair" in town.mira.modal_text
    town.mira.fills({"experience": 6})
    town.mira.submits()
    town.mira.sees("You applied to *Winter* as a mentor.")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"slots__zone": "Europe/Madird"}, "Did you mean Europe/Madrid?"),
        ({"slots__zone": "Atlantis"}, "I don't know the zone “Atlantis”."),
        ({"hours": 0}, "needs at least 1 hour a week"),
        ({"experience": 99}, "Please give the number of years"),
    ],
)
def test_bad_answers_are_explained_at_their_field(town: Town, answer: dict[str, object], sentence: str) -> None:
    town.opens_cohort()
    town.ada.presses("Find a mentor")
    town.ada.fills(town.mentee_answers(**answer))
    town.ada.submits()
    assert list(town.ada.errors) == list(answer)
    assert sentence in next(iter(town.ada.errors.values()))


def test_slack_itself_asks_for_a_slot(town: Town) -> None:
    town.opens_cohort()
    town.ada.presses("Find a mentor")
    town.ada.fills(town.mentee_answers(slots=[]))
    town.ada.submits()
    assert town.ada.errors == {"slots": "Please complete this required field."}


def test_what_people_write_is_shown_as_they_wrote_it(town: Town) -> None:
    town.opens_cohort(name="<!here> 🌱")
    town.joins(town.ada, "mentee", town.mentee_answers(goals=EVIL + "x" * (3000 - len(EVIL)), public=["Yes"]))
    town.cora.presses("Read")
    assert EVIL in town.cora.modal_text
    live = "\n".join(town.everything_slack_interprets())
    for danger in ("<!here>", "<!channel>", "<https://evil"):
        assert danger not in live


def test_editing_withdrawing_and_coming_back(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    town.ada.presses("Edit my answers")
    assert "Ship a real feature" in town.ada.modal_text
    town.ada.fills({"goals": "Read code with joy"})
    town.ada.submits()
    town.cora.presses("Read")
    assert "Read code with joy" in town.cora.modal_text
    town.cora.closes()
    town.ada.types("/mentoring withdraw")
    town.ada.presses("Withdraw")
    town.ada.sees("Done: your application to *Winter* as a mentee is taken back")
    town.cora.sees("@Ada Okafor took back the application")
    town.ada.types("/mentoring status")
    town.ada.presses("Come back")
    town.ada.submits()
    town.cora.sees("@Ada Okafor is back and would like to join *Winter* as a mentee.")


def test_a_declined_applicant_reads_the_reason(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    town.cora.presses("Decline")
    town.cora.fills({"Why?": "We are <full> this time"})
    town.cora.submits()
    town.days_pass(1)
    town.ada.sees("> We are <full> this time")


def test_pressing_twice_and_a_repeated_delivery_change_nothing_more(town: Town) -> None:
    town.opens_cohort()
    town.stage.sandbox.faults.repeat_next_delivery()
    town.joins(town.ada, "mentee")
    approve = town.cora.keeps("Approve")
    town.stage.sandbox.faults.repeat_next_delivery()
    town.cora.presses_kept(approve)
    town.cora.presses_kept(approve)
    assert town.cora.modal is None
    town.days_pass(1)
    texts = [town.ada.plain(one) for one in town.ada.messages()]
    assert len([one for one in texts if "Good news" in one]) == 1
    assert len([one for one in texts if "You applied to" in one]) == 1


def test_an_old_button_says_kindly_that_it_is_over(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    decline, approve = town.cora.keeps("Decline"), town.cora.keeps("Approve")
    town.cora.presses_kept(approve)
    town.cora.presses_kept(decline)
    town.cora.fills({"Why?": "Too late"})
    town.cora.submits()
    town.cora.sees("this application is approved already")


def test_the_form_of_a_cohort_that_closed_meanwhile_keeps_what_was_typed(town: Town) -> None:
    town.opens_cohort()
    town.ada.presses("Find a mentor")
    town.ada.fills(town.mentee_answers(goals="Typed with care"))
    town.passes(days=20)
    town.ada.submits()
    town.ada.sees("Sign-up for *Winter* is closed.")
    town.ada.closes()
    assert "Typed with care" in town.ada.modal_text


def test_a_stranger_and_the_applicant_cannot_decide(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    approve = town.cora.keeps("Approve")
    for who in (town.sam, town.ada, town.otto):
        who.presses_kept(approve)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.ada.types("/mentoring status")
    town.ada.sees("received on")


def test_a_coordinator_of_another_cohort_cannot_decide(town: Town) -> None:
    town.opens_cohort("Winter")
    town.opens_cohort("Other")
    town.cora.types("/mentoring appoint")
    town.cora.fills({"cohort": "Other", "person": town.otto})
    town.cora.submits()
    town.cora.closes_all()
    town.ada.types("/mentoring join")
    town.ada.fills({"cohort": "Winter", "role": "Find a mentor"})
    town.ada.submits()
    town.ada.fills(town.mentee_answers())
    town.ada.submits()
    approve, read = town.cora.keeps("Approve"), town.cora.keeps("Read")
    for kept in (approve, read):
        town.otto.presses_kept(kept)
        town.otto.sees("Only a coordinator of this cohort can do that.")
        town.otto.closes()


def test_somebody_elses_buttons_are_refused(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    for label in ("Edit my answers", "Withdraw"):
        town.sam.presses_kept(town.ada.keeps(label))
        town.sam.sees("That is not your application.")
        town.sam.closes()


def test_an_unknown_sub_command_gets_the_nearest_real_one(town: Town) -> None:
    town.ada.types("/mentoring statsu")
    town.ada.sees("Did you mean `/mentoring status`?")
    town.ada.types("/mentoring <!channel>")
    town.ada.sees("I don't know `<!channel>`.")


def test_a_cohort_cannot_be_opened_in_the_past_or_by_just_anybody(town: Town) -> None:
    town.opens_cohort(changes={"First day": "2026-12-01", "Last day": "2026-11-30"})
    assert set(town.cora.errors) == {"starts_on", "ends_on", "signup_until"}
    assert "has passed (today is 2027-01-11)" in town.cora.errors["starts_on"]
    town.cora.closes()
    town.sam.types("/mentoring open")
    town.sam.sees("Only a coordinator of this cohort can do that.")


def test_somebody_who_left_the_workspace_gets_no_more_messages(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    town.ada.leaves_workspace()
    town.approves(town.ada)
    town.days_pass(1)
    town.ada.does_not_see("Good news")
