"""Composes everything; the only file that knows all rooms."""

from datetime import datetime
from pathlib import Path

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltError

from app import lobby
from app.clockwork import Clockwork
from app.core.clock import Clock, FileClock, SystemClock, steady
from app.core.notice import NoticeKind
from app.database.session import Database, Transaction, one_at_a_time
from app.database.types import Keyring
from app.delivery.deciding import Manners
from app.delivery.hushing import too_much
from app.delivery.pace import let_go_on
from app.delivery.records import Notice
from app.delivery.rounds import Patience
from app.delivery.rules import Drop, PutOff, Recipient
from app.delivery.sending import Sender
from app.door import Door
from app.features.installing import usecases as installing
from app.features.installing.usecases import Installation
from app.features.letters import usecases as letters
from app.features.letters.views import foot, together
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.handbook import reading
from app.settings import Settings
from app.slack.bolt import make_app
from app.slack.gateway import Gateway
from app.tools import Board
from app.web.figures import Interactions
from app.web.readiness import Look, Readiness
from app.web.server import Watched
from app.web.watch import Watch

log = structlog.get_logger()

KNOWN_FOR = 30.0  # seconds: another process may have been given a new token


class Trellis:
    """The whole bot, ready to be connected to Slack.

    Args:
        settings: what the admin decided.
        clock: the time; the machine's unless a test or the sandbox brings another.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or clock_of(settings)
        self.database = Database(settings.database_url, Keyring(settings.keys))
        self.board: Board = lobby.board()
        self._kinds = {kind.name: kind for kind in self.board.notices}
        self._installations: dict[str, tuple[Installation, float]] = {}
        patience = Patience(settings.lease_seconds)
        self.gateway = Gateway(
            self._token_of, settings.slack_api_url, pace=settings.slack_pace, timeout=patience.answer
        )
        self.sender = Sender(
            database=self.database,
            carrier=self.gateway,
            manners=Manners(
                kinds=self._kinds,
                recipient_of=self._recipient,
                foot=foot,
                together=together,
                may_nag=self._may_nag,
            ),
            clock=self.clock,
            patience=patience,
            carriers=settings.carriers,
        )
        self.clockwork = Clockwork(
            database=self.database,
            sender=self.sender,
            board=self.board,
            clock=self.clock,
            every=settings.tick_seconds,
        )
        self.interactions = Interactions()
        self.door = Door(
            database=self.database,
            gateway=self.gateway,
            board=self.board,
            clock=self.clock,
            wake=self.clockwork.wake,
            noted=self.interactions.note,
        )
        self.bolt: App = make_app(
            self.door.receive,
            self._authorize,
            signing_secret=settings.slack_signing_secret.get_secret_value(),
        )

    def open(self) -> Installation:
        """Read the handbooks, meet the workspace of the settings and seat its first coordinators."""
        folders = [reading.SHIPPED, *([self.settings.programmes_dir] if self.settings.programmes_dir else [])]
        files = reading.read_files(folders)
        programmes.put_on_shelf(
            {key: one.handbook for key, one in files.items()}, {key: one.text for key, one in files.items()}
        )
        token = self.settings.slack_bot_token.get_secret_value()
        said = Gateway(lambda _team: token, self.settings.slack_api_url).client("").auth_test()
        installation = Installation(
            team_id=said["team_id"], bot_token=token, bot_id=said["bot_id"], bot_user_id=said["user_id"]
        )
        with self.database.transaction() as tx:
            # Several processes may start at once, also for the very first time.
            one_at_a_time(tx, [f"open:{installation.team_id}"])
            now = self.clock.now()
            installing.install(tx, installation=installation, name=said["team"], now=now)
            let_go_on(tx, team_id=installation.team_id)  # this token has just worked
            programmes.remember_editions(tx, team_id=installation.team_id, now=now)
            people.seat_first_coordinators(
                tx, team_id=installation.team_id, users=self.settings.first_coordinators, now=now
            )
        return installation

    def close(self) -> None:
        """Stop ticking and let the database go."""
        self.clockwork.stop()
        self.database.close()

    def watched(self, slack: Look) -> Watched:
        """Return what monitoring may ask for; `slack` looks at the way to Slack."""
        watch = Watch(self.database, self.clock)
        self.interactions.register(watch.registry)
        token = self.settings.metrics_token.get_secret_value()
        return Watched(look=Readiness(self.database, slack).look, watch=watch, token=token)

    def _recipient(self, tx: Transaction, team_id: str, user_id: str) -> Recipient:
        return recipient(tx, team_id, user_id, self.clock.now())

    def _may_nag(self, tx: Transaction, kind: NoticeKind, row: Notice, now: datetime) -> Drop | PutOff | None:
        return too_much(tx, row, kind.nags, self._kinds, now) if kind.nags is not None else None

    def _installation(self, team_id: str) -> Installation | None:
        known = self._installations.get(team_id)
        if known is not None and steady() - known[1] < KNOWN_FOR:
            return known[0]
        with self.database.transaction() as tx:
            found = installing.installation_of(tx, team_id=team_id)
        if found is not None:
            self._installations[team_id] = (found, steady())
        return found

    def _token_of(self, team_id: str) -> str | None:
        found = self._installation(team_id)
        return found.bot_token if found else None

    def _authorize(self, team_id: str) -> AuthorizeResult:
        found = self._installation(team_id)
        if found is None:
            raise BoltError(f"Trellis is not installed in the workspace {team_id}")
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team_id,
            bot_token=found.bot_token,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
        )


def recipient(tx: Transaction, team_id: str, user_id: str, now: datetime) -> Recipient:
    """Return what delivery must know of a person."""
    person = people.person(tx, team_id=team_id, user_id=user_id)
    away = people.is_away_until(tx, team_id=team_id, user_id=user_id, now=now)
    budget = letters.weekly_budget(tx, team_id=team_id, user_id=user_id)
    gone = person.gone_at is not None
    return Recipient(zone=person.zone, gone=gone, paused_until=away, budget=budget, hours=person.hours)


def clock_of(settings: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return FileClock(Path(settings.clock_file)) if settings.clock_file else SystemClock()
