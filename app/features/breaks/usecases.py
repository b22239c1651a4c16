"""Saying when one is away, and coming back."""

from dataclasses import dataclass
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile, show_open_homes
from app.features.breaks.rules import Wish, check_wish, wanted
from app.features.care import usecases as care
from app.features.meetings import usecases as meetings
from app.features.meetings.rules import Meeting
from app.features.meetings.usecases import arranging
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.people.rules import Break
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


@dataclass(frozen=True)
class Opened:
    """What is needed to show the form: who will hear of it, how long it may be, what is planned."""

    others: list[str]
    longest_days: int
    planned: list[tuple[Meeting, Pairing]]


def to_announce(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> Opened:
    """Return what the form of a break shows.

    Raises:
        Refusal: `pairings.none` for whoever is in no pairing.
    """
    mine = _pairings(tx, team_id, user_id)
    planned = [
        (one, pairing)
        for pairing in mine
        for one in meetings.meetings_of(tx, team_id=team_id, pairing_id=pairing.id)
        if one.stands and one.is_open and one.starts_at > now
    ]
    return Opened(_others(mine, user_id), _longest(tx, mine), planned)


def announce(tx: Transaction, *, team_id: str, by: str, wish: Wish, now: datetime) -> Break:
    """Say when one is away: the partners hear at once, and whatever can wait waits.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who is away.
        wish: the form.
        now: the present instant, UTC.

    Raises:
        Refusal: `pairings.none` for whoever is in no pairing.
        Refusals: if the days cannot be, each at its field.
    """
    mine = _pairings(tx, team_id, by)
    earlier = people.breaks_to_come(tx, team_id=team_id, user_id=by, now=now)
    zone = people.person(tx, team_id=team_id, user_id=by).zone
    starts_at, back_at = check_wish(wish, zone, _longest(tx, mine), earlier, now)
    made = people.announce_break(
        tx, team_id=team_id, user_id=by, starts_at=starts_at, back_at=back_at, word=wish.word, now=now
    )
    if wish.cancel:
        for one, _ in inside(tx, found=made, now=now):
            arranging.cancel(tx, team_id=team_id, by=by, meeting_id=one.id, word="", now=now)
    _follow(tx, made, mine, now)
    return made


def come_back(tx: Transaction, *, team_id: str, by: str, break_id: int, now: datetime) -> Break:
    """Come back early, or call a break off before it begins; done twice, it changes nothing.

    Raises:
        Refusal: `people.not-your-break`.
    """
    found = people.end_break(tx, team_id=team_id, by=by, break_id=break_id, now=now)
    _follow(tx, found, pairings.pairings_of(tx, team_id=team_id, user_id=by), now)
    return found


def _follow(tx: Transaction, found: Break, mine: list[Pairing], now: datetime) -> None:
    others = _others(mine, found.user_id)
    subject = f"break:{found.id}"
    reconcile(tx, team_id=found.team_id, subject=subject, wanted=wanted(found, others), now=now)
    for pairing in mine:
        care.accompany(tx, pairing=pairing, now=now)
    coordinators = {
        one
        for cohort_id in {pairing.cohort_id for pairing in mine}
        for one in people.coordinators_of(tx, team_id=found.team_id, cohort_id=cohort_id)
    }
    users = {found.user_id, *others, *coordinators}
    show_open_homes(tx, team_id=found.team_id, users=users, now=now)


def _pairings(tx: Transaction, team_id: str, user_id: str) -> list[Pairing]:
    mine = pairings.pairings_of(tx, team_id=team_id, user_id=user_id)
    if not mine:
        raise Refusal("pairings.none")
    return mine


def _others(mine: list[Pairing], user_id: str) -> list[str]:
    return list(dict.fromkeys(one for pairing in mine for one in pairing.others(user_id)))


def _longest(tx: Transaction, mine: list[Pairing]) -> int:
    cohorts = [programmes.cohort(tx, team_id=one.team_id, cohort_id=one.cohort_id) for one in mine]
    return min(programmes.handbook_of(tx, one).breaks.longest_days for one in cohorts)


# -- questions -------------------------------------------------------------------------------------


def inside(tx: Transaction, *, found: Break, now: datetime) -> list[tuple[Meeting, Pairing]]:
    """Return the meetings that stand in a break and could not take place: in a group, others may still meet."""
    return [
        (one, pairing)
        for pairing in pairings.pairings_of(tx, team_id=found.team_id, user_id=found.user_id)
        for one in meetings.meetings_of(tx, team_id=found.team_id, pairing_id=pairing.id)
        if one.stands and one.is_open and one.starts_at > now and found.span.start <= one.starts_at < found.until
        if any(rest.start <= one.starts_at < rest.end for rest in meetings.rests_of(tx, pairing=pairing))
    ]


def following(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Pairing, Meeting | None]]:
    """Return each pairing of a person with the meeting that comes next."""
    return [
        (one, meetings.next_meeting(tx, team_id=team_id, pairing_id=one.id, now=now))
        for one in pairings.pairings_of(tx, team_id=team_id, user_id=user_id)
    ]


def around(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> tuple[list[Break], list[Break]]:
    """Return what is left of a person's own breaks, and of those of the people they work with."""
    others = _others(pairings.pairings_of(tx, team_id=team_id, user_id=user_id), user_id)
    found = people.breaks_of(tx, team_id=team_id, users=[user_id, *others])
    left = [one for one in found if not one.is_over(now)]
    return [one for one in left if one.user_id == user_id], [one for one in left if one.user_id != user_id]


def away_in(tx: Transaction, *, team_id: str, user_id: str, now: datetime) -> list[tuple[Break, Cohort]]:
    """Return who is or will be away in the cohorts that a person coordinates; they see the days only."""
    mine = {one.id: one for one in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)}
    if not mine:
        return []
    return [
        (one, mine[cohort_id])
        for one in people.breaks_in(tx, team_id=team_id, now=now)
        for cohort_id in dict.fromkeys(
            pairing.cohort_id for pairing in pairings.pairings_of(tx, team_id=team_id, user_id=one.user_id)
        )
        if cohort_id in mine
    ]
