"""Who is written to, what may be written, and how long it takes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from app.core.refusal import Refusal, refuse_all
from app.features.joining.rules import Application, State
from app.features.programmes.rules import Cohort

MOST_TEXT = 2000
WORTH = timedelta(days=7)
"""For so long a message to many is worth reading; whoever is away for longer does not get it."""
WEEK = timedelta(days=7)
MINUTE = 60


def _takes_part(one: Application) -> bool:
    return one.is_in


def _as_mentor(one: Application) -> bool:
    return one.is_in and one.role == "mentor"


def _as_mentee(one: Application) -> bool:
    return one.is_in and one.role == "mentee"


def _matched(one: Application) -> bool:
    return one.state is State.MATCHED


def _waits(one: Application) -> bool:
    return one.state is State.APPROVED


def _applied(one: Application) -> bool:
    return one.state is State.RECEIVED


AUDIENCES: Mapping[str, Callable[[Application], bool]] = {
    "everybody": _takes_part,
    "mentors": _as_mentor,
    "mentees": _as_mentee,
    "matched": _matched,
    "waiting": _waits,
    "applied": _applied,
}
"""Who can be written to: a name, and whether an application makes its owner one of them."""


@dataclass(frozen=True, kw_only=True)
class Circular:
    """One message to many.

    Attributes:
        id, team_id, cohort_id: which, and to whose people.
        by: the coordinator who writes.
        audience: one of `AUDIENCES`.
        text: what they write, as they typed it.
        sent_at: when it was sent off, UTC; None while it is a draft.
        batch_id: the bulk work that carries it; None while it is a draft.
    """

    id: int
    team_id: str
    cohort_id: int
    by: str
    audience: str
    text: str
    sent_at: datetime | None = None
    batch_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many a message goes to.

    Attributes:
        now: how many may be written to at this hour.
        later: how many get it once their hours begin, or once they are back.
        last_at: when the last of those get it, UTC.
        away: how many are away for so long that they do not get it.
    """

    now: int
    later: int = 0
    last_at: datetime | None = None
    away: int = 0

    @property
    def all(self) -> int:
        """How many in all."""
        return self.now + self.later


@dataclass(frozen=True, kw_only=True)
class Work:
    """How far it is what somebody started for many.

    Attributes:
        id: of the bulk work.
        what: which work: `writing.circular` or `matching.accepted`.
        cohort: in which cohort.
        sent, failed, left_out, cancelled: how many messages arrived, did not (or perhaps not), were not needed any
            more, or were stopped.
        calls: how often each method, or place, is still to be asked for what waits for nothing but its turn.
        to_go: how many messages that are.
        later, last_at: how many wait for their readers' hours, and when the last of those are due, UTC.
        queued: how many pairs or groups wait to be asked.
        stopped_by: who stopped it; None if nobody did.
        unreached: the first of those who did not get theirs: who, and Slack's code or a sentence.
    """

    id: int
    what: str
    cohort: Cohort
    sent: int = 0
    failed: int = 0
    left_out: int = 0
    cancelled: int = 0
    calls: Mapping[str, int] = field(default_factory=dict)
    to_go: int = 0
    later: int = 0
    last_at: datetime | None = None
    queued: int = 0
    stopped_by: str | None = None
    unreached: tuple[tuple[str, str], ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left to do."""
        return not (self.to_go or self.later or self.queued)

    @property
    def total(self) -> int:
        """How many messages there are in all."""
        return self.sent + self.failed + self.left_out + self.cancelled + self.to_go + self.later


CALLS = {
    "matching.begun": "a place",  # all of them to one channel
    "matching.formed": "a place",
    "matching.introduced": "conversations.open",
    "matching.introduction": "conversations.open",
    "matching.invite": "conversations.invite",
    "matching.public": "a place",
}
"""What is slowest about each kind of message; a message to one person is posted, and that is all."""
POSTING = "chat.postMessage"


def calls_of(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return how often each method or place is to be asked for so many messages of each kind."""
    found = {POSTING: sum(numbers.values())} if numbers else {}
    for kind, number in numbers.items():
        what = CALLS.get(kind, POSTING)
        if what != POSTING:
            found[what] = found.get(what, 0) + number
    return found


def people_of(audience: str, applications: Iterable[Application], but: str) -> list[str]:
    """Return whom a message to an audience goes to, in the order in which they applied, without its writer."""
    is_one = AUDIENCES[audience]
    return list(dict.fromkeys(one.user_id for one in applications if is_one(one) and one.user_id != but))


def check(audience: str, text: str) -> None:
    """Refuse what cannot be sent.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    wrong: list[Refusal] = []
    if audience not in AUDIENCES:
        wrong.append(Refusal("writing.no-audience", field="audience"))
    if not text.strip():
        wrong.append(Refusal("writing.no-text", field="text"))
    elif len(text) > MOST_TEXT:
        wrong.append(Refusal("writing.too-long", field="text", most=MOST_TEXT))
    refuse_all(wrong)


def seconds_left(numbers: Mapping[str, int], rest: Callable[[str], float]) -> int:
    """Return about how many seconds it takes until all has been sent.

    Args:
        numbers: how often each method or place is to be asked; they are asked side by side.
        rest: returns how many seconds lie between two calls of one.
    """
    return ceil(max((number * rest(what) for what, number in numbers.items()), default=0.0))


def roughly(seconds: int) -> tuple[int, str]:
    """Return a length of time as people say it: a number, rounded up, of `second` or `minute`."""
    if seconds <= MINUTE + MINUTE // 2:
        return max(10, ceil(seconds / 10) * 10), "second"
    return ceil(seconds / MINUTE), "minute"
