"""Slack to use cases and back, for decisions and the good-fit check."""

from app.features.decisions import notices, usecases, words
from app.features.decisions.rules import UNSURE, WELL
from app.tools import Answer, Board, Done, Visit


def go_on(visit: Visit) -> Answer:
    """An answer to a decision that leaves things as they are."""
    question, said = visit.number_and_word
    usecases.decide(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        question_id=question,
        said=said,
        leads_to="go_on",
        now=visit.now,
    )
    return Done()


def _fit(visit: Visit, said: str) -> Answer:
    usecases.say_fit(
        visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=visit.number, said=said, now=visit.now
    )
    return Done()


def fits(visit: Visit) -> Answer:
    """The button "It fits well"."""
    return _fit(visit, WELL)


def unsure(visit: Visit) -> Answer:
    """The button "Not sure yet"."""
    return _fit(visit, UNSURE)


BOARD = Board(
    buttons={
        "decisions.go_on": go_on,
        "decisions.fits": fits,
        "decisions.unsure": unsure,
    },
    notices=notices.KINDS,
    refusals=words.REFUSALS,
)
