"""Groups: what the best whole keeps, against brute force where it is small, and how good it is where it is large."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.calendar import Slot
from app.features.joining.rules import Application
from app.features.matching.rules import Fit, Pool, best_groups
from app.features.matching.rules.best_groups import Chosen, Option, Whole
from app.features.matching.rules.groups import options, with_outcome
from app.features.matching.rules.pairs import Cancelled
from app.features.matching.rules.terms import fits_in
from tests.bench.groups import CARPENTRIES, crowd
from tests.kit.make import NOW, application, cohort

MONDAY = datetime(2027, 1, 18, 8, tzinfo=UTC)
solve = best_groups.best_groups

scores = st.integers(0, 10).map(lambda n: n / 10)


@st.composite
def some_options(draw: st.DrawFn) -> list[Option]:
    """Up to five options: of two mentors at several hours, and of a running group."""
    table = {(mentor, one): draw(scores) for mentor in (11, 12) for one in range(1, 5)}
    found = []
    for _ in range(draw(st.integers(0, 5))):
        mentor, hour = draw(st.integers(11, 12)), draw(st.integers(0, 2))
        who = draw(st.sets(st.integers(1, 4), min_size=1))
        running = draw(st.booleans()) and draw(st.booleans())
        mentor = 12 if running else mentor  # a running group has its own mentor
        least = 0 if running else draw(st.integers(1, 2))
        found.append(
            Option(
                mentor,
                least,
                max(1, least + draw(st.integers(0, 1))),
                {one: table[mentor, one] for one in sorted(who)},
                MONDAY + timedelta(hours=hour),
                5 if running else None,
            )
        )
    return found


@settings(max_examples=60)
@given(some_options(), st.dictionaries(st.integers(1, 4), st.integers(0, 3)), st.sets(st.integers(1, 4), max_size=1))
def test_the_best_whole_is_that_of_brute_force(several: list[Option], waited: dict[int, int], pinned: set[int]) -> None:
    """Most people placed, pinned and long waiting ones first; then the best total; then the best worst pair."""
    found = solve(several, waited=waited, pinned=pinned)
    assert solve(list(reversed(several)), waited=waited, pinned=pinned) == found
    keeps_its_limits(found)
    assert worth(found.groups, waited, pinned) == brute_force(several, waited, pinned)
    assert found.gap == 0


def keeps_its_limits(found: Whole) -> None:
    everybody = [mentee for one in found.groups for mentee in one.mentees]
    assert len(set(everybody)) == len(everybody) == found.placed <= found.most_placed
    seats = [one.option.pairing or -one.option.mentor for one in found.groups]
    assert len(set(seats)) == len(seats)
    for one in found.groups:
        assert max(1, one.option.least) <= len(one.mentees) <= one.option.most
        assert set(one.mentees) <= set(one.option.scores)
    total = sum(one.option.scores[mentee] for one in found.groups for mentee in one.mentees)
    assert found.total == pytest.approx(total)
    assert found.bound >= found.total


def worth(found: Sequence[Chosen], waited: dict[int, int], pinned: set[int]) -> tuple[float, ...]:
    placed = {mentee for one in found for mentee in one.mentees}
    each = [one.option.scores[mentee] for one in found for mentee in one.mentees]
    waits = sum(waited.get(one, 0) for one in placed)
    return len(placed & pinned), len(placed), waits, round(sum(each), 6), min(each, default=1.0)


def brute_force(several: list[Option], waited: dict[int, int], pinned: set[int]) -> tuple[float, ...]:
    best: tuple[float, ...] = (0, 0, 0, 0.0, 1.0)
    mentees = sorted({mentee for one in several for mentee in one.scores})
    for where in product(range(-1, len(several)), repeat=len(mentees)):
        groups: dict[int, list[int]] = {}
        for mentee, number in zip(mentees, where, strict=True):
            if number >= 0:
                groups.setdefault(number, []).append(mentee)
        fine = all(
            several[number].least <= len(who) <= several[number].most and set(who) <= set(several[number].scores)
            for number, who in groups.items()
        )
        seats = {several[number].pairing or -several[number].mentor for number in groups}
        if fine and len(seats) == len(groups):
            best = max(best, worth([Chosen(several[n], tuple(who)) for n, who in groups.items()], waited, pinned))
    return best


@settings(max_examples=25, deadline=None)
@given(some_options(), st.dictionaries(st.integers(1, 4), st.integers(0, 3)))
def test_the_certificate_is_true_also_where_the_whole_is_too_large_for_one_model(
    several: list[Option], waited: dict[int, int]
) -> None:
    """The same small cases, solved as if they were large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best_groups, "PART", 1)
        patch.setattr(best_groups, "PROVEN", 0.0)
        patch.setattr(best_groups, "ROUNDS", 3)
        found = solve(several, waited=waited)
    keeps_its_limits(found)
    _, most, _, total, _ = brute_force(several, waited, set())
    assert found.most_placed >= most
    if found.placed == most:
        assert found.bound >= total - 1e-9


def possible(pool: Pool) -> list[Option]:
    return options(pool, [], fits_in(pool, cohort(), CARPENTRIES), cohort(), CARPENTRIES, NOW)


def solved(pool: Pool) -> Whole:
    return solve(possible(pool), waited=pool.waited, pinned={one for one, _ in pool.pinned})


def is_free(one: Application, at: datetime) -> bool:
    """Whether somebody is free for an hour from then on, by the clocks on their own wall."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - the test reads clocks by itself, not through the house

    here = at.astimezone(ZoneInfo(one.zone))
    minutes = here.hour * 60 + here.minute
    return any(s.weekday == here.weekday() and s.start <= minutes and minutes + 60 <= s.end for s in one.slots)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(6, 20), st.integers(1, 5))
def test_a_group_shares_its_hour_and_its_outcome_whoever_is_in_it(seed: int, mentees: int, mentors: int) -> None:
    pool = crowd(mentees, mentors, seed=seed, hours=8)
    people = {one.id: one for one in (*pool.mentees, *pool.mentors)}
    found = solved(pool)
    keeps_its_limits(found)
    for one in found.groups:
        assert one.option.starts_at is not None
        mentor = people[one.option.mentor]
        assert one.option.outcome in mentor.chosen("guides")
        for who in (mentor, *(people[mentee] for mentee in one.mentees)):
            assert is_free(who, one.option.starts_at)
        assert all(one.option.outcome in people[mentee].chosen("outcome") for mentee in one.mentees)
    dice = Random(seed)  # noqa: S311 - any other order will do
    mixed = replace(
        pool,
        mentees=tuple(dice.sample(pool.mentees, len(pool.mentees))),
        mentors=tuple(dice.sample(pool.mentors, len(pool.mentors))),
    )
    assert solved(mixed) == found


def test_whoever_left_the_outcome_open_goes_with_any_and_the_reason_names_it() -> None:
    free = (Slot(1, 18 * 60, 20 * 60),)
    mentor = application(9, "mentor", {"guides": ["teaching", "community"], "meets": "virtual"}, slots=free)
    said: list[list[str]] = [["teaching"], ["community"], [], ["community"], ["organising"]]
    mentees = tuple(
        application(number, "mentee", {"outcome": wants, "meets": "virtual"}, slots=free)
        for number, wants in enumerate(said, start=1)
    )
    found = solved(Pool(mentees, (mentor,), {9: 5}, frozenset())).groups
    assert [(one.option.outcome, one.mentees) for one in found] == [("community", (2, 3, 4))]
    reasons = with_outcome(Fit(0.5, ()), found[0].option, CARPENTRIES).reasons
    assert [dict(one.facts) for one in reasons] == [{"name": "Community building"}]


def test_pinned_people_stay_with_their_mentor_and_forbidden_ones_stay_apart() -> None:
    pool = crowd(30, 5, hours=12)
    found = solved(pool)
    first, mentee, other = next(
        (group, who, one.mentor)
        for group in found.groups
        for who in group.mentees
        for one in possible(pool)
        if who in one.scores and one.mentor != group.option.mentor
    )
    apart = solved(replace(pool, apart=frozenset({(mentee, first.option.mentor)})))
    assert mentee not in {
        who for one in apart.groups if one.option.mentor == first.option.mentor for who in one.mentees
    }
    pinned = solved(replace(pool, pinned=frozenset({(mentee, other)})))
    assert mentee in {who for one in pinned.groups if one.option.mentor == other for who in one.mentees}


def test_who_waited_longest_goes_first_where_there_are_too_few_places() -> None:
    pool = crowd(40, 3, hours=12)
    found = solved(pool)
    outside = [one.id for one in pool.mentees if all(one.id not in group.mentees for group in found.groups)]
    could = {mentee for one in possible(pool) for mentee in one.scores}
    late = next(one for one in outside if one in could)
    again = solved(replace(pool, waited={late: 2}))
    assert late in {mentee for one in again.groups for mentee in one.mentees}
    assert again.placed == found.placed


def test_a_large_whole_is_proved_close_to_the_best_and_is_the_same_each_time() -> None:
    pool = crowd(110, 25, seed=3, places=(3, 4))
    could = possible(pool)
    found = solve(could)
    keeps_its_limits(found)
    assert found.gap <= 0.01
    assert solve(could[::-1]) == found


def test_a_run_that_nobody_wants_any_more_ends() -> None:
    pool = crowd(80, 26, seed=4)
    could = possible(pool)
    heard: list[float] = []

    def progress(step: str, share: float) -> bool:
        assert step == "solve"
        heard.append(share)
        return len(heard) < 2

    with pytest.raises(Cancelled):
        solve(could, progress=progress)
    assert heard == sorted(heard)
