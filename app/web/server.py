"""What Trellis answers over HTTP; nothing else does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from flask import Blueprint, Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from werkzeug.exceptions import HTTPException

from app.web.headers import ALWAYS, ONLY_HTTPS
from app.web.heads import LONGEST_BODY
from app.web.signed import Signed
from app.web.turned_away import TurnedAway
from app.web.watch import Watch

log = structlog.get_logger()


@dataclass(frozen=True)
class FromSlack:
    """What answers `/slack/events`: Bolt, once the signing secret proved who asks."""

    bolt: App
    signing_secret: str


def make_web(
    slack: FromSlack | None,
    is_ready: Callable[[], bool],
    watch: Watch | None = None,
    *,
    public_url: str = "",
    pages: Sequence[Blueprint] = (),
) -> Flask:
    """Return the web application.

    Args:
        slack: answers `/slack/events`; None when Slack reaches Trellis over Socket Mode.
        is_ready: whether the database answers and Slack is connected.
        watch: tells how delivery is doing; without it there is no `/metrics`.
        public_url: the address that people know; browsers keep to https if it does.
        pages: what else it serves.
    """
    web = Flask("trellis", static_folder=None)
    web.config.update(MAX_CONTENT_LENGTH=LONGEST_BODY, PROVIDE_AUTOMATIC_OPTIONS=False)
    web.url_map.merge_slashes = False
    web.url_map.redirect_defaults = False
    turned_away = TurnedAway()
    web.extensions["turned-away"] = turned_away
    _answer_plainly(web, turned_away, is_https=public_url.startswith("https://"))

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

    if slack is not None:
        _serve_slack(web, slack, turned_away)
    for one in pages:
        web.register_blueprint(one)
    return web


def _serve_slack(web: Flask, slack: FromSlack, turned_away: TurnedAway) -> None:
    handler = SlackRequestHandler(slack.bolt)
    signed = Signed(slack.signing_secret)

    @web.post("/slack/events")
    def events() -> Response:
        why = signed.why_not(
            request.headers.get("X-Slack-Request-Timestamp", ""),
            request.headers.get("X-Slack-Signature", ""),
            lambda: request.get_data(parse_form_data=False),
        )
        if why is not None:
            turned_away.note(why)
            return Response(status=401)
        return handler.handle(request)


def _answer_plainly(web: Flask, turned_away: TurnedAway, *, is_https: bool) -> None:
    """Let every answer carry the headers, and every fault be a status without a word about the inside."""

    @web.after_request
    def carry(answer: Response) -> Response:
        for name, value in ALWAYS.items():
            answer.headers.setdefault(name, value)
        if is_https or request.headers.get("X-Forwarded-Proto") == "https":
            answer.headers.setdefault("Strict-Transport-Security", ONLY_HTTPS)
        return answer

    @web.errorhandler(HTTPException)
    def no(error: HTTPException) -> Response:
        status = error.code or 500
        if status == 413:  # noqa: PLR2004 - the status says what it is
            turned_away.note("too-large")
        answer = Response(status=status, mimetype="text/plain")
        allowed = dict(error.get_headers()).get("Allow")
        if allowed:
            answer.headers["Allow"] = allowed
        return answer

    @web.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        # Not the path: it may be somebody's secret address.
        log.error("fault", page=request.endpoint, exc_info=error)
        return Response(status=500, mimetype="text/plain")
