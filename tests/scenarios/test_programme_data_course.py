"""Data Course Mentoring, lived by nine people: six months in four stages, two celebrations, one kind other way.

The cohort is played once for each database; each test looks at what happened.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app.demo.stage import Actor
from tests.kit.life import life
from tests.kit.witness import Said
from tests.scenarios.living_data_course import FIRST_BACK, PRIVATE, TEAM, WORD, Course, tell

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole cohort to live
DAY = timedelta(days=1)
MATCHED = datetime(2027, 1, 26, 11, tzinfo=UTC)
STAGES = (
    "Getting to know each other",
    "Finding out what is needed",
    "A plan for your goals",
    "Looking back and closing",
)
BACK = ("Looking back on the first stage", "Looking back on the second stage", "Looking back on the third stage", "Looking back on all of it")  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


@pytest.fixture(scope="module")
def course(kind: str) -> Iterator[Course]:
    with life(kind) as world:
        yield tell(world)


def one(course: Course, who: Actor, words: str) -> Said:
    """Return the one message to somebody with these words."""
    found = course.witness.told(who, words)
    assert len(found) == 1, f"{len(found)} times to {who.user.real_name}: {words}"
    return found[0]


def private(course: Course, who: Actor, words: str) -> Said:
    """Return the one message to somebody alone with these words."""
    found = one(course, who, words)
    assert found.readers == {who.id}
    return found


def days_after_match(said: Said) -> float:
    return (said.at - MATCHED) / DAY


# -- before the match --------------------------------------------------------------------------------------


def test_the_announcement_says_what_it_is_until_when_and_how_to_join(course: Course) -> None:
    (said,) = [one for one in course.witness.posted("mentorship") if "Spring is open" in one.text]
    for part in (
        "Six months with a mentor",
        "Friendly, safe and confidential",
        "Sunday, January 24th",
        "[Find a mentor]",
    ):
        assert part in said.text


def test_everybody_can_see_where_they_stand_and_a_no_is_kind_and_has_its_reason(course: Course) -> None:
    assert "you hear from me by Thursday, January 21st, 2027" in course.texts["status, received"]
    assert "matched on Tuesday, January 26th, 2027" in course.texts["status, matched"]
    no = private(course, course.hugo, "this time it is a no")
    assert "Mentoring is for people in the course" in no.text
    assert not course.witness.told(course.hugo, "meet")


def test_mentors_are_assigned_by_experience_and_each_match_is_explained(course: Course) -> None:
    assert "@Ben Adler with @Nils Berg\n• The mentor offers 1 of 1 wanted: Statistics." in course.texts["proposals"]
    assert course.texts["proposals"].count("Years of experience ahead: 8.") == 3
    assert course.texts["proposals"].count("Years of experience ahead: 3.") == 1
    assert "@Hugo Lang" not in course.texts["proposals"]
    introduction = one(course, course.ana, "Mara Costa, meet Ana Young!")
    assert introduction.readers == {course.ana.id, course.mara.id}
    assert "After your first meeting each of you decides, in private" in introduction.text


def test_each_prepares_alone_for_the_first_meeting_with_a_list_of_their_own(course: Course) -> None:
    words = "for the first time, a few minutes of thought help"
    for mentee, mentor in ((course.ana, course.mara), (course.ben, course.nils), (course.eve, course.pia)):
        to_mentee = course.witness.alone(mentee, words)[0]
        to_mentor = course.witness.alone(mentor, words)[0]
        first_meeting = course.witness.alone(mentee, "In 15 minutes you meet")[0]
        assert max(to_mentee.at, to_mentor.at) < first_meeting.at
        assert "How much time can you give?" in to_mentee.text
        assert "Think about how often you would like to meet" in to_mentee.text
        assert "Choose two or three topics for the first conversation." in to_mentor.text
        assert "What is one thing I can do so that this goes well for you?" in to_mentor.text
        assert "How much time can you give?" not in to_mentor.text
    assert len(course.witness.alone(course.ana, words)) == 1
    assert len(course.witness.alone(course.chloe, words)) == 2  # once for each mentor


# -- do we go on together? -----------------------------------------------------------------------------------


def test_after_the_first_meeting_each_decides_in_private_and_two_yes_are_told_to_both(course: Course) -> None:
    asked = private(course, course.ana, "*Do you go on together?*")
    assert asked.at == datetime(2027, 2, 3, 10, tzinfo=UTC)  # a day after they met at ten
    assert "is the knowledge there that the goals will need?" in asked.text
    both = one(course, course.ana, "You have both said that you would like to go on together.")
    assert both.readers == {course.ana.id, course.mara.id}
    assert len(course.world.did("decisions.go_on", who=course.mara)) == 2


def test_a_no_ends_it_kindly_and_nobody_is_told_whose_it_was(course: Course) -> None:
    assert len(course.world.did("care.part", who=course.olga)) == 1
    for who, partner in ((course.chloe, "@Olga Reyes"), (course.olga, "@Chloe Petit")):
        goodbye = private(course, who, f"Your time as a pair with {partner} has come to an end.")
        assert "Thank you for the time" in goodbye.text
        assert "Rather not" not in goodbye.text
        assert "decided" not in goodbye.text
    heard = " ".join(said.text for said in course.witness.heard if course.olga.id not in said.readers)
    assert "Thank you for saying so early" not in heard
    assert course.witness.posted("mentoring-desk", "@Olga Reyes and @Chloe Petit in *Spring* have said goodbye.")


def test_the_kind_other_way_is_a_new_match_that_works(course: Course) -> None:
    assert "@Chloe Petit with @Mara Costa" in course.texts["second proposals"]
    assert "@Chloe Petit with @Olga Reyes" not in course.texts["second proposals"]
    (both,) = [
        said for said in course.witness.told(course.mara, "You have both said") if course.chloe.id in said.readers
    ]
    assert both.readers == {course.mara.id, course.chloe.id}
    assert course.witness.alone(course.chloe, "Stage 3 of 4 with @Mara Costa")
    assert "6 meetings" in private(course, course.chloe, "Your time with @Mara Costa in *Spring*").text


# -- four stages ---------------------------------------------------------------------------------------------


def test_each_of_the_four_stages_begins_with_guidance_for_ones_role_and_questions(course: Course) -> None:
    for number, (name, day) in enumerate(zip(STAGES, (1, 30, 75, 140), strict=True), start=1):
        to_mentee = private(course, course.ana, f"Stage {number} of 4 with @Mara Costa: *{name}*")
        to_mentor = private(course, course.mara, f"Stage {number} of 4 with @Ana Young: *{name}*")
        for said in (to_mentee, to_mentor):
            assert f"A few questions open this stage: *{name}*." in said.text
            assert "[Answer]" in said.text
        assert day <= days_after_match(to_mentee) < day + 8  # a weekend or a full week in between
        assert day <= days_after_match(to_mentor) < day + 7
        assert _guidance(to_mentee) != _guidance(to_mentor)
        assert len(_guidance(to_mentee)) == len(_guidance(to_mentor)) == 2


def _guidance(said: Said) -> list[str]:
    return [line for line in said.text.splitlines() if line.startswith("• ")]


def test_each_stage_is_looked_back_on_before_it_ends_and_the_last_one_by_the_team_alone(course: Course) -> None:
    for name, last in zip(BACK, (30, 75, 140, 182), strict=True):
        asked = private(course, course.ana, f"*{name}* · with @Mara Costa")
        assert last - 3 <= days_after_match(asked) <= last
        readers = "the coordinators, without your name" if name == BACK[-1] else "the people of your pairing"
        assert f"*Who reads this:* {readers}" in asked.text


def test_a_pair_that_began_late_looks_back_before_the_cohort_ends(course: Course) -> None:
    (stage,) = course.witness.alone(course.chloe, "Stage 4 of 4 with @Mara Costa")
    assert "until Saturday, July 31st, 2027" not in stage.text
    assert "until Friday, July 30th, 2027" in stage.text
    assert private(course, course.chloe, f"*{BACK[-1]}* · with @Mara Costa").at < datetime(2027, 7, 30, tzinfo=UTC)


def test_who_reads_an_answer_is_said_before_it_is_given(course: Course) -> None:
    before, _, _ = course.texts["stage form"].partition("Where do you stand with data today?")
    assert "*Who reads this:* the people of your pairing, with your name. The coordinators do not." in before
    assert "Read by the people of your pairing" in course.texts["stage form"]


def test_what_both_answer_is_read_by_the_two_of_them_only(course: Course) -> None:
    assert FIRST_BACK in course.texts["together"]
    assert f"ana, {PRIVATE}" in course.texts["together"]
    assert f"mara, {PRIVATE}" in course.texts["together"]
    refusal = "Only those named at the top of that form read its answers."
    assert [refusal in text for text in course.refused["together"]] == 4 * [True]


# -- meetings ------------------------------------------------------------------------------------------------


def test_what_was_agreed_is_written_down_confirmed_and_kept_to(course: Course) -> None:
    private(course, course.ana, "You and @Mara Costa now stand by the same agreement.")
    for agenda in course.witness.alone(course.ana, "Tomorrow you meet @Mara Costa")[1:]:
        assert "As agreed, you write to each other: Slack messages of ana" in agenda.text
    for label in ("Where and when", "How often", "Contact", "Goals", "How you work"):
        assert label in course.texts["agreement"]
    assert f"Honestly, {PRIVATE}" in course.texts["agreement"]


def test_meetings_come_every_four_weeks_at_the_same_hour_through_a_change_of_the_clocks(course: Course) -> None:
    soon = course.witness.alone(course.ana, "In 15 minutes you meet @Mara Costa")
    assert [said.at for said in soon][1:] == [
        datetime(2027, 3, 2, 9, 45, tzinfo=UTC),
        datetime(2027, 3, 30, 8, 45, tzinfo=UTC),  # summer time has begun
        datetime(2027, 4, 27, 8, 45, tzinfo=UTC),
        datetime(2027, 5, 25, 8, 45, tzinfo=UTC),
        datetime(2027, 6, 22, 8, 45, tzinfo=UTC),
        datetime(2027, 7, 20, 8, 45, tzinfo=UTC),
    ]


def test_goals_are_written_stand_in_the_agendas_and_are_looked_at_again(course: Course) -> None:
    asked = one(course, course.ana, "What can be reached in six months?")
    assert asked.readers == {course.ana.id, course.mara.id}
    agendas = course.witness.alone(course.mara, "Tomorrow you meet @Ana Young")
    assert all(f"Goal of ana, {PRIVATE} (until 30 June 2027)" in agenda.text for agenda in agendas[1:])
    reviews = course.witness.told(course.ana, "How do these stand by now?\n*Goals*")
    assert len(reviews) == 2
    assert "1 of 1 goals reached" in private(course, course.ana, "Your time with @Mara Costa in *Spring*").text


def test_goals_documents_feedback_and_the_closing_talk_are_ticked_off_one_by_one(course: Course) -> None:
    for label in ("Goals set", "Documents reviewed", "Feedback both ways", "Closing talk"):
        assert f"☐ *{label}*:" in course.texts["ticked Goals set"] or label == "Goals set"
        assert f"☑ *{label}*," in course.texts["ticked Closing talk"]
    left = [re.search(r"Not ticked off yet: (.*)", said.text) for said in _agendas(course)]
    assert [found[1] for found in left if found is not None] == [
        "Documents reviewed, Feedback both ways and Closing talk",
        "Documents reviewed, Feedback both ways and Closing talk",
        "Feedback both ways and Closing talk",
        "Feedback both ways and Closing talk",
        "Closing talk",
        "Closing talk",
    ]


def _agendas(course: Course) -> list[Said]:
    return course.witness.alone(course.ana, "Tomorrow you meet @Mara Costa")[1:]


# -- two celebrations ----------------------------------------------------------------------------------------


def test_two_celebrations_are_announced_answered_put_into_calendars_and_recorded(course: Course) -> None:
    for name, day in (("Half-way celebration", 28), ("Closing celebration", 23)):
        invitation = private(course, course.ana, f"You are invited.\n*{name}*")
        assert "[I'll come]" in invitation.text
        private(course, course.ana, f"Tomorrow is *{name}*")
        soon = private(course, course.ana, f"In 15 minutes *{name}* begins")
        assert (soon.at.day, soon.at.hour, soon.at.minute) == (day, 16, 45)
    assert {starts for summary, starts in _calendars(course) if "celebration" in summary} == {
        datetime(2027, 4, 28, 17, tzinfo=UTC),
        datetime(2027, 7, 23, 17, tzinfo=UTC),
    }
    assert course.witness.alone(course.eve, "You are invited.\n*Half-way celebration*")
    assert not course.witness.alone(course.eve, "Closing celebration")  # she had left by then


def _calendars(course: Course) -> list[tuple[str, datetime]]:
    files = [one for one in course.world.stage.sandbox.workspace.files.values() if one["name"].endswith(".ics")]
    events: list[Any] = [Calendar.from_ical(one["content"].decode()).walk("VEVENT")[0] for one in files]
    return [(str(one["summary"]), one["dtstart"].dt) for one in events]


def test_friends_are_welcome_at_the_last_one_and_what_is_shown_needs_consent(course: Course) -> None:
    (invitation,) = course.witness.posted("mentorship", "Everybody is welcome.\n*Closing celebration*")
    assert "Friends and colleagues are welcome." in invitation.text
    private(course, course.sam, "Tomorrow is *Closing celebration*")
    (shown,) = course.witness.posted("mentorship", "These were shown at *Closing celebration*.")
    assert "@Mara Costa and @Ana Young: Chart of ana" in shown.text
    assert "chloe" not in shown.text
    (links,) = course.witness.posted("mentoring-desk", "*Closing celebration* is on")
    assert "Links so far: 2 of 2." in links.text


# -- what does not go to plan --------------------------------------------------------------------------------


def test_whoever_is_away_is_left_in_peace_and_the_partner_knows(course: Course) -> None:
    told = private(course, course.mara, "@Ana Young is away from Monday, May 3rd, 2027")
    assert f"{WORD}, {PRIVATE}" in told.text
    away = datetime(2027, 5, 3, tzinfo=UTC), datetime(2027, 5, 16, 23, tzinfo=UTC)
    knocks = [knock for knock in course.witness.knocks() if knock.to == course.ana.id and away[0] <= knock.at < away[1]]
    assert knocks == []
    private(course, course.ana, "Welcome back!")
    desk = [said for said in course.witness.heard if course.cora.id in said.readers and WORD in said.text]
    assert desk == []


def test_a_pair_that_falls_silent_is_asked_first_and_ended_only_by_a_person(course: Course) -> None:
    for who, partner in ((course.nils, "@Ben Adler"), (course.ben, "@Nils Berg")):
        asked = private(course, who, f"You and {partner} have no next meeting")
        assert "[Take a break]" in asked.text
        assert "[I need help]" in asked.text
        private(course, who, f"Your time as a pair with {partner} has come to an end.")
    (heard,) = course.witness.posted("mentoring-desk", "have neither met nor planned to for 56 days")
    (proposed,) = course.witness.posted("mentoring-desk", "Nothing happens unless you decide it.")
    assert asked.at < heard.at < proposed.at
    shown = [course.cora.plain(one) for one in course.cora.messages(course.world.desk)]
    assert sum("@Nils Berg and @Ben Adler in *Spring* have said goodbye, and can be" in text for text in shown) == 2


def test_whoever_leaves_half_way_gets_thanks_and_what_they_did_and_nothing_more(course: Course) -> None:
    goodbye = private(course, course.eve, "Your time as a pair with @Pia Duarte has come to an end.")
    assert "you are on the list for the next match already" in goodbye.text
    keeps = private(course, course.eve, "Your time with @Pia Duarte in *Spring*")
    assert "4 meetings" in keeps.text
    assert [
        said for said in course.witness.told(course.eve) if said.at > keeps.at and "has ended" not in said.text
    ] == []


def test_strangers_former_partners_and_other_coordinators_get_nowhere(course: Course) -> None:
    assert set(course.refused) == {"decision", "stage form", "together", "tick", "record", "close"}
    assert course.refused["decision"] == 4 * ["== Not possible ==\nThis question was put to somebody else.\n[OK]"]
    assert course.refused["stage form"] == 4 * ["== Not possible ==\nThat form was put to somebody else.\n[OK]"]
    for what in ("record", "close"):
        assert all("Only a coordinator of this cohort can do that." in text for text in course.refused[what])
    assert "☐ *Documents reviewed*" in course.texts["after strangers"].split("With @Chloe Petit")[0]


# -- the end -------------------------------------------------------------------------------------------------


def test_at_the_end_everybody_is_thanked_and_keeps_what_they_did(course: Course) -> None:
    goodbye = private(course, course.ana, "*Spring* has come to its end, and your time with @Mara Costa")
    assert (
        "Thank you for the time, the questions and the honesty that you and @Mara Costa gave each other."
        in goodbye.text
    )
    for who, partner, did in (
        (course.ana, "@Mara Costa", "7 meetings, 7 h; 1 of 1 goals reached; 6 of 7 tasks done"),
        (course.mara, "@Ana Young", "7 meetings, 7 h; 1 of 1 goals reached; 6 of 7 tasks done"),
    ):
        summary = private(course, who, f"Your time with {partner} in *Spring*")
        assert did in summary.text
        assert "Half-way celebration, Closing celebration" in summary.text
        assert summary.at > goodbye.at
    files = [one for one in course.world.stage.sandbox.workspace.files.values() if one["name"].endswith(".md")]
    assert len(files) == 2 * 5  # of five pairings
    (anas,) = [
        text for one in files if "As a mentee of Mara Costa, from 26 January" in (text := one["content"].decode())
    ]
    for line in (f"- [x] Goal of ana, {PRIVATE}", f"- [x] Task of ana, {PRIVATE}", f"Thought of ana, {PRIVATE}"):
        assert line in anas


def test_the_coordinators_counts_are_what_truly_happened(course: Course) -> None:
    done, digest = course.world.tally(), course.texts["digest"]
    well, better = done["checkins.well"], done["checkins.better"]
    asked = len([knock for knock in course.witness.knocks() if knock.kind == "checkins.ask"])
    assert (
        f"*Check-ins*: asked so far {asked}: {well} “going well”, {better} “could be better”, {asked - well - better} "
        in digest
    )
    yes, no = done["decisions.go_on"], done["care.part"]
    decided = len([knock for knock in course.witness.knocks() if knock.kind == "decisions.ask"])
    assert f"asked so far {decided}: {yes} “Yes, let us go on”, {no} “Rather not”\n" in digest
    assert decided == yes + no
    assert f"*Does it fit?*: asked so far {done['decisions.fits']}: {done['decisions.fits']} “fits well”" in digest
    forms = dict(re.findall(r"\*(.+)\*: (\d+) of \d+ answered", digest))
    assert sum(map(int, forms.values())) == done["surveys.open"]
    assert set(forms) == {*STAGES, *BACK}
    assert "*Pairs*: 2" in digest
    assert "*Closing celebration* on Friday, July 23rd, 2027: 4 were there; 4 of 4 had said that they come" in digest


def test_meetings_and_attendance_are_counted_as_they_were(course: Course) -> None:
    held = Counter(one.who for one in course.world.did("reflections.open"))
    digests = course.witness.posted("mentoring-desk", "Spring: the week until")
    counted = sum(int(found[1]) for one in digests if (found := re.search(r"\*Meetings\*: (\d+) held", one.text)))
    assert counted == sum(held.values())
    assert {who.user.name: held[who.id] for who in (course.ana, course.ben, course.chloe, course.eve)} == {
        "ana": 7, "ben": 1, "chloe": 7, "eve": 4,
    }  # fmt: skip
    shown = [course.cora.plain(one) for one in course.cora.messages(course.world.desk)]
    assert any("*Half-way celebration*: 2 were there" in text for text in shown)
    assert any("*Closing celebration*: 4 were there" in text for text in shown)


def test_answers_reach_the_team_without_names(course: Course) -> None:
    course.cora.opens_home()
    course.cora.presses("Read the answers", where="Looking back on all of it")
    overview = course.cora.modal_text
    course.cora.presses("Read the answers", where="What helped most?")
    answers = course.cora.modal_text
    course.cora.closes_all()
    assert "4 of 4 answered. Names are kept out, and your reading is recorded." in overview
    assert answers.count(TEAM) == 4
    assert not any(f"@{who.user.real_name}" in overview + answers for who in course.people)


# -- promises ------------------------------------------------------------------------------------------------


def test_no_private_word_is_in_a_channel_or_before_a_coordinators_eyes(course: Course) -> None:
    inside = {one.id for one in course.people}
    assert course.witness.readers(PRIVATE) <= inside
    assert len(course.witness.readers(PRIVATE)) == 8
    assert course.witness.readers(f"Goal of ana, {PRIVATE}") == {course.ana.id, course.mara.id}
    course.cora.opens_home()
    assert PRIVATE not in course.cora.home_text


def test_nothing_comes_twice_at_night_at_weekends_or_too_often(course: Course) -> None:
    assert len(course.witness.knocks()) > 150
    assert course.witness.twice() == []
    assert course.witness.at_bad_hours() == []
    assert list(course.witness.too_many()) == []
