"""Slack to use cases and back, for the end of meetings."""

from app.core.notice import Block
from app.features.meetings.rules.times import Wish
from app.features.people import usecases as people
from app.features.reflections import notices, usecases, views, words
from app.tools import Answer, Board, Command, Done, Open, Visit

TEXTS = ("done", "went_well", "could_be_better")


def reflect_command(visit: Visit) -> Answer:
    """`/mentoring reflect`: the last meeting."""
    meeting_id = usecases.to_reflect_on(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    return Open(_form(visit, meeting_id))


def open_questions(visit: Visit) -> Answer:
    """The button at the end of a meeting."""
    return Open(_form(visit, visit.number))


def _form(visit: Visit, meeting_id: int) -> Block:
    opened = usecases.open_questions(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, meeting_id=meeting_id, now=visit.now
    )
    return views.form(
        opened.meeting,
        opened.pairing.partners_of(visit.user_id),
        opened.handbook,
        opened.last_time,
        next((one for one in opened.so_far if one.author == visit.user_id), None),
        next((one for one in opened.so_far if one.author != visit.user_id), None),
        opened.following,
        visit.zone,
        repeats=opened.repeats,
        present=[
            (user, people.person(visit.tx, team_id=visit.team_id, user_id=user).name, there)
            for user, there in opened.present
        ],
        goals=opened.goals,
    )


def answer(visit: Visit) -> Answer:
    """The form with the closing questions."""
    meeting_id = visit.about("meeting")
    opened = usecases.open_questions(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, meeting_id=meeting_id, now=visit.now
    )
    keys = [one.key for one in opened.handbook.reflection.questions if one.becomes != "next_meeting"]
    day = visit.text("next_day")
    wish = Wish(
        day=day,
        at=visit.text("next_at"),
        zone=str(visit.payload.about.get("clock") or visit.zone),
        minutes=str(opened.handbook.rhythm.minutes),
        place=visit.text("next_place"),
        weekly=bool(visit.several("next_weekly")),
    )
    usecases.reflect(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        meeting_id=meeting_id,
        said={key: visit.text(key) for key in (*keys, *TEXTS)},
        following=wish if day else None,
        now=visit.now,
        present=visit.several("present") if opened.present else None,
        stands={one.goal_id: said for one in opened.goals if (said := visit.text(f"goal{one.goal_id}"))},
    )
    return Done()


def met(visit: Visit) -> Answer:
    """The button "Yes, we met": noted at once, and the questions open."""
    usecases.tell_met(
        visit.tx, team_id=visit.team_id, by=visit.user_id, meeting_id=visit.number, met=True, now=visit.now
    )
    return Open(_form(visit, visit.number))


def missed(visit: Visit) -> Answer:
    """The button "Not this time": a kind way to a new time follows."""
    usecases.tell_met(
        visit.tx, team_id=visit.team_id, by=visit.user_id, meeting_id=visit.number, met=False, now=visit.now
    )
    return Done()


BOARD = Board(
    commands={"reflect": Command(listener=reflect_command, help=words.HELP_REFLECT)},
    buttons={"reflections.open": open_questions, "reflections.met": met, "reflections.missed": missed},
    forms={"reflections.answer": answer},
    notices=notices.KINDS,
    cards=(notices.home_card,),
    refusals=words.REFUSALS,
)
