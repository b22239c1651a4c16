"""Slack to use cases and back, for events."""

from app.core.notice import Block
from app.features.events import notices, usecases, words
from app.features.events.rules import Guest
from app.features.events.rules.forms import MOST_SESSIONS, Wish
from app.features.events.usecases import answering, coordinating, inviting, laying_out
from app.features.events.views import coordinators, guests
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, join
from app.tools import Answer, Board, Command, Done, Open, Reply, Visit


def events_command(visit: Visit) -> Answer:
    """`/mentoring events`: one's own events ahead, and the cycle of the cohorts that one coordinates."""
    texts: list[Mrkdwn] = []
    shown: list[Block] = notices.home_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    for cohort in programmes.cohorts_to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id):
        text, part = coordinators.cycle(cohort, usecases.cycle(visit.tx, cohort=cohort), visit.now)
        texts.append(text)
        shown += part
    if not shown:
        return Reply(Mrkdwn(words.NONE))
    return Reply(join(texts) if texts else Mrkdwn(words.HOME_HEADER), blocks=shown[:50], title=words.LIST_TITLE)


def list_events(visit: Visit) -> Answer:
    """The button on the desk."""
    cohort = _coordinated(visit, visit.number)
    text, shown = coordinators.cycle(cohort, usecases.cycle(visit.tx, cohort=cohort), visit.now)
    return Reply(text, blocks=shown, title=words.LIST_TITLE)


def _coordinated(visit: Visit, cohort_id: int) -> Cohort:
    people.require_coordinator(visit.tx, team_id=visit.team_id, user_id=visit.user_id, cohort_id=cohort_id)
    return programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=cohort_id)


# -- guests ----------------------------------------------------------------------------------------


def yes(visit: Visit) -> Answer:
    """The button "I'll come" in a person's own messages."""
    event, session, version = visit.ids(3)
    answering.come(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        event_id=event,
        session=session,
        version=version,
        now=visit.now,
    )
    return Done()


def no(visit: Visit) -> Answer:
    """The button "I can't"."""
    answering.stay_away(visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.number, now=visit.now)
    return Done()


def join_in(visit: Visit) -> Answer:
    """The button "I'll come" in the channel: only whoever pressed it hears that it worked."""
    yes(visit)
    event_id, session, _version = visit.ids(3)
    event = usecases.event(visit.tx, team_id=visit.team_id, event_id=event_id)
    return Reply(guests.joined(event, session), title=words.LIST_TITLE)


def leave(visit: Visit) -> Answer:
    """The button "I can't" in the channel."""
    no(visit)
    event = usecases.event(visit.tx, team_id=visit.team_id, event_id=visit.number)
    return Reply(guests.left(event), title=words.LIST_TITLE)


def i_go(visit: Visit) -> Answer:
    """The button "I go" in a pairing's conversation."""
    seat, session, version = visit.ids(3)
    answering.represent(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        seat_id=seat,
        session=session,
        version=version,
        now=visit.now,
    )
    return Done()


def there(visit: Visit) -> Answer:
    """The button "Yes, I was there"."""
    answering.tell(visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.number, there=True, now=visit.now)
    return Done()


def not_there(visit: Visit) -> Answer:
    """The button "No" after an event."""
    answering.tell(visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.number, there=False, now=visit.now)
    return Done()


# -- coordinators ----------------------------------------------------------------------------------


def begin_adding(visit: Visit) -> Answer:
    """The button "Add an event"."""
    return Open(coordinators.form(None, _coordinated(visit, visit.number)))


def begin_changing(visit: Visit) -> Answer:
    """The button "Change"."""
    event, _guests = coordinating.to_coordinate(
        visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.number
    )
    return Open(coordinators.form(event, programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=event.cohort_id)))


def _wish(visit: Visit) -> Wish:
    return Wish(
        day=visit.text("day"),
        minutes=visit.text("minutes"),
        link=visit.text("link"),
        times=[(visit.text(f"at_{one}"), visit.text(f"zone_{one}")) for one in range(MOST_SESSIONS)],
        name=visit.text("name"),
        about=visit.text("about"),
        who=visit.text("who") if visit.text("who") in words.WHO else "everyone",
        roles=[one for one in visit.several("roles") if one in words.FORM_ROLE],
    )


def add(visit: Visit) -> Answer:
    """The form of an event of the coordinators' own."""
    coordinating.add(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=visit.about("cohort"),
        wish=_wish(visit),
        now=visit.now,
    )
    return Done(close_all=True)


def change(visit: Visit) -> Answer:
    """The form of another time or link."""
    coordinating.change(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        event_id=visit.about("event"),
        wish=_wish(visit),
        now=visit.now,
    )
    return Done(close_all=True)


def begin_cancelling(visit: Visit) -> Answer:
    """The button "Cancel" asks first."""
    event, _guests = coordinating.to_coordinate(
        visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.number
    )
    return Open(coordinators.cancelling_form(event))


def cancel(visit: Visit) -> Answer:
    """The answer to that question."""
    coordinating.cancel(visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.about("event"), now=visit.now)
    return Done(close_all=True)


def begin_recording(visit: Visit) -> Answer:
    """The button "Record who was there"."""
    event, guests = coordinating.to_coordinate(visit.tx, team_id=visit.team_id, by=visit.user_id, event_id=visit.number)
    here = [one for one in guests if one.gone_at is None]
    yes_ = [_named(visit, one) for one in here if one.said == "yes"]
    others = [_named(visit, one) for one in here if one.said != "yes"]
    ticked = [one.user_id for one in here if one.attended_at is not None]
    return Open(coordinators.recording_form(event, yes_, others, ticked))


def _named(visit: Visit, guest: Guest) -> Choice:
    return Choice(people.person(visit.tx, team_id=visit.team_id, user_id=guest.user_id).name, guest.user_id)


def record(visit: Visit) -> Answer:
    """The form with the ticks."""
    boxes = [name for name in visit.values if name == "others" or name.startswith("there_")]
    coordinating.record(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        event_id=visit.about("event"),
        there=[user for name in boxes for user in visit.several(name)],
        now=visit.now,
    )
    return Done(close_all=True)


BOARD = Board(
    commands={"events": Command(listener=events_command, help=words.HELP_EVENTS)},
    buttons={
        "events.list": list_events,
        "events.yes": yes,
        "events.no": no,
        "events.join": join_in,
        "events.leave": leave,
        "events.i_go": i_go,
        "events.there": there,
        "events.not_there": not_there,
        "events.begin_adding": begin_adding,
        "events.begin_changing": begin_changing,
        "events.begin_cancelling": begin_cancelling,
        "events.begin_recording": begin_recording,
    },
    forms={
        "events.add": add,
        "events.change": change,
        "events.cancel": cancel,
        "events.record": record,
    },
    notices=notices.KINDS,
    cards=(notices.home_card, notices.desk_card),
    refusals=words.REFUSALS,
    chores=(laying_out.lay_out_new, inviting.look),
)
