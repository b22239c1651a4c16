"""Slack to use cases and back, for goodbyes."""

from app.features.care import notices, usecases, views, words
from app.features.decisions import usecases as decisions
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit, as_id


def end_command(visit: Visit) -> Answer:
    """`/mentoring end`: one's pairings, each with its button."""
    shown = notices.own_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    if not shown:
        return Reply(Mrkdwn(words.END_NOBODY))
    return Reply(Mrkdwn(words.STANDING_HEADER), blocks=shown[1:])


def end(visit: Visit) -> Answer:
    """The button "Say goodbye", after its question."""
    usecases.end_pairing(visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number, now=visit.now)
    return Done()


def _decided(visit: Visit) -> tuple[int, str]:
    question, _, said = visit.value.partition("-")
    return as_id(question), said


def part(visit: Visit) -> Answer:
    """A decision that ends a pairing, after its question."""
    number, said = _decided(visit)
    usecases.part(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=number, said=said, now=visit.now)
    return Done()


def graduate(visit: Visit) -> Answer:
    """The decision that a mentee is ready, after its question."""
    number, said = _decided(visit)
    usecases.graduate(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=number, said=said, now=visit.now)
    return Done()


def not_fit(visit: Visit) -> Answer:
    """The button "It does not fit": noted at once, and what can help is offered."""
    found = usecases.not_fit(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=visit.number, now=visit.now)
    return Open(views.repair_form(*found))


def co_mentor(visit: Visit) -> Answer:
    """The wish for a second mentor, in the modal."""
    found = decisions.wish_co_mentor(
        visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=visit.number, now=visit.now
    )
    _, pairing = decisions.own(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=found.id)
    return Replace(views.repair_form(found, pairing))


def rematch(visit: Visit) -> Answer:
    """The wish for somebody else, in the modal, after its question."""
    usecases.rematch(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=visit.number, now=visit.now)
    return Reply(Mrkdwn(words.REMATCHED))


def take(visit: Visit) -> Answer:
    """The coordinator's button on the desk."""
    decisions.take(visit.tx, team_id=visit.team_id, by=visit.user_id, question_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"end": Command(listener=end_command, help=words.HELP_END)},
    buttons={
        "care.end": end,
        "care.part": part,
        "care.graduate": graduate,
        "care.not_fit": not_fit,
        "care.co_mentor": co_mentor,
        "care.rematch": rematch,
        "care.take": take,
    },
    notices=(*notices.KINDS, *notices.FORMER_KINDS),
    cards=(notices.own_card, notices.desk_card),
    chores=(usecases.part_from_the_gone,),
)
