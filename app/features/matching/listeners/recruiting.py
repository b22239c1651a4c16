"""Which mentors are missing, and the post that looks for them: Slack to use cases and back."""

from app.features.matching import views
from app.features.matching.usecases import recruiting
from app.tools import Answer, Done, Open, Visit, as_id


def missing(visit: Visit) -> Answer:
    """The button "Who is missing?"."""
    cohort, _, found = recruiting.missing(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number)
    return Open(views.missing(cohort, found))


def write_post(visit: Visit) -> Answer:
    """The button "Write a post": the cohort's id and the number of the hint."""
    cohort_id, _, number = visit.value.partition("-")
    cohort, handbook, hint = recruiting.hint_of(
        visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=as_id(cohort_id), number=as_id(number)
    )
    return Open(views.post_form(views.post(hint, cohort, handbook) if hint is not None else "", cohort))


def recruit(visit: Visit) -> Answer:
    """The form with the post."""
    recruiting.recruit(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=visit.about("cohort"),
        channel=visit.text("channel"),
        text=visit.text("text"),
        now=visit.now,
    )
    return Done(close_all=True)


BUTTONS = {"matching.missing": missing, "matching.write_post": write_post}
FORMS = {"matching.recruit": recruit}
