"""Slack to use cases and back, for check-ins and help."""

from app.features.checkins import notices, usecases, views, words
from app.features.decisions import usecases as decisions
from app.features.programmes import usecases as programmes
from app.tools import Answer, Board, Command, Done, Open, Replace, Visit, as_id


def well(visit: Visit) -> Answer:
    """The button "Going well"."""
    usecases.answer(
        visit.tx, team_id=visit.team_id, by=visit.user_id, checkin_id=visit.number, said="well", now=visit.now
    )
    return Done()


def better(visit: Visit) -> Answer:
    """The button "Could be better": noted at once, and a word may follow."""
    checkin = usecases.answer(
        visit.tx, team_id=visit.team_id, by=visit.user_id, checkin_id=visit.number, said="better", now=visit.now
    )
    _, pairing = usecases.to_answer(visit.tx, team_id=visit.team_id, by=visit.user_id, checkin_id=checkin.id)
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=pairing.cohort_id)
    return Open(views.better_form(checkin, cohort))


def help_(visit: Visit) -> Answer:
    """The button "I need help" asks what it is about."""
    checkin, pairing = usecases.to_answer(visit.tx, team_id=visit.team_id, by=visit.user_id, checkin_id=visit.number)
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=pairing.cohort_id)
    return Open(views.help_form([cohort], checkin))


def talk(visit: Visit) -> Answer:
    """An answer to a decision that asks for a word with the coordinators: taken when they have written it."""
    number, said = visit.number_and_word
    question, pairing = decisions.own(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=number)
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=pairing.cohort_id)
    return Open(views.help_form([cohort], None, {"question": question.id, "said": said}))


def support(visit: Visit) -> Answer:
    """`/mentoring support`, or the button in Home."""
    cohorts = usecases.cohorts_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    return Open(views.help_form(cohorts, None))


def _write(visit: Visit, kind: str) -> Answer:
    chosen, about = visit.text("cohort"), visit.payload.about
    usecases.write(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=as_id(chosen) if chosen else visit.about("cohort"),
        kind=kind,
        text=visit.text("text"),
        checkin_id=visit.about("checkin") if "checkin" in about else None,
        decision=(visit.about("question"), str(about.get("said", ""))) if "question" in about else None,
        now=visit.now,
    )
    return Done()


def write_better(visit: Visit) -> Answer:
    """The form of a word on a check-in."""
    return _write(visit, "better")


def write_help(visit: Visit) -> Answer:
    """The form of a call for help."""
    return _write(visit, "help")


def read(visit: Visit) -> Answer:
    """The coordinator's button."""
    call = usecases.read(visit.tx, team_id=visit.team_id, by=visit.user_id, call_id=visit.number, now=visit.now)
    return Open(views.reading(call, programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=call.cohort_id)))


def take(visit: Visit) -> Answer:
    """The button "I take care of it", in the modal."""
    call = usecases.take(visit.tx, team_id=visit.team_id, by=visit.user_id, call_id=visit.number, now=visit.now)
    return Replace(views.reading(call, programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=call.cohort_id)))


BOARD = Board(
    commands={"support": Command(listener=support, help=words.HELP_SUPPORT)},
    buttons={
        "checkins.well": well,
        "checkins.better": better,
        "checkins.help": help_,
        "checkins.talk": talk,
        "checkins.support": support,
        "checkins.read": read,
        "checkins.take": take,
    },
    forms={"checkins.better": write_better, "checkins.help": write_help},
    notices=notices.KINDS,
    cards=(notices.desk_card, notices.help_card),
    refusals=words.REFUSALS,
)
