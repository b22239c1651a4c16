"""A whole cohort of WeAllJS: what people are told, when, and whether the coordinators' counts are true."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from app.core.calendar import local
from app.demo.stage import Actor
from tests.scenarios.wealljs import (
    AGREED,
    AWAY,
    BACK,
    NEXT_TARGETS,
    OPPORTUNITY,
    PRIVATE,
    TARGETS,
    Heard,
    Winter,
    winter,
)

pytestmark = pytest.mark.timeout(900)  # the cohort lives before the first test, on a busy machine too
WEEK = timedelta(days=7)
ASKED_HOW = "have been a pair since"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


@pytest.fixture(scope="module")
def lived(kind: str) -> Iterator[Winter]:
    """The cohort, lived through once."""
    with winter(kind) as made:
        yield made


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def days(found: list[Heard]) -> list[date]:
    return [one.at.date() for one in found]


# -- signing up ------------------------------------------------------------------------------------


def test_signing_up_is_announced_and_each_who_likes_is_named_in_the_channel(lived: Winter) -> None:
    assert "An hour a week" in lived.posted("mentorship", "*Winter* is open")[0].text
    assert "60 minutes a week · 3 months or more" in lived.posted("mentorship", "*Winter* is open")[0].text
    for name in ("Ada", "Ben", "Chi", "Dee", "Eli"):
        assert len(lived.posted("mentorship", f"@{name} ")) >= 1
    assert lived.posted("mentorship", "@Gwen Iversen offers to mentor in *Winter*.")


def test_whoever_does_not_fit_is_told_why_at_each_field(lived: Winter) -> None:
    said = lived.shown["not eligible"]
    assert "five years or more" in said
    assert "at least 1 hour a week" in said
    assert "one or two mentees" in said


def test_whoever_leaves_the_box_for_the_code_of_conduct_empty_cannot_join(lived: Winter) -> None:
    assert lived.shown["no conduct"] == "Please complete this required field."


def test_a_mentor_has_at_most_two_pairings_whatever_else_they_sign_up_for(lived: Winter) -> None:
    assert "Ben" in lived.one(lived.gwen, "@Ben Rahimi in *Winter* would like to learn from you").text
    assert not lived.to(lived.gwen, "I found a mentor for you")
    assert not lived.to(lived.iris, "@Gwen Iversen in *Winter* would like to learn")


def test_anybody_sees_where_they_stand_at_any_time(lived: Winter) -> None:
    lived.one(lived.iris, "*Winter*, as a mentor: approved on")


# -- matching --------------------------------------------------------------------------------------


def test_the_mentor_is_asked_first_then_the_mentee_with_reasons(lived: Winter) -> None:
    asked = lived.one(lived.gwen, "@Ada Okafor in *Winter* would like to learn from you")
    offered = lived.one(lived.ada, "I found a mentor for you in *Winter*: @Gwen Iversen")
    assert lived.heard.index(asked) < lived.heard.index(offered)
    for reason in ("1 of 1 wanted: Backend", "Both are free 3 times a week", "Years of experience ahead: 7"):
        assert reason in asked.text
        assert reason in offered.text


def test_after_a_no_the_next_is_asked_and_nobody_hears_of_it(lived: Winter) -> None:
    words = "@Ben Rahimi in *Winter* would like to learn from you"
    assert lived.heard.index(lived.one(lived.hana, words)) < lived.heard.index(lived.one(lived.gwen, words))
    assert not any("Hana" in one.text for one in lived.heard if lived.ben.id in one.to and one.place != "#mentorship")


def test_an_offer_that_runs_out_is_reminded_of_once_and_passes_on(lived: Winter) -> None:
    assert days(lived.to(lived.iris, "A friendly reminder: I asked you about @Dee Santos")) == [date(2027, 1, 13)]
    passed = lived.one(lived.kofi, "@Dee Santos in *Winter* would like to learn from you")
    assert passed.at.date() >= date(2027, 1, 14)


def test_a_pair_is_introduced_invited_and_named(lived: Winter) -> None:
    intro = lived.one(lived.ada, "@Gwen Iversen brings the experience, @Ada Okafor takes the lead", place="mpim")
    for part in ("an hour with a hard stop", "Which doors can the mentor open", "*Off limits*", "*Extra time*"):
        assert part in intro.text
    assert lived.ada.id in lived.mentees.members
    assert lived.gwen.id in lived.mentors.members
    assert lived.posted("mentorship", "@Gwen Iversen and @Ada Okafor found each other")


# -- the first meeting -----------------------------------------------------------------------------


def test_the_first_meeting_has_an_hour_that_suits_both_and_its_agenda(lived: Winter) -> None:
    card = lived.one(lived.ada, "Shall that be your first meeting? It takes 60 minutes.", place="mpim")
    assert "17:00 Europe/Madrid · 16:00 Europe/London" in card.text
    agenda = lived.one(lived.ada, "*For your first meeting*")
    assert agenda.at == at(1, 12, 16)
    for part in ("after 30, 60 and 90 days", "one small thing", "*Weeks away*", "*Contact*", "*Confidential*"):
        assert part in agenda.text


def test_each_point_of_the_agreement_says_who_reads_it(lived: Winter) -> None:
    form = lived.shown["agreement"]
    for label in (
        "Goals and success",
        "Your hour",
        "Extra time",
        "Weeks away",
        "Off limits",
        "Contact",
        "Confidential",
    ):
        line = next(one for one in form.splitlines() if one.startswith(f"{label} (optional)"))
        assert "Read by the two of you, nobody else." in line


def test_the_agreement_is_confirmed_by_the_other_and_stands_in_home(lived: Winter) -> None:
    lived.one(lived.gwen, "@Ada Okafor wrote down what you agreed on at the start.")
    assert lived.did("agreements.confirm", who=lived.gwen)
    assert f"Your time: {AGREED['time']}" in lived.shown["Gwen's home"]
    assert f"you write to each other: {AGREED['medium']}" in lived.shown["Gwen's home"]


def test_every_agenda_repeats_how_they_write_to_each_other(lived: Winter) -> None:
    agendas = [one for one in lived.to(lived.ada, "*On the agenda*") if "@Gwen" in one.text]
    assert len(agendas) > 10
    assert all(f"As agreed, you write to each other: {AGREED['medium']}" in one.text for one in agendas)


def test_the_mentee_alone_is_reminded_in_private_of_what_was_agreed(lived: Winter) -> None:
    words = "agreed on how you write to each other: By Slack message, on weekdays from nine to six. Keeping"
    reminders = lived.to(lived.ada, words)
    assert days(reminders) == [date(2027, 2, 12), date(2027, 3, 15), date(2027, 4, 13)]  # she was away on 14 March
    assert not lived.to(lived.gwen, words)


# -- a gap announced in advance --------------------------------------------------------------------


def test_weeks_away_are_asked_for_by_day_and_the_partner_hears_at_once(lived: Winter) -> None:
    assert f"> {AGREED['gaps']}" in lived.shown["gaps"]
    told = lived.one(lived.gwen, "@Ada Okafor is away from")
    assert told.at == at(1, 15, 11)
    assert "> The baby is due!" in told.text
    assert "@Ada Okafor is away from" in lived.shown["Gwen's home"]


def test_the_weekly_meeting_skips_the_weeks_away(lived: Winter) -> None:
    soon = [one.at.date() for one in lived.to(lived.ada, "In 15 minutes you meet @Gwen Iversen")]
    assert not [day for day in soon if AWAY <= day < BACK]
    assert date(2027, 2, 23) in soon
    assert date(2027, 3, 16) in soon
    assert {later - day for day, later in pairwise(soon)} == {WEEK, 3 * WEEK, timedelta(days=6)}


def test_nothing_is_asked_of_whoever_is_away(lived: Winter) -> None:
    meanwhile = [one for one in lived.heard if lived.ada.id in one.to and AWAY <= one.at.date() < BACK]
    assert [one.text for one in meanwhile if one.place == "im"] == []
    lived.one(lived.ada, "Welcome back! You meet @Gwen Iversen next on Mar 16, 2027")


# -- targets ---------------------------------------------------------------------------------------


def agendas_of(lived: Winter, since: date, until: date) -> list[str]:
    found = [one for one in lived.to(lived.ada, "*On the agenda*") if since <= one.at.date() < until]
    assert found
    return [one.text for one in found]


def test_targets_stand_in_each_agenda_with_their_days(lived: Winter) -> None:
    for text in agendas_of(lived, date(2027, 1, 16), date(2027, 2, 15)):
        for target in TARGETS.values():
            assert target in text
        assert "*30 days* (until 14 February 2027)" in text
        assert "*90 days* (until 15 April 2027)" in text


def test_targets_are_reviewed_every_month(lived: Winter) -> None:
    asked = lived.to(lived.ada, "How do these stand by now?", place="mpim")
    assert days(asked)[0] == date(2027, 2, 15)
    assert 28 <= (days(asked)[1] - days(asked)[0]).days <= 33
    later = agendas_of(lived, date(2027, 2, 17), date(2027, 3, 1))
    assert all(TARGETS["In 30 days"] not in text for text in later)  # done
    assert all(f"{TARGETS['In 60 days']} · on the way" in text for text in later)


def test_after_ninety_days_the_next_targets_are_set(lived: Winter) -> None:
    asked = lived.one(lived.ada, "the last day of your present ones has come. What is next?", place="mpim")
    assert asked.at.date() == date(2027, 4, 15)
    assert f"{TARGETS['In 30 days']} · done" in asked.text
    what_became, _, _ = lived.shown["next targets"].partition("In 30 days:")
    assert [target in what_became for target in TARGETS.values()] == [False, True, True]
    for text in agendas_of(lived, date(2027, 4, 17), date(2027, 4, 24)):
        assert all(target in text for target in NEXT_TARGETS.values())
        assert f"{TARGETS['In 60 days']} · on the way" in text
        assert TARGETS["In 90 days"] not in text


# -- the weekly meeting ----------------------------------------------------------------------------


def test_reminders_and_questions_come_to_the_minute(lived: Winter) -> None:
    agendas = [one.at for one in lived.to(lived.ada, "Tomorrow you meet @Gwen Iversen")]
    soon = [one.at for one in lived.to(lived.ada, "In 15 minutes you meet @Gwen Iversen")]
    ends = [one.at for one in lived.to(lived.ada, "Take the last minutes for the closing questions")]
    assert [one + timedelta(days=1) for one in agendas] == [one + timedelta(minutes=15) for one in soon]
    assert [one + timedelta(minutes=65) for one in soon] == ends
    assert {local(one, "Europe/Madrid").hour for one in ends[1:]} == {18}  # in March as in January


def test_an_agenda_asks_for_last_weeks_task_and_how_the_targets_stand(lived: Winter) -> None:
    first, second = agendas_of(lived, date(2027, 1, 16), date(2027, 1, 30))
    assert "The task since last time: Map the queues" in first
    assert "The task since last time: Draw the queues for a colleague" in second
    assert "What went well, what could have gone better?" in first
    assert "Where do you stand on your 30, 60 and 90 days?" in first


def test_once_a_month_the_agenda_looks_back(lived: Winter) -> None:
    monthly = [one for one in lived.to(lived.ada, "*On the agenda*") if "what are the next targets?" in one.text]
    assert len(monthly) == 3
    assert all("what would you like to change in how you work together?" in one.text for one in monthly)


def test_the_four_closing_questions_are_asked_and_say_who_reads_them(lived: Winter) -> None:
    form = lived.shown["closing questions"]
    for ask in (
        "Was it done?",
        "What went well since last time?",
        "What could have gone better?",
        "What will the mentee do until next time?",
        "What will the mentor keep an eye out for?",
        "When and where do you meet next?",
        "Anything else to think about or do before then?",
    ):
        assert ask in form
    assert form.count("Read by you and those you meet with, nobody else.") >= 6


def test_what_the_four_questions_become(lived: Winter) -> None:
    receipt = lived.to(lived.ada, "Saved. Until next time:")[0].text
    assert "@Ada Okafor: Map the queues" in receipt
    assert f"@Gwen Iversen keeps an eye out for: {OPPORTUNITY}" in receipt
    assert "The next meeting is proposed for Jan 19, 2027" in receipt
    lived.one(lived.gwen, "@Ada Okafor proposes to meet on Jan 19, 2027 at 18:00", place="mpim")
    confirmed = agendas_of(lived, date(2027, 1, 29), date(2027, 2, 3))[0]
    assert "Still open: A book on queues" in confirmed


def test_a_meeting_that_did_not_happen_costs_one_click_and_the_next_one_stands(lived: Winter) -> None:
    asked = lived.to(lived.ben, "Did you meet @Gwen Iversen on Feb 10, 2027")
    assert days(asked) == [date(2027, 2, 11)]
    assert "[Not this time]" in asked[0].text
    lived.ben.sees("Noted: the meeting on Feb 10, 2027 at 17:00 did not happen.")
    agenda = lived.one(lived.ben, "Tomorrow you meet @Gwen Iversen: Feb 17, 2027")
    assert "The task since last time: Task 3" in agenda.text  # it is still the one before


# -- sponsorship -----------------------------------------------------------------------------------


def test_what_a_mentor_keeps_an_eye_out_for_is_followed_up(lived: Winter) -> None:
    asked = lived.to(lived.gwen, "Has a door opened for @Ada Okafor yet?")
    assert [OPPORTUNITY in one.text for one in asked] == [True, False]
    assert asked[0].at.date() - date(2027, 1, 14) <= timedelta(days=25)
    assert len(lived.did("goals.worked_out", who=lived.gwen)) == 2
    later = agendas_of(lived, date(2027, 2, 8), date(2027, 3, 1))
    assert not any(OPPORTUNITY in text for text in later)


def test_a_mentor_notes_an_opportunity_and_the_mentee_hears_of_it(lived: Winter) -> None:
    noted = lived.one(lived.ada, "@Gwen Iversen noted something for you to know.")
    assert "A meetup that looks for speakers" in noted.text
    assert "https://meetup.example/speakers" in noted.text


# -- help, trouble, goodbyes -----------------------------------------------------------------------


def test_help_is_private_and_its_reading_is_for_the_coordinators_of_this_cohort(lived: Winter) -> None:
    lived.one(lived.cora, "@Chi Adebayo in *Winter* asks for help.")
    assert "> I do not dare to write first" in lived.shown["in private"]
    lived.one(lived.chi, "@Cora Lind has read what you wrote and takes care of it.")
    assert not lived.to(lived.jonas, "asks for help")


def test_the_ladder_offers_repair_first(lived: Winter) -> None:
    for who, partner in ((lived.jonas, "Chi Adebayo"), (lived.chi, "Jonas Weiss")):
        asked = lived.one(who, f"As far as I know, you and @{partner} have not met yet.")
        assert asked.at.date() == date(2027, 1, 21)
        for label in ("Propose that time", "Take a break", "I need help", "We are fine"):
            assert f"[{label}]" in asked.text
        lived.one(who, "> Hello you two, can I help you to a first hour?")


def test_the_coordinators_hear_after_three_weeks_and_an_end_is_theirs_to_decide(lived: Winter) -> None:
    heard = lived.posted("mentoring-desk", "@Jonas Weiss and @Chi Adebayo in *Winter* have not had a first meeting")
    ending = lived.posted("mentoring-desk", "@Jonas Weiss and @Chi Adebayo in *Winter* have still not met")
    assert (days(heard), days(ending)) == ([date(2027, 2, 1)], [date(2027, 2, 15)])
    assert "Nothing happens unless you decide it." in ending[0].text
    for who in (lived.jonas, lived.chi):
        assert lived.one(who, "Your time as a pair with").at == at(2, 16, 13)


def test_a_pair_that_never_met_is_not_thanked_for_its_hours(lived: Winter) -> None:
    assert "Thank you for the hours" not in lived.shown["goodbye"]
    assert not lived.to(lived.chi, "Your time with @Jonas Weiss in *Winter*")  # there is nothing to keep


def test_who_parted_is_matched_anew(lived: Winter) -> None:
    lived.one(lived.chi, "I found a mentor for you in *Winter*: @Kofi Mensah")
    assert len(lived.to(lived.chi, "In 15 minutes you meet @Kofi Mensah")) >= 8


def test_when_it_does_not_fit_repair_is_offered_before_a_goodbye(lived: Winter) -> None:
    help_ = lived.shown["what can help"]
    assert help_.index("A word with the coordinators") < help_.index("Another time") < help_.index("Somebody else")
    goodbye = lived.one(lived.kofi, "Your time as a pair with @Dee Santos has come to an end.")
    summary = lived.one(lived.kofi, "Your time with @Dee Santos in *Winter*")
    assert lived.heard.index(goodbye) < lived.heard.index(summary)
    assert not any("does not fit" in one.text for one in lived.to(lived.kofi, "@Dee Santos") if "[It" not in one.text)
    lived.one(lived.dee, "I found a mentor for you in *Winter*: @Lina Petrov")
    assert len(lived.to(lived.dee, "In 15 minutes you meet @Lina Petrov")) >= 8


def test_whoever_leaves_the_workspace_is_parted_from_and_written_to_no_more(lived: Winter) -> None:
    lived.one(lived.kofi, "Your time as a pair with @Eli Vasko has come to an end.")
    assert not [one for one in lived.heard if one.to == {lived.eli.id} and one.at > at(2, 18, 13)]


def test_the_end_of_the_cohort_says_goodbye_to_every_pair(lived: Winter) -> None:
    for who, partner in ((lived.ada, "Gwen Iversen"), (lived.chi, "Kofi Mensah"), (lived.dee, "Lina Petrov")):
        lived.one(who, f"*Winter* has come to its end, and your time with @{partner} as a pair with it.")


# -- what is not theirs ----------------------------------------------------------------------------


def test_strangers_partners_of_others_and_other_coordinators_are_refused(lived: Winter) -> None:
    assert {"sam", "otto", "ada", "cora", "ben", "kofi", "chi", "gwen"} <= {who for who, _, _ in lived.refused}
    for who, action, answer in lived.refused:
        assert "== Not possible ==" in answer, (who, action, answer)


# -- the coordinators' counts ----------------------------------------------------------------------


def meetings_of(lived: Winter) -> dict[str, datetime]:
    """When each meeting that stood came to its end, by its number: the questions come ten minutes before."""
    return {
        one.offers["reflections.open"]: one.at + timedelta(minutes=10)
        for one in lived.heard
        if "Take the last minutes for the closing questions" in one.text
    }


def held(lived: Winter) -> set[str]:
    """The meetings of which somebody said that they took place."""
    return {one.value for action in ("reflections.open", "reflections.met") for one in lived.did(action)}


def digests(lived: Winter) -> list[Heard]:
    found = lived.posted("mentoring-desk", "Winter: the week until")
    assert len(found) == 15
    return found


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def test_the_digests_count_the_meetings_that_were_held_and_agreed(lived: Winter) -> None:
    ends, took_place, counted = meetings_of(lived), held(lived), 0
    for digest in digests(lived):
        week = [number_ for number_, end in ends.items() if digest.at - WEEK < end <= digest.at]
        there = sum(one in took_place for one in week)
        assert f"*Meetings*: {there} held of " in digest.text
        assert f"({len(week)} had been agreed)" in digest.text
        counted += there
    assert counted == len(took_place) > 45
    assert [one.value for one in lived.did("reflections.missed")] == sorted(set(ends) - took_place)


def test_nobody_is_expected_to_meet_while_one_is_away(lived: Winter) -> None:
    expected = {one.at.date(): number(r"held of (\d+) expected", one.text) for one in digests(lived)}
    assert expected[date(2027, 3, 1)] == 5  # Kofi and Chi begin on a Tuesday and go on on Thursdays
    assert expected[date(2027, 3, 8)] == 3
    assert expected[date(2027, 3, 15)] == 3
    assert expected[date(2027, 3, 22)] == 4


def test_the_last_digest_counts_every_check_in_as_it_was_answered_or_not(lived: Winter) -> None:
    said = next(line for line in digests(lived)[-1].text.splitlines() if line.startswith("*Check-ins*"))
    well, better = len(lived.did("checkins.well")), len(lived.did("checkins.better"))
    assert number(r"(\d+) “going well”", said) == well > 3
    assert number(r"(\d+) “could be better”", said) == better == 3
    asked = [one for one in lived.heard if one.place == "im" and ASKED_HOW in one.text]
    assert number(r"asked so far (\d+)", said) == len(asked)
    silent = sum(number(rf"(\d+) {words}", said) for words in ("silent", "may still answer", "over before"))
    assert silent == len(asked) - well - better


def test_the_last_digest_counts_for_whom_it_fits(lived: Winter) -> None:
    said = next(line for line in digests(lived)[-1].text.splitlines() if line.startswith("*Does it fit?*"))
    assert number(r"(\d+) “fits well”", said) == len(lived.did("decisions.fits")) > 8
    assert number(r"(\d+) “does not fit”", said) == 1


def test_quiet_pairs_and_calls_for_help_are_named_while_they_last(lived: Winter) -> None:
    quiet = [one.at.date() for one in digests(lived) if "@Jonas Weiss and @Chi Adebayo: nothing held" in one.text]
    assert quiet == [date(2027, 2, 1), date(2027, 2, 8), date(2027, 2, 15)]
    help_ = [one.at.date() for one in digests(lived) if "*Calls for help*: 1 open" in one.text]
    assert help_ == [date(2027, 2, 8)]


def test_each_gets_what_they_did_and_it_is_true(lived: Winter) -> None:
    took_place = held(lived)
    for who, partner in ((lived.ada, "Gwen Iversen"), (lived.chi, "Kofi Mensah"), (lived.dee, "Lina Petrov")):
        text = lived.one(who, f"Your time with @{partner} in *Winter*").text
        own = {one.value for one in lived.did("reflections.open", who=who)} & took_place
        since_match = [one for one in own if meetings_of(lived)[one] > at(1, 23, 13) or who is lived.ada]
        assert number(r"(\d+) meetings", text) == len(since_match)
    assert "1 of 6 goals reached" in lived.one(lived.ada, "Your time with @Gwen Iversen in *Winter*").text


# -- promises --------------------------------------------------------------------------------------


def test_no_private_word_is_in_a_channel_or_before_a_coordinators_eyes(lived: Winter) -> None:
    outside = [lived.cora, lived.otto, lived.sam]
    for who in outside:
        who.opens_home()
    for private in PRIVATE:
        seen = [one for one in lived.heard if private in one.text]
        assert not [one for one in seen if one.place.startswith("#")], private
        assert not [one for one in seen if one.to & {who.id for who in outside}], private
        assert not [who for who in outside if private in who.home_text], private


def test_nobody_reads_anything_twice(lived: Winter) -> None:
    assert lived.witness.twice() == []


def test_nobody_gets_more_than_three_unasked_messages_in_a_week(lived: Winter) -> None:
    assert len(lived.witness.knocks()) > 100
    assert list(lived.witness.too_many()) == []


def test_nothing_unasked_comes_at_night_or_at_a_weekend(lived: Winter) -> None:
    assert lived.witness.at_bad_hours() == []


def test_no_sentence_has_a_hole(lived: Winter) -> None:
    for one in lived.heard:
        assert not re.search(r"\{\w*\}|\bNone\b|\.\.(?!\.)|  \S", one.text), one.text


def actors(lived: Winter) -> list[Actor]:
    return [*lived.actors.values(), lived.cora]


def test_everybody_can_ask_why(lived: Winter) -> None:
    for who in actors(lived):
        if who is not lived.eli:
            who.types("/mentoring why")
            who.does_not_see("I have not written to you yet")
