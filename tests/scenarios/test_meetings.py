"""Proposing, moving, cancelling, repeating, missing: meetings as people live them."""

from datetime import UTC, datetime

import pytest

from app.core.calendar import local
from tests.kit.town import Town

EVIL = "<!channel> <https://evil.example|Approve> & مرحبا 🌱 </b>"


def proposes(town: Town, **fields: object) -> None:
    """Ada proposes a meeting: a good one, but for the fields that a test changes."""
    town.ada.types("/mentoring meet")
    town.ada.fills({"day": "2027-01-20", "at": "12:00", "zone": "Europe/Madrid", **fields})
    town.ada.submits()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"day": "2027-01-04"}, "day", "That time has passed (it is 15:30 in Europe/Madrid)"),
        ({"day": "2027-01-11", "at": "10:00"}, "at", "That time has passed"),
        ({"day": "2027-06-01"}, "day", "The last day of the cohort is 1 May 2027"),
        ({"zone": "Europe/Madird"}, "zone", "Did you mean Europe/Madrid?"),
        ({"zone": "Mars"}, "zone", "I don't know the time zone “Mars”"),
        ({"minutes": 5}, "minutes", "A meeting takes 15 to 240 minutes."),
        ({"day": "2027-01-13", "at": "18:30"}, "at", "One of you has another meeting at that time"),
    ],
)
def test_a_time_that_cannot_be_is_explained_at_its_field(
    town: Town, wrong: dict[str, object], field: str, sentence: str
) -> None:
    town.agrees()
    proposes(town, place="typed with care", **wrong)
    assert list(town.ada.errors) == [field]
    assert sentence.replace("time zone", "zone") in town.ada.errors[field].replace("time zone", "zone")
    assert "typed with care" in town.ada.modal_text


def test_moving_makes_the_old_time_and_its_buttons_old(town: Town) -> None:
    town.pairs()
    yes = town.ada.keeps("Works for me")
    town.mira.presses("Another time")
    town.mira.fills({"day": "2027-01-15", "at": "17:00"})  # on her own clock
    town.mira.submits()
    town.ada.sees("@Mira Santos would like to move your meeting to Jan 15, 2027 at 11:00")
    town.ada.sees("This time was changed; the newer message below counts.")
    town.ada.presses_kept(yes)
    town.ada.sees("That time has been changed meanwhile")
    town.ada.closes()
    town.ada.presses("Works for me")
    town.mira.sees("It's agreed: you meet")
    town.passes(days=3, hours=3)
    reminders = [one for one in town.ada.messages() if "Tomorrow you meet" in town.ada.plain(one)]
    assert len(reminders) == 1


def test_a_cancelled_meeting_reminds_nobody_and_says_the_word(town: Town) -> None:
    town.agrees()
    kept = [town.ada.keeps(label) for label in ("Move", "Cancel")]
    town.ada.presses("Cancel")
    town.ada.fills({"word": EVIL})
    town.ada.submits()
    town.mira.sees(f"> {EVIL}")
    for one in kept:
        town.ada.presses_kept(one)
        town.ada.sees("That meeting was cancelled.")
        town.ada.closes()
    town.mira.reads()
    town.passes(days=4)
    assert not any("you meet" in text for text in town.mira.reads())


def test_a_weekly_hour_keeps_its_wall_clock_when_the_clocks_change(town: Town) -> None:
    town.pairs()
    town.mira.presses("Another time")
    town.mira.fills({"day": "2027-01-19", "at": "18:00", "zone": "Europe/Madrid", "weekly": ["weekly"]})
    town.mira.submits()
    town.ada.presses("Works for me")
    town.passes(days=80)
    soon = [float(one["ts"]) for one in town.mira.messages() if "In 15 minutes" in town.mira.plain(one)]
    times = [datetime.fromtimestamp(at, UTC) for at in soon]
    assert len(times) == 11
    assert {f"{local(at, 'Europe/Madrid'):%A %H:%M}" for at in times} == {"Tuesday 17:45"}
    assert {at.hour for at in times} == {16, 15}  # winter and summer, in UTC


def test_repeating_can_be_stopped(town: Town) -> None:
    town.pairs()
    proposes(town, weekly=["weekly"])
    town.mira.presses("Works for me", where="repeat every week")
    town.ada.opens_home()
    town.ada.presses("Stop repeating")
    town.ada.opens_home()
    assert "Stop repeating" not in town.ada.home_text
    town.passes(days=9)
    town.mira.reads()
    town.passes(days=14)
    assert not any("In 15 minutes" in text for text in town.mira.reads())


def test_proposing_the_partners_time_is_a_yes(town: Town) -> None:
    town.pairs()
    proposes(town)
    town.mira.types("/mentoring meet")
    town.mira.fills({"day": "2027-01-20", "at": "12:00", "zone": "Europe/Madrid"})
    town.mira.submits()
    town.ada.sees("It's agreed: you meet on Jan 20, 2027")


def test_only_the_pair_touches_its_meetings(town: Town) -> None:
    town.pairs()
    kept = [town.ada.keeps(label) for label in ("Works for me", "Another time")]
    for who in (town.sam, town.cora, town.otto):
        for one in kept:
            who.presses_kept(one)
            who.sees("Only the people of that pairing can do this.")
            who.closes_all()
    town.sam.types("/mentoring meet")
    town.sam.sees("You are not in a pairing now.")


def test_two_say_yes_at_once_and_twice(town: Town) -> None:
    town.pairs()
    yes = town.ada.keeps("Works for me")
    for who in (town.ada, town.mira, town.ada, town.mira):
        who.presses_kept(yes)
        assert who.modal is None
    files = [one for one in town.ada.messages() if one.get("files")]
    assert len(files) == 1


def test_did_you_meet_yes_outweighs_no_and_a_miss_leads_to_a_new_time(town: Town) -> None:
    town.agrees()
    town.passes(days=3)
    no = town.ada.keeps("Not this time")
    town.ada.presses_kept(no)
    town.ada.sees("Noted: the meeting on")
    town.passes(hours=18)
    town.mira.sees("These things occur. When would you like to meet instead?")
    town.mira.types("/mentoring reflect")
    town.mira.fills({"next_week": "We did meet, I remember now"})
    town.mira.submits()
    town.ada.sees("You told me that you met @Mira Santos")
    town.ada.presses_kept(no)
    town.ada.sees("You told me that you met @Mira Santos")


def test_without_a_shared_slot_the_mentee_is_asked_for_a_time(town: Town) -> None:
    town.pairs(mentee=town.mentee_answers(slots=["Saturday 08:00-10:00"]))
    town.ada.sees("I found no time at which you are both free. @Ada Okafor, please propose one")
    town.ada.presses("Propose a time")
    town.ada.fills({"day": "2027-01-20", "at": "12:00"})
    town.ada.submits()
    town.mira.sees("@Ada Okafor proposes to meet")


def test_what_people_write_about_meetings_stays_text(town: Town) -> None:
    town.agrees()
    long = EVIL + "x" * (3000 - len(EVIL))
    proposes(town, place=EVIL)
    town.mira.sees(f"Where: {EVIL}")
    town.passes(days=2, hours=3, minutes=25)
    town.ada.presses("Answer")
    town.ada.fills({"next_week": long, "opportunities": long, "also": long})
    town.ada.submits()
    town.passes(days=6)
    town.mira.sees(EVIL)
    live = "\n".join(town.everything_slack_interprets())
    for danger in ("<!channel>", "<https://evil"):
        assert danger not in live


def test_the_closing_questions_wait_for_the_meeting_and_ask_for_the_task(town: Town) -> None:
    town.agrees()
    town.ada.types("/mentoring reflect")
    town.ada.sees("There is no meeting to look back on yet.")
    town.passes(days=2, hours=3, minutes=25)
    town.ada.presses("Answer")
    town.ada.fills({"opportunities": "kept"})
    town.ada.submits()
    assert town.ada.errors == {"next_week": "Please complete this required field."}
    assert "kept" in town.ada.modal_text
    answer = town.mira.keeps("Answer")
    town.sam.presses_kept(answer)
    town.sam.sees("Only the people of that pairing can do this.")


def test_the_next_meeting_is_agreed_on_in_the_closing_questions(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=3, minutes=25)
    town.ada.presses("Answer")
    town.ada.fills({"next_week": "Read", "next_day": "2027-01-20", "next_at": "12:00", "next_place": "the same link"})
    town.ada.submits()
    town.mira.sees("@Ada Okafor proposes to meet on Jan 20, 2027")
    town.mira.presses("Look and confirm")
    town.mira.submits()
    town.ada.sees("It's agreed: you meet on Jan 20, 2027")
    town.mira.sees("Where: the same link")


def test_a_next_meeting_that_cannot_be_is_explained_and_nothing_is_saved_by_halves(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=3, minutes=25)
    town.ada.presses("Answer")
    town.ada.fills({"next_week": "Read", "next_day": "2027-01-04", "next_at": "12:00"})
    town.ada.submits()
    assert list(town.ada.errors) == ["next_day"]
    town.mira.does_not_see("has answered the closing questions")
    town.ada.fills({"next_day": "2027-01-20"})
    town.ada.submits()
    town.mira.sees("@Ada Okafor has answered the closing questions")


def test_each_sees_the_next_meeting_on_their_own_clock_even_if_both_answer_at_once(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=3, minutes=25)
    town.ada.presses("Answer")
    town.mira.presses("Answer")
    assert "On the clock of America/New_York." in town.ada.modal_text
    town.mira.fills({"next_week": "Read", "next_day": "2027-01-20", "next_at": "18:00"})
    town.mira.submits()
    town.ada.fills({"next_week": "Read", "next_day": "2027-01-20", "next_at": "12:00"})
    town.ada.submits()
    town.mira.sees("It's agreed: you meet on Jan 20, 2027 at 18:00")
    town.ada.sees("It's agreed: you meet on Jan 20, 2027 at 12:00")
