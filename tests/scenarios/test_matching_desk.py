"""The coordinator's side of matching, as Cora lives it: run, read closely, pin, swap, forbid, allow, and see what changed."""

import pytest

from app.demo.stage import Actor
from app.features.matching.rules import whole
from tests.kit.town import Town

ONLY_COORDINATORS = "Only a coordinator of this cohort can do that."


def option(who: Actor, begins: str) -> str:
    """Return an option of the menu that somebody has before them, by how it begins."""
    options = (
        str(one["text"]["text"]) for block in who.modal["blocks"] for one in block.get("element", {}).get("options", ())
    )
    return next(one for one in options if one.startswith(begins))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any cohort is too large to be answered while somebody waits."""
    monkeypatch.setattr(whole, "AT_ONCE", 0)


@pytest.fixture
def four(town: Town) -> tuple[Town, Actor, Actor]:
    """Ada and Lea want to learn, Mira and Noor want to teach; Ada fits Mira best, and Lea Noor."""
    lea, noor = town.arrives("lea", "Lea Ruiz", "Europe/Madrid"), town.arrives("noor", "Noor Aziz", "Asia/Dubai")
    town.mentorship.members |= {lea.id, noor.id}
    town.signs_up(mentor=town.mentor_answers(offers=["Backend", "Open source"]))
    town.joins(lea, "mentee", town.mentee_answers(wants=["Frontend"], goals="Learn to test"))
    town.joins(noor, "mentor", town.mentor_answers(offers=["Frontend"], slots=["Tuesday 16:00-18:00"]))
    town.approves(lea)
    town.approves(noor)
    return town, lea, noor


@pytest.mark.usefixtures("large")
def test_a_large_cohort_is_matched_in_the_background(town: Town) -> None:
    town.signs_up()
    town.stage.labours = False
    town.asks_for_matches()
    assert "I am looking for matches among 2 people in *Winter*." in town.cora.modal_text
    town.cora.presses("How far is it?")
    assert "I am looking for matches" in town.cora.modal_text
    town.cora.closes_all()
    assert "I am looking for matches among 2 people" in town.cora.home_text
    town.stage.labours = True
    town.stage.settle()
    town.cora.sees("I have found matches in *Winter*. Placed: 1 of 1")
    town.cora.presses("Read proposals")
    assert "@Ada Okafor with @Mira Santos" in town.cora.modal_text
    assert "No other whole with as many people fits better." in town.cora.modal_text
    town.cora.presses("Accept")
    town.mira.sees("@Ada Okafor in *Winter* would like to learn from you")


@pytest.mark.usefixtures("large")
def test_a_long_run_is_stopped_with_one_press_and_only_by_a_coordinator(town: Town) -> None:
    town.signs_up()
    town.stage.labours = False
    town.asks_for_matches()
    town.cora.closes_all()
    stop, how_far = town.cora.keeps("Stop looking"), town.cora.keeps("How far is it?")
    for who in (town.sam, town.ada, town.otto):
        for one in (stop, how_far):
            who.presses_kept(one)
            who.sees(ONLY_COORDINATORS)
            who.closes_all()
    town.cora.presses_kept(stop)
    assert "I have stopped looking." in town.cora.modal_text
    town.cora.closes_all()
    town.cora.presses_kept(stop)
    town.cora.closes_all()
    town.stage.labours = True
    town.stage.settle()
    town.cora.does_not_see("I have found matches")
    assert "Find matches" in town.cora.home_text


def test_both_profiles_stand_side_by_side_with_the_hours_on_both_clocks(town: Town) -> None:
    town.signs_up()
    town.asks_for_matches()
    town.cora.presses("Look closer")
    read = town.cora.modal_text
    assert "*Mentee* · @Ada Okafor" in read
    assert "*Mentor* · @Mira Santos" in read
    assert "Ship a real feature" in read
    assert "DevOps and infrastructure" in read
    assert "Wed 20 Jan, 12:00-14:00 America/New_York · Wed 20 Jan, 18:00-20:00 Europe/Madrid" in read
    assert "The mentor offers 1 of 2 wanted: Backend." in read
    town.cora.presses("Back to the list")
    assert "Proposals to decide: 1" in town.cora.modal_text
    town.cora.presses("Look closer")
    town.cora.presses("Accept")
    assert "No proposals to decide." in town.cora.modal_text
    town.mira.sees("would like to learn from you")


def test_a_pinned_pair_is_kept_until_it_is_let_go(four: tuple[Town, Actor, Actor]) -> None:
    town, _lea, _noor = four
    town.asks_for_matches()
    town.cora.presses("Look closer", where="@Ada Okafor with @Mira Santos")
    town.cora.presses("Swap mentors")
    town.cora.fills({"Exchange with": option(town.cora, "Lea Ruiz and Noor Aziz")})
    town.cora.submits()
    town.cora.submits()
    assert "The next runs keep these two together." in town.cora.modal_text
    town.cora.presses("Back to the list")
    town.cora.presses("Find matches")
    assert "@Ada Okafor with @Noor Aziz · :pushpin:" in town.cora.modal_text
    for pair in ("@Ada Okafor with @Noor Aziz", "@Lea Ruiz with @Mira Santos"):
        town.cora.presses("Look closer", where=pair)
        town.cora.presses("Unpin")
        town.cora.presses("Back to the list")
    town.cora.presses("Find matches")
    assert "@Ada Okafor with @Mira Santos" in town.cora.modal_text
    town.cora.presses("What changed (4)")
    assert "0 kept, 2 new, 2 gone" in town.cora.modal_text
    assert "the whole is better without this pair; now with @Mira Santos" in town.cora.modal_text


def test_a_swap_shows_both_scores_before_it_is_done(four: tuple[Town, Actor, Actor]) -> None:
    town, _lea, _noor = four
    town.asks_for_matches()
    town.cora.presses("Look closer", where="@Ada Okafor with @Mira Santos")
    town.cora.presses("Swap mentors")
    town.cora.fills({"Exchange with": option(town.cora, "Lea Ruiz and Noor Aziz")})
    town.cora.submits()
    read = town.cora.modal_text
    assert "@Ada Okafor with @Noor Aziz: *" in read
    assert "@Lea Ruiz with @Mira Santos: *" in read
    assert "Both pairs are pinned" in read
    town.cora.submits()
    assert "@Ada Okafor with @Noor Aziz" in town.cora.modal_text


def test_a_hard_limit_forbids_a_swap_with_its_sentence(four: tuple[Town, Actor, Actor]) -> None:
    town, lea, noor = four
    for who, answers in (
        (lea, town.mentee_answers(wants=["Frontend"], languages=["Spanish"])),
        (noor, town.mentor_answers(offers=["Frontend"], languages=["Spanish"])),
        (town.mira, town.mentor_answers(languages=["English"])),
    ):
        who.types("/mentoring edit")
        who.fills(answers)
        who.submits()
    town.asks_for_matches()
    town.cora.presses("Look closer", where="@Ada Okafor with @Mira Santos")
    town.cora.presses("Swap mentors")
    assert option(town.cora, "Lea Ruiz") == "Lea Ruiz and Noor Aziz (not possible)"
    town.cora.fills({"Exchange with": option(town.cora, "Lea Ruiz and Noor Aziz")})
    town.cora.submits()
    assert list(town.cora.errors.values()) == [
        "That swap is not possible: they lack a common language that the handbook asks for."
    ]


def test_what_was_forbidden_can_be_allowed_again(town: Town) -> None:
    town.signs_up()
    town.asks_for_matches()
    town.cora.presses("Forbid")
    town.cora.presses("Forbidden pairs (1)")
    allow = town.cora.keeps("Allow again")
    for who in (town.sam, town.mira, town.otto):
        who.presses_kept(allow)
    town.cora.presses("Back to the list")
    town.cora.presses("Forbidden pairs (1)")
    for _ in range(2):
        town.cora.presses_kept(allow)
        town.cora.closes_all()
    town.asks_for_matches()
    assert "@Ada Okafor with @Mira Santos" in town.cora.modal_text
    assert "Forbidden pairs" not in town.cora.modal_text


def test_a_run_says_what_it_changed_and_why(four: tuple[Town, Actor, Actor]) -> None:
    town, lea, _noor = four
    town.asks_for_matches()
    assert "Placed: 2 of 2" in town.cora.modal_text
    town.cora.closes_all()
    lea.types("/mentoring status")
    lea.presses("Withdraw")
    town.asks_for_matches()
    town.cora.presses("What changed (1)")
    read = town.cora.modal_text
    assert "1 kept, 0 new, 1 gone" in read
    assert "@Lea Ruiz with @Noor Aziz: the mentee is not waiting any more" in read


def test_the_list_turns_its_pages_and_its_order(
    four: tuple[Town, Actor, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.features.matching.views import reading  # noqa: PLC0415 - its page is made small for this test

    town, _lea, _noor = four
    monkeypatch.setattr(reading, "PAIRS", 1)
    town.asks_for_matches()
    assert "Page 1 of 2" in town.cora.modal_text
    first = "@Ada Okafor with" if "@Ada Okafor with" in town.cora.modal_text else "@Lea Ruiz with"
    town.cora.presses("Next page")
    assert "Page 2 of 2" in town.cora.modal_text
    assert first not in town.cora.modal_text
    town.cora.presses("Weakest first")
    assert "Page 1 of 2" in town.cora.modal_text
    assert first not in town.cora.modal_text
    town.cora.presses("By name")
    assert "@Ada Okafor with" in town.cora.modal_text
    town.cora.presses("Look closer")
    town.cora.presses("Next proposal")
    assert "*Mentee* · @Lea Ruiz" in town.cora.modal_text
    town.cora.presses("Back to the list")
    assert "Proposals to decide: 2" in town.cora.modal_text
