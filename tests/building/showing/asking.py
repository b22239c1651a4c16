"""What people see of check-ins, forms, stages and decisions, and coordinators of all of it."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.features.care import views as care
from app.features.checkins import views as checkins
from app.features.checkins.rules import Call, CheckIn, Counted, Tally
from app.features.decisions import views as decisions
from app.features.decisions.rules import Counts
from app.features.decisions.rules import Question as DecisionQuestion
from app.features.events.rules import Count as Coming
from app.features.home import views as home
from app.features.matching.rules import Standing
from app.features.meetings.rules.presence import Attendance, Session
from app.features.organising import views as organising
from app.features.organising.rules import Below, Digest, Quiet, Undelivered
from app.features.stages import views as stages
from app.features.stages.rules import Place
from app.features.surveys import views as surveys
from app.features.surveys.rules import Asked, Count, Put
from app.handbook.asking import Form
from app.handbook.calendar import Stage
from app.slack.text import Mrkdwn
from tests.building.showing import Shown
from tests.building.showing.gathering import gathering
from tests.kit.make import NOW, cohort, handbook, pairing


def survey(read_by: str, number: int = 1) -> Form:
    options = [{"value": one, "label": "o" * 75} for one in ("a", "b")]
    kinds = ("lines", "text", "link", "choice", "choices", "scale", "number", "date", "yes")
    asks = [
        {
            "key": f"q{number}{kind}",
            "ask": "q" * 150,
            "kind": kind,
            "help": "h" * 300,
            "shared": read_by == "author" and kind == "lines",
            "options": options if kind.startswith("choice") else [],
        }
        for number in range(number)
        for kind in kinds
    ]
    usual = {"key": "k" * 40, "name": "N" * 60, "intro": "i" * 2000, "questions": asks, "read_by": read_by}
    return Form.model_validate(usual)


def stages_of(pair: Any, put: Put) -> Iterator[tuple[str, Shown]]:
    sentences = ["g" * 2000] * 12
    stage = Stage(
        key="s", name="S" * 75, from_day=0, to_day=9, about="a" * 2000, guidance_mentee=sentences, guidance_mentor=()
    )
    present = Place(stage=stage, number=1, of=4, ends=NOW)
    first = handbook(first_meeting={"prepare_mentee": sentences + sentences[:8], "questions_mentee": sentences})
    for reader, opening in (("UMENTEE", put), ("UMENTOR", None)):
        yield "stages.begins", stages.begins(present, pair, reader, "UTC", opening)
        yield "stages.reading", stages.reading(present, pair, reader, "UTC")
        yield "stages.home", [stages.home_line(present, pair, reader, "UTC")]
        yield "stages.prepare", stages.prepare(first.first_meeting, pair, reader, "UTC", opening)


def forms(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    for read_by, answered in itertools.product(("coordinators", "pair", "author", "everyone"), (None, NOW)):
        form = survey(read_by, 2)
        said: dict[str, Any] = (
            {one.key: text for one in form.questions if one.kind in ("lines", "text")} if answered else {}
        )
        said |= {one.key: "a" for one in form.questions if one.kind == "choice"} if answered else {}
        said |= {one.key: ["a", "b"] for one in form.questions if one.kind == "choices"} if answered else {}
        said |= {one.key: "4" for one in form.questions if one.kind in ("scale", "number")} if answered else {}
        asked = Asked(
            id=1,
            team_id="T1",
            cohort_id=1,
            pairing_id=1,
            user_id="UMENTEE",
            role="mentee",
            form_key=form.key,
            family="when",
            name="",
            asked_at=NOW,
            closes_at=NOW + timedelta(days=14),
            answers=said,
            answered_at=answered,
        )
        put = Put(asked=asked, form=form, pairing=pair, cohort=group)
        yield from stages_of(pair, put)
        yield "surveys.form", surveys.form(put)
        yield "surveys.ask", surveys.ask(put)
        yield "surveys.chase", surveys.chase(put)
        if read_by in ("pair", "everyone"):
            yield "surveys.news", surveys.news(put, ["UMENTEE", "UTWO"])
        yield "surveys.together", surveys.together(put, [asked] * 7)
        yield "surveys.list", surveys.open_list([put] * 60)
        tally = Count(form=form, asked=9, answered=2, fine=3, overdue=4)
        many = [Asked(**{**vars(asked), "id": number}) for number in range(12)]
        yield "surveys.desk", surveys.desk_lines(group, [tally])
        yield "surveys.overview", surveys.overview(group, tally, many)
        yield "surveys.overview", surveys.overview(group, tally, many[:1])
        for first in (0, 10, 20):
            yield "surveys.texts", surveys.free_texts(group, form, form.questions[0], many, first)


def with_decision() -> Any:
    """A handbook with the longest decision that a file may hold, and thanks of its own."""
    kinds = ("go_on", "graduate", "part", "help", "go_on")
    said = [
        {"value": f"a{number}", "label": "<b>" * 25, "leads_to": kind, "thanks": "{partner} " * 200}
        for number, kind in enumerate(kinds)
    ]
    when = {"at": "first_meeting"}
    decision = {"key": "big", "name": "N" * 75, "when": when, "ask": "{partner} " * 200, "answers": said}
    return handbook(decisions=[decision], closing={"thanks": "{partner} in {programme} " * 70})


def decided() -> Iterator[tuple[str, Shown]]:
    decision = with_decision().decisions[0]
    usual: dict[str, Any] = {
        "id": 1,
        "team_id": "T1",
        "pairing_id": 1,
        "user_id": "UMENTEE",
        "number": 1,
        "asked_at": NOW,
    }
    for pair in (
        pairing(),
        pairing(mentees=("UMENTEE", "UOTHER")),
        pairing(ended_at=NOW),
        pairing(mentees=("UOTHER",)),
    ):
        for said in (None, "a0", "a2"):
            asked = DecisionQuestion(**usual, topic="decision", key="big", said=said)
            yield "decisions.ask", decisions.ask(asked, pair, decision)
            yield "decisions.chase", decisions.chase(asked, pair, decision)
        for key, said in itertools.product(("first", "again"), (None, "well", "unsure", "not")):
            yield "decisions.fit", decisions.fit(DecisionQuestion(**usual, topic="fit", key=key, said=said), pair)
    yield "decisions.together", decisions.together()
    for wishes in (False, True):
        question = DecisionQuestion(**usual, topic="fit", key="first", said="not", wishes_co_mentor=wishes)
        yield "care.repair", care.repair_form(question, pairing())
        yield "care.not_fitting", [care.not_fitting(question, cohort())]


def desks(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    rhythm = handbook().check_in
    for said in (None, "well", "better", "help"):
        asked = CheckIn(id=1, team_id="T1", pairing_id=1, user_id="UMENTEE", number=1, asked_at=NOW, said=said)
        yield "checkins.ask", checkins.ask(asked, ("UMENTOR",), Mrkdwn("now"), rhythm)
        yield "checkins.chase", checkins.chase(asked, ("UMENTOR",), rhythm)
        yield "checkins.forms", checkins.better_form(asked, group)
        yield "checkins.forms", checkins.help_form([group, cohort(id=2)], asked)
    for kind, by in itertools.product(("help", "better"), (None, "UCORA")):
        call = Call(
            id=1,
            team_id="T1",
            cohort_id=1,
            user_id="UMENTEE",
            kind=kind,
            text=text or "x",
            called_at=NOW,
            handled_by=by,
            handled_at=NOW if by else None,
        )
        yield "checkins.call", checkins.call(call, group)
        yield "checkins.reading", checkins.reading(call, group)
        yield "checkins.waiting", [checkins.waiting(call, group)]
    yield from forms(text, group, pair)
    went = Counts(
        asked=20,
        answered={"well": 1, "better": 2, "help": 3, "unsure": 1, "not": 2, "a0": 4},
        waiting=1,
        fine=2,
        overdue=3,
        over=4,
    )
    many = Digest(
        applications=3,
        matching=Standing(1, 2, 3, 4),
        pairs=50,
        held=1,
        planned=2,
        expected=3,
        least=60,
        below_least=[Below(pair, 30)] * 40,
        quiet=[Quiet(pair, 20)] * 40,
        answers=Tally(well=1, better=2, help=3, open_calls=4),
        counted=Counted(check_ins=went, decisions={"big": went}, fit=went),
        decisions=with_decision().decisions,
        events=[(gathering(text), Coming(3, 1, 1, 1, 0))] * 20,
        undelivered=[Undelivered("C1", "missing_scope"), Undelivered("U1+U2", text[:200])] * 20,
        forms=[Count(form=survey("pair"), asked=9, answered=2, fine=3, overdue=4)] * 20,
    )
    yield "organising.digest", organising.digest(group, many, NOW)
    circle = pairing(mentees=("UA", "UB", "UC", "UD", "UE"), co_mentors=("UTWO",))
    there = {one: Attendance(3, 7) for one in circle.people}
    yield "organising.attendance", organising.attendance(group, [(circle, there, [Session(NOW, 3, 5)] * 40)] * 20, 2, 9)
    yield (
        "organising.desk",
        [*organising.desk_line(group, 1, 2, NOW), *organising.desk_foot(has_cohorts=True, may_open=True)],
    )
    cards = [organising.desk_line(group, 1, 2, NOW)] * 70
    yield "home", home.home(text[:80], cards, [(group, text[:2000] or "x")], NOW)
    yield "why", home.why_text([(NOW, text[:300])] * 8, "UTC")
