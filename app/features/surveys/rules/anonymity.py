"""What a coordinator may see of answers, so that nobody stands out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.features.surveys.rules.answers import values_of
from app.handbook.page import Ask

FEWEST = 3
"""So many people have to agree on an answer, or to write, before a coordinator reads it."""


@dataclass(frozen=True)
class Cell:
    """How many chose an option; None where it is not said so that nobody stands out."""

    value: str
    number: int | None


def cells(ask: Ask, said: Sequence[Any]) -> list[Cell]:
    """Count the answers to a question with options, without letting anybody stand out.

    Fewer than three are not said. Where exactly one number would be missing, it could be worked out from
    the others and their sum; then the smallest of those is not said either.
    """
    chosen = [value for one in said for value in (one if isinstance(one, list) else [one])]
    numbers = {value: chosen.count(value) for value in values_of(ask)}
    hidden = {value for value, number in numbers.items() if number < FEWEST}
    shown = [value for value in numbers if value not in hidden]
    if len(hidden) == 1 and shown and ask.kind != "choices":
        hidden.add(min(shown, key=lambda value: numbers[value]))
    return [Cell(value, None if value in hidden else number) for value, number in numbers.items()]


def texts(ask: Ask, said: Mapping[int, str]) -> list[str]:
    """Return free answers without names: none of fewer than three, in an order that says nothing.

    Args:
        ask: the question; each has an order of its own, so that answers cannot be put together again.
        said: by the id of the form as it was put.
    """
    if len(said) < FEWEST:
        return []
    return [said[one] for one in sorted(said, key=lambda one: hashlib.sha256(f"{ask.key}:{one}".encode()).digest())]
