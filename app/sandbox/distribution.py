"""The app, as Slack knows it: its secrets, where it is installed, and how a workspace lets it in.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import html
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from app.sandbox.state import Json, SlackError
from app.sandbox.transports import SocketTransport, Transport

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from app.sandbox.server import Sandbox

CODE_SECONDS = 600.0  # https://docs.slack.dev/authentication/installing-with-oauth: a code lives ten minutes
PAGE = """<!doctype html><meta charset="utf-8"><title>Install an app</title>
<style>body{{font:1rem system-ui;max-width:34rem;margin:3rem auto}}li{{margin:.5rem 0}}</style>
<h1>Trellis would like to come in</h1><p>It asks for: {scopes}</p>
<ul>{allow}</ul><p><a href="{cancel}">Cancel</a></p>"""


@dataclass
class Grant:
    """A code: who let the app into which workspace, and where they were sent afterwards."""

    space: "Sandbox"
    user: str
    redirect_uri: str
    scopes: frozenset[str]
    born: float


class App:
    """What is the app's and not a workspace's."""

    def __init__(self) -> None:
        self.client_id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"
        self.client_secret = secrets.token_hex(16)
        self.token = f"xapp-sandbox-{secrets.token_hex(8)}"
        self.signing_secret = secrets.token_hex(16)
        self.socket = SocketTransport()
        self.transport: Transport = self.socket
        self.spaces: dict[str, Sandbox] = {}
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Sandbox] = {}

    def space_of(self, token: str) -> "Sandbox | None":
        """Return the workspace that gave a token, also one that is worth nothing any more."""
        for space in self.spaces.values():
            self._tokens.setdefault(space.bot_token, space)
        return self._tokens.get(token)

    def was_revoked(self, token: str, good: str) -> bool:
        """Whether a token was good once and is not any more."""
        return token in self._tokens and token != good

    def allow(self, space: "Sandbox", user: str, said: Json) -> str:
        """Let the app in; return where the browser goes next.

        Raises:
            SlackError: `invalid_client_id`, `bad_redirect_uri`, `invalid_scope`.
        """
        if said.get("client_id") != self.client_id:
            raise SlackError("invalid_client_id")
        if not str(said.get("redirect_uri") or "").startswith(("https://", "http://127.0.0.1")):
            raise SlackError("bad_redirect_uri")
        wanted = frozenset(filter(None, str(said.get("scope") or "").split(",")))
        if not wanted:
            raise SlackError("invalid_scope")
        code = secrets.token_hex(12)
        self._codes[code] = Grant(space, user, said["redirect_uri"], wanted, time.monotonic())
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said.get('state', '')})}"

    def access(self, client: tuple[str, str], args: Json) -> Json:
        """oauth.v2.access: a code works once, for ten minutes, for the address that it was made for.

        Raises:
            SlackError: `bad_client_secret`, `invalid_code`, `code_already_used`, `bad_redirect_uri`.
        """
        if client != (self.client_id, self.client_secret):
            raise SlackError("bad_client_secret")
        grant = self._codes.pop(str(args.get("code")), None)
        if grant is None or time.monotonic() - grant.born > CODE_SECONDS:
            raise SlackError("invalid_code")
        if args.get("redirect_uri") != grant.redirect_uri:
            raise SlackError("bad_redirect_uri")
        space = grant.space
        self.space_of(space.bot_token)  # remembers the old one
        token = space.let_in_again()
        space.limits.granted = space.offered & grant.scopes
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(space.limits.granted)),
            "bot_user_id": space.workspace.bot.id,
            "app_id": "ASANDBOX",
            "team": {"id": space.team_id, "name": space.workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": grant.user},
        }

    def install(self, web: Flask) -> None:
        """Put the page on which somebody says yes or no onto the web server."""

        @web.get("/oauth/v2/authorize")
        def authorize() -> Response:
            said = request.args.to_dict()
            no = urlencode({"error": "access_denied", "state": said.get("state", "")})
            cancel = f"{said.get('redirect_uri', '')}?{no}"
            allow = ""
            for team, space in self.spaces.items():
                for person in space.people.values():
                    where = urlencode({**said, "team": team, "user": person.id})
                    name = html.escape(f"{person.user.real_name}, in {space.workspace.name}")
                    allow += f'<li><a href="/oauth/v2/allow?{html.escape(where)}">Allow, as {name}</a></li>'
            scopes = html.escape(said.get("scope", "").replace(",", ", "))
            return Response(PAGE.format(scopes=scopes, allow=allow, cancel=html.escape(cancel)))

        @web.get("/oauth/v2/allow")
        def allow() -> "AnyResponse":
            said = request.args.to_dict()
            space = self.spaces.get(said.get("team", ""))
            if space is None or said.get("user") not in space.people:
                return Response("no such person", status=404)
            try:
                return redirect(self.allow(space, said["user"], said))
            except SlackError as error:
                return Response(error.code, status=400)


def new_bot_token() -> str:
    """Return a bot token that nobody has yet."""
    return f"xoxb-sandbox-{secrets.token_hex(8)}"
