"""What a pairing reads about sending somebody."""

from datetime import datetime

from app.core.notice import Block
from app.features.events import words
from app.features.events.rules import Event, Guest, Seat
from app.features.events.views import about, at
from app.features.pairings.rules import Pairing
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, mention, moment


def representative(
    event: Event, seat: Seat, pairing: Pairing, guest: Guest | None, now: datetime, *, reminding: bool
) -> tuple[Mrkdwn, list[Block]]:
    """What a pairing reads about sending somebody; it follows who goes.

    Args:
        event: to which.
        seat: the pairing's place.
        pairing: its people.
        guest: what whoever goes has said.
        now: the present instant, UTC.
        reminding: whether this is the second message.
    """
    if event.cancelled_at is not None:
        gone = fill(words.CANCELLED_LINE, name=event.name)
        return gone, [blocks.section(gone)]
    until = moment(event.falls_at, event.sessions[0][1])
    head = words.REPRESENT_AGAIN if reminding else words.REPRESENT
    parts = [fill(head, name=event.name, until=until, mentor=mention(pairing.mentor)), about(event)]
    if seat.user_id is not None and guest is not None and guest.session is not None:
        parts.append(fill(words.REPRESENT_NAMED, who=mention(seat.user_id), when=at(event, guest.session)))
    elif seat.user_id is not None:
        parts.append(fill(words.REPRESENT_NAMED_ONLY, who=mention(seat.user_id)))
    shown = [blocks.section(one) for one in parts]
    buttons = []
    for number, (clock, zone) in enumerate(event.sessions):
        label = words.I_GO if len(event.sessions) == 1 else words.I_GO_AT.format(at=f"{clock:%H:%M}", zone=zone)
        if event.starts[number] > now:
            value = f"{seat.id}-{number}-{event.version}"
            buttons.append(blocks.button(label, "events.i_go", value, tag=number))
    if buttons:
        shown.append(blocks.actions(*buttons))
    return join(parts), shown
