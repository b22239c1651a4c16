"""The monthly check-in, help in private, and the desk."""

from tests.kit.town import Town

EVIL = "<!channel> <https://evil.example|Approve> & 🌱"


def a_month_passes(town: Town) -> None:
    town.pairs()
    town.passes(days=30, hours=1)


def test_one_click_answers_and_the_partner_never_knows(town: Town) -> None:
    a_month_passes(town)
    well = town.ada.keeps("Going well")
    town.sam.presses_kept(well)
    town.sam.sees("This question was put to somebody else.")
    town.ada.presses_kept(well)
    town.ada.presses_kept(well)
    town.ada.sees("You said that it is going well with @Mira Santos. Good to hear!")
    town.mira.does_not_see("going well")


def test_could_be_better_is_noted_even_without_a_word(town: Town) -> None:
    a_month_passes(town)
    town.ada.presses("Could be better")
    town.ada.closes()
    town.ada.sees("You said that it could be better with @Mira Santos.")
    town.cora.types("/mentoring digest")
    town.cora.sees("1 could be better")


def test_a_word_waits_on_the_desk_and_its_reading_is_recorded(town: Town) -> None:
    a_month_passes(town)
    town.ada.presses("Could be better")
    town.ada.fills({"text": EVIL})
    town.ada.submits()
    town.ada.sees("The coordinators read what you wrote; nobody else does")
    town.cora.opens_home()
    assert "@Ada Okafor · *Winter* · a word on how it is going" in town.cora.home_text
    assert "evil" not in town.cora.home_text
    read = town.cora.keeps("Read")
    for who in (town.sam, town.mira, town.otto):
        who.presses_kept(read)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    town.cora.presses_kept(read)
    assert f"> {EVIL}" in town.cora.modal_text
    town.cora.presses("I take care of it")
    assert "@Cora Lind takes care of it." in town.cora.modal_text
    town.passes(days=1)
    town.ada.sees("@Cora Lind has read what you wrote and takes care of it.")
    with town.stage.database.engine.connect() as connection:
        deeds = [row[0] for row in connection.exec_driver_sql("SELECT deed FROM audit")]
    assert "read a private message" in deeds


def test_support_reaches_the_coordinators_at_any_hour_but_never_a_partner(town: Town) -> None:
    town.pairs()
    town.cora.types("/mentoring appoint")
    town.cora.fills({"cohort": "Winter", "person": town.mira})
    town.cora.submits()
    town.cora.closes_all()
    town.passes(hours=10)
    town.ada.types("/mentoring support")
    town.ada.fills({"text": "Mira never comes"})
    town.ada.submits()
    town.cora.sees("@Ada Okafor in *Winter* asks for help.")
    town.mira.does_not_see("asks for help")
    read = town.cora.keeps("Read", where="asks for help")
    town.mira.presses_kept(read)
    town.mira.sees("This concerns you and your partner, so another coordinator reads it.")
    town.cora.types("/mentoring digest")
    digest = town.cora.sees("*Calls for help*: 1 open")
    assert "Mira never comes" not in digest


def test_a_word_must_say_something_and_whoever_is_in_no_cohort_hears_so(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring support")
    town.ada.fills({"text": "   "})
    town.ada.submits()
    assert town.ada.errors == {"text": "Please write a few words, so that they know what it is about."}
    town.sam.types("/mentoring support")
    town.sam.sees("You take part in no cohort right now")


def test_the_desk_is_for_coordinators(town: Town) -> None:
    town.opens_cohort()
    town.cora.opens_home()
    digest = town.cora.keeps("This week's digest")
    town.sam.presses_kept(digest)
    town.sam.sees("Only a coordinator of this cohort can do that.")
    town.sam.closes()
    town.sam.types("/mentoring digest")
    town.sam.sees("There is no running cohort that you coordinate.")
    town.sam.opens_home()
    assert "Your cohorts" not in town.sam.home_text
    town.cora.presses_kept(digest)
    assert "*Applications*: none waiting" in town.cora.modal_text


def test_a_form_sent_after_its_cohort_closed_loses_nothing(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring support")
    town.ada.fills({"text": "typed with care"})
    town.mira.types("/mentoring meet")
    town.mira.fills({"day": "2027-01-20", "at": "12:00", "place": "typed too"})
    town.cora.opens_home()
    town.cora.presses("Close the cohort")
    town.ada.submits()
    town.ada.sees("You take part in no cohort right now")
    town.ada.closes()
    assert "typed with care" in town.ada.modal_text
    town.mira.submits()
    town.mira.sees("You two have said goodbye")
    town.mira.closes()
    assert "typed too" in town.mira.modal_text


def test_closing_sign_up_changes_the_announcement(town: Town) -> None:
    town.opens_cohort()
    town.cora.opens_home()
    town.cora.presses("Close sign-up")
    town.ada.does_not_see("[Find a mentor]")
    town.cora.opens_home()
    assert "Sign-up closed" in town.cora.home_text


def test_why_and_help_answer_everybody(town: Town) -> None:
    town.sam.types("/mentoring why")
    town.sam.sees("I have not written to you yet.")
    town.sam.types("/mentoring")
    text = town.sam.sees("`/mentoring join`: find a mentor, or become one")
    assert "/mentoring open" not in text
    town.cora.types("/mentoring help")
    assert "/mentoring digest" in town.cora.sees("*For coordinators*")


def test_a_move_is_noticed_and_a_strangers_profile_is_none_of_our_business(town: Town) -> None:
    town.opens_cohort()
    town.joins(town.ada, "mentee")
    town.ada.moves_to("Asia/Tokyo")
    town.sam.moves_to("Asia/Tokyo")
    with town.stage.database.engine.connect() as connection:
        known = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT user_id, zone FROM members")}
    assert known[town.ada.id] == "Asia/Tokyo"
    assert town.sam.id not in known
    town.approves(town.ada)
    town.passes(hours=12, minutes=59)
    town.ada.does_not_see("Good news")  # 8:59 in Tokyo
    town.passes(minutes=1)
    town.ada.sees("Good news")
