"""Slack to use cases and back, for calendars."""

from app.core.refusal import Refusal
from app.features.calendars import notices, usecases, views, words
from app.tools import Answer, Board, Command, Open, Replace, Visit


def board(public_url: str) -> Board:
    """Return what this room hangs up.

    Args:
        public_url: the address at which Trellis can be reached; without one there is no link, and Home has no button.
    """

    def show(visit: Visit) -> Answer:
        """`/mentoring calendar`, or the button in Home."""
        _need(public_url)
        return Open(
            views.overview(usecases.link_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id), visit.zone)
        )

    def make(visit: Visit) -> Answer:
        """The button "Make my link", or "Make a new link"."""
        _need(public_url)
        token = usecases.make(visit.tx, team_id=visit.team_id, by=visit.user_id, instead_of=visit.number, now=visit.now)
        return Replace(views.made(f"{public_url}/calendar/{token}.ics"))

    return Board(
        commands={"calendar": Command(listener=show, help=words.HELP)},
        buttons={"calendars.open": show, "calendars.make": make, "calendars.end": end},
        cards=(notices.card,) if public_url else (),
        refusals=words.REFUSALS,
    )


def end(visit: Visit) -> Answer:
    """The button "Switch it off"; it works without an address, too."""
    usecases.switch_off(visit.tx, team_id=visit.team_id, by=visit.user_id, link_id=visit.number, now=visit.now)
    return Replace(views.ended())


def _need(public_url: str) -> None:
    if not public_url:
        raise Refusal("calendars.no-address")
