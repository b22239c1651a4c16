"""How the messages about events are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Render, Together, Upload
from app.database.session import Transaction
from app.features.events import usecases, words
from app.features.events.rules import Event, Guest
from app.features.events.views import coordinators, files, groups, guests
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.slack import blocks


def _facts(tx: Transaction, due: Due) -> tuple[Event, Guest, NotNeeded | None]:
    """Return an event, the reader's invitation, and why a message about it is no longer needed."""
    event = usecases.event(tx, team_id=due.team_id, event_id=due.about["event"])
    guest = usecases.guest(tx, team_id=due.team_id, event_id=event.id, user_id=due.to)
    if guest is None:
        gone = Guest(event_id=event.id, user_id=due.to, invited_at=event.begins, gone_at=event.begins)
        return event, gone, NotNeeded(reason="they are not invited any more")
    if guest.gone_at is not None and not due.sent:
        return event, guest, NotNeeded(reason="they are not meant any more")
    if event.cancelled_at is not None and not due.sent:
        return event, guest, NotNeeded(reason="the event was cancelled")
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=event.cohort_id)
    if cohort.closed_at is not None and not due.sent:
        return event, guest, NotNeeded(reason="the cohort has ended")
    return event, guest, None


def _zone(tx: Transaction, due: Due) -> str:
    return people.person(tx, team_id=due.team_id, user_id=due.to).zone


def _invite(tx: Transaction, due: Due, now: datetime) -> Errand:
    event, guest, obsolete = _facts(tx, due)
    text, shown = guests.invite(event, guest, _zone(tx, due), now)
    return obsolete or Post(text=text, blocks=shown)


def _moved(tx: Transaction, due: Due, now: datetime) -> Errand:
    event, guest, obsolete = _facts(tx, due)
    text, shown = guests.moved(event, guest, _zone(tx, due), now)
    return obsolete or Post(text=text, blocks=shown)


def _again(tx: Transaction, due: Due, now: datetime) -> Errand:
    event, guest, obsolete = _facts(tx, due)
    if guest.said is not None and not due.sent:
        return NotNeeded(reason="they have answered")
    text, shown = guests.again(event, guest, _zone(tx, due), now)
    return obsolete or Post(text=text, blocks=shown)


def _session(event: Event, guest: Guest, due: Due) -> int | None:
    """Return the session a guest comes to; None if the message is about a time that no longer counts."""
    return guest.session if guest.said == "yes" and due.about["version"] == event.version else None


NOT_COMING = NotNeeded(reason="they come at another time, or not at all")


def _calendar(tx: Transaction, due: Due, now: datetime) -> Errand:
    event, guest, obsolete = _facts(tx, due)
    session = _session(event, guest, due)
    if obsolete is not None or session is None:
        return obsolete or NOT_COMING
    return Upload(
        filename=f"event-{event.id}-v{event.version}.ics",
        content=files.calendar_file(event, session, now),
        comment=files.calendar_comment(event, session),
    )


def _tomorrow(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    event, guest, obsolete = _facts(tx, due)
    session = _session(event, guest, due)
    return obsolete or (NOT_COMING if session is None else blocks.say(guests.tomorrow(event, session)))


def _soon(tx: Transaction, due: Due, now: datetime) -> Errand:
    event, guest, obsolete = _facts(tx, due)
    session = _session(event, guest, due)
    return obsolete or (NOT_COMING if session is None else blocks.say(guests.soon(event, session, now)))


def _cancelled(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return blocks.say(guests.cancelled(_facts(tx, due)[0]))


def _were_you_there(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    event, guest, obsolete = _facts(tx, due)
    if event.recorded_at is not None and not due.sent:
        return NotNeeded(reason="the coordinators have recorded who was there")
    if (guest.attended_at or guest.absent_at) and not due.sent:
        return NotNeeded(reason="they have told already")
    text, shown = guests.were_you_there(event, guest)
    return obsolete or Post(text=text, blocks=shown)


def _announce(tx: Transaction, due: Due, now: datetime) -> Errand:
    event = usecases.event(tx, team_id=due.team_id, event_id=due.about["event"])
    if event.cancelled_at is not None and not due.sent:
        return NotNeeded(reason="the event was cancelled")
    found = usecases.count_of(tx, team_id=due.team_id, event_id=event.id)
    text, shown = guests.announcement(event, found.yes, now)
    return Post(text=text, blocks=shown)


def _record(tx: Transaction, due: Due, now: datetime) -> Errand:
    event = usecases.event(tx, team_id=due.team_id, event_id=due.about["event"])
    if event.cancelled_at is not None:
        return NotNeeded(reason="the event was cancelled")
    found = usecases.count_of(tx, team_id=due.team_id, event_id=event.id)
    if not found.invited and not due.sent:
        return NotNeeded(reason="nobody was invited")
    if event.recorded_at is not None and not due.sent:
        return NotNeeded(reason="it is recorded already")
    del now
    text, shown = coordinators.record(event, found)
    return Post(text=text, blocks=shown)


def _represent(tx: Transaction, due: Due, now: datetime, *, reminding: bool) -> Errand:
    event, seat, pairing = usecases.seat(tx, team_id=due.team_id, seat_id=due.about["seat"])
    if not pairing.is_live:
        return NotNeeded(reason="the pairing has ended")
    if not due.sent and (event.cancelled_at is not None or (reminding and seat.user_id is not None)):
        return NotNeeded(reason="somebody was named, or the event was cancelled")
    guest = usecases.guest(tx, team_id=due.team_id, event_id=event.id, user_id=seat.user_id or "")
    text, shown = groups.representative(event, seat, pairing, guest, now, reminding=reminding)
    return Post(text=text, blocks=shown)


def _representative(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _represent(tx, due, now, reminding=False)


def _representative_again(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _represent(tx, due, now, reminding=True)


UNTIL_THEN = timedelta(days=60)
"""Most of them say until when they are of use: until the event. This bounds the others."""


def _told(name: str, render: Render, why: str, manner: Manner = Manner.ANSWER, *, live: bool = True) -> NoticeKind:
    """Return a kind without which somebody would miss an event, or come in vain."""
    merge = Together.TO_DO if manner is Manner.NUDGE else None
    return NoticeKind(
        name=name,
        render=render,
        manner=manner,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=UNTIL_THEN,
        live=live,
        why=why,
        merge=merge,
    )


def _asked(name: str, render: Render, why: str, nags: str | None) -> NoticeKind:
    return NoticeKind(
        name=name,
        render=render,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        live=True,
        why=why,
        merge=Together.TO_DO,
        nags=nags,
    )


def _reminder(name: str, render: Render, keeps: timedelta, doubt: Doubt = Doubt.AT_MOST_ONCE) -> NoticeKind:
    return NoticeKind(
        name=name, render=render, manner=Manner.REMINDER, doubt=doubt, keeps=keeps, why=words.WHY_CALENDAR
    )


KINDS = (
    _told("events.invite", _invite, words.WHY_INVITE, Manner.NUDGE),
    _told("events.moved", _moved, words.WHY_MOVED),
    _told("events.cancelled", _cancelled, words.WHY_CANCELLED, live=False),
    _told("events.representative", _representative, words.WHY_REPRESENT),
    _asked("events.again", _again, words.WHY_AGAIN, "event"),
    _asked("events.representative_again", _representative_again, words.WHY_REPRESENT, "representative"),
    _asked("events.were_you_there", _were_you_there, words.WHY_THERE, None),
    # A calendar takes the same file twice for one event.
    _reminder("events.calendar", _calendar, UNTIL_THEN, Doubt.AT_LEAST_ONCE),
    _reminder("events.tomorrow", _tomorrow, timedelta(days=1)),
    _reminder("events.soon", _soon, timedelta(hours=1)),
    NoticeKind(
        name="events.announce",
        render=_announce,
        manner=Manner.CHANNEL,
        doubt=Doubt.FIND,
        keeps=UNTIL_THEN,
        live=True,
        why=words.WHY_ANNOUNCE,
    ),
    # Who was there counts for certificates, so the question has to arrive.
    NoticeKind(
        name="events.record",
        render=_record,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_RECORD,
    ),
)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a guest's Home shows: the events ahead, and what they said."""
    zone = people.person(tx, team_id=team_id, user_id=user_id).zone
    shown = [
        block
        for event, guest in usecases.mine(tx, team_id=team_id, user_id=user_id, now=now)[:5]
        for block in guests.home_line(event, guest, zone, now)
    ]
    return [blocks.header(words.HOME_HEADER), *shown] if shown else []


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: the next event of each cohort that has any."""
    lines = [
        coordinators.desk_line(cohort, events, now)
        for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        if (events := usecases.cycle(tx, cohort=cohort)) or programmes.handbook_of(tx, cohort).events
    ]
    return [blocks.header(words.DESK_HEADER), *lines] if lines else []
