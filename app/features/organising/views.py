"""The digest and the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from app.core.calendar import local, localise
from app.core.notice import Block
from app.features.decisions.rules import Counts
from app.features.events.rules import Count as Turnout
from app.features.events.rules import Event
from app.features.meetings.rules.presence import Attendance, Session
from app.features.organising import words
from app.features.organising.rules import Digest, Undelivered
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort, is_last_digest
from app.features.surveys.rules import Count
from app.slack import blocks
from app.slack.text import Mrkdwn, channel, day, fill, join, mention, mentions

MOST_SESSIONS = 26  # half a year of weekly ones
MOST = 10  # of one list in a digest; a channel is not a table


def digest(cohort: Cohort, found: Digest, until: datetime) -> tuple[Mrkdwn, list[Block]]:
    """The week of a cohort, for its coordinators."""
    head = fill(words.DIGEST_HEADER, cohort=cohort.name, until=day(until, cohort.zone))
    parts = [join(_numbers(found)), *([_below(found, found.least)] if found.least else []), _quiet(found)]
    if found.forms:
        parts.append(join([_form(one) for one in found.forms[:MOST]]))
    if found.events:
        parts.append(join([_event(cohort, until, *one) for one in found.events[:MOST]]))
    if found.undelivered:
        parts.append(join([Mrkdwn(words.UNDELIVERED), *(_undelivered(one) for one in found.undelivered[:MOST])]))
    is_over = cohort.has_end and cohort.closed_at is None and cohort.ends <= until
    if is_over:
        parts.append(fill(words.OVER, end=day(localise(cohort.ends_on, time(12), cohort.zone), cohort.zone)))
        if is_last_digest(cohort, until):
            parts.append(Mrkdwn(words.OVER_LAST))
    shown = [blocks.section(Mrkdwn(f"*{head}*")), *(blocks.section(one) for one in parts)]
    buttons = [_close_button(cohort)] if is_over else []
    if found.matching.waiting and found.matching.places:
        buttons.append(blocks.button(words.FIND, "matching.run", cohort.id))
    if found.matching.undecided:
        buttons.append(blocks.button(words.PROPOSALS, "matching.read", cohort.id))
    if found.undelivered:
        buttons.append(blocks.button(words.UNDELIVERED_LOOK, "undelivered.open", cohort.id))
    if buttons:
        shown.append(blocks.actions(*buttons))
    return join([head, *parts]), [*shown, blocks.context(Mrkdwn(words.DIGEST_FOOT))]


def _event(cohort: Cohort, until: datetime, event: Event, turnout: Turnout) -> Mrkdwn:
    """How people answered an event; after it, who was there of those who are counted."""
    template = words.EVENT if event.begins >= until else words.EVENT_OVER
    return fill(template, name=event.name, when=day(event.begins, cohort.zone), **vars(turnout))


def _numbers(found: Digest) -> list[Mrkdwn]:
    lines = [
        fill(words.APPLICATIONS if found.applications else words.APPLICATIONS_NONE, number=found.applications),
        fill(
            words.MATCHING,
            waiting=found.matching.waiting,
            places=found.matching.places,
            asked=found.matching.asked,
        ),
        fill(words.GROUPS if found.in_groups else words.PAIRS, number=found.pairs),
        fill(
            words.MEETINGS if found.held or found.expected or found.planned else words.MEETINGS_NONE,
            held=found.held,
            expected=found.expected,
            planned=found.planned,
        ),
    ]
    answers = found.answers
    lines.append(fill(words.HELP if answers.open_calls else words.HELP_NONE, number=answers.open_calls))
    if answers.answered:
        lines.append(
            fill(
                words.CHECKINS,
                answered=answers.answered,
                well=answers.well,
                better=answers.better,
                help=answers.help,
            )
        )
    return [*lines, *_asked(found)]


def _asked(found: Digest) -> list[Mrkdwn]:
    """How everything went that was asked since the beginning: every number says what silence means."""
    lines = [(words.CHECKINS_SO_FAR, found.counted.check_ins, words.CHECKIN_ANSWERS)]
    for one in found.decisions:
        labels = {answer.value: answer.label for answer in one.answers}
        lines.append((one.name, found.counted.decisions[one.key], labels))
    lines.append((words.FIT_SO_FAR, found.counted.fit, words.FIT_ANSWERS))
    return [
        fill(words.SO_FAR, name=name, asked=went.asked, parts=join(_went(went, labels), by=", "))
        for name, went, labels in lines
        if went.asked
    ]


def _went(went: Counts, labels: Mapping[str, str]) -> list[Mrkdwn]:
    said = [
        fill(words.SAID, number=went.answered[value], label=label)
        for value, label in labels.items()
        if value in went.answered
    ]
    rest = {"fine": went.fine, "overdue": went.overdue, "waiting": went.waiting, "over": went.over}
    return [*said, *(fill(words.SILENT[name], number=number) for name, number in rest.items() if number)]


def _form(one: Count) -> Mrkdwn:
    parts = [words.FORM.format(answered=one.answered, asked=one.asked)]
    parts += [words.FORM_FINE.format(fine=one.fine)] if one.fine else []
    parts += [words.FORM_OVERDUE.format(overdue=one.overdue)] if one.overdue else []
    return fill(words.FORM_LINE, form=one.form.name, counts=" · ".join(parts))


def _below(found: Digest, least: int) -> Mrkdwn:
    if not found.below_least:
        return fill(words.BELOW_NONE, least=least)
    lines = [
        fill(
            words.BELOW_LINE,
            mentor=mentions(one.pairing.mentors),
            mentee=mentions(one.pairing.mentees),
            minutes=one.minutes,
        )
        for one in found.below_least[:MOST]
    ]
    if len(found.below_least) > MOST:
        lines.append(fill(words.QUIET_MORE, number=len(found.below_least) - MOST))
    return join([fill(words.BELOW, least=least), *(Mrkdwn(f"• {one}") for one in lines)])


def _quiet(found: Digest) -> Mrkdwn:
    if not found.quiet:
        return Mrkdwn(words.QUIET_GROUPS_NONE if found.in_groups else words.QUIET_NONE)
    lines = [
        fill(
            words.QUIET_LINE,
            mentor=mentions(one.pairing.mentors),
            mentee=mentions(one.pairing.mentees),
            days=one.days,
        )
        for one in found.quiet[:MOST]
    ]
    if len(found.quiet) > MOST:
        lines.append(fill(words.QUIET_MORE, number=len(found.quiet) - MOST))
    head = Mrkdwn(words.QUIET_GROUPS if found.in_groups else words.QUIET)
    return join([head, *(Mrkdwn(f"• {one}") for one in lines)])


def _undelivered(one: Undelivered) -> Mrkdwn:
    to = channel(one.to) if one.to.startswith(("C", "G")) else mentions(one.to.split("+"))
    reason = words.REASONS.get(one.reason)
    said = Mrkdwn(reason) if reason is not None else fill(words.REASON_OTHER, code=one.reason)
    return Mrkdwn(f"• {fill(words.UNDELIVERED_LINE, to=to, reason=said)}")


def desk_line(cohort: Cohort, applications: int, pairs: int, now: datetime, *, in_groups: bool = False) -> list[Block]:
    """One cohort at a glance, with what its coordinators can do; a programme of groups counts groups."""
    noon = {
        name: day(localise(at, time(12), cohort.zone), cohort.zone)
        for name, at in (("start", cohort.starts_on), ("end", cohort.ends_on), ("until", cohort.signup_until))
    }
    is_open = cohort.takes_applications(now)
    text = fill(
        words.DESK_LINE if cohort.has_end else words.DESK_LINE_ROLLING,
        cohort=cohort.name,
        start=noon["start"],
        end=noon["end"],
        signup=_signup(cohort, noon["until"], now),
        applications=applications,
        pairs=fill(words.DESK_GROUPS if in_groups else words.DESK_PAIRS, number=pairs),
    )
    buttons = [blocks.button(words.DIGEST_BUTTON, "organising.digest", cohort.id)]
    if pairs:
        buttons.append(blocks.button(words.ATTENDANCE_BUTTON, "organising.attendance", f"{cohort.id}-1"))
    buttons.append(blocks.button(words.FORESEEN_BUTTON, "foreseeing.open", cohort.id))
    buttons.append(blocks.button(words.WRITE_BUTTON, "writing.begin", cohort.id))
    if is_open:
        sure = blocks.confirm(words.CLOSE_SIGNUP_TITLE, words.CLOSE_SIGNUP_ASK, words.CLOSE_SIGNUP)
        buttons.append(blocks.button(words.CLOSE_SIGNUP, "programmes.close_signup", cohort.id, confirm=sure))
    return [blocks.section(text), blocks.actions(*buttons, _close_button(cohort))]


def _close_button(cohort: Cohort) -> Block:
    sure = blocks.confirm(words.CLOSE_TITLE, words.CLOSE_ASK, words.CLOSE)
    return blocks.button(words.CLOSE, "organising.close", cohort.id, style="danger", confirm=sure)


def _signup(cohort: Cohort, until: Mrkdwn, now: datetime) -> Mrkdwn:
    if not cohort.takes_applications(now):
        return Mrkdwn(words.SIGNUP_CLOSED)
    if not cohort.has_end:
        return Mrkdwn(words.SIGNUP_ALWAYS)
    return Mrkdwn(words.SIGNUP_LATE) if cohort.is_late(now) else fill(words.SIGNUP_OPEN, until=until)


def desk_foot(*, has_cohorts: bool, may_open: bool) -> list[Block]:
    """What coordinators can begin."""
    shown = [] if has_cohorts else [blocks.section(Mrkdwn(words.NOTHING_YET))]
    buttons = []
    if may_open:
        buttons.append(blocks.button(words.OPEN, "programmes.begin_opening", style=None if has_cohorts else "primary"))
    if has_cohorts:
        buttons.append(blocks.button(words.APPOINT, "programmes.begin_appointing"))
    return [*shown, blocks.actions(*buttons)]


def attendance(
    cohort: Cohort,
    found: Sequence[tuple[Pairing, Mapping[str, Attendance], Sequence[Session]]],
    number: int,
    pages: int,
) -> Block:
    """The modal: who was at how many meetings, and how many were at each."""
    shown = [blocks.section(fill(words.ATTENDANCE_HEAD, cohort=cohort.name))]
    shown += [
        blocks.section(
            _attended(cohort, *one),
            accessory=blocks.button(words.TIMELINE, "undelivered.timeline", one[0].id, tag=one[0].id),
        )
        for one in found
    ]
    if not found:
        shown.append(blocks.section(Mrkdwn(words.ATTENDANCE_NONE)))
    if pages > 1:
        turns = [(words.EARLIER, number - 1), (words.MORE, number + 1)]
        buttons = [
            blocks.button(label, "organising.turn", f"{cohort.id}-{to}", tag=label)
            for label, to in turns
            if 1 <= to <= pages
        ]
        shown += [blocks.context(fill(words.ATTENDANCE_PAGE, number=number, of=pages)), blocks.actions(*buttons)]
    return blocks.modal(words.ATTENDANCE_TITLE, [*shown, blocks.context(Mrkdwn(words.ATTENDANCE_FOOT))])


def _attended(cohort: Cohort, pairing: Pairing, said: Mapping[str, Attendance], held: Sequence[Session]) -> Mrkdwn:
    lines = [fill(words.ATTENDANCE_PAIRING, mentor=mentions(pairing.mentors), held=len(held))]
    people = [*(pairing.co_mentors if pairing.is_group else ()), *pairing.mentees]
    lines += [
        fill(words.ATTENDANCE_PERSON, person=mention(one), attended=said[one].attended, held=said[one].held)
        for one in people
    ]
    if held and pairing.is_group:
        sessions = [
            words.ATTENDANCE_SESSION.format(
                day=f"{(on := local(one.starts_at, cohort.zone)).day} {on:%b}",
                attended=one.attended,
                expected=one.expected,
            )
            for one in held[-MOST_SESSIONS:]
        ]
        if len(held) > MOST_SESSIONS:
            sessions.append(words.ATTENDANCE_MORE.format(number=len(held) - MOST_SESSIONS))
        lines.append(fill(words.ATTENDANCE_SESSIONS, sessions=", ".join(sessions)))
    return join(lines)
