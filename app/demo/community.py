"""A community on a stage: its channels, its coordinator, and how its people usually act."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.demo.cast import Mentor
from app.demo.stage import Actor, Stage
from app.sandbox.state import Conversation

COORDINATOR = "UCORA"
AS_ROLE = {"mentee": "Find a mentor", "mentor": "Become a mentor"}


class Community:
    """The channels and Cora, who coordinates everything.

    Args:
        stage: must be set up with `COORDINATOR` as its first coordinator.
        zone: where the coordinator lives; a cohort that they open has this zone.
    """

    def __init__(self, stage: Stage, zone: str = "Europe/Madrid") -> None:
        self.stage = stage
        self.cora = self.arrives("cora", "Cora Lind", zone, user_id=COORDINATOR)
        make = stage.sandbox.channel
        self.mentorship: Conversation = make("mentorship", members=[self.cora.person])
        self.mentors: Conversation = make("mentors", members=[self.cora.person])
        self.mentees: Conversation = make("mentees", members=[self.cora.person])
        self.desk: Conversation = make("mentoring-desk", members=[self.cora.person])

    def arrives(self, name: str, real_name: str, zone: str, user_id: str | None = None) -> Actor:
        """Let somebody into the workspace."""
        return self.stage.actor(name, zone=zone, real_name=real_name, user_id=user_id)

    def welcomes(self, one: Mentor) -> Actor:
        """Let somebody of the cast into the workspace and its channel."""
        actor = self.arrives(one.key, one.name, one.zone)
        self.mentorship.members.add(actor.id)
        return actor

    def passes(self, **time: float) -> None:
        """Let time pass: `days`, `hours`, `minutes`."""
        self.stage.pass_time(timedelta(**time))

    def days_pass(self, days: int) -> None:
        """Let so many days pass."""
        self.passes(days=days)

    def opens_cohort(
        self,
        name: str = "Winter",
        by: Actor | None = None,
        changes: Mapping[str, Any] | None = None,
        programme: str = "wealljs",
    ) -> None:
        """A coordinator opens a cohort: sign-up for two weeks, then three months."""
        today = self.stage.clock.now().date()
        who = by or self.cora
        who.types("/mentoring open")
        who.fills(
            {
                "Programme": programme,
                "Name": name,
                "Last day of sign-up": (today + timedelta(days=14)).isoformat(),
                "First day": (today + timedelta(days=7)).isoformat(),
                "Last day": (today + timedelta(days=110)).isoformat(),
                "Where to announce it": self.mentorship,
                "Coordinators' channel": self.desk,
                "Mentors' channel": self.mentors,
                "Mentees' channel": self.mentees,
                **(changes or {}),
            }
        )
        who.submits()

    def joins(self, who: Actor, role: str, answers: Mapping[str, Any]) -> None:
        """Somebody presses a button under the announcement and fills in the form.

        Raises:
            AssertionError: if the form was not taken.
        """
        who.presses(AS_ROLE[role])
        who.fills({**answers, "conduct": ["Yes"]})
        who.submits()
        if who.errors or who.modal is not None:
            raise AssertionError(f"{who.user.real_name} could not join: {who.errors} {who.modal_text}")

    def brings(self, one: Mentor, role: str) -> Actor:
        """Somebody of the cast arrives and joins."""
        actor = self.welcomes(one)
        self.joins(actor, role, one.answers)
        return actor

    def approves(self, who: Actor) -> None:
        """Cora approves somebody's application, on its card in the coordinators' channel."""
        self.cora.presses("Approve", where=f"@{who.user.real_name} ")
