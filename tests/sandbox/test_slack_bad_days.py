"""Too many calls, lost answers, slow answers."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from app.core.clock import MovableClock
from app.sandbox import limits
from app.sandbox.faults import Fault
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.conftest import NOON
from tests.sandbox.smallbot import MANIFEST, refused


class Watch:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def busy() -> Iterator[Sandbox]:
    """A workspace that counts calls as Slack does."""
    with Sandbox(clock=MovableClock(NOON), manifest=MANIFEST, rates="slack") as made:
        yield made


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch, busy: Sandbox) -> Watch:
    made = Watch()
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=made.monotonic))
    busy.limits.forget()
    return made


@pytest.fixture
def calls(busy: Sandbox) -> WebClient:
    return WebClient(token=busy.bot_token, base_url=busy.api_url, retry_handlers=[])


def wait_of(error: SlackApiError) -> int:
    assert error.response.status_code == 429
    assert error.response["error"] == "ratelimited"
    return int(error.response.headers["Retry-After"])


# -- rates --------------------------------------------------------------------------------------------------


def test_a_method_of_the_second_tier_is_called_twenty_times_a_minute(calls: WebClient, watch: Watch) -> None:
    for _ in range(20):
        calls.users_list()
    with pytest.raises(SlackApiError) as caught:
        calls.users_list()
    watch.seconds += wait_of(caught.value)
    assert calls.users_list()["ok"]


def test_one_busy_method_leaves_the_others_free(calls: WebClient, watch: Watch) -> None:
    for _ in range(20):
        calls.users_list()
    assert calls.auth_test()["ok"]
    assert watch.seconds == 0


def test_a_channel_takes_one_message_a_second_after_a_short_burst(
    calls: WebClient, watch: Watch, busy: Sandbox
) -> None:
    one, other = busy.person("one"), busy.person("other")
    for _ in range(3):
        calls.chat_postMessage(channel=one.id, text="x")
    with pytest.raises(SlackApiError) as caught:
        calls.chat_postMessage(channel=one.id, text="x")
    assert calls.chat_postMessage(channel=other.id, text="x")["ok"]
    watch.seconds += wait_of(caught.value)
    assert calls.chat_postMessage(channel=one.id, text="x")["ok"]


def test_a_refused_message_is_not_posted(calls: WebClient, watch: Watch, busy: Sandbox) -> None:
    one = busy.person("three")
    for number in range(4):
        if number < 3:
            calls.chat_postMessage(channel=one.id, text="x")
        else:
            assert refused(calls.chat_postMessage, channel=one.id, text="x") == "ratelimited"
    assert len(one.messages()) == 3
    assert watch.seconds == 0


def test_a_workspace_may_count_nothing(api: WebClient) -> None:
    for _ in range(25):
        assert api.users_list()["ok"]


# -- faults -------------------------------------------------------------------------------------------------


def test_too_many_requests_on_demand(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("429", seconds=7))
    with pytest.raises(SlackApiError) as caught:
        api.chat_postMessage(channel=mina.id, text="x")
    assert wait_of(caught.value) == 7
    assert mina.messages() == []


def test_the_sdk_waits_and_gets_through(slack: Sandbox, mina: Person) -> None:
    patient = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler()])
    slack.faults.next("chat.postMessage", Fault("429", seconds=1))
    patient.chat_postMessage(channel=mina.id, text="x")
    assert len(mina.messages()) == 1


def test_a_server_error_on_demand(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("500"))
    with pytest.raises(SlackApiError) as caught:
        api.chat_postMessage(channel=mina.id, text="x")
    assert caught.value.response.status_code == 500
    assert mina.messages() == []


def test_a_connection_that_breaks_before_the_work(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("drop_before"))
    with pytest.raises(OSError, match=r".*"):
        api.chat_postMessage(channel=mina.id, text="x")
    assert mina.messages() == []


def test_an_answer_that_is_lost_after_the_work(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("drop_after"))
    with pytest.raises(OSError, match=r".*"):
        api.chat_postMessage(channel=mina.id, text="Arrived")
    mina.sees("Arrived")


def test_an_error_before_and_after_the_work(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("error", code="fatal_error"))
    slack.faults.next("chat.postMessage", Fault("error_after"))
    assert refused(api.chat_postMessage, channel=mina.id, text="Lost") == "fatal_error"
    assert refused(api.chat_postMessage, channel=mina.id, text="Arrived") == "internal_error"
    assert [one["text"] for one in mina.messages()] == ["Arrived"]


def test_a_slow_answer(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("slow", seconds=0.2))
    begun = time.monotonic()
    api.chat_postMessage(channel=mina.id, text="x")
    assert time.monotonic() - begun > 0.2


def test_a_fault_strikes_as_often_as_was_said(slack: Sandbox, api: WebClient) -> None:
    slack.faults.next("auth.test", Fault("error", times=2))
    assert refused(api.auth_test) == "internal_error"
    assert refused(api.auth_test) == "internal_error"
    assert api.auth_test()["ok"]


def test_a_fault_strikes_only_the_calls_that_match(slack: Sandbox, api: WebClient, mina: Person) -> None:
    slack.faults.next("chat.postMessage", Fault("error", match="the second"))
    assert api.chat_postMessage(channel=mina.id, text="the first")["ok"]
    assert refused(api.chat_postMessage, channel=mina.id, text="the second") == "internal_error"
