"""The line to Slack over Socket Mode: lost, it comes anew by itself; hung up, it loses no answer."""

import socket
import threading
from contextlib import suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

PINGS_EVERY = 5.0  # seconds: so long a line that was cut may go unnoticed
ANSWERING = 2.0  # seconds that what has come in may still take when we hang up


def address(*, app_token: str, api_url: str) -> str:
    """Ask Slack where to connect to; it is good for one connection within the next seconds.

    Raises:
        SlackApiError: if Slack refuses the token.
        URLError: if Slack cannot be reached.
    """
    client = WebClient(token=app_token, base_url=api_url, retry_handlers=[])
    return str(client.apps_connections_open(app_token=app_token)["url"])


class Line:
    """A connection over Socket Mode. It has threads, so it is made in the process that uses it.

    Args:
        bolt: answers what comes in.
        app_token: the app's (`xapp-…`).
        api_url: where Slack's Web API is.
    """

    def __init__(self, bolt: App, *, app_token: str, api_url: str) -> None:
        client = WebClient(token=app_token, base_url=api_url, retry_handlers=[])
        self._handler = SocketModeHandler(bolt, app_token=app_token, web_client=client, ping_interval=PINGS_EVERY)
        self._client = self._handler.client

    @property
    def is_connected(self) -> bool:
        """Whether the connection stands."""
        return self._client.is_connected()

    def connect(self, to: str | None = None) -> None:
        """Connect; returns when the connection stands.

        Args:
            to: where to, if Slack was asked already.

        Raises:
            SlackApiError: if Slack refuses the token.
            OSError: if Slack cannot be reached.
        """
        self._client.wss_uri = to
        # `start()` would block without handling SIGTERM; we wait and clean up ourselves.
        self._client.connect()

    def hang_up(self) -> None:
        """Answer what has come in, then hang up; returns in a moment if nothing has.

        The SDK's own `close` waits for a read that lasts up to 3 s and for a pause of one, and cuts first: an answer
        that was on its way would be lost, and somebody would read that the app does not respond.
        """
        client = self._client
        client.auto_reconnect_enabled = False
        client.closed = True
        client.message_queue.put(None)  # whoever waits for the next delivery need not
        answering = threading.Thread(target=client.message_workers.shutdown, daemon=True)
        answering.start()
        answering.join(ANSWERING)
        client.current_session_state.terminated = True
        session = client.current_session
        if session is not None and session.sock is not None:
            session.on_error_listener = lambda _error: None  # that the other end hangs up now is no error
            with suppress(OSError):  # it may be gone already
                session.sock.shutdown(socket.SHUT_RDWR)
        if not answering.is_alive():
            # The SDK's watcher may close it in the same moment, and then there is nothing left to close.
            with suppress(AttributeError):
                self._handler.close()  # type: ignore[no-untyped-call]  # slack_bolt left it untyped
