"""Slack to use cases and back, for what comes unasked."""

from app.core.calendar import USUAL
from app.features.letters import notices, usecases, views, words
from app.features.letters.rules import Wish
from app.features.people import usecases as people
from app.tools import Answer, Board, Command, Open, Replace, Reply, Visit


def hours(visit: Visit) -> Answer:
    """`/mentoring hours`, or the button in Home."""
    return Open(views.hours_form(people.person(visit.tx, team_id=visit.team_id, user_id=visit.user_id)))


def choose_hours(visit: Visit) -> Answer:
    """The form."""
    wish = Wish(start=visit.text("start"), until=visit.text("until"), days=visit.several("days"))
    person = usecases.choose_hours(visit.tx, team_id=visit.team_id, user_id=visit.user_id, wish=wish, now=visit.now)
    return Replace(views.hours_saved(person))


def usual(visit: Visit) -> Answer:
    """The button "Back to the usual hours"."""
    person = usecases.keep_hours(visit.tx, team_id=visit.team_id, user_id=visit.user_id, hours=USUAL, now=visit.now)
    return Replace(views.hours_saved(person))


def board(rest: Board) -> Board:
    """Return what this room hangs up; it speaks of all other rooms' messages.

    Args:
        rest: everything that the lower rooms hang up.
    """
    kinds = {kind.name: kind for kind in rest.notices}

    def why(visit: Visit) -> Answer:
        """The button "Why this?"."""
        said = usecases.why(
            visit.tx, team_id=visit.team_id, by=visit.user_id, notice_id=visit.number, kinds=kinds, now=visit.now
        )
        return Open(views.why(said))

    def again(visit: Visit) -> Answer:
        """The button "Remind me tomorrow"."""
        at = usecases.bring_again(
            visit.tx, team_id=visit.team_id, by=visit.user_id, notice_id=visit.number, kinds=kinds, now=visit.now
        )
        return Reply(views.comes_again(at, visit.zone))

    def stop(visit: Visit) -> Answer:
        """The button "Stop reminders"; from "Why this?" its page takes the other's place."""
        usecases.stop(
            visit.tx, team_id=visit.team_id, by=visit.user_id, notice_id=visit.number, kinds=kinds, now=visit.now
        )
        return Replace(views.stopped(visit.number))

    def resume(visit: Visit) -> Answer:
        """The button "Remind me after all"."""
        usecases.resume(visit.tx, team_id=visit.team_id, by=visit.user_id, notice_id=visit.number, kinds=kinds)
        return Replace(views.resumed())

    return Board(
        commands={"hours": Command(listener=hours, help=words.HELP_HOURS)},
        buttons={
            "letters.hours": hours,
            "letters.usual": usual,
            "letters.why": why,
            "letters.again": again,
            "letters.stop": stop,
            "letters.resume": resume,
        },
        forms={"letters.choose_hours": choose_hours},
        cards=(notices.home_card,),
        refusals=words.REFUSALS,
    )
