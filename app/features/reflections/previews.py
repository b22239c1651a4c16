"""What people would read around each meeting: reminders, closing questions, what was agreed on."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.core.foresight import Foreseen
from app.core.notice import Block, Wanted
from app.features.goals.rules.overview import Agenda, GoalLine
from app.features.meetings.rules import Meeting
from app.features.meetings.rules.imagined import imagined_meetings
from app.features.meetings.rules.messages import wanted
from app.features.pairings.rules import Pairing, imagined_pairing
from app.features.plans.rules import Step
from app.features.programmes.rules import Imagined
from app.features.reflections import views, words
from app.features.reflections.rules import Answers, Carried, closes_month, without_opportunities
from app.features.reflections.rules import wanted as after_answering
from app.handbook.model import Handbook
from app.slack.blocks import labels
from app.slack.text import Mrkdwn

MINUTE = 60
WRITTEN_AFTER = timedelta(days=1)
Shown = tuple[Mrkdwn, Sequence[Block]]


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List them for the mentor and one mentee; the mentee answers right at the end of each meeting."""
    pairing = imagined_pairing(imagined)
    meetings = imagined_meetings(imagined, pairing)
    found = []
    for number, meeting in enumerate(meetings):
        following = meetings[number + 1] if number + 1 < len(meetings) else None
        answers = _answers(meeting, pairing, imagined.handbook)
        for want in wanted(meeting, pairing, imagined.handbook):
            if want.to in (pairing.mentor, pairing.mentees[0]):
                shown = _around(want, meeting, pairing, imagined.handbook, meetings[:number])
                found += _foreseen(want, pairing, shown)
        for want in after_answering(meeting.id, answers.author, meeting.ends_at, pairing):
            if want.to in (pairing.mentor, pairing.mentees[0], pairing.address):
                template = words.RECEIPT if want.to == answers.author else words.NEWS
                found += _foreseen(want, pairing, views.until_next_time(template, answers, pairing, following))
    return found


def _foreseen(want: Wanted, pairing: Pairing, shown: Shown | None) -> list[Foreseen]:
    if shown is None:
        return []
    to = "pair" if want.to == pairing.address else pairing.role_of(want.to)
    return [Foreseen(at=want.due, to=to, kind=want.kind, text=shown[0], answers=labels(shown[1]))]


def _around(
    want: Wanted, meeting: Meeting, pairing: Pairing, handbook: Handbook, before: Sequence[Meeting]
) -> Shown | None:
    partners = pairing.partners_of(want.to)
    match want.kind:
        case "reflections.agenda":
            last = _carried(handbook) if before else Carried()
            begun = [one.starts_at for one in before]
            goals = _goals(handbook, (before[0].ends_at + WRITTEN_AFTER).date()) if before else Agenda()
            return views.agenda(
                meeting,
                partners,
                handbook,
                without_opportunities(last, goals),
                first=not before,
                monthly=closes_month(begun, meeting.starts_at, handbook.rhythm.every_days),
                group=pairing.is_group,
                may_move=not pairing.is_group or want.to == pairing.mentor,
                goals=goals,
                agreed=[words.PREVIEW_WRITTEN] if before and _agrees_on_contact(handbook) else [],
                may_plan=bool(handbook.outlines) and not before,
                step=_step(handbook, len(before)),
            )
        case "reflections.soon":
            return views.soon(meeting, partners, round((meeting.starts_at - want.due).total_seconds() / MINUTE)), []
        case "reflections.ask":
            return views.ask(meeting, want.to, partners, [])
        case _:
            return None


def _step(handbook: Handbook, held: int) -> Step | None:
    """What the first of the handbook's session plans, chosen at the first meeting, has for a later one."""
    if not handbook.outlines or not held:
        return None
    steps = handbook.outlines[0].steps
    number = min(held + 1, len(steps))
    return Step(number, len(steps), steps[number - 1])


def _carried(handbook: Handbook) -> Carried:
    asked = {one.becomes for one in handbook.reflection.questions}
    return Carried(
        task=words.PREVIEW_TASK if "task" in asked else "",
        opportunities=(words.PREVIEW_OPPORTUNITY,) if "opportunity" in asked else (),
    )


def _goals(handbook: Handbook, set_on: date) -> Agenda:
    """What an agenda shows of goals that were written down after the first meeting."""
    lines = [
        GoalLine(
            goal_id=0,
            text=words.PREVIEW_WRITTEN,
            one=kind.one,
            owner="",
            horizon_days=days,
            due_on=set_on + timedelta(days=days) if days is not None else None,
            state="set",
            asks=False,
        )
        for kind in handbook.goals
        for days in kind.horizons_days or (None,)
    ]
    noted = [one.one for one in handbook.lookouts if one.from_reflection]
    return Agenda(
        goals=tuple(lines),
        lookouts=tuple((one, words.PREVIEW_OPPORTUNITY) for one in noted),
        takes_opportunities=bool(noted),
        activities=tuple(one.label for one in handbook.activities),
    )


def _agrees_on_contact(handbook: Handbook) -> bool:
    return any(one.becomes == "contact" for one in handbook.first_meeting.agree_on)


def _answers(meeting: Meeting, pairing: Pairing, handbook: Handbook) -> Answers:
    asked = {one.becomes for one in handbook.reflection.questions}
    return Answers(
        meeting_id=meeting.id,
        author=pairing.mentees[0],
        task=words.PREVIEW_TASK if "task" in asked else "",
        opportunity=words.PREVIEW_OPPORTUNITY if "opportunity" in asked else "",
        note="",
        done="yes",
        went_well="",
        could_be_better="",
        written_at=meeting.ends_at,
    )
