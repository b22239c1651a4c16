"""A whole cohort that lives: people with temperaments who react to what the bot sends them, day by day.

Everything they do goes through the sandbox's buttons and forms, over the wire. What each truly did is
written into a diary, so that a test can compare what the coordinators are told with what happened.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from app.core.clock import MovableClock
from app.demo.community import COORDINATOR, Community
from app.demo.stage import NOON, Actor, Stage
from app.sandbox import forms
from app.sandbox.people import Kept
from app.sandbox.state import Conversation
from tests.kit import databases

Fill = Callable[["Life", Actor], Mapping[str, Any]]
"""What a person fills into the modal that is open, besides what must be filled in anyway."""


@dataclass(frozen=True)
class Temper:
    """How somebody reacts.

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


class Life(Community):
    """A community whose people live through a programme.

    Args:
        stage: set up with `COORDINATOR` as its first coordinator, the bot not started yet.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.tempers: dict[str, Temper] = {}
        self.actors: dict[str, Actor] = {}
        self.diary: list[Deed] = []
        self.sent = 0
        self._began = stage.clock.now()
        self._heard: list[tuple[Conversation, dict[str, Any]]] = []
        self._todo: list[tuple[datetime, str, Conversation, dict[str, Any]]] = []
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
        return [one for one in self.diary if one.action == action and (who is None or one.who == who.id)]

    def tally(self) -> Counter[str]:
        """Return how often each thing was done."""
        return Counter(one.action for one in self.diary)

    @property
    def day(self) -> int:
        """How many days of the story have passed."""
        return (self.stage.clock.now() - self._began).days

    # -- time -------------------------------------------------------------------------------------

    def _hear(self, channel: Conversation, message: dict[str, Any]) -> None:
        if message.get("user") == self.stage.sandbox.workspace.bot.id and not message.get("ephemeral_to"):
            self.sent += 1
            if channel.kind in ("im", "mpim"):
                self._heard.append((channel, message))

    def days_pass(self, days: int) -> None:
        """Let days pass; once a day everybody reacts to what they have read."""
        for _ in range(days):
            self.passes(days=1)
            self.react()

    def react(self) -> None:
        """Let everybody do what they are minded to do by now."""
        now = self.stage.clock.now()
        heard, self._heard = self._heard, []
        for channel, message in heard:
            for one in sorted(channel.members):
                if one in self.tempers:
                    due = now + timedelta(days=self.tempers[one].days)
                    self._todo.append((due, one, channel, message))
        ready = [one for one in self._todo if one[0] <= now]
        self._todo = [one for one in self._todo if one[0] > now]
        for _, who, channel, message in ready:
            self._answer(self.actors[who], channel, message)

    def _answer(self, who: Actor, channel: Conversation, message: dict[str, Any]) -> None:
        temper = self.tempers[who.id]
        if temper.until is not None and self.day > temper.until:
            return
        for blocks in parts(message):
            buttons = offered(blocks)
            minded = (
                one
                for one in temper.does
                if one in buttons and not (one in temper.once and self._is_done(who, buttons[one]))
            )
            action = next(minded, None)
            if action is not None:
                self.presses(who, Kept({"channel": channel.id, "message": message}, buttons[action], "message"))

    def _is_done(self, who: Actor, action: Mapping[str, Any]) -> bool:
        return any(one.value == str(action.get("value", "")) for one in self.did(_name(action), who=who))

    def presses(self, who: Actor, kept: Kept) -> None:
        """Press a button; fill in and send the form that opens, if one does."""
        action = _name(kept.action)
        who.presses_kept(kept)
        taken = True
        if who.modal is not None and "submit" in who.modal:
            taken = self.sends(who, action)
        elif who.modal is not None:
            taken = who.modal.get("title", {}).get("text") != "Not possible"
        who.closes_all()
        if taken:
            value = str(kept.action.get("value", ""))
            self.diary.append(Deed(who.id, action, self.stage.clock.now(), value))

    def sends(self, who: Actor, action: str) -> bool:
        """Fill in the open form and send it; return whether it was taken."""
        before = who.modal
        fill = self.tempers[who.id].fills.get(action)
        wish = fill(self, who) if fill is not None else {}
        who.fills(_plausible(who, self.stage.clock.now(), only_needed=bool(wish)))
        who.fills(wish)
        who.submits()
        if who.errors:
            raise AssertionError(f"{who.user.real_name}, {action}: {who.errors}\n{who.modal_text}")
        return who.modal is not before


def _name(action: Mapping[str, Any]) -> str:
    return str(action["action_id"]).partition(":")[0]


def parts(message: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the blocks of a message; of several that came as one, those of each."""
    found: list[list[dict[str, Any]]] = [[]]
    for block in message.get("blocks") or []:
        if block["type"] == "divider":
            found.append([])
        else:
            found[-1].append(block)
    return found


def offered(blocks: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the buttons among some blocks by action, the first of equal ones."""
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        for element in forms.elements(block):
            if element["type"] == "button":
                said = {"value": element["value"]} if "value" in element else {}
                known = {"action_id": element["action_id"], "block_id": block.get("block_id", ""), "type": "button"}
                found.setdefault(_name(element), {**known, **said, "text": element["text"]})
    return found


def _plausible(who: Actor, now: datetime, *, only_needed: bool) -> dict[str, Any]:
    """Return something for every field that must be filled in and is not; for all texts if none must and none is."""
    view = who.modal or {}
    filled: dict[str, Any] = {}
    needed = forms.missing(view) or ([] if only_needed else _empty_texts(view))
    for block_id in needed:
        block = forms.field(view, block_id)
        if block is not None:
            filled[block_id] = _something(block["element"], who.user.name, now)
    return filled


def _empty_texts(view: Mapping[str, Any]) -> list[str]:
    """Return the fields to write in that are empty, for a form in which nothing must be filled in."""
    said = forms.values(view, view["state"]["values"])
    return [
        block["block_id"]
        for block in view["blocks"]
        if block["type"] == "input"
        and block["element"]["type"] == "plain_text_input"
        and not said[block["block_id"]][block["element"]["action_id"]].get("value")
    ]


def _something(element: Mapping[str, Any], name: str, now: datetime) -> Any:
    options = [one["value"] for one in element.get("options", [])]
    match element["type"]:
        case "plain_text_input":
            return f"A few words by {name}"
        case "number_input":
            return "3"
        case "url_text_input":
            return f"https://pages.example/{name}"
        case "datepicker":
            return (now + timedelta(days=14)).date().isoformat()
        case "timepicker":
            return "12:00"
        case "multi_static_select" | "checkboxes":
            return options[:1]
        case _:
            return options[0]


Lives = TypeVar("Lives", bound=Life)


@contextmanager
def life(kind: str, *, stride: timedelta = timedelta(days=1)) -> Iterator[Life]:
    """Build a community that lives on a kind of database, reached over signed HTTP."""
    with life_of(Life, kind, stride=stride) as made:
        yield made


@contextmanager
def life_of(of: type[Lives], kind: str, *, stride: timedelta = timedelta(days=1)) -> Iterator[Lives]:
    """Build a community with people and a story of its own; see `life`."""
    with databases.fresh(kind) as url:
        stage = Stage(
            database_url=url, key=databases.KEY, clock=MovableClock(NOON), transport="http", coordinators=COORDINATOR
        )
        stage.stride = stride
        try:
            made = of(stage)
            stage.start_bot()
            yield made
        finally:
            stage.stop()
