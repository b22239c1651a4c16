"""Slack to use cases and back, for plans."""

from datetime import datetime

from app.core.notice import Block
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.pairings import usecases as pairings
from app.features.plans import usecases, views, words
from app.features.plans.usecases import Standing
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit


def plan_command(visit: Visit) -> Answer:
    """`/mentoring plan`."""
    found = usecases.standings_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not found:
        in_one = pairings.pairings_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
        raise Refusal("plans.none-offered" if in_one else "pairings.none")
    if len(found) == 1:
        return Open(_shown(found[0], visit.user_id))
    lines = [views.home_line(one.pairing, visit.user_id, one.step) for one in found]
    return Reply(Mrkdwn(words.HOME_HEADER), blocks=views.several(lines), title=words.PLAN_TITLE)


def open_plan(visit: Visit) -> Answer:
    """The button in Home, in the introduction and in the agenda."""
    return Open(_shown(_standing(visit), visit.user_id))


def other_plan(visit: Visit) -> Answer:
    """The button "Another plan", in the modal."""
    found = _standing(visit)
    return Replace(views.choosing_form(found.pairing, found.outlines, found.outline.key if found.outline else None))


def choose(visit: Visit) -> Answer:
    """The form with the plan."""
    found = usecases.choose(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        outline=visit.text("outline"),
        now=visit.now,
    )
    return Replace(_shown(found, visit.user_id))


def skip(visit: Visit) -> Answer:
    """The mentor's button "Skip this step"."""
    return _moved(visit, 1)


def back(visit: Visit) -> Answer:
    """The mentor's button "One step back"."""
    return _moved(visit, -1)


def _moved(visit: Visit, steps: int) -> Answer:
    found = usecases.move(
        visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number, steps=steps, now=visit.now
    )
    return Replace(_shown(found, visit.user_id)) if visit.payload.in_modal else Done()


def _standing(visit: Visit) -> Standing:
    return usecases.standing(visit.tx, team_id=visit.team_id, user_id=visit.user_id, pairing_id=visit.number)


def _shown(found: Standing, reader: str) -> Block:
    if found.outline is None or found.step is None:
        return views.choosing_form(found.pairing, found.outlines, None)
    return views.plan(found.pairing, reader, found.outline, found.step)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: the step of the next meeting, or the way to a plan."""
    del now
    found = usecases.standings_of(tx, team_id=team_id, user_id=user_id)
    return views.several([views.home_line(one.pairing, user_id, one.step) for one in found])


BOARD = Board(
    commands={"plan": Command(listener=plan_command, help=words.HELP_PLAN)},
    buttons={
        "plans.open": open_plan,
        "plans.other": other_plan,
        "plans.on": skip,
        "plans.back": back,
    },
    forms={"plans.choose": choose},
    cards=(home_card,),
    refusals=words.REFUSALS,
)
