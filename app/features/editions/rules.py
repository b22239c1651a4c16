"""What a changed handbook changes: in its text, and in what is planned. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.features.programmes.rules import Cohort
from app.handbook.faults import shown_key
from app.handbook.model import Handbook

Plan = Mapping[str, tuple[str, str, datetime]]
"""What is planned: the kind, the address and the time of each notice, by key."""
NEW, GONE, MOVED = "new", "gone", "moved"
MOST_EXAMPLES = 2


@dataclass(frozen=True)
class Difference:
    """One notice that would be planned, cancelled or moved."""

    how: str
    kind: str
    to: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Change:
    """All differences of one sort, in numbers, with the first few."""

    how: str
    kind: str
    count: int
    examples: Sequence[Difference]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a coordinator sees of a changed file.

    Attributes:
        cohort: which.
        edition: the digest of the changed file.
        keys: the keys whose values changed.
        changes: what would change in the timeline; None while it is being worked out.
        done, of: how many pairings were looked at, of how many.
        kept: whether a coordinator decided to stay with what was.
        moving: whether it is moving already.
    """

    cohort: Cohort
    edition: str
    keys: Sequence[str]
    changes: Sequence[Change] | None
    done: int
    of: int
    kept: bool = False
    moving: bool = False


def differences(before: Plan, after: Plan) -> list[Difference]:
    """List what differs between two plans, soonest first."""
    found = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            found.append(Difference(NEW, new[0], new[1], None, new[2]))
        elif new is None and old is not None:
            found.append(Difference(GONE, old[0], old[1], old[2], None))
        elif old is not None and new is not None and (old[0], old[2]) != (new[0], new[2]):
            found.append(Difference(MOVED, new[0], new[1], old[2], new[2]))
    return sorted(found, key=lambda one: (_first_of(one), one.kind, one.to, one.how))


def _first_of(one: Difference) -> str:
    return min(at.isoformat() for at in (one.before, one.after) if at is not None)


def added_up(so_far: Mapping[str, Any], more: Sequence[Difference]) -> dict[str, Any]:
    """Return the numbers with more differences in them, as a row keeps them."""
    found = {key: {"count": one["count"], "first": list(one["first"])} for key, one in so_far.items()}
    for one in more:
        kept = found.setdefault(f"{one.how} {one.kind}", {"count": 0, "first": []})
        kept["count"] += 1
        if len(kept["first"]) < MOST_EXAMPLES:
            times = [at.isoformat() if at is not None else None for at in (one.before, one.after)]
            kept["first"].append([one.to, *times])
    return found


def changes(kept: Mapping[str, Any]) -> list[Change]:
    """Return what a row kept, the most frequent first."""
    found = []
    for name, one in kept.items():
        how, kind = name.split(" ")
        examples = [
            Difference(how, kind, to, *(datetime.fromisoformat(at) if at else None for at in times))
            for to, *times in one["first"]
        ]
        found.append(Change(how, kind, one["count"], examples))
    return sorted(found, key=lambda one: (-one.count, one.how, one.kind))


def changed_keys(old: Handbook, new: Handbook) -> list[str]:
    """List the keys whose values differ, as a reader of the file would name them."""
    return list(dict.fromkeys(_changed(old.model_dump(), new.model_dump(), ())))


def _changed(old: Any, new: Any, way: tuple[int | str, ...]) -> list[str]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return [one for key in {**old, **new} for one in _changed(old.get(key), new.get(key), (*way, key))]
    if isinstance(old, tuple | list) and isinstance(new, tuple | list) and len(old) == len(new):
        return [one for at in range(len(old)) for one in _changed(old[at], new[at], (*way, at))]
    return [shown_key(way)]
