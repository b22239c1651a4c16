"""What people see of an application. Pure: facts and words in, blocks out."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from app.core.calendar import WEEKDAYS, localise
from app.core.notice import Block
from app.features.joining import words
from app.features.joining.rules import MOST_NAMED, Application, State, answer_by
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.handbook.signup import Question
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, day, escape, fill, join, markdown, mention, quote

HOURS = range(8, 22, 2)
SLOT_CHOICES = [
    Choice(f"{name} {hour:02d}:00-{hour + 2:02d}:00", f"{weekday}-{hour * 60}-{hour * 60 + 120}")
    for weekday, name in enumerate(WEEKDAYS)
    for hour in HOURS
]


def choosing_form(cohorts: list[Cohort]) -> Block:
    """The modal in which a member says what they look for."""
    choices = [Choice(one.name, str(one.id)) for one in cohorts]
    return blocks.modal(
        words.CHOOSE_TITLE,
        [
            blocks.select("cohort", words.CHOOSE_COHORT, choices, initial=choices[-1].value),
            blocks.radio("role", words.CHOOSE_ROLE, [Choice(words.AS_ROLE[one], one) for one in ("mentee", "mentor")]),
        ],
        callback="joining.choose",
        submit=words.CHOOSE_SUBMIT,
    )


def form(cohort: Cohort, handbook: Handbook, role: str, zone: str, earlier: Application | None) -> Block:
    """The sign-up form of a role, filled in with what was answered before."""
    intro = fill(words.FORM_INTRO, cohort=cohort.name, programme=handbook.name)
    shown = [blocks.context(intro if earlier is None else join([intro, Mrkdwn(words.FORM_EDIT_NOTE)]))]
    for question in handbook.questions(role):
        shown += _field(question, _said_before(question, earlier), earlier, zone)
    return blocks.modal(
        words.AS_ROLE[role],
        shown,
        callback="joining.apply",
        submit=words.FORM_SUBMIT,
        about={"cohort": cohort.id, "role": role},
    )


def _said_before(question: Question, earlier: Application | None) -> Any:
    if earlier is None:
        return None
    return earlier.confided.get(question.kind) if question.is_confided else earlier.answers.get(question.key)


def _field(question: Question, said: Any, earlier: Application | None, zone: str) -> list[Block]:
    read_by = words.READ_BY_NOBODY[question.kind] if question.is_confided else words.READ_BY[question.read_by]
    hint = " ".join(part for part in (question.help, read_by) if part)
    key, ask, optional = question.key, question.ask, not question.required
    options = [Choice(one.label, one.value) for one in question.options]
    match question.kind:
        case "number":
            return [
                blocks.number_input(key, ask, initial=None if said is None else str(said), hint=hint, optional=optional)
            ]
        case "choice":
            return [blocks.select(key, ask, options, initial=said, hint=hint, optional=optional)]
        case "wishes" | "avoid":
            return [blocks.people_input(key, ask, initial=said or (), hint=hint, optional=optional, most=MOST_NAMED)]
        case "choices" | "background":
            return [blocks.multi_select(key, ask, options, initial=said or (), hint=hint, optional=optional)]
        case "languages":
            levels: Mapping[str, list[str]] = said or {}
            return [
                blocks.multi_select(key, ask, options, initial=levels.get("fluent", ()), hint=hint, optional=optional),
                blocks.multi_select(
                    f"{key}__some",
                    words.SOME_LABEL,
                    options,
                    initial=levels.get("some", ()),
                    hint=words.SOME_HINT,
                    optional=True,
                ),
            ]
        case "slots":
            free = [f"{s.weekday}-{s.start}-{s.end}" for s in earlier.slots] if earlier is not None else []
            return [
                blocks.multi_select(key, ask, SLOT_CHOICES, initial=free, hint=hint, optional=optional),
                blocks.text_input(f"{key}__zone", words.ZONE_LABEL, initial=zone, hint=words.ZONE_HINT, most=60),
            ]
        case "agree" | "switch":
            ticked = ["yes"] if said else []
            yes = [Choice(words.YES, "yes")]
            return [blocks.checkboxes(key, ask, yes, initial=ticked, hint=hint, optional=optional)]
        case _:
            return [
                blocks.text_input(key, ask, initial=said, lines=question.kind == "lines", hint=hint, optional=optional)
            ]


def received(application: Application, cohort: Cohort, handbook: Handbook) -> tuple[Mrkdwn, list[Block]]:
    """What an applicant reads at once; it changes when they withdraw."""
    names = {"cohort": cohort.name, "role": words.ROLE[application.role]}
    if application.state is State.WITHDRAWN:
        gone = fill(words.RECEIVED_WITHDRAWN, **names)
        return gone, [blocks.section(gone)]
    by = day(answer_by(handbook, application), application.zone)
    said = [fill(words.RECEIVED, **names), fill(markdown(handbook.signup.received), by=by)]
    text = join([*said, *_notes(application, handbook)])
    return text, [
        blocks.section(text),
        blocks.actions(*_own_buttons(application, cohort)),
        blocks.context(Mrkdwn(words.RECEIVED_FOOT)),
    ]


def _notes(application: Application, handbook: Handbook) -> list[Mrkdwn]:
    """Return what the handbook says to people who answered a question in a certain way."""
    noted = [one for one in handbook.questions(application.role) if one.note]
    return [
        markdown(one.note) for one in noted if application.answers.get(one.key) not in (None, "", "none", [], False)
    ]


def _own_buttons(application: Application, cohort: Cohort) -> list[Block]:
    if application.state in (State.WITHDRAWN, State.DECLINED):
        return [blocks.button(words.COME_BACK, "joining.edit", application.id)]
    if application.state is State.MATCHED:
        return [blocks.button(words.EDIT, "joining.edit", application.id)]
    sure = blocks.confirm(words.WITHDRAW_TITLE, words.WITHDRAW_ASK.format(cohort=cohort.name), words.WITHDRAW_YES)
    return [
        blocks.button(words.EDIT, "joining.edit", application.id),
        blocks.button(words.WITHDRAW, "joining.withdraw", application.id, confirm=sure),
    ]


def card(application: Application, cohort: Cohort, round_: int) -> tuple[Mrkdwn, list[Block]]:
    """What the coordinators' channel shows of an application: who and what, never an answer.

    Args:
        application: as it is now.
        cohort: its cohort.
        round_: the round that this card announced; somebody who came back has a newer card.
    """
    if round_ != application.round:
        old = fill(words.CARD_OLD, person=mention(application.user_id), cohort=cohort.name)
        return old, [blocks.section(old)]
    template = {
        State.RECEIVED: words.CARD if application.round == 1 else words.CARD_RETURNED,
        State.APPROVED: words.CARD_APPROVED,
        State.MATCHED: words.CARD_MATCHED,
        State.DECLINED: words.CARD_DECLINED,
        State.WITHDRAWN: words.CARD_WITHDRAWN,
    }[application.state]
    text = fill(template, person=mention(application.user_id), cohort=cohort.name, role=words.ROLE[application.role])
    shown = [blocks.section(text)]
    if application.state is State.RECEIVED:
        shown.append(blocks.actions(*_decision_buttons(application)))
    return text, shown


def _decision_buttons(application: Application) -> list[Block]:
    return [
        blocks.button(words.CARD_READ, "joining.read", application.id),
        blocks.button(words.CARD_APPROVE, "joining.approve", application.id, style="primary"),
        blocks.button(words.CARD_DECLINE, "joining.decline", application.id),
    ]


def reading(application: Application, cohort: Cohort, handbook: Handbook) -> Block:
    """The modal in which a coordinator reads an application."""
    head = fill(
        words.READ_HEAD,
        person=mention(application.user_id),
        role=words.ROLE[application.role],
        cohort=cohort.name,
        when=day(application.submitted_at, cohort.zone),
    )
    if application.edited_at is not None:
        head = join([head, fill(words.READ_EDITED, when=day(application.edited_at, cohort.zone))], by="")
    shown = [blocks.section(head), blocks.divider()]
    for question in handbook.questions(application.role):
        if question.is_confided:
            continue
        ask = fill("*{ask}*", ask=question.ask)
        shown.append(blocks.section(join([ask, _answer(question, application)])))
    if application.state is State.RECEIVED:
        shown.append(blocks.actions(*_decision_buttons(application)[1:]))
    return blocks.modal(words.READ_TITLE, shown)


def _answer(question: Question, application: Application) -> Mrkdwn:
    said = application.answers.get(question.key)
    labels = {one.value: one.label for one in question.options}
    match question.kind:
        case "slots":
            return escape(", ".join(slot.says() for slot in application.slots) + f" ({application.zone})")
        case "languages":
            levels: Mapping[str, list[str]] = said or {}
            parts = [(words.FLUENT, levels.get("fluent")), (words.GETS_BY, levels.get("some"))]
            named = [fill(t, names=", ".join(labels[one] for one in v if one in labels)) for t, v in parts if v]
            return join(named, by="; ")
        case "choices" | "choice":
            values = said if isinstance(said, list) else [said]
            return escape(", ".join(labels[one] for one in values if one in labels) or words.NOTHING)
        case "lines" | "text":
            return quote(said) if said else Mrkdwn(words.NOTHING)
        case "agree" | "switch":
            return Mrkdwn(words.YES if said else words.NOTHING)
        case _:
            return escape(words.NOTHING if said is None else str(said))


def declining_form(application: Application, cohort: Cohort) -> Block:
    """The modal in which a coordinator says no."""
    intro = fill(
        words.DECLINE_INTRO,
        person=mention(application.user_id),
        cohort=cohort.name,
        role=words.ROLE[application.role],
    )
    return blocks.modal(
        words.DECLINE_TITLE,
        [
            blocks.section(intro),
            blocks.text_input("why", words.DECLINE_WHY, lines=True, most=1000, hint=words.DECLINE_HINT),
        ],
        callback="joining.decline",
        submit=words.DECLINE_SUBMIT,
        about={"application": application.id},
    )


def mentioned(application: Application, cohort: Cohort) -> Mrkdwn:
    """What the channel hears, if the applicant wants it."""
    return fill(words.MENTION[application.role], person=mention(application.user_id), cohort=cohort.name)


def answered(application: Application, cohort: Cohort) -> Mrkdwn:
    """What an applicant reads when their application was approved, declined or withdrawn."""
    template = {
        State.APPROVED: words.APPROVED,
        State.DECLINED: words.DECLINED,
        State.WITHDRAWN: words.WITHDRAWN,
    }[application.state]
    return fill(
        template,
        cohort=cohort.name,
        role=words.ROLE[application.role],
        why=quote(application.declined_why or ""),
    )


def status(
    application: Application, cohort: Cohort, handbook: Handbook, waits: Sequence[Mrkdwn] = ()
) -> tuple[Mrkdwn, list[Block]]:
    """Where one application stands, with what can be done about it.

    Args:
        application: whose.
        cohort: of this cohort.
        handbook: what it runs by.
        waits: what a higher room says of somebody who waits.
    """
    zone = application.zone
    when_it_starts = localise(cohort.starts_on, time(), cohort.zone)
    when = {
        State.RECEIVED: application.submitted_at,
        State.APPROVED: application.approved_at,
        State.MATCHED: application.matched_at,
        State.DECLINED: application.declined_at,
        State.WITHDRAWN: application.withdrawn_at,
    }[application.state]
    said = [
        fill(
            words.STATUS[application.state.value],
            cohort=cohort.name,
            role=words.ROLE[application.role],
            when=day(when or application.submitted_at, zone),
            by=day(answer_by(handbook, application), zone),
            why=quote(application.declined_why or ""),
        ),
        *waits,
    ]
    if application.state is State.APPROVED:
        begun = (application.approved_at or when_it_starts) >= when_it_starts
        start = f"{cohort.starts_on:%A} {cohort.starts_on.day} {cohort.starts_on:%B}"
        said.append(fill(words.STATUS_UNDER_WAY if begun else words.STATUS_STARTS, start=start))
    text = join(said, by=" ")
    if application.state in (State.RECEIVED, State.APPROVED):
        text = join([text, *_notes(application, handbook)])
    return text, [blocks.section(text), blocks.actions(*_own_buttons(application, cohort))]


def status_over(last: tuple[Application, Cohort] | None, *, is_open: bool, waits: Sequence[Mrkdwn] = ()) -> Mrkdwn:
    """Where somebody stands who is in no running cohort: what they were last in, and whether they can apply."""
    if last is None:
        return Mrkdwn(words.STATUS_NOTHING if is_open else words.STATUS_NOTHING_OPEN)
    over = fill(words.STATUS_OVER, cohort=last[1].name, role=words.ROLE[last[0].role])
    return join([over, *waits], by=" ")


def waiting(application: Application, cohort: Cohort) -> Block:
    """One line of the desk: an application that waits."""
    text = fill(
        words.WAITING_LINE,
        person=mention(application.user_id),
        role=words.ROLE[application.role],
        cohort=cohort.name,
        when=day(application.submitted_at, cohort.zone),
    )
    return blocks.section(text, accessory=blocks.button(words.CARD_READ, "joining.read", application.id))
