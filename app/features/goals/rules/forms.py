"""What a form of goals shows, and what may come back in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.links import is_link
from app.core.refusal import Refusal, refuse_all
from app.features.goals.rules import Goal
from app.handbook.goals import GoalKind
from app.handbook.page import Ask

LONGEST, LONGEST_LINK = 3000, 500
PAST = ("done", "carried", "dropped")
"""What can become of a goal that is open when the next set is written."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One block of a form of goals as somebody filled it in.

    Attributes:
        place: the block's name in the form, `old<id>` or `new<position>`.
        text: the goal.
        said: answers to the kind's fields, by key.
    """

    place: str
    text: str
    said: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into it; a goal that stands is emptied by emptying its text."""
        return not self.text and (self.place.startswith("old") or not any(self.said.values()))


@dataclass(frozen=True, kw_only=True)
class Place:
    """One block of a form of goals: a goal that stands, or room for another."""

    name: str
    position: int
    horizon_days: int | None
    goal: Goal | None = None


def places(kind: GoalKind, goals: Sequence[Goal]) -> list[Place]:
    """Return the blocks of the form: what is open, and room for more; with horizons, one block for each."""
    if kind.horizons_days:
        at = {one.position: one for one in goals}
        horizons = [
            _place(position, days, at.get(position))
            for position, days in enumerate(kind.horizons_days)
            if position not in at or at[position].is_open
        ]
        return [*horizons, *(_place(one.position, None, one) for one in goals if is_carried(kind, one) and one.is_open)]
    still = [one for one in goals if one.is_open]
    following = max((one.position for one in goals), default=-1) + 1
    fresh = [_place(following + number, None, None) for number in range(kind.most - len(still))]
    return [*(_place(one.position, None, one) for one in still), *fresh]


def is_carried(kind: GoalKind, goal: Goal) -> bool:
    """Whether a goal came over from an earlier set, beside the horizons of its own."""
    return bool(kind.horizons_days) and goal.position >= len(kind.horizons_days)


def read_past(values: Mapping[str, object]) -> dict[int, str]:
    """Return what a form of goals says of those of the set before, by id: `done`, `carried` or `dropped`."""
    return {
        int(number): str(value)
        for name, value in values.items()
        if name.startswith("past") and (number := name.removeprefix("past")).isdecimal() and value in PAST
    }


def _place(position: int, horizon: int | None, goal: Goal | None) -> Place:
    name = f"new{position}" if goal is None else f"old{goal.id}"
    return Place(name=name, position=position, horizon_days=horizon, goal=goal)


def read_drafts(kind: GoalKind, values: Mapping[str, object]) -> list[Draft]:
    """Return the blocks of a form of goals as they came back, by block id."""
    names = [name for name in values if name.startswith(("old", "new")) and "_" not in name]
    return [
        Draft(
            place=name,
            text=str(_clean(values[name])),
            said={ask.key: said for ask in kind.fields if (said := _clean(values.get(f"{name}_{ask.key}")))},
        )
        for name in names
    ]


def _clean(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return value.strip() if isinstance(value, str) else ""


def check_drafts(kind: GoalKind, drafts: Iterable[Draft]) -> list[Draft]:
    """Return what was filled in, if it is enough and nothing is too long.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    shown = list(drafts)
    written = [one for one in shown if not one.is_blank]
    wrong: list[Refusal] = []
    least = max(1, kind.least)
    if len(written) < least:
        blank = next((one.place for one in shown if one.is_blank), None)
        wrong.append(Refusal("goals.too-few", field=blank, least=least))
    for one in written:
        if not one.text:
            wrong.append(Refusal("goals.no-text", field=one.place))
        if len(one.text) > LONGEST:
            wrong.append(Refusal("goals.too-long", field=one.place, most=LONGEST))
        for ask in kind.fields:
            wrong += _check_field(ask, one)
    refuse_all(wrong)
    return written


def _check_field(ask: Ask, draft: Draft) -> list[Refusal]:
    said, at = draft.said.get(ask.key, ""), f"{draft.place}_{ask.key}"
    if ask.required and not said:
        return [Refusal("goals.needed", field=at)]
    if isinstance(said, str) and len(said) > LONGEST:
        return [Refusal("goals.too-long", field=at, most=LONGEST)]
    if said and ask.kind == "link":
        return wrong_link(str(said), at)
    return []


def wrong_link(link: str, at: str) -> list[Refusal]:
    """Return what is wrong with a link, at its field; nothing if it is one."""
    if not is_link(link):
        return [Refusal("goals.no-link", field=at)]
    if len(link) > LONGEST_LINK:
        return [Refusal("goals.too-long", field=at, most=LONGEST_LINK)]
    return []
