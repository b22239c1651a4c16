"""Composes everything; the only file that knows all rooms."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from flask import Blueprint
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy.exc import SQLAlchemyError

from app import lobby
from app.clockwork import Clockwork
from app.core.clock import Clock, FileClock, SystemClock, steady
from app.core.notice import NoticeKind
from app.database.session import Database, Transaction
from app.database.trouble import trouble_of
from app.database.types import Keyring
from app.delivery.deciding import Manners
from app.delivery.hushing import too_much
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
from app.web.calendar import calendar_page
from app.web.certificate import certificate_page
from app.web.figures import Interactions
from app.web.installing import Installer
from app.web.readiness import Look, Readiness
from app.web.server import Watched
from app.web.watch import Watch
from app.workspaces import admit, expect, looking_after

log = structlog.get_logger()

KNOWN_FOR = 30.0  # seconds: another process may have been given a new token


class Trellis:
    """The whole bot, ready to be connected to Slack.

    Args:
        settings: what the admin decided.
        clock: the time; the machine's unless a test or the sandbox brings another.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None, *, abreast: int | None = None) -> None:
        self.settings = settings
        self.clock = clock or clock_of(settings)
        self.database = Database(settings.database_url, Keyring(settings.keys))
        self._installations: dict[str, tuple[Installation, float]] = {}
        patience = Patience(settings.lease_seconds)
        self.gateway = Gateway(
            self._token_of,
            settings.slack_api_url,
            pace=settings.slack_pace,
            timeout=patience.answer,
            renewed=self._renewed_token_of,
        )
        board = lobby.board(settings.public_url)
        keep = looking_after(self.gateway.standing, timedelta(days=settings.purge_after_days))
        self.board: Board = replace(board, labours=(*board.labours, keep))
        self._kinds = {kind.name: kind for kind in self.board.notices}
        self.sender = Sender(
            database=self.database,
            carrier=self.gateway,
            manners=Manners(
                kinds=self._kinds,
                recipient_of=self._recipient,
                foot=foot,
                together=together,
                may_nag=self._may_nag,
                acquaint=lambda tx, team_id, users: people.persons(tx, team_id=team_id, users=users),
            ),
            clock=self.clock,
            patience=patience,
            carriers=settings.carriers,
            abreast=abreast,
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
            forget=self._renewed_token_of,
        )
        self.bolt: App = make_app(
            self.door.receive,
            self._authorize,
            signing_secret=settings.slack_signing_secret.get_secret_value(),
        )

    def open(self) -> None:
        """Read the handbooks; settle in the workspace of the settings, if they name one."""
        folders = [reading.SHIPPED, *([self.settings.programmes_dir] if self.settings.programmes_dir else [])]
        files = reading.read_files(folders)
        programmes.put_on_shelf(
            {key: one.handbook for key, one in files.items()}, {key: one.text for key, one in files.items()}
        )
        token = self.settings.slack_bot_token.get_secret_value()
        if token:
            said = Gateway(lambda _team: token, self.settings.slack_api_url).client("").auth_test()
            installation = Installation(
                team_id=said["team_id"], bot_token=token, bot_id=said["bot_id"], bot_user_id=said["user_id"]
            )
            if not self.settings.slack_client_id:
                with self.database.transaction() as tx:
                    expect(tx, team_id=installation.team_id, name=said["team"])
            # The ids of the settings are of this workspace; in another one they may be somebody else's.
            self.let_in(installation, name=said["team"], coordinators=self.settings.first_coordinators)
        with self.database.transaction() as tx:
            for team_id in installing.teams(tx):
                programmes.remember_editions(tx, team_id=team_id, now=self.clock.now())

    def let_in(
        self, installation: Installation, *, name: str, by: str | None = None, coordinators: Iterable[str] = ()
    ) -> None:
        """Settle in a workspace; see `app.workspaces.admit`."""
        with self.database.transaction() as tx:
            admit(tx, installation=installation, name=name, now=self.clock.now(), by=by, coordinators=coordinators)
        self._installations[installation.team_id] = (installation, steady())
        self.clockwork.wake()

    def pages(self) -> list[Blueprint]:
        """Return what the web server shows in a browser."""
        shown = [calendar_page(self.database, self.clock), certificate_page(self.database)]
        if self.settings.slack_client_id:
            door = Installer(self.settings, lambda one: self.let_in(one.installation, name=one.name, by=one.by))
            shown.append(door.pages())
        return shown

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

    def _installation(self, team_id: str, *, anew: bool = False) -> Installation | None:
        known = self._installations.get(team_id)
        if not anew and known is not None and steady() - known[1] < KNOWN_FOR:
            return known[0]
        try:
            with self.database.transaction() as tx:
                found = installing.installation_of(tx, team_id=team_id)
        except SQLAlchemyError as error:
            if known is None or trouble_of(error) is None:
                raise
            return known[0]  # so that we can say at least that nothing can be saved now
        if found is None:
            self._installations.pop(team_id, None)
        else:
            self._installations[team_id] = (found, steady())
        return found

    def _token_of(self, team_id: str) -> str | None:
        found = self._installation(team_id)
        return found.bot_token if found else None

    def _renewed_token_of(self, team_id: str) -> str | None:
        found = self._installation(team_id, anew=True)
        return found.bot_token if found else None

    def _authorize(self, team_id: str) -> AuthorizeResult | None:
        found = self._installation(team_id)
        if found is None:
            log.warning("not-installed", team=team_id)
            return None
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
    away = people.away(tx, team_id=team_id, now=now).get(user_id)
    budget = letters.weekly_budget(tx, team_id=team_id, user_id=user_id)
    gone = person.gone_at is not None
    return Recipient(zone=person.zone, gone=gone, paused_until=away, budget=budget, hours=person.hours)


def clock_of(settings: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return FileClock(Path(settings.clock_file)) if settings.clock_file else SystemClock()
