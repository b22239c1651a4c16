"""Who takes part in a rehearsal: names, zones, temperaments, and plausible answers to any sign-up form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.demo.cast import full_name
from app.handbook.model import Handbook
from app.handbook.page import ROLES, Role
from app.handbook.signup import Question
from app.rehearsal.mix import Mix, Temperament

FEWEST = 4
HOMES = {
    "Europe/London": 20, "Europe/Madrid": 8, "Europe/Berlin": 10, "Europe/Warsaw": 5, "Europe/Istanbul": 4,
    "America/New_York": 13, "America/Los_Angeles": 6, "America/Sao_Paulo": 6, "Africa/Lagos": 8, "Africa/Nairobi": 4,
    "Asia/Kolkata": 9, "Asia/Singapore": 3, "Australia/Sydney": 2, "Asia/Tokyo": 2,
}  # fmt: skip
"""Where people live: of a hundred, so many."""
TOWNS = {"Europe": "Berlin", "America": "São Paulo", "Africa": "Lagos", "Asia": "Bengaluru", "Australia": "Sydney"}
HOURS = (8, 10, 12, 14, 16, 18, 18, 18, 20, 20)
DAYS = (0, 1, 1, 2, 2, 3, 3, 4)
LEAST_FREE, MOST_FREE = 5, 10
LEARNS = (
    "Understand how large systems are put together, and dare to change one.",
    "Find a first job in the field.",
    "Lead a small project from beginning to end.",
    "Get a contribution merged that somebody uses every day.",
    "Stop being afraid of asking questions.",
    "Decide whether this is for me.",
)
HELPS = (
    "I like to read things together and to ask why.",
    "I know many people and open doors.",
    "I had a good mentor myself and would like to pass it on.",
    "Somebody who brings questions of their own.",
)


@dataclass(frozen=True)
class Someone:
    """Somebody who takes part.

    Attributes:
        key: the name in Slack, such as `mentee07`; every draw of theirs begins with it.
        name: what people call them.
        role: as what they apply.
        zone: where they live.
        temperament: how they are.
    """

    key: str
    name: str
    role: Role
    zone: str
    temperament: Temperament


def mentors_among(handbook: Handbook, mix: Mix, count: int) -> int:
    """Return how many of so many people are mentors: as the mix says, else as many as the programme needs."""
    share = mix.mentors
    if share is None:
        group = handbook.matching.group
        share = 0.42 if group is None else 1 / (1 + (group.least_mentees + group.most_mentees) / 2)
    return min(max(round(count * share), 2), count - 2)


def everybody(handbook: Handbook, mix: Mix, count: int, seed: int) -> list[Someone]:
    """Return so many people, mentors first; the same for the same seed."""
    at = Random(f"{seed}:people")  # noqa: S311 - dice, not secrets
    mentors = mentors_among(handbook, mix, count)
    numbers = {"mentor": mentors, "mentee": count - mentors}
    found: list[Someone] = []
    for role in reversed(ROLES):
        homes = at.choices(list(HOMES), list(HOMES.values()), k=numbers[role])
        drawn = mix.temperaments(role, numbers[role], at)
        for number, (zone, temperament) in enumerate(zip(homes, drawn, strict=True), start=1):
            found.append(Someone(f"{role}{number:02d}", full_name(len(found)), role, zone, temperament))
    return found


def answers(handbook: Handbook, one: Someone, at: Random) -> dict[str, Any]:
    """Return what somebody fills into the sign-up form, by the field it belongs to.

    What is asked decides what is said: numbers within what the handbook takes, hours in the evenings more often than
    in the mornings, the popular answers more often than the others.
    """
    said: dict[str, Any] = {}
    for question in handbook.questions(one.role):
        said |= _answer(handbook, question, one, at)
    place, town = handbook.matching.place, handbook.matching.town
    if place is not None and said.get(place) == "in_person" and town is not None:
        said[town] = TOWNS[one.zone.partition("/")[0]]
    return said


def _answer(handbook: Handbook, question: Question, one: Someone, at: Random) -> Mapping[str, Any]:
    key, options = question.key, [option.value for option in question.options]
    match question.kind:
        case "number":
            return {key: _number(question, one, at)}
        case "choice":
            return {key: _choice(handbook, question, options, at)}
        case "choices":
            most = min(len(options), 3 if one.role == "mentee" else 4)
            return {key: _several(options, at.randint(1 if one.role == "mentee" else 2, max(most, 2)), at)}
        case "languages":
            others = [each for each in options[1:] if each != "other"]
            fluent = options[:1] + ([at.choice(others)] if others and at.random() < 0.3 else [])  # noqa: PLR2004
            return {key: fluent}
        case "slots":
            times = {(at.choice(DAYS), at.choice(HOURS)) for _ in range(at.randint(LEAST_FREE, MOST_FREE))}
            return {key: [f"{day}-{hour * 60}-{hour * 60 + 120}" for day, hour in sorted(times)]}
        case "agree":
            return {key: ["yes"]}
        case "switch":
            return {key: ["yes"] if at.random() < 0.6 else []}  # noqa: PLR2004
        case "lines" | "text":
            if key == handbook.matching.town or (not question.required and at.random() < 0.5):  # noqa: PLR2004
                return {}
            return {key: _text(question, one, at)}
        case _:
            return {}  # whom one wishes, whom one avoids, and what one would like to share: nobody has to say


def _number(question: Question, one: Someone, at: Random) -> int:
    low = question.at_least or 0
    high = question.at_most if question.at_most is not None else low + 10
    if high - low > 10:  # noqa: PLR2004 - years of experience and the like: few are at the upper end
        high = low + (12 if one.role == "mentor" else 4)
    return at.randint(low, high)


def _choice(handbook: Handbook, question: Question, options: Sequence[str], at: Random) -> str:
    if question.key == handbook.matching.required_language or "none" in options:
        return "none" if at.random() < 0.9 else at.choice([one for one in options if one != "none"])  # noqa: PLR2004
    weights = [1 / (1 + number) for number in range(len(options))]
    return at.choices(options, weights)[0]


def _several(options: Sequence[str], number: int, at: Random) -> list[str]:
    """Return some options; those that stand first are more popular."""
    weights = [1 / (2 + place) for place in range(len(options))]
    drawn = set(at.choices(options, weights, k=number))
    return [one for one in options if one in drawn]


def _text(question: Question, one: Someone, at: Random) -> str:
    if question.kind == "text":
        return f"https://pages.example/{one.key}"
    return at.choice(LEARNS if one.role == "mentee" else HELPS)


def one_wrong(handbook: Handbook, said: Mapping[str, Any], role: Role) -> dict[str, Any] | None:
    """Return the answers with one that the handbook does not take; None if it takes everything."""
    for question in handbook.questions(role):
        if question.kind == "number" and question.at_least is not None and question.at_least > 0:
            return {**said, question.key: question.at_least - 1}
        if question.kind == "number" and question.at_most is not None:
            return {**said, question.key: question.at_most + 1}
    return None
