"""A community of any size for tests and the bench: mentors after the real profiles, mentees with everyday wishes."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from app.core.calendar import Slot
from app.demo.cast import mentors
from app.features.joining.rules import Application
from app.features.matching.rules import Pool
from tests.kit.make import application

TOPICS = {
    "backend": 9, "frontend": 8, "career": 8, "growth": 8, "data": 6, "fullstack": 5, "devops": 4, "management": 4,
    "qa": 3, "mobile": 3, "opensource": 2, "distributed": 1,
}  # fmt: skip
"""How many in a hundred, about, look for a topic."""
HOMES = {
    "Europe/London": 24, "Europe/Madrid": 7, "Europe/Berlin": 8, "Europe/Warsaw": 4, "Europe/Istanbul": 4,
    "America/New_York": 12, "America/Los_Angeles": 7, "America/Sao_Paulo": 5, "Africa/Lagos": 8, "Africa/Nairobi": 4,
    "Asia/Kolkata": 10, "Asia/Singapore": 3, "Australia/Sydney": 2, "Asia/Tokyo": 2,
}  # fmt: skip
LANGUAGES = {
    "Europe/Madrid": "es", "Europe/Berlin": "de", "Europe/Warsaw": "pl", "Europe/Istanbul": "tr",
    "America/Sao_Paulo": "pt", "Asia/Kolkata": "hi", "Asia/Tokyo": "ja", "Africa/Lagos": "fr",
}  # fmt: skip
GOALS = (
    "find first job as a {} developer", "release my own library in {}", "understand how large {} services are designed",
    "get better at reviews and testing in {}", "prepare for interviews in {}", "give a talk about {}",
    "lead a small team that builds {}", "write documentation that helps {} beginners", "contribute to an open {} project",
    "decide whether {} is for me", "grow from junior to senior in {}", "negotiate a fair salary in {}",
)  # fmt: skip
FIELDS = ("python", "react", "cloud", "kernel", "android", "databases", "security", "embedded", "analytics", "games")
HOURS = (8, 10, 12, 14, 16, 18, 18, 18, 20, 20)
DAYS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 6)


def some(at: Random, table: Mapping[str, int], most: int) -> list[str]:
    """Return one to so many different ones, those with large numbers more often."""
    return sorted(set(at.choices(list(table), list(table.values()), k=at.randint(1, most))))


def free(at: Random) -> tuple[Slot, ...]:
    """Return when somebody is free: blocks of two hours, evenings more often."""
    chosen = {(at.choice(DAYS), at.choice(HOURS)) for _ in range(at.randint(1, 7))}
    return tuple(Slot(day, hour * 60, hour * 60 + 120) for day, hour in sorted(chosen))


def goals(at: Random) -> str:
    return ". ".join(at.choice(GOALS).format(at.choice(FIELDS)) for _ in range(at.randint(1, 2)))


def spoken(at: Random, zone: str) -> dict[str, list[str]]:
    """Return the languages of a zone: English for most, with ease or not."""
    own = LANGUAGES.get(zone)
    fluent = [one for one in (own,) if one is not None]
    english = at.random()
    if own is None or english < 0.6:
        return {"fluent": sorted({*fluent, "en"}), "some": []}
    return {"fluent": fluent, "some": ["en"] if english < 0.95 else []}


def mentee(at: Random, number: int) -> Application:
    zone = some(at, HOMES, 1)[0]
    answers: dict[str, Any] = {
        "wants": some(at, TOPICS, 3),
        "goals": goals(at),
        "experience": at.choice([0, 0, 1, 1, 2, 3, 4, 6]),
        "languages": spoken(at, zone),
    }
    return application(number, "mentee", answers, zone=zone, slots=free(at))


def mentor(at: Random, number: int, capacity: Callable[[], int] | None = None) -> Application:
    """Return one of the real profiles, free at other times and with a little more or less of everything."""
    real = at.choice(mentors())
    answers: dict[str, Any] = {
        "offers": sorted({*real.answers["offers"], *(some(at, TOPICS, 2) if at.random() < 0.5 else ())}),
        "goals": goals(at),
        "experience": max(2, real.answers["experience"] + at.randint(-2, 3)),
        "languages": {"fluent": real.answers["languages"], "some": []},
        "capacity": real.answers["capacity"] if capacity is None else capacity(),
    }
    zone = real.zone if at.random() < 0.6 else some(at, HOMES, 1)[0]
    return application(number, "mentor", answers, zone=zone, slots=free(at))


def crowd(at: Random, mentees: int, mentors: int, capacity: Callable[[], int] | None = None, **more: Any) -> Pool:
    """Return a community that waits for a match; mentors' applications are numbered after the mentees'.

    Mentors take as many as the real profiles say, one or two, unless `capacity` says otherwise for each.
    """
    learners = tuple(mentee(at, number) for number in range(1, mentees + 1))
    teachers = tuple(mentor(at, mentees + number, capacity) for number in range(1, mentors + 1))
    places = {one.id: one.number("capacity") for one in teachers}
    return Pool(**{"mentees": learners, "mentors": teachers, "places": places, "apart": frozenset(), **more})
