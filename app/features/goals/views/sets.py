"""What people read about a set of goals."""

from datetime import datetime

from app.core.notice import Block
from app.features.goals import words
from app.features.goals.rules import Goal, GoalSet
from app.features.goals.views import Message, change_button, goal_line, in_full, listed, read_by
from app.features.goals.views.overview import MOST_SHOWN
from app.features.pairings.rules import Pairing
from app.handbook.goals import GoalKind
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, markdown, mention
from app.slack.text import day as shown_day


def ask(goal_set: GoalSet, kind: GoalKind, pairing: Pairing, before: GoalSet | None = None) -> Message:
    """The question for goals, for the next ones if there were some before; it follows the answer."""
    if goal_set.set_at is not None:
        done = fill(words.ASK_SET, name=kind.name)
        return done, [blocks.section(done)]
    template = words.ASK if goal_set.number == 1 else words.NEXT
    parts = [fill(template, name=kind.name, intro=markdown(kind.intro))]
    if before is not None:
        ask_more = [Mrkdwn(words.NEXT_OPEN)] if before.open_goals else []
        parts.append(join([Mrkdwn(words.NEXT_BEFORE), listed(before.goals), *ask_more]))
    return _asking(parts, goal_set, pairing)


def remind(goal_set: GoalSet, kind: GoalKind, pairing: Pairing) -> Message:
    """The second and last question."""
    if goal_set.set_at is not None:
        return ask(goal_set, kind, pairing)
    return _asking([fill(words.REMIND, name=kind.name)], goal_set, pairing)


def _asking(parts: list[Mrkdwn], goal_set: GoalSet, pairing: Pairing) -> Message:
    return join(parts, by="\n\n"), [
        *(blocks.section(one) for one in parts),
        blocks.actions(blocks.button(words.WRITE, "goals.write", goal_set.id, style="primary")),
        blocks.context(Mrkdwn(read_by(pairing, goal_set.owner))),
    ]


def saved(goal_set: GoalSet, kind: GoalKind) -> Message:
    """The receipt for whoever wrote them."""
    text = join([fill(words.SAVED, name=kind.name), in_full(goal_set, kind)])
    return text, [blocks.section(text), blocks.actions(change_button(goal_set))]


def news(goal_set: GoalSet, kind: GoalKind, by: str, *, is_refined: bool = False) -> Message:
    """The news for the others, or for whoever wrote what was sharpened."""
    head = fill(words.REFINED if is_refined else words.NEWS, by=mention(by), name=kind.name)
    text = join([head, in_full(goal_set, kind)])
    return text, [blocks.section(text)]


def refine(goal_set: GoalSet, kind: GoalKind, until: datetime, zone: str, *, is_second: bool = False) -> Message:
    """What the other side is asked to sharpen, with what was written; it follows the answer."""
    writer = mention(goal_set.owner or goal_set.set_by or "")
    parts = [join([fill(words.NEWS, by=writer, name=kind.name), in_full(goal_set, kind)])]
    if goal_set.refined_by is not None:
        parts.append(fill(words.REFINE_DONE, by=mention(goal_set.refined_by)))
        return join(parts, by="\n\n"), [blocks.section(one) for one in parts]
    if is_second:
        parts.append(fill(words.REFINE_REMIND, owner=writer))
    else:
        parts.append(fill(words.REFINE, until=shown_day(until, zone)))
    return join(parts, by="\n\n"), [
        *(blocks.section(one) for one in parts),
        blocks.actions(
            blocks.button(words.SHARPEN, "goals.refine", goal_set.id, style="primary"),
            blocks.button(words.GOOD, "goals.good", goal_set.id),
        ),
    ]


def review(goal_set: GoalSet, kind: GoalKind) -> Message:
    """The question how goals stand, each answered in one click; it follows the answers."""
    head = fill(words.REVIEW, name=kind.name)
    shown = [blocks.section(head)]
    for one in goal_set.goals[:MOST_SHOWN]:
        shown += [blocks.section(goal_line(one)), *([blocks.actions(*_state_buttons(one))] if one.is_open else [])]
    shown.append(blocks.context(Mrkdwn(words.REVIEW_FOOT)))
    return join([head, listed(goal_set.goals)]), shown


def _state_buttons(goal: Goal) -> list[Block]:
    return [
        blocks.button(words.DONE, "goals.done", goal.id, style="primary"),
        blocks.button(words.ON_THE_WAY, "goals.on_the_way", goal.id),
        blocks.button(words.LET_GO, "goals.let_go", goal.id),
    ]
