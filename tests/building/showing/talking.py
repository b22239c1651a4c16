"""What people see of their meetings, their agreement, and of meetings that do not happen."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.features.agreements import views as agreements
from app.features.agreements.rules import Agreed
from app.features.breaks import views as breaks
from app.features.meetings import views as meetings
from app.features.meetings.rules import ladder
from app.features.meetings.rules.presence import Present
from app.features.meetings.rules.times import Time
from app.features.people.rules import Break
from app.features.plans import views as plans
from app.features.plans.rules import Step
from app.features.reflections import views as reflections
from app.features.reflections.rules import Answers, Carried
from app.features.trouble import views as trouble
from app.features.trouble.rules import Call as MentorCall
from app.features.trouble.rules import Note
from app.handbook.calendar import Outline
from tests.building.showing import GROUP, ZONES, Shown
from tests.kit.make import NOW, meeting, pairing


def answers(text: str) -> Answers:
    return Answers(
        meeting_id=7,
        author="UMENTEE",
        task=text,
        opportunity=text,
        note=text,
        done="yes",
        went_well=text,
        could_be_better=text,
        written_at=NOW,
    )


def talks(text: str, book: Any, pair: Any, met: Any) -> Iterator[tuple[str, Shown]]:
    for changes in (
        {},
        {"accepted_at": None, "agreed": ()},
        {"accepted_at": None, "agreed": ("UMENTEE",), "version": 2},
        {"held_at": NOW},
        {"missed_at": NOW},
        {"cancelled_at": NOW, "cancelled_by": "UMENTEE", "cancelled_word": text[:1000]},
    ):
        one = meeting(place=text[:500], weekly=True, **changes)
        yield "meetings.card", meetings.card(one, pair, one.version, ZONES, NOW, "month")
        yield "meetings.card", meetings.card(one, GROUP, one.version, ZONES, NOW, "fortnight")
        yield "meetings.home", meetings.home_line(pair, ("UMENTOR",), one, repeats=True)
        yield "meetings.form", meetings.form([(1, text[:80] or "x")], None, "UTC", 60, one, "month")
        yield "reflections.did", reflections.did_you_meet(one, ("UMENTOR",))
    cancelled = meeting(cancelled_at=NOW, cancelled_by="UMENTEE", cancelled_word=text[:1000])
    yield "meetings.cancelled", meetings.cancelled(cancelled, pair)
    yield "meetings.missed", meetings.missed(met, pair)
    yield "meetings.no_shared", meetings.no_shared(pair, "UTC")
    yield "meetings.calendar", meetings.calendar_comment(met, ("UMENTOR",), ZONES, "week")
    yield "meetings.cancelling", meetings.cancelling_form(met, ("UMENTOR",))
    last = Carried(task=text, done="no", opportunities=[text, "b"], notes=[text, "c"])
    outline, *others = (
        Outline(key=f"plan{one}", name=text[:75] or "x", about=text[:2000], steps=(text[:2000] or "x",) * 20)
        for one in range(4)
    )
    yield "plans.choosing", plans.choosing_form(pair, [outline, *others], None)
    for reader in pair.people:
        yield "plans.plan", plans.plan(pair, reader, outline, Step(3, 20, "x"))
    yield "plans.home", plans.several([plans.home_line(pair, "UMENTEE", one) for one in (None, Step(1, 2, text))])
    for first, monthly in ((True, False), (False, False), (False, True)):
        step = Step(2, 4, text or "x")
        agenda = reflections.agenda(
            met, ("UMENTOR",), book, last, first=first, monthly=monthly, group=monthly, step=step, may_plan=True
        )
        yield "reflections.agenda", agenda
    for there, at in ((True, None), (False, None), (False, NOW)):
        said = Present(meeting_id=7, user_id="UMENTEE", attended=there, by="UMENTOR", answered_at=at)
        yield "meetings.missed_you", meetings.missed_you(met, said, met)
        yield "meetings.presence", meetings.home_presence(met, said)
    yield "meetings.least", meetings.home_least(30, 60)
    yield "reflections.soon", reflections.soon(met, ("UMENTOR",), 15)
    yield "reflections.ask", reflections.ask(met, "UMENTOR", ("UMENTEE",), [answers(text)])
    for mine, theirs in ((answers(text), None), (None, answers(text)), (None, None)):
        yield (
            "reflections.form",
            reflections.form(
                met,
                ("UMENTOR",),
                book,
                last,
                mine,
                theirs,
                met,
                "UTC",
                repeats=False,
                present=[("UB", text or "B", True)],
            ),
        )
    yield "reflections.until", reflections.until_next_time("Saved.", answers(text), pair, met)
    yield "reflections.home", reflections.home_lines(pair, "UMENTOR", last)


def understandings(text: str, book: Any, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    asked = book.first_meeting.agree_on
    said = {one.key: text[:2000] for one in asked}
    blank = Agreed(id=0, team_id="T1", pairing_id=1)
    known = {"id": 1, "team_id": "T1", "pairing_id": 1, "version": 1, "said": said, "written_by": "UMENTEE"}
    several = pairing(mentees=("UMENTEE", *(f"U{number}" for number in range(12))))
    for one in (blank, Agreed(**known, written_at=NOW), Agreed(**known, confirmed=pair.people, agreed_at=NOW)):  # type: ignore[arg-type]
        for who in (pair, several):
            yield "agreements.form", agreements.form(one, who, "UMENTOR", asked)
            yield "agreements.home", agreements.home_line(one, who, "UMENTOR", asked)
        for version in (1, 2):
            yield "agreements.proposed", agreements.proposed(one, version, "UMENTOR")
            yield "agreements.proposed", agreements.proposed_to_all(one, version, ("UA", "UB"))
        yield "agreements.ask", agreements.ask(pair, 2, is_written=one.is_written)
    yield "agreements.agreed", agreements.agreed_by_all(several.mentees)
    yield "agreements.contact", agreements.contact(book.contact, 1, several.mentors, [text[:2000] or "x"] * 2)
    yield "agreements.saved", agreements.saved(several, "UMENTOR", [text[:2000]] * 2)
    week = timedelta(days=7)
    usual = {"id": 1, "team_id": "T1", "user_id": "UMENTEE", "word": text[:1000], "announced_at": NOW}
    for more in ({}, {"ended_at": NOW + timedelta(days=1)}, {"ended_at": NOW - timedelta(days=1)}):
        away = Break(**usual, starts_at=NOW, back_at=NOW + week, **more)  # type: ignore[arg-type]
        for now in (NOW - week, NOW, NOW + week):
            yield "breaks.noted", breaks.noted(away, several.mentees, [meeting()] * 3, "UTC", now)
        yield "breaks.away", breaks.away(away, "UTC")
        yield "breaks.back", breaks.back(away)
        yield "breaks.home", breaks.home_card([away] * 30, [away] * 30, "UTC", NOW)
        yield "breaks.desk", breaks.desk_card([(away, group)] * 30)
    yield "breaks.none", breaks.home_card([], [], "UTC", NOW)
    yield "breaks.form", breaks.form(several.mentees, 60, [text[:200] or "x"] * 9, "2027-01-11")
    yield "breaks.welcome", breaks.welcome([(pair, meeting()), (several, None)], "UMENTOR")


def troubles(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    several = pairing(mentees=("UMENTEE", *(f"U{number}" for number in range(12))))
    time = Time(day=NOW.date(), at=NOW.time(), zone="UTC", starts_at=NOW, minutes=60)
    deeds = [ladder.Said(user_id="UCORA", said=one, topic="first_meeting", at=NOW) for one in ladder.BY_COORDINATORS]
    for who, topic in itertools.product((pair, several), ("first_meeting", "next_meeting")):
        here = ladder.Standing(
            topic=topic,
            held=0,
            since=NOW,
            number=1,
            ask_at=NOW,
            unreachable_at=NOW,
            closing_at=NOW,
            silent=who.people,
            every_days=7,
        )
        for suggestion in (None, time):
            yield "trouble.nag", trouble.nag(who, "UMENTOR", topic, suggestion)
        for stopped in (True, False):
            yield "trouble.answered", trouble.answered(who, "UMENTOR", stopped=stopped)
        yield "trouble.unreachable", trouble.unreachable(who, group, here, deeds * 5, NOW)
        yield "trouble.closing", trouble.closing(who, group, here, deeds * 5, NOW)
        yield "trouble.in_touch", trouble.in_touch(who, group)
        yield "trouble.forms", trouble.pace_form(who, "UMENTOR", 28)
        yield "trouble.forms", trouble.fine_form(who)
        yield "trouble.forms", trouble.writing_form(who)
        yield "trouble.forms", trouble.calling_form(who)
        note = Note(id=1, team_id="T1", pairing_id=1, by="UCORA", text=text[:2000] or "x", written_at=NOW)
        yield "trouble.note", trouble.note(note, who, group, "UMENTOR")
        answers: tuple[dict[str, Any], ...] = ({}, {"answered_at": NOW}, {"answered_at": NOW, "accepted": True})
        for state in answers:
            asked = MentorCall(id=1, team_id="T1", pairing_id=1, user_id="U1", by="UCORA", asked_at=NOW, **state)
            yield "trouble.called", trouble.called(asked, who, group)
            yield "trouble.told", trouble.told(asked, who)
        yield "trouble.goodbye", trouble.goodbye(who, "UMENTOR")
