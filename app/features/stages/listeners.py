"""Slack to use cases and back, for stages."""

from app.features.stages import notices, usecases, views, words
from app.tools import Answer, Board, Open, Visit


def read(visit: Visit) -> Answer:
    """The button "What helps now"."""
    here, present = usecases.own_stage(
        visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number, now=visit.now
    )
    return Open(views.reading(present, here.pairing, visit.user_id, here.cohort.zone))


BOARD = Board(
    buttons={"stages.read": read},
    notices=notices.KINDS,
    cards=(notices.own_card,),
    refusals=words.REFUSALS,
)
