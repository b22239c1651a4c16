"""The first hour of a coordinator, as `manifests/coordinators.md` tells it: every button and command in it is met on the way."""

import re
from pathlib import Path

from app import lobby
from app.delivery.hushing import MOST_NAGS
from app.handbook.model import Handbook
from app.sandbox.faults import Fault
from tests.kit.town import Town

GUIDE = (Path(__file__).parents[2] / "manifests" / "coordinators.md").read_text(encoding="utf-8")
BOLD = set(re.findall(r"\*\*([^*]+)\*\*", GUIDE))
COMMANDS = set(re.findall(r"`/mentoring ?([a-z]*)`", GUIDE))
# Words that are bold because they matter, or that belong to Slack itself.
NUMBERS, TIMES = {3: "three"}, {2: "twice"}
NOT_OURS = {"bold", "private", "Answers", "three", "twice", "Home"}


class Walk:
    """Somebody who follows the guide, and whoever they meet; what all of them see is kept."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.seen: list[str] = []

    def looks(self) -> None:
        town = self.town
        for who in (town.cora, town.ada, town.mira):
            self.seen += [who.screen(), who.modal_text, who.home_text]

    def goes(self) -> None:
        """From `/mentoring` to the first pair; on the way a message fails and somebody is reminded."""
        town, cora = self.town, self.town.cora
        cora.types("/mentoring")
        self.looks()
        cora.opens_home()
        self.looks()
        cora.presses("Open a cohort")
        self.looks()
        cora.closes_all()
        town.opens_cohort()
        self.looks()
        town.joins(town.ada, "mentee")
        town.joins(town.mira, "mentor")
        cora.opens_home()
        self.looks()
        town.stage.sandbox.faults.next("chat.postMessage", Fault("error", code="user_not_visible", match="Good news"))
        town.approves(town.ada)
        town.approves(town.mira)
        town.passes(hours=4)
        cora.opens_home()
        self.looks()
        cora.presses("Look at them")
        self.looks()
        cora.closes_all()
        cora.presses("Find matches")
        self.looks()
        cora.presses("Accept")
        cora.closes_all()
        self.looks()
        town.passes(days=2, hours=4)  # she takes her time, and is reminded
        self.looks()
        town.mira.presses("Yes, gladly")
        town.passes(hours=3)
        self.looks()
        town.ada.presses("Yes, please")
        self.looks()
        town.passes(days=6)
        cora.opens_home()
        self.looks()
        cora.presses("Who was there")
        self.looks()


def test_every_button_and_field_in_the_guide_is_met_on_the_way(town: Town) -> None:
    walk = Walk(town)
    walk.goes()
    seen = "\n".join(walk.seen)
    assert [words for words in sorted(BOLD - NOT_OURS) if words not in seen] == []
    assert len(BOLD) > 30


def test_every_command_in_the_guide_exists_for_whom_it_says() -> None:
    commands = lobby.board().commands
    assert COMMANDS - {""} <= set(commands)
    only_coordinators = {name for name, one in commands.items() if one.coordinators}
    assert {"appoint", "applications", "preview", "write"} == COMMANDS & only_coordinators
    assert {"hours", "away", "withdraw", "end", "support", "why", "help"} <= COMMANDS - only_coordinators


def test_a_coordinator_finds_what_is_theirs_and_a_stranger_does_not(town: Town) -> None:
    town.cora.types("/mentoring")
    assert "For coordinators" in town.cora.screen()
    town.sam.types("/mentoring")
    assert "For coordinators" not in town.sam.screen()
    town.sam.opens_home()
    assert "Open a cohort" not in town.sam.home_text


def test_the_hours_the_budget_and_the_reminders_are_as_the_guide_says(town: Town) -> None:
    town.opens_cohort()
    town.cora.opens_home()
    assert "I write to you Monday to Friday, 09:00 to 20:00" in town.cora.home_text
    assert "Monday to Friday, 9 to 20 on their own clock" in GUIDE
    assert f"more than **{NUMBERS[Handbook.model_fields['unasked_a_week'].default]}** messages a week" in GUIDE
    assert f"reminded more than **{TIMES[MOST_NAGS]}** of one thing" in GUIDE
