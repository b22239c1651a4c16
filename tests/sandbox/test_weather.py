"""Trouble that comes at random: as much of it as was said, the same for the same seed."""

import threading
from collections import Counter
from types import SimpleNamespace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from app.sandbox.faults import Fault, Faults
from app.sandbox.people import Person
from app.sandbox.server import Sandbox

POST = "chat.postMessage"


def nothing() -> str:
    raise AssertionError("nobody wants to know the arguments")


def strikes(faults: Faults, times: int) -> list[str]:
    found = [faults.strike(POST, nothing) for _ in range(times)]
    return [one.kind if one else "" for one in found]


def test_it_strikes_about_as_often_as_was_said_and_the_same_calls_each_time() -> None:
    first, second, other = Faults(), Faults(), Faults()
    for faults, seed in ((first, 1), (second, 1), (other, 2)):
        faults.weather(POST, kind="drop_after", share=0.05, seed=seed)
    struck = strikes(first, 10_000)
    assert 400 < struck.count("drop_after") < 600
    assert strikes(second, 10_000) == struck
    assert strikes(other, 10_000) != struck
    assert first.struck == {(POST, "drop_after"): struck.count("drop_after")}


def test_it_leaves_other_methods_alone_and_ends_when_told() -> None:
    faults = Faults()
    faults.weather(POST, kind="500", share=1, seed=1)
    assert faults.strike("auth.test", nothing) is None
    assert strikes(faults, 2) == ["500", "500"]
    faults.calm_down()
    assert strikes(faults, 2) == ["", ""]


def test_kinds_come_beside_each_other() -> None:
    faults = Faults()
    faults.weather(POST, kind="500", share=0.2, seed=1)
    faults.weather(POST, kind="drop_before", share=0.2, seed=2)
    assert set(strikes(faults, 200)) == {"500", "drop_before", ""}


def test_what_was_ordered_for_the_next_call_comes_first() -> None:
    faults = Faults()
    faults.weather(POST, kind="500", share=1, seed=1)
    faults.next(POST, Fault("drop_before"))
    assert strikes(faults, 2) == ["drop_before", "500"]


def test_a_storm_lasts_some_seconds_and_says_how_many_are_left() -> None:
    watch = SimpleNamespace(seconds=0.0)
    faults = Faults(now=lambda: watch.seconds)
    faults.weather(POST, kind="storm", share=1, seed=1, seconds=5)
    waits = []
    for _ in range(5):
        found = faults.strike(POST, nothing)
        assert found is not None
        assert found.kind == "429"
        waits.append(found.seconds)
        watch.seconds += 1
    assert waits == [5, 4, 3, 2, 1]


def test_after_a_storm_it_is_calm_until_the_next_begins() -> None:
    watch = SimpleNamespace(seconds=0.0)
    faults = Faults(now=lambda: watch.seconds)
    faults.weather(POST, kind="storm", share=0.02, seed=3, seconds=2)
    lengths, run = [], 0
    for _ in range(2000):
        if faults.strike(POST, nothing) is not None:
            run += 1
        elif run:
            lengths.append(run)
            run = 0
        watch.seconds += 0.5
    assert len(lengths) > 10
    assert all(one >= 4 for one in lengths)


def test_threads_share_one_sky() -> None:
    faults, found = Faults(), Counter[str]()
    alone = Faults()
    for one in (faults, alone):
        one.weather(POST, kind="500", share=0.3, seed=7)
    lock = threading.Lock()

    def ask() -> None:
        mine = Counter(strikes(faults, 500))
        with lock:
            found.update(mine)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == Counter(strikes(alone, 4000))


def test_what_the_bot_sees_of_it(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.weather(POST, kind="500_after", share=1, seed=1)
    with pytest.raises(SlackApiError) as caught:
        api.chat_postMessage(channel=mina.id, text="Arrived")
    slack.faults.calm_down()
    slack.faults.weather(POST, kind="storm", share=1, seed=1, seconds=30)
    with pytest.raises(SlackApiError) as throttled:
        api.chat_postMessage(channel=mina.id, text="Not yet")
    slack.faults.calm_down()
    api.chat_postMessage(channel=mina.id, text="Calm")
    assert caught.value.response.status_code == 500
    assert throttled.value.response.headers["Retry-After"] == "30"
    assert [one["text"] for one in mina.messages()] == ["Arrived", "Calm"]
