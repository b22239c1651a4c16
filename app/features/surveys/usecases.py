"""Putting forms to people, taking answers, and letting only those read who were named."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core.calendar import local
from app.core.refusal import Refusal
from app.database.session import Transaction, insert_or_ignore
from app.delivery.planning import reconcile, refresh, show_open_homes
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.surveys import records
from app.features.surveys.rules import (
    ASKED,
    WHEN,
    Asked,
    Count,
    Occasion,
    Put,
    carried,
    closing_of,
    count,
    is_once,
    may_read_together,
    occasions,
    shown_to_coordinators,
    shown_to_pair,
    stays,
    wanted,
)
from app.features.surveys.rules.answers import Value, check_answers
from app.handbook.asking import Form


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring the forms of a pairing in line with what it is now."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    forms = book.forms
    found: list[Occasion] = []
    if any(one.when is not None for one in forms):
        found = occasions(forms, pairing, cohort, _held(tx, pairing), elsewhere=carried(book))
        once = {one.key for one in forms if is_once(one)}
        known = records.elsewhere(tx, pairing.team_id, cohort.id, pairing.id, pairing.people, once) if once else set()
        found = [one for one in found if (one.user_id, one.form_key) not in known]
    plan_for(tx, pairing=pairing, family=WHEN, occasions=found, now=now)
    if not pairing.is_live:
        _hand_over(tx, pairing, {one.key for one in forms if is_once(one)}, now)


def _held(tx: Transaction, pairing: Pairing) -> list[datetime]:
    found = meetings.meetings_of(tx, team_id=pairing.team_id, pairing_id=pairing.id)
    return [one.ends_at for one in found if one.held_at is not None]


def _hand_over(tx: Transaction, ended: Pairing, once: set[str], now: datetime) -> None:
    """Let another pairing of the same people carry the cohort's forms that an ended one carried."""
    rows = records.of_pairing(tx, ended.team_id, ended.id)
    left = {row.user_id for row in rows if row.form_key in once and row.dropped_at is not None}
    others = {
        one.id: one
        for user in sorted(left)
        for one in pairings.pairings_of(tx, team_id=ended.team_id, user_id=user)
        if one.cohort_id == ended.cohort_id
    }
    for one in others.values():
        replan(tx, pairing=one, now=now)


def plan_for(
    tx: Transaction, *, pairing: Pairing, family: str, occasions: Sequence[Occasion], now: datetime
) -> dict[tuple[str, str, str], int]:
    """Make the forms of a pairing that come from one family equal to what is wanted; say which is which.

    Args:
        tx: the transaction.
        pairing: whose forms.
        family: who wants them: a room's name. What it no longer wants is dropped, unless it was answered.
        occasions: everything that family wants, past and future.
        now: the present instant, UTC.

    Returns:
        The ids of the family's forms by form, person and name of the occasion.
    """
    team_id = pairing.team_id
    forms = _forms(tx, pairing)
    keys = {(one.form_key, one.user_id, one.name): one for one in occasions}
    rows = {(row.form_key, row.user_id, row.name): row for row in records.of_pairing(tx, team_id, pairing.id)}
    fresh = [
        _fresh(pairing, family, one)
        for key, one in keys.items()
        if key not in rows and (pairing.is_live or one.at <= now)
    ]
    if fresh:
        # Somebody else may have planned the same in this moment; what stands now counts.
        insert_or_ignore(tx, records.AskRow, fresh)
        rows = {(row.form_key, row.user_id, row.name): row for row in records.of_pairing(tx, team_id, pairing.id)}
    for key, row in rows.items():
        one = keys.get(key)
        if one is not None and row.family == family and row.asked_at > now and row.asked_at != one.at:
            row.asked_at, row.closes_at = one.at, one.closes
        if row.family in (family, ASKED):
            is_wanted = row.family == ASKED or one is not None
            keep = stays(_asked(row), forms.get(row.form_key), pairing, now, wanted=is_wanted)
            row.dropped_at = None if keep else row.dropped_at or now
    tx.flush()
    _tell(tx, pairing, list(rows.values()), now)
    return {key: row.id for key, row in rows.items() if row.family == family}


def ask(tx: Transaction, *, pairing: Pairing, user_id: str, form_key: str, now: datetime) -> int | None:
    """Put a form to somebody now (a closing asks so, when a pairing has ended); asked twice, it is the same form.

    Returns:
        Its id, or None if the handbook has no such form for this person.
    """
    form = _forms(tx, pairing).get(form_key)
    if form is None or user_id not in pairing.people or pairing.role_of(user_id) not in form.roles:
        return None
    one = Occasion(
        form_key=form_key,
        user_id=user_id,
        role=pairing.role_of(user_id),
        at=now,
        closes=closing_of(form, now),
        name=ASKED,
    )
    insert_or_ignore(tx, records.AskRow, [_fresh(pairing, ASKED, one)])
    rows = records.of_pairing(tx, pairing.team_id, pairing.id)
    _tell(tx, pairing, rows, now)
    return next(row.id for row in rows if (row.form_key, row.user_id, row.name) == (form_key, user_id, ASKED))


def _tell(tx: Transaction, pairing: Pairing, rows: Sequence[records.AskRow], now: datetime) -> None:
    messages = wanted([_asked(row) for row in rows], _forms(tx, pairing), pairing)
    reconcile(tx, team_id=pairing.team_id, subject=f"pairing:{pairing.id}:forms", wanted=messages, now=now)


def answer(tx: Transaction, *, team_id: str, by: str, ask_id: int, values: Mapping[str, Value], now: datetime) -> Put:
    """Take answers; later ones replace them until the form closes.

    Raises:
        Refusal: if somebody else was asked, or the form is closed or no longer needed.
        Refusals: everything that is wrong with the answers, each at its field.
    """
    put = to_answer(tx, team_id=team_id, by=by, ask_id=ask_id, now=now, lock=True)
    kept = check_answers(put.form, values)
    row = records.by_id(tx, team_id, ask_id)
    if row is None:
        raise Refusal("surveys.gone")
    row.answers, row.edited_at = json.dumps(kept), now
    row.answered_at = row.answered_at or now
    tx.flush()
    _tell(tx, put.pairing, records.of_pairing(tx, team_id, put.pairing.id), now)
    if row.announced:
        # The message that carried the button stands under its own room's subject.
        refresh(tx, team_id=team_id, subject=f"pairing:{put.pairing.id}:{row.family}", now=now)
    show_open_homes(tx, team_id=team_id, users=put.pairing.people, now=now)
    return _put(tx, row)


def to_answer(tx: Transaction, *, team_id: str, by: str, ask_id: int, now: datetime, lock: bool = False) -> Put:
    """Return a form to the person it was put to, with what they answered before.

    Raises:
        Refusal: if somebody else was asked, or the form is closed or no longer needed.
    """
    row = records.by_id(tx, team_id, ask_id, lock=lock)
    if row is None or row.user_id != by:
        raise Refusal("surveys.not-yours")
    if row.dropped_at is not None or row.asked_at > now:
        raise Refusal("surveys.gone")
    put = _put(tx, row)
    if row.closes_at <= now:
        here = local(row.closes_at, put.cohort.zone)
        raise Refusal("surveys.closed", form=put.form.name, day=f"{here.day} {here:%B}")
    return put


def read_together(tx: Transaction, *, team_id: str, by: str, ask_id: int) -> tuple[Put, list[Asked]]:
    """Return what the people of a pairing wrote for a form, to one of them.

    Raises:
        Refusal: if the form is not theirs to read, or nobody has answered it.
    """
    row = records.by_id(tx, team_id, ask_id)
    if row is None:
        raise Refusal("surveys.not-for-you")
    put = _put(tx, row)
    if not shown_to_pair(put.form) or not may_read_together(put.form, put.pairing, by):
        raise Refusal("surveys.not-for-you")
    found = together(tx, put=put)
    if not found:
        raise Refusal("surveys.nothing-yet")
    return put, found


def read_answers(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, form_key: str, now: datetime
) -> tuple[Cohort, Count, list[Asked]]:
    """Return what a cohort answered to a form, to one of its coordinators; the reading is recorded.

    Views show it without names; see `rules.cells` and `rules.texts`.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or the form is not for coordinators.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    form = programmes.handbook_of(tx, cohort).form(form_key)
    if form is None or not shown_to_coordinators(form):
        raise Refusal("surveys.not-for-you")
    people.audit(
        tx, team_id=team_id, by=by, deed="read survey answers", subject=f"cohort:{cohort_id}", now=now, form=form_key
    )
    rows = records.numbers(tx, team_id, cohort_id, now).get(form_key, [])
    found = [_asked(row) for row in records.answered(tx, team_id, cohort_id, form_key)]
    return cohort, count(form, rows, now), found


# -- questions -------------------------------------------------------------------------------------


def as_put(tx: Transaction, *, team_id: str, ask_id: int) -> Put:
    """Return a form as it was put to somebody, for messages about it.

    Raises:
        Refusal: `surveys.gone` if there is none.
    """
    row = records.by_id(tx, team_id, ask_id)
    if row is None:
        raise Refusal("surveys.gone")
    return _put(tx, row)


def together(tx: Transaction, *, put: Put) -> list[Asked]:
    """Return who of a pairing answered the same form, for messages about it."""
    return [
        _asked(one)
        for one in records.of_pairing(tx, put.pairing.team_id, put.pairing.id)
        if (one.form_key, one.name) == (put.asked.form_key, put.asked.name) and one.answered_at is not None
    ]


def open_forms(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[Put]:
    """Return the forms that a person may answer or change now, first to close first."""
    found = []
    for row in records.of_person(tx, team_id, user_id, now):
        try:
            found.append(_put(tx, row))
        except Refusal:
            continue  # the handbook no longer has it
    return found


def counts(tx: Transaction, *, team_id: str, cohort_id: int, now: datetime) -> list[Count]:
    """Return how each form that was asked went in a cohort, in the handbook's order; the caller checks who asks."""
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    found = records.numbers(tx, team_id, cohort_id, now)
    return [count(one, found[one.key], now) for one in programmes.handbook_of(tx, cohort).forms if one.key in found]


def has_answered(tx: Transaction, *, team_id: str, cohort_id: int, user_id: str, form_key: str) -> bool:
    """Whether a person answered a form in a cohort."""
    return records.is_answered(tx, team_id, cohort_id, user_id, form_key)


def has_met(tx: Transaction, *, pairing: Pairing) -> bool:
    """Whether a pairing has held a meeting."""
    return bool(_held(tx, pairing))


def _forms(tx: Transaction, pairing: Pairing) -> dict[str, Form]:
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return {one.key: one for one in programmes.handbook_of(tx, cohort).forms}


def _fresh(pairing: Pairing, family: str, one: Occasion) -> dict[str, object]:
    return {
        "team_id": pairing.team_id,
        "cohort_id": pairing.cohort_id,
        "pairing_id": pairing.id,
        "user_id": one.user_id,
        "role": one.role,
        "form_key": one.form_key,
        "family": family,
        "name": one.name,
        "asked_at": one.at,
        "closes_at": one.closes,
        "announced": one.announced,
    }


def _put(tx: Transaction, row: records.AskRow) -> Put:
    cohort = programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    form = programmes.handbook_of(tx, cohort).form(row.form_key)
    if form is None:
        raise Refusal("surveys.gone")
    pairing = pairings.pairing(tx, team_id=row.team_id, pairing_id=row.pairing_id)
    return Put(asked=_asked(row), form=form, pairing=pairing, cohort=cohort)


def _asked(row: records.AskRow) -> Asked:
    return Asked(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        pairing_id=row.pairing_id,
        user_id=row.user_id,
        role=row.role,
        form_key=row.form_key,
        family=row.family,
        name=row.name,
        asked_at=row.asked_at,
        closes_at=row.closes_at,
        announced=row.announced,
        answers=json.loads(row.answers) if row.answers is not None else {},
        answered_at=row.answered_at,
        dropped_at=row.dropped_at,
    )
