"""A small bot made of the real Bolt, whose answers a test decides, and blocks to answer with."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from flask import Flask, Response, request
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from werkzeug.serving import make_server

from app.sandbox.server import Sandbox
from app.sandbox.state import Json
from app.sandbox.wire import QuietHandler

MANIFEST = Path(__file__).parents[2] / "manifests" / "production.yaml"
Transport = Literal["socket", "http"]
Deed = Callable[[Ack, Json], Any]
ANYTHING = re.compile("")


def acks(ack: Ack, _body: Json) -> None:
    ack()


class SmallBot:
    """Acknowledges whatever comes, unless a test sets `does` or `gate`.

    Attributes:
        heard: the payloads that came, oldest first.
        retries: number and reason of every event's delivery, as its headers say.
        does: answers commands, buttons, forms and closed forms.
        gate: sees every event before Bolt acknowledges it; what it returns is the answer.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.api = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self.app = App(client=self.api, signing_secret=sandbox.signing_secret)
        self.reset()
        self.app.use(self._notes)
        for kind in (self.app.command, self.app.action, self.app.view, self.app.view_closed):
            kind(ANYTHING)(self._works)
        for event in ("app_home_opened", "user_change"):
            self.app.event(event)(lambda: None)

    def reset(self) -> None:
        self.heard: list[Json] = []
        self.retries: list[tuple[str, str]] = []
        self.does: Deed = acks
        self.gate: Callable[[], BoltResponse | None] = lambda: None

    def _works(self, ack: Ack, body: Json) -> None:
        self.heard.append(body)
        self.does(ack, body)

    def _notes(self, req: BoltRequest, next_: Callable[[], BoltResponse]) -> BoltResponse:
        if "event" not in req.body:
            return next_()
        self.heard.append(req.body)
        self.retries.append((_header(req, "x-slack-retry-num"), _header(req, "x-slack-retry-reason")))
        return self.gate() or next_()

    def answers(self, **said: Any) -> None:
        """Let it acknowledge with this."""
        self.does = lambda ack, _body: ack(**said)

    def opens(self, view: Json) -> None:
        """Let it open a form at whatever somebody does; it acknowledges last, so that then all is done."""

        def does(ack: Ack, body: Json) -> None:
            self.api.views_open(trigger_id=body["trigger_id"], view=view)
            ack()

        self.does = does


def _header(req: BoltRequest, name: str) -> str:
    return str((req.headers.get(name) or [""])[0])


@contextmanager
def by_socket(bot: SmallBot) -> Iterator[None]:
    """Connect a bot over Socket Mode."""
    sandbox = bot.sandbox
    web = WebClient(token=sandbox.app_token, base_url=sandbox.api_url, retry_handlers=[])
    handler = SocketModeHandler(bot.app, app_token=sandbox.app_token, web_client=web)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt left it untyped
    assert sandbox.socket.wait_for_connection(3)
    yield
    # Cut from the far end first: the SDK's client closes only when its read returns, and fails if closed meanwhile.
    handler.client.auto_reconnect_enabled = False
    sandbox.socket.close()
    wait_until(lambda: not handler.client.is_connected())
    handler.close()  # type: ignore[no-untyped-call]  # see above


@contextmanager
def by_http(bot: SmallBot) -> Iterator[None]:
    """Let a bot be reached by signed requests."""
    web, handler = Flask("bot"), SlackRequestHandler(bot.app)

    @web.post("/slack/events")
    def events() -> Response:
        return handler.handle(request)

    server = make_server("127.0.0.1", 0, web, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    bot.sandbox.deliver_by_http(f"http://127.0.0.1:{server.server_port}/slack/events")
    yield
    server.shutdown()
    server.server_close()


# -- blocks ---------------------------------------------------------------------------------------------


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, **more: Any) -> Json:
    return {"type": "button", "action_id": label.lower(), "text": plain(label), **more}


def row(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def menu(*names: str, **more: Any) -> Json:
    options = [{"text": plain(one), "value": one.lower()} for one in names]
    return {"type": "static_select", "action_id": "menu", "options": options, **more}


def field(name: str, kind: str = "plain_text_input", **more: Any) -> Json:
    element = {"type": kind, "action_id": "value", **more}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element}


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    submit = {"submit": plain("Send")} if any(one["type"] == "input" for one in blocks) else {}
    shown = list(blocks) or [section("Nothing here")]
    return {"type": "modal", "callback_id": "form", "title": plain(title), "blocks": shown, **submit, **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


# -- refusals -------------------------------------------------------------------------------------------


def refusal(call: Callable[..., Any], **args: Any) -> Json:
    """Return what Slack says when it refuses a call."""
    try:
        call(**args)
    except SlackApiError as error:
        return dict(error.response.data)
    raise AssertionError("Slack took it")


def refused(call: Callable[..., Any], **args: Any) -> str:
    """Return the code with which Slack refuses a call."""
    return str(refusal(call, **args)["error"])


def wait_until(true: Callable[[], bool], seconds: float = 3.0) -> None:
    """Wait for something that another thread does."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
