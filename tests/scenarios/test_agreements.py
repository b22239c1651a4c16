"""What two people agree on at the start: written by one, confirmed by the other, kept by all three."""

from tests.kit.town import Town

EVIL = "<!channel> <https://evil.example|Approve> & 🌱"
CONTACT = "in our conversation, on weekdays"


def meet(town: Town) -> None:
    """The pair has its first meeting, and Ada tells so."""
    town.agrees()
    town.passes(days=2, hours=3, minutes=25)
    town.ada.presses("Answer")
    town.ada.fills({"next_week": "Read"})
    town.ada.submits()


def writes(town: Town, **said: str) -> None:
    """Ada writes down what they agreed on."""
    town.ada.types("/mentoring agreement")
    town.ada.fills({"goals": "a first talk", "medium": CONTACT, **said})
    town.ada.submits()


def test_one_writes_the_other_confirms_and_both_can_read_it(town: Town) -> None:
    town.pairs()
    writes(town, goals=EVIL)
    town.mira.sees("@Ada Okafor wrote down what you agreed on at the start.")
    yes = town.mira.keeps("Yes, that is right")
    town.mira.presses("Look and amend")
    assert EVIL in town.mira.modal_text
    assert "Read by the two of you, nobody else." in town.mira.modal_text
    town.mira.closes()
    for _ in range(2):
        town.mira.presses_kept(yes)
    town.ada.sees("You and @Mira Santos now stand by the same agreement.")
    town.mira.sees("You have confirmed what @Ada Okafor wrote down.")
    town.mira.opens_home()
    assert "With @Ada Okafor: confirmed" in town.mira.home_text
    assert "As agreed, you write to each other: in our conversation" in town.mira.home_text
    for text in town.everything_slack_interprets():
        assert "<!channel>" not in text


def test_an_amendment_is_confirmed_anew_and_old_buttons_are_old(town: Town) -> None:
    town.pairs()
    writes(town)
    yes = town.mira.keeps("Yes, that is right")
    town.mira.presses("Look and amend")
    town.mira.fills({"medium": "by mail only"})
    town.mira.submits()
    town.mira.presses_kept(yes)
    town.mira.sees("This was written anew meanwhile.")
    town.mira.closes_all()
    town.ada.sees("@Mira Santos wrote down what you agreed on at the start.")
    town.ada.presses("Yes, that is right")
    town.ada.opens_home()
    assert "by mail only" in town.ada.home_text


def test_two_who_write_at_once_lose_nothing(town: Town) -> None:
    town.pairs()
    for who in (town.ada, town.mira):
        who.types("/mentoring agreement")
    town.ada.fills({"goals": "a first talk"})
    town.ada.submits()
    town.mira.fills({"goals": "typed with care"})
    town.mira.submits()
    town.mira.sees("This was written anew meanwhile.")
    town.mira.closes()
    assert "typed with care" in town.mira.modal_text


def test_an_empty_form_is_explained_at_its_first_field(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring agreement")
    town.ada.submits()
    assert town.ada.errors == {"goals": "Please write down at least one thing; the rest can follow any time."}


def test_only_the_pair_reads_writes_and_confirms(town: Town) -> None:
    town.pairs()
    town.ada.opens_home()
    kept = [town.ada.keeps("Write it down")]
    writes(town)
    kept.append(town.mira.keeps("Yes, that is right"))
    for who in (town.sam, town.cora, town.otto):
        for one in kept:
            who.presses_kept(one)
            who.sees("Only the people of that pairing can do this.")
            who.closes_all()
    town.sam.types("/mentoring agreement")
    town.sam.sees("there is nothing to agree on yet")
    town.mira.opens_home()
    town.mira.presses("Say goodbye")
    town.ada.presses_kept(kept[0])
    town.ada.sees("You two have said goodbye")


def test_who_wrote_nothing_is_asked_twice_after_the_first_meeting_and_then_no_more(town: Town) -> None:
    meet(town)
    assert "[Write down what you agreed on]" in town.mira.screen()
    town.passes(days=3)
    asked = "what did you agree on? A few words per point are enough"
    assert sum(asked in text for text in town.ada.reads()) == 1
    town.passes(days=8)
    assert sum("nothing is written down yet of what you agreed on" in text for text in town.ada.reads()) == 1
    town.passes(days=30)
    assert not any("what you agreed on" in text and "written down" in text for text in town.ada.reads())


def test_who_wrote_it_down_in_time_is_not_asked(town: Town) -> None:
    meet(town)
    town.ada.presses("Write down what you agreed on", where="answered the closing questions of your meeting")
    town.ada.fills({"goals": "a first talk"})
    town.ada.submits()
    town.passes(days=12)
    town.ada.does_not_see("A few words per point are enough")


def test_what_was_agreed_on_about_contact_comes_back_in_agendas_and_in_private(town: Town) -> None:
    meet(town)
    writes(town)
    town.mira.presses("Yes, that is right")
    town.ada.types("/mentoring meet")
    town.ada.fills({"day": "2027-01-20", "at": "12:00"})
    town.ada.submits()
    town.mira.presses("Works for me", where="proposes to meet")
    town.passes(days=6)
    for who in (town.ada, town.mira):
        who.sees(f"As agreed, you write to each other: {CONTACT}")
    town.passes(days=28)
    town.ada.sees(f"You and @Mira Santos agreed on how you write to each other: {CONTACT}.")
    town.mira.does_not_see("agreed on how you write to each other")
    stop = town.ada.keeps("Don't remind me of this")
    town.sam.presses_kept(stop)
    town.sam.sees("Only the people of that pairing can do this.")
    town.ada.presses_kept(stop)
    town.ada.presses_kept(stop)
    town.ada.sees("I won't remind you of this again.")
    town.passes(days=40)
    assert sum("agreed on how you write to each other" in text for text in town.ada.reads()) == 1


def test_what_they_wrote_is_sealed(town: Town) -> None:
    town.pairs()
    writes(town, goals="nobody else reads this")
    with town.stage.database.engine.connect() as connection:
        said = [row[0] for row in connection.exec_driver_sql("SELECT said FROM agreements")]
    assert len(said) == 1
    assert "nobody else" not in said[0]
