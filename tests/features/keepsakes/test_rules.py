"""What a summary holds and how the file reads."""

from datetime import timedelta
from typing import Any

from app.features.keepsakes import views
from app.features.keepsakes.rules import Goal, Met, Note, Summary, Task, newest, tasks
from app.features.pairings.rules import Stay
from tests.kit.make import NOW, pairing

DAY = timedelta(days=1)


def summary(**changes: Any) -> Summary:
    stay = Stay(pairing=pairing(), user_id="UMENTEE", role="mentee", since=NOW, until=NOW + 90 * DAY)
    usual: dict[str, Any] = {"stay": stay, "partners": ("Mira Santos",), "programme": "P", "cohort": "Winter"}
    return Summary(**{**usual, "zone": "Europe/Madrid", **changes})


FULL = {
    "met": [Met(NOW, 60, was_there=True), Met(NOW + 7 * DAY, 45, was_there=False)],
    "goals": [Goal("Ship it", "done"), Goal("Talk\nabout it", "open"), Goal("Rest", "dropped")],
    "tasks": [Task("Read", "yes"), Task("Write", "partly"), Task("Draw", "no"), Task("Sing", "")],
    "events": ["Showcase"],
    "activities": ["First pull request"],
    "certificate": "7KM2-Q4XD",
    "notes": [Note(NOW, ("It went well", "Ask about tests"))],
}


def test_a_task_and_how_it_went_find_each_other() -> None:
    told = [("Read", ""), ("Write", "yes"), ("", "partly"), ("Draw", "no")]
    assert tasks(told) == [Task("Read", "yes"), Task("Write", "partly"), Task("Draw", "")]
    assert tasks([("", "yes"), ("Read", "yes")]) == [Task("Read", "")]


def test_the_newest_pairings_come_first_and_are_few() -> None:
    stays = [Stay(pairing=pairing(id=n), user_id="U", role="mentee", since=NOW + n * DAY) for n in (1, 2, 3, 4, 5)]
    assert [one.pairing.id for one in newest(stays)] == [5, 4, 3]


def test_the_file_has_all_of_it() -> None:
    assert (
        views.file(summary(**FULL)).decode()
        == """\
# P: Winter

As a mentee of Mira Santos, from 11 January 2027 to 11 April 2027.

## Meetings

- 11 January 2027, 60 minutes
- 18 January 2027 (without me)

## Goals

- [x] Ship it
- [ ] Talk
  about it
- Rest (let go)

## Tasks

- [x] Read
- [ ] Write (partly done)
- [ ] Draw (not done)
- [ ] Sing

## Also

- Showcase
- First pull request
- Certificate number 7KM2-Q4XD

## My own notes

### 11 January 2027

It went well

Ask about tests
"""
    )


def test_the_message_counts_and_leaves_private_words_to_the_file() -> None:
    said = views.message(summary(**FULL))
    assert "1 of 2 meetings, 1 h; 1 of 3 goals reached; 1 of 4 tasks done; Showcase, First pull request" in said
    assert "It went well" not in said
    still = Stay(pairing=pairing(), user_id="UMENTOR", role="mentor", since=NOW)
    said = views.message(summary(stay=still))
    assert "nothing on record yet" in said
