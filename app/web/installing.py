"""Letting Trellis into a workspace from the browser: Slack's OAuth, in three steps.

`/slack/install` sends the browser to Slack, Slack sends it back to `/slack/oauth_redirect` with a code, and the code is
exchanged for the workspace's token. https://docs.slack.dev/authentication/installing-with-oauth

Whoever comes back must be the browser that was sent away, or somebody could make others finish an installation that is
not theirs. So the same random word is in a cookie and, sealed with the time, in Slack's `state`. Nothing is kept on the
server: any process may answer the second request. That a code works only once is Slack's own promise.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Blueprint, Response, redirect, request
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.oauth import AuthorizeUrlGenerator
from werkzeug.wrappers import Response as AnyResponse

from app.features.installing.usecases import Installation
from app.settings import Settings
from app.slack.scopes import OPTIONAL, REQUIRED
from app.web.pages import page

log = structlog.get_logger()

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
COOKIE = "trellis_install"
SECONDS = 600  # as long as Slack's code lives
PATIENCE = 10  # seconds for Slack's answer

CANCELLED = "Nothing was installed. You can close this page, or begin again whenever you like."
EXPIRED = (
    "This page can only finish what was begun in the same browser within the last ten minutes. Please begin again."
)
NOT_TAKEN = "Slack did not accept this installation ({code}). Please begin again; a code works only once."
NO_ANSWER = "Slack does not answer at the moment, and nothing was installed. Please begin again in a minute."
WHOLE_ORGANISATION = (
    "Trellis is installed workspace by workspace, not for a whole organisation at once. "
    "Please begin again and choose one workspace."
)
ROTATING = (
    "The Slack app hands out tokens that expire (“token rotation”), which Trellis does not use. "
    "Whoever made the app has to make it anew with rotation left off, since Slack cannot turn it off again."
)
DONE = "Trellis is in {name}. Open it in Slack and type /mentoring: there it says what comes next."


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A workspace that has just let Trellis in, and who did it there."""

    installation: Installation
    name: str
    by: str


class NotInstalled(Exception):  # noqa: N818 - a sentence for whoever is at the browser
    """The installation came to nothing; the text says why."""


class Installer:
    """Sends browsers to Slack and takes them back.

    Args:
        settings: the app's client id and secret, and our own address.
        arrive: called once for every workspace that let us in.
    """

    def __init__(self, settings: Settings, arrive: Callable[[Arrival], None]) -> None:
        self._client = (settings.slack_client_id, settings.slack_client_secret.get_secret_value())
        self._api = settings.slack_api_url
        self._address = settings.public_url
        self._seal = MultiFernet([Fernet(key) for key in settings.keys])
        self._arrive = arrive

    def pages(self) -> Blueprint:
        """Return both addresses, for the web server."""
        made = Blueprint("installing", __name__)
        made.get(INSTALL)(self.begin)
        made.get(BACK)(self.finish)
        return made

    def begin(self) -> AnyResponse:
        """Send a browser to Slack."""
        # Somebody who begins in two windows may finish in either.
        word = self._word(request.cookies.get(COOKIE, "")) or secrets.token_urlsafe(24)
        slack = AuthorizeUrlGenerator(
            client_id=self._client[0],
            scopes=[*REQUIRED, *OPTIONAL],
            redirect_uri=self._address + BACK,
            authorization_url=urljoin(self._api, "../oauth/v2/authorize"),
        )
        away = redirect(slack.generate(self._seal.encrypt(f"install:{word}".encode()).decode()))
        away.set_cookie(
            COOKIE,
            self._seal.encrypt(word.encode()).decode(),
            max_age=SECONDS,
            path="/slack",
            secure=self._address.startswith("https://"),
            httponly=True,
            samesite="Lax",
        )
        return away

    def finish(self) -> Response:
        """Take a browser back, with what Slack says."""
        word = self._word(request.cookies.get(COOKIE, ""))
        if word is None or self._word(request.args.get("state", "")) != f"install:{word}":
            return self._page("Please begin again", EXPIRED, 400)
        if request.args.get("error"):
            return self._page("Nothing was installed", CANCELLED, 200)
        try:
            arrival = self._exchange(request.args.get("code", ""))
        except NotInstalled as error:
            return self._page("Nothing was installed", str(error), 400)
        except (URLError, OSError, HTTPException, SlackRequestError, json.JSONDecodeError) as error:
            log.warning("installation-unanswered", error=type(error).__name__)
            return self._page("Nothing was installed", NO_ANSWER, 502)
        self._arrive(arrival)
        log.info("installed", team=arrival.installation.team_id)
        done = self._page("Trellis is installed", DONE.format(name=arrival.name), 200, again=False)
        done.delete_cookie(COOKIE, path="/slack")
        return done

    def _exchange(self, code: str) -> Arrival:
        slack = WebClient(base_url=self._api, timeout=PATIENCE, retry_handlers=[])
        try:
            said = slack.oauth_v2_access(
                client_id=self._client[0], client_secret=self._client[1], code=code, redirect_uri=self._address + BACK
            )
            _refuse(said.data if isinstance(said.data, dict) else {})
            token = str(said["access_token"])
            # Which bot this is, Slack says only here.
            bot = WebClient(token=token, base_url=self._api, timeout=PATIENCE, retry_handlers=[]).auth_test()
        except SlackApiError as error:
            code = str(error.response.get("error"))
            log.warning("installation-refused", error=code)
            raise NotInstalled(NOT_TAKEN.format(code=code)) from None
        return Arrival(
            installation=Installation(
                team_id=str(said["team"]["id"]), bot_token=token, bot_id=bot["bot_id"], bot_user_id=bot["user_id"]
            ),
            name=str(said["team"]["name"]),
            by=str(said["authed_user"]["id"]),
        )

    def _word(self, sealed: str) -> str | None:
        """Return what was sealed, if we did it within the last minutes."""
        try:
            return self._seal.decrypt(sealed.encode(), ttl=SECONDS).decode()
        except InvalidToken:
            return None

    def _page(self, title: str, text: str, status: int, *, again: bool = True) -> Response:
        return page(title, text, link=("Begin again", INSTALL) if again else None, status=status)


def _refuse(said: dict[str, Any]) -> None:
    """Turn away what we could not work with later on.

    Raises:
        NotInstalled: for a whole organisation, and for tokens that expire.
    """
    if said.get("is_enterprise_install") or not said.get("team"):
        raise NotInstalled(WHOLE_ORGANISATION)
    if said.get("refresh_token") or said.get("expires_in"):
        raise NotInstalled(ROTATING)
