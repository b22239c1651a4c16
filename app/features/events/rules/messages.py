"""Which messages an event calls for, in channels, in conversations, and for each guest."""

from datetime import datetime, timedelta

from app.core.calendar import humane
from app.core.notice import Wanted
from app.features.events.rules import Event, Guest, Seat
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort

AGAIN_BEFORE = timedelta(days=3)
AGAIN_AFTER = timedelta(days=2)
DAY_BEFORE, SOON_BEFORE = timedelta(days=1), timedelta(minutes=15)
RECORD_AFTER = timedelta(hours=1)
TELL_AFTER, TELL_FOR = timedelta(days=2), timedelta(days=7)


def announced_at(event: Event, cohort: Cohort) -> datetime:
    """Return when the channel reads of an event, UTC: on a working day, unless it would begin before."""
    calm = humane(event.invites_at, cohort.zone)
    return calm if calm < event.begins else event.invites_at


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
                due=announced_at(event, cohort),
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
