"""The best pairs of a community: limits, order, reasons, and who is left over."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from app.core.calendar import Slot, shared, spans
from app.features.matching import words
from app.features.matching.rules import Blocked, Fit, Pool, Reason
from app.features.matching.rules.hours import common_time
from app.features.matching.rules.pairs import Cancelled, Solution, best_pairs
from app.features.matching.rules.terms import LIMITS, Judge, fits_in
from app.handbook.model import Handbook
from tests.kit.crowd import crowd
from tests.kit.make import application, cohort, handbook

STRICT = handbook(matching={"shared_slot": "needed", "shared_topic": "needed"})
WIDE = handbook(
    matching={
        "weights": {"topics": 3, "goals": 1, "languages": 1, "slots": 3, "experience": 1, "wishes": 2, "background": 1}
    }
)
COHORT = cohort(starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 1))  # the clocks change in it
SEEDS = range(6)


def people(seed: int, mentees: int = 30, mentors: int = 16) -> Pool:
    """A community in which some avoid, wish for, or share a background with others, and some may not meet."""
    at = Random(seed)  # noqa: S311 - chance, not a secret
    pool = crowd(at, mentees, mentors)

    def confide(one: Any, others: Any) -> Any:
        named = [other.user_id for other in at.sample(others, 3)]
        said = {"avoid": named[:1], "wishes": named[1:], "background": at.sample(["parent", "migrant"], 1)}
        return replace(one, confided=said if at.random() < 0.5 else {})

    learners = tuple(confide(one, pool.mentors) for one in pool.mentees)
    teachers = tuple(confide(one, pool.mentees) for one in pool.mentors)
    apart = frozenset((at.randint(1, mentees), mentees + at.randint(1, mentors)) for _ in range(8))
    return replace(pool, mentees=learners, mentors=teachers, apart=apart)


def best(pool: Pool, book: Handbook = WIDE) -> Solution:
    return best_pairs(pool, COHORT, book)


def together(found: Solution) -> set[tuple[int, int]]:
    return {(one.mentee, one.mentor) for one in found.matches}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("book", [WIDE, STRICT], ids=["wide", "strict"])
def test_no_limit_is_broken_and_nobody_is_in_two_pairs(seed: int, book: Handbook) -> None:
    pool = people(seed)
    found = best(pool, book)
    verdicts = fits_in(pool, COHORT, book)
    for one in found.matches:
        assert verdicts[one.mentee, one.mentor] == one.fit
    mentees = [one.mentee for one in found.matches]
    assert len(set(mentees)) == len(mentees)
    for mentor, places in pool.places.items():
        assert sum(one.mentor == mentor for one in found.matches) <= places
    assert found.total == found.bound == pytest.approx(sum(one.fit.score for one in found.matches))
    assert found.worst == min(one.fit.score for one in found.matches)
    everybody = {one.id for one in (*pool.mentees, *pool.mentors)}
    placed = {one for pair in together(found) for one in pair}
    assert {one.id for one in found.left} == everybody - placed


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_people_in_any_order_give_the_same_whole(seed: int) -> None:
    pool = people(seed)
    at = Random(seed)  # noqa: S311
    shuffled = replace(
        pool,
        mentees=tuple(at.sample(pool.mentees, len(pool.mentees))),
        mentors=tuple(at.sample(pool.mentors, len(pool.mentors))),
        places=dict(reversed(list(pool.places.items()))),
    )
    assert best(shuffled) == best(pool)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_mentor_never_places_fewer(seed: int) -> None:
    pool = people(seed)
    fewer = pool.with_mentors(pool.mentors[1:])
    assert len(best(fewer, STRICT).matches) <= len(best(pool, STRICT).matches)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_forbidden_pair_costs_one_place_at_most_and_changes_only_what_depends_on_it(seed: int) -> None:
    pool = people(seed)
    before = best(pool)
    pair = min(together(before))
    after = best(replace(pool, apart=pool.apart | {pair}))
    assert pair not in together(after)
    assert len(before.matches) - 1 <= len(after.matches) <= len(before.matches)
    assert after.total <= before.total + 1e-9
    # Which pair is the worst concerns everybody: where that changes, equally good pairs elsewhere may too.
    assert depends_on(pair, together(before) ^ together(after)) or after.worst != before.worst


def depends_on(pair: tuple[int, int], changed: set[tuple[int, int]]) -> bool:
    """Whether every change follows from this pair: each has somebody in common with another that does."""
    reached, rest = set(pair), set(changed)
    while near := {one for one in rest if reached & set(one)}:
        reached |= {person for one in near for person in one}
        rest -= near
    return not rest


@pytest.mark.parametrize("seed", SEEDS)
def test_pinned_pairs_stay_and_a_pin_does_not_break_a_limit(seed: int) -> None:
    pool = people(seed)
    fitting = sorted(pair for pair, said in fits_in(pool, COHORT, WIDE).items() if isinstance(said, Fit))
    pins = frozenset({fitting[3], min(pool.apart)})
    found = best(replace(pool, pinned=pins))
    assert fitting[3] in together(found)
    assert min(pool.apart) not in together(found)
    assert all(sum(one.mentor == mentor for one in found.matches) <= n for mentor, n in pool.places.items())


def test_whoever_waited_longer_goes_first() -> None:
    learners = tuple(application(number, "mentee") for number in (1, 2, 3))
    teacher = application(9, "mentor")
    for longest in (1, 2, 3):
        found = best(Pool(learners, (teacher,), {9: 1}, frozenset(), waited={longest: 2, longest % 3 + 1: 1}))
        assert [one.mentee for one in found.matches] == [longest]


@pytest.mark.parametrize("seed", SEEDS)
def test_why_somebody_is_left_over_is_true_of_them(seed: int) -> None:
    pool = people(seed, 40, 8)
    found = best(pool, STRICT)
    judge, taken = Judge(COHORT, STRICT), {one.mentor for one in found.matches}
    verdicts = fits_in(pool, COHORT, STRICT)
    known = {one.id: one for one in (*pool.mentees, *pool.mentors)}
    assert found.left
    for left in found.left:
        assert left.code in words.LEFT_OVER
        others = pool.mentors if left.role == "mentee" else pool.mentees
        pairs = [(left.id, one.id) if left.role == "mentee" else (one.id, left.id) for one in others]
        fits = [pair for pair in pairs if isinstance(verdicts[pair], Fit)]
        why = left.code.partition("-")[2]
        assert (why == "taken") == bool(fits)
        assert all(mentor in taken for _, mentor in fits) or left.role == "mentor"
        if why in LIMITS:
            assert all(judge.stops(why, known[mentee], known[mentor]) for mentee, mentor in pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_sentence_is_true_of_the_pair_that_it_explains(seed: int) -> None:
    pool = people(seed)
    known = {one.id: one for one in (*pool.mentees, *pool.mentors)}
    for one in best(pool).matches:
        mentee, mentor = known[one.mentee], known[one.mentor]
        for reason in one.fit.reasons:
            assert reason.code in words.REASONS
            assert holds(reason, mentee, mentor), reason


def holds(reason: Reason, mentee: Any, mentor: Any) -> bool:
    """Whether a sentence is true, looked at without the model."""
    facts = reason.facts
    match reason.code:
        case "topics":
            both = set(mentee.answers["wants"]) & set(mentor.answers["offers"])
            return (facts["number"], facts["of"]) == (len(both), len(mentee.answers["wants"]))
        case "no-topic":
            return not set(mentee.answers["wants"]) & set(mentor.answers["offers"])
        case "goals":
            texts = [set(re.findall(r"\w+", one.answers["goals"].lower())) for one in (mentee, mentor)]
            return all(name in text for name in facts["names"].split(", ") for text in texts)
        case "languages":
            labels = {"English": "en", "Spanish": "es", "German": "de", "Polish": "pl", "Turkish": "tr"}
            return all(labels.get(name, name) in mentee.spoken for name in facts["names"].split(", ") if name in labels)
        case "experience":
            return bool(facts["years"] == mentor.answers["experience"] - mentee.answers["experience"])
        case "no-lead":
            return bool(mentor.answers["experience"] <= mentee.answers["experience"])
        case "time" | "time-same":
            return bool(facts["number"] >= 1) and most_weeks(mentee, mentor)
        case _:
            return reason.code == "no-time" and not most_weeks(mentee, mentor)


def most_weeks(mentee: Any, mentor: Any) -> bool:
    """Whether both are free for an hour in most weeks, by the calendar alone; in the middle of each week."""
    free = 0
    total = (COHORT.ends_on - COHORT.starts_on).days // 7 + 1
    for week in range(total):
        first = COHORT.starts_on + timedelta(weeks=week)
        ours = spans(mentee.slots, mentee.zone, first, 7)
        theirs = spans(mentor.slots, mentor.zone, first - timedelta(days=2), 11)
        free += bool(shared(ours, theirs, timedelta(hours=1)))
    return 2 * free > total


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_confided_is_in_no_sentence(seed: int) -> None:
    pool = people(seed)
    bare = replace(pool, mentees=tuple(replace(one, confided={}) for one in pool.mentees))
    found = best(pool)
    names = {one.user_id for one in (*pool.mentees, *pool.mentors)} | {"parent", "migrant", "avoid", "wish"}
    for one in found.matches:
        for reason in one.fit.reasons:
            said = f"{reason.code} {sorted(reason.facts.items())}".split()
            assert not names & {part.strip("'(),[]") for part in said}
    plain = fits_in(bare, COHORT, WIDE)
    for one in found.matches:  # the same sentences as for people who confided nothing
        verdict = plain[one.mentee, one.mentor]
        assert isinstance(verdict, Blocked) or verdict.reasons == one.fit.reasons


def test_an_hour_that_is_shared_in_most_weeks_counts_and_one_that_soon_ends_does_not() -> None:
    # New York changes its clocks two weeks before Madrid does.
    madrid = application(1, "mentee", zone="Europe/Madrid", slots=(Slot(1, 18 * 60, 19 * 60),))
    there = application(2, "mentor", zone="America/New_York", slots=(Slot(1, 12 * 60, 13 * 60),))
    later = application(3, "mentor", zone="America/New_York", slots=(Slot(1, 13 * 60, 14 * 60),))
    year = cohort(starts_on=date(2027, 2, 1), ends_on=date(2027, 5, 31))
    (first,) = common_time(madrid, there, year, WIDE)
    assert first.start == datetime.combine(date(2027, 2, 2), time(17), tzinfo=first.start.tzinfo)
    assert common_time(madrid, later, year, WIDE) == []
    gap = cohort(starts_on=date(2027, 3, 15), ends_on=date(2027, 3, 27))
    assert common_time(madrid, there, gap, WIDE) == []
    assert [one.start.hour for one in common_time(madrid, later, gap, WIDE)] == [17]


def test_whoever_follows_the_progress_can_cancel() -> None:
    heard = []

    def follow(step: str, share: float) -> bool:
        heard.append((step, share))
        return step != "solve"

    with pytest.raises(Cancelled):
        best_pairs(people(1), COHORT, WIDE, progress=follow)
    assert [step for step, _ in heard] == ["score", "score", "solve"]


def test_nobody_and_nothing_make_an_empty_whole() -> None:
    nobody = best(Pool((), (), {}, frozenset()))
    assert (nobody.matches, nobody.left, nobody.gap) == ((), (), 0.0)
    alone = best(Pool((application(1, "mentee"),), (), {}, frozenset()))
    assert [one.code for one in alone.left] == ["no-mentor"]
    full = best(Pool((application(1, "mentee"),), (application(2, "mentor"),), {}, frozenset()))
    assert full.matches == ()
