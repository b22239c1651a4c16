"""When to ask, what an answer is, and who may read what somebody wrote in private."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.decisions.rules import Counts
from app.features.pairings.rules import Pairing
from app.handbook.asking import CheckIn as Rhythm

ANSWERS = ("well", "better", "help")
ANSWER_FOR = timedelta(days=10)
AHEAD = timedelta(days=365)
LONGEST = 3000


@dataclass(frozen=True, kw_only=True)
class CheckIn:
    """One question to one person of a pairing.

    Attributes:
        id, team_id, pairing_id, user_id: whom it asks about what.
        number: 1 for the first month.
        asked_at: when the question is due, UTC.
        said: `well`, `better`, `help`, or None while unanswered.
        said_at: UTC.
    """

    id: int
    team_id: str
    pairing_id: int
    user_id: str
    number: int
    asked_at: datetime
    said: str | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """What somebody wrote to the coordinators in private.

    Attributes:
        id, team_id, cohort_id, user_id: who wrote it, where.
        kind: `help`, or `better` for a word on a check-in.
        text: what they wrote.
        called_at, handled_at: UTC.
        handled_by: the coordinator who took care of it.
    """

    id: int
    team_id: str
    cohort_id: int
    user_id: str
    kind: str
    text: str
    called_at: datetime
    handled_at: datetime | None = None
    handled_by: str | None = None


def due_dates(rhythm: Rhythm, began_at: datetime, cohort_ends: datetime, now: datetime) -> list[datetime]:
    """Return when a pairing is asked: every so many days from its beginning to the cohort's end.

    A pairing without an end is planned a year ahead of `now`; each answer and each meeting plans on.
    """
    dates, at, until = [], began_at + timedelta(days=rhythm.every_days), min(cohort_ends, now + AHEAD)
    while at < until:
        dates.append(at)
        at += timedelta(days=rhythm.every_days)
    return dates


def wanted(checkins: Iterable[CheckIn], pairing: Pairing, rhythm: Rhythm) -> list[Wanted]:
    """List the questions of a pairing; where silence is not fine, each is chased as often as the handbook says."""
    if not pairing.is_live:
        return []
    messages = []
    for one in checkins:
        if one.user_id not in pairing.people:
            continue
        # Whoever is away for two weeks of a month is asked when they are back.
        useful = max(ANSWER_FOR, patience(rhythm), timedelta(days=rhythm.every_days) / 2)
        base, until = f"checkin:{one.id}", one.asked_at + useful
        about = {"checkin": one.id}
        messages.append(
            Wanted(key=base, kind="checkins.ask", to=one.user_id, due=one.asked_at, expires=until, about=about)
        )
        if rhythm.silence == "needed" and one.said is None:
            messages += [
                Wanted(
                    key=f"{base}:chase" if time == 1 else f"{base}:chase:{time}",
                    kind="checkins.chase",
                    to=one.user_id,
                    due=one.asked_at + time * timedelta(days=rhythm.chase_after_days),
                    expires=until,
                    about=about,
                )
                for time in range(1, rhythm.chases + 1)
            ]
    return messages


def patience(rhythm: Rhythm) -> timedelta:
    """Return after how long silence counts: where an answer is needed, when the last chase went unheard."""
    if rhythm.silence == "fine":
        return ANSWER_FOR
    return timedelta(days=rhythm.chase_after_days) * (rhythm.chases + 1)


def call_messages(call: Call, readers: Iterable[str]) -> list[Wanted]:
    """List what a call for help sets in motion; a word on a check-in waits on the desk instead."""
    about, base = {"call": call.id}, f"call:{call.id}"
    messages = [
        Wanted(key=f"{base}:received", kind="checkins.received", to=call.user_id, due=call.called_at, about=about)
    ]
    if call.kind == "help":
        messages += [
            Wanted(key=f"{base}:to:{one}", kind="checkins.call", to=one, due=call.called_at, about=about)
            for one in readers
        ]
    if call.handled_at is not None:
        messages.append(
            Wanted(key=f"{base}:taken", kind="checkins.taken", to=call.user_id, due=call.handled_at, about=about)
        )
    return messages


def readers(coordinators: Iterable[str], caller: str, partners: Iterable[str]) -> list[str]:
    """Return who reads what somebody wrote in private: the coordinators, but never a partner of theirs."""
    kept_out = {caller, *partners}
    return [one for one in coordinators if one not in kept_out]


def check_text(text: str) -> None:
    """Let a text through that says something.

    Raises:
        Refusal: `checkins.no-text`, `checkins.too-long`, at the field `text`.
    """
    if not text:
        raise Refusal("checkins.no-text", field="text")
    if len(text) > LONGEST:
        raise Refusal("checkins.too-long", field="text", most=LONGEST)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How everything that is asked one by one went in a stretch of time, in numbers only.

    Attributes:
        check_ins: the monthly question.
        decisions: the handbook's, by their key.
        fit: whether the two fit.
    """

    check_ins: Counts = field(default_factory=Counts)
    decisions: Mapping[str, Counts] = field(default_factory=dict)
    fit: Counts = field(default_factory=Counts)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Answers of a stretch of time, in numbers only."""

    well: int
    better: int
    help: int
    open_calls: int

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.well + self.better + self.help


def tally(checkins: Iterable[CheckIn], calls: Iterable[Call], since: datetime, until: datetime) -> Tally:
    """Count what was answered in a stretch of time, and the calls for help that nobody took care of."""
    said = [one.said for one in checkins if one.said_at is not None and since < one.said_at <= until]
    waiting = [one for one in calls if one.kind == "help" and one.handled_at is None]
    return Tally(well=said.count("well"), better=said.count("better"), help=said.count("help"), open_calls=len(waiting))
