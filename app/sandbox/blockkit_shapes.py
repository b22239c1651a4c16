"""Small checks that `blockkit` is put together from: text of a length, one of, a list of, an object with fields.

A check looks at one place in a payload and writes down what Slack would refuse there, in Slack's own
manner: a sentence and a JSON pointer (https://docs.slack.dev/reference/methods/views.open, `response_metadata`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(slots=True)
class Place:
    """One value in a payload, where it stands, and the list that problems are written to."""

    value: Any
    pointer: str
    surface: Surface
    found: list[str]

    def says(self, problem: str) -> None:
        """Write down a problem of this place."""
        self.found.append(f"{problem} [json-pointer:{self.pointer or '/'}]")

    def at(self, key: str | int) -> "Place":
        """Return the place one step further in."""
        return Place(self.value[key], f"{self.pointer}/{key}", self.surface, self.found)


Check = Callable[[Place], None]


def string(most: int, least: int = 1) -> Check:
    """Text of `least` to `most` characters."""

    def check(place: Place) -> None:
        if not isinstance(place.value, str):
            place.says("must provide a string")
        elif len(place.value) > most:
            place.says(f"must be less than {most + 1} characters")
        elif len(place.value) < least:
            place.says(f"must be more than {least - 1} characters")

    return check


def matching(pattern: str, example: str) -> Check:
    """Text that matches a pattern as a whole."""

    def check(place: Place) -> None:
        if not isinstance(place.value, str) or not re.fullmatch(pattern, place.value):
            place.says(f"must look like {example}")

    return check


def boolean(place: Place) -> None:
    """Either true or false."""
    if not isinstance(place.value, bool):
        place.says("must provide a boolean")


def whole(least: int, most: int) -> Check:
    """A whole number in a range, both ends included."""

    def check(place: Place) -> None:
        if isinstance(place.value, bool) or not isinstance(place.value, int):
            place.says("must provide an integer")
        elif not least <= place.value <= most:
            place.says(f"must be between {least} and {most}")

    return check


def one_of(*names: str) -> Check:
    """One of a few words."""

    def check(place: Place) -> None:
        if place.value not in names:
            place.says(f"must be one of {', '.join(names)}")

    return check


def several(each: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(place: Place) -> None:
        if not isinstance(place.value, list):
            place.says("must provide an array")
            return
        if len(place.value) > most:
            place.says(f"no more than {most} items allowed")
        elif len(place.value) < least:
            place.says(f"must have at least {least} item{'s' if least > 1 else ''}")
        for index in range(len(place.value)):
            each(place.at(index))

    return check


def shape(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, also: Sequence[Check] = ()
) -> Check:
    """An object with these fields and no others; `also` holds rules between its fields.

    The rules between fields are asked only once the fields themselves are right.
    """
    fields = {**required, **(optional or {})}

    def check(place: Place) -> None:
        if not isinstance(place.value, dict):
            place.says("must provide an object")
            return
        before = len(place.found)
        for name in sorted(required.keys() - place.value.keys()):
            place.says(f"missing required field: {name}")
        for name in place.value:
            if name in fields:
                fields[name](place.at(name))
            elif name != "type":
                place.says(f"invalid additional property: {name}")
        if len(place.found) == before:
            for rule in also:
                rule(place)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check is its own."""

    def check(place: Place) -> None:
        if not isinstance(place.value, dict):
            place.says("must provide an object")
            return
        kind = place.value.get("type")
        if isinstance(kind, str) and kind in kinds:
            kinds[kind](place)
        else:
            place.says(f"unsupported type: {kind}")

    return check


def plain(most: int) -> Check:
    """A text object of `plain_text` only (docs.slack.dev/reference/block-kit/composition-objects/text-object)."""
    return by_type({"plain_text": shape({"text": string(most)}, {"emoji": boolean})})


def text(most: int) -> Check:
    """A text object of either kind (docs.slack.dev/reference/block-kit/composition-objects/text-object)."""
    return by_type(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": boolean}),
        }
    )


def unlike(place: Place, names: Sequence[str], what: str) -> None:
    """Write down each name that stands twice."""
    for name in sorted({one for one in names if names.count(one) > 1}):
        place.says(f"{what} must be unique: {name}")
