"""One slide per pair: asked for, given by anybody of it, shown only with their consent."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kit.books import on_the_shelf
from tests.kit.town import Town

SHOW: list[dict[str, Any]] = [
    {
        "key": "showcase",
        "name": "Showcase",
        "about": "What you did.",
        "who": "community",
        "kind": "showcase",
        "when": {"at": "start", "days": 30},
        "sessions": ["16:00 Europe/Madrid"],
    }
]
ASK = {"event": "showcase", "ask": "Bring **one slide** to {event}, {when}.", "ask_days_before": 10}


@pytest.fixture
def stage(town: Town) -> Iterator[Town]:
    """A town whose pair is asked for a slide: the showcase is on Wednesday, 17 February, at 16:00 in Madrid."""
    with on_the_shelf(events=SHOW, showcase=ASK):
        town.pairs()
        town.passes(days=28)
        yield town


def test_anybody_of_the_pair_gives_the_link_and_may_change_it(stage: Town) -> None:
    stage.ada.sees("Bring *one slide* to Showcase, Feb 17, 2027 at 10:00.")
    give = stage.ada.keeps("Give the link")
    stage.sam.presses_kept(give)
    stage.sam.sees("Only the people of that pairing can do this.")
    stage.sam.closes()
    stage.ada.presses_kept(give)
    stage.ada.fills({"Link": "http://example.org"})
    stage.ada.submits()
    assert stage.ada.errors == {"link": "This is not a link. It has to begin with https:// and hold no spaces."}
    stage.ada.fills({"Link": "https://example.org/first", "title": "<!channel> & *first*"})
    stage.ada.submits()
    stage.mira.sees("given by @Ada Okafor")
    stage.mira.sees("Only the coordinators see it.")
    stage.mira.presses("Change the link")
    stage.mira.fills({"Link": "https://example.org/second", "may_show": ["Yes, with our names, after the event"]})
    stage.mira.submits()
    stage.ada.sees("After the event, the community sees it with your names.")
    assert not [one for one in stage.everything_slack_interprets() if "<!channel>" in one]
    stage.passes(days=6)
    stage.ada.does_not_see("I have no link from you yet")
    stage.passes(days=4)
    stage.sam.sees("These were shown at *Showcase*.")
    stage.sam.sees("https://example.org/second")
    stage.ada.types("/mentoring showcase")
    stage.ada.sees("You are asked for no link at the moment.")


def test_without_consent_nothing_is_shown_to_the_community(stage: Town) -> None:
    stage.ada.presses("Give the link")
    stage.ada.fills({"Link": "https://example.org/ours"})
    stage.ada.submits()
    stage.passes(days=7, hours=1)
    stage.cora.sees("Links so far: 1 of 1.")
    stage.cora.sees("https://example.org/ours")
    stage.passes(days=4)
    stage.sam.does_not_see("These were shown")
    stage.sam.does_not_see("example.org/ours")


def test_whoever_gives_nothing_is_reminded_once_and_the_coordinators_know(stage: Town) -> None:
    stage.passes(days=7, hours=4)
    stage.ada.sees("I have no link from you yet")
    stage.cora.sees("Links so far: 0 of 1.")
    stage.cora.types("/mentoring showcase")
    assert "Still missing:\n• @Mira Santos and @Ada Okafor" in stage.cora.sees("Links so far: 0 of 1.")
    give = stage.ada.keeps("Give the link")
    stage.ada.presses_kept(give)
    stage.ada.fills({"Link": "https://example.org/late"})
    stage.passes(days=3)
    stage.ada.submits()
    stage.ada.sees("“Showcase” is over, so its links stay as they are.")
    stage.sam.types("/mentoring showcase")
    stage.sam.sees("You are asked for no link at the moment.")
