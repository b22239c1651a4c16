"""What people would read about the events of a cohort, before anything is sent."""

from datetime import datetime, timedelta

from app.core.calendar import humane
from app.core.foresight import Foreseen
from app.core.notice import Block
from app.features.events.rules import Count, Event, Guest, Seat
from app.features.events.rules.days import cohort_days, from_handbook
from app.features.events.rules.messages import DAY_BEFORE, RECORD_AFTER, SOON_BEFORE, announced_at
from app.features.events.views import coordinators, files, groups, guests
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.slack.text import Mrkdwn

ANSWERED_AFTER = timedelta(hours=3)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages about each event to which everybody says yes, for its first session."""
    found = []
    for said in imagined.handbook.events:
        for number, day in enumerate(cohort_days(said.when, imagined.cohort), start=1):
            event = from_handbook(said, day, number, imagined.cohort)
            if event.begins > imagined.cohort.opened_at:
                found += _of(event, imagined)
    return found


def _of(event: Event, imagined: Imagined) -> list[Foreseen]:
    found = []
    told_at = max(announced_at(event, imagined.cohort), imagined.cohort.opened_at)
    if event.is_public:
        text, shown = guests.announcement(event, 0, told_at)
        found.append(_said(told_at, "community", "events.announce", text, _answers(shown)))
    if event.who == "one_per_group":
        found += _group(event, imagined)
    else:
        for role, user in (("mentee", imagined.mentees[0]), ("mentor", imagined.mentor)):
            if role in event.roles:
                found += _guest(event, role, user, imagined)
    text, shown = coordinators.record(event, Count(invited=len(event.roles), yes=len(event.roles)))
    found.append(_said(event.ends + RECORD_AFTER, "coordinators", "events.record", text, _answers(shown)))
    return found


def _guest(event: Event, role: str, user: str, imagined: Imagined) -> list[Foreseen]:
    invited_at = humane(max(event.invites_at, imagined.applied_at), imagined.cohort.zone)
    if event.starts[0] <= invited_at:
        return []
    asked = Guest(event_id=event.id, user_id=user, invited_at=invited_at)
    text, shown = guests.invite(event, asked, imagined.cohort.zone, invited_at)
    return [_said(invited_at, role, "events.invite", text, _answers(shown)), *_coming(event, role, invited_at)]


def _group(event: Event, imagined: Imagined) -> list[Foreseen]:
    asked_at = max(event.invites_at, imagined.matched_at)
    if event.starts[0] <= asked_at:
        return []
    pairing = imagined_pairing(imagined)
    seat = Seat(id=1, event_id=event.id, pairing_id=1, asked_at=asked_at)
    text, shown = groups.representative(event, seat, pairing, None, asked_at, reminding=False)
    goes = event.roles[0]
    return [_said(asked_at, "pair", "events.representative", text, _answers(shown)), *_coming(event, goes, asked_at)]


def _coming(event: Event, role: str, asked_at: datetime) -> list[Foreseen]:
    """What follows a yes: the calendar file, and the two reminders that still lie ahead of it."""
    starts, said_at = event.starts[0], asked_at + ANSWERED_AFTER
    soon_at = starts - SOON_BEFORE
    messages = [
        (said_at, "events.calendar", files.calendar_comment(event, 0)),
        (starts - DAY_BEFORE, "events.tomorrow", guests.tomorrow(event, 0)),
        (soon_at, "events.soon", guests.soon(event, 0, soon_at)),
    ]
    return [_said(at, role, kind, text) for at, kind, text in messages if said_at <= at < starts]


def _said(at: datetime, to: str, kind: str, text: Mrkdwn, answers: tuple[str, ...] = ()) -> Foreseen:
    return Foreseen(at=at, to=to, kind=kind, text=text, answers=answers)


def _answers(shown: list[Block]) -> tuple[str, ...]:
    """Return what stands on the buttons of a message."""
    rows = [one["elements"] for one in shown if one["type"] == "actions"]
    return tuple(button["text"]["text"] for row in rows for button in row)
