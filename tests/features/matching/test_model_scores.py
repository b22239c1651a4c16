"""One truth: what is computed for everybody at once is what is said of each pair."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

from app.core.calendar import Slot
from app.features.joining.rules import Application
from app.features.matching.rules import Fit, Pool
from app.features.matching.rules.table import Table
from app.features.matching.rules.terms import LIMITS, WHOLE, Judge
from app.handbook.model import Handbook
from tests.kit.make import application, cohort, handbook

ZONES = "Europe/Madrid Europe/London America/New_York Asia/Kolkata Australia/Lord_Howe Pacific/Auckland".split()  # noqa: SIM905
TOPICS, LANGUAGES = ("backend", "frontend", "data", "career", "ops"), ("en", "es", "fr")
WORDS = ("learn", "testing", "release", "review", "python", "about", "kernel")
USERS = [f"U{number}" for number in range(1, 9)]
WEIGHTS = dict(topics=3, goals=1, languages=1.5, slots=3, experience=1, place=0.7, wishes=2, background=0.3)  # noqa: C408
COHORT = cohort(starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 1))  # the clocks change in it, on different dates


def few(at: Random, names: Sequence[str], most: int) -> list[str]:
    return at.sample(names, at.randint(0, most))


def slot(at: Random) -> Slot:
    start = at.randint(0, 22)
    return Slot(at.randint(0, 6), start * 60, min(24, start + at.randint(1, 6)) * 60)


def person(at: Random, number: int, role: str) -> Application:
    answers: dict[str, Any] = {
        "wants": few(at, TOPICS, 3),
        "offers": few(at, TOPICS, 4),
        "tools_wanted": few(at, TOPICS, 2),
        "tools_offered": few(at, TOPICS, 2),
        "goals": " ".join(few(at, WORDS, 5)),
        "languages": {"fluent": few(at, LANGUAGES, 2), "some": few(at, LANGUAGES, 2)},
        "experience": at.choice([0, 1, 3, 8, 40]),
        "needs": at.choice([None, "none", "es", "en"]),
        "meets": at.choice([None, "virtual", "in_person", "either"]),
        "town": at.choice(["", "Graz", "graz ", "Lima"]),
    }
    confided = {
        "wishes": few(at, USERS, 3),
        "avoid": few(at, USERS, 1),
        "background": few(at, ("first", "parent"), 1),
    }
    slots = tuple(sorted({slot(at) for _ in range(at.randint(0, 4))}))
    user = at.choice([f"U{number}", at.choice(USERS)])
    return application(number, role, answers, user_id=user, zone=at.choice(ZONES), slots=slots, confided=confided)


def once(people: list[Application]) -> tuple[Application, ...]:
    """A person applies once for a role."""
    return tuple({one.user_id: one for one in people}.values())


def book(at: Random) -> Handbook:
    topics = [{"wants": "wants", "offers": "offers"}, {"wants": "tools_wanted", "offers": "tools_offered"}]
    matching = {
        "shared_slot": at.choice(["wanted", "needed"]),
        "shared_topic": at.choice(["wanted", "needed"]),
        "required_language": at.choice([None, "needs"]),
        "place": at.choice([None, "meets"]),
        "town": at.choice([None, "town"]),
        "experience_lead": at.choice([0, 2]),
        "weights": at.choice([WEIGHTS, WEIGHTS, {**WEIGHTS, "slots": 0, "topics": 0}, dict.fromkeys(WEIGHTS, 0)]),
        "topics": topics[: at.randint(0, 2)],
    }
    said = handbook(matching=matching)
    if at.random() < 0.7:
        return said
    unasked = [one.model_dump() for one in said.signup.questions if one.kind != "slots"]
    return handbook(matching=matching, signup={"questions": unasked})


@pytest.mark.parametrize("seed", range(40))
def test_the_table_says_of_every_pair_what_is_said_of_it_alone(seed: int) -> None:
    at = Random(seed)  # noqa: S311 - chance, not a secret
    said = book(at)
    mentees = once([person(at, number, "mentee") for number in range(1, 9)])
    mentors = once([person(at, number, "mentor") for number in range(11, 18)])
    apart = frozenset((at.randint(1, 9), at.randint(11, 18)) for _ in range(2))
    pool = Pool(mentees[::-1], mentors, {}, apart)
    table, judge = Table(pool, COHORT, said), Judge(COHORT, said)
    points = table.points()
    for row, mentee in enumerate(table.mentees):
        for column, mentor in enumerate(table.mentors):
            verdict = judge.says(mentee, mentor, apart)
            assert (points[row, column] >= 0) == isinstance(verdict, Fit)
            if isinstance(verdict, Fit):
                assert points[row, column] == round(verdict.score * WHOLE)
            stops = {limit: judge.stops(limit, mentee, mentor) for limit in LIMITS}
            assert {limit: bool(flags[column]) for limit, flags in table.stops(row).items()} == stops
            assert {limit: bool(flags[row]) for limit, flags in table.stops_for(column).items()} == stops
