"""The forms in which people write goals and say how they stand."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.goals import words
from app.features.goals.rules import STANDS, Goal, GoalSet
from app.features.goals.rules.forms import PAST, Place
from app.features.goals.views import details, goal_line, read_by
from app.features.pairings.rules import Pairing
from app.handbook.goals import GoalKind
from app.handbook.page import Ask
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, fill, join, markdown

MOST_PAST = 5
MOST_BLOCKS = 100  # of a modal; what came over from earlier sets stands last


def form(
    goal_set: GoalSet,
    kind: GoalKind,
    pairing: Pairing,
    places: Sequence[Place],
    past: Sequence[Goal] = (),
    *,
    refining: bool,
) -> Block:
    """The form of goals: what became of the last ones, then one block for each goal or horizon, with its fields."""
    shown: list[Block] = [
        blocks.section(markdown(kind.intro)),
        blocks.context(Mrkdwn(read_by(pairing, goal_set.owner))),
    ]
    became = [Choice(words.PAST[one], one) for one in PAST]
    for goal in past[:MOST_PAST]:
        shown.append(blocks.section(join([Mrkdwn(words.FORM_PAST), goal_line(goal, with_state=False)])))
        shown.append(blocks.select(f"past{goal.id}", words.FORM_PAST_STATE, became))
    least = max(1, kind.least)
    for number, place in enumerate(places, start=1):
        shown += _fields(place, kind, number, optional=number > least or place.goal is not None)
    shown, about = shown[:MOST_BLOCKS], {"set": goal_set.id}
    if refining:
        return blocks.modal(words.REFINE_TITLE, shown, callback="goals.refine", submit=words.FORM_SUBMIT, about=about)
    return blocks.modal(words.FORM_TITLE, shown, callback="goals.write", submit=words.FORM_SUBMIT, about=about)


def _fields(place: Place, kind: GoalKind, number: int, *, optional: bool) -> list[Block]:
    goal = place.goal
    if place.horizon_days is not None:
        label = words.FORM_HORIZON.format(days=place.horizon_days)
    else:
        label = words.FORM_GOAL.format(one=kind.one[:1].upper() + kind.one[1:], number=number)
    hint = words.FORM_EMPTIED if goal is not None else ""
    initial = goal.text if goal is not None else None
    shown = [blocks.text_input(place.name, label, lines=True, initial=initial, hint=hint, optional=optional)]
    said = goal.said if goal is not None else {}
    return shown + [field(f"{place.name}_{ask_.key}", ask_, said.get(ask_.key)) for ask_ in kind.fields]


def field(block_id: str, ask_: Ask, said: str | list[str] | None) -> Block:
    """One of the handbook's fields; what must be answered is checked with its goal, which may stay blank."""
    one = said if isinstance(said, str) else None
    several = said if isinstance(said, list) else []
    choices = [Choice(option.label, option.value) for option in ask_.options]
    match ask_.kind:
        case "choice":
            return blocks.select(block_id, ask_.ask, choices, initial=one, hint=ask_.help, optional=True)
        case "choices":
            return blocks.multi_select(block_id, ask_.ask, choices, initial=several, hint=ask_.help, optional=True)
        case "date":
            return blocks.date_input(block_id, ask_.ask, initial=one, hint=ask_.help, optional=True)
        case "number":
            return blocks.number_input(block_id, ask_.ask, initial=one, hint=ask_.help, optional=True)
        case "scale":
            scale = choices or [Choice(str(number), str(number)) for number in range(1, 6)]
            return blocks.select(block_id, ask_.ask, scale, initial=one, hint=ask_.help, optional=True)
        case "yes":
            boxes = [Choice(ask_.help or ask_.ask, "yes")]
            return blocks.checkboxes(block_id, ask_.ask, boxes, initial=several, optional=True)
        case _:
            lines = ask_.kind == "lines"
            return blocks.text_input(block_id, ask_.ask, lines=lines, initial=one, hint=ask_.help, optional=True)


def review_form(goal_set: GoalSet, kind: GoalKind) -> Block:
    """The form that asks how each goal stands."""
    shown: list[Block] = [blocks.section(fill(words.OF_ALL, name=kind.name))]
    choices = [Choice(words.STANDS[one], one) for one in STANDS]
    for goal in goal_set.goals:
        shown.append(blocks.section(join([goal_line(goal), *details(goal, kind)], by="\n    ")))
        initial = goal.state if goal.state in STANDS else None
        shown.append(blocks.select(f"goal{goal.id}", words.FORM_STATE, choices, initial=initial, optional=True))
    shown.append(blocks.context(Mrkdwn(words.REVIEW_FOOT)))
    return blocks.modal(
        words.FORM_REVIEW_TITLE,
        shown,
        callback="goals.review",
        submit=words.FORM_SUBMIT,
        about={"set": goal_set.id},
    )
