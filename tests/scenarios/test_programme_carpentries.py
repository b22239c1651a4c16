"""The Carpentries' mentoring groups: a whole cycle, played once for each database and looked at from all sides."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from ortools.sat.python import cp_model  # noqa: F401 - read in before anybody waits three seconds for its groups

from tests.kit import pdf
from tests.kit.life import life_of
from tests.scenarios.living_carpentries import (
    ABSENT,
    CONTACT,
    GOAL,
    HARD,
    NOTE,
    ONLY_COORDINATORS,
    PRIVATE,
    Cycle,
    play,
)

pytestmark = pytest.mark.timeout(900)  # the first test waits until the cycle is over


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


@pytest.fixture(scope="module")
def lived(kind: str) -> Iterator[Cycle]:
    """The cycle when it is over."""
    with life_of(Cycle, kind) as world:
        play(world)
        yield world


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


# -- who may join, and who is put together ------------------------------------------------------------


def test_how_many_workshops_were_taught_decides_and_is_said_at_the_field(lived: Cycle) -> None:
    assert lived.seen["sam at the field"].startswith("{'taught': 'Mentors of these groups have taught two workshops")
    assert lived.seen["dana at the field"].startswith("{'taught': 'Mentees in these groups have taught none or one")
    assert not lived.witness.told(lived.sam, "You applied")


def test_mentors_sign_the_mentor_agreement(lived: Cycle) -> None:
    said = lived.seen["sam without agreeing"]
    assert said.startswith("{'conduct': ")
    assert "Mentor agreement: [ ] Yes (I follow the code of conduct and report breaches at once." in said


def test_everybody_applies_in_their_own_hour_and_knows_where_they_stand(lived: Cycle) -> None:
    for who in (lived.mira, lived.priya, lived.ada, lived.jun):
        assert lived.witness.alone(who, "You hear by Monday, January 18th, 2027 whether you are in")
        assert lived.witness.alone(who, "Good news: you are in *Spring*")
    assert "approved on Monday, January 11th, 2027. I am looking for a match" in lived.seen["Jun's status"]
    assert lived.witness.posted("mentorship", "@Mira Santos offers to mentor in *Spring*.")
    mentioned = lived.witness.posted("mentorship", "Ada Okafor")
    assert not [one for one in mentioned if "shown at" not in one.text]  # she did not wish to be


def test_groups_form_around_a_mentor_an_hour_and_what_they_want(lived: Cycle) -> None:
    said = lived.seen["proposals"]
    assert "*A group of 3* · @Ada Okafor, @Ben Silva and @Chidi Obi with @Mira Santos" in said
    assert "All are free on Tue 2 Feb, 17:00 Europe/Madrid · 11:00 America/New_York · 16:00 Europe/Lisbon." in said
    assert "The mentor offers 2 of 2 wanted: Teaching workshops, Python." in said
    assert "*A group of 3* · @Gia Lowe, @Hugo Marsh and @Iris Vale with @Priya Nair" in said
    assert said.count("Both can meet in person, in Sydney.") == 3
    assert "@Jun Rojas: no free mentor can meet where they can" in said
    assert "@Uma Ritter: no waiting mentee" in said
    assert "no lead in years" not in said


def test_the_mentor_is_announced_to_the_group_with_a_guide_and_the_plans(lived: Cycle) -> None:
    (hello,) = lived.witness.told(lived.ada, "# Mira Santos, meet Ada Okafor, Ben Silva and Chidi Obi!")
    assert {one.id for one in (lived.mira, lived.ada, lived.ben, lived.chidi)} == hello.readers
    assert "Agree on one SMART goal of the group" in hello.text
    assert "[Choose a session plan]" in hello.text
    for who in (lived.mira, lived.priya):
        (prepare,) = lived.witness.alone(who, "for the first time, a few minutes of thought help")
        assert prepare.at > lived.witness.told(who, f"# {who.user.real_name}, meet")[0].at


def test_a_second_mentor_is_asked_and_may_decline(lived: Cycle) -> None:
    for who in (lived.uma, lived.tomas):
        assert lived.witness.alone(who, "would you join @Mira Santos as a second mentor")
    lived.uma.sees("You said not now. That's fine; nobody minds.")
    assert lived.witness.told(lived.tomas, "Welcome, @Tomas Reis, who joins @Mira Santos")
    assert not lived.witness.told(lived.uma, "Welcome, @Uma Ritter")


# -- sessions -------------------------------------------------------------------------------------------


def test_each_session_brings_the_next_step_of_the_plan(lived: Cycle) -> None:
    steps = [
        (one.at, re.findall(r"\*Step (\d) of (\d)", one.text)[0])
        for one in lived.witness.alone(lived.ada, "Tomorrow you meet")
    ]
    tuesdays = [at(2, 8, 16), at(2, 15, 16), at(2, 22, 16), at(3, 1, 16), at(3, 8, 16), at(3, 15, 16), at(3, 22, 16)]
    assert steps == list(zip(tuesdays, [(str(min(one, 6)), "6") for one in range(1, 8)], strict=True))
    assert "→ *4. A first practice workshop" in lived.seen["Ada's plan"]
    assert "*Step 2 of 7 of your session plan*: What is there to help" in "".join(
        one.text for one in lived.witness.alone(lived.gia)
    )


def test_the_hour_stays_when_new_yorks_clocks_change(lived: Cycle) -> None:
    files = lived.stage.sandbox.workspace.files.values()
    calendars = [Calendar.from_ical(one["content"]) for one in files if one["name"].startswith("meeting-")]
    events: list[Any] = [event for one in calendars for event in one.walk("VEVENT")]
    starts = {one["dtstart"].dt for one in events if "Mira" in str(one["summary"])}
    assert {one.hour for one in starts} == {16}
    soon = [one.text for one in lived.witness.alone(lived.ada, "In 15 minutes you meet")]
    assert [text[-6:-1] for text in soon] == ["11:00"] * 5 + ["12:00"] * 2


def test_the_group_writes_down_one_smart_goal_and_what_it_agreed_on(lived: Cycle) -> None:
    (goal,) = lived.witness.told(lived.ben, "@Ada Okafor has written down what to work towards.")
    assert {one.id for one in (lived.mira, lived.ada, lived.ben, lived.chidi)} == goal.readers
    assert "_Specific: what exactly, and for whom?_ A loop and a plot" in goal.text
    agendas = lived.witness.alone(lived.dana, "Tomorrow you meet")
    assert all(f"• {GOAL}" in one.text for one in agendas)
    assert all(f"As agreed, you write to each other: {CONTACT}" in one.text for one in agendas)


def test_mentees_of_a_group_say_that_they_cannot_come_and_mentors_move(lived: Cycle) -> None:
    assert not [one for one in lived.witness.alone(lived.ben, "Tomorrow you meet") if "[Move]" in one.text]
    assert all("[I can't make it] [Move]" in one.text for one in lived.witness.alone(lived.mira, "Tomorrow you meet"))


def test_whoever_was_missed_without_a_word_hears_a_kind_one(lived: Cycle) -> None:
    assert len(lived.witness.alone(lived.chidi, "and you were missed")) == 2
    for who in (lived.ben, lived.iris):  # he had said so, she is away
        assert not lived.witness.told(who, "you were missed")


def test_a_silent_mentees_place_goes_to_a_late_joiner(lived: Cycle) -> None:
    assert "@Chidi Obi has missed the last 2 meetings of the group with @Mira Santos." in lived.seen["who stays away"]
    assert "@Dana Weiss joins the group of @Mira Santos" in lived.seen["late proposals"]
    assert "Chidi" not in lived.seen["late proposals"]
    assert len(lived.witness.alone(lived.chidi, "the coordinators give your place to somebody who waits")) == 1
    assert lived.witness.alone(lived.mira, "Their place in your group is free")
    assert lived.witness.told(lived.dana, "Welcome, @Dana Weiss! This is the new conversation of the group")
    assert not lived.witness.told(lived.chidi, "Your time with @Mira Santos")  # there is nothing to keep
    assert "Iris" not in lived.seen["the desk half way"].partition("# Forms")[0]


def test_somebody_leaves_half_way_and_the_group_goes_on(lived: Cycle) -> None:
    assert lived.witness.alone(lived.hugo, "You have left the group of @Priya Nair.")
    assert lived.witness.alone(lived.priya, "@Hugo Marsh has said goodbye to your group.")
    assert not [one for one in lived.witness.told(lived.hugo, "you meet @Priya") if one.at > at(3, 9, 12)]
    assert [one for one in lived.witness.told(lived.gia, "you meet @Priya") if one.at > at(3, 9, 12)]


# -- the dated cycle ----------------------------------------------------------------------------------


def test_the_information_session_is_open_to_all_in_two_zones(lived: Cycle) -> None:
    (said,) = lived.witness.posted("mentorship", "*Information session*")
    assert said.at == at(1, 15, 11)  # four days before, when these days of a day each look around
    assert "[I'll come at 15:00 UTC] [I'll come at 23:00 UTC]" in said.text


def test_mentors_are_invited_to_their_onboarding_each_at_a_humane_hour(lived: Cycle) -> None:
    (here,), (there,) = (lived.witness.alone(one, "*Mentor onboarding*\nHow") for one in (lived.mira, lived.priya))
    assert "Feb 4, 2027 at 15:00 or Feb 4, 2027 at 23:00" in here.text
    assert "Feb 5, 2027 at 01:00 or Feb 5, 2027 at 09:00" in there.text
    assert lived.witness.alone(lived.priya, "In 15 minutes *Mentor onboarding* begins, at 09:00.")
    assert not lived.witness.alone(lived.ada, "Mentor onboarding")


def test_each_group_sends_one_to_the_power_check_in(lived: Cycle) -> None:
    (asked,) = lived.witness.told(lived.ben, "Each group sends one of its people. Who of you goes?\n*Power check-in*")
    assert asked.at == at(2, 24, 14)
    assert [one.at for one in lived.witness.alone(lived.ada, "In 15 minutes *Power check-in*")] == [at(3, 3, 13, 45)]
    assert not lived.witness.alone(lived.mira, "In 15 minutes *Power check-in*")
    assert lived.witness.alone(lived.priya, "Your group named nobody for this one, so it falls to you")


def test_one_slide_of_each_group_and_the_community_sees_what_may_be_seen(lived: Cycle) -> None:
    assert len(lived.did("showcases.open")) == 2
    assert "Links so far: 2 of 2." in lived.witness.posted("mentoring-desk", "Links so far")[0].text
    (shown,) = lived.witness.posted("mentorship", "These were shown at *Virtual showcase*.")
    assert "https://slides.example/ben" in shown.text
    assert "https://slides.example/gia" not in shown.text
    assert lived.witness.posted("mentorship", "Everybody is welcome.\n*Virtual showcase*")
    assert lived.witness.alone(lived.sam, "In 15 minutes *Virtual showcase* begins, at 14:00.")


# -- surveys --------------------------------------------------------------------------------------------


def test_both_surveys_are_counted_honestly_and_read_without_names(lived: Cycle) -> None:
    desk = lived.seen["at the end: desk"]
    final = lived.seen["at the end: final survey"]
    answered = {one.who for one in lived.did("surveys.open") if one.at < at(3, 20, 0)}
    assert f"*Half-way survey* · Spring · {len(answered)} of 9 answered" in desk
    assert "*Final survey* · Spring · 7 of 8 answered · 1 silent though an answer is needed" in desk
    assert "Confidence in teaching: 7 of 7" in final
    assert "Community and culture: fewer than 3" in final
    names = [one.user.real_name for one in lived.actors.values()]
    assert not [one for one in names if one in final]


# -- certificates ---------------------------------------------------------------------------------------


def test_a_certificate_comes_to_whoever_earned_it_with_the_right_name(lived: Cycle) -> None:
    earned = ("Mira Santos", "Priya Nair", "Ada Okafor", "Ben Silva", "Gia Lowe", "Iris Vale")
    written = [
        pdf.words(one["content"])
        for one in lived.stage.sandbox.workspace.files.values()
        if one["name"].startswith("certificate-")
    ]
    assert sorted(name for name in earned for text in written if name in text) == sorted(earned)
    assert len(written) == len(earned)
    mentors = [text for text in written if "Certificate of Mentoring" in text]
    assert len(mentors) == 2
    for who, name in ((lived.mira, "Mira Santos"), (lived.gia, "Gia Lowe")):
        assert len(lived.witness.alone(who, f"Congratulations, {name}!")) == 1


def test_whoever_lacks_something_hears_what_and_earns_it_with_a_late_answer(lived: Cycle) -> None:
    assert "Done so far: 5 of 7 meetings, 5 hours" in lived.seen["what Iris lacks"]
    assert "• Final survey: your answers\nYou have until" in lived.seen["what Iris lacks"]
    assert len(lived.witness.alone(lived.iris, "*Final survey* is still open")) == 2
    assert lived.witness.alone(lived.iris, "Congratulations, Iris Vale!")[0].at > at(4, 3, 11)
    for who, lacks in ((lived.dana, "Virtual showcase"), (lived.tomas, "Mentor onboarding")):
        (told,) = lived.witness.alone(who, "For the certificate, this is missing:")
        assert f"• {lacks}: taking part\nWhat is over cannot be made up." in told.text
    assert not [one for one in lived.witness.alone(lived.chidi, "ertificate") if one.at > at(2, 18, 12)]


# -- the coordinators, and what they must not see ---------------------------------------------------------


def test_the_counts_are_what_truly_happened(lived: Cycle) -> None:
    digests = [one.text for one in lived.witness.posted("mentoring-desk", "*Spring: the week until")]
    held = sum(int(re.findall(r"\*Meetings\*: (\d+) held", one)[0]) for one in digests)
    assert held == len(lived.there) == len(lived.did("reflections.open"))
    fits = re.findall(r"(\d+) “fits well”", lived.seen["at the end: digest"])
    assert fits == [str(len(lived.did("decisions.fits")))]
    well = re.findall(r"(\d+) “going well”", lived.seen["at the end: digest"])
    assert well == [str(len(lived.did("checkins.well")))]
    said_yes = {one.who for one in lived.did("events.yes") if one.at > at(3, 12, 0)}
    assert said_yes == {one.id for one in (lived.mira, lived.tomas, lived.ada, lived.ben, lived.dana)}
    far = {lived.priya.id, lived.gia.id, lived.iris.id, lived.sam.id}  # who chose by themselves
    assert f"7 were there; {len(said_yes | far)} of 9 had said that they come" in lived.seen["at the end: digest"]
    assert "*Spring* · 5 of 10 issued" in lived.seen["at the end: desk"]
    for name, lacks in (("Hugo Marsh", "Virtual showcase: taking part; Final survey: your answers"),
                        ("Iris Vale", "Final survey: your answers"), ("Tomas Reis", "Mentor onboarding: taking part"),
                        ("Chidi Obi", "meetings: 0 of at least 2; Virtual showcase: taking part; Final survey")):  # fmt: skip
        role = "mentor" if name == "Tomas Reis" else "mentee"
        assert f"@{name} · {role} · lacks {lacks}" in lived.seen["at the end: certificates"]


def test_attendance_is_what_the_mentors_ticked(lived: Cycle) -> None:
    said = lived.seen["attendance"]
    for name in ("Ada Okafor", "Ben Silva", "Dana Weiss", "Gia Lowe", "Iris Vale"):
        mentor = "priya" if name in ("Gia Lowe", "Iris Vale") else "mira"
        held = [who for (of, number), who in lived.there.items() if of == mentor
                and (name != "Dana Weiss" or number > 2)]  # fmt: skip
        assert f"@{name}: {sum(name in who for who in held)} of {len(held)}" in said
    assert not [one for one, absent in ABSENT.items() if absent & lived.there[one]]


def test_what_is_not_theirs_is_refused_to_strangers_partners_and_other_coordinators(lived: Cycle) -> None:
    assert len(lived.refused) == 3 + 2 + 3 + 3 + 3
    assert not [one for one in lived.refused if ONLY_COORDINATORS not in one[1]]
    assert lived.witness.told(lived.otto) == []


def test_no_private_word_reaches_a_channel_or_a_coordinator(lived: Cycle) -> None:
    for private in PRIVATE:
        assert lived.cora.id not in lived.witness.readers(private)
        assert not [one for one in lived.witness.heard if one.place and private in one.text]
    assert not lived.witness.readers(HARD)
    outside = {lived.gia.id, lived.sam.id, lived.uma.id}
    assert not {one for one in lived.witness.told(lived.mira, NOTE) if one.readers & outside}


def test_nobody_is_asked_too_often_at_night_or_twice(lived: Cycle) -> None:
    assert list(lived.witness.too_many()) == []
    assert lived.witness.at_bad_hours() == []
    assert lived.witness.twice() == []
