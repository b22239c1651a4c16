"""A workspace that many tests share; each brings its own people and channels."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from werkzeug.serving import make_server

from app.core.clock import MovableClock
from app.sandbox import state, transports
from app.sandbox.page import routes
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation
from tests.sandbox import browsing
from tests.sandbox.smallbot import MANIFEST, SmallBot, by_http, by_socket

NOON = datetime(2027, 1, 11, 11, tzinfo=UTC)
NUMBERS = count(1)


def workspace() -> Sandbox:
    return Sandbox(clock=MovableClock(NOON), manifest=MANIFEST, rates="off")


@pytest.fixture(scope="session")
def slack() -> Iterator[Sandbox]:
    """A workspace without a bot, for calls of the Web API."""
    with workspace() as made:
        made.events = set()
        yield made


@pytest.fixture
def api(slack: Sandbox) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def arrives(slack: Sandbox) -> Callable[[], Person]:
    return lambda: slack.person(f"guest{next(NUMBERS)}")


@pytest.fixture
def mina(slack: Sandbox) -> Person:
    return slack.person(f"mina{next(NUMBERS)}", real_name="Mina Osei")


@pytest.fixture
def channel(slack: Sandbox, mina: Person) -> Conversation:
    """A public channel with the bot in it."""
    made = slack.channel(f"channel{next(NUMBERS)}", members=[mina])
    made.members.add(slack.workspace.bot.id)
    return made


@pytest.fixture(scope="session")
def socket_bot() -> Iterator[SmallBot]:
    with workspace() as made:
        bot = SmallBot(made)
        with by_socket(bot):
            yield bot


@pytest.fixture(scope="session")
def http_bot() -> Iterator[SmallBot]:
    with workspace() as made:
        bot = SmallBot(made)
        with by_http(bot):
            yield bot


@pytest.fixture(params=["socket", "http"])
def bot(request: pytest.FixtureRequest) -> SmallBot:
    """A bot that has heard nothing yet, once over Socket Mode and once over signed HTTP."""
    found: SmallBot = request.getfixturevalue(f"{request.param}_bot")
    found.reset()
    return found


@pytest.fixture
def lea(bot: SmallBot) -> Person:
    return bot.sandbox.person(f"lea{next(NUMBERS)}", tz="Europe/Madrid", real_name="Lea Moreau")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's three seconds last half of one, so that a test does not wait for them."""
    monkeypatch.setattr(transports, "ACK_SECONDS", 0.5)
    monkeypatch.setattr(state, "TRIGGER_SECONDS", 0.5)


@pytest.fixture
def granted(slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The scopes that are granted during one test, to be changed."""
    scopes = set(slack.limits.granted)
    monkeypatch.setattr(slack.limits, "granted", scopes)
    return scopes


# -- the page in a browser ------------------------------------------------------------------------------------


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def sandbox(heard: list[Any]) -> Iterator[Sandbox]:
    with Sandbox(clock=MovableClock(browsing.START), manifest=browsing.MANIFEST, rates="off") as made:
        web = Flask("bot")
        handler = SlackRequestHandler(browsing.bot(made, heard))

        @web.post("/slack/events")
        def events() -> Any:
            return handler.handle(request)

        server = make_server("127.0.0.1", 0, web, threaded=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        made.deliver_by_http(f"http://127.0.0.1:{server.server_port}/slack/events")
        yield made
        server.shutdown()
        server.server_close()


@pytest.fixture
def client(sandbox: Sandbox) -> FlaskClient:
    web = Flask("page")
    routes.install(web, sandbox)
    return web.test_client()


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.person("ada", tz="Europe/Madrid", real_name="Ada Okafor")


@pytest.fixture
def browser(client: FlaskClient, ada: Person) -> browsing.Browser:
    return browsing.Browser(client, ada)


@pytest.fixture
def says(sandbox: Sandbox) -> Callable[..., Any]:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage
