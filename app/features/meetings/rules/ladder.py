"""When a pairing that does not meet is asked, and when its coordinators hear of it.

The clock runs from the last sign that people meet, and stands still while a side of the pairing is
away. Planning a meeting stops it until that meeting is over. Each answer starts it anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.calendar import Span, later
from app.core.notice import Wanted
from app.features.meetings.rules import Meeting
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.meetings import EVERY_DAYS
from app.handbook.model import Handbook

KINDS = {"first_meeting": "trouble.first_meeting", "next_meeting": "trouble.next_meeting"}
"""The two topics, and the kind of message that each asks with."""
MOST_ASKED = 2
GRACE = timedelta(days=3)
LATE = timedelta(days=7)
ASK_FOR = timedelta(days=10)
DESK_FOR = timedelta(days=14)
BY_COORDINATORS = ("wait", "wrote", "goodbye")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer to the ladder.

    Attributes:
        user_id: who.
        said: `fine` (they meet without Trellis), `stop` (do not ask again about `topic`), a pace (`week`,
            `fortnight`, `month`); or a coordinator's `wait`, `wrote`, `goodbye`.
        topic: `first_meeting` or `next_meeting`.
        at: UTC.
    """

    user_id: str
    said: str
    topic: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a pairing stands on the ladder.

    Attributes:
        topic: what it lacks: its `first_meeting`, or the `next_meeting`.
        held: how many meetings were held.
        since: the last sign that they meet or mean to: the beginning, a meeting, a word; UTC.
        number: which time it would be asked since the last meeting that was held.
        ask_at, unreachable_at, closing_at: when each rung is due, UTC.
        silent: who has given no sign since.
        every_days: the pace that they meet at.
    """

    topic: str
    held: int
    since: datetime
    number: int
    ask_at: datetime
    unreachable_at: datetime
    closing_at: datetime
    silent: tuple[str, ...]
    every_days: int

    def is_quiet(self, now: datetime) -> bool:
        """Whether the first rung is reached."""
        return now >= self.ask_at


def standing(
    pairing: Pairing, handbook: Handbook, meetings: Sequence[Meeting], off: Sequence[Span], said: Iterable[Said]
) -> Standing:
    """Return where a pairing stands.

    Args:
        pairing: which.
        handbook: its programme's.
        meetings: all of its meetings.
        off: when a whole side of it is away; those days do not count.
        said: every answer so far.
    """
    trouble, answers = handbook.trouble, list(said)
    held = [one for one in meetings if one.held_at is not None]
    topic = "next_meeting" if held else "first_meeting"
    every_days = pace(handbook, answers)
    planned = [one.ends_at for one in meetings if one.held_at or (one.stands and one.missed_at is None)]
    contact = [one.at for one in answers if one.said == "fine" or one.said in EVERY_DAYS]
    since = max([pairing.began_at, *planned, *contact])
    patience = timedelta(days=trouble.first_meeting_days)
    to_unreachable = timedelta(days=trouble.unreachable_days - trouble.first_meeting_days)
    if held:
        patience = max(timedelta(days=trouble.next_meeting_days), timedelta(days=every_days) + LATE)
        to_unreachable = timedelta(days=trouble.unreachable_days - trouble.next_meeting_days)
    setbacks = [at for one in meetings if (at := one.missed_at or one.cancelled_at) is not None and at > since]
    ask_at = max([later(since, patience, off), *(later(at, GRACE, off) for at in setbacks)])
    signs = {user: _last_sign(user, since, meetings, answers) for user in pairing.people}
    waits = [one.at for one in answers if one.said == "wait"]
    by_side = [max(signs[user] for user in side) for side in (pairing.mentors, pairing.mentees) if side]
    quietest = max([min(by_side), *waits])
    unreachable_at = max(later(quietest, patience + to_unreachable, off), later(ask_at, GRACE, off))
    last_held = max((one.ends_at for one in held), default=pairing.began_at)
    return Standing(
        topic=topic,
        held=len(held),
        since=since,
        number=1 + _rounds(last_held, [at for at in contact if at > last_held], patience, off),
        ask_at=ask_at,
        unreachable_at=unreachable_at,
        closing_at=later(unreachable_at, timedelta(days=trouble.closing_days), off),
        silent=tuple(user for user, sign in signs.items() if sign == since) or pairing.people,
        every_days=every_days,
    )


def _rounds(start: datetime, contact: Sequence[datetime], patience: timedelta, off: Sequence[Span]) -> int:
    """Return how many questions were answered: the answers of several people to one count once."""
    rounds = 0
    for at in sorted(contact):
        rounds += at >= later(start, patience, off)
        start = at
    return rounds


def pace(handbook: Handbook, answers: Sequence[Said]) -> int:
    """Return every how many days a pairing meets: as it chose, or as its handbook says."""
    chosen = [one.said for one in sorted(answers, key=lambda one: one.at) if one.said in EVERY_DAYS]
    return EVERY_DAYS[chosen[-1]] if chosen else handbook.rhythm.every_days


def _last_sign(user: str, since: datetime, meetings: Sequence[Meeting], answers: Sequence[Said]) -> datetime:
    """Return when somebody last did anything about meeting: answered, proposed, cancelled."""
    deeds = [one.at for one in answers if one.user_id == user and one.said not in BY_COORDINATORS]
    deeds += [one.proposed_at for one in meetings if one.proposed_by == user and not one.by_rhythm]
    deeds += [one.cancelled_at for one in meetings if one.cancelled_at is not None and one.cancelled_by == user]
    return max([since, *deeds])


def wanted(
    pairing: Pairing,
    cohort: Cohort,
    handbook: Handbook,
    meetings: Sequence[Meeting],
    off: Sequence[Span],
    said: Sequence[Said],
) -> list[Wanted]:
    """List the rungs ahead: one question to each person, then a word to the coordinators, then a proposal to end.

    Nobody is asked more than twice between two meetings, nor about what they asked not to be asked.
    """
    if not pairing.is_live or cohort.closed_at is not None:
        return []
    here = standing(pairing, handbook, meetings, off, said)
    base = f"ladder:{pairing.id}:{here.topic}:{here.held}"
    about: dict[str, int | str] = {"pairing": pairing.id, "topic": here.topic, "held": here.held}
    stopped = {one.user_id for one in said if one.said == "stop" and one.topic == here.topic}
    asked = [
        Wanted(
            key=f"{base}:{here.number}:{user}",
            kind=KINDS[here.topic],
            to=user,
            due=here.ask_at,
            expires=here.ask_at + ASK_FOR,
            about={**about, "number": here.number},
        )
        for user in pairing.people
        if here.number <= MOST_ASKED and user not in stopped
    ]
    heard = sum(one.said == "wait" for one in said) + here.number
    rungs = (("trouble.unreachable", here.unreachable_at), ("trouble.closing", here.closing_at))
    desk = [
        Wanted(
            key=f"{base}:{heard}:{kind}",
            kind=kind,
            to=cohort.coordinators_channel,
            due=due,
            expires=due + DESK_FOR,
            about={**about, "heard": heard},
        )
        for kind, due in rungs
    ]
    goodbyes = [
        Wanted(
            key=f"{base}:goodbye-{number}:{user}",
            kind="trouble.goodbye",
            to=user,
            due=one.at,
            expires=one.at + ASK_FOR,
            about=about,
        )
        for number, one in enumerate((one for one in said if one.said == "goodbye"), start=1)
        for user in pairing.people
    ]
    return [one for one in (*asked, *desk, *goodbyes) if one.due < cohort.ends]
