"""At the end: the nomination, and what everybody takes along."""

from typing import Any

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

NOMINATION = {
    "nomination": "I nominate {mentee} for {role}. Since {since} we reached: {goals}. {mentor}",
    "role_question": "wants",
    "how": "Post it on the list.",
}
LOG = {"invitation": "Write."}
READY = {
    "key": "ready",
    "name": "Ready",
    "when": {"at": "match", "days": 30},
    "ask": "Is {partner} ready for the role?",
    "answers": [
        {"value": "yes", "label": "They are ready", "leads_to": "graduate", "thanks": "How good."},
        {"value": "no", "label": "We go on", "leads_to": "go_on", "thanks": "Gladly."},
    ],
}
EVIL = "<!channel> went well"


def files(town: Town) -> list[dict[str, Any]]:
    return [one for one in town.stage.sandbox.workspace.files.values() if one["name"].endswith(".md")]


def finds_ready(town: Town) -> None:
    """A month later Mira decides that Ada is ready."""
    town.passes(days=30, hours=2)
    town.mira.presses("They are ready")
    town.passes(days=1)


def test_a_nomination_is_ready_to_post_and_posting_it_needs_the_mentees_yes(town: Town) -> None:
    with on_the_shelf(graduation=NOMINATION, public_log=LOG, decisions=(READY,)):
        town.pairs()
        town.ada.types("/mentoring log")
        town.ada.fills({"text": "We shipped a parser"})
        town.ada.submits()
        town.mira.presses("Yes, publish it")
        finds_ready(town)
        town.mira.sees(
            "> I nominate Ada Okafor for Backend, Open source. Since January 2027 we reached: We shipped a parser. Mira Santos"
        )
        town.mira.sees("Post it on the list.")
        change, post = town.mira.keeps("Change the text"), town.mira.keeps("Post it for me")
        for who in (town.sam, town.ada, town.cora):
            for button in (change, post):
                who.presses_kept(button)
                who.sees("Only a mentor of that pairing can do this.")
                who.closes()
        town.mira.presses_kept(change)
        town.mira.fills({"text": "Ada is ready, believe me"})
        town.mira.submits()
        town.mira.sees("> Ada is ready, believe me")
        town.sam.does_not_see("Ada is ready")
        town.mira.presses_kept(post)
        town.ada.sees("@Mira Santos would like to publish a nomination in #mentorship:")
        town.sam.does_not_see("Ada is ready")
        town.ada.presses("Yes, publish it", where="Ada is ready")
        town.sam.sees("@Mira Santos has a nomination, and @Ada Okafor agreed to it:")
        town.mira.presses_kept(post)
        town.mira.sees("That entry is public already.")


def test_when_a_pairing_ends_each_gets_one_summary_with_their_own_words_only(town: Town) -> None:
    town.agrees()
    town.passes(days=2, hours=8)
    town.ada.presses("Answer", where="closing questions")
    town.ada.fills({"next_week": "Write a test", "also": EVIL})
    town.ada.submits()
    town.cora.opens_home()
    town.cora.presses("Close the cohort")
    town.passes(days=8)  # they had read enough this week
    town.ada.sees("Your time with @Mira Santos in *Winter*")
    town.ada.sees("1 meeting, 1 h; 1 task for the time between.")
    town.passes(days=20)
    assert len(files(town)) == 2
    texts = {one["content"].decode() for one in files(town)}
    assert all("- [ ] Write a test" in one for one in texts)
    (adas,) = [one for one in texts if "As a mentee of Mira Santos" in one]
    (miras,) = [one for one in texts if "As a mentor of Ada Okafor" in one]
    assert EVIL in adas
    assert "went well" not in miras


def test_the_summary_can_be_had_at_any_time_by_its_owner(town: Town) -> None:
    town.pairs()
    town.sam.types("/mentoring summary")
    town.sam.sees("You have not been in a pairing yet.")
    town.ada.types("/mentoring summary")
    town.ada.sees("Your time with @Mira Santos in *Winter* since")
    town.ada.opens_home()
    town.ada.presses("Send me my summary")
    assert len(files(town)) == 1  # twice in a minute is once
    town.ada.closes_all()
    town.passes(minutes=2)
    town.ada.opens_home()
    town.ada.presses("Send me my summary")
    assert len(files(town)) == 2


def test_goals_and_activities_are_in_the_summary_and_count_for_the_certificate(town: Town) -> None:
    career = {
        "key": "career",
        "name": "Career goals",
        "one": "goal",
        "intro": "One to three.",
        "least": 1,
        "set_when": {"at": "match"},
    }
    documents = {"key": "documents", "label": "Documents reviewed", "about": "A CV, a report."}
    certificate = {"role": "mentee", "title": "P", "text": "{name} took part.", "rules": [{"activities": True}]}
    with on_the_shelf(goals=(career,), activities=(documents,), certificates=(certificate,)):
        town.pairs()
        town.ada.types("/mentoring certificate")
        town.ada.sees("It asks for:\n• activities: 0 of 1")
        town.ada.presses("Set goals")
        town.ada.fills({"Goal 1": "Review with care"})
        town.ada.submits()
        town.mira.types("/mentoring goals")
        town.mira.presses("Tick off")
        town.ada.types("/mentoring certificate")
        town.ada.sees("You have everything it asks for.")
        town.ada.types("/mentoring summary")
        town.ada.sees("0 of 1 goals reached; Documents reviewed.")
        (one,) = files(town)
        assert "## Goals\n\n- [ ] Review with care" in one["content"].decode()
