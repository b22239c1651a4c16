"""What an edge may hold: who is visiting, the transaction, the time; and what it may answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.clock import Clock
from app.core.notice import Block, NoticeKind
from app.core.refusal import Refusal
from app.database.session import Database, Transaction
from app.slack.payloads import Payload, Value
from app.slack.text import Mrkdwn


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One thing a person does, as a listener sees it.

    Attributes:
        tx: the transaction; it is committed before anything is shown.
        now: the present instant, UTC.
        team_id: the workspace.
        user_id: who is visiting. Who may do what is decided by the use case, from this id.
        zone: the IANA zone this person lives in.
        payload: what they did.
    """

    tx: Transaction
    now: datetime
    team_id: str
    user_id: str
    zone: str
    payload: Payload

    @property
    def value(self) -> str:
        """The button's value, or the words after the sub-command."""
        return self.payload.value

    @property
    def number(self) -> int:
        """The id that the button carries.

        Raises:
            Refusal: `core.stale-button` if it carries none, as after an upgrade.
        """
        return as_id(self.payload.value)

    def ids(self, how_many: int) -> tuple[int, ...]:
        """Return the ids that the button carries, such as `7-2`: a meeting and the version of its time.

        Raises:
            Refusal: `core.stale-button` if it carries others, as after an upgrade.
        """
        parts = self.payload.value.split("-")
        if len(parts) != how_many:
            raise Refusal("core.stale-button")
        return tuple(as_id(one) for one in parts)

    @property
    def number_and_word(self) -> tuple[int, str]:
        """The id that the button carries and what it says of it, such as `7-well`.

        Raises:
            Refusal: `core.stale-button` if it carries no id, as after an upgrade.
        """
        number, _, word = self.payload.value.partition("-")
        return as_id(number), word

    @property
    def values(self) -> Mapping[str, Value]:
        """The fields of the modal, by block id."""
        return self.payload.values

    def text(self, field_id: str) -> str:
        """Return a field of the modal as text, without the space around it."""
        value = self.payload.values.get(field_id)
        return value.strip() if isinstance(value, str) else ""

    def several(self, field_id: str) -> list[str]:
        """Return a field of the modal that holds several options."""
        value = self.payload.values.get(field_id)
        return list(value) if isinstance(value, list) else []

    def about(self, name: str) -> int:
        """Return an id that the modal carried."""
        return as_id(str(self.payload.about.get(name, "")))


def as_id(text: str) -> int:
    """Return an id as a number.

    Raises:
        Refusal: `core.stale-button` if it is none.
    """
    if not text.isdecimal() or len(text) > 18:  # noqa: PLR2004 - longer than any id a database gives
        raise Refusal("core.stale-button")
    return int(text)


@dataclass(frozen=True)
class Open:
    """Open a modal (inside one: put it on top)."""

    view: Block


@dataclass(frozen=True)
class Replace:
    """Show another modal in place of this one."""

    view: Block


@dataclass(frozen=True)
class Reply:
    """Say something that only this person sees: a line under the command, or a small modal."""

    text: Mrkdwn
    blocks: Sequence[Block] = ()
    title: str = "Trellis"


@dataclass(frozen=True)
class Done:
    """Nothing to say: the modal closes, the message changes by itself."""

    close_all: bool = False


Answer = Open | Replace | Reply | Done
Listener = Callable[[Visit], Answer]
Tiding = Callable[[Transaction, Payload, datetime], Any]
"""`tiding(tx, payload, now)`: what Slack tells of a workspace itself, where no person is visiting."""
HomeCard = Callable[[Transaction, str, str, datetime], list[Block]]
"""`card(tx, team_id, user_id, now)`: what a room shows in a person's App Home; empty for nothing."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """A sub-command of `/mentoring`. `help` is its line in the help; `coordinators` hides it from others.

    What `only_reads` waits for nobody who writes, and nobody needs to remember that it was done.
    """

    listener: Listener
    help: str
    coordinators: bool = False
    only_reads: bool = False


Labour = Callable[[Database, Clock, Callable[[], bool]], bool]
"""`labour(database, clock, is_over)`: takes up one piece of long work and finishes it, in transactions of its own.

It returns whether there was one, and leaves it to somebody else as soon as `is_over()`: the process stops.
"""


@dataclass(frozen=True, kw_only=True)
class Board:
    """What one room hangs on the board at the door. Names are `room.what` and stand once in the house."""

    commands: Mapping[str, Command] = field(default_factory=dict)
    buttons: Mapping[str, Listener] = field(default_factory=dict)
    forms: Mapping[str, Listener] = field(default_factory=dict)
    events: Mapping[str, Listener] = field(default_factory=dict)
    tidings: Mapping[str, Tiding] = field(default_factory=dict)
    notices: Sequence[NoticeKind] = ()
    cards: Sequence[HomeCard] = ()
    refusals: Mapping[str, str] = field(default_factory=dict)
    chores: Sequence[Callable[[Transaction, datetime], Any]] = ()
    """Work that the clock brings: `chore(tx, now)` lets time pass for this room (an offer lapses)."""
    labours: Sequence[Labour] = ()
    """Work that takes longer than a transaction may: it has a thread of its own."""
