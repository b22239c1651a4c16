"""Time that passes on the page: one move at a time, and what happened during the last one."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.sandbox.journal import LONGEST
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.conftest import NOON, workspace
from tests.sandbox.smallbot import SmallBot, button, by_http, field, menu, modal, row, section

HOUR = timedelta(hours=1)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with workspace() as made:
        yield made


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.person("ada", real_name="Ada Okafor")


def wrote(sandbox: Sandbox, to: Person, text: str) -> None:
    """Let the bot write to somebody."""
    space = sandbox.workspace
    space.post(space.direct({to.id}), {"user": space.bot.id, "text": text})


def moves(sandbox: Sandbox, step: str) -> None:
    assert sandbox.passing.begin(step)
    assert sandbox.passing.wait(5)


def test_the_clock_moves_by_an_hour_a_day_and_a_week(sandbox: Sandbox) -> None:
    for step in ("hour", "day", "week"):
        moves(sandbox, step)
    assert sandbox.workspace.clock.now() == NOON + timedelta(days=8, hours=1)


@pytest.mark.parametrize("step", ["", "year", "-1", "next"])
def test_there_are_no_other_steps_and_no_next_message_without_a_bot_that_plans(sandbox: Sandbox, step: str) -> None:
    assert not sandbox.passing.begin(step)
    assert sandbox.workspace.clock.now() == NOON


def test_a_second_click_moves_nothing_twice(sandbox: Sandbox) -> None:
    halfway, on = threading.Event(), threading.Event()
    steps = []

    def slowly(by: timedelta) -> None:
        steps.append(by)
        halfway.set()
        assert on.wait(5)
        sandbox.workspace.clock.advance(by)  # type: ignore[attr-defined]  # this one can be moved

    sandbox.pass_time = slowly
    assert sandbox.passing.begin("hour", NOON)
    assert halfway.wait(5)
    assert not sandbox.passing.begin("hour", NOON)
    assert sandbox.passing.last is not None
    assert sandbox.passing.last.goes_on
    on.set()
    assert sandbox.passing.wait(5)
    assert not sandbox.passing.begin("hour", NOON), "the page that sent it had not seen the new time"
    assert steps == [HOUR]
    assert sandbox.passing.begin("hour", NOON + HOUR)
    assert sandbox.passing.wait(5)


def test_how_far_it_is_can_be_seen_meanwhile(sandbox: Sandbox) -> None:
    shares = []

    def by_halves(by: timedelta) -> None:
        sandbox.workspace.clock.advance(by / 2)  # type: ignore[attr-defined]  # see above
        move = sandbox.passing.last
        assert move is not None
        shares.append(move.share(sandbox.workspace.clock.now()))
        sandbox.workspace.clock.advance(by / 2)  # type: ignore[attr-defined]  # see above

    sandbox.pass_time = by_halves
    moves(sandbox, "day")
    assert shares == [0.5]
    assert sandbox.passing.last is not None
    assert sandbox.passing.last.share(NOON) == 1.0


def test_a_bot_that_breaks_down_meanwhile_is_told_and_the_clock_can_be_moved_on(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)

    def breaks(_by: timedelta) -> None:
        raise RuntimeError

    sandbox.pass_time = breaks
    moves(sandbox, "hour")
    assert sandbox.passing.last is not None
    assert sandbox.passing.last.failed
    sandbox.pass_time = lambda _by: None
    moves(sandbox, "hour")
    assert not sandbox.passing.last.failed


def test_what_happened_meanwhile_is_listed_with_its_first_line(sandbox: Sandbox, ada: Person) -> None:
    wrote(sandbox, ada, "Before")
    sandbox.pass_time = lambda _by: wrote(sandbox, ada, "\n  Good morning!\nIt is Monday.")
    moves(sandbox, "day")
    wrote(sandbox, ada, "After")
    (one,) = sandbox.passing.happened()
    assert one.text == "Good morning!"
    assert one.readers == {ada.id}
    assert not one.is_deed


def test_it_says_whether_a_next_message_was_found(sandbox: Sandbox, ada: Person) -> None:
    sandbox.to_next = lambda _within: False
    moves(sandbox, "next")
    assert [sandbox.passing.last and sandbox.passing.last.found] == [False]

    def finds(within: timedelta) -> bool:
        wrote(sandbox, ada, f"within {within.days} days")
        return True

    sandbox.to_next = finds
    moves(sandbox, "next")
    assert [sandbox.passing.last and sandbox.passing.last.found] == [True]
    assert [one.text for one in sandbox.passing.happened()] == ["within 60 days"]


def test_what_only_one_person_sees_is_theirs_and_what_a_channel_sees_is_nobodys_in_particular(
    sandbox: Sandbox, ada: Person
) -> None:
    space, channel = sandbox.workspace, sandbox.channel("talk", members=[ada])
    space.post(channel, {"user": space.bot.id, "text": "For all"})
    space.post(channel, {"user": space.bot.id, "text": "For you", "ephemeral_to": ada.id})
    space.post(channel, {"user": space.bot.id, "text": "", "files": [{"name": "a.ics", "title": "A meeting"}]})
    found = [(one.text, one.readers, one.channel) for one in sandbox.journal.since(0)]
    assert found == [
        ("For all", frozenset(), channel.id),
        ("For you", {ada.id}, channel.id),
        ("A meeting", frozenset(), channel.id),
    ]


def test_what_people_do_themselves_is_listed_too(sandbox: Sandbox, ada: Person) -> None:
    bot = SmallBot(sandbox)
    with by_http(bot):
        bot.opens(modal("Join", section("Hello", accessory=button("Again")), field("goal"), row(menu("Red", "Blue"))))
        ada.types("/mentoring join " + "x" * LONGEST)
        bot.reset()
        ada.presses("Again")
        ada.chooses("menu", "Blue")
        ada.fills({"goal": "Fly"})
        ada.submits()
    said = [one.text for one in sandbox.journal.since(0) if one.is_deed and one.by == ada.id]
    assert said[0].startswith("types /mentoring join xxx")
    assert len(said[0]) == LONGEST
    assert said[1:] == ["presses “Again”", "chooses “Blue”", "sends the form “Join”"]
