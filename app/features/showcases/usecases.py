"""Asking every pairing for its slide, and taking it."""

from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, refresh
from app.features.events import usecases as events
from app.features.events.rules import Event
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.showcases import records
from app.features.showcases.rules import Shown, Slide, check_open, check_slide, event_messages, is_due, wanted


def tend(tx: Transaction, now: datetime) -> None:
    """Ask the pairings whose showcase is near, new ones too, and follow an event that moved (a chore)."""
    for event in events.with_showcase(tx, now):
        row = records.showcase(tx, event.id)
        if not is_due(row.looked_at if row else None, row.version if row else 0, event, now):
            continue
        cohort = programmes.cohort(tx, team_id=event.team_id, cohort_id=event.cohort_id)
        row = row or records.ShowcaseRow(event_id=event.id, team_id=event.team_id)
        row.looked_at, row.version = now, event.version
        tx.add(row)
        tx.flush()
        if cohort.closed_at is None and event.begins > now:
            _ask(tx, event, cohort, now)
        reconcile(
            tx,
            team_id=event.team_id,
            subject=f"showcase:{event.id}",
            wanted=event_messages(event, cohort),
            now=now,
        )


def _ask(tx: Transaction, event: Event, cohort: Cohort, now: datetime) -> None:
    known = {row.pairing_id: row for row in records.of_event(tx, event.team_id, event.id)}
    for pairing in pairings.pairings_in(tx, team_id=event.team_id, cohort_id=cohort.id):
        row = known.get(pairing.id)
        if row is None and pairing.is_live:
            row = records.SlideRow(
                team_id=event.team_id,
                event_id=event.id,
                pairing_id=pairing.id,
                asked_at=now,
                title="",
                may_show=False,
            )
            tx.add(row)
            tx.flush()
        if row is not None:
            _planned(tx, row, event, pairing, now)


def give(
    tx: Transaction, *, team_id: str, by: str, slide_id: int, link: str, title: str, may_show: bool, now: datetime
) -> Slide:
    """Take the link of a pairing, or another one, until the event is over.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who gives it.
        slide_id: whose slide.
        link: an https link.
        title: what it is about, in a few words; may be empty.
        may_show: whether all of them agree that the community sees it.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` is not in that living pairing, or the event is over or was cancelled.
        Refusals: if the link is none, at its field.
    """
    row = records.slide(tx, team_id, slide_id, lock=True)
    if row is None:
        raise Refusal("showcases.gone")
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=row.pairing_id)
    event = events.event(tx, team_id=team_id, event_id=row.event_id)
    check_open(event, now)
    check_slide(link, title)
    row.link, row.title, row.may_show, row.given_by, row.given_at = link, title, may_show, by, now
    tx.flush()
    _planned(tx, row, event, pairing, now)
    refresh(tx, team_id=team_id, subject=f"showcase:{event.id}", now=now)
    return _slide(row)


def _planned(tx: Transaction, row: records.SlideRow, event: Event, pairing: Pairing, now: datetime) -> None:
    messages = wanted(_slide(row), event, pairing)
    reconcile(tx, team_id=row.team_id, subject=f"slide:{row.id}", wanted=messages, now=now)


# -- questions -------------------------------------------------------------------------------------


def slide(tx: Transaction, *, team_id: str, slide_id: int) -> tuple[Shown, Event]:
    """Return a slide, its pairing and its event, for messages about it.

    Raises:
        Refusal: `showcases.gone` if there is none.
    """
    row = records.slide(tx, team_id, slide_id)
    if row is None:
        raise Refusal("showcases.gone")
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=row.pairing_id)
    return Shown(_slide(row), pairing), events.event(tx, team_id=team_id, event_id=row.event_id)


def own_slide(tx: Transaction, *, team_id: str, user_id: str, slide_id: int) -> tuple[Slide, Event]:
    """Return a slide to one of its people.

    Raises:
        Refusal: if there is none, or they are not in its living pairing.
    """
    found, event = slide(tx, team_id=team_id, slide_id=slide_id)
    pairings.require_member(tx, team_id=team_id, user_id=user_id, pairing_id=found.pairing.id)
    return found.slide, event


def mine(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Slide, Event]]:
    """Return the slides that a person's pairings are asked for and can still give."""
    ids = [one.id for one in pairings.pairings_of(tx, team_id=team_id, user_id=user_id)]
    found = [
        (_slide(row), events.event(tx, team_id=team_id, event_id=row.event_id))
        for row in records.of_pairings(tx, team_id, ids)
    ]
    return [(one, event) for one, event in found if event.cancelled_at is None and event.ends > now]


def slides_of(tx: Transaction, *, event: Event) -> list[Shown]:
    """Return the slides of an event: of living pairings, and of ended ones that gave theirs."""
    by_id = {one.id: one for one in pairings.pairings_in(tx, team_id=event.team_id, cohort_id=event.cohort_id)}
    found = [Shown(_slide(row), by_id[row.pairing_id]) for row in records.of_event(tx, event.team_id, event.id)]
    return [one for one in found if one.pairing.is_live or one.slide.link is not None]


def to_coordinate(tx: Transaction, *, team_id: str, user_id: str) -> list[tuple[Event, list[Shown]]]:
    """Return the showcases of the cohorts that a person coordinates, as far as they were begun."""
    return [
        (event, slides)
        for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        if programmes.handbook_of(tx, cohort).showcase is not None
        and people.coordinates(tx, team_id=team_id, user_id=user_id, cohort_id=cohort.id)
        for event, _count in events.cycle(tx, cohort=cohort)
        if (slides := slides_of(tx, event=event))
    ]


def _slide(row: records.SlideRow) -> Slide:
    return Slide(
        id=row.id,
        team_id=row.team_id,
        event_id=row.event_id,
        pairing_id=row.pairing_id,
        asked_at=row.asked_at,
        link=row.link,
        title=row.title,
        may_show=row.may_show,
        given_by=row.given_by,
        given_at=row.given_at,
    )
