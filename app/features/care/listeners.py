"""Slack to use cases and back, for goodbyes."""

from app.features.care import notices, usecases, words
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Done, Reply, Visit


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


BOARD = Board(
    commands={"end": Command(listener=end_command, help=words.HELP_END)},
    buttons={"care.end": end},
    notices=(*notices.KINDS, *notices.FORMER_KINDS),
    cards=(notices.own_card,),
    chores=(usecases.part_from_the_gone,),
)
