"""What carries errands to people, and how a carriage can end. Slack's gateway is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from app.core.notice import Errand, Post

EVERYTHING = "*"
"""Stands for every call in a workspace, in `Later.what`."""


class Standing(StrEnum):
    """What Slack says of a workspace's token."""

    GOOD = "good"
    VOID = "void"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sent:
    """It arrived. `channel` and `ts` say where a message stands (None for what leaves none)."""

    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True)
class Later:
    """It certainly did not arrive; try again after so many seconds.

    Attributes:
        seconds: how long to wait at least.
        reason: a code of Slack's, or a few words.
        what: what has to wait: a method such as `chat.postMessage`, `EVERYTHING` in the workspace, or None for this
            message alone.
    """

    seconds: float
    reason: str
    what: str | None = None


@dataclass(frozen=True)
class Refused:
    """It can never arrive; the reason is Slack's own error code."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """Nobody can tell whether it arrived: a time-out, a cut connection, a server fault."""

    reason: str


Outcome = Sent | Later | Refused | Unknown


@dataclass(frozen=True)
class Absent:
    """The history was read, and the message is not in it."""


@dataclass(frozen=True)
class CannotTell:
    """The history may not be read."""


Found = Sent | Absent | CannotTell | Later

Job = Literal["carry", "show", "find"]


@dataclass(frozen=True)
class Need:
    """What a job asks of Slack, and how many seconds must pass before the same may be asked again.

    `what` is a method (`chat.postMessage`) or a place (`post:C1`). 0 seconds: no pace, but a "not now" is obeyed.
    """

    what: str
    seconds: float


class Carrier(Protocol):
    """Carries one errand at a time, without retries of its own. Called from several threads at once."""

    def needs(self, job: Job, team_id: str, to: str, errand: Errand) -> Sequence[Need]:
        """Return what a job will ask of Slack."""

    def carry(self, team_id: str, to: str, errand: Errand, marks: Sequence[str], until: float) -> Outcome:
        """Carry an errand to an address (see `Wanted.to`).

        Args:
            team_id: the workspace.
            to: the address.
            errand: what to carry.
            marks: opaque ids that travel with it, to find it again: one for each notice in it.
            until: the time of `app.core.clock.steady` after which no byte may leave any more, since another process
                may have taken over; then it ends as `Later`.
        """

    def show_anew(self, team_id: str, channel: str, ts: str, post: Post) -> Outcome:
        """Replace a message where it stands."""

    def find(self, team_id: str, to: str, errand: Errand, mark: str, since: datetime) -> Found:
        """Look for a message that may have gone out since an instant."""

    def take_back(self, team_id: str, channel: str, ts: str) -> None:
        """Take back a second copy of a message, as well as that can be done."""
