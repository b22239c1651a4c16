"""Slack to use cases and back, for forms."""

from app.core.refusal import Refusal
from app.features.programmes.rules import Cohort
from app.features.surveys import notices, usecases, views, words
from app.features.surveys.rules import Asked, Count, shown_to_coordinators
from app.handbook.asking import Form
from app.handbook.page import Ask
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit, as_id


def open_form(visit: Visit) -> Answer:
    """The button "Answer", or "Change my answers"."""
    put = usecases.to_answer(visit.tx, team_id=visit.team_id, by=visit.user_id, ask_id=visit.number, now=visit.now)
    return Open(views.form(put))


def answer(visit: Visit) -> Answer:
    """The form, filled in."""
    usecases.answer(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        ask_id=visit.about("ask"),
        values=visit.values,
        now=visit.now,
    )
    return Done()


def together(visit: Visit) -> Answer:
    """The button "Read what you both wrote"."""
    return Open(
        views.together(*usecases.read_together(visit.tx, team_id=visit.team_id, by=visit.user_id, ask_id=visit.number))
    )


def own_forms(visit: Visit) -> Answer:
    """`/mentoring forms`."""
    found = usecases.open_forms(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    text, shown = views.open_list(found)
    return Reply(text, blocks=shown, title=words.LIST_HEADER)


def read(visit: Visit) -> Answer:
    """The coordinator's button under a form on the desk."""
    cohort_id, _, form_key = visit.value.partition(":")
    return Open(views.overview(*_answers(visit, cohort_id, form_key)))


def texts(visit: Visit) -> Answer:
    """The coordinator's button beside a question with free answers."""
    return Open(views.free_texts(*_page(visit)))


def page(visit: Visit) -> Answer:
    """The buttons that turn the pages."""
    return Replace(views.free_texts(*_page(visit)))


def _page(visit: Visit) -> tuple[Cohort, Form, Ask, list[Asked], int]:
    cohort_id, form_key, ask_key, first = (visit.value.split(":") + [""] * 4)[:4]
    cohort, count, found = _answers(visit, cohort_id, form_key)
    asks = {one.key: one for one in shown_to_coordinators(count.form)}
    if ask_key not in asks:
        raise Refusal("surveys.not-for-you")
    return cohort, count.form, asks[ask_key], found, as_id(first)


def _answers(visit: Visit, cohort_id: str, form_key: str) -> tuple[Cohort, Count, list[Asked]]:
    return usecases.read_answers(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=as_id(cohort_id),
        form_key=form_key,
        now=visit.now,
    )


BOARD = Board(
    commands={"forms": Command(listener=own_forms, help=words.HELP_FORMS)},
    buttons={
        "surveys.open": open_form,
        "surveys.together": together,
        "surveys.read": read,
        "surveys.texts": texts,
        "surveys.page": page,
    },
    forms={"surveys.answer": answer},
    notices=notices.KINDS,
    cards=(notices.own_card, notices.desk_card),
    refusals=words.REFUSALS,
)
