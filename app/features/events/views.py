"""What people see of an event."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from app.core.calendar import local
from app.core.notice import Block
from app.features.events import words
from app.features.events.rules import MOST_SESSIONS, Count, Event, Guest, Seat
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, day, fill, hour, join, markdown, mention, moment

MOST_LISTED = 20  # events in one answer; Slack takes 50 blocks
PAGE = 10  # boxes in one group of checkboxes


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


# -- invitations -----------------------------------------------------------------------------------


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


def calendar_comment(event: Event, session: int) -> Mrkdwn:
    """What stands above the calendar file."""
    place = fill(words.PLACE, link=event.link) if event.link else Mrkdwn("")
    return fill(words.CALENDAR, name=event.name, when=at(event, session), minutes=event.minutes, place=place)


def calendar_file(event: Event, session: int, now: datetime) -> bytes:
    """The session as an iCalendar file (RFC 5545). Times are in UTC, so no clock change can shift them."""
    entry = Entry()
    entry.add("uid", f"event-{event.id}-{event.team_id}@trellis")
    entry.add("sequence", event.version)
    entry.add("dtstamp", now)
    entry.add("dtstart", event.starts[session])
    entry.add("dtend", event.ends_of(session))
    entry.add("summary", event.name)
    if event.link:
        entry.add("location", event.link)
    made = Calendar()
    made.add("prodid", "-//Trellis//mentoring//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add_component(entry)
    return bytes(made.to_ical())


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
    parts = [fill(head, name=event.name), about(event)]
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


# -- one of each group -----------------------------------------------------------------------------


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


# -- coordinators ----------------------------------------------------------------------------------


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
