"""A stage: the sandbox, the unmodified bot, one clock that both follow, and a cast."""

import logging
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import structlog
from cryptography.fernet import Fernet
from werkzeug.serving import BaseWSGIServer, make_server

from app.core.clock import MovableClock
from app.database.session import Database
from app.database.types import Keyring
from app.delivery import records as outbox
from app.main import Trellis
from app.migrating import migrate
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation, Json
from app.sandbox.wire import QuietHandler
from app.settings import Settings
from app.slack.line import Line
from app.web.readiness import look_at_line
from app.web.server import FromSlack, make_web

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Transport = Literal["socket", "http"]
log = structlog.get_logger()

BEAT = 0.25  # seconds: what nobody's deed brings, such as long work, waits no longer while people act by themselves
MANIFESTS = Path(__file__).parents[2] / "manifests"
TALKS = {"types", "presses", "submits", "closes", "chooses", "opens_home", "presses_kept"}  # the bot hears of these
ACTS = {*TALKS, "fills"}


class Actor:
    """A person of the sandbox; after whatever they do, the bot finishes what it has to say."""

    def __init__(self, person: Person, settle: Callable[[], None]) -> None:
        self.person = person
        self._settle = settle

    def __getattr__(self, name: str) -> Any:
        """Return what the person can do, with the bot's answer waited for."""
        found = getattr(self.person, name)
        if name not in TALKS:
            return found

        def act(*args: Any, **kwargs: Any) -> Any:
            result = found(*args, **kwargs)
            self._settle()
            return result

        return act


class Stage:
    """A sandbox with the bot in it.

    Args:
        database_url: a migrated database.
        key: the key of private texts.
        clock: what both follow.
        transport: how the sandbox reaches the bot.
        coordinators: Slack ids of the first coordinators.
        rates: `slack` to throttle as Slack does, `off` not to.
        port: where the page is; 0 for any free one.
        programmes_dir: a folder with a community's own programme files.
        several: whether the bot knows no workspace before one lets it in, in the browser.
        public_url: the address that the bot believes it has, if `several` does not give it one; empty for none.
    """

    labours = True  # whether long work is done at once; otherwise it waits, as it does when many are before it
    stride = timedelta(hours=12)  # while days pass, the clock never jumps further than this at once
    grain = timedelta(0)  # what is due in one stretch of so long is done at its end; 0 to be exact to the second
    rest = timedelta(0)  # so long the chores of the bot rest after they were done
    abreast = 1  # how many messages the bot begins in one transaction

    def __init__(
        self,
        *,
        database_url: str,
        key: str,
        clock: MovableClock,
        transport: Transport = "socket",
        coordinators: str = "",
        rates: Literal["slack", "off"] = "off",
        port: int = 0,
        programmes_dir: Path | None = None,
        several: bool = False,
        public_url: str = "",
    ) -> None:
        self.clock = clock
        manifest = MANIFESTS / ("development.yaml" if transport == "socket" else "production.yaml")
        self.sandbox = Sandbox(clock=clock, manifest=manifest, rates=rates, port=port)
        self.sandbox.pass_time, self.sandbox.to_next = self.pass_time, self.to_next
        self._database_url, self._key, self._transport = database_url, key, transport
        self._coordinators = coordinators
        self._rates = rates
        self._programmes_dir = programmes_dir
        self._several, self._public_url = several, public_url
        self.sandbox.revoked = several
        self._turn = threading.RLock()  # of whoever lets the bot do what is due
        self._stirred, self._over = threading.Event(), threading.Event()
        self._life: threading.Thread | None = None
        self.after_step: Callable[[], object] | None = None  # called at each stop while time passes
        self._is_patient = False
        self._web: BaseWSGIServer | None = None
        self._answer: WSGIApplication | None = None
        self.trellis: Trellis | None = None

    @property
    def bot(self) -> Trellis:
        """The running bot."""
        if self.trellis is None:
            raise RuntimeError("the bot has not been started")
        return self.trellis

    def settings(self) -> Settings:
        """Return the settings that lead the bot into the sandbox."""
        app = self.sandbox.app
        several = {
            "slack_client_id": app.client_id,
            "slack_client_secret": app.client_secret,
            "public_url": self.web_address,
        }
        return Settings.model_validate(
            {
                "public_url": self._public_url,
                **(several if self._several else {"slack_bot_token": self.sandbox.bot_token}),
                "database_url": self._database_url,
                "trellis_keys": self._key,
                "slack_app_token": self.sandbox.app_token,
                "slack_signing_secret": self.sandbox.signing_secret,
                "slack_transport": self._transport,
                "slack_api_url": self.sandbox.api_url,
                "coordinator_user_ids": self._coordinators,
                "programmes_dir": self._programmes_dir,
                "tick_seconds": 1,
                "carriers": 1,  # one after the other, so that every run tells the same story
                "slack_pace": 0.97 if self._rates == "slack" else 0,
            }
        )

    def start_bot(self) -> None:
        """Connect the bot over the wire."""
        if self._web is None and (self._transport == "http" or self._several):
            self._serve()
        trellis = Trellis(self.settings(), clock=self.clock, abreast=self.abreast)
        trellis.open()
        by_http = self._transport == "http"
        trellis.clockwork.chores_every = max(self.rest, trellis.clockwork.chores_every)
        if self._web is not None:
            slack = FromSlack(trellis.bolt, self.sandbox.signing_secret) if by_http else None
            look = slack.heard.look if slack is not None else look_at_line(lambda: True)
            self._answer = make_web(slack, trellis.watched(look), pages=trellis.pages())
        if by_http:
            self.sandbox.deliver_by_http(f"{self.web_address}/slack/events")
        else:
            self._line = Line(trellis.bolt, app_token=self.sandbox.app_token, api_url=self.sandbox.api_url)
            self._line.connect()
        self.trellis = trellis

    def _serve(self) -> None:
        """Listen, before anybody is there to answer: the settings say where."""

        def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            return self._answer(environ, start) if self._answer is not None else ()

        self._web = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=QuietHandler)
        threading.Thread(target=self._web.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def web_address(self) -> str:
        """Where the bot's own web server is."""
        return f"http://127.0.0.1:{self._web.server_port}" if self._web is not None else ""

    def stop(self) -> None:
        """Take everything down."""
        self._over.set()
        self._stirred.set()
        if self._life is not None:
            self._life.join()
        if self._web is not None:
            self._web.shutdown()
            self._web.server_close()
        if self.trellis is not None:
            if self._transport == "socket":
                self._line.hang_up()
            self.trellis.close()
        self.sandbox.stop()

    # -- time -----------------------------------------------------------------------------------

    @property
    def database(self) -> Database:
        """The bot's database, to see what is due."""
        return self.bot.database

    def settle(self) -> None:
        """Let the bot do all that is due at this minute."""
        with self._turn:
            is_over = False
            while not is_over:
                handled = self.bot.clockwork.tick()
                is_over = not (self.labours and self.bot.clockwork.labours()) and not (handled and self._is_more_due())

    def _is_more_due(self) -> bool:
        """Whether a tick, which lasts some seconds at most, has left something undone."""
        with self.database.glance() as tx:
            return any(at <= self.clock.now() for at in outbox.ahead(tx))

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """Let several people act before the bot says what it has to say about it; what it answers at once it does."""
        self._is_patient = True
        try:
            yield
        finally:
            self._is_patient = False
        self.settle()

    def settle_after_a_deed(self) -> None:
        """Let the bot do what is due, unless more is about to be done."""
        if not self._is_patient:
            self.settle()

    def let_chores_run(self) -> None:
        """Let the bot do what time alone brings."""
        self.bot.clockwork.chores(all_now=True)

    def live(self) -> None:
        """From here on people act by themselves, in a browser: let the bot keep up with whatever they do."""
        self.sandbox.on_delivery.append(self._stirred.set)
        self._life = threading.Thread(target=self._live, daemon=True)
        self._life.start()

    def _live(self) -> None:
        while not self._over.is_set():
            self._stirred.wait(BEAT)
            self._stirred.clear()
            try:
                self.settle()
            except Exception:
                log.exception("settling-failed")

    def pass_time(self, by: timedelta) -> None:
        """Let time pass, stopping wherever the bot has something to do."""
        self._pass(self.clock.now() + by, lambda: False)

    def to_next(self, within: timedelta) -> bool:
        """Let time pass until the bot writes something, or for so long at most; return whether it did."""
        written: list[Json] = []

        def hear(_channel: Conversation, message: Json) -> None:
            if message.get("user") == self.sandbox.workspace.bot.id:
                written.append(message)

        self.sandbox.workspace.on_message.append(hear)
        try:
            self._pass(self.clock.now() + within, lambda: bool(written))
        finally:
            self.sandbox.workspace.on_message.remove(hear)
        return bool(written)

    def _pass(self, until: datetime, is_enough: Callable[[], bool]) -> None:
        with self._turn:
            self.settle()
            while (now := self.clock.now()) < until and not is_enough():
                with self.database.transaction() as tx:
                    due = [at for at in outbox.ahead(tx) if at > now]
                self.clock.move_to(min([*(self._rounded(at) for at in due), now + self.stride, until]))
                if not self.rest:  # otherwise the bot's own clockwork does them when their rest is over
                    self.let_chores_run()
                self.settle()
                if self.after_step is not None:
                    self.after_step()

    def _rounded(self, at: datetime) -> datetime:
        """Return the end of the stretch of time, counted from midnight UTC, in which an instant lies."""
        if not self.grain:
            return at
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - (midnight - at) // self.grain * self.grain

    def actor(self, name: str, *, zone: str, real_name: str, user_id: str | None = None) -> Actor:
        """Bring somebody on."""
        person = self.sandbox.person(name, tz=zone, real_name=real_name, user_id=user_id)
        return Actor(person, self.settle_after_a_deed)


def keep_quiet() -> None:
    """Let only what the demo says be read: the libraries tell of every connection that the end cuts."""
    for name in ("slack_bolt", "slack_sdk", "werkzeug"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[plain], wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


@contextmanager
def temporary_database() -> Iterator[tuple[str, str]]:
    """Yield the URL of a fresh embedded database and its key."""
    with tempfile.TemporaryDirectory(prefix="trellis-demo-") as folder:
        url, key = f"sqlite:///{folder}/trellis.sqlite", Fernet.generate_key().decode()
        database = Database(url, Keyring([key]))
        migrate(database)
        database.close()
        yield url, key


NOON = datetime(2027, 1, 11, 11, tzinfo=UTC)
