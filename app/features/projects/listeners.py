"""Slack to use cases and back, for projects."""

from app.core.refusal import Refusal, refuse_all
from app.features.projects import notices, usecases, views, words
from app.features.projects.rules import Wish
from app.tools import Answer, Board, Command, Done, Open, Visit


def begin(visit: Visit) -> Answer:
    """`/mentoring declare`."""
    del visit
    return Open(views.form(usecases.open_programmes()))


def declare(visit: Visit) -> Answer:
    """The form of a declaration."""
    usecases.declare(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        zone=visit.zone,
        programme=visit.text("programme") or str(visit.payload.about.get("programme", "")),
        wish=Wish(
            name=visit.text("name"),
            about=visit.text("about"),
            how_to_join=visit.text("how_to_join"),
            starts_on=visit.text("starts_on"),
            months=visit.text("months"),
        ),
        now=visit.now,
    )
    return Done()


def begin_accepting(visit: Visit) -> Answer:
    """The button "Let it take part" asks for the channels."""
    found = usecases.to_answer(visit.tx, team_id=visit.team_id, by=visit.user_id, project_id=visit.number)
    return Open(views.accepting_form(found))


def accept(visit: Visit) -> Answer:
    """The form with the channels."""
    needed = ("announce_channel", "coordinators_channel")
    refuse_all([Refusal("programmes.no-channel", field=one) for one in needed if not visit.text(one)])
    usecases.accept(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        zone=visit.zone,
        project_id=visit.about("project"),
        name=visit.text("name"),
        channels=(
            visit.text("announce_channel"),
            visit.text("coordinators_channel"),
            visit.text("mentors_channel") or None,
            visit.text("mentees_channel") or None,
        ),
        now=visit.now,
    )
    return Done()


def begin_declining(visit: Visit) -> Answer:
    """The button "Decline" asks for a reason."""
    found = usecases.to_answer(visit.tx, team_id=visit.team_id, by=visit.user_id, project_id=visit.number)
    return Open(views.declining_form(found))


def decline(visit: Visit) -> Answer:
    """The form with the reason."""
    usecases.decline(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        project_id=visit.about("project"),
        why=visit.text("why"),
        now=visit.now,
    )
    return Done()


BOARD = Board(
    commands={"declare": Command(listener=begin, help=words.HELP)},
    buttons={"projects.accept": begin_accepting, "projects.decline": begin_declining},
    forms={"projects.declare": declare, "projects.accept": accept, "projects.decline": decline},
    notices=notices.KINDS,
    refusals=words.REFUSALS,
)
