"""Slack to use cases and back, for the directory."""

from app.core.notice import Block
from app.features.directory import notices, usecases, views, words
from app.features.directory.rules import ALL, leaf
from app.tools import Answer, Board, Command, Open, Replace, Visit, as_id


def _page(visit: Visit, side: str, number: int) -> Block:
    return views.directory(leaf(usecases.listed(visit.tx, team_id=visit.team_id), side, number))


def open_(visit: Visit) -> Answer:
    """`/mentoring directory`, or the button in Home."""
    return Open(_page(visit, ALL, 1))


def turn(visit: Visit) -> Answer:
    """A side or a page of the list."""
    side, _, number = visit.value.partition("-")
    return Replace(_page(visit, side, as_id(number)))


BOARD = Board(
    commands={"directory": Command(listener=open_, help=words.HELP)},
    buttons={"directory.open": open_, "directory.turn": turn},
    cards=(notices.card,),
    refusals=words.REFUSALS,
)
