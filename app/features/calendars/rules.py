"""What stands in a person's calendar, and what a link to it is."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from app.features.events.rules import Event, Guest
from app.features.meetings.rules import Meeting
from app.features.pairings.rules import Stay

LOOKS_BACK = timedelta(days=60)
REFRESH = timedelta(hours=1)
"""How often calendars are asked to look again; most take longer all the same."""

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Link:
    """A link that works; what it says is known to its owner only."""

    id: int
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a calendar.

    Attributes:
        uid, sequence: the same as in the files that people get as messages, so that a calendar replaces
            what it has; a cancellation counts as one change more.
        at: when any of it changed last, UTC.
        starts, ends: UTC.
        people: whom a meeting is with, mentors and mentees; both empty for an event.
        title: of an event.
        place: a link or a room, may be empty.
        status: whether it stands.
    """

    uid: str
    sequence: int
    at: datetime
    starts: datetime
    ends: datetime
    mentors: tuple[str, ...] = ()
    mentees: tuple[str, ...] = ()
    title: str = ""
    place: str = ""
    status: Status


def new_token() -> str:
    """Return what stands in a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str | None:
    """Return what the database keeps of a token; None if it cannot be one."""
    return sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None


def of_meeting(meeting: Meeting, stay: Stay, now: datetime) -> Entry | None:
    """Return a meeting as it stands in the calendar of somebody who is, or was, in its pairing.

    None if it is none of theirs: from before they joined or after they left, long past, one of a group that they
    declined, or a proposal that nobody took up in time.
    """
    if meeting.starts_at < now - LOOKS_BACK or stay.user_id in meeting.declined:
        return None
    if meeting.ends_at < stay.since or (stay.until is not None and meeting.starts_at >= stay.until):
        return None
    is_over = meeting.starts_at <= now
    if meeting.cancelled_at is None and meeting.accepted_at is None and is_over:
        return None
    return Entry(
        uid=meeting.uid,
        sequence=meeting.version + (meeting.cancelled_at is not None),
        at=max(one for one in (meeting.proposed_at, meeting.accepted_at, meeting.cancelled_at) if one is not None),
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        mentors=stay.pairing.mentors,
        mentees=stay.pairing.mentees,
        place=meeting.place,
        status="CANCELLED" if meeting.cancelled_at else "CONFIRMED" if meeting.accepted_at else "TENTATIVE",
    )


def of_event(event: Event, guest: Guest, now: datetime) -> Entry | None:
    """Return an event as it stands in the calendar of somebody who said yes; None if not, or long past."""
    if guest.said != "yes" or guest.session is None or guest.gone_at is not None:
        return None
    if event.ends_of(guest.session) < now - LOOKS_BACK:
        return None
    deeds = (guest.said_at, event.moved_at, event.cancelled_at)
    return Entry(
        uid=event.uid,
        sequence=event.version + (event.cancelled_at is not None),
        at=max((one for one in deeds if one is not None), default=guest.invited_at),
        starts=event.starts[guest.session],
        ends=event.ends_of(guest.session),
        title=event.name,
        place=event.link,
        status="CANCELLED" if event.cancelled_at else "CONFIRMED",
    )


def people_in(entries: Collection[Entry]) -> set[str]:
    """Return everybody who is named in a calendar."""
    return {user for one in entries for user in (*one.mentors, *one.mentees)}
