"""What became of an attempt, written down; and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from app.core.carrier import EVERYTHING, Absent, CannotTell, Found, Job, Later, Outcome, Refused, Sent, Unknown
from app.core.notice import Doubt, Errand, NoticeKind, NotNeeded, Post, PublishHome
from app.database.session import Transaction
from app.delivery.deciding import end, release
from app.delivery.pace import hold_back, let_go_on
from app.delivery.records import Notice, batch_moved, was_refreshed

ATTEMPTS = 6
"""So often something is sent without knowing whether an earlier call arrived."""
MOST_ATTEMPTS = 20
"""So often something is sent that certainly did not arrive before; then a coordinator sees it."""
PROGRESS = timedelta(seconds=5)  # Slack allows 50 changes of messages a minute, in all

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Ride:
    """One call to Slack, as it was decided.

    Attributes:
        job: carry, find or show.
        team_id, to: where.
        ids, marks, attempts, looks: of each notice in it; the first one leads.
        errand: what is carried.
        wait: seconds until its turn comes.
        until: when it must have left, by `app.core.clock.steady`.
        since: for `find`: when the attempt in doubt was made, UTC.
        place: for `show`: channel and ts.
        seen: for `show`: the mark of the version that was rendered.
    """

    job: Job
    team_id: str
    to: str
    ids: Sequence[int]
    marks: Sequence[str]
    attempts: Sequence[int]
    looks: Sequence[str | None]
    errand: Errand
    wait: float
    until: float
    since: datetime | None = None
    place: tuple[str, str] | None = None
    seen: datetime | None = None


@dataclass(frozen=True)
class SecondCopy:
    """A message that came late: another process had sent it meanwhile."""

    team_id: str
    channel: str
    ts: str


class Ledger:
    """Writes down how rides ended, in one transaction.

    Args:
        tx: the transaction.
        rows: the notices, locked.
        kinds: every kind by name.
        me: this process.
        at: the database's time, UTC.
        now: the app's time, UTC.
        settling: how long a message that Slack accepted may need to show in a history.
        struck: workspaces that locked us out not long ago.
    """

    def __init__(
        self,
        tx: Transaction,
        rows: Mapping[int, Notice],
        kinds: Mapping[str, NoticeKind],
        *,
        me: str,
        at: datetime,
        now: datetime,
        settling: timedelta,
        struck: frozenset[str],
    ) -> None:
        self._tx, self._rows, self._kinds, self._me = tx, rows, kinds, me
        self._at, self._now, self._settling, self._struck = at, now, settling, struck
        self.again: list[Notice] = []
        """What was looked for and is to be decided anew."""
        self.unsure: dict[int, datetime] = {}
        """Of those: when the ones may have gone out that no history could tell of, UTC."""
        self.second_copies: list[SecondCopy] = []
        self.is_held_back = False
        """Whether Slack has just said "not now" to something."""
        self._batches: set[tuple[str, int]] = set()

    def write(self, ride: Ride, outcome: Outcome | Found) -> None:
        """Write down how a ride ended."""
        if isinstance(outcome, Later) and outcome.what is not None:
            hold_back(self._tx, team_id=ride.team_id, no=outcome, at=self._at)
            self.is_held_back = True
        elif isinstance(outcome, Sent) and ride.team_id in self._struck:
            let_go_on(self._tx, team_id=ride.team_id)
        if ride.job == "show":
            self._shown(ride, outcome)
        elif ride.job == "find":
            self._found(ride, outcome)
        else:
            self._carried(ride, outcome)

    def close(self) -> None:
        """Remember of what is not carried now that it may have gone out; let those who follow bulk work see on."""
        for row in self.again:
            if row.id in self.unsure and row.sending_at is None:
                row.sending_at = self.unsure[row.id]
                if row.outcome == "skipped":
                    row.outcome, row.reason = "uncertain", f"{row.reason}; it may have arrived before"
        for team_id, batch_id in sorted(self._batches):
            batch_moved(self._tx, team_id, batch_id, self._now + PROGRESS)

    # -- shown anew ----------------------------------------------------------------------------

    def _shown(self, ride: Ride, outcome: Outcome | Found) -> None:
        again_at = None
        if isinstance(outcome, Later):
            again_at = self._now + timedelta(seconds=max(outcome.seconds, 1.0))
        elif isinstance(outcome, Unknown):
            again_at = self._now + self._settling
        looks = ride.looks[0] if isinstance(outcome, Sent) else None
        was_refreshed(self._tx, ride.ids[0], ride.seen, again_at=again_at, shown=looks)

    # -- looked for ----------------------------------------------------------------------------

    def _found(self, ride: Ride, outcome: Outcome | Found) -> None:
        row = self._rows.get(ride.ids[0])
        if row is None or row.settled_at is not None or row.attempts != ride.attempts[0]:
            return
        if isinstance(outcome, Sent):
            self._sent(row, outcome, None)
            return
        if row.claimed_by != self._me:
            return
        if isinstance(outcome, Later):
            release(row, self._now + timedelta(seconds=outcome.seconds), outcome.reason)
            return
        policy = self._kinds[row.kind].doubt
        certain = isinstance(outcome, Absent)
        if not certain and isinstance(ride.errand, NotNeeded):
            self._over(row, "uncertain", f"{ride.errand.reason}; it may have arrived before")
        elif certain and row.attempts >= MOST_ATTEMPTS:
            self._over(row, "failed", "Slack never took it")
        elif certain or (policy is Doubt.AT_LEAST_ONCE and row.attempts < ATTEMPTS):
            if not certain and row.sending_at is not None:
                self.unsure[row.id] = row.sending_at
            row.sending_at = None
            self.again.append(row)
        else:
            assert isinstance(outcome, CannotTell | Unknown | Refused)  # noqa: S101 - narrows the union for the reader
            self._over(row, "uncertain", "it may have arrived; the history cannot be read")

    # -- carried -------------------------------------------------------------------------------

    def _carried(self, ride: Ride, outcome: Outcome | Found) -> None:
        for notice_id, attempt, look in zip(ride.ids, ride.attempts, ride.looks, strict=True):
            row = self._rows.get(notice_id)
            if row is None:
                continue
            if isinstance(outcome, Sent):
                self._arrived(ride, row, outcome, look)
            elif row.settled_at is None and row.attempts == attempt and row.claimed_by == self._me:
                self._not_arrived(row, outcome)

    def _arrived(self, ride: Ride, row: Notice, sent: Sent, look: str | None) -> None:
        """Settle it, whoever holds the row by now: that it arrived is true for everybody."""
        if row.outcome == "sent":
            if isinstance(ride.errand, Post) and sent.channel and sent.ts and row.ts not in (None, sent.ts):
                log.warning("notice-second-copy", kind=row.kind, notice=row.id)
                self.second_copies.append(SecondCopy(ride.team_id, sent.channel, sent.ts))
            return
        seen = row.refresh_at
        self._sent(row, sent, look)
        if isinstance(ride.errand, PublishHome) and seen is not None:
            # Something changed while this Home was on its way, rendered from older facts.
            row.due_at, row.refresh_at = self._now, None
            row.settled_at = row.outcome = row.sending_at = None

    def _not_arrived(self, row: Notice, outcome: Outcome | Found) -> None:
        match outcome:
            case Refused(reason):
                self._over(row, "failed", reason)
                log.warning("notice-failed", kind=row.kind, notice=row.id, reason=reason)
            case Later(seconds, reason, what):
                row.sending_at = row.carried_by = None
                # Where everything waits, the workspace is closed to all; each row keeps its place in the queue.
                release(row, self._now + timedelta(seconds=0 if what == EVERYTHING else seconds), reason)
            case _:
                reason = outcome.reason if isinstance(outcome, Unknown) else type(outcome).__name__
                log.warning("notice-in-doubt", kind=row.kind, notice=row.id, reason=reason)
                release(row, self._now + self._settling, reason)

    def _sent(self, row: Notice, sent: Sent, look: str | None) -> None:
        # Why it waited, if it did, is what its reader is told who asks.
        self._over(row, "sent", row.reason)
        row.channel, row.ts = sent.channel, sent.ts
        row.shown = look

    def _over(self, row: Notice, outcome: str, reason: str | None) -> None:
        end(row, self._now, outcome, reason)
        if row.batch_id is not None:
            self._batches.add((row.team_id, row.batch_id))
