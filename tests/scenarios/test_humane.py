"""Hours of one's own, and what can be said back to a message that nobody asked for."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.demo.stage import Actor
from tests.kit.books import on_the_shelf
from tests.kit.town import Town
from tests.kit.witness import Witness

ASKED = "You and @Mira Santos have been a pair since"


def chooses(town: Town, **changes: object) -> None:
    """Ada says when she may be written to: in the evenings of weekends, unless something else is said."""
    town.ada.types("/mentoring hours")
    town.ada.fills({"start": "18:00", "until": "00:00", "days": ["Saturday", "Sunday"], **changes})
    town.ada.submits()


def test_a_question_waits_for_the_hours_that_somebody_chose_in_home(town: Town) -> None:
    town.agrees()
    town.ada.opens_home()
    assert "I write to you Monday to Friday, 09:00 to 20:00 (America/New_York)." in town.ada.home_text
    town.ada.presses("Change", where="I write to you")
    assert "answers to what you just did, and reminders of meetings you agreed on" in town.ada.modal_text
    town.ada.fills({"start": "18:00", "until": "00:00", "days": ["Saturday", "Sunday"]})
    town.ada.submits()
    town.ada.sees("From now on I write to you Saturday and Sunday, 18:00 to midnight (America/New_York).")
    town.ada.closes_all()
    assert "I write to you Saturday and Sunday, 18:00 to midnight (America/New_York)." in town.ada.home_text
    witness = Witness(town)
    town.passes(days=40)
    asked = {
        name: witness.alone(who, "have been a pair since")[0].at
        for name, who in (("ada", town.ada), ("mira", town.mira))
    }
    here = asked["ada"].astimezone(ZoneInfo("America/New_York"))
    assert (here.weekday(), here.hour) == (5, 18)
    assert asked["mira"].astimezone(ZoneInfo("Europe/Madrid")).weekday() < 5
    # The meeting was on a Wednesday at noon, and its reminder came in time all the same.
    reminded = witness.told(town.ada, "In 15 minutes")[0].at
    assert reminded.astimezone(ZoneInfo("America/New_York")) == datetime(
        2027, 1, 13, 11, 45, tzinfo=ZoneInfo("America/New_York")
    )


def test_the_usual_hours_are_one_click_away(town: Town) -> None:
    town.pairs()
    town.ada.types("/mentoring hours")
    assert "Back to the usual hours" not in town.ada.modal_text
    town.ada.closes_all()
    chooses(town)
    town.ada.closes_all()
    town.ada.types("/mentoring hours")
    assert "18:00" in town.ada.modal_text
    usual = town.ada.keeps("Back to the usual hours")
    for _ in range(2):
        town.ada.presses_kept(usual)
    town.ada.sees("From now on I write to you Monday to Friday, 09:00 to 20:00 (America/New_York).")


def test_hours_that_cannot_be_are_explained_at_their_field_and_nothing_typed_is_lost(town: Town) -> None:
    town.pairs()
    for changes, field, sentence in (
        ({"until": "17:00"}, "until", "Please choose a time after the first one."),
        ({"until": "19:30"}, "until", "Please leave me at least two hours a day."),
        ({"days": []}, "days", "Please choose at least one day."),
    ):
        chooses(town, **changes)
        assert list(town.ada.errors) == [field]
        assert sentence in town.ada.errors[field]
        assert "18:00" in town.ada.modal_text
        town.ada.closes_all()


def test_whoever_takes_part_in_nothing_has_no_card_but_the_same_choice(town: Town) -> None:
    town.opens_cohort()
    town.sam.opens_home()
    assert "I write to you" not in town.sam.home_text
    town.sam.types("/mentoring hours")
    town.sam.fills({"days": ["Monday"]})
    town.sam.submits()
    town.sam.sees("From now on I write to you Monday, 09:00 to 20:00 (Europe/London).")


# -- what can be said back -------------------------------------------------------------------------


def is_asked(town: Town) -> None:
    """Ada and Mira have been a pair for a month, and each is asked how it goes."""
    town.agrees()
    town.passes(days=31)
    town.ada.sees(ASKED)


def test_whoever_asks_why_is_told_from_the_row_itself(town: Town) -> None:
    is_asked(town)
    town.ada.presses("Why this?", where=ASKED)
    told = town.ada.sees("The handbook asks everybody in a pairing from time to time, in private.")
    assert "It has been planned since Jan 11, 2027 at 09:30, for Feb 10, 2027 at 09:30." in told
    assert "Nobody else got it." in told
    assert "It counts: you get at most 3 messages a week that you did not ask for" in told
    town.ada.presses("Change my hours")
    assert "When I may write to you" in town.ada.modal_text


def test_a_message_that_waited_says_for_what(town: Town) -> None:
    town.agrees()
    chooses(town)
    town.ada.closes_all()
    town.passes(days=40)
    town.ada.presses("Why this?", where=ASKED)
    town.ada.sees("because before that it was not one of your hours.")


def test_a_message_comes_again_the_next_day_and_pressed_twice_it_comes_once(town: Town) -> None:
    is_asked(town)
    tomorrow = town.ada.keeps("Remind me tomorrow", where=ASKED)
    for _ in range(2):
        town.ada.presses_kept(tomorrow)
        town.ada.sees("I'll bring this again on")
        town.ada.closes_all()
    town.ada.reads()
    town.passes(days=1)
    town.ada.sees_new(ASKED)
    town.ada.presses("Why this?", where=ASKED)
    town.ada.sees("You asked me to bring it again.")
    assert sum(ASKED in one for one in town.ada.reads()) == 1
    town.passes(days=1)
    assert not any(ASKED in one for one in town.ada.reads())


def test_what_was_settled_meanwhile_does_not_come_again(town: Town) -> None:
    is_asked(town)
    town.ada.presses("Remind me tomorrow", where=ASKED)
    town.ada.closes_all()
    town.ada.presses("Going well", where=ASKED)
    town.ada.reads()
    town.passes(days=3)
    assert not any(ASKED in one for one in town.ada.reads())


def test_nobody_else_may_ask_put_off_or_stop(town: Town) -> None:
    is_asked(town)
    for label in ("Why this?", "Remind me tomorrow"):
        kept = town.ada.keeps(label, where=ASKED)
        for who in (town.sam, town.mira, town.otto, town.cora):
            who.presses_kept(kept)
            who.sees("That message was written to somebody else")
            who.closes_all()
    town.mira.reads()
    town.ada.reads()
    town.passes(days=1)
    assert not any("have been a pair since" in one for one in [*town.mira.reads(), *town.ada.reads()])


# -- no more reminders -----------------------------------------------------------------------------

DECISION = {
    "key": "together",
    "name": "Do you go on together?",
    "roles": ["mentee", "mentor"],
    "when": {"at": "match", "days": 7},
    "ask": "You have known {partner} for a week. Would you like to go on?",
    "chase_after_days": 3,
    "chases": 2,
    "answers": [
        {"value": "yes", "label": "Yes, let us go on", "leads_to": "go_on", "thanks": "Noted: on with {partner}."},
        {"value": "no", "label": "Rather not", "leads_to": "part", "thanks": "Thank you for saying so early."},
    ],
}
CHASED = "I have not heard from you about"


def stands(who: Actor) -> list[str]:
    """Return every message as it reads now."""
    return [who.plain(one) for one in who.messages()]


@pytest.fixture
def chased(town: Town) -> Iterator[Town]:
    """A town in which Ada and Mira were asked whether they go on, and reminded once."""
    with on_the_shelf(decisions=[DECISION], fit={"after_meetings": []}):
        town.pairs()
        town.passes(days=7, hours=2)
        town.ada.sees("Would you like to go on?")
        town.passes(days=3)
        town.ada.sees(CHASED)
        town.mira.sees(CHASED)
        for who in (town.ada, town.mira):
            who.reads()
        yield town


def test_the_question_carries_no_stop_and_the_reminder_does(chased: Town) -> None:
    asked = next(one for one in stands(chased.ada) if "Would you like to go on?" in one)
    assert asked.endswith("[Remind me tomorrow] [Why this?]")
    chased_ = next(one for one in stands(chased.ada) if CHASED in one)
    assert chased_.endswith("[Remind me tomorrow] [Stop reminders] [Why this?]")


def test_whoever_stops_the_reminders_gets_no_second_one_and_the_other_does(chased: Town) -> None:
    stop = chased.ada.keeps("Stop reminders", where=CHASED)
    for _ in range(2):
        chased.ada.presses_kept(stop)
        chased.ada.sees("I won't remind you of this any more.")
        chased.ada.closes_all()
    chased.passes(days=8)
    assert not any(CHASED in one for one in chased.ada.reads())
    assert any(CHASED in one for one in chased.mira.reads())
    chased.ada.presses("Why this?", where=CHASED)
    chased.ada.sees("You asked for no more reminders of it.")


def test_stopping_can_be_taken_back_where_one_reads_of_it(chased: Town) -> None:
    chased.ada.presses("Stop reminders", where=CHASED)
    chased.ada.presses("Remind me after all")
    chased.ada.sees("I remind you of this again")
    chased.ada.closes_all()
    chased.passes(days=8)
    assert any(CHASED in one for one in chased.ada.reads())


def test_nobody_else_stops_ones_reminders(chased: Town) -> None:
    stop = chased.ada.keeps("Stop reminders", where=CHASED)
    for who in (chased.sam, chased.mira, chased.otto, chased.cora):
        who.presses_kept(stop)
        who.sees("That message was written to somebody else")
        who.closes_all()
    chased.passes(days=8)
    assert any(CHASED in one for one in chased.ada.reads())


def test_what_is_answered_carries_nothing_more_to_put_off(chased: Town) -> None:
    chased.ada.presses("Yes, let us go on", where="Would you like to go on?")
    answered = next(one for one in stands(chased.ada) if "Noted: on with" in one)
    assert answered.endswith("[Why this?]")
    assert "Remind me tomorrow" not in answered
