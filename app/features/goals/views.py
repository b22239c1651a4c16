"""Goals, activities and lookouts as people see them."""

from collections.abc import Sequence
from datetime import date, datetime

from app.core.notice import Block
from app.features.goals import words
from app.features.goals.rules import STANDS, Goal, GoalSet, readers, refiners, writers
from app.features.goals.rules.forms import PAST, Place
from app.features.goals.rules.lookouts import Noted, needs_champion
from app.features.goals.rules.overview import ShownSet, Standing, Tick
from app.features.pairings.rules import Pairing
from app.handbook.goals import GoalKind, Lookout
from app.handbook.page import Ask
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, clip, escape, fill, join, markdown, mention, mentions
from app.slack.text import day as shown_day

SHORT, LIST = 400, 2600
MOST_PAST = 5
MOST_BLOCKS = 100  # of a modal; what came over from earlier sets stands last
MOST_SHOWN = 10
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


def _list(goals: Sequence[Goal]) -> Mrkdwn:
    return clip(bullets([goal_line(one) for one in goals]), LIST)


def _details(goal: Goal, kind: GoalKind) -> list[Mrkdwn]:
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


def _in_full(goal_set: GoalSet, kind: GoalKind) -> Mrkdwn:
    lines = [join([goal_line(one), *_details(one, kind)], by="\n    ") for one in goal_set.goals]
    return clip(bullets(lines), LIST)


# -- asking for them, and the news ------------------------------------------------------------------


def ask(goal_set: GoalSet, kind: GoalKind, pairing: Pairing, before: GoalSet | None = None) -> Message:
    """The question for goals, for the next ones if there were some before; it follows the answer."""
    if goal_set.set_at is not None:
        done = fill(words.ASK_SET, name=kind.name)
        return done, [blocks.section(done)]
    template = words.ASK if goal_set.number == 1 else words.NEXT
    parts = [fill(template, name=kind.name, intro=markdown(kind.intro))]
    if before is not None:
        ask_more = [Mrkdwn(words.NEXT_OPEN)] if before.open_goals else []
        parts.append(join([Mrkdwn(words.NEXT_BEFORE), _list(before.goals), *ask_more]))
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
    text = join([fill(words.SAVED, name=kind.name), _in_full(goal_set, kind)])
    return text, [blocks.section(text), blocks.actions(_change(goal_set))]


def _change(goal_set: GoalSet) -> Block:
    return blocks.button(words.CHANGE, "goals.write", goal_set.id)


def news(goal_set: GoalSet, kind: GoalKind, by: str, *, is_refined: bool = False) -> Message:
    """The news for the others, or for whoever wrote what was sharpened."""
    head = fill(words.REFINED if is_refined else words.NEWS, by=mention(by), name=kind.name)
    text = join([head, _in_full(goal_set, kind)])
    return text, [blocks.section(text)]


def refine(goal_set: GoalSet, kind: GoalKind, until: datetime, zone: str, *, is_second: bool = False) -> Message:
    """What the other side is asked to sharpen, with what was written; it follows the answer."""
    writer = mention(goal_set.owner or goal_set.set_by or "")
    parts = [join([fill(words.NEWS, by=writer, name=kind.name), _in_full(goal_set, kind)])]
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
    return join([head, _list(goal_set.goals)]), shown


def _state_buttons(goal: Goal) -> list[Block]:
    return [
        blocks.button(words.DONE, "goals.done", goal.id, style="primary"),
        blocks.button(words.ON_THE_WAY, "goals.on_the_way", goal.id),
        blocks.button(words.LET_GO, "goals.let_go", goal.id),
    ]


# -- forms -----------------------------------------------------------------------------------------


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
        shown.append(blocks.section(join([goal_line(goal), *_details(goal, kind)], by="\n    ")))
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


def note_form(kind: Lookout, pairing: Pairing) -> Block:
    """The form for an opportunity or a pull request."""
    shown = [blocks.text_input("text", words.NOTE_TEXT, lines=True, hint=read_by(pairing))]
    if kind.has_link:
        shown.append(blocks.text_input("link", words.NOTE_LINK, most=500, optional=True, placeholder="https://"))
    return blocks.modal(
        words.NOTE_TITLE,
        shown,
        callback="goals.note",
        submit=words.FORM_SUBMIT,
        about={"pairing": pairing.id, "kind": kind.key},
    )


# -- lookouts --------------------------------------------------------------------------------------


def _what(noted: Noted) -> Mrkdwn:
    text = clip(escape(noted.text), SHORT)
    if not noted.link or any(one in noted.link for one in "|<>"):
        return text
    return Mrkdwn(words.LINK.format(link=escape(noted.link), text=text.replace("\n", " ")))


def noted_news(noted: Noted, kind: Lookout, pairing: Pairing) -> Message:
    """The news of something noted; whoever can take it on may do so here."""
    needed = needs_champion(kind, noted, pairing)
    template = words.NOTED_NEEDS if needed else words.NOTED
    text = fill(template, by=mention(noted.noted_by), one=_capital(kind.one), text=_what(noted))
    if noted.championed_by is not None:
        text = join([text, fill(words.TAKEN_ON, by=mention(noted.championed_by))])
    shown = [blocks.section(text)]
    if needed:
        shown.append(blocks.actions(blocks.button(words.TAKE_ON, "goals.take_on", noted.id, style="primary")))
    return text, shown


def came_of(
    noted: Noted, kind: Lookout, partners: Sequence[str], *, still_looking: bool = False, is_second: bool = False
) -> Message:
    """The question what came of it; it follows the answer.

    Args:
        noted: which.
        kind: what the handbook says of it.
        partners: the reader's.
        still_looking: whether that was the answer to this question.
        is_second: whether nobody has answered the first time; there is no third.
    """
    text = join(
        [
            Mrkdwn(words.CAME_OF_AGAIN) if is_second else fill(markdown(kind.ask), partner=mentions(partners)),
            fill(words.CAME_OF, one=_capital(kind.one), text=_what(noted)),
        ]
    )
    answered = noted.state if not noted.is_open else ("looking" if still_looking else "")
    if answered:
        text = join([text, Mrkdwn(words.CAME_OF_DONE[answered])])
        return text, [blocks.section(text)]
    text = join([text, Mrkdwn(words.CAME_OF_QUESTION)])
    return text, [blocks.section(text), blocks.actions(*_came_buttons(noted))]


def _came_buttons(noted: Noted) -> list[Block]:
    return [
        blocks.button(words.WORKED_OUT, "goals.worked_out", noted.id, style="primary"),
        blocks.button(words.STILL_LOOKING, "goals.looking", noted.id),
        blocks.button(words.LET_GO, "goals.pass", noted.id),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- overview --------------------------------------------------------------------------------------


def overview(standings: Sequence[Standing], reader: str, zone: str) -> list[Block]:
    """Everything that a person works towards, pairing by pairing, with its buttons."""
    shown: list[Block] = []
    for one in standings:
        if len(standings) > 1:
            shown.append(blocks.section(fill(words.WITH, partner=mentions(one.pairing.partners_of(reader)))))
        for number in one.sets:
            shown += _set(number, one.pairing, reader)
        shown += _ticks(one.ticks, zone)
        for kind, noted in one.lookouts:
            shown += _lookouts(kind, noted, one.pairing, reader)
    return shown


def _set(shown_set: ShownSet, pairing: Pairing, reader: str) -> list[Block]:
    kind, goal_set = shown_set.kind, shown_set.goal_set
    others = goal_set.owner and goal_set.owner != reader
    if others:
        head = fill(words.OF, name=kind.name, owner=mention(goal_set.owner))
    else:
        head = fill(words.OF_ALL, name=kind.name)
    may_write = reader in writers(kind, goal_set.owner, pairing)
    if goal_set.set_at is None:
        button = blocks.button(words.WRITE, "goals.write", goal_set.id) if may_write else None
        return [blocks.section(join([head, Mrkdwn(words.NOTHING_SET)]), accessory=button)]
    shown = [blocks.section(head)]
    for goal in goal_set.goals[:MOST_SHOWN]:
        done = blocks.button(words.DONE, "goals.done", goal.id) if goal.is_open else None
        shown.append(blocks.section(goal_line(goal), accessory=done))
    buttons = []
    if goal_set.goals and reader in readers(goal_set.owner, pairing):
        buttons.append(blocks.button(words.REVIEW_ALL, "goals.review", goal_set.id))
    if may_write:
        buttons.append(_change(goal_set))
    if reader in refiners(kind, pairing):
        buttons.append(blocks.button(words.SHARPEN, "goals.refine", goal_set.id))
    if may_write and shown_set.next_id is not None:
        buttons.append(blocks.button(words.NEXT_SET, "goals.write", shown_set.next_id, style="primary", tag="next"))
    return [*shown, *([blocks.actions(*buttons)] if buttons else [])]


def _ticks(ticks: Sequence[Tick], zone: str) -> list[Block]:
    shown: list[Block] = [blocks.section(Mrkdwn(words.ACTIVITIES))] if ticks else []
    for one in ticks:
        label, about = one.activity.label, markdown(one.activity.about)
        if one.ticked_at is None:
            button = blocks.button(words.TICK, "goals.tick", one.id)
            shown.append(blocks.section(fill(words.ACTIVITY_OPEN, label=label, about=about), accessory=button))
        else:
            text = fill(words.ACTIVITY_DONE, label=label, day=shown_day(one.ticked_at, zone))
            shown.append(blocks.section(text, accessory=blocks.button(words.UNTICK, "goals.untick", one.id)))
    return shown


def _lookouts(kind: Lookout, noted: Sequence[Noted], pairing: Pairing, reader: str) -> list[Block]:
    head = fill(words.OF_ALL, name=kind.name)
    may_note = pairing.role_of(reader) in kind.noted_by
    button = blocks.button(words.NOTE, "goals.note", f"{pairing.id}:{kind.key}") if may_note else None
    if not noted:
        return [blocks.section(join([head, Mrkdwn(words.NOTHING_NOTED)]), accessory=button)]
    shown = [blocks.section(head, accessory=button)]
    still = [one for one in noted if one.is_open]
    for one in [*still, *[one for one in noted if not one.is_open]][:MOST_SHOWN]:
        state = fill(words.LOOKOUT_STATE[one.state], by=mention(one.championed_by or ""))
        accessory = blocks.button(words.WORKED_OUT, "goals.worked_out", one.id) if one.is_open else None
        if needs_champion(kind, one, pairing) and pairing.role_of(reader) == kind.championed_by:
            accessory = blocks.button(words.TAKE_ON, "goals.take_on", one.id)
        shown.append(blocks.section(fill(words.LOOKOUT, text=_what(one), state=state), accessory=accessory))
    return shown


def home_card(standings: Sequence[Standing], reader: str, zone: str) -> list[Block]:
    """What Home shows of this room."""
    shown = overview(standings, reader, zone)
    return [blocks.header(words.HOME_HEADER), *shown] if shown else []


def overview_form(standings: Sequence[Standing], reader: str, zone: str) -> Block:
    """The same in a modal, for `/mentoring goals`."""
    return blocks.modal(words.OVERVIEW_TITLE, overview(standings, reader, zone))
