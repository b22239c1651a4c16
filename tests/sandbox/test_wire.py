"""How calls come over the wire: connections that stay open, and end when they should."""

import http.client
import json
from socket import SHUT_WR
from urllib.parse import urlencode

import pytest

from app.core.clock import MovableClock
from app.sandbox.faults import Fault
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.conftest import NOON
from tests.sandbox.smallbot import MANIFEST


def line_to(slack: Sandbox) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", int(slack.address.rstrip("/").rpartition(":")[2]), timeout=5)


def ask(line: http.client.HTTPConnection, slack: Sandbox, method: str, **args: object) -> http.client.HTTPResponse:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json; charset=utf-8"}
    line.request("POST", f"/api/{method}", json.dumps(args), headers)
    return line.getresponse()


def test_many_calls_go_over_one_connection(slack: Sandbox, mina: Person) -> None:
    line = line_to(slack)
    line.connect()
    socket = line.sock
    for number in range(3):
        with ask(line, slack, "chat.postMessage", channel=mina.id, text=f"No {number}") as answer:
            assert json.loads(answer.read())["ok"]
    assert line.sock is socket
    line.close()
    assert [one["text"] for one in mina.messages()] == ["No 0", "No 1", "No 2"]


def test_who_wants_it_closed_gets_it_closed(slack: Sandbox) -> None:
    line = line_to(slack)
    line.request("GET", "/api/api.test", headers={"Authorization": f"Bearer {slack.bot_token}", "Connection": "close"})
    with line.getresponse() as answer:
        answer.read()
        assert answer.getheader("Connection") == "close"
    assert line.sock is None


def test_a_lost_answer_ends_the_connection_without_a_byte(slack: Sandbox, mina: Person) -> None:
    line = line_to(slack)
    slack.faults.next("chat.postMessage", Fault("drop_after"))
    with pytest.raises(http.client.RemoteDisconnected):
        ask(line, slack, "chat.postMessage", channel=mina.id, text="Arrived")
    line.close()
    mina.sees("Arrived")


def test_half_a_request_is_none(slack: Sandbox, mina: Person) -> None:
    before = len(slack.log)
    line = line_to(slack)
    line.putrequest("POST", "/api/chat.postMessage")
    line.putheader("Authorization", f"Bearer {slack.bot_token}")
    line.putheader("Content-Type", "application/x-www-form-urlencoded")
    said = urlencode({"channel": mina.id, "text": "Whole"}).encode()
    line.putheader("Content-Length", str(len(said) + 10))
    line.endheaders(said)
    line.sock.shutdown(SHUT_WR)
    with pytest.raises(http.client.RemoteDisconnected):
        line.getresponse()
    line.close()
    assert mina.messages() == []
    assert len(slack.log) == before


def test_a_token_may_stand_in_a_form(slack: Sandbox) -> None:
    line = line_to(slack)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/api/auth.test", urlencode({"token": slack.bot_token}), kind)
    with line.getresponse() as answer:
        assert json.loads(answer.read())["ok"]
    line.close()


def test_pages_are_served_beside_it(slack: Sandbox) -> None:
    line = line_to(slack)
    line.request("GET", "/nowhere")
    with line.getresponse() as answer:
        answer.read()
        assert answer.status == 404
    line.close()


def test_a_workspace_that_closes_cuts_the_open_connections() -> None:
    slack = Sandbox(clock=MovableClock(NOON), manifest=MANIFEST, rates="off")
    line = line_to(slack)
    with ask(line, slack, "auth.test") as answer:
        answer.read()
    slack.stop()
    with pytest.raises(OSError, match=r".*"):
        ask(line, slack, "auth.test")
    line.close()
