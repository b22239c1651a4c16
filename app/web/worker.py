"""Gunicorn's threaded worker, except that no thread ever waits for somebody slow.

Gunicorn reads heads and bodies in its pool: eight connections that drip a byte a second hold all eight threads, and
to say goodbye to somebody who does not hang up its main loop waits for two seconds. Here the main loop hears all
connections without waiting, and a thread gets a request when the whole of it is there. Each connection has one
deadline for its request; there is a cap on how many may wait, and on how much they may hold. Over it, whoever has
waited longest goes, which is never somebody who speaks at Slack's pace.
"""

import errno
import socket
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

import structlog
from gunicorn import http, util
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestLine,
    NoMoreData,
    ParseException,
)
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.web.headers import bare
from app.web.heads import Head, No, is_whole, read_head
from app.web.turned_away import TurnedAway

WHOLE_REQUEST = 10.0  # seconds from its first byte; Slack itself gives up after three
WHOLE_ANSWER = 10.0  # seconds for its reader to take it
GOODBYE = 2.0  # seconds to hang up after the answer
MOST_AFTER = 64 * 1024  # bytes that somebody may go on sending after it
MOST_WAITING = 512  # connections; common limits allow 1,024 open files
MOST_HELD = 32 * 1024 * 1024  # bytes in all of them
GLANCE = 0.25  # seconds between two looks at the deadlines
AT_ONCE = 64 * 1024  # bytes
TOO_MUCH = No(503, "Service Unavailable", "too-many")

log = structlog.get_logger()


class Caller(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection, with what was heard of its next request.

    Attributes:
        heard: bytes that no thread has taken yet.
        head: what the head said, once it is there.
        deadline: on the steady clock.
        between: whether nothing of the next request has come.
        parting: whether it has had its last answer; `after` counts what it sends nevertheless.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.heard = bytearray()
        self.seen = 0
        self.head: Head | None = None
        self.deadline = 0.0
        self.between = False
        self.parting = False
        self.after = 0

    def is_whole(self) -> bool | No:
        """Whether a whole request is there, or why there never will be one."""
        if self.head is None:
            found = read_head(self.heard, self.seen)
            self.seen = len(self.heard)
            if found is None or isinstance(found, No):
                return found or False
            self.head = found
        return is_whole(self.head, self.heard)

    def take(self) -> bytes:
        """Return what was heard; the next request begins from nothing."""
        taken, self.heard, self.head, self.seen = bytes(self.heard), bytearray(), None, 0
        return taken


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """One process with a loop that hears everybody, and a pool of threads that work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: dict[Caller, None] = {}  # in the order in which they began to wait
        self._held = 0
        self._looked = 0.0

    @property
    def _turned_away(self) -> TurnedAway:
        found: TurnedAway = self.wsgi.extensions["turned-away"]
        return found

    # -- in the main loop -----------------------------------------------------------------------

    def accept(self, listener: Any) -> None:
        """Hear somebody new."""
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._make_room()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        self._wait(Caller(self.cfg, sock, address, listener.getsockname()), WHOLE_REQUEST)

    def _wait(self, caller: Caller, seconds: float) -> None:
        caller.sock.setblocking(False)
        caller.deadline = time.monotonic() + seconds
        self._waiting[caller] = None
        self.poller.register(caller.sock, EVENT_READ, partial(self._hear, caller))
        if len(self._waiting) > MOST_WAITING:
            self._make_room()

    def _stop_waiting(self, caller: Caller) -> None:
        del self._waiting[caller]
        self.poller.unregister(caller.sock)

    def _hear(self, caller: Caller, _sock: Any) -> None:
        if caller not in self._waiting:
            return  # let go a moment ago, by somebody who was heard in the same round
        try:
            data = caller.sock.recv(AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._let_go(caller)
        elif caller.parting:
            caller.after += len(data)
            if caller.after > MOST_AFTER:
                self._let_go(caller)
        else:
            self._listen(caller, data)

    def _listen(self, caller: Caller, data: bytes) -> None:
        if caller.between:
            caller.between = False
            caller.deadline = time.monotonic() + WHOLE_REQUEST
        caller.heard += data
        self._held += len(data)
        whole = caller.is_whole()
        if whole is True and self._held > MOST_HELD and len(caller.heard) > AT_ONCE:
            whole = TOO_MUCH
        if isinstance(whole, No):
            self._stop_waiting(caller)
            self._refuse(caller, whole)
        elif whole:
            self._stop_waiting(caller)
            self.enqueue_req(caller)
        elif self._held > MOST_HELD:
            self._turned_away.note("too-many")
            self._let_go(max(self._waiting, key=lambda one: len(one.heard)))

    def _refuse(self, caller: Caller, no: No) -> None:
        """Answer without a thread: it is so short that it fits into the kernel's buffer."""
        self._turned_away.note(no.why)
        self._held -= len(caller.take())
        try:
            caller.sock.setblocking(False)
            caller.sock.send(bare(no.status, no.reason))
        except OSError:
            pass
        self._part(caller)

    def _part(self, caller: Caller) -> None:
        """Say that nothing more comes, and wait a little for the other side to hang up: else it may lose the answer."""
        caller.parting = True
        try:
            caller.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(caller)
        else:
            self._wait(caller, GOODBYE if self.alive else GLANCE)

    def _let_go(self, caller: Caller) -> None:
        self._stop_waiting(caller)
        self._close(caller)

    def _close(self, caller: Caller) -> None:
        self._held -= len(caller.take())
        self.nr_conns -= 1
        caller.close()

    def _make_room(self) -> None:
        """Let somebody go: who only idles, else who has waited longest."""
        idle = next((one for one in self._waiting if one.parting or one.between), None)
        if idle is not None:
            self._let_go(idle)
        elif self._waiting:
            self._turned_away.note("too-many")
            self._let_go(next(iter(self._waiting)))

    def murder_pending(self) -> None:
        """Let those go who took too long; gunicorn asks after every round."""
        now = time.monotonic()
        if now - self._looked < GLANCE:
            return
        self._looked = now
        for one in [one for one in self._waiting if one.deadline <= now]:
            if one.heard:
                self._turned_away.note("too-slow")
            self._let_go(one)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Hear everybody once; on the way out more often, so that nobody is waited for longer than their deadline."""
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, GLANCE))

    def _cap_keepalive(self, deadline: float) -> None:
        """Gunicorn stops: whoever only begins a request is not waited for much longer, and who idles hardly at all."""
        soon = time.monotonic() + GLANCE
        for one in self._waiting:
            one.deadline = min(one.deadline, deadline if one.heard else soon)

    def finish_request(self, caller: Caller, done: "Future[bool]") -> None:
        """Go on with a connection whose request was worked on."""
        goes_on = not done.cancelled() and done.exception() is None and done.result() and self.alive
        self._held += len(caller.heard)
        if not goes_on:
            self._part(caller)
            return
        whole = caller.is_whole() if caller.heard else False
        if isinstance(whole, No):
            self._refuse(caller, whole)
        elif whole:
            self.enqueue_req(caller)
        else:
            caller.between = not caller.heard
            self._wait(caller, self.cfg.keepalive if caller.between else WHOLE_REQUEST)

    # -- in a thread of the pool ----------------------------------------------------------------

    def handle(self, caller: Caller) -> bool:
        """Work on a whole request; return whether the connection may bring another one."""
        request = None
        try:
            caller.sock.settimeout(WHOLE_ANSWER)
            if caller.parser is None:
                caller.parser = http.get_parser(self.cfg, caller.sock, caller.client)
            taken = caller.take()
            self.method_queue.defer(self._took, len(taken))
            caller.parser.unreader.unread(taken)
            request = next(caller.parser)
            goes_on = self._keepalive_after(caller, self.handle_request(request, caller))
            caller.heard += caller.parser.unreader.take_buffered()
        except (NoMoreData, StopIteration):
            return False
        except OSError:
            return False  # gone, or too slow to take its answer
        except Exception as error:  # noqa: BLE001 - a thread that dies answers nobody
            self.handle_error(request, caller.sock, caller.client, error)
            return False
        return bool(goes_on)

    def _took(self, size: int) -> None:
        self._held -= size

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what cannot be read, or went wrong; gunicorn would log the address and send a page of HTML."""
        del req, addr
        own = isinstance(exc, (InvalidResponseHeader, InvalidResponseHeaderName))
        if own or not isinstance(exc, ParseException):
            log.error("fault", exc_info=exc)
            answer = bare(500, "Internal Server Error")
        else:
            self._turned_away.note("malformed")
            is_long = isinstance(exc, LimitRequestLine)
            answer = bare(414, "URI Too Long") if is_long else bare(400, "Bad Request")
        try:
            util.write(client, answer)
        except OSError:
            log.debug("unheard-answer")
