"""The sandbox: Slack's Web API, Socket Mode and response URLs on a loopback address."""

import json
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Literal, Self

import yaml
from flask import Flask, Response, request
from flask_sock import Sock
from simple_websocket import Server
from werkzeug.serving import BaseWSGIServer, make_server

from app.core.clock import Clock, MovableClock
from app.sandbox import arguments, payloads, posting
from app.sandbox.arguments import Said
from app.sandbox.distribution import App, new_bot_token
from app.sandbox.faults import Fault, Faults
from app.sandbox.journal import Journal
from app.sandbox.limits import Limits, Throttled
from app.sandbox.page import routes
from app.sandbox.passing import Passing
from app.sandbox.people import Person
from app.sandbox.state import Conversation, Json, SlackError, Ticket, Workspace
from app.sandbox.transports import Answer, HttpTransport, SocketTransport
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
        beside: another workspace, whose Slack and whose app this one shares; see `neighbour`.
        name: the workspace's name.
        team_id: its id.
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
        beside: "Sandbox | None" = None,
        name: str = "Sandbox",
        team_id: str = "TSANDBOX",
    ) -> None:
        said = yaml.safe_load(manifest.read_text())
        scopes = said["oauth_config"]["scopes"]
        granted = set(scopes["bot"]) | set(scopes.get("bot_optional") or [])
        self.commands: dict[str, Json] = {one["command"]: one for one in said["features"].get("slash_commands") or []}
        self.events = set((said["settings"].get("event_subscriptions") or {}).get("bot_events") or [])
        self.workspace = Workspace(clock, name, team_id)
        self.offered = granted - without_scopes
        self.limits = Limits(self.offered, rates)
        self.methods = AllMethods(self.workspace, self.limits)
        home = said["features"].get("app_home") or {}
        self.methods.home_tab = bool(home.get("home_tab_enabled"))
        self.methods.messages_tab = bool(home.get("messages_tab_enabled"))
        self.methods.messages_read_only = bool(home.get("messages_tab_read_only_enabled"))
        self.faults = Faults()
        self.bot_token = new_bot_token()
        self.revoked = False
        self.retry_delays = retry_delays
        self.people: dict[str, Person] = {}
        self._beside = beside
        self._manifest, self._clock = manifest, clock
        self.app: App = beside.app if beside is not None else App()
        self.app.spaces[team_id] = self
        # Lets time pass when somebody asks for it on the page; a stage puts its own way here, so that the bot keeps up.
        self.pass_time: Callable[[timedelta], object] | None = (
            clock.advance if isinstance(clock, MovableClock) else None
        )
        # The same until the bot writes something, or for so long at most: whether it did. None if nobody knows the way.
        self.to_next: Callable[[timedelta], bool] | None = None
        self.on_delivery: list[Callable[[], object]] = []
        self.journal = Journal(self.workspace)
        self.passing = Passing(self)
        if beside is not None:
            self.address: str = f"{beside.address}{team_id}/"
            self.methods.base_url = self.address
            return
        self._connections = Connections()
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, self._web(), threaded=True, request_handler=handler(self._call, self._connections)
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self.methods.base_url = self.address
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def neighbour(self, name: str, team_id: str) -> "Sandbox":
        """Make another workspace at the same Slack; the app is not installed there yet."""
        made = Sandbox(
            clock=self._clock,
            manifest=self._manifest,
            rates=self.limits.rates,
            retry_delays=self.retry_delays,
            beside=self,
            name=name,
            team_id=team_id,
        )
        made.revoked = True
        return made

    @property
    def socket(self) -> SocketTransport:
        """The connections of Socket Mode: of the app, whatever the workspace."""
        return self.app.socket

    @property
    def app_token(self) -> str:
        """The app's own token, for Socket Mode."""
        return self.app.token

    @property
    def signing_secret(self) -> str:
        """What requests are signed with."""
        return self.app.signing_secret

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"{self._beside.address if self._beside is not None else self.address}api/"

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
        if self._beside is not None:
            return
        self.socket.close()
        self._server.shutdown()
        self._server.server_close()
        self._connections.cut()

    def deliver_by_http(self, url: str) -> None:
        """Reach the bot by signed requests to this URL instead of Socket Mode."""
        self.app.transport = self._http = HttpTransport(url, self.signing_secret)

    def be_patient(self, seconds: float) -> None:
        """Wait so long for the bot, which is reached by HTTP: how fast this machine is plays no part in a rehearsal."""
        self._http.patience = self.workspace.patience = seconds

    def refuses(self, person_id: str, error: SlackError) -> None:
        """Note that Slack would not take how the bot acknowledged what this person did last."""
        for one in reversed(self.log):
            if one.get("to") == "bot" and one["kind"] != "events_api" and _doer(one["payload"]) == person_id:
                one["refused"] = {"error": error.code, **error.more}
                return

    def person(
        self, name: str, *, tz: str = "UTC", real_name: str | None = None, user_id: str | None = None, about: str = ""
    ) -> Person:
        """Bring a person into the workspace; `about` is a line about them for whoever chooses on the page."""
        real_name = real_name or name.title()
        user = self.workspace.add_user(name, real_name=real_name, zone=tz, user_id=user_id, about=about)
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
        self.journal.did(kind, payload)
        answer = self._deliver(kind, payload)
        if self.faults.take_duplicate():
            self._deliver(kind, payload)
        return answer

    def _deliver(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Answer:
        answer = self.app.transport.deliver(kind, payload, retry)
        self.workspace.note(
            {
                "to": "bot",
                "kind": kind,
                "payload": payload,
                "retry": retry,
                "answer": answer.body,
                "ok": answer.ok,
                "took": answer.took,
                "problem": answer.problem or answer.reason,
            }
        )
        for hear in self.on_delivery:
            hear()
        return answer

    def uninstall(self, *, tell: bool = True) -> list[Json]:
        """Throw the app out: its token is worth nothing any more. Return the events that say so, told or not.

        https://docs.slack.dev/reference/events/tokens_revoked and https://docs.slack.dev/reference/events/app_uninstalled:
        which of the two comes first is not promised.
        """
        self.revoked = True
        events: list[Json] = [
            {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.workspace.bot.id]}},
            {"type": "app_uninstalled"},
        ]
        told = [self.wrapped(one) for one in events]
        for one in told if tell else []:
            self.send_wrapped(one)
        return told

    def let_in_again(self) -> str:
        """Install the app: return the token. A new one, unless the old one was still good."""
        if self.revoked:
            self.bot_token, self.revoked = new_bot_token(), False
        return self.bot_token

    def send_event(self, event: Json) -> Answer:
        """Deliver an event; again, up to three times, while the bot does not take it.

        https://docs.slack.dev/apis/events-api#retries: at once, after a minute, after five, unless the app says
        `X-Slack-No-Retry: 1`. Here nobody waits for minutes: the delays are cut short, which is assumed harmless.
        """
        return self.send_wrapped(self.wrapped(event))

    def wrapped(self, event: Json) -> Json:
        """Return an event as it is delivered, with the time at which it happened: now."""
        return {
            "token": "t",
            "team_id": self.team_id,
            "api_app_id": "ASANDBOX",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(6)}",
            "event_time": int(self.workspace.clock.now().timestamp()),
            "authorizations": [{"team_id": self.team_id, "user_id": self.workspace.bot.id, "is_bot": True}],
        }

    def send_wrapped(self, payload: Json) -> Answer:
        """Deliver an event as it was `wrapped`, perhaps some time ago; see `send_event`."""
        if payloads.name_of_event(payload["event"]) not in self.events:
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

        @web.post("/upload/<file_id>", defaults={"team": self.team_id})
        @web.post("/<team>/upload/<file_id>")
        def upload(team: str, file_id: str) -> Response:
            found = self.app.spaces[team].workspace.files.get(file_id)
            if found is None or found.get("done"):
                return Response("file_not_found", status=404)
            found["content"] = request.get_data()
            return Response(f"OK - {len(found['content'])}")

        @web.post("/response/<secret>", defaults={"team": self.team_id})
        @web.post("/<team>/response/<secret>")
        def response(team: str, secret: str) -> Response:
            space = self.app.spaces[team]
            said = Said(request.query_string.decode(), request.content_type or "", request.get_data())
            try:
                ticket = space.workspace.use_response(secret)
            except SlackError as error:
                return _json(space.noted(said, {"ok": False, "error": error.code}), 404)
            try:
                space.respond(ticket, arguments.nested(said.read()))
            except SlackError as error:  # which status is assumed
                return _json(space.noted(said, {"ok": False, "error": error.code, **error.more}), 400)
            space.noted(said, {"ok": True})
            return Response("ok")

        @sock.route("/link")  # type: ignore[untyped-decorator]  # flask-sock has no types
        def link(connection: Server) -> None:
            ticket = request.args.get("ticket", "")
            if ticket in self.socket.tickets:
                self.socket.tickets.discard(ticket)
                self.socket.serve(connection)

        self.app.install(web)
        routes.install(web, self)
        return web

    def _call(self, method: str, said: Said) -> Spoken | None:
        """Answer a call of the Web API; None cuts the connection."""
        try:
            args = said.read()
        except SlackError as error:
            return Spoken({"ok": False, "error": error.code})
        space = self.app.space_of(said.token()) or self
        fault = space.faults.strike(method, lambda: json.dumps(args, ensure_ascii=False))
        kind = fault.kind if fault is not None else None
        if fault is not None and kind == "slow":
            time.sleep(fault.seconds)
        if fault is not None and kind in WITHOUT_WORK:
            return _trouble(fault)
        if method == "oauth.v2.access":
            return self._grant(said, args)
        answer = space.answer(method, said.token(), args)
        kept = {name: value for name, value in args.items() if name != "token"}
        space.workspace.note({"from": "bot", "method": method, "args": kept, "answer": answer.body})
        return _trouble(fault) if fault is not None and kind != "slow" else answer

    def _grant(self, said: Said, args: Json) -> Spoken:
        try:
            return Spoken({"ok": True, **self.app.access(said.client(), args)})
        except SlackError as error:
            return Spoken({"ok": False, "error": error.code})

    def answer(self, method: str, token: str, args: Json) -> Spoken:
        """Answer a call of the Web API that is meant for this workspace."""
        try:
            if method == "apps.connections.open":
                return Spoken(self._open_connection(token))
            self._check_token(token)
            work = self.methods.find(method)
            self.limits.check_method(method)
            with self.workspace.lock:
                answer = {"ok": True, **work(arguments.nested(args))}
            date = format_datetime(self.workspace.clock.now().astimezone(UTC), usegmt=True)
            granted = ",".join(sorted(self.limits.granted))
            return Spoken(answer, headers=(("x-oauth-scopes", granted), ("date", date)))
        except Throttled as wait:
            return Spoken({"ok": False, "error": "ratelimited"}, 429, (("Retry-After", str(wait.seconds)),))
        except SlackError as error:
            return Spoken({"ok": False, "error": error.code, **error.more})

    def _check_token(self, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token == self.app_token:
            raise SlackError("not_allowed_token_type")
        if self.revoked or self.app.was_revoked(token, self.bot_token):
            raise SlackError("token_revoked")
        if token != self.bot_token:
            raise SlackError("invalid_auth")

    def _open_connection(self, token: str) -> Json:
        """apps.connections.open: with the app's token only."""
        if token != self.app_token:
            self._check_token(token)
            raise SlackError("not_allowed_token_type")
        port = (self._beside or self)._server.server_port  # noqa: SLF001 - one of its own kind
        return {"ok": True, "url": f"ws://127.0.0.1:{port}/link?ticket={self.socket.new_ticket()}"}

    def noted(self, said: Said, answer: Json) -> Json:
        """Keep the use of a response_url in the log; return the answer."""
        try:
            args = said.read()
        except SlackError:
            args = {}
        self.workspace.note({"from": "bot", "method": "response_url", "args": args, "answer": answer})
        return answer

    def respond(self, ticket: Ticket, said: Json) -> None:
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


def _doer(payload: Json) -> str:
    """Return the id of who did what a command or an interaction tells of."""
    return str(payload.get("user_id") or payload["user"]["id"])


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
