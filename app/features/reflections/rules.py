"""What a reflection holds, and what an agenda carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.goals.rules.overview import Agenda, GoalLine
from app.features.pairings.rules import Pairing
from app.handbook.meetings import Reflection as Questions

LONGEST = 3000
MONTH = timedelta(days=28)
MOST_GOALS = 20
DONE = ("yes", "partly", "no")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What one person wrote at the end of a meeting; private to the pair.

    Attributes:
        meeting_id, author: of which meeting, by whom.
        task: what the mentee does until next time.
        opportunity: what the mentor keeps an eye out for.
        note: what else to think about.
        done: how last time's task went: `yes`, `partly`, `no` or empty.
        went_well, could_be_better: the look back; may be empty.
        written_at: UTC.
    """

    meeting_id: int
    author: str
    task: str
    opportunity: str
    note: str
    done: str
    went_well: str
    could_be_better: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What the last reflected meeting hands on to the next agenda."""

    task: str = ""
    done: str = ""
    opportunities: Sequence[str] = ()
    notes: Sequence[str] = ()


def carried(answers: Sequence[Answers]) -> Carried:
    """Return what the answers to one meeting carry on; the later answer to a question counts.

    Args:
        answers: of one meeting, oldest first.
    """
    task = done = ""
    for one in answers:
        task, done = one.task or task, one.done or done
    return Carried(
        task=task,
        done=done,
        opportunities=_distinct([one.opportunity for one in answers]),
        notes=_distinct([one.note for one in answers]),
    )


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def closes_month(held: Sequence[datetime], starts_at: datetime, every_days: int) -> bool:
    """Whether a meeting is the first after each four weeks: the fourth weekly one, every second fortnightly one.

    Args:
        held: when the meetings held so far began, oldest first.
        starts_at: when this one begins.
        every_days: the rhythm.
    """
    if not held:
        return False

    def months(at: datetime) -> int:
        return (at - held[0] + timedelta(days=every_days)) // MONTH

    return months(starts_at) > months(held[-1])


def asked_goals(agenda: Agenda) -> list[GoalLine]:
    """Return the goals that the closing questions ask about: as many as a form has room for."""
    return [one for one in agenda.goals if one.asks][:MOST_GOALS]


def without_opportunities(last: Carried, agenda: Agenda) -> Carried:
    """Leave out what is followed up as a lookout: it stands there until somebody says what came of it."""
    return replace(last, opportunities=()) if agenda.takes_opportunities else last


def check_answers(questions: Questions, said: Mapping[str, str]) -> None:
    """Make sure that the mentee's task is said and nothing is too long.

    Raises:
        Refusals: each at its field.
    """
    wrong = [
        Refusal("reflections.too-long", field=key, most=LONGEST) for key, text in said.items() if len(text) > LONGEST
    ]
    wrong += [
        Refusal("reflections.no-task", field=question.key)
        for question in questions.questions
        if question.becomes == "task" and not said.get(question.key)
    ]
    refuse_all(wrong)


def wanted(meeting_id: int, author: str, written_at: datetime, pairing: Pairing) -> list[Wanted]:
    """List the messages that a reflection calls for: a receipt, and the news for the others.

    A group reads it once, in its conversation.
    """
    about: dict[str, int | str] = {"meeting": meeting_id, "author": author}
    base = f"reflection:{meeting_id}:{author}"
    receipt = Wanted(key=f"{base}:receipt", kind="reflections.receipt", to=author, due=written_at, about=about)
    if pairing.is_group:
        key, to = f"{base}:news", pairing.address
        return [receipt, Wanted(key=key, kind="reflections.news", to=to, due=written_at, about=about)]
    news = [
        Wanted(key=f"{base}:news:{one}", kind="reflections.news", to=one, due=written_at, about=about)
        for one in pairing.others(author)
    ]
    return [receipt, *news]
