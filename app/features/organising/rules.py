"""What a digest says, and when a pair counts as quiet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.calendar import Span, passed
from app.features.checkins.rules import Counted, Tally
from app.features.events.rules import Count as Turnout
from app.features.events.rules import Event
from app.features.matching.rules import Standing
from app.features.meetings.rules.presence import MONTH
from app.features.pairings.rules import Pairing
from app.features.surveys.rules import Count
from app.handbook.asking import Decision

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Quiet:
    """A pair that has neither met nor planned to for a while."""

    pairing: Pairing
    days: int


@dataclass(frozen=True)
class Below:
    """A pair that met for fewer minutes in the last thirty days than the handbook asks for."""

    pairing: Pairing
    minutes: int


@dataclass(frozen=True)
class Undelivered:
    """A message that did not arrive: to whom, and Slack's code or a sentence."""

    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Digest:
    """One week of a cohort, without a private word.

    Attributes:
        applications: how many wait for an answer.
        matching: who waits for a match, and how many are asked.
        pairs: how many pairs or groups there are.
        in_groups: whether the programme brings people together in groups.
        held, planned, expected: meetings of the week; expected are those that the handbook's rhythm
            calls for from each pair that was there all week.
        quiet: pairs that coordinators may want to ask.
        answers: the week's check-ins and the open calls for help, in numbers.
        counted: how everything went that was asked since the cohort was opened, in numbers.
        decisions: the handbook's, for their names and answers.
        undelivered: messages that did not arrive.
        events: those of the last and the coming week, with how people answered and who was there.
        forms: how each form that was asked went, in numbers.
        least: how many minutes the handbook asks for in thirty days, if it does.
        below_least: who met for less.
    """

    applications: int
    matching: Standing
    pairs: int
    held: int
    planned: int
    expected: int
    quiet: Sequence[Quiet]
    answers: Tally
    undelivered: Sequence[Undelivered]
    counted: Counted = field(default_factory=Counted)
    decisions: Sequence[Decision] = ()
    forms: Sequence[Count] = ()
    events: Sequence[tuple[Event, Turnout]] = ()
    least: int | None = None
    below_least: Sequence["Below"] = ()
    in_groups: bool = False


def quiet(since: Mapping[int, timedelta | None], pairings: Sequence[Pairing], after_days: int) -> list[Quiet]:
    """Return the pairs that are quiet for at least so many days, longest first.

    Args:
        since: for how long each living pairing has neither met nor planned to; None if it has plans.
        pairings: the living ones.
        after_days: the handbook's patience.
    """
    found = [
        Quiet(one, gap.days)
        for one in pairings
        if (gap := since.get(one.id)) is not None and gap >= timedelta(days=after_days)
    ]
    return sorted(found, key=lambda one: (-one.days, one.pairing.id))


def expected(
    pairings: Sequence[Pairing],
    since: datetime,
    until: datetime,
    paces: Mapping[int, int],
    rests: Mapping[int, Sequence[Span]],
    planned: int,
) -> int:
    """Return how many meetings the rhythm calls for in a stretch of time, from each pair that was there all along.

    Args:
        pairings: of the cohort.
        since: when the stretch of time begins, UTC.
        until: when it ends, UTC.
        paces: every how many days each living pairing meets.
        rests: when it cannot, because people are away; whoever is for most of the time is not expected.
        planned: how many meetings had been agreed.
    """
    due = 0
    for one in pairings:
        is_there = one.is_live and one.began_at <= since
        if is_there and 2 * passed(since, until, rests.get(one.id, ())) >= until - since:
            rhythm = timedelta(days=paces[one.id])
            due += (until - one.began_at) // rhythm - (since - one.began_at) // rhythm
    return max(planned, due)


def below(
    minutes: Mapping[int, int],
    pairings: Sequence[Pairing],
    rests: Mapping[int, Sequence[Span]],
    least: int | None,
    until: datetime,
) -> list[Below]:
    """Return the pairs that met for less than the handbook asks in thirty days, least first.

    Args:
        minutes: how long each met in these days.
        pairings: the living ones; a pair that began later has more time.
        rests: when each cannot meet, because people are away; nothing is asked of whoever is for most of the time.
        least: what the handbook asks for; None if nothing.
        until: the end of the thirty days, UTC.
    """
    if least is None:
        return []
    since = until - MONTH
    there = [
        one
        for one in pairings
        if one.is_live and one.began_at <= since and 2 * passed(since, until, rests.get(one.id, ())) >= MONTH
    ]
    found = [Below(one, minutes.get(one.id, 0)) for one in there if minutes.get(one.id, 0) < least]
    return sorted(found, key=lambda one: (one.minutes, one.pairing.id))


def near(cycle: Sequence[tuple[Event, Turnout]], until: datetime) -> list[tuple[Event, Turnout]]:
    """Return the events of the week before an instant and of the week after it, once somebody was invited."""
    return [
        (event, turnout)
        for event, turnout in cycle
        if event.cancelled_at is None and turnout.invited and until - WEEK <= event.begins < until + WEEK
    ]
