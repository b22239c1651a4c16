"""Every view keeps Slack's limits, with the shortest and the longest that people can write."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.core.calendar import Span
from app.features.care import views as care
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
from app.features.programmes.rules import Cohort
from app.sandbox.blockkit import problems
from app.slack import blocks
from app.slack.text import Mrkdwn
from tests.building.showing import Shown
from tests.building.showing.aiming import aims
from tests.building.showing.asking import decided, desks, with_decision
from tests.building.showing.delivering import deliveries
from tests.building.showing.entering import entrances, ways_in
from tests.building.showing.foreseeing import foreseen
from tests.building.showing.gathering import gatherings
from tests.building.showing.parting import farewells, honours, of_editions, publications
from tests.building.showing.sending import sendings
from tests.building.showing.talking import talks, troubles, understandings
from tests.building.showing.writing import letters_of
from tests.kit.make import NOW, application, cohort, handbook, meeting, pairing

LONG = "<!channel> & <https://evil|x> 🌱 مرحبا " * 80
TEXTS = ("", "a", LONG[:3000])


NUMBERS = {"mentees": 5, "ranked": 3, "matched": 1, "mentors": 4, "choosing": 2}


def everything(text: str) -> Iterator[tuple[str, Shown]]:
    """Yield every view with this text wherever people write."""
    book = handbook()
    group = cohort(name=text[:80] or "W")
    mentee = application(1, "mentee", {"goals": text})
    mentor = application(2, "mentor", {"goals": text}, zone="Pacific/Auckland")
    pair, met = pairing(), meeting(place=text[:500])
    yield from of_editions(text, group)
    yield from letters_of(text)
    yield from sendings(text, group)
    yield from foreseen(text, group)
    yield from entrances(text, book, group, mentee, mentor)
    yield from ways_in(text, group)
    yield from pairs(text, book, group, mentee, mentor)
    yield from talks(text, book, pair, met)
    yield from aims(text, pair)
    yield from desks(text, group, pair)
    yield from understandings(text, book, group, pair)
    yield from decided()
    yield from gatherings(text, group, pair)
    yield from troubles(text, group, pair)
    yield from deliveries(text, group, pair)
    yield from publications(text, group, pair)
    yield from honours(text, group)
    yield from farewells(text, group, pair)


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
    yield "matching.held", matching.held(9, [one] * 5)
    yield "matching.rank_over", matching.rank_over(group)
    yield "matching.ranking_over", matching.ranking_over(group, NUMBERS)
    yield "matching.elsewhere", matching.elsewhere("U1")
    facts = {"id": 1, "ranking_id": 1, "number": 1, "mentor": 2, "user_id": "U2", "places": 3, "until": NOW}
    for said in ({}, {"answered_at": NOW}, {"answered_at": NOW, "chosen": (1,)}, {"lapsed_at": NOW}):
        turn = Turn(**facts, mentees=(1,), asked_at=NOW, **said)  # type: ignore[arg-type]  # what a turn may be
        for went_to, lost in itertools.product((None, 2, 3), ((), ("U7",))):
            shown = matching.choose(turn, group, book, mentor, [(mentee, fit, went_to)] * 60, lost)
            yield "matching.choose", shown
        yield "matching.choose_form", matching.choose_form(turn, names)
        yield "matching.choose_reminder", matching.choose_reminder(turn, mentor)
        stand = Waiting(application=mentor, ranking=(over, None, (), turn))
        yield "matching.waiting", [blocks.section(line) for line in matching.waiting(stand)]


def of_the_desk(text: str, group: Cohort, one: Proposal, left: list[tuple[str, str]]) -> Iterator[tuple[str, Shown]]:
    """What coordinators read of a run of matching, and decide on."""
    names = {"U1": text[:80], "U2": "N"}
    many = [replace(one, id=number, pinned_at=NOW if number % 2 else None) for number in range(1, 60)]
    bound = whole.Summary(placed=3, waiting=9, total=2.5, worst=0.4, bound=2.6, stale=1)
    more = More(summary=bound, changed=3, forbidden=4, queued=5, names=names, looking=True)
    found = Proposals(group, 1, many, left, frozenset(user for user, _ in left))
    for sort, page in (("best", 1), ("weakest", 2), ("name", 4), ("best", 99)):
        yield "matching.proposals", matching.proposals(found, more=more, place=ListPlace(page, sort))
    crowds = [replace(one, id=number, bundle=number // 6, shared_at=NOW) for number in range(6, 126)]
    yield "matching.proposals", matching.proposals(Proposals(group, 1, crowds, left), more=more)
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
