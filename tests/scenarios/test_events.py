"""A dated cycle: who is invited to what, who comes, what moves, and who was there."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.features.events import usecases as events
from app.features.programmes import usecases as programmes
from tests.kit.books import on_the_shelf
from tests.kit.town import Town

CYCLE: list[dict[str, Any]] = [
    {
        "key": "info",
        "name": "Information session",
        "about": "Ask **anything**.",
        "who": "applicants",
        "kind": "info",
        "when": {"at": "signup_opens", "days": 4},
        "invite_days_before": 5,
    },
    {
        "key": "onboarding",
        "name": "Mentor onboarding",
        "about": "How groups work.",
        "roles": ["mentor"],
        "kind": "onboarding",
        "when": {"at": "start", "days": 3},
        "sessions": ["15:00 UTC", "23:00 UTC"],
        "invite_days_before": 7,
    },
    {
        "key": "power_checkin",
        "name": "Power check-in",
        "about": "How is it going?",
        "who": "one_per_group",
        "kind": "touch_base",
        "when": {"at": "middle"},
        "sessions": ["15:00 UTC", "23:00 UTC"],
    },
    {
        "key": "showcase",
        "name": "Showcase",
        "about": "What you did.",
        "who": "community",
        "kind": "showcase",
        "when": {"at": "end", "days": -3},
        "sessions": ["16:00 Europe/Madrid"],
    },
]


@pytest.fixture
def cycle(town: Town) -> Iterator[Town]:
    """A town whose handbook has a dated cycle."""
    with on_the_shelf(events=CYCLE):
        yield town


def attended(town: Town, key: str) -> list[bool]:
    """Return whether Ada and Mira were at an event."""
    team = town.stage.sandbox.workspace.team_id
    with town.stage.database.transaction() as tx:
        cohort = programmes.running_cohorts(tx, team_id=team)[0]
        return [
            events.attended(tx, team_id=team, cohort_id=cohort.id, user_id=one.id, event_key=key)
            for one in (town.ada, town.mira)
        ]


def test_an_information_session_is_announced_and_anybody_may_come(cycle: Town) -> None:
    cycle.opens_cohort()
    cycle.passes(hours=6)
    cycle.sam.sees("Come and ask what you like before you decide.\n*Information session*")
    come = cycle.sam.keeps("I'll come", where="Information session")
    cycle.sam.presses_kept(come)
    cycle.sam.sees("You are on the list for *Information session*")
    cycle.sam.closes()
    cycle.sam.presses_kept(come)
    cycle.sam.closes()
    cycle.sam.sees("The file puts it into your calendar.")
    cycle.ada.sees("1 coming so far")
    cycle.joins(cycle.ada, "mentee")
    cycle.passes(days=1)
    cycle.ada.sees("You are invited.")
    cycle.passes(days=4)
    cycle.sam.sees("Tomorrow is *Information session*")
    cycle.sam.sees("In 15 minutes *Information session* begins")


def test_mentors_are_invited_before_they_are_matched_in_hours_of_their_own(cycle: Town) -> None:
    cycle.signs_up()
    cycle.passes(days=3, hours=6)
    cycle.mira.sees("*Mentor onboarding*")
    cycle.ada.does_not_see("Mentor onboarding")
    late, early = (cycle.mira.keeps(label) for label in ("I'll come Fri at 00:00", "I'll come Thu at 16:00"))
    cycle.sam.presses_kept(early)
    cycle.sam.sees("This event is for others.")
    cycle.sam.closes()
    cycle.mira.presses_kept(late)
    cycle.mira.presses_kept(early)
    cycle.mira.presses_kept(early)
    assert "You said that you come: Jan 21, 2027 at 16:00" in cycle.mira.screen()
    cycle.cora.types("/mentoring events")
    cycle.cora.sees("Invited 1 · coming 1 · can't 0 · silent 0 · no link yet")
    cycle.passes(days=7, hours=9)
    cycle.mira.sees("Tomorrow is *Mentor onboarding*: Jan 21, 2027 at 16:00.")
    cycle.cora.sees("*Mentor onboarding* is over. Who was there? 1 had said that they would come.")
    record = cycle.cora.keeps("Record who was there")
    for who in (cycle.sam, cycle.otto, cycle.mira):
        who.presses_kept(record)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    assert attended(cycle, "onboarding") == [False, False]
    cycle.cora.presses_kept(record)
    cycle.cora.fills({"Said that they come": ["Mira Santos"]})
    cycle.cora.submits()
    cycle.cora.sees("*Mentor onboarding*: 1 were there (1 had said yes, 1 were invited).")
    assert attended(cycle, "onboarding") == [False, True]
    cycle.passes(days=4)
    digest = cycle.cora.sees("the week until Monday, January 25th, 2027")
    day = "Thursday, January 21st, 2027"
    assert f"*Mentor onboarding* on {day}: 1 were there; 1 of 1 had said that they come" in digest
    cycle.mira.does_not_see("Were you at *Mentor onboarding*")


def test_each_group_sends_one_and_may_send_another(cycle: Town) -> None:
    cycle.pairs()
    cycle.passes(days=52)
    cycle.ada.sees("Each group sends one of its people. Who of you goes?\n*Power check-in*")
    early, late = cycle.ada.keeps("I go, 15:00 UTC"), cycle.ada.keeps("I go, 23:00 UTC")
    cycle.sam.presses_kept(early)
    cycle.sam.sees("Only the people of that pairing can do this.")
    cycle.sam.closes()
    cycle.mira.presses_kept(early)
    cycle.ada.sees("@Mira Santos goes for you, Mar 10, 2027 at 10:00.")
    cycle.ada.presses_kept(late)
    cycle.mira.sees("@Ada Okafor goes for you")
    cycle.passes(days=8)
    cycle.ada.sees("Tomorrow is *Power check-in*")
    cycle.mira.does_not_see("Tomorrow is *Power check-in*")
    cycle.passes(days=3)
    cycle.ada.presses("Yes, I was there")
    cycle.ada.sees("Noted: you were at *Power check-in*.")
    assert attended(cycle, "power_checkin") == [True, True]


def test_a_group_that_names_nobody_is_reminded_once_and_then_it_falls_to_the_mentor(cycle: Town) -> None:
    cycle.pairs()
    cycle.passes(days=56)
    cycle.ada.sees("If nobody says so by")
    cycle.passes(hours=20)
    cycle.mira.sees("it falls to you as its mentor")
    cycle.mira.presses("I can't", where="Power check-in")
    cycle.ada.sees("Who of you goes?")
    cycle.ada.presses("I go, 23:00 UTC")
    cycle.ada.sees("@Ada Okafor goes for you")


def test_a_move_is_told_to_everybody_invited_and_asks_again(cycle: Town) -> None:
    cycle.signs_up()
    cycle.passes(days=3, hours=6)
    old = cycle.mira.keeps("I'll come Thu at 16:00")
    cycle.mira.presses_kept(old)
    cycle.cora.types("/mentoring events")
    change = cycle.cora.keeps("Change", where="Mentor onboarding")
    for who in (cycle.sam, cycle.otto, cycle.mira):
        who.presses_kept(change)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes()
    cycle.cora.presses_kept(change)
    assert "Mentor onboarding" in cycle.cora.modal_text
    cycle.cora.fills({"link": "example.org", "Time zone of this time": "Asia/Tokio"})
    cycle.cora.submits()
    assert cycle.cora.errors == {
        "link": "This is not a link. It has to begin with https:// and hold no spaces.",
        "zone_0": "I don't know the zone “Asia/Tokio”. Did you mean Asia/Tokyo?",
    }
    cycle.cora.fills(
        {"day": "2027-01-22", "link": "https://example.org/room", "Time zone of this time": "Europe/Madrid"}
    )
    cycle.cora.submits()
    assert cycle.cora.errors == {}
    cycle.passes(days=1)
    cycle.mira.sees("*Mentor onboarding* has a new time, so I have to ask you again.")
    cycle.mira.presses_kept(old)
    cycle.mira.sees("The time of “Mentor onboarding” has been changed meanwhile")
    cycle.mira.closes()
    cycle.mira.presses("I'll come Fri at 15:00")
    cycle.passes(days=6)
    cycle.mira.does_not_see("Tomorrow is *Mentor onboarding*: Jan 21")
    cycle.passes(days=1)
    text = cycle.mira.sees("Tomorrow is *Mentor onboarding*: Jan 22, 2027 at 15:00.")
    assert "https://example.org/room" in text


def test_a_cancelled_event_is_over_for_everybody(cycle: Town) -> None:
    cycle.signs_up()
    cycle.passes(days=3, hours=6)
    come = cycle.mira.keeps("I'll come Thu at 16:00")
    cycle.mira.presses_kept(come)
    cycle.cora.opens_home()
    cycle.cora.presses("All events")
    cycle.cora.presses("Cancel", where="Mentor onboarding")
    cycle.cora.submits()
    cycle.passes(days=1)
    cycle.mira.sees("*Mentor onboarding* on Jan 21, 2027 at 16:00 or Jan 22, 2027 at 00:00 was cancelled.")
    cycle.mira.presses_kept(come)
    cycle.mira.sees("“Mentor onboarding” was cancelled.")
    cycle.mira.closes()
    cycle.passes(days=8)
    cycle.mira.does_not_see("Tomorrow is *Mentor onboarding*")
    cycle.cora.does_not_see("*Mentor onboarding* is over")


def test_coordinators_add_an_event_of_their_own(cycle: Town) -> None:
    cycle.pairs()
    cycle.cora.types("/mentoring events")
    add = cycle.cora.keeps("Add an event")
    cycle.sam.presses_kept(add)
    cycle.sam.sees("Only a coordinator of this cohort can do that.")
    cycle.sam.closes()
    cycle.cora.presses_kept(add)
    evil = "<!channel> & <https://evil.example|Tea>"
    cycle.cora.fills({"name": "Tea", "about": evil, "day": "2027-01-13", "at_0": "17:00"})
    cycle.cora.submits()
    assert cycle.cora.errors == {}
    cycle.passes(hours=24)
    cycle.ada.sees("*Tea*")
    cycle.mira.presses("I'll come", where="Tea")
    assert not [one for one in cycle.everything_slack_interprets() if "<!channel>" in one or "<https://evil" in one]
    cycle.ada.opens_home()
    assert "*Tea*: Jan 13, 2027 at 11:00. Do you come?" in cycle.ada.home_text
    cycle.ada.presses("I can't", where="Tea")
    cycle.passes(days=1, hours=1, minutes=30)
    cycle.mira.sees("In 15 minutes *Tea* begins")
    cycle.ada.does_not_see("In 15 minutes *Tea* begins")


def test_whoever_leaves_is_not_expected_any_more(cycle: Town) -> None:
    cycle.pairs()
    cycle.passes(days=100, hours=12)
    cycle.sam.sees("Everybody is welcome.\n*Showcase*")
    cycle.ada.sees("You are invited.")
    cycle.ada.opens_home()
    cycle.ada.presses("I'll come", where="Showcase")
    cycle.ada.opens_home()
    cycle.ada.presses("Say goodbye")
    cycle.ada.closes_all()
    cycle.passes(days=7)
    cycle.ada.does_not_see("Tomorrow is *Showcase*")
