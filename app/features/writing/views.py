"""Writing to many: the form, the last look, the message, and how far it is."""

from collections.abc import Mapping, Sequence

from app.core.notice import Block
from app.features.programmes.rules import Cohort
from app.features.writing import words
from app.features.writing.rules import AUDIENCES, MOST_TEXT, POSTING, Circular, Reach, Work, roughly, seconds_left
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.limits import rest
from app.slack.text import Mrkdwn, channel, escape, fill, join, mention, mentions, moment

ROOM = 2900  # of one section, which takes 3,000
PIECE = 500  # of a line without an end: escaped, it still fits


def choosing_form(cohorts: Sequence[Cohort]) -> Block:
    """The modal in which somebody who coordinates several cohorts says which one."""
    choices = [Choice(one.name, str(one.id)) for one in cohorts]
    chosen = blocks.select("cohort", words.CHOOSE_COHORT, choices, initial=choices[-1].value)
    return blocks.modal(words.CHOOSE_TITLE, [chosen], callback="writing.choose", submit=words.CHOOSE_SUBMIT)


def form(cohort: Cohort, numbers: Mapping[str, int], earlier: Circular | None = None) -> Block:
    """The modal in which a coordinator writes; nobody is offered whom it would not reach."""
    choices = [
        Choice(words.AUDIENCE_NUMBER.format(who=words.AUDIENCES[one], number=numbers[one]), one)
        for one in AUDIENCES
        if numbers[one]
    ]
    if not choices:
        nobody = Mrkdwn(words.REFUSALS["writing.nobody"])
        return blocks.modal(words.FORM_TITLE, [blocks.section(nobody)])
    about = {"cohort": cohort.id, "circular": earlier.id} if earlier is not None else {"cohort": cohort.id}
    return blocks.modal(
        words.FORM_TITLE,
        [
            blocks.section(fill(words.FORM_INTRO, cohort=cohort.name)),
            blocks.radio(
                "audience",
                words.FORM_AUDIENCE,
                choices,
                initial=earlier.audience if earlier is not None else choices[0].value,
            ),
            blocks.text_input(
                "text",
                words.FORM_TEXT,
                initial=earlier.text if earlier is not None else None,
                lines=True,
                most=MOST_TEXT,
                hint=words.FORM_TEXT_HINT,
            ),
        ],
        callback="writing.draft",
        submit=words.FORM_SUBMIT,
        about=about,
    )


def last_look(circular: Circular, cohort: Cohort, reach: Reach, before: int, zone: str) -> Block:
    """The modal that shows the message as it will be, and how many it goes to."""
    said = [_reached(reach, zone), fill(words.CHECK_TAKES, time=_time({POSTING: reach.now or 1}))]
    if reach.away:
        said.append(_number(words.CHECK_AWAY, reach.away))
    _, message = written(circular, cohort)
    shown = [blocks.section(join(said)), blocks.divider(), *message, blocks.divider()]
    if before:
        shown.append(blocks.context(_number(words.CHECK_BEFORE, before)))
    return blocks.modal(
        words.CHECK_TITLE,
        [*shown, blocks.actions(blocks.button(words.CHECK_CHANGE, "writing.change", circular.id))],
        callback="writing.send",
        submit=words.CHECK_SUBMIT,
        about={"circular": circular.id},
    )


def _reached(reach: Reach, zone: str) -> Mrkdwn:
    if not reach.later or reach.last_at is None:
        return _number(words.CHECK_ALL_NOW, reach.all)
    return _number(
        words.CHECK_SOME_LATER, reach.all, now=reach.now, later=reach.later, last=moment(reach.last_at, zone)
    )


def _number(templates: Mapping[str, str], number: int, **more: object) -> Mrkdwn:
    return fill(templates["one" if number == 1 else "many"], number=number, **more)


def _time(calls: Mapping[str, int]) -> Mrkdwn:
    number, unit = roughly(seconds_left(calls, rest))
    return _number(words.TIMES[unit], number)


def written(circular: Circular, cohort: Cohort) -> tuple[Mrkdwn, list[Block]]:
    """The message as its readers see it: who writes, to whom, and what."""
    by = mention(circular.by)
    head = fill(words.CIRCULAR_HEAD, by=by, cohort=cohort.name, whom=words.TO_WHOM[circular.audience])
    parts = _sections(circular.text)
    foot = fill(words.CIRCULAR_FOOT, by=by)
    text = join([head, *parts, foot])
    return text, [blocks.section(head), *(blocks.section(one) for one in parts), blocks.context(foot)]


def _sections(text: str) -> list[Mrkdwn]:
    """Return what somebody wrote, whole, as texts that each fit a section; lines stay lines."""
    found: list[Mrkdwn] = []
    here: list[Mrkdwn] = []
    pieces = [line[at : at + PIECE] for line in text.splitlines() for at in range(0, max(len(line), 1), PIECE)]
    for piece in map(escape, pieces):
        if here and sum(len(one) + 1 for one in here) + len(piece) > ROOM:
            found.append(join(here))
            here = []
        here.append(piece)
    return [*found, join(here)] if here else found


# -- how far it is ---------------------------------------------------------------------------------


def progress(work: Work, zone: str) -> tuple[Mrkdwn, list[Block]]:
    """The message in which whoever started something for many follows it."""
    if work.stopped_by is not None:
        return _as_message(_stopped(work), work)
    if work.is_over:
        return _as_message([fill(words.DONE, sent=work.sent), *_who_did_not(work)], work)
    said = [_running(work, zone)]
    if work.queued:
        said.append(_number(words.QUEUED, work.queued))
    return _as_message(said, work)


def _as_message(said: list[Mrkdwn], work: Work) -> tuple[Mrkdwn, list[Block]]:
    text = join(said)
    shown = [blocks.section(text)]
    if work.stopped_by is None and not work.is_over:
        shown.append(blocks.actions(_stop_button(work)))
    return text, shown


def _running(work: Work, zone: str) -> Mrkdwn:
    parts = [fill(words.PART_SENT, number=work.sent)]
    if work.failed:
        parts.append(fill(words.PART_FAILED, number=work.failed))
    if work.left_out:
        parts.append(fill(words.PART_LEFT_OUT, number=work.left_out))
    if work.to_go:
        parts.append(fill(words.PART_TO_GO, number=work.to_go, time=_time(work.calls)))
    if work.later and work.last_at is not None:
        parts.append(fill(words.PART_LATER, number=work.later, last=moment(work.last_at, zone)))
    template = words.ACCEPTED
    if work.what == "writing.circular":
        template = words.SENDING_ONE if work.total == 1 else words.SENDING
    return fill(template, number=work.total, cohort=work.cohort.name, parts=Mrkdwn(", ".join(parts)))


def _stop_button(work: Work) -> Block:
    ask = words.STOP_ACCEPTED_ASK
    if work.what == "writing.circular":
        ask = words.STOP_ASK.format(number=work.to_go + work.later)
    sure = blocks.confirm(words.STOP_TITLE, ask, words.STOP_YES)
    return blocks.button(words.STOP, "writing.stop", work.id, style="danger", confirm=sure)


def _stopped(work: Work) -> list[Mrkdwn]:
    template = words.STOPPED if work.what == "writing.circular" else words.STOPPED_ACCEPTED
    by = mention(work.stopped_by or "")
    said = [fill(template, by=by, sent=work.sent, cancelled=work.cancelled + work.left_out)]
    if work.to_go and work.what == "writing.circular":
        said.append(fill(words.STOPPING, number=work.to_go))
    return [*said, *_unreached(work)]


def _who_did_not(work: Work) -> list[Mrkdwn]:
    return [*_unreached(work), *([_number(words.LEFT_OUT, work.left_out)] if work.left_out else [])]


def _unreached(work: Work) -> list[Mrkdwn]:
    if not work.failed:
        return []
    lines = [fill(words.UNREACHED_LINE, who=_address(to), reason=_reason(code)) for to, code in work.unreached]
    if work.failed > len(lines):
        lines.append(fill(words.UNREACHED_MORE, number=work.failed - len(lines)))
    return [_number(words.UNREACHED, work.failed), *(fill("• {line}", line=one) for one in lines)]


def _address(to: str) -> Mrkdwn:
    return channel(to) if to.startswith(("C", "G")) else mentions(sorted(to.split("+")))


def _reason(code: str) -> Mrkdwn:
    return fill(words.REASONS[code]) if code in words.REASONS else fill(words.REASON_OTHER, code=code)
