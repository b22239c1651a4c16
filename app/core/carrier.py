"""What carries errands to people, and how a carriage can end. Slack's gateway is one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.core.notice import Errand, Post


@dataclass(frozen=True)
class Sent:
    """It arrived. `channel` and `ts` say where a message stands (None for what leaves none)."""

    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True)
class Later:
    """It certainly did not arrive; try again after so many seconds."""

    seconds: float
    reason: str


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


class Carrier(Protocol):
    """Carries one errand at a time, without retries of its own."""

    def carry(self, team_id: str, to: str, errand: Errand, mark: str) -> Outcome:
        """Carry an errand to an address (see `Wanted.to`)."""

    def show_anew(self, team_id: str, channel: str, ts: str, post: Post) -> Outcome:
        """Replace a message where it stands."""

    def find(
        self, team_id: str, to: str, errand: Errand, mark: str, since: datetime
    ) -> Sent | Absent | CannotTell | Later:
        """Look for a message that may have gone out since an instant."""
