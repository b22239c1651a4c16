"""A town for scenario tests: the sandbox, the real bot over the wire, and people with fixed relations.

Cora coordinates everything. Otto coordinates another cohort. Sam is the stranger who must not get in.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.core.clock import MovableClock
from app.demo.cast import mentees, mentors
from app.demo.community import Community
from app.demo.stage import NOON, Actor, Stage, Transport
from tests.kit import databases
from tests.kit.memory import remembered


class Town(Community):
    """A community with people whose relations to a cohort never change."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.otto = self.arrives("otto", "Otto Brandt", "Europe/Berlin")
        self.sam = self.arrives("sam", "Sam Stranger", "Europe/London")
        self.ada = self.arrives("ada", "Ada Okafor", "America/New_York")
        self.mira = self.arrives("mira", "Mira Santos", "Europe/Madrid")
        self.mentorship.members |= {one.id for one in (self.otto, self.sam, self.ada, self.mira)}
        self._at_first = self._touched()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has happened yet: nobody came or wrote, no time passed, Slack is as it always is."""
        return self._touched() == self._at_first

    def _touched(self) -> tuple[object, ...]:
        sandbox, space = self.stage.sandbox, self.stage.sandbox.workspace
        written = sum(len(one.messages) + len(one.members) for one in space.conversations.values())
        people = tuple(sorted((one.id, one.zone, one.deleted, one.restricted) for one in space.users.values()))
        return (
            *(self.stage.clock.now(), people, len(space.conversations), written, len(space.homes), len(space.modals)),
            *(len(sandbox.faults.waiting), sandbox.faults.duplicate_next, sandbox.revoked),
            *(frozenset(sandbox.limits.granted), len(space.on_message)),
        )

    def mentee_answers(self, **changes: Any) -> dict[str, Any]:
        return {
            "wants": ["Backend", "Open source"],
            "goals": "Ship a real feature",
            "experience": 1,
            "languages": ["English"],
            "hours": 2,
            "slots": ["Tuesday 10:00-12:00", "Wednesday 12:00-14:00"],
            "conduct": ["Yes"],
            **changes,
        }

    def mentor_answers(self, **changes: Any) -> dict[str, Any]:
        return {
            "offers": ["Backend", "DevOps and infrastructure"],
            "goals": "Somebody curious",
            "experience": 9,
            "languages": ["English", "Spanish"],
            "hours": 2,
            "slots": ["Tuesday 16:00-18:00", "Wednesday 18:00-20:00"],
            "capacity": 1,
            "conduct": ["Yes"],
            **changes,
        }

    def joins(self, who: Actor, role: str, answers: Mapping[str, Any] | None = None) -> None:
        usual = self.mentee_answers() if role == "mentee" else self.mentor_answers()
        super().joins(who, role, answers or usual)

    @remembered
    def opens_cohort(
        self,
        name: str = "Winter",
        by: Actor | None = None,
        changes: Mapping[str, Any] | None = None,
        programme: str = "wealljs",
    ) -> None:
        super().opens_cohort(name, by, changes, programme)

    @remembered
    def signs_up(self, mentee: Mapping[str, Any] | None = None, mentor: Mapping[str, Any] | None = None) -> None:
        """A cohort opens; Ada wants to learn, Mira wants to teach; Cora approves both."""
        self.opens_cohort()
        self.joins(self.ada, "mentee", mentee)
        self.joins(self.mira, "mentor", mentor)
        self.approves(self.ada)
        self.approves(self.mira)

    def asks_for_matches(self) -> None:
        self.cora.opens_home()
        self.cora.presses("Find matches")

    @remembered
    def offers(self, **answers: Mapping[str, Any]) -> None:
        """Cora has Ada proposed to Mira and accepts."""
        self.signs_up(**answers)
        self.asks_for_matches()
        self.cora.presses("Accept")
        self.cora.closes_all()

    @remembered
    def pairs(self, **answers: Mapping[str, Any]) -> None:
        """Mira and Ada become a pair on Monday, at 15:30 in Madrid and 9:30 in New York."""
        self.offers(**answers)
        self.mira.presses("Yes, gladly")
        self.passes(hours=3, minutes=30)
        self.ada.presses("Yes, please")

    @remembered
    def agrees(self) -> None:
        """The pair agrees on its first meeting: Wednesday 13 January, 18:00 in Madrid, for an hour."""
        self.pairs()
        self.ada.presses("Works for me")
        self.mira.presses("Works for me")

    def everything_slack_interprets(self) -> list[str]:
        """Return every text that Slack would read for mentions and links: `text`, and `mrkdwn` objects."""
        space = self.stage.sandbox.workspace
        payloads = [one for channel in space.conversations.values() for one in channel.messages]
        payloads += [view for stack in space.modals.values() for view in stack] + list(space.homes.values())
        return [text for one in payloads for text in _interpreted(one)]


def _interpreted(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn" or (node.get("type") == "message" and isinstance(node.get("text"), str)):
            yield node["text"]
        for value in node.values():
            yield from _interpreted(value)
    elif isinstance(node, list):
        for value in node:
            yield from _interpreted(value)


@contextmanager
def town(kind: str, transport: Transport, public_url: str = "") -> Iterator[Town]:
    """Build a town on a kind of database, reached by a transport, whose bot may have an address for people."""
    with databases.fresh(kind) as url:
        stage = Stage(
            database_url=url,
            key=databases.KEY,
            clock=MovableClock(NOON),
            transport=transport,
            coordinators="UCORA",
            public_url=public_url,
        )
        try:
            made = Town(stage)
            stage.start_bot()
            yield made
        finally:
            stage.stop()


__all__ = ["Town", "mentees", "mentors", "town"]
