"""What a rehearsal leaves: figures, findings, and every message that people got. Version 1 of its JSON.

The JSON is what this page's classes say, key by key; keys are sorted, instants are ISO texts in UTC, and days are
`YYYY-MM-DD`. Nothing in it depends on the machine or the hour at which it was made.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from app.rehearsal.stop import Stop

VERSION: Literal[1] = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Setting(_Part):
    """What was rehearsed."""

    programme: str
    name: str
    community: str
    people: int
    seed: int
    weeks: int
    zone: str
    opens_on: str
    first_day: str
    last_day: str
    """Empty where nothing ends."""
    mix: tuple[tuple[str, int, int], ...]
    """Of each temperament: its key, how many mentees, how many mentors."""


class Figure(_Part):
    """One number: `value`, of `of` if it is a part of something; None where there is nothing to count."""

    key: str
    group: str
    label: str
    value: float | None
    of: float | None = None
    unit: str = ""


class Finding(_Part):
    """Something that the handbook should say differently.

    Attributes:
        kind: what is wrong with it.
        message: the kind of message it is about (`checkins.chase`); empty if it is about none.
        key: of the handbook.
        says: a sentence with its numbers, and what to change.
    """

    kind: Literal["nags", "asks too much", "out of reach", "at night"]
    message: str
    key: str
    says: str


class Week(_Part):
    """A week, counted from the opening: meetings that the rhythm expects and that were held; questions and answers."""

    number: int
    begins: str
    expected: int
    held: int
    asked: int
    answered: int


class Trouble(_Part):
    """A pair that was in trouble: since when, what the bot did, how it ended."""

    pair: str
    since: str
    steps: tuple[str, ...]
    ended: str


class Award(_Part):
    """Who earned a certificate, or what they lack."""

    person: str
    role: str
    earned: bool
    lacks: tuple[str, ...] = ()


class Odd(_Part):
    """What the bot refused, or where it failed: who tried what, what they read, how often."""

    action: str
    sentence: str
    times: int
    who: str


class Message(_Part):
    """One message as it read when it came."""

    at: str
    local: str
    """Day and hour on the reader's own clock."""
    where: str
    kind: str
    """The kind of notice; empty for what a file or a screen carries."""
    unasked: bool
    text: str


class Person(_Part):
    """Somebody who took part, and every message they got."""

    key: str
    name: str
    role: str
    temperament: str
    zone: str
    outcome: str
    weekly: tuple[int, ...]
    """Unasked messages, week by week."""
    messages: tuple[Message, ...]


class Report(_Part):
    """All of it."""

    version: Literal[1] = VERSION
    setting: Setting
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    """What this rehearsal could not show."""
    weeks: tuple[Week, ...]
    first_meetings: tuple[float, ...]
    """How many days it took each pair from their match to their first meeting."""
    budget: int
    """How many unasked messages a person gets in seven days at most."""
    hours: tuple[int, ...]
    """How many questions and hints came at which hour of their reader's own clock."""
    left_over: tuple[tuple[str, str], ...]
    """Who was in no pairing, and why."""
    troubles: tuple[Trouble, ...]
    awards: tuple[Award, ...]
    refused: tuple[Odd, ...]
    faults: tuple[Odd, ...]
    people: tuple[Person, ...]
    channels: Mapping[str, tuple[Message, ...]]
    """What was posted in channels, the coordinators' too."""

    def as_json(self) -> str:
        """Return it as a file."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_json(text: str, name: str) -> Report:
    """Read a report that was written as JSON.

    Raises:
        Stop: if it is none.
    """
    try:
        said: Any = json.loads(text)
    except ValueError:
        raise Stop(f"{name} is not JSON") from None
    version = said.get("version") if isinstance(said, dict) else None
    if version != VERSION:
        found = "no rehearsal's report" if version is None else f"a report of version {version}"
        raise Stop(f"{name} is {found}; reports of version {VERSION} can be read")
    try:
        return Report.model_validate(said)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise Stop(f"{name} is not as a rehearsal writes it: {where}") from None
