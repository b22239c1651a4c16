"""The week in numbers, with a database."""

from datetime import timedelta

from app.features.meetings.rules.times import Wish
from app.features.meetings.usecases import arranging, telling
from app.features.organising import usecases
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from tests.kit.books import on_the_shelf
from tests.kit.rooms import TEAM, Rooms


def begins(rooms: Rooms, cohort: Cohort, mentor: str, mentee: str) -> Pairing:
    for one in (mentor, mentee):
        rooms.meets(one)
    with rooms.tx() as tx:
        return pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor=mentor, mentees=(mentee,), now=rooms.now)


def meets(rooms: Rooms, pair: Pairing, minutes: int, *, is_held: bool = True) -> None:
    """Let a pair meet today at noon, for so long."""
    wish = Wish(day=rooms.now.date().isoformat(), at="12:00", zone="UTC", minutes=str(minutes))
    with rooms.tx() as tx:
        met = arranging.propose(tx, team_id=TEAM, by=pair.mentor, pairing_id=pair.id, wish=wish, now=rooms.now)
        arranging.accept(tx, team_id=TEAM, by=pair.mentees[0], meeting_id=met.id, version=1, now=rooms.now)
    if is_held:
        with rooms.tx() as tx:
            telling.mark_held(tx, team_id=TEAM, by=pair.mentor, meeting_id=met.id, now=rooms.now)


def test_the_digest_counts_the_minutes_of_the_last_thirty_days_that_were_held(rooms: Rooms) -> None:
    with on_the_shelf(rhythm={"least_minutes_a_month": 60}):
        cohort = rooms.cohort()
        enough = begins(rooms, cohort, "UM", "UA")
        little = begins(rooms, cohort, "UN", "UB")
        nothing = begins(rooms, cohort, "UO", "UC")
        meets(rooms, little, 240)  # too long ago when the digest comes
        rooms.clock.advance(timedelta(days=10))
        meets(rooms, enough, 30)
        meets(rooms, little, 45)
        meets(rooms, nothing, 90, is_held=False)
        rooms.clock.advance(timedelta(days=7))
        meets(rooms, enough, 30)
        rooms.clock.advance(timedelta(days=20))
        new = begins(rooms, cohort, "UP", "UD")
        with rooms.tx() as tx:
            found = usecases.digest(tx, cohort=cohort, until=rooms.now)
    assert (found.least, found.pairs) == (60, 4)
    assert [(one.pairing.id, one.minutes) for one in found.below_least] == [(nothing.id, 0), (little.id, 45)]
    assert new.id not in {one.pairing.id for one in found.below_least}


def test_a_programme_that_asks_for_no_minutes_names_nobody(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    begins(rooms, cohort, "UM", "UA")
    rooms.clock.advance(timedelta(days=40))
    with rooms.tx() as tx:
        found = usecases.digest(tx, cohort=cohort, until=rooms.now)
    assert (found.least, found.below_least) == (None, [])
