"""What a check found, and how it is told."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.logs.faults import message_of
from app.logs.net import scrub


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    NOTE = "note"  # as it may be; good to know
    WARNING = "warning"  # works, and will not always
    FAULT = "fault"  # does not work


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        check: what was looked at, in a word or two.
        state: how bad it is.
        said: what was found.
        todo: what to do about it; empty if nothing.
    """

    check: str
    state: State
    said: str
    todo: str = ""


def ok(check: str, said: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(check, State.OK, said)


def note(check: str, said: str, todo: str = "") -> Finding:
    """Return something that is good to know."""
    return Finding(check, State.NOTE, said, todo)


def warning(check: str, said: str, todo: str) -> Finding:
    """Return something that works, and will not always."""
    return Finding(check, State.WARNING, said, todo)


def fault(check: str, said: str, todo: str) -> Finding:
    """Return something that does not work."""
    return Finding(check, State.FAULT, said, todo)


def looked_at(check: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Yield what a check finds; one that fails itself is a finding, and keeps the others from nothing."""
    try:
        yield from look()
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks have their turn
        said = message_of(error).partition("\n")[0]
        name = type(error).__name__ + (f": {said}" if said else "")
        yield fault(check, f"could not be looked at ({name})", "mend what else is found first, then look again")


def is_healthy(found: Iterable[Finding]) -> bool:
    """Whether nothing is a fault."""
    return all(one.state is not State.FAULT for one in found)


def as_text(found: Sequence[Finding]) -> str:
    """Return the list for people: what is wrong stands out, with what to do below it."""
    width = max(len(one.check) for one in found)
    lines = []
    for one in found:
        state = one.state.upper() if one.state in (State.FAULT, State.WARNING) else str(one.state)
        lines.append(f"{state:8} {one.check:{width}}  {scrub(one.said)}")
        if one.todo:
            lines.append(f"{'':8} {'':{width}}  -> {scrub(one.todo)}")
    return "\n".join([*lines, "", _summary(found)]) + "\n"


def _summary(found: Sequence[Finding]) -> str:
    number = Counter(one.state for one in found)
    if not number[State.FAULT] and not number[State.WARNING]:
        return "Everything is as it should be."
    parts = [
        f"{number[state]} {state}{'' if number[state] == 1 else 's'}"
        for state in (State.FAULT, State.WARNING)
        if number[state]
    ]
    return f"{' and '.join(parts)}. Do what stands behind the arrows, then run `trellis doctor` again."


def as_json(found: Sequence[Finding]) -> str:
    """Return the same for programs."""
    findings = [
        {"check": one.check, "state": str(one.state), "said": scrub(one.said), "todo": scrub(one.todo)} for one in found
    ]
    return json.dumps({"ok": is_healthy(found), "findings": findings}, indent=2, ensure_ascii=False) + "\n"
