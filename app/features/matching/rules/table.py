"""The score of every pair of a pool at once, the same to the millionth as `terms` says of one pair.

Most terms see few different people: many share their languages, years or wants. Such a term is a small
table with a row for each different mentee, and a pair's points are a sum over those tables. Whatever is
counted (shared hours, shared words) is a sum of rows too: one for each of the mentee's hours or words.

Only a running match reads this page in, and numpy with it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from app.core.calendar import Slot
from app.features.joining.rules import Application
from app.features.matching.rules import Pool
from app.features.matching.rules.hours import DAY_MINUTES, WEEK_MINUTES, apart, offsets, stretches, weeks
from app.features.matching.rules.terms import (
    EITHER_PLACE,
    ENOUGH_WORDS,
    FLUENT_BOTH,
    FLUENT_NONE,
    FLUENT_ONE,
    LIMITS,
    PLENTY,
    WHOLE,
    Judge,
    avoided,
    backgrounds,
    lead_worth,
    nearness,
    town_of,
    ways_of,
    wish,
    wished,
    words_of,
    worth,
)
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

Value = TypeVar("Value", bound=Hashable)
Points = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Counts = npt.NDArray[np.unsignedinteger]

STOPPED = -(1 << 28)
"""What a limit takes from the points of a pair; all of them together still fit into 32 bits."""
AT_ONCE = 1 << 18
"""Pairs of a block: few enough to stay in the processor's cache."""


@dataclass(frozen=True)
class Rows:
    """A term as a table: `points[which[mentee], mentor]`."""

    points: Points
    which: Places

    def add(self, out: Points, first: int, last: int) -> None:
        """Add the points of some mentees."""
        out += self.points[self.which[first:last]]

    def stopped(self, mentee: int) -> Flags:
        """Return which mentors this term's limit keeps from a mentee."""
        stopped: Flags = np.less(self.points[self.which[mentee]], 0)
        return stopped

    def stopped_for(self, mentor: int) -> Flags:
        """Return which mentees this term's limit keeps from a mentor."""
        stopped: Flags = np.less(self.points[self.which, mentor], 0)
        return stopped


@dataclass(frozen=True)
class Counted:
    """A term that counts what two people share: `worth[sum of table[thing, mentor] over the mentee's things]`.

    The mentee's things are `things[starts[mentee]:starts[mentee + 1]]`; everybody has the first, which nobody shares.
    """

    table: Counts
    things: Places
    starts: Places
    worth: Points

    def counts(self, first: int, last: int) -> Counts:
        """Return how much some mentees share with every mentor, as far as more counts."""
        found = sums(self.table, self.things, self.starts[first : last + 1])
        return np.minimum(found, len(self.worth) - 1, out=found)

    def add(self, out: Points, first: int, last: int) -> None:
        """Add the points of some mentees."""
        out += np.take(self.worth, self.counts(first, last))

    def stopped(self, mentee: int) -> Flags:
        """Return which mentors this term's limit keeps from a mentee."""
        stopped: Flags = np.less(self.worth[self.counts(mentee, mentee + 1)[0]], 0)
        return stopped

    def stopped_for(self, mentor: int) -> Flags:
        """Return which mentees this term's limit keeps from a mentor."""
        found = np.add.reduceat(self.table[self.things, mentor], self.starts[:-1], dtype=self.table.dtype)
        stopped: Flags = np.less(self.worth[np.minimum(found, len(self.worth) - 1)], 0)
        return stopped


class Table:
    """All pairs of a pool.

    Attributes:
        mentees, mentors: the people of the rows and of the columns, in order of their applications' ids,
            so that the order in which they came does not matter.
    """

    def __init__(self, pool: Pool, cohort: Cohort, handbook: Handbook) -> None:
        self.mentees = sorted(pool.mentees, key=lambda one: one.id)
        self.mentors = sorted(pool.mentors, key=lambda one: one.id)
        self._judge = Judge(cohort, handbook)
        self._cohort, self._handbook = cohort, handbook
        self._rows = {one.id: row for row, one in enumerate(self.mentees)}
        self._columns = {one.id: column for column, one in enumerate(self.mentors)}
        clocks = self._hours() if self._judge.asks_slots else self._clocks()
        self._terms: dict[str, Rows | Counted] = {
            "topic": self._topics(),
            "language": self._languages(),
            "time": clocks,
            "place": self._place(),
            "goals": self._goals(),
            "experience": self._experience(),
            "background": self._background(),
        }
        self._confided = self._wishes()
        self._apart = self._kept_apart(pool)

    def points(self, told: Callable[[float], None] = lambda _: None) -> Points:
        """Return the points of every pair, in millionths; below 0 where a limit stands between two people."""
        out = np.zeros((len(self.mentees), len(self.mentors)), dtype=np.int32)
        step = max(1, AT_ONCE // max(1, len(self.mentors)))
        for first in range(0, len(self.mentees), step):
            last = min(first + step, len(self.mentees))
            told(first / len(self.mentees))
            for term in self._terms.values():
                term.add(out[first:last], first, last)
        for (row, column), value in self._confided.items():
            out[row, column] += value
        out[tuple(zip(*self._apart, strict=True)) if self._apart else ([], [])] = STOPPED
        return out

    def stops(self, mentee: int) -> dict[str, Flags]:
        """Return, for each of `LIMITS`, which mentors it keeps from a mentee (a row)."""
        return {limit: self._terms[limit].stopped(mentee) for limit in LIMITS}

    def stops_for(self, mentor: int) -> dict[str, Flags]:
        """Return, for each of `LIMITS`, which mentees it keeps from a mentor (a column)."""
        return {limit: self._terms[limit].stopped_for(mentor) for limit in LIMITS}

    # -- terms -------------------------------------------------------------------------------------

    def _share(self, name: str) -> float:
        return WHOLE * self._judge.shares[name]

    def _topics(self) -> Rows:
        pairs = self._handbook.matching.topics
        wants, which = different(tuple(one.chosen(pair.wants) for pair in pairs) for one in self.mentees)
        offers, columns = different(tuple(one.chosen(pair.offers) for pair in pairs) for one in self.mentors)
        needed = self._handbook.matching.shared_topic == "needed"
        out = np.zeros((len(wants), len(offers)), dtype=np.int32)
        for some in blocks(len(wants), len(offers)):
            total: Values = np.zeros((some.stop - some.start, len(offers)))
            asked = np.zeros(some.stop - some.start, dtype=np.int64)
            for number in range(len(pairs)):
                wanted = [one[number] for one in wants[some]]
                sizes = np.array([len(one) for one in wanted], dtype=np.int64)
                total += shared(wanted, [one[number] for one in offers]) / np.maximum(sizes, 1)[:, None]
                asked += sizes > 0
            out[some] = np.rint(self._share("topics") * (total / np.maximum(asked, 1)[:, None]))
            if needed:
                out[some][(total == 0) & (asked > 0)[:, None]] = STOPPED
        return Rows(np.ascontiguousarray(out[:, columns]), which)

    def _languages(self) -> Rows:
        need = self._judge.needed_language
        ours, which = different((one.fluent, one.spoken, need(one)) for one in self.mentees)
        theirs, columns = different((one.fluent, one.spoken, need(one)) for one in self.mentors)

        def met(level: int, other: int) -> Flags:
            return shared([one[level] for one in ours], [one[other] for one in theirs]) > 0  # type: ignore[misc]

        value = np.select(
            [met(0, 0), met(0, 1) | met(1, 0), both := met(1, 1)], [FLUENT_BOTH, FLUENT_ONE, FLUENT_NONE], 0.0
        )
        out = np.rint(self._share("languages") * value).astype(np.int32)
        silent = ~np.array([bool(one[1]) for one in ours], dtype=bool)[:, None]
        silent = silent | ~np.array([bool(one[1]) for one in theirs], dtype=bool)
        stopped = ~both & ~silent
        for row, one in enumerate(ours):
            if one[2] is not None:
                stopped[row] |= np.array([one[2] not in other[1] for other in theirs], dtype=bool)
        for column, other in enumerate(theirs):
            if other[2] is not None:
                stopped[:, column] |= np.array([other[2] not in one[1] for one in ours], dtype=bool)
        out[stopped] = STOPPED
        return Rows(np.ascontiguousarray(out[:, columns]), which)

    def _place(self) -> Rows:
        key = self._handbook.matching.place
        ours, which = different((self._ways(one), str(one.answers.get(key or ""))) for one in self.mentees)
        theirs, columns = different(self._ways(one) for one in self.mentors)
        here, there = (
            np.array([ways for (ways, _), *_ in some], dtype=np.int8) for some in (ours, [(t,) for t in theirs])
        )
        towns = {
            town: number for number, town in enumerate(sorted({one[1] for one in theirs} | {o[0][1] for o in ours}))
        }
        at = np.array([towns[one[0][1]] for one in ours], dtype=np.int64)
        to = np.array([towns[one[1]] for one in theirs], dtype=np.int64)
        ways = here[:, None] & there
        if self._handbook.matching.town is not None:
            nowhere = towns.get("", -1)
            ways = np.where((at[:, None] == to) & (at != nowhere)[:, None], ways, ways & ~np.int8(2))
        if key is None:
            value: Values = np.zeros(ways.shape)
        else:
            online = np.array([1.0 if said == "virtual" else EITHER_PLACE for _, said in ours])
            value = np.where(ways & 2, 1.0, online[:, None])
        out = np.rint(self._share("place") * value).astype(np.int32)
        out[ways == 0] = STOPPED
        return Rows(np.ascontiguousarray(out[:, columns]), which)

    def _ways(self, one: Application) -> tuple[int, str]:
        ways = ways_of(one, self._handbook)
        return ("virtual" in ways) + 2 * ("in_person" in ways), town_of(one, self._handbook)

    def _experience(self) -> Rows:
        lead, share = self._handbook.matching.experience_lead, self._judge.shares["experience"]
        ours, which = different(one.number("experience") for one in self.mentees)
        theirs, columns = different(one.number("experience") for one in self.mentors)
        out = np.array([[worth(share, lead_worth(two - one, lead)) for two in theirs] for one in ours], dtype=np.int32)
        return Rows(out.reshape(len(ours), len(theirs))[:, columns], which)

    def _background(self) -> Rows:
        ours, which = different(backgrounds(one) for one in self.mentees)
        theirs, columns = different(backgrounds(one) for one in self.mentors)
        out = (shared(ours, theirs) > 0) * np.int32(worth(self._judge.shares["background"], 1.0))
        return Rows(out[:, columns], which)

    def _clocks(self) -> Rows:
        share, over = self._judge.shares["slots"], weeks(self._cohort)
        ours, which = different(one.zone for one in self.mentees)
        theirs, columns = different(one.zone for one in self.mentors)
        first = {one.zone: one for one in chain(self.mentees, self.mentors)}
        out = np.array(
            [[worth(share, nearness(apart(first[a], first[b], self._cohort), over)) for b in theirs] for a in ours],
            dtype=np.int32,
        ).reshape(len(ours), len(theirs))
        return Rows(out[:, columns], which)

    def _goals(self) -> Counted:
        ours, theirs = [words_of(one) for one in self.mentees], [words_of(one) for one in self.mentors]
        both = frozenset(chain.from_iterable(ours)) & frozenset(chain.from_iterable(theirs))
        number = {word: place for place, word in enumerate(sorted(both), start=1)}
        table = np.zeros((len(number) + 1, len(theirs)), dtype=counter(len(one) for one in ours))
        for column, words in enumerate(theirs):
            table[[number[word] for word in words & both], column] = 1
        things = [[0, *(number[word] for word in words & both)] for words in ours]
        share = self._judge.shares["goals"]
        return counted(table, things, [worth(share, many / ENOUGH_WORDS) for many in range(ENOUGH_WORDS + 1)])

    def _hours(self) -> Counted:
        ours, mine = self._units(self.mentees)
        theirs, yours = self._units(self.mentors)
        lasts = np.zeros((len(theirs), len(ours)), dtype=np.int32)
        least = self._handbook.rhythm.minutes
        for place, number in enumerate(self._stands()[1]):
            ahead = (ours[:, place] - theirs[:, place, None]) % WEEK_MINUTES
            long, short = theirs[:, -1, None], ours[:, -1]
            overlaps = np.maximum(np.minimum(long - ahead, short), np.minimum(short - (WEEK_MINUTES - ahead), long))
            lasts += (overlaps >= least) * np.int32(number)
        meets = (2 * lasts > weeks(self._cohort)).astype(np.uint8)
        # A row for each hour of the mentees: how many stretches of each mentor it meets. Nobody has the first one.
        meets = np.vstack([np.zeros((1, len(ours)), np.uint8), meets])
        starts = np.cumsum([0, *(len(one) for one in yours)], dtype=np.intp)
        table = np.zeros((len(ours) + 1, len(self.mentors)), dtype=np.uint8)
        if yours:
            things = np.fromiter(chain.from_iterable(yours), dtype=np.intp, count=int(starts[-1]))
            table[1:] = sums(meets, things, starts).T
        values = [worth(self._judge.shares["slots"], many / PLENTY) for many in range(PLENTY + 1)]
        if self._handbook.matching.shared_slot == "needed":
            values[0] = STOPPED
        return counted(table, mine, values)

    def _stands(self) -> tuple[dict[str, tuple[tuple[int, ...], ...]], list[int]]:
        """Return how each zone stands to UTC in the weeks that differ for anybody, and how many weeks are like that.

        Where one kind of week makes up most of them, it decides alone.
        """
        zones = sorted({one.zone for one in chain(self.mentees, self.mentors)})
        by_week = list(
            zip(*(offsets(zone, self._cohort.starts_on, self._cohort.ends_on) for zone in zones), strict=True)
        )
        kinds = {kind: by_week.count(kind) for kind in dict.fromkeys(by_week)}
        most = max(kinds, key=lambda kind: kinds[kind], default=None)
        if most is not None and 2 * kinds[most] > len(by_week):
            kinds = {most: kinds[most]}
        return {zone: tuple(kind[place] for kind in kinds) for place, zone in enumerate(zones)}, list(kinds.values())

    def _units(self, people: Sequence[Application]) -> tuple[npt.NDArray[np.int32], list[list[int]]]:
        """Return the different stretches of a week in UTC, and which of them each of these people has, from 1 on.

        A stretch is a row: its start in each kind of week, and its length, in minutes.
        """
        stands, kinds = self._stands()
        rows: dict[tuple[int, ...], int] = {}
        known: dict[tuple[str, Slot], int] = {}
        found = []
        for one in people:
            mine = [0]
            for slot in stretches(one.slots):
                number = known.get((one.zone, slot))
                if number is None:
                    at = slot.weekday * DAY_MINUTES + slot.start
                    row = (
                        *((at - stand[slot.weekday]) % WEEK_MINUTES for stand in stands[one.zone]),
                        slot.end - slot.start,
                    )
                    number = known[one.zone, slot] = rows.setdefault(row, len(rows) + 1)
                mine.append(number)
            found.append(mine)
        return np.array(list(rows), dtype=np.int32).reshape(len(rows), len(kinds) + 1), found

    def places_of(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the (row, column) of pairs of applications, in order; pairs of others are left out."""
        return sorted(
            (self._rows[one], self._columns[other])
            for one, other in pairs
            if one in self._rows and other in self._columns
        )

    # -- single pairs ------------------------------------------------------------------------------

    def _wishes(self) -> dict[tuple[int, int], int]:
        share = self._judge.shares["wishes"]
        found = {}
        for row, column in self._named(wished):
            one, other = self.mentees[row], self.mentors[column]
            found[row, column] = worth(share, (wish(one, other.user_id) + wish(other, one.user_id)) / 2)
        return found

    def _kept_apart(self, pool: Pool) -> list[tuple[int, int]]:
        return sorted({*self.places_of(pool.apart), *self._named(avoided), *self._named(lambda one: (one.user_id,))})

    def _named(self, names: Callable[[Application], Sequence[str]]) -> set[tuple[int, int]]:
        """Return the pairs in which one names the other."""
        row_of, column_of = by_user(self.mentees), by_user(self.mentors)
        found = {
            (row, column_of[name]) for row, one in enumerate(self.mentees) for name in names(one) if name in column_of
        }
        return found | {
            (row_of[name], column) for column, one in enumerate(self.mentors) for name in names(one) if name in row_of
        }


def sums(table: Counts, things: Places, starts: Places) -> Counts:
    """Return for each of some people the sum of the rows of their things, which are at least one.

    Those who have a second thing come first, and so on, so that each step adds a block of whole rows.
    """
    many = starts[1:] - starts[:-1]
    order = np.argsort(-many, kind="stable")
    begun, many = starts[:-1][order], many[order]
    found = table[things[begun]]
    for number in range(1, int(many[0])):
        upto = int(np.searchsorted(-many, -number))  # how many have more than so many things
        found[:upto] += table[things[begun[:upto] + number]]
    back = np.empty_like(found)
    back[order] = found
    return back


def by_user(people: Sequence[Application]) -> dict[str, int]:
    """Return where each person is."""
    return {one.user_id: place for place, one in enumerate(people)}


def different(values: Iterable[Value]) -> tuple[list[Value], Places]:
    """Return the different ones among some values, and which of them each is."""
    found: dict[Value, int] = {}
    which = [found.setdefault(one, len(found)) for one in values]
    return list(found), np.array(which, dtype=np.intp)


def shared(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> npt.NDArray[np.int64]:
    """Return how many elements each set has in common with each of the others."""
    known = sorted(frozenset(chain.from_iterable(ours)) & frozenset(chain.from_iterable(theirs)))
    one, other = (
        np.array([[value in some for value in known] for some in sets], dtype=np.float32).reshape(len(sets), len(known))
        for sets in (ours, theirs)
    )
    return (one @ other.T).astype(np.int64)


def counter(sizes: Iterable[int]) -> type[np.unsignedinteger]:
    """Return the smallest kind of number that can count that far."""
    return np.uint8 if max(sizes, default=0) < 1 << 8 else np.uint16


def counted(table: Counts, things: Sequence[Sequence[int]], values: Sequence[int]) -> Counted:
    """Put a counted term together."""
    starts = np.cumsum([0, *(len(one) for one in things)], dtype=np.intp)
    flat = np.fromiter(chain.from_iterable(things), dtype=np.intp, count=int(starts[-1]))
    return Counted(table, flat, starts, np.array(values, dtype=np.int32))


def blocks(rows: int, columns: int) -> Iterator[slice]:
    """Yield stretches of rows that are small enough to be worked on at once."""
    step = max(1, AT_ONCE // max(1, columns))
    for first in range(0, rows, step):
        yield slice(first, min(first + step, rows))
