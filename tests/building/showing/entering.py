"""What people see who hear of a programme, join it, or bring others in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.features.directory import views as directory
from app.features.directory.rules import Entry, leaf
from app.features.installing import views as installing
from app.features.joining import views as joining
from app.features.nominations import views as nominations
from app.features.nominations.rules import Nomination
from app.features.programmes import views as programmes
from app.features.projects import views as projects
from app.features.projects.rules import Declaration
from app.handbook import reading
from app.handbook.signup import Nomination as Invitation
from tests.building.showing import Shown
from tests.kit.make import NOW, application, cohort


def entrances(text: str, book: Any, group: Any, mentee: Any, mentor: Any) -> Iterator[tuple[str, Shown]]:
    for is_back, coordinates in ((False, True), (True, False)):
        yield "installing.welcome", installing.welcome(is_back=is_back, coordinates=coordinates)
    for state in (
        {"approved_at": None},
        {},
        {"matched_at": NOW},
        {"declined_at": NOW, "declined_why": text[:1000]},
        {"withdrawn_at": NOW},
    ):
        one = application(1, "mentee", {"goals": text}, **{"approved_at": NOW, **state})
        if "declined_at" in state:
            one = application(1, "mentee", {"goals": text}, **{**state, "approved_at": None})
        yield "joining.received", joining.received(one, group, book)
        yield "joining.card", joining.card(one, group, 1)
        yield "joining.status", joining.status(one, group, book)
        yield "joining.reading", joining.reading(one, group, book)
        yield "joining.waiting", [joining.waiting(one, group)]
    yield "joining.choosing", joining.choosing_form([group, cohort(id=2)])
    for role, earlier in (("mentee", mentee), ("mentor", mentor), ("mentee", None)):
        yield "joining.form", joining.form(group, book, role, "Europe/Madrid", earlier)
    yield "joining.declining", joining.declining_form(mentee, group)
    yield "joining.mentioned", joining.mentioned(mentee, group)
    entry = Entry(user_id="U1", role="mentor", cohort=text[:80], answers=((text[:75], text[:300]),) * 6)
    for number in (1, 2, 3):
        yield "directory", directory.directory(leaf([entry] * 30, "all", number))
    yield "directory.empty", directory.directory(leaf([], "mentee", 1))
    yield "directory.home", directory.home_card()
    yield (
        "programmes.announcement",
        programmes.announcement(cohort(name=text[:80] or "x", about=text, how_to_join=text), book, NOW),
    )
    yield "programmes.announcement", programmes.announcement(group, book, NOW + timedelta(days=30))
    yield "programmes.opening", programmes.opening_form([book], "Europe/Madrid", "2027-01-11")
    yield "programmes.appointing", programmes.appointing_form([group])


def ways_in(text: str, group: Any) -> Iterator[tuple[str, Shown]]:
    asked = Nomination(
        id=1, team_id="T1", cohort_id=1, by="U1", user_id="U2", role="mentor", why=text[:1000], made_at=NOW
    )
    offer = Invitation(role="mentor", invitation="{by} {cohort} {why}" + "x" * 1900)
    yield "nominations.form", nominations.form([(group, ["mentee", "mentor"])])
    for one in (asked, replace(asked, declined_at=NOW)):
        yield "nominations.invitation", nominations.invitation(one, group, offer, is_open=True)
    yield "nominations.receipt", nominations.receipt(asked, group)
    yield "nominations.line", nominations.line(asked, group)
    declared = Declaration(
        id=1,
        team_id="T1",
        programme="os-mentors",
        by="U1",
        name=text[:60] or "x",
        about=text[:1500],
        how_to_join=text[:1000],
        starts_on=date(2027, 1, 31),
        months=1,
        declared_at=NOW,
        declined_why=text[:1000],
    )
    project = reading.read_handbook(reading.SHIPPED / "os-mentors.toml")
    yield "projects.form", projects.form([project])
    yield "projects.form", projects.form([project, project.model_copy(update={"programme": "another"})])
    for state in (declared, replace(declared, accepted_at=NOW), replace(declared, declined_at=NOW)):
        yield "projects.card", projects.card(state, "x" * 75, "Europe/Madrid")
    yield "projects.accepting", projects.accepting_form(declared)
    yield "projects.declining", projects.declining_form(declared)
    yield "projects.receipt", projects.receipt(declared)
    yield "projects.answer", projects.answer(declared, None)
    yield "projects.answer", projects.answer(declared, group)
