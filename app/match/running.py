"""Matching the people of two files: the same engine, weights and limits as in Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from app.core.calendar import local
from app.features.joining.rules import Application
from app.features.matching.rules import Pool
from app.features.matching.rules.groups import places_for_groups
from app.features.matching.rules.hints import Hint, hints, usual_places
from app.features.matching.rules.hours import common_time
from app.features.matching.rules.pairs import Progress
from app.features.matching.rules.waiting import pool
from app.features.matching.rules.whole import Found, Placed, Task, look
from app.features.matching.views.common import in_plain_text
from app.features.programmes.rules import NO_END, Cohort
from app.handbook.model import Handbook
from app.match.reading import TEAM, People, Person

MONTH = 30.4
NO_PLACE = "no-place"
MOST_HOURS = 5  # of a pair, in the outputs


@dataclass(frozen=True)
class Matched:
    """What came of it.

    Attributes:
        cohort, handbook: by which dates and rules.
        people: everybody who could be matched.
        found: pairs or groups, who is left over, and how good it is.
        hints: which mentors are missing.
    """

    cohort: Cohort
    handbook: Handbook
    people: People
    found: Found
    hints: Sequence[Hint]

    @property
    def is_in_groups(self) -> bool:
        """Whether the programme has groups."""
        return self.handbook.matching.group is not None

    def application(self, number: int) -> Application:
        """Return the application of that number; they are in order."""
        return self.people.applications[number - 1]

    def person(self, number: int) -> Person:
        """Return who an application is of."""
        return self.people.persons[number]

    def of_role(self, role: str) -> list[Application]:
        """Return the applications of a role."""
        return [one for one in self.people.applications if one.role == role]

    def groups(self) -> Mapping[int, Sequence[Placed]]:
        """Return the pairs by group."""
        found: dict[int, list[Placed]] = {}
        for one in self.found.placed:
            found.setdefault(one.group if one.group is not None else -one.mentee, []).append(one)
        return found

    def reasons(self, one: Placed) -> list[str]:
        """Return why these two; in a group, without the hours that only two of it share."""
        two = one.shared_at is None
        return in_plain_text([reason for reason in one.fit.reasons if two or reason.code not in ("time", "time-same")])

    def left(self) -> list[tuple[int, str, str]]:
        """Return the application, the role and the code of the reason of everybody who has nobody, mentees first."""
        said = {one.id: one.code for one in self.found.left}
        placed = {number for one in self.found.placed for number in (one.mentee, one.mentor)}
        rest = [one for one in self.people.applications if one.id not in placed]
        return [(one.id, one.role, said.get(one.id, NO_PLACE)) for one in rest]

    def hours(self, one: Placed) -> list[tuple[str, str]]:
        """Return when both are free, on the mentee's clock and on the mentor's; a group's one hour if it has one."""
        mentee, mentor = self.application(one.mentee), self.application(one.mentor)
        if one.shared_at is not None:
            starts = [one.shared_at]
        else:
            starts = [span.start for span in common_time(mentee, mentor, self.cohort, self.handbook)][:MOST_HOURS]
        return [(f"{local(at, mentee.zone):%A %H:%M}", f"{local(at, mentor.zone):%A %H:%M}") for at in starts]


def cohort_of(handbook: Handbook, starts_on: date) -> Cohort:
    """Return a cohort of a programme's usual length that begins on a day."""
    rolling = handbook.admission == "rolling"
    ends_on = NO_END if rolling else starts_on + timedelta(days=round(handbook.least_months * MONTH))
    return Cohort(
        id=1,
        team_id=TEAM,
        programme=handbook.programme,
        name=handbook.name,
        starts_on=starts_on,
        ends_on=ends_on,
        signup_until=NO_END if rolling else starts_on,
        zone="UTC",
        announce_channel="",
        mentors_channel=None,
        mentees_channel=None,
        coordinators_channel="",
        opened_at=datetime.combine(starts_on, time(), UTC),
    )


def pool_of(people: People, handbook: Handbook) -> Pool:
    """Return everybody as they could be matched in Slack if nobody had been yet."""
    everybody = list(people.applications)
    free = pool(everybody, [], [], {}, handbook.matching.most_pairings)
    if handbook.matching.group is None:
        return free
    mentors = [one for one in everybody if one.role == "mentor"]
    places = places_for_groups(mentors, [], [], {}, handbook)
    return replace(free, mentors=tuple(one for one in mentors if one.id in places), places=places)


def match(people: People, handbook: Handbook, starts_on: date, progress: Progress) -> Matched:
    """Return the best whole for the people of two files.

    Args:
        people: who was read.
        handbook: gives the weights and limits.
        starts_on: the first day; clocks change on its dates.
        progress: hears how far it is.

    Raises:
        Cancelled: if `progress` said False.
    """
    cohort = cohort_of(handbook, starts_on)
    now = datetime.combine(starts_on, time(), UTC)
    found = look(Task(cohort=cohort, handbook=handbook, pool=pool_of(people, handbook), openings=(), now=now), progress)
    by_id = {one.id: one for one in people.applications}
    left = [by_id[one.id] for one in found.left if one.role == "mentee"]
    mentors = [one for one in people.applications if one.role == "mentor"]
    missing = hints(left, cohort, handbook, places=usual_places(mentors, handbook)) if left else []
    return Matched(cohort, handbook, people, found, missing)
