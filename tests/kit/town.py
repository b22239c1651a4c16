"""A town for scenario tests: the sandbox, the real bot over the wire, and people with fixed relations.

Cora coordinates everything. Otto coordinates another cohort. Sam is the stranger who must not get in.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from app.core.clock import MovableClock
from app.demo.cast import Mentor, mentees, mentors
from app.demo.stage import NOON, Actor, Stage, Transport
from app.sandbox.state import Conversation
from tests.kit import databases

MENTEE_FORM = {
    "wants": "What would you like to work on?",
    "goals": "Where would you like to be in three months?",
}


class Town:
    """Everything that a scenario needs, in words that a scenario would use."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.cora = self.arrives("cora", "Cora Lind", "Europe/Madrid", user_id="UCORA")
        self.otto = self.arrives("otto", "Otto Brandt", "Europe/Berlin")
        self.sam = self.arrives("sam", "Sam Stranger", "Europe/London")
        self.ada = self.arrives("ada", "Ada Okafor", "America/New_York")
        self.mira = self.arrives("mira", "Mira Santos", "Europe/Madrid")
        everybody = [one.person for one in (self.cora, self.otto, self.sam, self.ada, self.mira)]
        make = stage.sandbox.channel
        self.mentorship: Conversation = make("mentorship", members=everybody)
        self.mentors: Conversation = make("mentors", members=[self.cora.person])
        self.mentees: Conversation = make("mentees", members=[self.cora.person])
        self.desk: Conversation = make("mentoring-desk", members=[self.cora.person])

    def arrives(self, name: str, real_name: str, zone: str, user_id: str | None = None) -> Actor:
        return self.stage.actor(name, zone=zone, real_name=real_name, user_id=user_id)

    def passes(self, **time: float) -> None:
        self.stage.pass_time(timedelta(**time))

    def opens_cohort(self, name: str = "Winter", by: Actor | None = None, **changes: Any) -> None:
        """A coordinator opens a cohort: sign-up for two weeks, then three months."""
        today = self.stage.clock.now().date()
        who = by or self.cora
        who.types("/mentoring open")
        who.fills(
            {
                "Name": name,
                "Last day of sign-up": (today + timedelta(days=14)).isoformat(),
                "First day": (today + timedelta(days=7)).isoformat(),
                "Last day": (today + timedelta(days=110)).isoformat(),
                "Where to announce it": self.mentorship,
                "Coordinators' channel": self.desk,
                "Mentors' channel": self.mentors,
                "Mentees' channel": self.mentees,
                **changes,
            }
        )
        who.submits()

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
        """Somebody presses a button under the announcement and fills in the form."""
        who.presses("Find a mentor" if role == "mentee" else "Become a mentor")
        who.fills(answers or (self.mentee_answers() if role == "mentee" else self.mentor_answers()))
        who.submits()
        assert who.errors == {}, who.errors
        assert who.modal is None

    def brings(self, one: Mentor, role: str) -> Actor:
        """Somebody of the cast arrives and joins."""
        actor = self.arrives(one.key, one.name, one.zone)
        self.mentorship.members.add(actor.id)
        self.joins(actor, role, {**one.answers, "conduct": ["Yes"]})
        return actor

    def everything_slack_interprets(self) -> list[str]:
        """Return every text that Slack would read for mentions and links: `text`, and `mrkdwn` objects."""
        space = self.stage.sandbox.workspace
        payloads = [one for channel in space.conversations.values() for one in channel.messages]
        payloads += [view for stack in space.modals.values() for view in stack] + list(space.homes.values())
        return [text for one in payloads for text in _interpreted(one)]

    def approves(self, who: Actor) -> None:
        """Cora approves somebody's application, on its card in the coordinators' channel."""
        self.cora.presses("Approve", where=f"@{who.user.real_name} would like to join")


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
def town(kind: str, transport: Transport) -> Iterator[Town]:
    """Build a town on a kind of database, reached by a transport."""
    with databases.fresh(kind) as url:
        stage = Stage(
            database_url=url,
            key=databases.KEY,
            clock=MovableClock(NOON),
            transport=transport,
            coordinators="UCORA",
        )
        try:
            made = Town(stage)
            stage.start_bot()
            yield made
        finally:
            stage.stop()


__all__ = ["Town", "mentees", "mentors", "town"]
