"""Slack to use cases and back, for what people keep."""

from app.features.keepsakes import notices, usecases, words
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Reply, Visit


def send(visit: Visit) -> Answer:
    """`/mentoring summary`, or the button in Home; the file follows."""
    usecases.send(visit.tx, team_id=visit.team_id, by=visit.user_id, now=visit.now)
    return Reply(Mrkdwn(words.COMING))


BOARD = Board(
    commands={"summary": Command(listener=send, help=words.HELP)},
    buttons={"keepsakes.send": send},
    notices=notices.KINDS,
    cards=(notices.card,),
    refusals=words.REFUSALS,
)
