"""The public log: nothing appears without everybody's yes to exactly these words."""

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

LOG = {"invitation": "Write a line or two about where you stand."}
EVIL = "<!channel> we *shipped* it & <https://evil.example|click>"
NO = "Only the people of that pairing can do this."


def writes(town: Town, text: str = "We shipped it") -> None:
    town.pairs()
    town.ada.types("/mentoring log")
    assert "Write a line or two" in town.ada.modal_text
    assert "Mira Santos will read exactly these words first" in town.ada.modal_text
    town.ada.fills({"text": text})
    town.ada.submits()


def test_an_entry_appears_only_when_all_have_agreed_to_these_words(town: Town) -> None:
    with on_the_shelf(public_log=LOG):
        writes(town, EVIL)
        town.ada.sees("I ask @Mira Santos, which may take some days.")
        town.mira.sees(f"> {EVIL}")
        town.sam.does_not_see("we *shipped* it")
        town.cora.does_not_see("we *shipped* it")
        yes = town.mira.keeps("Yes, publish it")
        for who in (town.sam, town.cora, town.otto):
            who.presses_kept(yes)
            who.sees(NO)
            who.closes()
        town.mira.presses_kept(yes)
        town.mira.presses_kept(yes)
        town.sam.sees("From the public log of *Winter*, by @Mira Santos and @Ada Okafor:")
        assert town.sam.screen().count("we *shipped* it") == 1
        town.ada.sees("Everybody has said yes: your entry for the public log stands in #mentorship now.")
        assert not [one for one in town.everything_slack_interprets() if "<!channel>" in one]


def test_changed_words_ask_anew_and_an_old_yes_does_not_count(town: Town) -> None:
    with on_the_shelf(public_log=LOG):
        writes(town)
        old = town.mira.keeps("Yes, publish it")
        town.ada.presses("Change it")
        town.ada.fills({"text": "We shipped it, and it was hard"})
        town.ada.submits()
        town.mira.presses_kept(old)
        town.mira.sees("The text has been changed since.")
        town.mira.closes()
        town.mira.sees("has changed this text. The newer message shows it.")
        town.sam.does_not_see("We shipped it")
        town.mira.presses("Yes, publish it", where="and it was hard")
        town.sam.sees("We shipped it, and it was hard")


def test_a_no_needs_no_reason_and_may_become_a_yes(town: Town) -> None:
    with on_the_shelf(public_log=LOG):
        writes(town)
        town.mira.presses("Rather not")
        town.ada.sees("@Mira Santos would rather not have this published, so it is not.")
        town.sam.does_not_see("We shipped it")
        town.mira.presses("Yes, publish it")
        town.sam.sees("We shipped it")


def test_a_draft_can_be_withdrawn_and_what_is_public_taken_back(town: Town) -> None:
    with on_the_shelf(public_log=LOG):
        writes(town)
        yes, withdraw = town.mira.keeps("Yes, publish it"), town.ada.keeps("Withdraw it")
        town.mira.presses_kept(withdraw)
        town.mira.sees(NO)
        town.mira.closes()
        town.ada.presses_kept(withdraw)
        town.mira.presses_kept(yes)
        town.mira.sees("That entry was withdrawn")
        town.mira.closes()
        town.sam.does_not_see("We shipped it")
        town.ada.opens_home()
        town.ada.presses("Write an entry")
        town.ada.fills({"text": "A second one"})
        town.ada.submits()
        town.mira.presses("Yes, publish it")
        town.sam.types("/mentoring log list")
        town.sam.sees("> A second one")
        town.mira.presses("Take it back")
        town.sam.sees("An entry of the public log of *Winter* was taken back.")
        town.sam.types("/mentoring log list")
        town.sam.sees("Nothing has been published yet.")


def test_an_entry_says_something_and_strangers_write_none(town: Town) -> None:
    with on_the_shelf(public_log=LOG):
        writes(town, "  ")
        assert town.ada.errors == {"text": "Please write what should be public; a line is enough."}
        town.sam.types("/mentoring log")
        town.sam.sees("None of your pairings keeps a public log right now.")
        town.sam.opens_home()
        assert "Public log" not in town.sam.home_text


def test_where_no_log_is_kept_the_list_says_so(town: Town) -> None:
    town.pairs()
    town.sam.types("/mentoring log list")
    town.sam.sees("No programme here keeps a public log right now.")
