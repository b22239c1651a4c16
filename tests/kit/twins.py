"""Two workspaces of one bot, with people who have the same ids in both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import select

from app.core.clock import MovableClock
from app.database.base import Base
from app.demo.stage import NOON, Actor, Stage, Transport
from app.sandbox.server import Sandbox
from tests.kit import databases
from tests.kit.town import Town

HERE, THERE = "TSANDBOX", "TNEIGHBOUR"


class Annex:
    """The stage as the people of another workspace see it."""

    def __init__(self, stage: Stage, sandbox: Sandbox) -> None:
        self._stage, self.sandbox = stage, sandbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage, name)

    def actor(self, name: str, *, zone: str, real_name: str, user_id: str | None = None) -> Actor:
        return Actor(self.sandbox.person(name, tz=zone, real_name=real_name, user_id=user_id), self._stage.settle)


class Twins:
    """Two towns. Nobody has let the bot in yet."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.here = Town(stage)
        neighbour = stage.sandbox.neighbour("Neighbour", THERE)
        self.there = Town(cast("Stage", Annex(stage, neighbour)))
        for town in (self.here, self.there):
            town._at_first = ()  # what other towns lived through fits neither of them: they share a database

    @property
    def install(self) -> str:
        """Where a workspace lets the bot in."""
        return f"{self.stage.web_address}/slack/install"

    def both_let_it_in(self) -> None:
        for town in (self.here, self.there):
            page = town.cora.installs(self.install)
            assert "Trellis is in" in page, page

    def passes(self, **time: float) -> None:
        self.stage.pass_time(timedelta(**time))

    def rows(self, team_id: str) -> dict[str, list[Any]]:
        """Return everything that the database holds of a workspace."""
        tables = [one for one in Base.metadata.sorted_tables if "team_id" in one.columns]
        with self.stage.database.transaction() as tx:
            return {
                one.name: sorted(tx.execute(select(one).where(one.c.team_id == team_id)).all(), key=repr)
                for one in tables
            }


@contextmanager
def twins(kind: str, transport: Transport) -> Iterator[Twins]:
    """Build two towns on a kind of database."""
    with databases.fresh(kind) as url:
        stage = Stage(database_url=url, key=databases.KEY, clock=MovableClock(NOON), transport=transport, several=True)
        try:
            made = Twins(stage)
            stage.start_bot()
            yield made
        finally:
            stage.stop()


def everything_seen(sandbox: Sandbox) -> str:
    """Return all that stands anywhere in a workspace, as its people read it."""
    said = []
    for person in sandbox.people.values():
        said += [person.plain(one) for one in person.messages()] + [person.modal_text, person.home_text]
    return "\n".join(said)
