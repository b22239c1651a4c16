"""The cast: real mentor profiles under invented names, and mentees who want what communities want.

The 48 mentor profiles (capacity, hours, zones, languages, skills, focus) are facts from the
MIT-licensed repository `Women-Coding-Community/WomenCodingCommunity.github.io`, without the people
behind them: every name here is invented.
"""

# ruff: noqa: SIM905 - one name a line would fill two screens

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PROFILES = Path(__file__).with_name("mentors.json")

_FIRST = (
    "Amara Bela Chiara Dafne Elif Farah Greta Hana Inés Joana Keiko Leila Maren Nadia Oriane Paloma Qiana Rosa Signe "
    "Tamsin Ursa Vesna Wanda Xenia Yara Zofia Anouk Brigid Céline Dilek Edda Fiora Gwen Helmi Ilse Jorun Kaia Lotte "
    "Mirela Noor Odile Petra Runa Saskia Tove Una Vilma Wren"
).split()
_LAST = (
    "Adebayo Brandt Castellan Dvorak Ekholm Fontaine Galanis Halvorsen Iversen Jansky Kowal Lindqvist Moreau Navarro "
    "Okafor Petrov Quist Rahimi Santos Takeda Ulrich Vasko Weiss Yildiz"
).split()

_MENTEES = "Ada Mateo Ife Jun Samira Nils Luca Priya Tariq Olena Kwame Zuri".split()

_BAND_YEARS = {"0-4": 3, "5-9": 7, "10-15": 12, "16+": 18}
_LANGUAGES = {
    "english": "en", "spanish": "es", "portuguese": "pt", "french": "fr", "german": "de", "italian": "it",
    "dutch": "nl", "polish": "pl", "russian": "ru", "ukrainian": "uk", "turkish": "tr", "arabic": "ar",
    "persian": "fa", "farsi": "fa", "hindi": "hi", "chinese": "zh", "mandarin": "zh", "japanese": "ja",
}  # fmt: skip
_AREAS = {
    "backend": "backend", "frontend": "frontend", "fullstack": "fullstack", "devops": "devops",
    "site reliability": "devops", "network": "devops", "security": "devops", "distributed": "distributed",
    "data": "data", "machine learning": "data", "ios": "mobile", "android": "mobile", "qa": "qa",
    "quality assurance": "qa", "management": "management", "business analysis": "management",
}  # fmt: skip
_FOCUS = {"switch career": "career", "change specialisation": "career", "grow": "growth", "management": "management"}


def full_name(number: int) -> str:
    """Return the name of one of more than a thousand invented people, always the same for the same number."""
    block, place = divmod(number, len(_FIRST))
    again, last = divmod(place * 7 + block * 5, len(_LAST))
    name = f"{_FIRST[place]} {_LAST[last]}"
    return name if block < len(_LAST) else f"{name} {again + block}"


@dataclass(frozen=True, kw_only=True)
class Mentor:
    """One mentor of the cast, with the answers they give to the sign-up form."""

    key: str
    name: str
    zone: str
    answers: Mapping[str, Any]


def _topics(profile: Mapping[str, Any]) -> list[str]:
    found = {
        topic
        for said, table in ((profile["areas"], _AREAS), (profile["focus"], _FOCUS))
        for one in said
        for word, topic in table.items()
        if word in one.lower()
    }
    return sorted(found) or ["growth"]


def _slots(number: int) -> list[str]:
    """Three two-hour slots a week; the profiles do not say when, so they are spread evenly."""
    evenings = (10, 16, 18, 20, 8, 12)
    return [f"{(number + step * 2) % 5}-{hour * 60}-{hour * 60 + 120}"
            for step, hour in enumerate(evenings[number % 4 : number % 4 + 3])]  # fmt: skip


@cache
def mentors() -> Sequence[Mentor]:
    """Return the 48 mentors, always the same."""
    result = []
    for number, profile in enumerate(json.loads(PROFILES.read_text())):
        languages = sorted({_LANGUAGES.get(one.lower(), "other") for one in profile["spoken_languages"]})
        result.append(
            Mentor(
                key=f"mentor{number + 1}",
                name=f"{_FIRST[number]} {_LAST[(number * 7) % len(_LAST)]}",
                zone=profile["timezone"] or "UTC",
                answers={
                    "offers": _topics(profile),
                    "goals": "Somebody who brings questions; I like to work on real things together.",
                    "experience": _BAND_YEARS[profile["experience_band"]],
                    "languages": languages or ["en"],
                    "hours": max(1, (profile["hours_per_month"] or 4) // 4),
                    "slots": _slots(number),
                    "capacity": min(2, max(1, profile["mentee_capacity"] or 1)),
                },
            )
        )
    return result


_WISHES = (
    (["backend", "growth"], "Understand how our services talk to each other, and lead one small project."),
    (["frontend", "career"], "Leave teaching and find a first job in tech."),
    (["data"], "Put a model into production without breaking it."),
    (["devops", "growth"], "Stop being afraid of the deploy button."),
    (["fullstack", "opensource"], "A pull request that gets merged in a project I use every day."),
    (["management"], "Decide whether I want to lead people."),
    (["qa", "career"], "Move from manual testing to writing the tools."),
    (["mobile", "frontend"], "Publish my own app."),
)
_HOMES = (
    "Europe/Madrid", "Africa/Lagos", "America/Sao_Paulo", "Europe/Berlin", "Asia/Kolkata", "Europe/London",
    "America/New_York", "Europe/Warsaw",
)  # fmt: skip


def mentees(count: int) -> list[Mentor]:
    """Return mentees with everyday wishes, always the same; `key` is `mentee1` and so on."""
    made = []
    for number in range(count):
        wants, goals = _WISHES[number % len(_WISHES)]
        made.append(
            Mentor(
                key=f"mentee{number + 1}",
                name=f"{_MENTEES[number % len(_MENTEES)]} {_LAST[(number * 5 + 3) % len(_LAST)]}",
                zone=_HOMES[number % len(_HOMES)],
                answers={
                    "wants": wants,
                    "goals": goals,
                    "experience": number % 4,
                    "languages": ["en"],
                    "hours": 1 + number % 3,
                    "slots": _slots(number + 1),
                },
            )
        )
    return made
