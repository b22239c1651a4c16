"""One function per thing that people or the clock may ask for about meetings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from app.core.calendar import Span, local, localise, passed
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan, reconcile, show_open_homes
from app.features.agreements import usecases as agreements
from app.features.joining import usecases as joining
from app.features.meetings import records
from app.features.meetings.rules import (
    FIRST_AFTER,
    TRELLIS,
    Free,
    Meeting,
    Time,
    Wish,
    check_may_change,
    check_open,
    check_wish,
    first_time,
    is_agreed,
    is_same_time,
    ladder,
    next_occurrence,
    rests,
    wanted,
)
from app.features.meetings.rules.presence import (
    MONTH,
    Attendance,
    Present,
    Session,
    attended,
    missed_in_a_row,
    missed_you,
    sessions,
    was_in,
)
from app.features.meetings.rules.presence import attendance as count_attendance
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing, Stay
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.handbook.meetings import EVERY_DAYS
from app.handbook.model import Handbook

A_MINUTE = timedelta(minutes=1)
NOON = time(12)


def propose_first(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> Meeting | None:
    """Propose the first meeting in a slot that both have; without one, ask the pair for a time."""
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    handbook = programmes.handbook_of(tx, cohort)
    clock_of = pairing.people if pairing.is_group else tuple(reversed(pairing.people))
    free = [_free(tx, pairing, one) for one in clock_of]  # a pair goes by the mentee's clock, a group by the mentor's
    since = max(now, localise(cohort.starts_on, time(), cohort.zone) - FIRST_AFTER) if pairing.is_group else now
    found = first_time(free, handbook.first_meeting.minutes, _busy(tx, pairing, None), since)
    if found is None:
        plan(
            tx,
            team_id=team_id,
            subject=f"pairing:{pairing_id}:times",
            wanted=Wanted(
                key=f"pairing:{pairing_id}:no-shared-slot",
                kind="meetings.no_shared",
                to=pairing.address,
                due=now,
                about={"pairing": pairing_id},
            ),
            now=now,
        )
        return None
    row = _new(tx, pairing, found, by=TRELLIS, now=now)
    row.weekly = pairing.is_group  # a group was formed around this hour
    return _planned(tx, row, pairing, now)


def _free(tx: Transaction, pairing: Pairing, user_id: str) -> Free:
    role = pairing.role_of(user_id)
    sent = joining.application_as(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id, user_id=user_id, role=role)
    if sent is not None:
        return Free(sent.slots, sent.zone)
    return Free((), people.person(tx, team_id=pairing.team_id, user_id=user_id).zone)


def _busy(tx: Transaction, pairing: Pairing, but: int | None) -> list[Span]:
    """Return when anybody of the pairing has another meeting."""
    found: dict[int, Span] = {}
    for person in pairing.people:
        for one in pairings.pairings_of(tx, team_id=pairing.team_id, user_id=person):
            for row in records.of_pairing(tx, pairing.team_id, one.id):
                if row.id != but and _facts(row).is_open:
                    found[row.id] = _facts(row).span
    return list(found.values())


def propose(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    pairing_id: int,
    wish: Wish,
    now: datetime,
    fields: Mapping[str, str] | None = None,
) -> Meeting:
    """Propose a meeting to one's partner.

    A proposal of a time that the partner proposed already is a yes to theirs.

    Raises:
        Refusal: if `by` is not in this living pairing.
        Refusals: if the time cannot be, at the form's fields (see `check_wish`).
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    for row in records.of_pairing(tx, team_id, pairing_id):
        one = _facts(row)
        if is_same_time(one, wish) and one.is_open and one.starts_at > now:
            return accept(tx, team_id=team_id, by=by, meeting_id=row.id, version=row.version, now=now)
    found = check_wish(wish, _busy(tx, pairing, None), cohort.ends, now, fields)
    row = _new(tx, pairing, found, by=by, now=now)
    row.place, row.weekly = wish.place, wish.weekly
    return _planned(tx, row, pairing, now)


def accept(tx: Transaction, *, team_id: str, by: str, meeting_id: int, version: int, now: datetime) -> Meeting:
    """Say yes to a proposed time; said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this pairing, or the meeting was moved, cancelled, or has begun.
    """
    row, pairing = _to_change(tx, team_id, by, meeting_id)
    if row.version != version:
        raise Refusal("meetings.moved")
    if row.starts_at <= now:
        raise Refusal("meetings.begun")
    if by not in row.agreed:
        row.agreed = [*row.agreed, by]
    row.declined = [one for one in row.declined or [] if one != by]
    if row.accepted_at is None and is_agreed(row.agreed, pairing):
        row.accepted_at = now
        if row.weekly:
            _start_rhythm(tx, row, now)
    return _planned(tx, row, pairing, now)


def decline(tx: Transaction, *, team_id: str, by: str, meeting_id: int, version: int, now: datetime) -> Meeting:
    """Say that one cannot come to a meeting of a group; said twice, it changes nothing.

    Without any mentor, or without any mentee, the meeting does not stand any more.

    Raises:
        Refusal: if `by` is not in this pairing, it is a pair, or the meeting was moved, cancelled, or has begun.
    """
    row, pairing = _to_change(tx, team_id, by, meeting_id)
    if not pairing.is_group:
        raise Refusal("meetings.pair")
    if row.version != version:
        raise Refusal("meetings.moved")
    if row.starts_at <= now:
        raise Refusal("meetings.begun")
    if by not in (row.declined or []):
        row.declined = [*(row.declined or []), by]
    row.agreed = [one for one in row.agreed if one != by]
    if not is_agreed(row.agreed, pairing):
        row.accepted_at = None
    return _planned(tx, row, pairing, now)


def move(tx: Transaction, *, team_id: str, by: str, meeting_id: int, wish: Wish, now: datetime) -> Meeting:
    """Propose another time for a meeting; the others have to agree anew.

    Raises:
        Refusal: if `by` is not in this pairing, or the meeting is over or has begun.
        Refusals: if the time cannot be, at the form's fields.
    """
    row, pairing = _to_change(tx, team_id, by, meeting_id)
    if row.starts_at <= now and row.accepted_at is not None:
        raise Refusal("meetings.begun")
    check_may_change(_facts(row), pairing, by)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    found = check_wish(wish, _busy(tx, pairing, row.id), cohort.ends, now)
    row.day, row.at, row.zone, row.starts_at, row.minutes = (
        found.day, found.at, found.zone, found.starts_at, found.minutes,
    )  # fmt: skip
    row.version += 1
    row.place, row.weekly = wish.place, wish.weekly
    row.proposed_at, row.proposed_by, row.agreed, row.declined, row.accepted_at = now, by, [by], [], None
    return _planned(tx, row, pairing, now)


def cancel(tx: Transaction, *, team_id: str, by: str, meeting_id: int, word: str, now: datetime) -> Meeting:
    """Cancel a meeting, with a word to the other; done twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this pairing, or the meeting is over.
    """
    row = records.by_id(tx, team_id, meeting_id, lock=True)
    if row is None:
        raise Refusal("meetings.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    if row.cancelled_at is None:
        check_open(_facts(row))
        check_may_change(_facts(row), pairing, by)
        row.cancelled_at, row.cancelled_by, row.cancelled_word = now, by, word or None
    return _planned(tx, row, pairing, now)


def mark_held(
    tx: Transaction, *, team_id: str, by: str, meeting_id: int, now: datetime, present: Sequence[str] | None = None
) -> Meeting:
    """Note that people met; said twice, it changes nothing. A yes outweighs an earlier no.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who says so.
        meeting_id: which meeting.
        now: the present instant, UTC.
        present: the mentees who were there, if a mentor of a group says so; otherwise whoever had not declined.
    """
    row = _told(tx, team_id, by, meeting_id)
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    if row.held_at is None:
        row.held_at, row.missed_at = now, None
    ticked = present if by in pairing.mentors and pairing.is_group else None
    _note_present(tx, row, pairing, by, ticked, now)
    return _planned(tx, row, pairing, now)


def _note_present(
    tx: Transaction,
    row: records.MeetingRow,
    pairing: Pairing,
    by: str,
    ticked: Sequence[str] | None,
    now: datetime,
) -> None:
    known = {one.user_id: one for one in records.present_at(tx, row.team_id, row.id)}
    facts = _facts(row)
    for user in pairing.people:
        if not was_in(facts, pairing, user):
            continue
        there = user not in facts.declined
        if ticked is not None:
            there = user == by or (user in ticked if user in pairing.mentees else there)
        if user not in known:
            tx.add(_present_row(row, user, there=there, by=by, now=now))
        elif ticked is not None and known[user].said_by != user:
            known[user].attended, known[user].said_by, known[user].said_at = there, by, now
    tx.flush()


def _present_row(row: records.MeetingRow, user: str, *, there: bool, by: str, now: datetime) -> records.PresentRow:
    return records.PresentRow(
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        meeting_id=row.id,
        user_id=user,
        attended=there,
        said_by=by,
        said_at=now,
    )


def tell_presence(tx: Transaction, *, team_id: str, by: str, meeting_id: int, there: bool, now: datetime) -> Meeting:
    """Note what somebody says of themselves: whether they were at a meeting that was held.

    Raises:
        Refusal: if `by` is not in this living pairing, was not yet, or the meeting was not held.
    """
    row, pairing = _held(tx, team_id, by, meeting_id)
    known = next((one for one in records.present_at(tx, team_id, meeting_id) if one.user_id == by), None)
    if known is None:
        tx.add(_present_row(row, by, there=there, by=by, now=now))
    else:
        known.attended, known.said_by, known.said_at = there, by, now
    tx.flush()
    return _planned(tx, row, pairing, now)


def will_come(tx: Transaction, *, team_id: str, by: str, meeting_id: int, now: datetime) -> Meeting:
    """Note that somebody who was missed comes next time; said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this living pairing, or was not missed.
    """
    row, pairing = _held(tx, team_id, by, meeting_id)
    known = next((one for one in records.present_at(tx, team_id, meeting_id) if one.user_id == by), None)
    if known is None:
        raise Refusal("meetings.over")
    known.answered_at = known.answered_at or now
    tx.flush()
    following = next_meeting(tx, team_id=team_id, pairing_id=pairing.id, now=now)
    if following is not None and following.starts_at > now:
        accept(tx, team_id=team_id, by=by, meeting_id=following.id, version=following.version, now=now)
    return _planned(tx, row, pairing, now)


def _held(tx: Transaction, team_id: str, by: str, meeting_id: int) -> tuple[records.MeetingRow, Pairing]:
    row = _told(tx, team_id, by, meeting_id)
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    if row.held_at is None or not was_in(_facts(row), pairing, by):
        raise Refusal("meetings.not-held")
    return row, pairing


def mark_missed(tx: Transaction, *, team_id: str, by: str, meeting_id: int, now: datetime) -> Meeting:
    """Note that people did not meet, unless one of them said that they did."""
    row = _told(tx, team_id, by, meeting_id)
    if row.held_at is None and row.missed_at is None:
        row.missed_at = now
    return _planned(tx, row, pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id), now)


def _told(tx: Transaction, team_id: str, by: str, meeting_id: int) -> records.MeetingRow:
    row = records.by_id(tx, team_id, meeting_id, lock=True)
    if row is None:
        raise Refusal("meetings.gone")
    pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    if row.cancelled_at is not None:
        raise Refusal("meetings.cancelled")
    return row


def stop_rhythm(tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime) -> None:
    """Stop repeating; the meeting that is already planned stays.

    Raises:
        Refusal: if `by` is not in this living pairing.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    row = records.rhythm(tx, team_id, pairing_id)
    if row is not None:
        row.ended_at, row.ended_by = now, by
    show_open_homes(tx, team_id=team_id, users=pairing.people, now=now)


def continue_rhythms(tx: Transaction, now: datetime) -> None:
    """Plan the next meeting of a rhythm wherever the last one has begun or was cancelled (a chore)."""
    for row in records.waiting_rhythms(tx, now):
        pairing = pairings.pairing(tx, team_id=row.team_id, pairing_id=row.pairing_id)
        cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=pairing.cohort_id)
        every_days = row.every_days or programmes.handbook_of(tx, cohort).rhythm.every_days
        off = rests_of(tx, pairing=pairing)
        day = next_occurrence(row.last_day, row.at, row.zone, every_days, now, off=off)
        starts_at = localise(day, row.at, row.zone)
        if not pairing.is_live or cohort.closed_at is not None or starts_at >= cohort.ends:
            row.ended_at, row.ended_by = now, TRELLIS
            continue
        row.last_day = day
        found = Time(day=day, at=row.at, zone=row.zone, starts_at=starts_at, minutes=row.minutes)
        made = _new(tx, pairing, found, by=TRELLIS, now=now)
        made.place, made.by_rhythm = row.place, True
        made.agreed, made.accepted_at = list(pairing.people), now
        _planned(tx, made, pairing, now)


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring what is planned in line with who is in the pairing now."""
    for row in records.of_pairing(tx, pairing.team_id, pairing.id):
        if _facts(row).is_open and row.starts_at > now:
            _planned(tx, row, pairing, now)
    _follow(tx, pairing, now)


def drop_future(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> None:
    """Take everything off the calendar of a pairing that ended."""
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    rhythm = records.rhythm(tx, team_id, pairing_id)
    if rhythm is not None:
        rhythm.ended_at, rhythm.ended_by = now, TRELLIS
    for row in records.of_pairing(tx, team_id, pairing_id):
        if _facts(row).is_open:
            row.cancelled_at, row.cancelled_by = now, TRELLIS
            _planned(tx, row, pairing, now)


def _start_rhythm(tx: Transaction, row: records.MeetingRow, now: datetime) -> None:
    old = records.rhythm(tx, row.team_id, row.pairing_id)
    if old is not None:
        old.ended_at, old.ended_by = now, TRELLIS
    tx.add(
        records.RhythmRow(
            team_id=row.team_id,
            pairing_id=row.pairing_id,
            last_day=row.day,
            at=row.at,
            zone=row.zone,
            minutes=row.minutes,
            place=row.place,
            started_at=now,
        )
    )


def _to_change(tx: Transaction, team_id: str, by: str, meeting_id: int) -> tuple[records.MeetingRow, Pairing]:
    row = records.by_id(tx, team_id, meeting_id, lock=True)
    if row is None:
        raise Refusal("meetings.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    check_open(_facts(row))
    return row, pairing


def _new(tx: Transaction, pairing: Pairing, found: Time, *, by: str, now: datetime) -> records.MeetingRow:
    row = records.MeetingRow(
        team_id=pairing.team_id,
        pairing_id=pairing.id,
        number=records.last_number(tx, pairing.id) + 1,
        version=1,
        day=found.day,
        at=found.at,
        zone=found.zone,
        starts_at=found.starts_at,
        minutes=found.minutes,
        place="",
        weekly=False,
        by_rhythm=False,
        proposed_at=now,
        proposed_by=by,
        agreed=[] if by == TRELLIS else [by],
    )
    tx.add(row)
    tx.flush()
    return row


def _planned(tx: Transaction, row: records.MeetingRow, pairing: Pairing, now: datetime) -> Meeting:
    """Bring the meeting's messages and Homes in line with what it is now."""
    tx.flush()
    facts = _facts(row)
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=pairing.cohort_id)
    messages = wanted(facts, pairing, programmes.handbook_of(tx, cohort))
    if facts.held_at is not None and pairing.is_group:
        said = [_present(one) for one in records.present_at(tx, row.team_id, row.id)]
        breaks = people.breaks_of(tx, team_id=row.team_id, users=pairing.mentees)
        messages += missed_you(facts, pairing, said, breaks)
    reconcile(tx, team_id=row.team_id, subject=f"meeting:{row.id}", wanted=messages, now=now)
    _follow(tx, pairing, now)
    show_open_homes(tx, team_id=row.team_id, users=pairing.people, now=now)
    return facts


def _follow(tx: Transaction, pairing: Pairing, now: datetime) -> None:
    """Bring what follows from a pairing's meetings, and from the lack of them, in line with what it is now."""
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    met_at = min((one.ends_at for one in found if one.held_at is not None), default=None)
    agreements.follow(tx, pairing=pairing, met_at=met_at, now=now)
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    handbook, off = programmes.handbook_of(tx, cohort), rests_of(tx, pairing=pairing)
    rungs = ladder.wanted(pairing, cohort, handbook, found, off, ladder_answers(tx, pairing=pairing))
    reconcile(tx, team_id=pairing.team_id, subject=f"pairing:{pairing.id}:ladder", wanted=rungs, now=now)


# -- the ladder: a pairing that does not meet ------------------------------------------------------


def say(tx: Transaction, *, pairing: Pairing, by: str, said: str, topic: str, now: datetime) -> None:
    """Take an answer about a pairing that does not meet; the caller has checked who may say it.

    Said again within a minute, as by a double click, it changes nothing.
    """
    pairings.hold(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    known = ladder_answers(tx, pairing=pairing)
    if not any((one.user_id, one.said, one.topic) == (by, said, topic) and one.at > now - A_MINUTE for one in known):
        tx.add(
            records.LadderRow(
                team_id=pairing.team_id, pairing_id=pairing.id, user_id=by, said=said, topic=topic, at=now
            )
        )
        rhythm = records.rhythm(tx, pairing.team_id, pairing.id)
        if said in EVERY_DAYS and rhythm is not None:
            rhythm.every_days = EVERY_DAYS[said]
        tx.flush()
    _follow(tx, pairing, now)
    show_open_homes(tx, team_id=pairing.team_id, users=pairing.people, now=now)


def note_met(tx: Transaction, *, pairing: Pairing, by: str, day: date, now: datetime) -> Meeting:
    """Note that people met on a day without Trellis; said by both, it is one meeting.

    Raises:
        Refusal: `meetings.not-yet` if that day is still to come, or was before they were matched.
    """
    zone = free_zone(tx, pairing=pairing, user_id=by)
    if not local(pairing.began_at, zone).date() <= day <= local(now, zone).date():
        raise Refusal("meetings.not-yet", field="day")
    pairings.hold(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    for row in records.of_pairing(tx, pairing.team_id, pairing.id):
        if row.cancelled_at is None and row.starts_at <= now and local(row.starts_at, zone).date() == day:
            return mark_held(tx, team_id=pairing.team_id, by=by, meeting_id=row.id, now=now)
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    minutes = programmes.handbook_of(tx, cohort).rhythm.minutes
    starts_at = min(localise(day, NOON, zone), now - timedelta(minutes=minutes))
    here = local(starts_at, zone)
    found = Time(day=here.date(), at=here.time(), zone=zone, starts_at=starts_at, minutes=minutes)
    row = _new(tx, pairing, found, by=by, now=now)
    row.agreed, row.accepted_at, row.held_at = list(pairing.people), now, now
    tx.flush()
    # Nobody is reminded of, or asked about, what is over: no messages are planned for it.
    _follow(tx, pairing, now)
    show_open_homes(tx, team_id=pairing.team_id, users=pairing.people, now=now)
    return _facts(row)


def shared_time(tx: Transaction, *, pairing: Pairing, now: datetime) -> Time | None:
    """Return the earliest time at which everybody of a pairing is free and nobody away, on the mentee's clock."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    minutes = usual_minutes(tx, pairing=pairing)
    busy = [*_busy(tx, pairing, None), *rests_of(tx, pairing=pairing)]
    free = [_free(tx, pairing, one) for one in reversed(pairing.people)]
    found = first_time(free, minutes, busy, now)
    return found if found is not None and found.starts_at < cohort.ends else None


def usual_minutes(tx: Transaction, *, pairing: Pairing) -> int:
    """Return the handbook's time box of a pairing's next meeting, its first or a later one."""
    handbook = programmes.handbook_of(tx, programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id))
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    met = any(one.held_at is not None for one in found)
    return handbook.rhythm.minutes if met else handbook.first_meeting.minutes


def ladder_answers(tx: Transaction, *, pairing: Pairing) -> list[ladder.Said]:
    """Return what was said about a pairing that does not meet, oldest first."""
    return [
        ladder.Said(user_id=row.user_id, said=row.said, topic=row.topic, at=row.at)
        for row in records.ladder_answers(tx, pairing.team_id, pairing.id)
    ]


def pace_of(tx: Transaction, *, pairing: Pairing, handbook: Handbook) -> int:
    """Return every how many days a pairing means to meet."""
    return ladder.pace(handbook, ladder_answers(tx, pairing=pairing))


def ladder_standing(tx: Transaction, *, pairing: Pairing) -> ladder.Standing:
    """Return where a pairing stands on the ladder."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    off, said = rests_of(tx, pairing=pairing), ladder_answers(tx, pairing=pairing)
    return ladder.standing(pairing, programmes.handbook_of(tx, cohort), found, off, said)


# -- questions -------------------------------------------------------------------------------------


def meeting(tx: Transaction, *, team_id: str, meeting_id: int) -> Meeting:
    """Return a meeting, for messages about it.

    Raises:
        Refusal: `meetings.gone` if there is none.
    """
    row = records.by_id(tx, team_id, meeting_id)
    if row is None:
        raise Refusal("meetings.gone")
    return _facts(row)


def own_meeting(tx: Transaction, *, team_id: str, user_id: str, meeting_id: int) -> tuple[Meeting, Pairing]:
    """Return a meeting to one of its people.

    Raises:
        Refusal: if there is none, or they are not in its living pairing.
    """
    found = meeting(tx, team_id=team_id, meeting_id=meeting_id)
    return found, pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=found.pairing_id)


def meetings_of(tx: Transaction, *, team_id: str, pairing_id: int) -> list[Meeting]:
    """Return the meetings of a pairing, in the order in which they start."""
    return [_facts(row) for row in records.of_pairing(tx, team_id, pairing_id)]


def next_meeting(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> Meeting | None:
    """Return the next meeting that is planned or proposed."""
    ahead = [
        one for one in meetings_of(tx, team_id=team_id, pairing_id=pairing_id) if one.is_open and one.ends_at > now
    ]
    return ahead[0] if ahead else None


def standing_hour(tx: Transaction, *, pairing: Pairing, now: datetime) -> Span | None:
    """Return when a pairing meets next by its rhythm; None while it has none."""
    row = records.rhythm(tx, pairing.team_id, pairing.id)
    if row is None:
        return None
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    every_days = programmes.handbook_of(tx, cohort).rhythm.every_days
    start = localise(row.last_day, row.at, row.zone)
    if start <= now:
        start = localise(next_occurrence(row.last_day, row.at, row.zone, every_days, now), row.at, row.zone)
    return Span(start, start + timedelta(minutes=row.minutes))


def last_begun(tx: Transaction, *, team_id: str, pairing_id: int, now: datetime) -> Meeting | None:
    """Return the last meeting that has begun and was not cancelled."""
    begun = [
        one for one in meetings_of(tx, team_id=team_id, pairing_id=pairing_id) if one.starts_at <= now and one.stands
    ]
    return begun[-1] if begun else None


def held_before(tx: Transaction, *, meeting: Meeting) -> list[Meeting]:
    """Return the meetings that a pairing had held before a meeting, oldest first."""
    found = meetings_of(tx, team_id=meeting.team_id, pairing_id=meeting.pairing_id)
    return [one for one in found if one.held_at is not None and one.starts_at < meeting.starts_at]


def has_rhythm(tx: Transaction, *, team_id: str, pairing_id: int) -> bool:
    """Whether a pairing meets regularly by agreement."""
    return records.rhythm(tx, team_id, pairing_id) is not None


def free_zone(tx: Transaction, *, pairing: Pairing, user_id: str) -> str:
    """Return the zone that a person of a pairing goes by."""
    return _free(tx, pairing, user_id).zone


def tally(tx: Transaction, *, team_id: str, cohort_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """Return how many meetings were held of how many that stood in a stretch of time."""
    held = stood = 0
    for pairing in pairings.pairings_in(tx, team_id=team_id, cohort_id=cohort_id):
        for one in meetings_of(tx, team_id=team_id, pairing_id=pairing.id):
            if one.stands and since < one.ends_at <= until:
                stood += 1
                held += one.held_at is not None
    return held, stood


def attendance(tx: Transaction, *, team_id: str, pairing_id: int) -> dict[str, Attendance]:
    """Return for each person of a pairing how many of the meetings held since they joined they attended."""
    of = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    return attendances(tx, team_id=team_id, several=[of])[pairing_id]


def attendances(tx: Transaction, *, team_id: str, several: Sequence[Pairing]) -> dict[int, dict[str, Attendance]]:
    """Return the attendance in several pairings at once, by pairing."""
    return {one.id: count_attendance(held, one, said) for one, held, said in _held_in(tx, team_id, several)}


def attendance_book(
    tx: Transaction, *, team_id: str, several: Sequence[Pairing]
) -> list[tuple[Pairing, dict[str, Attendance], list[Session]]]:
    """Return who was there how often in several pairings, and how many at each of their meetings."""
    return [
        (one, count_attendance(held, one, said), sessions(held, one, said))
        for one, held, said in _held_in(tx, team_id, several)
    ]


def held_during(tx: Transaction, *, stay: Stay) -> list[tuple[Meeting, bool]]:
    """Return the meetings held while somebody was in a pairing, and whether they were at each; the first one first."""
    ((_, held, said),) = _held_in(tx, stay.pairing.team_id, [stay.pairing])
    known = {(one.meeting_id, one.user_id): one for one in said}
    return [
        (one, attended(one, stay.user_id, known))
        for one in sorted(held, key=lambda met: met.starts_at)
        if stay.since <= one.starts_at and (stay.until is None or one.starts_at < stay.until)
    ]


def missed_in_a_row_in(tx: Transaction, *, team_id: str, several: Sequence[Pairing]) -> dict[int, dict[str, int]]:
    """Return for each mentee of several pairings how many meetings in a row they missed, by pairing."""
    breaks = people.breaks_of(tx, team_id=team_id, users=[user for one in several for user in one.mentees])
    return {one.id: missed_in_a_row(held, one, said, breaks) for one, held, said in _held_in(tx, team_id, several)}


def _held_in(
    tx: Transaction, team_id: str, several: Sequence[Pairing]
) -> list[tuple[Pairing, list[Meeting], list[Present]]]:
    ids = [one.id for one in several]
    held: dict[int, list[Meeting]] = {}
    for met in records.held_of(tx, team_id, ids):
        held.setdefault(met.pairing_id, []).append(_facts(met))
    said: dict[int, list[Present]] = {}
    for row in records.present(tx, team_id, ids):
        said.setdefault(row.pairing_id, []).append(_present(row))
    return [(one, held.get(one.id, []), said.get(one.id, [])) for one in several]


def presence_at(tx: Transaction, *, meeting: Meeting, user_id: str) -> Present | None:
    """Return what was said of a person's presence at a meeting."""
    rows = records.present_at(tx, meeting.team_id, meeting.id)
    return next((_present(one) for one in rows if one.user_id == user_id), None)


def last_held(tx: Transaction, *, team_id: str, pairing_id: int) -> Meeting | None:
    """Return the last meeting that was held."""
    held = [one for one in meetings_of(tx, team_id=team_id, pairing_id=pairing_id) if one.held_at is not None]
    return held[-1] if held else None


def minutes_of(tx: Transaction, *, team_id: str, pairing_ids: Sequence[int], until: datetime) -> dict[int, int]:
    """Return how many minutes each pairing spent in held meetings in the thirty days before an instant."""
    return records.minutes_by_pairing(tx, team_id, pairing_ids, until - MONTH, until)


def quiet_since(tx: Transaction, *, pairing: Pairing, now: datetime) -> timedelta | None:
    """Return for how long a pairing has neither met nor planned to, breaks aside; None if a meeting is planned."""
    found = meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    if any(one.stands and one.starts_at > now for one in found):
        return None
    met = [one.ends_at for one in found if one.held_at is not None]
    met += [one.at for one in ladder_answers(tx, pairing=pairing) if one.said == "fine"]
    return passed(max([pairing.began_at, *met]), now, rests_of(tx, pairing=pairing))


def rests_of(tx: Transaction, *, pairing: Pairing) -> list[Span]:
    """Return when a pairing cannot meet because people are away, past times too."""
    return rests(pairing, people.breaks_of(tx, team_id=pairing.team_id, users=pairing.people))


def _present(row: records.PresentRow) -> Present:
    return Present(
        meeting_id=row.meeting_id,
        user_id=row.user_id,
        attended=row.attended,
        by=row.said_by,
        answered_at=row.answered_at,
    )


def _facts(row: records.MeetingRow) -> Meeting:
    at: time = row.at
    day: date = row.day
    return Meeting(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        number=row.number,
        version=row.version,
        day=day,
        at=at,
        zone=row.zone,
        starts_at=row.starts_at,
        minutes=row.minutes,
        place=row.place,
        weekly=row.weekly,
        by_rhythm=row.by_rhythm,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        agreed=tuple(row.agreed),
        declined=tuple(row.declined or ()),
        accepted_at=row.accepted_at,
        cancelled_at=row.cancelled_at,
        cancelled_by=row.cancelled_by,
        cancelled_word=row.cancelled_word,
        held_at=row.held_at,
        missed_at=row.missed_at,
    )
