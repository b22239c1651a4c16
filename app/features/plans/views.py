"""What people see of a plan."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.pairings.rules import Pairing
from app.features.plans import words
from app.features.plans.rules import Step
from app.handbook.calendar import Outline
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, fill, join, markdown, mentions


def choosing_form(pairing: Pairing, outlines: Sequence[Outline], chosen: str | None) -> Block:
    """The modal in which a pairing takes a plan.

    Args:
        pairing: whose.
        outlines: what there is, the suggested ones first.
        chosen: the key of the present one.
    """
    shown = [blocks.section(Mrkdwn(words.CHOOSE_INTRO)), *(blocks.section(_outline(one)) for one in outlines)]
    choices = [Choice(one.name, one.key) for one in outlines]
    shown.append(
        blocks.select("outline", words.CHOOSE_LABEL, choices, initial=chosen or outlines[0].key, hint=words.CHOOSE_HINT)
    )
    return blocks.modal(
        words.CHOOSE_TITLE, shown, callback="plans.choose", submit=words.CHOOSE_SUBMIT, about={"pairing": pairing.id}
    )


def _outline(one: Outline) -> Mrkdwn:
    head = words.OUTLINE_ABOUT if one.about else words.OUTLINE
    steps = [fill("{number}. {text}", number=number, text=markdown(text)) for number, text in enumerate(one.steps, 1)]
    return join([fill(head, name=one.name, about=markdown(one.about)), *steps])


def plan(pairing: Pairing, reader: str, outline: Outline, step: Step) -> Block:
    """The modal with every step of the plan; a mentor can move in it."""
    lines = [_step(number, text, step.number) for number, text in enumerate(outline.steps, 1)]
    shown = [
        blocks.section(fill(words.PLAN_NAME, name=outline.name, partners=mentions(pairing.others(reader)))),
        *(blocks.section(one) for one in lines),
        blocks.actions(*_buttons(pairing, reader)),
        blocks.context(Mrkdwn(words.PLAN_FOOT)),
    ]
    return blocks.modal(words.PLAN_TITLE, shown)


def _step(number: int, text: str, now: int) -> Mrkdwn:
    template = words.STEP_DONE if number < now else words.STEP_NOW if number == now else words.STEP_AHEAD
    return fill(template, number=number, text=markdown(text))


def _buttons(pairing: Pairing, reader: str) -> list[Block]:
    other = blocks.button(words.OTHER, "plans.other", pairing.id)
    if pairing.role_of(reader) != "mentor":
        return [other]
    return [
        blocks.button(words.ON, "plans.on", pairing.id),
        blocks.button(words.BACK, "plans.back", pairing.id),
        other,
    ]


def choose_button(pairing: Pairing) -> Block:
    """The button that opens the plan, or the choice of one."""
    return blocks.button(words.CHOOSE, "plans.open", pairing.id)


def home_line(pairing: Pairing, reader: str, step: Step | None) -> Block:
    """One pairing's line in Home."""
    partners = mentions(pairing.others(reader))
    if step is None:
        return blocks.section(fill(words.HOME_NONE, partners=partners), accessory=choose_button(pairing))
    text = fill(words.HOME_STEP, partners=partners, number=step.number, of=step.of, text=markdown(step.text))
    return blocks.section(text, accessory=blocks.button(words.SHOW, "plans.open", pairing.id))


def several(lines: Sequence[Block]) -> list[Block]:
    """The plans of somebody with several pairings, to choose one of."""
    return [blocks.header(words.HOME_HEADER), *lines] if lines else []
