"""`/mentoring`, the help, and what Slack tells about people."""

from collections.abc import Callable
from functools import cache

from app.delivery.planning import show_home
from app.delivery.reading import latest_for
from app.features.home import notices, views, words
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Done, Reply, Visit

MOST_WHYS = 8


def board(rest: Board) -> Board:
    """Return what this room hangs up; it needs to know what all the others do.

    Args:
        rest: everything that the other rooms hang up.
    """
    text = _helps(rest)

    def help_(visit: Visit) -> Answer:
        """`/mentoring` and `/mentoring help`."""
        return Reply(text(_is_coordinator(visit)), title=words.HELP_TITLE)

    whys = {kind.name: kind.why for kind in rest.notices}

    def why(visit: Visit) -> Answer:
        """`/mentoring why`: the last messages and what each was for."""
        got = latest_for(visit.tx, team_id=visit.team_id, user_id=visit.user_id, most=MOST_WHYS)
        return Reply(views.why_text([(one.at, whys[one.kind]) for one in got if one.kind in whys], visit.zone))

    return Board(
        commands={
            "why": Command(listener=why, help=words.HELP_WHY, only_reads=True),
            "home": Command(listener=help_, help=words.HELP_HOME, only_reads=True),
            "help": Command(listener=help_, help=words.HELP_HELP, only_reads=True),
        },
        events={"app_home_opened": opened, "user_change": changed},
        notices=notices.kinds(rest.cards),
    )


def _helps(rest: Board) -> Callable[[bool], Mrkdwn]:
    """Return what tells the help, with what coordinators can do or without; both are the same for everybody."""

    @cache
    def text(is_coordinator: bool) -> Mrkdwn:  # noqa: FBT001 - a cache takes by position
        mine = {name: one.help for name, one in rest.commands.items() if not one.coordinators}
        more = {name: one.help for name, one in rest.commands.items() if one.coordinators} if is_coordinator else {}
        return views.help_text(mine, more)

    return text


def _is_coordinator(visit: Visit) -> bool:
    return people.coordinates_everything(visit.tx, team_id=visit.team_id, user_id=visit.user_id) or bool(
        programmes.cohorts_to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    )


def opened(visit: Visit) -> Answer:
    """Somebody opened App Home."""
    if visit.payload.body.get("tab", "home") == "home":
        show_home(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    return Done()


def changed(visit: Visit) -> Answer:
    """Somebody's profile changed: a new zone, a new name, a goodbye."""
    profile = visit.payload.body["user"]
    people.meet(visit.tx, team_id=visit.team_id, profile=profile, now=visit.now)
    return Done()
