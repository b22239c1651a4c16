"""Being away with a day of return: whoever waits hears of it, and nobody is nudged meanwhile."""

from tests.kit.town import Town

EVIL = "<!channel> <https://evil.example|Approve> & 🌱"


def goes(town: Town, first: str = "2027-01-18", back: str = "2027-02-08", **more: object) -> None:
    """Ada says that she is away for three weeks."""
    town.ada.types("/mentoring away")
    town.ada.fills({"first": first, "back": back, **more})
    town.ada.submits()


def test_the_partner_hears_at_once_and_the_coordinators_see_the_days_only(town: Town) -> None:
    town.pairs()
    goes(town, word=EVIL)
    town.ada.sees("Noted: you are away from")
    town.mira.sees(f"> {EVIL}")
    town.cora.opens_home()
    assert "@Ada Okafor (Winter): from" in town.cora.home_text
    assert "evil" not in town.cora.home_text
    town.mira.opens_home()
    assert "@Ada Okafor is away from" in town.mira.home_text
    town.otto.opens_home()
    assert "Ada" not in town.otto.home_text
    assert not any("<!channel>" in text for text in town.everything_slack_interprets())


def test_nudges_wait_for_the_day_of_return_and_a_welcome_says_what_comes_next(town: Town) -> None:
    town.agrees()
    goes(town, first="2027-02-08", back="2027-02-15")
    town.passes(days=31)
    town.mira.sees("You and @Ada Okafor have been a pair since")
    town.ada.does_not_see("have been a pair since")
    town.passes(days=4)
    town.ada.sees("Welcome back! You and @Mira Santos have no meeting planned yet")
    town.ada.sees("You and @Mira Santos have been a pair since")


def test_a_weekly_rhythm_skips_the_weeks_away(town: Town) -> None:
    town.pairs()
    town.mira.presses("Another time")
    town.mira.fills({"day": "2027-01-13", "at": "18:00", "zone": "Europe/Madrid", "weekly": ["weekly"]})
    town.mira.submits()
    town.ada.presses("Works for me")
    goes(town)
    town.passes(days=45)
    began = [text for text in town.ada.reads() if "In 15 minutes" in text]
    assert len(began) == 1 + 3  # 13 January; then 10, 17 and 24 February
    town.ada.sees("Welcome back! You meet @Mira Santos next on Feb 10, 2027")


def test_meetings_inside_can_be_cancelled_in_the_same_form(town: Town) -> None:
    town.agrees()
    town.ada.types("/mentoring away")
    assert "You have planned: 13 January, 12:00 with Mira Santos." in town.ada.modal_text
    town.ada.fills({"first": "2027-01-12", "back": "2027-01-20", "planned": "Cancel them"})
    town.ada.submits()
    town.mira.sees("@Ada Okafor had to cancel your meeting on")
    town.ada.does_not_see("You still have a meeting in that time")


def test_meetings_that_are_kept_can_be_moved_from_the_receipt(town: Town) -> None:
    town.agrees()
    goes(town, first="2027-01-12", back="2027-01-20")
    town.ada.sees("You still have a meeting in that time, on Jan 13, 2027")
    town.ada.presses("Move it")
    assert "Move the meeting" in town.ada.modal_text


def test_coming_back_early_is_one_click_and_twice_is_once(town: Town) -> None:
    town.pairs()
    goes(town)
    back = town.ada.keeps("I stay after all")
    for who in (town.sam, town.mira, town.cora, town.otto):
        who.presses_kept(back)
        who.sees("Only whoever is away can change that.")
        who.closes()
    town.passes(days=9)
    for _ in range(2):
        town.ada.presses_kept(back)
    town.ada.sees("You are back before")
    town.passes(hours=20)
    assert sum("is back earlier than planned" in text for text in town.mira.reads()) == 1
    town.passes(days=20)
    town.ada.does_not_see("Welcome back!")


def test_what_is_called_off_before_it_begins_never_was(town: Town) -> None:
    town.pairs()
    goes(town)
    town.ada.opens_home()
    town.ada.presses("I stay after all")
    town.ada.sees("is called off.")
    town.passes(hours=20)
    town.mira.sees("@Ada Okafor will be here after all")
    goes(town)
    assert town.ada.errors == {}


def test_several_breaks_may_be_announced_ahead_but_not_twice_the_same(town: Town) -> None:
    town.pairs()
    goes(town)
    goes(town, first="2027-03-01", back="2027-03-08")
    assert town.ada.errors == {}
    goes(town, first="2027-02-01", back="2027-02-20")
    assert list(town.ada.errors) == ["first"]
    assert "You are away from 18 January to 08 February already." in town.ada.errors["first"]


def test_days_that_cannot_be_are_explained_at_their_field(town: Town) -> None:
    town.pairs()
    for first, back, field, sentence in (
        ("2027-01-04", "2027-01-20", "first", "That day has passed"),
        ("2027-01-20", "2027-01-20", "back", "Please choose a day of return after the first day away."),
        ("2027-01-20", "2027-06-01", "back", "A break takes at most 60 days here, so up to 21 March 2027."),
    ):
        goes(town, first=first, back=back, word="typed with care")
        assert list(town.ada.errors) == [field]
        assert sentence in town.ada.errors[field]
        assert "typed with care" in town.ada.modal_text
        town.ada.closes_all()
    town.sam.types("/mentoring away")
    town.sam.sees("You are not in a pairing now.")


def test_whoever_writes_of_weeks_away_is_asked_for_the_days(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring agreement")
    town.ada.fills({"gaps": "two weeks in February"})
    town.ada.submits()
    assert "> two weeks in February" in town.ada.modal_text
    town.ada.presses("I'll be away")
    town.ada.fills({"first": "2027-02-01", "back": "2027-02-14"})
    town.ada.submits()
    assert town.ada.modal is None
    town.mira.sees("@Ada Okafor is away from")
