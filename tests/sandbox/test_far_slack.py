"""The workspace in a process of its own: steered and read from outside."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.kit.far_slack import FarSlack
from tests.sandbox.smallbot import refused


@pytest.fixture(scope="module")
def far() -> Iterator[FarSlack]:
    with FarSlack() as made:
        yield made


@pytest.fixture
def api(far: FarSlack) -> WebClient:
    far.forget()
    far.calm_down()
    far.without()
    return WebClient(token=far.bot_token, base_url=far.api_url, retry_handlers=[])


def post(api: WebClient, to: str, mark: str) -> dict[str, str]:
    metadata = {"event_type": "mark", "event_payload": {"id": mark}}
    said = api.chat_postMessage(channel=to, text=f"Hello {mark}", metadata=metadata)
    return {"channel": said["channel"], "ts": said["ts"]}


def test_what_was_posted_is_read_by_its_mark(far: FarSlack, api: WebClient) -> None:
    one, two = far.people(2)
    places = {mark: post(api, to, mark) for mark, to in (("a", one), ("b", two))}
    seen = far.record().standing()
    assert {mark: {"channel": of.channel, "ts": of.ts} for mark, (of,) in seen.items()} == places
    assert far.count() == 2


def test_what_was_taken_back_is_told_apart_and_for_how_long_it_stood(far: FarSlack, api: WebClient) -> None:
    (one,) = far.people(1)
    first, _second = post(api, one, "a"), post(api, one, "a")
    api.chat_delete(channel=first["channel"], ts=first["ts"])
    record = far.record()
    assert [len(record.standing()["a"]), len(record.taken_back()["a"])] == [1, 1]
    assert 0 <= (record.taken_back()["a"][0].stood or 0) < 5


def test_weather_rates_and_scopes_are_changed_from_outside(far: FarSlack, api: WebClient) -> None:
    (one,) = far.people(1)
    far.weather("chat.postMessage", kind="500_after", share=1, seed=1)
    with pytest.raises(SlackApiError):
        post(api, one, "a")
    far.calm_down()
    far.rates("slack")
    for mark in "bc":
        post(api, one, mark)
    post(api, one, "d")
    assert refused(lambda: post(api, one, "e")) == "ratelimited"
    far.rates("off")
    far.without("chat:write")
    assert refused(lambda: post(api, one, "f")) == "missing_scope"
    record = far.record()
    assert sorted(record.standing()) == ["a", "b", "c", "d"]
    assert (record.throttled, record.struck) == ({"chat.postMessage": 1}, {"chat.postMessage 500_after": 1})
