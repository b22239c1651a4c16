"""What an event is, and when: lines that all its messages share."""

from app.features.events import words
from app.features.events.rules import Event
from app.slack.text import Mrkdwn, fill, join, markdown, moment


def when(event: Event) -> Mrkdwn:
    """When its sessions are, on each reader's own clock."""
    return join([moment(at, zone) for at, (_, zone) in zip(event.starts, event.sessions, strict=True)], by=" or ")


def at(event: Event, session: int) -> Mrkdwn:
    """When one session is."""
    return moment(event.starts[session], event.sessions[session][1])


def about(event: Event) -> Mrkdwn:
    """What it is, when, and where."""
    template = words.WHEN if len(event.sessions) == 1 else words.WHEN_ONE_OF
    parts = [
        fill(words.EVENT, name=event.name, about=_prose(event)),
        fill(template, when=when(event), minutes=event.minutes),
    ]
    if event.link:
        parts.append(fill(words.LINK, link=event.link))
    return join(parts)


def _prose(event: Event) -> Mrkdwn | str:
    """A handbook's text is Markdown; what a coordinator typed is shown as it is."""
    return markdown(event.about) if event.key is not None else event.about
