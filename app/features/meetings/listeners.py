"""Slack to use cases and back, for meetings."""

from app.core.notice import Block
from app.core.refusal import Refusal
from app.features.meetings import notices, usecases, views, words
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.times import Wish
from app.features.meetings.usecases import arranging, finding, following, telling
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.slack.text import listed
from app.tools import Answer, Board, Command, Done, Open, Visit, as_id


def meet_command(visit: Visit) -> Answer:
    """`/mentoring meet`."""
    mine = pairings.pairings_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not mine:
        raise Refusal("pairings.none")
    return Open(_form(visit, mine, None))


def begin_proposing(visit: Visit) -> Answer:
    """The button in messages and in Home."""
    pairing = pairings.require_member(visit.tx, team_id=visit.team_id, user_id=visit.user_id, pairing_id=visit.number)
    return Open(_form(visit, [pairing], None))


def begin_moving(visit: Visit) -> Answer:
    """The buttons "Move" and "Another time"."""
    meeting, pairing = usecases.own_meeting(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, meeting_id=visit.number
    )
    if not meeting.is_open:
        raise Refusal("meetings.cancelled" if meeting.cancelled_at else "meetings.over")
    return Open(_form(visit, [pairing], meeting))


def _form(visit: Visit, mine: list[Pairing], earlier: Meeting | None) -> Block:
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=mine[0].cohort_id)
    handbook = programmes.handbook_of(visit.tx, cohort)
    only = None
    if len(mine) == 1:
        others = mine[0].others(visit.user_id)
        only = [(one, finding.free_zone(visit.tx, pairing=mine[0], user_id=one)) for one in others]
    named = [
        (one.id, listed([people.person(visit.tx, team_id=visit.team_id, user_id=p).name for p in side]))
        for one in mine
        for side in [one.partners_of(visit.user_id)]
    ]
    return views.form(named, only, visit.zone, handbook.rhythm.minutes, earlier, handbook.rhythm.every)


def _wish(visit: Visit) -> Wish:
    return Wish(
        day=visit.text("day"),
        at=visit.text("at"),
        zone=visit.text("zone"),
        minutes=visit.text("minutes"),
        place=visit.text("place"),
        weekly=bool(visit.several("weekly")),
    )


def propose(visit: Visit) -> Answer:
    """The form of a new meeting."""
    chosen = visit.text("pairing")
    arranging.propose(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=as_id(chosen) if chosen else visit.about("pairing"),
        wish=_wish(visit),
        now=visit.now,
    )
    return Done()


def move(visit: Visit) -> Answer:
    """The form of another time."""
    arranging.move(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        meeting_id=visit.about("meeting"),
        wish=_wish(visit),
        now=visit.now,
    )
    return Done()


def accept(visit: Visit) -> Answer:
    """The button "Works for me": the meeting's id and the version of its time."""
    meeting, version = visit.ids(2)
    arranging.accept(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        meeting_id=meeting,
        version=version,
        now=visit.now,
    )
    return Done()


def decline(visit: Visit) -> Answer:
    """The button "I can't make it" of a group: the meeting's id and the version of its time."""
    meeting, version = visit.ids(2)
    arranging.decline(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        meeting_id=meeting,
        version=version,
        now=visit.now,
    )
    return Done()


def will_come(visit: Visit) -> Answer:
    """The button "I'll be there next time" of whoever was missed."""
    telling.will_come(visit.tx, team_id=visit.team_id, by=visit.user_id, meeting_id=visit.number, now=visit.now)
    return Done()


def was_there(visit: Visit) -> Answer:
    """The button "I was there": one's own word counts most."""
    return _tell_presence(visit, there=True)


def was_not(visit: Visit) -> Answer:
    """The button "I was not there"."""
    return _tell_presence(visit, there=False)


def _tell_presence(visit: Visit, *, there: bool) -> Answer:
    telling.tell_presence(
        visit.tx, team_id=visit.team_id, by=visit.user_id, meeting_id=visit.number, there=there, now=visit.now
    )
    return Done()


def begin_cancelling(visit: Visit) -> Answer:
    """The button "Cancel" asks for a word first."""
    meeting, pairing = usecases.own_meeting(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, meeting_id=visit.number
    )
    if not meeting.is_open:
        raise Refusal("meetings.cancelled" if meeting.cancelled_at else "meetings.over")
    return Open(views.cancelling_form(meeting, pairing.others(visit.user_id)))


def cancel(visit: Visit) -> Answer:
    """The form with the word."""
    arranging.cancel(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        meeting_id=visit.about("meeting"),
        word=visit.text("word"),
        now=visit.now,
    )
    return Done()


def stop_weekly(visit: Visit) -> Answer:
    """The button "Stop repeating"."""
    following.stop_rhythm(visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"meet": Command(listener=meet_command, help=words.HELP_MEET)},
    buttons={
        "meetings.propose": begin_proposing,
        "meetings.move": begin_moving,
        "meetings.accept": accept,
        "meetings.decline": decline,
        "meetings.will_come": will_come,
        "meetings.was_there": was_there,
        "meetings.was_not": was_not,
        "meetings.cancel": begin_cancelling,
        "meetings.stop_weekly": stop_weekly,
    },
    forms={"meetings.propose": propose, "meetings.move": move, "meetings.cancel": cancel},
    notices=notices.KINDS,
    cards=(notices.home_card,),
    refusals=words.REFUSALS,
    chores=(following.continue_rhythms,),
)
