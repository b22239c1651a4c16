"""Processes: the bot with its web server, or a worker; signals."""

import signal
import socket
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication

from app.database.sole import hold_alone
from app.logs import sentry
from app.logs.lines import set_up_logs
from app.main import Trellis
from app.migrating import is_current
from app.settings import Settings
from app.slack.line import Line
from app.web.readiness import look_at_line
from app.web.server import FromSlack, make_web
from app.web.worker import Worker

log = structlog.get_logger()

THREADS = 8


class NotMigrated(Exception):  # noqa: N818 - a sentence for the admin
    """The database is older than this version of Trellis."""


def _set_up_logs(settings: Settings) -> None:
    dsn = settings.sentry_dsn.get_secret_value()
    report = sentry.start(dsn, f"trellis@{version('trellis')}") if dsn else None
    set_up_logs(settings.log_level, settings.log_format, report)


def line_of(trellis: Trellis) -> Line:
    """Return the line to Slack over Socket Mode, not connected yet."""
    settings = trellis.settings
    return Line(trellis.bolt, app_token=settings.slack_app_token.get_secret_value(), api_url=settings.slack_api_url)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with one process: threads share the clock and the socket."""

    def __init__(self, web: Flask, options: Mapping[str, Any]) -> None:
        self._web, self._options = web, options
        super().__init__()

    def load_config(self) -> None:
        """Take our options instead of the command line's."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return what to serve."""
        return self._web


def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT: transport, health, and (by default) the clock.

    Raises:
        NotMigrated: if the database is older than this version.
        InUse: if another process works with the same SQLite file.
    """
    _set_up_logs(settings)
    trellis = Trellis(settings)
    _check(trellis)
    held = hold_alone(trellis.database.url)
    trellis.open()
    by_http = settings.slack_transport == "http"
    lines: list[Line] = []

    def begin(_worker: Any) -> None:
        # After the fork: threads and sockets do not survive one.
        if not by_http:
            lines.append(line_of(trellis))
            lines[0].connect()
        if settings.inline_worker:
            trellis.clockwork.start()
        log.info("ready", transport=settings.slack_transport, port=settings.port)

    def end(_arbiter: Any, _worker: Any) -> None:
        for one in lines:
            one.hang_up()
        trellis.close()
        if held is not None:
            held.close()

    trellis.database.close()  # no connection may cross the fork
    slack = FromSlack(trellis.bolt, settings.slack_signing_secret.get_secret_value()) if by_http else None
    look = slack.heard.look if slack else look_at_line(lambda: all(one.is_connected for one in lines))
    web = make_web(slack, trellis.watched(look), public_url=settings.public_url, pages=trellis.pages())
    options = serving(f"0.0.0.0:{settings.port}")
    _Server(web, {**options, "post_worker_init": begin, "worker_exit": end}).run()


def serving(bind: str) -> dict[str, Any]:
    """Return how gunicorn serves: one process, so that threads share the clock and the socket."""
    return {
        "bind": bind,
        "workers": 1,
        "threads": THREADS,
        "worker_class": Worker,
        "graceful_timeout": 4,  # Fly.io kills after 5 s
        "loglevel": "warning",
        "proc_name": "trellis",
        "control_socket_disable": True,
    }


def work(settings: Settings) -> None:
    """Only send what is due, until SIGTERM or SIGINT: one more process for large installations.

    Raises:
        NotMigrated: if the database is older than this version.
        InUse: if another process works with the same SQLite file.
    """
    _set_up_logs(settings)
    trellis = Trellis(settings)
    _check(trellis)
    held = hold_alone(trellis.database.url)
    trellis.open()
    trellis.clockwork.start()
    log.info("working")
    wait_for_signal()
    trellis.close()
    if held is not None:
        held.close()


def wait_for_signal() -> None:
    """Return when somebody asks the process to stop.

    A signal may reach any thread (it does when a frozen process is woken and stopped at once), and Python runs its
    handlers in the main one, which a lock would keep asleep. A byte through a pair of sockets wakes it in any case.
    """
    hears, says = socket.socketpair()
    with hears, says:
        says.setblocking(False)
        before = signal.set_wakeup_fd(says.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: None)
        hears.recv(1)
        signal.set_wakeup_fd(before)


def _check(trellis: Trellis) -> None:
    if not is_current(trellis.database):
        raise NotMigrated("the database is not up to date; run `trellis migrate` first")
