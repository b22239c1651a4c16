"""From what happened to the report: everything that can be counted, with what it is a part of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from app.core.calendar import local, localise
from app.database.session import Transaction
from app.features.certificates import usecases as certificates
from app.features.certificates.rules import Award as Awarded
from app.features.certificates.rules import Standing
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.surveys import usecases as surveys
from app.features.surveys.rules import Count
from app.rehearsal.cohort import Rehearsal
from app.rehearsal.hearing import Ear, Heard, Sent, outbox

WEEK = timedelta(weeks=1)
FIRST_AFTER = timedelta(days=7)
"""So long after a match the first meeting is expected, and then one in each rhythm."""
CHECK_INS = ("checkins.well", "checkins.better", "checkins.help")
DECIDED = ("decisions.go_on", "decisions.fits", "decisions.unsure", "care.graduate", "care.part", "care.not_fit")


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What the bot's own rooms say at the end, to be compared with what people saw."""

    cohort: Cohort | None
    applications: Sequence[Application]
    pairings: Sequence[Pairing]
    meetings: dict[int, Sequence[Meeting]]
    forms: Sequence[Count]
    awards: Sequence[tuple[Awarded, Standing]]
    outbox: Sequence[Sent]


def truth(tx: Transaction, *, team_id: str, by: str, now: datetime) -> Truth:
    """Ask the rooms; one cohort was opened, or none if even that was refused."""
    found = programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=by)
    closed = programmes.lately_closed(tx, team_id=team_id, user_id=by, since=now - timedelta(days=3650))
    cohort = next(iter([*found, *closed]), None)
    sent = outbox(tx)
    if cohort is None:
        return Truth(cohort=None, applications=[], pairings=[], meetings={}, forms=[], awards=[], outbox=sent)
    together = sorted(pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort.id), key=lambda one: one.id)
    awards: list[tuple[Awarded, Standing]] = []
    number, pages = 1, 1
    while number <= pages:
        *_, page, _, pages = certificates.desk(tx, by=by, number=number, team_id=team_id, cohort_id=cohort.id)
        awards += page
        number += 1
    return Truth(
        cohort=cohort,
        applications=joining.applications_in(tx, team_id=team_id, cohort_id=cohort.id),
        pairings=together,
        meetings={one.id: meetings.meetings_of(tx, team_id=team_id, pairing_id=one.id) for one in together},
        forms=surveys.counts(tx, team_id=team_id, cohort_id=cohort.id, now=now),
        awards=awards if programmes.handbook_of(tx, cohort).certificates else [],
        outbox=sent,
    )


class Facts:
    """What happened, indexed; the parts of the report are made from it."""

    def __init__(self, of: Rehearsal, ear: Ear, said: Truth) -> None:
        self.of, self.said, self.plan = of, said, of.plan
        self.heard = ear.heard
        self.opened = of.now - timedelta(weeks=of.plan.lasts)
        self.budget = of.plan.handbook.unasked_a_week
        self.users = {actor.id: one for one, actor in of.people}

    # -- who --------------------------------------------------------------------------------------

    def name(self, user: str) -> str:
        """Return how people call somebody."""
        return self.of.stage.sandbox.workspace.name_of(user)

    def key(self, user: str) -> str:
        """Return somebody's key, the same in every rehearsal."""
        return self.users[user].key if user in self.users else self.of.stage.sandbox.workspace.users[user].name

    def pair(self, one: Pairing) -> str:
        """Return how people call a pairing."""
        return f"{', '.join(map(self.name, one.mentors))} with {', '.join(map(self.name, one.mentees))}"

    @cached_property
    def stays(self) -> dict[str, list[Pairing]]:
        """The pairings that somebody is or was in."""
        found: dict[str, list[Pairing]] = defaultdict(list)
        for one in self.said.pairings:
            for user in dict.fromkeys((*one.people, *one.former)):
                found[user].append(one)
        return found

    @cached_property
    def applied(self) -> dict[str, Application]:
        """The applications by who asks."""
        return {one.user_id: one for one in self.said.applications}

    # -- when -------------------------------------------------------------------------------------

    def week(self, at: datetime) -> int:
        """Return a week's number, from 0 at the opening."""
        return min(max((at - self.opened) // WEEK, 0), self.plan.lasts - 1)

    def days(self, earlier: datetime, later: datetime) -> float:
        """Return how many days lie between two instants, to a tenth."""
        return round((later - earlier) / timedelta(days=1), 1)

    @cached_property
    def over_at(self) -> datetime:
        """When the cohort is over, or the rehearsal."""
        if self.plan.is_rolling:
            return self.of.now
        end = localise(self.plan.ends_on + timedelta(days=1), self.opened.time(), self.plan.zone)
        return min(self.of.now, end)

    # -- meetings ---------------------------------------------------------------------------------

    @cached_property
    def held(self) -> list[Meeting]:
        """Meetings that took place."""
        return [one for found in self.said.meetings.values() for one in found if one.held_at is not None]

    @cached_property
    def missed(self) -> list[Meeting]:
        """Meetings that were agreed on and did not take place."""
        return [one for found in self.said.meetings.values() for one in found if one.missed_at is not None]

    def expected(self) -> Iterable[datetime]:
        """Yield when a pairing should meet, as long as it lasts: a week after the match, then in the rhythm."""
        rhythm = timedelta(days=self.plan.handbook.rhythm.every_days)
        for one in self.said.pairings:
            at, until = one.began_at + FIRST_AFTER, min(one.ended_at or self.over_at, self.over_at)
            while at <= until:
                yield at
                at += rhythm

    @cached_property
    def first_meetings(self) -> list[float]:
        """How many days it took each pairing that has met to meet for the first time."""
        found = []
        for one in self.said.pairings:
            met = [each.starts_at for each in self.said.meetings[one.id] if each.held_at is not None]
            if met:
                found.append(max(self.days(one.began_at, min(met)), 0.0))
        return sorted(found)

    # -- questions --------------------------------------------------------------------------------

    def asked(self, *kinds: str) -> dict[tuple[str, str], datetime]:
        """Return the questions of some kinds that were put to people, by who and which, and when they came."""
        found: dict[tuple[str, str], datetime] = {}
        for one in self.said.outbox:
            if one.sent and one.kind.name in kinds and one.about:
                found.setdefault((one.to, str(next(iter(one.about.values())))), one.settled_at)
        return found

    def answered(self, *actions: str) -> dict[tuple[str, str], datetime]:
        """Return the questions that people answered by pressing something, by who and which, and when."""
        found: dict[tuple[str, str], datetime] = {}
        for action in actions:
            for one in self.of.did(action):
                found.setdefault((one.who, one.value.partition("-")[0]), one.at)
        return found

    # -- messages ---------------------------------------------------------------------------------

    @cached_property
    def knocks(self) -> dict[str, list[Sent]]:
        """Unasked messages by who got them, oldest first."""
        found: dict[str, list[Sent]] = defaultdict(list)
        for one in self.said.outbox:
            if one.is_knock and one.to in self.users:
                found[one.to].append(one)
        return found

    @cached_property
    def kinds(self) -> dict[tuple[str, str], Sent]:
        """The notice behind a message."""
        found: dict[tuple[str, str], Sent] = {}
        for one in self.said.outbox:
            if one.sent and one.alone and one.ts:
                found.setdefault((one.channel, one.ts), one)
        return found

    @cached_property
    def by_reader(self) -> dict[str, list[Heard]]:
        """The private messages by who could read them."""
        found: dict[str, list[Heard]] = defaultdict(list)
        for one in self.heard:
            for reader in one.readers if not one.place else ():
                found[reader].append(one)
        return found

    def weekly(self, user: str) -> list[int]:
        """Return how many unasked messages somebody got in each week."""
        counts = Counter(self.week(one.settled_at) for one in self.knocks.get(user, ()))
        return [counts[number] for number in range(self.plan.lasts)]

    def most_in_a_week(self, user: str) -> int:
        """Return the most unasked messages that somebody got in any seven days."""
        at = [one.settled_at for one in self.knocks.get(user, ())]
        most = first = 0
        for last, one in enumerate(at):
            while one - at[first] >= WEEK:
                first += 1
            most = max(most, last - first + 1)
        return most

    def hours(self) -> list[int]:
        """Return how many unasked messages came at which hour of their reader's own clock."""
        found = Counter(
            local(one.settled_at, self.users[to].zone).hour for to in self.knocks for one in self.knocks[to]
        )
        return [found[hour] for hour in range(24)]


def middle(values: Sequence[float]) -> float | None:
    """Return the median, to a tenth; None of nothing."""
    return round(median(values), 1) if values else None
