"""What coordinators read, fill in and press."""

from collections.abc import Sequence
from datetime import datetime

from app.core.notice import Block
from app.features.events import words
from app.features.events.rules import Count, Event
from app.features.events.rules.forms import MOST_SESSIONS
from app.features.events.views import about, when
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, day, fill, join

MOST_LISTED = 20  # events in one answer; Slack takes 50 blocks
PAGE = 10  # boxes in one group of checkboxes


def record(event: Event, found: Count) -> tuple[Mrkdwn, list[Block]]:
    """The question in the coordinators' channel; it follows what was recorded."""
    template, label = (
        (words.RECORD, words.RECORD_BUTTON) if event.recorded_at is None else (words.RECORD_DONE, words.RECORD_AGAIN)
    )
    text = fill(template, name=event.name, yes=found.yes, attended=found.attended, invited=found.invited)
    return text, [blocks.section(text), blocks.actions(blocks.button(label, "events.begin_recording", event.id))]


def recording_form(event: Event, yes: Sequence[Choice], others: Sequence[Choice], there: Sequence[str]) -> Block:
    """The modal in which a coordinator ticks who was there.

    Args:
        event: where.
        yes: who said that they come.
        others: who else was invited; the first hundred.
        there: who is recorded already.
    """
    shown = [blocks.section(fill(words.RECORD_INTRO, name=event.name))]
    if not yes:
        shown.append(blocks.section(Mrkdwn(words.RECORD_NOBODY)))
    for number, first in enumerate(range(0, min(len(yes), 90 * PAGE), PAGE)):
        label = words.RECORD_MORE if number else words.RECORD_LABEL
        part = yes[first : first + PAGE]
        shown.append(blocks.checkboxes(f"there_{number}", label, part, initial=there, optional=True))
    if others:
        shown.append(
            blocks.multi_select(
                "others", words.RECORD_OTHERS, others, initial=there, hint=words.RECORD_OTHERS_HINT, optional=True
            )
        )
    if not yes and not others:
        return blocks.modal(words.RECORD_TITLE, shown)
    return blocks.modal(
        words.RECORD_TITLE, shown, callback="events.record", submit=words.RECORD_SUBMIT, about={"event": event.id}
    )


def form(event: Event | None, cohort: Cohort) -> Block:
    """The modal that changes an event, or adds one of the coordinators' own."""
    shown = []
    if event is not None:
        shown.append(blocks.section(about(event)))
    if event is None or event.key is None:
        shown += _own_fields(event)
    shown.append(blocks.date_input("day", words.FORM_DAY, initial=event.day.isoformat() if event else None))
    sessions = event.sessions if event else ()
    # Two sessions fit most events; those that have more show one more than they have.
    for number in range(min(MOST_SESSIONS, max(2, len(sessions) + 1))):
        clock, zone = sessions[number] if number < len(sessions) else (None, "" if number else cohort.zone)
        labels = (words.FORM_AT, words.FORM_ZONE)
        if number:
            labels = (
                words.FORM_AT_MORE.format(number=number + 1),
                words.FORM_ZONE_MORE.format(number=number + 1),
            )
        shown.append(
            blocks.time_input(
                f"at_{number}", labels[0], initial=f"{clock:%H:%M}" if clock else None, optional=number > 0
            )
        )
        hint = words.FORM_MORE_HINT if number else ""
        shown.append(
            blocks.text_input(f"zone_{number}", labels[1], initial=zone, most=60, hint=hint, optional=number > 0)
        )
    shown.append(blocks.number_input("minutes", words.FORM_MINUTES, initial=str(event.minutes if event else 60)))
    link = event.link if event else None
    shown.append(
        blocks.text_input("link", words.FORM_LINK, initial=link, most=500, hint=words.FORM_LINK_HINT, optional=True)
    )
    if event is None:
        about_ids = {"cohort": cohort.id}
        return blocks.modal(
            words.FORM_ADD_TITLE, shown, callback="events.add", submit=words.FORM_ADD_SUBMIT, about=about_ids
        )
    shown.append(blocks.context(Mrkdwn(words.FORM_CHANGES)))
    return blocks.modal(
        words.FORM_TITLE, shown, callback="events.change", submit=words.FORM_SUBMIT, about={"event": event.id}
    )


def _own_fields(event: Event | None) -> list[Block]:
    who = [Choice(label, key) for key, label in words.WHO.items()]
    roles = [Choice(label, key) for key, label in words.FORM_ROLE.items()]
    return [
        blocks.text_input("name", words.FORM_NAME, initial=event.name if event else None, most=75),
        blocks.text_input("about", words.FORM_ABOUT, initial=event.about if event else None, lines=True, most=2000),
        blocks.select("who", words.FORM_WHO, who, initial=event.who if event else "everyone"),
        blocks.checkboxes("roles", words.FORM_ROLES, roles, initial=event.roles if event else list(words.FORM_ROLE)),
    ]


def cancelling_form(event: Event) -> Block:
    """The modal that asks before an event is cancelled."""
    return blocks.modal(
        words.CANCEL_TITLE,
        [blocks.section(about(event)), blocks.section(Mrkdwn(words.CANCEL_ASK))],
        callback="events.cancel",
        submit=words.CANCEL,
        close=words.CANCEL_CLOSE,
        about={"event": event.id},
    )


def cycle(cohort: Cohort, events: Sequence[tuple[Event, Count]], now: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The events of a cohort for its coordinators, with what they can do."""
    head = fill(words.LIST_COHORT, cohort=cohort.name)
    lines = [(one, _line(one, found, now)) for one, found in events[-MOST_LISTED:]]
    if not lines:
        lines_text = [Mrkdwn(words.LIST_EMPTY)]
        return join([head, *lines_text]), [blocks.section(join([head, *lines_text])), blocks.actions(_add(cohort))]
    shown = [blocks.section(head)]
    for one, text in lines:
        shown.append(blocks.section(text))
        buttons = _coordinating(one, now)
        if buttons:
            shown.append(blocks.actions(*buttons))
    return join([head, *(text for _, text in lines)]), [*shown, blocks.actions(_add(cohort))]


def _add(cohort: Cohort) -> Block:
    return blocks.button(words.ADD, "events.begin_adding", cohort.id)


def _line(event: Event, found: Count, now: datetime) -> Mrkdwn:
    counts = counted(event, found, now)
    if event.cancelled_at is None and event.ends > now and not event.link:
        counts = join([counts, Mrkdwn(words.LIST_NO_LINK)], by=" · ")
    return fill(words.LIST_LINE, name=event.name, when=when(event), counts=counts)


def counted(event: Event, found: Count, now: datetime) -> Mrkdwn:
    """The numbers of an event, as far as it has come."""
    if event.cancelled_at is not None:
        return Mrkdwn(words.LIST_CANCELLED)
    if event.recorded_at is not None:
        return fill(words.LIST_ATTENDED, attended=found.attended, yes=found.yes, invited=found.invited)
    if event.ends <= now:
        return fill(words.LIST_UNRECORDED, yes=found.yes)
    if event.invited_at is None:
        return fill(words.LIST_AHEAD, on=day(event.invites_at, event.sessions[0][1]))
    return fill(words.LIST_COUNTS, invited=found.invited, yes=found.yes, no=found.no, silent=found.silent)


def _coordinating(event: Event, now: datetime) -> list[Block]:
    if event.cancelled_at is not None:
        return []
    if event.begins <= now:
        label = words.RECORD_BUTTON if event.recorded_at is None else words.RECORD_AGAIN
        return [blocks.button(label, "events.begin_recording", event.id)]
    return [
        blocks.button(words.CHANGE, "events.begin_changing", event.id),
        blocks.button(words.CANCEL, "events.begin_cancelling", event.id),
    ]


def desk_line(cohort: Cohort, events: Sequence[tuple[Event, Count]], now: datetime) -> Block:
    """One cohort's line on the desk: the next event, and the way to all of them."""
    button = blocks.button(words.DESK_BUTTON, "events.list", cohort.id)
    ahead = [pair for pair in events if pair[0].ends > now and pair[0].cancelled_at is None]
    if not ahead:
        return blocks.section(fill(words.DESK_NONE, cohort=cohort.name), accessory=button)
    one, found = ahead[0]
    text = fill(words.DESK_NEXT, cohort=cohort.name, name=one.name, when=when(one), counts=counted(one, found, now))
    return blocks.section(text, accessory=button)
