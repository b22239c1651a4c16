"""Everything that a pairing works towards, in a modal and in Home."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.goals import words
from app.features.goals.rules import readers, refiners, writers
from app.features.goals.rules.lookouts import Noted, needs_champion
from app.features.goals.rules.overview import ShownSet, Standing, Tick
from app.features.goals.views import change_button, goal_line
from app.features.goals.views.findings import _what
from app.features.pairings.rules import Pairing
from app.handbook.goals import Lookout
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, markdown, mention, mentions
from app.slack.text import day as shown_day

MOST_SHOWN = 10


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
        buttons.append(change_button(goal_set))
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
