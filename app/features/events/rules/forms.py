"""What a coordinator fills in for an event."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from app.core.calendar import known_zones, localise, read_day, read_time, similar_zone
from app.core.links import is_link
from app.core.refusal import Refusal, refuse_all

SHORTEST, LONGEST = 15, 480
MOST_SESSIONS = 4


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a coordinator filled in for an event; still unchecked."""

    day: str
    minutes: str
    link: str
    times: Sequence[tuple[str, str]]
    """Time and zone of each session; both empty for a session that there is not."""
    name: str = ""
    about: str = ""
    who: str = "everyone"
    roles: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The time and the place of an event, checked."""

    day: date
    minutes: int
    link: str
    sessions: tuple[tuple[time, str], ...]


def check_wish(wish: Wish, now: datetime, *, own: bool) -> Checked:
    """Return the time and place that a coordinator wishes for.

    Args:
        wish: the form.
        now: the present instant, UTC.
        own: whether it is an event of the coordinators' own, which needs a name and people.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    wrong: list[Refusal] = []
    if own and not wish.name:
        wrong.append(Refusal("events.no-name", field="name"))
    if own and not wish.about:
        wrong.append(Refusal("events.no-about", field="about"))
    if own and not wish.roles:
        wrong.append(Refusal("events.no-roles", field="roles"))
    day = read_day(wish.day)
    if day is None:
        wrong.append(Refusal("events.no-day", field="day"))
    minutes = int(wish.minutes) if wish.minutes.isdecimal() and len(wish.minutes) < 4 else 0  # noqa: PLR2004 - no overflow
    if not SHORTEST <= minutes <= LONGEST:
        wrong.append(Refusal("events.length", field="minutes", shortest=SHORTEST, longest=LONGEST))
    if wish.link and not is_link(wish.link):
        wrong.append(Refusal("events.no-link", field="link"))
    sessions = _sessions(wish.times, wrong)
    refuse_all(wrong)
    if day is None:
        raise AssertionError("refused above")
    if min(localise(day, at, zone) for at, zone in sessions) <= now:
        raise Refusal("events.past", field="day")
    return Checked(day=day, minutes=minutes, link=wish.link, sessions=sessions)


def _sessions(times: Sequence[tuple[str, str]], wrong: list[Refusal]) -> tuple[tuple[time, str], ...]:
    found = []
    for number, (said, zone) in enumerate(times):
        if not said and (number or not zone):
            if not number:
                wrong.append(Refusal("events.no-time", field="at_0"))
            continue
        at = read_time(said)
        if at is None:
            wrong.append(Refusal("events.no-time", field=f"at_{number}"))
        if zone not in known_zones():
            wrong.append(Refusal("events.no-zone", field=f"zone_{number}", zone=zone, example=similar_zone(zone)))
        elif at is not None:
            found.append((at, zone))
    return tuple(dict.fromkeys(found))
