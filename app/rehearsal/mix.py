"""The mix of people in a rehearsal: a TOML file of temperaments, and how many are of each."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.handbook.page import Key, Role
from app.handbook.places import Places
from app.rehearsal.stop import Stop

SHIPPED = Path(__file__).with_name("temperaments.toml")
Chance = Annotated[float, Field(ge=0, le=1)]
Week = Annotated[int, Field(ge=0, le=200)]
Weeks = tuple[Week, Week]
"""The earliest and the latest week, counted from the first day."""


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Temperament(_Page):
    """A kind of people; `temperaments.toml` explains each key."""

    key: Key
    about: str = ""
    mentees: int = Field(ge=0, le=1000)
    mentors: int = Field(ge=0, le=1000)
    days: tuple[Annotated[int, Field(ge=0, le=60)], ...] = Field((0,), min_length=1)
    answers: Chance = 1.0
    check_ins: Chance | None = None
    reminded: Chance = 1.0
    accepts: Chance = 1.0
    meets: Chance = 1.0
    help: Chance = 0.0
    misfit: Chance = 0.0
    away: Chance = 0.0
    silent_after: Weeks | None = None
    leaves_after: Weeks | None = None

    @property
    def is_tireless(self) -> bool:
        """Whether such people do all that they are asked to, from beginning to end."""
        gives_up = self.silent_after is not None or self.leaves_after is not None
        chances = (self.answers, self.reminded, self.accepts, self.meets)
        return not gives_up and self.check_ins in (None, 1.0) and all(one == 1.0 for one in chances)

    def share(self, role: Role) -> int:
        """Return how many parts of a role are like this."""
        return self.mentees if role == "mentee" else self.mentors


class Mix(_Page):
    """A file of temperaments."""

    temperament: tuple[Temperament, ...] = Field(min_length=1, max_length=40)
    mentors: Annotated[float, Field(ge=0.05, le=0.95)] | None = None
    ineligible: Chance = 0.0
    coordinator: int = Field(1, ge=0, le=30)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        keys = [one.key for one in self.temperament]
        twice = sorted({one for one in keys if keys.count(one) > 1})
        if twice:
            raise ValueError(f"two temperaments have the key {twice[0]}; give one of them another")
        for role in ("mentees", "mentors"):
            if not any(getattr(one, role) for one in self.temperament):
                raise ValueError(f"no temperament has {role}; give at least one of them a part")
        return self

    def temperaments(self, role: Role, count: int, at: Random) -> list[Temperament]:
        """Return a temperament for each of so many people of a role, as near to the shares as whole people allow."""
        shares = [one.share(role) for one in self.temperament]
        exact = [count * share / sum(shares) for share in shares]
        whole = [int(one) for one in exact]
        # The largest remainders get whoever is left; of equal ones, the first in the file.
        rest = sorted(range(len(shares)), key=lambda n: (whole[n] - exact[n], n))
        for n in rest[: count - sum(whole)]:
            whole[n] += 1
        drawn = [one for one, number in zip(self.temperament, whole, strict=True) for _ in range(number)]
        at.shuffle(drawn)
        return drawn


def read_mix(path: Path | None) -> Mix:
    """Read a mix; the shipped one if no file is named.

    Raises:
        Stop: if it cannot be read or is wrong, with the first fault: its file, line and key.
    """
    path = path or SHIPPED
    try:
        text = path.read_text(encoding="utf-8")
        said = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path.name} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise Stop(f"{path.name} is not TOML: {error}") from None
    try:
        return Mix.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(first["loc"])
        line = Places(text).line_of(where)
        raise Stop(f"{path.name}, line {line}: {_key(where)}{_says(first['type'], first['msg'])}") from None


def _key(where: Sequence[int | str]) -> str:
    named = ".".join(f"[{one}]" if isinstance(one, int) else one for one in where).replace(".[", "[")
    return f"{named}: " if named else ""


def _says(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "there is no such key; temperaments.toml explains those there are"
    if kind == "missing":
        return "this key is missing"
    return message.removeprefix("Value error, ")
