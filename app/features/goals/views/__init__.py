"""Goals in a line and in full, and who reads them."""

from collections.abc import Sequence
from datetime import date

from app.core.notice import Block
from app.features.goals import words
from app.features.goals.rules import Goal, GoalSet
from app.features.pairings.rules import Pairing
from app.handbook.goals import GoalKind
from app.handbook.page import Ask
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, clip, escape, fill, join

SHORT, LIST = 400, 2600
Message = tuple[Mrkdwn, list[Block]]


def read_by(pairing: Pairing, owner: str = "") -> str:
    """Who reads what is written here, as its writer is told."""
    if not pairing.is_group:
        return words.READ_BY_PAIR
    return words.READ_BY_OWN if owner else words.READ_BY_GROUP


def goal_line(goal: Goal, *, with_state: bool = True) -> Mrkdwn:
    """One goal in one line."""
    text = clip(escape(goal.text), SHORT)
    if goal.due_on is None:
        line = fill(words.GOAL, text=text)
    elif goal.horizon_days is not None:
        line = fill(words.GOAL_HORIZON, days=goal.horizon_days, day=calendar_day(goal.due_on), text=text)
    else:
        line = fill(words.GOAL_DUE, day=calendar_day(goal.due_on), text=text)
    return Mrkdwn(line + words.STATE[goal.state]) if with_state else line


def calendar_day(on: date) -> Mrkdwn:
    """A day of the calendar, the same for every reader."""
    return Mrkdwn(f"{on.day} {on:%B %Y}")


def listed(goals: Sequence[Goal]) -> Mrkdwn:
    """Several goals, one in each line."""
    return clip(bullets([goal_line(one) for one in goals]), LIST)


def details(goal: Goal, kind: GoalKind) -> list[Mrkdwn]:
    """What the kind's fields say of a goal, without the day, which stands in its line."""
    found = []
    for ask in kind.fields:
        said = goal.said.get(ask.key)
        if said and ask.key != kind.due_field:
            found.append(fill(words.FIELD, label=ask.ask, said=clip(escape(_said(ask, said)), SHORT)))
    return found


def _said(ask: Ask, said: str | list[str]) -> str:
    labels = {one.value: one.label for one in ask.options}
    return ", ".join(labels.get(one, one) for one in ([said] if isinstance(said, str) else said))


def in_full(goal_set: GoalSet, kind: GoalKind) -> Mrkdwn:
    """All goals of a set with everything that was said of them."""
    lines = [join([goal_line(one), *details(one, kind)], by="\n    ") for one in goal_set.goals]
    return clip(bullets(lines), LIST)


def change_button(goal_set: GoalSet) -> Block:
    """The button that opens a set to write in it again."""
    return blocks.button(words.CHANGE, "goals.write", goal_set.id)
