"""The form of an agreement, and what people read about it."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.agreements import words
from app.features.agreements.rules import LONGEST, Agreed
from app.features.pairings.rules import Pairing
from app.handbook.care import Contact
from app.handbook.meetings import Agreement
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, join, markdown, mention, mentions, quote


def ask(pairing: Pairing, number: int = 1, *, is_written: bool = False) -> tuple[Mrkdwn, list[Block]]:
    """The question after the first meeting, in the pair's conversation; it follows the answer.

    Args:
        pairing: whose.
        number: 1, or 2 for the last one.
        is_written: whether there is an answer.
    """
    if is_written:
        done = Mrkdwn(words.ASK_DONE)
        return done, [blocks.section(done)]
    text = Mrkdwn(words.ASK if number == 1 else words.ASK_AGAIN)
    button = write_button(pairing.id)
    return text, [blocks.section(text), blocks.actions(button), blocks.context(Mrkdwn(words.ASK_FOOT))]


def write_button(pairing_id: int, *, is_written: bool = False) -> Block:
    """The button that opens the form."""
    if is_written:
        return blocks.button(words.LOOK, "agreements.open", pairing_id)
    return blocks.button(words.WRITE, "agreements.open", pairing_id, style="primary")


def proposed(agreed: Agreed, version: int, reader: str) -> tuple[Mrkdwn, list[Block]]:
    """What the others read when somebody has written; it follows their answer."""
    if version != agreed.version:
        old = Mrkdwn(words.PROPOSED_OLD)
        return old, [blocks.section(old)]
    who = mention(agreed.written_by or "")
    if reader in agreed.confirmed:
        done = fill(words.PROPOSED_DONE, who=who)
        return done, [blocks.section(done)]
    return _to_confirm(agreed, fill(words.PROPOSED, who=who))


def proposed_to_all(agreed: Agreed, version: int, waits: Sequence[str]) -> tuple[Mrkdwn, list[Block]]:
    """What a group reads in its conversation when somebody has written; it shows who has yet to confirm."""
    who = mention(agreed.written_by or "")
    if version != agreed.version or not waits:
        done = Mrkdwn(words.PROPOSED_OLD) if version != agreed.version else fill(words.PROPOSED_DONE_ALL, who=who)
        return done, [blocks.section(done)]
    return _to_confirm(agreed, fill(words.PROPOSED_ALL, who=who, waits=mentions(waits)))


def _to_confirm(agreed: Agreed, text: Mrkdwn) -> tuple[Mrkdwn, list[Block]]:
    amend = blocks.button(words.AMEND, "agreements.open", agreed.pairing_id)
    return text, [blocks.section(text), blocks.actions(confirm_button(agreed), amend)]


def confirm_button(agreed: Agreed) -> Block:
    """The button that confirms the present version."""
    value = f"{agreed.pairing_id}-{agreed.version}"
    return blocks.button(words.CONFIRM, "agreements.confirm", value, style="primary")


def agreed_by_all(partners: Sequence[str]) -> Mrkdwn:
    """What each reads when all stand by it."""
    return fill(words.AGREED, partner=mentions(partners))


def contact(
    page: Contact, pairing_id: int, partners: Sequence[str], lines: Sequence[str], *, is_stopped: bool = False
) -> tuple[Mrkdwn, list[Block]]:
    """The private reminder of what was agreed on about contact, with a way to stop it."""
    text = fill(markdown(page.reminder), partner=mentions(partners), agreed=" · ".join(lines).rstrip(" ."))
    if is_stopped:
        return text, [blocks.section(text), blocks.context(Mrkdwn(words.STOPPED))]
    button = blocks.button(words.STOP, "agreements.stop", pairing_id)
    return text, [blocks.section(text), blocks.actions(button)]


def contact_line(line: str) -> Mrkdwn:
    """The same as one line of an agenda."""
    return fill(words.CONTACT, agreed=line)


def form(agreed: Agreed, pairing: Pairing, reader: str, agreements: Sequence[Agreement]) -> Block:
    """The modal in which one writes and reads what was agreed on."""
    partner = mentions(pairing.partners_of(reader))
    shown = [blocks.section(fill(words.FORM_INTRO, partner=partner))]
    if agreed.is_written:
        waiting = list(agreed.waits_for(pairing))
        state = fill(words.FORM_WAITS, people=mentions(waiting)) if waiting else Mrkdwn(words.FORM_STANDS)
        by = fill(words.FORM_BY, who=mention(agreed.written_by or ""))
        shown.append(blocks.context(join([by, state, Mrkdwn(words.FORM_ANEW)], by=" ")))
    read_by = words.READ_BY_GROUP if pairing.is_group else words.READ_BY
    for one in agreements:
        ask_ = one.ask.replace("*", "")
        hint = f"{ask_} {read_by}" if one.label else read_by
        said = agreed.said.get(one.key)
        shown.append(
            blocks.text_input(
                one.key, one.label or ask_, initial=said, lines=True, most=LONGEST, hint=hint, optional=True
            )
        )
    about = {"pairing": pairing.id, "version": agreed.version}
    return blocks.modal(words.FORM_TITLE, shown, callback="agreements.write", submit=words.FORM_SUBMIT, about=about)


def saved(pairing: Pairing, reader: str, gaps: Sequence[str]) -> Block:
    """The modal after writing about time away: the way to say when."""
    partner = mentions(pairing.partners_of(reader))
    text = fill(words.SAVED_GAP, partner=partner, gaps=join([quote(one) for one in gaps]))
    button = blocks.button(words.AWAY, "breaks.begin", style="primary")
    return blocks.modal(words.SAVED_TITLE, [blocks.section(text), blocks.actions(button)])


def home_line(agreed: Agreed, pairing: Pairing, reader: str, agreements: Sequence[Agreement]) -> list[Block]:
    """One pairing's agreement in Home."""
    state = Mrkdwn(words.HOME_NONE)
    if agreed.is_written:
        waiting = list(agreed.waits_for(pairing))
        state = fill(words.HOME_WAITS, people=mentions(waiting)) if waiting else Mrkdwn(words.HOME_STANDS)
    parts = [fill(words.HOME_PAIR, partner=mentions(pairing.partners_of(reader)), state=state)]
    times = agreed.lines(agreements, "schedule")
    parts += [fill(words.HOME_SCHEDULE, agreed=" · ".join(times))] if times else []
    parts += [contact_line(one) for one in agreed.lines(agreements, "contact")]
    buttons = [write_button(pairing.id, is_written=agreed.is_written)]
    if reader in agreed.waits_for(pairing):
        buttons.insert(0, confirm_button(agreed))
    return [blocks.section(join(parts)), blocks.actions(*buttons)]
