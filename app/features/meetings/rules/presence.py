"""Who comes to a meeting, who was there, and whom the others missed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.features.meetings.rules import Meeting
from app.features.pairings.rules import Pairing
from app.features.people.rules import Break

MONTH = timedelta(days=30)
MISSED_YOU_FOR = timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class Present:
    """Whether one person was at one meeting.

    Attributes:
        meeting_id, user_id: who, where.
        attended: whether they were there.
        by: who said so; what people say of themselves counts most.
        answered_at: when they answered to having been missed, UTC.
    """

    meeting_id: int
    user_id: str
    attended: bool
    by: str
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Attendance:
    """How many of the meetings held since somebody joined they attended."""

    attended: int
    held: int


@dataclass(frozen=True)
class Session:
    """One held meeting: when it began (UTC), and how many of the mentees in the pairing then were there."""

    starts_at: datetime
    attended: int
    expected: int


def was_in(meeting: Meeting, pairing: Pairing, user_id: str) -> bool:
    """Whether a person who is in the pairing now had joined when the meeting began."""
    return pairing.joined_at(user_id) <= meeting.starts_at


def attended(meeting: Meeting, user_id: str, said: Mapping[tuple[int, str], Present]) -> bool:
    """Whether a person was at a held meeting; where nobody said so, whoever had not declined was there."""
    known = said.get((meeting.id, user_id))
    return known.attended if known is not None else user_id not in meeting.declined


def attendance(meetings: Sequence[Meeting], pairing: Pairing, said: Sequence[Present]) -> dict[str, Attendance]:
    """Count for each person of a pairing how many of the meetings held since they joined they attended."""
    by_key = {(one.meeting_id, one.user_id): one for one in said}
    found = {}
    for user in pairing.people:
        held = [one for one in meetings if one.held_at is not None and was_in(one, pairing, user)]
        found[user] = Attendance(sum(attended(one, user, by_key) for one in held), len(held))
    return found


def sessions(meetings: Sequence[Meeting], pairing: Pairing, said: Sequence[Present]) -> list[Session]:
    """List the held meetings of a pairing, the first one first; of those who left, nothing is counted."""
    by_key = {(one.meeting_id, one.user_id): one for one in said}
    found = []
    for one in sorted(meetings, key=lambda met: met.starts_at):
        who = [user for user in pairing.mentees if was_in(one, pairing, user)]
        if one.held_at is not None:
            found.append(Session(one.starts_at, sum(attended(one, user, by_key) for user in who), len(who)))
    return found


def was_away(meeting: Meeting, user_id: str, breaks: Iterable[Break]) -> bool:
    """Whether a person had said that they are away when a meeting began."""
    return any(one.user_id == user_id and one.starts_at <= meeting.starts_at < one.until for one in breaks)


def missed_in_a_row(
    meetings: Sequence[Meeting], pairing: Pairing, said: Sequence[Present], breaks: Sequence[Break] = ()
) -> dict[str, int]:
    """Count for each mentee how many of the last held meetings they missed, those during their breaks aside."""
    by_key = {(one.meeting_id, one.user_id): one for one in said}
    found = {}
    for user in pairing.mentees:
        held = [
            one
            for one in meetings
            if one.held_at is not None and was_in(one, pairing, user) and not was_away(one, user, breaks)
        ]
        count = 0
        for one in sorted(held, key=lambda m: m.starts_at, reverse=True):
            if attended(one, user, by_key):
                break
            count += 1
        found[user] = count
    return found


def missed_you(
    meeting: Meeting, pairing: Pairing, said: Sequence[Present], breaks: Sequence[Break] = ()
) -> list[Wanted]:
    """List a kind word to each mentee of a group who was missed; whoever had said so, or is away, needs none."""
    if meeting.held_at is None or not pairing.is_group or not pairing.is_live:
        return []
    return [
        Wanted(
            key=f"meeting:{meeting.id}:missed-you:{one.user_id}",
            kind="meetings.missed_you",
            to=one.user_id,
            due=meeting.held_at,
            expires=meeting.ends_at + MISSED_YOU_FOR,
            about={"meeting": meeting.id},
        )
        for one in said
        if not one.attended
        and one.user_id in pairing.mentees
        and one.user_id not in meeting.declined
        and not was_away(meeting, one.user_id, breaks)
    ]
