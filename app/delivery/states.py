"""Every state that a row of the outbox can be in, and every way between two of them. Pure.

The builders' README shows both tables; `make tables` writes them there, and a test compares.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """Where a notice stands."""

    PLANNED = "planned"
    PUT_OFF = "put off"
    CLAIMED = "claimed"
    ON_ITS_WAY = "on its way"
    IN_DOUBT = "in doubt"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"

    @property
    def is_open(self) -> bool:
        """Whether delivery still has to do something about it by itself."""
        return self in OPEN


OPEN = (State.PLANNED, State.PUT_OFF, State.CLAIMED, State.ON_ITS_WAY, State.IN_DOUBT)

HOLDS = {
    State.PLANNED: "`settled_at`, `claimed_by`, `sending_at` empty; `due_at` is `wanted_at`",
    State.PUT_OFF: "the same, but `due_at` is later than `wanted_at`, and `reason` says why",
    State.CLAIMED: "`claimed_by` and `lease_until` set and the lease runs; `sending_at` empty",
    State.ON_ITS_WAY: "`claimed_by`, `lease_until` and `sending_at` set, and the lease runs",
    State.IN_DOUBT: "`sending_at` set and nobody's lease runs",
    State.SENT: "`outcome` says so; `channel` and `ts` say where it stands",
    State.SKIPPED: "`outcome` says so, `reason` says why it was not needed",
    State.FAILED: "`outcome` says so, `reason` is Slack's own word",
    State.CANCELLED: "`outcome` says so; its subject does not want it any more, or somebody stopped it",
    State.UNCERTAIN: "`outcome` says so; `sending_at` says when it may have gone out",
}
"""What the columns of a row say in each state. `settled_at` and `outcome` are set from *sent* on, together."""


@dataclass(frozen=True)
class Way:
    """One thing that can happen to a row. `start` is None for what does not exist yet."""

    start: State | None
    happens: str
    end: State


WAYS = (
    Way(None, "`reconcile` or `plan` wants it, or its reader wants it once more", State.PLANNED),
    Way(State.PLANNED, "wanted at another time", State.PLANNED),
    Way(State.PLANNED, "due: somebody claims it with a lease", State.CLAIMED),
    Way(State.PLANNED, "no longer wanted, or its bulk work was stopped", State.CANCELLED),
    Way(State.PUT_OFF, "wanted at another time", State.PLANNED),
    Way(State.PUT_OFF, "due: somebody claims it with a lease", State.CLAIMED),
    Way(State.PUT_OFF, "no longer wanted, or its bulk work was stopped", State.CANCELLED),
    Way(State.CLAIMED, "the lease runs out, or it is given back: nothing went out", State.PLANNED),
    Way(State.CLAIMED, "night, day off, budget, pause, or Slack's limits", State.PUT_OFF),
    Way(State.CLAIMED, "stale, the person left or wants no more of it, or its room says: not needed", State.SKIPPED),
    Way(State.CLAIMED, "nobody knows its kind, or it cannot be rendered", State.FAILED),
    Way(State.CLAIMED, "no longer wanted, or its bulk work was stopped", State.CANCELLED),
    Way(State.CLAIMED, "`sending_at` is committed, then comes the one call to Slack", State.ON_ITS_WAY),
    Way(State.ON_ITS_WAY, "Slack confirms", State.SENT),
    Way(State.ON_ITS_WAY, "429, a refused connection: it certainly did not arrive", State.PUT_OFF),
    Way(State.ON_ITS_WAY, "an error that stays", State.FAILED),
    Way(State.ON_ITS_WAY, "time-out, reset, 5xx, `internal_error`, or the lease runs out", State.IN_DOUBT),
    Way(State.IN_DOUBT, "its mark is in the history", State.SENT),
    Way(State.IN_DOUBT, "the history lacks it, and it is still needed", State.ON_ITS_WAY),
    Way(State.IN_DOUBT, "the history lacks it, and it has to wait, as before", State.PUT_OFF),
    Way(State.IN_DOUBT, "no history, the kind is *at least once*, or twice shows nothing twice", State.ON_ITS_WAY),
    Way(State.IN_DOUBT, "no history, and the kind is *find* or *at most once*", State.UNCERTAIN),
    Way(State.IN_DOUBT, "the history lacks it, and it is not needed any more", State.SKIPPED),
    Way(State.IN_DOUBT, "the history lacks it after very many calls: Slack never takes it", State.FAILED),
    Way(State.IN_DOUBT, "no history, and it is not needed any more", State.UNCERTAIN),
    Way(State.SENT, "live, and its subject changed: shown anew in place", State.SENT),
    Way(State.SENT, "an App Home is wanted anew", State.PLANNED),
    Way(State.SKIPPED, "an App Home is wanted anew", State.PLANNED),
    Way(State.FAILED, "a coordinator sends it again, or an App Home is wanted anew", State.PLANNED),
    Way(State.UNCERTAIN, "a coordinator sends it again", State.PLANNED),
    Way(State.CANCELLED, "wanted again", State.PLANNED),
)
"""What can happen; whatever is not listed cannot."""


class Row(Protocol):
    """The columns that decide; `app.delivery.records.Notice` has them."""

    @property
    def due_at(self) -> datetime: ...  # noqa: D102
    @property
    def wanted_at(self) -> datetime: ...  # noqa: D102
    @property
    def lease_until(self) -> datetime | None: ...  # noqa: D102
    @property
    def sending_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def outcome(self) -> str | None: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102


def state_of(row: Row, now: datetime) -> State:
    """Return where a notice stands.

    Args:
        row: the notice.
        now: the database's present instant, UTC: leases are by its clock.
    """
    if row.outcome is not None:
        return State(row.outcome)
    is_held = row.lease_until is not None and row.lease_until > now
    if row.sending_at is not None:
        return State.ON_ITS_WAY if is_held else State.IN_DOUBT
    if is_held:
        return State.CLAIMED
    return State.PUT_OFF if row.due_at > row.wanted_at and row.reason else State.PLANNED
