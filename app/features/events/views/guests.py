"""What the guests of an event read and press."""

from datetime import datetime, timedelta

from app.core.calendar import local
from app.core.notice import Block
from app.features.events import words
from app.features.events.rules import Event, Guest
from app.features.events.views import about, at, when
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, hour, join


def invite(event: Event, guest: Guest, zone: str, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The invitation; it follows the event and the answer.

    Args:
        event: as it is now.
        guest: whose invitation.
        zone: the reader's, in which the buttons name hours.
        now: the present instant, UTC.
    """
    return _asking(event, guest, zone, now, words.INVITE_STANDS_IN if guest.stands_in else words.INVITE)


def moved(event: Event, guest: Guest, zone: str, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The news of another time; it follows the answer."""
    return _asking(event, guest, zone, now, words.MOVED)


def again(event: Event, guest: Guest, zone: str, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The one reminder for whoever has not answered."""
    return _asking(event, guest, zone, now, words.AGAIN)


def _asking(event: Event, guest: Guest, zone: str, now: datetime, head: str) -> tuple[Mrkdwn, list[Block]]:
    if event.cancelled_at is not None:
        gone = fill(words.CANCELLED_LINE, name=event.name)
        return gone, [blocks.section(gone)]
    parts = [about(event)]
    ahead = event.last_begins > now
    if guest.gone_at is not None:
        parts.append(Mrkdwn(words.GONE))
    elif guest.said == "yes" and guest.session is not None:
        parts.append(fill(words.SAID_YES, when=at(event, guest.session)))
    elif guest.said == "no":
        parts.append(Mrkdwn(words.SAID_NO))
    else:
        parts.insert(0, fill(head, name=event.name))
    if not ahead:
        parts.append(Mrkdwn(words.OVER))
    text = join(parts)
    shown = [blocks.section(one) for one in parts]
    buttons = coming_buttons(event, guest, zone, now) if ahead and guest.gone_at is None else []
    if buttons:
        shown += [blocks.actions(*buttons), blocks.context(Mrkdwn(words.READ_BY))]
    return text, shown


def coming_buttons(event: Event, guest: Guest, zone: str, now: datetime) -> list[Block]:
    """The answers that differ from the one given."""
    buttons = []
    for number, label in enumerate(_labels(event, zone)):
        taken = guest.said == "yes" and guest.session == number
        if event.starts[number] > now and not taken:
            value = f"{event.id}-{number}-{event.version}"
            buttons.append(blocks.button(label, "events.yes", value, tag=f"{event.id}-{number}"))
    if guest.said != "no":
        buttons.append(blocks.button(words.NO, "events.no", event.id, tag=event.id))
    return buttons


def _labels(event: Event, zone: str) -> list[str]:
    """Name each session's yes on one clock; with the weekday where they fall on different days there."""
    if len(event.sessions) == 1:
        return [words.YES]
    here = [local(one, zone) for one in event.starts]
    template = words.YES_AT if len({one.date() for one in here}) == 1 else words.YES_ON
    return [template.format(at=f"{one:%H:%M}", on=f"{one:%a}") for one in here]


def tomorrow(event: Event, session: int) -> Mrkdwn:
    """The reminder a day before."""
    return _with_place(event, fill(words.TOMORROW, name=event.name, when=at(event, session)))


def soon(event: Event, session: int, now: datetime) -> Mrkdwn:
    """The reminder right before."""
    starts = event.starts[session]
    minutes = max(1, round((starts - now) / timedelta(minutes=1)))
    clock = hour(starts, event.sessions[session][1])
    return _with_place(event, fill(words.SOON, minutes=minutes, name=event.name, when=clock))


def _with_place(event: Event, text: Mrkdwn) -> Mrkdwn:
    return join([text, fill(words.LINK, link=event.link)]) if event.link else text


def cancelled(event: Event) -> Mrkdwn:
    """What everybody invited reads when an event is cancelled."""
    return fill(words.CANCELLED, name=event.name, when=when(event))


def were_you_there(event: Event, guest: Guest) -> tuple[Mrkdwn, list[Block]]:
    """The question where no coordinator has recorded it; it follows the answer."""
    if guest.attended_at is not None or guest.absent_at is not None:
        text = fill(words.THERE_THANKS if guest.attended_at else words.THERE_MISSED, name=event.name)
        return text, [blocks.section(text)]
    text = fill(words.THERE, name=event.name, when=at(event, guest.session or 0))
    buttons = blocks.actions(
        blocks.button(words.THERE_YES, "events.there", event.id, style="primary"),
        blocks.button(words.THERE_NO, "events.not_there", event.id),
    )
    return text, [blocks.section(text), buttons, blocks.context(Mrkdwn(words.THERE_FOOT))]


def announcement(event: Event, yes: int, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """What the channel reads; anybody may come. Hours are named in the event's own zones."""
    if event.cancelled_at is not None:
        gone = fill(words.CANCELLED_LINE, name=event.name)
        return gone, [blocks.section(gone)]
    head = words.ANNOUNCE_INFO if event.who == "applicants" else words.ANNOUNCE
    parts = [Mrkdwn(head), about(event)]
    if event.last_begins <= now:
        parts.append(Mrkdwn(words.OVER))
        return join(parts), [blocks.section(one) for one in parts]
    buttons = []
    for number, (clock, zone) in enumerate(event.sessions):
        label = words.YES if len(event.sessions) == 1 else words.YES_AT.format(at=f"{clock:%H:%M} {zone}")
        if event.starts[number] > now:
            value = f"{event.id}-{number}-{event.version}"
            buttons.append(blocks.button(label, "events.join", value, tag=number))
    buttons.append(blocks.button(words.NO, "events.leave", event.id))
    shown = [*(blocks.section(one) for one in parts), blocks.actions(*buttons)]
    if yes:
        shown.append(blocks.context(fill(words.ANNOUNCE_COUNT, yes=yes)))
    return join(parts), shown


def joined(event: Event, session: int) -> Mrkdwn:
    """What somebody reads who said yes in the channel."""
    return fill(words.JOINED, name=event.name, when=at(event, session))


def left(event: Event) -> Mrkdwn:
    """What somebody reads who said no in the channel."""
    return fill(words.LEFT, name=event.name)


def home_line(event: Event, guest: Guest, zone: str, now: datetime) -> list[Block]:
    """One event in a guest's Home."""
    if guest.said == "yes" and guest.session is not None:
        text = fill(words.HOME_YES, name=event.name, when=at(event, guest.session))
    else:
        text = fill(words.HOME_NO if guest.said == "no" else words.HOME_OPEN, name=event.name, when=when(event))
    if event.link and guest.said == "yes":
        text = join([text, fill(words.LINK, link=event.link)])
    buttons = coming_buttons(event, guest, zone, now)
    return [blocks.section(text), *([blocks.actions(*buttons)] if buttons else [])]
