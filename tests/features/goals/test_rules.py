"""Who writes goals, what a form of them holds, and which messages they call for."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal, Refusals
from app.features.goals.rules import Goal, GoalSet, check_writer
from app.features.goals.rules.deadlines import due_on
from app.features.goals.rules.forms import Draft, check_drafts, places, read_drafts, read_past
from app.features.goals.rules.lookouts import Noted, champions, check_noted, lookout_messages
from app.features.goals.rules.messages import set_messages
from app.handbook.goals import GoalKind, Lookout
from tests.kit.make import NOW, pairing

ENDS = NOW + timedelta(days=200)
GROUP = pairing(mentees=("UA", "UB"))


def kind(**changes: Any) -> GoalKind:
    usual = {"key": "career", "name": "Career goals", "one": "goal", "intro": "x", "set_when": {"at": "match"}}
    return GoalKind.model_validate({**usual, **changes})


def lookout(**changes: Any) -> Lookout:
    return Lookout.model_validate({"key": "pr", "name": "PRs", "one": "PR", "ask": "How is it?", **changes})


def goal(**changes: Any) -> Goal:
    return Goal(**{"id": 1, "set_id": 1, "position": 0, "text": "x", "said": {}, "set_at": NOW, **changes})


def goal_set(**changes: Any) -> GoalSet:
    usual = {"id": 1, "team_id": "T1", "pairing_id": 1, "kind": "career", "owner": "", "number": 1}
    return GoalSet(**{**usual, **changes})


def written(**changes: Any) -> GoalSet:
    usual = {"set_at": NOW, "set_by": "UMENTEE", "changed_at": NOW, "changed_by": "UMENTEE", "goals": (goal(),)}
    return goal_set(**{**usual, **changes})


def noted(**changes: Any) -> Noted:
    usual = {"id": 1, "team_id": "T1", "pairing_id": 1, "kind": "pr", "text": "x", "link": "", "noted_at": NOW}
    return Noted(**{**usual, "noted_by": "UMENTOR", **changes})


def kinds(found: list[Any]) -> list[tuple[str, str, int]]:
    return [(one.kind, one.to, (one.due - NOW).days) for one in found]


def planned(one: GoalSet, of: GoalKind, **changes: Any) -> list[tuple[str, str, int]]:
    usual: dict[str, Any] = {"ask_at": NOW, "ends": ENDS, "is_newest": True}
    return kinds(set_messages(one, of, changes.pop("pairing", pairing()), **{**usual, **changes}))


def test_goals_are_asked_for_twice_and_then_never_again() -> None:
    both = "UMENTEE+UMENTOR"
    assert planned(goal_set(), kind()) == [("goals.ask", both, 0), ("goals.remind", both, 4)]
    own = goal_set(owner="UMENTEE")
    assert {to for _, to, _ in planned(own, kind(written_by="mentee"))} == {"UMENTEE"}


@pytest.mark.parametrize(
    "changes",
    [{"ask_at": None}, {"ask_at": ENDS}, {"pairing": pairing(ended_at=NOW)}],
    ids=["not known yet", "after the end", "pairing over"],
)
def test_nothing_is_asked_when_it_makes_no_sense(changes: dict[str, Any]) -> None:
    assert planned(goal_set(), kind(), **changes) == []


def test_whoever_left_a_group_is_asked_nothing() -> None:
    assert planned(goal_set(owner="UGONE"), kind(written_by="mentee"), pairing=GROUP) == []


def test_the_next_set_has_its_own_words() -> None:
    assert planned(goal_set(number=2), kind())[0][0] == "goals.next"


def test_what_is_written_is_news_for_the_others_and_a_receipt_for_the_writer() -> None:
    assert planned(written(), kind()) == [("goals.news", "UMENTOR", 0), ("goals.saved", "UMENTEE", 0)]


def test_whoever_sharpens_goals_reads_them_there_and_is_asked_at_most_twice() -> None:
    of = kind(written_by="mentee", refine_by="mentor", refine_within_days=7)
    asked = planned(written(owner="UMENTEE"), of)
    assert asked == [
        ("goals.saved", "UMENTEE", 0),
        ("goals.to_refine", "UMENTOR", 0),
        ("goals.to_refine_again", "UMENTOR", 4),
    ]
    refined = written(owner="UMENTEE", refined_at=NOW + timedelta(days=1), refined_by="UMENTOR")
    assert planned(refined, of) == [("goals.saved", "UMENTEE", 0), ("goals.refined", "UMENTEE", 1)]


def test_goals_are_looked_at_when_nobody_has_for_so_long_and_at_most_twice() -> None:
    of = kind(review_every_days=30)

    def reviews(one: GoalSet, **changes: Any) -> list[int]:
        return [due for name, _, due in planned(one, of, **changes) if name == "goals.to_review"]

    assert reviews(written()) == [30, 60]
    looked = written(goals=(goal(reviewed_at=NOW + timedelta(days=10)), goal(id=2)))
    assert reviews(looked) == [40, 70]
    assert reviews(written(goals=(goal(done_at=NOW),))) == []
    assert reviews(written(), is_newest=False) == []
    assert reviews(written(), ends=NOW + timedelta(days=40)) == [30]


def test_who_may_write_and_who_may_sharpen() -> None:
    own = kind(written_by="mentee", refine_by="mentor")
    check_writer(own, "UA", GROUP, "UA", refining=False)
    check_writer(own, "UA", GROUP, "UMENTOR", refining=True)
    for by, refining in (("UB", False), ("UMENTOR", False), ("UA", True), ("USTRANGER", False)):
        with pytest.raises(Refusal, match=r"goals\.not-yours-to-write"):
            check_writer(own, "UA", GROUP, by, refining=refining)
    check_writer(kind(), "", GROUP, "UB", refining=False)


def test_a_form_shows_what_is_open_and_room_for_more() -> None:
    one, two = goal(id=5), goal(id=6, position=1, done_at=NOW)
    assert [place.name for place in places(kind(most=3), (one, two))] == ["old5", "new2", "new3"]
    horizons = kind(horizons_days=[30, 60, 90])
    assert [(place.name, place.horizon_days) for place in places(horizons, (two,))] == [("new0", 30), ("new2", 90)]
    carried = goal(id=5, position=3)
    assert [place.name for place in places(horizons, (carried,))] == ["new0", "new1", "new2", f"old{one.id}"]
    assert read_past({"past7": "carried", "past8": "gone", "old9": "done", "pastry": "done"}) == {7: "carried"}


def test_a_form_is_read_block_by_block() -> None:
    of = kind(fields=[{"key": "first_step", "ask": "?"}, {"key": "by", "ask": "?", "kind": "date"}])
    values = {"new0": " learn ", "new0_first_step": "read", "new0_by": "2027-03-01", "new1": None, "new1_by": None}
    assert read_drafts(of, values) == [
        Draft(place="new0", text="learn", said={"first_step": "read", "by": "2027-03-01"}),
        Draft(place="new1", text=""),
    ]


def test_everything_wrong_is_told_at_its_field() -> None:
    of = kind(
        least=2,
        fields=[{"key": "why", "ask": "?", "required": True}, {"key": "link", "ask": "?", "kind": "link"}],
    )
    drafts = [
        Draft(place="new0", text="x" * 3001, said={"link": "ftp://x"}),
        Draft(place="new1", text=""),
        Draft(place="new2", text="", said={"why": "because"}),
    ]
    with pytest.raises(Refusals) as many:
        check_drafts(of, drafts)
    assert {(one.code, one.field) for one in many.value.refusals} == {
        ("goals.too-long", "new0"),
        ("goals.needed", "new0_why"),
        ("goals.no-link", "new0_link"),
        ("goals.no-text", "new2"),
    }
    with pytest.raises(Refusals) as few:
        check_drafts(kind(), [Draft(place="new0", text="")])
    assert [(one.code, one.field) for one in few.value.refusals] == [("goals.too-few", "new0")]


def test_a_day_comes_from_the_horizon_or_from_the_date_field() -> None:
    dated = kind(fields=[{"key": "by", "ask": "?", "kind": "date"}])
    assert due_on(kind(), 30, {}, date(2027, 1, 31)) == date(2027, 3, 2)
    assert due_on(dated, None, {"by": "2027-05-01"}, date(2027, 1, 1)) == date(2027, 5, 1)
    assert due_on(dated, None, {}, date(2027, 1, 1)) is None


def test_something_noted_is_followed_up_twice_from_the_last_word_on() -> None:
    of = lookout(follow_up_days=14)
    assert kinds(lookout_messages(noted(), of, pairing(), ends=ENDS)) == [
        ("goals.noted", "UMENTEE", 0),
        ("goals.came_of", "UMENTOR", 14),
        ("goals.came_of", "UMENTOR", 28),
    ]
    looking = noted(followed_up_at=NOW + timedelta(days=15))
    told = lookout_messages(looking, of, pairing(), ends=ENDS, is_told=True)
    assert [due for _, _, due in kinds(told)] == [29, 43]
    assert lookout_messages(noted(done_at=NOW), of, pairing(), ends=ENDS) == []


def test_whoever_took_it_on_is_asked_and_otherwise_that_side() -> None:
    two = pairing(co_mentors=("UCO",))
    of = lookout(noted_by=["mentee", "mentor"])
    assert champions(of, noted(noted_by="UMENTEE"), two) == ("UMENTOR", "UCO")
    assert champions(of, noted(noted_by="UCO"), two) == ("UCO",)
    assert champions(of, noted(noted_by="UMENTEE", championed_by="UMENTOR"), two) == ("UMENTOR",)


def test_only_the_handbooks_side_notes_and_a_link_is_a_link() -> None:
    with pytest.raises(Refusal, match=r"goals\.not-yours-to-note"):
        check_noted(lookout(), pairing(), "UMENTEE", "x", "")
    with pytest.raises(Refusals) as many:
        check_noted(lookout(), pairing(), "UMENTOR", "", "http://example.org/pull/1")
    assert [(one.code, one.field) for one in many.value.refusals] == [
        ("goals.no-text", "text"),
        ("goals.no-link", "link"),
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"horizons_days": [60, 30]}, "must grow"),
        ({"again": True}, "again needs horizons_days"),
        ({"written_by": "mentee", "refine_by": "mentee"}, "name the other side"),
        ({"most": 10, "fields": [{"key": f"k{one}", "ask": "?"} for one in range(9)]}, "more than fits a form"),
        ({"intro": "Hello {partner}"}, "not known here"),
        ({"read_by": "everyone"}, "pair"),
    ],
)
def test_a_handbook_hears_what_does_not_fit(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        kind(**said)
