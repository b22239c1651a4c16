"""Slack to use cases and back, for suggestions."""

from app.features.nominations import notices, usecases, views, words
from app.tools import Answer, Board, Command, Done, Open, Visit, as_id


def begin(visit: Visit) -> Answer:
    """`/mentoring nominate`."""
    found = usecases.open_to(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    return Open(views.form(found))


def nominate(visit: Visit) -> Answer:
    """The form."""
    usecases.nominate(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=as_id(visit.text("cohort")),
        role=visit.text("role"),
        user_id=visit.text("person"),
        why=visit.text("why"),
        now=visit.now,
    )
    return Done()


def decline(visit: Visit) -> Answer:
    """The button "No, thank you"."""
    usecases.decline(visit.tx, team_id=visit.team_id, by=visit.user_id, nomination_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"nominate": Command(listener=begin, help=words.HELP)},
    buttons={"nominations.decline": decline},
    forms={"nominations.nominate": nominate},
    notices=notices.KINDS,
    refusals=words.REFUSALS,
)
