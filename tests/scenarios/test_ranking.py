"""Mentees rank mentors, and mentors choose among those who ranked them."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.demo.stage import Actor
from tests.kit.books import on_the_shelf
from tests.kit.town import Town

EVENINGS = ["Tuesday 16:00-18:00", "Wednesday 18:00-20:00"]
FIRST, SECOND, THIRD = "Whom would you like best?", "And second?", "And third?"


@pytest.fixture
def ranks(town: Town) -> Iterator[Town]:
    """Iris and Jon look for a mentor, Mira and Nora have one place each, and everybody lives in Madrid."""
    with on_the_shelf(matching={"ranking": {"days": 5, "choose_days": 5}}):
        town.opens_cohort()
        town.iris = _comes(town, "iris", "Iris Ivory", "mentee")  # type: ignore[attr-defined]
        town.jon = _comes(town, "jon", "Jon Jonquil", "mentee", goals="Understand databases")  # type: ignore[attr-defined]
        town.nora = _comes(town, "nora", "Nora Nestor", "mentor", goals="People who ask")  # type: ignore[attr-defined]
        town.joins(town.mira, "mentor")
        town.approves(town.mira)
        yield town


def _comes(town: Town, key: str, name: str, role: str, **changes: Any) -> Actor:
    who = town.arrives(key, name, "Europe/Madrid")
    town.mentorship.members.add(who.id)
    usual = town.mentee_answers(slots=EVENINGS) if role == "mentee" else town.mentor_answers()
    town.joins(who, role, {**usual, **changes})
    town.approves(who)
    return who


def _opens(town: Town) -> None:
    town.cora.opens_home()
    town.cora.presses("Let mentees rank")


def _ranks(who: Actor, *names: str) -> None:
    who.presses("Rank them")
    who.fills(dict(zip((FIRST, SECOND, THIRD), names, strict=False)))
    who.submits()
    assert who.modal is None, who.errors


def _chooses(who: Actor, *names: str) -> None:
    who.presses("Choose")
    who.fills({"With whom would you like to work?": list(names)})
    who.submits()
    assert who.modal is None, who.errors


def _status(who: Actor) -> str:
    who.reads()
    who.types("/mentoring status")
    return "\n".join(who.reads())


def test_a_mentee_ranks_and_may_change_it_until_it_closes(ranks: Any) -> None:
    _opens(ranks)
    asked = ranks.iris.sees("In *Winter* you have a say: these mentors fit you best.")
    for told in ("*@Mira Santos*", "*@Nora Nestor*", "The mentor offers 1 of 2 wanted: Backend.", "People who ask"):
        assert told in asked
    assert "Both are free twice a week, such as Tuesday 16:00 (Europe/Madrid)." in asked
    assert "%" not in asked
    assert "You can rank your mentors until" in _status(ranks.iris)
    ranks.iris.presses("Rank them")
    ranks.iris.fills({FIRST: "Mira Santos", SECOND: "Mira Santos"})
    ranks.iris.submits()
    assert ranks.iris.errors == {"rank2": "You chose this mentor above already; please take another one, or nobody."}
    ranks.iris.fills({SECOND: "Nora Nestor"})
    ranks.iris.submits()
    ranks.iris.sees("You ranked @Mira Santos and @Nora Nestor. You may change it until")
    ranks.iris.presses("Change it")
    ranks.iris.fills({FIRST: "Nora Nestor", SECOND: "Mira Santos"})
    ranks.iris.submits()
    ranks.iris.sees("You ranked @Nora Nestor and @Mira Santos.")
    assert "You ranked @Nora Nestor and @Mira Santos; you may change it until" in _status(ranks.iris)
    change = ranks.iris.keeps("Change it")
    _ranks(ranks.jon, "Mira Santos")  # the last one: it closes
    ranks.iris.sees("The mentors choose now; you hear from me as soon as it is settled.")
    ranks.iris.presses_kept(change)
    ranks.iris.sees("It is too late to rank; the mentors choose now.")
    assert "the mentors choose now" in _status(ranks.iris)


def test_mentors_choose_and_somebody_wanted_twice_goes_to_whom_they_ranked_higher(ranks: Any) -> None:
    _opens(ranks)
    _ranks(ranks.iris, "Mira Santos", "Nora Nestor")
    _ranks(ranks.jon, "Mira Santos", "Nora Nestor")
    asked = ranks.nora.sees(
        "In *Winter* these people would like to learn from you, those who ranked you higher first. Places for them: 1."
    )
    assert "*@Jon Jonquil*" in asked
    assert "Understand databases" in asked
    assert "Mentees who ranked you wait for your choice until" in _status(ranks.mira)
    _chooses(ranks.nora, "Iris Ivory")
    ranks.nora.sees("You chose @Iris Ivory. @Iris Ivory may still go to a mentor whom they ranked higher")
    ranks.iris.does_not_see("meet Iris Ivory")
    _chooses(ranks.mira, "Iris Ivory")
    ranks.mira.sees("You are a pair: @Iris Ivory.")
    ranks.iris.sees("# Mira Santos, meet Iris Ivory!")
    ranks.iris.sees("You ranked @Mira Santos and @Nora Nestor, and @Mira Santos chose you.")
    again = ranks.nora.sees("@Iris Ivory of your choice in *Winter* found a mentor whom they ranked higher, or")
    assert "*@Jon Jonquil*" in again
    _chooses(ranks.nora, "Jon Jonquil")
    ranks.jon.sees("# Nora Nestor, meet Jon Jonquil!")
    ranks.cora.sees("The ranking in *Winter* is over. Pairs: 2 of 2.")
    assert "matched on" in _status(ranks.jon)


def test_none_of_these_tells_nobody_and_the_rest_go_to_the_usual_search(ranks: Any) -> None:
    _opens(ranks)
    _ranks(ranks.iris, "Nora Nestor")
    _ranks(ranks.jon, "Nora Nestor", "Mira Santos")
    none, choose = ranks.nora.keeps("None of these"), ranks.nora.keeps("Choose")
    ranks.nora.presses_kept(none)
    ranks.nora.presses_kept(none)
    ranks.nora.sees("You chose none of them. That's fine; nobody is told.")
    ranks.nora.presses_kept(choose)
    ranks.nora.sees("You have answered this already.")
    _chooses(ranks.mira, "Jon Jonquil")
    ranks.jon.sees("# Mira Santos, meet Jon Jonquil!")
    ranks.iris.sees("I am sorry: none of the mentors whom you ranked in *Winter* has a place for you this time.")
    ranks.iris.does_not_see("Nora chose")
    ranks.cora.sees("The ranking in *Winter* is over. Pairs: 1 of 2.")
    assert "I am looking for a match" in _status(ranks.iris)
    ranks.asks_for_matches()
    assert "@Iris Ivory with @Nora Nestor" in ranks.cora.modal_text


def test_those_who_say_nothing_are_reminded_once_and_then_it_goes_on(ranks: Any) -> None:
    _opens(ranks)
    rank = ranks.jon.keeps("Rank them")
    _ranks(ranks.iris, "Mira Santos")
    ranks.passes(days=4, hours=2)
    assert len([one for one in ranks.jon.reads() if "friendly reminder" in one]) == 1
    ranks.passes(days=1)
    ranks.jon.sees("The time to rank is over. You keep your place")
    ranks.jon.presses_kept(rank)
    ranks.jon.sees("It is too late to rank")
    ranks.passes(days=2)  # a weekend
    choose = ranks.mira.keeps("Choose")
    ranks.nora.does_not_see("would like to learn from you")
    ranks.passes(days=4)
    ranks.mira.sees("The time to choose is over. That's fine")
    ranks.mira.presses_kept(choose)
    ranks.mira.sees("The time to choose is over.")
    ranks.cora.sees("The ranking in *Winter* is over. Pairs: 0 of 2.")


def test_the_coordinator_opens_once_closes_early_and_cannot_search_meanwhile(ranks: Any) -> None:
    ranks.cora.opens_home()
    opening = ranks.cora.keeps("Let mentees rank")
    ranks.cora.presses_kept(opening)
    ranks.cora.presses_kept(opening)
    assert len([one for one in ranks.iris.reads() if "you have a say" in one]) == 1
    _ranks(ranks.iris, "Mira Santos")
    assert "asked: 2 · have ranked: 1" in ranks.cora.home_text
    ranks.cora.presses("Find matches")
    ranks.cora.sees("The mentees of this cohort are ranking mentors.")
    ranks.cora.closes_all()
    close = ranks.cora.keeps("Close the ranking")
    ranks.cora.presses_kept(close)
    ranks.cora.presses_kept(close)
    assert "asked: 1 · still choosing: 1" in ranks.cora.home_text
    ranks.mira.sees("*@Iris Ivory*")


def test_strangers_and_others_cannot_open_rank_close_or_choose(ranks: Any) -> None:
    ranks.cora.opens_home()
    opening = ranks.cora.keeps("Let mentees rank")
    for who in (ranks.sam, ranks.iris, ranks.otto):
        who.presses_kept(opening)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes_all()
    ranks.cora.presses_kept(opening)
    close, rank = ranks.cora.keeps("Close the ranking"), ranks.iris.keeps("Rank them")
    for who in (ranks.sam, ranks.jon, ranks.cora, ranks.mira):
        who.presses_kept(rank)
        who.sees("This question was put to somebody else.")
        who.closes_all()
    for who in (ranks.sam, ranks.iris):
        who.presses_kept(close)
        who.sees("Only a coordinator of this cohort can do that.")
        who.closes_all()
    _ranks(ranks.iris, "Mira Santos")
    _ranks(ranks.jon, "Mira Santos")
    choose = ranks.mira.keeps("Choose")
    for who in (ranks.sam, ranks.nora, ranks.cora):
        who.presses_kept(choose)
        who.sees("This question was put to somebody else.")
        who.closes_all()


def test_somebody_who_withdraws_is_no_choice_any_more(ranks: Any) -> None:
    _opens(ranks)
    _ranks(ranks.iris, "Mira Santos")
    _ranks(ranks.jon, "Mira Santos")
    ranks.iris.types("/mentoring withdraw")
    ranks.iris.presses("Withdraw")
    _chooses(ranks.mira, "Iris Ivory")
    again = ranks.mira.sees("@Iris Ivory of your choice in *Winter*")
    assert "*@Jon Jonquil*" in again
