"""OS-Mentors from its file: two projects at once, six months and three, and what their coordinators are told."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.core.calendar import humane
from app.demo.stage import Actor
from app.sandbox.blockkit import problems
from tests.kit.life import Deed, life
from tests.scenarios.living_os_mentors import NOZZLE, PARSER, PRIVATE, Story, tell

pytestmark = pytest.mark.timeout(900)  # six months of fourteen people; a busy machine takes its time


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


@pytest.fixture(scope="module")
def story(kind: str) -> Iterator[Story]:
    with life(kind) as world:
        yield tell(world)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


FIRST, LAST = at(1, 1, 0), at(12, 1, 0)


def one(story: Story, who: Actor, words: str) -> str:
    """The one message to somebody with these words."""
    found = story.witness.told(who, words)
    assert len(found) == 1, (words, [each.text for each in found])
    return found[0].text


# -- declaring, announcing, joining ------------------------------------------------------------------------------


def test_projects_declare_that_they_join_and_are_announced_with_how_to_take_part(story: Story) -> None:
    assert "for 6 months" in one(story, story.cora, "would like *Rocketry* to take part")
    assert "for 3 months" in one(story, story.cora, "would like *Telescopes* to take part")
    for name in ("Rocketry", "Telescopes"):
        announced = [said.text for said in story.witness.posted("mentorship", f"# {name} is open")]
        assert len(announced) == 1
        assert f"> {name}: a library for curious people" in announced[0]
        assert f"How to take part:\n> Read the {name} guide first" in announced[0]
        assert "[Find a mentor] [Become a mentor]" in announced[0]
        assert "Sign-up is open until Monday, February 1st, 2027" in announced[0]
    one(story, story.otto, "*Rocketry* takes part and is announced in #mentorship. You coordinate it")


def test_six_months_unless_the_project_says_otherwise(story: Story) -> None:
    first, second = (story.witness.posted("mentorship", f"# {name} is open")[0] for name in ("Rocketry", "Telescopes"))
    assert "60 minutes a month · 6 months or more" in first.text
    assert "60 minutes a month · 3 months · " in second.text
    assert "*Rocketry* · Monday, February 1st, 2027 to Saturday, July 31st, 2027" in story.seen["desk of otto"]
    ended = story.witness.told(story.gwen, "*Telescopes* has come to its end")
    assert [said.at.date().isoformat() for said in ended] == ["2027-04-30"]
    reminded = story.witness.posted("rocketry-desk", "*The last day was Saturday, July 31st, 2027.*")
    assert [said.at for said in reminded] == [at(8, 2, 7)]
    for name in ("helena", "ada", "luis"):
        said = story.witness.told(story.cast[name], "*Rocketry* has come to its end")[0]
        assert said.at == humane(at(8, 2, 12), story.cast[name].user.zone)


def test_mentors_are_nominated_by_their_project_or_apply_and_are_selected(story: Story) -> None:
    assert "They review with patience" in one(story, story.helena, "among the mentors of *Rocketry*")
    for mentor in (story.helena, story.bruno):
        one(story, mentor, "Good news: you are in *Rocketry* as a mentor.")
    declined = one(story, story.vera, "About your application to *Rocketry* as a mentor: this time it is a no.")
    assert "> We have as many reviewers as mentees this time" in declined


def test_whoever_was_nominated_and_would_rather_not_is_left_alone(story: Story) -> None:
    assert len(story.witness.told(story.quentin)) == 1
    for other in (story.otto, story.cora):
        assert not story.witness.told(other, "@Quentin Weiss will")
        assert not [said for said in story.witness.told(other, "Quentin") if "declin" in said.text]


def test_those_who_want_to_be_listed_are_in_the_directory_and_nobody_else(story: Story) -> None:
    listed = story.seen["directory"]
    assert "@Helena Okafor · mentor in *Rocketry*" in listed
    assert "_What would you like to focus on?_: Code and architecture, Reviewing" in listed
    assert "@Ada Novak · mentee in *Rocketry*" in listed
    assert listed.count("in *Rocketry*") + listed.count("in *Telescopes*") == 2


# -- matching ----------------------------------------------------------------------------------------------------


def test_focus_areas_and_languages_speak_for_each_pair(story: Story) -> None:
    proposals = story.seen["proposals of otto"]
    ada, luis = (re.search(rf"@{name} with (.*?)────", proposals, re.DOTALL) for name in ("Ada Novak", "Luis Rojas"))
    assert ada is not None
    assert luis is not None
    assert ada[1].startswith("@Helena Okafor\n• The mentor offers 2 of 2 wanted: Code and architecture, Reviewing.")
    assert "Both speak English." in ada[1]
    assert luis[1].startswith("@Helena Okafor")
    assert "Both speak Spanish." in luis[1]
    assert "years" not in proposals  # the programme does not ask for them


def test_a_language_that_somebody_needs_is_a_hard_limit_and_they_know_that_it_may_take_longer(story: Story) -> None:
    assert "@Kenji Mori: no free mentor shares the language that is needed" in story.seen["proposals of otto"]
    for who in (story.luis, story.kenji):
        assert "finding somebody may take longer" in one(story, who, "You applied to *Rocketry*")
    assert "finding somebody may take longer" not in one(story, story.ada, "You applied to *Rocketry*")
    assert "I am looking for a match" in story.seen["status of kenji"]
    assert "finding somebody may take longer" in story.seen["status of kenji"]


def test_each_projects_coordinators_match_their_own_people_and_nobody_is_asked_before(story: Story) -> None:
    assert "Tomo" not in story.seen["proposals of otto"]
    assert story.seen["proposals of mira"].count(" with @") == 1
    assert not story.world.did("matching.yes")
    together = {said.readers for said in story.witness.heard if ", meet " in said.text}
    pairs = [("helena", "ada"), ("helena", "luis"), ("bruno", "nils"), ("bruno", "jo"), ("gwen", "tomo")]
    assert together == {frozenset(story.cast[name].id for name in pair) for pair in pairs}


# -- kick-off, agreement, goals ----------------------------------------------------------------------------------


def test_a_kick_off_message_brings_each_pair_together_with_what_to_agree_on(story: Story) -> None:
    said = one(story, story.ada, "# Helena Okafor, meet Ada Novak!")
    for words in ("Schedule", "Expectations", "Goals", "Contact", "Between you", "May be shared"):
        assert f"• *{words}*: " in said
    assert "You are both free on" in one(story, story.ada, "Shall that be your first meeting?")


def test_everybody_of_a_project_is_invited_to_its_kick_off_and_the_coordinator_records_who_was_there(
    story: Story,
) -> None:
    for name in ("helena", "bruno", "ada", "luis", "nils", "jo", "gwen", "tomo"):
        invited = story.witness.alone(story.cast[name], "You are invited.\n*Kick-off*")
        assert [said.at < at(2, 4, 16) for said in invited] == [True], name
    assert not story.witness.told(story.kenji, "Kick-off")
    assert "*Kick-off* on Thursday, February 4th, 2027: 4 were there; 5 of 6 had said that they come" in digests(story)


def test_what_a_pair_agreed_on_is_confirmed_and_kept_and_comes_back_in_agendas(story: Story) -> None:
    agreed = story.seen["agreement of ada"]
    assert "All of you have confirmed it." in agreed
    for words in ("Patience on both sides", "Nothing about my employer", "That we work together"):
        assert words in agreed
    agendas = story.witness.alone(story.ada, "*On the agenda*")
    assert agendas
    assert all("As agreed, you write to each other: Slack on working days" in said.text for said in agendas)


def test_the_mentor_sharpens_the_mentees_goals_in_the_first_week(story: Story) -> None:
    for mentor, mentee in (("helena", "ada"), ("helena", "luis"), ("bruno", "nils"), ("gwen", "tomo")):
        said = story.witness.alone(story.cast[mentee], "has gone through your goals")
        assert [each.at < at(2, 8, 12) for each in said] == [True], mentor
        assert "• Review every second change to the parser by June" in said[0].text
    assert one(story, story.ada, "*Career goals*: a good moment to write this down.").count("one to three goals") == 1
    assert "*What you work towards*\n• Review every second" in story.witness.alone(story.ada, "On the agenda")[0].text
    assert "Review every second change to the parser by June · done" in story.seen["goals of ada"]


def test_pull_requests_are_listed_with_how_they_stand_and_championed_by_the_mentor(story: Story) -> None:
    asked = one(story, story.helena, "would like your help with this one.\n*Pull request*: Make the parser faster")
    assert PARSER in asked
    followed_up = story.witness.alone(story.helena, "How is this pull request doing?")
    assert followed_up[0].at == at(3, 3, 12)  # two weeks after she took it on
    assert f"Make the parser faster ({PARSER}) · worked out" in story.seen["goals of helena"]
    assert f"A new nozzle ({NOZZLE}) · @Helena Okafor is on it" in story.seen["goals of ada"]
    agenda = story.witness.alone(story.ada, "Pull request, still open: A new nozzle")
    assert agenda


def test_agendas_carry_the_mentees_next_step_and_whom_the_mentor_thinks_of(story: Story) -> None:
    agenda = story.witness.alone(story.ada, "*On the agenda*")[0].text
    assert "• The task since last time: Read the parser's tests" in agenda
    assert "• The mentor keeps an eye out for: The people who know the lexer" in agenda
    assert "• Open contributions: what needs a review or a word from the mentor?" in agenda


def test_matched_people_are_let_into_the_channels_of_their_roles(story: Story) -> None:
    mentors, mentees = story.world.mentors.members, story.world.mentees.members
    assert {story.helena.id, story.bruno.id, story.gwen.id} <= mentors
    assert {story.ada.id, story.luis.id, story.nils.id, story.jo.id, story.tomo.id} <= mentees
    assert not {story.kenji.id, story.vera.id, story.sam.id, story.ada.id} & mentors


# -- an hour a month ---------------------------------------------------------------------------------------------


def test_meetings_come_every_four_weeks_at_the_agreed_hour_on_each_clock(story: Story) -> None:
    reminded = [said.at for said in story.witness.alone(story.ada, "In 15 minutes you meet @Helena Okafor")]
    assert reminded[:3] == [at(2, 9, 16, 45), at(3, 9, 16, 45), at(4, 6, 15, 45)]  # the clocks changed in March
    assert len(reminded) == 7


def test_a_pair_below_an_hour_a_month_is_seen_by_its_coordinators_and_by_itself(story: Story) -> None:
    assert (
        "*Less than 60 minutes in thirty days*\n• @Helena Okafor and @Luis Rojas: 0 minutes"
        in (story.seen["digest in April"])
    )
    assert "You met for 0 of the 60 minutes that the programme asks for in thirty days." in story.seen["home of luis"]
    assert "*Less than 60 minutes in thirty days*: none" in story.seen["last digest"]
    jo = "• @Bruno Costa and @Jo Reed: 0 minutes"
    assert jo in digests(story, until=at(4, 20, 0))
    assert jo not in digests(story, since=at(4, 26, 0))


# -- what goes differently ---------------------------------------------------------------------------------------


def test_a_cry_for_help_reaches_the_coordinators_in_private_and_is_taken_care_of(story: Story) -> None:
    for coordinator in (story.otto, story.cora):
        assert PRIVATE[5] not in one(story, coordinator, "@Nils Holm in *Rocketry* asks for help.")
    assert not story.witness.told(story.mira, "asks for help")
    one(story, story.nils, "@Otto Brandt has read what you wrote and takes care of it.")
    assert not story.witness.told(story.bruno, "asks for help")


def test_whoever_leaves_hears_a_kind_goodbye_and_is_on_the_list_again(story: Story) -> None:
    assert "you are on the list for the next match already" in one(story, story.nils, "has come to an end")
    assert "the coordinators can propose you again" in one(story, story.bruno, "as a pair with @Nils Holm has come")
    assert "3 meetings, 3 h" in one(story, story.nils, "Your time with @Bruno Costa in *Rocketry*")


def test_somebody_who_never_answers_is_asked_twice_and_parted_from_kindly_by_a_coordinator(story: Story) -> None:
    asked = story.witness.alone(story.jo, "you and @Bruno Costa have not met yet")
    assert len(asked) == 1
    desk = story.witness.posted("rocketry-desk", "@Bruno Costa and @Jo Reed in *Rocketry* have not had a first")
    assert len(desk) == 1
    assert story.witness.posted("rocketry-desk", "have still not met, after 77 days")
    one(story, story.jo, "has come to an end")


def test_nothing_is_asked_of_a_mentor_who_is_away_and_her_mentees_know_when_she_is_back(story: Story) -> None:
    for mentee in (story.ada, story.luis):
        assert "> Mountains" in one(story, mentee, "@Helena Okafor is away from Tuesday, June 8th, 2027")
    away = [said for said in story.witness.alone(story.helena) if at(6, 8, 0) < said.at < at(6, 23, 22)]
    assert away == []
    jun = digests(story, since=at(6, 1, 0), until=at(7, 1, 0))
    assert "Quiet pairs*: none" in jun
    assert "• @Helena Okafor and" not in jun


def test_groups_meet_half_way_and_where_a_coordinator_adds_something(story: Story) -> None:
    assert len(story.witness.alone(story.tomo, "You are invited.\n*Half-way gathering*")) == 1
    assert len(story.witness.alone(story.ada, "You are invited.\n*Half-way gathering*")) == 1
    assert len(story.witness.alone(story.luis, "You are invited.\n*Review clinic*")) == 1
    assert not story.witness.alone(story.tomo, "Review clinic")


# -- promises ----------------------------------------------------------------------------------------------------


def test_nobody_presses_what_is_not_theirs(story: Story) -> None:
    assert len(story.refused) == 10
    for who, said in story.refused.items():
        assert "Not possible" in said, who


def test_no_private_word_is_in_a_channel_or_before_other_eyes(story: Story) -> None:
    mentors = {story.cast[name].id for name in ("helena", "bruno", "gwen")}
    mentees = {story.cast[name].id for name in ("ada", "luis", "nils", "tomo")}
    for private in PRIVATE:
        assert not [said for said in story.witness.heard if said.place and private in said.text]
        assert story.witness.readers(private) <= mentors | mentees, private
    assert story.witness.readers("Make the parser faster") == {story.helena.id}
    for coordinator in (story.otto, story.mira, story.cora):
        assert not any(private in coordinator.home_text for private in PRIVATE)


def test_nothing_unasked_comes_at_night_or_at_a_weekend_or_more_than_thrice_a_week(story: Story) -> None:
    assert len(story.witness.knocks()) > 60
    assert story.witness.at_bad_hours() == []
    assert list(story.witness.too_many()) == []


def test_nobody_reads_anything_twice_and_slack_takes_all_of_it(story: Story) -> None:
    assert story.witness.twice() == []
    for channel in story.world.stage.sandbox.workspace.conversations.values():
        for message in channel.messages:
            if message.get("blocks"):
                assert problems("message", {"text": message["text"], "blocks": message["blocks"]}) == []


# -- what the coordinators are told, and what happened -----------------------------------------------------------


def digests(story: Story, since: datetime = FIRST, until: datetime = LAST) -> str:
    weekly = story.witness.posted("rocketry-desk", "the week until")
    return "\n\n".join(said.text for said in weekly if since <= said.at < until)


def rocketry(story: Story, action: str) -> list[Deed]:
    others = {story.gwen.id, story.tomo.id}
    return [deed for deed in story.world.did(action) if deed.who not in others]


def test_the_digests_count_every_meeting_that_was_held(story: Story) -> None:
    held = [int(number) for number in re.findall(r"(\d+) held of", digests(story))]
    reported = {deed.value for deed in rocketry(story, "reflections.open")}
    assert sum(held) == len(reported) == 16
    assert "2 held of 2 expected" in story.seen["last digest"]


def test_the_last_digest_counts_check_ins_fit_and_survey_as_they_were_answered(story: Story) -> None:
    last = story.seen["last digest"]
    well, help_ = (
        sum(deed.at < at(7, 30, 13) for deed in rocketry(story, f"checkins.{one}")) for one in ("well", "help")
    )
    assert f"*Check-ins*: asked so far 16: {well} “going well”, {help_} “need help”, 1 over before an answer" in last
    assert well + help_ + 1 == 16
    fits = len([deed for deed in rocketry(story, "decisions.fits") if deed.at < at(7, 30, 13)])
    counted = re.search(r"Does it fit\?\*: asked so far (\d+): (\d+) “fits well”(?:, (\d+) silent)?", last)
    assert counted is not None
    assert int(counted[2]) == fits
    assert int(counted[1]) == fits + int(counted[3] or 0)
    answered = len(rocketry(story, "surveys.open"))
    assert f"*How was it?*: {answered} of 3 answered" in last
    assert "*Pairs*: 2\n" in last
    assert "*How was it?* · Rocketry · 3 of 3 answered" in story.seen["desk of otto"]


def test_the_digests_count_who_came_to_the_review_clinic(story: Story) -> None:
    said_yes = [deed for deed in rocketry(story, "events.yes") if at(4, 7, 0) < deed.at < at(4, 14, 0)]
    early = sum(deed.at < at(4, 12, 7) for deed in said_yes)
    clinic = "*Review clinic* on Wednesday, April 14th, 2027:"
    assert f"{clinic} {early} of 5 come" in digests(story, since=at(4, 12, 0), until=at(4, 13, 0))
    there = sum(deed.at < at(4, 19, 7) for deed in rocketry(story, "events.there") if deed.at > at(4, 14, 0))
    after = digests(story, since=at(4, 19, 0), until=at(4, 20, 0))
    assert f"{clinic} {there} were there; {len(said_yes)} of 5 had said that they come" in after


def test_whoever_was_in_a_project_reads_so_when_it_has_ended(story: Story) -> None:
    assert "*Rocketry* has ended; you were in it as a mentee." in story.seen["status of ada"]


def test_everybody_takes_along_what_they_did(story: Story) -> None:
    assert "7 meetings, 7 h; 1 of 2 goals reached; 6 of 7 tasks done; Kick-off" in story.seen["summary of ada"]
    for name, partner in (("helena", "Ada Novak"), ("ada", "Helena Okafor"), ("luis", "Helena Okafor")):
        over = story.witness.alone(story.cast[name], f"Your time with @{partner} in *Rocketry*")
        assert "my-mentoring-" in over[0].text
