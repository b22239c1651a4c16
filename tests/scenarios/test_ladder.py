"""A pairing that does not meet: asked kindly, helped, and never ended by itself."""

from tests.kit.town import Town

ASKED = "you and @Mira Santos have not met yet."


def ten_days_pass(town: Town) -> None:
    """Nobody agreed to the first time, and ten days have passed: Thursday 21 January, morning for both."""
    town.pairs()
    town.passes(days=10, minutes=5)


def three_weeks_pass(town: Town) -> None:
    ten_days_pass(town)
    town.passes(days=11)


def test_both_are_asked_once_each_in_private_and_the_coordinators_hear_nothing_yet(town: Town) -> None:
    ten_days_pass(town)
    town.passes(days=6)
    for who, partner in ((town.ada, "Mira Santos"), (town.mira, "Ada Okafor")):
        asked = [text for text in who.reads() if f"you and @{partner} have not met yet." in text]
        assert len(asked) == 1
        for label in ("Propose that time", "Take a break", "I need help", "We are fine", "Don't ask again"):
            assert f"[{label}]" in asked[0]
    town.cora.does_not_see("have not had a first meeting")


def test_one_click_proposes_the_time_that_suits_both(town: Town) -> None:
    ten_days_pass(town)
    this = town.ada.keeps("Propose that time")
    for who in (town.sam, town.otto, town.cora):
        who.presses_kept(this)
        who.sees("Only the people of that pairing can do this.")
        who.closes_all()
    for _ in range(2):
        town.ada.presses_kept(this)
    assert sum("@Ada Okafor proposes to meet on Jan 26, 2027" in text for text in town.mira.reads()) == 1
    town.mira.presses("Works for me", where="proposes to meet")
    town.ada.sees("You and @Mira Santos have found an answer.")
    town.passes(days=7)
    town.cora.does_not_see("have not had a first meeting")


def test_we_are_fine_notes_when_they_met(town: Town) -> None:
    ten_days_pass(town)
    town.mira.presses("We are fine")  # her form is open while Ada answers
    town.ada.presses("We are fine")
    town.ada.fills({"day": "2027-03-01"})
    town.ada.submits()
    assert town.ada.errors == {"day": "Please choose a day between your match and today."}
    town.ada.fills({"day": "2027-01-19"})
    town.ada.submits()
    town.mira.fills({"day": "2027-01-19"})
    town.mira.submits()
    with town.stage.database.engine.connect() as connection:
        held = connection.exec_driver_sql("SELECT count(*) FROM meetings WHERE held_at IS NOT NULL").scalar()
    assert held == 1
    town.ada.sees("You and @Mira Santos have found an answer.")
    town.passes(days=4)
    town.ada.does_not_see("Did you meet")
    town.passes(days=15)
    town.ada.sees("You and @Mira Santos have no next meeting, and the last one is a while ago.")
    town.cora.does_not_see("have not had a first meeting")


def test_fine_without_a_day_gives_them_time_and_after_the_second_answer_nobody_asks(town: Town) -> None:
    ten_days_pass(town)
    for _ in range(2):
        town.ada.presses("We are fine")
        town.ada.submits()
        town.passes(days=12)
        town.ada.reads()
    town.passes(days=30)
    assert not any(ASKED in text for text in town.ada.reads())


def test_whoever_does_not_want_to_be_asked_is_not(town: Town) -> None:
    ten_days_pass(town)
    town.ada.presses("Don't ask again")
    town.ada.sees("I won't ask you about this again.")
    town.mira.presses("We are fine")
    town.mira.submits()
    town.ada.reads()
    town.mira.reads()
    town.passes(days=11)
    assert any("have not met yet" in text for text in town.mira.reads())
    assert not any("have not met yet" in text for text in town.ada.reads())


def test_nobody_is_asked_during_a_break_and_the_days_do_not_count(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring away")
    town.ada.fills({"first": "2027-01-16", "back": "2027-01-30"})
    town.ada.submits()
    town.passes(days=23)
    for who in (town.ada, town.mira):
        who.does_not_see("have not met yet")
    town.passes(days=1, hours=2)
    town.ada.sees(ASKED)


def test_another_pace_moves_the_rhythm_along_and_gives_more_time(town: Town) -> None:
    town.pairs()
    town.mira.presses("Another time")
    town.mira.fills({"day": "2027-01-13", "at": "18:00", "zone": "Europe/Madrid"})
    town.mira.submits()
    town.ada.presses("Works for me")
    town.passes(days=3)
    town.mira.presses("Yes, we met")
    town.passes(days=14)
    town.ada.presses("Meet less often")
    town.ada.fills({"pace": "every four weeks"})
    town.ada.submits()
    town.ada.sees("You and @Mira Santos have found an answer.")
    town.mira.reads()
    town.passes(days=30)
    assert not any("no next meeting" in text for text in town.mira.reads())


def test_the_coordinators_hear_who_and_for_how_long_and_never_a_word(town: Town) -> None:
    three_weeks_pass(town)
    text = town.cora.sees("@Mira Santos and @Ada Okafor in *Winter* have not had a first meeting")
    assert "No sign since from @Mira Santos and @Ada Okafor." in text
    write = town.cora.keeps("Write to them")
    for who in (town.sam, town.ada, town.otto):
        who.presses_kept(write)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes_all()
    town.cora.presses_kept(write)
    town.cora.fills({"text": "Hello you two, <!channel> how are you?"})
    town.cora.submits()
    town.cora.sees("@Cora Lind wrote to them on")
    town.passes(hours=3)
    for who in (town.ada, town.mira):
        who.sees("@Cora Lind, who coordinates *Winter*, writes to you")
        who.sees("> Hello you two, <!channel> how are you?")
    assert not any("<!channel>" in text for text in town.everything_slack_interprets())


def test_a_coordinator_of_a_cohort_does_not_handle_their_own_pairing(town: Town) -> None:
    three_weeks_pass(town)
    town.cora.types("/mentoring appoint")
    town.cora.fills({"cohort": "Winter", "person": town.mira})
    town.cora.submits()
    town.cora.closes_all()
    for label in ("Write to them", "Ask a co-mentor", "Propose a goodbye", "Give them time"):
        kept = town.cora.keeps(label)
        town.mira.presses_kept(kept)
        town.mira.sees("This is about a pairing of your own")
        town.mira.closes_all()


def test_a_goodbye_is_proposed_to_both_and_going_on_is_a_good_answer(town: Town) -> None:
    three_weeks_pass(town)
    town.cora.presses("Propose a goodbye")
    town.cora.sees("@Cora Lind had a goodbye proposed to them on")
    town.passes(hours=3)
    town.ada.sees("Would you rather say goodbye for now")
    town.ada.presses("We go on")
    town.ada.submits()
    town.mira.sees("You and @Ada Okafor have found an answer.")
    town.cora.sees("in touch again, or given time")


def test_an_end_is_proposed_two_weeks_later_and_only_a_press_ends_it(town: Town) -> None:
    three_weeks_pass(town)
    town.passes(days=14)
    town.cora.sees("have still not met")
    end = town.cora.keeps("End it kindly")
    town.sam.presses_kept(end)
    town.sam.closes_all()
    town.mira.opens_home()
    assert "Say goodbye" in town.mira.home_text
    town.cora.presses_kept(end)
    town.mira.opens_home()
    assert "Say goodbye" not in town.mira.home_text
    town.cora.sees("have said goodbye, and can be matched anew")


def test_time_given_asks_the_desk_anew_later(town: Town) -> None:
    three_weeks_pass(town)
    wait = town.cora.keeps("Give them time")
    for _ in range(2):
        town.cora.presses_kept(wait)
    town.cora.sees("in touch again, or given time")
    town.cora.reads()
    town.passes(days=20)
    assert not any("first meeting" in text for text in town.cora.reads())
    town.passes(days=2)
    assert any("have not had a first meeting" in text for text in town.cora.reads())


def test_a_co_mentor_is_asked_and_joins_with_a_yes(town: Town) -> None:
    town.pairs()
    town.joins(town.otto, "mentor")
    town.approves(town.otto)
    town.passes(days=21, minutes=5)
    town.cora.presses("Ask a co-mentor")
    for nobody in (town.sam, town.mira):
        town.cora.fills({"person": nobody})
        town.cora.submits()
        assert list(town.cora.errors) == ["person"]
    town.cora.fills({"person": town.otto})
    town.cora.submits()
    town.otto.sees("@Cora Lind asks whether you would join @Mira Santos and @Ada Okafor in *Winter*")
    yes, no = town.otto.keeps("Yes, gladly"), town.otto.keeps("Not now", where="Yes, gladly")
    town.sam.presses_kept(yes)
    town.sam.sees("Somebody else was asked this.")
    town.sam.closes_all()
    for one in (yes, yes, no):
        town.otto.presses_kept(one)
    town.otto.sees("Thank you! You are with @Ada Okafor now, beside @Mira Santos.")
    town.passes(hours=3)
    for who in (town.ada, town.mira, town.cora):
        who.sees("@Otto Brandt joins")
    town.otto.opens_home()
    assert "Say goodbye" in town.otto.home_text


def test_a_digest_does_not_call_a_pair_quiet_that_is_away(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring away")
    town.ada.fills({"first": "2027-01-12", "back": "2027-02-10"})
    town.ada.submits()
    town.passes(days=25)
    town.cora.types("/mentoring digest")
    town.cora.sees("*Quiet pairs*: none")
    town.cora.closes_all()
    town.passes(days=20)
    town.cora.types("/mentoring digest")
    assert "@Mira Santos and @Ada Okafor" in town.cora.sees("*Quiet pairs*")
