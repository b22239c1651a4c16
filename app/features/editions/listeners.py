"""Slack to use cases and back, for changed handbooks."""

from app.features.editions import notices, usecases, views, words
from app.tools import Answer, Board, Command, Open, Replace, Reply, Visit


def board(rest: Board) -> Board:
    """Return what this room hangs up; it tells of all other rooms' messages.

    Args:
        rest: everything that the other rooms hang up.
    """
    whys = {kind.name: kind.why for kind in rest.notices}

    def look(visit: Visit) -> Answer:
        """The button "See what would change"."""
        found = usecases.look(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
        return Open(views.modal(found, whys))

    return Board(
        commands={"handbook": Command(listener=overview, help=words.HELP, coordinators=True)},
        buttons={"editions.look": look, "editions.move": move, "editions.keep": keep},
        notices=notices.KINDS,
        cards=(notices.desk_card,),
        chores=(usecases.go_on,),
        refusals=words.REFUSALS,
    )


def overview(visit: Visit) -> Answer:
    """`/mentoring handbook`: the cohorts whose files have changed."""
    text, shown = views.overview(usecases.overview(visit.tx, team_id=visit.team_id, user_id=visit.user_id))
    return Reply(text, blocks=shown, title=words.TITLE)


def move(visit: Visit) -> Answer:
    """The button "Move this cohort", after its question."""
    found = usecases.move(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return Replace(views.moved(found))


def keep(visit: Visit) -> Answer:
    """The button "Keep it as it is"."""
    cohort = usecases.keep(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return Replace(views.kept(cohort))
