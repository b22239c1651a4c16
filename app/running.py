"""Processes: the bot with its web server, or a worker."""

import gc
import signal
from importlib.metadata import version
from typing import IO, Any

import structlog

from app.database.sole import hold_alone
from app.leaving import Leaving, hurry, vanish, wait_for_signal
from app.logs import sentry
from app.logs.lines import set_up_logs
from app.main import Trellis
from app.serving import Server, serving
from app.settings import Settings
from app.slack import line
from app.slack.line import Line
from app.starting import check, listen, patiently
from app.web.readiness import look_at_line
from app.web.server import FromSlack, make_web

log = structlog.get_logger()


def _set_up_logs(settings: Settings) -> None:
    dsn = settings.sentry_dsn.get_secret_value()
    report = sentry.start(dsn, f"trellis@{version('trellis')}") if dsn else None
    set_up_logs(settings.log_level, settings.log_format, report)


def _opened(settings: Settings) -> tuple[Trellis, IO[str] | None]:
    """Return the house, at home in its workspace, and what holds its database for this process alone."""
    trellis = Trellis(settings)
    check(trellis.database)
    held = hold_alone(trellis.database.url)
    patiently(trellis.open, setting="SLACK_BOT_TOKEN")
    return trellis, held


class _Working:
    """The working process of the web server, from its fork to its end.

    Args:
        trellis: the house.
        held: what holds its database.
        port: where it is served.
    """

    def __init__(self, trellis: Trellis, held: IO[str] | None, port: int) -> None:
        self._trellis, self._held, self._port = trellis, held, port
        self._by_http = trellis.settings.slack_transport == "http"
        self._line: Line | None = None
        self._leaving: Leaving | None = None
        # Asked before the fork, so that a wrong token is told in one sentence.
        self._address = None if self._by_http else patiently(self._ask, setting="SLACK_APP_TOKEN")

    def _ask(self) -> str:
        settings = self._trellis.settings
        return line.address(app_token=settings.slack_app_token.get_secret_value(), api_url=settings.slack_api_url)

    def is_connected(self) -> bool:
        """Whether the line to Slack stands."""
        return self._line is not None and self._line.is_connected

    def begin(self, worker: Any) -> None:
        """Begin; called after the fork, which neither threads nor connections survive."""
        settings = self._trellis.settings
        signal.signal(signal.SIGINT, worker.handle_exit)  # as SIGTERM; see app.serving
        if not self._by_http:
            token = settings.slack_app_token.get_secret_value()
            self._line = Line(self._trellis.bolt, app_token=token, api_url=settings.slack_api_url)
            patiently(self._connect, setting="SLACK_APP_TOKEN")
        if settings.inline_worker:
            self._trellis.clockwork.start()
        self._leaving = Leaving(self._leave)
        log.info("ready", transport=settings.slack_transport, port=self._port)

    def _connect(self) -> None:
        if self._line is not None:
            address, self._address = self._address, None  # good for one connection
            self._line.connect(address)

    def _leave(self) -> None:
        self._trellis.clockwork.begin_nothing_more()
        if self._line is not None:
            self._line.hang_up()
        self._trellis.clockwork.stop()

    def end(self, _arbiter: Any, _worker: Any) -> None:
        """End, after the last request was answered; all else was brought to its end beside them."""
        if self._leaving is None:
            return  # it could not begin; gunicorn says so
        self._leaving.leave()
        self._trellis.close()
        if self._held is not None:
            self._held.close()
        vanish()


def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT: transport, health, and (by default) the clock.

    Raises:
        CannotStart: with a sentence for the admin.
        InUse: if another process works with the same SQLite file.
    """
    _set_up_logs(settings)
    at = listen(settings.port)
    trellis, held = _opened(settings)
    working = _Working(trellis, held, at.getsockname()[1])
    trellis.database.close()  # no connection may cross the fork
    gc.collect()
    gc.freeze()  # what is imported stays shared between both processes: the collector never touches it again
    secret = settings.slack_signing_secret.get_secret_value()
    slack = FromSlack(trellis.bolt, secret) if settings.slack_transport == "http" else None
    look = slack.heard.look if slack else look_at_line(working.is_connected)
    web = make_web(slack, trellis.watched(look), public_url=settings.public_url, pages=trellis.pages())
    Server(web, {**serving(at), "post_worker_init": working.begin, "worker_exit": working.end}).run()


def work(settings: Settings) -> None:
    """Only send what is due, until SIGTERM or SIGINT: one more process for large installations.

    Raises:
        CannotStart: with a sentence for the admin.
        InUse: if another process works with the same SQLite file.
    """
    _set_up_logs(settings)
    trellis, held = _opened(settings)
    trellis.clockwork.start()
    log.info("working")
    wait_for_signal()
    hurry()
    log.info("stopping")
    trellis.close()
    if held is not None:
        held.close()
