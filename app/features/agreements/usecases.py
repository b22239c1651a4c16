"""Writing down what people agreed on, confirming it, and keeping to it."""

import json
from collections.abc import Mapping
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import reconcile, show_open_homes
from app.features.agreements import records
from app.features.agreements.rules import Agreed, check_said, wanted
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.handbook.model import Handbook


def write(
    tx: Transaction, *, team_id: str, by: str, pairing_id: int, version: int, said: Mapping[str, str], now: datetime
) -> Agreed:
    """Write down what was agreed on; the others are asked to confirm it.

    Whoever saves the present text unchanged confirms it.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who writes.
        pairing_id: whose agreement.
        version: the one that the form showed.
        said: texts by the handbook's keys.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` is not in this living pairing, or somebody else wrote meanwhile.
        Refusals: if nothing is said, or a text is too long.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    kept = check_said(_handbook(tx, pairing).first_meeting.agree_on, said)
    row = _row(tx, pairing)
    if row.version > 0 and json.loads(row.said) == kept:
        return _confirmed(tx, row, pairing, by, now)
    if row.version != version:
        raise Refusal("agreements.changed")
    row.version += 1
    row.said, row.written_by, row.written_at = json.dumps(kept, ensure_ascii=False), by, now
    row.confirmed, row.agreed_at = [], None
    return _confirmed(tx, row, pairing, by, now)


def confirm(tx: Transaction, *, team_id: str, by: str, pairing_id: int, version: int, now: datetime) -> Agreed:
    """Stand by what another wrote down; said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this living pairing, or it was written anew meanwhile.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    row = _row(tx, pairing)
    if row.version != version or version == 0:
        raise Refusal("agreements.changed")
    return _confirmed(tx, row, pairing, by, now)


def _confirmed(tx: Transaction, row: records.AgreementRow, pairing: Pairing, by: str, now: datetime) -> Agreed:
    if by not in row.confirmed:
        row.confirmed = [*row.confirmed, by]
    if row.agreed_at is None and set(row.confirmed) >= set(pairing.people):
        row.agreed_at = now
    return _planned(tx, row, pairing, now)


def stop_reminding(tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime) -> None:
    """Remind somebody no more of what was agreed on about contact; said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not in this living pairing.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    row = _row(tx, pairing)
    if by not in (row.unreminded or ()):
        row.unreminded = [*(row.unreminded or ()), by]
    _planned(tx, row, pairing, now)


def follow(tx: Transaction, *, pairing: Pairing, met_at: datetime | None, now: datetime) -> None:
    """Bring the messages in line with the pairing and its first meeting.

    Args:
        tx: the transaction.
        pairing: as it is now.
        met_at: the end of its first meeting that was held, UTC; None before.
        now: the present instant, UTC.
    """
    row = records.of_pairing(tx, pairing.team_id, pairing.id)
    if row is None and met_at is None:
        return
    row = _row(tx, pairing)
    row.met_at = met_at
    _planned(tx, row, pairing, now)


def _row(tx: Transaction, pairing: Pairing) -> records.AgreementRow:
    """Return the row of a pairing, made if need be and locked."""
    fresh = {"team_id": pairing.team_id, "pairing_id": pairing.id, "version": 0, "said": "{}", "confirmed": []}
    row = records.of_pairing(tx, pairing.team_id, pairing.id, lock=True)
    if row is None:
        insert_or_ignore(tx, records.AgreementRow, [fresh])
        row = records.of_pairing(tx, pairing.team_id, pairing.id, lock=True)
    if row is None:
        raise AssertionError("made above")
    return row


def _planned(tx: Transaction, row: records.AgreementRow, pairing: Pairing, now: datetime) -> Agreed:
    tx.flush()
    facts = _facts(row)
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=pairing.cohort_id)
    messages = wanted(facts, pairing, programmes.handbook_of(tx, cohort), cohort.ends)
    reconcile(tx, team_id=row.team_id, subject=f"agreement:{pairing.id}", wanted=messages, now=now)
    show_open_homes(tx, team_id=row.team_id, users=pairing.people, now=now)
    return facts


def _handbook(tx: Transaction, pairing: Pairing) -> Handbook:
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return programmes.handbook_of(tx, cohort)


# -- questions -------------------------------------------------------------------------------------


def agreed(tx: Transaction, *, pairing: Pairing) -> Agreed:
    """Return what a pairing agreed on, written or not. For its people only; the caller has checked that."""
    row = records.of_pairing(tx, pairing.team_id, pairing.id)
    return _facts(row) if row is not None else Agreed(id=0, team_id=pairing.team_id, pairing_id=pairing.id)


def to_read(tx: Transaction, *, team_id: str, user_id: str, pairing_id: int) -> tuple[Agreed, Pairing, Handbook]:
    """Return what a living pairing agreed on to one of its people, with the handbook that asks for it.

    Raises:
        Refusal: if they are not in this living pairing.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=pairing_id)
    return agreed(tx, pairing=pairing), pairing, _handbook(tx, pairing)


def contact_lines(tx: Transaction, *, pairing: Pairing) -> list[str]:
    """Return how the people of a pairing agreed to write to each other; nothing until all confirmed it."""
    found = agreed(tx, pairing=pairing)
    if found.agreed_at is None:
        return []
    return found.lines(_handbook(tx, pairing).first_meeting.agree_on, "contact")


def _facts(row: records.AgreementRow) -> Agreed:
    return Agreed(
        id=row.id,
        team_id=row.team_id,
        pairing_id=row.pairing_id,
        met_at=row.met_at,
        version=row.version,
        said=json.loads(row.said),
        written_by=row.written_by,
        written_at=row.written_at,
        confirmed=tuple(row.confirmed),
        agreed_at=row.agreed_at,
        unreminded=tuple(row.unreminded or ()),
    )
