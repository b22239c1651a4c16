"""The difference of two reports: what a changed handbook changes. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.rehearsal import words
from app.rehearsal.report import Figure, Finding, Report
from app.rehearsal.showing import figure, number


@dataclass(frozen=True)
class Change:
    """One figure that differs.

    Attributes:
        label: what is counted.
        before, after: as people read it; a dash where a report lacks it.
        by: how much more (or less) it is, in per cent points where it is a share.
    """

    label: str
    before: str
    after: str
    by: str


@dataclass(frozen=True)
class Difference:
    """What differs between two reports.

    Attributes:
        name: how the earlier one is called.
        caution: what else differs besides the handbook; empty if nothing does.
        changes: figures that differ.
        gone, new: findings.
    """

    name: str
    caution: str
    changes: tuple[Change, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not (self.changes or self.gone or self.new)


def compare(before: Report, after: Report, name: str) -> Difference:
    """Return what differs; `name` is how the earlier report is called."""
    keys = [(one.message, one.key) for one in before.findings], [(one.message, one.key) for one in after.findings]
    return Difference(
        name=name,
        caution=_caution(before, after),
        changes=tuple(_changes(before, after)),
        gone=tuple(one for one in before.findings if (one.message, one.key) not in keys[1]),
        new=tuple(one for one in after.findings if (one.message, one.key) not in keys[0]),
    )


def _caution(before: Report, after: Report) -> str:
    sides = before.setting.model_dump(), after.setting.model_dump()
    names = {"people": "the number of people", "seed": "the seed", "weeks": "the weeks", "mix": "the mix of people"}
    names |= {"first_day": "the first day", "zone": "the time zone"}
    found = [said for key, said in names.items() if sides[0][key] != sides[1][key]]
    return words.DIFFERS.format(what=" and ".join(found)) if found else ""


def _changes(before: Report, after: Report) -> Iterator[Change]:
    old = {one.key: one for one in before.figures}
    new = {one.key: one for one in after.figures}
    for key in dict.fromkeys([*new, *old]):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or (one.value, one.of) != (other.value, other.of):
            label = (other or one or after.figures[0]).label
            yield Change(label, figure(one) if one else "-", figure(other) if other else "-", _by(one, other))


def _by(one: Figure | None, other: Figure | None) -> str:
    if one is None or other is None or one.value is None or other.value is None:
        return ""
    if one.of and other.of and not one.unit:
        points = round(100 * (other.value / other.of - one.value / one.of))
        return f"{points:+d} points" if points else "±0 points"
    more = other.value - one.value
    return f"{'+' if more > 0 else '-' if more < 0 else '±'}{number(abs(more))}"
