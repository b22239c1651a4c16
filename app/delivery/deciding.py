"""What becomes of a due notice before anything leaves: go, wait, or not at all. Reads fresh facts, talks to nobody."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from sqlalchemy.exc import DBAPIError

from app.core.carrier import Job
from app.core.notice import Due, Errand, Invite, NoticeKind, NotNeeded, Post, PublishHome
from app.database.session import Transaction, one_at_a_time, reading
from app.delivery.claims import companions, parts, unasked_since
from app.delivery.records import FIXED, Notice
from app.delivery.rules import WEEK, Drop, Go, PutOff, Recipient, address, budget_kinds, may_knock

MOST_TOGETHER = 4
RecipientOf = Callable[[Transaction, str, str], Recipient]
Acquaint = Callable[[Transaction, str, Collection[str]], object]
"""`acquaint(tx, team_id, users)`"""
Foot = Callable[[NoticeKind, int, str, Post], Post]
"""`foot(kind, notice_id, to, post)`: the message with what stands below those that nobody asked for."""
Together = Callable[[Sequence[Post]], Post | None]
"""`together(posts)`: several messages as one, or None if that would be too long for one."""
MayNag = Callable[[Transaction, NoticeKind, Notice, datetime], Drop | PutOff | None]
"""`may_nag(tx, kind, notice, now)`: whether this reminder is one too many or comes too soon; None if it may go."""


@dataclass(frozen=True)
class Parcel:
    """What is to be done about one or more notices that share a message.

    Attributes:
        job: carry it, look for it, or show it anew.
        rows: the notices; the first one leads.
        errand: what to carry.
        looks: for each row a digest of how it looks, `FIXED` for what never changes, None where nobody can tell.
    """

    job: Job
    rows: Sequence[Notice]
    errand: Errand
    looks: Sequence[str | None] = ()


@dataclass(frozen=True, kw_only=True)
class Manners:
    """What the house tells delivery: its kinds of notices, its people, how its messages look.

    Attributes:
        kinds: every kind of notice by name.
        recipient_of: tells what delivery must know of a person.
        foot: puts below a message what every unasked one carries.
        together: makes one message of several.
        may_nag: says whether a reminder is one too many, or comes too soon.
        acquaint: is told of all whom a transaction will ask about, so that the house can ask for them at once.
    """

    kinds: Mapping[str, NoticeKind]
    recipient_of: RecipientOf
    foot: Foot = lambda _kind, _notice_id, _to, post: post
    together: Together = lambda _posts: None
    may_nag: MayNag = lambda _tx, _kind, _notice, _now: None
    acquaint: Acquaint = lambda _tx, _team, _users: None
    unasked: Sequence[str] = field(init=False)
    groups: Mapping[str, Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the kinds once."""
        object.__setattr__(self, "unasked", budget_kinds({name: one.manner for name, one in self.kinds.items()}))
        groups: dict[str, list[str]] = {}
        for name, one in sorted(self.kinds.items()):
            if one.merge is not None and one.unasked:
                groups.setdefault(one.merge, []).append(name)
        object.__setattr__(self, "groups", groups)

    # -- for a batch ---------------------------------------------------------------------------

    def hold_budgets(self, tx: Transaction, rows: Sequence[Notice]) -> None:
        """Let nobody else decide about unasked messages to the same people meanwhile: two together may be too many."""
        kinds = self.kinds
        one_at_a_time(
            tx,
            [f"{row.team_id}:{row.to}" for row in rows if row.kind in kinds and kinds[row.kind].unasked],
        )

    def get_acquainted(self, tx: Transaction, rows: Sequence[Notice]) -> None:
        """Ask for the people of several notices at once."""
        for team_id in sorted({row.team_id for row in rows}):
            users = {user for row in rows if row.team_id == team_id for user in address(row.to)}
            if len(users) > 1:
                self.acquaint(tx, team_id, users)

    # -- one -----------------------------------------------------------------------------------

    def decide(
        self, tx: Transaction, row: Notice, me: str, now: datetime, taken: Collection[int] = ()
    ) -> Parcel | None:
        """Return what to do about a claimed notice now, or None after settling it or putting it off.

        `taken` are the notices that this transaction has put into other parcels already.
        """
        kind = self.kinds.get(row.kind)
        if kind is None:
            end(row, now, "failed", f"no such kind of notice: {row.kind}")
            return None
        if row.sending_at is not None:
            return self._doubted(tx, kind, row, now)
        if not self._may_go(tx, kind, row, now):
            return None
        errand = self._render(tx, kind, row, now)
        if isinstance(errand, NotNeeded):
            end(row, now, "skipped", errand.reason)
            return None
        row.carried_by = None
        # What its reader asked to have again comes alone: it is not counted, and with it others would not be either.
        may_lead = kind.unasked and len(address(row.to)) == 1 and row.repeats is None
        if kind.merge is not None and may_lead and isinstance(errand, Post):
            return self._merged(tx, kind.merge, row, errand, me, now, taken)
        return Parcel("carry", [row], errand, [self._look(kind, errand)])

    def _may_go(self, tx: Transaction, kind: NoticeKind, row: Notice, now: datetime) -> bool:
        if row.wanted_at > now:
            release(row, row.wanted_at, row.reason)  # its subject moved it after it was claimed
            return False
        people = [self.recipient_of(tx, row.team_id, user) for user in address(row.to)]
        # What its reader wanted to have again is theirs to have, whatever else comes in that week.
        is_counted = kind.unasked and len(people) == 1 and row.repeats is None
        unasked = unasked_since(tx, row, self.unasked, now - WEEK) if is_counted else []
        verdict = may_knock(kind.manner, people, unasked, stale_at(kind, row), now)
        if not isinstance(verdict, Drop | PutOff) and kind.nags is not None:
            verdict = self._waits(self.may_nag(tx, kind, row, now), stale_at(kind, row)) or verdict
        if isinstance(verdict, Drop):
            end(row, now, "skipped", verdict.reason)
        if isinstance(verdict, PutOff):
            release(row, verdict.until, verdict.reason)
        return not isinstance(verdict, Drop | PutOff)

    @staticmethod
    def _waits(verdict: Drop | PutOff | None, stale: datetime | None) -> Drop | PutOff | None:
        if isinstance(verdict, PutOff) and stale is not None and verdict.until >= stale:
            return Drop(f"{verdict.reason}, and later it would be stale")
        return verdict

    def _doubted(self, tx: Transaction, kind: NoticeKind, row: Notice, now: datetime) -> Parcel:
        """Look for it first, even if it is not needed any more: nobody may call it unsent without looking."""
        errand = self._render(tx, kind, row, now)
        return Parcel("carry" if _harmless(errand) else "find", [row], errand, [None])

    def _merged(
        self, tx: Transaction, group: str, row: Notice, post: Post, me: str, now: datetime, taken: Collection[int]
    ) -> Parcel:
        """Add what else waits for this person and may come with it."""
        rows, posts = [row], [post]
        people = [self.recipient_of(tx, row.team_id, row.to)]
        whole = post
        for other in companions(tx, row, self.groups[group], me, now, MOST_TOGETHER - 1):
            kind = self.kinds[other.kind]
            # It costs nothing of the budget; but a pause, say, holds a nudge back that news is not held back by.
            may_come = other.id not in taken and may_knock(kind.manner, people, [], stale_at(kind, other), now) == Go()
            # A question and the reminder of it in one message would be a reproach.
            is_same = any((one.subject, one.about) == (other.subject, other.about) for one in rows)
            if not may_come or is_same or (kind.nags is not None and self.may_nag(tx, kind, other, now)):
                continue  # its own turn says why it does not go
            try:
                errand = self._render(tx, kind, other, now)
            except DBAPIError:
                raise
            except Exception:  # noqa: BLE001, S112 - its own turn logs what is wrong with it
                continue
            more = self.together([*posts, errand]) if isinstance(errand, Post) else None
            if isinstance(errand, Post) and more is not None:
                rows, posts, whole = [*rows, other], [*posts, errand], more
                other.carried_by = row.id
        return Parcel("carry", rows, whole, [self._look(self.kinds[one.kind], whole) for one in rows])

    def show(self, tx: Transaction, row: Notice, now: datetime) -> Parcel | None:
        """Return how a message that stands is to look now; None if nobody would see a difference."""
        kind = self.kinds.get(row.kind)
        if kind is None or not kind.live or row.channel is None or row.ts is None:
            row.refresh_at = None
            return None
        shares = kind.merge is not None or row.carried_by is not None
        rows = ([one for one in parts(tx, row) if one.ts == row.ts] if shares else []) or [row]
        errands = [self._render(tx, self.kinds[one.kind], one, now) for one in rows if one.kind in self.kinds]
        posts = [one for one in errands if isinstance(one, Post)]
        post = posts[0] if len(rows) == 1 and posts else self.together(posts) if len(posts) == len(rows) else None
        if post is None:
            row.refresh_at = None
            return None
        look = digest(post)
        if look == row.shown:
            # Slack allows few changes a minute: one that nobody would see is not worth a call.
            row.refresh_at = None
            return None
        return Parcel("show", [row], post, [look])

    def _render(self, tx: Transaction, kind: NoticeKind, row: Notice, now: datetime) -> Errand:
        # One that comes again is the same message once more, so its renderer is told the same.
        due = Due(
            team_id=row.team_id, key=row.repeats or row.key, to=row.to, about=row.about, sent=row.outcome == "sent"
        )
        with reading(tx):
            errand = kind.render(tx, due, now)
        return self.foot(kind, row.id, row.to, errand) if isinstance(errand, Post) and kind.unasked else errand

    @staticmethod
    def _look(kind: NoticeKind, errand: Errand) -> str | None:
        return digest(errand) if kind.live else FIXED


def stale_at(kind: NoticeKind, row: Notice) -> datetime | None:
    """Return from when a notice is not worth sending any more, UTC; None for what is true for good."""
    return kind.stale_at(row.wanted_at, row.expires_at)


def digest(errand: Errand) -> str | None:
    """Return what tells two looks of a message apart; None for what is no message."""
    if not isinstance(errand, Post):
        return None
    return blake2b(json.dumps([errand.text, errand.blocks], sort_keys=True).encode(), digest_size=16).hexdigest()


def _harmless(errand: Errand) -> bool:
    """Whether doing it twice shows nothing twice."""
    return isinstance(errand, Invite | PublishHome)


def begin(row: Notice, me: str, now: datetime, lease_until: datetime) -> None:
    """Note that a call to Slack is about to be made: from here on a crash leaves doubt."""
    row.claimed_by, row.lease_until = me, lease_until
    row.sending_at = now
    row.attempts += 1


def release(row: Notice, until: datetime, reason: str | None) -> None:
    """Let a notice wait until an instant, for any process."""
    row.due_at, row.reason = until, reason
    row.claimed_by = row.lease_until = None


def end(row: Notice, now: datetime, outcome: str, reason: str | None) -> None:
    """Settle a notice."""
    row.settled_at, row.outcome, row.reason = now, outcome, reason
    row.claimed_by = row.lease_until = None
    if outcome != "sent":
        row.refresh_at = None  # nothing stands there that could be shown anew
