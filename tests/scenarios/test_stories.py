"""The stories to start from: told by the real bot, and left where there is something to do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import click
import pytest

from app.__main__ import demo
from app.demo.stage import Stage
from app.demo.stories.shelf import STORIES, told
from app.sandbox.people import Person
from tests.kit import databases

TODAY = date(2027, 1, 14)  # a Thursday
Teller = Callable[[str], Stage]


@pytest.fixture
def tell() -> Iterator[Teller]:
    with ExitStack() as stack:

        def one(name: str) -> Stage:
            url = stack.enter_context(databases.fresh("sqlite"))
            stage = told(STORIES[name], url=url, key=databases.KEY, today=TODAY)
            stack.callback(stage.stop)
            return stage

        yield one


def named(stage: Stage, name: str) -> Person:
    return next(one for one in stage.sandbox.people.values() if one.user.real_name.startswith(name))


def test_the_command_knows_every_story() -> None:
    (option,) = [one for one in demo.params if one.name == "story"]
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(STORIES)


@pytest.mark.parametrize("name", STORIES)
def test_every_story_ends_on_a_working_day_of_the_week_at_a_sensible_hour(name: str) -> None:
    story = STORIES[name]
    for day in range(28):
        end = story.begins(TODAY + timedelta(days=day)) + timedelta(days=story.days)
        assert end.weekday() < 5
        assert end.hour == 11
        assert abs(end.date() - (TODAY + timedelta(days=day))) < timedelta(days=7)


def test_in_an_empty_workspace_the_coordinator_may_begin(tell: Teller) -> None:
    stage = tell("empty")
    cora = named(stage, "Cora")
    assert all(one.user.about for one in stage.sandbox.people.values())
    assert not cora.messages()
    cora.types("/mentoring open")
    assert cora.modal is not None
    assert cora.modal["title"]["text"] == "Open a cohort"


def test_in_sign_up_applications_wait(tell: Teller) -> None:
    stage = tell("sign-up")
    desk = named(stage, "Cora").screen()
    assert desk.count("[Approve]") == 8
    assert "[Find a mentor]" in named(stage, "Zuri").screen()


def test_in_the_third_week_there_is_trouble(tell: Teller) -> None:
    stage = tell("third-week")
    cora = named(stage, "Cora")
    assert all(one.user.about for one in stage.sandbox.people.values())
    cora.sees("Gwen Iversen and @Jun Takeda in *Winter* have not had a first meeting")
    cora.sees("Samira Rahimi in *Winter* asks for help")
    cora.sees("Luca Fontaine in *Winter* is waiting again")
    cora.opens_home()
    stage.settle()
    cora.sees("Nils Halvorsen (Winter): from")
    named(stage, "Bela").sees("How is it going?")
    named(stage, "Bela").sees("did not happen.")
    helmi = named(stage, "Helmi")
    met = [one for one in helmi.messages() if "Until next time:" in helmi.plain(one)]
    assert len(met) >= 4
    named(stage, "Nils").presses("I am back")
    space, direct = stage.sandbox.workspace, next(one for one in cora.conversations() if one.kind == "im")
    news = [one for one in direct.messages if float(one["ts"]) > float(space.read.get((cora.id, direct.id), 0))]
    assert [cora.plain(one)[:14] for one in news] == ["@Samira Rahimi"]


def test_at_the_end_survey_certificates_and_graduation_are_near(tell: Teller) -> None:
    stage = tell("end")
    cora, gia, petra = (named(stage, name) for name in ("Cora", "Gia", "Petra"))
    named(stage, "Ben").sees("*Final survey*")
    petra.presses("Ready to graduate")
    stage.settle()
    named(stage, "Dee").sees("finds you ready for the role")
    cora.presses("Record who was there", where="Virtual showcase")
    cora.fills({"Said that they come": ["Gia Lowe", "Ben Silva"]})
    cora.submits()
    stage.pass_time(timedelta(days=3))
    cora.opens_home()
    cora.presses("Close the cohort", where="Spring")
    stage.pass_time(timedelta(days=1))
    gia.sees("Congratulations, Gia Lowe! This is your certificate")
    gia.sees("*Spring* has come to its end")
