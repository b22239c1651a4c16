"""A text before everybody agreed to it, and after."""

from collections.abc import Sequence

from app.core.notice import Block
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.features.publicity import words
from app.features.publicity.rules import LONGEST, Entry, State
from app.handbook.recognition import PublicLog
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, channel, day, fill, join, markdown, mention, mentions, quote


def writing_form(choices: Sequence[tuple[Pairing, Cohort]], names: Sequence[str], log: PublicLog) -> Block:
    """The modal in which one drafts an entry.

    Args:
        choices: the pairings one can write about.
        names: how the partners of each are called, in the same order.
        log: has the handbook's invitation.
    """
    shown = [blocks.section(markdown(log.invitation))]
    about = {"pairing": choices[0][0].id}
    hint = words.WRITE_HINT.format(people=names[0])
    if len(choices) > 1:
        options = [Choice(name, str(pairing.id)) for (pairing, _), name in zip(choices, names, strict=True)]
        shown.append(blocks.select("pairing", words.WRITE_PAIRING, options, initial=options[0].value))
        about, hint = {}, words.WRITE_HINT_MANY
    shown.append(blocks.text_input("text", words.WRITE_TEXT, lines=True, most=LONGEST, hint=hint))
    return blocks.modal(words.WRITE_TITLE, shown, callback="publicity.write", submit=words.WRITE_SEND, about=about)


def changing_form(entry: Entry) -> Block:
    """The modal in which one changes a draft."""
    shown = [
        blocks.text_input(
            "text", words.WRITE_TEXT, lines=True, most=LONGEST, initial=entry.text, hint=words.WRITE_HINT_MANY
        )
    ]
    return blocks.modal(
        words.CHANGE_TITLE, shown, callback="publicity.change", submit=words.CHANGE_SEND, about={"entry": entry.id}
    )


def ask(entry: Entry, cohort: Cohort, reader: str, version: int) -> tuple[Mrkdwn, list[Block]]:
    """What somebody reads who is asked; it follows what becomes of the text.

    Args:
        entry: as it is now.
        cohort: has the channel where it would be public.
        reader: who is asked.
        version: the words that this message is about.
    """
    author, place = mention(entry.author), channel(cohort.announce_channel)
    if entry.version != version:
        return _plain(fill(words.CHANGED, author=author))
    match entry.state:
        case State.WITHDRAWN:
            return _plain(fill(words.WITHDRAWN, author=author))
        case State.TAKEN_BACK:
            return _plain(fill(words.TAKEN_BACK, channel=place))
        case State.PUBLIC:
            return _shown(fill(words.PUBLIC, channel=place), entry, [_take_back(entry)])
        case State.DECLINED:
            own = entry.declined_by == reader
            text = fill(words.DECLINED_OWN if own else words.DECLINED_OTHER, author=author)
            return _shown(text, entry, [_yes(entry)] if own else [])
        case State.WAITING if reader in entry.agreed:
            return _shown(fill(words.AGREED, people=mentions(entry.waits_for)), entry, [_no(entry)])
    text = fill(words.ASK, author=author, what=words.WHAT[entry.kind], channel=place)
    whole, shown = _shown(text, entry, [_yes(entry), _no(entry)])
    return whole, [*shown, blocks.context(Mrkdwn(words.ASK_FOOT))]


def draft(entry: Entry, cohort: Cohort) -> tuple[Mrkdwn, list[Block]]:
    """What the author reads; it follows what becomes of the text."""
    place = channel(cohort.announce_channel)
    own = [
        blocks.button(words.CHANGE, "publicity.change", entry.id),
        blocks.button(words.WITHDRAW, "publicity.withdraw", entry.id),
    ]
    match entry.state:
        case State.WITHDRAWN:
            return _plain(Mrkdwn(words.DRAFT_WITHDRAWN))
        case State.TAKEN_BACK:
            return _plain(fill(words.TAKEN_BACK, channel=place))
        case State.PUBLIC:
            return _shown(fill(words.DRAFT_PUBLIC, channel=place), entry, [_take_back(entry)])
        case State.DECLINED:
            return _shown(fill(words.DRAFT_DECLINED, person=mention(entry.declined_by or "")), entry, own)
        case State.WAITING:
            text = fill(words.DRAFT_WAITING, people=mentions(entry.waits_for), channel=place)
            return _shown(text, entry, own)


def answered(entry: Entry, cohort: Cohort) -> Mrkdwn:
    """The news for the author: it is public, or it is not to be."""
    if entry.published_at is not None:
        place = channel(cohort.announce_channel)
        return fill(words.ANSWERED_PUBLIC, what=words.YOURS[entry.kind], channel=place)
    return fill(words.ANSWERED_DECLINED, person=mention(entry.declined_by or ""))


def public(entry: Entry, cohort: Cohort) -> tuple[Mrkdwn, list[Block]]:
    """What stands in the channel."""
    if entry.state is not State.PUBLIC:
        return _plain(fill(words.ENTRY_GONE, cohort=cohort.name))
    head = fill(
        words.ENTRY[entry.kind],
        cohort=cohort.name,
        people=mentions(entry.asked),
        author=mention(entry.author),
        others=mentions(entry.others),
    )
    return _shown(head, entry, [])


def log(entries: Sequence[tuple[Entry, Cohort]]) -> tuple[Mrkdwn, list[Block]]:
    """The list of what is public."""
    if not entries:
        return _plain(Mrkdwn(words.LIST_EMPTY))
    parts = [
        join(
            [
                fill(
                    words.LIST_LINE,
                    day=day(entry.published_at or entry.drafted_at, cohort.zone),
                    people=mentions(entry.asked),
                    cohort=cohort.name,
                ),
                quote(entry.text),
            ]
        )
        for entry, cohort in entries
    ]
    return join(parts, by="\n\n"), [blocks.section(one) for one in parts]


def home_card(
    writable: Sequence[tuple[Pairing, Cohort]], drafts: Sequence[tuple[Entry, Cohort]], reader: str
) -> list[Block]:
    """What waits for a yes, and the way to a new entry."""
    shown = [blocks.header(words.HOME_HEADER)]
    for pairing, _ in writable[:5]:
        shown.append(blocks.section(fill(words.HOME, people=mentions(pairing.others(reader)))))
    for entry, cohort in drafts[:5]:
        shown += (draft(entry, cohort) if entry.author == reader else ask(entry, cohort, reader, entry.version))[1]
    if writable:
        write = blocks.button(words.HOME_WRITE, "publicity.write", style="primary")
        shown.append(blocks.actions(write, blocks.button(words.HOME_LIST, "publicity.list")))
    return shown


def _plain(text: Mrkdwn) -> tuple[Mrkdwn, list[Block]]:
    return text, [blocks.section(text)]


def _shown(text: Mrkdwn, entry: Entry, buttons: Sequence[Block]) -> tuple[Mrkdwn, list[Block]]:
    shown = [blocks.section(text), blocks.section(quote(entry.text))]
    return join([text, quote(entry.text)]), [*shown, blocks.actions(*buttons)] if buttons else shown


def _yes(entry: Entry) -> Block:
    return blocks.button(words.ASK_YES, "publicity.agree", f"{entry.id}-{entry.version}", style="primary")


def _no(entry: Entry) -> Block:
    return blocks.button(words.ASK_NO, "publicity.decline", f"{entry.id}-{entry.version}")


def _take_back(entry: Entry) -> Block:
    sure = blocks.confirm(words.TAKE_BACK, words.TAKE_BACK_CONFIRM, words.TAKE_BACK_YES)
    return blocks.button(words.TAKE_BACK, "publicity.withdraw", entry.id, confirm=sure)
