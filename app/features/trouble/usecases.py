"""What people and coordinators answer when a pairing does not meet."""

from datetime import datetime

from app.core.calendar import local, read_day
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile
from app.features.care import usecases as care
from app.features.joining import usecases as joining
from app.features.meetings import usecases as meetings
from app.features.meetings.rules.times import Wish
from app.features.meetings.usecases import arranging, finding, quiet, telling
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing, check_live
from app.features.people import usecases as people
from app.features.trouble import records
from app.features.trouble.rules import LONGEST, Call, Note, call_messages, note_messages
from app.handbook.meetings import EVERY_DAYS

TOPICS = ("first_meeting", "next_meeting")


def answer(tx: Transaction, *, team_id: str, by: str, pairing_id: int, said: str, now: datetime) -> None:
    """Take a person's answer: `fine`, or a pace (`week`, `fortnight`, `month`).

    Raises:
        Refusal: if `by` is not in this living pairing.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    if said != "fine" and said not in EVERY_DAYS:
        raise Refusal("core.stale-button")
    topic = meetings.ladder_standing(tx, pairing=pairing).topic
    quiet.say(tx, pairing=pairing, by=by, said=said, topic=topic, now=now)


def stop(tx: Transaction, *, team_id: str, by: str, pairing_id: int, topic: str, now: datetime) -> None:
    """Ask a person nothing more about a topic; the partner is still asked.

    Raises:
        Refusal: if `by` is not in this living pairing.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    if topic not in TOPICS:
        raise Refusal("core.stale-button")
    quiet.say(tx, pairing=pairing, by=by, said="stop", topic=topic, now=now)


def met_without(tx: Transaction, *, team_id: str, by: str, pairing_id: int, day: str, now: datetime) -> None:
    """Note that they are fine without Trellis, and that they met if a day is given.

    Raises:
        Refusal: if `by` is not in this living pairing, or the day cannot be.
    """
    answer(tx, team_id=team_id, by=by, pairing_id=pairing_id, said="fine", now=now)
    if not day:
        return
    on = read_day(day)
    if on is None:
        raise Refusal("trouble.no-day", field="day")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    telling.note_met(tx, pairing=pairing, by=by, day=on, now=now)
    care.accompany(tx, pairing=pairing, now=now)


def propose_shared(tx: Transaction, *, team_id: str, by: str, pairing_id: int, at: datetime, now: datetime) -> None:
    """Propose the time that was shown to suit both, unless it has passed or is taken meanwhile.

    Raises:
        Refusal: if `by` is not in this living pairing, or the time cannot be any more.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    zone = finding.free_zone(tx, pairing=pairing, user_id=by)
    here = local(at, zone)
    same = [
        one
        for one in meetings.meetings_of(tx, team_id=team_id, pairing_id=pairing_id)
        if one.is_open and one.starts_at == at
    ]
    if any(by in one.agreed for one in same):
        return
    minutes = same[0].minutes if same else meetings.usual_minutes(tx, pairing=pairing)
    wish = Wish(day=here.date().isoformat(), at=f"{here:%H:%M}", zone=zone, minutes=str(minutes))
    arranging.propose(tx, team_id=team_id, by=by, pairing_id=pairing_id, wish=wish, now=now)


# -- coordinators ----------------------------------------------------------------------------------


def to_help(tx: Transaction, *, team_id: str, by: str, pairing_id: int) -> Pairing:
    """Return a living pairing to a coordinator who is not in it.

    Raises:
        Refusal: if `by` does not coordinate its cohort, is in it, or it has ended.
    """
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=pairing.cohort_id)
    if by in pairing.people:
        raise Refusal("trouble.own")
    check_live(pairing)
    return pairing


def decide(tx: Transaction, *, team_id: str, by: str, pairing_id: int, said: str, now: datetime) -> None:
    """Give a pairing time (`wait`), or have a goodbye proposed to it (`goodbye`).

    Raises:
        Refusal: see `to_help`.
    """
    pairing = to_help(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    topic = meetings.ladder_standing(tx, pairing=pairing).topic
    people.audit(tx, team_id=team_id, by=by, deed=f"ladder {said}", subject=f"pairing:{pairing_id}", now=now)
    quiet.say(tx, pairing=pairing, by=by, said=said, topic=topic, now=now)


def write(tx: Transaction, *, team_id: str, by: str, pairing_id: int, text: str, now: datetime) -> Note:
    """Write to everybody in a pairing, each in private.

    Raises:
        Refusal: see `to_help`; `trouble.no-text`, `trouble.too-long`.
    """
    pairing = to_help(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    if not text:
        raise Refusal("trouble.no-text", field="text")
    if len(text) > LONGEST:
        raise Refusal("trouble.too-long", field="text", most=LONGEST)
    row = records.NoteRow(team_id=team_id, pairing_id=pairing_id, by=by, text=text, written_at=now)
    tx.add(row)
    tx.flush()
    note_ = _note(row)
    subject = f"trouble-note:{row.id}"
    reconcile(tx, team_id=team_id, subject=subject, wanted=note_messages(note_, pairing), now=now)
    decide(tx, team_id=team_id, by=by, pairing_id=pairing_id, said="wrote", now=now)
    return note_


def ask_co_mentor(tx: Transaction, *, team_id: str, by: str, pairing_id: int, user_id: str, now: datetime) -> Call:
    """Ask an approved mentor to join a pairing.

    Raises:
        Refusal: see `to_help`; `trouble.not-a-mentor`.
    """
    pairing = to_help(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    sent = joining.application_as(tx, team_id=team_id, cohort_id=pairing.cohort_id, user_id=user_id, role="mentor")
    if sent is None or sent.approved_at is None or user_id in pairing.people:
        raise Refusal("trouble.not-a-mentor", field="person")
    row = records.CallRow(team_id=team_id, pairing_id=pairing_id, user_id=user_id, by=by, asked_at=now)
    tx.add(row)
    people.audit(
        tx, team_id=team_id, by=by, deed="asked a co-mentor", subject=f"pairing:{pairing_id}", now=now, user=user_id
    )
    return _call_planned(tx, row, now)


def answer_call(tx: Transaction, *, team_id: str, by: str, call_id: int, accepted: bool, now: datetime) -> Call:
    """Answer whether one joins a pairing as a further mentor; the first answer counts.

    Raises:
        Refusal: if somebody else was asked, or the pairing has ended.
    """
    row = records.call(tx, team_id, call_id, lock=True)
    if row is None or row.user_id != by:
        raise Refusal("trouble.not-asked")
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    check_live(pairing)
    if row.answered_at is None:
        row.answered_at, row.accepted = now, accepted
        if accepted:
            joined = pairings.join(tx, team_id=team_id, pairing_id=row.pairing_id, user_id=by, role="mentor", now=now)
            care.accompany(tx, pairing=joined, now=now)
    return _call_planned(tx, row, now)


def _call_planned(tx: Transaction, row: records.CallRow, now: datetime) -> Call:
    tx.flush()
    facts = _call(row)
    pairing = pairings.pairing(tx, team_id=row.team_id, pairing_id=row.pairing_id)
    others = [one for one in pairing.people if one != row.user_id]
    messages = call_messages(facts, others)
    reconcile(tx, team_id=row.team_id, subject=f"trouble-call:{row.id}", wanted=messages, now=now)
    return facts


# -- questions -------------------------------------------------------------------------------------


def note(tx: Transaction, *, team_id: str, note_id: int) -> Note:
    """Return a coordinator's note, for the message that carries it.

    Raises:
        Refusal: `trouble.gone` if there is none.
    """
    row = records.note(tx, team_id, note_id)
    if row is None:
        raise Refusal("trouble.gone")
    return _note(row)


def call(tx: Transaction, *, team_id: str, call_id: int) -> Call:
    """Return a question to a mentor, for messages about it.

    Raises:
        Refusal: `trouble.gone` if there is none.
    """
    row = records.call(tx, team_id, call_id)
    if row is None:
        raise Refusal("trouble.gone")
    return _call(row)


def _note(row: records.NoteRow) -> Note:
    return Note(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        by=row.by,
        text=row.text,
        written_at=row.written_at,
    )


def _call(row: records.CallRow) -> Call:
    return Call(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        user_id=row.user_id,
        by=row.by,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        accepted=bool(row.accepted),
    )
