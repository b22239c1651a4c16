"""Choosing one's hours, and saying something back to a message that nobody asked for."""

from collections.abc import Mapping
from datetime import datetime

from app.core.calendar import Hours
from app.core.notice import Manner, NoticeKind
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery import hushing, planning
from app.delivery.hushing import Letter
from app.delivery.planning import reconsider, show_open_homes
from app.delivery.rules import WEEKLY_BUDGET
from app.features.joining import usecases as joining
from app.features.letters.rules import Why, Wish, comes_again_at, read_hours
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people
from app.features.people.rules import Person
from app.features.programmes import usecases as programmes


def choose_hours(tx: Transaction, *, team_id: str, user_id: str, wish: Wish, now: datetime) -> Person:
    """Let a person choose when they may be written to.

    Raises:
        Refusals: if the hours cannot be, each at its field.
    """
    return keep_hours(tx, team_id=team_id, user_id=user_id, hours=read_hours(wish), now=now)


def keep_hours(tx: Transaction, *, team_id: str, user_id: str, hours: Hours, now: datetime) -> Person:
    """Note a person's hours; what waits for them is looked at again."""
    people.keep_hours(tx, team_id=team_id, user_id=user_id, hours=hours)
    reconsider(tx, team_id=team_id, user_id=user_id, now=now)
    show_open_homes(tx, team_id=team_id, users=[user_id], now=now)
    return people.person(tx, team_id=team_id, user_id=user_id)


def may_hear(tx: Transaction, *, team_id: str, user_id: str) -> bool:
    """Whether somebody takes part in anything, so that messages may come to them."""
    return bool(
        joining.applications_of(tx, team_id=team_id, user_id=user_id)
        or programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
    )


# -- one message -----------------------------------------------------------------------------------

Kinds = Mapping[str, NoticeKind]
"""Every kind of notice by name."""


def why(tx: Transaction, *, team_id: str, by: str, notice_id: int, kinds: Kinds, now: datetime) -> Why:
    """Tell somebody why a message came to them.

    Raises:
        Refusal: `letters.not-yours` if it came to others; `core.stale-button` if there is no such kind any more.
    """
    letter, kind = _letter(tx, team_id, by, notice_id, kinds)
    unasked = [name for name, one in kinds.items() if one.unasked]
    beside = [name for name in letter.beside if name in kinds and name != letter.kind]
    return Why(
        notice_id=letter.id,
        reasons=tuple(dict.fromkeys([kind.why, *(kinds[name].why for name in beside)])),
        zone=people.person(tx, team_id=team_id, user_id=by).zone,
        planned_at=letter.planned_at,
        wanted_at=letter.wanted_at,
        came_at=letter.came_at,
        put_off=letter.put_off,
        came_again=letter.came_again,
        others=tuple(one for one in letter.to if one != by),
        counted=kind.unasked and not letter.came_again and letter.to == (by,),
        this_week=hushing.unasked_this_week(tx, team_id=team_id, user_id=by, kinds=unasked, now=now),
        most=weekly_budget(tx, team_id=team_id, user_id=by),
        to_many=kind.manner is Manner.LETTER,
        is_stopped=_is_stopped(tx, team_id, by, letter, kind),
    )


def _is_stopped(tx: Transaction, team_id: str, by: str, letter: Letter, kind: NoticeKind) -> bool | None:
    if kind.nags is None or letter.to != (by,):
        return None
    return hushing.is_hushed(tx, team_id=team_id, user_id=by, subject=letter.subject, topic=kind.nags)


def bring_again(tx: Transaction, *, team_id: str, by: str, notice_id: int, kinds: Kinds, now: datetime) -> datetime:
    """Bring a question or a hint once more the next day, and return when; pressed twice, it comes once.

    Raises:
        Refusal: `letters.not-yours` if it came to others; `letters.too-late` if it would be stale by then;
            `core.stale-button` for what is no question and no hint, or came to several people.
    """
    letter, kind = _letter(tx, team_id, by, notice_id, kinds)
    if kind.manner is not Manner.NUDGE or letter.to != (by,):
        raise Refusal("core.stale-button")
    person = people.person(tx, team_id=team_id, user_id=by)
    due = comes_again_at(letter.came_at or letter.wanted_at, person.zone, person.hours, now)
    expires = kind.stale_at(letter.wanted_at, letter.expires_at)
    if expires is not None and due >= expires:
        raise Refusal("letters.too-late")
    return planning.bring_again(tx, notice_id=letter.id, due=due, expires=expires, now=now)


def stop(tx: Transaction, *, team_id: str, by: str, notice_id: int, kinds: Kinds, now: datetime) -> None:
    """Remind a person no more of what a message reminds of; done twice, it changes nothing.

    Raises:
        Refusal: `letters.not-yours` if it came to others; `core.stale-button` if it reminds of nothing.
    """
    subject, topic = _reminder(tx, team_id, by, notice_id, kinds)
    hushing.hush(tx, team_id=team_id, user_id=by, subject=subject, topic=topic, now=now)


def resume(tx: Transaction, *, team_id: str, by: str, notice_id: int, kinds: Kinds) -> None:
    """Take back `stop`; done twice, it changes nothing.

    Raises:
        Refusal: as `stop`.
    """
    subject, topic = _reminder(tx, team_id, by, notice_id, kinds)
    hushing.unhush(tx, team_id=team_id, user_id=by, subject=subject, topic=topic)


def _reminder(tx: Transaction, team_id: str, by: str, notice_id: int, kinds: Kinds) -> tuple[str, str]:
    letter, kind = _letter(tx, team_id, by, notice_id, kinds)
    if kind.nags is None or letter.to != (by,):
        raise Refusal("core.stale-button")
    return letter.subject, kind.nags


def _letter(tx: Transaction, team_id: str, by: str, notice_id: int, kinds: Kinds) -> tuple[Letter, NoticeKind]:
    letter = hushing.letter_to(tx, team_id=team_id, user_id=by, notice_id=notice_id)
    if letter is None:
        raise Refusal("letters.not-yours")
    if letter.kind not in kinds:
        raise Refusal("core.stale-button")
    return letter, kinds[letter.kind]


def weekly_budget(tx: Transaction, *, team_id: str, user_id: str) -> int:
    """Return how many unasked messages a person gets a week: the least that a handbook of theirs allows."""
    if all(one.unasked_a_week >= WEEKLY_BUDGET for one in programmes.handbooks()):
        return WEEKLY_BUDGET  # so it is almost everywhere, and this is asked before each message
    cohorts = [
        programmes.cohort(tx, team_id=team_id, cohort_id=one.cohort_id)
        for one in pairings.pairings_of(tx, team_id=team_id, user_id=user_id)
    ]
    allowed = [programmes.handbook_of(tx, one).unasked_a_week for one in cohorts]
    return min([WEEKLY_BUDGET, *allowed])
