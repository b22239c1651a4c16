"""Bolt, reduced to a doorman: it checks the signature, reads the payload and passes on the answer.

Every listener of the house stands on the board (see `app.lobby`), so Bolt itself needs one listener
per kind of payload. With `process_before_response` Slack hears "received" only after the work was
committed; by default Bolt would say so before, and an event whose work fails would be lost.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from app.slack.payloads import Payload, read_action, read_command, read_event, read_form

Receive = Callable[[Payload], dict[str, Any]]
"""Works on a payload and returns the body of the acknowledgement (empty for none)."""

COMMAND = "/mentoring"
NOT_INSTALLED = (
    "Trellis is not installed in this workspace any more. Whoever looks after your apps can install it again."
)
ANY = re.compile(r".*")
EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked", "user_change")


def make_app(
    receive: Receive,
    authorize: Callable[[str], AuthorizeResult | None],
    *,
    signing_secret: str,
) -> App:
    """Return a Bolt app that hands everything to `receive`.

    Args:
        receive: the error door.
        authorize: returns what is known of a workspace, or None if Trellis is not installed there.
        signing_secret: the app's; empty for Socket Mode, where no request is signed.
    """
    quiet = logging.getLogger("slack_bolt")
    # On a bad signature Bolt logs the whole body, with what people wrote, at INFO.
    quiet.setLevel(max(quiet.getEffectiveLevel(), logging.WARNING))
    app = App(
        signing_secret=signing_secret or "socket-mode-signs-nothing",
        authorize=lambda team_id: authorize(team_id or ""),  # type: ignore[arg-type,return-value]  # None says no
        process_before_response=True,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        logger=quiet,
        ssl_check_enabled=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    # Where SLACK_CLIENT_ID is set, Bolt quietly adds an installation flow of its own that keeps tokens in files.
    app._oauth_flow = None  # noqa: SLF001 - there is no other way to say no

    @app.command(ANY)
    def command(body: dict[str, Any], ack: Any) -> None:
        ack(**receive(read_command(body)))

    @app.action(ANY)
    def action(body: dict[str, Any], ack: Any) -> None:
        receive(read_action(body))
        ack()

    @app.view(ANY)
    def form(body: dict[str, Any], ack: Any) -> None:
        ack(**receive(read_form(body)))

    for name in EVENTS:

        @app.event(name)
        def event(body: dict[str, Any]) -> None:
            receive(read_event(body))

    @app.error
    def fault(error: Exception) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError):
            quiet.warning("a payload that nobody expects was turned away")
            return BoltResponse(status=404, body="")
        raise error

    return app
