"""What did not arrive, and the timeline of a pairing."""

from collections.abc import Mapping, Sequence

from app.core.notice import Block
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.features.undelivered import words
from app.features.undelivered.rules import LISTED_FOR, PER_LEAF, TELLING, Message, is_private, pages_of
from app.slack import blocks
from app.slack.text import Mrkdwn, channel, fill, join, mentions, moment

Whys = Mapping[str, str]
"""What each kind of message is for, by its name."""


def desk_card(counts: Sequence[tuple[Cohort, int]]) -> list[Block]:
    """What a coordinator's Home shows: nothing, if everything arrived."""
    if not counts:
        return []
    head = words.DESK_HEADER.format(number=sum(number for _, number in counts))
    return [blocks.header(head), *(_desk_line(*one) for one in counts)]


def _desk_line(cohort: Cohort, number: int) -> Block:
    text = fill(words.DESK_LINE, cohort=cohort.name, number=number)
    return blocks.section(text, accessory=blocks.button(words.LOOK, "undelivered.open", cohort.id, tag=cohort.id))


def missing(
    cohort: Cohort, found: Sequence[Message], number: int, of: int, whys: Whys, *, own: int = 0, said: str = ""
) -> Block:
    """The modal: one page of what did not arrive.

    Args:
        cohort: whose.
        found: what stands on this page.
        number: which page, from 1.
        of: how many pages there are.
        whys: what each kind of message is for.
        own: how many are left out, because the reader is in their pairing.
        said: what has just been done.
    """
    shown = [blocks.context(Mrkdwn(said))] if said else []
    head = words.HEAD if found or own else words.NONE
    shown.append(blocks.section(fill(head, cohort=cohort.name, days=LISTED_FOR.days)))
    for one in found:
        shown += _missing(cohort, one, number, whys)
    if own:
        shown.append(blocks.context(fill(words.OWN, number=own)))
    shown += _pages("undelivered.turn", cohort.id, number, of)
    return blocks.modal(words.TITLE, [*shown, blocks.context(Mrkdwn(words.FOOT))])


def _missing(cohort: Cohort, one: Message, number: int, whys: Whys) -> list[Block]:
    is_certain = one.state == "failed"
    head = fill(words.FAILED if is_certain else words.UNCERTAIN, when=moment(one.at, cohort.zone), to=_address(one.to))
    about = _private() if one.kind in TELLING else fill(words.WHAT, why=whys.get(one.kind, one.kind))
    reason = reason_of(one) if is_certain else Mrkdwn(words.MAYBE)
    sure = None if is_certain else blocks.confirm(words.AGAIN_TITLE, words.AGAIN_ASK, words.AGAIN)
    value = f"{one.id}-{number}"
    return [
        blocks.section(join([Mrkdwn(f"*{head}*"), about, reason])),
        blocks.actions(
            blocks.button(words.AGAIN, "undelivered.again", value, confirm=sure),
            blocks.button(words.LEAVE, "undelivered.leave", value),
        ),
    ]


def _private() -> Mrkdwn:
    return Mrkdwn(words.PRIVATE)


def reason_of(one: Message) -> Mrkdwn:
    """Why it did not arrive, and what helps."""
    return told_reason(one.reason, to_channel=one.to_channel)


def told_reason(code: str, *, to_channel: bool) -> Mrkdwn:
    """What a code of Slack's means to a coordinator, and what helps."""
    of_a_person = {} if to_channel else words.REASONS_OF_A_PERSON
    known = of_a_person.get(code) or words.REASONS.get(code)
    if known is not None:
        return Mrkdwn(known)
    if code.startswith(words.MY_FAULTS):
        return fill(words.MY_FAULT, code=code[:100])
    return fill(words.REASON_OTHER, code=code[:100])


def _address(to: str) -> Mrkdwn:
    return channel(to) if to.startswith(("C", "G")) else mentions(to.split("+"))


def _pages(action: str, number_of: int, number: int, of: int) -> list[Block]:
    if of == 1:
        return []
    turns = [(words.EARLIER, number - 1), (words.LATER, number + 1)]
    buttons = [blocks.button(label, action, f"{number_of}-{to}", tag=label) for label, to in turns if 1 <= to <= of]
    return [blocks.context(fill(words.PAGE, number=number, of=of)), blocks.actions(*buttons)]


def timeline(pairing: Pairing, found: Sequence[Message], number: int, whys: Whys, zone: str) -> Block:
    """The modal: one page of what went out to a pairing and what is planned, in the order of time."""
    of = pages_of(len(found), PER_LEAF)
    number = min(max(number, 1), of)
    here = found[(number - 1) * PER_LEAF : number * PER_LEAF]
    people = mentions([*pairing.mentors, *pairing.mentees])
    shown = [blocks.section(fill(words.TIMELINE_HEAD, people=people))]
    shown += [blocks.section(_line(one, whys, zone)) for one in here]
    if not here:
        shown.append(blocks.section(Mrkdwn(words.TIMELINE_NONE)))
    shown += _pages("undelivered.leaf", pairing.id, number, of)
    return blocks.modal(words.TIMELINE, [*shown, blocks.context(Mrkdwn(words.TIMELINE_FOOT))])


def _line(one: Message, whys: Whys, zone: str) -> Mrkdwn:
    line = fill(words.TIMELINE_LINE, when=moment(one.at, zone), state=_state(one), to=_address(one.to))
    if one.is_open and one.expires_at is not None:
        line = join([line, fill(words.UNTIL, until=moment(one.expires_at, zone))], by=" · ")
    lines = [line, fill(words.WHAT, why=whys.get(one.kind, one.kind))]
    if one.state == "failed":
        lines.append(reason_of(one))
    return join(lines)


def _state(one: Message) -> Mrkdwn:
    """Where it stands; why a private question was not needed would tell of its answer."""
    usual = words.WAITS if one.is_open else words.NOT_NEEDED
    reason = usual if is_private(one.kind) or not one.reason else one.reason
    return fill(words.STATES[one.state], reason=reason)


def told(cohort: Cohort, channel_id: str, reason: str) -> tuple[Mrkdwn, list[Block]]:
    """What each coordinator reads when their channel takes no messages."""
    text = fill(
        words.TOLD,
        channel=channel(channel_id),
        cohort=cohort.name,
        reason=told_reason(reason, to_channel=True),
    )
    return text, [blocks.section(text), blocks.actions(blocks.button(words.LOOK, "undelivered.open", cohort.id))]
