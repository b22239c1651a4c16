"""What coordinators see of a changed handbook."""

from collections.abc import Mapping
from datetime import datetime

from app.core.notice import Block
from app.features.editions import words
from app.features.editions.rules import Change, Difference, Look
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.text import Mrkdwn, bullets, channel, day, fill, join, mentions

MOST_KINDS, MOST_KEYS = 15, 12


def desk_line(look: Look) -> list[Block]:
    """One cohort whose file has changed, or that is moving to what it says."""
    if look.moving:
        return [blocks.section(fill(words.DESK_MOVING, cohort=look.cohort.name, done=look.done, of=look.of))]
    text = fill(words.DESK_KEPT if look.kept else words.DESK, cohort=look.cohort.name)
    return [blocks.section(text), blocks.actions(blocks.button(words.LOOK, "editions.look", look.cohort.id))]


def modal(look: Look, whys: Mapping[str, str]) -> Block:
    """What would change, and the two ways to decide.

    Args:
        look: what was worked out so far.
        whys: what each kind of notice is for, by its name.
    """
    shown = [blocks.section(fill(words.HEAD, cohort=look.cohort.name)), *_keys(look)]
    if look.changes is None:
        shown.append(blocks.section(fill(words.WEIGHING, done=look.done, of=look.of)))
        return blocks.modal(words.TITLE, shown)
    if look.changes:
        shown.append(blocks.section(Mrkdwn(words.TIMELINE)))
        zone = look.cohort.zone
        shown += [blocks.section(_change(one, whys, zone)) for one in look.changes[:MOST_KINDS]]
    else:
        shown.append(blocks.section(Mrkdwn(words.TIMELINE_NONE)))
    sure = blocks.confirm(words.MOVE, words.MOVE_ASK, words.MOVE)
    shown.append(
        blocks.actions(
            blocks.button(words.MOVE, "editions.move", look.cohort.id, style="primary", confirm=sure),
            blocks.button(words.KEEP, "editions.keep", look.cohort.id),
        )
    )
    shown.append(blocks.context(Mrkdwn(words.FOOT)))
    return blocks.modal(words.TITLE, shown)


def _keys(look: Look) -> list[Block]:
    lines = [fill("`{key}`", key=one) for one in look.keys[:MOST_KEYS]]
    if len(look.keys) > MOST_KEYS:
        lines.append(fill(words.KEYS_MORE, number=len(look.keys) - MOST_KEYS))
    return [blocks.section(join([Mrkdwn(words.KEYS), bullets(lines)]))] if lines else []


def _change(one: Change, whys: Mapping[str, str], zone: str) -> Mrkdwn:
    head = fill(words.CHANGE[one.how], count=one.count, what=whys.get(one.kind, one.kind))
    return join([head, bullets([_example(example, zone) for example in one.examples])])


def _example(one: Difference, zone: str) -> Mrkdwn:
    is_channel = one.to.startswith(("C", "G"))
    return fill(
        words.EXAMPLE[one.how],
        to=channel(one.to) if is_channel else mentions(one.to.split("+")),
        before=_day(one.before, zone),
        after=_day(one.after, zone),
    )


def _day(at: datetime | None, zone: str) -> Mrkdwn:
    return Mrkdwn("") if at is None else day(at, zone)


def overview(looks: list[Look]) -> tuple[Mrkdwn, list[Block]]:
    """What `/mentoring handbook` answers."""
    if not looks:
        return Mrkdwn(words.NONE), []
    shown = [block for one in looks for block in desk_line(one)]
    return join([fill(words.DESK, cohort=one.cohort.name) for one in looks]), shown


def moved(look: Look) -> Block:
    """What stands in the modal once somebody moved the cohort."""
    said = fill(words.MOVED, cohort=look.cohort.name)
    return blocks.modal(words.TITLE, [blocks.section(said)])


def kept(cohort: Cohort) -> Block:
    """What stands in the modal once somebody let the cohort stay."""
    return blocks.modal(words.TITLE, [blocks.section(fill(words.KEPT, cohort=cohort.name))])


def ready(cohort: Cohort) -> tuple[Mrkdwn, list[Block]]:
    """What whoever asked reads when everything is worked out."""
    text = fill(words.READY, cohort=cohort.name)
    return text, [blocks.section(text), blocks.actions(blocks.button(words.LOOK, "editions.look", cohort.id))]


def done(cohort: Cohort) -> Mrkdwn:
    """What whoever moved the cohort reads in the end."""
    return fill(words.DONE, cohort=cohort.name)
