"""Goals, activities and lookouts, in the shapes that programmes want them."""

from collections.abc import Iterator

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

EVIL = "<!channel> <https://evil.example|Approve> & 🌱"
CAREER = {
    "key": "career",
    "name": "Career goals",
    "one": "goal",
    "intro": "One to three.",
    "written_by": "mentee",
    "least": 1,
    "set_when": {"at": "match"},
    "refine_by": "mentor",
    "review_in_meetings": True,
    "fields": [
        {
            "key": "gap",
            "ask": "What is missing?",
            "kind": "choice",
            "options": [{"value": "skill", "label": "A skill"}, {"value": "habit", "label": "A habit"}],
        },
        {"key": "by", "ask": "By when?", "kind": "date"},
    ],
}
PULLS = {
    "key": "pulls",
    "name": "Pull requests",
    "one": "pull request",
    "noted_by": ("mentee", "mentor"),
    "has_link": True,
    "ask": "How is this one of {partner} doing?",
}
DOCUMENTS = {"key": "documents", "label": "Documents reviewed", "about": "A CV, a report."}


@pytest.fixture
def shaped(town: Town) -> Iterator[Town]:
    """A town whose programme keeps career goals, pull requests and one activity."""
    with on_the_shelf(goals=[CAREER], lookouts=[PULLS], activities=[DOCUMENTS]):
        town.pairs()
        yield town


def ada_writes(town: Town, text: str = "Review with care") -> None:
    town.ada.types("/mentoring goals")
    town.ada.presses("Set goals")
    town.ada.fills({"Goal 1": text, "What is missing?": "A skill", "By when?": "2027-03-01"})
    town.ada.submits()


def test_a_mentee_writes_and_the_mentor_sharpens(shaped: Town) -> None:
    town = shaped
    town.passes(days=8)
    town.ada.sees("a good moment to write this down")
    town.mira.does_not_see("a good moment to write this down")
    write = town.ada.keeps("Set goals")
    for who in (town.sam, town.mira, town.otto):
        who.presses_kept(write)
        assert "Only the people of that pairing" in who.modal_text or "written by somebody else" in who.modal_text
        who.closes()
    town.ada.presses_kept(write)
    assert "Read by the two of you, nobody else." in town.ada.modal_text
    town.ada.submits()
    assert town.ada.errors
    town.ada.closes()
    ada_writes(town, EVIL)
    town.ada.sees("Saved. Your agendas show this from now on.")
    town.passes(days=1)
    town.mira.sees(f"{EVIL} (until 1 March 2027)")
    town.cora.does_not_see("evil.example")
    town.mira.presses("Sharpen them")
    town.mira.fills({"Goal 1": "Review one change a week"})
    town.mira.submits()
    town.passes(days=1)
    town.ada.sees("This is how they read now")
    town.ada.sees("Review one change a week")
    assert not any("<!channel>" in one for one in town.everything_slack_interprets())


def test_good_as_they_are_takes_one_click_and_twice_is_once(shaped: Town) -> None:
    town = shaped
    ada_writes(town)
    town.passes(days=1)
    good = town.mira.keeps("Good as they are")
    town.ada.presses_kept(good)
    town.ada.sees("written by somebody else")
    town.ada.closes()
    town.mira.presses_kept(good)
    town.mira.presses_kept(good)
    town.mira.sees("@Mira Santos has gone through them. Thank you!")
    town.passes(days=10)
    town.mira.does_not_see("would like to know what you think of these goals")


def test_nobody_is_asked_a_third_time(shaped: Town) -> None:
    town = shaped
    town.passes(days=30)
    said = [str(one.get("text")) for one in town.ada.messages()]
    assert sum("Career goals" in one for one in said) <= 2
    assert sum("nothing is written down yet" in one for one in said) == 1


def test_the_closing_questions_ask_how_a_goal_stands(shaped: Town) -> None:
    town = shaped
    ada_writes(town)
    town.ada.presses("Works for me")
    town.mira.presses("Works for me")
    town.passes(days=2, hours=7)
    town.ada.types("/mentoring reflect")
    town.ada.fills({"next_week": "Read a book", "The goal “Review with care” is …": "Done"})
    town.ada.submits()
    town.ada.types("/mentoring goals")
    assert "Review with care (until 1 March 2027) · done" in town.ada.modal_text


def test_a_pull_request_is_taken_on_and_followed_up(shaped: Town) -> None:
    town = shaped
    town.ada.types("/mentoring goals")
    town.ada.presses("Note one")
    town.ada.fills({"What is it?": "Faster units", "Link": "no link"})
    town.ada.submits()
    assert town.ada.errors == {"link": "A link begins with https:// and has no spaces."}
    town.ada.fills({"Link": "https://example.org/pull/1"})
    town.ada.submits()
    town.passes(days=1)
    town.mira.sees("would like your help with this one")
    take = town.mira.keeps("I take it on")
    town.ada.presses_kept(take)
    town.ada.sees("the other side takes these on")
    town.ada.closes()
    town.mira.presses_kept(take)
    town.mira.sees("@Mira Santos has taken it on.")
    town.passes(days=22)
    town.mira.sees("How is this one of @Ada Okafor doing?")
    worked = town.mira.keeps("It worked out")
    town.sam.presses_kept(worked)
    town.sam.sees("Only the people of that pairing can do this.")
    town.sam.closes()
    town.mira.presses_kept(worked)
    town.mira.presses_kept(worked)
    town.mira.sees("It worked out. Lovely!")
    town.ada.opens_home()
    assert "Faster units" in town.ada.home_text
    assert "worked out" in town.ada.home_text


def test_an_activity_is_ticked_off_by_either_and_taken_back(shaped: Town) -> None:
    town = shaped
    town.ada.opens_home()
    tick = town.ada.keeps("Tick off")
    town.sam.presses_kept(tick)
    town.sam.sees("Only the people of that pairing can do this.")
    town.sam.closes()
    town.ada.presses_kept(tick)
    town.mira.types("/mentoring goals")
    assert "☑ *Documents reviewed*" in town.mira.modal_text
    town.mira.presses("Take back")
    assert "☐" in town.mira.modal_text


def test_whoever_keeps_no_goals_hears_so(town: Town) -> None:
    town.sam.types("/mentoring goals")
    town.sam.sees("Your programme keeps no goals here")


def test_targets_are_written_together_reviewed_monthly_and_set_again(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=7)
    town.ada.types("/mentoring reflect")
    town.ada.fills({"next_week": "Read a book"})
    town.ada.submits()
    town.passes(hours=20)
    town.ada.presses("Set goals")
    town.ada.fills({"In 30 days": "one", "In 60 days": "two", "In 90 days": "three"})
    town.ada.submits()
    town.passes(days=34)
    town.mira.sees("How do these stand by now?")
    town.mira.presses("Done", where="one")
    town.passes(days=61)
    town.ada.sees("the last day of your present ones has come")
    town.ada.sees("Of those that are still open the form asks what became.")
    write = town.ada.keeps("Set goals")
    town.ada.presses_kept(write)
    assert "): two" in town.ada.modal_text
    assert "): one" not in town.ada.modal_text
    town.ada.fills({"past2": "We carry it over", "past3": "We let it go", "In 30 days": "four"})
    town.ada.submits()
    town.ada.types("/mentoring goals")
    for line in ("four", "two · on the way"):
        assert line in town.ada.modal_text
    assert "three" not in town.ada.modal_text
    town.ada.presses("Change")
    assert "Of the last ones" not in town.ada.modal_text
    assert "two" in town.ada.modal_text
    town.ada.fills({"Target 4": "two, but smaller"})
    town.ada.submits()
    town.ada.types("/mentoring goals")
    assert "two, but smaller · on the way" in town.ada.modal_text
