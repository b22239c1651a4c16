"""What people see of a meeting."""

from collections.abc import Sequence
from datetime import datetime

from icalendar import Calendar, Event

from app.core.calendar import local
from app.core.notice import Block
from app.features.meetings import words
from app.features.meetings.rules import TRELLIS, Meeting
from app.features.meetings.rules.presence import Present
from app.features.meetings.rules.times import clock_for
from app.features.pairings.rules import Pairing
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, all_clocks, fill, join, listed, mention, mentions, moment, quote


def when(meeting: Meeting, zones: Sequence[str]) -> Mrkdwn:
    """A time as people agree on it: each reader's own clock, then everybody's clocks by name."""
    return fill(
        "{moment} ({clocks})", moment=moment(meeting.starts_at, zones[0]), clocks=all_clocks(meeting.starts_at, zones)
    )


def card(
    meeting: Meeting, pairing: Pairing, version: int, zones: Sequence[str], now: datetime, every: str
) -> tuple[Mrkdwn, list[Block]]:
    """The message in the group conversation; it follows the meeting.

    Args:
        meeting: as it is now.
        pairing: whose it is.
        version: the time that this message is about.
        zones: everybody's, the mentor's first.
        now: the present instant, UTC.
        every: the handbook's rhythm, `week`, `fortnight` or `month`.
    """
    text = _card_text(meeting, pairing, version, zones, words.EVERY[every])
    shown = [blocks.section(text)]
    if version == meeting.version and meeting.is_open and (meeting.starts_at > now):
        shown.append(blocks.actions(*_buttons(meeting, pairing)))
    return text, shown


def _card_text(meeting: Meeting, pairing: Pairing, version: int, zones: Sequence[str], every: str) -> Mrkdwn:
    if version != meeting.version:
        return Mrkdwn(words.CARD_OLD)
    at = when(meeting, zones)
    if meeting.cancelled_at is not None:
        return fill(words.CARD_CANCELLED, when=at)
    if meeting.held_at is not None:
        return fill(words.CARD_HELD, when=at)
    if meeting.missed_at is not None:
        return fill(words.CARD_MISSED, when=at)
    place = [fill(words.CARD_PLACE, place=meeting.place)] if meeting.place else []
    if meeting.accepted_at is not None:
        template = words.CARD_STANDS_WEEKLY if meeting.weekly else words.CARD_STANDS
        stands = fill(template, when=at, minutes=meeting.minutes, every=every)
        return join([stands, *(_who(meeting, pairing, words.CARD_COMES) if pairing.is_group else []), *place])
    template = words.CARD_MOVED if meeting.version > 1 else words.CARD
    if meeting.proposed_by == TRELLIS:
        template = words.CARD_FIRST_GROUP if pairing.is_group else words.CARD_FIRST
    parts = [fill(template, who=mention(meeting.proposed_by), when=at, minutes=meeting.minutes)]
    if meeting.weekly:
        parts.append(fill(words.CARD_WEEKLY, every=every))
    if pairing.is_group:
        return join([*parts, Mrkdwn(words.CARD_NOBODY_GROUP), *_who(meeting, pairing, words.CARD_AGREED_GROUP), *place])
    waiting = [one for one in pairing.people if one not in meeting.agreed]
    if meeting.agreed:
        parts.append(fill(words.CARD_AGREED, who=mentions(meeting.agreed), others=mentions(waiting)))
    else:
        parts.append(Mrkdwn(words.CARD_NOBODY))
    return join([*parts, *place])


def _who(meeting: Meeting, pairing: Pairing, yes: str) -> list[Mrkdwn]:
    """Return who of a group comes, who cannot, and who has not said yet."""
    sides = (
        (yes, [one for one in pairing.people if one in meeting.agreed]),
        (words.CARD_DECLINED, [one for one in pairing.people if one in meeting.declined]),
        (words.CARD_OPEN, [one for one in pairing.people if one not in (*meeting.agreed, *meeting.declined)]),
    )
    return [fill(template, who=mentions(people)) for template, people in sides if people]


def _buttons(meeting: Meeting, pairing: Pairing) -> list[Block]:
    stands = meeting.accepted_at is not None
    if stands and not pairing.is_group:
        return _change_buttons(meeting)
    yes = blocks.button(words.ACCEPT, "meetings.accept", f"{meeting.id}-{meeting.version}", style="primary")
    if not pairing.is_group:
        return [yes, blocks.button(words.ANOTHER, "meetings.move", meeting.id)]
    change = _change_buttons(meeting) if stands else [blocks.button(words.ANOTHER, "meetings.move", meeting.id)]
    return [yes, decline_button(meeting), *change]


def decline_button(meeting: Meeting) -> Block:
    """The button with which somebody of a group says that they cannot come."""
    return blocks.button(words.DECLINE, "meetings.decline", f"{meeting.id}-{meeting.version}")


def _change_buttons(meeting: Meeting) -> list[Block]:
    return [
        blocks.button(words.MOVE, "meetings.move", meeting.id),
        blocks.button(words.CANCEL, "meetings.cancel", meeting.id),
    ]


def no_shared(pairing: Pairing, mentor_zone: str) -> tuple[Mrkdwn, list[Block]]:
    """What the pair reads when their free times do not overlap."""
    template = words.NO_SHARED_GROUP if pairing.is_group else words.NO_SHARED
    mentors, mentees = mentions(pairing.mentors), mentions(pairing.mentees)
    text = fill(template, mentor=mentors, mentee=mentees, zone=mentor_zone)
    return text, [blocks.section(text), blocks.actions(propose_button(pairing))]


def propose_button(pairing: Pairing) -> Block:
    """The button that opens the form."""
    return blocks.button(words.PROPOSE, "meetings.propose", pairing.id, style="primary")


def missed(meeting: Meeting, pairing: Pairing) -> tuple[Mrkdwn, list[Block]]:
    """A kind way to a new time; it names nobody."""
    text = fill(words.MISSED, when=moment(meeting.starts_at, meeting.zone))
    return text, [blocks.section(text), blocks.actions(propose_button(pairing))]


def calendar_comment(meeting: Meeting, partners: Sequence[str], zones: Sequence[str], every: str) -> Mrkdwn:
    """What stands above the calendar file."""
    place = fill(words.CALENDAR_PLACE, place=meeting.place) if meeting.place else Mrkdwn("")
    return fill(
        words.CALENDAR_WEEKLY if meeting.by_rhythm else words.CALENDAR,
        what=words.CALENDAR_EVERY[every],
        partner=mentions(partners),
        when=moment(meeting.starts_at, meeting.zone),
        clocks=all_clocks(meeting.starts_at, zones),
        minutes=meeting.minutes,
        place=place,
    )


def calendar_file(meeting: Meeting, mentors: str, mentees: str, now: datetime) -> bytes:
    """The meeting as an iCalendar file (RFC 5545). Times are in UTC, so no clock change can shift them."""
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.version)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", words.CALENDAR_SUMMARY.format(mentor=mentors, mentee=mentees))
    if meeting.place:
        event.add("location", meeting.place)
    made = Calendar()
    made.add("prodid", "-//Trellis//mentoring//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add_component(event)
    return bytes(made.to_ical())


def missed_you(meeting: Meeting, said: Present | None, following: Meeting | None) -> tuple[Mrkdwn, list[Block]]:
    """A kind word to whoever was missed by their group; it follows what they answer."""
    at = moment(meeting.starts_at, meeting.zone)
    if said is not None and said.attended:
        done = fill(words.MISSED_YOU_WAS_THERE, when=at)
        return done, [blocks.section(done)]
    parts = [fill(words.MISSED_YOU, when=at)]
    if following is not None:
        parts.append(fill(words.MISSED_YOU_NEXT, when=moment(following.starts_at, following.zone)))
    else:
        parts.append(Mrkdwn(words.MISSED_YOU_NONE))
    if said is not None and said.answered_at is not None:
        text = join([*parts, Mrkdwn(words.MISSED_YOU_COMES)])
        return text, [blocks.section(text)]
    text = join([*parts, Mrkdwn(words.MISSED_YOU_ASK)])
    buttons = blocks.actions(
        blocks.button(words.WILL_COME, "meetings.will_come", meeting.id, style="primary"),
        blocks.button(words.NOT_MY_TIME, "meetings.propose", meeting.pairing_id),
        blocks.button(words.TALK, "checkins.support"),
        blocks.button(words.WAS_THERE, "meetings.was_there", meeting.id),
    )
    return text, [blocks.section(text), buttons]


def cancelled(meeting: Meeting, pairing: Pairing) -> tuple[Mrkdwn, list[Block]]:
    """What the other reads when a meeting is cancelled."""
    parts = [
        fill(words.CANCELLED, who=mention(meeting.cancelled_by or ""), when=moment(meeting.starts_at, meeting.zone))
    ]
    if meeting.cancelled_word:
        parts.append(fill(words.CANCELLED_WORD, word=quote(meeting.cancelled_word)))
    parts.append(Mrkdwn(words.CANCELLED_NEXT))
    text = join(parts)
    return text, [blocks.section(text), blocks.actions(propose_button(pairing))]


def form(
    pairings: list[tuple[int, str]],
    others: Sequence[tuple[str, str]] | None,
    zone: str,
    minutes: int,
    earlier: Meeting | None,
    every: str,
) -> Block:
    """The modal that proposes or moves a meeting.

    Args:
        pairings: id and partners' names of each pairing to choose from.
        others: id and zone of the others, if there is nothing to choose.
        zone: the zone to begin with.
        minutes: the handbook's time box.
        earlier: the meeting to move, if any.
        every: the handbook's rhythm.
    """
    shown: list[Block] = []
    if others is not None:
        zones = listed(list(dict.fromkeys(zone for _, zone in others)))
        template = words.FORM_WITH if len(others) == 1 else words.FORM_WITH_GROUP
        shown.append(blocks.section(fill(template, partner=mentions([user for user, _ in others]), zone=zones)))
    else:
        choices = [Choice(name, str(number)) for number, name in pairings]
        shown.append(blocks.select("pairing", words.FORM_PAIRING, choices, initial=choices[0].value))
    yes = [Choice(words.FORM_WEEKLY_YES.format(every=words.EVERY[every]), "weekly")]
    clock = clock_for(earlier, zone) if earlier else zone
    here = local(earlier.starts_at, clock) if earlier else None
    shown += [
        blocks.date_input("day", words.FORM_DAY, initial=here.date().isoformat() if here else None),
        blocks.time_input("at", words.FORM_AT, initial=f"{here:%H:%M}" if here else None),
        blocks.text_input("zone", words.FORM_ZONE, initial=clock, most=60, hint=words.FORM_ZONE_HINT),
        blocks.number_input("minutes", words.FORM_MINUTES, initial=str(earlier.minutes if earlier else minutes)),
        blocks.text_input(
            "place",
            words.FORM_PLACE,
            initial=earlier.place if earlier else None,
            most=500,
            hint=words.FORM_PLACE_HINT,
            optional=True,
        ),
        blocks.checkboxes(
            "weekly",
            words.FORM_WEEKLY[every],
            yes,
            initial=["weekly"] if earlier and earlier.weekly else [],
            optional=True,
        ),
    ]
    about = {"meeting": earlier.id} if earlier else {"pairing": pairings[0][0]} if len(pairings) == 1 else {}
    if earlier is not None:
        return blocks.modal(words.MOVE_TITLE, shown, callback="meetings.move", submit=words.FORM_SUBMIT, about=about)
    return blocks.modal(words.FORM_TITLE, shown, callback="meetings.propose", submit=words.FORM_SUBMIT, about=about)


def cancelling_form(meeting: Meeting, others: Sequence[str]) -> Block:
    """The modal that cancels a meeting."""
    ask = fill(words.CANCEL_ASK, when=moment(meeting.starts_at, meeting.zone), partner=mentions(others))
    return blocks.modal(
        words.CANCEL_TITLE,
        [
            blocks.section(ask),
            blocks.text_input(
                "word", words.CANCEL_WORD, lines=True, most=1000, hint=words.CANCEL_WORD_HINT, optional=True
            ),
        ],
        callback="meetings.cancel",
        submit=words.CANCEL_SUBMIT,
        close=words.CANCEL_CLOSE,
        about={"meeting": meeting.id},
    )


def home_line(pairing: Pairing, partners: Sequence[str], following: Meeting | None, *, repeats: bool) -> list[Block]:
    """One pairing's line in Home."""
    state = Mrkdwn(words.HOME_NONE)
    if following is not None:
        template = words.HOME_NEXT if following.accepted_at else words.HOME_PROPOSED
        state = fill(template, when=moment(following.starts_at, following.zone))
    text = fill(words.HOME_PAIR, partner=mentions(partners), state=state)
    shown = [] if following is None else _buttons(following, pairing)
    shown.append(propose_button(pairing))
    if repeats:
        shown.append(blocks.button(words.STOP_WEEKLY, "meetings.stop_weekly", pairing.id))
    return [blocks.section(text), blocks.actions(*shown)]


def home_least(minutes: int, least: int) -> list[Block]:
    """How much of the month's minutes are met, where the handbook asks for some."""
    return [blocks.context(fill(words.HOME_LEAST, minutes=minutes, least=least))]


def home_presence(meeting: Meeting, said: Present) -> list[Block]:
    """Whether the reader was at their group's last meeting, with the way to correct it."""
    at = moment(meeting.starts_at, meeting.zone)
    if said.attended:
        other = blocks.button(words.WAS_NOT, "meetings.was_not", meeting.id)
        return [blocks.section(fill(words.HOME_THERE, when=at), accessory=other)]
    other = blocks.button(words.WAS_THERE, "meetings.was_there", meeting.id)
    return [blocks.section(fill(words.HOME_MISSED, when=at), accessory=other)]
