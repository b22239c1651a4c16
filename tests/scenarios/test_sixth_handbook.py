"""A handbook is a file: a sixth programme, of which no line of code knows, is checked, previewed and rehearsed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.__main__ import main
from app.core.clock import MovableClock
from app.demo.community import COORDINATOR
from app.demo.stage import NOON, Actor, Stage
from tests.kit import databases
from tests.kit.life import EAGER, Life
from tests.kit.witness import Witness

HANDBOOKS = Path(__file__).parents[1] / "handbooks"
FILE = HANDBOOKS / "kubernetes.toml"
WEEKS = 5


def test_nothing_in_the_code_knows_it() -> None:
    code = Path(__file__).parents[2] / "app"
    assert not [one for one in code.rglob("*.py") if "kubernetes" in one.read_text(encoding="utf-8").lower()]


def test_the_check_finds_nothing_wrong_and_warns_of_a_weekly_question() -> None:
    done = CliRunner().invoke(main, ["programme", "check", str(FILE)])
    assert done.exit_code == 0
    assert "kubernetes.toml is right: Kubernetes Group Mentoring" in done.output
    assert re.findall(r"kubernetes\.toml, line \d+: ([a-z_.]+):", done.output) == ["check_in.every_days"]


def test_the_preview_shows_all_of_it() -> None:
    done = CliRunner().invoke(main, ["preview", "--file", str(FILE), "--role", "mentee"])
    assert done.exit_code == 0
    for words in (
        "You have had a few changes merged",
        "It is check-in day",
        "What does a reviewer do here",
        "Looking back",
    ):
        assert words in done.output


# -- a rehearsal -------------------------------------------------------------------------------------------------


@dataclass
class Rehearsal:
    """A group that was formed and met for some weeks."""

    world: Life
    witness: Witness
    people: dict[str, Actor] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        said = metafunc.config.getoption("--db")
        metafunc.parametrize("kind", ["sqlite", "postgres"] if said == "both" else [said], scope="module")


@pytest.fixture(scope="module")
def played(kind: str) -> Iterator[Rehearsal]:
    with databases.fresh(kind) as url:
        stage = Stage(
            database_url=url,
            key=databases.KEY,
            clock=MovableClock(NOON),
            transport="http",
            coordinators=COORDINATOR,
            programmes_dir=HANDBOOKS,
        )
        stage.stride = timedelta(days=1)
        try:
            world = Life(stage)
            stage.start_bot()
            yield rehearse(world)
        finally:
            stage.stop()


def rehearse(world: Life) -> Rehearsal:
    """Three mentees and a mentor who share an hour; one of them forgets every check-in."""
    story = Rehearsal(world, Witness(world))
    world.opens_cohort("Spring", programme="kubernetes")
    new = world.lives("pim", "Pim Doe", "UTC")
    new.presses("Find a mentor")
    new.fills(
        {"wants": ["Release"], "merged": 1, "goals": "Begin", "slots": ["Monday 08:00-10:00"], "conduct": ["Yes"]}
    )
    new.submits()
    story.refused = dict(new.errors)
    new.closes_all()
    forgets = EAGER.but(without=("checkins.well",))
    for name, role, temper in (
        ("ines", "mentor", EAGER.but(without=("agreements.open",))),
        ("lev", "mentee", EAGER),
        ("mio", "mentee", EAGER.but(without=("reflections.open", "agreements.open"))),
        ("noa", "mentee", forgets.but(without=("reflections.open", "agreements.open"))),
    ):
        who = story.people[name] = world.lives(name, f"{name.title()} Doe", "UTC", temper)
        known = {"offers": ["Release"]} if role == "mentor" else {"wants": ["Release"], "merged": 4}
        world.joins(who, role, {**known, "goals": "Review with care", "slots": ["Wednesday 16:00-18:00"]})
        world.approves(who)
    world.cora.opens_home()
    world.cora.presses("Find matches")
    world.cora.presses("Accept")
    world.cora.closes_all()
    world.days_pass(7 * WEEKS)
    return story


def test_somebody_with_too_few_changes_reads_what_leads_there(played: Rehearsal) -> None:
    assert list(played.refused) == ["merged"]
    assert "These groups begin after the first three merged changes." in played.refused["merged"]


def test_a_group_forms_after_its_mentor_said_yes(played: Rehearsal) -> None:
    asked = played.witness.alone(played.people["ines"], "would make a good group for you")
    assert len(asked) == 1
    assert played.world.did("matching.yes", who=played.people["ines"])
    formed = [one for one in played.witness.heard if "This is your group:" in one.text]
    assert [one.readers for one in formed] == [frozenset(one.id for one in played.people.values())]


def test_everybody_is_asked_every_week_and_the_coordinators_see_who_is_overdue(played: Rehearsal) -> None:
    for name in ("lev", "mio", "noa"):
        assert len(played.witness.alone(played.people[name], "It is check-in day")) >= WEEKS - 2, name
    assert played.witness.alone(played.people["noa"], "One click is enough.")
    assert not played.witness.alone(played.people["lev"], "One click is enough.")
    last = played.witness.posted("mentoring-desk", "the week until")[-1].text
    counted = re.search(r"Check-ins\*: asked so far (\d+): (\d+) “going well”.*?(\d+) silent and overdue", last)
    assert counted is not None, last
    well = [one for one in played.world.did("checkins.well") if one.at < played.witness.posted("mentoring-desk")[-1].at]
    assert int(counted[2]) == len(well)
    assert int(counted[3]) >= 1


def test_they_meet_every_week_and_the_digest_of_wednesday_counts_it(played: Rehearsal) -> None:
    digests = played.witness.posted("mentoring-desk", "the week until")
    assert {one.at.strftime("%A %H:%M") for one in digests} == {"Wednesday 13:00"}
    held = sum(int(number) for one in digests for number in re.findall(r"(\d+) held of", one.text))
    reported = {one.value for one in played.world.did("reflections.open") if one.at < digests[-1].at}
    assert held == len(reported) >= 2


def test_nothing_unasked_comes_too_often_or_at_night(played: Rehearsal) -> None:
    assert played.witness.at_bad_hours() == []
    assert played.witness.twice() == []
