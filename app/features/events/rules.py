"""When an event falls, who is invited, which messages that calls for, and what is counted."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.core.calendar import known_zones, local, localise
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.joining.rules import Application, State
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import NO_END, Cohort
from app.handbook.calendar import Event as Said
from app.handbook.model import Handbook
from app.handbook.page import When

MOST_REPEATS = 24
FRIDAY = 4
AGAIN_BEFORE = timedelta(days=3)
AGAIN_AFTER = timedelta(days=2)
FALLS_BEFORE = timedelta(days=2)
DAY_BEFORE, SOON_BEFORE = timedelta(days=1), timedelta(minutes=15)
RECORD_AFTER = timedelta(hours=1)
TELL_AFTER, TELL_FOR = timedelta(days=2), timedelta(days=7)
LOOK_EVERY = timedelta(days=1)
PUBLIC = ("applicants", "community")
SHORTEST, LONGEST = 15, 480
MOST_SESSIONS = 4


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event of a cohort.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        key, number: the handbook's event, and which of its repetitions; key is None for one of the coordinators' own.
        name, about, who, roles, kind, minutes: as in the handbook.
        day: its day, in each session's own zone.
        sessions: wall times with their zones.
        invite_days: how many days before it people are invited.
        link: where it takes place; may be empty.
        version: grows whenever its time changes.
        moved_at, invited_at, cancelled_at, recorded_at: deeds, UTC.
    """

    id: int
    team_id: str
    cohort_id: int
    key: str | None
    number: int
    name: str
    about: str
    who: str
    roles: tuple[str, ...]
    kind: str
    minutes: int
    day: date
    sessions: tuple[tuple[time, str], ...]
    invite_days: int
    link: str = ""
    version: int = 1
    moved_at: datetime | None = None
    invited_at: datetime | None = None
    cancelled_at: datetime | None = None
    recorded_at: datetime | None = None

    @property
    def starts(self) -> list[datetime]:
        """When its sessions start, UTC, in the handbook's order."""
        return [localise(self.day, at, zone) for at, zone in self.sessions]

    @property
    def begins(self) -> datetime:
        """When its first session starts, UTC."""
        return min(self.starts)

    @property
    def last_begins(self) -> datetime:
        """When its last session starts, UTC; nobody can say yes any more then."""
        return max(self.starts)

    @property
    def ends(self) -> datetime:
        """When its last session ends, UTC."""
        return self.last_begins + timedelta(minutes=self.minutes)

    @property
    def invites_at(self) -> datetime:
        """When people are invited, UTC."""
        return self.begins - timedelta(days=self.invite_days)

    @property
    def falls_at(self) -> datetime:
        """When an event of one per group falls to the mentors of those who named nobody, UTC."""
        return self.begins - FALLS_BEFORE

    @property
    def is_public(self) -> bool:
        """Whether it is announced in the channel and anybody may come."""
        return self.who in PUBLIC

    def ends_of(self, session: int) -> datetime:
        """Return when one session ends, UTC."""
        return self.starts[session] + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Guest:
    """One person and one event.

    Attributes:
        event_id, user_id: who, where.
        invited_at, version: when they were invited (UTC), and to which version of its time.
        alone: whether they came by themselves, through the channel.
        stands_in: whether it fell to them, because their group named nobody.
        said, session, said_at: `yes` to which session, `no`, or None; UTC.
        attended_at, attended_by, absent_at: who said what of their being there, UTC.
        gone_at: when they were no longer meant, UTC.
    """

    event_id: int
    user_id: str
    invited_at: datetime
    version: int = 1
    alone: bool = False
    stands_in: bool = False
    said: str | None = None
    session: int | None = None
    said_at: datetime | None = None
    attended_at: datetime | None = None
    attended_by: str | None = None
    absent_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """The place of one pairing at an event of one per group, and who takes it."""

    id: int
    event_id: int
    pairing_id: int
    asked_at: datetime
    user_id: str | None = None


@dataclass(frozen=True)
class Count:
    """How many were invited, how they answered, and how many were there."""

    invited: int = 0
    yes: int = 0
    no: int = 0
    silent: int = 0
    attended: int = 0


def count(guests: Iterable[Guest]) -> Count:
    """Count the guests of an event; whoever is no longer meant does not count."""
    here = [one for one in guests if one.gone_at is None]
    yes, no = sum(one.said == "yes" for one in here), sum(one.said == "no" for one in here)
    there = sum(one.attended_at is not None for one in here)
    return Count(len(here), yes, no, len(here) - yes - no, there)


# -- the calendar ----------------------------------------------------------------------------------


def cohort_days(when: When, cohort: Cohort) -> list[date]:
    """Return the days on which something of a cohort falls, repetitions too, until the cohort ends.

    Nobody is asked to come at a weekend: such a day moves to the Monday after it, or to the Friday before
    if it should lie before its anchor, or the cohort has ended by Monday.
    """
    return [_working_day(one, cohort.ends_on, back=when.days < 0) for one in _days(when, cohort)]


def _working_day(day: date, last: date, *, back: bool) -> date:
    beyond = day.weekday() - FRIDAY
    if beyond <= 0:
        return day
    monday = day + timedelta(days=3 - beyond)
    return day - timedelta(days=beyond) if back or monday > last else monday


def _days(when: When, cohort: Cohort) -> list[date]:
    anchor = {
        "signup_opens": local(cohort.opened_at, cohort.zone).date(),
        "signup_closes": cohort.signup_until,
        "start": cohort.starts_on,
        "middle": cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2,
        "end": cohort.ends_on,
    }.get(when.at)
    if anchor is None or NO_END in (anchor, cohort.ends_on if when.at == "middle" else anchor):
        return []
    days = [anchor + timedelta(days=when.days)]
    while when.every_days and len(days) < MOST_REPEATS and days[-1] + timedelta(days=when.every_days) <= cohort.ends_on:
        days.append(days[-1] + timedelta(days=when.every_days))
    return days


def read_session(text: str) -> tuple[time, str]:
    """Return the wall time and the zone of a handbook's session."""
    at, _, zone = text.partition(" ")
    return time.fromisoformat(at), zone


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


# -- messages --------------------------------------------------------------------------------------


def event_messages(event: Event, cohort: Cohort) -> list[Wanted]:
    """List what an event calls for in channels: its announcement, and the coordinators' list afterwards."""
    base, about = f"event:{event.id}", {"event": event.id}
    messages = []
    if event.is_public and event.invited_at is not None:
        messages.append(
            Wanted(
                key=f"{base}:announce",
                kind="events.announce",
                to=cohort.announce_channel,
                due=event.invites_at,
                expires=event.last_begins,
                about=about,
            )
        )
    if event.cancelled_at is None:
        messages.append(
            Wanted(
                key=f"{base}:record",
                kind="events.record",
                to=cohort.coordinators_channel,
                due=event.ends + RECORD_AFTER,
                about=about,
            )
        )
    return messages


def seat_messages(event: Event, seat: Seat, pairing: Pairing) -> list[Wanted]:
    """List what a pairing reads in its conversation about sending somebody; one reminder, if nobody was named."""
    base, about = f"event:{event.id}:seat:{seat.id}", {"seat": seat.id}
    if not pairing.is_live or event.cancelled_at is not None:
        return []
    messages = [
        Wanted(
            key=f"{base}:ask",
            kind="events.representative",
            to=pairing.address,
            due=seat.asked_at,
            expires=event.begins,
            about=about,
        )
    ]
    again = event.falls_at - AGAIN_AFTER
    if seat.user_id is None and again >= seat.asked_at + AGAIN_AFTER:
        messages.append(
            Wanted(
                key=f"{base}:again",
                kind="events.representative_again",
                to=pairing.address,
                due=again,
                expires=event.falls_at,
                about=about,
            )
        )
    return messages


def wanted(event: Event, guest: Guest) -> list[Wanted]:
    """List every message that one guest's invitation calls for."""
    base, about = f"event:{event.id}:{guest.user_id}", {"event": event.id, "version": event.version}

    def want(what: str, kind: str, due: datetime, expires: datetime | None) -> Wanted:
        return Wanted(key=f"{base}:{what}", kind=kind, to=guest.user_id, due=due, expires=expires, about=about)

    if guest.gone_at is not None:
        return []
    if event.cancelled_at is not None:
        if guest.said == "no":
            return []
        return [want(f"{event.version}:cancelled", "events.cancelled", event.cancelled_at, event.ends)]
    messages = []
    if not guest.alone:
        messages.append(want("invite", "events.invite", guest.invited_at, event.last_begins))
    asked_at = guest.invited_at
    if event.version > guest.version and event.moved_at is not None:
        asked_at = event.moved_at
        messages.append(want(f"{event.version}:moved", "events.moved", asked_at, event.last_begins))
    again = event.begins - AGAIN_BEFORE
    if guest.said is None and again >= asked_at + AGAIN_AFTER:
        messages.append(want(f"{event.version}:again", "events.again", again, event.begins))
    if guest.said == "yes" and guest.session is not None and guest.said_at is not None:
        starts, ends = event.starts[guest.session], event.ends_of(guest.session)
        own = f"{event.version}:{guest.session}"
        messages.append(want(f"{own}:ics", "events.calendar", guest.said_at, ends))
        messages += [
            want(f"{own}:{what}", f"events.{what}", starts - before, starts)
            for what, before in (("tomorrow", DAY_BEFORE), ("soon", SOON_BEFORE))
            if starts - before > guest.said_at
        ]
        tell = ends + TELL_AFTER
        messages.append(want(f"{own}:there", "events.were_you_there", tell, tell + TELL_FOR))
    return messages


# -- what coordinators and guests fill in and press ------------------------------------------------


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
    day = _read_day(wish.day)
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


def is_link(text: str) -> bool:
    """Whether a text is one https link and nothing else."""
    host = text.removeprefix("https://").partition("/")[0]
    return text.startswith("https://") and "." in host and not any(one in text for one in ' \t\n<>|"')


def _sessions(times: Sequence[tuple[str, str]], wrong: list[Refusal]) -> tuple[tuple[time, str], ...]:
    found = []
    for number, (said, zone) in enumerate(times):
        if not said and (number or not zone):
            if not number:
                wrong.append(Refusal("events.no-time", field="at_0"))
            continue
        at = _time(said)
        if at is None:
            wrong.append(Refusal("events.no-time", field=f"at_{number}"))
        if zone not in known_zones():
            near = difflib.get_close_matches(zone, known_zones(), n=1, cutoff=0.5)
            example = near[0] if near else "Europe/Madrid"
            wrong.append(Refusal("events.no-zone", field=f"zone_{number}", zone=zone, example=example))
        elif at is not None:
            found.append((at, zone))
    return tuple(dict.fromkeys(found))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


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


def showcase_from(handbook: Handbook, event: Event) -> datetime | None:
    """Return from when groups are asked what they show at an event, UTC; None if they show nothing there."""
    showcase = handbook.showcase
    if showcase is None or event.key != showcase.event:
        return None
    return event.begins - timedelta(days=showcase.ask_days_before)


def from_handbook(said: Said, day: date, number: int, cohort: Cohort) -> Event:
    """Return a handbook's event as it stands on a day, not yet kept anywhere."""
    return Event(
        id=0,
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        key=said.key,
        number=number,
        name=said.name,
        about=said.about,
        who=said.who,
        roles=tuple(said.roles),
        kind=said.kind,
        minutes=said.minutes,
        day=day,
        sessions=tuple(read_session(one) for one in said.sessions),
        invite_days=said.invite_days_before,
    )


def attended_keys(events: Iterable[Event], there: Mapping[int, set[str]]) -> dict[str, set[str]]:
    """Return who was at which of the handbook's events, whichever repetition it was."""
    found: dict[str, set[str]] = {}
    for one in events:
        if one.key is not None:
            found.setdefault(one.key, set()).update(there.get(one.id, set()))
    return found
