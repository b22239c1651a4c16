"""Forms as people fill them in, and what those who may read see of the answers."""

from collections.abc import Sequence
from typing import Any

from app.core.links import is_link
from app.core.notice import Block
from app.features.programmes.rules import Cohort
from app.features.surveys import words
from app.features.surveys.rules import (
    Asked,
    Count,
    Put,
    is_once,
    reader_of,
    shown_to_coordinators,
    shown_to_pair,
)
from app.features.surveys.rules.anonymity import FEWEST, cells, texts
from app.features.surveys.rules.answers import LONGEST, SCALE, has_options
from app.handbook.asking import Form
from app.handbook.page import Ask
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, day, escape, fill, join, markdown, mention, mentions, quote

MOST_BOXES = 10
PAGE = 10  # answers on one page of a reading
MOST_BLOCKS = 90


# -- the form --------------------------------------------------------------------------------------


def form(put: Put) -> Block:
    """The modal with all questions, filled in with what was answered before."""
    said = put.asked.answers
    shown = [
        blocks.header(put.form.name),
        blocks.section(markdown(put.form.intro)),
        blocks.section(readers(put.form)),
        *(_field(put.form, ask, said.get(ask.key)) for ask in put.form.questions),
    ]
    return blocks.modal(
        put.form.name, shown, callback="surveys.answer", submit=words.FORM_SUBMIT, about={"ask": put.asked.id}
    )


def readers(form: Form) -> Mrkdwn:
    """Who reads the answers, as it is said above the first question."""
    mixed = next((label for ask in form.questions if (label := reader_of(form, ask)) != form.read_by), form.read_by)
    return Mrkdwn(words.READ_BY[mixed])


def _field(form: Form, ask: Ask, said: Any) -> Block:
    hint = " ".join(part for part in (ask.help, _kind_hint(ask), words.HINTS[reader_of(form, ask)]) if part)
    optional = not ask.required
    match ask.kind:
        case "choice" | "scale" | "yes":
            return blocks.select(ask.key, ask.ask, _choices(ask), initial=said, hint=hint, optional=optional)
        case "choices":
            several = blocks.checkboxes if len(ask.options) <= MOST_BOXES else blocks.multi_select
            return several(ask.key, ask.ask, _choices(ask), initial=said or (), hint=hint, optional=optional)
        case "number":
            return blocks.number_input(ask.key, ask.ask, initial=said, hint=hint, optional=optional)
        case "date":
            return blocks.date_input(ask.key, ask.ask, initial=said, hint=hint, optional=optional)
        case _:
            return blocks.text_input(
                ask.key,
                ask.ask,
                initial=said,
                lines=ask.kind == "lines",
                most=LONGEST[ask.kind],
                hint=hint,
                optional=optional,
            )


def _kind_hint(ask: Ask) -> str:
    return words.LINK_HINT if ask.kind == "link" else ""


def _choices(ask: Ask) -> list[Choice]:
    if ask.kind == "scale":
        return [Choice(words.SCALE_ENDS.get(one, one), one) for one in SCALE]
    if ask.kind == "yes":
        return [Choice(words.YES, "yes"), Choice(words.NO, "no")]
    return [Choice(one.label, one.value) for one in ask.options]


# -- messages --------------------------------------------------------------------------------------


def ask(put: Put) -> tuple[Mrkdwn, list[Block]]:
    """The form as it is put to somebody; it follows the answer."""
    if put.asked.answered_at is not None:
        return thanks(put)
    text = join([_title(put), markdown(put.form.intro)])
    foot = join([readers(put.form), fill(words.OPEN_UNTIL[put.form.silence], until=_until(put))], by=" ")
    return join([text, foot]), [blocks.section(text), blocks.actions(button(put)), blocks.context(foot)]


def chase(put: Put) -> tuple[Mrkdwn, list[Block]]:
    """The reminder; it follows the answer."""
    if put.asked.answered_at is not None:
        return thanks(put)
    template = words.CHASE if put.form.chases > 1 else words.CHASE_ONCE
    text = fill(template, form=put.form.name, until=_until(put), chases=put.form.chases)
    return text, [blocks.section(text), blocks.actions(button(put)), blocks.context(readers(put.form))]


def thanks(put: Put) -> tuple[Mrkdwn, list[Block]]:
    """What remains of a form that was answered."""
    text = fill(words.THANKS, form=put.form.name, until=_until(put))
    return text, [blocks.section(text), blocks.actions(button(put), *_together_button(put))]


def news(put: Put, who: Sequence[str]) -> tuple[Mrkdwn, list[Block]]:
    """What the others of a pairing hear when somebody has answered what they may read."""
    text = fill(words.NEWS, who=mentions(list(who)), form=put.form.name)
    return text, [blocks.section(text), blocks.actions(*_together_button(put))]


def button(put: Put) -> Block:
    """The button that opens a form."""
    if put.asked.answered_at is not None:
        return blocks.button(words.CHANGE, "surveys.open", put.asked.id)
    return blocks.button(words.ANSWER, "surveys.open", put.asked.id, style="primary")


def _together_button(put: Put) -> list[Block]:
    if not shown_to_pair(put.form):
        return []
    return [blocks.button(together_label(put), "surveys.together", put.asked.id)]


def together_label(put: Put) -> str:
    """What stands on the button with which a pairing reads what it wrote."""
    if put.pairing.is_group:
        return words.READ_GROUP
    return words.READ_ONE if len(put.form.roles) == 1 else words.READ_TOGETHER


def _title(put: Put) -> Mrkdwn:
    if is_once(put.form):
        return fill(words.ABOUT_ALL, form=put.form.name)
    return fill(words.ABOUT, form=put.form.name, partners=mentions(put.pairing.others(put.asked.user_id)))


def _until(put: Put) -> Mrkdwn:
    return day(put.asked.closes_at, put.cohort.zone)


# -- reading ---------------------------------------------------------------------------------------


def together(put: Put, found: Sequence[Asked]) -> Block:
    """The modal in which the people of a pairing read what they wrote."""
    shown = [blocks.section(fill(words.TOGETHER_HEAD, form=put.form.name))]
    for one in shown_to_pair(put.form):
        shown.append(blocks.section(fill("*{ask}*", ask=one.ask)))
        shown += [
            blocks.section(
                join([mention(by.user_id), _said(one, by.answers.get(one.key))], by="\n")
                if one.kind == "lines" and by.answers.get(one.key)
                else fill(words.LINE, who=mention(by.user_id), said=_said(one, by.answers.get(one.key)))
            )
            for by in found
        ]
    if len(shown) > MOST_BLOCKS:
        shown = [*shown[:MOST_BLOCKS], blocks.context(Mrkdwn(words.MORE_THAN_FITS))]
    return blocks.modal(put.form.name, shown)


def _said(ask: Ask, said: Any) -> Mrkdwn:
    if not said:
        return Mrkdwn(words.NO_ANSWER)
    if has_options(ask):
        labels = {one.value: one.label for one in _choices(ask)}
        chosen: list[str] = said if isinstance(said, list) else [said]
        return escape(", ".join(labels.get(one, one) for one in chosen))
    if ask.kind == "link" and is_link(said):
        return Mrkdwn(f"<{escape(said)}>")
    return quote(said) if ask.kind == "lines" else escape(said)


def overview(cohort: Cohort, count: Count, found: Sequence[Asked]) -> Block:
    """The modal in which a coordinator reads what a cohort answered, without names."""
    form, answered = count.form, len(found)
    head = fill(words.OVERVIEW_HEAD, form=form.name, cohort=cohort.name, answered=count.answered, asked=count.asked)
    shown = [blocks.section(head), blocks.divider()]
    for one in shown_to_coordinators(form):
        said = [by.answers[one.key] for by in found if one.key in by.answers]
        text = fill(words.OVERVIEW_QUESTION, ask=one.ask, said=len(said), answered=answered)
        if len(said) < FEWEST:
            shown.append(blocks.section(join([text, fill(words.TOO_FEW, fewest=FEWEST)])))
        elif has_options(one):
            shown.append(blocks.section(join([text, _counted(one, said)])))
        else:
            value = f"{cohort.id}:{form.key}:{one.key}:0"
            shown.append(blocks.section(text, accessory=blocks.button(words.READ, "surveys.texts", value)))
    return blocks.modal(form.name, shown)


def _counted(ask: Ask, said: Sequence[Any]) -> Mrkdwn:
    labels = {one.value: one.label for one in _choices(ask)}
    return bullets(
        [
            fill(
                words.CELL_HIDDEN if one.number is None else words.CELL,
                label=labels[one.value],
                number=one.number,
                said=len(said),
                fewest=FEWEST,
            )
            for one in cells(ask, said)
        ]
    )


def free_texts(cohort: Cohort, form: Form, ask: Ask, found: Sequence[Asked], first: int) -> Block:
    """The modal in which a coordinator reads free answers to one question, a page at a time."""
    all_texts = texts(ask, {by.id: by.answers[ask.key] for by in found if ask.key in by.answers})
    page = all_texts[first : first + PAGE]
    if not page:
        return blocks.modal(form.name, [blocks.section(fill(words.TOO_FEW, fewest=FEWEST))])
    head = fill(words.TEXTS_HEAD, ask=ask.ask, said=len(all_texts), first=first + 1, last=first + len(page))
    shown = [blocks.section(head), *(blocks.section(_free(ask, one)) for one in page)]
    turns = [(words.PAGE_BACK, first - PAGE)] if first >= PAGE else []
    turns += [(words.PAGE_NEXT, first + PAGE)] if first + PAGE < len(all_texts) else []
    if turns:
        value = f"{cohort.id}:{form.key}:{ask.key}"
        buttons = [blocks.button(label, "surveys.page", f"{value}:{at}", tag=at) for label, at in turns]
        shown.append(blocks.actions(*buttons))
    return blocks.modal(form.name, shown)


def _free(ask: Ask, said: str) -> Mrkdwn:
    return _said(ask, said) if ask.kind == "link" else quote(said)


# -- lists -----------------------------------------------------------------------------------------


def open_list(found: Sequence[Put]) -> tuple[Mrkdwn, list[Block]]:
    """The forms that somebody may answer now."""
    if not found:
        return Mrkdwn(words.LIST_NONE), []
    lines = [
        fill(
            words.LIST_LINE,
            form=one.form.name,
            state=words.STATE[one.asked.answered_at is not None],
            until=_until(one),
        )
        for one in found
    ]
    shown = [blocks.section(text, accessory=button(one)) for text, one in zip(lines, found, strict=True)]
    return join([Mrkdwn(f"*{words.LIST_HEADER}*"), *lines]), [blocks.header(words.LIST_HEADER), *shown[:40]]


def desk_lines(cohort: Cohort, found: Sequence[Count]) -> list[Block]:
    """How the forms of a cohort went, in numbers, with a way to read what coordinators may read."""
    return [
        blocks.section(
            fill(words.DESK_LINE, form=one.form.name, cohort=cohort.name, counts=counts(one)),
            accessory=blocks.button(words.READ, "surveys.read", f"{cohort.id}:{one.form.key}")
            if one.answered and shown_to_coordinators(one.form)
            else None,
        )
        for one in found
    ]


def counts(one: Count) -> str:
    """How a form went, in numbers."""
    parts = [words.COUNTS.format(answered=one.answered, asked=one.asked)]
    parts += [words.COUNTS_FINE.format(fine=one.fine)] if one.fine else []
    parts += [words.COUNTS_OVERDUE.format(overdue=one.overdue)] if one.overdue else []
    return " · ".join(parts)
