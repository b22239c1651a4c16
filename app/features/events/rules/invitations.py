"""Who is invited, when that is looked at, and what may still be answered or changed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.core.refusal import Refusal
from app.features.events.rules import Event
from app.features.joining.rules import Application, State
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort

LOOK_EVERY = timedelta(days=1)


def before_match(event: Event, cohort: Cohort) -> bool:
    """Whether an event may lie before people are matched, so that whoever was approved is meant too."""
    return event.kind in ("info", "onboarding") or event.day <= cohort.starts_on


def audience(
    event: Event, cohort: Cohort, applications: Iterable[Application], pairings: Iterable[Pairing]
) -> set[str]:
    """Return who is invited to an event in person; nobody where each group sends one."""
    applied = [one for one in applications if one.role in event.roles]
    if event.who == "one_per_group":
        return set()
    if event.who == "applicants":
        return {one.user_id for one in applied if one.state not in (State.WITHDRAWN, State.DECLINED)}
    found = {user for one in pairings if one.is_live for user in one.people if one.role_of(user) in event.roles}
    if before_match(event, cohort):
        found |= {one.user_id for one in applied if one.is_in}
    return found


def next_look(event: Event, now: datetime) -> datetime | None:
    """Return when time alone changes something of an event: people are invited, join late, or name nobody."""
    if event.cancelled_at is not None or now >= event.last_begins:
        return None
    if now < event.invites_at:
        return event.invites_at
    moments = [now + LOOK_EVERY]
    if event.who == "one_per_group" and now < event.falls_at:
        moments.append(event.falls_at)
    return min(moments)


def check_coming(event: Event, session: int, version: int, now: datetime) -> None:
    """Let only a yes through to a session that is still to come, at the time that was shown.

    Raises:
        Refusal: `events.cancelled`, `events.moved`, `events.begun`.
    """
    if event.cancelled_at is not None:
        raise Refusal("events.cancelled", name=event.name)
    if version != event.version or session >= len(event.sessions):
        raise Refusal("events.moved", name=event.name)
    if event.starts[session] <= now:
        raise Refusal("events.begun", name=event.name)


def check_changeable(event: Event, now: datetime) -> None:
    """Let only an event through that is still to come.

    Raises:
        Refusal: `events.cancelled`, `events.begun`.
    """
    if event.cancelled_at is not None:
        raise Refusal("events.cancelled", name=event.name)
    if event.begins <= now:
        raise Refusal("events.begun", name=event.name)
