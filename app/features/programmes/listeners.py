"""Slack to use cases and back, for cohorts."""

from app.core.calendar import local
from app.core.refusal import Refusal, Refusals
from app.features.people import usecases as people
from app.features.programmes import notices, usecases, views, words
from app.features.programmes.rules import CohortWishes
from app.tools import Answer, Board, Command, Done, Open, Reply, Visit, as_id


def begin_opening(visit: Visit) -> Answer:
    """`/mentoring open`, or the button on the desk."""
    people.require_any_coordinator(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    today = local(visit.now, visit.zone).date().isoformat()
    return Open(views.opening_form(usecases.handbooks(), visit.zone, today))


def open_cohort(visit: Visit) -> Answer:
    """The form of a new cohort."""
    missing = [field for field in ("announce_channel", "coordinators_channel") if not visit.text(field)]
    if missing:
        raise Refusals([Refusal("programmes.no-channel", field=field) for field in missing])
    wishes = CohortWishes(
        programme=visit.text("programme"),
        name=visit.text("name"),
        signup_until=visit.text("signup_until"),
        starts_on=visit.text("starts_on"),
        ends_on=visit.text("ends_on"),
        announce_channel=visit.text("announce_channel"),
        coordinators_channel=visit.text("coordinators_channel"),
        mentors_channel=visit.text("mentors_channel") or None,
        mentees_channel=visit.text("mentees_channel") or None,
    )
    usecases.open_cohort(
        visit.tx, team_id=visit.team_id, by=visit.user_id, zone=visit.zone, wishes=wishes, now=visit.now
    )
    return Done()


def close_signup(visit: Visit) -> Answer:
    """The button on the desk."""
    usecases.close_signup(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return Done()


def begin_appointing(visit: Visit) -> Answer:
    """`/mentoring appoint`, or the button on the desk."""
    cohorts = usecases.cohorts_to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not cohorts:
        raise Refusal("programmes.coordinates-nothing")
    return Open(views.appointing_form(cohorts))


def appoint(visit: Visit) -> Answer:
    """The form of a new coordinator."""
    cohort = usecases.cohort(visit.tx, team_id=visit.team_id, cohort_id=as_id(visit.text("cohort")))
    chosen = visit.text("person")
    people.appoint(
        visit.tx, team_id=visit.team_id, by=visit.user_id, user_id=chosen, cohort_id=cohort.id, now=visit.now
    )
    return Reply(views.appointed(chosen, cohort), title=words.APPOINT_TITLE)


BOARD = Board(
    commands={
        "open": Command(listener=begin_opening, help=words.HELP_OPEN, coordinators=True),
        "appoint": Command(listener=begin_appointing, help=words.HELP_APPOINT, coordinators=True),
    },
    buttons={
        "programmes.begin_opening": begin_opening,
        "programmes.begin_appointing": begin_appointing,
        "programmes.close_signup": close_signup,
    },
    forms={"programmes.open": open_cohort, "programmes.appoint": appoint},
    notices=notices.KINDS,
    refusals=words.REFUSALS,
    chores=(usecases.let_time_pass,),
)
