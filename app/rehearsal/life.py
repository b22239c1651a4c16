"""The engine: people who react to what the bot sends them, day by day.

Everything they do goes through the sandbox's buttons and forms, over the wire. What each truly did is
written into a diary, so that what is told of it can be compared with what happened.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.demo.community import Community
from app.demo.stage import Actor, Stage
from app.rehearsal.filling import plausible
from app.sandbox import forms
from app.sandbox.people import Kept
from app.sandbox.state import Conversation, Json

REFUSED = "Not possible"
"""The title of the small modal in which the bot says no."""
Fill = Callable[["Life", Actor], Mapping[str, Any]]
"""What a person fills into the modal that is open, besides what must be filled in anyway."""


@dataclass(frozen=True)
class Temper:
    """How somebody reacts, always in the same way.

    Attributes:
        does: what they press, by the button's action (without what tells equal ones apart): the first
            of these that a message offers is pressed. A modal that opens is filled in and sent.
        days: how many days they take.
        fills: what they fill into a form, by the action that opened it; the rest is filled in plausibly.
        until: the day of the story after which they fall silent.
        once: what they do to one thing the first time only, such as writing down what is then only changed.
    """

    does: Sequence[str]
    days: int = 0
    fills: Mapping[str, Fill] = field(default_factory=dict)
    until: int | None = None
    once: Sequence[str] = ("goals.write",)

    def but(self, *first: str, without: Sequence[str] = (), **changes: Any) -> "Temper":
        """Return this temper with something done before all else, or not at all."""
        does = (*first, *(one for one in self.does if one not in without))
        return Temper(**{**vars(self), "does": does, **changes})


EAGER = Temper(
    does=(
        "matching.yes",
        "meetings.accept",
        "reflections.open",
        "reflections.met",
        "decisions.fits",
        "decisions.go_on",
        "checkins.well",
        "surveys.open",
        "agreements.confirm",
        "agreements.open",
        "events.yes",
        "events.there",
        "showcases.open",
        "plans.open",
        "goals.write",
    )
)
SILENT = Temper(does=())


@dataclass(frozen=True)
class Deed:
    """One thing that somebody did and the bot took."""

    who: str
    action: str
    at: datetime
    value: str


@dataclass(frozen=True, order=True)
class _Read:
    """A message that somebody has read and will react to."""

    due: datetime
    number: int
    who: str = field(compare=False)
    channel: Conversation = field(compare=False)
    message: Json = field(compare=False)


class Life(Community):
    """A community whose people live through a programme.

    Args:
        stage: set up with `COORDINATOR` as its first coordinator, the bot not started yet.
        zone: where the coordinator lives.
    """

    def __init__(self, stage: Stage, zone: str = "Europe/Madrid") -> None:
        super().__init__(stage, zone)
        self.tempers: dict[str, Temper] = {}
        self.actors: dict[str, Actor] = {}
        self.diary: list[Deed] = []
        self.sent = 0
        self._done: dict[str, list[Deed]] = defaultdict(list)
        self._began = stage.clock.now()
        self._heard: list[tuple[Conversation, Json]] = []
        self._todo: list[_Read] = []
        self._number = 0
        stage.sandbox.workspace.on_message.append(self._hear)

    # -- people -----------------------------------------------------------------------------------

    def lives(self, name: str, real_name: str, zone: str, temper: Temper = EAGER) -> Actor:
        """Let somebody into the workspace."""
        actor = self.arrives(name, real_name, zone)
        self.mentorship.members.add(actor.id)
        self.tempers[actor.id], self.actors[actor.id] = temper, actor
        return actor

    def becomes(self, actor: Actor, temper: Temper) -> None:
        """Change somebody's temper from now on."""
        self.tempers[actor.id] = temper

    def did(self, action: str, *, who: Actor | None = None) -> list[Deed]:
        """Return what was done, by anybody or by one person."""
        return [one for one in self._done[action] if who is None or one.who == who.id]

    def tally(self) -> Counter[str]:
        """Return how often each thing was done."""
        return Counter(one.action for one in self.diary)

    @property
    def now(self) -> datetime:
        """The present instant of the story, UTC."""
        return self.stage.clock.now()

    @property
    def day(self) -> int:
        """How many days of the story have passed."""
        return (self.now - self._began).days

    # -- time -------------------------------------------------------------------------------------

    def _hear(self, channel: Conversation, message: Json) -> None:
        if message.get("user") == self.stage.sandbox.workspace.bot.id and not message.get("ephemeral_to"):
            self.sent += 1
            if channel.kind in ("im", "mpim") or channel is self.desk:
                self._heard.append((channel, message))

    def days_pass(self, days: int) -> None:
        """Let days pass; once a day everybody reacts to what they have read."""
        for _ in range(days):
            self.passes(days=1)
            self.react()

    def react(self) -> None:
        """Let everybody do what they are minded to do by now."""
        heard, self._heard = self._heard, []
        self.takes_in(heard)

    def takes_in(self, heard: Sequence[tuple[Conversation, Json]]) -> None:
        """Let everybody read some messages, and do all that they are minded to do by now."""
        now = self.now
        for channel, message in heard:
            for one in sorted(channel.members & self.actors.keys()):
                if self.reads(one, channel):
                    due = now + timedelta(days=self.days_of(one, message))
                    self._number += 1
                    heapq.heappush(self._todo, _Read(due, self._number, one, channel, message))
        ready = []
        while self._todo and self._todo[0].due <= now:
            ready.append(heapq.heappop(self._todo))
        for read in sorted(ready, key=lambda read: read.number):  # in the order in which they were written
            self.answers(self.actors[read.who], read.channel, read.message)

    def answers(self, who: Actor, channel: Conversation, message: Json) -> None:
        """Let somebody press what they are minded to press, once in each part of a message."""
        for blocks in parts(message):
            buttons = offered(blocks)
            action = self.choice(who, channel, blocks, buttons) if buttons else None
            if action is not None:
                self.presses(who, Kept({"channel": channel.id, "message": message}, action, "message"))

    def presses(self, who: Actor, kept: Kept) -> None:
        """Press a button; fill in and send the form that opens, if one does. The bot writes when all is done."""
        action = name_of(kept.action)
        who.person.presses_kept(kept)
        taken = True
        if who.modal is not None and "submit" in who.modal:
            taken = self.sends(who, action)
        elif who.modal is not None:
            taken = who.modal.get("title", {}).get("text") != REFUSED
            if taken:
                self.is_shown(who, action)
            else:
                self.is_refused(who, action)
        who.closes_all()
        self.stage.settle_after_a_deed()
        if taken:
            self.notes(who, action, str(kept.action.get("value", "")))

    def notes(self, who: Actor, action: str, value: str) -> None:
        """Write a deed into the diary."""
        deed = Deed(who.id, action, self.now, value)
        self.diary.append(deed)
        self._done[action].append(deed)

    def sends(self, who: Actor, action: str) -> bool:
        """Fill in the open form and send it; return whether it was taken."""
        before = who.modal
        wish = self.wish(who, action)
        who.fills(plausible(who.modal or {}, who.user.name, self.now, only_needed=bool(wish)))
        who.fills(wish)
        who.person.submits()
        if who.errors:
            self.is_corrected(who, action)
            return False
        return who.modal is not before

    # -- how somebody is --------------------------------------------------------------------------

    def reads(self, who: str, channel: Conversation) -> bool:
        """Return whether somebody reads what stands in a conversation."""
        return channel.kind in ("im", "mpim") and who in self.tempers

    def days_of(self, who: str, message: Json) -> int:
        """Return after how many days somebody reacts to a message."""
        del message
        return self.tempers[who].days

    def choice(
        self, who: Actor, channel: Conversation, blocks: Sequence[Json], buttons: Mapping[str, Json]
    ) -> Json | None:
        """Return the button that somebody presses in a part of a message, if any."""
        del channel, blocks
        temper = self.tempers[who.id]
        if temper.until is not None and self.day > temper.until:
            return None
        minded = (
            one
            for one in temper.does
            if one in buttons and not (one in temper.once and self.has_done(who, buttons[one]))
        )
        action = next(minded, None)
        return None if action is None else buttons[action]

    def wish(self, who: Actor, action: str) -> Mapping[str, Any]:
        """Return what somebody fills into the form that a button opened, besides what is plausible."""
        fill = self.tempers[who.id].fills.get(action)
        return fill(self, who) if fill is not None else {}

    def is_shown(self, who: Actor, action: str) -> None:
        """Look at a modal that opened and has nothing to send; a story may press on in it."""

    def is_refused(self, who: Actor, action: str) -> None:
        """Take note that the bot said no; a story may do that on purpose."""

    def is_corrected(self, who: Actor, action: str) -> None:
        """Take note that a form was not taken.

        Raises:
            AssertionError: always, unless a story expects it.
        """
        raise AssertionError(f"{who.user.real_name}, {action}: {who.errors}\n{who.modal_text}")

    def has_done(self, who: Actor, action: Mapping[str, Any]) -> bool:
        """Return whether somebody has done this to this thing before."""
        return any(one.value == str(action.get("value", "")) for one in self.did(name_of(action), who=who))


def name_of(action: Mapping[str, Any]) -> str:
    """Return a button's action without what tells equal ones apart."""
    return str(action["action_id"]).partition(":")[0]


def parts(message: Mapping[str, Any]) -> list[list[Json]]:
    """Return the blocks of a message; of several that came as one, those of each."""
    found: list[list[Json]] = [[]]
    for block in message.get("blocks") or []:
        if block["type"] == "divider":
            found.append([])
        else:
            found[-1].append(block)
    return found


def buttons_in(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Return the buttons among some blocks as they are pressed, in order."""
    found = []
    for block in blocks:
        for element in forms.elements(block):
            if element["type"] == "button":
                said = {"value": element["value"]} if "value" in element else {}
                known = {"action_id": element["action_id"], "block_id": block.get("block_id", ""), "type": "button"}
                found.append({**known, **said, "text": element["text"]})
    return found


def offered(blocks: Sequence[Mapping[str, Any]]) -> dict[str, Json]:
    """Return the buttons among some blocks by action, the first of equal ones."""
    found: dict[str, Json] = {}
    for one in buttons_in(blocks):
        found.setdefault(name_of(one), one)
    return found
