"""What an event is, who is its guest, and what is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.calendar import localise

FALLS_BEFORE = timedelta(days=2)
PUBLIC = ("applicants", "community")


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event of a cohort.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        key, number: the handbook's event, and which of its repetitions; key is None for one of the coordinators' own.
        name, about, who, roles, kind, minutes: as in the handbook.
        day: its day, in each session's own zone.
        sessions: wall times with their zones.
        invite_days: how many days before it people are invited.
        link: where it takes place; may be empty.
        version: grows whenever its time changes.
        moved_at, invited_at, cancelled_at, recorded_at: deeds, UTC.
    """

    id: int
    team_id: str
    cohort_id: int
    key: str | None
    number: int
    name: str
    about: str
    who: str
    roles: tuple[str, ...]
    kind: str
    minutes: int
    day: date
    sessions: tuple[tuple[time, str], ...]
    invite_days: int
    link: str = ""
    version: int = 1
    moved_at: datetime | None = None
    invited_at: datetime | None = None
    cancelled_at: datetime | None = None
    recorded_at: datetime | None = None

    @property
    def uid(self) -> str:
        """Its name in calendars, the same at each of its times."""
        return f"event-{self.id}-{self.team_id}@trellis"

    @property
    def starts(self) -> list[datetime]:
        """When its sessions start, UTC, in the handbook's order."""
        return [localise(self.day, at, zone) for at, zone in self.sessions]

    @property
    def begins(self) -> datetime:
        """When its first session starts, UTC."""
        return min(self.starts)

    @property
    def last_begins(self) -> datetime:
        """When its last session starts, UTC; nobody can say yes any more then."""
        return max(self.starts)

    @property
    def ends(self) -> datetime:
        """When its last session ends, UTC."""
        return self.last_begins + timedelta(minutes=self.minutes)

    @property
    def invites_at(self) -> datetime:
        """When people are invited, UTC."""
        return self.begins - timedelta(days=self.invite_days)

    @property
    def falls_at(self) -> datetime:
        """When an event of one per group falls to the mentors of those who named nobody, UTC."""
        return self.begins - FALLS_BEFORE

    @property
    def is_public(self) -> bool:
        """Whether it is announced in the channel and anybody may come."""
        return self.who in PUBLIC

    def ends_of(self, session: int) -> datetime:
        """Return when one session ends, UTC."""
        return self.starts[session] + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Guest:
    """One person and one event.

    Attributes:
        event_id, user_id: who, where.
        invited_at, version: when they were invited (UTC), and to which version of its time.
        alone: whether they came by themselves, through the channel.
        stands_in: whether it fell to them, because their group named nobody.
        said, session, said_at: `yes` to which session, `no`, or None; UTC.
        attended_at, attended_by, absent_at: who said what of their being there, UTC.
        gone_at: when they were no longer meant, UTC.
    """

    event_id: int
    user_id: str
    invited_at: datetime
    version: int = 1
    alone: bool = False
    stands_in: bool = False
    said: str | None = None
    session: int | None = None
    said_at: datetime | None = None
    attended_at: datetime | None = None
    attended_by: str | None = None
    absent_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """The place of one pairing at an event of one per group, and who takes it."""

    id: int
    event_id: int
    pairing_id: int
    asked_at: datetime
    user_id: str | None = None


@dataclass(frozen=True)
class Count:
    """How many were invited, how they answered, and how many were there."""

    invited: int = 0
    yes: int = 0
    no: int = 0
    silent: int = 0
    attended: int = 0


def count(guests: Iterable[Guest]) -> Count:
    """Count the guests of an event; whoever is no longer meant does not count."""
    here = [one for one in guests if one.gone_at is None]
    yes, no = sum(one.said == "yes" for one in here), sum(one.said == "no" for one in here)
    there = sum(one.attended_at is not None for one in here)
    return Count(len(here), yes, no, len(here) - yes - no, there)
