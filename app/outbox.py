"""What `trellis timeline` and `trellis outbox` show: where messages stand, and never what they say."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app import lobby
from app.core.calendar import local
from app.database.session import Transaction
from app.delivery import looking
from app.delivery.belonging import COHORT, below, owner_of
from app.delivery.looking import Held, Late, Seen
from app.delivery.states import State
from app.features.installing import usecases as installing
from app.features.pairings import usecases as pairings
from app.features.programmes import usecases as programmes
from app.subjects import OF_ALL, SUBJECTS

MOST = 500
RECENT = timedelta(days=7)
MOST_TROUBLES = 50
TROUBLES = (State.FAILED, State.UNCERTAIN)


class NoSuch(Exception):  # noqa: N818 - a sentence for the admin
    """There is nothing of that kind with that id."""


@dataclass(frozen=True)
class Look:
    """How things are shown.

    Attributes:
        zone: IANA name of the zone in which times are given.
        why: whether the reason for which a kind of message is sent is shown.
        as_json: for a program instead of a person.
    """

    zone: str
    why: bool = False
    as_json: bool = False

    def at(self, instant: datetime) -> str:
        """Return an instant on the reader's clock."""
        return f"{local(instant, self.zone):%Y-%m-%d %H:%M}"


# -- timeline --------------------------------------------------------------------------------------


def timeline(tx: Transaction, *, family: str, number: str, look: Look) -> str:
    """Return what went out, and what is planned, for a pairing, a meeting, an application, a cohort or a person.

    Args:
        tx: the transaction.
        family: `pairing`, `meeting`, `application`, `cohort`, or `person`.
        number: its id; a Slack id for a person.
        look: how it is shown.

    Raises:
        NoSuch: if there is no such pairing, meeting, application or cohort.
    """
    found: list[Seen] = []
    is_there = family == "person"
    for team_id in installing.teams(tx):
        if family == "person":
            found += _to_person(tx, team_id, number)
        elif _exists(tx, team_id, family, number):
            is_there = True
            only = OF_ALL if family == COHORT else None
            subjects = below(tx, SUBJECTS, team_id=team_id, family=family, number=number, only=only)
            found += looking.timeline_of(tx, team_id=team_id, subjects=subjects, most=MOST)
    if not is_there:
        raise NoSuch(f"there is no {family} {number}")
    if look.as_json:
        return json.dumps([_record(one, look) for one in found], indent=2) + "\n"
    if not found:
        return "Nothing has been planned.\n"
    clipped = [f"Only the newest {MOST} are shown."] if len(found) >= MOST else []
    return "\n".join([f"Times are in {look.zone}.", *clipped, *_table(found, look), *_whys(found, look)]) + "\n"


def _exists(tx: Transaction, team_id: str, family: str, number: str) -> bool:
    if family == COHORT:
        return programmes.has_cohort(tx, team_id=team_id, cohort_id=int(number))
    return owner_of(tx, SUBJECTS, team_id=team_id, subject=f"{family}:{number}").cohort_id is not None


def _to_person(tx: Transaction, team_id: str, user_id: str) -> list[Seen]:
    groups = {stay.pairing.address for stay in pairings.stays_of(tx, team_id=team_id, user_id=user_id)}
    return looking.timeline_to(tx, team_id=team_id, to={user_id, *groups}, most=MOST)


def _table(found: Sequence[Seen], look: Look) -> list[str]:
    rows = [(look.at(one.at), _state(one), one.kind, f"to {one.to}", one.subject, _times(one, look)) for one in found]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return [
        "  ".join([*(text.ljust(width) for text, width in zip(row[:5], widths, strict=True)), row[5]]).rstrip()
        for row in rows
    ]


def _state(one: Seen) -> str:
    if one.state is State.PUT_OFF:
        return f"waiting: {one.reason}"
    return f"{one.state}: {one.reason}" if one.reason else str(one.state)


def _times(one: Seen, look: Look) -> str:
    said = []
    if one.state.is_open and one.due_at != one.wanted_at:
        said.append(f"wanted {look.at(one.wanted_at)}")
    if one.state.is_open and one.expires_at is not None:
        said.append(f"stale from {look.at(one.expires_at)}")
    return ", ".join(said)


def _whys(found: Iterable[Seen], look: Look) -> list[str]:
    if not look.why:
        return []
    said = {kind.name: kind.why for kind in lobby.board().notices}
    kinds = sorted({one.kind for one in found})
    return ["", *(f"{kind}: {said.get(kind, 'this version does not know it')}" for kind in kinds)]


def _record(one: Seen, look: Look) -> dict[str, Any]:
    times = {
        "wanted_at": one.wanted_at,
        "due_at": one.due_at,
        "expires_at": one.expires_at,
        "settled_at": one.settled_at,
    }
    return {
        "id": one.id,
        "kind": one.kind,
        "subject": one.subject,
        "to": one.to,
        "state": str(one.state),
        "reason": one.reason,
        **{name: None if at is None else local(at, look.zone).isoformat() for name, at in times.items()},
        "attempts": one.attempts,
    }


# -- outbox ----------------------------------------------------------------------------------------


def outbox(tx: Transaction, *, now: datetime, look: Look) -> str:
    """Return how the whole outbox stands: counts, what is late, what did not arrive, what Slack holds back."""
    counted = looking.counts(tx)
    late = looking.late(tx, now=now)
    troubles = looking.troubled(tx, since=now - RECENT, most=MOST_TROUBLES)
    held = looking.held_back(tx)
    if look.as_json:
        return _outbox_record(counted, late, troubles, held, now, look)
    lines = [f"Times are in {look.zone}.", ""]
    lines += [f"{state:12} {counted.get(state, 0):>9}" for state in State]
    lines += ["", _late_line(late, now)]
    lines += ["", *_held_lines(held)]
    lines += ["", *_trouble_lines(troubles, look)]
    return "\n".join([*lines, *_whys(troubles, look)]) + "\n"


def is_late(tx: Transaction, *, now: datetime, minutes: int) -> tuple[bool, str]:
    """Return whether something has been due for longer than some minutes, and a sentence that says so."""
    late = looking.late(tx, now=now)
    return late.seconds(now) > minutes * 60, _late_line(late, now)


def _late_line(late: Late, now: datetime) -> str:
    if late.oldest is None:
        return "Nothing is overdue."
    return f"Overdue: {late.due}, the oldest for {_span(late.seconds(now))}."


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    said = [f"{number} {unit}" for number, unit in parts if number]
    return " ".join(said[:2]) or "0 s"


def _held_lines(held: Sequence[Held]) -> list[str]:
    if not held:
        return ["Slack holds nothing back."]
    lines = [
        f"  {one.team_id}  {'the whole workspace' if one.what == '*' else one.what}: for {_span(one.seconds)}"
        f"{f' ({one.why})' if one.why else ''}"
        for one in held
    ]
    return ["Slack holds back:", *lines]


def _trouble_lines(troubles: Sequence[Seen], look: Look) -> list[str]:
    if not troubles:
        return [f"Everything of the last {RECENT.days} days arrived."]
    clipped = [f"  Only the newest {MOST_TROUBLES} are shown."] if len(troubles) >= MOST_TROUBLES else []
    head = f"Did not arrive, or perhaps did not, in the last {RECENT.days} days:"
    return [head, *(f"  {line}" for line in _table(troubles, look)), *clipped]


def _outbox_record(
    counted: dict[State, int], late: Late, troubles: Sequence[Seen], held: Sequence[Held], now: datetime, look: Look
) -> str:
    said = {
        "counts": {str(state): counted.get(state, 0) for state in State},
        "overdue": {
            "count": late.due,
            "oldest_since": None if late.oldest is None else local(late.oldest, look.zone).isoformat(),
            "oldest_seconds": round(late.seconds(now)),
        },
        "held_back": [
            {"team_id": one.team_id, "what": one.what, "seconds": round(one.seconds), "why": one.why} for one in held
        ],
        **{str(state): [_record(one, look) for one in troubles if one.state is state] for state in TROUBLES},
    }
    return json.dumps(said, indent=2) + "\n"
