"""Slack to use cases and back, for what will be sent."""

from collections.abc import Sequence

from app.core.refusal import Refusal
from app.features.foreseeing import notices, usecases, views, words
from app.features.foreseeing.rules import ROLES, Foresee
from app.features.foreseeing.usecases import House
from app.features.programmes import usecases as programmes
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Open, Replace, Reply, Visit, as_id


def board(rest: Board, foresees: Sequence[Foresee]) -> Board:
    """Return what this room hangs up; it tells of all other rooms' messages.

    Args:
        rest: everything that the other rooms hang up.
        foresees: what each of them would send.
    """
    house = House(tuple(foresees), tuple(rest.notices))

    def overview(visit: Visit, cohort_id: int, role: str, number: int | None) -> dict[str, object]:
        cohort, found = usecases.look(
            visit.tx, house=house, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id, now=visit.now
        )
        return views.overview(found, role, number, visit.now, has_end=cohort.has_end)

    def command(visit: Visit) -> Answer:
        """`/mentoring preview`: the cohort, or which one if there are several."""
        cohorts = programmes.cohorts_to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
        if not cohorts:
            raise Refusal("programmes.coordinates-nothing")
        if len(cohorts) == 1:
            return Open(overview(visit, cohorts[0].id, "", None))
        text, shown = views.choosing(cohorts)
        return Reply(text, blocks=shown, title=words.TITLE)

    def open_(visit: Visit) -> Answer:
        """The button "What will be sent" on the desk."""
        return Open(overview(visit, visit.number, "", None))

    def all_(visit: Visit) -> Answer:
        """Another role, or another page of the weeks."""
        cohort_id, role, number = _carried(visit)
        return Replace(overview(visit, cohort_id, role, as_id(number) if number else None))

    def week(visit: Visit) -> Answer:
        """One week in full, in place of the overview."""
        cohort_id, role, said = _carried(visit)
        number, _, page = said.partition(":")
        of = as_id(number.removeprefix("-"))
        _, found = usecases.look(
            visit.tx, house=house, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id, now=visit.now
        )
        shown = views.week(found, role, -of if number.startswith("-") else of, as_id(page or "0"), visit.now)
        return Replace(shown)

    return Board(
        commands={"preview": Command(listener=command, help=words.HELP, coordinators=True, only_reads=True)},
        buttons={"foreseeing.open": open_, "foreseeing.all": all_, "foreseeing.week": week, "foreseeing.send": send},
        notices=notices.kinds(house),
    )


def send(visit: Visit) -> Answer:
    """The buttons below the overview; the file follows."""
    cohort_id, role, what = _carried(visit)
    usecases.send(
        visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id, role=role, what=what, now=visit.now
    )
    return Reply(Mrkdwn(words.COMING), title=words.TITLE)


def _carried(visit: Visit) -> tuple[int, str, str]:
    cohort_id, _, rest = visit.value.partition(":")
    role, _, more = rest.partition(":")
    if role not in ("", *ROLES):
        raise Refusal("core.stale-button")
    return as_id(cohort_id), role, more
