"""What is asked about a pairing's meetings: by its agenda, its ladder, and what follows from meeting."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.calendar import Span, localise, passed
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.meetings import records
from app.features.meetings.rules import Meeting, ladder
from app.features.meetings.rules.presence import MONTH
from app.features.meetings.rules.times import next_occurrence, rests
from app.features.meetings.usecases.facts import meeting_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.handbook.model import Handbook


def meeting(tx: Transaction, *, team_id: str, meeting_id: int) -> Meeting:
    """Return a meeting, for messages about it.

    Raises:
        Refusal: `meetings.gone` if there is none.
    """
    row = records.by_id(tx, team_id, meeting_id)
    if row is None:
        raise Refusal("meetings.gone")
    return meeting_of(row)


def own_meeting(tx: Transaction, *, team_id: str, user_id: str, meeting_id: int) -> tuple[Meeting, Pairing]:
    """Return a meeting to one of its people.

    Raises:
        Refusal: if there is none, or they are not in its living pairing.
    """
    found = meeting(tx, team_id=team_id, meeting_id=meeting_id)
    return found, pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=found.pairing_id)


def meetings_of(tx: Transaction, *, team_id: str, pairing_id: int) -> list[Meeting]:
    """Return the meetings of a pairing, in the order in which they start."""
    return [meeting_of(row) for row in records.of_pairing(tx, team_id, pairing_id)]


def since(tx: Transaction, *, team_id: str, pairing_ids: Sequence[int], since: datetime) -> list[Meeting]:
    """Return the meetings of several pairings from an instant on, cancelled ones too, in order of their start."""
    return [meeting_of(row) for row in records.since(tx, team_id, pairing_ids, since)]


def next_meeting(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> Meeting | None:
    """Return the next meeting that is planned or proposed."""
    ahead = [
        one for one in meetings_of(tx, team_id=team_id, pairing_id=pairing_id) if one.is_open and one.ends_at > now
    ]
    return ahead[0] if ahead else None


def standing_hour(tx: Transaction, *, pairing: Pairing, now: datetime) -> Span | None:
    """Return when a pairing meets next by its rhythm; None while it has none."""
    row = records.rhythm(tx, pairing.team_id, pairing.id)
    if row is None:
        return None
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    every_days = programmes.handbook_of(tx, cohort).rhythm.every_days
    start = localise(row.last_day, row.at, row.zone)
    if start <= now:
        start = localise(next_occurrence(row.last_day, row.at, row.zone, every_days, now), row.at, row.zone)
    return Span(start, start + timedelta(minutes=row.minutes))


def last_begun(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> Meeting | None:
    """Return the last meeting that has begun and was not cancelled."""
    begun = [
        one for one in meetings_of(tx, team_id=team_id, pairing_id=pairing_id) if one.starts_at <= now and one.stands
    ]
    return begun[-1] if begun else None


def last_held(tx: Transaction, *, team_id: str, pairing_id: int) -> Meeting | None:
    """Return the last meeting that was held."""
    held = [one for one in meetings_of(tx, team_id=team_id, pairing_id=pairing_id) if one.held_at is not None]
    return held[-1] if held else None


def held_before(tx: Transaction, *, meeting: Meeting) -> list[Meeting]:
    """Return the meetings that a pairing had held before a meeting, oldest first."""
    found = meetings_of(tx, team_id=meeting.team_id, pairing_id=meeting.pairing_id)
    return [one for one in found if one.held_at is not None and one.starts_at < meeting.starts_at]


def has_rhythm(tx: Transaction, *, team_id: str, pairing_id: int) -> bool:
    """Whether a pairing meets regularly by agreement."""
    return records.rhythm(tx, team_id, pairing_id) is not None


def tally(tx: Transaction, *, team_id: str, cohort_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """Return how many meetings were held of how many that stood in a stretch of time."""
    held = stood = 0
    for pairing in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id):
        for one in meetings_of(tx, team_id=team_id, pairing_id=pairing.id):
            if one.stands and since < one.ends_at <= until:
                stood += 1
                held += one.held_at is not None
    return held, stood


def minutes_of(tx: Transaction, *, team_id: str, pairing_ids: Sequence[int], until: datetime) -> dict[int, int]:
    """Return how many minutes each pairing spent in held meetings in the thirty days before an instant."""
    return records.minutes_by_pairing(tx, team_id, pairing_ids, until - MONTH, until)


def quiet_since(tx: Transaction, *, pairing: Pairing, now: datetime) -> timedelta | None:
    """Return for how long a pairing has neither met nor planned to, breaks aside; None if a meeting is planned."""
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    if any(one.stands and one.starts_at > now for one in found):
        return None
    met = [one.ends_at for one in found if one.held_at is not None]
    met += [one.at for one in ladder_answers(tx, pairing=pairing) if one.said == "fine"]
    return passed(max([pairing.began_at, *met]), now, rests_of(tx, pairing=pairing))


def rests_of(tx: Transaction, *, pairing: Pairing) -> list[Span]:
    """Return when a pairing cannot meet because people are away, past times too."""
    return rests(pairing, people.breaks_of(tx, team_id=pairing.team_id, users=pairing.people))


def usual_minutes(tx: Transaction, *, pairing: Pairing) -> int:
    """Return the handbook's time box of a pairing's next meeting, its first or a later one."""
    handbook = programmes.handbook_of(tx, programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id))
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    met = any(one.held_at is not None for one in found)
    return handbook.rhythm.minutes if met else handbook.first_meeting.minutes


def ladder_answers(tx: Transaction, *, pairing: Pairing) -> list[ladder.Said]:
    """Return what was said about a pairing that does not meet, oldest first."""
    return [
        ladder.Said(user_id=row.user_id, said=row.said, topic=row.topic, at=row.at)
        for row in records.ladder_answers(tx, pairing.team_id, pairing.id)
    ]


def pace_of(tx: Transaction, *, pairing: Pairing, handbook: Handbook) -> int:
    """Return every how many days a pairing means to meet."""
    return ladder.pace(handbook, ladder_answers(tx, pairing=pairing))


def ladder_standing(tx: Transaction, *, pairing: Pairing) -> ladder.Standing:
    """Return where a pairing stands on the ladder."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    off, said = rests_of(tx, pairing=pairing), ladder_answers(tx, pairing=pairing)
    return ladder.standing(pairing, programmes.handbook_of(tx, cohort), found, off, said)
