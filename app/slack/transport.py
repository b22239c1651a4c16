"""Connections to Slack on which no byte leaves late.

A process may sleep (a frozen container, a suspended machine) between deciding to send and sending. When it wakes,
another one may have sent the message already; so each piece of a request asks the time right before it leaves.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ssl import SSLContext
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

from app.core.clock import steady

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


class TooLate(Exception):  # noqa: N818 - nothing is wrong, nothing left
    """The time to send had passed before the request was complete; Slack never saw it."""


@contextmanager
def leaving_until(moment: float | None) -> Iterator[None]:
    """Let requests of this thread leave until a moment of `app.core.clock.steady` only."""
    before = _UNTIL.set(moment)
    try:
        yield
    finally:
        _UNTIL.reset(before)


class _Fenced(HTTPConnection):
    """Checks the time before each piece of a request leaves."""

    def connect(self) -> None:
        """Connect; the kernel gives up on bytes that nobody acknowledges, even if this process is gone by then."""
        super().connect()
        if hasattr(socket, "TCP_USER_TIMEOUT") and isinstance(self.timeout, int | float):
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(self.timeout * 1000))

    def send(self, data: Any) -> None:
        """Send a piece, if there is still time.

        Raises:
            TooLate: a request without its last piece is none.
        """
        until = _UNTIL.get()
        if self.sock is None:
            self.connect()  # first, since that takes a while
        if until is not None and steady() >= until:
            raise TooLate
        super().send(data)


class _FencedSecurely(HTTPSConnection, _Fenced):
    """The same with TLS."""


class _Plain(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Fenced, req)


class _Secure(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        # A name, an error and a certificate are checked as ever; `context` is what the handler was given.
        return self.do_open(partial(_FencedSecurely, context=self._context), req)  # type: ignore[attr-defined]


@cache
def _opener(proxy: str | None, context: SSLContext | None) -> OpenerDirector:
    """Return what opens connections; made once, since it keeps nothing of a request."""
    proxies = {"http": proxy, "https": proxy} if proxy else None
    return build_opener(ProxyHandler(proxies), _Plain(), _Secure(context=context))


class FencedClient(WebClient):
    """Slack's client on such connections: one attempt for each call, and no second one of its own."""

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        del url
        with _opener(self.proxy, self.ssl).open(req, timeout=self.timeout) as answer:
            charset = answer.headers.get_content_charset() or "utf-8"
            return {"status": answer.code, "headers": answer.headers, "body": answer.read().decode(charset)}
