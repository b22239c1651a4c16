"""Who was at how many meetings."""

from collections.abc import Sequence

from app.database.session import Transaction
from app.features.meetings import records
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.presence import Attendance, Present, Session, attended, missed_in_a_row, sessions
from app.features.meetings.rules.presence import attendance as count_attendance
from app.features.meetings.usecases.facts import meeting_of, present_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing, Stay
from app.features.people import usecases as people


def attendance(tx: Transaction, *, team_id: str, pairing_id: int) -> dict[str, Attendance]:
    """Return for each person of a pairing how many of the meetings held since they joined they attended."""
    of = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    return attendances(tx, team_id=team_id, several=[of])[pairing_id]


def attendances(tx: Transaction, *, team_id: str, several: Sequence[Pairing]) -> dict[int, dict[str, Attendance]]:
    """Return the attendance in several pairings at once, by pairing."""
    return {one.id: count_attendance(held, one, said) for one, held, said in _held_in(tx, team_id, several)}


def attendance_book(
    tx: Transaction, *, team_id: str, several: Sequence[Pairing]
) -> list[tuple[Pairing, dict[str, Attendance], list[Session]]]:
    """Return who was there how often in several pairings, and how many at each of their meetings."""
    return [
        (one, count_attendance(held, one, said), sessions(held, one, said))
        for one, held, said in _held_in(tx, team_id, several)
    ]


def held_during(tx: Transaction, *, stay: Stay) -> list[tuple[Meeting, bool]]:
    """Return the meetings held while somebody was in a pairing, and whether they were at each; the first one first."""
    ((_, held, said),) = _held_in(tx, stay.pairing.team_id, [stay.pairing])
    known = {(one.meeting_id, one.user_id): one for one in said}
    return [
        (one, attended(one, stay.user_id, known))
        for one in sorted(held, key=lambda met: met.starts_at)
        if stay.since <= one.starts_at and (stay.until is None or one.starts_at < stay.until)
    ]


def missed_in_a_row_in(tx: Transaction, *, team_id: str, several: Sequence[Pairing]) -> dict[int, dict[str, int]]:
    """Return for each mentee of several pairings how many meetings in a row they missed, by pairing."""
    breaks = people.breaks_of(tx, team_id=team_id, users=[user for one in several for user in one.mentees])
    return {one.id: missed_in_a_row(held, one, said, breaks) for one, held, said in _held_in(tx, team_id, several)}


def _held_in(
    tx: Transaction, team_id: str, several: Sequence[Pairing]
) -> list[tuple[Pairing, list[Meeting], list[Present]]]:
    ids = [one.id for one in several]
    held: dict[int, list[Meeting]] = {}
    for met in records.held_of(tx, team_id, ids):
        held.setdefault(met.pairing_id, []).append(meeting_of(met))
    said: dict[int, list[Present]] = {}
    for row in records.present(tx, team_id, ids):
        said.setdefault(row.pairing_id, []).append(present_of(row))
    return [(one, held.get(one.id, []), said.get(one.id, [])) for one in several]


def presence_at(tx: Transaction, *, meeting: Meeting, user_id: str) -> Present | None:
    """Return what was said of a person's presence at a meeting."""
    rows = records.present_at(tx, meeting.team_id, meeting.id)
    return next((present_of(one) for one in rows if one.user_id == user_id), None)
