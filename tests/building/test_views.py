"""Every view keeps Slack's limits, with the shortest and the longest that people can write."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from app.core.calendar import Span
from app.core.notice import Block
from app.features.agreements import views as agreements
from app.features.agreements.rules import Agreed
from app.features.breaks import views as breaks
from app.features.care import views as care
from app.features.certificates import views as certificates
from app.features.certificates.rules import Award, Facts
from app.features.certificates.rules import standing as how_far
from app.features.checkins import views as checkins
from app.features.checkins.rules import Call, CheckIn, Counted, Tally
from app.features.decisions import views as decisions
from app.features.decisions.rules import Counts
from app.features.decisions.rules import Question as DecisionQuestion
from app.features.directory import views as directory
from app.features.directory.rules import Entry, leaf
from app.features.editions import views as editions
from app.features.editions.rules import Change, Difference, Look
from app.features.events.rules import Count as Coming
from app.features.events.rules import Event, Guest, Seat
from app.features.events.views import coordinators as event_coordinators
from app.features.events.views import files as event_files
from app.features.events.views import groups as event_groups
from app.features.events.views import guests as event_guests
from app.features.goals import views as goals
from app.features.goals.rules import Goal, GoalSet
from app.features.goals.rules.forms import places as goal_places
from app.features.goals.rules.lookouts import Noted
from app.features.goals.rules.overview import ShownSet, Tick
from app.features.goals.rules.overview import Standing as GoalStanding
from app.features.home import views as home
from app.features.joining import views as joining
from app.features.keepsakes import views as keepsakes
from app.features.keepsakes.rules import Summary
from app.features.matching import views as matching
from app.features.matching import words as matching_words
from app.features.matching.rules import Blocked, Fit, Offer, Proposal, Proposals, Reason, Standing, whole
from app.features.matching.rules.chances import Chances, Waiting
from app.features.matching.rules.hints import Hint, Window
from app.features.matching.rules.places import ExtraPlace
from app.features.matching.rules.ranking import Rank, Ranking, Turn
from app.features.matching.rules.reading import Closer, More
from app.features.matching.rules.reading import Place as ListPlace
from app.features.matching.rules.seconds import Second
from app.features.matching.rules.swapping import Swap
from app.features.meetings import views as meetings
from app.features.meetings.rules import ladder
from app.features.meetings.rules.presence import Attendance, Present, Session
from app.features.meetings.rules.times import Time
from app.features.nominations import views as nominations
from app.features.nominations.rules import Nomination
from app.features.organising import views as organising
from app.features.organising.rules import Below, Digest, Quiet, Undelivered
from app.features.pairings.rules import Stay
from app.features.people.rules import Break
from app.features.plans import views as plans
from app.features.plans.rules import Step
from app.features.programmes import views as programmes
from app.features.programmes.rules import Cohort
from app.features.projects import views as projects
from app.features.projects.rules import Declaration
from app.features.publicity import views as publicity
from app.features.publicity.rules import Entry as PublicEntry
from app.features.recognition import views as recognition
from app.features.reflections import views as reflections
from app.features.reflections.rules import Answers, Carried
from app.features.showcases import views as showcases
from app.features.showcases.rules import Shown as Shown_
from app.features.showcases.rules import Slide
from app.features.stages import views as stages
from app.features.stages.rules import Place
from app.features.surveys import views as surveys
from app.features.surveys.rules import Asked, Count, Put
from app.features.trouble import views as trouble
from app.features.trouble.rules import Call as MentorCall
from app.features.trouble.rules import Note
from app.handbook import reading
from app.handbook.asking import Form
from app.handbook.calendar import Outline, Showcase, Stage
from app.handbook.goals import Activity, GoalKind, Lookout
from app.handbook.recognition import Certificate, Graduation, PublicLog
from app.handbook.signup import Nomination as Invitation
from app.sandbox.blockkit import problems
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn
from tests.kit.make import NOW, application, cohort, handbook, meeting, pairing

LONG = "<!channel> & <https://evil|x> 🌱 مرحبا " * 80
GROUP = pairing(mentees=("UMENTEE", "UB", "UC"))
TEXTS = ("", "a", LONG[:3000])
ZONES = ("Europe/Madrid", "Pacific/Auckland")
Shown = Block | tuple[Mrkdwn, list[Block]] | list[Block] | Mrkdwn


NUMBERS = {"mentees": 5, "ranked": 3, "matched": 1, "mentors": 4, "choosing": 2}


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


def everything(text: str) -> Iterator[tuple[str, Shown]]:
    """Yield every view with this text wherever people write."""
    book = handbook()
    group = cohort(name=text[:80] or "W")
    mentee = application(1, "mentee", {"goals": text})
    mentor = application(2, "mentor", {"goals": text}, zone="Pacific/Auckland")
    pair, met = pairing(), meeting(place=text[:500])
    yield from of_editions(text, group)
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
    yield from ways_in(text, group)
    yield "programmes.opening", programmes.opening_form([book], "Europe/Madrid", "2027-01-11")
    yield "programmes.appointing", programmes.appointing_form([group])
    yield from pairs(text, book, group, mentee, mentor)
    yield from talks(text, book, pair, met)
    yield from aims(text, pair)
    yield from desks(text, group, pair)
    yield from understandings(text, book, group, pair)
    yield from decided()
    yield from gatherings(text, group, pair)
    yield from troubles(text, group, pair)
    yield from publications(text, group, pair)
    yield from honours(text, group)
    yield from farewells(text, group, pair)


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


def pairs(text: str, book: Any, group: Any, mentee: Any, mentor: Any) -> Iterator[tuple[str, Shown]]:
    reasons = tuple(
        Reason(
            code,
            {
                "names": text[:400],
                "number": 3,
                "of": 4,
                "here": "Monday 10:00",
                "zone": "UTC",
                "there": "x",
                "other": "y",
                "years": 3,
                "town": text[:400],
                "hours": text[:400],
                "name": text[:75],
            },
        )
        for code in matching_words.REASONS
    )
    one = Proposal(id=1, team_id="T1", cohort_id=1, mentee=mentee, mentor=mentor, score=0.5, reasons=reasons)
    left = [(f"U{number}", "mentor-taken") for number in range(60)]
    yield "matching.proposals", matching.proposals(Proposals(group, 1, [one] * 30, left))
    yield "matching.none", matching.proposals(Proposals(group, 0, [], []))
    yield "matching.desk", matching.desk_line(group, Standing(1, 2, 3, 4))
    yield from of_the_desk(text, group, one, left)
    for role, state in itertools.product(
        ("mentor", "mentee"),
        ({}, {"accepted_at": NOW}, {"declined_at": NOW, "declined_how": "no_more"}, {"lapsed_at": NOW}),
    ):
        offer = Offer(
            id=1,
            team_id="T1",
            proposal_id=1,
            user_id="U1",
            role=role,
            offered_at=NOW,
            expires_at=NOW + timedelta(days=3),
            **state,
        )  # type: ignore[arg-type]  # instants and a word
        yield "matching.offer", matching.offer(offer, one, group, book)
        yield "matching.reminder", matching.reminder(offer, one)
        for reader in (mentee, mentor):
            asked_about = Waiting(application=reader, offers=[(offer, one), (replace(offer, user_id="U2"), one)])
            yield "matching.waiting", [blocks.section(line) for line in matching.waiting(asked_about)]
    yield from _ranking(text, book, group, mentee, mentor, reasons)
    for stand in (
        Waiting(application=mentee, soon=True),
        *(Waiting(application=mentee, left=code, first=True, over=True) for code in matching_words.WHY_LEFT),
        *(Waiting(application=mentor, rests=why) for why in matching_words.RESTS),
        *(
            Waiting(application=who, first=True, chances=Chances(9, number, 0, by_topic, not by_topic))
            for who, number, by_topic in itertools.product((mentee, mentor), (0, 1, 9), (True, False))
        ),
    ):
        yield "matching.waiting", [blocks.section(line) for line in matching.waiting(stand)]
        yield "matching.not_this_time", [blocks.section(matching.not_this_time(stand, group))]
    yield "matching.introduction", matching.introduction(pairing(), (text[:80] or "M", "N"), [one], book)
    six = [replace(one, id=number, bundle=1, shared_at=NOW) for number in range(1, 7)]
    crowd = pairing(mentees=tuple(f"U{number}" for number in range(6)))
    yield "matching.introduction", matching.introduction(crowd, (text[:80] or "M", text), six, book)
    yield "matching.proposals", matching.proposals(Proposals(group, 1, six, []), consent=False)
    yield "matching.proposals", matching.proposals(Proposals(group, 1, [replace(one, joins=4)], left))
    for role in ("mentor", "mentee"):
        asked = Offer(
            id=1, team_id="T1", proposal_id=1, user_id="U1", role=role, offered_at=NOW, expires_at=NOW, talked_at=NOW
        )
        yield "matching.offer", matching.offer(asked, six[0], group, book, six)
        yield "matching.offer", matching.offer(asked, replace(one, joins=4), group, book)
    yield "matching.talk", matching.talk(one, group)
    yield "matching.away", matching.away_line(crowd, "U1", 2)
    yield "matching.second_form", matching.second_form([(1, text or "x")], [("U1", text or "x")])
    for answer in ({}, {"accepted_at": NOW}, {"declined_at": NOW}):
        second = Second(id=1, pairing_id=1, user_id="U7", asked_at=NOW, expires_at=NOW, **answer)
        yield "matching.second", matching.second(second, crowd)
    yield "care.let_go", care.let_go(crowd)
    yield "care.place_free", care.place_free("U1")
    for user in crowd.people:
        yield "matching.welcome", matching.welcome(crowd, user)
        yield "matching.joined", matching.joined(crowd, user, group)
    for parting in (pairing(), pairing(mentees=("UMENTEE", "UOTHER"))):
        yield "care.pair", care.standing_pair(parting, "UMENTEE", "UTC")
        yield "care.pair", care.standing_pair(parting, "UMENTOR", "UTC")
        yield "care.goodbye", care.goodbye(parting, "UMENTEE", group, book)
        yield "care.goodbye", care.goodbye(parting, "UMENTEE", cohort(name=text[:80] or "W", closed_at=NOW), book)
        yield "care.graduated", care.goodbye(replace(parting, ended_why="graduated"), "UMENTOR", group, with_decision())
        yield "care.parted", care.parted(parting, group)
        yield "care.left", care.left(parting, group)
        yield "care.left_you", care.left_you("UMENTEE")
        yield "care.left_group", care.left_group(parting, "UMENTEE", group)


def _ranking(text: str, book: Any, group: Any, mentee: Any, mentor: Any, reasons: Any) -> Iterator[tuple[str, Shown]]:
    fit = Fit(0.5, reasons)
    names = [(number, text or "x") for number in range(20)]
    for closed, ended in ((None, None), (NOW, None), (NOW, NOW)):
        over = Ranking(id=1, team_id="T1", cohort_id=1, opened_at=NOW, until=NOW, closed_at=closed, ended_at=ended)
        yield "matching.ranking_desk", matching.ranking_desk(group, (over, NUMBERS), waiting=True)
        for ranked, found in (((), None), ((2,), None), ((2,), 2)):
            part = Rank(id=1, ranking_id=1, mentee=1, user_id="U1", shortlist=(2,), ranked=ranked, matched_with=found)
            yield "matching.rank", matching.rank(over, part, group, book, mentee, [(mentor, fit)] * 8)
            yield "matching.rank_form", matching.rank_form(part, names, 3)
            yield "matching.rank_reminder", matching.rank_reminder(over, part, mentee)
            stand = Waiting(application=mentee, ranking=(over, part, (mentor,) if ranked else (), None))
            yield "matching.waiting", [blocks.section(line) for line in matching.waiting(stand)]
    yield "matching.ranking_desk", matching.ranking_desk(group, None, waiting=True)
    window = Window("weekday", "evenings", "Europe/Madrid")
    hints = [Hint(text, text, window, needed, text, (1, 2, 3), 5, 2) for needed in (True, False)]
    yield "matching.missing", matching.missing(group, [*hints, Hint("", "", None, False, "", (1,), 1, 1)])
    yield "matching.missing", matching.missing(group, [])
    yield "matching.post_form", matching.post_form(matching.post(hints[0], group, book), group)
    yield "matching.posted", matching.posted(text, "U1", group, NOW)
    one = Proposal(id=1, team_id="T1", cohort_id=1, mentee=mentee, mentor=mentor, score=0.5, reasons=reasons)
    yield "matching.held", matching.held([one] * 9)
    yield "matching.rank_over", matching.rank_over(group)
    yield "matching.ranking_over", matching.ranking_over(group, NUMBERS)
    yield "matching.elsewhere", matching.elsewhere("U1")
    facts = {"id": 1, "ranking_id": 1, "number": 1, "mentor": 2, "user_id": "U2", "places": 3, "until": NOW}
    for said in ({}, {"answered_at": NOW}, {"answered_at": NOW, "chosen": (1,)}, {"lapsed_at": NOW}):
        turn = Turn(**facts, mentees=(1,), asked_at=NOW, **said)  # type: ignore[arg-type]  # what a turn may be
        for went_to, lost in itertools.product((None, 2, 3), ((), ("U7",))):
            shown = matching.choose(turn, group, book, mentor, [(mentee, fit, went_to)] * 5, lost)
            yield "matching.choose", shown
        yield "matching.choose_form", matching.choose_form(turn, names)
        yield "matching.choose_reminder", matching.choose_reminder(turn, mentor)
        stand = Waiting(application=mentor, ranking=(over, None, (), turn))
        yield "matching.waiting", [blocks.section(line) for line in matching.waiting(stand)]


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


def of_the_desk(text: str, group: Cohort, one: Proposal, left: list[tuple[str, str]]) -> Iterator[tuple[str, Shown]]:
    """What coordinators read of a run of matching, and decide on."""
    names = {"U1": text[:80], "U2": "N"}
    many = [replace(one, id=number, pinned_at=NOW if number % 2 else None) for number in range(1, 60)]
    bound = whole.Summary(placed=3, waiting=9, total=2.5, worst=0.4, bound=2.6, stale=1)
    more = More(summary=bound, changed=3, forbidden=4, queued=5, names=names, looking=True)
    found = Proposals(group, 1, many, left, frozenset(user for user, _ in left))
    for sort, page in (("best", 1), ("weakest", 2), ("name", 4), ("best", 99)):
        yield "matching.proposals", matching.proposals(found, more=more, place=ListPlace(page, sort))
    yield "matching.left_over", matching.left_over(found, 1, ListPlace())
    yield "matching.left_over", matching.left_over(Proposals(group, 1, [], []), 1, ListPlace(), asked="U1")
    for pairs in ([], many):
        yield "matching.forbidden", matching.forbidden(group, pairs, 2, ListPlace())
        yield "matching.queue", matching.queue(group, pairs, 3, 10, Mrkdwn("now"), 1)
    told = [whole.Change(kind, "U1", "U2", code, "U3") for code in matching_words.CHANGES for kind in ("new", "gone")]
    yield "matching.changes", matching.changes(group, told * 5, 1, ListPlace())
    yield "matching.changes", matching.changes(group, [whole.Change("kept", "U1", "U2")], 1, ListPlace())
    for step, share in ((None, 0.0), ("score", 0.3), ("solve", 1.0), ("explain", 0.5)):
        at = whole.Working(1, group, 420, step, share, is_claimed=step is not None)
        yield "matching.looking", matching.looking(at)
        yield "matching.desk", matching.desk_line(group, Standing(1, 2, 3, 4, 5, NOW), at)
    yield "matching.stopped", matching.stopped()
    for outcome in ("done", *matching_words.DONE_OTHERWISE):
        yield "matching.done", matching.done(outcome, group, bound, 3)
    asked = tuple((text[:75] or "a", text, text) for _ in range(40))
    hours = tuple(Span(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=2)) for day in range(20))
    for answers in (asked, ()):
        pair = replace(one, pinned_at=NOW)
        yield "matching.closer", matching.closer(Closer(pair, group, answers, hours[: len(answers)], 1, 3), ListPlace())
    swap = Swap(one, replace(one, id=2), Fit(0.5, one.reasons), Fit(0.6, one.reasons))
    others: list[tuple[Proposal, Swap | Blocked]] = [
        (replace(one, id=number), swap if number % 2 else Blocked("time")) for number in range(2, 130)
    ]
    for shown in (None, swap):
        yield "matching.swap_form", matching.swap_form(one, others, names, ListPlace(), shown)
    mentors = [(number, text[:80] or "M", 0.5) for number in range(120)]
    yield "matching.place_form", matching.place_form(group, 1, "U1", mentors, ListPlace())
    for state in ({}, {"accepted_at": NOW}, {"declined_at": NOW}):
        extra = ExtraPlace(id=1, cohort_id=1, user_id="U2", asked_at=NOW, expires_at=NOW, **state)
        yield "matching.place_asked", matching.place_asked(extra, group)
    yield "matching.waves_form", matching.waves_form(group, 1, 42, ListPlace())


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


def aims(text: str, pair: Any) -> Iterator[tuple[str, Shown]]:
    said: dict[str, str | list[str]] = {"why": text, "gap": "skill"}
    states: list[dict[str, Any]] = [{}, {"reviewed_at": NOW}, {"done_at": NOW}, {"dropped_at": NOW}]
    kept = tuple(
        Goal(id=n, set_id=1, position=n, text=text, said=said, set_at=NOW, due_on=NOW.date(), **state)
        for n, state in enumerate(states * 3, start=1)
    )
    options = [{"value": "skill", "label": "A skill"}, {"value": "habit", "label": "A habit"}]
    fields: list[dict[str, Any]] = [
        {"key": "why", "ask": "Why?"},
        {"key": "gap", "ask": "Gap?", "kind": "choice", "options": options},
    ]
    fields += [{"key": one, "ask": "?", "kind": one} for one in ("choices", "scale", "number", "date", "yes", "link")]
    fields[2]["options"] = options
    usual = {"key": "plan", "name": "Plan", "one": "goal", "intro": "x", "set_when": {"at": "match"}, "fields": fields}
    kind = GoalKind.model_validate(usual)
    blank = GoalSet(id=1, team_id="T1", pairing_id=1, kind="plan", owner="", number=1)
    one = replace(blank, owner="UMENTEE", set_at=NOW, set_by="UMENTEE", changed_at=NOW, goals=kept)
    for which in (blank, replace(blank, number=2), one):
        yield "goals.ask", goals.ask(which, kind, pair, one)
        yield "goals.remind", goals.remind(which, kind, pair)
        blocks_of = goal_places(kind, which.goals)
        yield "goals.form", goals.form(which, kind, pair, blocks_of, kept, refining=False)
        yield "goals.refining", goals.form(which, kind, pair, blocks_of, refining=True)
    yield "goals.saved", goals.saved(one, kind)
    yield "goals.news", goals.news(one, kind, "UMENTEE")
    for by in (None, "UMENTOR"):
        yield "goals.refine", goals.refine(replace(one, refined_by=by), kind, NOW, "UTC", is_second=by is None)
    yield "goals.review", goals.review(one, kind)
    yield "goals.review_form", goals.review_form(one, kind)
    look = Lookout(key="pr", name="PRs", one="PR", ask="How is it, {partner}?", has_link=True)
    found = [
        Noted(id=1, team_id="T1", pairing_id=1, kind="pr", text=text, link=link, noted_by=by, noted_at=NOW, **state)
        for link, by in (("https://a.example/?a&b", "UMENTEE"), ("", "UMENTOR"))
        for state in ({}, {"done_at": NOW}, {"championed_at": NOW, "championed_by": "UMENTOR"})
    ]
    for each in found:
        yield "goals.noted", goals.noted_news(each, look, pair)
        yield "goals.came_of", goals.came_of(each, look, ["UMENTEE"])
        yield "goals.came_of_again", goals.came_of(each, look, ["UMENTEE"], is_second=True)
    yield "goals.note", goals.note_form(look, pair)
    activity = Activity(key="a", label="Documents", about="x")
    ticks = (Tick(id=1, activity=activity, ticked_at=None), Tick(id=2, activity=activity, ticked_at=NOW))
    sets = (ShownSet(kind=kind, goal_set=blank), ShownSet(kind=kind, goal_set=one, next_id=3))
    whole = GoalStanding(pairing=pair, sets=sets, ticks=ticks, lookouts=((look, tuple(found)), (look, ())))
    yield "goals.home", goals.home_card([whole, whole], "UMENTEE", "UTC")
    yield "goals.overview", goals.overview_form([whole], "UMENTOR", "UTC")


def gathering(text: str) -> Event:
    return Event(
        id=1,
        team_id="T1",
        cohort_id=1,
        key=None,
        number=1,
        name=text[:75] or "x",
        about="x",
        who="everyone",
        roles=("mentee",),
        kind="gathering",
        minutes=60,
        day=NOW.date(),
        sessions=((time(15), "UTC"),),
        invite_days=7,
    )


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


def gatherings(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    link = "https://example.org/" + "x" * min(len(text), 400)
    two = ((time(15), "UTC"), (time(23), "UTC"))
    states: list[dict[str, Any]] = [
        {},
        {"sessions": two[:1], "who": "applicants", "key": None},
        {"cancelled_at": NOW},
        {"recorded_at": NOW},
    ]
    answers_: list[dict[str, Any]] = [
        {},
        {"said": "yes", "session": 0, "said_at": NOW, "attended_at": NOW},
        {"said": "no", "said_at": NOW},
    ]
    for changes, said in itertools.product(states, answers_):
        usual: dict[str, Any] = {"sessions": two, "who": "community", "key": "show", **changes}
        one = Event(
            id=1,
            team_id="T1",
            cohort_id=1,
            number=1,
            name=text[:75] or "x",
            about=text[:2000] or "x",
            roles=("mentee", "mentor"),
            kind="gathering",
            minutes=60,
            day=NOW.date(),
            invite_days=7,
            link=link,
            **usual,
        )
        guest = Guest(event_id=1, user_id="U1", invited_at=NOW, **said)
        for view in (event_guests.invite, event_guests.moved, event_guests.again):
            yield "events.asking", view(one, guest, "Pacific/Auckland", NOW)
        yield "events.there", event_guests.were_you_there(one, guest)
        yield "events.announcement", event_guests.announcement(one, 3, NOW)
        seat = Seat(id=1, event_id=1, pairing_id=1, asked_at=NOW, user_id="U1")
        yield "events.representative", event_groups.representative(one, seat, pair, guest, NOW, reminding=True)
        yield "events.record", event_coordinators.record(one, Coming(3, 1, 1, 1, 1))
        yield "events.cycle", event_coordinators.cycle(group, [(one, Coming(3, 1, 1, 1, 1))] * 30, NOW)
        yield "events.cycle", event_coordinators.cycle(group, [], NOW)
        yield "events.forms", event_coordinators.form(one, group)
        yield "events.forms", event_coordinators.cancelling_form(one)
        yield (
            "events.home",
            [
                *event_guests.home_line(one, guest, "UTC", NOW),
                event_coordinators.desk_line(group, [(one, Coming())], NOW),
            ],
        )
        yield "events.reminders", event_guests.tomorrow(one, 0)
        yield "events.reminders", event_guests.soon(one, 0, NOW)
        yield "events.calendar", event_files.calendar_comment(one, 0)
        given_: dict[str, Any] = {
            "link": link,
            "title": text[:100],
            "may_show": True,
            "given_by": "U1",
            "given_at": NOW,
        }
        for given in (dict[str, Any](), given_):
            slide = Slide(id=1, team_id="T1", event_id=1, pairing_id=1, asked_at=NOW, **given)
            asks = Showcase(event="show", ask=(text or "x")[:2000].replace("{", "").replace("}", ""))
            yield "showcases.ask", showcases.ask(slide, one, asks, NOW)
            yield "showcases.again", showcases.again(slide, one, NOW)
            yield "showcases.form", showcases.form(slide, one)
            yield "showcases.own", [showcases.own(slide, one)]
            yield "showcases.missing", showcases.missing(one, [Shown_(slide, pair)] * 50)
            yield "showcases.shown", showcases.shown(one, [Shown_(slide, pair)] * 50)
        many = [Choice(text[:75] or "x", f"U{number}") for number in range(120)]
        yield "events.recording", event_coordinators.recording_form(one, many, many, ["U1"])
    yield "events.forms", event_coordinators.form(None, group)


@pytest.mark.parametrize("text", TEXTS, ids=["nothing", "a word", "3,000 characters"])
def test_every_view_keeps_slacks_limits_and_escapes_what_people_wrote(text: str) -> None:
    names = set()
    for name, shown in everything(text):
        names.add(name)
        surface, payload = as_payload(shown)
        assert problems(surface, payload) == [], name
        for one in interpreted(payload):
            assert "<!channel>" not in one, name
            assert "<https://evil" not in one, name
    assert len(names) > 40


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


def as_payload(shown: Shown) -> tuple[Any, dict[str, Any]]:
    if isinstance(shown, tuple):
        return "message", {"text": str(shown[0]), "blocks": shown[1]}
    if isinstance(shown, list):
        return "home", {"type": "home", "blocks": shown}
    if isinstance(shown, str):
        return "message", {"text": str(shown), "blocks": []}
    return str(shown["type"]), shown


def interpreted(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn" or ("blocks" in node and isinstance(node.get("text"), str)):
            yield node["text"]
        for value in node.values():
            yield from interpreted(value)
    elif isinstance(node, list):
        for value in node:
            yield from interpreted(value)
