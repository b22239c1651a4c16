"""The sender: claims what is due, renders it from fresh facts, carries it, settles it.

Each notice costs two short transactions: one that decides and writes `sending_at`, and one that
settles. Between them stands the only call to Slack, so a crash leaves doubt about one message only.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import uuid4

import structlog

from app.core.carrier import Absent, CannotTell, Carrier, Later, Outcome, Refused, Sent, Unknown
from app.core.clock import Clock
from app.core.notice import Doubt, Due, Errand, Invite, Manner, NoticeKind, NotNeeded, Post, PublishHome
from app.database.session import Database, Transaction, reading
from app.delivery.records import FIXED, Notice, claim, claim_refresh, mine, unasked_since, was_refreshed
from app.delivery.rules import UNASKED, WEEK, Drop, PutOff, Recipient, address, budget_kinds, may_knock

LEASE = timedelta(seconds=60)
SETTLING = timedelta(seconds=30)  # a message that Slack accepted may need this long to show in a history
MOST = 20
ATTEMPTS = 6

log = structlog.get_logger()

RecipientOf = Callable[[Transaction, str, str], Recipient]


class Sender:
    """Sends due notices; any number of processes may have one.

    Args:
        database: where the notices are.
        carrier: what takes them to people.
        kinds: every kind of notice by name.
        recipient_of: tells what delivery must know of a person.
        clock: the time.
    """

    def __init__(
        self,
        *,
        database: Database,
        carrier: Carrier,
        kinds: Mapping[str, NoticeKind],
        recipient_of: RecipientOf,
        clock: Clock,
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._kinds = kinds
        self._recipient_of = recipient_of
        self._clock = clock
        self._me = uuid4().hex
        self._can_wait = {name for name, kind in kinds.items() if kind.manner is Manner.NUDGE}
        self._unasked = budget_kinds({name: kind.manner for name, kind in kinds.items()})

    def tick(self) -> int:
        """Send what is due and show anew what changed; return how many rows were worked on."""
        now = self._clock.now()
        with self._database.transaction() as tx:
            claimed = claim(tx, by=self._me, now=now, lease=LEASE, most=MOST)
            # What must not wait goes first, so that what can wait finds it counted.
            due = [one.id for one in sorted(claimed, key=lambda one: one.kind in self._can_wait)]
            stale = [one.id for one in claim_refresh(tx, now=now, later=now + LEASE, most=MOST)]
        for notice_id in due:
            self._deliver(notice_id)
        for notice_id in stale:
            self._show_anew(notice_id)
        return len(due) + len(stale)

    def _deliver(self, notice_id: int) -> None:
        with self._database.transaction() as tx:
            row = mine(tx, notice_id, self._me)
            if row is None:
                return  # its lease ran out and another process took it
            errand = self._decide(tx, row)
            if errand is None:
                return
            doubted_since = None if _harmless(errand) else row.sending_at
            if doubted_since is None:
                row.sending_at = self._clock.now()
            where = (row.team_id, row.to, row.mark)
            shown: str | None = _digest(errand) if self._kinds[row.kind].live else FIXED
        outcome = self._clear_up(where, errand, doubted_since, notice_id) if doubted_since else None
        if outcome is None:
            outcome = self._carrier.carry(where[0], where[1], errand, where[2])
        elif shown != FIXED:
            shown = None  # what stands there was rendered before the doubt
        self._settle(notice_id, outcome, shown)

    def _decide(self, tx: Transaction, row: Notice) -> Errand | None:
        """Return what to carry now, or None after settling or putting off the row."""
        now = self._clock.now()
        kind = self._kinds.get(row.kind)
        if kind is None:
            _end(row, now, "failed", f"no such kind of notice: {row.kind}")
            return None
        if row.sending_at is None:
            people = [self._recipient_of(tx, row.team_id, user) for user in address(row.to)]
            unasked = (
                unasked_since(tx, row.team_id, row.to, self._unasked, now - WEEK)
                if kind.manner in UNASKED and len(people) == 1
                else []
            )
            verdict = may_knock(kind.manner, people, unasked, row.expires_at, now)
            if isinstance(verdict, Drop):
                _end(row, now, "skipped", verdict.reason)
                return None
            if isinstance(verdict, PutOff):
                _release(row, verdict.until, verdict.reason)
                return None
        with reading(tx):
            errand = kind.render(tx, _due(row), now)
        if isinstance(errand, NotNeeded):
            # In doubt and no longer needed: nothing is resent, but nobody may call it unsent either.
            _end(row, now, "uncertain" if row.sending_at else "skipped", errand.reason)
            return None
        return errand

    def _clear_up(self, where: tuple[str, str, str], errand: Errand, since: datetime, notice_id: int) -> Outcome | None:
        """Resolve doubt about an earlier attempt; None means: it may be carried again."""
        found = self._carrier.find(where[0], where[1], errand, where[2], since - SETTLING)
        with self._database.transaction() as tx:
            row = mine(tx, notice_id, self._me)
            if row is None:
                return Later(LEASE.total_seconds(), "another process took it")
            now = self._clock.now()
            if isinstance(found, Sent | Later):
                return found if isinstance(found, Sent) else Unknown(found.reason)
            once_more = isinstance(found, Absent) or (
                self._kinds[row.kind].doubt is Doubt.AT_LEAST_ONCE and row.attempts < ATTEMPTS
            )
            if not once_more:
                assert isinstance(found, CannotTell)  # noqa: S101 - narrows the union for the reader
                _end(row, now, "uncertain", "it may have arrived; the history cannot be read")
                return Unknown("settled")
            row.sending_at = now
            return None

    def _settle(self, notice_id: int, outcome: Outcome, shown: str | None) -> None:
        with self._database.transaction() as tx:
            row = mine(tx, notice_id, self._me)
            if row is None:
                return
            now = self._clock.now()
            match outcome:
                case Sent(channel, ts):
                    _end(row, now, "sent", None)
                    row.channel, row.ts, row.shown = channel, ts, shown
                case Refused(reason):
                    _end(row, now, "failed", reason)
                    log.warning("notice-failed", kind=row.kind, notice=row.id, reason=reason)
                case Later(seconds, reason):
                    row.sending_at = None
                    _release(row, now + timedelta(seconds=seconds), reason)
                case Unknown(reason):
                    log.warning("notice-in-doubt", kind=row.kind, notice=row.id, reason=reason)
                    _release(row, now + SETTLING, reason)

    def _show_anew(self, notice_id: int) -> None:
        with self._database.transaction() as tx:
            row = tx.get(Notice, notice_id)
            kind = self._kinds.get(row.kind) if row is not None else None
            if row is None or kind is None or not kind.live or row.channel is None or row.ts is None:
                if row is not None:
                    row.refresh_at = None
                return
            seen, place = row.refresh_at, (row.team_id, row.channel, row.ts)
            with reading(tx):
                errand = kind.render(tx, _due(row), self._clock.now())
            shown = _digest(errand) or row.shown
            if shown is not None and shown == row.shown:
                # Slack allows few changes a minute: one that nobody would see is not worth a call.
                was_refreshed(tx, notice_id, seen, again_at=None, shown=shown)
                return
        outcome = self._carrier.show_anew(*place, errand) if isinstance(errand, Post) else Sent()
        again = isinstance(outcome, Later | Unknown)
        with self._database.transaction() as tx:
            again_at = self._clock.now() + SETTLING if again else None
            was_refreshed(tx, notice_id, seen, again_at=again_at, shown=shown if isinstance(outcome, Sent) else None)


def _due(row: Notice) -> Due:
    return Due(team_id=row.team_id, key=row.key, to=row.to, about=row.about, sent=row.outcome == "sent")


def _digest(errand: Errand) -> str | None:
    """Return what tells two looks of a message apart; None for what is no message."""
    if not isinstance(errand, Post):
        return None
    return blake2b(json.dumps([errand.text, errand.blocks], sort_keys=True).encode(), digest_size=16).hexdigest()


def _harmless(errand: Errand) -> bool:
    """Whether doing it twice shows nothing twice."""
    return isinstance(errand, Invite | PublishHome)


def _release(row: Notice, until: datetime, reason: str) -> None:
    row.due_at, row.reason = until, reason
    row.claimed_by = row.lease_until = None


def _end(row: Notice, now: datetime, outcome: str, reason: str | None) -> None:
    row.settled_at, row.outcome, row.reason = now, outcome, reason
    row.claimed_by = row.lease_until = None
