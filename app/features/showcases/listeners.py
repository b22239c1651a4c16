"""Slack to use cases and back, for showcases."""

from app.core.notice import Block
from app.core.refusal import Refusal
from app.features.showcases import notices, usecases, views, words
from app.slack.text import Mrkdwn, join
from app.tools import Answer, Board, Command, Done, Open, Reply, Visit


def showcase_command(visit: Visit) -> Answer:
    """`/mentoring showcase`: one's own slides, and what is missing in the cohorts that one coordinates."""
    texts: list[Mrkdwn] = []
    shown: list[Block] = notices.home_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    for event, slides in usecases.to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id):
        text, part = views.missing(event, slides)
        texts.append(text)
        shown += part
    if not shown:
        raise Refusal("showcases.none")
    return Reply(join(texts) if texts else Mrkdwn(words.LIST_TITLE), blocks=shown[:50], title=words.LIST_TITLE)


def open_form(visit: Visit) -> Answer:
    """The button "Give the link"."""
    slide, event = usecases.own_slide(visit.tx, team_id=visit.team_id, user_id=visit.user_id, slide_id=visit.number)
    return Open(views.form(slide, event))


def give(visit: Visit) -> Answer:
    """The form with the link."""
    usecases.give(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        slide_id=visit.about("slide"),
        link=visit.text("link"),
        title=visit.text("title"),
        may_show="yes" in visit.several("may_show"),
        now=visit.now,
    )
    return Done()


BOARD = Board(
    commands={"showcase": Command(listener=showcase_command, help=words.HELP_SHOWCASE)},
    buttons={"showcases.open": open_form},
    forms={"showcases.give": give},
    notices=notices.KINDS,
    cards=(notices.home_card,),
    refusals=words.REFUSALS,
    chores=(usecases.tend,),
)
