"""What Trellis answers over HTTP; nothing else does."""

from collections.abc import Callable

from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler


def make_web(bolt: App | None, is_ready: Callable[[], bool]) -> Flask:
    """Return the web application.

    Args:
        bolt: answers `/slack/events`; None when Slack reaches Trellis over Socket Mode.
        is_ready: whether the database answers and Slack is connected.
    """
    web = Flask("trellis")

    @web.get("/healthz")
    def alive() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @web.get("/readyz")
    def ready() -> Response:
        return Response("ready\n") if is_ready() else Response("not ready\n", status=503)

    if bolt is not None:
        handler = SlackRequestHandler(bolt)

        @web.post("/slack/events")
        def slack() -> Response:
            stamp = request.headers.get("X-Slack-Request-Timestamp", "")
            if not stamp.isdecimal():
                return Response(status=401)  # Bolt would answer 500 to a stamp that is no number
            return handler.handle(request)

    return web
