"""What people see at an end and after it, and coordinators when a handbook changes."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.features.calendars import views as calendars
from app.features.calendars.rules import Link
from app.features.certificates import views as certificates
from app.features.certificates.rules import Award, Facts
from app.features.certificates.rules import standing as how_far
from app.features.editions import views as editions
from app.features.editions.rules import Change, Difference, Look
from app.features.keepsakes import views as keepsakes
from app.features.keepsakes.rules import Summary
from app.features.pairings.rules import Stay
from app.features.programmes.rules import Cohort
from app.features.publicity import views as publicity
from app.features.publicity.rules import Entry as PublicEntry
from app.features.recognition import views as recognition
from app.handbook.recognition import Certificate, Graduation, PublicLog
from tests.building.showing import Shown
from tests.kit.make import NOW, handbook, pairing


def honours(text: str, group: Any) -> Iterator[tuple[str, Shown]]:
    rules = [{"form": "final"}, {"event": "x"}, {"meetings": 2}, {"activities": True}, {"graduated": True}]
    certificate = Certificate.model_validate(
        {"role": "mentee", "title": text[:75] or "x", "text": "x", "rules": [*rules, {"meetings_share": 0.6}]}
    )
    for facts, state in itertools.product(
        (Facts(), Facts(held=9, attended=9, minutes=500, graduated=True)),
        (
            {},
            {"issued_at": NOW, "number": "7KM2-Q4XD", "name": text[:80], "facts": Facts(held=3, attended=2)},
            {"issued_at": NOW, "excused_by": "U1", "excused_why": text[:500]},
        ),
    ):
        usual: dict[str, Any] = {"id": 1, "team_id": "T1", "cohort_id": 1, "user_id": "U1", "role": "mentee"}
        award = Award(**{**usual, "ends_at": NOW, **state})
        found = how_far(certificate, facts, ())
        full = (award, group, handbook(), certificate, found)
        yield "certificates.standing", certificates.standing(full, {"final": 3}, NOW)
        yield "certificates.missing", certificates.missing(full, {"final": 3})
        yield "certificates.home", [certificates.home_line(full), certificates.desk_line(group, 1, 2)]
        yield "certificates.desk", certificates.desk(group, handbook(), [(award, found)] * 15, 2, 3, "UCORA")
        yield "certificates.granting", certificates.granting_form(award, handbook(), found)
        yield "certificates.comment", certificates.certificate_comment(full)
        yield "certificates.comment", certificates.certificate_comment(full, "https://" + "x" * 200)
    yield "certificates.desk", certificates.desk(group, handbook(), [], 1, 1, "UCORA")


def farewells(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    said, how = text[:1500] or "x", Graduation(nomination="x", how=text[:2000] or "x")
    yield "recognition.nomination", recognition.nomination(pair, said, how)
    yield "recognition.changing", recognition.changing_form(pair, said)
    stay = Stay(pairing=pair, user_id="UMENTEE", role="mentee", since=NOW, until=NOW)
    usual: dict[str, Any] = {"stay": stay, "partners": (text,), "programme": text, "cohort": group.name, "zone": "UTC"}
    for been in ((), (text[:75],) * 9):
        yield "keepsakes.message", keepsakes.message(Summary(**usual, events=been))
    yield "keepsakes.home", keepsakes.home_card()
    yield "calendars.home", calendars.home_line()
    yield "calendars.overview", calendars.overview(None, "UTC")
    yield "calendars.overview", calendars.overview(Link(7, NOW), "UTC")
    yield "calendars.made", calendars.made(f"https://{text[:200]}/calendar/x.ics")
    yield "calendars.ended", calendars.ended()


def publications(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    log = PublicLog(invitation=text[:2000] or "x")
    yield "publicity.writing", publicity.writing_form([(pair, group)], [text[:80]], log)
    yield "publicity.writing", publicity.writing_form([(pair, group), (pairing(id=2), group)], [text[:80]] * 2, log)
    states: tuple[dict[str, Any], ...] = (
        {},
        {"agreed": ("UMENTEE", "UMENTOR")},
        {"declined_at": NOW, "declined_by": "UMENTOR"},
        {"withdrawn_at": NOW},
        {"published_at": NOW},
        {"published_at": NOW, "withdrawn_at": NOW},
    )
    for kind, state in itertools.product(("log", "nomination"), states):
        usual: dict[str, Any] = {"id": 1, "team_id": "T1", "cohort_id": 1, "pairing_id": 1, "kind": kind}
        usual |= {
            "author": "UMENTEE",
            "asked": ("UMENTOR", "UMENTEE", "U3"),
            "text": text[:1500],
            "version": 2,
            "agreed": ("UMENTEE",),
        }
        entry = PublicEntry(**{**usual, "drafted_at": NOW, "changed_at": NOW, **state})
        yield "publicity.ask", publicity.ask(entry, group, "UMENTOR", 2)
        yield "publicity.ask", publicity.ask(entry, group, "U3", 1)
        yield "publicity.draft", publicity.draft(entry, group)
        yield "publicity.answered", publicity.answered(entry, group)
        yield "publicity.public", publicity.public(entry, group)
        yield "publicity.changing", publicity.changing_form(entry)
        yield "publicity.log", publicity.log([(entry, group)] * 15)
        yield "publicity.home", publicity.home_card([(pair, group)] * 9, [(entry, group)] * 9, "UMENTEE")
    yield "publicity.log", publicity.log([])


def of_editions(text: str, group: Cohort) -> Iterator[tuple[str, Shown]]:
    examples = [
        Difference(how, "checkins.ask", to, NOW, NOW) for how in ("new", "gone", "moved") for to in ("U1+U2", "C1")
    ]
    changes = [Change(one.how, one.kind, 500, [one, one]) for one in examples * 6]
    look = Look(cohort=group, edition="d", keys=["a.b[1].c"] * 40, changes=changes, done=20, of=500)
    yield "editions.modal", editions.modal(look, {"checkins.ask": text})
    yield "editions.modal", editions.modal(replace(look, changes=None), {})
    yield "editions.modal", editions.modal(replace(look, changes=(), keys=()), {})
    yield "editions.desk", [*editions.desk_line(look), *editions.desk_line(replace(look, moving=True))]
    yield "editions.overview", editions.overview([look, replace(look, kept=True)])
    yield "editions.moved", editions.moved(look)
    yield "editions.kept", editions.kept(group)
    yield "editions.ready", editions.ready(group)
    yield "editions.done", editions.done(group)
