"""`trellis demo`, as a newcomer with a browser uses it."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "demo"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = ""
    while "http://" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    yield re.findall(r"http://127\.0\.0\.1:\d+/", said)[0]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    rest = process.stdout.read()
    process.stdout.close()
    assert "Traceback" not in rest


def page(url: str, **form: str) -> str:
    data = urlencode(form).encode() if form else None
    with urllib.request.urlopen(url, data, timeout=10) as answer:  # noqa: S310 - our own loopback address
        return str(answer.read().decode())


def person(address: str, name: str) -> str:
    found = re.search(rf'href="(/people/\w+)"[^>]*>(?:(?!</a>).)*?{name}', page(address), re.DOTALL)
    assert found is not None
    return address.rstrip("/") + found[1]


def place(url: str, name: str) -> str:
    """Return the address of a conversation in somebody's sidebar."""
    found = re.search(rf'href="(/people/\w+/\w+)"[^>]*>(?:(?!</a>).)*?>{name}<', page(url), re.DOTALL)
    assert found is not None
    return f"{url.partition('/people/')[0]}{found[1]}"


def eventually(url: str, words: str) -> str:
    deadline = time.monotonic() + 10
    while words not in (seen := page(url)):
        assert time.monotonic() < deadline, seen
        time.sleep(0.1)
    return seen


class Buttons(HTMLParser):
    """Collects what the page's buttons send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "button" and "data-press" in said:
            self.found.append(said["data-press"] or "")


def press(url: str, where: str, label: str) -> None:
    """Press the first button of that label in a conversation, as the page itself would."""
    buttons = Buttons()
    buttons.feed(page(where))
    chosen = next(one for one in buttons.found if json.loads(one)["label"] == label)
    page(f"{url}/press", press=chosen)


def test_the_coordinator_approves_and_the_message_follows_by_itself(address: str) -> None:
    cora = person(address, "Cora Lind")
    desk = place(cora, "mentoring-desk")
    eventually(desk, "would like to join")
    press(cora, desk, "Approve")
    eventually(desk, "approved.")


def test_somebody_types_a_command_and_reads_the_answer(address: str) -> None:
    zuri = person(address, "Zuri")
    page(f"{zuri}/type", text="/mentoring status")
    eventually(f"{zuri}/messages", "You have not applied to a running cohort.")


def test_the_clock_moves_and_the_digest_comes(address: str) -> None:
    cora = person(address, "Cora Lind")
    page(f"{cora}/clock", step="week")
    eventually(place(cora, "mentoring-desk"), "the week until")


def test_home_is_shown_once_it_is_opened(address: str) -> None:
    cora = person(address, "Cora Lind")
    page(f"{cora}/home", open="yes")
    eventually(f"{cora}/home", "Your cohorts")
