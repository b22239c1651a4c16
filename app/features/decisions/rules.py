"""When a decision or the good-fit check is due, what is chased, and what silence means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.meetings.rules import Meeting, anchors
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook.asking import Decision, DecisionAnswer
from app.handbook.model import Handbook

DECISION, FIT = "decision", "fit"
FIRST, AGAIN = "first", "again"
WELL, UNSURE, NOT = "well", "unsure", "not"
FIT_AFTER = timedelta(days=1)
FIT_FOR = timedelta(days=10)
LATE = timedelta(days=7)  # what was due longer ago is not asked any more, as after a change of the handbook
AHEAD = timedelta(days=365)  # how far a pairing without an end is planned; each deed in it plans on
AFTER_LAST = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to one person of a pairing.

    Attributes:
        id, team_id, pairing_id, user_id: whom it asks about what.
        topic: `decision` or `fit`.
        key: the decision's key in the handbook; for the fit `first`, or `again` for whoever was not sure.
        number: the how-manieth time; for what follows a meeting, that meeting's number.
        asked_at: when it is due, UTC.
        said: the value of the decision's answer, or `well`, `unsure`, `not`; None while unanswered.
        said_at: UTC.
        wishes_co_mentor: whether they wish for a second mentor, after a `not`.
        handled_at: when a coordinator took care of a `not`, UTC.
    """

    id: int
    team_id: str
    pairing_id: int
    user_id: str
    topic: str
    key: str
    number: int
    asked_at: datetime
    said: str | None = None
    said_at: datetime | None = None
    wishes_co_mentor: bool = False
    handled_at: datetime | None = None


@dataclass(frozen=True)
class Moment:
    """When a person of a pairing is to be asked what."""

    user_id: str
    topic: str
    key: str
    number: int
    at: datetime


def moments(
    handbook: Handbook,
    cohort: Cohort,
    pairing: Pairing,
    held: Sequence[Meeting],
    unsure: Iterable[Question],
    now: datetime,
) -> list[Moment]:
    """Return everything that the people of a pairing are to be asked, as far as it is known.

    Args:
        handbook: its decisions, and its fit check.
        cohort: has the days that are the same for everybody.
        pairing: as it is now.
        held: its meetings that were held, in order.
        unsure: first fit questions that were answered with "not sure yet".
        now: the present instant, UTC; a pairing without an end is planned a year ahead.
    """
    found: list[Moment] = []
    for decision in handbook.decisions:
        people = [one for one in pairing.people if pairing.role_of(one) in decision.roles]
        for number, at in _occasions(decision, cohort, pairing, held, now):
            found += [Moment(user, DECISION, decision.key, number, at) for user in people]
    for number in handbook.fit.after_meetings:
        if 0 < number <= len(held):
            at = held[number - 1].ends_at + FIT_AFTER
            found += [Moment(user, FIT, FIRST, number, at) for user in pairing.people]
    for one in unsure:
        if one.said_at is not None and one.user_id in pairing.people:
            at = one.said_at + timedelta(days=handbook.fit.again_after_days)
            found.append(Moment(one.user_id, FIT, AGAIN, one.number, at))
    return [one for one in found if one.at > pairing.joined_at(one.user_id)]


def _occasions(
    decision: Decision, cohort: Cohort, pairing: Pairing, held: Sequence[Meeting], now: datetime
) -> Iterator[tuple[int, datetime]]:
    when = decision.when
    known = anchors(when, cohort, pairing, held)
    if when.every_days is None:
        numbers = [number for number in sorted(when.numbers) if number > 0] if when.at == "meetings" else [1]
        yield from zip(numbers, known, strict=False)
        return
    every, until = timedelta(days=when.every_days), min(cohort.ends, now + AHEAD)
    at = known[0] + every if known else until
    number = 1
    while at < until:
        yield number, at
        at, number = at + every, number + 1


def is_too_late(moment: Moment, now: datetime) -> bool:
    """Whether it makes no sense any more to begin to ask."""
    return moment.at < now - LATE


def wanted(questions: Iterable[Question], pairing: Pairing, handbook: Handbook) -> list[Wanted]:
    """List the questions of a pairing, and how often each is chased: at most twice, then quiet."""
    if not pairing.is_live:
        return []
    messages: list[Wanted] = []
    for one in questions:
        decision = decision_of(one, handbook)
        if one.user_id in pairing.people and (decision is not None or one.topic == FIT):
            messages += _of_question(one, decision)
    return messages


def _of_question(one: Question, decision: Decision | None) -> Iterator[Wanted]:
    base, about = f"decision:{one.id}", {"question": one.id}
    until = one.asked_at + (FIT_FOR if decision is None else patience(decision) + AFTER_LAST)
    kind = "decisions.fit" if decision is None else "decisions.ask"
    yield Wanted(key=base, kind=kind, to=one.user_id, due=one.asked_at, expires=until, about=about)
    if decision is None or decision.silence == "fine" or one.said is not None:
        return
    for time in range(1, decision.chases + 1):
        due = one.asked_at + time * timedelta(days=decision.chase_after_days)
        yield Wanted(
            key=f"{base}:chase:{time}", kind="decisions.chase", to=one.user_id, due=due, expires=until, about=about
        )


def patience(decision: Decision) -> timedelta:
    """Return after how long without an answer a decision counts as overdue: when the last chase went unheard."""
    return timedelta(days=decision.chase_after_days) * (decision.chases + 1)


def decision_of(question: Question, handbook: Handbook) -> Decision | None:
    """Return what the handbook says of a question; None for the fit, and for a decision that it no longer has."""
    if question.topic != DECISION:
        return None
    return next((one for one in handbook.decisions if one.key == question.key), None)


def answer_of(decision: Decision, said: str | None) -> DecisionAnswer | None:
    """Return an answer by its value."""
    return next((one for one in decision.answers if one.value == said), None)


def check_answer(question: Question, said: str, now: datetime) -> bool:
    """Say whether an answer is new: the same one twice changes nothing.

    Raises:
        Refusal: `decisions.answered` if it was another before, `decisions.early` before it is asked.
    """
    if question.asked_at > now:
        raise Refusal("decisions.early")
    if question.said is not None and question.said != said:
        raise Refusal("decisions.answered")
    return question.said is None


def all_go_on(questions: Sequence[Question], asked: Iterable[str], decision: Decision) -> bool:
    """Whether several were asked the same, and everybody has said that they go on.

    Args:
        questions: of one decision, asked at the same time.
        asked: who is asked it and is in the pairing now.
        decision: the handbook's.
    """
    said = {one.user_id: answer_of(decision, one.said) for one in questions}
    people = list(asked)
    going = [user for user in people if (answer := said.get(user)) is not None and answer.leads_to == "go_on"]
    return len(people) > 1 and going == people


# -- counting ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What counting needs to know of one question.

    Attributes:
        asked_at: when it was put, UTC.
        said, said_at: the answer, or None.
        over_at: when the person left the pairing, or it ended; None while they are in it.
    """

    asked_at: datetime
    said: str | None
    said_at: datetime | None
    over_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How questions of one kind went, each in exactly one of the numbers but `asked`.

    Attributes:
        asked: how many were put.
        answered: how many gave each answer.
        waiting: unanswered, and not overdue.
        fine: unanswered, where silence means that all is well.
        overdue: unanswered after the last chase, where an answer is needed.
        over: unanswered when the pairing ended.
    """

    asked: int = 0
    answered: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    fine: int = 0
    overdue: int = 0
    over: int = 0


def count(
    questions: Iterable[Counted], *, silence: str, patience: timedelta, since: datetime, until: datetime
) -> Counts:
    """Count the questions put in a stretch of time, as they stood at its end.

    Args:
        questions: any; those put at another time, or to a pairing that was over, do not count.
        silence: `fine` or `needed`.
        patience: after how long silence counts.
        since: where the stretch begins, UTC; that instant is not in it.
        until: where it ends, UTC.
    """
    answered, silent = Counter[str](), Counter[str]()
    for one in questions:
        was_over = one.said is None and one.over_at is not None and one.over_at <= one.asked_at
        if not since < one.asked_at <= until or was_over:
            continue
        if one.said is not None and one.said_at is not None and one.said_at <= until:
            answered[one.said] += 1
        elif one.over_at is not None and one.over_at <= until:
            silent["over"] += 1
        elif until < one.asked_at + patience:
            silent["waiting"] += 1
        else:
            silent["overdue" if silence == "needed" else "fine"] += 1
    return Counts(asked=answered.total() + silent.total(), answered=dict(answered), **silent)
