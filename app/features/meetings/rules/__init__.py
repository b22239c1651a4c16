"""What a meeting is, when it may be, and which messages it calls for."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce

from app.core.calendar import Slot, Span, known_zones, local, localise, merged, shared, spans
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.pairings.rules import Pairing
from app.features.people.rules import Break
from app.features.programmes.rules import Cohort, day_of
from app.handbook.model import Handbook
from app.handbook.page import When

TRELLIS = "trellis"
FIRST_AFTER = timedelta(days=2)
FIRST_WITHIN_DAYS = 21
SHORTEST, LONGEST = 15, 240
ASK_FOR = timedelta(hours=24)
DID_YOU_MEET_AFTER = timedelta(hours=3)
DID_YOU_MEET_FOR = timedelta(days=5)
DECENT = (time(7), time(22))


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One conversation of a pairing.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        number: 1 for the pairing's first.
        version: grows with each move, so that each time has its own reminders.
        day, at, zone: what people agreed on: a wall time in a zone.
        starts_at: the same as an instant, UTC.
        minutes: the time box.
        place: a link or a room, may be empty.
        weekly: whether it was proposed to repeat in the handbook's rhythm.
        by_rhythm: whether the rhythm made it.
        proposed_by: who proposed this time; `trellis` for the automatic first one.
        agreed: who has said yes to this time.
        declined: who of a group cannot make it.
        accepted_at, cancelled_at, held_at, missed_at: deeds, UTC.
    """

    id: int
    team_id: str
    pairing_id: int
    number: int
    version: int
    day: date
    at: time
    zone: str
    starts_at: datetime
    minutes: int
    place: str
    weekly: bool
    by_rhythm: bool
    proposed_at: datetime
    proposed_by: str
    agreed: tuple[str, ...]
    declined: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    cancelled_word: str | None = None
    held_at: datetime | None = None
    missed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When its time box ends, UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Whether enough people agreed and nobody cancelled."""
        return self.accepted_at is not None and self.cancelled_at is None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come or to be told of: not cancelled, held or missed."""
        return self.cancelled_at is None and self.held_at is None and self.missed_at is None

    @property
    def span(self) -> Span:
        """The time it takes."""
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody filled in to propose or move a meeting; still unchecked."""

    day: str
    at: str
    zone: str
    minutes: str
    place: str = ""
    weekly: bool = False


@dataclass(frozen=True, kw_only=True)
class Time:
    """A checked time for a meeting."""

    day: date
    at: time
    zone: str
    starts_at: datetime
    minutes: int


def check_wish(
    wish: Wish, busy: Iterable[Span], cohort_ends: datetime, now: datetime, fields: Mapping[str, str] | None = None
) -> Time:
    """Return the time that somebody wishes for, if it can be.

    Args:
        wish: the form.
        busy: when either person has another meeting.
        cohort_ends: the instant after which there are no meetings.
        now: the present instant, UTC.
        fields: what this form calls `day`, `at`, `zone` and `minutes`, if something else.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    name = {"day": "day", "at": "at", "zone": "zone", "minutes": "minutes", **(fields or {})}
    wrong: list[Refusal] = []
    day, at = _day(wish.day), _time(wish.at)
    if day is None:
        wrong.append(Refusal("meetings.no-day", field=name["day"]))
    if at is None:
        wrong.append(Refusal("meetings.no-time", field=name["at"]))
    zone = wish.zone.strip()
    if zone not in known_zones():
        near = difflib.get_close_matches(zone, known_zones(), n=1, cutoff=0.5)
        wrong.append(
            Refusal("meetings.no-zone", field=name["zone"], zone=zone, example=near[0] if near else "Europe/Madrid")
        )
    minutes = int(wish.minutes) if wish.minutes.isdecimal() and len(wish.minutes) < 4 else 0  # noqa: PLR2004 - no overflow
    if not SHORTEST <= minutes <= LONGEST:
        wrong.append(Refusal("meetings.length", field=name["minutes"], shortest=SHORTEST, longest=LONGEST))
    refuse_all(wrong)
    if day is None or at is None:
        raise AssertionError("refused above")
    starts_at = localise(day, at, zone)
    if starts_at <= now:
        here = local(now, zone)
        raise Refusal(
            "meetings.past", field=name["at"] if day == here.date() else name["day"], now=f"{here:%H:%M}", zone=zone
        )
    if starts_at >= cohort_ends:
        last = local(cohort_ends - timedelta(minutes=1), zone)
        raise Refusal("meetings.after-end", field=name["day"], last=f"{last.day} {last:%B %Y}")
    ends_at = starts_at + timedelta(minutes=minutes)
    if any(one.start < ends_at and starts_at < one.end for one in busy):
        raise Refusal("meetings.overlaps", field=name["at"])
    return Time(day=day, at=at, zone=zone, starts_at=starts_at, minutes=minutes)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def is_same_time(meeting: Meeting, wish: Wish) -> bool:
    """Whether somebody wishes for the very time of a meeting, on whichever clock they say it."""
    day, at = _day(wish.day), _time(wish.at)
    if day is None or at is None or wish.zone.strip() not in known_zones():
        return False
    return localise(day, at, wish.zone.strip()) == meeting.starts_at


def clock_for(meeting: Meeting, reader_zone: str) -> str:
    """Return the zone in which to show a meeting's time in a form.

    It is the reader's own. Only a weekly meeting keeps the zone that was agreed on, because that one
    decides what happens when the clocks change.
    """
    return meeting.zone if meeting.weekly or meeting.by_rhythm else reader_zone


@dataclass(frozen=True)
class Free:
    """When a person is free, in their own zone."""

    slots: Sequence[Slot]
    zone: str


def first_time(people: Sequence[Free], minutes: int, busy: Iterable[Span], now: datetime) -> Time | None:
    """Return the earliest time that all are free, in the first person's zone; None if there is none.

    It is at least two days ahead, so that everybody can say no, and at most three weeks; nobody is
    asked before 07:00 or after 22:00 of their own clock.
    """
    length = timedelta(minutes=minutes)
    first = local(now + FIRST_AFTER, "UTC").date()
    free = [list(spans(one.slots, one.zone, first, FIRST_WITHIN_DAYS)) for one in people]
    common = reduce(lambda so_far, theirs: shared(so_far, theirs, length), free)
    taken = list(busy)
    for span in common:
        start, end = span.start, span.start + length
        if start < now + FIRST_AFTER or any(one.start < end and start < one.end for one in taken):
            continue
        if all(DECENT[0] <= local(start, one.zone).time() <= DECENT[1] for one in people):
            here = local(start, people[0].zone)
            return Time(day=here.date(), at=here.time(), zone=people[0].zone, starts_at=start, minutes=minutes)
    return None


def next_occurrence(
    day: date, at: time, zone: str, every_days: int, now: datetime, *, off: Sequence[Span] = ()
) -> date:
    """Return the next date of a rhythm after `day` whose instant is still to come and not in a break."""
    following = day + timedelta(days=every_days)
    while (here := localise(following, at, zone)) <= now or any(one.start <= here < one.end for one in off):
        following += timedelta(days=every_days)
    return following


def rests(pairing: Pairing, breaks: Iterable[Break]) -> list[Span]:
    """Return when a pairing cannot meet: every mentor, or every mentee, is away."""
    known = list(breaks)
    found: list[Span] = []
    for side in (pairing.mentors, pairing.mentees):
        away = [merged(one.span for one in known if one.user_id == user) for user in side]
        common = away[0] if away else []
        for theirs in away[1:]:
            common = shared(common, theirs, timedelta(seconds=1))
        found += common
    return merged(found)


def is_agreed(agreed: Iterable[str], pairing: Pairing) -> bool:
    """Whether a meeting stands: both of a pair said yes, or a mentor and at least one mentee of a group."""
    yes = set(agreed)
    if not pairing.is_group:
        return yes >= set(pairing.people)
    return bool(yes & set(pairing.mentors)) and bool(yes & set(pairing.mentees))


def coming(meeting: Meeting, pairing: Pairing) -> tuple[str, ...]:
    """Return whom a meeting concerns: everybody who was in the pairing and has not declined."""
    return tuple(
        one for one in pairing.people if one not in meeting.declined and pairing.joined_at(one) <= meeting.ends_at
    )


def check_may_change(meeting: Meeting, pairing: Pairing, by: str) -> None:
    """Let only a mentor move or cancel what a group agreed on.

    Raises:
        Refusal: `meetings.mentor-decides`.
    """
    if pairing.is_group and meeting.stands and by not in pairing.mentors:
        raise Refusal("meetings.mentor-decides")


def wanted(meeting: Meeting, pairing: Pairing, handbook: Handbook) -> list[Wanted]:
    """List every message that a meeting calls for."""
    base = f"meeting:{meeting.id}:{meeting.version}"
    about: dict[str, int | str] = {"meeting": meeting.id, "version": meeting.version}
    if not pairing.is_live:
        return []
    if meeting.cancelled_at is not None:
        if meeting.cancelled_by not in pairing.people:
            return []
        return [
            Wanted(
                key=f"{base}:cancelled:{one}",
                kind="meetings.cancelled",
                to=one,
                due=meeting.cancelled_at,
                expires=meeting.ends_at,
                about=about,
            )
            for one in pairing.others(meeting.cancelled_by)
        ]
    messages = [] if meeting.by_rhythm and meeting.version == 1 else [_card(meeting, pairing, base, about)]
    if meeting.missed_at is not None:
        messages.append(
            Wanted(
                key=f"{base}:missed",
                kind="meetings.missed",
                to=pairing.address,
                due=meeting.missed_at,
                expires=meeting.missed_at + timedelta(days=5),
                about=about,
            )
        )
    if meeting.accepted_at is not None:
        for one in coming(meeting, pairing):
            messages += _personal(meeting, handbook, one, base, about)
        # In a group its mentors tell how it went; the others may.
        for one in pairing.mentors if pairing.is_group else coming(meeting, pairing):
            messages += _closing(meeting, handbook, one, base, about)
    return messages


def _card(meeting: Meeting, pairing: Pairing, base: str, about: Mapping[str, int | str]) -> Wanted:
    changes = len(pairing.joined) + len(pairing.former)  # other people have another conversation, without the card
    return Wanted(
        key=f"{base}:card:{changes}" if changes else f"{base}:card",
        kind="meetings.card",
        to=pairing.address,
        due=meeting.proposed_at,
        expires=meeting.starts_at,
        about=about,
    )


def _personal(
    meeting: Meeting, handbook: Handbook, person: str, base: str, about: Mapping[str, int | str]
) -> list[Wanted]:
    accepted = meeting.accepted_at or meeting.proposed_at
    messages = [
        Wanted(
            key=f"{base}:ics:{person}",
            kind="meetings.calendar",
            to=person,
            due=accepted,
            expires=meeting.ends_at,
            about=about,
        )
    ]
    before = sorted(handbook.rhythm.remind_before_minutes, reverse=True)
    for number, minutes in enumerate(before):
        due = meeting.starts_at - timedelta(minutes=minutes)
        if due > accepted:
            kind = "reflections.agenda" if number == 0 else "reflections.soon"
            messages.append(
                Wanted(
                    key=f"{base}:remind-{minutes}:{person}",
                    kind=kind,
                    to=person,
                    due=due,
                    expires=meeting.starts_at,
                    about=about,
                )
            )
    return messages


def _closing(
    meeting: Meeting, handbook: Handbook, person: str, base: str, about: Mapping[str, int | str]
) -> list[Wanted]:
    return [
        Wanted(
            key=f"{base}:ask:{person}",
            kind="reflections.ask",
            to=person,
            due=meeting.ends_at - timedelta(minutes=handbook.reflection.minutes_before_end),
            expires=meeting.ends_at + ASK_FOR,
            about=about,
        ),
        Wanted(
            key=f"{base}:did-you-meet:{person}",
            kind="reflections.did_you_meet",
            to=person,
            due=meeting.ends_at + DID_YOU_MEET_AFTER,
            expires=meeting.ends_at + DID_YOU_MEET_FOR,
            about=about,
        ),
    ]


def check_open(meeting: Meeting) -> None:
    """Let only a meeting through that is still to come or to be told of.

    Raises:
        Refusal: `meetings.cancelled`, `meetings.over`.
    """
    if meeting.cancelled_at is not None:
        raise Refusal("meetings.cancelled")
    if not meeting.is_open:
        raise Refusal("meetings.over")


def anchors(when: When, cohort: Cohort, pairing: Pairing, held: Sequence[Meeting]) -> list[datetime]:
    """Return the instants that a handbook's moment means for a pairing, in order; none while they are not known.

    A repetition (`every_days`) is not followed here: who repeats knows until when.

    Args:
        when: the handbook's moment.
        cohort: has the days that are the same for everybody.
        pairing: has the day of the match.
        held: its meetings that were held, in the order in which they started.
    """
    days = timedelta(days=when.days)
    match when.at:
        case "match":
            return [pairing.began_at + days]
        case "first_meeting":
            return [one.ends_at + days for one in held[:1]]
        case "meetings":
            return [held[number - 1].ends_at + days for number in sorted(when.numbers) if 0 < number <= len(held)]
        case _:
            at = day_of(when, cohort)
            return [at] if at is not None else []
