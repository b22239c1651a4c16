"""Matching on the coordinators' desk: where it stands, a run that takes long, a second mentor."""

import math
from collections.abc import Sequence

from app.core.notice import Block
from app.features.matching import words
from app.features.matching.rules import Standing
from app.features.matching.rules.seconds import Second
from app.features.matching.rules.whole import Summary, Working
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, fill, join, mention, mentions, moment

NEAR = 1e-6  # what is lost in adding up is no difference


def desk_line(cohort: Cohort, standing: Standing, looking: Working | None = None) -> list[Block]:
    """How matching stands in a cohort, with what can be done."""
    lines = [
        fill(
            words.DESK_LINE,
            cohort=cohort.name,
            waiting=standing.waiting,
            places=standing.places,
            proposed=standing.undecided,
            asked=standing.asked,
        )
    ]
    if standing.queued and standing.next_wave is not None:
        lines.append(fill(words.DESK_QUEUED, queued=standing.queued, next=moment(standing.next_wave, cohort.zone)))
    if looking is not None:
        lines.append(how_far(looking))
        buttons = [
            blocks.button(words.LOOKING_HOW_FAR, "matching.how_far", cohort.id),
            blocks.button(words.LOOKING_CANCEL, "matching.cancel", cohort.id),
        ]
    else:
        buttons = [blocks.button(words.RUN, "matching.run", cohort.id)]
    if standing.undecided:
        buttons.append(blocks.button(words.READ, "matching.read", cohort.id, style="primary"))
    if standing.queued:
        buttons.append(blocks.button(words.SEE_QUEUE.format(number=standing.queued), "matching.queue", cohort.id))
    buttons.append(blocks.button(words.ADD_MENTOR, "matching.add_mentor", cohort.id))
    return [blocks.section(join(lines)), blocks.actions(*buttons)]


def how_far(looking: Working) -> Mrkdwn:
    """How far a run is that the clock works on."""
    facts = {"people": looking.people, "cohort": looking.cohort.name}
    if looking.step is None or not looking.is_claimed:
        return fill(words.RUNNING, **facts)
    step = words.LOOKING_STEP.get(looking.step, "")
    return fill(words.LOOKING_SHARE, **facts, step=step, share=looking.percent)


def looking(found: Working) -> Block:
    """The modal while the clock works on a run."""
    shown = [
        blocks.section(how_far(found)),
        blocks.context(Mrkdwn(words.LOOKING_WAIT)),
        blocks.actions(
            blocks.button(words.LOOKING_HOW_FAR, "matching.how_far", found.cohort.id),
            blocks.button(words.LOOKING_CANCEL, "matching.cancel", found.cohort.id),
        ),
    ]
    return blocks.modal(words.LOOKING_TITLE, shown)


def stopped() -> Block:
    """The modal after a run was cancelled."""
    return blocks.modal(words.LOOKING_TITLE, [blocks.section(Mrkdwn(words.LOOKING_STOPPED))])


def done(outcome: str, cohort: Cohort, summary: Summary | None, undecided: int) -> tuple[Mrkdwn, list[Block]]:
    """What whoever started a long run hears at its end."""
    if outcome != "done" or summary is None:
        text = fill(words.DONE_OTHERWISE.get(outcome, words.DONE_OTHERWISE["overtaken"]), cohort=cohort.name)
    else:
        text = fill(words.DONE, cohort=cohort.name, summary=sum_up(summary))
    shown = [blocks.section(text)]
    if undecided:
        shown.append(blocks.actions(blocks.button(words.READ, "matching.read", cohort.id, style="primary")))
    return text, shown


def sum_up(summary: Summary) -> Mrkdwn:
    """How good a whole is, and how much better another could be at most."""
    lines = [
        fill(
            words.SUMMARY if summary.placed else words.SUMMARY_NOBODY,
            placed=summary.placed,
            waiting=summary.waiting,
            mean=round(summary.total / max(1, summary.placed) * 100),
            total=f"{summary.total:.1f}",
            worst=round(summary.worst * 100),
        )
    ]
    if summary.gap is not None:
        gap = math.ceil(summary.gap * 1000 - NEAR) / 10
        lines.append(fill(words.SUMMARY_GAP, gap=f"{gap:g}") if gap > 0 else Mrkdwn(words.SUMMARY_BEST))
    if summary.stale:
        lines.append(fill(words.SUMMARY_STALE, number=summary.stale))
    return join(lines)


def away_line(pairing: Pairing, user: str, missed: int) -> list[Block]:
    """A mentee who stays away from a group, with what a coordinator can do."""
    text = fill(words.AWAY_LINE, user=mention(user), number=missed, mentor=mentions(pairing.mentors))
    sure = blocks.confirm(words.GIVE_TITLE, words.GIVE_ASK, words.GIVE_PLACE)
    button = blocks.button(words.GIVE_PLACE, "matching.give_place", f"{pairing.id}-{user}", confirm=sure)
    return [blocks.section(text, accessory=button)]


def second_form(pairs: Sequence[tuple[int, str]], mentors: Sequence[tuple[str, str]]) -> Block:
    """The modal in which a coordinator asks for a second mentor: pairings and mentors, by name."""
    where = [Choice(name, str(number)) for number, name in pairs]
    who = [Choice(name, user) for user, name in mentors]
    shown = [
        blocks.select("pairing", words.ADD_WHERE, where),
        blocks.select("mentor", words.ADD_WHO, who, hint=words.ADD_HINT),
    ]
    return blocks.modal(words.ADD_TITLE, shown, callback="matching.add_mentor", submit=words.ADD_SUBMIT)


def second(second: Second, pairing: Pairing) -> tuple[Mrkdwn, list[Block]]:
    """The question to a second mentor; it follows the answer."""
    mentors = mentions([one for one in pairing.mentors if one != second.user_id])
    template = words.SECOND if second.is_open else words.SECOND_YES if second.accepted_at else words.SECOND_NO
    text = fill(template, mentor=mentors, mentee=mentions(pairing.mentees))
    if not second.is_open:
        return text, [blocks.section(text)]
    return text, [
        blocks.section(text),
        blocks.actions(
            blocks.button(words.YES_MENTOR, "matching.second_yes", second.id, style="primary"),
            blocks.button(words.NOT_NOW, "matching.second_no", second.id),
        ),
    ]
