"""Goals with a database: who may, what follows, and two who write at once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal, Refusals
from app.features.care import usecases as care
from app.features.goals import records, usecases
from app.features.goals.rules import GoalSet
from app.features.goals.rules.forms import Draft
from app.features.goals.usecases import activities, lookouts, reviewing, writing
from app.features.meetings.usecases import telling
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from tests.features.matching.test_usecases import together
from tests.kit.books import on_the_shelf
from tests.kit.rooms import TEAM, Rooms

MATCH = {"at": "match"}
SHARED: dict[str, Any] = {"key": "shared", "name": "Targets", "one": "target", "intro": "Where to?", "set_when": MATCH}
SHARED |= {"horizons_days": (30, 60, 90), "most": 3, "least": 1, "again": True}
OWN: dict[str, Any] = {"key": "own", "name": "Career goals", "one": "goal", "intro": "What for?", "set_when": MATCH}
OWN |= {"written_by": "mentee", "refine_by": "mentor", "most": 2}
CHANCE: dict[str, Any] = {
    "key": "chance",
    "name": "Chances",
    "one": "chance",
    "ask": "How is it?",
    "from_reflection": True,
}
CHANCE |= {"noted_by": ("mentor", "mentee"), "follow_up_days": 14}
PAPERS = {"key": "papers", "label": "Documents", "about": "Read them together"}


@pytest.fixture(autouse=True)
def _aims() -> Iterator[None]:
    with on_the_shelf(goals=(SHARED, OWN), lookouts=(CHANCE,), activities=(PAPERS,)):
        yield


@pytest.fixture
def trio(rooms: Rooms) -> Pairing:
    """Um mentors Ua and Ub; Ux is in nothing."""
    cohort = rooms.cohort()
    for one in ("UM", "UA", "UB", "UX"):
        rooms.meets(one)
    with rooms.tx() as tx:
        made = pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor="UM", mentees=("UA", "UB"), now=rooms.now)
        care.accompany(tx, pairing=made, now=rooms.now)
    return made


def sets(rooms: Rooms, kind: str = "shared", owner: str = "") -> list[GoalSet]:
    with rooms.tx() as tx:
        rows = tx.query(records.GoalSetRow).filter_by(kind=kind, owner=owner).order_by(records.GoalSetRow.number)
        return [usecases.goal_set(tx, team_id=TEAM, set_id=row.id)[0] for row in rows]


def writes(
    rooms: Rooms, by: str, of: GoalSet, *texts: str, refining: bool = False, over: Mapping[int, str] | None = None
) -> None:
    """Fill in new places, and write over goals by their ids."""
    drafts = [Draft(place=f"new{number}", text=text) for number, text in enumerate(texts)]
    drafts += [Draft(place=f"old{goal}", text=text) for goal, text in (over or {}).items()]
    with rooms.tx() as tx:
        writing.write(tx, team_id=TEAM, by=by, set_id=of.id, drafts=drafts, now=rooms.now, refining=refining)


def said(deed: Callable[[], object]) -> str:
    """Return what a deed is refused for, or nothing."""
    try:
        deed()
    except Refusals as many:
        return ", ".join(f"{one.code} at {one.field}" for one in many.refusals)
    except Refusal as one:
        return one.code
    return ""


def test_what_buttons_need_is_made_once_however_often_the_plan_is_made(rooms: Rooms, trio: Pairing) -> None:
    for _ in range(3):
        with rooms.tx() as tx:
            care.accompany(tx, pairing=trio, now=rooms.now)
    assert [len(sets(rooms)), len(sets(rooms, "own", "UA")), len(sets(rooms, "own", "UB"))] == [1, 1, 1]
    with rooms.tx() as tx:
        assert tx.query(records.TickRow).count() == 1
    assert sorted(row.to for row in rooms.notices("goals.ask")) == ["UA", "UA+UB+UM", "UB"]


@pytest.mark.usefixtures("trio")
def test_of_two_who_write_at_once_one_is_kept_and_the_other_told_at_the_field(rooms: Rooms) -> None:
    of = sets(rooms)[0]
    told = together(
        lambda: said(lambda: writes(rooms, "UA", of, "Ship it")),
        lambda: said(lambda: writes(rooms, "UM", of, "Learn Rust")),
    )
    assert sorted(map(str, told)) == ["", "goals.meanwhile at new0"]
    assert [one.text for one in sets(rooms)[0].goals] in (["Ship it"], ["Learn Rust"])
    assert len(rooms.notices("goals.saved")) == 1


@pytest.mark.usefixtures("trio")
def test_a_form_that_is_sent_twice_at_once_writes_once(rooms: Rooms) -> None:
    of = sets(rooms)[0]

    def send() -> str:
        return said(lambda: writes(rooms, "UA", of, "Ship it", "Ship more"))

    assert together(send, send, send) == ["", "", ""]
    written = sets(rooms)
    assert [one.text for one in written[0].goals] == ["Ship it", "Ship more"]
    assert [one.number for one in written] == [1, 2]


def test_a_set_is_for_its_people_alone(rooms: Rooms, trio: Pairing) -> None:
    shared, own = sets(rooms)[0], sets(rooms, "own", "UA")[0]
    assert said(lambda: writes(rooms, "UX", shared, "Mine")) == "pairings.not-yours"
    assert said(lambda: writes(rooms, "UB", own, "Mine")) == "goals.not-yours-to-write"
    assert said(lambda: writes(rooms, "UM", own, "Yours")) == "goals.not-yours-to-write"
    with rooms.tx() as tx, pytest.raises(Refusal, match=r"goals\.gone"):
        writing.open_form(tx, team_id="T2", user_id="UA", set_id=own.id)
    writes(rooms, "UA", own, "Lead a team")
    goal = sets(rooms, "own", "UA")[0].goals[0]

    def stands(by: str) -> None:
        with rooms.tx() as tx:
            reviewing.stand(tx, team_id=TEAM, by=by, goal_id=goal.id, how="done", now=rooms.now)

    assert said(lambda: stands("UB")) == "goals.not-yours-to-write"
    assert said(lambda: stands("UX")) == "pairings.not-yours"
    with rooms.tx() as tx:
        seen = {
            by: [
                (one.kind.key, one.goal_set.owner)
                for one in usecases.standing_of(tx, team_id=TEAM, user_id=by, pairing_id=trio.id, now=rooms.now).sets
            ]
            for by in ("UM", "UB")
        }
    assert seen == {"UM": [("shared", ""), ("own", "UA"), ("own", "UB")], "UB": [("shared", ""), ("own", "UB")]}
    stands("UM")
    assert sets(rooms, "own", "UA")[0].goals[0].state == "done"


@pytest.mark.usefixtures("trio")
def test_a_goal_that_is_emptied_is_let_go_and_one_that_is_done_stays(rooms: Rooms) -> None:
    writes(rooms, "UA", sets(rooms)[0], "Ship it", "Talk", "Rest")
    first, second, third = sets(rooms)[0].goals
    with rooms.tx() as tx:
        reviewing.stand(tx, team_id=TEAM, by="UB", goal_id=second.id, how="done", now=rooms.now)
    writes(rooms, "UM", sets(rooms)[0], over={first.id: "Ship all of it", second.id: "", third.id: ""})
    assert [(one.text, one.state) for one in sets(rooms)[0].goals] == [
        ("Ship all of it", "set"),
        ("Talk", "done"),
        ("Rest", "dropped"),
    ]


def test_the_last_word_on_a_goal_counts(rooms: Rooms, trio: Pairing) -> None:
    writes(rooms, "UA", sets(rooms)[0], "Ship it")
    goal = sets(rooms)[0].goals[0]
    for how in ("done", "dropped", "on_the_way"):
        for by in ("UA", "UM"):
            with rooms.tx() as tx:
                reviewing.stand(tx, team_id=TEAM, by=by, goal_id=goal.id, how=how, now=rooms.now)
        assert sets(rooms)[0].goals[0].state == how
    with rooms.tx() as tx:
        reviewing.stand_in_meeting(tx, team_id=TEAM, by="UB", pairing_id=trio.id, said={goal.id: "done"}, now=rooms.now)
        reviewing.stand_in_meeting(tx, team_id=TEAM, by="UB", pairing_id=trio.id, said={999: "done"}, now=rooms.now)
    assert sets(rooms)[0].goals[0].state == "done"


def test_the_next_set_may_be_written_when_the_last_horizon_has_passed_or_all_are_done(
    rooms: Rooms, trio: Pairing
) -> None:
    writes(rooms, "UA", sets(rooms)[0], "Ship it", "Talk", "Rest")

    def next_id(days: int) -> int | None:
        with rooms.tx() as tx:
            at = rooms.now + timedelta(days=days)
            return usecases.standing_of(tx, team_id=TEAM, user_id="UA", pairing_id=trio.id, now=at).sets[0].next_id

    following = sets(rooms)[1].id
    assert [next_id(89), next_id(91)] == [None, following]
    asked = [row for row in rooms.notices("goals.next") if row.about["set"] == following]
    assert [(row.due_at - rooms.now).days for row in asked] == [89]  # in the morning of the ninetieth day
    for one in sets(rooms)[0].goals:
        with rooms.tx() as tx:
            reviewing.stand(tx, team_id=TEAM, by="UA", goal_id=one.id, how="done", now=rooms.now)
    assert next_id(1) == following


@pytest.mark.usefixtures("trio")
def test_goals_are_sharpened_or_found_good_by_the_other_side_alone(rooms: Rooms) -> None:
    own = sets(rooms, "own", "UA")[0]

    def finds_good(by: str) -> None:
        with rooms.tx() as tx:
            writing.find_good(tx, team_id=TEAM, by=by, set_id=own.id, now=rooms.now)

    assert said(lambda: finds_good("UM")) == "goals.not-set"
    writes(rooms, "UA", own, "Lead")
    assert [row.to for row in rooms.notices("goals.to_refine")] == ["UM"]
    assert said(lambda: finds_good("UA")) == "goals.not-yours-to-write"
    assert together(*(lambda: said(lambda: finds_good("UM")) for _ in range(2))) == ["", ""]
    refined = sets(rooms, "own", "UA")[0]
    assert (refined.refined_by, refined.changed_by) == ("UM", "UA")
    assert [(row.to, row.outcome) for row in rooms.notices("goals.refined")] == [("UA", None)]
    writes(rooms, "UM", own, refining=True, over={refined.goals[0].id: "Lead a team of three"})
    assert sets(rooms, "own", "UA")[0].goals[0].text == "Lead a team of three"


def test_an_activity_is_ticked_once_and_can_be_taken_back(rooms: Rooms, trio: Pairing) -> None:
    with rooms.tx() as tx:
        tick_id = usecases.standing_of(tx, team_id=TEAM, user_id="UA", pairing_id=trio.id, now=rooms.now).ticks[0].id

    def ticks(by: str, *, is_done: bool = True) -> None:
        with rooms.tx() as tx:
            activities.tick(tx, team_id=TEAM, by=by, tick_id=tick_id, is_done=is_done, now=rooms.now)

    assert together(lambda: said(lambda: ticks("UA")), lambda: said(lambda: ticks("UM"))) == ["", ""]
    assert said(lambda: ticks("UX")) == "pairings.not-yours"
    with rooms.tx() as tx:
        assert usecases.ticked(tx, team_id=TEAM, pairing_id=trio.id) == {"papers"}
    ticks("UB", is_done=False)
    with rooms.tx() as tx:
        assert usecases.ticked(tx, team_id=TEAM, pairing_id=trio.id) == frozenset()


def noted(rooms: Rooms) -> list[records.LookoutRow]:
    with rooms.tx() as tx:
        return tx.query(records.LookoutRow).order_by(records.LookoutRow.id).all()


def test_what_is_noted_twice_at_once_is_noted_once(rooms: Rooms, trio: Pairing) -> None:
    def notes(by: str, text: str) -> None:
        with rooms.tx() as tx:
            lookouts.note(tx, team_id=TEAM, by=by, pairing_id=trio.id, kind="chance", text=text, link="", now=rooms.now)

    together(*(lambda: notes("UA", "A talk in May") for _ in range(3)))
    notes("UM", "a TALK in May")
    assert [(one.text, one.noted_by) for one in noted(rooms)] == [("A talk in May", "UA")]
    assert said(lambda: notes("UX", "Mine")) == "pairings.not-yours"


def test_what_the_closing_questions_name_replaces_what_they_named_before(rooms: Rooms, trio: Pairing) -> None:
    def names(text: str, meeting_id: int) -> None:
        with rooms.tx() as tx:
            lookouts.note_from_meeting(
                tx, team_id=TEAM, by="UM", pairing_id=trio.id, meeting_id=meeting_id, text=text, now=rooms.now
            )

    with rooms.tx() as tx:
        met = telling.note_met(tx, pairing=trio, by="UM", day=rooms.now.date(), now=rooms.now).id
    names("A talk", met)
    names("A talk in May", met)
    assert [one.text for one in noted(rooms)] == ["A talk in May"]
    names("", met)
    assert [one.dropped_by for one in noted(rooms)] == ["UM"]
    names("A job", met)
    assert [(one.text, one.dropped_at is None) for one in noted(rooms)] == [("A talk in May", False), ("A job", True)]


def test_the_first_who_takes_something_on_champions_it(rooms: Rooms, trio: Pairing) -> None:
    rooms.meets("UN")
    with rooms.tx() as tx:
        pairings.join(tx, team_id=TEAM, pairing_id=trio.id, user_id="UN", role="mentor", now=rooms.now)
        lookouts.note(tx, team_id=TEAM, by="UA", pairing_id=trio.id, kind="chance", text="A PR", link="", now=rooms.now)
    one = noted(rooms)[0].id

    def takes(by: str) -> None:
        with rooms.tx() as tx:
            lookouts.take_on(tx, team_id=TEAM, by=by, lookout_id=one, now=rooms.now)

    assert said(lambda: takes("UA")) == "goals.not-yours-to-champion"
    together(lambda: takes("UM"), lambda: takes("UN"))
    champion = noted(rooms)[0].championed_by
    assert champion in ("UM", "UN")
    takes("UM" if champion == "UN" else "UN")
    assert noted(rooms)[0].championed_by == champion
    with rooms.tx() as tx:
        for how in ("done", "looking", "dropped"):
            lookouts.say_what_came(tx, team_id=TEAM, by="UA", lookout_id=one, how=how, now=rooms.now)
    row = noted(rooms)[0]
    assert (row.done_at, row.dropped_by, row.followed_up_by) == (None, "UA", "UA")


def test_an_ended_pairing_is_asked_nothing_more_and_keeps_its_summary(rooms: Rooms, trio: Pairing) -> None:
    writes(rooms, "UA", sets(rooms)[0], "Ship it")
    writes(rooms, "UA", sets(rooms, "own", "UA")[0], "Lead")
    with rooms.tx() as tx:
        ended = pairings.end(tx, team_id=TEAM, by="UM", pairing_id=trio.id, now=rooms.now)
        care.accompany(tx, pairing=ended, now=rooms.now)
    open_ones = [row.kind for row in rooms.notices() if row.kind.startswith("goals.") and row.outcome is None]
    assert open_ones == []
    assert said(lambda: writes(rooms, "UA", sets(rooms)[0], "More")) == "pairings.ended"
    with rooms.tx() as tx:
        found = {
            reader: usecases.summary_of(tx, team_id=TEAM, pairing_id=trio.id, reader=reader)
            for reader in ("UA", "UB", None)
        }
    assert {who: sorted(goal.text for _, goal, _ in one.goals) for who, one in found.items()} == {
        "UA": ["Lead", "Ship it"],
        "UB": ["Ship it"],
        None: ["Lead", "Ship it"],
    }
