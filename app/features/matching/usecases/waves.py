"""Offers in waves: all is accepted at once, and people are asked some at a time."""

from collections.abc import Sequence
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery import batches
from app.features.matching import records
from app.features.matching.rules import Proposal, Proposals
from app.features.matching.rules.groups import by_bundle
from app.features.matching.rules.waiting import places_of
from app.features.matching.rules.waves import IN_BULK, MAY_STOP, next_wave
from app.features.matching.usecases import groups
from app.features.matching.usecases.common import (
    of_cohort,
    proposal_of,
    show,
    tell_coordinators,
    to_decide_on,
)
from app.features.matching.usecases.deciding import accept_rows, go_on, of_run, to_decide
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

AT_ONCE = 30  # pairs or groups that are asked while somebody waits
ACCEPTED = "matching.accepted"
PROGRESS = "writing.progress"


def accept_in_waves(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int, size: int, hour: int, now: datetime
) -> Proposals:
    """Accept all that one run found; the first are asked now, the next on each working day.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: a coordinator.
        cohort_id: whose.
        number: of the run.
        size: how many pairs or groups are asked a day.
        hour: at which hour, on the cohort's clock.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` does not coordinate the cohort, it is closed, or there was a newer run meanwhile.
    """
    cohort = of_run(tx, team_id, by, cohort_id, number)
    rows = accept_rows(tx, cohort, by, now)
    if rows:
        _queue(tx, cohort, rows, size, hour, by, now)
    people.audit(tx, team_id=team_id, by=by, deed="accepted in waves", subject=f"cohort:{cohort_id}", now=now)
    show(tx, cohort, [], now)
    return to_decide_on(tx, cohort)


def accept_all(tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int, now: datetime) -> Proposals:
    """Let all proposed pairs be asked that one run of matching found.

    When there are many, somebody waits for the answer; the clock then asks them in quick succession, and whoever
    accepted them follows that in a message.

    Raises:
        Refusal: if `by` does not coordinate the cohort, it is closed, or there was a newer run meanwhile.
    """
    cohort = of_run(tx, team_id, by, cohort_id, number)
    rows = accept_rows(tx, cohort, by, now)
    if len(rows) > AT_ONCE:
        _queue(tx, cohort, rows, AT_ONCE, None, by, now)
    else:
        for row in rows:
            go_on(tx, row, cohort, now)
    return to_decide_on(tx, cohort)


def _queue(
    tx: Transaction,
    cohort: Cohort,
    rows: Sequence[records.ProposalRow],
    size: int,
    hour: int | None,
    by: str,
    now: datetime,
) -> None:
    """Put accepted proposals into the cohort's waves, and ask the first."""
    wave = records.open_wave(tx, cohort.team_id, cohort.id)
    if wave is None:
        wave = records.WaveRow(
            team_id=cohort.team_id, cohort_id=cohort.id, started_by=by, started_at=now, next_at=now, sent=0
        )
        tx.add(wave)
    wave.size, wave.hour = size, hour
    if hour is None:
        wave.next_at = now
        wave.batch_id = wave.batch_id or batches.begin(
            tx, team_id=cohort.team_id, by=by, what=ACCEPTED, about={"cohort": cohort.id}, told_by=PROGRESS, now=now
        )
    else:
        wave.batch_id = None
    tx.flush()
    for row in rows:
        for one in groups.bundle(tx, row):
            if one.accepted_at is not None and one.pairing_id is None and not one.superseded_at:
                one.wave_id = wave.id
    tx.flush()
    if wave.next_at <= now:
        _send(tx, wave, cohort, now)


def send_waves(tx: Transaction, now: datetime) -> None:
    """Ask the people of the next accepted proposals (a chore)."""
    for seen in records.waves_due(tx, now):
        records.lock_run(tx, seen.team_id, seen.cohort_id)
        wave = records.open_wave(tx, seen.team_id, seen.cohort_id)
        if wave is None or wave.next_at > now:
            continue  # stopped or sent in this very moment
        cohort = programmes.cohort(tx, team_id=wave.team_id, cohort_id=wave.cohort_id)
        if cohort.closed_at is not None:
            wave.settled_at = now
            continue
        _send(tx, wave, cohort, now)
        show(tx, cohort, [], now)


def _send(tx: Transaction, wave: records.WaveRow, cohort: Cohort, now: datetime) -> None:
    sent = 0
    while sent < wave.size:
        first = next(iter(records.in_wave(tx, wave.team_id, wave.cohort_id, wave.id)), None)
        if first is None:
            break
        rows = [one for one in groups.bundle(tx, first) if one.wave_id == wave.id]
        for one in rows:
            one.wave_id = None
        tx.flush()
        sent += _ask(tx, rows, cohort, now)
        if wave.batch_id is not None:
            _gather(tx, wave.batch_id, rows, now)
    wave.sent += sent
    wave.next_at = next_wave(now, wave.hour, cohort.zone) if wave.hour is not None else now
    tx.flush()
    if not records.in_wave(tx, wave.team_id, wave.cohort_id, wave.id):
        wave.settled_at = now
    tx.flush()


def _gather(tx: Transaction, batch_id: int, rows: Sequence[records.ProposalRow], now: datetime) -> None:
    """Let what was planned for a pair or group belong to the bulk work."""
    team_id = rows[0].team_id
    subjects = [f"offer:{one.id}" for one in records.offers_of(tx, team_id, [row.id for row in rows])]
    for row in rows:
        if row.pairing_id is not None:
            mentee = proposal_of(tx, row).mentee.user_id
            subjects += [f"pairing:{row.pairing_id}", f"pairing:{row.pairing_id}:joined:{mentee}"]
    kinds = IN_BULK | MAY_STOP
    batches.gather(tx, team_id=team_id, batch_id=batch_id, subjects=subjects, kinds=kinds, now=now)


def _ask(tx: Transaction, rows: Sequence[records.ProposalRow], cohort: Cohort, now: datetime) -> bool:
    """Ask about a pair or group, if its people still are there; otherwise it is a proposal no more."""
    gone = {one.user_id for one in people.gone(tx) if one.team_id == cohort.team_id}
    resting = records.resting(tx, cohort.team_id, cohort.id)
    facts = [proposal_of(tx, row) for row in rows]
    mentor = facts[0].mentor
    free = mentor.is_in and mentor.user_id not in gone and places_of(mentor, resting.get(mentor.user_id), 1) > 0
    for row, one in zip(rows, facts, strict=True):
        if not (free and one.mentee.is_in and one.mentee.user_id not in gone):
            row.superseded_at = now  # nobody said no, so they may be proposed again
            if one.mentee.is_in and one.mentee.user_id not in gone:
                tell_coordinators(tx, one, cohort, "matching.nobody_left", now)
    tx.flush()
    left = [row for row in rows if row.superseded_at is None]
    if left:
        go_on(tx, left[0], cohort, now)
    return bool(left)


def queued(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int
) -> tuple[Cohort, list[Proposal], int, int, datetime | None]:
    """Return what waits for its wave, best first, how many are out, how many go a day, and when the next go.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    underway = [one for one in of_cohort(tx, cohort) if one.is_underway]
    wave = records.open_wave(tx, team_id, cohort_id)
    waiting = [one for one in underway if one.wave is not None]
    out = len(by_bundle(one for one in underway if one.wave is None))
    size, next_at = (wave.size, wave.next_at) if wave is not None else (0, None)
    return cohort, waiting, out, size, next_at


def take_back(tx: Transaction, *, team_id: str, by: str, proposal_id: int, now: datetime) -> Cohort:
    """Take an accepted proposal back that waits for its wave; it is to be decided on again. Twice is once.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or its people were asked already (`matching.sent`).
    """
    row, cohort = to_decide(tx, team_id, by, proposal_id)
    if row.accepted_at is None:
        return cohort
    if row.wave_id is None:
        raise Refusal("matching.sent")
    wave = records.open_wave(tx, team_id, cohort.id)
    _give_back(groups.bundle(tx, row))
    people.audit(tx, team_id=team_id, by=by, deed="took back", subject=f"proposal:{row.id}", now=now)
    tx.flush()
    if wave is not None and not records.in_wave(tx, team_id, cohort.id, wave.id):
        wave.settled_at = now
    show(tx, cohort, [], now)
    return cohort


def stop(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Cohort:
    """Stop the waves: what waits is to be decided on again, what is out stays out. Twice is once.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    records.lock_run(tx, team_id, cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    wave = records.open_wave(tx, team_id, cohort_id)
    if wave is not None:
        _give_back(records.in_wave(tx, team_id, cohort_id, wave.id))
        wave.settled_at = now
        people.audit(tx, team_id=team_id, by=by, deed="stopped the waves", subject=f"cohort:{cohort_id}", now=now)
        tx.flush()
        show(tx, cohort, [], now)
    return cohort


def stop_bulk(tx: Transaction, *, team_id: str, by: str, cohort_id: int, batch_id: int, now: datetime) -> bool:
    """Stop what followed when many were accepted at once: nobody more is asked, invitations and news are off.

    Offers and introductions that are planned still go out. Returns whether it was stopped now.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    records.lock_run(tx, team_id, cohort_id)
    wave = records.open_wave(tx, team_id, cohort_id)
    if wave is not None and wave.batch_id == batch_id:
        stop(tx, team_id=team_id, by=by, cohort_id=cohort_id, now=now)
    return batches.stop(tx, team_id=team_id, batch_id=batch_id, by=by, now=now, kinds=MAY_STOP)


def left_in_bulk(tx: Transaction, *, cohort: Cohort, batch_id: int) -> int:
    """Return how many pairs and groups are still to be asked of those that were accepted at once."""
    return records.left_in_bulk(tx, cohort.team_id, cohort.id, batch_id)


def _give_back(rows: Sequence[records.ProposalRow]) -> None:
    for one in rows:
        if one.wave_id is not None:
            one.wave_id = one.accepted_at = one.accepted_by = None
