"""Drafting, agreeing, publishing, taking back."""

from collections.abc import Sequence
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, show_open_homes
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.publicity import records
from app.features.publicity.rules import (
    LOG,
    NOMINATION,
    Entry,
    check_reader,
    check_seen,
    check_text,
    is_agreed,
    wanted,
)


def draft(tx: Transaction, *, team_id: str, by: str, pairing_id: int, text: str, now: datetime) -> Entry:
    """Draft an entry for the public log and ask the others of the pairing.

    Raises:
        Refusal: if `by` is not in this living pairing, it keeps no log, or the text is empty or too long.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    if pairing_id not in {one.id for one, _ in writable(tx, team_id=team_id, user_id=by)}:
        raise Refusal("publicity.no-log")
    return _new(tx, pairing, LOG, by, text, now)


def nominate(tx: Transaction, *, pairing: Pairing, by: str, text: str, now: datetime) -> Entry:
    """Ask whether a nomination may be posted; the caller has checked that `by` may nominate.

    A nomination of the same pairing that still waits is changed instead.

    Raises:
        Refusal: if the text is empty or too long.
    """
    for row in records.of_pairings(tx, pairing.team_id, [pairing.id]):
        if row.kind == NOMINATION and row.author == by and row.withdrawn_at is None:
            if row.published_at is not None:
                raise Refusal("publicity.public")
            return change(tx, team_id=pairing.team_id, by=by, entry_id=row.id, text=text, now=now)
    return _new(tx, pairing, NOMINATION, by, text, now)


def _new(tx: Transaction, pairing: Pairing, kind: str, by: str, text: str, now: datetime) -> Entry:
    check_text(text)
    row = records.EntryRow(
        team_id=pairing.team_id,
        cohort_id=pairing.cohort_id,
        pairing_id=pairing.id,
        kind=kind,
        author=by,
        asked=list(pairing.people),
        text=text,
        version=1,
        agreed=[by],
        drafted_at=now,
        changed_at=now,
    )
    tx.add(row)
    return _planned(tx, row, now)


def change(tx: Transaction, *, team_id: str, by: str, entry_id: int, text: str, now: datetime) -> Entry:
    """Change one's draft; everybody is asked anew, unless not a word has changed.

    Raises:
        Refusal: if it is not theirs, is withdrawn or public already, or the text is empty or too long.
    """
    row = _own(tx, team_id, by, entry_id)
    if row.published_at is not None:
        raise Refusal("publicity.public")
    if row.withdrawn_at is not None:
        raise Refusal("publicity.withdrawn")
    check_text(text)
    if text != row.text or row.declined_at is not None:
        row.text, row.version, row.changed_at = text, row.version + 1, now
        row.agreed, row.declined_at, row.declined_by = [by], None, None
    return _planned(tx, row, now)


def agree(tx: Transaction, *, team_id: str, by: str, entry_id: int, version: int, now: datetime) -> Entry:
    """Say yes to a text; when everybody has, it is published. Said twice, it changes nothing.

    Raises:
        Refusal: if `by` is not asked, or the text was changed or withdrawn.
    """
    row = _asked(tx, team_id, by, entry_id, version)
    if by not in row.agreed:
        row.agreed = [*row.agreed, by]
    if row.declined_by == by:
        row.declined_at = row.declined_by = None
    if row.published_at is None and row.declined_at is None and is_agreed(row.asked, row.agreed):
        row.published_at = now
    return _planned(tx, row, now)


def decline(tx: Transaction, *, team_id: str, by: str, entry_id: int, version: int, now: datetime) -> Entry:
    """Say no to a text; nothing is published. Once it is public, taking it back is the way.

    Raises:
        Refusal: if `by` is not asked, or the text was changed, withdrawn or published.
    """
    row = _asked(tx, team_id, by, entry_id, version)
    if row.published_at is not None:
        raise Refusal("publicity.public")
    row.agreed = [one for one in row.agreed if one != by]
    if row.declined_at is None:
        row.declined_at, row.declined_by = now, by
    return _planned(tx, row, now)


def withdraw(tx: Transaction, *, team_id: str, by: str, entry_id: int, now: datetime) -> Entry:
    """Withdraw one's draft, or take back what is public (each of those who agreed may); twice is once.

    Raises:
        Refusal: if it is not theirs.
    """
    row = _row(tx, team_id, entry_id)
    check_reader(_facts(row), by)
    if row.published_at is None and row.author != by:
        raise Refusal("publicity.not-yours")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = now, by
    return _planned(tx, row, now)


def _row(tx: Transaction, team_id: str, entry_id: int) -> records.EntryRow:
    row = records.by_id(tx, team_id, entry_id, lock=True)
    if row is None:
        raise Refusal("publicity.gone")
    return row


def _own(tx: Transaction, team_id: str, by: str, entry_id: int) -> records.EntryRow:
    row = _row(tx, team_id, entry_id)
    if row.author != by:
        raise Refusal("publicity.not-yours")
    return row


def _asked(tx: Transaction, team_id: str, by: str, entry_id: int, version: int) -> records.EntryRow:
    row = _row(tx, team_id, entry_id)
    facts = _facts(row)
    check_reader(facts, by)
    check_seen(facts, version)
    return row


def _planned(tx: Transaction, row: records.EntryRow, now: datetime) -> Entry:
    tx.flush()
    facts = _facts(row)
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    messages = wanted(facts, cohort.announce_channel)
    reconcile(tx, team_id=row.team_id, subject=f"entry:{row.id}", wanted=messages, now=now)
    show_open_homes(tx, team_id=row.team_id, users=facts.asked, now=now)
    return facts


# -- questions -------------------------------------------------------------------------------------


def entry(tx: Transaction, *, team_id: str, entry_id: int) -> Entry:
    """Return an entry, for messages about it.

    Raises:
        Refusal: `publicity.gone` if there is none.
    """
    row = records.by_id(tx, team_id, entry_id)
    if row is None:
        raise Refusal("publicity.gone")
    return _facts(row)


def own_draft(tx: Transaction, *, team_id: str, by: str, entry_id: int) -> Entry:
    """Return a draft to its author, for changing it.

    Raises:
        Refusal: if it is not theirs or no draft any more.
    """
    facts = entry(tx, team_id=team_id, entry_id=entry_id)
    if facts.author != by:
        raise Refusal("publicity.not-yours")
    if not facts.is_draft:
        raise Refusal("publicity.withdrawn" if facts.withdrawn_at else "publicity.public")
    return facts


def writable(tx: Transaction, *, team_id: str, user_id: str) -> list[tuple[Pairing, Cohort]]:
    """Return the living pairings of a person that keep a public log."""
    found = []
    for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
        if cohort.closed_at is None and programmes.handbook_of(tx, cohort).public_log is not None:
            found.append((pairing, cohort))
    return found


def drafts_of(tx: Transaction, *, team_id: str, user_id: str) -> list[Entry]:
    """Return the drafts that a person wrote or is asked about, newest first."""
    ids = [one.pairing.id for one in pairings.stays_of(tx, team_id=team_id, user_id=user_id)]
    found = [_facts(row) for row in records.of_pairings(tx, team_id, ids)] if ids else []
    return [one for one in found if one.is_draft and user_id in one.asked]


def published_by(tx: Transaction, *, pairing: Pairing) -> list[Entry]:
    """Return the log entries of a pairing that are public, oldest first."""
    rows = reversed(records.of_pairings(tx, pairing.team_id, [pairing.id]))
    found = [_facts(row) for row in rows if row.kind == LOG]
    return [one for one in found if one.published_at is not None and one.withdrawn_at is None]


def log(tx: Transaction, *, team_id: str, most: int) -> list[tuple[Entry, Cohort]]:
    """Return the last public entries of a workspace, newest first; for anybody.

    Raises:
        Refusal: `publicity.no-logs` if no running programme keeps one.
    """
    cohorts = {
        one.id: one
        for one in programmes.running_cohorts(tx, team_id=team_id)
        if programmes.handbook_of(tx, one).public_log is not None
    }
    if not cohorts:
        raise Refusal("publicity.no-logs")
    rows: Sequence[records.EntryRow] = records.published(tx, team_id, list(cohorts), most)
    return [(_facts(row), cohorts[row.cohort_id]) for row in rows]


def _facts(row: records.EntryRow) -> Entry:
    return Entry(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        pairing_id=row.pairing_id,
        kind=row.kind,
        author=row.author,
        asked=tuple(row.asked),
        text=row.text,
        version=row.version,
        agreed=tuple(row.agreed),
        drafted_at=row.drafted_at,
        changed_at=row.changed_at,
        declined_at=row.declined_at,
        declined_by=row.declined_by,
        withdrawn_at=row.withdrawn_at,
        published_at=row.published_at,
    )
