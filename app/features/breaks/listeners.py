"""Slack to use cases and back, for breaks."""

from app.core.calendar import local
from app.features.breaks import notices, usecases, views, words
from app.features.breaks.rules import Wish
from app.features.people import usecases as people
from app.tools import Answer, Board, Command, Done, Open, Visit


def begin(visit: Visit) -> Answer:
    """`/mentoring away`, or a button "I'll be away"."""
    opened = usecases.to_announce(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    planned = [
        words.PLANNED.format(
            when=f"{local(one.starts_at, visit.zone):%d %B, %H:%M}",
            partner=people.person(visit.tx, team_id=visit.team_id, user_id=pairing.partner_of(visit.user_id)).name,
        )
        for one, pairing in opened.planned
    ]
    today = local(visit.now, visit.zone).date().isoformat()
    return Open(views.form(opened.others, opened.longest_days, planned, today))


def announce(visit: Visit) -> Answer:
    """The form."""
    wish = Wish(
        first=visit.text("first"),
        back=visit.text("back"),
        word=visit.text("word"),
        cancel=visit.text("planned") == "cancel",
    )
    usecases.announce(visit.tx, team_id=visit.team_id, by=visit.user_id, wish=wish, now=visit.now)
    return Done(close_all=True)


def back(visit: Visit) -> Answer:
    """The buttons "I am back" and "I stay after all"."""
    usecases.come_back(visit.tx, team_id=visit.team_id, by=visit.user_id, break_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"away": Command(listener=begin, help=words.HELP_AWAY)},
    buttons={"breaks.begin": begin, "breaks.back": back},
    forms={"breaks.announce": announce},
    notices=notices.KINDS,
    cards=(notices.home_card, notices.desk_card),
    refusals=words.REFUSALS,
)
