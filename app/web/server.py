"""What Trellis answers over HTTP; nothing else does."""

from collections.abc import Callable

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

from app.web.watch import Watch


def make_web(bolt: App | None, is_ready: Callable[[], bool], watch: Watch | None = None) -> Flask:
    """Return the web application.

    Args:
        bolt: answers `/slack/events`; None when Slack reaches Trellis over Socket Mode.
        is_ready: whether the database answers and Slack is connected.
        watch: tells how delivery is doing; without it there is no `/metrics`.
    """
    web = Flask("trellis")

    @web.get("/healthz")
    def alive() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @web.get("/readyz")
    def ready() -> Response:
        if not is_ready():
            return Response("not ready\n", status=503, mimetype="text/plain")
        # For whoever looks; a late message is no reason to take a process out of service.
        said = watch.sentences() if watch is not None else []
        return Response("".join(f"{line}\n" for line in ["ready", *said]), mimetype="text/plain")

    if watch is not None:

        @web.get("/metrics")
        def metrics() -> Response:
            text = watch.metrics()
            if text is None:
                return Response("the database does not answer\n", status=503, mimetype="text/plain")
            return Response(text, content_type=CONTENT_TYPE_LATEST)

    if bolt is not None:
        handler = SlackRequestHandler(bolt)

        @web.post("/slack/events")
        def slack() -> Response:
            stamp = request.headers.get("X-Slack-Request-Timestamp", "")
            if not stamp.isdecimal():
                return Response(status=401)  # Bolt would answer 500 to a stamp that is no number
            return handler.handle(request)

    return web
