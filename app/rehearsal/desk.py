"""What the coordinator does: opens the cohort, reads the desk, looks for matches, says goodbye at the end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.core.calendar import local
from app.demo.stage import Actor
from app.features.matching.usecases import running
from app.rehearsal.life import buttons_in, name_of, offered
from app.rehearsal.wishes import about, fields_of
from app.sandbox import forms
from app.sandbox.people import Kept
from app.sandbox.state import Conversation, Json

if TYPE_CHECKING:
    from app.rehearsal.cohort import Rehearsal

NAME = "Rehearsal"
MATCHES_FOR = 6
"""For how many weeks after the first day the coordinator looks for matches, once a week."""
FIRST_MATCH = 1  # days after the first day
ORDER = (
    "projects.accept",
    "joining.approve",
    "checkins.read",
    "care.take",
    "events.begin_recording",
    "care.end",
    "trouble.write",
)
"""What is pressed on the desk: the first of these that a message offers."""


class Desk:
    """The coordinator at work.

    Attributes:
        left_over: by Slack id, why somebody was not placed when matches were looked for last: the code of the reason.
        rounds: how often matches were looked for.
    """

    def __init__(self, of: "Rehearsal") -> None:
        self._of = of
        self._read: dict[str, int] = {}
        self._has_closed = False
        self.left_over: dict[str, str] = {}
        self.rounds = 0

    # -- the opening ------------------------------------------------------------------------------

    def opens(self) -> None:
        """Open the cohort; where projects declare that they join, declare one."""
        plan, cora = self._of.plan, self._of.cora
        if plan.handbook.projects is not None:
            self._declares()
            return
        endless = {"Last day of sign-up": "", "Last day": ""}
        days = {
            "Last day of sign-up": (plan.starts_on - timedelta(days=1)).isoformat(),
            "Last day": plan.ends_on.isoformat(),
        }
        first = {"First day": plan.starts_on.isoformat()}
        changes = {**first, **(endless if plan.is_rolling else days)}
        self._of.opens_cohort(NAME, programme=plan.handbook.programme, changes=changes)
        self._of.looks_wrong(cora, "programmes.open")

    def _declares(self) -> None:
        cora, plan = self._of.cora, self._of.plan
        cora.types("/mentoring declare")
        said = {
            "name": NAME,
            "about": "A project that would like to grow.",
            "how_to_join": "Read the guide for newcomers first.",
            "starts_on": plan.starts_on.isoformat(),
        }
        if forms.field(cora.modal or {"blocks": []}, "programme") is not None:
            said["programme"] = plan.handbook.programme
        cora.fills(said)
        cora.submits()
        self._of.looks_wrong(cora, "projects.declare")

    # -- what waits -------------------------------------------------------------------------------

    def works(self) -> None:
        """Do what has waited long enough, on the desk and in private; each message is looked at once."""
        self._reads(self._of.desk)
        self._reads(self._of.stage.sandbox.workspace.direct({self._of.cora.id}))

    def _reads(self, channel: Conversation) -> None:
        late = timedelta(days=self._of.plan.mix.coordinator)
        while (number := self._read.get(channel.id, 0)) < len(channel.messages):
            message = channel.messages[number]
            if self._of.now.timestamp() - float(message["ts"]) < late.total_seconds():
                return
            self._read[channel.id] = number + 1
            buttons = offered(message.get("blocks") or [])
            action = next((buttons[one] for one in ORDER if one in buttons), None)
            if action is not None:
                self._of.presses(self._of.cora, Kept({"channel": channel.id, "message": message}, action, "message"))

    def wish(self, view: Json, action: str) -> Mapping[str, Any]:
        """Return what the coordinator fills into a form."""
        of = self._of
        match action:
            case "projects.accept":
                return {
                    "announce_channel": of.mentorship,
                    "coordinators_channel": of.desk,
                    "mentors_channel": of.mentors,
                    "mentees_channel": of.mentees,
                }
            case "events.begin_recording":
                event = f"event{about(view, 'event')}"
                return {
                    block: [one["value"] for one in element["options"] if of.comes(one["value"], event)]
                    for block, element in fields_of(view).items()
                    if block.startswith("there")
                }
            case "trouble.write":
                return {"text": "Hello you two, how is it going? Tell me if I can help."}
            case _:
                return {}

    # -- the rounds -------------------------------------------------------------------------------

    def day_passes(self) -> None:
        """Look for matches once a week, and close the cohort when it is over."""
        of, plan = self._of, self._of.plan
        since = (of.now - of.first).days - FIRST_MATCH
        if since >= 0 and not since % 7 and (plan.is_rolling or since <= MATCHES_FOR * 7):
            self._looks_for_matches()
        if not plan.is_rolling and not self._has_closed and local(of.now, plan.zone).date() > plan.ends_on:
            self._has_closed = True
            self._from_home("organising.close")
            of.cora.closes_all()

    def _looks_for_matches(self) -> None:
        cora = self._of.cora
        self._from_home("matching.run")
        accept = inside(cora, "matching.accept_all")
        if accept is None and cora.modal is not None:  # a large cohort is matched in the background
            cora.closes_all()
            self._from_home("matching.read")
            accept = inside(cora, "matching.accept_all")
        self.rounds += 1
        self._note_left_over()
        if accept is not None:
            cora.presses_kept(accept)
            self._of.looks_wrong(cora, "matching.accept_all")
        cora.closes_all()

    def _note_left_over(self) -> None:
        """Read whom the round left over, all of them; the screen shows some."""
        space = self._of.stage.sandbox.workspace
        home = space.homes.get(self._of.cora.id)
        cohort = (
            next((one["value"] for one in buttons_in(home["blocks"]) if name_of(one) == "matching.run"), "")
            if home
            else ""
        )
        if cohort:
            with self._of.stage.database.glance() as tx:
                found = running.to_read(tx, team_id=space.team_id, by=self._of.cora.id, cohort_id=int(cohort))
            self.left_over = dict(found.left_over)

    def _from_home(self, action: str) -> None:
        """Press a button of Home, the first of its kind."""
        cora = self._of.cora
        cora.opens_home()
        home = self._of.stage.sandbox.workspace.homes.get(cora.id)
        for button in buttons_in(home["blocks"]) if home is not None else []:
            if name_of(button) == action:
                cora.presses_kept(Kept({"view": home}, button, "home"))
                self._of.looks_wrong(cora, action)
                return


def inside(actor: Actor, action: str) -> Kept | None:
    """Return a button of the modal that somebody has open."""
    modal = actor.modal
    for button in buttons_in(modal["blocks"]) if modal is not None else []:
        if name_of(button) == action:
            return Kept({"view": modal}, button, "modal")
    return None
