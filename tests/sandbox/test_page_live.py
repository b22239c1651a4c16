"""What a browser is sent while it looks: what differs from what it has, and nothing else."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.sandbox.page.stream import NEWEST
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.browsing import Browser

MANY = 5000


def have(screen: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return what a browser says of itself that was sent this."""
    regions = {name: mark for name, (mark, _) in screen["regions"].items()}
    pieces = {one[0]: one[1] for stream in screen["streams"].values() for one in stream["items"]}
    since = screen["streams"]["main"]["since"]
    return {"revision": screen["revision"], "since": since, "have": regions | pieces, **more}


def fresh(screen: dict[str, Any], stream: str = "main") -> list[str]:
    """Return the pieces that came with their HTML."""
    return [one[0] for one in screen["streams"][stream]["items"] if len(one) > 2]


@pytest.fixture
def place(sandbox: Sandbox, ada: Person) -> str:
    return sandbox.channel("mentorship", members=[ada]).id


def test_only_what_changed_is_sent(browser: Browser, sandbox: Sandbox, says: Callable[..., Any], place: str) -> None:
    first, second = (says(channel=place, text=text)["ts"] for text in ("one", "two"))
    screen = browser.lacks(place=place)
    assert fresh(screen) == ["day-2027-01-11", f"m{first}", f"m{second}"]
    sandbox.workspace.message(place, second)["text"] = "three"
    with sandbox.workspace.change():
        pass
    then = browser.lacks(place=place, **have(screen))
    assert fresh(then) == [f"m{second}"]
    assert then["regions"] == {}


def test_a_browser_waits_until_something_changes(browser: Browser, says: Callable[..., Any], place: str) -> None:
    screen = browser.lacks(place=place)
    threading.Timer(0.1, lambda: says(channel=place, text="now")).start()
    begin = time.monotonic()
    then = browser.lacks(place=place, **have(screen))
    assert time.monotonic() - begin > 0.05
    assert "now" in then["streams"]["main"]["items"][-1][2]


def test_a_deed_is_answered_with_what_came_of_it(client: FlaskClient, ada: Person, place: str) -> None:
    form = {"text": "Hello", "place": place, "screen": f'{{"place": "{place}"}}'}
    said = client.post(f"/people/{ada.id}/type", data=form).get_json()
    assert "Hello" in said["streams"]["main"]["items"][-1][2]
    assert client.post(f"/people/{ada.id}/type", data={"screen": "nonsense"}).status_code == 400
    assert client.post(f"/people/{ada.id}/live", json={"place": place, "line": "soon"}).status_code == 400
    assert client.post(f"/people/{ada.id}/live", data="nonsense").status_code == 400


def test_older_messages_come_when_they_are_asked_for(browser: Browser, sandbox: Sandbox, place: str) -> None:
    where = sandbox.workspace.conversations[place]
    for number in range(NEWEST * 2 + 5):
        sandbox.workspace.post(where, {"user": sandbox.workspace.bot.id, "text": f"number {number}"})
    first = browser.lacks(place=place)
    assert len(first["streams"]["main"]["items"]) == NEWEST + 1
    assert first["streams"]["main"]["more"]
    more = browser.lacks(place=place, **have(first, older=True, revision=-1))
    assert len(more["streams"]["main"]["items"]) == NEWEST * 2 + 1
    all_of_it = browser.lacks(place=place, **have(more, older=True, revision=-1))
    assert not all_of_it["streams"]["main"]["more"]
    assert "number 0" in all_of_it["streams"]["main"]["items"][1][2]
    sandbox.workspace.post(where, {"user": sandbox.workspace.bot.id, "text": "the newest"})
    assert len(fresh(browser.lacks(place=place, **have(all_of_it)))) == 1


def test_five_thousand_messages_are_no_reason_to_wait(
    browser: Browser, sandbox: Sandbox, ada: Person, place: str
) -> None:
    where = sandbox.workspace.conversations[place]
    for number in range(MANY):
        sandbox.workspace.post(where, {"user": sandbox.workspace.bot.id, "text": f"number {number}"})
    screen = have(browser.lacks(place=place, seen=True))
    spent = []
    for number in range(5):
        begin = time.monotonic()
        sandbox.people[ada.id].says(f"again {number}", where)
        browser.lacks(place=place, seen=True, **{**screen, "revision": -1})
        spent.append(time.monotonic() - begin)
    assert min(spent) < 0.1


def test_nobody_is_sent_what_only_another_may_see(browser: Browser, sandbox: Sandbox, place: str) -> None:
    where = sandbox.workspace.conversations[place]
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    root = sandbox.workspace.post(where, {"user": sandbox.workspace.bot.id, "text": "all"})["ts"]
    sandbox.workspace.post(where, {"user": sandbox.workspace.bot.id, "text": "secret", "ephemeral_to": bo.id})
    reply = {"thread_ts": root, "ephemeral_to": bo.id}
    sandbox.workspace.post(where, {"user": sandbox.workspace.bot.id, "text": "secret too", **reply})
    screen = browser.lacks(place=place, thread=root)
    assert fresh(screen) == ["day-2027-01-11", f"m{root}"]
    assert fresh(screen, "thread") == [f"thread-m{root}"]
    assert "reply" not in screen["streams"]["main"]["items"][-1][2].replace('class="reply"', "")


def test_a_page_of_nobody_keeps_its_clock(client: FlaskClient) -> None:
    said = client.post("/live", json={}).get_json()
    assert "sidebar" not in said["regions"]
    assert "11:00" in said["regions"]["clock"][1]
