"""Agendas, closing questions, and what they lead to."""

from collections.abc import Sequence

from app.core.calendar import local
from app.core.notice import Block
from app.features.goals.rules import STANDS
from app.features.goals.rules.overview import Agenda, GoalLine
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.times import clock_for
from app.features.pairings.rules import Pairing
from app.features.plans.rules import Step
from app.features.reflections import words
from app.features.reflections.rules import DONE, MOST_GOALS, Answers, Carried
from app.handbook.meetings import ReflectionQuestion
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, clip, escape, fill, hour, join, listed, markdown, mention, mentions, moment

SHORT, GOALS = 300, 2700
NO_GOALS = Agenda()


def agenda(
    meeting: Meeting,
    partners: Sequence[str],
    handbook: Handbook,
    last: Carried,
    *,
    first: bool,
    monthly: bool,
    group: bool,
    may_move: bool = True,
    goals: Agenda = NO_GOALS,
    step: Step | None = None,
    may_plan: bool = False,
    agreed: Sequence[str] = (),
) -> tuple[Mrkdwn, list[Block]]:
    """The reminder a day before, with what the meeting should cover.

    Args:
        meeting: which.
        partners: the reader's.
        handbook: has the guide of the first meeting and the agenda of the others.
        last: what the last meeting handed on.
        first: whether they have not met yet.
        monthly: whether it is the first meeting after each four weeks.
        group: whether it is a group's, whose people may stay away.
        may_move: whether the reader may move and cancel it; in a group only its mentors do.
        goals: what they work towards and keep an eye out for.
        step: what the session plan has for this meeting.
        may_plan: whether they could choose a session plan and have none.
        agreed: how they agreed to write to each other.
    """
    head = [fill(words.AGENDA, partner=mentions(partners), when=moment(meeting.starts_at, meeting.zone))]
    if meeting.place:
        head.append(fill(words.AGENDA_PLACE, place=meeting.place))
    parts = [join(head)]
    if step is not None:
        parts.append(fill(words.AGENDA_STEP, number=step.number, of=step.of, text=markdown(step.text)))
    if first:
        parts.append(
            join([Mrkdwn(words.AGENDA_FIRST), bullets([markdown(one) for one in handbook.first_meeting.guide])])
        )
        agree = [markdown(one.ask) for one in handbook.first_meeting.agree_on]
        parts.append(join([Mrkdwn(words.AGENDA_AGREE), bullets(agree)]))
    else:
        points = _points(handbook, last, goals, monthly=monthly)
        parts.append(join([Mrkdwn(words.AGENDA_HEADER), bullets(points)]))
    parts += [fill(words.AGENDA_CONTACT, agreed=one) for one in agreed]
    away = [blocks.button(words.AWAY, "meetings.decline", f"{meeting.id}-{meeting.version}")] if group else []
    if goals.goals:
        parts.append(_goals(goals))
    buttons = [
        *([blocks.button(words.WRITE_DOWN, "agreements.open", meeting.pairing_id)] if first else []),
        *away,
        *([blocks.button(words.CHANGE, "meetings.move", meeting.id)] if may_move else []),
        *([blocks.button(words.CANCEL, "meetings.cancel", meeting.id)] if may_move else []),
        *(blocks.button(words.REVIEW, "goals.review", one, tag=one) for one in goals.review),
    ]
    if may_plan:
        buttons.append(blocks.button(words.PLAN, "plans.open", meeting.pairing_id))
    return join(parts, by="\n\n"), [*(blocks.section(one) for one in parts), blocks.actions(*buttons)]


def _goals(goals: Agenda) -> Mrkdwn:
    """What they work towards, with the days, and whether it is time to look at it together."""
    lines = [_goal(one) for one in goals.goals[:MOST_GOALS]]
    review = [Mrkdwn(words.AGENDA_REVIEW)] if goals.review else []
    return join([Mrkdwn(words.AGENDA_GOALS), clip(bullets(lines), GOALS), *review])


def _goal(one: GoalLine) -> Mrkdwn:
    text = clip(escape(one.text), SHORT)
    whose = fill(words.AGENDA_GOAL_OF, owner=mention(one.owner), text=text) if one.owner else text
    if one.due_on is None:
        line = whose
    else:
        due = f"{one.due_on.day} {one.due_on:%B %Y}"
        template = words.AGENDA_GOAL_DUE if one.horizon_days is None else words.AGENDA_GOAL_HORIZON
        line = fill(template, text=whose, day=due, days=one.horizon_days)
    return join([line, Mrkdwn(words.AGENDA_GOAL_STATE[one.state])], by="")


def _points(handbook: Handbook, last: Carried, goals: Agenda, *, monthly: bool) -> list[Mrkdwn]:
    points: list[Mrkdwn] = []
    if last.task:
        points.append(fill(words.AGENDA_TASK, task=last.task))
    points += [markdown(one) for one in handbook.rhythm.agenda]
    points += [fill(words.AGENDA_OPPORTUNITIES, text=one) for one in last.opportunities]
    points += [
        fill(words.AGENDA_LOOKOUT, one=one[:1].upper() + one[1:], text=clip(escape(text), SHORT))
        for one, text in goals.lookouts[:MOST_GOALS]
    ]
    points += [fill(words.AGENDA_NOTE, text=one) for one in last.notes]
    if goals.activities:
        points.append(fill(words.AGENDA_ACTIVITIES, labels=listed(goals.activities)))
    if monthly:
        points += [markdown(one) for one in handbook.rhythm.monthly]
    if handbook.reflection.minutes_before_end:
        points.append(fill(words.AGENDA_LAST, minutes=handbook.reflection.minutes_before_end))
    return points


def soon(meeting: Meeting, partners: Sequence[str], minutes: int) -> Mrkdwn:
    """The reminder right before."""
    parts = [fill(words.SOON, minutes=minutes, partner=mentions(partners), when=hour(meeting.starts_at, meeting.zone))]
    if meeting.place:
        parts.append(fill(words.AGENDA_PLACE, place=meeting.place))
    return join(parts)


def ask(
    meeting: Meeting, reader: str, partners: Sequence[str], answers: Sequence[Answers], *, may_agree: bool = False
) -> tuple[Mrkdwn, list[Block]]:
    """The question at the end of a meeting; it follows what was answered.

    Args:
        meeting: which.
        reader: who is asked.
        partners: the reader's.
        answers: what was answered so far.
        may_agree: whether they have yet to write down what they agreed on.
    """
    write = [blocks.button(words.WRITE_DOWN, "agreements.open", meeting.pairing_id)] if may_agree else []
    authors = dict.fromkeys(one.author for one in answers)
    if reader in authors:
        done = fill(words.ASK_DONE, partner=mentions(partners))
        return done, [blocks.section(done), *([blocks.actions(*write)] if write else [])]
    template, label = (words.ASK_OTHER_DONE, words.LOOK) if authors else (words.ASK, words.ANSWER)
    text = fill(template, partner=mentions(list(authors) or partners))
    button = blocks.button(label, "reflections.open", meeting.id, style="primary")
    return text, [blocks.section(text), blocks.actions(button, *write)]


def did_you_meet(meeting: Meeting, partners: Sequence[str]) -> tuple[Mrkdwn, list[Block]]:
    """The question after a meeting that nobody reflected on; it follows the answer."""
    at = moment(meeting.starts_at, meeting.zone)
    if meeting.held_at is not None or meeting.missed_at is not None:
        template = words.DID_YOU_MEET_THANKS if meeting.held_at else words.DID_YOU_MEET_MISSED
        text = fill(template, partner=mentions(partners), when=at)
        return text, [blocks.section(text)]
    text = fill(words.DID_YOU_MEET, partner=mentions(partners), when=at)
    return text, [
        blocks.section(text),
        blocks.actions(
            blocks.button(words.DID_YOU_MEET_YES, "reflections.met", meeting.id, style="primary"),
            blocks.button(words.DID_YOU_MEET_NO, "reflections.missed", meeting.id),
        ),
        blocks.context(Mrkdwn(words.DID_YOU_MEET_FOOT)),
    ]


def form(
    meeting: Meeting,
    partners: Sequence[str],
    handbook: Handbook,
    last: Carried,
    mine: Answers | None,
    theirs: Answers | None,
    following: Meeting | None,
    zone: str,
    *,
    repeats: bool,
    present: Sequence[tuple[str, str, bool]] = (),
    goals: Sequence[GoalLine] = (),
) -> Block:
    """The closing questions in one modal, each labelled with who reads the answer.

    `present` lists the mentees of a group (id, name, whether they come) for the mentor to tick.
    """
    shown: list[Block] = [
        blocks.section(fill(words.FORM_INTRO, partner=mentions(partners), when=moment(meeting.starts_at, meeting.zone)))
    ]
    if theirs is not None and mine is None:
        shown.append(blocks.context(fill(words.FORM_CONFIRM, partner=mention(theirs.author))))
    so_far = mine or theirs
    if last.task:
        shown += _look_back(handbook, last, so_far)
    if present:
        shown.append(_present(present))
    choices = [Choice(words.STANDS[one], one) for one in STANDS]
    for one in goals:
        label = words.FORM_GOAL.format(one=one.one, text=clip(escape(one.text), SHORT))
        shown.append(blocks.select(f"goal{one.goal_id}", label, choices, hint=words.READ_BY["pair"], optional=True))
    for question in handbook.reflection.questions:
        if question.becomes == "next_meeting":
            shown += _next_fields(question, following, zone, None if repeats else handbook.rhythm.every)
        else:
            shown.append(_text_field(question, so_far))
    return blocks.modal(
        words.FORM_TITLE,
        shown,
        callback="reflections.answer",
        submit=words.FORM_SUBMIT,
        # The clock travels along: the partner may propose a time on another one before this form comes back.
        about={"meeting": meeting.id, "clock": next_clock(following, zone)},
    )


def _present(present: Sequence[tuple[str, str, bool]]) -> Block:
    choices = [Choice(name, user) for user, name, _ in present]
    there = [user for user, _, comes in present if comes]
    return blocks.checkboxes(
        "present", words.FORM_PRESENT, choices, initial=there, hint=words.FORM_PRESENT_HINT, optional=True
    )


def _look_back(handbook: Handbook, last: Carried, so_far: Answers | None) -> list[Block]:
    label = words.READ_BY["pair"]
    choices = [Choice(words.DONE_LABELS[one], one) for one in DONE]
    shown = [
        blocks.section(fill(words.FORM_LAST_TASK, task=last.task)),
        blocks.select(
            "done", words.FORM_DONE, choices, initial=so_far.done if so_far else None, hint=label, optional=True
        ),
    ]
    said = (so_far.went_well, so_far.could_be_better) if so_far else ("", "")
    fields = ("went_well", "could_be_better")
    for key, ask_, text in zip(fields, handbook.reflection.look_back, said, strict=False):
        shown.append(blocks.text_input(key, ask_, lines=True, initial=text, hint=label, optional=True))
    return shown


def _text_field(question: ReflectionQuestion, so_far: Answers | None) -> Block:
    initial = ""
    if so_far is not None:
        initial = {"task": so_far.task, "opportunity": so_far.opportunity, "note": so_far.note}[question.becomes]
    return blocks.text_input(
        question.key,
        question.ask,
        lines=True,
        initial=initial,
        hint=words.READ_BY[question.read_by],
        optional=question.becomes != "task",
    )


def next_clock(following: Meeting | None, zone: str) -> str:
    """Return the zone in which the next meeting's time is asked for."""
    return zone if following is None else clock_for(following, zone)


def _next_fields(question: ReflectionQuestion, following: Meeting | None, zone: str, every: str | None) -> list[Block]:
    clock = next_clock(following, zone)
    here = local(following.starts_at, clock) if following else None
    day, at = (here.date().isoformat(), f"{here:%H:%M}") if here else (None, None)
    hint = words.FORM_AT_HINT.format(zone=clock)
    shown = [
        blocks.date_input("next_day", question.ask, initial=day, hint=words.READ_BY[question.read_by], optional=True),
        blocks.time_input("next_at", words.FORM_AT, initial=at, hint=hint, optional=True),
        blocks.text_input(
            "next_place", words.FORM_PLACE, initial=following.place if following else None, most=500, optional=True
        ),
    ]
    if every is not None:
        yes = [Choice(words.FORM_WEEKLY_YES[every], "weekly")]
        shown.append(blocks.checkboxes("next_weekly", words.FORM_WEEKLY[every], yes, optional=True))
    return shown


def until_next_time(
    template: str, answers: Answers, pairing: Pairing, following: Meeting | None
) -> tuple[Mrkdwn, list[Block]]:
    """What was agreed on, for everybody."""
    lines = []
    if answers.task:
        lines.append(fill(words.NEXT_TASK, mentee=mentions(pairing.mentees), task=answers.task))
    if answers.opportunity:
        lines.append(fill(words.NEXT_OPPORTUNITY, mentor=mentions(pairing.mentors), text=answers.opportunity))
    if answers.note:
        lines.append(fill(words.NEXT_NOTE, text=answers.note))
    if following is None:
        lines.append(Mrkdwn(words.NEXT_MEETING_NONE))
    else:
        said = words.NEXT_MEETING if following.stands else words.NEXT_MEETING_PROPOSED
        lines.append(fill(said, when=moment(following.starts_at, following.zone)))
    text = join([fill(template, partner=mention(answers.author)), bullets(lines)])
    shown = [blocks.section(text)]
    if following is None:
        shown.append(blocks.actions(blocks.button(words.PROPOSE, "meetings.propose", pairing.id, style="primary")))
    return text, shown


def home_lines(pairing: Pairing, reader: str, last: Carried) -> list[Block]:
    """What one pairing leaves to do, in Home."""
    partner = mentions(pairing.partners_of(reader))
    if pairing.role_of(reader) == "mentee":
        return [blocks.section(fill(words.HOME_TASK, partner=partner, task=last.task))] if last.task else []
    return [blocks.section(fill(words.HOME_OPPORTUNITY, partner=partner, text=one)) for one in last.opportunities]
