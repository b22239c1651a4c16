"""How calls of the Web API come in: read from the socket and answered at once, connections kept open, as Slack does.

The web server beside it is made for pages: it closes every connection, and takes longer to read a request than the
workspace takes to work on it. What is measured against the sandbox is not to wait for that.
"""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from socket import SHUT_RDWR, socket
from typing import ClassVar

from werkzeug.serving import WSGIRequestHandler

from app.sandbox.arguments import Said
from app.sandbox.state import Json

API = "/api/"
LONGEST = 65_536  # of a line
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Spoken:
    """An answer over HTTP; a `str` is sent as it is."""

    body: Json | str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self, *, goes_on: bool) -> bytes:
        """Return the whole of it as it goes over the wire."""
        plain = isinstance(self.body, str)
        text = self.body if isinstance(self.body, str) else json.dumps(self.body, default=str)
        body = text.encode()
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Content-Type: {'text/plain; charset=utf-8' if plain else JSON}",
            f"Content-Length: {len(body)}",
            f"Connection: {'keep-alive' if goes_on else 'close'}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


Answering = Callable[[str, Said], Spoken | None]
"""`answer(method, said)`; None ends the connection without a byte."""


class Connections:
    """The open ones, to be cut when the workspace closes."""

    def __init__(self) -> None:
        self._open: set[socket] = set()
        self._lock = threading.Lock()

    def add(self, one: socket) -> None:
        """Remember an open one."""
        with self._lock:
            self._open.add(one)

    def forget(self, one: socket) -> None:
        """It is closed."""
        with self._lock:
            self._open.discard(one)

    def cut(self) -> None:
        """End all."""
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(SHUT_RDWR)
            self._open.clear()


class QuietHandler(WSGIRequestHandler):
    """Serves without a line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing; `Sandbox.log` knows more."""


class Wire(QuietHandler):
    """Serves a connection: calls of the Web API by `answer`, everything else by the web server."""

    answer: ClassVar[Answering]
    connections: ClassVar[Connections]

    def setup(self) -> None:
        """Begin with a connection."""
        super().setup()
        self.connections.add(self.connection)

    def finish(self) -> None:
        """End with it."""
        self.connections.forget(self.connection)
        super().finish()

    def handle_one_request(self) -> None:
        """Read one request and answer it."""
        self.raw_requestline = self.rfile.readline(LONGEST)
        if not self.raw_requestline:
            self.close_connection = True
            return
        _verb, _, rest = self.raw_requestline.decode("latin-1").partition(" ")
        if rest.startswith(API):
            self._call(*rest.split())
        elif self.parse_request():
            self.run_wsgi()
            self.wfile.flush()

    def _call(self, target: str, version: str) -> None:
        headers = self._headers()
        path, _, query = target.partition("?")
        length = int(headers.get("content-length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # whoever asks went away in the middle: that is no request
            return
        said = Said(query, headers.get("content-type", ""), body, headers.get("authorization", ""))
        spoken = type(self).answer(path.removeprefix(API), said)
        goes_on = version != "HTTP/1.0" and headers.get("connection", "").lower() != "close"
        self.close_connection = spoken is None or not goes_on
        if spoken is None:
            self.connection.shutdown(SHUT_RDWR)
        else:
            self.connection.sendall(spoken.bytes(goes_on=goes_on))

    def _headers(self) -> dict[str, str]:
        found = {}
        while line := self.rfile.readline(LONGEST).strip():
            name, _, value = line.decode("latin-1").partition(":")
            found[name.lower()] = value.strip()
        return found


def handler(answer: Answering, connections: Connections) -> type[Wire]:
    """Return what serves the connections of one workspace."""
    return type("Wire", (Wire,), {"answer": staticmethod(answer), "connections": connections})
