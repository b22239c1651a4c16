"""Slack to use cases and back, for what comes unasked."""

from app.core.calendar import USUAL
from app.features.letters import notices, usecases, views, words
from app.features.letters.rules import Wish
from app.features.people import usecases as people
from app.tools import Answer, Board, Command, Open, Replace, Visit


def hours(visit: Visit) -> Answer:
    """`/mentoring hours`, or the button in Home."""
    return Open(views.hours_form(people.person(visit.tx, team_id=visit.team_id, user_id=visit.user_id)))


def choose_hours(visit: Visit) -> Answer:
    """The form."""
    wish = Wish(start=visit.text("start"), until=visit.text("until"), days=visit.several("days"))
    person = usecases.choose_hours(visit.tx, team_id=visit.team_id, user_id=visit.user_id, wish=wish, now=visit.now)
    return Replace(views.hours_saved(person))


def usual(visit: Visit) -> Answer:
    """The button "Back to the usual hours"."""
    person = usecases.keep_hours(visit.tx, team_id=visit.team_id, user_id=visit.user_id, hours=USUAL, now=visit.now)
    return Replace(views.hours_saved(person))


BOARD = Board(
    commands={"hours": Command(listener=hours, help=words.HELP_HOURS)},
    buttons={"letters.hours": hours, "letters.usual": usual},
    forms={"letters.choose_hours": choose_hours},
    cards=(notices.home_card,),
    refusals=words.REFUSALS,
)
