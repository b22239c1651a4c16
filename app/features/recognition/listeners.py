"""Slack to use cases and back, for nominations."""

from app.features.recognition import notices, usecases, views, words
from app.tools import Answer, Board, Done, Open, Visit


def begin_changing(visit: Visit) -> Answer:
    """The mentor's button."""
    pairing = usecases.to_nominate(visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number)
    return Open(views.changing_form(pairing, usecases.nomination(visit.tx, pairing=pairing, said=words.OTHERWISE)))


def change(visit: Visit) -> Answer:
    """The mentor's own words; the message with the nomination follows them."""
    usecases.edit_nomination(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        text=visit.text("text"),
        now=visit.now,
    )
    return Done()


def post(visit: Visit) -> Answer:
    """The button "Post it for me": the mentee is asked first."""
    usecases.post_nomination(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.number,
        said=words.OTHERWISE,
        now=visit.now,
    )
    return Done()


BOARD = Board(
    buttons={"recognition.change": begin_changing, "recognition.post": post},
    forms={"recognition.change": change},
    notices=notices.KINDS,
    refusals=words.REFUSALS,
)
