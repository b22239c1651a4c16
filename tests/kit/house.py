"""A house that could run for real: a database, a Slack, settings that fit, a cohort, a first message. For the doctor."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.core.clock import SystemClock
from app.core.notice import Post
from app.database.session import Database
from app.database.types import Keyring
from app.delivery.beats import beat
from app.delivery.records import Notice
from app.demo.stage import MANIFESTS
from app.doctor.examining import examine
from app.doctor.findings import Finding
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import CohortWishes
from app.main import Trellis
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation
from app.settings import BadSettings, Settings
from tests.kit import databases


@dataclass
class House:
    """What a test plants a fault into."""

    url: str
    slack: Sandbox
    database: Database
    desk: Conversation
    cora: Person
    said: dict[str, Any]

    @property
    def kind(self) -> str:
        return "sqlite" if self.database.is_sqlite else "postgres"

    def examined(self, **changes: Any) -> list[Finding]:
        """Return what the doctor finds, with some settings changed."""
        said = {name: value for name, value in {**self.said, **changes}.items() if value is not None}
        now = said.pop("now", lambda: datetime.now(UTC))
        try:
            return examine(Settings.model_validate(said), now=now)
        except BadSettings as error:
            return examine(error.rest, error.faults, now=now)

    def notice(self, number: int, **is_: Any) -> None:
        """Put a notice into the outbox."""
        now = datetime.now(UTC)
        usual: dict[str, Any] = {
            "team_id": self.slack.team_id,
            "key": f"k{number}",
            "mark": f"mark-{number}",
            "kind": "joining.received",
            "subject": "application:1",
            "to": self.cora.id,
            "about": {},
            "planned_at": now,
            "wanted_at": now,
            "due_at": now,
        }
        with self.database.transaction() as tx:
            tx.add(Notice(**{**usual, **is_}))


@contextmanager
def house(kind: str, *, without_scopes: frozenset[str] = frozenset()) -> Iterator[House]:
    """Build a house that lacks nothing."""
    clock = SystemClock()
    manifest = MANIFESTS / "development.yaml"
    with (
        databases.fresh(kind) as url,
        Sandbox(clock=clock, manifest=manifest, rates="off", without_scopes=without_scopes) as slack,
    ):
        cora = slack.person("cora", user_id="UCORA", real_name="Cora Castillo")
        desk = slack.channel("desk", private=True, members=[cora])
        desk.members.add(slack.workspace.bot.id)
        said = {
            "database_url": url,
            "trellis_keys": databases.KEY,
            "slack_bot_token": slack.bot_token,
            "slack_app_token": slack.app_token,
            "slack_api_url": slack.api_url,
            "coordinator_user_ids": cora.id,
            "port": 0,
        }
        database = Database(url, Keyring([databases.KEY]))
        made = House(url, slack, database, desk, cora, said)
        _settle_in(made)
        yield made
        database.close()


def _settle_in(made: House) -> None:
    bot = Trellis(Settings.model_validate(made.said))
    bot.open()
    now, team = datetime.now(UTC), made.slack.team_id
    day = now.date()
    wishes = CohortWishes(
        programme="wealljs",
        name="Winter",
        signup_until=(day + timedelta(days=14)).isoformat(),
        starts_on=(day + timedelta(days=14)).isoformat(),
        ends_on=(day + timedelta(days=120)).isoformat(),
        announce_channel=made.desk.id,
        mentors_channel=made.desk.id,
        mentees_channel=made.desk.id,
        coordinators_channel=made.desk.id,
    )
    with made.database.transaction() as tx:
        people.meet(tx, team_id=team, profile={"id": made.cora.id, "real_name": "Cora", "tz": "UTC"}, now=now)
        programmes.open_cohort(tx, team_id=team, by=made.cora.id, zone="UTC", wishes=wishes, now=now)
        tx.query(Notice).delete()
        beat(tx)
    sent = bot.gateway.carry(team, made.cora.id, Post(text="Hello", blocks=[]), ["mark-0"], float("inf"))
    place: dict[str, Any] = {"channel": getattr(sent, "channel", None), "ts": getattr(sent, "ts", None)}
    made.notice(0, settled_at=now, outcome="sent", **place)
    bot.close()
