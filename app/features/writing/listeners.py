"""Slack to use cases and back, for what goes to many."""

from app.core.refusal import Refusal
from app.features.programmes import usecases as programmes
from app.features.writing import notices, usecases, views, words
from app.tools import Answer, Board, Command, Done, Open, Replace, Visit, as_id


def write_command(visit: Visit) -> Answer:
    """`/mentoring write`: the form, after the question which cohort if there are several."""
    cohorts = programmes.cohorts_to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not cohorts:
        raise Refusal("programmes.coordinates-nothing")
    if len(cohorts) > 1:
        return Open(views.choosing_form(cohorts))
    return Open(_form(visit, cohorts[0].id))


def begin(visit: Visit) -> Answer:
    """The button "Write to them" on the desk."""
    return Open(_form(visit, visit.number))


def choose(visit: Visit) -> Answer:
    """The form that asks for the cohort; the form to write in takes its place."""
    return Replace(_form(visit, as_id(visit.text("cohort"))))


def _form(visit: Visit, cohort_id: int) -> dict[str, object]:
    return views.form(*usecases.to_write_to(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id))


def draft(visit: Visit) -> Answer:
    """The form: the message is shown as it will be, before anything is sent."""
    found = usecases.draft(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=visit.about("cohort"),
        circular_id=visit.about("circular") if "circular" in visit.payload.about else None,
        audience=visit.text("audience"),
        text=visit.text("text"),
        now=visit.now,
    )
    return Replace(views.last_look(found.circular, found.cohort, found.reach, found.before, visit.zone))


def change(visit: Visit) -> Answer:
    """The button "Change it"."""
    circular, cohort, numbers = usecases.to_change(
        visit.tx, team_id=visit.team_id, by=visit.user_id, circular_id=visit.number
    )
    return Replace(views.form(cohort, numbers, circular))


def send(visit: Visit) -> Answer:
    """The yes to the last look; how far it is comes as a message."""
    usecases.send(visit.tx, team_id=visit.team_id, by=visit.user_id, circular_id=visit.about("circular"), now=visit.now)
    return Done(close_all=True)


def stop(visit: Visit) -> Answer:
    """The button "Stop"; its message changes."""
    usecases.stop(visit.tx, team_id=visit.team_id, by=visit.user_id, batch_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"write": Command(listener=write_command, help=words.HELP_WRITE, coordinators=True)},
    buttons={"writing.begin": begin, "writing.change": change, "writing.stop": stop},
    forms={"writing.choose": choose, "writing.draft": draft, "writing.send": send},
    notices=notices.KINDS,
    refusals=words.REFUSALS,
    chores=(usecases.finish,),
)
