"""Nominations, and planning what everybody takes along."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core.calendar import local
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, refresh
from app.features.joining import usecases as joining
from app.features.joining.rules import in_words
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.publicity import usecases as publicity
from app.features.publicity.rules import check_text
from app.features.recognition import records
from app.features.recognition.rules import check_nominator, summaries
from app.handbook.model import Handbook


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring the summaries of a pairing's people in line with what it is now."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    end = cohort.ends if cohort.closed_at is None else min(cohort.closed_at, cohort.ends)
    left = [
        stay
        for one in pairing.former
        for stay in pairings.stays_of(tx, team_id=pairing.team_id, user_id=one, cohort_id=pairing.cohort_id)
        if stay.pairing.id == pairing.id and stay.until is not None
    ]
    over = [one.user_id for one in left] + list(pairing.people if pairing.ended_at else ())
    zones = {one: people.person(tx, team_id=pairing.team_id, user_id=one).zone for one in over}
    messages = summaries(pairing, left, zones, end, now)
    reconcile(tx, team_id=pairing.team_id, subject=f"pairing:{pairing.id}:summary", wanted=messages, now=now)


def nomination(tx: Transaction, *, pairing: Pairing, said: Mapping[str, str]) -> str:
    """Return the text with which a mentee is put forward: the mentor's own, or the handbook's.

    Of the goals it says only what all of the pairing agreed to publish in its log.

    Args:
        tx: the transaction.
        pairing: whose mentee was found ready.
        said: what to say for `role` where the sign-up did not ask for it, for `goals` where nothing was published.

    Raises:
        Refusal: `recognition.no-graduation`.
    """
    own = records.nomination(tx, pairing.team_id, pairing.id)
    if own is not None:
        return own.text
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    book = programmes.handbook_of(tx, cohort)
    if book.graduation is None:
        raise Refusal("recognition.no-graduation")
    published = [one.text.strip().rstrip(".") for one in publicity.published_by(tx, pairing=pairing)]
    return book.graduation.nomination.format(
        mentor=_names(tx, pairing.team_id, pairing.mentors),
        mentee=_names(tx, pairing.team_id, pairing.mentees),
        role=_role(tx, pairing, book) or said["role"],
        since=f"{local(pairing.began_at, cohort.zone):%B %Y}",
        goals="; ".join(published) or said["goals"],
    )


def _names(tx: Transaction, team_id: str, users: Sequence[str]) -> str:
    return ", ".join(people.person(tx, team_id=team_id, user_id=one).name for one in users)


def _role(tx: Transaction, pairing: Pairing, book: Handbook) -> str:
    key = book.graduation.role_question if book.graduation is not None else None
    question = next((one for one in book.questions("mentee") if one.key == key), None)
    if question is None or not pairing.mentees:
        return ""
    applied = joining.application_of(
        tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id, user_id=pairing.mentees[0], role="mentee"
    )
    return in_words(question, applied) if applied is not None else ""


def to_nominate(tx: Transaction, *, team_id: str, by: str, pairing_id: int) -> Pairing:
    """Return a pairing to a mentor who puts its mentee forward.

    Raises:
        Refusal: if `by` is no mentor of it, nobody was found ready, or the programme has no nominations.
    """
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    check_nominator(pairing, by)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)
    if programmes.handbook_of(tx, cohort).graduation is None:
        raise Refusal("recognition.no-graduation")
    return pairing


def edit_nomination(tx: Transaction, *, team_id: str, by: str, pairing_id: int, text: str, now: datetime) -> None:
    """Keep the mentor's own words.

    Raises:
        Refusal: see `to_nominate`; at the field `text` if it is empty or too long.
    """
    pairing = to_nominate(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    check_text(text)
    row = records.nomination(tx, team_id, pairing.id)
    if row is None:
        row = records.RecommendationRow(team_id=team_id, pairing_id=pairing.id, text=text, edited_at=now, edited_by=by)
        tx.add(row)
    row.text, row.edited_at, row.edited_by = text, now, by
    tx.flush()
    refresh(tx, team_id=team_id, subject=f"pairing:{pairing.id}:graduation", now=now)


def post_nomination(
    tx: Transaction, *, team_id: str, by: str, pairing_id: int, said: Mapping[str, str], now: datetime
) -> None:
    """Ask the mentee whether the nomination, as it is now, may be posted.

    Raises:
        Refusal: see `to_nominate`; if it is too long, or public already.
    """
    pairing = to_nominate(tx, team_id=team_id, by=by, pairing_id=pairing_id)
    publicity.nominate(tx, pairing=pairing, by=by, text=nomination(tx, pairing=pairing, said=said), now=now)
