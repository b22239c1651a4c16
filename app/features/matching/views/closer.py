"""One proposal read closely, and what can be made of it: a swap, one more place of a mentor, waves of offers."""

from collections.abc import Iterator, Mapping, Sequence

from app.core.calendar import Span, local
from app.core.notice import Block
from app.features.matching import words
from app.features.matching.rules import Blocked, Proposal
from app.features.matching.rules.places import ExtraPlace
from app.features.matching.rules.reading import Closer, Place
from app.features.matching.rules.swapping import Swap
from app.features.matching.views.common import sentences
from app.features.matching.views.reading import back, forbid, pin
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, escape, fill, join, mention, moment

SAID = 600  # characters of one answer: forty questions, twice, fit into what Slack takes
HOURS = 12
ROW = 10  # texts in one block of two columns


def closer(found: Closer, place: Place) -> Block:
    """The modal of one proposal: both profiles side by side, the hours they share, and why."""
    one = found.proposal
    head = [
        fill(
            words.CLOSER_HEAD,
            score=round(one.score * 100),
            mentee=mention(one.mentee.user_id),
            mentor=mention(one.mentor.user_id),
        )
    ]
    if one.pinned_at is not None:
        head.append(Mrkdwn(words.CLOSER_PINNED))
    shown = [
        blocks.section(join(head)),
        blocks.actions(
            blocks.button(words.ACCEPT, "matching.accept", one.id, style="primary"),
            pin(one),
            *([blocks.button(words.SWAP, "matching.swap", one.id)] if one.joins is None and one.bundle is None else []),
            forbid(one),
        ),
        blocks.section(join([Mrkdwn(words.CLOSER_WHY), bullets(sentences(one.reasons))])),
        blocks.section(_hours(found.common, one)),
        blocks.divider(),
        *_side_by_side(found),
        blocks.actions(*_ways(found), back(found.cohort, place)),
    ]
    return blocks.modal(words.CLOSER_TITLE, shown, about={"page": place.page, "sort": place.sort})


def _ways(found: Closer) -> Iterator[Block]:
    if found.before is not None:
        yield blocks.button(words.CLOSER_EARLIER, "matching.look", found.before, tag="before")
    if found.after is not None:
        yield blocks.button(words.CLOSER_LATER, "matching.look", found.after, tag="after")


def _hours(common: Sequence[Span], one: Proposal) -> Mrkdwn:
    if not common:
        return Mrkdwn(words.CLOSER_NO_TIME)
    lines = [escape(_on_clocks(span, one.mentee.zone, one.mentor.zone)) for span in common[:HOURS]]
    if len(common) > HOURS:
        lines.append(fill(words.CLOSER_MORE_TIMES, number=len(common) - HOURS))
    return join([Mrkdwn(words.CLOSER_TIMES), bullets(lines)])


def _on_clocks(span: Span, mentee: str, mentor: str) -> str:
    shown = []
    for zone in (mentee, mentor) if mentee != mentor else (mentee,):
        start, end = local(span.start, zone), local(span.end, zone)
        shown.append(f"{start:%a} {start.day} {start:%b}, {start:%H:%M}-{end:%H:%M} {zone}")
    return " · ".join(shown)


def _side_by_side(found: Closer) -> Iterator[Block]:
    one = found.proposal
    texts = [
        fill(words.CLOSER_MENTEE, person=mention(one.mentee.user_id)),
        fill(words.CLOSER_MENTOR, person=mention(one.mentor.user_id)),
    ]
    for ask, *both in found.answers:
        texts += [
            fill(words.CLOSER_SIDE, ask=ask, said=_short(said)) if said else Mrkdwn(words.CLOSER_NOTHING)
            for said in both
        ]
    for at in range(0, len(texts), ROW):
        yield blocks.fields(*texts[at : at + ROW])


def _short(said: str) -> str:
    return said if len(said) <= SAID else said[: SAID - 1] + "…"


def swap_form(
    one: Proposal,
    others: Sequence[tuple[Proposal, Swap | Blocked]],
    names: Mapping[str, str],
    place: Place,
    shown: Swap | None = None,
) -> Block:
    """The modal in which two proposals exchange their mentors.

    Args:
        one: the proposal.
        others: with whom it could exchange, best first.
        names: of their people.
        place: where the coordinator was in the list.
        shown: what the coordinator asked to see; the button then does it.
    """
    choices = [Choice(_swap_choice(other, found, names), str(other.id)) for other, found in others]
    facts = {"mentee": mention(one.mentee.user_id), "mentor": mention(one.mentor.user_id)}
    parts = [blocks.section(fill(words.SWAP_INTRO, **facts, score=round(one.score * 100)))]
    chosen = str(shown.other.id) if shown is not None else None
    parts.append(blocks.select("other", words.SWAP_WHOM, choices, hint=words.SWAP_HINT, initial=chosen))
    if shown is not None:
        for mentee, mentor, fit in ((one, shown.other, shown.fit), (shown.other, one, shown.other_fit)):
            line = fill(
                words.SWAP_AFTER,
                mentee=mention(mentee.mentee.user_id),
                mentor=mention(mentor.mentor.user_id),
                after=round(fit.score * 100),
                before=round(mentee.score * 100),
            )
            parts.append(blocks.section(join([line, bullets(sentences(fit.reasons))])))
        parts.append(blocks.context(Mrkdwn(words.SWAP_PINNED)))
    about = {"proposal": one.id, "shown": chosen or "", "page": place.page, "sort": place.sort}
    submit = words.SWAP_DO if shown is not None else words.SWAP_SHOW
    return blocks.modal(words.SWAP_TITLE, parts, callback="matching.swap", submit=submit, about=about)


def _swap_choice(other: Proposal, found: Swap | Blocked, names: Mapping[str, str]) -> str:
    change = words.SWAP_NOT if isinstance(found, Blocked) else f"{round(found.gain * 100):+d}%"
    mentee, mentor = (names.get(one.user_id, one.user_id)[:24] for one in (other.mentee, other.mentor))
    return words.SWAP_CHOICE.format(mentee=mentee, mentor=mentor, change=change)


def place_form(
    cohort: Cohort, number: int, mentee: str, mentors: Sequence[tuple[int, str, float]], place: Place
) -> Block:
    """The modal in which a full mentor is chosen: their application, name, and how well they fit."""
    choices = [
        Choice(words.PLACE_CHOICE.format(mentor=name[:60], score=round(score * 100)), str(one))
        for one, name, score in mentors
    ]
    shown = [
        blocks.section(fill(words.PLACE_INTRO, mentee=mention(mentee))),
        blocks.select("mentor", words.PLACE_WHO, choices, hint=words.PLACE_HINT),
    ]
    about = {"cohort": cohort.id, "number": number, "mentee": mentee, "page": place.page, "sort": place.sort}
    return blocks.modal(words.PLACE_TITLE, shown, callback="matching.ask_place", submit=words.ADD_SUBMIT, about=about)


def place_asked(found: ExtraPlace, cohort: Cohort) -> tuple[Mrkdwn, list[Block]]:
    """The question to a mentor whether they have one more place; it follows the answer."""
    until = moment(found.expires_at, cohort.zone)
    if found.is_open:
        text = fill(words.PLACE_ASK, cohort=cohort.name, until=until)
        return text, [
            blocks.section(text),
            blocks.actions(
                blocks.button(words.PLACE_YES, "matching.place_yes", found.id, style="primary"),
                blocks.button(words.PLACE_NO, "matching.place_no", found.id),
            ),
        ]
    text = fill(words.PLACE_SAID_YES if found.accepted_at is not None else words.PLACE_SAID_NO, cohort=cohort.name)
    return text, [blocks.section(text)]


def waves_form(cohort: Cohort, number: int, proposals: int, place: Place) -> Block:
    """The modal in which all is accepted, and offers go out some at a time."""
    hours = [Choice(f"{hour:02d}:00", str(hour)) for hour in range(7, 20)]
    shown = [
        blocks.section(fill(words.WAVES_INTRO, number=proposals)),
        blocks.number_input("size", words.WAVES_SIZE, initial="10"),
        blocks.select("hour", words.WAVES_HOUR, hours, initial="9", hint=words.WAVES_HINT.format(zone=cohort.zone)),
    ]
    about = {"cohort": cohort.id, "number": number, "page": place.page, "sort": place.sort}
    return blocks.modal(words.WAVES_TITLE, shown, callback="matching.waves", submit=words.WAVES_SUBMIT, about=about)
