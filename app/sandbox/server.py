"""The sandbox: Slack's Web API, Socket Mode and response URLs on a loopback address."""

import json
import secrets
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Literal, Self

import yaml
from flask import Flask, Response, request
from flask_sock import Sock
from simple_websocket import Server
from werkzeug.serving import BaseWSGIServer, make_server

from app.core.clock import Clock, MovableClock
from app.sandbox import arguments, page, posting
from app.sandbox.arguments import Said
from app.sandbox.faults import Fault, Faults
from app.sandbox.limits import Limits, Throttled
from app.sandbox.people import Person
from app.sandbox.state import Conversation, Json, SlackError, Ticket, Workspace
from app.sandbox.transports import Answer, HttpTransport, SocketTransport, Transport
from app.sandbox.views_and_files import AllMethods
from app.sandbox.wire import Connections, Spoken, handler


class Sandbox:
    """A Slack workspace on this machine.

    Args:
        clock: gives messages their time.
        manifest: the app's manifest: scopes, commands, events.
        rates: whether to throttle as Slack does.
        port: where to listen on the loopback; 0 for any free one.
        without_scopes: scopes that the workspace's owner left out.
        retry_delays: seconds before an event is delivered again (Slack: at once, 1 min, 5 min).
    """

    def __init__(
        self,
        *,
        clock: Clock,
        manifest: Path,
        rates: Literal["slack", "off"] = "slack",
        port: int = 0,
        without_scopes: frozenset[str] = frozenset(),
        retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
    ) -> None:
        said = yaml.safe_load(manifest.read_text())
        scopes = said["oauth_config"]["scopes"]
        granted = set(scopes["bot"]) | set(scopes.get("bot_optional") or [])
        self.commands = {one["command"] for one in said["features"].get("slash_commands") or []}
        self.events = set((said["settings"].get("event_subscriptions") or {}).get("bot_events") or [])
        self.workspace = Workspace(clock)
        self.limits = Limits(granted - without_scopes, rates)
        self.methods = AllMethods(self.workspace, self.limits)
        home = said["features"].get("app_home") or {}
        self.methods.home_tab = bool(home.get("home_tab_enabled"))
        self.methods.messages_tab = bool(home.get("messages_tab_enabled"))
        self.faults = Faults()
        self.bot_token = f"xoxb-sandbox-{secrets.token_hex(8)}"
        self.app_token = f"xapp-sandbox-{secrets.token_hex(8)}"
        self.signing_secret = secrets.token_hex(16)
        self.revoked = False
        self.retry_delays = retry_delays
        self.socket = SocketTransport()
        self.transport: Transport = self.socket
        self.people: dict[str, Person] = {}
        # Lets time pass when somebody asks for it on the page; a stage puts its own way here, so that the bot keeps up.
        self.pass_time: Callable[[timedelta], object] | None = (
            clock.advance if isinstance(clock, MovableClock) else None
        )
        self._connections = Connections()
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, self._web(), threaded=True, request_handler=handler(self._call, self._connections)
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self.methods.base_url = self.address
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"{self.address}api/"

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team_id

    @property
    def log(self) -> list[Json]:
        """Every call and delivery so far, oldest first."""
        return list(self.workspace.log)

    def __enter__(self) -> Self:
        """Use the sandbox in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def stop(self) -> None:
        """Cut all connections and stop listening."""
        self.socket.close()
        self._server.shutdown()
        self._server.server_close()
        self._connections.cut()

    def deliver_by_http(self, url: str) -> None:
        """Reach the bot by signed requests to this URL instead of Socket Mode."""
        self.transport = HttpTransport(url, self.signing_secret)

    def person(self, name: str, *, tz: str = "UTC", real_name: str | None = None, user_id: str | None = None) -> Person:
        """Bring a person into the workspace."""
        user = self.workspace.add_user(name, real_name=real_name or name.title(), zone=tz, user_id=user_id)
        self.people[user.id] = Person(self, user)
        return self.people[user.id]

    def channel(self, name: str, *, private: bool = False, members: list[Person] | None = None) -> Conversation:
        """Create a channel with these people in it."""
        return self.workspace.add_channel(name, private=private, members={one.id for one in members or []})

    # -- towards the bot ------------------------------------------------------------------------------

    def deliver(self, kind: str, payload: Json) -> Answer:
        """Deliver a command, an interaction or an event (twice, if a fault says so).

        That Slack delivers at least once, and sometimes twice, is said for events only; for the rest it is assumed.
        """
        answer = self._deliver(kind, payload)
        if self.faults.take_duplicate():
            self._deliver(kind, payload)
        return answer

    def _deliver(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Answer:
        answer = self.transport.deliver(kind, payload, retry)
        self.workspace.log.append(
            {
                "to": "bot",
                "kind": kind,
                "payload": payload,
                "retry": retry,
                "answer": answer.body,
                "ok": answer.ok,
                "took": answer.took,
            }
        )
        return answer

    def send_event(self, event: Json) -> Answer:
        """Deliver an event; again, up to three times, while the bot does not take it.

        https://docs.slack.dev/apis/events-api#retries: at once, after a minute, after five, unless the app says
        `X-Slack-No-Retry: 1`. Here nobody waits for minutes: the delays are cut short, which is assumed harmless.
        """
        payload = {
            "token": "t",
            "team_id": self.team_id,
            "api_app_id": "ASANDBOX",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(6)}",
            "event_time": int(self.workspace.clock.now().timestamp()),
            "authorizations": [{"team_id": self.team_id, "user_id": self.workspace.bot.id, "is_bot": True}],
        }
        if event["type"] not in self.events:
            return Answer(True, {})  # the manifest does not subscribe to it
        answer = self.deliver("events_api", payload)
        for number, delay in enumerate(self.retry_delays, start=1):
            if answer.ok or answer.final:
                break
            time.sleep(min(delay, 0.05))
            answer = self._deliver("events_api", payload, (number, answer.reason))
        return answer

    # -- from the bot ---------------------------------------------------------------------------------

    def _web(self) -> Flask:
        web = Flask("sandbox")
        sock = Sock(web)

        @web.post("/upload/<file_id>")
        def upload(file_id: str) -> Response:
            found = self.workspace.files.get(file_id)
            if found is None or found.get("done"):
                return Response("file_not_found", status=404)
            found["content"] = request.get_data()
            return Response(f"OK - {len(found['content'])}")

        @web.post("/response/<secret>")
        def response(secret: str) -> Response:
            try:
                ticket = self.workspace.use_response(secret)
            except SlackError as error:
                return _json({"ok": False, "error": error.code}, 404)
            try:
                said = Said(request.query_string.decode(), request.content_type or "", request.get_data())
                self._respond(ticket, arguments.nested(said.read()))
            except SlackError as error:
                return _json({"ok": False, "error": error.code, **error.more}, 400)  # which status is assumed
            return Response("ok")

        @sock.route("/link")  # type: ignore[untyped-decorator]  # flask-sock has no types
        def link(connection: Server) -> None:
            ticket = request.args.get("ticket", "")
            if ticket in self.socket.tickets:
                self.socket.tickets.discard(ticket)
                self.socket.serve(connection)

        page.install(web, self)
        return web

    def _call(self, method: str, said: Said) -> Spoken | None:
        """Answer a call of the Web API; None cuts the connection."""
        try:
            args = said.read()
        except SlackError as error:
            return Spoken({"ok": False, "error": error.code})
        fault = self.faults.strike(method, lambda: json.dumps(args, ensure_ascii=False))
        kind = fault.kind if fault is not None else None
        if fault is not None and kind == "slow":
            time.sleep(fault.seconds)
        if fault is not None and kind in WITHOUT_WORK:
            return _trouble(fault)
        answer = self._answer(method, said.token(), args)
        kept = {name: value for name, value in args.items() if name != "token"}
        self.workspace.log.append({"from": "bot", "method": method, "args": kept, "answer": answer.body})
        return _trouble(fault) if fault is not None and kind != "slow" else answer

    def _answer(self, method: str, token: str, args: Json) -> Spoken:
        try:
            if method == "apps.connections.open":
                return Spoken(self._open_connection(token))
            self._check_token(token)
            work = self.methods.find(method)
            self.limits.check_method(method)
            with self.workspace.lock:
                answer = {"ok": True, **work(arguments.nested(args))}
            return Spoken(answer, headers=(("x-oauth-scopes", ",".join(sorted(self.limits.granted))),))
        except Throttled as wait:
            return Spoken({"ok": False, "error": "ratelimited"}, 429, (("Retry-After", str(wait.seconds)),))
        except SlackError as error:
            return Spoken({"ok": False, "error": error.code, **error.more})

    def _check_token(self, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if self.revoked:
            raise SlackError("token_revoked")
        if token == self.app_token:
            raise SlackError("not_allowed_token_type")
        if token != self.bot_token:
            raise SlackError("invalid_auth")

    def _open_connection(self, token: str) -> Json:
        """apps.connections.open: with the app's token only."""
        if token != self.app_token:
            self._check_token(token)
            raise SlackError("not_allowed_token_type")
        port = self._server.server_port
        return {"ok": True, "url": f"ws://127.0.0.1:{port}/link?ticket={self.socket.new_ticket()}"}

    def _respond(self, ticket: Ticket, said: Json) -> None:
        """Use a response_url: ephemeral unless it says otherwise.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        channel = self.workspace.conversations[ticket.channel]
        if arguments.flag(said, "delete_original") and ticket.message_ts:
            self.workspace.unpost(channel, self.workspace.message(channel.id, ticket.message_ts))
            return
        content = posting.content(said)
        if arguments.flag(said, "replace_original") and ticket.message_ts:
            message = self.workspace.message(channel.id, ticket.message_ts)
            with self.workspace.change():
                message.pop("blocks", None)
                message.update(content)
            return
        seen = {} if said.get("response_type") == "in_channel" else {"ephemeral_to": ticket.user}
        self.workspace.post(channel, {"user": self.workspace.bot.id, **seen, **content})


def _json(answer: Json, status: int = 200) -> Response:
    return Response(json.dumps(answer, default=str), status=status, mimetype="application/json")


WITHOUT_WORK = ("429", "500", "drop_before", "error")


def _trouble(fault: Fault) -> Spoken | None:
    """Return what a fault answers; None if the connection breaks off."""
    match fault.kind:
        case "429":
            return Spoken({"ok": False, "error": "ratelimited"}, 429, (("Retry-After", str(int(fault.seconds))),))
        case "500" | "500_after":
            return Spoken("Internal Server Error", 500)
        case "error" | "error_after":
            return Spoken({"ok": False, "error": fault.code})
        case _:
            return None
