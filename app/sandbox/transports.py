"""How the workspace reaches the bot: Socket Mode or signed HTTP.

https://docs.slack.dev/apis/events-api/using-socket-mode and
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from simple_websocket import ConnectionClosed, Server
from slack_sdk.signature import SignatureVerifier

from app.sandbox.state import Json

ACK_SECONDS = 3.0  # https://docs.slack.dev/interactivity/handling-user-interaction
MOST_CONNECTIONS = 10  # https://docs.slack.dev/apis/events-api/using-socket-mode
TIMEOUT, FAILED = "operation_timeout", "dispatch_failed"  # what a person reads; that there are no others is assumed


@dataclass(frozen=True)
class Answer:
    """How the bot acknowledged.

    Attributes:
        ok: whether it did, in time.
        body: with what.
        problem: what the person reads if it did not: `operation_timeout` or `dispatch_failed`.
        reason: why, as the header of a retry says it. https://docs.slack.dev/apis/events-api#retries.
        final: whether the bot asks not to be tried again (`X-Slack-No-Retry: 1`, same page).
        took: seconds.
    """

    ok: bool
    body: Json
    problem: str = ""
    reason: str = ""
    final: bool = False
    took: float = 0.0


class Transport(Protocol):
    """Carries one delivery to the bot and waits for its acknowledgement."""

    def deliver(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Answer:
        """Deliver `slash_commands`, `interactive` or `events_api`; `retry` is number and reason."""


class SocketTransport:
    """WebSocket connections that the bot opened; any of them may get any delivery."""

    def __init__(self) -> None:
        self._sockets: list[Server] = []
        self._answers: dict[str, Json | None] = {}  # by envelope; None as long as it is waited for
        self._arrived = threading.Condition()
        self.tickets: set[str] = set()
        self._turn = 0

    def new_ticket(self) -> str:
        """Return the secret part of a fresh connection's address."""
        ticket = secrets.token_hex(16)
        self.tickets.add(ticket)
        return ticket

    @property
    def connections(self) -> int:
        """How many connections stand."""
        return len(self._sockets)

    def serve(self, socket: Server) -> None:
        """Say hello and listen to one connection until it ends."""
        if len(self._sockets) >= MOST_CONNECTIONS:
            socket.close(message="too_many_websockets")
            return
        socket.send(
            json.dumps(
                {"type": "hello", "num_connections": len(self._sockets) + 1, "connection_info": {"app_id": "ASANDBOX"}}
            )
        )
        with self._arrived:
            self._sockets.append(socket)
            self._arrived.notify_all()
        try:
            while True:
                said = json.loads(socket.receive())
                if "envelope_id" in said:
                    with self._arrived:
                        if said["envelope_id"] in self._answers:
                            self._answers[said["envelope_id"]] = said.get("payload") or {}
                        self._arrived.notify_all()
        except (ConnectionClosed, ValueError, TypeError):
            pass
        finally:
            with self._arrived:
                if socket in self._sockets:
                    self._sockets.remove(socket)
                self._arrived.notify_all()

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come anew, as Slack does every few hours, and cut it a second later.

        https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect. From then on deliveries wait for a new one.
        """
        with self._arrived:
            old, self._sockets = self._sockets, []
        for socket in old:
            socket.send(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))
        deadline = time.monotonic() + 1
        while any(socket.connected for socket in old) and time.monotonic() < deadline:
            time.sleep(0.02)
        _cut(old)

    def wait_for_connection(self, seconds: float) -> bool:
        """Wait until a bot is connected; return whether one is."""
        with self._arrived:
            return self._arrived.wait_for(lambda: bool(self._sockets), seconds)

    def deliver(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Answer:
        """Send an envelope over one of the connections and wait for its id to come back."""
        if not self.wait_for_connection(ACK_SECONDS):
            return Answer(False, {}, FAILED, "connection_failed")
        envelope_id = secrets.token_hex(12)
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope["retry_attempt"], envelope["retry_reason"] = retry or (0, "")
        begun = time.monotonic()
        with self._arrived:
            self._turn += 1
            socket = self._sockets[self._turn % len(self._sockets)]
            self._answers[envelope_id] = None
        try:
            socket.send(json.dumps(envelope))
        except (ConnectionClosed, OSError):
            self._answers.pop(envelope_id)
            return Answer(False, {}, FAILED, "connection_failed")
        with self._arrived:
            self._arrived.wait_for(lambda: self._answers[envelope_id] is not None, ACK_SECONDS)
            body = self._answers.pop(envelope_id)
        took = time.monotonic() - begun
        return Answer(False, {}, TIMEOUT, "timeout", took=took) if body is None else Answer(True, body, took=took)

    def close(self) -> None:
        """Cut everything, and wait until the other ends hung up.

        The SDK's client fails if it is closed between hanging up and forgetting its socket: hence the last moment.
        """
        old = list(self._sockets)
        _cut(old)
        with self._arrived:
            self._arrived.wait_for(lambda: not any(one in self._sockets for one in old), 1)
        if old:
            time.sleep(0.02)


def _cut(sockets: list[Server]) -> None:
    for socket in sockets:
        try:
            socket.close()
        except (ConnectionClosed, OSError):
            continue


class HttpTransport:
    """Signed requests to the app's request URL.

    Attributes:
        patience: for how many seconds of real time an answer is waited for; as Slack does if None.
    """

    patience: float | None = None

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self._signer = SignatureVerifier(signing_secret)

    def deliver(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Answer:
        """Post a delivery the way Slack does: form for commands and interactions, JSON for events."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if kind == "slash_commands":
            body = urlencode(payload)
        elif kind == "interactive":
            body = urlencode({"payload": json.dumps(payload)})
        else:
            body = json.dumps(payload)
            headers["Content-Type"] = "application/json"
        stamp = str(int(time.time()))
        headers["X-Slack-Request-Timestamp"] = stamp
        headers["X-Slack-Signature"] = str(self._signer.generate_signature(timestamp=stamp, body=body))
        if retry is not None:
            headers["x-slack-retry-num"], headers["x-slack-retry-reason"] = str(retry[0]), retry[1]
        begun, patience = time.monotonic(), ACK_SECONDS if self.patience is None else self.patience
        request = urllib.request.Request(self.url, body.encode(), headers)  # noqa: S310 - the bot's own loopback address
        try:
            with urllib.request.urlopen(request, timeout=patience) as answer:  # noqa: S310 - see above
                said, reason, final = answer.read().decode(), "", False
        except urllib.error.HTTPError as error:
            with error:
                said, reason, final = "", "http_error", error.headers.get("X-Slack-No-Retry") == "1"
        except OSError:
            said, reason, final = "", "connection_failed", False
        took = time.monotonic() - begun
        if took >= patience:  # whatever came then came too late, also Bolt's own 404 for want of an `ack()`
            return Answer(False, {}, TIMEOUT, "http_timeout", took=took)
        if reason:
            return Answer(False, {}, FAILED, reason, final=final, took=took)
        return Answer(True, _decoded(said), took=took)


def _decoded(said: str) -> dict[str, Any]:
    if not said.strip():
        return {}
    try:
        found = json.loads(said)
    except ValueError:
        return {"text": said}
    return found if isinstance(found, dict) else {"text": said}
