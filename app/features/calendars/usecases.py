"""Making links, ending them, and answering whoever comes with one."""

from dataclasses import dataclass
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction, one_at_a_time
from app.features.calendars import records
from app.features.calendars.rules import LOOKS_BACK, Entry, Link, digest, new_token, of_event, of_meeting, people_in
from app.features.events import usecases as events
from app.features.installing import usecases as installing
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people


@dataclass(frozen=True)
class Feed:
    """A person's calendar: its lines, earliest first, and the names of those who stand in them."""

    entries: list[Entry]
    names: dict[str, str]


def link_of(tx: Transaction, *, team_id: str, user_id: str) -> Link | None:
    """Return a person's link that works; what it says cannot be read back."""
    row = records.living(tx, team_id, user_id)
    return Link(row.id, row.made_at) if row is not None else None


def make(tx: Transaction, *, team_id: str, by: str, instead_of: int, now: datetime) -> str:
    """Make a link and return its token, for the only time; the link before it stops at once.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: whose calendar it opens.
        instead_of: the link that they saw when they asked, 0 for none, so that a second press makes no third.
        now: the present instant, UTC.

    Raises:
        Refusal: `calendars.done-already` if another link was made meanwhile.
    """
    _end(tx, team_id, by, instead_of, now)
    token = new_token()
    tx.add(records.CalendarLinkRow(team_id=team_id, user_id=by, digest=digest(token), made_at=now))
    tx.flush()
    return token


def switch_off(tx: Transaction, *, team_id: str, by: str, link_id: int, now: datetime) -> None:
    """End a person's own link; whoever has it finds nothing any more.

    Raises:
        Refusal: `calendars.done-already` if that is not the link that works.
    """
    _end(tx, team_id, by, link_id, now)


def _end(tx: Transaction, team_id: str, user_id: str, link_id: int, now: datetime) -> None:
    one_at_a_time(tx, [f"calendar:{team_id}:{user_id}"])
    row = records.living(tx, team_id, user_id)
    if (row.id if row is not None else 0) != link_id:
        raise Refusal("calendars.done-already")
    if row is not None:
        row.ended_at = now
        tx.flush()


def has_something(tx: Transaction, *, team_id: str, user_id: str) -> bool:
    """Whether a person is or was in a pairing, and so has meetings."""
    return bool(pairings.stays_of(tx, team_id=team_id, user_id=user_id))


def is_known(tx: Transaction, *, token: str) -> bool:
    """Whether there is a link that works with this token; only reads."""
    known = digest(token)
    return known is not None and records.by_digest(tx, known) is not None


def feed(tx: Transaction, *, token: str, now: datetime) -> Feed | None:
    """Return the calendar that a link opens.

    None if it never was one, was replaced or switched off, if its owner has left, or Trellis has.
    """
    known = digest(token)
    row = records.by_digest(tx, known) if known is not None else None
    if row is None or installing.installation_of(tx, team_id=row.team_id) is None:
        return None
    if people.person(tx, team_id=row.team_id, user_id=row.user_id).gone_at is not None:
        row.ended_at = now  # for good, also if they come back: a new one is made in a moment
        return None
    found = _entries(tx, row.team_id, row.user_id, now)
    known_people = people.persons(tx, team_id=row.team_id, users=people_in(found))
    return Feed(found, {user: one.name for user, one in known_people.items()})


def _entries(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Entry]:
    stays = pairings.stays_of(tx, team_id=team_id, user_id=user_id)
    since = now - LOOKS_BACK
    met = meetings.since(tx, team_id=team_id, pairing_ids=sorted({one.pairing.id for one in stays}), since=since)
    asked = events.said_yes(tx, team_id=team_id, user_id=user_id, since=since)
    found: dict[str, Entry] = {}
    for entry in (
        *(of_meeting(one, stay, now) for stay in stays for one in met if one.pairing_id == stay.pairing.id),
        *(of_event(event, guest, now) for event, guest in asked),
    ):
        if entry is not None:
            found[entry.uid] = entry
    return sorted(found.values(), key=lambda one: (one.starts, one.uid))
