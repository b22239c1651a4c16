"""Events and their retries, signatures, and Socket Mode's comings and goings."""

import json
import threading
import time
from collections.abc import Callable

import pytest
from simple_websocket import Client, ConnectionClosed
from slack_bolt import BoltResponse
from slack_sdk import WebClient

from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.conftest import workspace
from tests.sandbox.smallbot import SmallBot, by_socket, home, section, wait_until


def failing(times: int, **headers: str) -> Callable[[], BoltResponse | None]:
    """Answer 500 so often, and then let events through."""
    left = [times]

    def gate() -> BoltResponse | None:
        left[0] -= 1
        return BoltResponse(status=500, body="", headers=dict(headers)) if left[0] >= 0 else None

    return gate


# -- what happens -----------------------------------------------------------------------------------------------


def test_opening_home_is_told(bot: SmallBot, lea: Person) -> None:
    lea.opens_home()
    event = bot.heard[-1]["event"]
    assert (event["type"], event["user"], event["tab"]) == ("app_home_opened", lea.id, "home")
    assert "view" not in event


def test_opening_home_again_brings_what_was_published(bot: SmallBot, lea: Person) -> None:
    published = bot.api.views_publish(user_id=lea.id, view=home(section("x")))["view"]
    lea.opens_home()
    assert bot.heard[-1]["event"]["view"]["hash"] == published["hash"]


def test_leaving_the_workspace_is_told(bot: SmallBot, lea: Person) -> None:
    lea.leaves_workspace()
    assert bot.heard[-1]["event"]["type"] == "user_change"
    assert bot.heard[-1]["event"]["user"]["deleted"]


def test_moving_is_told_with_the_new_zone(bot: SmallBot, lea: Person) -> None:
    lea.moves_to("Asia/Tokyo")
    assert bot.heard[-1]["event"]["user"]["tz"] == "Asia/Tokyo"


def test_what_the_manifest_does_not_subscribe_to_is_not_told(bot: SmallBot, lea: Person) -> None:
    bot.sandbox.send_event({"type": "reaction_added", "user": lea.id})
    assert bot.heard == []


def test_an_event_may_come_twice_under_one_id(bot: SmallBot, lea: Person) -> None:
    bot.sandbox.faults.repeat_next_delivery()
    lea.opens_home()
    first, second = (one["event_id"] for one in bot.heard)
    assert first == second


# -- again and again --------------------------------------------------------------------------------------------


def test_an_event_that_was_not_taken_comes_again(http_bot: SmallBot) -> None:
    http_bot.reset()
    http_bot.gate = failing(2)
    http_bot.sandbox.person("patient").opens_home()
    assert http_bot.retries == [("", ""), ("1", "http_error"), ("2", "http_error")]
    assert len({one["event_id"] for one in http_bot.heard}) == 1


def test_after_three_retries_slack_gives_up(http_bot: SmallBot) -> None:
    http_bot.reset()
    http_bot.gate = failing(9)
    http_bot.sandbox.person("patient").opens_home()
    assert [number for number, _ in http_bot.retries] == ["", "1", "2", "3"]


def test_a_bot_may_ask_not_to_be_tried_again(http_bot: SmallBot) -> None:
    http_bot.reset()
    http_bot.gate = failing(9, **{"X-Slack-No-Retry": "1"})
    http_bot.sandbox.person("patient").opens_home()
    assert http_bot.retries == [("", "")]


@pytest.mark.usefixtures("hasty")
def test_a_slow_bot_is_tried_again_over_http(http_bot: SmallBot) -> None:
    http_bot.reset()
    http_bot.gate = slow_once()
    http_bot.sandbox.person("patient").opens_home()
    assert http_bot.retries == [("", ""), ("1", "http_timeout")]


@pytest.mark.usefixtures("hasty")
def test_a_slow_bot_is_tried_again_over_socket_mode(socket_bot: SmallBot) -> None:
    socket_bot.reset()
    socket_bot.gate = slow_once()
    socket_bot.sandbox.person("patient").opens_home()
    assert socket_bot.retries == [("0", ""), ("1", "timeout")]


def slow_once() -> Callable[[], None]:
    waits = [0.7]

    def gate() -> None:
        time.sleep(waits.pop() if waits else 0)

    return gate


# -- signatures -------------------------------------------------------------------------------------------------


def test_a_request_is_signed_with_the_apps_secret(http_bot: SmallBot, monkeypatch: pytest.MonkeyPatch) -> None:
    http_bot.reset()
    person = http_bot.sandbox.person("signed")
    person.types("/mentoring")
    assert person.trouble == ""
    monkeypatch.setattr(http_bot.sandbox.app.transport, "_signer", forger())
    person.types("/mentoring")
    assert person.trouble == "/mentoring failed with the error “dispatch_failed”"
    assert len(http_bot.heard) == 1


def forger() -> object:
    with workspace() as other:
        other.deliver_by_http("http://127.0.0.1:9")
        return vars(other.app.transport)["_signer"]


# -- Socket Mode ------------------------------------------------------------------------------------------------


def link(sandbox: Sandbox) -> str:
    api = WebClient(token=sandbox.app_token, base_url=sandbox.api_url, retry_handlers=[])
    return str(api.apps_connections_open(app_token=sandbox.app_token)["url"])


def connect(address: str) -> Client:
    # This client overlooks a frame that came in the same breath as the handshake until something else
    # comes; the answer to a ping does.
    return Client(address, ping_interval=1)


def said(client: Client) -> dict[str, object]:
    found = json.loads(client.receive(timeout=15))
    assert isinstance(found, dict)
    return found


def test_a_connection_begins_with_hello(slack: Sandbox) -> None:
    client = connect(link(slack))
    assert said(client)["type"] == "hello"
    client.close()
    wait_until(lambda: slack.socket.connections == 0)


def test_an_address_of_a_connection_works_once(slack: Sandbox) -> None:
    address = link(slack)
    first = connect(address)
    assert said(first)["type"] == "hello"
    second = connect(address)
    with pytest.raises(ConnectionClosed):
        second.receive(timeout=15)
    first.close()
    wait_until(lambda: slack.socket.connections == 0)


def test_ten_connections_are_the_most(slack: Sandbox) -> None:
    clients = [connect(link(slack)) for _ in range(10)]
    wait_until(lambda: slack.socket.connections == 10)
    with pytest.raises(ConnectionClosed):
        connect(link(slack)).receive(timeout=15)
    for one in clients:
        one.close()
    wait_until(lambda: slack.socket.connections == 0)


def test_each_delivery_goes_to_one_of_the_connections(slack: Sandbox) -> None:
    clients = [connect(link(slack)) for _ in range(2)]
    assert [said(one)["type"] for one in clients] == ["hello", "hello"]
    heard = []
    for number in range(4):
        delivery = threading.Thread(target=slack.deliver, args=("events_api", {"number": number}))
        delivery.start()
        while delivery.is_alive():
            for at, one in enumerate(clients):
                envelope = one.receive(timeout=0.01)
                if envelope:
                    heard.append((number, at))
                    one.send(json.dumps({"envelope_id": json.loads(envelope)["envelope_id"]}))
        delivery.join()
    assert [number for number, _ in heard] == [0, 1, 2, 3]
    assert {at for _, at in heard} == {0, 1}
    for one in clients:
        one.close()
    wait_until(lambda: slack.socket.connections == 0)


def test_a_bot_that_is_asked_to_come_anew_does_and_hears_again() -> None:
    with workspace() as slack:
        bot = SmallBot(slack)
        with by_socket(bot):
            slack.socket.disconnect()
            assert slack.socket.wait_for_connection(5)
            person = slack.person("back")
            person.types("/mentoring")
            assert person.trouble == ""
            assert len(bot.heard) == 1
