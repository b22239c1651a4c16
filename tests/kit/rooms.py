"""A house without Slack: a database, a clock and a cohort, for tests of use cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.core.clock import MovableClock
from app.database.session import Database, Transaction
from app.delivery.records import Notice
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort, CohortWishes

TEAM = "T1"
BOSS = "UBOSS"  # coordinates the whole workspace
MONDAY = datetime(2027, 1, 11, 10, tzinfo=UTC)


@dataclass
class Rooms:
    """What a test of use cases needs."""

    database: Database
    clock: MovableClock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @contextmanager
    def tx(self) -> Iterator[Transaction]:
        with self.database.transaction() as tx:
            yield tx

    def meets(self, user_id: str, zone: str = "Europe/Madrid") -> str:
        """Let Trellis meet a person."""
        with self.tx() as tx:
            people.meet(
                tx, team_id=TEAM, profile={"id": user_id, "real_name": user_id.title(), "tz": zone}, now=self.now
            )
        return user_id

    def cohort(self, name: str = "Winter", by: str = BOSS) -> Cohort:
        """Open a WeAllJS cohort of thirteen weeks."""
        self.meets(BOSS)
        with self.tx() as tx:
            people.seat_first_coordinators(tx, team_id=TEAM, users=[by], now=self.now)
        day = self.now.date()
        wishes = CohortWishes(
            programme="wealljs",
            name=name,
            signup_until=(day + timedelta(days=14)).isoformat(),
            starts_on=(day + timedelta(days=14)).isoformat(),
            ends_on=(day + timedelta(days=120)).isoformat(),
            announce_channel="CANNOUNCE",
            mentors_channel="CMENTORS",
            mentees_channel="CMENTEES",
            coordinators_channel="CDESK",
        )
        with self.tx() as tx:
            return programmes.open_cohort(tx, team_id=TEAM, by=by, zone="Europe/Madrid", wishes=wishes, now=self.now)

    def notices(self, kind: str | None = None) -> list[Notice]:
        """Return what is planned, oldest first."""
        with self.tx() as tx:
            rows = tx.query(Notice).order_by(Notice.due_at, Notice.id).all()
        return [row for row in rows if kind is None or row.kind == kind]
