"""Answering the closing questions, and carrying the answers on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, refresh, show_open_homes
from app.features.care import usecases as care
from app.features.goals import usecases as goals
from app.features.goals.rules.overview import GoalLine
from app.features.goals.usecases import lookouts, reviewing
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.presence import was_in
from app.features.meetings.rules.times import Wish, is_same_time
from app.features.meetings.usecases import arranging, attendance, telling
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.reflections import records
from app.features.reflections.rules import Answers, Carried, asked_goals, carried, check_answers, wanted
from app.handbook.model import Handbook

NEXT_FIELDS = {"day": "next_day", "at": "next_at", "zone": "next_at", "minutes": "next_at"}


@dataclass(frozen=True)
class Opened:
    """What is needed to show the closing questions."""

    meeting: Meeting
    pairing: Pairing
    handbook: Handbook
    last_time: Carried
    so_far: list[Answers]
    following: Meeting | None
    repeats: bool
    present: tuple[tuple[str, bool], ...]
    """The mentees of a group, and whether they were or will have been there; for its mentor to tick."""
    goals: Sequence[GoalLine]


def open_questions(tx: Transaction, *, team_id: str, user_id: str, meeting_id: int, now: datetime) -> Opened:
    """Return the closing questions of a meeting, with what is answered already.

    Raises:
        Refusal: if the person is not in its living pairing, or the meeting has not begun.
    """
    meeting, pairing = meetings.own_meeting(tx, team_id=team_id, user_id=user_id, meeting_id=meeting_id)
    if meeting.cancelled_at is not None:
        raise Refusal("meetings.cancelled")
    if meeting.starts_at > now:
        raise Refusal("reflections.too-early")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    return Opened(
        meeting=meeting,
        pairing=pairing,
        handbook=programmes.handbook_of(tx, cohort),
        last_time=carried_to(tx, team_id=team_id, pairing_id=pairing.id, before=meeting),
        so_far=answers_to(tx, team_id=team_id, meeting_id=meeting.id),
        following=_following(tx, pairing, meeting, now),
        repeats=meetings.has_rhythm(tx, team_id=team_id, pairing_id=pairing.id),
        present=_present(tx, meeting, pairing) if user_id in pairing.mentors and pairing.is_group else (),
        goals=asked_goals(
            goals.agenda_lines(tx, team_id=team_id, pairing_id=pairing.id, reader=user_id, at=meeting.ends_at)
        ),
    )


def _present(tx: Transaction, meeting: Meeting, pairing: Pairing) -> tuple[tuple[str, bool], ...]:
    said = {one: attendance.presence_at(tx, meeting=meeting, user_id=one) for one in pairing.mentees}
    return tuple(
        (user, known.attended if known is not None else user not in meeting.declined)
        for user, known in said.items()
        if was_in(meeting, pairing, user)
    )


def _following(tx: Transaction, pairing: Pairing, meeting: Meeting, now: datetime) -> Meeting | None:
    found = meetings.meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    return next((m for m in found if m.is_open and m.starts_at > now and m.id != meeting.id), None)


def to_reflect_on(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> int:
    """Return the id of the last meeting that has begun in any of a person's pairings.

    Raises:
        Refusal: `reflections.nothing-to-reflect`.
    """
    begun = [
        found
        for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id)
        if (found := meetings.last_begun(tx, team_id=team_id, pairing_id=pairing.id, now=now)) is not None
    ]
    if not begun:
        raise Refusal("reflections.nothing-to-reflect")
    return max(begun, key=lambda one: one.starts_at).id


def reflect(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    meeting_id: int,
    said: Mapping[str, str],
    following: Wish | None,
    now: datetime,
    present: Sequence[str] | None = None,
    stands: Mapping[int, str] | None = None,
) -> None:
    """Take a person's answers: the meeting was held, its task and opportunities go on, the next is proposed.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who answers; answering again replaces their earlier answers.
        meeting_id: of which meeting.
        said: texts by the handbook's question keys, and `done`, `went_well`, `could_be_better`.
        following: the next meeting, if they gave a day; the partner's same proposal is thereby accepted.
        now: the present instant, UTC.
        present: the mentees who were there, as the mentor of a group ticked them.
        stands: how goals stand, by their ids, where the handbook asks for it.

    Raises:
        Refusal: if the person is not in its living pairing, or the meeting has not begun.
        Refusals: if an answer is missing or the next meeting cannot be, each at its field.
    """
    opened = open_questions(tx, team_id=team_id, user_id=by, meeting_id=meeting_id, now=now)
    check_answers(opened.handbook.reflection, said)
    if following is not None:
        _propose_next(tx, opened, by, following, now)
    becomes = {one.becomes: said.get(one.key, "") for one in opened.handbook.reflection.questions}
    rows = records.of_meeting(tx, team_id, meeting_id)
    row = next((one for one in rows if one.author == by), None)
    if row is None:
        row = records.ReflectionRow(team_id=team_id, pairing_id=opened.pairing.id, meeting_id=meeting_id, author=by)
        tx.add(row)
    row.task, row.opportunity, row.note = (
        becomes.get("task", ""),
        becomes.get("opportunity", ""),
        becomes.get("note", ""),
    )
    row.done = said.get("done", "")
    row.went_well, row.could_be_better = said.get("went_well", ""), said.get("could_be_better", "")
    row.written_at = now
    tx.flush()
    telling.mark_held(tx, team_id=team_id, by=by, meeting_id=meeting_id, now=now, present=present)
    pairing_id = opened.pairing.id
    reviewing.stand_in_meeting(tx, team_id=team_id, by=by, pairing_id=pairing_id, said=stands or {}, now=now)
    lookouts.note_from_meeting(
        tx, team_id=team_id, by=by, pairing_id=pairing_id, meeting_id=meeting_id, text=row.opportunity, now=now
    )
    care.accompany(tx, pairing=opened.pairing, now=now)
    messages = [one for answers in answers_to(tx, team_id=team_id, meeting_id=meeting_id)
                for one in wanted(meeting_id, answers.author, answers.written_at, opened.pairing)]  # fmt: skip
    reconcile(tx, team_id=team_id, subject=f"reflection:{meeting_id}", wanted=messages, now=now)
    show_open_homes(tx, team_id=team_id, users=opened.pairing.people, now=now)


def _propose_next(tx: Transaction, opened: Opened, by: str, wish: Wish, now: datetime) -> None:
    """Propose the next meeting; one that stands already at another time is moved instead of doubled."""
    standing = opened.following
    team_id = opened.pairing.team_id
    same = standing is not None and is_same_time(standing, wish)
    if standing is not None and same and by in standing.agreed:
        return
    if standing is not None and not same:
        arranging.move(tx, team_id=team_id, by=by, meeting_id=standing.id, wish=wish, now=now)
        return
    arranging.propose(tx, team_id=team_id, by=by, pairing_id=opened.pairing.id, wish=wish, now=now, fields=NEXT_FIELDS)


def tell_met(tx: Transaction, *, team_id: str, by: str, meeting_id: int, met: bool, now: datetime) -> None:
    """Note whether a meeting took place, without a reflection."""
    mark = telling.mark_held if met else telling.mark_missed
    marked = mark(tx, team_id=team_id, by=by, meeting_id=meeting_id, now=now)
    care.accompany(tx, pairing=pairings.pairing(tx, team_id=team_id, pairing_id=marked.pairing_id), now=now)
    refresh(tx, team_id=team_id, subject=f"meeting:{meeting_id}", now=now)


def answers_to(tx: Transaction, *, team_id: str, meeting_id: int) -> list[Answers]:
    """Return the answers to a meeting, oldest first. For its pair only; the caller has checked that."""
    return [_facts(row) for row in records.of_meeting(tx, team_id, meeting_id)]


def answers_in(tx: Transaction, *, team_id: str, pairing_id: int) -> list[Answers]:
    """Return the answers to all meetings of a pairing, oldest first. For its pair only; the caller has checked that."""
    return [_facts(row) for row in records.of_pairing(tx, team_id, pairing_id)]


def carried_to(tx: Transaction, *, team_id: str, pairing_id: int, before: Meeting | None = None) -> Carried:
    """Return what the last reflected meeting (before a given one) hands on. For its pair only."""
    ids = [one for one in records.reflected_meetings(tx, team_id, pairing_id) if before is None or one != before.id]
    return carried(answers_to(tx, team_id=team_id, meeting_id=ids[-1])) if ids else Carried()


def _facts(row: records.ReflectionRow) -> Answers:
    return Answers(
        meeting_id=row.meeting_id,
        author=row.author,
        task=row.task,
        opportunity=row.opportunity,
        note=row.note,
        done=row.done,
        went_well=row.went_well,
        could_be_better=row.could_be_better,
        written_at=row.written_at,
    )
