"""What a meeting is, whom it concerns, and who may change it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.calendar import Span
from app.core.refusal import Refusal
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort, day_of
from app.handbook.page import When

TRELLIS = "trellis"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One conversation of a pairing.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        number: 1 for the pairing's first.
        version: grows with each move, so that each time has its own reminders.
        day, at, zone: what people agreed on: a wall time in a zone.
        starts_at: the same as an instant, UTC.
        minutes: the time box.
        place: a link or a room, may be empty.
        weekly: whether it was proposed to repeat in the handbook's rhythm.
        by_rhythm: whether the rhythm made it.
        proposed_by: who proposed this time; `trellis` for the automatic first one.
        agreed: who has said yes to this time.
        declined: who of a group cannot make it.
        accepted_at, cancelled_at, held_at, missed_at: deeds, UTC.
    """

    id: int
    team_id: str
    pairing_id: int
    number: int
    version: int
    day: date
    at: time
    zone: str
    starts_at: datetime
    minutes: int
    place: str
    weekly: bool
    by_rhythm: bool
    proposed_at: datetime
    proposed_by: str
    agreed: tuple[str, ...]
    declined: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    cancelled_word: str | None = None
    held_at: datetime | None = None
    missed_at: datetime | None = None

    @property
    def uid(self) -> str:
        """Its name in calendars, the same at each of its times."""
        return f"meeting-{self.id}-{self.team_id}@trellis"

    @property
    def ends_at(self) -> datetime:
        """When its time box ends, UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Whether enough people agreed and nobody cancelled."""
        return self.accepted_at is not None and self.cancelled_at is None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come or to be told of: not cancelled, held or missed."""
        return self.cancelled_at is None and self.held_at is None and self.missed_at is None

    @property
    def span(self) -> Span:
        """The time it takes."""
        return Span(self.starts_at, self.ends_at)


def is_agreed(agreed: Iterable[str], pairing: Pairing) -> bool:
    """Whether a meeting stands: both of a pair said yes, or a mentor and at least one mentee of a group."""
    yes = set(agreed)
    if not pairing.is_group:
        return yes >= set(pairing.people)
    return bool(yes & set(pairing.mentors)) and bool(yes & set(pairing.mentees))


def coming(meeting: Meeting, pairing: Pairing) -> tuple[str, ...]:
    """Return whom a meeting concerns: everybody who was in the pairing and has not declined."""
    return tuple(
        one for one in pairing.people if one not in meeting.declined and pairing.joined_at(one) <= meeting.ends_at
    )


def check_may_change(meeting: Meeting, pairing: Pairing, by: str) -> None:
    """Let only a mentor move or cancel what a group agreed on.

    Raises:
        Refusal: `meetings.mentor-decides`.
    """
    if pairing.is_group and meeting.stands and by not in pairing.mentors:
        raise Refusal("meetings.mentor-decides")


def check_open(meeting: Meeting) -> None:
    """Let only a meeting through that is still to come or to be told of.

    Raises:
        Refusal: `meetings.cancelled`, `meetings.over`.
    """
    if meeting.cancelled_at is not None:
        raise Refusal("meetings.cancelled")
    if not meeting.is_open:
        raise Refusal("meetings.over")


def anchors(when: When, cohort: Cohort, pairing: Pairing, held: Sequence[Meeting]) -> list[datetime]:
    """Return the instants that a handbook's moment means for a pairing, in order; none while they are not known.

    A repetition (`every_days`) is not followed here: who repeats knows until when.

    Args:
        when: the handbook's moment.
        cohort: has the days that are the same for everybody.
        pairing: has the day of the match.
        held: its meetings that were held, in the order in which they started.
    """
    days = timedelta(days=when.days)
    match when.at:
        case "match":
            return [pairing.began_at + days]
        case "first_meeting":
            return [one.ends_at + days for one in held[:1]]
        case "meetings":
            return [held[number - 1].ends_at + days for number in sorted(when.numbers) if 0 < number <= len(held)]
        case _:
            at = day_of(when, cohort)
            return [at] if at is not None else []
