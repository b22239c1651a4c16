"""Gathering what somebody did, and sending it to them."""

from datetime import datetime

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan
from app.features.certificates import usecases as certificates
from app.features.events import usecases as events
from app.features.goals import usecases as goals
from app.features.keepsakes.rules import Goal, Met, Note, Summary, newest, tasks
from app.features.meetings.usecases import attendance
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Stay
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.reflections import usecases as reflections
from app.features.reflections.rules import Answers, carried

CLOSED = ("done", "dropped")


def send(tx: Transaction, *, team_id: str, by: str, now: datetime) -> None:
    """Send somebody the summaries of their newest pairings; twice in a minute is once.

    Raises:
        Refusal: `keepsakes.none` if they have been in no pairing.
    """
    stays = pairings.stays_of(tx, team_id=team_id, user_id=by)
    if not stays:
        raise Refusal("keepsakes.none")
    for one in newest(stays):
        want = Wanted(
            key=f"pairing:{one.pairing.id}:summary:{by}:{now:%Y%m%d%H%M}",
            kind="keepsakes.again",
            to=by,
            due=now,
            about={"pairing": one.pairing.id},
        )
        plan(tx, team_id=team_id, subject=f"keepsakes:{by}", wanted=want, now=now)


def has_something(tx: Transaction, *, team_id: str, user_id: str) -> bool:
    """Whether a person is or was in a pairing."""
    return bool(pairings.stays_of(tx, team_id=team_id, user_id=user_id))


def summary(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int) -> Summary:
    """Return what a person did in a pairing; for that person only.

    Raises:
        Refusal: `keepsakes.none` if they are not and were not in it.
    """
    stays = [one for one in pairings.stays_of(tx, team_id=team_id, user_id=user_id) if one.pairing.id == pairing_id]
    if not stays:
        raise Refusal("keepsakes.none")
    stay = stays[-1]
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=stay.pairing.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    held = attendance.held_during(tx, stay=stay)
    worked = goals.summary_of(tx, team_id=team_id, pairing_id=pairing_id, reader=user_id)
    written = reflections.answers_in(tx, team_id=team_id, pairing_id=pairing_id)
    by_meeting = [[said for said in written if said.meeting_id == met.id] for met, _ in held]
    own = [(met.starts_at, said) for met, _ in held for said in written if said.meeting_id == met.id]
    return Summary(
        stay=stay,
        partners=tuple(people.person(tx, team_id=team_id, user_id=one).name for one in stay.partners),
        programme=book.name,
        cohort=cohort.name,
        zone=cohort.zone,
        met=[Met(met.starts_at, met.minutes, was_there) for met, was_there in held],
        goals=[Goal(goal.text, goal.state if goal.state in CLOSED else "open") for _, goal, _ in worked.goals],
        tasks=tasks([(one.task, one.done) for one in map(carried, by_meeting)]),
        events=[one.name for one in book.events if _attended(tx, stay, one.key)],
        activities=worked.activities_done,
        certificate=_certificate(tx, stay, cohort),
        notes=[Note(at, texts) for at, said in own if said.author == user_id and (texts := _own_words(said))],
    )


def _own_words(said: Answers) -> tuple[str, ...]:
    return tuple(one for one in (said.went_well, said.could_be_better, said.opportunity, said.note) if one)


def _attended(tx: Transaction, stay: Stay, event_key: str) -> bool:
    of = stay.pairing
    return events.attended(tx, team_id=of.team_id, cohort_id=of.cohort_id, user_id=stay.user_id, event_key=event_key)


def _certificate(tx: Transaction, stay: Stay, cohort: Cohort) -> str:
    return certificates.number_of(tx, team_id=cohort.team_id, cohort_id=cohort.id, user_id=stay.user_id, role=stay.role)
