"""What Trellis answers over HTTP; nothing else does."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from flask import Blueprint, Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from werkzeug.exceptions import HTTPException

from app.logs.visits import follow
from app.web.figures import TurnedAwayFigures
from app.web.headers import ALWAYS, ONLY_HTTPS
from app.web.heads import LONGEST_BODY
from app.web.readiness import Heard, Kept, Look
from app.web.signed import Signed
from app.web.turned_away import TurnedAway
from app.web.watch import Watch

log = structlog.get_logger()


KEPT = 1.0  # seconds for which `/readyz` answers the same to everybody


@dataclass(frozen=True)
class FromSlack:
    """What answers `/slack/events`: Bolt, once the signing secret proved who asks; `heard` remembers when."""

    bolt: App
    signing_secret: str
    heard: Heard = field(default_factory=Heard)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What monitoring may ask for.

    Attributes:
        look: looks at what this process needs.
        watch: tells how delivery is doing; without it there is no `/metrics`.
        token: what whoever asks for `/metrics` must bear; empty if everybody may.
        kept: for how many seconds an answer of `/readyz` is kept.
    """

    look: Look
    watch: Watch | None = None
    token: str = ""
    kept: float = KEPT


def make_web(
    slack: FromSlack | None, watched: Watched, *, public_url: str = "", pages: Sequence[Blueprint] = ()
) -> Flask:
    """Return the web application.

    Args:
        slack: answers `/slack/events`; None when Slack reaches Trellis over Socket Mode.
        watched: answers `/readyz` and `/metrics`.
        public_url: the address that people know; browsers keep to https if it does.
        pages: what else it serves.
    """
    web = Flask("trellis", static_folder=None)
    follow(web)
    web.config.update(MAX_CONTENT_LENGTH=LONGEST_BODY, PROVIDE_AUTOMATIC_OPTIONS=False)
    web.url_map.merge_slashes = False
    web.url_map.redirect_defaults = False
    turned_away = TurnedAway()
    web.extensions["turned-away"] = turned_away
    _answer_plainly(web, turned_away, is_https=public_url.startswith("https://"))

    @web.get("/healthz")
    def alive() -> Response:
        return Response("alive\n", mimetype="text/plain")

    _serve_readiness(web, watched)
    if watched.watch is not None:
        watched.watch.registry.register(TurnedAwayFigures(turned_away))
        _serve_figures(web, watched.watch, watched.token)
    if slack is not None:
        _serve_slack(web, slack, turned_away)
    for one in pages:
        web.register_blueprint(one)
    return web


def _serve_readiness(web: Flask, watched: Watched) -> None:
    def look() -> tuple[str, int]:
        lines = watched.look()
        is_ready = not any(one.is_fatal for one in lines)
        # For whoever looks; a late message is no reason to take a process out of service.
        said = watched.watch.sentences() if watched.watch is not None else []
        text = ["ready" if is_ready else "not ready", *(one.text for one in lines), *said]
        return "".join(f"{line}\n" for line in text), 200 if is_ready else 503

    kept = Kept(look, watched.kept)

    @web.get("/readyz")
    def ready() -> Response:
        text, status = kept.get()
        return Response(text, status=status, mimetype="text/plain")


def _serve_figures(web: Flask, watch: Watch, token: str) -> None:
    @web.get("/metrics")
    def metrics() -> Response:
        borne = request.headers.get("Authorization", "")
        if token and not hmac.compare_digest(borne.encode(), f"Bearer {token}".encode()):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        text = watch.metrics()
        if text is None:
            return Response("the database does not answer\n", status=503, mimetype="text/plain")
        return Response(text, content_type=CONTENT_TYPE_LATEST)


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
        slack.heard.note()
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
