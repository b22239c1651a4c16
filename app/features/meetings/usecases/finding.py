"""When the people of a pairing are free."""

from datetime import datetime

from app.core.calendar import Span
from app.database.session import Transaction
from app.features.joining import usecases as joining
from app.features.meetings import records
from app.features.meetings.rules.times import Free, Time, first_time
from app.features.meetings.usecases import rests_of, usual_minutes
from app.features.meetings.usecases.facts import meeting_of
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes


def free_hours(tx: Transaction, pairing: Pairing, user_id: str) -> Free:
    """Return the weekly hours that somebody named when they applied, and the zone that they go by."""
    role = pairing.role_of(user_id)
    sent = joining.application_as(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id, user_id=user_id, role=role)
    if sent is not None:
        return Free(sent.slots, sent.zone)
    return Free((), people.person(tx, team_id=pairing.team_id, user_id=user_id).zone)


def free_zone(tx: Transaction, *, pairing: Pairing, user_id: str) -> str:
    """Return the zone that a person of a pairing goes by."""
    return free_hours(tx, pairing, user_id).zone


def busy_times(tx: Transaction, pairing: Pairing, but: int | None) -> list[Span]:
    """Return when anybody of the pairing has another meeting."""
    found: dict[int, Span] = {}
    for person in pairing.people:
        for one in pairings.pairings_of(tx, team_id=pairing.team_id, user_id=person):
            for row in records.of_pairing(tx, pairing.team_id, one.id):
                if row.id != but and meeting_of(row).is_open:
                    found[row.id] = meeting_of(row).span
    return list(found.values())


def shared_time(tx: Transaction, *, pairing: Pairing, now: datetime) -> Time | None:
    """Return the earliest time at which everybody of a pairing is free and nobody away, on the mentee's clock."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    minutes = usual_minutes(tx, pairing=pairing)
    busy = [*busy_times(tx, pairing, None), *rests_of(tx, pairing=pairing)]
    free = [free_hours(tx, pairing, one) for one in reversed(pairing.people)]
    found = first_time(free, minutes, busy, now)
    return found if found is not None and found.starts_at < cohort.ends else None
