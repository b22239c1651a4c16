"""Gunicorn with one working process: its threads share the clock and the line to Slack."""

import socket
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from app.leaving import WITHIN, vanish
from app.logs.served import Through
from app.web.worker import Worker

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """What serves a web application.

    Args:
        web: the application.
        options: gunicorn's; see `serving`.
    """

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

    def run(self) -> NoReturn:
        """Serve until somebody says stop; with that the process ends."""
        _Keeper(self).run()
        vanish()


class _Keeper(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """Watches over the working process."""

    def handle_int(self) -> None:
        """Stop as for SIGTERM; gunicorn would drop what is being answered, and Fly.io asks in this way."""
        self.handle_term()

    def halt(self, reason: str | None = None, exit_status: int = 0) -> NoReturn:
        """Stop, and be gone."""
        try:
            super().halt(reason, exit_status)
        finally:
            vanish(exit_status)


def serving(at: socket.socket | str) -> dict[str, Any]:
    """Return gunicorn's options.

    Args:
        at: where to listen: a socket that has its port already, or `host:port`.
    """
    return {
        "bind": at if isinstance(at, str) else f"fd://{at.detach()}",
        "workers": 1,
        "threads": THREADS,
        "worker_class": Worker,
        # Longer than proxies keep theirs (60 to 90 s), or they send a request into one that closes in that moment.
        "keepalive": 95,
        "graceful_timeout": int(WITHIN) + 1,  # the working process ends by itself before
        "loglevel": "warning",
        "logger_class": Through,
        "proc_name": "trellis",
        "control_socket_disable": True,
    }
